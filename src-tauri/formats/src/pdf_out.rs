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
use std::sync::Arc;

use serde_json::{Value, json};
use typst_pdf::PdfOptions;
use unicode_normalization::UnicodeNormalization;

use crate::CopyError;
use crate::checked::{Checked, Woven, about, has_headline, version};
use crate::labels::Labels;
use crate::report::shortened;
use paper::{Writer, clean};
use pictures::Pictures;
use world::Desk;

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
    match pages(checked, labels, fonts) {
        // One that cannot be read is told by its words, like one that is not there.
        Err(_) if !checked.pictures.is_empty() => {
            let pictures = BTreeMap::new();
            let without = Checked {
                pictures: &pictures,
                ..*checked
            };
            pages(&without, labels, fonts)
        }
        pages => pages,
    }
}

fn pages(checked: &Checked<'_>, labels: &Labels, fonts: &[Arc<[u8]>]) -> Result<Vec<u8>, CopyError> {
    let woven = Woven::new(checked);
    let mut desk = Desk::new(fonts);
    let mut pictures = Pictures::new(Some(checked.pictures));
    let mut writer = Writer::new(checked.body, &woven);
    let blocks = writer.blocks(&checked.body.blocks, 0, &mut pictures);
    let stretches = writer.stretches;
    let copy = copy(checked, labels, &woven, blocks, &desk);
    desk.put("/article.json", serde_json::to_vec(&copy).map_err(failed)?);
    for (name, bytes) in pictures.files() {
        desk.put(name, bytes.to_vec());
    }
    let pages = typeset::typeset(&mut desk).map_err(failed)?;
    let pdf = typst_pdf::pdf(
        &pages.document,
        &PdfOptions {
            creator: typst::foundations::Smart::Custom(Some("Obelus".to_owned())),
            ..PdfOptions::default()
        },
    );
    let pdf = pdf.map_err(|errors| failed(errors.first().map_or("", |error| error.message.as_str())))?;
    let notes = notes::notes(checked, labels, &woven, &stretches, &pages);
    let annotated = annotate::annotate(pdf, &notes);
    let annotated = annotated
        .map(|(bytes, _)| bytes)
        .map_err(|refused| failed(format!("{refused:?}")));
    // What is compiled is remembered; nobody asks for it again.
    typst::comemo::evict(0);
    annotated
}

fn failed(reason: impl ToString) -> CopyError {
    CopyError::Pages {
        reason: reason.to_string(),
    }
}

/// All that the templates are given.
fn copy(checked: &Checked<'_>, labels: &Labels, woven: &Woven<'_>, blocks: Vec<Value>, desk: &Desk) -> Value {
    let article = checked.article;
    let (year, month, day) = checked.revision.created.day();
    let (lang, region) = language(article.language.as_deref());
    let missing: Vec<String> = seen(checked)
        .into_iter()
        .filter(|&c| !desk.can_draw(c))
        .take(40)
        .map(|c| format!("U+{:04X}", u32::from(c)))
        .collect();
    let card = |numbered| cards::card(checked, labels, numbered);
    let title = clean(&article.title).replace('\n', " ");
    json!({
        "title": title,
        "short_title": shortened(&title, 90),
        "authors": article.byline.iter().map(|byline| clean(byline)).collect::<Vec<_>>(),
        "date": [year, month, day],
        "lang": lang,
        "region": region,
        "labels": labels,
        "report": checked.wanted.report.then(|| report::report(checked, labels, woven)),
        "brief": brief(checked, labels),
        "missing": if missing.is_empty() {
            String::new()
        } else {
            labels.report.missing_signs.replace("{signs}", &missing.join(", "))
        },
        "blocks": blocks,
        "cards": woven.marks.iter().map(card).collect::<Vec<_>>(),
        "unplaced": woven.unplaced.iter().map(card).collect::<Vec<_>>(),
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
    see(checked.body.text.as_str());
    see(&checked.article.title);
    for mark in checked.marks {
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
