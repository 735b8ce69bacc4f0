//! Recognises the items of a list in plain text: bullets, and numbers that follow one another.

/// What stands before the words of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Marker {
    pub(crate) sign: Sign,
    /// How far it is indented, in characters; a tab counts for four.
    pub(crate) indent: usize,
    /// Where the words begin, in bytes.
    pub(crate) words: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    Bullet(char),
    Number(u32),
}

/// Signs that are nothing but bullets; a hyphen may begin a reply as well.
const BULLETS: &[char] = &[
    '•', '‣', '◦', '▪', '▫', '●', '○', '■', '□', '➢', '➤', '►', '▸', '✓', '✔', '⁃', '∙', '·', '*', '+',
];
const HYPHENS: &[char] = &['-', '–'];

pub(crate) fn marker(line: &str) -> Option<Marker> {
    let words = line.trim_start_matches([' ', '\t', '\u{a0}']);
    let before = &line[..line.len() - words.len()];
    let indent = before.chars().map(|c| if c == '\t' { 4 } else { 1 }).sum();
    let first = words.chars().next()?;
    let (sign, length) = if BULLETS.contains(&first) || HYPHENS.contains(&first) {
        (Sign::Bullet(first), first.len_utf8())
    } else {
        let digits = words.bytes().take_while(u8::is_ascii_digit).count();
        let closes = words[digits..].starts_with(['.', ')']);
        let number = words[..digits]
            .parse()
            .ok()
            .filter(|_| (1..=3).contains(&digits) && closes)?;
        (Sign::Number(number), digits + 1)
    };
    let rest = &words[length..];
    let space = rest.len() - rest.trim_start_matches([' ', '\t', '\u{a0}', '\u{202f}']).len();
    let has_words = !rest.trim().is_empty();
    (space > 0 && has_words).then(|| Marker {
        sign,
        indent,
        words: line.len() - rest.len() + space,
    })
}

/// Whether lines that all have a marker are a list; `above`: what stands before them.
pub(crate) fn is_list(items: &[(Marker, &str)], above: &str) -> bool {
    if items.len() < 2 {
        return false;
    }
    let outer = items.iter().map(|(marker, _)| marker.indent).min().unwrap_or(0);
    let top: Vec<&(Marker, &str)> = items.iter().filter(|(marker, _)| marker.indent <= outer + 1).collect();
    match top[0].0.sign {
        Sign::Number(first) => {
            let follows = |(index, item): (usize, &&(Marker, &str))| item.0.sign == Sign::Number(first + index as u32);
            top.len() >= 2 && first <= 100 && top.iter().enumerate().all(follows)
        }
        Sign::Bullet(sign) => {
            let is_same = top.iter().all(|item| item.0.sign == Sign::Bullet(sign));
            is_same && !(HYPHENS.contains(&sign) && is_dialogue(items, above))
        }
    }
}

/// Replies begin with a dash too: some of them ask or exclaim, or say who speaks.
fn is_dialogue(items: &[(Marker, &str)], above: &str) -> bool {
    if above.trim_end().ends_with(':') {
        return false;
    }
    const SPEAKS: &[&str] = &[
        "dit-il",
        "dit-elle",
        "répondit",
        "répond",
        "demanda",
        "demande-t-",
        "s'écria",
        "s’écria",
        "fit-il",
        "fit-elle",
        " said",
        " asked",
        " replied",
    ];
    let words: Vec<&str> = items.iter().map(|(_, words)| words.trim_end()).collect();
    let calls = words.iter().filter(|words| words.ends_with(['?', '!'])).count();
    let speaks = words
        .iter()
        .any(|words| SPEAKS.iter().any(|speaks| words.contains(speaks)));
    let said = words
        .iter()
        .filter(|words| words.ends_with(['.', '?', '!', '…', '»', '”']))
        .count();
    let upper = words
        .iter()
        .filter(|words| words.starts_with(|c: char| !c.is_lowercase()))
        .count();
    speaks || (calls > 0 && said == words.len() && upper == words.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, above: &str, expected: bool) {
        let items: Vec<(Marker, &str)> = text
            .lines()
            .map(|line| marker(line).map(|marker| (marker, &line[marker.words..])).unwrap())
            .collect();
        assert_eq!(is_list(&items, above), expected, "{text}");
    }

    #[test]
    fn bullets_and_numbers_in_order_are_lists() {
        check("- pain\n- lait", "", true);
        check("• Qui ?\n• Quand ?", "", true);
        check("1. Le contexte\n2. Les chiffres\n3. Conclusion", "", true);
        check("4) quatre\n5) cinq", "", true);
        check("* un\n  * un et demi\n* deux", "", true);
        check(
            "- le chiffre vient-il du communiqué ?\n- peut-on citer le témoin ?",
            "Deux questions :",
            true,
        );
    }

    #[test]
    fn replies_years_and_lone_signs_are_no_lists() {
        check("– Tu viens ?\n– Non.", "", false);
        check("- Non, dit-il\n- Bon", "", false);
        check("12. mars\n14. avril", "", false);
        check("- seul", "", false);
        assert_eq!(marker("— Tu viens ?"), None);
        assert_eq!(marker("3,5 millions"), None);
        assert_eq!(marker("1987. Il part"), None);
        assert_eq!(marker("-5 degrés"), None);
        assert_eq!(marker("- "), None);
    }
}
