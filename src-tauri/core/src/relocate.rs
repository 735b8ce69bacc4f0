//! Finds marks again in a new version of a text.
//!
//! First through what both texts have in common ([`crate::text_diff`]), then, for what that lost, by the words of the
//! mark and the words around it. What is not sure is ambiguous or lost: nothing is guessed.

use std::ops::Range;

use crate::fold::Lexicon;
pub use crate::pair::Relocated;
use crate::pair::{CANDIDATES, Charged, Pair, percent};
use crate::placement::{Candidate, Placement, Reason};
use crate::search::{Found, Search};
use crate::text::{Text, TextRange};
use crate::text_diff::{Stopped, diff};
use crate::wording::Local;

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
    let map = diff(&old_words, &new_words, stop)?;
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
}
