//! Makes blocks of paragraphs: an office file has no quotations or stretches of code, and one of Word has no lists, only
//! paragraphs that look so.

use crate::blocks::{Container, Gate};

/// What a paragraph is going to be, once it has words.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    Plain,
    /// From 1 to 6.
    Heading(u8),
    Quote,
    Code,
    /// With its number, unless it is a bullet.
    Item(Entry, Option<u32>),
}

/// A paragraph's place in a list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    pub(crate) list: String,
    /// From 0.
    pub(crate) depth: u8,
    pub(crate) numbered: bool,
}

/// The blocks that are open around the next paragraph.
#[derive(Debug, Default)]
pub(crate) struct Flow {
    /// From the outside in; all but the last have an open item around the next.
    lists: Vec<Entry>,
    quote: bool,
    code: bool,
}

impl Flow {
    pub(crate) fn in_code(&self) -> bool {
        self.code
    }

    /// A paragraph begins: closes what it does not belong to, opens what it needs.
    pub(crate) fn enter(&mut self, shape: Shape, gate: &mut Gate) {
        match shape {
            Shape::Plain => self.close(gate),
            Shape::Heading(level) => {
                self.close(gate);
                gate.open_heading(level);
            }
            Shape::Quote => {
                if !self.quote {
                    self.close(gate);
                    gate.open(Container::Quote);
                    self.quote = true;
                }
            }
            Shape::Code => {
                if self.code {
                    gate.line_break();
                } else {
                    self.close(gate);
                    gate.open_code(None);
                    self.code = true;
                }
            }
            Shape::Item(entry, number) => self.item(entry, number, gate),
        }
    }

    fn item(&mut self, entry: Entry, number: Option<u32>, gate: &mut Gate) {
        if self.quote || self.code {
            self.close(gate);
        }
        // Bullets beneath each other are one list to the eye, whatever lists they are to Word.
        let is_same = |open: &Entry| *open == entry || !(open.numbered || entry.numbered);
        let is_other = |open: &Entry| open.depth > entry.depth || (open.depth == entry.depth && !is_same(open));
        while self.lists.last().is_some_and(is_other) {
            self.close_list(gate);
        }
        if self.lists.last().is_some_and(|open| open.depth == entry.depth) {
            gate.close();
        } else {
            let first = if entry.numbered { number.or(Some(1)) } else { None };
            gate.open(Container::List { first });
            self.lists.push(entry);
        }
        gate.open(Container::Item { checked: None });
    }

    fn close_list(&mut self, gate: &mut Gate) {
        // Its last item, and itself.
        gate.close();
        gate.close();
        self.lists.pop();
    }

    /// Closes everything.
    pub(crate) fn close(&mut self, gate: &mut Gate) {
        while !self.lists.is_empty() {
            self.close_list(gate);
        }
        if std::mem::take(&mut self.quote) {
            gate.close();
        }
        if std::mem::take(&mut self.code) {
            gate.close_leaf();
        }
    }
}
