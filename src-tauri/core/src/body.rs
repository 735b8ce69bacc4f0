//! The body of a revision: its text, the structure over it, and what was set aside.
//!
//! The closed block model. Whatever a file held, this is all that is left of it: no script, no handler,
//! no style, no address but http, https and mailto, nothing that is loaded by being shown.
//! All positions are code points into the one text; between two leaves the text holds only white space.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::picture::Picture;
use crate::text::Text;

/// How deep blocks may stand in one another; an import flattens what is deeper. A body is kept as JSON, which
/// `serde_json` reads back to 128 levels, and a table takes six of them.
pub const DEPTH_LIMIT: usize = 20;

/// A revision's text, and what it looks like.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Body {
    pub text: Text,
    pub blocks: Vec<Block>,
    /// In the order of their places.
    pub asides: Vec<Aside>,
    /// The pages that the text stood on, in order; none where the format knows no pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<Page>>", optional)]
    pub pages: Vec<Page>,
}

/// A page of the file that an article came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Page {
    /// Where its words begin in the text; a page without words begins where the next one does.
    pub start: u32,
    /// What the file calls it: `iv`, `12`.
    pub name: String,
}

/// Words that came with the article and are not part of it (a menu, a banner), folded at their place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Aside {
    /// It stands before the top-level block of this index; the number of blocks: at the end.
    pub before: u32,
    /// The number of lines that are not blank.
    pub lines: u32,
    pub text: Text,
    /// Positions are code points into the aside's own text.
    pub blocks: Vec<Block>,
}

/// Words of one block: a stretch of the text with the inline structure over it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Leaf {
    pub start: u32,
    /// Exclusive; equal to `start` in an empty table cell.
    pub end: u32,
    /// Ordered by start, the longer first; they nest or are apart, never cross.
    pub spans: Vec<Span>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "is", rename_all = "snake_case")]
#[ts(export)]
pub enum Block {
    /// `level` from 1 to 6.
    Heading {
        level: u8,
        leaf: Leaf,
    },
    Paragraph {
        leaf: Leaf,
    },
    /// Text whose spaces and line breaks count.
    Code {
        language: Option<String>,
        leaf: Leaf,
    },
    Quote {
        blocks: Vec<Block>,
    },
    /// `first` is the number of the first item; without it, bullets.
    List {
        first: Option<u32>,
        items: Vec<Item>,
    },
    Table {
        rows: Vec<Row>,
    },
    Figure {
        image: Image,
        caption: Vec<Block>,
    },
    /// A note at the foot of the text; a reference of the same label leads to it.
    Footnote {
        label: String,
        blocks: Vec<Block>,
    },
    Rule,
}

/// One entry of a list; `checked` where it is a task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Item {
    pub checked: Option<bool>,
    pub blocks: Vec<Block>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Row {
    pub cells: Vec<Cell>,
}

/// A cell of a table; `columns` and `rows` say how many it spans, from 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Cell {
    pub heading: bool,
    pub align: Option<Align>,
    pub columns: u16,
    pub rows: u16,
    pub blocks: Vec<Block>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Align {
    Start,
    Center,
    End,
}

/// An image by its words, and by its picture where one came with the file: nothing is loaded from elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Image {
    /// The alternative text, empty where there is none. Not part of the article's text.
    pub alt: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub picture: Option<Picture>,
}

/// Inline structure over a stretch of a leaf.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Span {
    pub start: u32,
    /// Exclusive; equal to `start` for a footnote reference and an image, which hold no words.
    pub end: u32,
    pub style: Style,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "is", rename_all = "snake_case")]
#[ts(export)]
pub enum Style {
    Emphasis,
    Strong,
    Strike,
    Underline,
    Code,
    Superscript,
    Subscript,
    Small,
    Link {
        href: Href,
    },
    /// East Asian words with their reading; the reading is not part of the text.
    Ruby {
        reading: String,
    },
    FootnoteReference {
        label: String,
    },
    Image {
        image: Image,
    },
}

/// An address that a person may follow: http, https or mailto, and nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
pub struct Href(String);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an http, https or mailto address")]
pub struct HrefError;

