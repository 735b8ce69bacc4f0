//! Two wordings of one passage, then and now, cut into pieces that a person can read: what stayed, went and came.
//!
//! A word or a figure that changed is shown whole ("49%" became "51%", not "4" became "5"), and a short word that
//! happens to have survived between two changes goes with them: nobody reads confetti.

use std::ops::Range;

use crate::comparison::{Piece, PieceIs};
use crate::fold::{Lexicon, Word, WordKind};
use crate::gap::align;
use crate::text::{Text, TextRange};

/// Then and now of a passage, word by word. The ranges are code points of the words given.
#[must_use]
pub fn pieces(old: &str, new: &str) -> Vec<Piece> {
    let (old, new) = (Text::new(old.to_owned()), Text::new(new.to_owned()));
    let mut lexicon = Lexicon::default();
    let (then, now) = (lexicon.read(&old), lexicon.read(&new));
    let whole = |text, words| Wording::new(text, words, 0..words.len(), 0..text.len());
    cut(&whole(&old, &then), &whole(&new, &now))
}

/// One side of a passage: a stretch of a text, and its words.
pub(crate) struct Wording<'t> {
    text: &'t Text,
    /// All words of the text.
    words: &'t [Word],
    /// Those of the stretch.
    at: Range<usize>,
    /// The stretch itself, in code points.
    span: Range<u32>,
}

impl<'t> Wording<'t> {
    pub(crate) fn new(text: &'t Text, words: &'t [Word], at: Range<usize>, span: Range<u32>) -> Self {
        Self { text, words, at, span }
    }

    fn places(&self) -> Vec<u32> {
        self.at.clone().map(|at| at as u32).collect()
    }

    fn say(&self, at: usize) -> &'t str {
        let word = &self.words[at];
        self.text.between(word.start, word.end)
    }

    fn weight(&self, at: Range<usize>) -> u32 {
        self.words[at].iter().map(|word| u32::from(word.weight)).sum()
    }

    /// Where a word begins; for the one after the last, where the stretch ends.
    fn start(&self, at: usize) -> u32 {
        if at < self.at.end {
            self.words[at].start
        } else {
            self.span.end
        }
    }

    /// Whether a person reads this word and the next as one: "49%", "49 %", "vis-à-vis", "don’t"; but "l’" is a word.
    fn is_joint(&self, at: usize) -> bool {
        let (word, next) = (&self.words[at], &self.words[at + 1]);
        if !next.is_glued {
            return word.kind == WordKind::Number && is_unit(self.say(at + 1));
        }
        let reads_on = |at: usize| at + 1 < self.at.end && self.words[at + 1].is_glued && is_said(&self.words[at + 1]);
        match (is_said(word), is_said(next)) {
            (true, true) => true,
            (true, false) => is_unit(self.say(at + 1)) || (is_joiner(self.say(at + 1)) && reads_on(at + 1)),
            (false, true) => {
                let elides = at > self.at.start && word.is_glued && is_elided(self.say(at - 1));
                is_unit(self.say(at)) || (is_joiner(self.say(at)) && !(is_apostrophe(self.say(at)) && elides))
            }
            (false, false) => is_unit(self.say(at)) && is_unit(self.say(at + 1)),
        }
    }
}

fn is_said(word: &Word) -> bool {
    matches!(word.kind, WordKind::Letters | WordKind::Number)
}

fn is_unit(sign: &str) -> bool {
    sign.starts_with(['%', '‰', '€', '$', '£', '¥', '°'])
}

fn is_apostrophe(sign: &str) -> bool {
    sign.starts_with(['\'', '’'])
}

/// A sign inside a word: hyphens, the point of an address. Not the long dash, which stands between words.
fn is_joiner(sign: &str) -> bool {
    is_apostrophe(sign) || sign.starts_with(['-', '‐', '‑', '–', '−', '.', ',', '/', '_', '@', '&', '·', '+', '#'])
}

