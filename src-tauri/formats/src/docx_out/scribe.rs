//! Writes blocks into a part of a Word file: paragraphs with styles, lists, figures, notes.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use obelus_core::body::{Block, Body, Item, Leaf};

use super::book::Book;
use super::direction::runs_right_to_left;
use super::lists::{DEEPEST, Place, STEP};
use super::marks::Marks;
use super::notes::Notes;
use super::part::Part;
use super::references::Passage;
use super::words::Words;
use crate::checked::Checked;
use crate::labels::Labels;
use crate::weave::{Run, weave};

/// How wide the text of a page is, in twentieths of a point.
pub(super) const WIDTH: u32 = 8_960;

pub(super) struct Scribe<'w> {
    pub(super) part: Part,
    /// The part of the footnotes; while one of them is written, the other one.
    pub(super) footnotes: Part,
    pub(super) book: &'w mut Book,
    pub(super) labels: &'w Labels,
    pub(super) checked: &'w Checked<'w>,
    pub(super) text: Source<'w>,
    /// The style of a paragraph that is nothing else; none in the article's text.
    pub(super) plain: &'static str,
    /// How far everything here is moved to the right, in twentieths of a point.
    pub(super) indent: u32,
    /// How wide this stands, in twentieths of a point.
    pub(super) width: u32,
    pub(super) align: Option<&'static str>,
    /// How many lists and quotations stand around.
    lists: u32,
    quotes: u32,
    /// What the next paragraph begins with.
    place: Option<Place>,
    pub(super) prefix: Option<String>,
    /// Whether the file is somebody else's: its lists and styles are not ours, signs and numbers of lists are words.
    pub(super) is_guest: bool,
    turn: usize,
    pub(super) in_footnote: bool,
    /// How many notes the text has referred to.
    pub(super) count: u32,
    /// The notes that have their reference, by their turn, and the numbers that Word gives them.
    pub(super) referred: HashMap<usize, u32>,
    /// What has begun and not ended, by its place.
    pub(super) open: HashMap<usize, Begun>,
    /// The marks that have a comment already.
    pub(super) said: HashSet<usize>,
}

/// What says of the words of a place what was found.
pub(super) enum Begun {
    Comment(u32),
    Footnote(Passage),
}

/// What is written: an article with its marks, or the words of somebody about it.
pub(super) struct Source<'w> {
    pub(super) body: &'w Body,
    pub(super) marks: Option<&'w Marks<'w>>,
    pub(super) notes: &'w Notes<'w>,
    pub(super) runs: &'w [Vec<Run>],
    pub(super) leaf: usize,
}

/// The runs of a text without marks.
pub(super) fn bare(body: &Body) -> Vec<Vec<Run>> {
    weave(&obelus_core::body::leaves(&body.blocks), &[])
}

impl<'w> Scribe<'w> {
    pub(super) fn new(book: &'w mut Book, checked: &'w Checked<'w>, labels: &'w Labels, text: Source<'w>) -> Self {
        Self {
            part: Part::default(),
            footnotes: Part::default(),
            book,
            labels,
            checked,
            text,
            plain: "",
            indent: 0,
            width: WIDTH,
            align: None,
            lists: 0,
            quotes: 0,
            place: None,
            prefix: None,
            is_guest: false,
            turn: 0,
            in_footnote: false,
            count: 0,
            referred: HashMap::new(),
            open: HashMap::new(),
            said: HashSet::new(),
        }
    }

