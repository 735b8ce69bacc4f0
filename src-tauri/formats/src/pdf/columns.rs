//! Columns: parts the words of a page into regions that are read one after the other.
//!
//! A column ends at a strip without words that runs down several rows, with running text on both sides. What spans
//! the strip (a headline, a wide caption) stands before or after the columns, and never between them.

use hayro::kurbo::Rect;

use super::bidi::lean;
use super::words::{Row, Word, rows};

/// The narrowest strip between two columns, in ems.
const GUTTER: f32 = 0.75;
/// The fewest rows on each side.
const ROWS: usize = 4;
/// The narrowest column, in ems: what is narrower is a list's numbers, or a table.
const WIDTH: f32 = 9.0;
/// How deep columns are looked for inside columns.
const DEPTH: usize = 4;

/// A stretch from the left to the right.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Strip {
    from: f32,
    to: f32,
}

/// Rows of a page that are read one after the other, and how wide the column is in which they stand.
#[derive(Clone, Debug)]
pub(super) struct Region {
    pub(super) rows: Vec<Row>,
    pub(super) left: f32,
    pub(super) right: f32,
}

/// The regions of a page in reading order.
pub(super) fn regions(words: Vec<Word>, rules: &[Rect]) -> Vec<Region> {
    let mut found = Vec::new();
    part(words, rules, DEPTH, &mut found);
    found
}

fn part(words: Vec<Word>, rules: &[Rect], depth: usize, found: &mut Vec<Region>) {
    let mut all = rows(words);
    if all.is_empty() {
        return;
    }
    let band = if depth > 0 { best_band(&all, rules) } else { None };
    let Some(band) = band else {
        found.push(Region {
            left: all.iter().map(Row::x0).fold(f32::INFINITY, f32::min),
            right: all.iter().map(Row::x1).fold(f32::NEG_INFINITY, f32::max),
            rows: all,
        });
        return;
    };
    let after = all.split_off(band.to);
    let inside = all.split_off(band.from);
    let of = |rows: Vec<Row>| rows.into_iter().flat_map(|row| row.words).map(Word::afresh).collect();
    part(of(all), rules, depth - 1, found);
    let inside = of(inside);
    let is_from_right = lean(inside.iter()) > 0;
    let mut columns: Vec<Vec<Word>> = vec![Vec::new(); band.strips.len() + 1];
    for word in inside {
        let middle = (word.x0 + word.x1) / 2.0;
        let column = band.strips.iter().filter(|strip| strip.from < middle).count();
        columns[column].push(word);
    }
    if is_from_right {
        columns.reverse();
    }
    for column in columns {
        part(column, rules, depth - 1, found);
    }
    part(of(after), rules, depth - 1, found);
}

/// Rows that follow each other and stand in the same columns.
struct Band {
    from: usize,
    to: usize,
    strips: Vec<Strip>,
}

fn best_band(rows: &[Row], rules: &[Rect]) -> Option<Band> {
    let left = rows.iter().map(Row::x0).fold(f32::INFINITY, f32::min);
    let right = rows.iter().map(Row::x1).fold(f32::NEG_INFINITY, f32::max);
    let free: Vec<Vec<Strip>> = rows.iter().map(|row| free(row, left, right)).collect();
    let mut best: Option<Band> = None;
    let mut from = 0;
    while from < rows.len() {
        let longest = best.as_ref().map_or(0, |band| band.to - band.from);
        if rows.len() - from <= longest.max(ROWS) {
            break;
        }
        let inner = |strip: &Strip| strip.from > left && strip.to < right;
        if let Some(band) = band_from(from, rows, &free, inner, rules)
            && band.to - band.from > longest
        {
            best = Some(band);
        }
        from += 1;
    }
    best
}

