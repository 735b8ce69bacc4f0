//! One page as words: what it says, what stands on it and is no text, how large it is.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro::hayro_interpret::util::TransformExt;
use hayro::hayro_interpret::{Context, InterpreterCache, InterpreterSettings, RenderContent, interpret_page};
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::Rect;

use super::columns::regions;
use super::fonts::Fonts;
use super::furniture::body_size;
use super::glyphs::{Drawing, Glyph, Scribe};
use super::words::{Row, Word, place_initials, rows, words};

/// A page, taken down.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// Turned so that most of its lines run to the right.
    pub(super) words: Vec<Word>,
    /// What the file itself calls no part of the text, and lines that run otherwise than the others.
    pub(super) besides: Vec<Row>,
    pub(super) rules: Vec<Rect>,
    pub(super) frame: Frame,
    /// The part that pictures cover.
    pub(super) pictured: f64,
    /// How many glyphs had no character.
    pub(super) unknown: u32,
    /// It could not be read to its end.
    pub(super) broken: bool,
}

/// How the words' measures lie on the page as it is shown.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Frame {
    /// As the words stand.
    pub(super) width: f32,
    pub(super) height: f32,
    /// Quarter turns of the lines on the page.
    pub(super) turn: u8,
}

/// What is shared by the pages of a file.
pub(super) struct Desk<'a> {
    cache: InterpreterCache<'a>,
    fonts: Fonts<'a>,
    settings: InterpreterSettings,
    verbatim: bool,
}

impl<'a> Desk<'a> {
    /// A desk at which everything on a page is its text, if so said.
    pub(super) fn new(verbatim: bool) -> Self {
        Self {
            cache: InterpreterCache::new(),
            fonts: Fonts::default(),
            settings: InterpreterSettings {
                render_content: RenderContent::PAGE,
                ..InterpreterSettings::default()
            },
            verbatim,
        }
    }

    /// Takes down one page; a page on which the interpreter fails has no words.
    pub(super) fn take_down(&mut self, page: &'a Page<'a>) -> Sheet {
        let drawn = catch_unwind(AssertUnwindSafe(|| self.draw(page)));
        let (width, height) = page.render_dimensions();
        match drawn {
            Ok(drawing) => sheet(drawing, width, height, self.verbatim),
            Err(_) => {
                // What it had in hand when it failed is not to be trusted.
                *self = Self::new(self.verbatim);
                Sheet {
                    frame: Frame { width, height, turn: 0 },
                    broken: true,
                    ..Sheet::default()
                }
            }
        }
    }

    fn draw(&mut self, page: &'a Page<'a>) -> Drawing {
        self.fonts.learn(page, &self.settings);
        let (width, height) = page.render_dimensions();
        let (width, height) = (f64::from(width), f64::from(height));
        let mut context = Context::new(
            page.initial_transform(true).to_kurbo(),
            Rect::new(0.0, 0.0, width, height),
            &self.cache,
            page.xref(),
            self.settings.clone(),
        );
        let mut scribe = Scribe::new(width, height, &mut self.fonts);
        interpret_page(page, &mut context, &mut scribe);
        scribe.drawing
    }
}

fn sheet(drawing: Drawing, width: f32, height: f32, verbatim: bool) -> Sheet {
    let Drawing {
        mut glyphs,
        rules,
        dots,
        pictured,
        unknown,
    } = drawing;
    let letters = |is: &dyn Fn(&Glyph) -> bool| glyphs.iter().filter(|glyph| is(glyph)).count();
    // Hidden letters are what was recognised on a scan; under printed ones they say the same again.
    let (hidden, all) = (letters(&|glyph| glyph.hidden), glyphs.len());
    if hidden > 0 && (all - hidden) * 10 >= hidden {
        glyphs.retain(|glyph| !glyph.hidden);
    }
    let turn = (0..4u8)
        .rev()
        .max_by_key(|turn| glyphs.iter().filter(|glyph| glyph.turn == *turn).count())
        .unwrap_or(0);
    let is_besides = |glyph: &Glyph| glyph.turn != turn || glyph.artifact && !verbatim;
    let (besides, text): (Vec<Glyph>, Vec<Glyph>) = glyphs.into_iter().partition(is_besides);
    let mut other = Vec::new();
    for direction in 0..4 {
        let glyphs: Vec<Glyph> = besides
            .iter()
            .filter(|glyph| glyph.turn == direction)
            .cloned()
            .collect();
        other.extend(rows(words(&glyphs)));
    }
    let (width, height) = if turn % 2 == 1 {
        (height, width)
    } else {
        (width, height)
    };
    let mut text = words(&text);
    if turn == 0 {
        dots.iter().for_each(|dot| put_bullet(*dot, &mut text));
    }
    Sheet {
        words: text,
        besides: other,
        rules: if turn == 0 { rules } else { Vec::new() },
        frame: Frame { width, height, turn },
        pictured,
        unknown,
        broken: false,
    }
}

/// A dot right before the first word of a line is its bullet.
fn put_bullet(dot: Rect, words: &mut Vec<Word>) {
    let (right, middle) = (dot.x1 as f32, (dot.y0 + dot.y1) as f32 / 2.0);
    let on_line = |word: &Word| middle < word.y - 0.1 * word.size && middle > word.y - 0.6 * word.size;
    let is_next = |word: &&Word| on_line(word) && (0.2..2.2).contains(&((word.x0 - right) / word.size));
    let Some(next) = words.iter().find(is_next) else { return };
    let is_before = |word: &Word| on_line(word) && word.x1 < right && word.x1 > right - 3.0 * word.size;
    if dot.width() as f32 > 0.7 * next.size || words.iter().any(is_before) {
        return;
    }
    let bullet = Word {
        text: "•".to_owned(),
        x0: dot.x0 as f32,
        x1: right,
        ends: vec![right],
        ..next.clone()
    };
    words.push(bullet);
}

/// A stretch of a page, in points from its top left corner as it is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) height: f32,
}

impl Sheet {
    /// The words in the order in which a person reads them.
    pub(super) fn in_order(&self) -> Vec<Word> {
        let mut words = self.words.clone();
        let body = body_size(words.iter());
        place_initials(&mut words, body);
        let regions = regions(words, &self.rules).into_iter();
        regions
            .flat_map(|region| region.rows)
            .flat_map(|row| row.words)
            .collect()
    }
}

impl Frame {
    /// Where part of a word stands on the page as it is shown.
    pub(super) fn area(self, word: &Word, x0: f32, x1: f32) -> Area {
        let (top, height) = (word.y - 0.82 * word.size, 1.06 * word.size);
        let width = x1 - x0;
        match self.turn {
            0 => Area {
                x: x0,
                y: top,
                width,
                height,
            },
            1 => Area {
                x: self.height - top - height,
                y: x0,
                width: height,
                height: width,
            },
            2 => Area {
                x: self.width - x1,
                y: self.height - top - height,
                width,
                height,
            },
            _ => Area {
                x: top,
                y: self.width - x1,
                width: height,
                height: width,
            },
        }
    }
}
