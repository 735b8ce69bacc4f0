//! Finds marks again in a new version of a text.
//!
//! First through what both texts have in common ([`crate::text_diff`]), then, for what that lost, by the words of the
//! mark and the words around it. What is not sure is ambiguous or lost: nothing is guessed.

use std::ops::Range;

use crate::fold::{Lexicon, Word, WordKind, is_spelt_alike, same_letter};
use crate::placement::{Candidate, Gap, Placement, Reason};
use crate::search::{Found, Search};
use crate::text::{Text, TextRange};
use crate::text_diff::{Alignment, MAIN, Stopped};

/// Where a range went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relocated {
    pub placement: Placement,
    /// Given for kept, moved and edited.
    pub range: Option<TextRange>,
    /// Given for ambiguous: best first.
    pub candidates: Vec<Candidate>,
    /// Given for ambiguous and lost: what stands between the neighbours that stayed.
    pub gap: Option<Gap>,
    pub reason: Reason,
    /// How sure, from 0 to 100.
    pub score: u8,
}

/// Finds each range of `old` in `new`, in the order given.
///
/// # Errors
/// When `stop` says so.
///
/// # Panics
/// If a range reaches outside the old text.
pub fn relocate(
    old: &Text,
    new: &Text,
    ranges: &[TextRange],
    stop: &dyn Fn() -> bool,
) -> Result<Vec<Relocated>, Stopped> {
    let mut lexicon = Lexicon::default();
    let (old_words, new_words) = (lexicon.read(old), lexicon.read(new));
    let map = Alignment::of(&old_words, &new_words, stop)?;
    let charged = Charged::of(&lexicon);
    let pair = Pair {
        old,
        new,
        old_words: &old_words,
        new_words: &new_words,
        map: &map,
        charged: &charged,
    };
    let mut search = Search::new(&old_words, &new_words, &map, lexicon.len());
    let mut found = Vec::with_capacity(ranges.len());
    for (count, range) in ranges.iter().enumerate() {
        if count % 64 == 0 && stop() {
            return Err(Stopped);
        }
        found.push(pair.relocate(*range, &mut search));
    }
    Ok(found)
}

/// Words that turn a claim around when they are put beside it or taken away.
struct Charged {
    ids: Vec<u32>,
}

impl Charged {
    fn of(lexicon: &Lexicon) -> Self {
        const NEGATIONS: [&str; 22] = [
            "not", "no", "never", "nor", "neither", "without", "hardly", "barely", "t", "cannot", "pas", "ne", "n",
            "jamais", "aucun", "aucune", "ni", "sans", "non", "guère", "nul", "nulle",
        ];
        let mut ids: Vec<u32> = NEGATIONS.iter().filter_map(|word| lexicon.find(word)).collect();
        for sign in [
            "-", "+", "%", "‰", "€", "$", "£", "°", "±", "<", ">", "≤", "≥", "~", "≈", "×", "/",
        ] {
            ids.extend(lexicon.find(sign));
        }
        ids.sort_unstable();
        Self { ids }
    }

    fn has(&self, word: &Word) -> bool {
        self.ids.binary_search(&word.id).is_ok()
    }
}

struct Pair<'t> {
    old: &'t Text,
    new: &'t Text,
    old_words: &'t [Word],
    new_words: &'t [Word],
    map: &'t Alignment,
    charged: &'t Charged,
}

/// Where the words of a mark may stand in the new text, counted in words.
#[derive(Clone, Debug)]
struct Local {
    words: Range<usize>,
    /// The share of the mark's words that stand there still, from 0 to 1.
    share: f32,
    reason: Reason,
    score: f32,
    /// The words just before and just after the mark stayed where they were.
    is_between: bool,
}

/// The most places that a person is asked to choose from.
const CANDIDATES: usize = 9;

