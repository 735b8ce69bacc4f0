//! Looks for a passage among the words that are new in a text: by its own words and by the words around it.

use std::collections::HashMap;
use std::ops::Range;

use crate::fold::Word;
use crate::text_diff::{Alignment, MAIN};

/// A place that looks like the passage, in words of the new text.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) words: Range<usize>,
    /// From 0 to 1.
    pub(crate) score: f32,
}

/// The most places that are looked at closely, for one passage.
const PLACES: usize = 8;
/// Words that stand in more places than this lead nowhere.
const OFTEN: usize = 200;
/// The longest passage that is compared word by word, in words; of longer ones the beginning.
const LONG: usize = 300;
/// Words that stayed with so much around them are beyond doubt.
const FIRM: u32 = 60;
/// By how much a place must fit better than its twins.
const MARGIN: f32 = 0.1;
/// How many words around a passage are compared.
const AROUND: usize = 8;

pub(crate) struct Search<'w> {
    old: &'w [Word],
    new: &'w [Word],
    map: &'w Alignment,
    words: usize,
    /// By word: where it stands among what has no counterpart; made when they are first needed.
    new_places: Option<Places>,
    old_places: Option<Places>,
}

/// All places in one list, word after word.
struct Places {
    starts: Vec<u32>,
    at: Vec<u32>,
}

impl Places {
    /// Of the words that are free.
    fn of_free(words: &[Word], ids: usize, is_free: impl Fn(usize) -> bool) -> Self {
        let mut starts = vec![0_u32; ids + 1];
        for (_, word) in words.iter().enumerate().filter(|(at, _)| is_free(*at)) {
            starts[word.id as usize + 1] += 1;
        }
        for id in 0..ids {
            starts[id + 1] += starts[id];
        }
        let mut next = starts.clone();
        let mut at = vec![0; starts[ids] as usize];
        for (place, word) in words.iter().enumerate().filter(|(at, _)| is_free(*at)) {
            let id = word.id as usize;
            at[next[id] as usize] = place as u32;
            next[id] += 1;
        }
        Self { starts, at }
    }

    fn of(&self, id: u32) -> &[u32] {
        let id = id as usize;
        &self.at[self.starts[id] as usize..self.starts[id + 1] as usize]
    }
}

/// Where the words of a passage stand in a text, whole, among the places given; a few at most.
fn starts(old: &[Word], passage: &Range<usize>, text: &[Word], places: &Places) -> Vec<usize> {
    let Some(rarest) = passage.clone().min_by_key(|&at| places.of(old[at].id).len()) else {
        return Vec::new();
    };
    let step = rarest - passage.start;
    let stands = |first: usize| first != passage.start || !std::ptr::eq(old, text);
    let is_free = |at: usize| places.of(text[at].id).binary_search(&(at as u32)).is_ok();
    places
        .of(old[rarest].id)
        .iter()
        .take(OFTEN)
        .filter_map(|&at| (at as usize).checked_sub(step))
        .filter(|&first| first + passage.len() <= text.len() && stands(first))
        .filter(|&first| {
            (0..passage.len())
                .all(|step| text[first + step].id == old[passage.start + step].id && is_free(first + step))
        })
        .take(PLACES)
        .collect()
}

impl<'w> Search<'w> {
    /// `words` is the number of different words of both texts.
    pub(crate) fn new(old: &'w [Word], new: &'w [Word], map: &'w Alignment, words: usize) -> Self {
        Self {
            old,
            new,
            map,
            words,
            new_places: None,
            old_places: None,
        }
    }

