//! Turns bytes into characters, and says how many could not be.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::legacy::{self, Legacy};

/// How far into an HTML file its declaration may stand (WHATWG HTML, "prescan a byte stream").
const PRESCAN: usize = 1_024;

#[derive(Debug, PartialEq)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    /// Characters that are not what was written: bytes without meaning, control characters.
    pub(crate) replaced: u32,
}

/// Decodes a file: its byte order mark, then what the server said, then its own declaration (HTML), then what its
/// bytes look like.
pub(crate) fn decode(bytes: &[u8], said: Option<&str>, html: bool) -> Decoded {
    if let Some(wide) = legacy::wide(bytes) {
        return clean(&wide.decode(bytes));
    }
    let said = said.and_then(|label| Encoding::for_label(label.as_bytes()));
    let told = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => Some(encoding),
        None if is_evident(bytes) => Some(UTF_8),
        None => said
            // Many servers say UTF-8 of every page they have, also of old ones.
            .filter(|&said| said != UTF_8 || std::str::from_utf8(bytes).is_ok())
            .or_else(|| declared(bytes, html)),
    };
    match told {
        Some(encoding) => clean(&encoding.decode_with_bom_removal(bytes).0),
        None => clean(&guessed(bytes).decode(bytes)),
    }
}

/// Control characters except tab and newline become U+FFFD; every line ends with a newline alone.
pub(crate) fn clean(text: &str) -> Decoded {
    let mut replaced = 0;
    let mut clean = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                clean.push('\n');
            }
            '\t' | '\n' => clean.push(c),
            c if c.is_control() || c == char::REPLACEMENT_CHARACTER => {
                replaced += 1;
                clean.push(char::REPLACEMENT_CHARACTER);
            }
            c => clean.push(c),
        }
    }
    Decoded { text: clean, replaced }
}

/// Letters in UTF-8 are never so by chance. Browsers that save a page in UTF-8 leave its old declaration in it.
fn is_evident(bytes: &[u8]) -> bool {
    !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok()
}

fn declared(bytes: &[u8], html: bool) -> Option<&'static Encoding> {
    if !html {
        return None;
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(PRESCAN)]).to_ascii_lowercase();
    let at = head.find("charset=").or_else(|| head.find("encoding="))?;
    let value = head[at..].split_once('=')?.1.trim_start_matches(['"', '\'', ' ']);
    let label = value.split(['"', '\'', ' ', '>', ';', '/', '?']).next()?;
    let encoding = Encoding::for_label(label.as_bytes())?;
    // The declaration was read as ASCII, so the file is not UTF-16 (WHATWG HTML says the same).
    Some(if encoding == UTF_16LE || encoding == UTF_16BE {
        UTF_8
    } else {
        encoding
    })
}

