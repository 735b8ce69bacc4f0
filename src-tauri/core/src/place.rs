//! A place: a range of one revision's text, with the words that stand there.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::RevisionId;
use crate::text::{Text, TextRange};

/// One place of a mark in one revision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Place {
    pub revision: RevisionId,
    pub range: TextRange,
    /// The words there, taken from the stored text.
    pub quote: String,
}

impl Place {
    /// The place of `range` in a revision, with the words that its text has there.
    ///
    /// # Panics
    /// If the text has not admitted the range.
    #[must_use]
    pub fn of(revision: RevisionId, text: &Text, range: TextRange) -> Self {
        Self {
            revision,
            range,
            quote: text.slice(range).to_owned(),
        }
    }
}
