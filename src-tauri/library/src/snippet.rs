//! Finds the words of a query in a text again, to show them with their neighbours.
//!
//! FTS5 has a function for this. It compares every place of a word with every other: a frequent word in a
//! text of a megabyte took minutes. This reads the text once, and stops where all words stand together.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A piece of a snippet: what was found, or what stands around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SnippetPart {
    pub words: String,
    pub found: bool,
}

/// How many words of a text a snippet shows.
const WORDS: usize = 14;
/// How many of them stand before the first that was found.
const BEFORE: usize = 4;

/// What somebody looks for: every phrase must be there; the last one may be unfinished.
pub(crate) struct Query {
    phrases: Vec<Phrase>,
}

/// What was typed without a space: `l'été` is two words in a row.
struct Phrase {
    words: Vec<String>,
    unfinished: bool,
}

impl Query {
    /// Nothing where there is no letter and no digit.
    pub(crate) fn new(typed: &str) -> Option<Self> {
        let mut phrases: Vec<Phrase> = typed
            .split(|c: char| c.is_whitespace() || c.is_control())
            .map(|typed| Phrase {
                words: words(typed)
                    .map(|(from, to)| folded(&typed[from..to]).collect())
                    .collect(),
                unfinished: false,
            })
            .filter(|phrase| !phrase.words.is_empty())
            .collect();
        let last = phrases.last_mut()?;
        last.unfinished = typed.chars().next_back().is_some_and(char::is_alphanumeric);
        Some(Self { phrases })
    }

    /// The query in FTS5's words. There is nothing in it but letters, digits and our own marks.
    pub(crate) fn expression(&self) -> String {
        let phrases = self.phrases.iter().map(|phrase| {
            let star = if phrase.unfinished { "*" } else { "" };
            format!("\"{}\"{star}", phrase.words.join(" "))
        });
        phrases.collect::<Vec<_>>().join(" ")
    }

    /// The words around the first place where most of the query stands together; nothing where none of it does.
    pub(crate) fn snippet(&self, text: &str) -> Option<Vec<SnippetPart>> {
        let mut places: Vec<(usize, usize)> = Vec::new();
        let mut matches: Vec<Match> = Vec::new();
        let mut best: Option<(usize, usize)> = None; // how many phrases, and from which word on
        for place in words(text) {
            places.push(place);
            let (complete, from) = best.map_or((false, 0), |(count, from)| (count == self.phrases.len(), from));
            if complete && places.len() >= from + WORDS {
                break;
            }
            for (number, phrase) in self.phrases.iter().enumerate() {
                if let Some(first) = phrase.ends_here(text, &places) {
                    matches.push(Match { first, number });
                    if complete {
                        continue;
                    }
                    let near = matches
                        .iter()
                        .rev()
                        .take_while(|near| near.first + WORDS - BEFORE > first);
                    let mut seen: Vec<_> = near.clone().map(|near| near.number).collect();
                    seen.sort_unstable();
                    seen.dedup();
                    if best.is_none_or(|(count, _)| seen.len() > count) {
                        best = near.map(|near| near.first).min().map(|from| (seen.len(), from));
                    }
                }
            }
        }
        let (_, first) = best?;
        // Near the end of the text, what is not needed after stands before.
        let from = first.saturating_sub(BEFORE).min(places.len().saturating_sub(WORDS));
        let to = (from + WORDS).min(places.len());
        matches.retain(|found| found.first + WORDS > from && found.first < to);
        let is_found = |word: usize| {
            matches
                .iter()
                .any(|found| (found.first..found.first + self.phrases[found.number].words.len()).contains(&word))
        };
        let mut parts: Vec<SnippetPart> = Vec::new();
        let mut add = |words: &str, found: bool| match parts.last_mut() {
            _ if words.is_empty() => {}
            Some(last) if last.found == found => last.words.push_str(words),
            _ => parts.push(SnippetPart {
                words: words.to_owned(),
                found,
            }),
        };
        add(if from > 0 { "…" } else { &text[..places[from].0] }, false);
        for word in from..to {
            let (start, end) = places[word];
            add(&text[start..end], is_found(word));
            match places.get(word + 1) {
                Some(&(next, _)) if word + 1 < to => add(&text[end..next], is_found(word) && is_found(word + 1)),
                Some(_) => add("…", false),
                None => add(&text[end..], false),
            }
        }
        Some(parts)
    }
}

