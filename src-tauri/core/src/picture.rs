//! Pictures that came with an article: kept once, and named by what they are.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

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