/// What French leaves out before a vowel.
fn is_elided(word: &str) -> bool {
    [
        "l", "d", "j", "c", "m", "t", "s", "n", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu",
    ]
    .iter()
    .any(|elided| elided.eq_ignore_ascii_case(word))
}

/// A stretch of words that both sides have, or that one or both have alone.
#[derive(Debug)]
struct Run {
    is_same: bool,
    old: Range<usize>,
    new: Range<usize>,
}

/// Cuts two wordings into pieces; the ranges are those of their texts.
pub(crate) fn cut(old: &Wording, new: &Wording) -> Vec<Piece> {
    let pairs = align(old.words, new.words, &old.places(), &new.places());
    let mut runs = runs(&pairs, old, new);
    let kept: u32 = runs
        .iter()
        .filter(|run| run.is_same)
        .map(|run| old.weight(run.old.clone()))
        .sum();
    // Words that two passages happen to share do not make them the same passage.
    if kept * 5 < old.weight(old.at.clone()).min(new.weight(new.at.clone())) {
        runs = vec![Run {
            is_same: false,
            old: old.at.clone(),
            new: new.at.clone(),
        }];
    }
    let mut runs = without_islands(with_whole_words(runs, old, new), old, new);
    if runs.is_empty() {
        // White space alone.
        runs.push(Run {
            is_same: false,
            old: old.at.clone(),
            new: new.at.clone(),
        });
    }
    written(&runs, old, new)
}

fn runs(pairs: &[(u32, u32)], old: &Wording, new: &Wording) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut from = (old.at.start, new.at.start);
    let ends = [(old.at.end, new.at.end, false)];
    let pairs = pairs.iter().map(|&(i, j)| (i as usize, j as usize, true));
    for (i, j, is_word) in pairs.chain(ends) {
        if from != (i, j) {
            runs.push(Run {
                is_same: false,
                old: from.0..i,
                new: from.1..j,
            });
        }
        if !is_word {
            break;
        }
        match runs.last_mut() {
            Some(run) if run.is_same => (run.old.end, run.new.end) = (i + 1, j + 1),
            _ => runs.push(Run {
                is_same: true,
                old: i..i + 1,
                new: j..j + 1,
            }),
        }
        from = (i + 1, j + 1);
    }
    runs
}

/// Lets every change grow until it begins and ends with a whole word.
fn with_whole_words(mut runs: Vec<Run>, old: &Wording, new: &Wording) -> Vec<Run> {
    for at in 0..runs.len() {
        if !runs[at].is_same {
            continue;
        }
        if at > 0 {
            let [change, same] = &mut runs[at - 1..=at] else {
                continue;
            };
            while !same.old.is_empty()
                && ((!change.old.is_empty() && old.is_joint(same.old.start - 1))
                    || (!change.new.is_empty() && new.is_joint(same.new.start - 1)))
            {
                (same.old.start, same.new.start) = (same.old.start + 1, same.new.start + 1);
                (change.old.end, change.new.end) = (same.old.start, same.new.start);
            }
        }
        if at + 1 < runs.len() {
            let [same, change] = &mut runs[at..=at + 1] else {
                continue;
            };
            while !same.old.is_empty()
                && ((!change.old.is_empty() && old.is_joint(same.old.end - 1))
                    || (!change.new.is_empty() && new.is_joint(same.new.end - 1)))
            {
                (same.old.end, same.new.end) = (same.old.end - 1, same.new.end - 1);
                (change.old.start, change.new.start) = (same.old.end, same.new.end);
            }
        }
    }
    runs
}

