//! Finds the sentences of a new version that are new or changed, and so probably need a check.

use serde::Serialize;
use ts_rs::TS;
use unicode_segmentation::UnicodeSegmentation;

use crate::body::Body;
use crate::comparison::{ComparedRow, Comparison, PieceIs, RowBlock, RowChange};
use crate::sentence::sentences;
use crate::text::TextRange;

/// A sentence of the new text that the old one did not have like this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Fresh {
    pub range: TextRange,
    pub is: FreshIs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum FreshIs {
    /// Most of its words are new.
    New,
    Changed,
}

/// Sentences of fewer words, and without a figure, hold nothing to check.
const WORDS: usize = 4;

/// The sentences of `new` that are new or changed, in reading order. `asked` are passages that the person is asked
/// about anyway, as marks whose words changed: a sentence with no other change is left out.
#[must_use]
pub fn fresh(new: &Body, comparison: &Comparison, asked: &[TextRange]) -> Vec<Fresh> {
    let mut asked: Vec<(u32, u32)> = asked.iter().map(|range| (range.start(), range.end())).collect();
    asked.sort_unstable();
    let mut fresh = Vec::new();
    for row in &comparison.rows {
        let Some(side) = row.new else { continue };
        if row.change == RowChange::Same || side.block == RowBlock::Code {
            continue;
        }
        let changes = changes(row);
        for (start, end) in sentences(new.text.between(side.start, side.end)) {
            let (start, end) = (side.start + start, side.start + end);
            let words = new.text.between(start, end);
            let Some(is) = what_changed(&changes, start, end, words, &asked) else {
                continue;
            };
            let checkable = words.chars().any(char::is_numeric) || words.unicode_words().count() >= WORDS;
            if let (true, Ok(range)) = (checkable, TextRange::new(&new.text, start, end)) {
                fresh.push(Fresh { range, is });
            }
        }
    }
    fresh
}

/// A change within a row, at a place of the new text: words that came there, or an empty place where words went.
struct Change {
    start: u32,
    end: u32,
}

fn changes(row: &ComparedRow) -> Vec<Change> {
    let mut at = row.new.map_or(0, |side| side.start);
    let mut changes = Vec::new();
    for piece in &row.pieces {
        let end = piece.new.map_or(at, TextRange::end);
        let says_something = piece.words.chars().any(char::is_alphanumeric);
        if piece.is != PieceIs::Same && says_something {
            changes.push(Change { start: at, end });
        }
        at = end;
    }
    changes
}

/// What the changes of a row did to one of its sentences, if anything that nobody is asked about yet.
fn what_changed(changes: &[Change], start: u32, end: u32, words: &str, asked: &[(u32, u32)]) -> Option<FreshIs> {
    let mut came = 0;
    let mut is_news = false;
    for change in changes {
        let (from, to) = (change.start.max(start), change.end.min(end));
        // Where a whole sentence went, those before and after it did not change.
        let touches = if change.start == change.end {
            start < change.start && change.start < end
        } else {
            from < to
        };
        if touches {
            came += to.saturating_sub(from);
            is_news |= !asked.iter().any(|&(first, last)| first <= from && to <= last);
        }
    }
    // White space weighs next to nothing here, so code points will do.
    let length = words.chars().count() as u32;
    is_news.then_some(if came * 10 >= length * 6 {
        FreshIs::New
    } else {
        FreshIs::Changed
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::compare;
    use crate::fake::body;

    /// The fresh sentences of the second text: `+` new, `~` changed. What stands between `⟦ ⟧` is asked about anyway.
    fn check(old: &[&str], new: &[&str], picture: &[&str]) {
        let drawn = body(new).text.as_str().to_owned();
        let plain: Vec<String> = new.iter().map(|line| line.replace(['⟦', '⟧'], "")).collect();
        let new = body(&plain.iter().map(String::as_str).collect::<Vec<_>>());
        let mut asked = Vec::new();
        if let (Some(open), Some(close)) = (
            drawn.chars().position(|c| c == '⟦'),
            drawn.chars().position(|c| c == '⟧'),
        ) {
            asked.push(TextRange::new(&new.text, open as u32, close as u32 - 1).unwrap());
        }
        let comparison = compare(&body(old), &new, &|| false).unwrap();
        let found: Vec<String> = fresh(&new, &comparison, &asked)
            .into_iter()
            .map(|one| {
                let sign = if one.is == FreshIs::New { '+' } else { '~' };
                format!("{sign} {}", new.text.slice(one.range))
            })
            .collect();
        assert_eq!(found, picture);
    }

    const FIRST: &str = "Le conseil a renvoyé M. Altman vendredi soir. Personne n’avait été prévenu de cette décision.";

    #[test]
    fn a_new_sentence_is_found_and_its_neighbours_are_not() {
        check(
            &[FIRST],
            &[
                "Le conseil a renvoyé M. Altman vendredi soir. Il sera payé 700 000 euros. Personne n’avait été prévenu de cette décision.",
            ],
            &["+ Il sera payé 700 000 euros."],
        );
    }

    #[test]
    fn a_changed_sentence_is_found() {
        check(
            &[FIRST],
            &[&FIRST.replace("vendredi", "samedi")],
            &["~ Le conseil a renvoyé M. Altman samedi soir."],
        );
    }

    #[test]
    fn a_sentence_that_lost_a_word_is_changed_and_one_after_a_lost_sentence_is_not() {
        check(
            &[FIRST],
            &[&FIRST.replace(" soir", "")],
            &["~ Le conseil a renvoyé M. Altman vendredi."],
        );
        check(&[FIRST], &["Personne n’avait été prévenu de cette décision."], &[]);
        check(&[FIRST], &["Le conseil a renvoyé M. Altman vendredi soir."], &[]);
    }

    #[test]
    fn a_sentence_whose_only_change_is_asked_about_is_left_out() {
        check(&[FIRST], &[&FIRST.replace("vendredi soir", "⟦samedi soir⟧")], &[]);
        let more = FIRST
            .replace("vendredi soir", "⟦samedi soir⟧")
            .replace("Le conseil", "L’avocat");
        check(&[FIRST], &[&more], &["~ L’avocat a renvoyé M. Altman samedi soir."]);
    }

    #[test]
    fn a_new_paragraph_is_all_new_but_for_words_without_a_claim() {
        check(
            &[FIRST],
            &[FIRST, "Et puis quoi ? L’entreprise emploie 770 personnes. Vraiment."],
            &["+ L’entreprise emploie 770 personnes."],
        );
    }

    #[test]
    fn what_only_moved_needs_no_check() {
        let second = "Microsoft détient la moitié des parts de l’entreprise depuis le mois de janvier dernier.";
        let third = "Plus de sept cents employés ont signé une lettre pour demander le retour du dirigeant.";
        check(&[FIRST, second, third], &[third, FIRST, second], &[]);
    }
}
