//! Reads and writes whole articles, through the public face alone.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops where it is")]

mod annotations_in;
mod articles;
mod books;
mod bundle;
mod claim_reviews;
mod clipboard;
mod commonmark;
mod docx_out;
mod export;
mod fetched;
#[cfg(feature = "pdf-out")]
mod first_page;
mod furniture;
mod hostile;
mod kept_word_file;
mod kept_word_footnotes;
mod office;
mod other_programs;
mod pages;
mod pasted;
mod pastes;
mod pdf;
#[cfg(feature = "pdf-out")]
mod pdf_original;
#[cfg(feature = "pdf-out")]
mod pdf_out;
mod plain;
mod returned;
mod sketch;
mod support;
mod tables;
mod versions;
mod web_annotations;
mod word_file;
mod word_footnotes;
