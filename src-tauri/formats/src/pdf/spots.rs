//! Finds where words of a body stand on the pages of the file that it was made of, for marks that are put there.
//!
//! As in the page view, a word that is not surely found stands nowhere: nothing is marked in a wrong place.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro::hayro_syntax::page::Page;
use obelus_core::body::Body;
use obelus_core::text::TextRange;

use super::open;
use super::picture::{AROUND, PageText, WordBox, boxes};
use super::sheet::Desk;
use crate::ReadError;

/// A piece of a line on a page, as the file itself measures: in points of its own space (ISO 32000-2, 8.3.2.3).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spot {
    /// From 0.
    pub(crate) page: usize,
    /// The corners as the words stand: top left, top right, bottom left, bottom right.
    pub(crate) corners: [[f32; 2]; 4],
}

/// Where ranges of a body stand.
pub(crate) struct Spots {
    /// How many annotations each of its pages has.
    pub(crate) annotations: Vec<usize>,
    /// For each range, one a line; none where none of its words is found.
    pub(crate) of: Vec<Vec<Spot>>,
    backs: Vec<Back>,
}

impl Spots {
    /// How many pages the file has.
    pub(crate) fn pages(&self) -> usize {
        self.backs.len()
    }

    /// A point in the file's own space that is shown so far from the top left corner of a page.
    pub(crate) fn in_file(&self, page: usize, point: [f32; 2]) -> [f32; 2] {
        self.backs.get(page).map_or(point, |back| back.apply(point))
    }
}

/// # Errors
/// When the file cannot be read.
pub(crate) fn spots(bytes: &[u8], body: &Body, ranges: &[TextRange]) -> Result<Spots, ReadError> {
    let pdf = open(bytes)?;
    // A text that was made of other pages says nothing of these.
    if pdf.pages().len() != body.pages.len() {
        return Err(ReadError::Damaged);
    }
    let found = catch_unwind(AssertUnwindSafe(|| {
        let pages = pdf.pages();
        let mut desk = Desk::new(true);
        let mut pieces: Vec<(usize, Piece)> = Vec::new();
        for (number, page) in pages.iter().enumerate() {
            let text = PageText::of(body, number);
            let near = (text.start.saturating_sub(AROUND), text.end.saturating_add(AROUND));
            if !ranges
                .iter()
                .any(|range| range.start() < near.1 && range.end() > near.0)
            {
                continue;
            }
            let sheet = desk.take_down(page);
            for word in boxes(&sheet, &text) {
                let is_own = (text.start..text.end).contains(&word.range.start());
                let turn = sheet.frame.turn;
                let piece = Piece { word, turn, is_own };
                pieces.push((number, piece));
            }
        }
        // Words that a page repeats of its neighbour stand on their own page.
        let own: HashSet<u32> = pieces
            .iter()
            .filter(|(_, piece)| piece.is_own)
            .map(|(_, piece)| piece.word.range.start())
            .collect();
        pieces.retain(|(_, piece)| piece.is_own || !own.contains(&piece.word.range.start()));
        pieces.sort_by_key(|(page, piece)| (piece.word.range, *page));
        let backs: Vec<Back> = pages.iter().map(Back::of).collect();
        let of = |range: &TextRange| {
            let first = pieces.partition_point(|(_, piece)| piece.word.range.end() <= range.start());
            let over = pieces[first..]
                .iter()
                .take_while(|(_, piece)| piece.word.range.start() < range.end());
            lines(
                over.filter_map(|(page, piece)| Some((*page, piece.part(*range)?))),
                body,
            )
            .into_iter()
            .map(|(page, line)| Spot {
                page,
                corners: line.corners().map(|corner| backs[page].apply(corner)),
            })
            .collect()
        };
        Spots {
            annotations: counted(pages.iter()),
            of: ranges.iter().map(of).collect(),
            backs,
        }
    }));
    found.map_err(|_| ReadError::Damaged)
}

/// How many annotations each page of a file has.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn annotations(bytes: &[u8]) -> Result<Vec<usize>, ReadError> {
    let pdf = open(bytes)?;
    let counted = catch_unwind(AssertUnwindSafe(|| counted(pdf.pages().iter())));
    counted.map_err(|_| ReadError::Damaged)
}

fn counted<'a>(pages: impl Iterator<Item = &'a Page<'a>>) -> Vec<usize> {
    pages.map(super::annotations::count).collect()
}

/// A word on a page.
struct Piece {
    word: WordBox,
    /// Quarter turns of its line.
    turn: u8,
    /// It is of the text that begins on this page.
    is_own: bool,
}

