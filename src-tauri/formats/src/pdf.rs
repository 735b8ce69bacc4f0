//! Reads PDF: words where the pages draw them, put in reading order; and a page as it looks, with the places of its words.
//!
//! The file's own structure is not needed: most files have none. Nothing is loaded from elsewhere, no script is run.

mod align;
mod annotations;
mod bidi;
mod columns;
mod dates;
mod fonts;
mod furniture;
mod glyphs;
mod headings;
mod hyphens;
mod lines;
mod lists;
mod marker;
mod notes;
mod outline;
mod paragraphs;
mod picture;
mod sheet;
#[cfg(feature = "pdf-out")]
mod signed;
#[cfg(feature = "pdf-out")]
pub(crate) mod spots;
mod strings;
mod words;
mod write;

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro::hayro_syntax::object::String as PdfString;
use hayro::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use obelus_core::article::Format;
use obelus_core::body::{Block, Body, Page};

use crate::{Annotation, Imported, Limit, ReadError, language, title};
use lines::{Line, Usual};
use notes::Note;
use paragraphs::{Kind, Paragraph};
use sheet::{Desk, Frame, Sheet};
use words::Word;
use write::PageParts;

#[cfg(feature = "pdf-out")]
pub(crate) use picture::cover;
pub use picture::{PagePicture, PageText, Sheets, WordBox, page};

/// The most pages.
const PAGES: usize = 5_000;

pub(crate) fn read(bytes: &[u8], verbatim: bool) -> Result<Imported, ReadError> {
    let pdf = open(bytes)?;
    let imported = catch_unwind(AssertUnwindSafe(|| import(&pdf, verbatim)));
    imported.unwrap_or(Err(ReadError::Damaged))
}

/// Opens a file; one that is encrypted opens if no password is needed to read it.
fn open(bytes: &[u8]) -> Result<Pdf, ReadError> {
    let bytes = bytes.to_vec();
    let opened = catch_unwind(AssertUnwindSafe(|| {
        let pdf = Pdf::new(bytes)?;
        let count = pdf.pages().len();
        Ok((pdf, count))
    }));
    match opened {
        Ok(Ok((_, 0))) | Err(_) => Err(ReadError::Damaged),
        Ok(Ok((_, count))) if count > PAGES => Err(ReadError::Beyond { limit: Limit::Pages }),
        Ok(Ok((pdf, _))) => Ok(pdf),
        Ok(Err(LoadPdfError::Decryption(
            DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm,
        ))) => Err(ReadError::Locked),
        Ok(Err(_)) => Err(ReadError::Damaged),
    }
}

fn import(pdf: &Pdf, verbatim: bool) -> Result<Imported, ReadError> {
    let pages = pdf.pages();
    let catalog = outline::catalog(pdf.xref());
    let names = outline::page_names(&catalog, pages.len());
    let mut desk = Desk::new(verbatim);
    let mut parts: Vec<PageParts> = Vec::with_capacity(pages.len());
    let mut sheets: Vec<Sheet> = Vec::with_capacity(pages.len());
    for page in pages.iter() {
        let mut sheet = desk.take_down(page);
        let links = annotations::links(page);
        annotations::fasten(&mut sheet, &links);
        parts.push(PageParts {
            links,
            ..PageParts::default()
        });
        sheets.push(sheet);
    }
    check_readable(&sheets)?;
    let noted: Vec<_> = pages.iter().map(annotations::noted).collect();
    let body_size = furniture::body_size(sheets.iter().flat_map(|sheet| &sheet.words));
    // What was noted is found by the words as they stand on the page, before they are moved into paragraphs.
    let kept: Vec<Option<(Vec<Word>, Frame)>> = sheets
        .iter()
        .zip(&noted)
        .map(|(sheet, noted)| (!noted.is_empty()).then(|| (sheet.in_order(), sheet.frame)))
        .collect();
    let unknown: u32 = sheets.iter().map(|sheet| sheet.unknown + u32::from(sheet.broken)).sum();
    let (lines, labels) = arrange(sheets, &mut parts, &names, body_size, verbatim);
    let usual = Usual::of(&lines, body_size);
    let lexicon = hyphens::Lexicon::of(&lines);
    let mut paragraphs = paragraphs::paragraphs(lines, &usual);
    headings::find(&mut paragraphs, &usual, &outline::entries(&catalog, pages));
    lists::settle(&mut paragraphs);
    let (mut body, starts) = write::write(&paragraphs, &parts, &labels, &lexicon);
    drop(paragraphs);
    body.pages = starts
        .into_iter()
        .zip(names)
        .map(|(start, name)| Page { start, name })
        .collect();
    let annotations = place(noted, kept, &body);
    let declared = catalog.get::<PdfString<'_>>(&b"Lang"[..]);
    let declared = declared.map(|tag| strings::text(tag.as_bytes()));
    let (name, byline) = named(pdf, &body);
    Ok(Imported {
        byline,
        language: language::recognise(body.text.as_str(), declared.as_deref()),
        replaced: unknown,
        annotations,
        ..Imported::new(name, Format::Pdf, body)
    })
}

