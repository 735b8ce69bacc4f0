//! Says which lines of a book are headings, and of which level in the whole book: its table of contents knows.
//!
//! Every file begins with its own first heading, and some books have none but in the looks of a paragraph.

use std::collections::{HashMap, HashSet};

use dom_query::{NodeId, NodeRef};

use super::Chapter;
use super::contents::Entry;
use crate::classes::Classes;
use crate::dom;

/// How far after the place that an entry leads to its heading may stand, in lines.
const NEAR: usize = 12;
/// A longer line is no heading, in letters.
const LONG: usize = 160;

/// The headings of a chapter.
#[derive(Debug, Default)]
pub(super) struct Headings {
    pub(super) levels: HashMap<NodeId, u8>,
    /// A title that only the contents know, and its level.
    pub(super) told: Option<(u8, String)>,
}

pub(super) fn find(chapters: &[Chapter], entries: &[Entry], classes: &Classes) -> Vec<Headings> {
    let mut by_path: HashMap<&str, Vec<&Entry>> = HashMap::new();
    for entry in entries {
        by_path.entry(&entry.path).or_default().push(entry);
    }
    let mut shift = 0;
    let mut looks = Looks::default();
    let mut all = Vec::new();
    let mut sheets = Vec::new();
    for (index, chapter) in chapters.iter().enumerate() {
        let sheet = Sheet::of(chapter);
        let own = by_path
            .get(chapter.path.as_str())
            .map(Vec::as_slice)
            .unwrap_or_default();
        let headings = if chapter.is_contents {
            Headings::default()
        } else {
            sheet.headings(own, index, &mut shift, &mut looks)
        };
        all.push(headings);
        sheets.push(sheet);
    }
    if !looks.levels.is_empty() {
        for (headings, sheet) in all.iter_mut().zip(&sheets) {
            looks.more(sheet, classes, &mut headings.levels);
        }
    }
    all
}

/// A chapter as lines: its headings and paragraphs in order.
struct Sheet<'d> {
    lines: Vec<Line<'d>>,
    /// The line that an id stands in or before.
    places: HashMap<String, usize>,
}

struct Line<'d> {
    node: NodeRef<'d>,
    /// Of a heading, in its own file.
    level: Option<u8>,
    folded: String,
}

impl<'d> Sheet<'d> {
    fn of(chapter: &'d Chapter) -> Self {
        let (mut lines, mut places) = (Vec::new(), HashMap::new());
        // Ids stand in the line that is being read, until another one begins.
        let mut inside: Option<NodeId> = None;
        for node in dom::below(&chapter.document.root()).filter(NodeRef::is_element) {
            if is_line(&node) {
                let folded = first_letters(&node);
                if !folded.is_empty() {
                    let level = level(&node);
                    lines.push(Line { node, level, folded });
                    inside = Some(node.id);
                }
            }
            for id in node.id_attr().into_iter().chain(node.attr("name")) {
                let is_inside = inside.is_some_and(|line| {
                    node.id == line || node.ancestors_it(None).take(20).any(|around| around.id == line)
                });
                let at = lines.len().saturating_sub(usize::from(is_inside));
                places.entry(id.to_string()).or_insert(at);
            }
        }
        Self { lines, places }
    }

    fn headings(&self, entries: &[&Entry], index: usize, shift: &mut i32, looks: &mut Looks) -> Headings {
        let mut headings = Headings::default();
        for entry in entries {
            let at = match &entry.place {
                Some(place) => self.places.get(place).copied(),
                None => Some(0),
            };
            let found = at.and_then(|at| self.heading_at(at, &folded(&entry.title), &headings.levels));
            if let Some(line) = found {
                headings.levels.insert(line.node.id, entry.level);
                match line.level {
                    Some(level) => *shift = i32::from(entry.level) - i32::from(level),
                    None => looks.remember(&line.node, entry.level),
                }
            } else if entry.place.is_none() && entries.len() == 1 && self.needs(&entry.title, index) {
                headings.told = Some((entry.level, entry.title.clone()));
            }
        }
        let top = entries.iter().map(|entry| entry.level).min().unwrap_or(1);
        for line in &self.lines {
            if let Some(level) = line.level
                && !headings.levels.contains_key(&line.node.id)
            {
                let level = (i32::from(level) + *shift).clamp(i32::from(top), 6).max(1);
                headings.levels.insert(line.node.id, u8::try_from(level).unwrap_or(6));
            }
        }
        headings
    }