fn guessed(bytes: &[u8]) -> Legacy {
    // Seven bits, and a sign before each stretch of Japanese: it would pass for ASCII.
    let shifts = bytes.windows(3).any(|sign| matches!(sign, b"\x1b$B" | b"\x1b$@"));
    if shifts && bytes.is_ascii() {
        return Legacy::Known(ISO_2022_JP);
    }
    if is_mostly_utf8(bytes) {
        return Legacy::Known(UTF_8);
    }
    if let Some(western) = legacy::western(bytes) {
        return western;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    Legacy::Known(match detector.guess(None, Utf8Detection::Allow) {
        encoding if encoding.is_ascii_compatible() || encoding == ISO_2022_JP => encoding,
        _ => WINDOWS_1252,
    })
}

/// UTF-8, but for a few bytes: a file that was cut, or put together from others.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut read, mut lost) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        read += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        lost += usize::from(!chunk.invalid().is_empty());
    }
    lost == 0 || read >= 10 * lost
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], html: bool, text: &str, replaced: u32) {
        let text = text.to_owned();
        assert_eq!(decode(bytes, None, html), Decoded { text, replaced });
    }

    #[test]
    fn a_byte_order_mark_decides() {
        check(b"\xef\xbb\xbf\xc3\xa9t\xc3\xa9", false, "été", 0);
        check(b"\xff\xfeO\0u\0i\0", false, "Oui", 0);
        check(b"\xfe\xff\0O\0u\0i", false, "Oui", 0);
    }

    #[test]
    fn an_html_file_may_say_its_encoding() {
        check(b"<meta charset=iso-8859-1>\xe9", true, "<meta charset=iso-8859-1>é", 0);
        let equiv = b"<meta http-equiv='Content-Type' content='text/html; charset=windows-1251'>\xc0";
        assert!(decode(equiv, None, true).text.ends_with('А'));
        check(b"<meta charset=utf-16>\xc3\xa9", true, "<meta charset=utf-16>é", 0);
    }

    #[test]
    fn what_the_server_says_goes_before_what_the_page_says() {
        let said = |bytes: &[u8], said| decode(bytes, Some(said), true).text;
        assert_eq!(
            said(b"<meta charset=utf-8>\xe9", "windows-1252"),
            "<meta charset=utf-8>é"
        );
        assert_eq!(said(b"\xef\xbb\xbf\xc3\xa9", "windows-1252"), "é");
        assert_eq!(said(b"\xc3\xa9", "no-such-thing"), "é");
        // A server that says UTF-8 of everything, and an old page that knows better.
        assert_eq!(
            said(b"<meta charset=iso-8859-1>\xe9", "utf-8"),
            "<meta charset=iso-8859-1>é"
        );
    }

    #[test]
    fn old_french_without_a_declaration_is_recognised() {
        check(
            b"L'\xe9lys\xe9e a d\xe9menti l'information d\xe8s mardi. \x93 Jamais \x94, dit-elle.",
            false,
            "L'élysée a démenti l'information dès mardi. “ Jamais ”, dit-elle.",
            0,
        );
    }

    #[test]
    fn what_cannot_be_read_is_counted() {
        check(b"<meta charset=utf-8>a\xffb", true, "<meta charset=utf-8>a\u{fffd}b", 1);
        check(b"a\0b\x07c\x1b", false, "a\u{fffd}b\u{fffd}c\u{fffd}", 3);
    }

    #[test]
    fn every_line_ends_with_a_newline_alone() {
        check(b"un\r\ndeux\rtrois\n\tquatre", false, "un\ndeux\ntrois\n\tquatre", 0);
    }

    #[test]
    fn encodings_of_the_world_are_recognised() {
        let texts = [
            (
                encoding_rs::SHIFT_JIS,
                "東京都は火曜日に来年度の予算案を発表した。前年より三パーセント増えている。市民の意見を聞く会は来月に開かれる。",
            ),
            (
                encoding_rs::EUC_JP,
                "東京都は火曜日に来年度の予算案を発表した。前年より三パーセント増えている。市民の意見を聞く会は来月に開かれる。",
            ),
            (encoding_rs::ISO_2022_JP, "東京都は火曜日に来年度の予算案を発表した。"),
            (
                encoding_rs::GBK,
                "市政府星期二公布了明年的预算,比去年增加百分之三。反对党要求公开账目,下次会议将于十二月举行。",
            ),
            (
                encoding_rs::BIG5,
                "市政府星期二公布了明年的預算,比去年增加百分之三。反對黨要求公開帳目,下次會議將於十二月舉行。",
            ),
            (
                encoding_rs::EUC_KR,
                "시의회는 화요일에 내년 예산안을 통과시켰다. 작년보다 삼 퍼센트 늘어난 금액이다. 야당은 기권했다.",
            ),
            (
                encoding_rs::KOI8_U,
                "Городской совет во вторник принял бюджет на следующий год, который вырос на три процента.",
            ),
            (
                encoding_rs::WINDOWS_1251,
                "Городской совет во вторник принял бюджет на следующий год, который вырос на три процента.",
            ),
            (
                encoding_rs::WINDOWS_1253,
                "Το δημοτικό συμβούλιο ενέκρινε την Τρίτη τον προϋπολογισμό για το επόμενο έτος, αυξημένο κατά τρία τοις εκατό.",
            ),
            (
                encoding_rs::WINDOWS_1250,
                "Rada miasta przyjęła we wtorek budżet na przyszły rok, większy o trzy procent. Opozycja wstrzymała się od głosu, żądając ujawnienia ksiąg.",
            ),
            (
                encoding_rs::WINDOWS_1255,
                "מועצת העיר אישרה ביום שלישי את התקציב לשנה הבאה, שגדל בשלושה אחוזים.",
            ),
            (
                encoding_rs::WINDOWS_1256,
                "وافق مجلس المدينة يوم الثلاثاء على ميزانية العام المقبل، التي زادت بنسبة ثلاثة في المائة.",
            ),
        ];
        for (encoding, text) in texts {
            let (bytes, _, lossy) = encoding.encode(text);
            assert!(!lossy, "{}", encoding.name());
            assert_eq!(decode(&bytes, None, false).text, text, "{}", encoding.name());
        }
    }

    #[test]
    fn a_file_of_utf_8_with_a_broken_byte_stays_utf_8() {
        let mut bytes = "L’été à Besançon : « déjà vu », répète l’élève étonné."
            .as_bytes()
            .to_vec();
        bytes.push(0xe9);
        assert_eq!(
            decode(&bytes, None, false),
            Decoded {
                text: "L’été à Besançon : « déjà vu », répète l’élève étonné.\u{fffd}".into(),
                replaced: 1
            }
        );
    }
}