    /// Other places that the same words may have come from or gone to, free of any counterpart, that fit as well:
    /// in the new text, or, where an old twin has lost its place, this one itself.
    pub(crate) fn rivals(&mut self, words: &Range<usize>, there: &Range<usize>) -> Vec<Found> {
        let own = self.around(words, there);
        let is_in_order = words
            .clone()
            .all(|old| self.map.new_of(old).is_some() && self.map.group(old) == MAIN);
        if is_in_order && self.run(words, there) >= FIRM {
            return Vec::new();
        }
        let map = self.map;
        let new_places = self
            .new_places
            .get_or_insert_with(|| Places::of_free(self.new, self.words, |new| map.old_of(new).is_none()));
        let mut found: Vec<Found> = Vec::new();
        for first in starts(self.old, words, self.new, new_places) {
            let twin = first..first + words.len();
            let fits = self.around(words, &twin);
            if fits + MARGIN > own {
                found.push(Found {
                    words: twin,
                    score: 0.5 + 0.4 * fits,
                });
            }
        }
        let old_places = self
            .old_places
            .get_or_insert_with(|| Places::of_free(self.old, self.words, |old| map.new_of(old).is_none()));
        for first in starts(self.old, words, self.old, old_places) {
            let twin = first..first + words.len();
            if self.around(&twin, there) + MARGIN > own {
                found.push(Found {
                    words: there.clone(),
                    score: 0.5,
                });
                break;
            }
        }
        found.sort_by(|a, b| b.score.total_cmp(&a.score));
        found
    }

    /// What the words right around these weigh that stayed along with them, on the weaker side and on the stronger.
    fn run(&self, words: &Range<usize>, there: &Range<usize>) -> u32 {
        let weigh = |word: &Word| u32::from(word.weight);
        let before = (1..=words.start.min(there.start))
            .take_while(|step| self.map.new_of(words.start - step) == Some(there.start - step))
            .take(12)
            .map(|step| weigh(&self.old[words.start - step]))
            .sum::<u32>();
        let after = (0..(self.old.len() - words.end).min(self.new.len() - there.end))
            .take_while(|step| self.map.new_of(words.end + step) == Some(there.end + step))
            .take(12)
            .map(|step| weigh(&self.old[words.end + step]))
            .sum::<u32>();
        before + after + self.old[words.clone()].iter().take(20).map(weigh).sum::<u32>()
    }

    /// Where the words may stand among what is new, best first.
    pub(crate) fn find(&mut self, words: &Range<usize>) -> Vec<Found> {
        let quote = words.start..words.end.min(words.start + LONG);
        let map = self.map;
        let places = self
            .new_places
            .get_or_insert_with(|| Places::of_free(self.new, self.words, |new| map.old_of(new).is_none()));
        // Each word that is found votes for where the passage would begin.
        let mut rare: Vec<usize> = quote
            .clone()
            .filter(|&old| {
                let count = places.of(self.old[old].id).len();
                count > 0 && count <= OFTEN
            })
            .collect();
        rare.sort_by_key(|&old| {
            (
                places.of(self.old[old].id).len(),
                std::cmp::Reverse(self.old[old].weight),
            )
        });
        rare.truncate(24);
        let mut votes: HashMap<usize, u32> = HashMap::new();
        for old in rare {
            let step = old - quote.start;
            for &new in places.of(self.old[old].id) {
                // Neighbouring beginnings are one: words may have been put in or left out.
                *votes.entry((new as usize).saturating_sub(step) / 4).or_default() += u32::from(self.old[old].weight);
            }
        }
        let mut starts: Vec<(u32, usize)> = votes.into_iter().map(|(start, weight)| (weight, start * 4)).collect();
        starts.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        starts.truncate(PLACES);
        let mut found: Vec<Found> = Vec::new();
        for (_, start) in starts {
            let Some(one) = self.look(&quote, start) else { continue };
            if let Some(same) = found
                .iter_mut()
                .find(|other| other.words.start < one.words.end && one.words.start < other.words.end)
            {
                if one.score > same.score {
                    *same = one;
                }
            } else {
                found.push(one);
            }
        }
        found.sort_by(|a, b| b.score.total_cmp(&a.score));
        found
    }

