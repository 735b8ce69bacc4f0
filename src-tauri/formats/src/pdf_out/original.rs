//! Puts the marks of an article onto the pages of the PDF file that it came from, as highlights with their notes.
//!
//! A mark stands on its own words or nowhere: one whose words are not surely found on the pages stands beside them, and
//! the first page lists these. One that came from the file, and that nobody has touched since, is there already.

use std::collections::BTreeMap;

use obelus_core::arrive::untouched;
use obelus_core::text::TextRange;

use super::annotate::{Note, Refused, annotate};
use super::notes::{self, plain_note};
use super::strokes::Strokes;
use crate::checked::{Checked, Numbered, Woven};
use crate::labels::Labels;
use crate::pdf::spots::{self, Spots};
use crate::report::shortened;
use crate::{CopyError, ReadError, pdf};

/// The side of a sign beside the text, and from one to the next, in points.
const SIGN: f32 = 20.0;
const STEP: f32 = 24.0;
/// How many signs stand under each other.
const COLUMN: usize = 28;
/// How much of the words of a mark is listed, in characters.
const LISTED: usize = 120;

/// The whole file: what its author made of it, with the marks appended.
///
/// # Errors
/// When the article did not come from a PDF file, or that file takes no annotations.
pub fn export(checked: &Checked<'_>, labels: &Labels) -> Result<Vec<u8>, CopyError> {
    marked(checked, labels, usize::MAX)
}

/// The same with the marks of the first page alone: to be looked at. It lists none that is on another page.
///
/// # Errors
/// As [`export`].
pub(crate) fn first_page(checked: &Checked<'_>, labels: &Labels) -> Result<Vec<u8>, CopyError> {
    marked(checked, labels, 1)
}

/// With the marks that begin on so many of its pages.
fn marked(checked: &Checked<'_>, labels: &Labels, pages: usize) -> Result<Vec<u8>, CopyError> {
    let original = checked.original.ok_or(CopyError::NoOriginal)?;
    let after = checked.body.pages.get(pages);
    let until = after.map_or(u32::MAX, |page| page.start);
    let noted = pdf::noted(original, checked.body, pages).map_err(unread)?;
    let there = untouched(checked.revision, &checked.body.text, &noted, checked.marks);
    let mut woven = Woven::new(checked);
    woven.marks.retain(|numbered| {
        let places = numbered.mark.places_in(checked.revision.id);
        let first = places.map(|place| place.range.start()).min();
        first.is_some_and(|start| start < until) && !there.contains(&numbered.mark.id)
    });
    let mut owners: Vec<usize> = Vec::new();
    let mut ranges: Vec<TextRange> = Vec::new();
    for (index, numbered) in woven.marks.iter().enumerate() {
        for place in numbered.mark.places_in(checked.revision.id) {
            owners.push(index);
            ranges.push(place.range);
        }
    }
    let spots = spots::spots(original, checked.body, &ranges).map_err(unread)?;
    let mut notes: Vec<Note> = woven.marks.iter().map(|one| note(checked, labels, one)).collect();
    for (owner, found) in owners.iter().zip(&spots.of) {
        for spot in found {
            notes[*owner].areas.entry(spot.page).or_default().push(spot.corners);
        }
    }
    let mut signs = Signs::default();
    let astray: Vec<usize> = (0..notes.len()).filter(|&at| notes[at].areas.is_empty()).collect();
    if !astray.is_empty() || !woven.unplaced.is_empty() {
        let listed = list(checked, labels, &woven, &astray);
        let mut first = plain_note(checked, labels, listed);
        first.beside = Some(signs.next(&spots, 0));
        notes.push(first);
    }
    for at in astray {
        let start = woven.marks[at].mark.places_in(checked.revision.id).next();
        let page = start.map_or(0, |place| page_of(checked, place.range.start()));
        notes[at].beside = Some(signs.next(&spots, page));
    }
    let (copy, added) = annotate(original.to_vec(), &notes).map_err(|refused| match refused {
        Refused::Encrypted => CopyError::Encrypted,
        Refused::Unread(error) => CopyError::Original {
            reason: error.to_string(),
        },
    })?;
    check(&copy, &spots, &added)?;
    // With nothing to put on it, it stays byte for byte what it is.
    Ok(if notes.is_empty() { original.to_vec() } else { copy })
}

