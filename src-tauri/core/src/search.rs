//! Looks for a passage among the words that are new in a text: by its own words and by the words around it.

use std::collections::HashMap;
use std::ops::Range;

use crate::alignment::{Alignment, MAIN};
use crate::fold::Word;

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
/// Words that stayed with so much right around them are no chance.
const AT_HOME: u32 = 26;
/// How many words before and after a mark are asked whether they stayed, and how few are too few.
const NEAR: usize = 14;
const FEW: usize = 3;
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
        let firm = self.alike(words, there);
        let is_in_order = words
            .clone()
            .all(|old| self.map.new_of(old).is_some() && self.map.group(old) == MAIN);
        if is_in_order && firm >= FIRM {
            return Vec::new();
        }
        // Against a line that is the same from end to end, only another such line counts.
        let whole_line = self.is_same_line(words, there);
        let map = self.map;
        let new_places = self
            .new_places
            .get_or_insert_with(|| Places::of_free(self.new, self.words, |new| map.old_of(new).is_none()));
        let mut found: Vec<Found> = Vec::new();
        for first in starts(self.old, words, self.new, new_places) {
            let twin = first..first + words.len();
            let fits = self.around(words, &twin);
            if fits + MARGIN > own
                && self.alike(words, &twin) * 2 >= firm
                && (!whole_line || self.is_same_line(words, &twin))
            {
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
            if self.around(&twin, there) + MARGIN > own
                && self.alike(&twin, there) * 2 >= firm
                && (!whole_line || self.is_same_line(&twin, there))
            {
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

    /// Whether words that stand in the new text as they stood have anything to do with each other: they are many, or
    /// what is around them stayed at least in part. A word or two in a page written anew are chance.
    pub(crate) fn is_at_home(&self, words: &Range<usize>, there: &Range<usize>) -> bool {
        if self.alike(words, there) >= AT_HOME || self.is_same_line(words, there) {
            return true;
        }
        let group = self.map.group(words.start);
        let weigh = |old: usize| u32::from(self.old[old].weight);
        let stayed = |around: &[usize], reach: usize| -> (u32, u32) {
            let near = |old: &&usize| {
                self.map.new_of(**old).is_some_and(|new| {
                    self.map.group(**old) == group && new + reach > there.start && new < there.end + reach
                })
            };
            let all = around.iter().map(|old| weigh(*old)).sum();
            (around.iter().filter(near).map(|old| weigh(*old)).sum(), all)
        };
        // The line it stands in, and where that is short a little more.
        let before = (1..=words.start.min(NEAR))
            .take_while(|step| *step <= FEW || !self.old[words.start - step + 1].opens_line)
            .map(|step| words.start - step);
        let after = (words.end..(words.end + NEAR).min(self.old.len()))
            .take_while(|at| at - words.end < FEW || !self.old[*at].opens_line);
        let line: Vec<usize> = before.chain(after).collect();
        let (stays, all) = stayed(&line, 3 * NEAR);
        // At an end of the text there is little around, and that it is the end is something too.
        if stays * 4 >= all {
            return true;
        }
        // A sentence written anew around a figure or a name, where the sentences before and after it stayed.
        let wide = words.start.saturating_sub(3 * NEAR)..(words.end + 3 * NEAR).min(self.old.len());
        let wide: Vec<usize> = wide.filter(|old| !words.contains(old)).collect();
        let (stays, all) = stayed(&wide, 6 * NEAR);
        words.clone().map(weigh).sum::<u32>() >= 8 && stays * 2 >= all && all > 0
    }

    /// Whether the whole line, or lines, that the words stand in are the same.
    fn is_same_line(&self, words: &Range<usize>, there: &Range<usize>) -> bool {
        let opens = |words: &[Word], at: usize| words.get(at).is_none_or(|word| word.opens_line);
        let both = |old: usize, new: usize| (opens(self.old, old), opens(self.new, new));
        let same = |old: usize, new: usize| self.old[old].id == self.new[new].id;
        let mut step = 0;
        let starts = loop {
            match both(words.start - step, there.start - step) {
                (true, true) => break true,
                (false, false) if same(words.start - step - 1, there.start - step - 1) => step += 1,
                _ => break false,
            }
        };
        step = 0;
        starts
            && loop {
                match both(words.end + step, there.end + step) {
                    (true, true) => break true,
                    (false, false) if same(words.end + step, there.end + step) => step += 1,
                    _ => break false,
                }
            }
    }

    /// What two passages of the same words weigh, together with the words right around them that are the same too.
    fn alike(&self, words: &Range<usize>, there: &Range<usize>) -> u32 {
        let weigh = |word: &Word| u32::from(word.weight);
        let same = |(old, new): &(&Word, &Word)| old.id == new.id;
        let before = self.old[..words.start]
            .iter()
            .rev()
            .zip(self.new[..there.start].iter().rev());
        let after = self.old[words.end..].iter().zip(&self.new[there.end..]);
        let before = before
            .take(NEAR)
            .take_while(same)
            .map(|(old, _)| weigh(old))
            .sum::<u32>();
        let after = after
            .take(NEAR)
            .take_while(same)
            .map(|(old, _)| weigh(old))
            .sum::<u32>();
        before + after + self.old[words.clone()].iter().take(NEAR).map(weigh).sum::<u32>()
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
        let score = alike * (0.45 + 0.45 * proof) + around * (0.55 - 0.45 * proof);
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
