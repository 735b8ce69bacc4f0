//! Finds the words that somebody else's annotation names, by quotation, neighbours and position.

use crate::comparison::PieceIs;
use crate::id::RevisionId;
use crate::pieces::pieces;
use crate::placement::{Before, Candidate, Carried, Placement, Reason};
use crate::quoted::Quoted;
use crate::relocate::relocate;
use crate::text::{Text, TextRange};

/// How many of the passages that may be it are remembered.
const CANDIDATES: usize = 9;

/// Where words stand that an annotation quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The very words.
    Here(TextRange),
    /// What stands between the same neighbours is worded otherwise.
    Changed(TextRange),
    /// In one of these places, the best first, and nothing says in which.
    Ambiguous(Vec<Candidate>),
    Nowhere,
}

impl Standing {
    /// How a passage came to a revision, whose text this is about.
    #[must_use]
    pub fn carried(self, revision: RevisionId, from: Quoted) -> Carried {
        let (placement, range, candidates, reason) = match self {
            Self::Here(range) => (Placement::Kept, Some(range), Vec::new(), Reason::FoundAgain),
            Self::Changed(range) => (Placement::Edited, Some(range), Vec::new(), Reason::WordsChanged),
            Self::Ambiguous(candidates) => (Placement::Ambiguous, None, candidates, Reason::Twins),
            Self::Nowhere => (Placement::Lost, None, Vec::new(), Reason::Gone),
        };
        let score = match placement {
            Placement::Kept => 100,
            Placement::Lost => 0,
            _ => 50,
        };
        Carried {
            revision,
            from: Before::Quoted(from),
            placement,
            range,
            candidates,
            gap: None,
            reason,
            score,
            answer: None,
        }
    }
}

/// The place of the words; a guess is none.
#[must_use]
pub fn find(text: &Text, quoted: &Quoted) -> Standing {
    if quoted.exact.trim().is_empty() {
        return Standing::Nowhere;
    }
    let places = text.places_of(&quoted.exact);
    match places[..] {
        [] => elsewhere(text, quoted),
        [place] => Standing::Here(place),
        _ => between(text, quoted, &places),
    }
}

/// Of several places the one that the neighbours name; where these leave it open, the one at the very position.
fn between(text: &Text, quoted: &Quoted, places: &[TextRange]) -> Standing {
    let likeness = |place: &TextRange| {
        let before = text.between(
            place.start().saturating_sub(quoted.prefix.chars().count() as u32),
            place.start(),
        );
        let after = text.between(
            place.end(),
            (place.end() + quoted.suffix.chars().count() as u32).min(text.len()),
        );
        common(before.chars().rev(), quoted.prefix.chars().rev()) + common(after.chars(), quoted.suffix.chars())
    };
    let likenesses: Vec<usize> = places.iter().map(likeness).collect();
    let best = likenesses.iter().copied().max().unwrap_or_default();
    let mut alike = places.iter().zip(&likenesses).filter(|&(_, &one)| one == best);
    let given = quoted.prefix.chars().count() + quoted.suffix.chars().count();
    // Chance makes a letter or two alike; it takes half of what was given to name a place.
    let named = best * 2 >= given && best > 0;
    match (alike.next(), alike.next()) {
        (Some((place, _)), None) if named => Standing::Here(*place),
        _ => {
            let there = |place: &&TextRange| Some((place.start(), place.end())) == quoted.position;
            let candidates = places.iter().zip(&likenesses).filter(|&(_, &one)| one == best);
            let at = candidates.map(|(place, _)| place).find(there);
            at.map_or_else(
                || Standing::Ambiguous(alike_best_first(places, &likenesses)),
                |place| Standing::Here(*place),
            )
        }
    }
}

/// The places that come into question, those with the likest neighbours first.
fn alike_best_first(places: &[TextRange], likenesses: &[usize]) -> Vec<Candidate> {
    let mut ranked: Vec<(usize, TextRange)> = likenesses.iter().copied().zip(places.iter().copied()).collect();
    ranked.sort_by_key(|&(likeness, range)| (std::cmp::Reverse(likeness), range.start()));
    ranked.truncate(CANDIDATES);
    ranked
        .into_iter()
        .map(|(_, range)| Candidate { range, score: 50 })
        .collect()
}

/// Words that do not stand in the text as they were quoted: found as a mark is found again in a new version.
fn elsewhere(text: &Text, quoted: &Quoted) -> Standing {
    let known = Text::new(format!("{}{}{}", quoted.prefix, quoted.exact, quoted.suffix));
    let start = quoted.prefix.chars().count() as u32;
    let Ok(range) = known.around(start, start + quoted.exact.chars().count() as u32) else {
        return Standing::Nowhere;
    };
    let Ok(found) = relocate(&known, text, &[range], &|| false) else {
        return Standing::Nowhere;
    };
    let Some(found) = found.first() else {
        return Standing::Nowhere;
    };
    // Where a quotation begins or ends is where the text does only for the comparison.
    let is_between = !quoted.prefix.trim().is_empty() && !quoted.suffix.trim().is_empty();
    match (found.placement, found.range) {
        (Placement::Kept | Placement::Moved, Some(range)) => Standing::Here(range),
        (Placement::Edited, Some(range)) if found.reason == Reason::Rewritten && is_between => Standing::Changed(range),
        (Placement::Edited, Some(range)) if is_alike(&quoted.exact, text.slice(range)) => Standing::Changed(range),
        (Placement::Ambiguous, _) => {
            let mut candidates = found.candidates.clone();
            candidates.retain(|candidate| is_between || is_alike(&quoted.exact, text.slice(candidate.range)));
            match candidates.is_empty() {
                true => Standing::Nowhere,
                false => Standing::Ambiguous(candidates),
            }
        }
        _ => Standing::Nowhere,
    }
}