impl Href {
    /// # Errors
    /// When the scheme is another one, or there is none: `javascript:`, `data:`, `file:`, relative.
    pub fn new(address: &str) -> Result<Self, HrefError> {
        // Browsers skip these inside a scheme (WHATWG URL, "remove all ASCII tab or newline").
        let address: String = address.trim().chars().filter(|c| !c.is_control()).collect();
        let known = |scheme: &str| {
            address
                .get(..scheme.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(scheme))
                && address.len() > scheme.len()
        };
        if address.len() <= 8_192 && ["http://", "https://", "mailto:"].into_iter().any(known) {
            Ok(Self(address))
        } else {
            Err(HrefError)
        }
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Href {
    type Error = HrefError;

    fn try_from(address: String) -> Result<Self, HrefError> {
        Self::new(&address)
    }
}

impl From<Href> for String {
    fn from(href: Href) -> Self {
        href.0
    }
}

/// Where a body breaks its own rules.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BodyError {
    #[error("a block at {at} does not follow the one before it")]
    Order { at: u32 },
    #[error("a block ends at {end}, past the text's {length} characters")]
    Outside { end: u32, length: u32 },
    #[error("words at {at} stand in no block")]
    Unshown { at: u32 },
    #[error("a span at {at} crosses another one or leaves its block")]
    Span { at: u32 },
    #[error("blocks nest deeper than {DEPTH_LIMIT}")]
    Depth,
    #[error("the pages do not follow each other in the text")]
    Pages,
    #[error("there is no aside {index}")]
    NoAside { index: u32 },
}

impl Block {
    /// The leaves of this block in reading order.
    pub fn leaves<'b>(&'b self, into: &mut Vec<&'b Leaf>) {
        match self {
            Self::Heading { leaf, .. } | Self::Paragraph { leaf } | Self::Code { leaf, .. } => into.push(leaf),
            Self::Quote { blocks } | Self::Figure { caption: blocks, .. } | Self::Footnote { blocks, .. } => {
                blocks.iter().for_each(|block| block.leaves(into));
            }
            Self::List { items, .. } => items
                .iter()
                .flat_map(|item| &item.blocks)
                .for_each(|block| block.leaves(into)),
            Self::Table { rows } => rows
                .iter()
                .flat_map(|row| &row.cells)
                .flat_map(|cell| &cell.blocks)
                .for_each(|block| block.leaves(into)),
            Self::Rule => {}
        }
    }

    /// The same leaves, to be moved.
    pub fn leaves_mut<'b>(&'b mut self, into: &mut Vec<&'b mut Leaf>) {
        match self {
            Self::Heading { leaf, .. } | Self::Paragraph { leaf } | Self::Code { leaf, .. } => into.push(leaf),
            Self::Quote { blocks } | Self::Figure { caption: blocks, .. } | Self::Footnote { blocks, .. } => {
                blocks.iter_mut().for_each(|block| block.leaves_mut(into));
            }
            Self::List { items, .. } => {
                items
                    .iter_mut()
                    .flat_map(|item| &mut item.blocks)
                    .for_each(|block| block.leaves_mut(into));
            }
            Self::Table { rows } => rows
                .iter_mut()
                .flat_map(|row| &mut row.cells)
                .flat_map(|cell| &mut cell.blocks)
                .for_each(|block| block.leaves_mut(into)),
            Self::Rule => {}
        }
    }

    /// How many blocks stand in one another here, itself included.
    #[must_use]
    pub fn depth(&self) -> usize {
        let inner = |blocks: &[Self]| blocks.iter().map(Self::depth).max().unwrap_or(0);
        1 + match self {
            Self::Quote { blocks } | Self::Figure { caption: blocks, .. } | Self::Footnote { blocks, .. } => {
                inner(blocks)
            }
            Self::List { items, .. } => items.iter().map(|item| inner(&item.blocks)).max().unwrap_or(0),
            Self::Table { rows } => rows
                .iter()
                .flat_map(|row| &row.cells)
                .map(|cell| inner(&cell.blocks))
                .max()
                .unwrap_or(0),
            Self::Heading { .. } | Self::Paragraph { .. } | Self::Code { .. } | Self::Rule => 0,
        }
    }
}

/// The leaves of several blocks in reading order.
#[must_use]
pub fn leaves(blocks: &[Block]) -> Vec<&Leaf> {
    let mut leaves = Vec::new();
    blocks.iter().for_each(|block| block.leaves(&mut leaves));
    leaves
}

/// Where lines were brought back into a text: everything from `at` on stands `by` code points later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    pub at: u32,
    pub by: u32,
}

