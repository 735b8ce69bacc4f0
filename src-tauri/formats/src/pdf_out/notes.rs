//! What PDF readers are told of each mark: its words on the pages, and what was noted.

use std::collections::BTreeMap;

use obelus_core::id::Time;

use super::annotate::{Note, Quad};
use super::original::rgb;
use super::paper::Stretches;
use super::typeset::{Area, Pages};
use crate::checked::{Checked, Numbered, Woven};
use crate::inks::Inks;
use crate::labels::Labels;

/// In points: pieces of a line that are no further apart are one.
const NEAR: f64 = 1.5;

pub(super) fn notes(
    checked: &Checked<'_>,
    labels: &Labels,
    woven: &Woven<'_>,
    stretches: &Stretches,
    pages: &Pages,
) -> Vec<Note> {
    let mut of_mark: Vec<Vec<Area>> = vec![Vec::new(); woven.marks.len()];
    for area in &pages.areas {
        let Some(places) = stretches.get(area.stretch) else {
            continue;
        };
        let mut owners: Vec<usize> = places.iter().map(|&place| woven.owners[place]).collect();
        owners.dedup();
        owners.into_iter().for_each(|owner| of_mark[owner].push(*area));
    }
    let heights: Vec<f64> = pages
        .document
        .pages()
        .iter()
        .map(|page| page.frame.height().to_pt())
        .collect();
    let marks = woven.marks.iter().zip(of_mark);
    marks
        .map(|(numbered, areas)| Note {
            areas: by_page(&areas, &heights),
            ..note(checked, labels, numbered)
        })
        .collect()
}

/// What a mark says, wherever it stands.
pub(super) fn note(checked: &Checked<'_>, labels: &Labels, numbered: &Numbered<'_>) -> Note {
    Note {
        name: numbered.mark.id.0.to_string(),
        contents: contents(checked, labels, numbered),
        author: numbered.mark.changed.by.trim().to_owned(),
        subject: format!("{} {}", numbered.number, numbered.word(checked, labels)),
        created: date(numbered.mark.created.at),
        changed: date(numbered.mark.changed.at),
        colour: rgb(numbered.inks().tint),
        strokes: None,
        areas: BTreeMap::new(),
        beside: None,
    }
}

/// What is said of the copy itself.
pub(super) fn plain_note(checked: &Checked<'_>, labels: &Labels, contents: String) -> Note {
    let created = date(checked.revision.created);
    Note {
        name: format!("{}-list", checked.revision.id.0),
        contents,
        author: "Obelus".to_owned(),
        subject: labels.marks.clone(),
        created: created.clone(),
        changed: created,
        colour: rgb(Inks::of("note").tint),
        strokes: None,
        areas: BTreeMap::new(),
        beside: None,
    }
}

/// The status, the note as it was written, the correction, the tags.
pub(super) fn contents(checked: &Checked<'_>, labels: &Labels, numbered: &Numbered<'_>) -> String {
    let mark = numbered.mark;
    let mut parts = vec![format!("{} {}", numbered.sign(), numbered.word(checked, labels))];
    if !mark.note.trim().is_empty() {
        parts.push(mark.note.trim().to_owned());
    }
    if !mark.correction.trim().is_empty() {
        let words = labels.quoted(mark.correction.trim());
        parts.push(format!("{}{}{words}", labels.correction, labels.colon));
    }
    let tags: Vec<String> = mark.tags.iter().map(|tag| format!("#{tag}")).collect();
    if !tags.is_empty() {
        parts.push(tags.join(" "));
    }
    parts.join("\n\n")
}

/// A PDF date in UTC (ISO 32000-2, 7.9.4).
fn date(time: Time) -> String {
    let (year, month, day) = time.day();
    let seconds = time.0.div_euclid(1000).rem_euclid(86_400);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("D:{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}Z")
}

/// The areas of a mark in the file's own measure, one a line: what was cut within a line is joined.
fn by_page(areas: &[Area], heights: &[f64]) -> BTreeMap<usize, Vec<Quad>> {
    let mut joined: Vec<Area> = Vec::new();
    for area in areas {
        match joined.last_mut() {
            Some(last)
                if last.page == area.page
                    && (last.bottom - area.bottom).abs() < NEAR
                    && area.left - last.right < NEAR
                    && last.left - area.right < NEAR =>
            {
                last.left = last.left.min(area.left);
                last.right = last.right.max(area.right);
                last.top = last.top.min(area.top);
            }
            _ => joined.push(*area),
        }
    }
    let mut by_page: BTreeMap<usize, Vec<Quad>> = BTreeMap::new();
    for area in joined {
        let Some(height) = heights.get(area.page) else { continue };
        let [left, right] = [area.left, area.right].map(|edge| edge as f32);
        let [top, bottom] = [area.top, area.bottom].map(|edge| (height - edge) as f32);
        let quad = [[left, top], [right, top], [left, bottom], [right, bottom]];
        by_page.entry(area.page).or_default().push(quad);
    }
    by_page
}
