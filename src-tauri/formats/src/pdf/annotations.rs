//! What others noted in the file: highlights, notes and their answers, and the links of a page.

use std::collections::HashMap;

use hayro::hayro_syntax::object::{Array, Dict, MaybeRef, Name, ObjectIdentifier, Rect, String as PdfString};
use hayro::hayro_syntax::page::Page;
use obelus_core::body::Href;
use obelus_core::mark::{Colour, NOTE_LIMIT};
use obelus_core::text::{Text, TextRange};

use super::dates;
use super::sheet::{Area, Frame, Sheet};
use super::strings;
use super::words::Word;
use crate::{Annotation, Remark};

/// The most annotations of one page that are read.
const LIMIT: usize = 5_000;

/// An address, and where it can be followed on the page.
pub(super) struct Link {
    pub(super) href: Href,
    area: Area,
}

/// A remark of a page before its words are known.
pub(super) struct Noted {
    /// What it stands on; for a note beside the text, the note's own place.
    areas: Vec<Area>,
    is_beside: bool,
    highlight: Option<Colour>,
    remarks: Vec<Remark>,
    done: bool,
}

/// The links of a page.
pub(super) fn links(page: &Page<'_>) -> Vec<Link> {
    let mut links = Vec::new();
    for dict in dicts(page) {
        let address = || {
            let action = dict.get::<Dict<'_>>(&b"A"[..])?;
            let address = action.get::<PdfString<'_>>(&b"URI"[..])?;
            Href::new(&strings::text(address.as_bytes())).ok()
        };
        if name(&dict, b"Subtype") == "Link"
            && let Some(href) = address()
        {
            let areas = areas(page, &dict);
            links.extend(areas.into_iter().map(|area| Link {
                href: href.clone(),
                area,
            }));
        }
    }
    links
}

/// Says of each word of the page to which link it belongs.
pub(super) fn fasten(sheet: &mut Sheet, links: &[Link]) {
    if links.is_empty() {
        return;
    }
    for index in 0..sheet.words.len() {
        let word = &sheet.words[index];
        let area = sheet.frame.area(word, word.x0, word.x1);
        let at = links.iter().position(|link| link.area.holds(&area));
        sheet.words[index].link = at;
    }
}

impl Area {
    /// Whether the middle of the other lies in it.
    pub(super) fn holds(&self, other: &Self) -> bool {
        let (x, y) = (other.x + other.width / 2.0, other.y + other.height / 2.0);
        x >= self.x && x <= self.x + self.width && y >= self.y && y <= self.y + self.height
    }

    fn middle(&self) -> (f32, f32) {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }
}

fn dicts<'a>(page: &Page<'a>) -> Vec<Dict<'a>> {
    let array = page.raw().get::<Array<'a>>(&b"Annots"[..]);
    array.map_or_else(Vec::new, |array| array.iter::<Dict<'a>>().take(LIMIT).collect())
}

/// How many annotations a page has, links and windows of notes as well.
#[cfg(feature = "pdf-out")]
pub(super) fn count(page: &Page<'_>) -> usize {
    let array = page.raw().get::<Array<'_>>(&b"Annots"[..]);
    array.map_or(0, |array| array.raw_iter().count())
}

fn name(dict: &Dict<'_>, key: &[u8]) -> String {
    dict.get::<Name<'_>>(key)
        .map_or_else(String::new, |name| name.as_str().to_owned())
}

fn words(dict: &Dict<'_>, key: &[u8]) -> Option<String> {
    let string = dict.get::<PdfString<'_>>(key)?;
    let text = strings::text(string.as_bytes())
        .replace("\r\n", "\n")
        .replace('\r', "\n");
    let clean: String = text
        .chars()
        .filter(|c| !c.is_control() || *c == '\n')
        .take(NOTE_LIMIT)
        .collect();
    let clean = clean.trim();
    (!clean.is_empty()).then(|| clean.to_owned())
}