/// Where a phrase stands: the number of its first word in the text, and its own in the query.
struct Match {
    first: usize,
    number: usize,
}

impl Phrase {
    /// The first word of this phrase, if its last one is the last of these places.
    fn ends_here(&self, text: &str, places: &[(usize, usize)]) -> Option<usize> {
        let first = places.len().checked_sub(self.words.len())?;
        let last = self.words.len() - 1;
        let same = places[first..]
            .iter()
            .zip(&self.words)
            .enumerate()
            .all(|(at, (&(from, to), word))| is_like(&text[from..to], word, self.unfinished && at == last));
        same.then_some(first)
    }
}

/// Whether a word of a text is, or begins with, a folded word.
fn is_like(word: &str, like: &str, unfinished: bool) -> bool {
    let mut rest = folded(word);
    like.chars().all(|c| rest.next() == Some(c)) && (unfinished || rest.next().is_none())
}

/// A word without its accents and its case, as the index has it (`remove_diacritics 2`).
fn folded(word: &str) -> impl Iterator<Item = char> {
    word.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
}

/// The words of a text, in bytes: runs of letters and digits with the accents on them, as `unicode61` cuts them.
fn words(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(char::is_alphanumeric)?;
        let end = text[start..].find(|c: char| !c.is_alphanumeric() && !is_combining_mark(c));
        at = end.map_or(text.len(), |end| start + end);
        Some((start, at))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The snippet as a picture: what was found stands between ⟦ and ⟧.
    fn check(query: &str, text: &str, picture: &str) {
        let parts = Query::new(query).unwrap().snippet(text).unwrap_or_default();
        let drawn = parts.iter().map(|part| {
            if part.found {
                format!("⟦{}⟧", part.words)
            } else {
                part.words.clone()
            }
        });
        assert_eq!(drawn.collect::<String>(), picture);
    }

    #[test]
    fn what_is_found_stands_with_its_neighbours() {
        check("detient", "Il détient 49% des parts.", "Il ⟦détient⟧ 49% des parts.");
        check("det", "Il DE\u{301}TIENT 49%", "Il ⟦DE\u{301}TIENT⟧ 49%");
        check("l'été", "Dans l’été et l'hiver.", "Dans ⟦l’été⟧ et l'hiver.");
        check("49 ", "490 et 49%", "490 et ⟦49⟧%");
        check("absent", "Il détient 49%", "");
        let long = format!("{}aiguille {}", "foin ".repeat(50), "paille ".repeat(50));
        check(
            "aiguille",
            &long,
            "…foin foin foin foin ⟦aiguille⟧ paille paille paille paille paille paille paille paille paille…",
        );
    }

    #[test]
    fn the_place_where_the_whole_query_stands_is_preferred() {
        let text = format!("Altman part. {}Altman détient 49% des parts.", "Puis rien. ".repeat(30));
        check(
            "altman parts",
            &text,
            "…rien. Puis rien. Puis rien. Puis rien. Puis rien. ⟦Altman⟧ détient 49% des ⟦parts⟧.",
        );
    }

    #[test]
    fn a_frequent_word_in_a_long_text_is_found_at_once() {
        let text = "mot ".repeat(1_000_000);
        assert!(Query::new("mot").unwrap().snippet(&text).is_some());
        assert!(Query::new("mot absent").unwrap().snippet(&text).is_some());
    }

    #[test]
    fn a_query_without_letters_is_none() {
        for typed in ["", " ", "%", "\"*\"", "👩"] {
            assert!(Query::new(typed).is_none(), "{typed}");
        }
        assert_eq!(
            Query::new("a\"b c:d NEAR(").unwrap().expression(),
            "\"a b\" \"c d\" \"near\""
        );
        assert_eq!(Query::new("l'Été 49").unwrap().expression(), "\"l ete\" \"49\"*");
    }
}