    /// The same part goes on with another text: a person's note.
    pub(super) fn aside(&mut self, body: &Body, plain: &'static str) {
        let (notes, runs) = (Notes::default(), bare(body));
        let mut other = Scribe::new(
            self.book,
            self.checked,
            self.labels,
            Source {
                body,
                marks: None,
                notes: &notes,
                runs: &runs,
                leaf: 0,
            },
        );
        other.plain = plain;
        other.width = self.width;
        other.is_guest = self.is_guest;
        other.prefix = self.prefix.take();
        std::mem::swap(&mut other.part, &mut self.part);
        other.blocks(&body.blocks);
        other.settle();
        self.part = other.part;
    }

    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    pub(super) fn block(&mut self, block: &Block) {
        match block {
            // A note's headings are no headings of the document.
            Block::Heading { leaf, .. } if self.text.marks.is_none() => {
                self.paragraph(self.plain, leaf, "<w:keepNext/>", true);
            }
            Block::Heading { level, leaf } => {
                let style = ["Heading1", "Heading2", "Heading3", "Heading4", "Heading5", "Heading6"];
                self.paragraph(style[usize::from((*level).clamp(1, 6)) - 1], leaf, "", false);
            }
            Block::Paragraph { leaf } => {
                let style = match self.plain {
                    "" if self.quotes > 0 => "Quote",
                    "" if self.lists > 0 => "ListParagraph",
                    plain => plain,
                };
                self.paragraph(style, leaf, "", false);
            }
            Block::Code { leaf, .. } => {
                self.paragraph(
                    if self.is_around() {
                        "ObelusCode"
                    } else {
                        "HTMLPreformatted"
                    },
                    leaf,
                    "",
                    false,
                );
            }
            Block::Quote { blocks } => {
                self.settle();
                self.quotes += 1;
                self.moved(|scribe| scribe.blocks(blocks));
                self.quotes -= 1;
            }
            Block::List { first, items } => self.list(*first, items),
            Block::Table { rows } => {
                self.settle();
                self.table(rows);
            }
            Block::Figure { image, caption } => {
                self.settle();
                let picture = self.image(image);
                let style = if self.is_around() { self.plain } else { "Picture" };
                let place = self.properties(style, "", false);
                let _ = write!(self.part.out, "<w:p>{place}{picture}</w:p>");
                let outer = self.plain;
                self.plain = if outer.is_empty() { "Caption" } else { outer };
                self.blocks(caption);
                self.plain = outer;
            }
            Block::Footnote { label, blocks } => self.footnote(label, blocks),
            Block::Rule => {
                self.settle();
                match self.is_around() {
                    true => self.line(self.plain, &Words::default().runs("* * *", false, false)),
                    false => self.line("HorizontalLine", ""),
                }
            }
        }
    }

    /// Whether somebody's note is written around the article: it is no text of it.
    pub(super) fn is_around(&self) -> bool {
        self.plain.starts_with("Obelus")
    }

    /// The article's own headline, which opens the document.
    pub(super) fn headline(&mut self, block: &Block) {
        match block {
            Block::Heading { leaf, .. } => self.paragraph("Title", leaf, "", false),
            other => self.block(other),
        }
    }

    /// What stands one step to the right.
    fn moved(&mut self, write: impl FnOnce(&mut Self)) {
        self.indent += STEP;
        write(self);
        self.indent -= STEP;
    }

    fn list(&mut self, first: Option<u32>, items: &[Item]) {
        self.settle();
        let level = self.lists.min(DEEPEST);
        let numbers = first
            .filter(|_| !self.is_guest)
            .map(|first| self.book.lists.numbers(first, level));
        self.lists += 1;
        for (index, item) in items.iter().enumerate() {
            if self.is_guest {
                let sign = match (item.checked, first) {
                    (Some(true), _) => "☑".to_owned(),
                    (Some(false), _) => "☐".to_owned(),
                    (None, Some(first)) => format!("{}.", first as usize + index),
                    (None, None) => "•".to_owned(),
                };
                self.prefix = Some(Words::default().runs(&format!("{sign} "), false, false));
                self.moved(|scribe| {
                    scribe.blocks(&item.blocks);
                    scribe.settle();
                });
                continue;
            }
            let list = match (item.checked, numbers) {
                (Some(done), _) => self.book.lists.sign(if done { "☑" } else { "☐" }),
                (None, Some(numbers)) => numbers,
                (None, None) => self.book.lists.bullets(),
            };
            self.place = Some(Place { list, level });
            self.moved(|scribe| {
                scribe.blocks(&item.blocks);
                scribe.settle();
            });
        }
        self.lists -= 1;
    }

