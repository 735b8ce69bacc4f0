//! The first page of an annotated copy, as a person sees it before the file is written.
//!
//! However long the article is, only what this page shows is set into pages: the figures of the whole report, and of the
//! article its beginning. Word and web pages are shown by the pages of our own typesetter, which they are much like.

mod beginning;

use std::collections::BTreeSet;
use std::sync::Arc;

use obelus_core::body::{Block, Body, Style, leaves};
use obelus_core::picture::{Picture, PictureId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::labels::Labels;
use crate::{Checked, CopyError, ExportFormat, annotated_copy, xlsx_out};
use beginning::beginning;

/// How much of a file is shown as it is written: lines, and characters of a line.
const LINES: usize = 80;
const WIDE: usize = 400;
/// How many rows of a sheet are shown.
const ROWS: usize = 16;

/// What is seen of a copy before it is written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "is", rename_all = "snake_case")]
#[ts(export)]
pub enum FirstPage {
    /// As it looks; the lengths are points (1/72 inch).
    Picture {
        /// A PNG file.
        #[serde(skip)]
        png: Vec<u8>,
        width: f32,
        height: f32,
        /// It is a page of a file that somebody signed digitally: what is put onto it, the signature does not cover.
        signed: bool,
    },
    /// The first lines of the very file.
    Lines { lines: Vec<String>, goes_on: bool },
    /// The first rows of a workbook's sheet.
    Sheet(FirstSheet),
}

/// The first rows of a sheet, and the names of all sheets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FirstSheet {
    pub sheets: Vec<String>,
    /// Which of them it is, from 0.
    pub shown: u32,
    pub heads: Vec<String>,
    pub rows: Vec<Vec<String>>,
    pub goes_on: bool,
}

/// What the first page of a copy looks like, at `scale` pixels a point where it is a picture; `fonts` are the bytes of
/// those that were found for what [`foreign_to_first`] says.
///
/// # Errors
/// As the copy itself.
pub fn first_page(
    format: ExportFormat,
    checked: &Checked<'_>,
    labels: &Labels,
    fonts: &[Arc<[u8]>],
    scale: f32,
) -> Result<FirstPage, CopyError> {
    match format {
        ExportFormat::Html | ExportFormat::Docx | ExportFormat::Pdf => paged(checked, labels, fonts, scale),
        ExportFormat::PdfOriginal => marked(checked, labels, scale),
        ExportFormat::Xlsx => Ok(FirstPage::Sheet(xlsx_out::first_rows(checked, labels, ROWS))),
        ExportFormat::Markdown
        | ExportFormat::Obsidian
        | ExportFormat::Csv
        | ExportFormat::Jsonld
        | ExportFormat::ClaimReview => Ok(lines(&annotated_copy(format, checked, labels, fonts)?)),
    }
}

/// Whether its first page is one of our typesetter.
fn is_paged(format: ExportFormat) -> bool {
    matches!(format, ExportFormat::Html | ExportFormat::Docx | ExportFormat::Pdf)
}

/// The characters that its picture has no font of its own for.
#[must_use]
pub fn foreign_to_first(format: ExportFormat, checked: &Checked<'_>) -> BTreeSet<char> {
    if !is_paged(format) {
        return BTreeSet::new();
    }
    let cut = beginning(checked.body);
    let body = cut.as_ref().unwrap_or(checked.body);
    crate::foreign_to(ExportFormat::Pdf, &Checked { body, ..*checked })
}

/// The pictures that may stand on it: no others need to be handed over.
#[must_use]
pub fn pictures_of_first(format: ExportFormat, body: &Body) -> BTreeSet<PictureId> {
    if !is_paged(format) {
        return BTreeSet::new();
    }
    let cut = beginning(body);
    let blocks = cut.as_ref().map_or(&body.blocks, |cut| &cut.blocks);
    let mut found: Vec<&Picture> = Vec::new();
    figures(blocks, &mut found);
    for span in leaves(blocks).into_iter().flat_map(|leaf| &leaf.spans) {
        if let Style::Image { image } = &span.style {
            found.extend(&image.picture);
        }
    }
    found.into_iter().map(|picture| picture.id.clone()).collect()
}

