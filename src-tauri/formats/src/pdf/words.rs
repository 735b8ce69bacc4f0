//! Words and rows: glyphs that stand together are a word, words that stand on one line are a row.

use unicode_normalization::UnicodeNormalization;

use super::bidi::{self, Class};
use super::fonts::Look;
use super::glyphs::Glyph;

/// A part of a line without a space in it.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) x0: f32,
    pub(super) x1: f32,
    /// The line on which it stands.
    pub(super) y: f32,
    pub(super) size: f32,
    pub(super) look: Look,
    /// It goes on from the word before without a space (a raised figure, another font).
    pub(super) glued: bool,
    /// The space before it is one that keeps it on the line.
    pub(super) tied: bool,
    /// Above the line (1), below it (-1), or on it.
    pub(super) raised: i8,
    /// Where each of its code points ends, along the line: of a word that is read from the right, on its left.
    pub(super) ends: Vec<f32>,
    /// It is read from the right to the left.
    pub(super) from_right: bool,
    /// Which link of the page it belongs to.
    pub(super) link: Option<usize>,
    /// It begins with a large letter that reaches down to this line.
    pub(super) initial: Option<f32>,
}

/// Words that stand on one line, in the order in which they are read.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub(super) words: Vec<Word>,
    pub(super) y: f32,
    /// Of most of its characters.
    pub(super) size: f32,
}

/// A gap wider than this parts two words, in ems.
const SPACE: f32 = 0.16;

impl Word {
    fn new(glyph: &Glyph) -> Self {
        let mut word = Self {
            text: String::new(),
            x0: glyph.x0,
            x1: glyph.x0,
            y: glyph.y,
            size: glyph.size,
            look: glyph.look,
            glued: false,
            tied: false,
            raised: 0,
            ends: Vec::new(),
            from_right: false,
            link: None,
            initial: None,
        };
        word.put(glyph);
        word
    }

    /// Of glyphs in reading order, from the right.
    fn from_right(glyphs: &[Glyph]) -> Option<Self> {
        let mut word = Self::new(glyphs.first()?);
        (word.text, word.ends) = (String::new(), Vec::new());
        word.from_right = true;
        word.y = glyphs
            .iter()
            .find(|glyph| !bidi::has_mark(&glyph.text))
            .map_or(word.y, |letter| letter.y);
        for glyph in glyphs {
            let count = glyph.text.chars().count().max(1) as f32;
            for (index, c) in glyph.text.chars().enumerate() {
                word.text.push(c);
                word.ends
                    .push(glyph.x1 - (glyph.x1 - glyph.x0) * (index as f32 + 1.0) / count);
            }
            word.x0 = word.x0.min(glyph.x0);
            word.x1 = word.x1.max(glyph.x1);
        }
        Some(word)
    }

    /// From where to where code points of it reach on the line.
    pub(super) fn stretch(&self, from: usize, to: usize) -> (f32, f32) {
        let begin = if self.from_right { self.x1 } else { self.x0 };
        let edge = |count: usize| match count {
            0 => begin,
            count => self.ends.get(count - 1).copied().unwrap_or(begin),
        };
        let (from, to) = (edge(from), edge(to));
        (from.min(to), from.max(to))
    }

    fn put(&mut self, glyph: &Glyph) {
        let count = glyph.text.chars().count().max(1) as f32;
        let start = glyph.x0.max(self.x0);
        for (index, c) in glyph.text.chars().enumerate() {
            let end = start + (glyph.x1 - start) * (index as f32 + 1.0) / count;
            match self.composed(c, glyph) {
                Some(letter) => {
                    self.text.pop();
                    self.text.push(letter);
                }
                None => {
                    self.text.push(c);
                    self.ends.push(end);
                }
            }
        }
        self.x1 = self.x1.max(glyph.x1);
    }

    /// A letter and its accent that were drawn one over the other are one letter.
    fn composed(&self, c: char, glyph: &Glyph) -> Option<char> {
        let last = self.text.chars().next_back()?;
        let from = match self.ends.len() {
            0 | 1 => self.x0,
            count => self.ends[count - 2],
        };
        let middle = (glyph.x0 + glyph.x1) / 2.0;
        if middle < from || middle > *self.ends.last()? + 0.05 * self.size {
            return None;
        }
        let (letter, accent) = match (accent(last), accent(c)) {
            (None, Some(accent)) => (last, accent),
            (Some(accent), None) => (c, accent),
            _ => return None,
        };
        // A dotless i is drawn below an accent.
        let letter = if letter == 'ı' { 'i' } else { letter };
        let mut both = [letter, accent].into_iter().nfc();
        let composed = both.next().filter(|c| c.is_alphabetic())?;
        both.next().is_none().then_some(composed)
    }

