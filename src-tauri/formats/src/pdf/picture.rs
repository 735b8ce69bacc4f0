//! A page as it looks, and where its words stand on it: the same words as in the text.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro::hayro_interpret::{InterpreterSettings, RenderContent};
use hayro::hayro_syntax::page::Page;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use obelus_core::body::Body;
use obelus_core::text::{Text, TextRange};
use serde::{Deserialize, Serialize};

use super::align::{align, is_solid, settle};
use super::open;
use super::sheet::{Desk, Sheet};
use super::words::Word;
use crate::ReadError;

/// The most pixels of a page's picture.
const PIXELS: f32 = 16_000_000.0;
/// How far from its own words a page's words are looked for in the text, in code points.
pub(super) const AROUND: u32 = 2_000;

/// What a body says on one page, and around it: enough to find the words of the page, however long the text is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PageText {
    text: Text,
    /// Where that text begins in the body, and how far the page reaches in it: code points of the body.
    from: u32,
    pub(super) start: u32,
    pub(super) end: u32,
}

impl PageText {
    /// What the body says on a page (from 0).
    #[must_use]
    pub fn of(body: &Body, page: usize) -> Self {
        let text = &body.text;
        let start = body.pages.get(page).map_or(0, |page| page.start).min(text.len());
        let end = body.pages.get(page + 1).map_or(text.len(), |page| page.start);
        let end = end.clamp(start, text.len());
        let mut from = start.saturating_sub(AROUND);
        while !text.is_edge(from) {
            from -= 1;
        }
        let mut to = end.saturating_add(AROUND).min(text.len());
        while !text.is_edge(to) {
            to += 1;
        }
        Self {
            text: Text::new(text.between(from, to).to_owned()),
            from,
            start,
            end,
        }
    }

    fn between(&self, start: u32, end: u32) -> &str {
        self.text.between(start - self.from, end - self.from)
    }

    /// Whether the numbers fit each other: they may come from outside.
    fn is_sound(&self) -> bool {
        let to = self.from.checked_add(self.text.len());
        self.from <= self.start && self.start <= self.end && to.is_some_and(|to| self.end <= to)
    }
}

/// A page as a picture, with its words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PagePicture {
    /// A PNG file.
    #[serde(skip)]
    pub png: Vec<u8>,
    /// In points (1/72 inch).
    pub width: f32,
    /// In points.
    pub height: f32,
    /// Quarter turns to the right of its lines: 0 where they run to the right, 1 where they run down.
    pub turn: u8,
    /// In reading order.
    pub words: Vec<WordBox>,
    /// How large the pages of the file are, from the first on.
    pub sheets: Vec<Sheets>,
}

/// Pages of one size that follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sheets {
    pub count: u32,
    /// In points.
    pub width: f32,
    /// In points.
    pub height: f32,
}

/// A word that stands on a page and in the text; a word over two lines has two boxes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WordBox {
    pub range: TextRange,
    /// In points from the page's top left corner.
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
    /// Where each code point of the range ends along the line, as parts of the box: the last is 1.
    pub ends: Vec<f32>,
    /// It is read from the right: the parts are counted from there.
    pub from_right: bool,
}

/// Draws a page (from 0) at `scale` pixels a point, and finds its words in the text that was made of the file.
///
/// # Errors
/// When the file cannot be read, or has no such page.
pub fn page(bytes: &[u8], number: u32, scale: f32, text: &PageText) -> Result<PagePicture, ReadError> {
    let pdf = open(bytes)?;
    let pages = pdf.pages();
    let page = pages.get(number as usize).ok_or(ReadError::Damaged)?;
    if !text.is_sound() {
        return Err(ReadError::Damaged);
    }
    let (width, height) = extent(page)?;
    let sheet = Desk::new(true).take_down(page);
    Ok(PagePicture {
        // Its marks are the screen's to draw.
        png: drawn(page, scale, RenderContent::PAGE).ok_or(ReadError::Damaged)?,
        width,
        height,
        turn: sheet.frame.turn,
        words: boxes(&sheet, text),
        sheets: sheets(pages.iter().map(Page::render_dimensions)),
    })
}

