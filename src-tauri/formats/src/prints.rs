//! Short prints, by which things of a file are told apart.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::moment::moment;
use crate::xml::Element;

/// By whom and when something was written, to the second; nothing where nobody signed it.
pub(crate) fn signature(element: &Element<'_>) -> Option<String> {
    signed(&element.attribute("author")?, &element.attribute("date")?)
}

pub(crate) fn signed(author: &str, date: &str) -> Option<String> {
    let written = moment(date)?;
    Some(short(&format!("{}\n{}", author.trim(), written.0.div_euclid(1_000))))
}

/// Eight bytes are enough to tell some thousand things apart.
pub(crate) fn short(words: &str) -> String {
    let digest = Sha256::digest(words);
    digest[..8].iter().fold(String::new(), |mut print, byte| {
        let _ = write!(print, "{byte:02x}");
        print
    })
}
