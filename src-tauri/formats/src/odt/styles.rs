//! What the styles of an OpenDocument text mean: headings, quotations, code, captions, and how words look.
//!
//! A style that a person chose has a name; one that the program made for a passage does not, and only says how that
//! passage differs from its parent (part 3, 16.2).

use std::collections::HashMap;

use crate::meaning::{Meaning, named};
use crate::xml::Element;

/// How long a chain of styles may be; a longer one is a circle.
const CHAIN: usize = 32;

#[derive(Debug, Default)]
pub(super) struct Styles {
    /// By family and name.
    by_name: HashMap<(String, String), Style>,
    pub(super) language: Option<String>,
}

#[derive(Debug, Default)]
struct Style {
    /// As a person reads it, in lower case.
    name: String,
    parent: Option<String>,
    automatic: bool,
    outline: Option<u8>,
    list: Option<String>,
    align: Option<String>,
    pub(super) looks: Looks,
}

/// What a style says of words: yes, no, or nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Looks {
    pub(super) strong: Option<bool>,
    pub(super) emphasis: Option<bool>,
    pub(super) underline: Option<bool>,
    pub(super) strike: Option<bool>,
    pub(super) hidden: Option<bool>,
    /// Above the line, below it, or on it.
    pub(super) raised: Option<i8>,
    pub(super) code: Option<bool>,
}

impl Styles {
    /// Takes the styles of one part; those of a later one go before.
    pub(super) fn take(&mut self, root: &Element<'_>) {
        for group in ["styles", "automatic-styles"] {
            let Some(styles) = root.child(group) else { continue };
            for element in styles.elements() {
                let Some(family) = element.attribute("family") else {
                    continue;
                };
                let words = element.child("text-properties");
                if element.name == "default-style" && family == "paragraph" {
                    let language = words.and_then(|words| words.attribute("language"));
                    self.language = language.map(|language| language.into_owned());
                }
                let Some(name) = element.attribute("name").filter(|_| element.name == "style") else {
                    continue;
                };
                let shown = element.attribute("display-name").map(|name| name.into_owned());
                let said = |name| element.attribute(name).map(|value| value.into_owned());
                let style = Style {
                    name: shown.unwrap_or_else(|| name.replace("_20_", " ")).to_lowercase(),
                    parent: said("parent-style-name"),
                    automatic: group == "automatic-styles",
                    outline: said("default-outline-level").and_then(|level| level.parse().ok()),
                    list: said("list-style-name"),
                    align: element
                        .child("paragraph-properties")
                        .and_then(|paragraph| paragraph.attribute("text-align"))
                        .map(|align| align.into_owned()),
                    looks: words.map(Looks::read).unwrap_or_default(),
                };
                self.by_name.insert((family.into_owned(), name.into_owned()), style);
            }
        }
    }

    /// The style and those it inherits from, nearest first.
    fn chain<'s>(&'s self, family: &str, name: Option<&str>) -> impl Iterator<Item = &'s Style> + use<'s> {
        let family = family.to_owned();
        let mut next = name.map(str::to_owned);
        let chain = std::iter::from_fn(move || {
            let style = self.by_name.get(&(family.clone(), next.take()?))?;
            next = style.parent.clone();
            Some(style)
        });
        chain.take(CHAIN)
    }

    /// What a paragraph is; a heading says so itself, and with what level.
    pub(super) fn meaning(&self, name: Option<&str>) -> Meaning {
        let undefined = || named(&name?.replace("_20_", " ").to_lowercase(), false);
        let by_level = |style: &Style| match style.outline? {
            0 => None,
            level => Some(Meaning::Heading(level.min(6))),
        };
        self.chain("paragraph", name)
            .find_map(|style| by_level(style).or_else(|| named(&style.name, style.outline == Some(0))))
            .or_else(undefined)
            .unwrap_or(Meaning::Plain)
    }

    /// The list that a paragraph's style names.
    pub(super) fn list(&self, name: Option<&str>) -> Option<&str> {
        self.chain("paragraph", name).find_map(|style| style.list.as_deref())
    }

    pub(super) fn align(&self, name: Option<&str>) -> Option<&str> {
        self.chain("paragraph", name).find_map(|style| style.align.as_deref())
    }

    /// How the words of a span look.
    pub(super) fn span(&self, name: &str) -> Looks {
        let is_code = |style: &Style| {
            let name = style.name.as_str();
            matches!(
                name,
                "source text" | "teletype" | "example" | "user entry" | "verbatim char"
            )
        };
        let code = self.chain("text", Some(name)).any(is_code)
            || matches!(name, "Source_20_Text" | "Source_Text" | "Teletype" | "Verbatim_20_Char");
        let looks = self
            .chain("text", Some(name))
            .fold(Looks::default(), |known, style| known.or(&style.looks));
        Looks {
            code: code.then_some(true),
            ..looks
        }
    }

    /// How the words of a whole paragraph look by what was done to it alone: a named style is its looks, not an emphasis.
    pub(super) fn paragraph(&self, name: Option<&str>) -> Looks {
        let chain = || self.chain("paragraph", name);
        let own = chain()
            .take_while(|style| style.automatic)
            .fold(Looks::default(), |known, style| known.or(&style.looks));
        Looks {
            hidden: chain().find_map(|style| style.looks.hidden),
            ..own
        }
    }
}

impl Looks {
    fn read(words: &Element<'_>) -> Self {
        let said = |name| words.attribute(name);
        let line = |name| said(name).map(|value| value != "none");
        Self {
            strong: said("font-weight").map(|weight| match weight.parse::<u32>() {
                Ok(weight) => weight >= 600,
                Err(_) => weight == "bold",
            }),
            emphasis: said("font-style").map(|style| style != "normal"),
            underline: line("text-underline-style"),
            strike: line("text-line-through-style").or_else(|| line("text-line-through-type")),
            hidden: said("display").map(|display| display == "none"),
            raised: said("text-position").map(|position| {
                let height = position.split_whitespace().next().unwrap_or_default();
                match height {
                    "super" => 1,
                    "sub" => -1,
                    percent if percent.starts_with('-') => -1,
                    percent if percent.trim_end_matches('%').parse().unwrap_or(0.0) > 0.0 => 1,
                    _ => 0,
                }
            }),
            code: None,
        }
    }

    /// These, and where they say nothing, the others.
    pub(super) fn or(&self, others: &Self) -> Self {
        Self {
            strong: self.strong.or(others.strong),
            emphasis: self.emphasis.or(others.emphasis),
            underline: self.underline.or(others.underline),
            strike: self.strike.or(others.strike),
            hidden: self.hidden.or(others.hidden),
            raised: self.raised.or(others.raised),
            code: self.code.or(others.code),
        }
    }
}
