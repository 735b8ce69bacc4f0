//! What the styles of a Word file mean for its structure: headings, quotations, code, captions, lists.
//!
//! A style inherits from the one it is based on (ECMA-376 part 1, 17.7). Built-in styles keep their English names in
//! every language of Word; only their ids are translated.

use std::collections::HashMap;

use crate::ReadError;
use crate::meaning::{Meaning, named};
use crate::xml::{self, Element};

/// How long a chain of styles may be; a longer one is a circle.
const CHAIN: usize = 32;

#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
    /// The paragraph style of what names none.
    usual: Option<String>,
    pub(super) language: Option<String>,
}

#[derive(Debug, Default)]
struct Style {
    /// In lower case.
    name: String,
    based_on: Option<String>,
    /// From 0; 9 is body text.
    outline: Option<u8>,
    list: ListPlace,
    toggles: Toggles,
}

/// The list that a paragraph belongs to, as far as one place says it.
#[derive(Clone, Debug, Default)]
pub(super) struct ListPlace {
    pub(super) id: Option<String>,
    pub(super) level: Option<u8>,
}

/// What a run or a style says of words: yes, no, or nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Toggles {
    pub(super) strong: Option<bool>,
    pub(super) emphasis: Option<bool>,
    pub(super) strike: Option<bool>,
    pub(super) hidden: Option<bool>,
    pub(super) underline: Option<bool>,
    pub(super) raised: Option<Raised>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Raised {
    Up,
    Down,
    Not,
}

impl Styles {
    pub(super) fn read(text: Option<&str>) -> Result<Self, ReadError> {
        let mut styles = Self::default();
        let Some(text) = text else { return Ok(styles) };
        let root = xml::read(text)?;
        let language = root.child("docDefaults").and_then(|defaults| defaults.find("lang"));
        styles.language = language.and_then(value);
        for element in root.elements().filter(|element| element.name == "style") {
            let Some(id) = element.attribute("styleId") else {
                continue;
            };
            let is_usual = element.attribute("default").is_some_and(|is| is_on(&is));
            if is_usual && element.attribute("type").as_deref() == Some("paragraph") {
                styles.usual = Some(id.clone().into_owned());
            }
            let paragraph = element.child("pPr");
            let style = Style {
                name: element.child("name").and_then(value).unwrap_or_default().to_lowercase(),
                based_on: element.child("basedOn").and_then(value),
                outline: paragraph.and_then(outline),
                list: paragraph.map(ListPlace::read).unwrap_or_default(),
                toggles: element.child("rPr").map(Toggles::read).unwrap_or_default(),
            };
            styles.by_id.insert(id.into_owned(), style);
        }
        Ok(styles)
    }

    /// The style and those it inherits from, nearest first.
    fn chain<'s>(&'s self, id: Option<&'s str>) -> impl Iterator<Item = &'s Style> {
        let mut next = id.or(self.usual.as_deref());
        let chain = std::iter::from_fn(move || {
            let style = self.by_id.get(next?)?;
            next = style.based_on.as_deref();
            Some(style)
        });
        chain.take(CHAIN)
    }

    /// What a paragraph is; `own` is the outline level that it states itself.
    pub(super) fn meaning(&self, id: Option<&str>, own: Option<u8>) -> Meaning {
        let stated = own.or_else(|| self.chain(id).find_map(|style| style.outline));
        if let Some(level @ 0..=8) = stated {
            return Meaning::Heading((level + 1).min(6));
        }
        if let Some(meaning) = self.chain(id).find_map(|style| named(&style.name, stated.is_some())) {
            return meaning;
        }
        // A file without its styles still names them.
        id.filter(|id| !self.by_id.contains_key(*id))
            .and_then(|id| named(&id.to_lowercase().replace("heading", "heading "), stated.is_some()))
            .unwrap_or(Meaning::Plain)
    }

    /// The list that a paragraph's style puts it in, and the style that says so.
    pub(super) fn list(&self, id: Option<&str>) -> ListPlace {
        let mut place = ListPlace::default();
        for style in self.chain(id) {
            place.id = place.id.or_else(|| style.list.id.clone());
            place.level = place.level.or(style.list.level);
        }
        place
    }

