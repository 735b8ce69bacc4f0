//! Writes an article's blocks as values for the typesetter, with the marks woven into them.
//!
//! The words go to the page as data, never as mark-up: the templates read this and nothing else, and what somebody
//! wrote into an article or a note is only ever shown.

use obelus_core::body::{Align, Block, Body, Image, Leaf, Span, Style};
use serde_json::{Map, Value, json};

use super::grid;
use super::pictures::Pictures;
use crate::checked::Woven;
use crate::weave::{Step, steps};

/// How deep blocks are set in one another: narrower columns could not be read, and the typesetter has limits too.
const DEPTH: usize = 6;

/// How many characters without a space may stand on one line.
const LONG: usize = 40;

/// The places of marks over each stretch of marked words, known by its index: the page says it where it draws them.
pub(super) type Stretches = Vec<Vec<usize>>;

pub(super) struct Writer<'w> {
    body: &'w Body,
    woven: &'w Woven<'w>,
    /// The leaf that comes next, counted through the body.
    leaf: usize,
    pub(super) stretches: Stretches,
    /// The marks whose number stands in the text already: only the first has the note beside it.
    numbered: Vec<bool>,
    /// The level of the heading before: in a tagged file none is left out.
    level: u8,
}

impl<'w> Writer<'w> {
    pub(super) fn new(body: &'w Body, woven: &'w Woven<'w>) -> Self {
        Self {
            body,
            woven,
            leaf: 0,
            stretches: Vec::new(),
            numbered: vec![false; woven.marks.len()],
            level: 0,
        }
    }

    pub(super) fn blocks(&mut self, blocks: &[Block], depth: usize, pictures: &mut Pictures<'_>) -> Vec<Value> {
        let mut written = Vec::with_capacity(blocks.len());
        for block in blocks {
            self.block(block, depth, pictures, &mut written);
        }
        written
    }

    fn block(&mut self, block: &Block, depth: usize, pictures: &mut Pictures<'_>, written: &mut Vec<Value>) {
        let is_deep = depth >= DEPTH;
        match block {
            Block::Heading { level, leaf } => {
                self.level = (*level).min(self.level + 1);
                let level = self.level;
                written.push(self.leaf("heading", leaf, pictures, &[("level", json!(level))]));
            }
            Block::Paragraph { leaf } => written.push(self.leaf("paragraph", leaf, pictures, &[])),
            Block::Code { leaf, .. } => written.push(self.leaf("code", leaf, pictures, &[])),
            Block::Quote { blocks } if is_deep => written.extend(self.blocks(blocks, depth, pictures)),
            Block::Quote { blocks } => {
                let blocks = self.blocks(blocks, depth + 1, pictures);
                written.push(json!({"is": "quote", "blocks": blocks}));
            }
            Block::List { items, .. } if is_deep => {
                for item in items {
                    written.extend(self.blocks(&item.blocks, depth, pictures));
                }
            }
            Block::List { first, items } => {
                let mut all = Vec::with_capacity(items.len());
                for item in items {
                    let blocks = self.blocks(&item.blocks, depth + 1, pictures);
                    all.push(json!({"checked": item.checked, "blocks": blocks}));
                }
                written.push(json!({"is": "list", "first": first, "items": all}));
            }
            Block::Table { rows } if is_deep => {
                for cell in rows.iter().flat_map(|row| &row.cells) {
                    written.extend(self.blocks(&cell.blocks, depth, pictures));
                }
            }
            Block::Table { rows } => {
                let grid = grid::lay(rows);
                let mut cells = Vec::new();
                for (cell, place) in rows.iter().flat_map(|row| &row.cells).zip(&grid.places) {
                    let align = cell.align.map(|align| match align {
                        Align::Start => "start",
                        Align::Center => "center",
                        Align::End => "end",
                    });
                    let blocks = self.blocks(&cell.blocks, depth + 2, pictures);
                    cells.push(json!({
                        "x": place.x, "y": place.y, "columns": place.columns, "rows": place.rows,
                        "heading": cell.heading, "align": align, "blocks": blocks,
                    }));
                }
                let heads = rows
                    .first()
                    .is_some_and(|row| row.cells.iter().all(|cell| cell.heading));
                let heads = usize::from(heads && grid.first_row_is_whole);
                written.push(json!({"is": "table", "columns": grid.columns, "heads": heads, "cells": cells}));
            }
            Block::Figure { image, caption } => {
                let picture = self.image(image, pictures);
                let blocks = self.blocks(caption, depth + 1, pictures);
                written.push(json!({"is": "figure", "picture": picture, "blocks": blocks}));
            }
            Block::Footnote { label, blocks } => {
                let blocks = self.blocks(blocks, depth + 1, pictures);
                written.push(json!({"is": "footnote", "label": label, "blocks": blocks}));
            }
            Block::Rule => written.push(json!({"is": "rule"})),
        }
    }

    fn leaf(&mut self, is: &str, leaf: &Leaf, pictures: &mut Pictures<'_>, more: &[(&str, Value)]) -> Value {
        let mut value = Map::new();
        value.insert("is".into(), is.into());
        let words = self.body.text.between(leaf.start, leaf.end);
        // Of the paragraph, whatever the language of the article is.
        if words.contains(char::is_alphabetic) {
            value.insert("rtl".into(), is_right_to_left(words).into());
        }
        for (name, one) in more {
            value.insert((*name).into(), one.clone());
        }
        value.insert("pieces".into(), self.pieces(leaf, pictures).into());
        value.into()
    }