/// The quadrilaterals of an annotation, or its rectangle.
fn areas(page: &Page<'_>, dict: &Dict<'_>) -> Vec<Area> {
    let place = page.initial_transform(true);
    let shown = |points: &[(f64, f64)]| {
        let points: Vec<(f64, f64)> = points.iter().map(|&point| apply(place, point)).collect();
        let low = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).fold(f64::INFINITY, f64::min);
        let high = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
        let (x, y) = (low(|p| p.0), low(|p| p.1));
        Area {
            x: x as f32,
            y: y as f32,
            width: (high(|p| p.0) - x) as f32,
            height: (high(|p| p.1) - y) as f32,
        }
    };
    let quads: Vec<f64> = dict
        .get::<Array<'_>>(&b"QuadPoints"[..])
        .map_or_else(Vec::new, |array| array.iter::<f64>().take(8 * LIMIT).collect());
    let found: Vec<Area> = quads
        .chunks_exact(8)
        .map(|quad| {
            shown(&[
                (quad[0], quad[1]),
                (quad[2], quad[3]),
                (quad[4], quad[5]),
                (quad[6], quad[7]),
            ])
        })
        .collect();
    if !found.is_empty() {
        return found;
    }
    let rect = dict.get::<Rect>(&b"Rect"[..]);
    rect.map_or_else(Vec::new, |rect| vec![shown(&[(rect.x0, rect.y0), (rect.x1, rect.y1)])])
}

fn apply(place: hayro::hayro_syntax::transform::Transform, (x, y): (f64, f64)) -> (f64, f64) {
    let [a, b, c, d, e, f] = place.as_coeffs();
    (a * x + c * y + e, b * x + d * y + f)
}

/// What was noted on a page, with the answers to it.
pub(super) fn noted(page: &Page<'_>) -> Vec<Noted> {
    let array = page.raw().get::<Array<'_>>(&b"Annots"[..]);
    let ids: Vec<Option<ObjectIdentifier>> = array.map_or_else(Vec::new, |array| {
        let id = |entry| match entry {
            MaybeRef::Ref(id) => Some(ObjectIdentifier::from(id)),
            MaybeRef::NotRef(_) => None,
        };
        array.raw_iter().take(LIMIT).map(id).collect()
    });
    let mut found: Vec<Noted> = Vec::new();
    let mut by_id: HashMap<ObjectIdentifier, usize> = HashMap::new();
    for (index, dict) in dicts(page).into_iter().enumerate() {
        let id = dict.obj_id().or_else(|| ids.get(index).copied().flatten());
        let answered = dict.get_ref(&b"IRT"[..]).map(ObjectIdentifier::from);
        let state = words(&dict, b"State");
        let answered = answered.and_then(|first| by_id.get(&first).copied());
        let at = match answered {
            Some(first) => {
                let is_settled = matches!(
                    state.as_deref(),
                    Some("Accepted" | "Completed" | "Cancelled" | "Rejected")
                );
                found[first].done |= is_settled;
                if state.is_none() {
                    found[first].remarks.extend(remark(&dict));
                }
                first
            }
            None => match one(page, &dict) {
                Some(noted) => {
                    found.push(noted);
                    found.len() - 1
                }
                None => continue,
            },
        };
        if let Some(id) = id {
            by_id.insert(id, at);
        }
    }
    found
}

fn one(page: &Page<'_>, dict: &Dict<'_>) -> Option<Noted> {
    let kind = name(dict, b"Subtype");
    let is_beside = matches!(kind.as_str(), "Text" | "FreeText" | "Caret");
    if !is_beside && !matches!(kind.as_str(), "Highlight" | "Underline" | "Squiggly" | "StrikeOut") {
        return None;
    }
    let remarks: Vec<Remark> = remark(dict).into_iter().collect();
    if is_beside && remarks.is_empty() {
        return None;
    }
    Some(Noted {
        areas: areas(page, dict),
        is_beside,
        highlight: (!is_beside).then(|| colour(dict)),
        remarks,
        done: false,
    })
}

