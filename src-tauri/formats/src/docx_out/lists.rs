//! The lists of a Word file (ECMA-376 part 1, 17.9): their signs and numbers are drawn by Word and are no words.

use std::fmt::Write;

use super::part::whole;
use super::xml::line;

/// How far a list moves to the right, in twentieths of a point.
pub(super) const STEP: u32 = 400;
/// The deepest level that Word has, from 0.
pub(super) const DEEPEST: u32 = 8;

/// A paragraph's place in a list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    pub(super) list: usize,
    pub(super) level: u32,
}

/// The lists that were begun.
#[derive(Debug)]
pub(super) struct Lists {
    patterns: String,
    pattern_count: usize,
    lists: String,
    list_count: usize,
    signs: Vec<(String, usize)>,
}

const BULLETS: usize = 0;
const NUMBERS: usize = 1;

impl Default for Lists {
    fn default() -> Self {
        let mut lists = Self {
            patterns: String::new(),
            pattern_count: 0,
            lists: String::new(),
            list_count: 0,
            signs: Vec::new(),
        };
        lists.pattern("bullet", &|level| ["•", "–", "▪"][level % 3].to_owned());
        lists.pattern("decimal", &|level| format!("%{}.", level + 1));
        lists
    }
}

impl Lists {
    /// The list of a sign: all its items belong to one.
    fn signed(&mut self, sign: &str) -> usize {
        if let Some((_, list)) = self.signs.iter().find(|(known, _)| known == sign) {
            return *list;
        }
        let pattern = match sign {
            "" => BULLETS,
            // In a pattern, % begins a number.
            sign => self.pattern("bullet", &|_| line(&sign.replace('%', "％"), 20)),
        };
        let list = self.list(pattern, "");
        self.signs.push((sign.to_owned(), list));
        list
    }

    pub(super) fn bullets(&mut self) -> usize {
        self.signed("")
    }

    /// Items that begin with this sign, whatever it is: a box, a note's own label.
    pub(super) fn sign(&mut self, sign: &str) -> usize {
        self.signed(if sign.trim().is_empty() { "*" } else { sign })
    }

    /// A list of its own, that counts from `first`.
    pub(super) fn numbers(&mut self, first: u32, level: u32) -> usize {
        // Word counts to 32,767.
        let first = first.min(32_767);
        let begin = format!("<w:lvlOverride w:ilvl=\"{level}\"><w:startOverride w:val=\"{first}\"/></w:lvlOverride>");
        self.list(NUMBERS, &begin)
    }

    fn list(&mut self, pattern: usize, begin: &str) -> usize {
        self.list_count += 1;
        let _ = write!(
            self.lists,
            "<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"{pattern}\"/>{begin}</w:num>",
            self.list_count
        );
        self.list_count
    }

    fn pattern(&mut self, format: &str, sign: &dyn Fn(usize) -> String) -> usize {
        let pattern = self.pattern_count;
        self.pattern_count += 1;
        let _ = write!(
            self.patterns,
            "<w:abstractNum w:abstractNumId=\"{pattern}\"><w:multiLevelType w:val=\"hybridMultilevel\"/>"
        );
        for level in 0..=DEEPEST {
            let _ = write!(
                self.patterns,
                "<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{}\"/><w:lvlJc w:val=\"left\"/>\
                 <w:pPr><w:ind w:left=\"{}\" w:hanging=\"{STEP}\"/></w:pPr><w:rPr><w:rFonts w:hint=\"default\"/></w:rPr></w:lvl>",
                sign(level as usize),
                STEP * (level + 1),
            );
        }
        self.patterns.push_str("</w:abstractNum>");
        pattern
    }

    pub(super) fn xml(&self) -> Vec<u8> {
        whole("w:numbering", &format!("{}{}", self.patterns, self.lists))
    }
}
