//! The lists of an OpenDocument text: whether a level has bullets or numbers, and with what number a list begins.

use std::collections::HashMap;

use crate::xml::Element;

/// By the name of a list style, its levels from 1.
#[derive(Debug, Default)]
pub(super) struct ListStyles {
    by_name: HashMap<String, HashMap<u8, Level>>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Level {
    pub(super) numbered: bool,
    pub(super) start: u32,
}

/// How far lists have counted, by their style and level.
#[derive(Debug, Default)]
pub(super) struct Counting {
    numbers: HashMap<(String, u8), u32>,
}

impl ListStyles {
    pub(super) fn take(&mut self, root: &Element<'_>) {
        let groups = ["styles", "automatic-styles"]
            .into_iter()
            .filter_map(|group| root.child(group));
        for style in groups
            .flat_map(Element::elements)
            .filter(|style| style.name == "list-style")
        {
            let Some(name) = style.attribute("name") else { continue };
            let levels = style.elements().filter_map(|level| {
                let number = |name| level.attribute(name).and_then(|value| value.parse().ok());
                let format = level.attribute("num-format").is_some_and(|format| !format.is_empty());
                let numbered = level.name == "list-level-style-number" && format;
                let start = number("start-value").unwrap_or(1);
                Some((level.attribute("level")?.parse().ok()?, Level { numbered, start }))
            });
            self.by_name.insert(name.into_owned(), levels.collect());
        }
    }

    /// A level, from 1; a list without a style has bullets.
    pub(super) fn level(&self, style: Option<&str>, level: u8) -> Level {
        let bullets = Level {
            numbered: false,
            start: 1,
        };
        let known = style.and_then(|style| self.by_name.get(style)?.get(&level));
        known.copied().unwrap_or(bullets)
    }
}

impl Counting {
    /// The number of a list's first entry: what it says, or one more than where the one it goes on from stopped.
    pub(super) fn first(
        &mut self,
        style: Option<&str>,
        level: u8,
        start: u32,
        stated: Option<u32>,
        goes_on: bool,
    ) -> u32 {
        let key = (style.unwrap_or_default().to_owned(), level);
        let before = self.numbers.get(&key).filter(|_| goes_on);
        let first = stated.or_else(|| before.map(|&before| before.saturating_add(1)));
        let first = first.unwrap_or(start);
        self.numbers.insert(key, first.saturating_sub(1));
        first
    }

    /// Another entry.
    pub(super) fn count(&mut self, style: Option<&str>, level: u8) {
        let number = self
            .numbers
            .entry((style.unwrap_or_default().to_owned(), level))
            .or_default();
        *number = number.saturating_add(1);
    }
}
