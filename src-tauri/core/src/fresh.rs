//! Finds the sentences of a new version that are new or changed, and so probably need a check.

use serde::Serialize;
use ts_rs::TS;

use crate::text::TextRange;

/// A sentence of the new text that the old one did not have like this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Fresh {
    pub range: TextRange,
    pub is: FreshIs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum FreshIs {
    /// Most of its words are new.
    New,
    Changed,
}
