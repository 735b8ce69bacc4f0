//! The shelf: the list of articles, with how far each is checked.

use obelus_core::article::Article;
use obelus_core::id::Time;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An article as the shelf shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ShelfRow {
    pub article: Article,
    /// The number of the latest revision, and how many there are.
    pub revisions: u32,
    /// Words of the latest revision.
    pub words: u32,
    pub claims: Tally,
    /// Claims whose words changed after they were settled.
    pub rechecks: u32,
    pub notes: u32,
    pub highlights: u32,
    /// The last edit of the article or of one of its marks.
    pub changed: Time,
}

/// The number of claims of each status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Tally {
    pub unchecked: u32,
    pub confirmed: u32,
    pub imprecise: u32,
    pub wrong: u32,
    pub query: u32,
    pub unverifiable: u32,
    pub opinion: u32,
}

/// The library file itself, for the foot of the start screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Facts {
    pub file: String,
    /// Articles that are not in the bin.
    pub articles: u32,
    pub binned: u32,
    /// The size of the file with its write-ahead log, in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
}