fn unread(error: ReadError) -> CopyError {
    CopyError::Original {
        reason: error.to_string(),
    }
}

fn note(checked: &Checked<'_>, labels: &Labels, numbered: &Numbered<'_>) -> Note {
    let inks = numbered.inks();
    Note {
        strokes: Some(Strokes::of(numbered.class(), rgb(inks.ink))),
        colour: rgb(inks.tint),
        ..notes::note(checked, labels, numbered)
    }
}

/// Six hexadecimal digits as parts from 0 to 1.
pub(super) fn rgb(digits: &str) -> [f32; 3] {
    let number = u32::from_str_radix(digits, 16).unwrap_or_default();
    [16, 8, 0].map(|shift| f32::from((number >> shift) as u8) / 255.0)
}

/// The page on which the text goes on from here, from 0.
fn page_of(checked: &Checked<'_>, at: u32) -> usize {
    let after = checked.body.pages.partition_point(|page| page.start <= at);
    after.saturating_sub(1)
}

/// The marks that stand on no words of a page.
fn list(checked: &Checked<'_>, labels: &Labels, woven: &Woven<'_>, astray: &[usize]) -> String {
    let mut parts = Vec::new();
    let line = |numbered: &Numbered<'_>| {
        let words = labels.quoted(&shortened(numbered.quote, LISTED));
        format!("{} {} {words}", numbered.sign(), numbered.word(checked, labels))
    };
    if !astray.is_empty() {
        parts.push(labels.count(&labels.not_on_pages, astray.len()));
        for &at in astray {
            let numbered = &woven.marks[at];
            let place = numbered.mark.places_in(checked.revision.id).next();
            let page = place.map_or(0, |place| page_of(checked, place.range.start()));
            let page = labels.number(page + 1);
            parts.push(format!("{} ({} {page})", line(numbered), labels.table.page));
        }
    }
    if !woven.unplaced.is_empty() {
        parts.push(labels.unplaced.clone());
        for numbered in &woven.unplaced {
            let words = notes::contents(checked, labels, numbered);
            let quote = labels.quoted(&shortened(numbered.quote, LISTED));
            parts.push(format!("{quote}\n{words}"));
        }
    }
    parts.join("\n\n")
}

/// Where signs stand beside the text, one under the other.
#[derive(Default)]
struct Signs {
    of_page: BTreeMap<usize, usize>,
}

impl Signs {
    fn next(&mut self, spots: &Spots, page: usize) -> (usize, [[f32; 2]; 2]) {
        let page = page.min(spots.pages().saturating_sub(1));
        let count = self.of_page.entry(page).or_default();
        let (column, row) = (*count / COLUMN, *count % COLUMN);
        *count += 1;
        let (x, y) = (6.0 + STEP * column as f32, 6.0 + STEP * row as f32);
        let corners = [[x, y], [x + SIGN, y + SIGN]];
        (page, corners.map(|corner| spots.in_file(page, corner)))
    }
}

/// Another reader than the one that wrote it finds every annotation on its page, the author's own as well.
fn check(copy: &[u8], spots: &Spots, added: &BTreeMap<usize, usize>) -> Result<(), CopyError> {
    let there = spots::annotations(copy).unwrap_or_default();
    let wanted = spots.annotations.iter().enumerate();
    let wanted: Vec<usize> = wanted
        .map(|(page, before)| before + added.get(&page).copied().unwrap_or_default())
        .collect();
    if there == wanted {
        Ok(())
    } else {
        Err(CopyError::Original {
            reason: "its pages do not take annotations".to_owned(),
        })
    }
}
