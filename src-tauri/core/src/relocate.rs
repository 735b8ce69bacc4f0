//! Finds marks again in a new version of a text.
//!
//! First through what both texts have in common ([`crate::text_diff`]), then, for what that lost, by the words of the
//! mark and the words around it. What is not sure is ambiguous or lost: nothing is guessed.

use std::ops::Range;

use crate::fold::{Lexicon, Word};
use crate::placement::{Candidate, Gap, Placement, Reason};
use crate::search::{Found, Search};
use crate::text::{Text, TextRange};
use crate::text_diff::Alignment;
use crate::text_diff::Stopped;
use crate::unchanged::Charged;
use crate::wording::Local;

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
    fn relocate(&self, range: TextRange, search: &mut Search) -> Relocated {
        let words = self.words_in(range);
        if words.is_empty() {
            return self.lost(&words, 0.0);
        }
        if let Some(first) = self.whole(&words) {
            let there = first..first + words.len();
            if !search.is_at_home(&words, &there) {
                return self.lost(&words, 0.0);
            }
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
        ranked.retain(|(score, _, reason)| {
            *score
                >= match reason {
                    Reason::FoundAgain => 0.56,
                    Reason::Rewritten => 0.6,
                    _ => 0.4,
                }
        });
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