    pub(super) fn width(&self) -> f32 {
        self.x1 - self.x0
    }

    /// Nothing stands between them: of what follows in reading order, another word may.
    fn touches(&self, other: &Self) -> bool {
        let apart = (other.x0 - self.x1).max(self.x0 - other.x1);
        apart < 0.5 * self.size
    }

    /// The word as it was before rows were made of it.
    pub(super) fn afresh(self) -> Self {
        Self {
            raised: 0,
            glued: false,
            ..self
        }
    }

    /// How many code points it has.
    pub(super) fn length(&self) -> usize {
        self.ends.len()
    }
}

/// A space at which no line breaks.
const TIE: char = '\u{a0}';

fn is_space(c: char) -> bool {
    matches!(c, ' ' | TIE | '\u{202f}' | '\u{2009}')
}

/// The combining form of an accent that stands alone.
fn accent(c: char) -> Option<char> {
    Some(match c {
        '`' | '\u{2cb}' => '\u{300}',
        '´' | '\u{2ca}' => '\u{301}',
        'ˆ' => '\u{302}',
        '˜' => '\u{303}',
        '¯' => '\u{304}',
        '˘' => '\u{306}',
        '˙' => '\u{307}',
        '¨' => '\u{308}',
        '˚' => '\u{30a}',
        '˝' => '\u{30b}',
        'ˇ' => '\u{30c}',
        '¸' => '\u{327}',
        '˛' => '\u{328}',
        '\u{300}'..='\u{36f}' => c,
        _ => return None,
    })
}

/// The words of glyphs that run in one direction, in the order in which they were drawn. Where some are read from the
/// right, words and figures are parted from each other and from every sign: rows put them together.
pub(super) fn words(glyphs: &[Glyph]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let (mut open, mut tied) = (false, false);
    let is_mixed = bidi::is_in(glyphs);
    let mut right: Vec<Glyph> = Vec::new();
    for glyph in glyphs {
        if glyph.text.chars().all(is_space) {
            // A space of no width is one that a program put over letters to be searched.
            open &= glyph.x1 - glyph.x0 < 0.02 * glyph.size;
            tied = glyph.text.contains(TIE);
            continue;
        }
        let is_right = is_mixed && bidi::class(&glyph.text) == Class::Right;
        if !(is_right && open && goes_on_from_right(&right, glyph)) {
            end_right(&mut right, &mut words);
        }
        if is_right {
            right.push(glyph.clone());
        } else {
            let is_part = |word: &Word| {
                let (of, own) = (bidi::class(&word.text), bidi::class(&glyph.text));
                !is_mixed || of == own && of != Class::Neutral && !word.from_right
            };
            match words.last_mut() {
                Some(word) if open && is_part(word) && goes_on(word, glyph) => word.put(glyph),
                _ => words.push(Word {
                    tied,
                    ..Word::new(glyph)
                }),
            }
        }
        open = !glyph.text.ends_with(is_space);
        tied = glyph.text.ends_with(TIE);
    }
    end_right(&mut right, &mut words);
    words.into_iter().flat_map(split_at_spaces).collect()
}

/// Ends the word that is read from the right, if there is one.
fn end_right(glyphs: &mut Vec<Glyph>, words: &mut Vec<Word>) {
    bidi::in_order(glyphs);
    words.extend(Word::from_right(glyphs));
    glyphs.clear();
}

/// Whether a glyph stands beside others that are read from the right: on either side, as programs draw them.
fn goes_on_from_right(others: &[Glyph], glyph: &Glyph) -> bool {
    let Some(last) = others.last() else { return false };
    let size = last.size.max(glyph.size);
    let x0 = others.iter().map(|other| other.x0).fold(f32::INFINITY, f32::min);
    let x1 = others.iter().map(|other| other.x1).fold(f32::NEG_INFINITY, f32::max);
    // Marks above a letter and below it are drawn where they are seen.
    let lift = if others.iter().chain([glyph]).any(|glyph| bidi::has_mark(&glyph.text)) {
        0.8
    } else {
        0.12
    };
    (glyph.y - last.y).abs() < lift * size
        && (0.8..1.25).contains(&(glyph.size / last.size))
        && glyph.look == last.look
        && glyph.x0 < x1 + SPACE * size
        && glyph.x1 > x0 - SPACE * size
}

