//! Writes a checked article as PDF: the report, the article with its notes in the margin, real annotations.
//!
//! It is typeset by templates of our own, which the article reaches as data only. The same article gives the same
//! bytes: the dates are the revision's, there is no clock.

mod annotate;
mod cards;
mod grid;
mod margin;
mod notes;
pub mod original;
mod paper;
mod pictures;
mod report;
mod strokes;
mod typeset;
mod world;

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::sync::Arc;

use obelus_core::body::{Body, leaves};
use serde_json::{Value, json};
use typst::foundations::Smart;
use typst::layout::PageRanges;
use typst_pdf::PdfOptions;
use unicode_normalization::UnicodeNormalization;

use crate::CopyError;
use crate::checked::{Checked, Numbered, Woven, about, has_headline, version};
use crate::labels::Labels;
use crate::report::shortened;
use paper::{Stretches, Writer, clean};
use pictures::Pictures;
use world::Desk;

/// More lines of a report than one page has.
const LINES_OF_A_PAGE: usize = 60;

/// The characters of the article and its notes that our own fonts cannot draw: the caller may have fonts for them.
#[must_use]
pub fn foreign(checked: &Checked<'_>) -> BTreeSet<char> {
    seen(checked).into_iter().filter(|&c| !world::own_can_draw(c)).collect()
}

/// The whole file; `fonts` are further ones for what [`foreign`] says. What none can draw is told in the copy.
///
/// # Errors
/// When the pages cannot be set.
pub fn export(checked: &Checked<'_>, labels: &Labels, fonts: &[Arc<[u8]>]) -> Result<Vec<u8>, CopyError> {
    or_without_pictures(checked, |checked| {
        let woven = Woven::new(checked);
        let shown = Shown {
            checked,
            woven: &woven,
            is_whole: true,
        };
        let (pages, stretches) = set(checked, &woven, &shown, labels, fonts)?;
        let pdf = written(&pages, PdfOptions::default())?;
        let notes = notes::notes(checked, labels, &woven, &stretches, &pages);
        let annotated = annotate::annotate(pdf, &notes);
        annotated
            .map(|(bytes, _)| bytes)
            .map_err(|refused| failed(format!("{refused:?}")))
    })
}

/// The first page alone, as it is in the whole file; of a long article only `beginning` is set. It has no annotations.
///
/// # Errors
/// When the pages cannot be set.
pub(crate) fn first_page(
    checked: &Checked<'_>,
    beginning: Option<&Body>,
    labels: &Labels,
    fonts: &[Arc<[u8]>],
) -> Result<Vec<u8>, CopyError> {
    or_without_pictures(checked, |checked| {
        let all = Woven::new(checked);
        let cut = Checked {
            body: beginning.unwrap_or(checked.body),
            ..*checked
        };
        let woven = Woven::new(&cut);
        let shown = Shown {
            checked: &cut,
            woven: &woven,
            is_whole: beginning.is_none(),
        };
        let (pages, _) = set(checked, &all, &shown, labels, fonts)?;
        let first = Some(NonZeroUsize::MIN);
        let options = PdfOptions {
            page_ranges: Some(PageRanges::new(vec![first..=first])),
            tagged: false,
            ..PdfOptions::default()
        };
        written(&pages, options)
    })
}

fn or_without_pictures(
    checked: &Checked<'_>,
    make: impl Fn(&Checked<'_>) -> Result<Vec<u8>, CopyError>,
) -> Result<Vec<u8>, CopyError> {
    let made = match make(checked) {
        // One that cannot be read is told by its words, like one that is not there.
        Err(_) if !checked.pictures.is_empty() => make(&Checked {
            pictures: &BTreeMap::new(),
            ..*checked
        }),
        made => made,
    };
    // What is compiled is remembered; nobody asks for it again.
    typst::comemo::evict(0);
    made
}

/// What of the article is set into pages: all of it, or its beginning.
struct Shown<'s, 'a> {
    checked: &'s Checked<'a>,
    /// Its marks have the numbers that they have in the whole of it.
    woven: &'s Woven<'a>,
    is_whole: bool,
}

impl Shown<'_, '_> {
    /// The marks that have a note beside what is set.
    fn marks(&self) -> impl Iterator<Item = &Numbered<'_>> {
        let leaves = leaves(&self.checked.body.blocks);
        let end = leaves
            .last()
            .filter(|_| !self.is_whole)
            .map_or(u32::MAX, |leaf| leaf.end);
        let first = move |one: &Numbered<'_>| {
            let places = one.mark.places_in(self.checked.revision.id);
            places.map(|place| place.range.start()).min()
        };
        // They are in reading order.
        self.woven
            .marks
            .iter()
            .take_while(move |one| first(one).is_some_and(|start| start < end))
    }

    fn unplaced(&self) -> &[Numbered<'_>] {
        match self.is_whole {
            true => &self.woven.unplaced,
            false => &[],
        }
    }
}

