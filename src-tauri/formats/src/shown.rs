//! Says which element of a page or a chapter shows which picture, of those that came along with it.

use std::collections::HashMap;

use dom_query::{Document, NodeId, NodeRef};
use obelus_core::picture::Picture;

use crate::{data, dom};

/// In pixels: what is not wider and higher is a sign, a line, or a pixel that counts readers.
const SEEN: u32 = 24;
/// A picture that is to be shown so many times as wide as it is stands there until the real one has come.
const BLURRED: u32 = 3;

/// What the names of pictures end with.
const ENDINGS: &[&str] = &["png", "jpg", "jpeg", "gif", "webp", "svg", "bmp", "tif", "tiff"];

/// The pictures by the element that shows each; `picture` reads the bytes of one, and `part` finds those of the address
/// of one that the page does not hold in itself.
pub(crate) fn find(
    document: &Document,
    mut picture: impl FnMut(&[u8]) -> Option<Picture>,
    mut part: impl FnMut(&str) -> Option<Picture>,
) -> HashMap<NodeId, Picture> {
    let mut shown = HashMap::new();
    for node in dom::below(&document.root()).filter(NodeRef::is_element) {
        let Some((at, address)) = address(&node) else { continue };
        let address = address.trim();
        let found = match data::bytes(address) {
            Some(bytes) if !waits(&node) => picture(&bytes).filter(|picture| !is_blurred(&node, picture)),
            Some(_) => None,
            None => part(address),
        };
        if let Some(found) = found.filter(|picture| picture.width > SEEN && picture.height > SEEN) {
            shown.insert(at, found);
        }
    }
    shown
}

/// Where a picture stands, and where it is: covers of books are drawings around one picture.
fn address(node: &NodeRef<'_>) -> Option<(NodeId, String)> {
    if node.has_name("img") {
        return Some((node.id, node.attr("src")?.to_string()));
    }
    let address = || node.attr("xlink:href").or_else(|| node.attr("href"));
    if !node.has_name("image") {
        return None;
    }
    let drawing = node.ancestors_it(None).find(|around| around.has_name("svg"))?;
    Some((drawing.id, address()?.to_string()))
}

/// Whether another picture is to take its place, once the page is looked at.
fn waits(image: &NodeRef<'_>) -> bool {
    ["srcset", "data-src", "data-srcset", "data-lazy-src", "data-original"]
        .iter()
        .any(|name| image.has_attr(name))
}

/// `ecluse.jpg`: words that are no words for what a picture shows.
pub(crate) fn is_file_name(words: &str) -> bool {
    let is_ending = |ending: &str| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known));
    let name = words.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    !name.contains(' ') && name.rsplit_once('.').is_some_and(|(_, ending)| is_ending(ending))
}

fn is_blurred(image: &NodeRef<'_>, picture: &Picture) -> bool {
    let wanted = image.attr("width").and_then(|width| width.trim().parse::<u32>().ok());
    wanted.is_some_and(|wanted| wanted > picture.width.saturating_mul(BLURRED))
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use image::{ImageFormat, RgbImage};

    use crate::page;

    fn address(width: u32, height: u32) -> String {
        let mut png = std::io::Cursor::new(Vec::new());
        RgbImage::new(width, height)
            .write_to(&mut png, ImageFormat::Png)
            .unwrap();
        format!("data:image/png;base64,{}", STANDARD.encode(png.into_inner()))
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