/// The first page of a file as its readers show it: with what was put on it.
#[cfg(feature = "pdf-out")]
pub(crate) struct Cover {
    /// A PNG file.
    pub(crate) png: Vec<u8>,
    /// In points.
    pub(crate) width: f32,
    /// In points.
    pub(crate) height: f32,
}

/// # Errors
/// When the file cannot be read, or drawn.
#[cfg(feature = "pdf-out")]
pub(crate) fn cover(bytes: &[u8], scale: f32) -> Result<Cover, ReadError> {
    let pdf = open(bytes)?;
    let page = pdf.pages().first().ok_or(ReadError::Damaged)?;
    let (width, height) = extent(page)?;
    let png = drawn(page, scale, RenderContent::all()).ok_or(ReadError::Damaged)?;
    Ok(Cover { png, width, height })
}

/// How large a page is, in points.
fn extent(page: &Page<'_>) -> Result<(f32, f32), ReadError> {
    let (width, height) = page.render_dimensions();
    match width > 0.0 && height > 0.0 && width.is_finite() && height.is_finite() {
        true => Ok((width, height)),
        false => Err(ReadError::Damaged),
    }
}

/// A PNG file of the page: smaller than was asked for where it would have too many pixels.
fn drawn(page: &Page<'_>, scale: f32, content: RenderContent) -> Option<Vec<u8>> {
    let (width, height) = page.render_dimensions();
    let most = (PIXELS / (width * height).max(1.0)).sqrt();
    let scale = scale
        .clamp(0.1, 8.0)
        .min(most)
        .min(f32::from(u16::MAX) / width.max(height).max(1.0));
    let drawn = catch_unwind(AssertUnwindSafe(|| {
        let settings = InterpreterSettings {
            render_content: content,
            ..InterpreterSettings::default()
        };
        let pixels = PixmapSettings {
            x_scale: scale,
            y_scale: scale,
            bg_color: WHITE,
        };
        let picture = render(
            page,
            &RenderCache::new(),
            &settings,
            &RenderSettings::default(),
            &pixels,
        );
        picture.into_png().ok()
    }));
    drawn.ok().flatten()
}

fn sheets(sizes: impl Iterator<Item = (f32, f32)>) -> Vec<Sheets> {
    let mut sheets: Vec<Sheets> = Vec::new();
    for (width, height) in sizes {
        match sheets.last_mut() {
            Some(last) if (last.width, last.height) == (width, height) => last.count += 1,
            _ => sheets.push(Sheets {
                count: 1,
                width,
                height,
            }),
        }
    }
    sheets
}

/// For each character of a page's words in reading order, its offset in the body.
pub(super) fn places(words: &[Word], text: &PageText) -> Vec<Option<u32>> {
    let characters: Vec<char> = words.iter().flat_map(|word| word.text.chars()).collect();
    let (from, to) = (text.from, text.from + text.text.len());
    let mut places = vec![None; characters.len()];
    // Among its own words first: those of its neighbours may be like them.
    for (from, to) in [(text.start, text.end), (text.end, to), (from, text.start)] {
        let left: Vec<usize> = (0..characters.len()).filter(|&index| places[index].is_none()).collect();
        let page: Vec<char> = left.iter().map(|&index| characters[index]).collect();
        let text: Vec<char> = text.between(from, to).chars().collect();
        for (index, place) in left.into_iter().zip(align(&page, &text)) {
            places[index] = place.map(|at| at + from);
        }
    }
    let around: Vec<char> = text.between(from, to).chars().collect();
    settle(&characters, &mut places, |at| {
        (at + 1..to).find(|&at| is_solid(around[(at - from) as usize]))
    });
    places
}