/// Sets the report on all of `checked`, and what is shown of the article.
fn set(
    checked: &Checked<'_>,
    woven: &Woven<'_>,
    shown: &Shown<'_, '_>,
    labels: &Labels,
    fonts: &[Arc<[u8]>],
) -> Result<(typeset::Pages, Stretches), CopyError> {
    let mut desk = Desk::new(fonts);
    let mut pictures = Pictures::new(Some(checked.pictures));
    let mut writer = Writer::new(shown.checked.body, shown.woven);
    let blocks = writer.blocks(&shown.checked.body.blocks, 0, &mut pictures);
    let stretches = writer.stretches;
    let report = checked.wanted.report.then(|| {
        let most = if shown.is_whole { usize::MAX } else { LINES_OF_A_PAGE };
        report::report(checked, labels, woven, most)
    });
    let copy = copy(shown, labels, report, blocks, &desk);
    desk.put("/article.json", serde_json::to_vec(&copy).map_err(failed)?);
    for (name, bytes) in pictures.files() {
        desk.put(name, bytes.to_vec());
    }
    let pages = typeset::typeset(&mut desk).map_err(failed)?;
    Ok((pages, stretches))
}

fn written(pages: &typeset::Pages, options: PdfOptions) -> Result<Vec<u8>, CopyError> {
    let options = PdfOptions {
        creator: Smart::Custom(Some("Obelus".to_owned())),
        ..options
    };
    let pdf = typst_pdf::pdf(&pages.document, &options);
    pdf.map_err(|errors| failed(errors.first().map_or("", |error| error.message.as_str())))
}

fn failed(reason: impl ToString) -> CopyError {
    CopyError::Pages {
        reason: reason.to_string(),
    }
}

/// All that the templates are given.
fn copy(shown: &Shown<'_, '_>, labels: &Labels, report: Option<Value>, blocks: Vec<Value>, desk: &Desk) -> Value {
    let checked = shown.checked;
    let article = checked.article;
    let (year, month, day) = checked.revision.created.day();
    let (lang, region) = language(article.language.as_deref());
    let missing: Vec<String> = seen(checked)
        .into_iter()
        .filter(|&c| !desk.can_draw(c))
        .take(40)
        .map(|c| format!("U+{:04X}", u32::from(c)))
        .collect();
    let card = |numbered: &Numbered<'_>| cards::card(checked, labels, numbered);
    let title = clean(&article.title).replace('\n', " ");
    json!({
        "title": title,
        "short_title": shortened(&title, 90),
        "authors": article.byline.iter().map(|byline| clean(byline)).collect::<Vec<_>>(),
        "date": [year, month, day],
        "lang": lang,
        "region": region,
        "labels": labels,
        "whole": shown.is_whole,
        "report": report,
        "brief": brief(checked, labels),
        "missing": if missing.is_empty() {
            String::new()
        } else {
            labels.report.missing_signs.replace("{signs}", &missing.join(", "))
        },
        "blocks": blocks,
        "cards": shown.marks().map(card).collect::<Vec<_>>(),
        "unplaced": shown.unplaced().iter().map(card).collect::<Vec<_>>(),
    })
}

/// What stands above the article where no report does.
fn brief(checked: &Checked<'_>, labels: &Labels) -> Value {
    let about: Vec<String> = about(checked, labels).iter().map(|part| clean(part)).collect();
    json!({
        "document": labels.document,
        "version": version(checked, labels),
        "about": about,
        "headline": has_headline(checked),
    })
}

/// A language and a region as the typesetter takes them: it knows hyphens by them.
fn language(tag: Option<&str>) -> (String, Option<String>) {
    let mut parts = tag.unwrap_or_default().split(['-', '_']);
    let is =
        |part: &&str, lengths: &[usize]| lengths.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic());
    let lang = parts.next().filter(|part| is(part, &[2, 3]));
    let region = parts.find(|part| is(part, &[2]));
    match lang {
        Some(lang) => (lang.to_lowercase(), region.map(str::to_uppercase)),
        // Undetermined (ISO 639-2).
        None => ("und".to_owned(), None),
    }
}

/// Every character that is to be drawn.
fn seen(checked: &Checked<'_>) -> BTreeSet<char> {
    let mut seen = BTreeSet::new();
    let mut see = |words: &str| seen.extend(words.nfc().filter(|&c| is_drawn(c)));
    for leaf in leaves(&checked.body.blocks) {
        see(checked.body.text.between(leaf.start, leaf.end));
    }
    see(&checked.article.title);
    for mark in checked.marks {
        // The report quotes what may be far from what is set.
        mark.places_in(checked.revision.id).for_each(|place| see(&place.quote));
        see(&mark.note);
        see(&mark.correction);
        mark.tags.iter().for_each(|tag| see(tag));
    }
    seen
}

/// What steers other characters has no sign of its own.
fn is_drawn(c: char) -> bool {
    let steers = matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}');
    !c.is_control() && !c.is_whitespace() && !steers
}
