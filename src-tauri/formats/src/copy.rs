//! The annotated copy in every format in which it can be written: one door for all of them.

use std::collections::BTreeSet;
use std::sync::Arc;

use obelus_core::article::Format;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::labels::Labels;
use crate::{Checked, claim_review_out, csv_out, docx_out, html_out, jsonld_out, markdown_out, obsidian_out, xlsx_out};

/// What an annotated copy can be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum ExportFormat {
    #[default]
    Html,
    Docx,
    Pdf,
    /// The PDF file that the article came from, with the marks on its pages.
    #[serde(rename = "pdf-original")]
    PdfOriginal,
    Markdown,
    Obsidian,
    Xlsx,
    Csv,
    Jsonld,
    ClaimReview,
}

impl ExportFormat {
    pub const ALL: [Self; 10] = [
        Self::Html,
        Self::Docx,
        Self::Pdf,
        Self::PdfOriginal,
        Self::Markdown,
        Self::Obsidian,
        Self::Xlsx,
        Self::Csv,
        Self::Jsonld,
        Self::ClaimReview,
    ];

    /// The name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Pdf => "pdf",
            Self::PdfOriginal => "pdf-original",
            Self::Markdown => "markdown",
            Self::Obsidian => "obsidian",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Jsonld => "jsonld",
            Self::ClaimReview => "claimreview",
        }
    }

    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// What the field calls such a file; the same in every language.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Html => "HTML",
            Self::Docx => "Word",
            Self::Pdf | Self::PdfOriginal => "PDF",
            Self::Markdown | Self::Obsidian => "Markdown",
            Self::Xlsx => "Excel",
            Self::Csv => "CSV",
            Self::Jsonld | Self::ClaimReview => "JSON-LD",
        }
    }

    /// How the name of such a file ends, without the dot.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Pdf | Self::PdfOriginal => "pdf",
            Self::Markdown | Self::Obsidian => "md",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Jsonld | Self::ClaimReview => "jsonld",
        }
    }

    /// Whether it keeps what a file of the same format looked like: it needs what the revision was made from.
    #[must_use]
    pub fn keeps(self, original: Format) -> bool {
        matches!(
            (self, original),
            (Self::Docx, Format::Docx) | (Self::PdfOriginal, Format::Pdf)
        )
    }

    /// Whether it tells what was done to the article.
    #[must_use]
    pub fn tells_history(self) -> bool {
        self == Self::Xlsx
    }
}

/// Why there is no copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum CopyError {
    #[error("the pages could not be set: {reason}")]
    Pages { reason: String },
    #[error("this program was built without its typesetter")]
    NoTypesetter,
    #[error("the article did not come from a PDF file")]
    NoOriginal,
    #[error("the original PDF is encrypted, and takes no marks")]
    Encrypted,
    #[error("no marks can be put into the original PDF: {reason}")]
    Original { reason: String },
}

/// The characters that the copy has no font of its own for: fonts that draw them may be handed to it.
#[must_use]
pub fn foreign_to(format: ExportFormat, checked: &Checked<'_>) -> BTreeSet<char> {
    match format {
        #[cfg(feature = "pdf-out")]
        ExportFormat::Pdf => crate::pdf_out::foreign(checked),
        _ => {
            let _ = checked;
            BTreeSet::new()
        }
    }
}

/// The whole file; `fonts` are the bytes of those that were found for what is foreign to it.
///
/// # Errors
/// When pages cannot be set. No other copy can fail.
pub fn annotated_copy(
    format: ExportFormat,
    checked: &Checked<'_>,
    labels: &Labels,
    fonts: &[Arc<[u8]>],
) -> Result<Vec<u8>, CopyError> {
    Ok(match format {
        ExportFormat::Html => html_out::export(checked, labels).into_bytes(),
        ExportFormat::Docx => docx_out::export(checked, labels),
        ExportFormat::Markdown => markdown_out::export(checked, labels).into_bytes(),
        ExportFormat::Obsidian => obsidian_out::export(checked, labels).into_bytes(),
        ExportFormat::Pdf => pdf(checked, labels, fonts)?,
        ExportFormat::PdfOriginal => pdf_original(checked, labels)?,
        ExportFormat::Xlsx => xlsx_out::export(checked, labels),
        ExportFormat::Csv => csv_out::export(checked, labels),
        ExportFormat::ClaimReview => claim_review_out::export(checked, labels),
        ExportFormat::Jsonld => jsonld_out::export(checked, labels),
    })
}

#[cfg(feature = "pdf-out")]
fn pdf(checked: &Checked<'_>, labels: &Labels, fonts: &[Arc<[u8]>]) -> Result<Vec<u8>, CopyError> {
    crate::pdf_out::export(checked, labels, fonts)
}

#[cfg(not(feature = "pdf-out"))]
fn pdf(_: &Checked<'_>, _: &Labels, _: &[Arc<[u8]>]) -> Result<Vec<u8>, CopyError> {
    Err(CopyError::NoTypesetter)
}

#[cfg(feature = "pdf-out")]
fn pdf_original(checked: &Checked<'_>, labels: &Labels) -> Result<Vec<u8>, CopyError> {
    crate::pdf_out::original::export(checked, labels)
}

#[cfg(not(feature = "pdf-out"))]
fn pdf_original(_: &Checked<'_>, _: &Labels) -> Result<Vec<u8>, CopyError> {
    Err(CopyError::NoTypesetter)
}