/// The words that stand in the body, each with its box.
pub(super) fn boxes(sheet: &Sheet, text: &PageText) -> Vec<WordBox> {
    let words = sheet.in_order();
    let places = places(&words, text);
    let mut boxes = Vec::with_capacity(words.len());
    let mut at = 0;
    for word in &words {
        let own = &places[at..at + word.length()];
        at += word.length();
        let found = own.iter().flatten();
        let (Some(&start), Some(&end)) = (found.clone().min(), found.max()) else {
            continue;
        };
        // A word found in two places at once is in none; and a few letters of it are no word.
        let letters = own.iter().flatten().count();
        if (end - start) as usize > word.length() || letters * 2 < word.length() {
            continue;
        }
        if let Ok(range) = text.text.selection(start - text.from, end + 1 - text.from) {
            let range = range.later(text.from);
            let area = sheet.frame.area(word, word.x0, word.x1);
            boxes.push(WordBox {
                range,
                x: area.x,
                y: area.y,
                width: area.width,
                height: area.height,
                ends: ends(word, own, range),
                from_right: word.from_right,
            });
        }
    }
    boxes
}

/// Where each code point of a range ends, in parts of the word: one that is not drawn ends with the one before it.
fn ends(word: &Word, places: &[Option<u32>], range: TextRange) -> Vec<f32> {
    let mut ends = vec![0.0_f32; range.len() as usize];
    for (place, end) in places.iter().zip(&word.ends) {
        let nth = place.and_then(|at| at.checked_sub(range.start()));
        if let Some(known) = nth.and_then(|nth| ends.get_mut(nth as usize)) {
            let reached = if word.from_right { word.x1 - end } else { end - word.x0 };
            let part = reached / word.width().max(0.01);
            // A thousandth of a word is less than a hair.
            *known = (part.clamp(0.0, 1.0) * 1000.0).round() / 1000.0;
        }
    }
    let mut before = 0.0_f32;
    for end in &mut ends {
        before = before.max(*end);
        *end = before;
    }
    if let Some(last) = ends.last_mut() {
        *last = 1.0;
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::super::hyphens::is_hyphen;
    use super::*;
    use crate::{Incoming, read};

    /// Whatever was joined, set aside or told elsewhere: no box lies over another word than the one drawn there.
    #[test]
    fn every_box_says_the_word_that_is_drawn_there() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/pdf");
        let mut pages = 0;
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            let incoming = Incoming {
                bytes: &bytes,
                ..Incoming::default()
            };
            if path.extension().is_none_or(|name| name != "pdf") {
                continue;
            }
            let Ok(imported) = read(&incoming) else { continue };
            let pdf = open(&bytes).unwrap();
            for (number, page) in pdf.pages().iter().enumerate() {
                let name = format!("page {number} of {}", path.display());
                check(&name, &Desk::new(true).take_down(page), &imported.body, number);
                pages += 1;
            }
        }
        assert!(pages >= 8, "only {pages} pages");
    }

    fn check(name: &str, sheet: &Sheet, body: &Body, number: usize) {
        let boxes = boxes(sheet, &PageText::of(body, number));
        let words = sheet.in_order();
        let solid = |text: &str| -> String { text.chars().filter(|c| !is_hyphen(*c)).collect() };
        for found in &boxes {
            let says = solid(body.text.slice(found.range));
            let drawn = words.iter().find(|word| {
                let area = sheet.frame.area(word, word.x0, word.x1);
                (area.x, area.y, area.width) == (found.x, found.y, found.width)
            });
            let drawn = solid(&drawn.unwrap().text);
            // What was set aside in a word, such as a bullet or the sign of a note, is no part of the range.
            assert!(drawn.contains(&says), "{name}: “{says}” lies over “{drawn}”");
        }
        let mut ranges: Vec<TextRange> = boxes.iter().map(|found| found.range).collect();
        ranges.sort();
        let twice = ranges.windows(2).find(|pair| pair[0].overlaps(pair[1]));
        assert!(
            twice.is_none(),
            "{name}: “{}” lies over two words",
            body.text.slice(twice.unwrap()[0])
        );
        let found: usize = boxes.iter().map(|found| found.range.len() as usize).sum();
        let all: usize = words.iter().map(Word::length).sum();
        assert!(found * 10 >= all * 8, "{name}: {found} of {all} letters");
    }
}
