//! Footnotes: small print at the foot of a column, each with the sign by which the text refers to it.

use std::collections::HashMap;

use super::columns::Region;
use super::words::{Row, Word};

/// The lines of one note, and its sign.
#[derive(Clone, Debug)]
pub(super) struct Note {
    pub(super) sign: String,
    pub(super) rows: Vec<Row>,
}

/// Takes the footnotes off the foot of a region.
pub(super) fn take(region: &mut Region, body: f32) -> Vec<Note> {
    let small = |row: &Row| row.size < 0.93 * body;
    let from = region.rows.len() - region.rows.iter().rev().take_while(|row| small(row)).count();
    // A region of small print alone is a caption or an appendix.
    if from == 0 && region.rows.iter().all(|row| row.y < 500.0) {
        return Vec::new();
    }
    let Some(start) = (from..region.rows.len()).find(|&index| sign(&region.rows[index]).is_some()) else {
        return Vec::new();
    };
    // Small print that begins otherwise, without a gap before the first sign, is no list of notes.
    let mut notes: Vec<Note> = Vec::new();
    for row in region.rows.split_off(start) {
        let follows = |sign: &str| match (notes.last().map(|note| note.sign.parse::<u32>()), sign.parse::<u32>()) {
            (Some(Ok(before)), Ok(number)) => number == before + 1,
            (Some(_), _) => sign != notes[notes.len() - 1].sign,
            (None, _) => true,
        };
        match sign(&row).filter(|sign| follows(sign)) {
            Some(sign) => notes.push(Note {
                rows: vec![without_sign(row, &sign)],
                sign,
            }),
            None => {
                if let Some(note) = notes.last_mut() {
                    note.rows.push(row);
                }
            }
        }
    }
    notes
}

/// The sign at the start of a row: `1`, `12`, `*`, `†`, raised or not.
fn sign(row: &Row) -> Option<String> {
    let [first, second, ..] = row.words.as_slice() else {
        return None;
    };
    let bare = first.text.trim_end_matches(['.', ')', ':']);
    let is_plain = first.raised == 0 && !second.glued && first.text.len() <= bare.len() + 1;
    (is_sign(bare) && (first.raised == 1 || is_plain)).then(|| bare.to_owned())
}

pub(super) fn is_sign(word: &str) -> bool {
    let figures = !word.is_empty() && word.len() <= 3 && word.chars().all(|c| c.is_ascii_digit());
    let stars = !word.is_empty()
        && word.chars().count() <= 3
        && word.chars().all(|c| matches!(c, '*' | '∗' | '†' | '‡' | '§' | '¶'));
    figures || stars
}

fn without_sign(mut row: Row, sign: &str) -> Row {
    let rest = row.words[0].text.len() - sign.len();
    if rest <= 1 {
        row.words.remove(0);
    }
    if let Some(word) = row.words.first_mut() {
        word.glued = false;
    }
    row
}

/// How each note of the text is called: by its sign, and by its page where the sign comes again.
#[derive(Debug, Default)]
pub(super) struct Labels {
    labels: HashMap<(usize, String), String>,
}

impl Labels {
    pub(super) fn add(&mut self, page: usize, sign: &str, page_name: &str) -> String {
        let taken = self.labels.values().any(|label| label == sign);
        let label = if taken {
            format!("{sign} ({page_name})")
        } else {
            sign.to_owned()
        };
        self.labels.insert((page, sign.to_owned()), label.clone());
        label
    }

    /// The note that a raised word refers to.
    pub(super) fn refer(&self, page: usize, word: &Word) -> Option<&str> {
        let sign = word.text.trim_matches(['(', ')', '[', ']']);
        (word.raised == 1).then(|| self.labels.get(&(page, sign.to_owned())).map(String::as_str))?
    }
}
