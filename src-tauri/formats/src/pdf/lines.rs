//! Lines in reading order, with what is needed to see where a paragraph begins.

use super::bidi::lean;
use super::columns::Region;
use super::words::{Row, Word};

/// A line of one column.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) words: Vec<Word>,
    /// The page on which it stands, from 0.
    pub(super) page: usize,
    pub(super) x0: f32,
    pub(super) x1: f32,
    pub(super) y: f32,
    pub(super) size: f32,
    /// The edges of its column.
    pub(super) left: f32,
    pub(super) right: f32,
    /// It is the first of its column.
    pub(super) first: bool,
    /// From the line before it in the column.
    pub(super) gap: f32,
    pub(super) bold: bool,
    pub(super) mono: bool,
}

impl Line {
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for (index, word) in self.words.iter().enumerate() {
            if index > 0 && !word.glued {
                text.push(' ');
            }
            text.push_str(&word.text);
        }
        text
    }

    pub(super) fn length(&self) -> usize {
        self.words.iter().map(Word::length).sum()
    }

    /// It stands in the middle of its column, away from both edges.
    pub(super) fn is_centred(&self) -> bool {
        let (before, after) = (self.x0 - self.left, self.right - self.x1);
        before > self.size && after > self.size && (before - after).abs() < self.size
    }

    /// Its words stand far apart, as in a row of a table; a number before a heading may.
    pub(super) fn is_spread(&self) -> bool {
        // In the order in which they stand: a few may be read the other way round.
        let mut places: Vec<(f32, f32)> = self.words.iter().map(|word| (word.x0, word.x1)).collect();
        places.sort_by(|a, b| a.0.total_cmp(&b.0));
        let gap = |pair: &[(f32, f32)]| pair[1].0 - pair[0].1;
        places.windows(2).skip(1).any(|pair| gap(pair) > 1.6 * self.size)
            || places.len() == 2 && gap(&places) > 3.0 * self.size
    }

    /// The room that is left on it.
    pub(super) fn room(&self) -> f32 {
        if self.is_centred() {
            (self.x0 - self.left) + (self.right - self.x1)
        } else {
            self.right - self.x1
        }
    }

    /// Where its words begin after a bullet or a number.
    pub(super) fn second(&self) -> f32 {
        self.words.get(1).map_or(self.x0, |word| word.x0)
    }
}

/// The lines of a column.
pub(super) fn lines(region: Region, page: usize) -> Vec<Line> {
    let Region { mut rows, left, right } = region;
    if lean(rows.iter().flat_map(|row| &row.words)) > 0 {
        mirror(&mut rows, left + right);
    }
    let right = usual_right(&rows.iter().map(Row::x1).collect::<Vec<_>>(), right);
    let mut lines: Vec<Line> = Vec::with_capacity(rows.len());
    // Lines beside a large first letter begin where it does.
    let mut initial: Option<(f32, f32)> = None;
    for row in rows {
        if let Some(first) = row.words.first()
            && let Some(down_to) = first.initial
        {
            initial = Some((first.x0, down_to));
        }
        let beside = initial.filter(|(_, down_to)| row.y < down_to + 0.2 * row.size);
        let gap = lines.last().map_or(0.0, |before: &Line| row.y - before.y);
        let most = |is: fn(&Word) -> bool| {
            let (yes, all) = row.words.iter().fold((0, 0), |(yes, all), word| {
                (yes + if is(word) { word.length() } else { 0 }, all + word.length())
            });
            yes * 10 >= all * 9
        };
        lines.push(Line {
            page,
            x0: beside.map_or(row.x0(), |(x0, _)| x0),
            x1: row.x1(),
            y: row.y,
            size: row.size,
            left,
            right,
            first: lines.is_empty(),
            gap,
            bold: most(|word| word.look.bold),
            mono: most(|word| word.look.mono),
            words: row.words,
        });
    }
    lines
}

/// What is read from the right begins there: seen in a mirror, its indents and its last lines are those of any text.
fn mirror(rows: &mut [Row], both: f32) {
    for word in rows.iter_mut().flat_map(|row| &mut row.words) {
        (word.x0, word.x1) = (both - word.x1, both - word.x0);
    }
}

/// Where most long lines end; one that juts out does not make the column wider.
fn usual_right(ends: &[f32], right: f32) -> f32 {
    let mut ends: Vec<f32> = ends.to_vec();
    ends.sort_by(f32::total_cmp);
    match ends.len() {
        0..=7 => right,
        count => ends[count - 1 - count / 20],
    }
}

/// What is usual in this text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Usual {
    /// The size of most of the text.
    pub(super) body: f32,
    /// From line to line, in ems.
    pub(super) leading: f32,
    /// Paragraphs begin with an indent.
    pub(super) indents: bool,
}

impl Usual {
    pub(super) fn of(lines: &[Line], body: f32) -> Self {
        let is_body = |line: &Line| (line.size - body).abs() < 0.06 * body;
        let mut gaps: Vec<f32> = lines
            .windows(2)
            .filter(|pair| !pair[1].first && is_body(&pair[0]) && is_body(&pair[1]))
            .map(|pair| pair[1].gap / body)
            .filter(|gap| (0.8..2.6).contains(gap))
            .collect();
        gaps.sort_by(f32::total_cmp);
        // Lines are nearer to each other than paragraphs: the lower third is never between paragraphs.
        let leading = gaps.get(gaps.len() * 2 / 5).copied().unwrap_or(1.2);
        let indented = lines
            .windows(3)
            .filter(|three| three.iter().all(is_body) && !three[1].first && !three[2].first)
            .filter(|three| three[1].gap < leading * body * 1.15)
            .filter(|three| {
                let indent = three[1].x0 - three[2].x0;
                indent > 0.7 * body && indent < 4.0 * body && (three[0].x0 - three[2].x0).abs() < 0.3 * body
            })
            .count();
        Self {
            body,
            leading,
            indents: indented * 40 > lines.len() && indented >= 2,
        }
    }

    /// How far the next line stands from a line of this size.
    pub(super) fn step(&self, size: f32) -> f32 {
        self.leading * size
    }
}