/// Whether half of two wordings is the same. What is compared here is a quotation with a whole text, not two versions of
/// one: that little words stand in the same order in both says nothing.
fn is_alike(quote: &str, words: &str) -> bool {
    let signs = |words: &str| words.chars().filter(|sign| !sign.is_whitespace()).count();
    let same: usize = pieces(quote, words)
        .iter()
        .filter(|piece| piece.is == PieceIs::Same)
        .map(|piece| signs(&piece.words))
        .sum();
    same * 4 >= signs(quote) + signs(words)
}

fn common(a: impl Iterator<Item = char>, b: impl Iterator<Item = char>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(exact: &str, prefix: &str, suffix: &str, position: Option<(u32, u32)>) -> Quoted {
        Quoted {
            exact: exact.to_owned(),
            prefix: prefix.to_owned(),
            suffix: suffix.to_owned(),
            position,
        }
    }

    fn at(text: &Text, quoted: &Quoted) -> Option<(u32, String)> {
        match find(text, quoted) {
            Standing::Here(range) => Some((range.start(), text.slice(range).to_owned())),
            _ => None,
        }
    }

    #[test]
    fn words_that_stand_once_are_found_whatever_is_said_of_their_neighbours() {
        let text = Text::new("Elle détient 49% des parts.".into());
        let found = at(&text, &quoted("49% des parts", "perd ", " ici", Some((0, 3))));
        assert_eq!(found, Some((13, "49% des parts".to_owned())));
    }

    #[test]
    fn twins_are_told_apart_by_their_neighbours_then_by_position_else_not_at_all() {
        let text = Text::new("Elle détient 49% des parts. Elle vend 49% des parts.".into());
        let start = |one| at(&text, &one).map(|(start, _)| start);
        assert_eq!(start(quoted("49% des parts", "Elle vend ", ".", None)), Some(38));
        assert_eq!(start(quoted("49% des parts", "", "", Some((13, 26)))), Some(13));
        let twins = |one| match find(&text, &one) {
            Standing::Ambiguous(candidates) => candidates.iter().map(|one| one.range.start()).collect(),
            other => panic!("{other:?}"),
        };
        let twin: Vec<u32> = twins(quoted("49% des parts", "", "", None));
        assert_eq!(twin, [13, 38]);
        let twin: Vec<u32> = twins(quoted("49% des parts", "xyz", "", Some((14, 27))));
        assert_eq!(twin, [13, 38]);
    }

    #[test]
    fn words_that_were_changed_are_found_between_their_neighbours() {
        let text = Text::new(
            "Le rapport du comité dit que Microsoft détient 51\u{a0}% des parts de la société depuis 2019.".into(),
        );
        let changed = quoted(
            "49\u{a0}% des parts",
            "dit que Microsoft détient ",
            " de la société depuis",
            None,
        );
        let Standing::Changed(range) = find(&text, &changed) else {
            panic!("{:?}", find(&text, &changed))
        };
        assert_eq!(text.slice(range), "51\u{a0}% des parts");
        let spaced = quoted("Microsoft détient 51 % des parts", "dit que ", " de la", None);
        assert!(matches!(find(&text, &spaced), Standing::Here(_)));
    }

    #[test]
    fn a_sentence_that_was_cut_is_not_taken_for_another_that_has_the_same_little_words() {
        let text = Text::new(
            "Sur le réseau, il a indiqué qu’il était très content de retourner dans l’entreprise qu’il a lui-même \
             fondée, et que rien ne le retient plus.\n\nCe petit séisme se termine bien, mais la suite aurait pu être \
             lourde de conséquences : l’auteur de la lettre a parlé depuis, et dont acte."
                .into(),
        );
        let cut = "Une phrase que l’auteur a coupée depuis, et dont rien ne reste.";
        for (prefix, suffix) in [("", ""), ("Une autre encore. ", ""), ("", " Et la suite.")] {
            let found = find(&text, &quoted(cut, prefix, suffix, None));
            assert_eq!(found, Standing::Nowhere, "{prefix:?} {suffix:?}");
        }
    }

    #[test]
    fn words_that_are_not_there_are_nowhere() {
        let text = Text::new("Un tout autre article.".into());
        for exact in ["49% des parts", "", "  "] {
            assert_eq!(
                find(&text, &quoted(exact, "", "", Some((0, 4)))),
                Standing::Nowhere,
                "{exact}"
            );
        }
    }
}
