//! The glyphs of a page: what the file draws, as characters with a place.
//!
//! All lengths are points (1/72 inch), from the top left corner of the page as it is shown.

use hayro::hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask};
use hayro::hayro_syntax::object::{Dict, String as PdfString};
use hayro::kurbo::{Affine, BezPath, Point, Rect, Shape, Vec2};

use super::fonts::{Fonts, Look};
use super::strings;

/// More glyphs than any page has: what goes on is no page, but an attack.
const PAGE_LIMIT: usize = 1_000_000;

/// The interpreter cannot be told to stop; this is thrown, and caught where it was called.
pub(super) struct TooManyGlyphs;

/// One or more characters that were drawn at once.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    pub(super) text: String,
    /// Along the line: where it begins and ends.
    pub(super) x0: f32,
    pub(super) x1: f32,
    /// The line on which it stands.
    pub(super) y: f32,
    pub(super) size: f32,
    pub(super) look: Look,
    /// Quarter turns clockwise of the line on which it stands.
    pub(super) turn: u8,
    /// The file itself says that it is no part of the text: a running head, a page number.
    pub(super) artifact: bool,
    /// Drawn without ink, as a scanner's software does over the picture.
    pub(super) hidden: bool,
}

/// What a page shows.
#[derive(Debug, Default)]
pub(super) struct Drawing {
    pub(super) glyphs: Vec<Glyph>,
    /// Thin straight strokes, for borders and the line above footnotes.
    pub(super) rules: Vec<Rect>,
    /// Small round or square fills, as bullets are drawn.
    pub(super) dots: Vec<Rect>,
    /// The part of the page that pictures cover, at most 1.
    pub(super) pictured: f64,
    /// How many glyphs had no character to them.
    pub(super) unknown: u32,
}

/// Takes down what is drawn.
pub(super) struct Scribe<'f, 'a> {
    pub(super) drawing: Drawing,
    pub(super) width: f64,
    pub(super) height: f64,
    fonts: &'f mut Fonts<'a>,
    marked: Vec<Marked>,
}

/// A marked stretch of the content stream.
struct Marked {
    artifact: bool,
    /// The words that it stands for, until they are told.
    words: Option<String>,
    replaced: bool,
}

impl<'f, 'a> Scribe<'f, 'a> {
    pub(super) fn new(width: f64, height: f64, fonts: &'f mut Fonts<'a>) -> Self {
        Self {
            drawing: Drawing::default(),
            width,
            height,
            fonts,
            marked: Vec::new(),
        }
    }

    fn rule(&mut self, rect: Rect) {
        let (long, thin) = (rect.width().max(rect.height()), rect.width().min(rect.height()));
        if thin <= 2.5 && long >= 12.0 && self.drawing.rules.len() < 20_000 {
            self.drawing.rules.push(rect);
        }
        if (1.5..9.0).contains(&thin) && long < 1.3 * thin && self.drawing.dots.len() < 5_000 {
            self.drawing.dots.push(rect);
        }
    }

    /// A glyph of which another one has said the words already: these reach to its end.
    fn widen(&mut self, at: &Stand) {
        if let Some(told) = self.drawing.glyphs.last_mut()
            && told.turn == at.turn
            && (told.y - at.y).abs() < 0.5 * told.size
        {
            told.x0 = told.x0.min(at.x0);
            told.x1 = told.x1.max(at.x1);
        }
    }

    /// What a glyph says: its own character, or its share of what a marked stretch stands for.
    fn words(&mut self, glyph: &Drawn<'_>) -> String {
        if let Some(marked) = self.marked.iter_mut().rev().find(|marked| marked.replaced) {
            return marked.words.take().unwrap_or_default();
        }
        match glyph.as_unicode() {
            Some(BfString::Char(c)) => strings::readable(c.encode_utf8(&mut [0; 4])),
            Some(BfString::String(words)) => strings::readable(&words),
            None => {
                self.drawing.unknown += 1;
                char::REPLACEMENT_CHARACTER.to_string()
            }
        }
    }
}

