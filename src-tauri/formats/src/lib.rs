//! Files in, files out: bytes to an article, a checked article to bytes. No paths, no disk.
//!
//! Whatever the bytes are, reading them ends: in a body that keeps the rules of the block model, or in a
//! [`ReadError`]. Nothing here panics on any input.

mod blocks;
mod checked;
mod css;
mod dom;
mod encoding;
mod extract;
mod file_name;
mod footnotes;
mod furniture;
mod guess;
mod headings;
mod html;
mod html_blocks;
pub mod html_out;
mod inline_tag;
pub mod labels;
mod language;
mod leaf;
mod markdown;
pub mod markdown_out;
mod markdown_words;
mod note;
mod page;
mod phrases;
mod sample;
mod sheet;
mod text;
mod title;
pub mod weave;

use obelus_core::article::Format;
use obelus_core::body::Body;

pub use checked::Checked;
pub use file_name::file_name;
pub use note::note_body;
pub use sample::sample;

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
}

/// An article as it was understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The headline; without one, the first words.
    pub title: String,
    pub byline: Option<String>,
    pub site: Option<String>,
    /// Where the page stands on the web, if it says so.
    pub url: Option<String>,
    /// BCP 47, as short as possible.
    pub language: Option<String>,
    pub format: Format,
    pub body: Body,
    /// How many characters could not be read and became U+FFFD.
    pub replaced: u32,
}

/// Why a file is not an article.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// `found` is the proper name of what it is, where that was recognised.
    #[error("not a text, Markdown or HTML file{}", found.map(|found| format!(", but {found}")).unwrap_or_default())]
    Unsupported { found: Option<&'static str> },
    #[error("there is no text in it")]
    Empty,
    #[error("it has {bytes} bytes, more than the {limit} that can be read")]
    TooLarge { bytes: u64, limit: u64 },
    #[error("its markup is too deep or too tangled to be read safely")]
    TooComplex,
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
    let decoded = encoding::decode(incoming.bytes, format == Format::Html);
    check_length(&decoded.text)?;
    let mut imported = match format {
        Format::Text => text::read(decoded.text, incoming.verbatim),
        Format::Markdown => markdown::read(&decoded.text),
        Format::Html => page::read(&decoded.text, incoming.verbatim),
    }?;
    imported.replaced = decoded.replaced;
    finish(imported)
}

/// Reads the clipboard: its HTML flavour if it holds words, else its text. Also returns what was read, to be kept.
///
/// # Errors
/// As [`read`].
pub fn read_pasted(html: Option<&str>, text: &str) -> Result<(Imported, Vec<u8>), ReadError> {
    if let Some(html) = html.filter(|html| html.len() as u64 <= TEXT_LIMIT) {
        let decoded = encoding::clean(html);
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
