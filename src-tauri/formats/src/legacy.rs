//! Recognises encodings that no declaration names and no browser guesses: UTF-16 and UTF-32 without a byte order mark,
//! and what a Macintosh and DOS wrote.

use encoding_rs::{Encoding, MACINTOSH, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How much of a file is looked at, in bytes.
const SAMPLE: usize = 65_536;

/// How a file's bytes become characters, where `encoding_rs` alone does not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Legacy {
    Known(&'static Encoding),
    /// UTF-32; `true`: the little end first.
    Utf32(bool),
    /// Code page 850: DOS in western Europe.
    Dos,
}

/// Code page 850 from 0x80 on.
const DOS: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

impl Legacy {
    pub(crate) fn decode(self, bytes: &[u8]) -> String {
        match self {
            Self::Known(encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
            Self::Utf32(little) => bytes
                .chunks(4)
                .map(|unit| {
                    code_point(unit, little)
                        .and_then(char::from_u32)
                        .unwrap_or(char::REPLACEMENT_CHARACTER)
                })
                .collect::<String>()
                .trim_start_matches('\u{feff}')
                .to_owned(),
            Self::Dos => {
                let table: Vec<char> = DOS.chars().collect();
                let read = |&byte: &u8| match byte {
                    0..0x80 => char::from(byte),
                    _ => table[usize::from(byte) - 0x80],
                };
                bytes.iter().map(read).collect()
            }
        }
    }
}

fn code_point(unit: &[u8], little: bool) -> Option<u32> {
    let unit: [u8; 4] = unit.try_into().ok()?;
    Some(if little {
        u32::from_le_bytes(unit)
    } else {
        u32::from_be_bytes(unit)
    })
}

/// UTF-16 without a byte order mark, or UTF-32.
pub(crate) fn wide(bytes: &[u8]) -> Option<Legacy> {
    if bytes.starts_with(b"\xff\xfe\0\0") {
        return Some(Legacy::Utf32(true));
    }
    if bytes.starts_with(b"\0\0\xfe\xff") {
        return Some(Legacy::Utf32(false));
    }
    let sample = &bytes[..bytes.len().min(SAMPLE) / 4 * 4];
    if bytes.len().is_multiple_of(4) && !sample.is_empty() {
        for little in [true, false] {
            let characters: Option<String> = sample
                .chunks(4)
                .map(|unit| code_point(unit, little).and_then(char::from_u32))
                .collect();
            if characters.is_some_and(|text| is_text(&text)) {
                return Some(Legacy::Utf32(little));
            }
        }
    }
    let sample = &bytes[..bytes.len().min(SAMPLE) / 2 * 2];
    if !sample.contains(&0) || sample.len() < 4 {
        return None;
    }
    [(UTF_16LE, 1), (UTF_16BE, 0)].into_iter().find_map(|(encoding, high)| {
        // Letters of the first page have an empty high byte; hardly any character has an empty low one.
        let empty = sample.iter().enumerate().filter(|(_, byte)| **byte == 0);
        let (above, below) = empty.partition::<Vec<_>, _>(|(at, _)| at % 2 == high);
        // A pair may be cut at the end of the sample.
        let (text, _) = encoding.decode_without_bom_handling(sample);
        let fits = below.len() * 50 <= above.len() && is_text(text.trim_end_matches(char::REPLACEMENT_CHARACTER));
        fits.then_some(Legacy::Known(encoding))
    })
}

/// Whether these are characters that people write, and not what other bytes happen to give.
fn is_text(text: &str) -> bool {
    let (mut all, mut plain, mut pages) = (0_usize, 0_usize, std::collections::HashSet::new());
    for c in text.chars() {
        if c == char::REPLACEMENT_CHARACTER || (c.is_control() && !matches!(c, '\t' | '\n' | '\r')) {
            return false;
        }
        all += 1;
        let punctuation =
            matches!(c, '\u{2010}'..='\u{203a}' | '\u{3000}'..='\u{3011}' | '\u{ff00}'..='\u{ff20}' | '€');
        plain += usize::from(
            c.is_alphanumeric() || c.is_whitespace() || c.is_ascii_punctuation() || punctuation || c == '«' || c == '»',
        );
        pages.insert(c as u32 >> 8);
    }
    // Bytes of another encoding, read in pairs, scatter over all of Unicode.
    let of_east_asia = |page: &u32| matches!(page, 0 | 0x20 | 0x30 | 0x4e..0xa0 | 0xac..0xd8 | 0xff);
    let most = if all > 40 { all / 5 } else { all / 2 };
    let scattered = pages.len() > most.max(2) && !pages.iter().all(of_east_asia);
    all > 0 && plain * 20 >= all * 19 && !scattered
}

/// What a Macintosh or DOS wrote in a language of western Europe; nothing where it is as likely something else.
pub(crate) fn western(bytes: &[u8]) -> Option<Legacy> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let high = sample.iter().filter(|byte| **byte >= 0x80).count();
    if high == 0 || high * 4 > sample.len() {
        return None;
    }
    let fits = |legacy: Legacy| fitting(&legacy.decode(sample));
    let windows = fits(Legacy::Known(WINDOWS_1252));
    let (best, most) = [Legacy::Known(MACINTOSH), Legacy::Dos]
        .into_iter()
        .map(|legacy| (legacy, fits(legacy)))
        .max_by_key(|(_, fits)| *fits)?;
    (most * 10 >= high * 9 && windows * 10 < high * 7).then_some(best)
}

/// How many of the characters beyond ASCII stand where such characters stand.
fn fitting(text: &str) -> usize {
    const LETTERS: &str = "àâäáãåæçéèêëíìîïñóòôöõøœßúùûüýÿ";
    let characters: Vec<char> = text.chars().collect();
    let at = |index: Option<usize>| index.and_then(|index| characters.get(index)).copied().unwrap_or(' ');
    (0..characters.len())
        .filter(|&index| {
            let (before, c, after) = (at(index.checked_sub(1)), characters[index], at(Some(index + 1)));
            let is_lower = |c: char| c.is_ascii_lowercase() || LETTERS.contains(c);
            let is_letter = |c: char| c.is_ascii_alphabetic() || LETTERS.contains(c);
            match c {
                c if c.is_ascii() => false,
                c if LETTERS.contains(c) => {
                    is_lower(before)
                        || (is_lower(after) && !is_letter(before))
                        || (before.is_ascii_uppercase() && is_lower(after))
                        || (matches!(c, 'à' | 'ô') && before.is_whitespace() && after.is_whitespace())
                }
                'À' | 'Â' | 'Ä' | 'Å' | 'Æ' | 'Ç' | 'É' | 'È' | 'Ê' | 'Ë' | 'Î' | 'Ï' | 'Ñ' | 'Ó' | 'Ô' | 'Ö' | 'Ø'
                | 'Œ' | 'Ú' | 'Ù' | 'Û' | 'Ü' => !is_lower(before),
                '’' => is_letter(before),
                '«' | '“' | '‘' => !is_letter(before),
                '»' | '”' => !is_letter(after),
                '–' | '—' | '…' | '°' | '€' | '•' | '\u{a0}' => true,
                _ => false,
            }
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRENCH: &str = "L’été dernier, à Besançon, l’élève a reçu « le prix » : il était âgé de 12 ans…";

    #[test]
    fn wide_characters_are_known_without_a_mark() {
        for text in [
            FRENCH,
            "Привет, мир. Как дела?",
            "日本語の文章です。\n次の行。",
            "مرحبا بالعالم\n",
        ] {
            let units: Vec<u16> = text.encode_utf16().collect();
            let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
            let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
            assert_eq!(wide(&little), Some(Legacy::Known(UTF_16LE)), "{text}");
            assert_eq!(wide(&big), Some(Legacy::Known(UTF_16BE)), "{text}");
            let wider: Vec<u8> = text.chars().flat_map(|c| (c as u32).to_le_bytes()).collect();
            assert_eq!(wide(&wider).map(|legacy| legacy.decode(&wider)).as_deref(), Some(text));
        }
        for bytes in [
            FRENCH.as_bytes(),
            b"ab\0\x01\x02\x03\0\0",
            b"\x7fELF\x02\x01\x01\0\0\0\0\0",
            b"abcd",
        ] {
            assert_eq!(wide(bytes), None);
        }
    }

    #[test]
    fn a_macintosh_and_dos_are_told_from_windows() {
        let mac = b"L\xd5\x8et\x8e dernier, \x88 Besan\x8don, l\xd5\x8el\x8fve a re\x8du \xc7 le prix \xc8 : il \x8etait \x89g\x8e de 12 ans\xc9";
        assert_eq!(western(mac).map(|legacy| legacy.decode(mac)).as_deref(), Some(FRENCH));
        let dos = b"L'\x82t\x82 dernier, \x85 Besan\x87on, l'\x82l\x8ave a re\x87u \xae le prix \xaf";
        assert_eq!(
            western(dos).map(|legacy| legacy.decode(dos)).as_deref(),
            Some("L'été dernier, à Besançon, l'élève a reçu « le prix »")
        );
        let windows = b"L\x92\xe9t\xe9 dernier, \xe0 Besan\xe7on, l\x92\xe9l\xe8ve a re\xe7u \xab le prix \xbb";
        assert_eq!(western(windows), None);
        let russian = b"\xcf\xf0\xe8\xe2\xe5\xf2, \xec\xe8\xf0. \xca\xe0\xea \xe4\xe5\xeb\xe0?";
        assert_eq!(western(russian), None);
    }
}
