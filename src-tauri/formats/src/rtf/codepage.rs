//! Turns bytes of an RTF file into characters: the code pages of Windows, DOS and the Mac, and the fonts of signs.

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GBK, IBM866, MACINTOSH, SHIFT_JIS, UTF_8, WINDOWS_874, WINDOWS_1250, WINDOWS_1251,
    WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257, WINDOWS_1258, X_MAC_CYRILLIC,
};

use crate::sign_fonts::{self, SignFont};

/// What the bytes of a font mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CodePage {
    Known(&'static Encoding),
    /// A page of DOS: its upper half.
    Dos(&'static str),
    /// That of a font of signs.
    Signs(SignFont),
}

/// What everyone writes who says nothing.
pub(super) const USUAL: CodePage = CodePage::Known(WINDOWS_1252);

const DOS_US: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
const DOS_LATIN: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

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
            Self::Signs(font) => {
                let private = |b: u8| char::from_u32(0xf000 + u32::from(b)).unwrap_or(char::REPLACEMENT_CHARACTER);
                into.extend(bytes.iter().map(|&b| font.sign(b).unwrap_or_else(|| private(b))));
                0
            }
        }
    }

    /// A character that the file gives by its number: fonts of signs have theirs from U+F020 on.
    pub(super) fn shown(self, c: char) -> char {
        match (self, sign_fonts::byte_of(c)) {
            (Self::Signs(font), Some(byte)) => font.sign(byte).unwrap_or(c),
            // What most writers put before the items of a list, in whatever font.
            (_, Some(0xb7)) => '•',
            _ => c,
        }
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
    }

    #[test]
    fn fonts_of_signs_hold_greek_letters_and_ticks() {
        check(Some(CodePage::Signs(SignFont::Symbol)), b"abc \xb7 \xa3", "αβχ • ≤");
        check(Some(CodePage::Signs(SignFont::Wingdings)), b"\xfc", "✓");
        assert_eq!(CodePage::Signs(SignFont::Symbol).shown('\u{f061}'), 'α');
        assert_eq!(USUAL.shown('\u{f0b7}'), '•');
        assert_eq!(USUAL.shown('\u{f061}'), '\u{f061}');
    }
}