fn goes_on(word: &Word, glyph: &Glyph) -> bool {
    let size = word.size.max(glyph.size);
    let gap = glyph.x0 - word.x1;
    (glyph.y - word.y).abs() < 0.12 * size
        && (0.8..1.25).contains(&(glyph.size / word.size))
        && glyph.look == word.look
        && gap < SPACE * size
        && glyph.x0 > word.x0 - 0.6 * size
        && gap > -1.2 * size
}

/// A glyph may say several words at once (a stretch that the file gives the words for).
fn split_at_spaces(word: Word) -> Vec<Word> {
    if !word.text.contains(is_space) {
        return vec![word];
    }
    let mut parts: Vec<Word> = Vec::new();
    let (mut from, mut open, mut tied) = (word.x0, false, word.tied);
    if word.from_right {
        return split_from_right(&word);
    }
    for (c, &end) in word.text.chars().zip(&word.ends) {
        if is_space(c) {
            (open, tied) = (false, c == TIE);
        } else {
            if !open {
                parts.push(Word {
                    text: String::new(),
                    ends: Vec::new(),
                    x0: from,
                    tied,
                    ..word.clone()
                });
            }
            open = true;
            if let Some(part) = parts.last_mut() {
                part.text.push(c);
                part.ends.push(end);
                part.x1 = end;
            }
        }
        from = end;
    }
    parts
}

fn split_from_right(word: &Word) -> Vec<Word> {
    let characters: Vec<char> = word.text.chars().collect();
    let mut parts = Vec::new();
    let mut at = 0;
    for part in characters.split(|c| is_space(*c)) {
        let (from, to) = (at, at + part.len());
        at = to + 1;
        if part.is_empty() {
            continue;
        }
        let (x0, x1) = word.stretch(from, to);
        parts.push(Word {
            text: part.iter().collect(),
            ends: word.ends[from..to].to_vec(),
            x0,
            x1,
            ..word.clone()
        });
    }
    parts
}

/// A large letter that opens a paragraph belongs to the word at its upper right.
pub(super) fn place_initials(words: &mut Vec<Word>, body: f32) {
    let is_initial = |word: &Word| {
        word.length() <= 2
            && word.size > 1.7 * body
            && word.text.chars().all(|c| c.is_uppercase() || "«“\"’L".contains(c))
    };
    let mut index = 0;
    while index < words.len() {
        let large = &words[index];
        if !is_initial(large) {
            index += 1;
            continue;
        }
        let beside = |word: &Word| {
            word.size < 0.7 * large.size
                && (-0.3 * body..1.2 * body).contains(&(word.x0 - large.x1))
                && word.y < large.y + 0.2 * body
                && word.y > large.y - 0.9 * large.size
        };
        let lines = words.iter().filter(|word| beside(word)).count();
        let first = (0..words.len())
            .filter(|&other| beside(&words[other]))
            .min_by(|&a, &b| words[a].y.total_cmp(&words[b].y));
        match first {
            Some(first) if lines >= 2 => {
                let large = words[index].clone();
                let word = &mut words[first];
                word.text.insert_str(0, &large.text);
                word.ends.splice(0..0, large.ends.iter().copied());
                word.initial = Some(large.y);
                word.x0 = large.x0;
                words.remove(index);
            }
            _ => index += 1,
        }
    }
}

/// Puts words on their rows, from the top.
pub(super) fn rows(mut words: Vec<Word>) -> Vec<Row> {
    words.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<Row> = Vec::new();
    for word in words {
        match rows.last_mut() {
            Some(row) if word.y - row.y < 0.2 * row.size.min(word.size) => row.words.push(word),
            _ => rows.push(Row {
                y: word.y,
                size: word.size,
                words: vec![word],
            }),
        }
    }
    rows.iter_mut().for_each(Row::settle);
    take_in_raised(&mut rows);
    rows.iter_mut().for_each(Row::finish);
    rows
}

/// Small words above or below a line that they touch belong to it.
fn take_in_raised(rows: &mut Vec<Row>) {
    for index in 0..rows.len() {
        for word in std::mem::take(&mut rows[index].words) {
            let host = [index.wrapping_sub(1), index + 1, index.wrapping_sub(2), index + 2]
                .into_iter()
                .find(|&host| rows.get(host).is_some_and(|row| row.holds(&word)));
            match host {
                Some(host) => {
                    let row = &mut rows[host];
                    let raised = if word.y < row.y { 1 } else { -1 };
                    row.words.push(Word { raised, ..word });
                }
                None => rows[index].words.push(word),
            }
        }
    }
    rows.retain(|row| !row.words.is_empty());
}

