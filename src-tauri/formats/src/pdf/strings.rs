//! The strings of a PDF as characters.

use encoding_rs::{UTF_16BE, UTF_16LE};

/// What PDFDocEncoding has where Latin-1 has control characters (ISO 32000-2, annex D.2).
const PDF_DOC: [char; 41] = [
    '\u{2d8}', '\u{2c7}', '\u{2c6}', '\u{2d9}', '\u{2dd}', '\u{2db}', '\u{2da}', '\u{2dc}', '•', '†', '‡', '…', '—',
    '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚', '™', 'ﬁ', 'ﬂ', 'Ł', 'Œ', 'Š', 'Ÿ', 'Ž', 'ı', 'ł',
    'œ', 'š', 'ž', '\u{fffd}', '€',
];

/// A text string: UTF-16 or UTF-8 where it says so, else PDFDocEncoding.
pub(super) fn text(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        [0xff, 0xfe, rest @ ..] => UTF_16LE.decode_without_bom_handling(rest).0.into_owned(),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|&b| character(b)).collect(),
    }
}

fn character(byte: u8) -> char {
    match byte {
        0x18..=0x1f => PDF_DOC[usize::from(byte - 0x18)],
        0x80..=0xa0 => PDF_DOC[usize::from(byte - 0x80) + 8],
        _ => char::from(byte),
    }
}

/// What a glyph says, as it is to be read: ligatures in letters, every space a space, no control characters.
pub(super) fn readable(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            'ﬀ' => out.push_str("ff"),
            'ﬁ' => out.push_str("fi"),
            'ﬂ' => out.push_str("fl"),
            'ﬃ' => out.push_str("ffi"),
            'ﬄ' => out.push_str("ffl"),
            'ﬅ' | 'ﬆ' => out.push_str("st"),
            '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{3000}' => out.push(' '),
            '\u{feff}' | '\u{200b}' | '\u{2060}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_is_read_in_the_encoding_that_it_says() {
        assert_eq!(text(b"\xfe\xff\0\xe9\x20\x19"), "é’");
        assert_eq!(text(b"\xff\xfe\xe9\0"), "é");
        assert_eq!(text(b"\xef\xbb\xbf\xc3\xa9"), "é");
        assert_eq!(text(b"caf\xe9 \x90\x9c\xa0"), "café ’œ€");
    }

    #[test]
    fn a_ligature_is_its_letters() {
        assert_eq!(readable("oﬃce ﬂow"), "office flow");
        assert_eq!(readable("a\u{0}b\u{feff}\tc"), "ab c");
    }
}
