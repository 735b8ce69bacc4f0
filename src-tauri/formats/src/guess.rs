//! Guesses the format of a file from its content and its name.

use obelus_core::article::Format;

use crate::package::Package;
use crate::{Incoming, ReadError, legacy};

/// How much of a file is looked at.
const HEAD: usize = 8_192;

/// What a file is, by its first bytes.
#[derive(Clone, Copy)]
enum Kind {
    Known(Format),
    Other(&'static str),
}

/// What the first bytes of formats that are read are.
const READ: &[(&[u8], Format)] = &[(b"%PDF-", Format::Pdf), (b"{\\rtf", Format::Rtf)];

/// Before 2007, and any Office file that is locked: both stand in this container.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// What the first bytes of other formats are.
const MAGIC: &[(&[u8], &str)] = &[
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"OggS", "Ogg"),
    (b"ID3", "MP3"),
    (b"fLaC", "FLAC"),
    (b"\x7fELF", "ELF"),
    (b"SQLite format 3\0", "SQLite"),
    (b"\0asm", "WebAssembly"),
    (b"AT&TFORM", "DjVu"),
    (b"%!PS", "PostScript"),
];

/// What a name ending says where the content does not.
const ENDINGS: &[(&str, &str)] = &[
    ("csv", "CSV"),
    ("tsv", "TSV"),
    ("json", "JSON"),
    ("xml", "XML"),
    ("tex", "LaTeX"),
    ("eml", "e-mail"),
    ("svg", "SVG"),
];

/// Formats that no text is: a file that is called so and does not begin so is damaged.
const NOT_TEXT: &[&str] = &["pdf", "rtf", "doc", "docx", "odt", "epub"];

pub(crate) fn format(incoming: &Incoming<'_>) -> Result<Format, ReadError> {
    let bytes = incoming.bytes;
    if bytes.starts_with(OLE) {
        return Err(ole(bytes));
    }
    match by_signature(bytes) {
        Some(Kind::Known(format)) => return Ok(format),
        Some(Kind::Other(found)) => return Err(unsupported(found)),
        None => {}
    }
    // A page with its pictures: RFC 2557 is what browsers and Word write, and no letter is.
    if is_saved_page(&head(bytes)) {
        return Ok(Format::Mhtml);
    }
    if is_binary(bytes) {
        return Err(ReadError::Unsupported { found: None });
    }
    if let Some(format) = incoming.format {
        return Ok(format);
    }
    if incoming.verbatim {
        return Ok(Format::Text);
    }
    let ending = incoming.name.and_then(ending);
    let head = head(bytes);
    if let Some((_, found)) = ENDINGS.iter().find(|(known, _)| Some(*known) == ending.as_deref()) {
        return Err(unsupported(found));
    }
    if ending.as_deref().is_some_and(|ending| NOT_TEXT.contains(&ending)) {
        return Err(ReadError::Damaged);
    }
    match ending.as_deref() {
        Some("md" | "markdown" | "mdown" | "mkd" | "mdtext") => Ok(Format::Markdown),
        Some("html" | "htm" | "xhtml" | "xht") => Ok(Format::Html),
        _ if is_page(&head) => Ok(Format::Html),
        Some("txt" | "text") => Ok(Format::Text),
        _ if starts_with_tag(&head, "<?xml") => Err(unsupported("XML")),
        _ if starts_with_tag(&head, "<svg") => Err(unsupported("SVG")),
        _ if is_markdown(&head) => Ok(Format::Markdown),
        _ => Ok(Format::Text),
    }
}

fn unsupported(found: &'static str) -> ReadError {
    ReadError::Unsupported {
        found: Some(found.into()),
    }
}

/// Whether it is a ZIP file that is no document.
pub(crate) fn is_archive(bytes: &[u8]) -> bool {
    matches!(by_signature(bytes), Some(Kind::Other("ZIP")))
}

/// What an archive in an archive is refused as.
pub(crate) fn nested() -> ReadError {
    unsupported("ZIP")
}

/// An OLE container names its streams in UTF-16: a locked file of today has one called `EncryptedPackage`.
fn ole(bytes: &[u8]) -> ReadError {
    let has = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(name.len()).any(|stretch| stretch == name)
    };
    if has("EncryptedPackage") {
        ReadError::Locked
    } else if has("WordDocument") {
        ReadError::OldWord
    } else {
        unsupported("Microsoft Office")
    }
}

/// The text flavour of a clipboard is text, unless it is plainly a page's source or Markdown.
pub(crate) fn pasted(text: &str) -> Option<Format> {
    let head = head(text.as_bytes());
    Some(if is_page(&head) {
        Format::Html
    } else if is_markdown(&head) {
        Format::Markdown
    } else {
        Format::Text
    })
}

fn head(bytes: &[u8]) -> String {
    let head = &bytes[..bytes.len().min(HEAD)];
    legacy::wide(bytes)
        .map_or_else(|| String::from_utf8_lossy(head), |wide| wide.decode(head).into())
        .trim_start_matches('\u{feff}')
        .trim_start()
        .to_owned()
}

