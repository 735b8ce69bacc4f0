//! Finds fonts of this computer for the characters that a copy's own fonts cannot draw.
//!
//! A font is only handed on where it draws something that is wanted, regular faces first; which of them draws what is
//! the typesetter's to choose.

use std::collections::BTreeSet;
use std::sync::Arc;

use fontdb::{Database, FaceInfo, Style};
use ttf_parser::Face;

/// The most fonts of one copy, and the most bytes of them together.
const FONTS: usize = 16;
const BYTES: usize = 96 << 20;

/// The files of fonts that together draw as many of the characters as any here can.
#[must_use]
pub fn drawing(wanted: &BTreeSet<char>) -> Vec<Arc<[u8]>> {
    let mut left = wanted.clone();
    let mut found: Vec<Arc<[u8]>> = Vec::new();
    if left.is_empty() {
        return found;
    }
    let mut fonts = Database::new();
    fonts.load_system_fonts();
    let mut faces: Vec<&FaceInfo> = fonts.faces().collect();
    faces.sort_by_key(|face| plainness(face));
    let mut room = BYTES;
    for face in faces {
        let taken = fonts.with_face_data(face.id, |bytes, index| {
            let parsed = Face::parse(bytes, index).ok()?;
            let drawn: Vec<char> = left
                .iter()
                .copied()
                .filter(|&c| parsed.glyph_index(c).is_some())
                .collect();
            if drawn.is_empty() || bytes.len() > room {
                return None;
            }
            left.retain(|c| !drawn.contains(c));
            Some(Arc::<[u8]>::from(bytes))
        });
        if let Some(bytes) = taken.flatten() {
            room -= bytes.len();
            found.push(bytes);
        }
        if left.is_empty() || found.len() == FONTS {
            break;
        }
    }
    found
}

/// The smaller, the more it is a face for plain words; the name at last, so that the choice is the same each time.
fn plainness(face: &FaceInfo) -> (bool, u16, bool, String) {
    let name = face.families.first().map_or(String::new(), |(name, _)| name.clone());
    let weight = face.weight.0.abs_diff(400);
    (face.style != Style::Normal, weight, face.monospaced, name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_looked_for_where_nothing_is_wanted() {
        assert!(drawing(&BTreeSet::new()).is_empty());
    }

    #[test]
    fn a_font_that_is_found_draws_what_was_wanted() {
        let wanted = BTreeSet::from(['é', 'ש', '你']);
        for bytes in drawing(&wanted) {
            let count = ttf_parser::fonts_in_collection(&bytes).unwrap_or(1);
            let faces = (0..count).filter_map(|index| Face::parse(&bytes, index).ok());
            let mut draws = faces.flat_map(|face| wanted.iter().filter(move |&&c| face.glyph_index(c).is_some()));
            assert!(draws.next().is_some());
        }
    }
}
