//! Two versions of an article side by side: paragraph by paragraph, and word by word where one changed.

use std::ops::Range;

use crate::body::Body;
use crate::comparison::{ComparedRow, Comparison, Piece, PieceIs, RowChange, Side};
use crate::fold::Lexicon;
use crate::pairing::{Link, Part, Sides, links, parts};
pub use crate::pieces::pieces;
use crate::pieces::{Wording, cut};
use crate::text::{Text, TextRange};
use crate::text_diff::{Stopped, diff};

/// Compares two versions.
///
/// # Errors
/// When `stop` says so.
pub fn compare(old: &Body, new: &Body, stop: &dyn Fn() -> bool) -> Result<Comparison, Stopped> {
    let mut lexicon = Lexicon::default();
    let (then, now) = (lexicon.read(&old.text), lexicon.read(&new.text));
    let alignment = diff(&then, &now, stop)?;
    let (old_parts, new_parts) = (parts(old, &then), parts(new, &now));
    let then = Version {
        text: &old.text,
        side: Sides {
            words: &then,
            parts: &old_parts,
        },
    };
    let now = Version {
        text: &new.text,
        side: Sides {
            words: &now,
            parts: &new_parts,
        },
    };
    let links = links(&then.side, &now.side, &alignment);

    let mut found = vec![false; old_parts.len()];
    for link in &links {
        found[link.old] = true;
    }
    let mut rows = Vec::with_capacity(new_parts.len());
    // Old parts up to here have their row, or will have it where they moved.
    let mut told = 0;
    let mut tell_deleted = |rows: &mut Vec<ComparedRow>, to: usize| {
        for index in told..to {
            if !found[index] {
                rows.push(then.alone(&old_parts[index], RowChange::Deleted));
            }
        }
        told = told.max(to);
    };
    let next_that_stayed = |from: usize| {
        let stayed = links[from..].iter().find(|link| !link.moved);
        stayed.map_or(old_parts.len(), |link| link.old)
    };
    tell_deleted(&mut rows, next_that_stayed(0));
    let mut at = 0;
    for (index, part) in new_parts.iter().enumerate() {
        if stop() {
            return Err(Stopped);
        }
        if links.get(at).is_none_or(|link| link.new != index) {
            rows.push(now.alone(part, RowChange::Inserted));
        }
        while let Some(link) = links.get(at).filter(|link| link.new == index) {
            rows.push(row(link, &then, &now));
            at += 1;
            if !link.moved {
                tell_deleted(&mut rows, next_that_stayed(at));
            }
        }
    }
    Ok(Comparison { rows })
}

struct Version<'t> {
    text: &'t Text,
    side: Sides<'t>,
}

impl Version<'_> {
    /// A part that the other version has not.
    fn alone(&self, part: &Part, change: RowChange) -> ComparedRow {
        let range = TextRange::try_from((part.start, part.end)).ok();
        let words = self.text.between(part.start, part.end).to_owned();
        let side = Side {
            start: part.start,
            end: part.end,
            block: part.block,
        };
        let is_new = change == RowChange::Inserted;
        ComparedRow {
            change,
            old: (!is_new).then_some(side),
            new: is_new.then_some(side),
            pieces: vec![Piece {
                is: if is_new { PieceIs::Inserted } else { PieceIs::Deleted },
                words,
                old: range.filter(|_| !is_new),
                new: range.filter(|_| is_new),
            }],
        }
    }

    /// Some words of a part: to its very edges where they are the first or the last.
    fn side(&self, part: usize, at: &Range<usize>) -> Side {
        let (part, words) = (&self.side.parts[part], self.side.words);
        let first = at.start == part.words.start;
        let last = at.end == part.words.end;
        Side {
            start: if first { part.start } else { words[at.start].start },
            end: if last { part.end } else { words[at.end - 1].end },
            block: part.block,
        }
    }
}

