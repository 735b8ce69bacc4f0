//! The signs before the items of a list: bullets, dashes, numbers.

use super::lines::Line;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Marker {
    Bullet,
    /// A dash opens an item of a list, or what somebody says.
    Dash,
    /// The figure that the item bears, with its dress: `1.`, `(2)`, `c)`.
    Number {
        value: u32,
        dress: char,
        letters: bool,
    },
}

/// What a line begins with.
pub(super) fn marker(line: &Line) -> Option<Marker> {
    let [first, second, ..] = line.words.as_slice() else {
        return None;
    };
    if second.glued {
        return None;
    }
    of(&first.text)
}

fn of(word: &str) -> Option<Marker> {
    let mut chars = word.chars();
    let (first, rest) = (chars.next()?, chars.as_str());
    if rest.is_empty() {
        // Symbol fonts have their bullets in the private area.
        return match first {
            '•'
            | '‣'
            | '◦'
            | '▪'
            | '▫'
            | '●'
            | '○'
            | '■'
            | '□'
            | '◆'
            | '◇'
            | '➢'
            | '➤'
            | '►'
            | '✓'
            | '✔'
            | '❖'
            | '·'
            | '∙'
            | '⁃'
            | '\u{f000}'..='\u{f0ff}'
            | '\u{e000}'..='\u{e0ff}' => Some(Marker::Bullet),
            '-' | '–' | '—' | '−' | '*' => Some(Marker::Dash),
            _ => None,
        };
    }
    let open = word.strip_prefix('(');
    let (inner, dress) = match (open, word.strip_suffix(')'), word.strip_suffix('.')) {
        (Some(open), Some(_), _) => (open.strip_suffix(')')?, '('),
        (None, Some(inner), _) => (inner, ')'),
        (None, None, Some(inner)) => (inner, '.'),
        _ => return None,
    };
    number(inner).map(|(value, letters)| Marker::Number { value, dress, letters })
}

fn number(word: &str) -> Option<(u32, bool)> {
    if word.len() <= 3 && word.chars().all(|c| c.is_ascii_digit()) {
        return word.parse().ok().map(|value| (value, false));
    }
    let mut letters = word.chars();
    match (letters.next(), letters.next()) {
        (Some(letter @ 'a'..='z'), None) => Some((u32::from(letter) - u32::from('a') + 1, true)),
        _ => None,
    }
}

impl Marker {
    /// Whether an item with this sign may follow one with the other.
    pub(super) fn follows(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Bullet, Self::Bullet) | (Self::Dash, Self::Dash) => true,
            (
                Self::Number { value, dress, letters },
                Self::Number {
                    value: before,
                    dress: other,
                    letters: lettered,
                },
            ) => dress == other && letters == lettered && *value == before + 1,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_is_known_with_its_dress() {
        let number = |value, dress, letters| Some(Marker::Number { value, dress, letters });
        assert_eq!(of("•"), Some(Marker::Bullet));
        assert_eq!(of("–"), Some(Marker::Dash));
        assert_eq!(of("12."), number(12, '.', false));
        assert_eq!(of("(3)"), number(3, '(', false));
        assert_eq!(of("b)"), number(2, ')', true));
        assert_eq!((of("2024."), of("A."), of("etc."), of("(a")), (None, None, None, None));
    }

    #[test]
    fn numbers_follow_each_other_in_the_same_dress() {
        let number = |word| of(word).unwrap();
        assert!(number("4.").follows(&number("3.")));
        assert!(!number("4)").follows(&number("3.")));
        assert!(!number("5.").follows(&number("3.")));
    }
}
