//! The journal: every edit ever made, in order, with who, when, what, and how to take it back.

use obelus_core::edit::Deed;
use obelus_core::id::{ArticleId, EditId, GroupId, MarkId, Time};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Who makes an edit, when, and under which id. Given from outside: the library has no clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    pub id: EditId,
    /// The person's name or initials.
    pub author: String,
    pub time: Time,
    /// Consecutive edits of one group are taken back together.
    pub group: Option<GroupId>,
}

/// One line of the history. The screen has the words for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct JournalLine {
    pub id: EditId,
    pub act: Act,
    /// What the edit does; for an undo, what was taken back.
    pub deed: Deed,
    pub author: String,
    pub time: Time,
    pub article: Option<ArticleId>,
    /// The article's title now; nothing once it was erased from the bin.
    pub title: Option<String>,
    /// The mark, where the edit is about one.
    pub mark: Option<MarkId>,
    /// The words of that mark, at most 120 code points.
    pub quote: Option<String>,
    /// How many marks the edit is about.
    pub marks: u32,
    /// An edit that is taken back at the moment.
    pub undone: bool,
}

/// Whether a line of the journal is an edit, or takes one back, or makes it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Act {
    Do,
    Undo,
    Redo,
    /// The bin was emptied: what the journal knew of its articles was erased.
    Erase,
}