/// A stretch of a line, as the page is shown, with the range it says.
#[derive(Clone, Copy, Debug)]
struct Line {
    start: u32,
    end: u32,
    x: f32,
    y: f32,
    width: f32,
    height: f32,
    turn: u8,
}

impl Piece {
    /// As much of the word as lies in the range.
    fn part(&self, range: TextRange) -> Option<Line> {
        let word = &self.word;
        let start = range.start().max(word.range.start());
        let end = range.end().min(word.range.end());
        // Where a code point ends, in parts of the word.
        let at = |offset: u32| match (offset - word.range.start()) as usize {
            0 => Some(0.0),
            count => word.ends.get(count - 1).copied(),
        };
        let (from, to) = (at(start)?, at(end)?);
        if start >= end || to <= from {
            return None;
        }
        let mut line = Line {
            start,
            end,
            x: word.x,
            y: word.y,
            width: word.width,
            height: word.height,
            turn: self.turn,
        };
        let is_level = self.turn.is_multiple_of(2);
        let length = if is_level { word.width } else { word.height };
        // Its words begin at the far end, where the page or the word is read the other way.
        let (skipped, length) = if (self.turn >= 2) == word.from_right {
            (from * length, (to - from) * length)
        } else {
            ((1.0 - to) * length, (to - from) * length)
        };
        if is_level {
            line.x += skipped;
            line.width = length;
        } else {
            line.y += skipped;
            line.height = length;
        }
        Some(line)
    }
}

impl Line {
    /// Whether the other goes on beside it.
    fn goes_on_in(&self, next: &Self, body: &Body) -> bool {
        let measures = |line: &Self| match self.turn.is_multiple_of(2) {
            true => ((line.y, line.height), (line.x, line.width)),
            false => ((line.x, line.width), (line.y, line.height)),
        };
        let (across, along) = measures(self);
        let (next_across, next_along) = measures(next);
        let gap = (next_along.0 - along.0 - along.1).max(along.0 - next_along.0 - next_along.1);
        self.turn == next.turn
            && (across.0 - next_across.0).abs() < 0.3 * across.1
            && (across.1 - next_across.1).abs() < 0.3 * across.1
            && gap < 2.0 * across.1
            && next.start >= self.end
            && body.text.between(self.end, next.start).chars().all(char::is_whitespace)
    }

    fn joined(self, next: Self) -> Self {
        let (x, y) = (self.x.min(next.x), self.y.min(next.y));
        Self {
            end: next.end,
            x,
            y,
            width: (self.x + self.width).max(next.x + next.width) - x,
            height: (self.y + self.height).max(next.y + next.height) - y,
            ..self
        }
    }

    /// As its words stand: top left, top right, bottom left, bottom right.
    fn corners(&self) -> [[f32; 2]; 4] {
        let (left, top, right, bottom) = (self.x, self.y, self.x + self.width, self.y + self.height);
        let (a, b, c, d) = ([left, top], [right, top], [right, bottom], [left, bottom]);
        match self.turn {
            0 => [a, b, d, c],
            1 => [b, c, a, d],
            2 => [c, d, b, a],
            _ => [d, a, c, b],
        }
    }
}

/// Joins what goes on beside each other.
fn lines(parts: impl Iterator<Item = (usize, Line)>, body: &Body) -> Vec<(usize, Line)> {
    let mut lines: Vec<(usize, Line)> = Vec::new();
    for (page, part) in parts {
        match lines.last_mut() {
            Some((last_page, last)) if *last_page == page && last.goes_on_in(&part, body) => *last = last.joined(part),
            _ => lines.push((page, part)),
        }
    }
    lines
}

/// The way from a page as it is shown back to the file's own space.
struct Back([f64; 6]);

impl Back {
    fn of(page: &Page<'_>) -> Self {
        let [a, b, c, d, e, f] = page.initial_transform(true).as_coeffs();
        let by = a * d - b * c;
        // A page without an extent shows nothing.
        let by = if by == 0.0 { 1.0 } else { by };
        Self([
            d / by,
            -b / by,
            -c / by,
            a / by,
            (c * f - d * e) / by,
            (b * e - a * f) / by,
        ])
    }

    fn apply(&self, [x, y]: [f32; 2]) -> [f32; 2] {
        let Self([a, b, c, d, e, f]) = self;
        let (x, y) = (f64::from(x), f64::from(y));
        [(a * x + c * y + e) as f32, (b * x + d * y + f) as f32]
    }
}
