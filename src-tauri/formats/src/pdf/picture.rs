//! A page as it looks, and where its words stand on it: the same words as in the text.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro::hayro_interpret::{InterpreterSettings, RenderContent};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use obelus_core::body::Body;
use obelus_core::text::TextRange;
use serde::{Deserialize, Serialize};

use super::align::align;
use super::open;
use super::sheet::{Desk, Sheet};
use super::words::Word;
use crate::ReadError;

/// The most pixels of a page's picture.
const PIXELS: f32 = 16_000_000.0;
/// How far from its own words a page's words are looked for in the text, in code points.
const AROUND: u32 = 2_000;

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
    /// In reading order.
    pub words: Vec<WordBox>,
}

/// A word that stands on a page and in the text; a word over two lines has two boxes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WordBox {
    pub range: TextRange,
    /// In points from the page's top left corner.
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

/// Draws a page (from 0) at `scale` pixels a point, and finds its words in the body that was made of the file.
///
/// # Errors
/// When the file cannot be read, or has no such page.
pub fn page(bytes: &[u8], number: u32, scale: f32, body: &Body) -> Result<PagePicture, ReadError> {
    let pdf = open(bytes)?;
    let number = number as usize;
    let page = pdf.pages().get(number).ok_or(ReadError::Damaged)?;
    let (width, height) = page.render_dimensions();
    let words = {
        let sheet = Desk::new(true).take_down(page);
        boxes(&sheet, body, number)
    };
    let most = (PIXELS / (width * height).max(1.0)).sqrt();
    let scale = scale
        .clamp(0.1, 8.0)
        .min(most)
        .min(f32::from(u16::MAX) / width.max(height).max(1.0));
    let drawn = catch_unwind(AssertUnwindSafe(|| {
        let settings = InterpreterSettings {
            render_content: RenderContent::PAGE,
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
    let png = drawn.ok().flatten().ok_or(ReadError::Damaged)?;
    Ok(PagePicture {
        png,
        width,
        height,
        words,
    })
}

/// For each character of a page's words in reading order, its offset in the body.
pub(super) fn places(words: &[Word], body: &Body, page: usize) -> Vec<Option<u32>> {
    let characters: Vec<char> = words.iter().flat_map(|word| word.text.chars()).collect();
    let length = body.text.len();
    let start = body.pages.get(page).map_or(0, |page| page.start);
    let end = body.pages.get(page + 1).map_or(length, |page| page.start).max(start);
    let mut places = vec![None; characters.len()];
    // Among its own words first: those of its neighbours may be like them.
    for (from, to) in [
        (start, end),
        (end, end.saturating_add(AROUND).min(length)),
        (start.saturating_sub(AROUND), start),
    ] {
        let left: Vec<usize> = (0..characters.len()).filter(|&index| places[index].is_none()).collect();
        let page: Vec<char> = left.iter().map(|&index| characters[index]).collect();
        let text: Vec<char> = body.text.between(from, to).chars().collect();
        for (index, place) in left.into_iter().zip(align(&page, &text)) {
            places[index] = place.map(|at| at + from);
        }
    }
    places
}

/// The words that stand in the body, each with its box.
fn boxes(sheet: &Sheet, body: &Body, page: usize) -> Vec<WordBox> {
    let words = sheet.in_order();
    let places = places(&words, body, page);
    let mut boxes = Vec::with_capacity(words.len());
    let mut at = 0;
    for word in &words {
        let own = places[at..at + word.length()].iter().flatten();
        at += word.length();
        let (Some(&start), Some(&end)) = (own.clone().min(), own.max()) else {
            continue;
        };
        let area = sheet.frame.area(word, word.x0, word.x1);
        // A word found in two places at once is in none.
        let is_whole = (end - start) as usize <= word.length();
        if let Ok(range) = body.text.selection(start, end + 1)
            && is_whole
        {
            boxes.push(WordBox {
                range,
                x: area.x,
                y: area.y,
                width: area.width,
                height: area.height,
            });
        }
    }
    boxes
}