    /// How deep a built-in style of lists stands: "List Bullet 3" is a list of its own, drawn on the third level.
    pub(super) fn list_depth(&self, id: Option<&str>) -> Option<u8> {
        let name = &self.chain(id).next()?.name;
        let rest = name
            .strip_prefix("list bullet ")
            .or_else(|| name.strip_prefix("list number "));
        rest?
            .parse()
            .ok()
            .filter(|depth| (2..=5).contains(depth))
            .map(|depth: u8| depth - 1)
    }

    /// What a style for words says of them. The line under a mark of our own copy is no emphasis of the author's.
    pub(super) fn toggles(&self, id: Option<&str>) -> Toggles {
        let Some(id) = id else { return Toggles::default() };
        self.chain(Some(id))
            .filter(|style| !style.is_ours())
            .fold(Toggles::default(), |known, style| known.or(&style.toggles))
    }

    pub(super) fn is_code(&self, id: Option<&str>) -> bool {
        id.is_some_and(|id| {
            self.chain(Some(id)).any(|style| {
                matches!(
                    style.name.as_str(),
                    "html code" | "html typewriter" | "html keyboard" | "html sample" | "source text" | "verbatim char"
                )
            })
        })
    }

    /// Whether a paragraph stands around the article in our own copy: its title, its counts, its table of claims.
    pub(super) fn is_around(&self, id: Option<&str>) -> bool {
        self.chain(id).any(Style::is_ours)
    }

    /// Whether a style for words is that of the references to our own notes.
    pub(super) fn refers(&self, id: Option<&str>) -> bool {
        id.and_then(|id| self.by_id.get(id))
            .is_some_and(|style| style.name == "obelus reference")
    }

    /// Whether a paragraph's own style hides it.
    pub(super) fn hides(&self, id: Option<&str>) -> bool {
        self.chain(id).find_map(|style| style.toggles.hidden) == Some(true)
    }
}

impl Style {
    /// Our copies name what they add to an article so.
    fn is_ours(&self) -> bool {
        self.name.starts_with("obelus ")
    }
}

impl ListPlace {
    /// What a paragraph's properties say.
    pub(super) fn read(paragraph: &Element<'_>) -> Self {
        let Some(numbering) = paragraph.child("numPr") else {
            return Self::default();
        };
        Self {
            id: numbering.child("numId").and_then(value),
            level: numbering
                .child("ilvl")
                .and_then(value)
                .and_then(|level| level.parse().ok()),
        }
    }
}

impl Toggles {
    /// What a run's properties, or a style's, say.
    pub(super) fn read(run: &Element<'_>) -> Self {
        let mut toggles = Self::default();
        for property in run.elements() {
            let on = || Some(property.attribute("val").is_none_or(|value| is_on(&value)));
            match property.name {
                "b" => toggles.strong = on(),
                "i" => toggles.emphasis = on(),
                "strike" | "dstrike" => toggles.strike = Some(toggles.strike == Some(true) || on() == Some(true)),
                "vanish" => toggles.hidden = on(),
                "u" => toggles.underline = value(property).map(|line| line != "none"),
                "vertAlign" => {
                    toggles.raised = value(property).map(|place| match place.as_str() {
                        "superscript" => Raised::Up,
                        "subscript" => Raised::Down,
                        _ => Raised::Not,
                    });
                }
                _ => {}
            }
        }
        toggles
    }

    /// These, and where they say nothing, the others.
    pub(super) fn or(&self, others: &Self) -> Self {
        Self {
            strong: self.strong.or(others.strong),
            emphasis: self.emphasis.or(others.emphasis),
            strike: self.strike.or(others.strike),
            hidden: self.hidden.or(others.hidden),
            underline: self.underline.or(others.underline),
            raised: self.raised.or(others.raised),
        }
    }
}

/// The outline level that properties state, from 0.
pub(super) fn outline(paragraph: &Element<'_>) -> Option<u8> {
    paragraph.child("outlineLvl").and_then(value)?.parse().ok()
}

/// The value of a property.
pub(super) fn value(property: &Element<'_>) -> Option<String> {
    property.attribute("val").map(|value| value.into_owned())
}

/// Word writes switches in four ways (17.17.4).
pub(super) fn is_on(value: &str) -> bool {
    !matches!(value, "0" | "false" | "off" | "none")
}