impl Body {
    /// Checks every rule of the block model.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn check(&self) -> Result<(), BodyError> {
        check(&self.text, &self.blocks)?;
        let starts = self.pages.iter().map(|page| page.start);
        if !starts.clone().is_sorted() || starts.clone().any(|start| start > self.text.len()) {
            return Err(BodyError::Pages);
        }
        self.asides
            .iter()
            .try_for_each(|aside| check(&aside.text, &aside.blocks))
    }

    /// The body with one of its asides brought back into the text, and what that moved.
    ///
    /// # Errors
    /// When there is no such aside.
    pub fn bring_back(&self, index: u32) -> Result<(Self, Shift), BodyError> {
        let mut body = self.clone();
        if index as usize >= body.asides.len() {
            return Err(BodyError::NoAside { index });
        }
        let aside = body.asides.remove(index as usize);
        let before = (aside.before as usize).min(body.blocks.len());
        let next = leaves(&body.blocks[before..]).first().map(|leaf| leaf.start);
        // White space at the end of the text stays at the end of the text.
        let last = leaves(&body.blocks).last().map_or(0, |leaf| leaf.end);
        let (at, inserted, skipped) = match next {
            Some(at) => (at, format!("{}\n\n", aside.text.as_str()), 0),
            None if last == 0 => (0, aside.text.as_str().to_owned(), 0),
            None => (last, format!("\n\n{}", aside.text.as_str()), 2),
        };
        let by = inserted.chars().count() as u32;
        let move_leaves = |blocks: &mut [Block], by: u32| {
            let mut leaves = Vec::new();
            blocks.iter_mut().for_each(|block| block.leaves_mut(&mut leaves));
            for leaf in leaves {
                leaf.start += by;
                leaf.end += by;
                for span in &mut leaf.spans {
                    span.start += by;
                    span.end += by;
                }
            }
        };
        let mut returned = aside.blocks;
        move_leaves(&mut returned, at + skipped);
        move_leaves(&mut body.blocks[before..], by);
        let count = returned.len() as u32;
        body.blocks.splice(before..before, returned);
        for page in body.pages.iter_mut().filter(|page| page.start > 0 && page.start >= at) {
            page.start += by;
        }
        body.text = Text::new(format!(
            "{}{inserted}{}",
            self.text.between(0, at),
            self.text.between(at, self.text.len())
        ));
        for other in &mut body.asides[index as usize..] {
            other.before += count;
        }
        Ok((body, Shift { at, by }))
    }
}

fn check(text: &Text, blocks: &[Block]) -> Result<(), BodyError> {
    if blocks.iter().map(Block::depth).max().unwrap_or(0) > DEPTH_LIMIT {
        return Err(BodyError::Depth);
    }
    let mut at = 0;
    for leaf in leaves(blocks) {
        if leaf.start < at || leaf.end < leaf.start {
            return Err(BodyError::Order { at: leaf.start });
        }
        if leaf.end > text.len() {
            return Err(BodyError::Outside {
                end: leaf.end,
                length: text.len(),
            });
        }
        blank(text, at, leaf.start)?;
        check_spans(leaf)?;
        at = leaf.end;
    }
    blank(text, at, text.len())
}

fn blank(text: &Text, from: u32, to: u32) -> Result<(), BodyError> {
    match text.between(from, to).chars().position(|c| !c.is_whitespace()) {
        Some(offset) => Err(BodyError::Unshown {
            at: from + offset as u32,
        }),
        None => Ok(()),
    }
}

