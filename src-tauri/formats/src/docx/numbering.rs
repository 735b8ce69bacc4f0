//! The lists of a Word file: which of its paragraphs are bullets, which are numbered, and with what number they begin.
//!
//! A list (`num`) takes its looks from a pattern (`abstractNum`); lists of one pattern go on counting where another
//! one of them stopped, unless they say where to begin (ECMA-376 part 1, 17.9).

use std::collections::{HashMap, HashSet};

use super::styles::{ListPlace, Styles, value};
use crate::ReadError;
use crate::flow::Entry;
use crate::xml::{self, Element};

#[derive(Debug, Default)]
pub(super) struct Numbering {
    patterns: HashMap<String, HashMap<u8, Level>>,
    lists: HashMap<String, List>,
}

#[derive(Debug)]
struct Level {
    format: String,
    start: u32,
    /// The paragraph style that puts its paragraphs on this level.
    style: Option<String>,
}

#[derive(Debug)]
struct List {
    pattern: String,
    /// Where this list begins anew, by level.
    starts: HashMap<u8, u32>,
    levels: HashMap<u8, Level>,
}

/// How far the lists of a text have counted.
#[derive(Debug, Default)]
pub(super) struct Counting {
    /// By pattern and level.
    numbers: HashMap<(String, u8), u32>,
    /// The lists that have begun anew at a level.
    begun: HashSet<(String, u8)>,
}

/// A paragraph's place in a list, and what that list counts it by.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place {
    pub(super) entry: Entry,
    /// Of its list, from 0. Some lists are drawn deeper than they stand.
    level: u8,
}

impl Numbering {
    pub(super) fn read(text: Option<&str>) -> Result<Self, ReadError> {
        let mut numbering = Self::default();
        let Some(text) = text else { return Ok(numbering) };
        let root = xml::read(text)?;
        for element in root.elements() {
            match element.name {
                "abstractNum" => {
                    if let Some(id) = element.attribute("abstractNumId") {
                        let levels = element.elements().filter_map(Level::read).collect();
                        numbering.patterns.insert(id.into_owned(), levels);
                    }
                }
                "num" => {
                    if let Some(id) = element.attribute("numId") {
                        numbering.lists.insert(id.into_owned(), List::read(element));
                    }
                }
                _ => {}
            }
        }
        Ok(numbering)
    }

    /// The place that a paragraph has: what it says itself, then what its style says.
    pub(super) fn entry(&self, own: ListPlace, style: Option<&str>, styles: &Styles) -> Option<Place> {
        let inherited = styles.list(style);
        let id = own.id.or(inherited.id)?;
        let list = self.lists.get(&id)?;
        let by_style = || {
            let levels = self.patterns.get(&list.pattern)?;
            let is_it = |level: &Level| level.style.as_deref() == style;
            style.and_then(|_| levels.iter().find(|(_, level)| is_it(level)).map(|(index, _)| *index))
        };
        let level = own.level.or_else(by_style).or(inherited.level).unwrap_or(0).min(8);
        let drawn_at = if level == 0 { styles.list_depth(style) } else { None };
        match self.format(list, level) {
            // A level without a sign is a paragraph that is only moved to the right.
            Some("none") => None,
            format => Some(Place {
                entry: Entry {
                    list: id,
                    depth: drawn_at.unwrap_or(level),
                    numbered: format.is_some_and(|format| format != "bullet"),
                },
                level,
            }),
        }
    }

    fn level<'n>(&'n self, list: &'n List, level: u8) -> Option<&'n Level> {
        let own = list.levels.get(&level);
        own.or_else(|| self.patterns.get(&list.pattern)?.get(&level))
    }

    fn format<'n>(&'n self, list: &'n List, level: u8) -> Option<&'n str> {
        Some(&self.level(list, level)?.format)
    }
}

impl Level {
    fn read(element: &Element<'_>) -> Option<(u8, Self)> {
        if element.name != "lvl" {
            return None;
        }
        // Word wraps a format of its own in an alternative, with a plain one beside it.
        let format = element.child("numFmt").or_else(|| element.find("numFmt"));
        let level = Self {
            format: format.and_then(value).unwrap_or_else(|| "decimal".to_owned()),
            start: element
                .child("start")
                .and_then(value)
                .and_then(|start| start.parse().ok())
                .unwrap_or(1),
            style: element.child("pStyle").and_then(value),
        };
        Some((element.attribute("ilvl")?.parse().ok()?, level))
    }
}

impl List {
    fn read(element: &Element<'_>) -> Self {
        let mut list = Self {
            pattern: element.child("abstractNumId").and_then(value).unwrap_or_default(),
            starts: HashMap::new(),
            levels: HashMap::new(),
        };
        for change in element.elements().filter(|child| child.name == "lvlOverride") {
            let Some(index) = change.attribute("ilvl").and_then(|level| level.parse().ok()) else {
                continue;
            };
            let start = change.child("startOverride").and_then(value);
            if let Some(start) = start.and_then(|start| start.parse().ok()) {
                list.starts.insert(index, start);
            }
            list.levels.extend(change.elements().filter_map(Level::read));
        }
        list
    }
}

impl Counting {
    /// The number of the next entry; nothing for a bullet.
    pub(super) fn next(&mut self, place: &Place, numbering: &Numbering) -> Option<u32> {
        let Place { entry, level } = place;
        let level = *level;
        let list = numbering.lists.get(&entry.list)?;
        let start = numbering.level(list, level).map_or(1, |level| level.start);
        let anew = list
            .starts
            .get(&level)
            .filter(|_| self.begun.insert((entry.list.clone(), level)));
        let number = match (anew, self.numbers.get(&(list.pattern.clone(), level))) {
            (Some(&anew), _) => anew,
            (None, Some(&before)) => before.saturating_add(1),
            (None, None) => start,
        };
        self.numbers.insert((list.pattern.clone(), level), number);
        // Deeper levels begin again under each new entry.
        self.numbers
            .retain(|(pattern, deeper), _| *pattern != list.pattern || *deeper <= level);
        entry.numbered.then_some(number)
    }
}