impl Row {
    pub(super) fn x0(&self) -> f32 {
        self.words.iter().map(|word| word.x0).fold(f32::INFINITY, f32::min)
    }

    pub(super) fn x1(&self) -> f32 {
        self.words.iter().map(|word| word.x1).fold(f32::NEG_INFINITY, f32::max)
    }

    fn holds(&self, word: &Word) -> bool {
        let offset = (word.y - self.y).abs();
        let small = word.size < 0.87 * self.size;
        let near = offset < 0.6 * self.size;
        let touches = |other: &Word| {
            other.raised == 0
                && other.size > 1.1 * word.size
                && (word.x0 - other.x1 < 0.35 * self.size && word.x0 - other.x0 > 0.0
                    || other.x0 - word.x1 < 0.35 * self.size && other.x0 - word.x0 > 0.0)
        };
        small && near && word.length() <= 12 && self.words.iter().any(touches)
    }

    /// The size and the line of most characters.
    fn settle(&mut self) {
        let longest = |key: fn(&Word) -> f32| {
            let mut counts: Vec<(f32, usize)> = Vec::new();
            for word in self.words.iter().filter(|word| word.raised == 0) {
                let value = key(word);
                match counts.iter_mut().find(|(other, _)| (*other - value).abs() < 0.3) {
                    Some((_, count)) => *count += word.length(),
                    None => counts.push((value, word.length())),
                }
            }
            counts.iter().max_by_key(|(_, count)| *count).map(|(value, _)| *value)
        };
        self.size = longest(|word| word.size).unwrap_or(self.size);
        self.y = longest(|word| word.y).unwrap_or(self.y);
    }

    fn finish(&mut self) {
        self.words.sort_by(|a, b| a.x0.total_cmp(&b.x0));
        // The same words drawn twice, a little aside, to look bold.
        self.words.dedup_by(|next, word| {
            let shared = word.x1.min(next.x1) - word.x0.max(next.x0);
            word.text == next.text && shared > 0.7 * next.width() && (word.y - next.y).abs() < 0.15 * word.size
        });
        self.settle();
        let spread = self.spread();
        for index in 1..self.words.len() {
            let (before, word) = (&self.words[index - 1], &self.words[index]);
            let gap = word.x0 - before.x1;
            let limit = if before.raised == 0 && word.raised == 0 && before.look == word.look {
                spread
            } else {
                SPACE
            };
            self.words[index].glued = gap < limit * self.size;
        }
        bidi::arrange(&mut self.words);
        self.join();
    }

    /// The widest gap inside a word, in ems: in a line that is set wide, letters stand apart as words do elsewhere.
    fn spread(&self) -> f32 {
        let lone = self.words.iter().filter(|word| word.length() == 1).count();
        if self.words.len() < 6 || lone * 10 < self.words.len() * 8 {
            return SPACE;
        }
        let mut gaps: Vec<f32> = self
            .words
            .windows(2)
            .map(|pair| (pair[1].x0 - pair[0].x1) / self.size)
            .collect();
        gaps.sort_by(f32::total_cmp);
        (gaps[gaps.len() / 2] * 1.6).max(SPACE)
    }

    /// Parts of a word that were drawn apart become one, unless they look different.
    fn join(&mut self) {
        let mut joined: Vec<Word> = Vec::with_capacity(self.words.len());
        for word in self.words.drain(..) {
            match joined.last_mut() {
                Some(last)
                    if word.glued
                        && last.touches(&word)
                        && last.look == word.look
                        && last.raised == word.raised
                        && (last.size - word.size).abs() < 0.5 =>
                {
                    last.text.push_str(&word.text);
                    last.ends.extend(word.ends);
                    last.x0 = last.x0.min(word.x0);
                    last.x1 = last.x1.max(word.x1);
                    last.from_right |= word.from_right;
                }
                _ => joined.push(word),
            }
        }
        self.words = joined;
    }

    /// Its words with the spaces between them.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for (index, word) in self.words.iter().enumerate() {
            if index > 0 && !word.glued {
                text.push(if word.tied { TIE } else { ' ' });
            }
            text.push_str(&word.text);
        }
        text
    }
}