fn ending(name: &str) -> Option<String> {
    let (_, ending) = name.rsplit_once('.')?;
    Some(ending.to_ascii_lowercase())
}

fn by_signature(bytes: &[u8]) -> Option<Kind> {
    let format = READ.iter().find(|(magic, _)| bytes.starts_with(magic));
    if let Some((_, format)) = format {
        return Some(Kind::Known(*format));
    }
    // Some signatures are letters that an article may begin with: "ID3 tags are…".
    let is_words = |magic: &[u8]| magic.iter().all(u8::is_ascii_alphanumeric) && !has_controls(bytes);
    let found = MAGIC
        .iter()
        .find(|(magic, _)| bytes.starts_with(magic) && !is_words(magic));
    if let Some((_, found)) = found {
        return Some(Kind::Other(found));
    }
    if bytes.starts_with(b"RIFF") && bytes.len() > 12 {
        return Some(Kind::Other(match &bytes[8..12] {
            b"WEBP" => "WebP",
            b"WAVE" => "WAV",
            b"AVI " => "AVI",
            _ => "RIFF",
        }));
    }
    if bytes.len() > 12 && &bytes[4..8] == b"ftyp" {
        return Some(Kind::Other(match &bytes[8..11] {
            b"hei" | b"mif" => "HEIC",
            b"avi" => "AVIF",
            _ => "MP4",
        }));
    }
    let is_zip = [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"]
        .iter()
        .any(|zip| bytes.starts_with(*zip));
    is_zip.then(|| inside_zip(bytes))
}

/// What every document that is a ZIP file has at its top: Office, OpenDocument, EPUB.
const DOCUMENT_PARTS: &[&str] = &[
    "[Content_Types].xml",
    "_rels/.rels",
    "mimetype",
    "content.xml",
    "META-INF/container.xml",
];

/// What a ZIP file is a container of: the names of its parts stand in clear near its start and its end.
fn inside_zip(bytes: &[u8]) -> Kind {
    // In an archive of Word files, theirs stand in clear as well.
    if Package::open(bytes).is_ok_and(|package| !DOCUMENT_PARTS.iter().any(|part| package.has(part))) {
        return Kind::Other("ZIP");
    }
    let (head, tail) = (
        &bytes[..bytes.len().min(HEAD)],
        &bytes[bytes.len().saturating_sub(HEAD)..],
    );
    let names = [String::from_utf8_lossy(head), String::from_utf8_lossy(tail)].concat();
    [
        ("application/epub+zip", Kind::Known(Format::Epub)),
        ("application/vnd.oasis.opendocument.text", Kind::Known(Format::Odt)),
        ("application/vnd.oasis.opendocument", Kind::Other("OpenDocument")),
        ("word/", Kind::Known(Format::Docx)),
        ("xl/", Kind::Other("Excel")),
        ("ppt/", Kind::Other("PowerPoint")),
    ]
    .iter()
    .find(|(part, _)| names.contains(part))
    .map_or(Kind::Other("ZIP"), |(_, found)| *found)
}

fn is_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEAD)];
    let is_utf16 = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") || legacy::wide(bytes).is_some();
    let controls = head.iter().filter(|&&b| b < 9 || (14..27).contains(&b)).count();
    !is_utf16 && controls * 10 > head.len()
}

fn has_controls(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(HEAD)]
        .iter()
        .any(|&b| b < 9 || (14..27).contains(&b))
}

fn starts_with_tag(head: &str, tag: &str) -> bool {
    head.get(..tag.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(tag))
}

/// The head of a message that says it is a page with its parts.
fn is_saved_page(head: &str) -> bool {
    let head = head.split("\r\n\r\n").next().unwrap_or_default();
    let head = head.split("\n\n").next().unwrap_or_default().to_ascii_lowercase();
    let is_message = head.starts_with("mime-version:") || head.contains("\nmime-version:");
    is_message && (head.contains("multipart/related") || head.contains("content-type: text/html"))
}

fn is_page(head: &str) -> bool {
    let mut rest = head;
    while let Some(comment) = rest.strip_prefix("<!--") {
        rest = comment.split_once("-->").map_or("", |(_, after)| after).trim_start();
    }
    let opens = ["<!doctype html", "<html", "<head>", "<body"]
        .iter()
        .any(|tag| starts_with_tag(rest, tag));
    opens || (starts_with_tag(rest, "<?xml") && rest.contains("<html"))
}