    fn footnote(&mut self, label: &str, blocks: &[Block]) {
        self.settle();
        let turn = self.turn;
        self.turn += 1;
        let outer = self.plain;
        if self.text.marks.is_some() {
            self.plain = "FootnoteText";
        }
        if let Some(number) = self.text.notes.number(turn) {
            std::mem::swap(&mut self.part, &mut self.footnotes);
            let around = (self.indent, self.width, self.lists, self.quotes, self.align);
            (self.indent, self.width, self.lists, self.quotes, self.align) = (0, WIDTH, 0, 0, None);
            self.in_footnote = true;
            let _ = write!(self.part.out, "<w:footnote w:id=\"{number}\">");
            self.prefix = Some(
                "<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteRef/></w:r>\
                 <w:r><w:t xml:space=\"preserve\"> </w:t></w:r>"
                    .to_owned(),
            );
            self.blocks(blocks);
            self.settle();
            self.part.out.push_str("</w:footnote>");
            self.in_footnote = false;
            (self.indent, self.width, self.lists, self.quotes, self.align) = around;
            std::mem::swap(&mut self.part, &mut self.footnotes);
        } else {
            if self.is_guest {
                self.prefix = Some(Words::default().runs(&format!("{label} "), false, false));
            } else {
                let list = self.book.lists.sign(label);
                self.place = Some(Place { list, level: 0 });
                self.prefix = self.text.marks.map(|_| self.target(&format!("note_{turn}")));
            }
            self.moved(|scribe| {
                scribe.blocks(blocks);
                scribe.settle();
            });
        }
        self.plain = outer;
    }

    /// A place that a link in the file can lead to.
    pub(super) fn target(&mut self, name: &str) -> String {
        let id = self.book.id();
        format!("<w:bookmarkStart w:id=\"{id}\" w:name=\"{name}\"/><w:bookmarkEnd w:id=\"{id}\"/>")
    }

    /// A number, or the sign of a note, that no paragraph took stands in one of its own.
    pub(super) fn settle(&mut self) {
        if self.place.is_some() || self.prefix.is_some() {
            let properties = self.properties(self.plain, "", false);
            let prefix = self.prefix.take().unwrap_or_default();
            let _ = write!(self.part.out, "<w:p>{properties}{prefix}</w:p>");
        }
    }

    fn paragraph(&mut self, style: &'static str, leaf: &Leaf, more: &str, is_bold: bool) {
        let words = self.text.body.text.between(leaf.start, leaf.end);
        let right_to_left = runs_right_to_left(words);
        let properties = self.properties(style, more, right_to_left);
        let prefix = self.prefix.take().unwrap_or_default();
        let _ = write!(self.part.out, "<w:p>{properties}{prefix}");
        self.leaf(leaf, right_to_left, is_bold);
        self.part.out.push_str("</w:p>");
    }

    /// What a paragraph says of itself, where it differs from its style.
    fn properties(&mut self, style: &str, keep: &str, right_to_left: bool) -> String {
        let mut properties = String::new();
        if !style.is_empty() {
            let _ = write!(properties, "<w:pStyle w:val=\"{style}\"/>");
        }
        properties.push_str(keep);
        let place = self.place.take();
        if let Some(Place { list, level }) = place {
            let _ = write!(
                properties,
                "<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>"
            );
        }
        if right_to_left {
            properties.push_str("<w:bidi/>");
        }
        let usual = match place {
            Some(place) => STEP * (place.level + 1),
            None if style == "Quote" => STEP,
            None => 0,
        };
        if self.indent != usual {
            let hanging = match place {
                Some(_) => format!(" w:hanging=\"{STEP}\""),
                None => String::new(),
            };
            let _ = write!(properties, "<w:ind w:left=\"{}\"{hanging}/>", self.indent);
        }
        if let Some(align) = self.align {
            let _ = write!(properties, "<w:jc w:val=\"{align}\"/>");
        }
        if properties.is_empty() {
            return properties;
        }
        format!("<w:pPr>{properties}</w:pPr>")
    }
}