    /// The words of a leaf in pieces of one look; a link holds the pieces in it.
    fn pieces(&mut self, leaf: &Leaf, pictures: &mut Pictures<'_>) -> Vec<Value> {
        let woven = self.woven;
        let runs = &woven.runs[self.leaf];
        self.leaf += 1;
        let mut looks = String::new();
        let mut pieces: Vec<Value> = Vec::new();
        let mut link: Option<(&str, Vec<Value>)> = None;
        for step in steps(leaf, runs) {
            let piece = match step {
                Step::Open(span) => {
                    match &span.style {
                        Style::Link { href } => link = Some((href.as_str(), Vec::new())),
                        style => looks.extend(letter(style)),
                    }
                    continue;
                }
                Step::Close(Span { style, .. }) => match style {
                    Style::Link { .. } => match link.take() {
                        Some((href, words)) => json!({"href": href, "pieces": words}),
                        None => continue,
                    },
                    Style::Ruby { reading } => json!({"reading": clean(reading)}),
                    style => {
                        if let Some(at) = letter(style).and_then(|letter| looks.rfind(letter)) {
                            looks.remove(at);
                        }
                        continue;
                    }
                },
                Step::Point(span) => match &span.style {
                    Style::FootnoteReference { label } => json!({"reference": clean(label)}),
                    Style::Image { image } => self.image(image, pictures),
                    _ => continue,
                },
                Step::Words { start, end, over, .. } => {
                    let words = clean(self.body.text.between(start, end));
                    self.words(words, &looks, over)
                }
                Step::Ends(places) => self.numbers(places),
            };
            match &mut link {
                Some((_, words)) => words.push(piece),
                None => pieces.push(piece),
            }
        }
        pieces
    }

    fn words(&mut self, words: String, looks: &str, over: &[usize]) -> Value {
        if looks.is_empty() && over.is_empty() {
            return words.into();
        }
        let mut piece = Map::new();
        piece.insert("words".into(), words.into());
        if !looks.is_empty() {
            piece.insert("looks".into(), looks.into());
        }
        if !over.is_empty() {
            let classes: Vec<&str> = over.iter().map(|&place| self.woven.mark(place).class()).collect();
            piece.insert("marks".into(), json!(classes));
            piece.insert("stretch".into(), self.stretches.len().into());
            self.stretches.push(over.to_vec());
        }
        piece.into()
    }

    /// The numbers of the marks that end here; the note of a mark stands beside the first.
    fn numbers(&mut self, places: &[usize]) -> Value {
        let mut numbers = Vec::with_capacity(places.len());
        for &place in places {
            let mark = self.woven.mark(place);
            let is_first = !std::mem::replace(&mut self.numbered[mark.number - 1], true);
            numbers.push(json!({"number": mark.number, "class": mark.class(), "sign": mark.sign(), "first": is_first}));
        }
        json!({"numbers": numbers})
    }

    fn image(&self, image: &Image, pictures: &mut Pictures<'_>) -> Value {
        match image.picture.as_ref().and_then(|picture| pictures.name(picture)) {
            Some((file, picture)) => json!({
                "file": file, "alt": clean(&image.alt), "width": picture.width, "height": picture.height,
            }),
            None => json!({"file": null, "alt": clean(&image.alt)}),
        }
    }
}

/// A letter for each look of words.
fn letter(style: &Style) -> Option<char> {
    match style {
        Style::Emphasis => Some('e'),
        Style::Strong => Some('b'),
        Style::Strike => Some('x'),
        Style::Underline => Some('u'),
        Style::Code => Some('c'),
        Style::Superscript => Some('^'),
        Style::Subscript => Some('_'),
        Style::Small => Some('s'),
        Style::Link { .. } | Style::Ruby { .. } | Style::FootnoteReference { .. } | Style::Image { .. } => None,
    }
}

/// Words as they can be set: a tab as spaces, and nothing that steers a printer.
pub(super) fn clean(words: &str) -> String {
    let mut clean = String::with_capacity(words.len());
    let mut long = 0;
    for c in words.chars() {
        long = if c.is_whitespace() { 0 } else { long + 1 };
        // Other scripts break without spaces, and their signs must stay together.
        if long > LONG && c.is_ascii() {
            // A line may break here: an address must not run off the page.
            clean.push('\u{200b}');
            long = 1;
        }
        match c {
            '\t' => clean.push_str("    "),
            '\n' => clean.push('\n'),
            // A PDF may not hold these as characters (ISO 32000-2, 9.10.3: no use in a ToUnicode map).
            '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => clean.push(c),
        }
    }
    clean
}

/// Whether the first letter with a direction is Hebrew, Arabic or of their kin (Unicode's blocks of them).
pub(super) fn is_right_to_left(words: &str) -> bool {
    let is_rtl = |c: char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}');
    let first = words.chars().find(|&c| c.is_alphabetic());
    first.is_some_and(is_rtl)
}
