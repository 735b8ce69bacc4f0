//! How the letters of a font look: upright or not, bold or not, each of the same width.
//!
//! The interpreter does not say which font a run is drawn in. Its glyphs say which font program they are of, and so
//! do those of the fonts that the page names: the two are compared.

use std::collections::{HashMap, HashSet};

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_interpret::font::Glyph;
use hayro::hayro_syntax::object::{Array, Dict, Name, ObjectIdentifier, Stream};
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::Shape;
use hayro_font::{Font, FontCache, FontGlyph};

/// How deep forms may stand in one another to have their fonts looked at.
const DEPTH: usize = 6;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Look {
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) mono: bool,
}

/// The fonts that the pages so far have named.
#[derive(Default)]
pub(super) struct Fonts<'a> {
    cache: FontCache<'a>,
    named: Vec<(Font<'a>, Look)>,
    seen: HashSet<ObjectIdentifier>,
    /// By what identifies a glyph of a program.
    known: HashMap<u128, Look>,
    raised: HashMap<u128, bool>,
}

impl<'a> Fonts<'a> {
    /// Learns the fonts of one more page.
    pub(super) fn learn(&mut self, page: &Page<'a>, settings: &InterpreterSettings) {
        let resources = page.resources();
        self.learn_from(&resources.fonts, settings);
        self.learn_forms(&resources.x_objects, settings, DEPTH);
    }

    fn learn_forms(&mut self, forms: &Dict<'a>, settings: &InterpreterSettings, depth: usize) {
        for (name, _) in forms.entries() {
            let Some(form) = forms.get::<Stream<'a>>(name.as_ref()) else {
                continue;
            };
            let dict = form.dict();
            if depth == 0 || !self.is_new(dict) {
                continue;
            }
            if let Some(resources) = dict.get::<Dict<'a>>(&b"Resources"[..]) {
                self.learn_from(&resources.get(&b"Font"[..]).unwrap_or_default(), settings);
                self.learn_forms(&resources.get(&b"XObject"[..]).unwrap_or_default(), settings, depth - 1);
            }
        }
    }

    fn learn_from(&mut self, fonts: &Dict<'a>, settings: &InterpreterSettings) {
        for (name, _) in fonts.entries() {
            let Some(dict) = fonts.get::<Dict<'a>>(name.as_ref()) else {
                continue;
            };
            let look = Look::of(&dict);
            if look != Look::default()
                && self.is_new(&dict)
                && let Some(font) = self.cache.font(&dict, &settings.font_resolver, &settings.cmap_resolver)
            {
                self.named.push((font, look));
                self.known.clear();
            }
        }
    }

    fn is_new(&mut self, dict: &Dict<'a>) -> bool {
        dict.obj_id().is_none_or(|id| self.seen.insert(id))
    }

    /// Whether a figure is drawn small above the line by its font (a note's sign), and not by its place.
    pub(super) fn is_raised(&mut self, glyph: &Glyph<'_>) -> bool {
        let Glyph::Outline(outline) = glyph else {
            return false;
        };
        *self.raised.entry(outline.identifier().cache_key()).or_insert_with(|| {
            let drawn = outline.outline().bounding_box();
            // In thousandths of the size: figures on the line begin at 0 or, in old style, below it.
            drawn.y0 > 200.0 && drawn.height() < 550.0 && drawn.area() > 0.0
        })
    }

    /// How a glyph looks; plain, where nothing says otherwise.
    pub(super) fn look(&mut self, glyph: &Glyph<'_>) -> Look {
        let Glyph::Outline(outline) = glyph else {
            return Look::default();
        };
        let key = outline.identifier().cache_key();
        if let Some(look) = self.known.get(&key) {
            return *look;
        }
        let same = |font: &Font<'a>| match font.glyph(outline.glyph_id(), glyph.char_code() & 0xff) {
            FontGlyph::Outline(other) => other.identifier().cache_key() == key,
            FontGlyph::Type3(_) => false,
        };
        let look = self.named.iter().rev().find(|(font, _)| same(font));
        let look = look.map_or_else(Look::default, |(_, look)| *look);
        self.known.insert(key, look);
        look
    }
}

impl Look {
    /// By the font's name and its descriptor (ISO 32000-2, 9.8).
    fn of(font: &Dict<'_>) -> Self {
        let descendant = font
            .get::<Array<'_>>(&b"DescendantFonts"[..])
            .and_then(|fonts| fonts.iter::<Dict<'_>>().next());
        let descriptor = font
            .get::<Dict<'_>>(&b"FontDescriptor"[..])
            .or_else(|| descendant?.get(&b"FontDescriptor"[..]))
            .unwrap_or_default();
        let name = font.get::<Name<'_>>(&b"BaseFont"[..]);
        let name = name.as_ref().map_or("", |name| name.as_str());
        let named = Self::named(name.rsplit_once('+').map_or(name, |(_, name)| name));
        let flags = descriptor.get::<u32>(&b"Flags"[..]).unwrap_or(0);
        let angle = descriptor.get::<f32>(&b"ItalicAngle"[..]).unwrap_or(0.0);
        let weight = descriptor.get::<f32>(&b"FontWeight"[..]).unwrap_or(400.0);
        Self {
            bold: named.bold || flags & (1 << 18) != 0 || weight >= 600.0,
            italic: named.italic || flags & (1 << 6) != 0 || angle.abs() > 2.0,
            mono: named.mono || flags & 1 != 0,
        }
    }

    fn named(name: &str) -> Self {
        let lower = name.to_ascii_lowercase();
        let has = |parts: &[&str]| parts.iter().any(|part| lower.contains(part));
        // Computer Modern and its like, as TeX names them.
        let tex = |stems: &[&str]| stems.iter().any(|stem| lower.starts_with(stem));
        Self {
            bold: has(&["bold", "black", "heavy", "-medi", "demi"]) || tex(&["cmbx", "cmb1", "sfbx", "ecbx", "lmbx"]),
            italic: has(&["italic", "oblique", "slanted", "-ital", "kursiv"])
                || tex(&["cmti", "cmsl", "cmbxti", "cmbxsl", "sfti", "sfsl", "ecti", "ecsl"]),
            mono: has(&["mono", "courier", "consolas", "typewriter", "menlo"])
                || tex(&["cmtt", "cmsltt", "sftt", "ectt", "lmtt"]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_how_its_letters_look() {
        let look = |name| {
            let Look { bold, italic, mono } = Look::named(name);
            [bold, italic, mono]
        };
        assert_eq!(look("LiberationSerif-BoldItalic"), [true, true, false]);
        assert_eq!(look("CMBX12"), [true, false, false]);
        assert_eq!(look("CMTI10"), [false, true, false]);
        assert_eq!(look("DejaVuSansMono"), [false, false, true]);
        assert_eq!(look("NimbusRomNo9L-Regu"), [false, false, false]);
    }
}