fn remark(dict: &Dict<'_>) -> Option<Remark> {
    Some(Remark {
        words: words(dict, b"Contents")?,
        author: words(dict, b"T").map(|author| crate::blocks::clean_line(&author)),
        time: words(dict, b"CreationDate")
            .or_else(|| words(dict, b"M"))
            .and_then(|date| dates::time(&date)),
    })
}

/// The colour nearest to the annotation's own.
fn colour(dict: &Dict<'_>) -> Colour {
    let parts: Vec<f32> = dict
        .get::<Array<'_>>(&b"C"[..])
        .map_or_else(Vec::new, |array| array.iter::<f32>().take(4).collect());
    let [red, green, blue] = match parts[..] {
        [red, green, blue] => [red, green, blue],
        [c, m, y, k] => [c, m, y].map(|part| (1.0 - part) * (1.0 - k)),
        _ => return Colour::Yellow,
    };
    let (high, low) = (red.max(green).max(blue), red.min(green).min(blue));
    if high - low < 0.08 {
        return Colour::Yellow;
    }
    // By hue, in sixths of the circle: red and orange marks are the warm ones here.
    if red >= high && blue > green {
        Colour::Pink
    } else if red >= high {
        if green > 0.6 * red {
            Colour::Yellow
        } else {
            Colour::Pink
        }
    } else if green >= high {
        if red > 0.85 * green {
            Colour::Yellow
        } else {
            Colour::Green
        }
    } else if red > green && red > 0.6 * blue {
        Colour::Pink
    } else {
        Colour::Blue
    }
}

impl Noted {
    /// The annotation on the words that it stands on; `places` has the offset of each of their characters.
    pub(super) fn on(self, words: &[Word], frame: Frame, places: &[Option<u32>], text: &Text) -> Option<Annotation> {
        let mut marked: Vec<u32> = Vec::new();
        let mut nearest: Option<(f32, Vec<u32>)> = None;
        let mut at = 0;
        for word in words {
            let mut own = Vec::new();
            for nth in 0..word.length() {
                let (from, to) = word.stretch(nth, nth + 1);
                let area = frame.area(word, from, to);
                if let Some(place) = places.get(at).copied().flatten() {
                    own.push(place);
                    if !self.is_beside && self.areas.iter().any(|marked| marked.holds(&area)) {
                        marked.push(place);
                    }
                }
                at += 1;
            }
            if let Some(area) = self.areas.first()
                && !own.is_empty()
            {
                let ((x, y), (own_x, own_y)) = (area.middle(), frame.area(word, word.x0, word.x1).middle());
                // A note in the margin is beside its line: what is on the same height is nearer.
                let far = (x - own_x).abs() + 4.0 * (y - own_y).abs();
                if nearest.as_ref().is_none_or(|(least, _)| far < *least) {
                    nearest = Some((far, own));
                }
            }
        }
        // What somebody said is not lost because it stands on a picture.
        if let Some((_, own)) = nearest
            && (self.is_beside || marked.is_empty() && !self.remarks.is_empty())
        {
            marked = own;
        }
        let ranges = ranges(marked, text);
        (!ranges.is_empty()).then_some(Annotation {
            ranges,
            highlight: self.highlight,
            remarks: self.remarks,
            done: self.done,
            on: None,
        })
    }
}

/// Offsets as ranges; white space between two of them parts nothing.
fn ranges(mut offsets: Vec<u32>, text: &Text) -> Vec<TextRange> {
    offsets.sort_unstable();
    offsets.dedup();
    let mut found: Vec<(u32, u32)> = Vec::new();
    for at in offsets {
        match found.last_mut() {
            Some((_, end)) if text.between(*end, at).chars().all(char::is_whitespace) => *end = at + 1,
            _ => found.push((at, at + 1)),
        }
    }
    found
        .into_iter()
        .filter_map(|(start, end)| text.selection(start, end).ok())
        .collect()
}
