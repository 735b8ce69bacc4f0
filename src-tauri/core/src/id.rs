//! Ids and times: how articles, revisions, marks and edits are named, and when they happened.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[serde(transparent)]
        #[ts(type = "string")]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id!(
    /// An article, on this machine and on any other (UUIDv7).
    ArticleId
);
id!(
    /// One version of an article's text (UUIDv7).
    RevisionId
);
id!(
    /// A mark (UUIDv7).
    MarkId
);
id!(
    /// One edit in the journal (UUIDv7).
    EditId
);
id!(
    /// A run of edits that is taken back as one: the keystrokes of one note, say (UUIDv7).
    GroupId
);

/// A moment: milliseconds since 1970-01-01 00:00 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(transparent)]
pub struct Time(#[ts(type = "number")] pub i64);

/// Who changed something, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Touch {
    /// The person's name or initials, as they write it.
    pub by: String,
    pub at: Time,
}
