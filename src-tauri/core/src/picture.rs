//! Pictures that came with an article: kept once, and named by what they are.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::body::{Block, Body, Image, Leaf, Style, leaves};

/// The name of a picture: the SHA-256 of its bytes, in 64 lower-case hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
pub struct PictureId(String);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the name of a picture")]
pub struct PictureIdError;

impl PictureId {
    /// # Errors
    /// When it is not 64 lower-case hexadecimal digits.
    pub fn new(name: &str) -> Result<Self, PictureIdError> {
        let is_digit = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        if name.len() == 64 && name.bytes().all(is_digit) {
            Ok(Self(name.to_owned()))
        } else {
            Err(PictureIdError)
        }
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for PictureId {
    type Error = PictureIdError;

    fn try_from(name: String) -> Result<Self, PictureIdError> {
        Self::new(&name)
    }
}

impl From<PictureId> for String {
    fn from(id: PictureId) -> Self {
        id.0
    }
}

/// Where a picture stands in an article; its bytes are kept beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Picture {
    pub id: PictureId,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// A picture's bytes: a PNG or JPEG file that was written anew, so that nothing but the picture is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureFile {
    pub id: PictureId,
    pub bytes: Arc<[u8]>,
}

impl Body {
    /// Every picture that it names, those set aside with lines of an import included.
    #[must_use]
    pub fn pictures(&self) -> BTreeSet<&PictureId> {
        let mut pictures = BTreeSet::new();
        for blocks in self.asides.iter().map(|aside| &aside.blocks).chain([&self.blocks]) {
            figures(blocks, &mut |image| {
                pictures.extend(image.picture.as_ref().map(|picture| &picture.id))
            });
            pictures.extend(leaves(blocks).into_iter().flat_map(within));
        }
        pictures
    }
}

fn within(leaf: &Leaf) -> impl Iterator<Item = &PictureId> {
    leaf.spans.iter().filter_map(|span| match &span.style {
        Style::Image { image } => image.picture.as_ref().map(|picture| &picture.id),
        _ => None,
    })
}

fn figures<'b>(blocks: &'b [Block], meet: &mut impl FnMut(&'b Image)) {
    for block in blocks {
        match block {
            Block::Figure { image, caption } => {
                meet(image);
                figures(caption, meet);
            }
            Block::Quote { blocks } | Block::Footnote { blocks, .. } => figures(blocks, meet),
            Block::List { items, .. } => items.iter().for_each(|item| figures(&item.blocks, meet)),
            Block::Table { rows } => rows
                .iter()
                .flat_map(|row| &row.cells)
                .for_each(|cell| figures(&cell.blocks, meet)),
            Block::Heading { .. } | Block::Paragraph { .. } | Block::Code { .. } | Block::Rule => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_named_by_a_hash_and_nothing_else() {
        assert!(PictureId::new(&"0a".repeat(32)).is_ok());
        for bad in ["", "0a", &"0A".repeat(32), &"../".repeat(22)] {
            assert!(PictureId::new(bad).is_err(), "{bad}");
        }
    }
}
