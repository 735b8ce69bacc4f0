//! Says which characters Word means by the signs of its symbol fonts, which have no characters of their own.
//!
//! Such a font is addressed by the private characters U+F020 to U+F0FF. "Symbol" has Adobe's symbol encoding; of
//! "Wingdings" those signs are known that texts use.

use std::borrow::Cow;

/// Adobe's symbol encoding from 0x20; where it has no sign there is a space.
const SYMBOL_LOW: &str =
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼";
/// The same from 0xA0.
const SYMBOL_HIGH: &str =
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ 〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭";

const WINGDINGS: &[(u32, char)] = &[
    (0x21, '✏'),
    (0x22, '✂'),
    (0x28, '☎'),
    (0x2a, '✉'),
    (0x4a, '☺'),
    (0x4c, '☹'),
    (0x6c, '●'),
    (0x6e, '■'),
    (0x6f, '□'),
    (0x71, '❑'),
    (0x75, '◆'),
    (0x76, '❖'),
    (0x77, '◆'),
    (0x9f, '•'),
    (0xa7, '▪'),
    (0xa8, '☐'),
    (0xab, '★'),
    (0xd8, '➢'),
    (0xdf, '←'),
    (0xe0, '→'),
    (0xe1, '↑'),
    (0xe2, '↓'),
    (0xe8, '➔'),
    (0xf0, '⇨'),
    (0xfb, '✗'),
    (0xfc, '✓'),
    (0xfd, '☒'),
    (0xfe, '☑'),
];

/// Words in a font, as everyone else writes them.
pub(super) fn shown<'w>(words: &'w str, font: Option<&str>) -> Cow<'w, str> {
    let is_private = |c: char| ('\u{f020}'..='\u{f0ff}').contains(&c);
    let Some(font) = font.filter(|_| words.contains(is_private)) else {
        return Cow::Borrowed(words);
    };
    let sign = |c: char| {
        let code = u32::from(c) - 0xf000;
        let known = match font {
            "Symbol" if code < 0xa0 => SYMBOL_LOW.chars().nth(code as usize - 0x20),
            "Symbol" => SYMBOL_HIGH.chars().nth(code as usize - 0xa0),
            "Wingdings" => WINGDINGS
                .iter()
                .find(|(known, _)| *known == code)
                .map(|(_, sign)| *sign),
            _ => None,
        };
        known.unwrap_or(c)
    };
    let words = words.chars().map(|c| if is_private(c) { sign(c) } else { c });
    Cow::Owned(words.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_symbol_fonts_become_characters() {
        for (code, font, sign) in [
            ('\u{f061}', "Symbol", "α"),
            ('\u{f057}', "Symbol", "Ω"),
            ('\u{f0b3}', "Symbol", "≥"),
            ('\u{f0a3}', "Symbol", "≤"),
            ('\u{f0ae}', "Symbol", "→"),
            ('\u{f0e5}', "Symbol", "∑"),
            ('\u{f0fc}', "Wingdings", "✓"),
            ('\u{f0e0}', "Wingdings", "→"),
            ('\u{f0e0}', "Unknown", "\u{f0e0}"),
        ] {
            assert_eq!(shown(&code.to_string(), Some(font)), sign);
        }
        assert_eq!(shown("α", Some("Symbol")), "α");
    }
}