/// A file without characters is a scan, if it shows pictures.
fn check_readable(sheets: &[Sheet]) -> Result<(), ReadError> {
    let words = || sheets.iter().flat_map(|sheet| &sheet.words);
    let letters: usize = words().map(Word::length).sum();
    let unknown: usize = sheets.iter().map(|sheet| sheet.unknown as usize).sum();
    let pictured = sheets.iter().filter(|sheet| sheet.pictured > 0.5).count();
    // A stamp or a page number on each picture makes no text of it; nor do letters that say nothing.
    let hardly_any = letters < 12 * sheets.len() && pictured * 2 >= sheets.len();
    if (hardly_any && pictured > 0) || (letters > 0 && unknown * 2 > letters) {
        let pages = sheets.len() as u32;
        return Err(ReadError::Scan { pages });
    }
    if letters == 0 && sheets.iter().any(|sheet| sheet.broken) {
        return Err(ReadError::Damaged);
    }
    Ok(())
}

/// Puts the words of all pages in reading order; what is no part of the text goes to the parts of its page.
fn arrange(
    sheets: Vec<Sheet>,
    parts: &mut [PageParts],
    names: &[String],
    body: f32,
    verbatim: bool,
) -> (Vec<Line>, notes::Labels) {
    let mut rows_of: Vec<Vec<words::Row>> = Vec::with_capacity(sheets.len());
    let mut rest: Vec<(f32, Vec<words::Row>, Vec<hayro::kurbo::Rect>)> = Vec::with_capacity(sheets.len());
    for mut sheet in sheets {
        words::place_initials(&mut sheet.words, body);
        rows_of.push(words::rows(sheet.words));
        rest.push((sheet.frame.height, sheet.besides, sheet.rules));
    }
    let found = if verbatim {
        vec![Vec::new(); rows_of.len()]
    } else {
        let sheets: Vec<furniture::Sheet<'_>> = rows_of
            .iter()
            .zip(&rest)
            .zip(names)
            .map(|((rows, (height, ..)), name)| furniture::Sheet {
                rows,
                height: *height,
                name,
            })
            .collect();
        furniture::find(&sheets, body)
    };
    let mut lines = Vec::new();
    let mut labels = notes::Labels::default();
    for (page, ((rows, (height, besides, rules)), furniture)) in rows_of.into_iter().zip(rest).zip(found).enumerate() {
        let mut words = Vec::new();
        let part = &mut parts[page];
        for (index, row) in rows.into_iter().enumerate() {
            if !furniture.contains(&index) {
                words.extend(row.words.into_iter().map(Word::afresh));
            } else if row.y < height / 2.0 {
                part.head.push(row);
            } else {
                part.foot.push(row);
            }
        }
        for row in besides {
            if row.y < height / 2.0 {
                part.head.push(row);
            } else {
                part.foot.push(row);
            }
        }
        let mut notes: Vec<Note> = Vec::new();
        for mut region in columns::regions(words, &rules) {
            let (left, right) = (region.left, region.right);
            let taken = notes::take(&mut region, body);
            notes.extend(taken);
            region.left = left;
            region.right = right;
            if !region.rows.is_empty() {
                lines.extend(lines::lines(region, page));
            }
        }
        for note in notes {
            let label = labels.add(page, &note.sign, &names[page]);
            part.notes.push(note_paragraph(note, label, page));
        }
    }
    (lines, labels)
}