fn check_spans(leaf: &Leaf) -> Result<(), BodyError> {
    let mut open: Vec<u32> = Vec::new();
    let mut previous = (leaf.start, u32::MAX);
    for span in &leaf.spans {
        let wrong = BodyError::Span { at: span.start };
        if span.start < leaf.start || span.end > leaf.end || span.end < span.start {
            return Err(wrong);
        }
        if span.start < previous.0 || (span.start == previous.0 && span.end > previous.1) {
            return Err(wrong);
        }
        open.retain(|&end| end > span.start);
        if open.last().is_some_and(|&end| span.end > end) {
            return Err(wrong);
        }
        if span.end > span.start {
            open.push(span.end);
        }
        previous = (span.start, span.end);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A body with one paragraph a line; lines that start with `~` are set aside.
    fn body(lines: &[&str]) -> Body {
        let paragraph = |start: u32, line: &str| Block::Paragraph {
            leaf: Leaf {
                start,
                end: start + line.chars().count() as u32,
                spans: Vec::new(),
            },
        };
        let (mut text, mut blocks, mut asides) = (String::new(), Vec::new(), Vec::new());
        for line in lines {
            if let Some(words) = line.strip_prefix('~') {
                asides.push(Aside {
                    before: blocks.len() as u32,
                    lines: 1,
                    text: Text::new(words.into()),
                    blocks: vec![paragraph(0, words)],
                });
            } else {
                if !text.is_empty() {
                    text.push_str("\n\n");
                }
                blocks.push(paragraph(text.chars().count() as u32, line));
                text.push_str(line);
            }
        }
        let text = Text::new(text);
        Body {
            text,
            blocks,
            asides,
            pages: Vec::new(),
        }
    }

    fn words(body: &Body) -> Vec<&str> {
        leaves(&body.blocks)
            .iter()
            .map(|leaf| body.text.between(leaf.start, leaf.end))
            .collect()
    }

    #[test]
    fn what_was_set_aside_comes_back_at_its_place() {
        let pasted = body(&["~Sommaire", "Un départ", "~Abonne-toi", "Il détient 49%", "~TAGS"]);
        let (first, shift) = pasted.bring_back(0).unwrap();
        assert_eq!(words(&first), ["Sommaire", "Un départ", "Il détient 49%"]);
        assert_eq!(shift, Shift { at: 0, by: 10 });
        let (middle, _) = first.bring_back(0).unwrap();
        let (all, end) = middle.bring_back(0).unwrap();
        assert_eq!(
            words(&all),
            ["Sommaire", "Un départ", "Abonne-toi", "Il détient 49%", "TAGS"]
        );
        assert_eq!(end.at, middle.text.len(), "nothing after the last aside moves");
        for body in [&pasted, &first, &middle, &all] {
            body.check().unwrap();
        }
        assert!(matches!(all.bring_back(0), Err(BodyError::NoAside { index: 0 })));
    }

    #[test]
    fn asides_come_back_in_any_order_with_the_same_result() {
        let pasted = body(&["~a", "b", "~c", "d", "~e"]);
        let (backwards, _) = pasted.bring_back(2).unwrap();
        let (backwards, _) = backwards.bring_back(1).unwrap();
        let (backwards, _) = backwards.bring_back(0).unwrap();
        assert_eq!(words(&backwards), ["a", "b", "c", "d", "e"]);
        backwards.check().unwrap();
    }

    #[test]
    fn the_deepest_body_is_read_back_from_json() {
        let mut body = body(&["un"]);
        for _ in 1..DEPTH_LIMIT {
            let cell = Cell {
                heading: false,
                align: None,
                columns: 1,
                rows: 1,
                blocks: std::mem::take(&mut body.blocks),
            };
            let rows = vec![Row { cells: vec![cell] }];
            body.blocks = vec![Block::Table { rows }];
        }
        body.check().unwrap();
        let json = serde_json::to_string(&body).unwrap();
        assert_eq!(serde_json::from_str::<Body>(&json).unwrap(), body);
        body.blocks = vec![Block::Quote {
            blocks: std::mem::take(&mut body.blocks),
        }];
        assert_eq!(body.check(), Err(BodyError::Depth));
    }

    #[test]
    fn words_in_no_block_and_crossing_spans_are_found() {
        let mut unshown = body(&["un", "deux"]);
        unshown.blocks.remove(0);
        assert_eq!(unshown.check(), Err(BodyError::Unshown { at: 0 }));
        let mut crossing = body(&["un deux trois"]);
        let span = |start, end| Span {
            start,
            end,
            style: Style::Strong,
        };
        let Block::Paragraph { leaf } = &mut crossing.blocks[0] else {
            unreachable!()
        };
        leaf.spans = vec![span(0, 7), span(3, 10)];
        assert_eq!(crossing.check(), Err(BodyError::Span { at: 3 }));
    }

    #[test]
    fn only_addresses_a_person_may_follow_are_addresses() {
        for good in [
            "https://obelus.example/a",
            "HTTP://a.b",
            "mailto:a@b.c",
            " https://a.b\n",
        ] {
            assert!(Href::new(good).is_ok(), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "//a.b",
            "a.html",
            "https://",
            "vbscript:x",
            "",
        ] {
            assert!(Href::new(bad).is_err(), "{bad}");
        }
        assert!(serde_json::from_str::<Href>("\"javascript:alert(1)\"").is_err());
    }
}