fn row(link: &Link, then: &Version, now: &Version) -> ComparedRow {
    let old = then.side(link.old, &link.old_words);
    let new = now.side(link.new, &link.new_words);
    let old_words = Wording::new(then.text, then.side.words, link.old_words.clone(), old.start..old.end);
    let new_words = Wording::new(now.text, now.side.words, link.new_words.clone(), new.start..new.end);
    let mut pieces = cut(&old_words, &new_words);
    let change = match pieces.iter().all(|piece| piece.is == PieceIs::Same) {
        _ if link.moved => RowChange::Moved,
        true => RowChange::Same,
        false => RowChange::Changed,
    };
    if change == RowChange::Same {
        pieces.clear();
    }
    ComparedRow {
        change,
        old: Some(old),
        new: Some(new),
        pieces,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fake::body;
    use proptest::prelude::*;

    /// Draws a comparison: a sign for each row (`=` same, `~` changed, `+`, `-`, `>` moved), then its pieces.
    fn drawn(comparison: &Comparison, new: &Text) -> Vec<String> {
        let row = |row: &ComparedRow| {
            let sign = match row.change {
                RowChange::Same => '=',
                RowChange::Changed => '~',
                RowChange::Inserted => '+',
                RowChange::Deleted => '-',
                RowChange::Moved => '>',
            };
            if let (RowChange::Same, Some(side)) = (row.change, row.new) {
                return format!("= {}", new.between(side.start, side.end));
            }
            let pieces: String = row
                .pieces
                .iter()
                .map(|piece| match piece.is {
                    PieceIs::Inserted if row.change != RowChange::Inserted => format!("{{{}}}", piece.words),
                    PieceIs::Deleted if row.change != RowChange::Deleted => format!("[{}]", piece.words),
                    _ => piece.words.clone(),
                })
                .collect();
            format!("{sign} {pieces}")
        };
        comparison.rows.iter().map(row).collect()
    }

    fn check(old: &[&str], new: &[&str], picture: &[&str]) {
        let new = body(new);
        assert_eq!(
            drawn(&compare(&body(old), &new, &|| false).unwrap(), &new.text),
            picture
        );
    }

    const FIRST: &str = "Le conseil d’administration a renvoyé son dirigeant vendredi soir, sans prévenir personne.";
    const SECOND: &str = "Microsoft, qui détient 49% des parts de l’entreprise, a appris la nouvelle par la presse.";
    const THIRD: &str = "Plus de sept cents employés ont signé une lettre pour demander le retour du dirigeant.";

    #[test]
    fn a_paragraph_with_a_changed_figure_is_shown_with_both() {
        let new = SECOND.replace("49%", "51%");
        check(
            &[FIRST, SECOND, THIRD],
            &[FIRST, &new, THIRD],
            &[
                &format!("= {FIRST}"),
                &format!("~ {}", SECOND.replace("49%", "[49%]{51%}")),
                &format!("= {THIRD}"),
            ],
        );
    }

    #[test]
    fn what_was_inserted_and_deleted_stands_in_its_place() {
        check(
            &[FIRST, SECOND, THIRD],
            &[
                "Un tout autre début pour cet article, avec des mots à lui.",
                FIRST,
                THIRD,
            ],
            &[
                "+ Un tout autre début pour cet article, avec des mots à lui.",
                &format!("= {FIRST}"),
                &format!("- {SECOND}"),
                &format!("= {THIRD}"),
            ],
        );
    }

    #[test]
    fn a_paragraph_that_moved_is_shown_once_where_it_stands_now() {
        let fourth = "Les investisseurs, de leur côté, réclament des explications écrites avant la fin du mois.";
        check(
            &[FIRST, SECOND, THIRD, fourth],
            &[THIRD, FIRST, SECOND, fourth],
            &[
                &format!("> {THIRD}"),
                &format!("= {FIRST}"),
                &format!("= {SECOND}"),
                &format!("= {fourth}"),
            ],
        );
    }

    #[test]
    fn a_paragraph_that_moved_and_was_edited_shows_what_changed() {
        let new = THIRD.replace("sept cents", "huit cents");
        let fourth = "Les investisseurs, de leur côté, réclament des explications écrites avant la fin du mois.";
        check(
            &[FIRST, SECOND, fourth, THIRD],
            &[&new, FIRST, SECOND, fourth],
            &[
                &format!("> {}", THIRD.replace("sept", "[sept]{huit}")),
                &format!("= {FIRST}"),
                &format!("= {SECOND}"),
                &format!("= {fourth}"),
            ],
        );
    }

    #[test]
    fn a_divided_paragraph_is_two_rows_and_nothing_is_said_to_have_gone() {
        let joined = format!("{FIRST} {SECOND}");
        let halves = [format!("= {FIRST}"), format!("= {SECOND}")];
        let picture: Vec<&str> = halves.iter().map(String::as_str).collect();
        check(&[&joined], &[FIRST, SECOND], &picture);
        check(&[FIRST, SECOND], &[&joined], &picture);
    }

    #[test]
    fn a_heading_or_a_caption_with_other_words_is_the_same_one() {
        check(
            &["# Un départ inexpliqué", FIRST, "| 49%", "| 12 €", THIRD],
            &["# Retour", FIRST, "| 51%", "| 13 €", THIRD],
            &[
                "~ [Un départ inexpliqué]{Retour}",
                &format!("= {FIRST}"),
                "~ [49%]{51%}",
                "~ [12 €]{13 €}",
                &format!("= {THIRD}"),
            ],
        );
    }

    #[test]
    fn typography_alone_is_no_change() {
        let new = SECOND.replace('’', "'").replace("49%", "49\u{a0}%");
        check(
            &[FIRST, SECOND],
            &[FIRST, &new],
            &[&format!("= {FIRST}"), &format!("= {new}")],
        );
    }

    #[test]
    fn an_article_that_was_written_anew_shares_nothing() {
        check(
            &[FIRST, SECOND],
            &[
                "Rien de cela.",
                "Une page blanche.",
                "Puis une autre encore, plus longue.",
            ],
            &[
                &format!("- {FIRST}"),
                &format!("- {SECOND}"),
                "+ Rien de cela.",
                "+ Une page blanche.",
                "+ Puis une autre encore, plus longue.",
            ],
        );
    }

    #[test]
    fn a_comparison_can_be_stopped() {
        let old = body(&[FIRST, SECOND]);
        assert_eq!(compare(&old, &body(&[THIRD]), &|| true), Err(Stopped));
    }

    /// Every row's pieces are its sides' words, and all rows together are both texts.
    fn is_whole(old: &Body, new: &Body) {
        let comparison = compare(old, new, &|| false).unwrap();
        let mut seen = (Vec::new(), Vec::new());
        for row in &comparison.rows {
            seen.0.extend(row.old.map(|side| (side.start, side.end)));
            seen.1.extend(row.new.map(|side| (side.start, side.end)));
            if row.change == RowChange::Same {
                assert_eq!(
                    (row.old.is_some(), row.new.is_some(), row.pieces.as_slice()),
                    (true, true, &[][..])
                );
                continue;
            }
            let now: String = row
                .pieces
                .iter()
                .filter(|piece| piece.is != PieceIs::Deleted)
                .map(|piece| piece.words.as_str())
                .collect();
            assert_eq!(now, row.new.map_or("", |side| new.text.between(side.start, side.end)));
            let then: String = row
                .pieces
                .iter()
                .filter_map(|piece| Some(old.text.slice(piece.old?)))
                .collect();
            assert_eq!(then, row.old.map_or("", |side| old.text.between(side.start, side.end)));
        }
        assert!(seen.1.is_sorted(), "rows stand in the order of the new text");
        seen.0.sort_unstable();
        for (text, sides) in [(&old.text, &seen.0), (&new.text, &seen.1)] {
            let mut at = 0;
            for &(start, end) in sides {
                assert!(at <= start, "no words stand in two rows");
                assert!(text.between(at, start).trim().is_empty(), "no words stand in none");
                at = end;
            }
            assert!(text.between(at, text.len()).trim().is_empty());
        }
    }

    proptest! {
        #[test]
        fn a_comparison_holds_both_texts_whole(
            old in prop::collection::vec("(#|) ?((le|la|un|49%|de|vote|l’eau|12 000|fin\\.) ){1,12}", 0..8),
            new in prop::collection::vec("(#|) ?((le|la|un|51%|de|vote|l’eau|12 000|fin\\.) ){1,12}", 0..8),
            shared in prop::collection::vec(0usize..5, 0..12),
        ) {
            let base = [FIRST, SECOND, THIRD, "Une phrase. Une autre, plus longue que la première. Fin.", "Il a dit : « Non. » Puis il est parti."];
            let mut lines: (Vec<String>, Vec<String>) = (old, new);
            for (n, index) in shared.iter().enumerate() {
                let (line, at) = (base[*index].to_owned(), n * 7 % 3);
                lines.0.insert(at.min(lines.0.len()), line.clone());
                let to = lines.1.len().saturating_sub(at);
                match n % 3 {
                    0 => lines.1.insert(to, line),
                    1 => lines.1.insert(to, line.replace("49%", "51%").replace("phrase", "ligne")),
                    _ => if let Some(last) = lines.1.last_mut() { last.push_str(&line) },
                }
            }
            let refs = |lines: &[String]| body(&lines.iter().map(String::as_str).filter(|line| line.chars().any(char::is_alphanumeric)).collect::<Vec<_>>());
            is_whole(&refs(&lines.0), &refs(&lines.1));
        }
    }
}
