//! Reads a page saved with all that it shows (MHTML, RFC 2557): the page itself, and the pictures beside it.
//!
//! The pictures are known by the addresses that the page gives them; frames and style sheets are left out.

use std::collections::HashMap;

use obelus_core::article::Format;
use obelus_core::body::Href;
use url::Url;

use crate::mime::{self, Message, Part};
use crate::{Imported, ReadError, check_length, encoding, page};

/// What addresses are said from where the page has none of its own (RFC 2557, 5).
const NOWHERE: &str = "thismessage:/";

pub(crate) fn read(bytes: &[u8], verbatim: bool) -> Result<Imported, ReadError> {
    let message = mime::read(bytes)?;
    let page = page_of(&message).ok_or(ReadError::Damaged)?;
    let decoded = encoding::decode(&page.bytes(), page.charset().as_deref(), true);
    check_length(&decoded.text)?;
    let location = page.location().or_else(|| message.location.clone());
    let beside = Beside::new(&message, location.as_deref());
    let address = location.as_deref().filter(|location| Href::new(location).is_ok());
    let mut imported = page::read_with(&decoded.text, address, verbatim, |source| {
        Some(beside.find(source)?.bytes().into_owned())
    })?;
    imported.format = Format::Mhtml;
    imported.replaced = decoded.replaced;
    Ok(imported)
}

/// The part that shows all others: the one that is named, or else the first page.
fn page_of<'p, 'm>(message: &'p Message<'m>) -> Option<&'p Part<'m>> {
    let pages = || message.parts.iter().filter(|part| is_page(part));
    let named = message.start.as_ref();
    let start = named.and_then(|start| pages().find(|part| part.id().as_ref() == Some(start)));
    start.or_else(|| pages().next())
}

fn is_page(part: &Part<'_>) -> bool {
    matches!(part.kind().as_str(), "text/html" | "application/xhtml+xml")
}

/// The parts by each address that a page may give them.
struct Beside<'p, 'm> {
    parts: HashMap<String, &'p Part<'m>>,
    base: Option<Url>,
}

impl<'p, 'm> Beside<'p, 'm> {
    fn new(message: &'p Message<'m>, page: Option<&str>) -> Self {
        let nowhere = Url::parse(NOWHERE).ok();
        let base = page
            .and_then(|page| Url::parse(page).ok())
            .filter(|page| !page.cannot_be_a_base());
        let base = base.or_else(|| match page {
            Some(page) => nowhere.as_ref()?.join(page).ok(),
            None => nowhere.clone(),
        });
        let mut parts = HashMap::new();
        for part in &message.parts {
            if let Some(location) = part.location() {
                if let Some(whole) = base.as_ref().and_then(|base| base.join(&location).ok()) {
                    parts.entry(whole.into()).or_insert(part);
                }
                parts.entry(location).or_insert(part);
            }
            if let Some(id) = part.id() {
                parts.entry(format!("cid:{id}")).or_insert(part);
            }
        }
        Self { parts, base }
    }

    fn find(&self, source: &str) -> Option<&'p Part<'m>> {
        let whole = || self.base.as_ref()?.join(source).ok();
        let found = self.parts.get(source);
        found.or_else(|| self.parts.get(whole()?.as_str())).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(page: &str, picture: &str, source: &str, is_found: bool) {
        let message = format!(
            "Content-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n{page}\n\n<p>\n--x\n{picture}\n\nGIF\n--x--"
        );
        let message = mime::read(message.as_bytes()).unwrap();
        let location = page_of(&message).unwrap().location();
        let found = Beside::new(&message, location.as_deref()).find(source);
        assert_eq!(found.is_some(), is_found, "{source}");
    }

    #[test]
    fn a_picture_is_known_by_each_address_that_means_it() {
        let page = "Content-Location: https://a.example/b/c.html";
        let picture = "Content-Location: https://a.example/b/d%20e.png\nContent-ID: <i@x>";
        for source in [
            "d e.png",
            "./d%20e.png",
            "/b/d e.png",
            "//a.example/b/d%20e.png",
            "cid:i@x",
        ] {
            check(page, picture, source, true);
        }
        check(page, picture, "https://a.example/d%20e.png", false);
        let word = "Content-Location: file:///C:/Textes/x.htm";
        check(
            word,
            "Content-Location: file:///C:/Textes/x_fichiers/d.png",
            "x_fichiers/d.png",
            true,
        );
        check("Content-Location: x.htm", "Content-Location: d.png", "./d.png", true);
        check("A: b", "Content-Location: d.png", "d.png", true);
    }

    #[test]
    fn what_is_no_page_is_damaged() {
        for bytes in [b"".as_slice(), b"MIME-Version: 1.0\n\nBonjour", b"\0\0\0"] {
            assert_eq!(read(bytes, false).unwrap_err(), ReadError::Damaged);
        }
    }
}
