//! Hyphens at the end of lines: those that only part a word are taken back, those of the word itself stay.

use std::collections::HashSet;

use super::lines::Line;

/// Words that the text has elsewhere, in small letters.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    words: HashSet<String>,
}

/// What French puts after a hyphen of its own.
const AFTER: &[&str] = &[
    "je", "tu", "il", "elle", "on", "nous", "vous", "ils", "elles", "ce", "ci", "là", "t", "moi", "toi", "le", "la",
    "les", "lui", "leur", "y", "en", "même", "mêmes", "être", "dire", "delà", "dessus", "dessous",
];

impl Lexicon {
    pub(super) fn of(lines: &[Line]) -> Self {
        let mut words = HashSet::new();
        for line in lines {
            let last = line.words.len().saturating_sub(1);
            for (index, word) in line.words.iter().enumerate() {
                let bare = bare(&word.text);
                // The beginning of a parted word is no word.
                if !(index == last && ends_with_hyphen(&word.text)) && bare.chars().count() > 1 {
                    words.insert(bare);
                }
            }
        }
        Self { words }
    }

    /// Whether the hyphen between two parts belongs to the word.
    pub(super) fn keeps_hyphen(&self, left: &str, right: &str) -> bool {
        if left.ends_with('\u{ad}') {
            return false;
        }
        let left = left.trim_end_matches(is_hyphen);
        let next = right
            .split(|c: char| is_hyphen(c) || matches!(c, '’' | '\''))
            .next()
            .unwrap_or(right);
        let (before, after) = (bare(left), bare(next));
        let last = left.chars().next_back();
        let first = right.chars().next();
        if !last.is_some_and(char::is_alphabetic) || !first.is_some_and(char::is_lowercase) {
            return true;
        }
        if self.words.contains(&format!("{before}{after}")) || self.words.contains(&format!("{before}{}", bare(right)))
        {
            return false;
        }
        if self.words.contains(&format!("{before}-{after}"))
            || self.words.contains(&format!("{before}-{}", bare(right)))
        {
            return true;
        }
        // "state-of-", "c’est-à-": a word with hyphens goes on with them. So does what begins with two capitals.
        if before.contains(is_hyphen) || left.chars().filter(|c| c.is_uppercase()).count() > 1 {
            return true;
        }
        let is_word = |word: &str, least: usize| word.chars().count() >= least && self.words.contains(word);
        AFTER.contains(&after.as_str()) || is_word(&before, 4) && is_word(&after, 4)
    }
}

pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{ad}')
}

/// Whether a word ends with a hyphen that may only part it from its end.
pub(super) fn ends_with_hyphen(word: &str) -> bool {
    word.ends_with(is_hyphen)
        && word
            .chars()
            .rev()
            .nth(1)
            .is_some_and(|c| c.is_alphanumeric() || c == '\u{301}')
}

fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase()
        .replace(is_hyphen, "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hyphen_stays_where_the_word_has_it_elsewhere() {
        let words = ["information", "well-known", "court", "terme", "long", "contre"];
        let lexicon = Lexicon {
            words: words.into_iter().map(String::from).collect(),
        };
        for (left, right) in [
            ("infor-", "mation"),
            ("inves\u{2010}", "tissement,"),
            ("well\u{ad}", "known"),
            ("trans-", "port"),
        ] {
            assert!(!lexicon.keeps_hyphen(left, right), "{left}{right}");
        }
        for (left, right) in [
            ("well-", "known"),
            ("a-t-", "il"),
            ("peut-", "être"),
            ("vice-", "Président"),
            ("16-", "bit"),
        ] {
            assert!(lexicon.keeps_hyphen(left, right), "{left}{right}");
        }
        assert!(lexicon.keeps_hyphen("court-", "terme"));
    }
}