/// Joins changes between which next to nothing stayed.
fn without_islands(runs: Vec<Run>, old: &Wording, new: &Wording) -> Vec<Run> {
    let said = |run: &Run| {
        let count =
            |side: &Wording, at: &Range<usize>| side.words[at.clone()].iter().filter(|word| is_said(word)).count();
        count(old, &run.old).max(count(new, &run.new))
    };
    let is_island = |at: usize| {
        let (run, inner) = (&runs[at], at > 0 && at + 1 < runs.len());
        if run.old.is_empty() {
            return true;
        }
        if !inner
            || old.words[run.old.clone()]
                .iter()
                .any(|word| word.kind == WordKind::Number)
        {
            return false;
        }
        let letters = run
            .old
            .clone()
            .filter(|&at| is_said(&old.words[at]))
            .map(|at| old.say(at).chars().count());
        let letters: usize = letters.sum();
        match said(run) {
            0 => true,
            1 if letters <= 3 => true,
            1 | 2 => letters <= 6 && said(&runs[at - 1]).min(said(&runs[at + 1])) >= 2,
            _ => false,
        }
    };
    let islands: Vec<bool> = (0..runs.len()).map(|at| runs[at].is_same && is_island(at)).collect();
    let mut joined: Vec<Run> = Vec::with_capacity(runs.len());
    for (run, island) in runs.into_iter().zip(islands) {
        let is_same = run.is_same && !island;
        match joined.last_mut() {
            Some(last) if last.is_same == is_same => (last.old.end, last.new.end) = (run.old.end, run.new.end),
            _ => joined.push(Run { is_same, ..run }),
        }
    }
    joined
}

