//! Reads inline elements: what a browser shows by their name, and a tag that stands by itself in Markdown.

use obelus_core::body::{Href, Style};

use crate::dom;

/// What a browser shows by the element alone.
pub(crate) fn inline_style(name: &str) -> Option<Style> {
    Some(match name {
        "em" | "i" | "cite" | "dfn" | "var" => Style::Emphasis,
        "strong" | "b" => Style::Strong,
        "s" | "strike" | "del" => Style::Strike,
        "u" | "ins" => Style::Underline,
        "code" | "kbd" | "samp" | "tt" => Style::Code,
        "sup" => Style::Superscript,
        "sub" => Style::Subscript,
        "small" => Style::Small,
        _ => return None,
    })
}

/// A tag by itself, as Markdown gives them in the middle of a line.
pub(crate) struct LoneTag {
    pub(crate) name: String,
    pub(crate) closes: bool,
    pub(crate) style: Option<Style>,
    pub(crate) alt: Option<String>,
}

impl LoneTag {
    pub(crate) fn parse(markup: &str) -> Option<Self> {
        let inner = markup.strip_prefix('<')?;
        let (closes, inner) = match inner.strip_prefix('/') {
            Some(inner) => (true, inner),
            None => (false, inner),
        };
        let name: String = inner.chars().take_while(char::is_ascii_alphanumeric).collect();
        let name = name.to_ascii_lowercase();
        if name.is_empty() {
            return None;
        }
        let mut tag = Self {
            style: inline_style(&name),
            name,
            closes,
            alt: None,
        };
        if !closes && matches!(tag.name.as_str(), "a" | "img") {
            let document = dom::parse(markup).ok()?;
            let element = dom::below(&document.root()).find(|node| node.has_name(&tag.name))?;
            tag.alt = element.attr("alt").map(|alt| alt.to_string());
            let href = element.attr("href").and_then(|href| Href::new(&href).ok());
            tag.style = href.map(|href| Style::Link { href });
        }
        Some(tag)
    }
}
