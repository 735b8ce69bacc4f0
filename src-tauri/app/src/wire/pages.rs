//! What crosses to the screen about the pages of a PDF: how large they are, and where the words stand on one.

use obelus_core::text::TextRange;
use obelus_formats::pdf::PagePicture;
use serde::Serialize;
use ts_rs::TS;

/// A page without its picture, which follows it. All lengths are points (1/72 inch).
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct PageHead {
    pub width: f32,
    pub height: f32,
    /// Quarter turns to the right of its lines: 0 where they run to the right, 1 where they run down.
    pub turn: u8,
    /// In reading order.
    pub words: Vec<PageWord>,
    /// How large the pages of the file are, from the first on.
    pub sheets: Vec<PageSizes>,
}

/// Pages of one size that follow each other.
#[derive(Clone, Copy, Debug, Serialize, TS)]
#[ts(export)]
pub struct PageSizes {
    pub count: u32,
    pub width: f32,
    pub height: f32,
}

/// A word of the text, and where it stands; one that is parted over two lines comes twice, each part by itself.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct PageWord {
    pub range: TextRange,
    /// From the left.
    pub x: f32,
    /// From the top.
    pub y: f32,
    pub width: f32,
    pub height: f32,
    /// Where each code point of the range ends along the line, as parts of the word: the last is 1.
    pub ends: Vec<f32>,
    /// It is read from the right: the parts are counted from there.
    pub from_right: bool,
}

impl PageHead {
    pub(crate) fn of(page: &PagePicture) -> Self {
        let words = page.words.iter().map(|word| PageWord {
            range: word.range,
            x: word.x,
            y: word.y,
            width: word.width,
            height: word.height,
            ends: word.ends.clone(),
            from_right: word.from_right,
        });
        let sheets = page.sheets.iter().map(|sheets| PageSizes {
            count: sheets.count,
            width: sheets.width,
            height: sheets.height,
        });
        Self {
            width: page.width,
            height: page.height,
            turn: page.turn,
            words: words.collect(),
            sheets: sheets.collect(),
        }
    }
}