/// The longest band that begins at a row.
fn band_from(
    from: usize,
    rows: &[Row],
    free: &[Vec<Strip>],
    inner: impl Fn(&Strip) -> bool,
    rules: &[Rect],
) -> Option<Band> {
    let mut strips = free[from].clone();
    let mut best = None;
    for to in from + 1..=rows.len() {
        let wide = size(&rows[from..to]) * GUTTER;
        strips.retain(|strip| strip.to - strip.from >= wide);
        if strips.is_empty() {
            break;
        }
        // What is free up to the edge is no strip yet: the column beside it may begin further down.
        let columns: Vec<Strip> = strips.iter().copied().filter(&inner).collect();
        if to - from >= ROWS {
            let columns = proven(&rows[from..to], &columns, rules);
            if !columns.is_empty() {
                best = Some(Band {
                    from,
                    to,
                    strips: columns,
                });
            }
        }
        if let Some(next) = free.get(to) {
            strips = common(&strips, next);
        }
    }
    best
}

/// Those of the strips that have running text on both sides.
fn proven(rows: &[Row], strips: &[Strip], rules: &[Rect]) -> Vec<Strip> {
    let em = size(rows);
    let mut kept: Vec<Strip> = Vec::new();
    let last = rows.iter().map(Row::x1).fold(f32::NEG_INFINITY, f32::max);
    let mut edge = rows.iter().map(Row::x0).fold(f32::INFINITY, f32::min);
    for (index, strip) in strips.iter().enumerate() {
        let next = strips.get(index + 1).map_or(last, |next| next.from);
        let is_column = is_text(rows, edge, strip.from, em) && is_text(rows, strip.to, next, em);
        if is_column && !is_ruled(rows, *strip, rules) {
            kept.push(*strip);
            edge = strip.to;
        }
    }
    kept
}

/// Whether what stands between two edges fills several rows with words.
fn is_text(rows: &[Row], from: f32, to: f32, em: f32) -> bool {
    let (mut lines, mut wide, mut letters) = (0, 0, 0);
    for row in rows {
        let words = || {
            row.words
                .iter()
                .filter(|word| word.x0 >= from - 0.1 && word.x1 <= to + 0.1)
        };
        let (Some(first), Some(last)) = (words().next(), words().next_back()) else {
            continue;
        };
        lines += 1;
        wide += usize::from(last.x1 - first.x0 >= 0.5 * (to - from));
        letters += words().map(Word::length).sum::<usize>();
    }
    lines >= ROWS && to - from >= WIDTH * em && wide * 5 >= lines * 2 && letters >= lines * 16
}

/// Whether strokes stand at every few rows on both sides of the strip, as the borders of a table do.
fn is_ruled(rows: &[Row], strip: Strip, rules: &[Rect]) -> bool {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
        return false;
    };
    let (top, bottom) = (f64::from(first.y - first.size), f64::from(last.y + last.size));
    let mut heights: Vec<f64> = rules
        .iter()
        .filter(|rule| rule.y0 > top && rule.y1 < bottom && rule.height() < 3.0)
        .filter(|rule| rule.x0 < f64::from(strip.to) + 2.0 && rule.x1 > f64::from(strip.from) - 2.0)
        .map(|rule| rule.y0)
        .collect();
    heights.sort_by(f64::total_cmp);
    heights.dedup_by(|next, height| *next - *height < 3.0);
    heights.len() >= 2 && heights.len() * 5 > rows.len()
}

/// The size of most rows.
fn size(rows: &[Row]) -> f32 {
    let mut sizes: Vec<f32> = rows.iter().map(|row| row.size).collect();
    sizes.sort_by(f32::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or(10.0)
}

/// Where a row has no words, between the edges of the region; the edges themselves are no strip.
fn free(row: &Row, left: f32, right: f32) -> Vec<Strip> {
    let mut strips = Vec::new();
    let mut at = left;
    for word in &row.words {
        if word.x0 > at {
            strips.push(Strip { from: at, to: word.x0 });
        }
        at = at.max(word.x1);
    }
    if at < right {
        strips.push(Strip { from: at, to: right });
    }
    strips
}

fn common(some: &[Strip], others: &[Strip]) -> Vec<Strip> {
    let mut both = Vec::new();
    for strip in some {
        for other in others {
            let (from, to) = (strip.from.max(other.from), strip.to.min(other.to));
            if to > from {
                both.push(Strip { from, to });
            }
        }
    }
    both
}