impl<'a> Device<'a> for Scribe<'_, 'a> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        if path.elements().len() <= 64 {
            let outline = props.transform * path.clone();
            match mode {
                DrawMode::Stroke(_) => outline.segments().for_each(|segment| self.rule(segment.bounding_box())),
                _ => self.rule(outline.bounding_box()),
            }
        }
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        if self.drawing.glyphs.len() + run.glyphs().len() > PAGE_LIMIT {
            std::panic::resume_unwind(Box::new(TooManyGlyphs));
        }
        let look = run
            .glyphs()
            .first()
            .map(|glyph| self.fonts.look(glyph))
            .unwrap_or_default();
        let artifact = self.marked.iter().any(|marked| marked.artifact);
        for glyph in run.glyphs() {
            let text = self.words(glyph);
            let place = props.transform * glyph.transform();
            if let Some(at) = Stand::new(place, advance(glyph), self.width, self.height) {
                if text.is_empty() {
                    self.widen(&at);
                    continue;
                }
                let is_figure = text.chars().all(|c| c.is_ascii_digit());
                // As if it were a smaller figure at a higher place, which is how other programs do it.
                let (lift, share) = if is_figure && self.fonts.is_raised(glyph) {
                    (0.35, 0.62)
                } else {
                    (0.0, 1.0)
                };
                self.drawing.glyphs.push(Glyph {
                    text,
                    x0: at.x0,
                    x1: at.x1,
                    y: at.y - lift * at.size,
                    size: at.size * share,
                    look,
                    turn: at.turn,
                    artifact,
                    hidden: matches!(mode, DrawMode::Invisible),
                });
            }
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let page = Rect::new(0.0, 0.0, self.width, self.height);
        let unit = Rect::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
        let shown = props.transform.transform_rect_bbox(unit).intersect(page);
        let share = (shown.area() / page.area().max(1.0)).clamp(0.0, 1.0);
        self.drawing.pictured = (self.drawing.pictured + share).min(1.0);
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}

    fn draw_rect(&mut self, rect: &Rect, props: DrawProps<'a>, mode: &DrawMode) {
        self.draw_path(&rect.to_path(0.1), props, mode);
    }

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        let words = properties
            .and_then(|properties| properties.get::<PdfString<'_>>(&b"ActualText"[..]))
            .map(|words| strings::text(words.as_bytes()));
        self.marked.push(Marked {
            artifact: tag == b"Artifact",
            replaced: words.is_some(),
            words,
        });
    }

    fn end_marked_content(&mut self) {
        self.marked.pop();
    }
}

/// How far a glyph reaches along its line, in thousandths of its size.
fn advance(glyph: &Drawn<'_>) -> f64 {
    let width = match glyph {
        Drawn::Outline(outline) => outline.advance_width(),
        Drawn::Type3(drawn) => drawn.advance_width(),
    };
    f64::from(width.unwrap_or(500.0)).clamp(0.0, 4_000.0)
}

/// Where a glyph stands on the page.
struct Stand {
    x0: f32,
    x1: f32,
    y: f32,
    size: f32,
    turn: u8,
}

impl Stand {
    /// Nothing for a glyph that is not on the page.
    fn new(place: Affine, advance: f64, width: f64, height: f64) -> Option<Self> {
        let origin = place * Point::ZERO;
        let along = place * Point::new(advance, 0.0) - origin;
        let up = place * Point::new(0.0, 1_000.0) - origin;
        let size = up.hypot();
        let (on_page, reach) = (Rect::new(0.0, 0.0, width, height), along.hypot());
        if !on_page.contains(origin + along / 2.0) || !(0.5..=2_000.0).contains(&size) || !reach.is_finite() {
            return None;
        }
        let right = place * Point::new(1_000.0, 0.0) - origin;
        let turn = quarter(right)?;
        // Turned so that every line runs to the right.
        let (x, y) = match turn {
            0 => (origin.x, origin.y),
            1 => (origin.y, width - origin.x),
            2 => (width - origin.x, height - origin.y),
            _ => (height - origin.y, origin.x),
        };
        Some(Self {
            x0: x as f32,
            x1: (x + reach) as f32,
            y: y as f32,
            size: size as f32,
            turn,
        })
    }
}

/// The nearest quarter turn; letters that stand aslant (a watermark) are not part of a line.
fn quarter(right: Vec2) -> Option<u8> {
    let quarters = right.atan2() / std::f64::consts::FRAC_PI_2;
    let nearest = quarters.round();
    ((quarters - nearest).abs() < 0.12).then_some(nearest.rem_euclid(4.0) as u8)
}
