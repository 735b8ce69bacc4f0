//! Two versions of a text with what they share: what is asked of them, for one mark after another.

use std::ops::Range;

use crate::alignment::Alignment;
use crate::fold::{Lexicon, Word};
use crate::placement::{Candidate, Gap, Placement, Reason};
use crate::text::{Text, TextRange};

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

/// Words that turn a claim around when they are put beside it or taken away.
pub(crate) struct Charged {
    ids: Vec<u32>,
}

impl Charged {
    pub(crate) fn of(lexicon: &Lexicon) -> Self {
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

    pub(crate) fn has(&self, word: &Word) -> bool {
        self.ids.binary_search(&word.id).is_ok()
    }
}

pub(crate) struct Pair<'t> {
    pub(crate) old: &'t Text,
    pub(crate) new: &'t Text,
    pub(crate) old_words: &'t [Word],
    pub(crate) new_words: &'t [Word],
    pub(crate) map: &'t Alignment,
    pub(crate) charged: &'t Charged,
}

/// The most places that a person is asked to choose from.
pub(crate) const CANDIDATES: usize = 9;

impl Pair<'_> {
    /// The words that a range touches.
    pub(crate) fn words_in(&self, range: TextRange) -> Range<usize> {
        let start = self.old_words.partition_point(|word| word.end <= range.start());
        let end = self.old_words.partition_point(|word| word.start < range.end());
        start..end.max(start)
    }

    pub(crate) fn weight(&self, words: &Range<usize>) -> u32 {
        self.old_words[words.clone()]
            .iter()
            .map(|word| u32::from(word.weight))
            .sum()
    }

    pub(crate) fn new_weight(&self, words: &Range<usize>) -> u32 {
        self.new_words[words.clone()]
            .iter()
            .map(|word| u32::from(word.weight))
            .sum()
    }

    /// The range of whole new words.
    pub(crate) fn spanning(&self, words: &Range<usize>) -> Option<TextRange> {
        let (first, last) = (
            self.new_words.get(words.start)?,
            self.new_words.get(words.end.checked_sub(1)?)?,
        );
        self.whole_letters(first.start, last.end)
    }

    /// A range that cuts no grapheme.
    pub(crate) fn whole_letters(&self, mut start: u32, mut end: u32) -> Option<TextRange> {
        while start > 0 && !self.new.is_edge(start) {
            start -= 1;
        }
        while end < self.new.len() && !self.new.is_edge(end) {
            end += 1;
        }
        TextRange::new(self.new, start, end).ok()
    }

    pub(crate) fn lost(&self, words: &Range<usize>, score: f32) -> Relocated {
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
    pub(crate) fn gap(&self, words: &Range<usize>) -> Option<Gap> {
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

pub(crate) fn percent(score: f32) -> u8 {
    (score.clamp(0.0, 1.0) * 100.0).round() as u8
}