impl Pair<'_> {
    fn relocate(&self, range: TextRange, search: &mut Search) -> Relocated {
        let words = self.words_in(range);
        if words.is_empty() {
            return self.lost(&words, 0.0);
        }
        if let Some(first) = self.whole(&words) {
            let there = first..first + words.len();
            let twins = search.rivals(&words, &there);
            if twins.is_empty() {
                return self.same_words(range, &words, there);
            }
            return self.between_twins(&words, there, &twins);
        }
        let local = self.local(&words);
        let strong = |local: &Local| local.share >= 0.5 || local.score >= 0.85 || local.is_between;
        // A rewritten place is believed at once where the words around it stayed; but not against the very words
        // standing elsewhere, freshly written.
        let elsewhere = match &local {
            Some(local) if strong(local) && local.share > 0.0 => Vec::new(),
            _ => search.find(&words),
        };
        self.choose(range, &words, local, elsewhere)
    }

    /// The words that a range touches.
    fn words_in(&self, range: TextRange) -> Range<usize> {
        let start = self.old_words.partition_point(|word| word.end <= range.start());
        let end = self.old_words.partition_point(|word| word.start < range.end());
        start..end.max(start)
    }

    /// Where the words stand all and in one piece.
    fn whole(&self, words: &Range<usize>) -> Option<usize> {
        let first = self.map.new_of(words.start)?;
        words
            .clone()
            .enumerate()
            .all(|(step, old)| self.map.new_of(old) == Some(first + step))
            .then_some(first)
    }

    /// The same words stand in several places, and what is around them does not tell which it is.
    fn between_twins(&self, words: &Range<usize>, there: Range<usize>, twins: &[Found]) -> Relocated {
        let first = Found {
            words: there,
            score: 0.6,
        };
        let candidates = std::iter::once(&first).chain(twins).take(CANDIDATES);
        Relocated {
            placement: Placement::Ambiguous,
            range: None,
            candidates: candidates
                .filter_map(|found| {
                    Some(Candidate {
                        range: self.spanning(&found.words)?,
                        score: percent(found.score),
                    })
                })
                .collect(),
            gap: self.gap(words),
            reason: Reason::Twins,
            score: 50,
        }
    }

    fn weight(&self, words: &Range<usize>) -> u32 {
        self.old_words[words.clone()]
            .iter()
            .map(|word| u32::from(word.weight))
            .sum()
    }

    fn new_weight(&self, words: &Range<usize>) -> u32 {
        self.new_words[words.clone()]
            .iter()
            .map(|word| u32::from(word.weight))
            .sum()
    }

    fn same_words(&self, range: TextRange, words: &Range<usize>, there: Range<usize>) -> Relocated {
        let Some(placed) = self.exactly(range, words, &there) else {
            return self.lost(words, 0.0);
        };
        if let Some(wider) = self.torn_seam(words, &there) {
            return Relocated {
                placement: Placement::Edited,
                range: self.spanning(&wider),
                candidates: Vec::new(),
                gap: None,
                reason: Reason::WordsChanged,
                score: 70,
            };
        }
        if self.is_turned(words, &there) {
            let wider = self.with_neighbours(words, there, self.map.group(words.start));
            return Relocated {
                placement: Placement::Edited,
                range: self.spanning(&wider),
                candidates: Vec::new(),
                gap: None,
                reason: Reason::WordsChanged,
                score: 90,
            };
        }
        let reason = if !is_spelt_alike(self.old.slice(range), self.new.slice(placed)) {
            Some(Reason::Typography)
        } else {
            None
        };
        if let Some(reason) = reason {
            return Relocated {
                placement: Placement::Edited,
                range: Some(placed),
                candidates: Vec::new(),
                gap: None,
                reason,
                score: 95,
            };
        }
        let moved = self.map.new_of(words.start) != Some(there.start) || self.map.group(words.start) != MAIN;
        Relocated {
            placement: if moved { Placement::Moved } else { Placement::Kept },
            range: Some(placed),
            candidates: Vec::new(),
            gap: None,
            reason: if moved { Reason::MovedBlock } else { Reason::SameWords },
            score: 100,
        }
    }

    /// Something was put in beside the mark, or within it, and no space or sentence tells which: what was put in
    /// begins or ends as the mark does. Then it belongs to what the mark says now.
    fn torn_seam(&self, words: &Range<usize>, there: &Range<usize>) -> Option<Range<usize>> {
        /// How far from the mark's edge it may seem to stand, in words.
        const FAR: usize = 8;
        const LONG: usize = 60;
        let group = self.map.group(words.start);
        let stays = |old: usize| self.map.new_of(old).filter(|_| self.map.group(old) == group);
        let id = |new: usize| self.new_words[new].id;
        let is_torn = |put_in: &Range<usize>| {
            !put_in.is_empty()
                && put_in.len() <= LONG
                && self.new_words[put_in.start].is_glued
                && self.new_words.get(put_in.end).is_some_and(|after| after.is_glued)
                && put_in.clone().all(|new| self.map.old_of(new).is_none())
        };
        let mut wider = there.clone();
        let after = (0..FAR)
            .take_while(|step| words.end + step < self.old_words.len() && there.end + step < self.new_words.len());
        let whole = after
            .clone()
            .take_while(|step| stays(words.end + step) == Some(there.end + step))
            .count();
        if whole < FAR
            && words.end + whole < self.old_words.len()
            && let Some(end) = stays(words.end + whole).filter(|end| *end > there.end + whole)
        {
            let put_in = there.end + whole..end;
            if is_torn(&put_in) && (1..=whole + 1).all(|step| id(put_in.start - step) == id(put_in.end - step)) {
                wider.end += put_in.len();
            }
        }
        let before = (1..=FAR).take_while(|step| *step <= words.start.min(there.start));
        let whole = before
            .take_while(|step| stays(words.start - step) == Some(there.start - step))
            .count();
        if whole < FAR
            && words.start > whole
            && let Some(start) = stays(words.start - whole - 1).filter(|start| start + 1 < there.start - whole)
        {
            let put_in = start + 1..there.start - whole;
            if is_torn(&put_in) && (0..=whole).all(|step| id(put_in.start + step) == id(put_in.end + step)) {
                wider.start -= put_in.len();
            }
        }
        (wider != *there).then_some(wider)
    }

    /// Whether what stands right beside the words now says something else of them: a sign, a unit, a negation.
    fn is_turned(&self, words: &Range<usize>, there: &Range<usize>) -> bool {
        let beside = |texts: &[Word], at: Option<usize>| {
            at.and_then(|at| texts.get(at))
                .filter(|word| self.charged.has(word))
                .map(|word| word.id)
        };
        beside(self.old_words, words.start.checked_sub(1)) != beside(self.new_words, there.start.checked_sub(1))
            || beside(self.old_words, Some(words.end)) != beside(self.new_words, Some(there.end))
    }

    /// The very range: also where the mark begins or ends inside a word, or in the white space beside one.
    fn exactly(&self, range: TextRange, words: &Range<usize>, there: &Range<usize>) -> Option<TextRange> {
        let (first, last) = (&self.old_words[words.start], &self.old_words[words.end - 1]);
        let (new_first, new_last) = (&self.new_words[there.start], &self.new_words[there.end - 1]);
        let inside = |old: &Word, new: &Word, at: u32| {
            let (of, in_) = (
                self.old.between(old.start, old.end),
                self.new.between(new.start, new.end),
            );
            new.start + same_letter(of, at - old.start, in_)
        };
        let start = if range.start() > first.start {
            inside(first, new_first, range.start())
        } else {
            let lead = self.old.between(range.start(), first.start);
            let length = first.start - range.start();
            let same = new_first.start >= length && self.new.between(new_first.start - length, new_first.start) == lead;
            new_first.start - if same { length } else { 0 }
        };
        let end = if range.end() < last.end {
            inside(last, new_last, range.end())
        } else {
            let length = range.end() - last.end;
            let trail = self.old.between(last.end, range.end());
            let same = new_last.end + length <= self.new.len()
                && self.new.between(new_last.end, new_last.end + length) == trail;
            new_last.end + if same { length } else { 0 }
        };
        self.whole_letters(start, end)
    }

    /// A range that cuts no grapheme.
    fn whole_letters(&self, mut start: u32, mut end: u32) -> Option<TextRange> {
        while start > 0 && !self.new.is_edge(start) {
            start -= 1;
        }
        while end < self.new.len() && !self.new.is_edge(end) {
            end += 1;
        }
        TextRange::new(self.new, start, end).ok()
    }

    /// The range of whole new words.
    fn spanning(&self, words: &Range<usize>) -> Option<TextRange> {
        let (first, last) = (
            self.new_words.get(words.start)?,
            self.new_words.get(words.end.checked_sub(1)?)?,
        );
        self.whole_letters(first.start, last.end)
    }

    /// Where the words that stayed, or the neighbours that stayed, say that the mark stands.
    fn local(&self, words: &Range<usize>) -> Option<Local> {
        let kept = self.kept_within(words);
        let total = self.weight(words).max(1) as f32;
        if let Some((first, last)) = kept.first().copied().zip(kept.last().copied()) {
            let group = self.map.group(first);
            let stays: u32 = kept.iter().map(|old| u32::from(self.old_words[*old].weight)).sum();
            let share = stays as f32 / total;
            let (new_first, new_last) = (self.map.new_of(first)?, self.map.new_of(last)?);
            let start = self.edge_before(words.start, first, new_first, group);
            let end = self.edge_after(words.end, last, new_last, group);
            let there = self.with_neighbours(words, start..end, group);
            // How much of what stands there now is the mark's: a page inserted between two words is not.
            let own = stays as f32 / self.new_weight(&there).max(1) as f32;
            let size = self.new_weight(&there) as f32 / total;
            let neighbours = self.neighbours_stay(words, group);
            let score = match neighbours {
                // Nothing but the mark changed there, and something like its size is left.
                (true, true) if share >= 0.3 || size >= 0.15 => 0.66 + 0.34 * share,
                (true, true) => 0.5 * share + 0.4 * size,
                (false, false) => 0.8 * share.max(0.6 * own.min(1.0)),
                _ => 0.25 + 0.6 * share.max(0.6 * own.min(1.0)),
            };
            return Some(Local {
                words: there,
                share,
                reason: Reason::WordsChanged,
                score,
                is_between: neighbours == (true, true),
            });
        }
        self.rewritten(words)
    }

    /// The mark's words that stand in the new text together, in order: of several groups the weightiest.
    fn kept_within(&self, words: &Range<usize>) -> Vec<usize> {
        let mut groups: Vec<(u32, u32, usize)> = Vec::new();
        let mut clusters: Vec<Vec<usize>> = Vec::new();
        let near = 3 * self.weight(words) + 60;
        for old in words.clone() {
            let Some(new) = self.map.new_of(old) else { continue };
            let joined = clusters.iter_mut().rev().find(|cluster| {
                cluster.last().is_some_and(|&last| {
                    let before = self.map.new_of(last).unwrap_or(new);
                    self.map.group(last) == self.map.group(old)
                        && before < new
                        && new - before < 2_000
                        && self.new_weight(&(before + 1..new)) <= near
                })
            });
            match joined {
                Some(cluster) => cluster.push(old),
                None => clusters.push(vec![old]),
            }
        }
        for (index, cluster) in clusters.iter().enumerate() {
            let weight = cluster.iter().map(|old| u32::from(self.old_words[*old].weight)).sum();
            groups.push((weight, u32::MAX - index as u32, index));
        }
        let Some((weight, _, best)) = groups.iter().max().copied() else {
            return Vec::new();
        };
        let others: u32 = groups.iter().filter(|group| group.2 != best).map(|group| group.0).sum();
        // A mark torn in two like halves stands nowhere in one piece.
        if others > weight {
            Vec::new()
        } else {
            clusters.swap_remove(best)
        }
    }

    /// What was put in right beside the words of a mark that changed belongs to what it says now: up to the words
    /// before and after it that stayed, within the line, and not more than the mark itself.
    fn with_neighbours(&self, words: &Range<usize>, there: Range<usize>, group: u32) -> Range<usize> {
        let Range { mut start, mut end } = there.clone();
        let room = (self.new_weight(&there) * 3 / 2).max(20);
        let stays = |old: usize| {
            let new = self.map.new_of(old)?;
            (self.map.group(old) == group).then_some(new)
        };
        if let Some(before) = words
            .start
            .checked_sub(1)
            .and_then(stays)
            .filter(|before| *before < start)
        {
            let beside = before + 1..start;
            let is_one_line = beside
                .clone()
                .all(|new| self.map.old_of(new).is_none() && !self.new_words[new + 1].opens_line);
            if is_one_line && self.new_weight(&beside) <= room {
                start = before + 1;
            }
        }
        if words.end < self.old_words.len()
            && let Some(after) = stays(words.end).filter(|after| *after >= end)
        {
            let beside = end..after;
            let is_one_line = beside
                .clone()
                .all(|new| self.map.old_of(new).is_none() && !self.new_words[new].opens_line);
            if is_one_line && self.new_weight(&beside) <= room {
                end = after;
            }
        }
        start..end
    }

    /// Whether the words just before and just after the mark stayed, in this block.
    fn neighbours_stay(&self, words: &Range<usize>, group: u32) -> (bool, bool) {
        let stays = |old: usize| self.map.new_of(old).is_some() && self.map.group(old) == group;
        (
            words.start.checked_sub(1).is_none_or(stays),
            words.end >= self.old_words.len() || stays(words.end),
        )
    }

    /// The first new word of a mark whose first kept word is `first`.
    fn edge_before(&self, start: usize, first: usize, new_first: usize, group: u32) -> usize {
        if start == first {
            return new_first;
        }
        let (mut old, limit) = (start, start.saturating_sub(60));
        while old > limit && !(self.map.new_of(old - 1).is_some() && self.map.group(old - 1) == group) {
            old -= 1;
        }
        let floor = match old.checked_sub(1).and_then(|before| self.map.new_of(before)) {
            Some(before) if before < new_first => before + 1,
            _ => new_first.saturating_sub(2 * (first - start) + 4),
        };
        let mut floor = floor;
        for new in (floor..new_first).rev() {
            if self.map.old_of(new).is_some() {
                floor = new + 1;
                break;
            }
        }
        let outside = start - old;
        floor + self.split(old..start, start..first, floor..new_first, outside)
    }

    /// The word after the last new word of a mark whose last kept word is `last`.
    fn edge_after(&self, end: usize, last: usize, new_last: usize, group: u32) -> usize {
        if end == last + 1 {
            return new_last + 1;
        }
        let (mut old, limit) = (end, (end + 60).min(self.old_words.len()));
        while old < limit && !(self.map.new_of(old).is_some() && self.map.group(old) == group) {
            old += 1;
        }
        let ceiling = match (old < self.old_words.len()).then(|| self.map.new_of(old)).flatten() {
            Some(after) if after > new_last => after,
            _ => (new_last + 1 + 2 * (end - last) + 4).min(self.new_words.len()),
        };
        let mut ceiling = ceiling;
        for new in new_last + 1..ceiling {
            if self.map.old_of(new).is_some() {
                ceiling = new;
                break;
            }
        }
        let stretch = new_last + 1..ceiling;
        new_last + 1 + self.split(last + 1..end, end..old, stretch, end - last - 1)
    }

    /// Old words `one` and then `other` became the new words `stretch`: how many of those are `one`'s.
    fn split(&self, one: Range<usize>, other: Range<usize>, stretch: Range<usize>, _: usize) -> usize {
        if one.is_empty() || stretch.is_empty() {
            return 0;
        }
        if other.is_empty() {
            return stretch.len();
        }
        // Try every seam; the one where most words look alike on their own side wins, then the one in proportion.
        let (weight_one, weight_other) = (self.weight(&one) as f32, self.weight(&other) as f32);
        let wanted = weight_one / (weight_one + weight_other);
        let whole = self.new_weight(&stretch).max(1) as f32;
        let seams = stretch.len().min(80);
        let mut best = (f32::MIN, 0);
        for seam in 0..=seams {
            let cut = stretch.start + seam;
            let share = self.new_weight(&(stretch.start..cut)) as f32 / whole;
            let alike = self.likeness(&one, &(stretch.start..cut)) + self.likeness(&other, &(cut..stretch.end));
            let line = if self.new_words.get(cut).is_some_and(|word| word.opens_line)
                && self.old_words[other.start].opens_line
            {
                0.5
            } else {
                0.0
            };
            let score = alike - (share - wanted).abs() + line;
            if score > best.0 {
                best = (score, seam);
            }
        }
        best.1
    }

    /// How alike the words of two short stretches look, letter for letter.
    fn likeness(&self, old: &Range<usize>, new: &Range<usize>) -> f32 {
        if old.is_empty() || new.is_empty() || old.len() > 60 || new.len() > 80 {
            return 0.0;
        }
        let mut alike = 0.0;
        for word in &self.old_words[old.clone()] {
            let best = self.new_words[new.clone()]
                .iter()
                .map(|other| self.looks_like(word, other) * f32::from(word.weight))
                .fold(0.0, f32::max);
            alike += best;
        }
        2.0 * alike / (self.weight(old) + self.new_weight(new)).max(1) as f32
    }

    /// From 0 to 1: the share of letters that two words begin and end with alike; figures are like figures.
    fn looks_like(&self, old: &Word, new: &Word) -> f32 {
        if old.id == new.id {
            return 1.0;
        }
        if old.kind != new.kind || old.kind == WordKind::Sign || old.kind == WordKind::Stop {
            return 0.0;
        }
        let (a, b) = (
            self.old.between(old.start, old.end),
            self.new.between(new.start, new.end),
        );
        let head = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
        let tail = a.chars().rev().zip(b.chars().rev()).take_while(|(a, b)| a == b).count();
        let longest = (old.end - old.start).max(new.end - new.start) as usize;
        let like = (head + tail).min(longest) as f32 / longest as f32;
        if old.kind == WordKind::Number {
            like.max(0.5)
        } else if like >= 0.5 {
            like
        } else {
            0.0
        }
    }

    /// None of the mark's words stayed: is what stands between the neighbours that stayed its new wording?
    fn rewritten(&self, words: &Range<usize>) -> Option<Local> {
        let (old, new) = self.between_neighbours(words)?;
        if new.is_empty() {
            return None;
        }
        let (before, after) = (old.start..words.start, words.end..old.end);
        let (own, around) = (
            self.weight(words) as f32,
            (self.weight(&before) + self.weight(&after)) as f32,
        );
        let there = self.new_weight(&new) as f32;
        let start = new.start + self.split(before.clone(), words.start..old.end, new.clone(), 0);
        let end = start + self.split(words.clone(), after, start..new.end, 0);
        if start >= end {
            return None;
        }
        let found = start..end;
        let size = self.new_weight(&found) as f32 / own.max(1.0);
        // A wording of another size in place of it is not its new wording.
        if !((0.3..=4.0).contains(&size) || own <= 8.0 && (0.1..=12.0).contains(&size)) {
            return None;
        }
        let alike = self.likeness(words, &found);
        let main = own / (own + around);
        let ratio = (there / (own + around)).min((own + around) / there.max(1.0));
        let alike = (alike * 2.0).min(1.0);
        // Nothing but the mark changed there: this is what it says now.
        let score = if around == 0.0 {
            0.65 + 0.15 * ratio + 0.2 * alike
        } else {
            0.3 * main + 0.2 * ratio + 0.5 * alike
        };
        Some(Local {
            words: found,
            share: 0.0,
            reason: Reason::Rewritten,
            score: score.min(1.0),
            is_between: around == 0.0,
        })
    }

    /// The old words around the mark that went, and the new words that came, between two neighbours that stayed
    /// together.
    fn between_neighbours(&self, words: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
        const FAR: usize = 400;
        let before = (0..words.start)
            .rev()
            .take(FAR)
            .find(|&old| self.map.new_of(old).is_some());
        let after = (words.end..self.old_words.len())
            .take(FAR)
            .find(|&old| self.map.new_of(old).is_some());
        let start = before.map_or(0, |old| old + 1);
        let end = after.unwrap_or(self.old_words.len());
        let new_before = before.and_then(|old| self.map.new_of(old));
        let new_after = after.and_then(|old| self.map.new_of(old));
        let group = |old: Option<usize>| old.map(|old| self.map.group(old));
        match (new_before, new_after) {
            (Some(a), Some(b)) if group(before) == group(after) && a < b => {
                (b - a <= FAR && (a + 1..b).all(|new| self.map.old_of(new).is_none())).then_some((start..end, a + 1..b))
            }
            // At a seam of blocks that moved: what came on either side, up to the next word that stayed.
            (Some(a), _) if start == words.start => {
                let stop = (a + 1..self.new_words.len())
                    .take(FAR)
                    .find(|&new| self.map.old_of(new).is_some());
                Some((
                    start..end,
                    a + 1..stop.unwrap_or_else(|| self.new_words.len().min(a + FAR)),
                ))
            }
            (_, Some(b)) if end == words.end => {
                let stop = (0..b).rev().take(FAR).find(|&new| self.map.old_of(new).is_some());
                Some((start..end, stop.map_or(b.saturating_sub(FAR), |new| new + 1)..b))
            }
            (None, None) if self.old_words.len() <= FAR && self.new_words.len() <= FAR => {
                Some((start..end, 0..self.new_words.len()))
            }
            _ => None,
        }
    }

    fn choose(&self, range: TextRange, words: &Range<usize>, local: Option<Local>, elsewhere: Vec<Found>) -> Relocated {
        const THRESHOLD: f32 = 0.62;
        const MARGIN: f32 = 0.1;
        let mut ranked: Vec<(f32, Range<usize>, Reason)> = Vec::new();
        if let Some(local) = &local {
            ranked.push((local.score, local.words.clone(), local.reason));
        }
        for found in elsewhere {
            let same = ranked
                .iter()
                .any(|(_, there, _)| there.start < found.words.end && found.words.start < there.end);
            if !same {
                ranked.push((found.score, found.words, Reason::FoundAgain));
            } else if let Some(first) = ranked.first_mut()
                && found.score > first.0
            {
                *first = (found.score, found.words, Reason::FoundAgain);
            }
        }
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        // In the mark's own place a little is a trace; anywhere else it is chance.
        ranked.retain(|(score, _, reason)| *score >= if *reason == Reason::FoundAgain { 0.56 } else { 0.4 });
        let Some((best, there, reason)) = ranked.first().cloned() else {
            return self.lost(words, 0.0);
        };
        let runner_up = ranked.get(1).map_or(0.0, |(score, ..)| *score);
        if best >= THRESHOLD && best - runner_up >= MARGIN {
            let is_same = there.len() == words.len()
                && there
                    .clone()
                    .zip(words.clone())
                    .all(|(new, old)| self.new_words[new].id == self.old_words[old].id);
            if is_same {
                return self.same_words(range, words, there);
            }
            return Relocated {
                placement: Placement::Edited,
                range: self.spanning(&there),
                candidates: Vec::new(),
                gap: None,
                reason,
                score: percent(best),
            };
        }
        if best < 0.45 {
            return self.lost(words, best);
        }
        let candidates: Vec<Candidate> = ranked
            .iter()
            .take(CANDIDATES)
            .filter_map(|(score, there, _)| {
                Some(Candidate {
                    range: self.spanning(there)?,
                    score: percent(*score),
                })
            })
            .collect();
        Relocated {
            placement: Placement::Ambiguous,
            range: None,
            candidates,
            gap: self.gap(words),
            reason: Reason::Twins,
            score: percent(best),
        }
    }

    fn lost(&self, words: &Range<usize>, score: f32) -> Relocated {
        Relocated {
            placement: Placement::Lost,
            range: None,
            candidates: Vec::new(),
            gap: self.gap(words),
            reason: Reason::Gone,
            score: percent(1.0 - score),
        }
    }

    /// The new text between the neighbours of the mark that stayed nearest to it.
    fn gap(&self, words: &Range<usize>) -> Option<Gap> {
        let main = |old: &usize| self.map.new_of(*old).is_some();
        let before = (0..words.start)
            .rev()
            .take(4_000)
            .find(main)
            .and_then(|old| self.map.new_of(old));
        let after = (words.end..self.old_words.len())
            .take(4_000)
            .find(main)
            .and_then(|old| self.map.new_of(old));
        let start = before.map(|new| self.new_words[new].end);
        let end = after.map(|new| self.new_words[new].start);
        match (start, end) {
            (Some(start), Some(end)) if start <= end => Some(Gap { start, end }),
            (Some(at), _) | (None, Some(at)) => Some(Gap { start: at, end: at }),
            (None, None) => None,
        }
    }
}

fn percent(score: f32) -> u8 {
    (score.clamp(0.0, 1.0) * 100.0).round() as u8
}
