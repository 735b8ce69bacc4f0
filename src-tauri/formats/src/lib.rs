//! Files in, files out: bytes to an article, a checked article to bytes. No paths, no disk.
//!
//! Whatever the bytes are, reading them ends: in a body that keeps the rules of the block model, or in a
//! [`ReadError`]. Nothing here panics on any input.

mod anchors;
pub mod annotations_in;
pub mod archive;
mod bare_links;
mod blocks;
pub mod bundle;
mod changes;
mod checked;
mod choose;
pub mod claim_review_out;
mod classes;
mod copied_title;
mod copy;
mod css;
pub mod csv_out;
mod data;
mod dates;
mod docx;
pub mod docx_out;
mod dom;
mod doubt;
mod dress;
mod ebooks;
mod elsewhere;
mod encoding;
mod epub;
mod extract;
mod file_name;
mod first_page;
mod flow;
mod footnotes;
mod front_matter;
mod furniture;
mod guess;
mod headings;
mod html;
mod html_blocks;
mod html_filter;
mod html_head;
pub mod html_out;
mod html_report;
mod imported;
mod inks;
mod inline_tag;
pub mod jsonld_out;
pub mod labels;
mod language;
mod leaf;
mod legacy;
mod lines;
mod lists;
mod looks;
mod markdown;
pub mod markdown_out;
mod markdown_words;
mod meaning;
mod metadata;
mod mhtml;
mod mime;
mod moment;
mod note;
mod numerals;
pub mod obsidian_out;
mod odt;
pub mod package;
mod page;
pub mod paste_out;
pub mod pdf;
#[cfg(feature = "pdf-out")]
pub mod pdf_out;
mod phrases;
mod pictures;
mod pieces;
mod prints;
mod published;
mod report;
mod rows;
mod rtf;
mod sample;
mod second;
mod sheet;
mod shown;
mod sign_fonts;
mod signs;
mod slip;
mod stretch;
mod suggested;
mod text;
mod title;
mod wanted;
pub mod weave;
mod word_processor;
mod wraps;
mod xhtml;
pub mod xlsx_out;
mod xml;

use std::borrow::Cow;
use std::fmt;

use obelus_core::article::Format;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use checked::Checked;
pub use copy::{CopyError, ExportFormat, annotated_copy, foreign_to};
pub use file_name::file_name;
pub use first_page::{FirstPage, FirstSheet, first_page, foreign_to_first, pictures_of_first};
pub use imported::{Annotation, Before, CopyOf, Doubt, Imported, OnMark, Remark, Tracked};
pub use note::note_body;
pub use published::{Missing, Publishing, Rating};
pub use sample::sample;
pub use wanted::{Wanted, WordMarks};

/// The largest file, in bytes.
pub const FILE_LIMIT: u64 = 200 * 1024 * 1024;
/// The longest decoded text, in bytes of UTF-8.
pub const TEXT_LIMIT: u64 = 20 * 1024 * 1024;

/// A file as it comes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Incoming<'a> {
    pub bytes: &'a [u8],
    /// The file's name, where it has one: its ending helps to guess the format.
    pub name: Option<&'a str>,
    /// What the person says it is; without it, the content and the name decide.
    pub format: Option<Format>,
    /// Takes the text as it is: nothing is set aside.
    pub verbatim: bool,
    /// Where it was fetched from, if it was.
    pub address: Option<&'a str>,
    /// The encoding that the server named.
    pub charset: Option<&'a str>,
}

