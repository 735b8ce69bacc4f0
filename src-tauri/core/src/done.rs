//! What was done to an article, as its history tells it to others.

use serde::{Deserialize, Serialize};

use crate::edit::Deed;
use crate::id::{MarkId, Time};
use crate::mark::Status;

/// An edit of an article that stands: it was not taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    pub time: Time,
    /// The person's name or initials.
    pub author: String,
    pub deed: Deed,
    /// The mark, where the edit is about one.
    pub mark: Option<MarkId>,
    /// How many marks the edit is about.
    pub marks: u32,
    /// The words of that mark, at most 120 code points.
    pub quote: Option<String>,
    /// The status that it was given, where that is what was done.
    pub status: Option<Status>,
    /// The status that it had before.
    pub was: Option<Status>,
}
