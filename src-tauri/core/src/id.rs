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

impl Time {
    /// Year, month and day, in UTC, by H. Hinnant's "chrono-compatible low-level date algorithms" (`civil_from_days`).
    #[must_use]
    pub fn day(self) -> (i64, u32, u32) {
        let days = self.0.div_euclid(86_400_000).clamp(-1_000_000_000, 1_000_000_000) + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * of_year + 2) / 153;
        let day = (of_year - (153 * shifted + 2) / 5 + 1) as u32;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 } as u32;
        (year_of_era + era * 400 + i64::from(month <= 2), month, day)
    }
}

/// Who changed something, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Touch {
    /// The person's name or initials, as they write it.
    pub by: String,
    pub at: Time,
}