/// Why a file is not an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "error", rename_all = "snake_case")]
pub enum ReadError {
    /// `found` is the proper name of what it is, where that was recognised.
    #[error("not a file that can be read{}", found.as_ref().map(|found| format!(": it is {found}")).unwrap_or_default())]
    Unsupported { found: Option<Cow<'static, str>> },
    #[error("there is no text in it")]
    Empty,
    #[error("it has {bytes} bytes, more than the {limit} that can be read")]
    TooLarge { bytes: u64, limit: u64 },
    #[error("its markup is too deep or too tangled to be read safely")]
    TooComplex,
    /// It begins as a file of its format does, and does not go on as one.
    #[error("it is damaged: what should be in such a file is not there")]
    Damaged,
    #[error("it is locked with a password")]
    Locked,
    /// The seller's rights management: only their own reader opens it.
    #[error("it is protected by its seller (DRM)")]
    Drm,
    /// The binary format of Word before 2007.
    #[error("it is in the format of Word before 2007: save it as .docx")]
    OldWord,
    /// Pages of pictures, without characters.
    #[error("its {pages} pages are pictures without text, as a scanner makes them")]
    Scan { pages: u32 },
    #[error("it goes beyond a limit: {limit}")]
    Beyond { limit: Limit },
}

/// What a file may not exceed, so that reading it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Limit {
    /// 10,000 parts in a container.
    Parts,
    /// 64 MiB for one part.
    PartSize,
    /// 512 MiB for all parts together.
    Unpacked,
    /// A hundred times its packed size, after the first MiB.
    Ratio,
    /// 256 elements of XML in one another.
    Depth,
    /// 5,000 pages.
    Pages,
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Parts => "10,000 parts",
            Self::PartSize => "64 MiB for one part",
            Self::Unpacked => "512 MiB unpacked",
            Self::Ratio => "a hundredfold when unpacked",
            Self::Depth => "256 elements in one another",
            Self::Pages => "5,000 pages",
        })
    }
}

/// Reads a file or standard input.
///
/// # Errors
/// When it is no supported format, holds no text, or exceeds a limit.
pub fn read(incoming: &Incoming<'_>) -> Result<Imported, ReadError> {
    let bytes = incoming.bytes.len() as u64;
    let limit = FILE_LIMIT;
    if bytes > limit {
        return Err(ReadError::TooLarge { bytes, limit });
    }
    let format = guess::format(incoming)?;
    let imported = match format {
        Format::Text => decoded(incoming, false, |text| text::read(text, incoming.verbatim)),
        Format::Markdown => decoded(incoming, false, |text| markdown::read(&text)),
        Format::Html => decoded(incoming, true, |text| {
            page::read(&text, incoming.address, incoming.verbatim)
        }),
        Format::Mhtml => mhtml::read(incoming.bytes, incoming.verbatim),
        Format::Docx => docx::read(incoming.bytes, incoming.verbatim),
        Format::Odt => odt::read(incoming.bytes, incoming.verbatim),
        Format::Rtf => rtf::read(incoming.bytes),
        Format::Epub => epub::read(incoming.bytes, incoming.verbatim),
        Format::Pdf => pdf::read(incoming.bytes, incoming.verbatim),
    }?;
    finish(imported)
}

/// Reads what is a text once its bytes are characters.
fn decoded(
    incoming: &Incoming<'_>,
    html: bool,
    read: impl FnOnce(String) -> Result<Imported, ReadError>,
) -> Result<Imported, ReadError> {
    let decoded = encoding::decode(incoming.bytes, incoming.charset, html);
    check_length(&decoded.text)?;
    let mut imported = read(decoded.text)?;
    imported.replaced = decoded.replaced;
    Ok(imported)
}

/// Reads the clipboard: its HTML flavour if it holds words, else its text. Also returns what was read, to be kept.
///
/// # Errors
/// As [`read`].
pub fn read_pasted(html: Option<&str>, text: &str) -> Result<(Imported, Vec<u8>), ReadError> {
    if let Some(html) = html.filter(|html| html.len() as u64 <= TEXT_LIMIT) {
        let decoded = encoding::clean(word_processor::without_preamble(html));
        // A flavour that cannot be read is no loss while there is the other one.
        if let Ok(mut imported) = page::read_fragment(&decoded.text)
            && let Ok(imported) = {
                imported.replaced = decoded.replaced;
                finish(imported)
            }
        {
            return Ok((imported, html.as_bytes().to_vec()));
        }
    }
    let imported = read(&Incoming {
        bytes: text.as_bytes(),
        format: guess::pasted(text),
        ..Incoming::default()
    })?;
    Ok((imported, text.as_bytes().to_vec()))
}

fn check_length(text: &str) -> Result<(), ReadError> {
    let (bytes, limit) = (text.len() as u64, TEXT_LIMIT);
    if bytes > limit {
        return Err(ReadError::TooLarge { bytes, limit });
    }
    Ok(())
}

/// An article has words, and a body that keeps its rules.
fn finish(imported: Imported) -> Result<Imported, ReadError> {
    if imported.body.text.as_str().chars().all(char::is_whitespace) {
        return Err(ReadError::Empty);
    }
    // The gate keeps these rules by construction; a body that broke them must not be stored all the same.
    match imported.body.check() {
        Ok(()) => Ok(imported),
        Err(_) => Err(ReadError::TooComplex),
    }
}
