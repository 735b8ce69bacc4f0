//! The fonts of signs, "Symbol" and "Wingdings", whose letters are pictures: which characters are meant.
//!
//! A sign is known by one byte, or by a private character from U+F020 to U+F0FF that holds it.

/// A font whose letters are other characters than they seem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SignFont {
    /// Its letters are Greek.
    Symbol,
    /// Pictures, of which those are known that texts use.
    Wingdings,
}

/// The characters of Symbol from 0x20 and from 0xA0 (Unicode's mapping of Adobe's encoding; the pieces of large
/// brackets included).
const SYMBOL_LOW: &str =
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼";
const SYMBOL_HIGH: &str =
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\u{f8ff}〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭";

const WINGDINGS: &[(u8, char)] = &[
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

impl SignFont {
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "Symbol" => Some(Self::Symbol),
            "Wingdings" => Some(Self::Wingdings),
            _ => None,
        }
    }

    /// The character that a byte of this font means.
    pub(crate) fn sign(self, byte: u8) -> Option<char> {
        match (self, byte) {
            (Self::Symbol, 0x20..=0x7e) => SYMBOL_LOW.chars().nth(usize::from(byte - 0x20)),
            (Self::Symbol, 0xa0..) => SYMBOL_HIGH.chars().nth(usize::from(byte - 0xa0)),
            (Self::Symbol, _) => None,
            (Self::Wingdings, b' ') => Some(' '),
            (Self::Wingdings, _) => WINGDINGS
                .iter()
                .find(|(known, _)| *known == byte)
                .map(|&(_, sign)| sign),
        }
    }
}

/// The byte that a private character holds.
pub(crate) fn byte_of(c: char) -> Option<u8> {
    match u32::from(c) {
        code @ 0xf020..=0xf0ff => Some((code - 0xf000) as u8),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_whole() {
        assert_eq!(SYMBOL_LOW.chars().count(), 0x7f - 0x20);
        assert_eq!(SYMBOL_HIGH.chars().count(), 0xff - 0xa0);
    }

    #[test]
    fn a_letter_of_a_sign_font_is_another_character() {
        for (font, byte, sign) in [
            ("Symbol", 0x61, 'α'),
            ("Symbol", 0x57, 'Ω'),
            ("Symbol", 0xb3, '≥'),
            ("Symbol", 0xa3, '≤'),
            ("Symbol", 0xae, '→'),
            ("Symbol", 0xe5, '∑'),
            ("Wingdings", 0xfc, '✓'),
            ("Wingdings", 0xe0, '→'),
        ] {
            assert_eq!(SignFont::named(font).unwrap().sign(byte), Some(sign));
        }
        assert_eq!(SignFont::Wingdings.sign(0x01), None);
        assert_eq!(SignFont::named("Times"), None);
    }
}