/// The pieces of the runs, with the white space between them: no letter of the new wording is left out.
fn written(runs: &[Run], old: &Wording, new: &Wording) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut from = (old.span.start, new.span.start);
    for (at, run) in runs.iter().enumerate() {
        let mut to = (old.start(run.old.end), new.start(run.new.end));
        match runs.get(at + 1) {
            None => to = (old.span.end, new.span.end),
            // One word for another: the space after them stays.
            Some(_) if !run.is_same && !run.old.is_empty() && !run.new.is_empty() => {
                to = (old.words[run.old.end - 1].end, new.words[run.new.end - 1].end);
            }
            // The space before a word that went is gone with it where none is left.
            Some(next) if run.is_same && next.new.is_empty() => {
                if to.1 == new.words[run.new.end - 1].end {
                    to.0 = old.words[run.old.end - 1].end;
                }
            }
            Some(_) => {}
        }
        let range = |start, end| TextRange::try_from((start, end)).ok();
        let (then, now) = (range(from.0, to.0), range(from.1, to.1));
        if run.is_same {
            pieces.extend(now.map(|now| Piece {
                is: PieceIs::Same,
                words: new.text.slice(now).to_owned(),
                old: then,
                new: Some(now),
            }));
        } else {
            pieces.extend(then.map(|then| Piece {
                is: PieceIs::Deleted,
                words: old.text.slice(then).to_owned(),
                old: Some(then),
                new: None,
            }));
            pieces.extend(now.map(|now| Piece {
                is: PieceIs::Inserted,
                words: new.text.slice(now).to_owned(),
                old: None,
                new: Some(now),
            }));
        }
        from = to;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Draws pieces: `[went]`, `{came}`, and what stayed as it is.
    fn drawn(pieces: &[Piece]) -> String {
        let draw = |piece: &Piece| match piece.is {
            PieceIs::Same => piece.words.clone(),
            PieceIs::Deleted => format!("[{}]", piece.words),
            PieceIs::Inserted => format!("{{{}}}", piece.words),
        };
        pieces.iter().map(draw).collect()
    }

    fn check(old: &str, new: &str, picture: &str) {
        assert_eq!(drawn(&pieces(old, new)), picture);
    }

    #[test]
    fn a_changed_figure_is_shown_whole() {
        check(
            "qui détient 49% des parts de l’entreprise",
            "qui détient 51% des parts de l’entreprise",
            "qui détient [49%]{51%} des parts de l’entreprise",
        );
        check(
            "près de 49 % des voix",
            "près de 49,5 % des voix",
            "près de [49 %]{49,5 %} des voix",
        );
        check("le 10 000 mètres", "le 12 000 mètres", "le [10 000]{12 000} mètres");
        check(
            "It holds 49 shares.",
            "It holds 49% of shares.",
            "It holds [49]{49% of} shares.",
        );
        check("à 10:30 précises", "à 11:30 précises", "à [10:30]{11:30} précises");
    }

    #[test]
    fn a_changed_word_is_shown_whole() {
        check(
            "un accord vis-à-vis d’eux",
            "un accord vis-à-nous d’eux",
            "un accord [vis-à-vis]{vis-à-nous} d’eux",
        );
        check("they don't know", "they didn't know", "they [don't]{didn't} know");
        check(
            "see example.org now",
            "see example.com now",
            "see [example.org]{example.com} now",
        );
    }

    #[test]
    fn what_french_leaves_out_stays_where_it_stayed() {
        check(
            "de l’entreprise mère",
            "de l’équipe mère",
            "de l’[entreprise]{équipe} mère",
        );
        check(
            "de l’entreprise mère",
            "de la société mère",
            "de [l’entreprise]{la société} mère",
        );
    }

    #[test]
    fn a_short_word_between_two_changes_goes_with_them() {
        check(
            "où la très grande majorité des employés a menacé de partir",
            "où plus de 700 des 770 employés ont menacé de partir",
            "où [la très grande majorité des]{plus de 700 des 770} employés [a]{ont} menacé de partir",
        );
        check(
            "d’honnêteté vis-à-vis des actionnaires majoritaires de l’entreprise.",
            "d’honnêteté envers son conseil d’administration.",
            "d’honnêteté [vis-à-vis des actionnaires majoritaires de l’entreprise]{envers son conseil d’administration}.",
        );
    }

    #[test]
    fn a_word_that_went_takes_one_space_with_it() {
        check("le grand conseil", "le conseil", "le [grand ]conseil");
        check(
            "le conseil, réuni hier, vote",
            "le conseil, réuni, vote",
            "le conseil, réuni[ hier], vote",
        );
        check("il a voté hier", "il a voté", "il a voté[ hier]");
        check("Hier il a voté", "il a voté", "[Hier ]il a voté");
    }

    #[test]
    fn a_word_that_came_stands_between_its_neighbours() {
        check("le conseil", "le grand conseil", "le {grand }conseil");
        check("il a voté", "il a voté hier", "il a voté {hier}");
        check("il n’a pas menti", "il a menti", "il [n’a pas]{a} menti");
    }

    #[test]
    fn passages_with_nothing_in_common_are_shown_one_after_the_other() {
        check(
            "la fin de la guerre",
            "un retour à l’école pour tous, de gré ou de force",
            "[la fin de la guerre]{un retour à l’école pour tous, de gré ou de force}",
        );
        check("", "tout est neuf", "{tout est neuf}");
        check("tout est parti", "", "[tout est parti]");
        assert_eq!(pieces("", ""), []);
    }

    #[test]
    fn typography_is_no_change_and_is_shown_as_it_is_now() {
        check("l'été, 49 %", "l’été, 49\u{a0}%", "l’été, 49\u{a0}%");
    }

    proptest! {
        #[test]
        fn no_letter_is_lost_and_none_is_made_up(
            old in "([ab]{1,2}|49|1 000|%|,|l’|-|\\.|e\u{301}| |\u{a0}){0,40}",
            new in "([ab]{1,2}|49|1 000|%|,|l’|-|\\.|e\u{301}| |\u{a0}){0,40}",
        ) {
            let pieces = pieces(&old, &new);
            let now: String = pieces.iter().filter(|piece| piece.is != PieceIs::Deleted).map(|piece| piece.words.as_str()).collect();
            prop_assert_eq!(now, new.as_str());
            let text = Text::new(old.clone());
            let then: String = pieces.iter().filter_map(|piece| Some(text.slice(piece.old?))).collect();
            prop_assert_eq!(then, old.as_str());
        }
    }
}