    /// Fits the passage to what stands about there, and says how well.
    fn look(&self, quote: &Range<usize>, start: usize) -> Option<Found> {
        let slack = 6 + quote.len() / 4;
        let window = start.saturating_sub(slack)..(start + quote.len() + slack + 4).min(self.new.len());
        if window.is_empty() {
            return None;
        }
        let pairs = self.fit(quote, &window);
        let (head, tail) = (*pairs.first()?, *pairs.last()?);
        let stays: u32 = pairs.iter().map(|(old, _)| u32::from(self.old[*old].weight)).sum();
        let weigh = |words: &[Word]| words.iter().map(|word| u32::from(word.weight)).sum::<u32>();
        // Words at its edges that were changed are taken in, as many as the passage had there.
        let is_free = |new: &usize| self.map.old_of(*new).is_none();
        let before = (0..head.1).rev().take(head.0 - quote.start).take_while(is_free).count();
        let after = (tail.1 + 1..self.new.len())
            .take(quote.end - 1 - tail.0)
            .take_while(is_free)
            .count();
        let words = head.1 - before..tail.1 + 1 + after;
        let alike =
            2.0 * stays as f32 / (weigh(&self.old[quote.clone()]) + weigh(&self.new[words.clone()])).max(1) as f32;
        let around = self.around(quote, &words);
        // A short passage proves little by itself: "the plan" stands everywhere.
        let proof = (weigh(&self.old[quote.clone()]) as f32 / 40.0).min(1.0);
        let score = alike * (0.55 + 0.35 * proof) + around * (0.45 - 0.35 * proof);
        Some(Found { words, score })
    }

    /// Pairs of equal words in order, that keep most weight; only words without a counterpart.
    fn fit(&self, quote: &Range<usize>, window: &Range<usize>) -> Vec<(usize, usize)> {
        let (rows, columns) = (quote.len(), window.len());
        let mut table = vec![0_u32; (rows + 1) * (columns + 1)];
        let at = |row: usize, column: usize| row * (columns + 1) + column;
        for row in (0..rows).rev() {
            for column in (0..columns).rev() {
                let (old, new) = (&self.old[quote.start + row], &self.new[window.start + column]);
                let mut best = table[at(row + 1, column)].max(table[at(row, column + 1)]);
                if old.id == new.id && self.map.old_of(window.start + column).is_none() {
                    best = best.max(table[at(row + 1, column + 1)] + 2 * u32::from(old.weight));
                }
                table[at(row, column)] = best;
            }
        }
        let (mut row, mut column) = (0, 0);
        let mut pairs = Vec::new();
        while row < rows && column < columns {
            let (old, new) = (quote.start + row, window.start + column);
            let is_pair = self.old[old].id == self.new[new].id
                && self.map.old_of(new).is_none()
                && table[at(row, column)] == table[at(row + 1, column + 1)] + 2 * u32::from(self.old[old].weight);
            if is_pair {
                pairs.push((old, new));
                row += 1;
                column += 1;
            } else if table[at(row + 1, column)] >= table[at(row, column + 1)] {
                row += 1;
            } else {
                column += 1;
            }
        }
        pairs
    }

    /// The share of the words around the passage that stand around the place as well, from 0 to 1.
    fn around(&self, quote: &Range<usize>, there: &Range<usize>) -> f32 {
        let side = |old: &[Word], new: &[Word]| {
            let (mut alike, mut all) = (0.0, 0.0);
            for (step, word) in old.iter().enumerate() {
                let near = f32::from(word.weight) / (1.0 + step as f32 * 0.25);
                all += near;
                if new.iter().any(|other| other.id == word.id) {
                    alike += near;
                }
            }
            if all > 0.0 { alike / all } else { 0.0 }
        };
        let turned = |words: &[Word]| words.iter().rev().copied().collect::<Vec<Word>>();
        let before = side(
            &turned(&self.old[quote.start.saturating_sub(AROUND)..quote.start]),
            &turned(&self.new[there.start.saturating_sub(AROUND)..there.start]),
        );
        let after = side(
            &self.old[quote.end..(quote.end + AROUND).min(self.old.len())],
            &self.new[there.end..(there.end + AROUND).min(self.new.len())],
        );
        0.5 * (before + after)
    }
}