/// Markdown that no one would write as plain text: front matter, or a heading together with another sign.
fn is_markdown(head: &str) -> bool {
    if crate::front_matter::split(head).is_some_and(|(fields, _)| !fields.is_empty()) {
        return true;
    }
    let lines = || head.lines().map(str::trim_end);
    let heading = lines().any(|line| {
        let level = line.chars().take_while(|&c| c == '#').count();
        (1..=6).contains(&level) && line[level..].starts_with(' ')
    });
    let fence = lines().filter(|line| line.starts_with("```")).count() >= 2;
    let link = head.contains("](http") || head.contains("]: http");
    let strong = head.matches("**").count() >= 2;
    heading && (fence || link || strong)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guess(bytes: &[u8], name: Option<&str>) -> Result<Format, ReadError> {
        format(&Incoming {
            bytes,
            name,
            ..Incoming::default()
        })
    }

    #[test]
    fn what_is_no_text_is_named() {
        for (bytes, found) in [
            (
                &b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.graphics"[..],
                Some("OpenDocument"),
            ),
            (b"PK\x03\x04....other", Some("ZIP")),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..", Some("Microsoft Office")),
            (b"\x89PNG\r\n\x1a\n....", Some("PNG")),
            (b"RIFF....WEBPVP8 ", Some("WebP")),
            (b"....ftypheic....", Some("HEIC")),
            (b"<?xml version='1.0'?><rss/>", Some("XML")),
            (b"\x01\x02\x03\0\0\0\0\x05", None),
        ] {
            let found = found.map(Into::into);
            assert_eq!(guess(bytes, None), Err(ReadError::Unsupported { found: found.clone() }));
            assert_eq!(guess(bytes, Some("note.md")).is_err(), found.as_deref() != Some("XML"));
        }
        assert_eq!(guess(b"a,b", Some("a.CSV")), Err(unsupported("CSV")));
    }

    #[test]
    fn a_format_is_known_by_how_its_files_begin_whatever_they_are_called() {
        for (bytes, format) in [
            (&b"%PDF-1.7\n%..."[..], Format::Pdf),
            (b"PK\x03\x04....mimetypeapplication/epub+zip", Format::Epub),
            (b"PK\x03\x04....[Content_Types].xml....word/document.xml", Format::Docx),
            (
                b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.text",
                Format::Odt,
            ),
            (b"{\\rtf1 Bonjour}", Format::Rtf),
        ] {
            assert_eq!(guess(bytes, Some("note.txt")), Ok(format));
        }
        assert_eq!(guess(b"Bonjour", Some("lettre.docx")), Err(ReadError::Damaged));
    }

    #[test]
    fn old_and_locked_office_files_say_what_they_are() {
        let container = |stream: &str| {
            let name = stream.encode_utf16().flat_map(u16::to_le_bytes);
            OLE.iter().copied().chain(name).collect::<Vec<u8>>()
        };
        assert_eq!(
            guess(&container("WordDocument"), Some("a.doc")),
            Err(ReadError::OldWord)
        );
        assert_eq!(
            guess(&container("EncryptedPackage"), Some("a.docx")),
            Err(ReadError::Locked)
        );
        assert_eq!(
            guess(&container("Workbook"), None),
            Err(unsupported("Microsoft Office"))
        );
    }

    #[test]
    fn the_name_and_then_the_content_decide() {
        assert_eq!(guess(b"Bonjour", Some("a.md")), Ok(Format::Markdown));
        assert_eq!(guess(b"<p>Bonjour", Some("a.HTM")), Ok(Format::Html));
        assert_eq!(guess(b"# Un titre\n\n**gras**", Some("a.txt")), Ok(Format::Text));
        assert_eq!(
            guess(b"<!-- x -->\n<!DOCTYPE html><p>Bonjour", Some("page.txt")),
            Ok(Format::Html)
        );
        assert_eq!(guess(b"\xef\xbb\xbf<html>", None), Ok(Format::Html));
        assert_eq!(guess(b"# Un titre\n\n**gras**", None), Ok(Format::Markdown));
        assert_eq!(guess(b"---\ntitle: Un titre\n---\nBonjour", None), Ok(Format::Markdown));
        assert_eq!(guess(b"Rendez-vous : 14 h\n# 3, rue X", None), Ok(Format::Text));
        assert_eq!(guess(b"\xff\xfeO\0u\0i\0", Some("a.txt")), Ok(Format::Text));
        assert_eq!(guess(b"a < b", Some("Interview de M. Dupont")), Ok(Format::Text));
    }

    #[test]
    fn text_that_is_taken_as_it_is_is_text_whatever_it_looks_like() {
        let front_matter = "---\ntitle: Guide\n---\n\n# Guide\n\n**Un** [lien](https://a.b)\n";
        assert_eq!(guess(front_matter.as_bytes(), None), Ok(Format::Markdown));
        let incoming = Incoming {
            bytes: front_matter.as_bytes(),
            name: Some("guide.md"),
            verbatim: true,
            ..Incoming::default()
        };
        assert_eq!(format(&incoming), Ok(Format::Text));
        assert_eq!(crate::read(&incoming).unwrap().body.text.as_str(), front_matter);
    }

    #[test]
    fn words_that_happen_to_be_a_signature_are_words() {
        assert_eq!(guess(b"ID3 tags are old.", None), Ok(Format::Text));
        assert_eq!(guess(b"ID3\x04\0\0\0", None), Err(unsupported("MP3")));
    }
}
