//! The words of a mark still stand together: whether it is the same place, and whether they still say the same.

use std::ops::Range;

use crate::alignment::MAIN;
use crate::fold::{Word, is_spelt_alike, same_letter};
use crate::pair::{CANDIDATES, Pair, Relocated, percent};
use crate::placement::{Candidate, Placement, Reason};
use crate::search::Found;
use crate::text::TextRange;

impl Pair<'_> {
    /// Where the words stand all and in one piece.
    pub(crate) fn whole(&self, words: &Range<usize>) -> Option<usize> {
        let first = self.map.new_of(words.start)?;
        words
            .clone()
            .enumerate()
            .all(|(step, old)| self.map.new_of(old) == Some(first + step))
            .then_some(first)
    }

    /// The same words stand in several places, and what is around them does not tell which it is.
    pub(crate) fn between_twins(&self, words: &Range<usize>, there: Range<usize>, twins: &[Found]) -> Relocated {
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

    pub(crate) fn same_words(&self, range: TextRange, words: &Range<usize>, there: Range<usize>) -> Relocated {
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
}
