//! Turns bytes of an RTF file into characters: the code pages of Windows, DOS and the Mac, and the fonts of signs.

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GBK, IBM866, MACINTOSH, SHIFT_JIS, UTF_8, WINDOWS_874, WINDOWS_1250, WINDOWS_1251,
    WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257, WINDOWS_1258, X_MAC_CYRILLIC,
};

/// What the bytes of a font mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CodePage {
    Known(&'static Encoding),
    /// A page of DOS: its upper half.
    Dos(&'static str),
    /// The font "Symbol", whose letters are Greek.
    Symbol,
    /// A font of pictures; only its ticks and arrows are characters.
    Wingdings,
}

/// What everyone writes who says nothing.
pub(super) const USUAL: CodePage = CodePage::Known(WINDOWS_1252);

const DOS_US: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
const DOS_LATIN: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// The characters of Symbol from 0x20 and from 0xA0 (Unicode's mapping of Adobe's encoding; the pieces of large
/// brackets included).
const SYMBOL_LOW: &str =
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼";
const SYMBOL_HIGH: &str =
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\u{f8ff}〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭";

const WINGDINGS: &[(u8, char)] = &[
    (0x4a, '☺'),
    (0x4c, '☹'),
    (0x6c, '●'),
    (0x6e, '■'),
    (0x6f, '□'),
    (0x71, '❑'),
    (0x75, '◆'),
    (0x76, '❖'),
    (0x9f, '•'),
    (0xa7, '▪'),
    (0xa8, '◻'),
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

/// By the number of `\ansicpg` or `\cpg`.
pub(super) fn numbered(page: i32) -> Option<CodePage> {
    Some(CodePage::Known(match page {
        437 => return Some(CodePage::Dos(DOS_US)),
        850 | 858 => return Some(CodePage::Dos(DOS_LATIN)),
        866 => IBM866,
        874 => WINDOWS_874,
        932 => SHIFT_JIS,
        936 | 54_936 => GBK,
        949 | 1_361 => EUC_KR,
        950 => BIG5,
        1_250 => WINDOWS_1250,
        1_251 => WINDOWS_1251,
        1_252 => WINDOWS_1252,
        1_253 => WINDOWS_1253,
        1_254 => WINDOWS_1254,
        1_255 => WINDOWS_1255,
        1_256 => WINDOWS_1256,
        1_257 => WINDOWS_1257,
        1_258 => WINDOWS_1258,
        10_000 => MACINTOSH,
        10_007 => X_MAC_CYRILLIC,
        65_001 => UTF_8,
        _ => return None,
    }))
}

/// By the number of `\fcharset`; nothing for the file's own page.
pub(super) fn of_charset(charset: i32) -> Option<CodePage> {
    let page = match charset {
        0 => 1_252,
        77 => 10_000,
        78 | 128 => 932,
        79 | 129 => 949,
        80 | 134 => 936,
        81 | 136 => 950,
        130 => 1_361,
        161 => 1_253,
        162 => 1_254,
        163 => 1_258,
        177 => 1_255,
        178 => 1_256,
        186 => 1_257,
        204 => 1_251,
        222 => 874,
        238 => 1_250,
        254 => 437,
        255 => 850,
        _ => return None,
    };
    numbered(page)
}

impl CodePage {
    /// Appends the characters of these bytes; returns how many could not be read.
    pub(super) fn decode(self, bytes: &[u8], into: &mut String) -> u32 {
        let table = |b: u8, upper: &str| match b {
            0..=0x7f => Some(char::from(b)),
            _ => upper.chars().nth(usize::from(b - 0x80)),
        };
        match self {
            Self::Known(encoding) => {
                let (text, _) = encoding.decode_without_bom_handling(bytes);
                into.push_str(&text);
                text.matches(char::REPLACEMENT_CHARACTER).count() as u32
            }
            Self::Dos(upper) => {
                into.extend(bytes.iter().filter_map(|&b| table(b, upper)));
                0
            }
            Self::Symbol | Self::Wingdings => {
                into.extend(bytes.iter().map(|&b| self.sign(b)));
                0
            }
        }
    }

    /// A character that the file gives by its number: fonts of signs have theirs from U+F020 on.
    pub(super) fn shown(self, c: char) -> char {
        match (self, u32::from(c)) {
            (Self::Symbol | Self::Wingdings, code @ 0xf020..=0xf0ff) => self.sign((code - 0xf000) as u8),
            // What most writers put before the items of a list, in whatever font.
            (_, 0xf0b7) => '•',
            _ => c,
        }
    }

    fn sign(self, b: u8) -> char {
        let private = char::from_u32(0xf000 + u32::from(b)).unwrap_or(char::REPLACEMENT_CHARACTER);
        let known = match self {
            Self::Symbol => match b {
                0x20..=0x7e => SYMBOL_LOW.chars().nth(usize::from(b - 0x20)),
                0xa0.. => SYMBOL_HIGH.chars().nth(usize::from(b - 0xa0)),
                _ => None,
            },
            _ if b == b' ' => Some(' '),
            _ => WINGDINGS.iter().find(|(byte, _)| *byte == b).map(|&(_, c)| c),
        };
        known.unwrap_or(private)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(page: Option<CodePage>, bytes: &[u8], words: &str) {
        let mut read = String::new();
        page.unwrap().decode(bytes, &mut read);
        assert_eq!(read, words);
    }

    #[test]
    fn a_code_page_is_known_by_its_number() {
        check(numbered(1_252), b"\x93\xe9t\xe9\x94 \x80", "“été” €");
        check(numbered(1_251), b"\xcc\xe8\xf0", "Мир");
        check(numbered(932), b"\x8a\xbf\x8e\x9a", "漢字");
        check(numbered(850), b"\x82t\x82 \xb5", "été Á");
        check(numbered(437), b"\x82t\x82 \xe3", "été π");
        check(numbered(10_000), b"\x8et\x8e", "été");
        assert_eq!(numbered(-1), None);
    }

    #[test]
    fn a_font_says_its_page() {
        check(of_charset(204), b"\xcc\xe8\xf0", "Мир");
        check(of_charset(161), b"\xc5\xeb", "Ελ");
        check(of_charset(238), b"\x8a\xed", "Ší");
        assert_eq!(of_charset(1), None);
    }

    #[test]
    fn the_tables_are_whole() {
        for dos in [DOS_US, DOS_LATIN] {
            assert_eq!(dos.chars().count(), 128);
        }
        assert_eq!(SYMBOL_LOW.chars().count(), 0x7f - 0x20);
        assert_eq!(SYMBOL_HIGH.chars().count(), 0xff - 0xa0);
    }

    #[test]
    fn fonts_of_signs_hold_greek_letters_and_ticks() {
        check(Some(CodePage::Symbol), b"abc \xb7 \xa3", "αβχ • ≤");
        check(Some(CodePage::Wingdings), b"\xfc", "✓");
        assert_eq!(CodePage::Symbol.shown('\u{f061}'), 'α');
        assert_eq!(USUAL.shown('\u{f0b7}'), '•');
        assert_eq!(USUAL.shown('\u{f061}'), '\u{f061}');
    }
}