    /// The heading that an entry means: the one that says the same, or the first one where it leads.
    fn heading_at(&self, at: usize, title: &str, taken: &HashMap<NodeId, u8>) -> Option<&Line<'d>> {
        let free = |line: &&Line<'_>| !taken.contains_key(&line.node.id);
        let near = || self.lines.get(at..).unwrap_or_default().iter().take(NEAR).filter(free);
        let same = || near().find(|line| line.folded == title);
        let first = || near().next().filter(|line| line.level.is_some());
        // "Chapter I" stands on one line, and what it is called on the next.
        let begins = || {
            let first = near().next()?;
            let rest = title.strip_prefix(&first.folded)?;
            near().nth(1).filter(|next| next.folded == rest)?;
            Some(first)
        };
        let part = || near().find(|line| line.level.is_some() && title.contains(&line.folded));
        same().or_else(begins).or_else(first).or_else(part)
    }

    /// Whether a title that only the contents have must be told: the chapter has words, and no heading of its own.
    fn needs(&self, title: &str, index: usize) -> bool {
        // LibreOffice counts the sections that it cannot name.
        let is_counted = title == format!("Section {}", index + 1);
        let folded = folded(title);
        let begins: String = self.lines.iter().take(4).map(|line| line.folded.as_str()).collect();
        let has_heading = self.lines.iter().take(NEAR).any(|line| line.level.is_some());
        !is_counted && !self.lines.is_empty() && !has_heading && !begins.contains(&folded)
    }
}

/// What paragraphs look like that are headings, where a book says it by looks alone.
#[derive(Debug, Default)]
struct Looks {
    /// By the class of the paragraph and of the words in it: a level.
    levels: HashMap<(String, String), u8>,
    /// By the class of the paragraph alone: the deepest level.
    paragraphs: HashMap<String, u8>,
}

impl Looks {
    fn remember(&mut self, node: &NodeRef<'_>, level: u8) {
        let (paragraph, words) = look(node);
        if !paragraph.is_empty() && !words.is_empty() {
            let deepest = self.paragraphs.entry(paragraph.clone()).or_insert(level);
            *deepest = level.max(*deepest);
            self.levels.entry((paragraph, words)).or_insert(level);
        }
    }

    /// Paragraphs that look as headings do, and whose words are all bold, are headings below them.
    fn more(&self, sheet: &Sheet<'_>, classes: &Classes, levels: &mut HashMap<NodeId, u8>) {
        for line in &sheet.lines {
            let (paragraph, words) = look(&line.node);
            let Some(level) = self.paragraphs.get(&paragraph) else {
                continue;
            };
            let is_short = line.folded.chars().count() <= LONG;
            if line.level.is_none()
                && is_short
                && classes.is_bold("span", &words)
                && !levels.contains_key(&line.node.id)
            {
                let same = self.levels.get(&(paragraph, words)).copied();
                levels.insert(line.node.id, same.unwrap_or((level + 1).min(6)));
            }
        }
    }
}

/// The class of a paragraph, and of its words where these have one look.
fn look(node: &NodeRef<'_>) -> (String, String) {
    let class = |node: &NodeRef<'_>| node.class().unwrap_or_default().to_string();
    let inner: HashSet<String> = node.children_it(false).take(4).map(|child| class(&child)).collect();
    let words = inner
        .into_iter()
        .next()
        .filter(|_| node.children_it(false).take(2).count() == 1);
    (class(node), words.unwrap_or_default())
}

/// Whether the element is a paragraph or a heading: it holds no others.
fn is_line(node: &NodeRef<'_>) -> bool {
    let is = |node: &NodeRef<'_>| level(node).is_some() || ["p", "div"].iter().any(|name| node.has_name(name));
    let holds = || {
        [
            "section",
            "table",
            "ul",
            "ol",
            "blockquote",
            "p",
            "div",
            "article",
            "aside",
        ]
    };
    is(node)
        && (level(node).is_some()
            || !node
                .children_it(false)
                .any(|child| level(&child).is_some() || holds().iter().any(|name| child.has_name(name))))
}

fn level(node: &NodeRef<'_>) -> Option<u8> {
    let name = node.node_name()?;
    let digit = name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&digit).then_some(digit)
}

/// The words that a line begins with, more than a heading has.
fn first_letters(node: &NodeRef<'_>) -> String {
    let mut letters = String::new();
    for text in dom::below(node).filter(NodeRef::is_text) {
        letters.push_str(&folded(&text.text()));
        if letters.len() > 4 * LONG {
            break;
        }
    }
    letters
}

/// Words as they are compared: contents often differ from headings in their spaces and capitals.
fn folded(words: &str) -> String {
    let letters = words.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
