//! Reads addresses that hold what they name (`data:image/png;base64,…`, RFC 2397), and finds the pictures of a page that
//! came within it.

use std::collections::{HashMap, HashSet};

use base64::Engine as _;
use base64::engine::general_purpose::GeneralPurposeConfig;
use base64::engine::{DecodePaddingMode, GeneralPurpose};
use dom_query::{Document, NodeId, NodeRef};
use obelus_core::picture::{Picture, PictureFile};

use crate::dom;
use crate::pictures::Pictures;

/// In pixels: what is not wider and higher is a sign, a line, or a pixel that counts readers.
const SEEN: u32 = 24;
/// A picture that is to be shown so many times as wide as it is stands there until the real one has come.
const BLURRED: u32 = 3;

/// Browsers take letters without the signs that fill them up.
const LETTERS: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// What the address holds; nothing where it names something elsewhere, or is broken.
pub(crate) fn bytes(address: &str) -> Option<Vec<u8>> {
    let (scheme, rest) = address.split_at_checked("data:".len())?;
    let (kind, data) = rest.split_once(',')?;
    if !scheme.eq_ignore_ascii_case("data:") {
        return None;
    }
    let data = unescaped(data);
    let last = kind.rsplit(';').next().unwrap_or_default();
    if !last.trim().eq_ignore_ascii_case("base64") {
        return Some(data);
    }
    let letters: Vec<u8> = data.into_iter().filter(|b| !b.is_ascii_whitespace()).collect();
    LETTERS.decode(letters).ok()
}

/// With its `%20` spelt out.
fn unescaped(data: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(data.len());
    let mut rest = data.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|_| first == b'%');
        let byte = digits
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(byte.unwrap_or(first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    bytes
}

/// The pictures that a page holds in itself, by the element that shows each.
pub(crate) fn pictures(document: &Document) -> (HashMap<NodeId, Picture>, Vec<PictureFile>) {
    let mut shown = HashMap::new();
    let mut pictures = Pictures::default();
    for image in dom::below(&document.root()).filter(|node| node.has_name("img")) {
        let Some(source) = image.attr("src").filter(|_| !waits(&image)) else {
            continue;
        };
        let Some(picture) = bytes(source.trim()).and_then(|bytes| pictures.take(&bytes)) else {
            continue;
        };
        let is_seen = picture.width > SEEN && picture.height > SEEN;
        let wanted = image.attr("width").and_then(|width| width.trim().parse::<u32>().ok());
        let is_blurred = wanted.is_some_and(|wanted| wanted > picture.width.saturating_mul(BLURRED));
        if is_seen && !is_blurred {
            shown.insert(image.id, picture);
        }
    }
    let mut files = pictures.into_files();
    let named: HashSet<_> = shown.values().map(|picture| &picture.id).collect();
    files.retain(|file| named.contains(&file.id));
    (shown, files)
}

/// Whether another picture is to take its place, once the page is looked at.
fn waits(image: &NodeRef<'_>) -> bool {
    ["srcset", "data-src", "data-srcset", "data-lazy-src", "data-original"]
        .iter()
        .any(|name| image.has_attr(name))
}

#[cfg(test)]
mod tests {
    use image::{ImageFormat, RgbImage};

    use super::*;
    use crate::page;

    fn address(width: u32, height: u32) -> String {
        let mut png = std::io::Cursor::new(Vec::new());
        RgbImage::new(width, height)
            .write_to(&mut png, ImageFormat::Png)
            .unwrap();
        format!("data:image/png;base64,{}", LETTERS.encode(png.into_inner()))
    }

    #[test]
    fn an_address_may_hold_what_it_names() {
        assert_eq!(bytes("data:image/gif;base64,R0l%47").as_deref(), Some(&b"GIF"[..]));
        assert_eq!(bytes("data:image/gif;base64, R0 lG\nRg").as_deref(), Some(&b"GIFF"[..]));
        assert_eq!(bytes("DATA:,a%20b%").as_deref(), Some(&b"a b%"[..]));
        for other in ["https://a.example/data:,x", "data:x", "datà", "", "data:;base64,!"] {
            assert_eq!(bytes(other), None, "{other}");
        }
    }

    #[test]
    fn a_picture_within_a_page_comes_along_unless_nobody_would_see_it() {
        let kept = |image: &str| {
            let markup = format!("<p>Avant.</p>{image}<p>Après.</p>");
            let imported = page::read(&markup, None, true).unwrap();
            assert_eq!(imported.body.text.as_str(), "Avant.\n\nAprès.");
            assert_eq!(imported.body.pictures().len(), imported.pictures.len());
            imported.pictures.len()
        };
        let (large, dot, line) = (address(60, 40), address(1, 1), address(400, 2));
        assert_eq!(kept(&format!("<img src='{large}' alt='Le pont'>")), 1);
        assert_eq!(kept(&format!("<figure><img src='{large}'></figure>")), 1);
        assert_eq!(kept(&format!("<img src='{large}'><img src='{large}'>")), 1);
        assert_eq!(kept(&format!("<img src='{dot}' alt='Le pont'>")), 0);
        assert_eq!(kept(&format!("<img src='{line}'>")), 0);
        assert_eq!(
            kept(&format!(
                "<img src='{large}' data-src='https://a.example/pont.jpg' alt='Le pont'>"
            )),
            0
        );
        assert_eq!(kept(&format!("<img src='{large}' width=1200 alt='Le pont'>")), 0);
        assert_eq!(kept("<img src='data:image/png;base64,AAAA' alt='Le pont'>"), 0);
        assert_eq!(kept("<img src='data:image/svg+xml,<svg/>' alt='Le pont'>"), 0);
    }
}