fn figures<'b>(blocks: &'b [Block], found: &mut Vec<&'b Picture>) {
    for block in blocks {
        match block {
            Block::Figure { image, caption } => {
                found.extend(&image.picture);
                figures(caption, found);
            }
            Block::Quote { blocks } | Block::Footnote { blocks, .. } => figures(blocks, found),
            Block::List { items, .. } => items.iter().for_each(|item| figures(&item.blocks, found)),
            Block::Table { rows } => {
                let cells = rows.iter().flat_map(|row| &row.cells);
                cells.for_each(|cell| figures(&cell.blocks, found));
            }
            Block::Heading { .. } | Block::Paragraph { .. } | Block::Code { .. } | Block::Rule => {}
        }
    }
}

#[cfg(feature = "pdf-out")]
fn paged(checked: &Checked<'_>, labels: &Labels, fonts: &[Arc<[u8]>], scale: f32) -> Result<FirstPage, CopyError> {
    let cut = beginning(checked.body);
    let pdf = crate::pdf_out::first_page(checked, cut.as_ref(), labels, fonts)?;
    drawn(&pdf, scale, false)
}

#[cfg(feature = "pdf-out")]
fn marked(checked: &Checked<'_>, labels: &Labels, scale: f32) -> Result<FirstPage, CopyError> {
    let pdf = crate::pdf_out::original::first_page(checked, labels)?;
    let signed = checked
        .original
        .is_some_and(|file| crate::pdf::is_signed(file) == Ok(true));
    drawn(&pdf, scale, signed)
}

#[cfg(feature = "pdf-out")]
fn drawn(pdf: &[u8], scale: f32, signed: bool) -> Result<FirstPage, CopyError> {
    let cover = crate::pdf::cover(pdf, scale).map_err(|error| CopyError::Pages {
        reason: error.to_string(),
    })?;
    Ok(FirstPage::Picture {
        png: cover.png,
        width: cover.width,
        height: cover.height,
        signed,
    })
}

#[cfg(not(feature = "pdf-out"))]
fn paged(_: &Checked<'_>, _: &Labels, _: &[Arc<[u8]>], _: f32) -> Result<FirstPage, CopyError> {
    Err(CopyError::NoTypesetter)
}

#[cfg(not(feature = "pdf-out"))]
fn marked(_: &Checked<'_>, _: &Labels, _: f32) -> Result<FirstPage, CopyError> {
    Err(CopyError::NoTypesetter)
}

/// The beginning of a file that is text.
fn lines(file: &[u8]) -> FirstPage {
    let text = String::from_utf8_lossy(file);
    // What tells spreadsheets the encoding is nothing to look at.
    let mut all = text.trim_start_matches('\u{feff}').lines();
    let lines = all
        .by_ref()
        .take(LINES)
        .map(|line| match line.char_indices().nth(WIDE) {
            Some((byte, _)) => format!("{}…", &line[..byte]),
            None => line.to_owned(),
        });
    FirstPage::Lines {
        lines: lines.collect(),
        goes_on: all.next().is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(file: &str) -> (Vec<String>, bool) {
        match lines(file.as_bytes()) {
            FirstPage::Lines { lines, goes_on } => (lines, goes_on),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_short_file_is_shown_as_it_is() {
        let (lines, goes_on) = shown("\u{feff}n;claim\r\n1;« 49 % »\r\n");
        assert_eq!(lines, ["n;claim", "1;« 49 % »"]);
        assert!(!goes_on);
    }

    #[test]
    fn of_a_long_file_the_first_lines_are_shown_and_of_a_long_line_its_beginning() {
        let (lines, goes_on) = shown(&format!("{}\n{}", "é".repeat(1_000), "line\n".repeat(1_000)));
        assert!(goes_on);
        assert_eq!(lines.len(), LINES);
        assert_eq!(lines[0], format!("{}…", "é".repeat(WIDE)));
    }
}