fn note_paragraph(note: Note, label: String, page: usize) -> Paragraph {
    let edge =
        |of: fn(&words::Row) -> f32, start: f32, pick: fn(f32, f32) -> f32| note.rows.iter().map(of).fold(start, pick);
    let region = columns::Region {
        left: edge(words::Row::x0, f32::INFINITY, f32::min),
        right: edge(words::Row::x1, f32::NEG_INFINITY, f32::max),
        rows: note.rows,
    };
    let lines = lines::lines(region, page);
    Paragraph {
        lines: lines.into_iter().map(|line| (paragraphs::Join::Space, line)).collect(),
        kind: Kind::Footnote(label),
    }
}

/// The annotations of all pages, on the words of the body.
fn place(noted: Vec<Vec<annotations::Noted>>, kept: Vec<Option<(Vec<Word>, Frame)>>, body: &Body) -> Vec<Annotation> {
    let mut placed = Vec::new();
    for (page, (noted, kept)) in noted.into_iter().zip(kept).enumerate() {
        let Some((words, frame)) = kept else { continue };
        let places = picture::places(&words, &PageText::of(body, page));
        placed.extend(
            noted
                .into_iter()
                .filter_map(|noted| noted.on(&words, frame, &places, &body.text)),
        );
    }
    placed.sort_by_key(|annotation: &Annotation| annotation.ranges.first().copied());
    placed
}

/// What others noted on the first `pages` pages of a file, on the words of the body that was made of it.
///
/// # Errors
/// When the file cannot be read.
#[cfg(feature = "pdf-out")]
pub(crate) fn noted(bytes: &[u8], body: &Body, pages: usize) -> Result<Vec<Annotation>, ReadError> {
    let pdf = open(bytes)?;
    let found = catch_unwind(AssertUnwindSafe(|| {
        let mut desk = Desk::new(false);
        let (mut all, mut kept) = (Vec::new(), Vec::new());
        for page in pdf.pages().iter().take(pages) {
            let noted = annotations::noted(page);
            kept.push((!noted.is_empty()).then(|| {
                let sheet = desk.take_down(page);
                (sheet.in_order(), sheet.frame)
            }));
            all.push(noted);
        }
        place(all, kept, body)
    }));
    found.map_err(|_| ReadError::Damaged)
}

/// Whether a file says that somebody signed it: what is added to it, the signature does not cover.
///
/// # Errors
/// When the file cannot be read.
#[cfg(feature = "pdf-out")]
pub(crate) fn is_signed(bytes: &[u8]) -> Result<bool, ReadError> {
    let pdf = open(bytes)?;
    let signed = catch_unwind(AssertUnwindSafe(|| signed::is_signed(&outline::catalog(pdf.xref()))));
    signed.map_err(|_| ReadError::Damaged)
}

/// The title and the author: as the first page prints the one, and as the file names both.
fn named(pdf: &Pdf, body: &Body) -> (String, Option<String>) {
    let metadata = pdf.metadata();
    let clean = |bytes: &Option<Box<[u8]>>| {
        let words = crate::blocks::clean_line(&strings::text(bytes.as_deref().unwrap_or_default()));
        (words.chars().count() >= 3).then_some(words)
    };
    let first_page = body.pages.get(1).map_or(u32::MAX, |page| page.start);
    let printed = body.blocks.iter().find_map(|block| match block {
        Block::Heading { level: 1, leaf } if leaf.start < first_page => Some(body.text.between(leaf.start, leaf.end)),
        _ => None,
    });
    let is_title = |words: &String| {
        let lower = words.to_lowercase();
        let is_file = [
            ".doc", ".docx", ".odt", ".pdf", ".tex", ".dvi", ".indd", ".qxd", ".html", ".rtf", ".ps", ".txt",
        ]
        .iter()
        .any(|ending| lower.ends_with(ending));
        !is_file
            && !lower.starts_with("microsoft word")
            && !lower.starts_with("untitled")
            && !lower.starts_with("sans titre")
    };
    let name = match (printed, clean(&metadata.title).filter(is_title)) {
        (Some(printed), _) => title::one_line(printed),
        (None, Some(named)) => title::one_line(&named),
        (None, None) => title::title(body),
    };
    // The name of an account is no author: a person has two names.
    let byline = clean(&metadata.author).filter(|author| author.contains(' ') && author.chars().count() <= 200);
    (name, byline)
}
