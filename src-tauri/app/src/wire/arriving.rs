//! What crosses to the screen about what comes in: what the person is to look at first, and the queue of many files.

use obelus_core::body::Body;
use obelus_core::id::{ArticleId, MarkId};
use obelus_intake::fetch::Unreached;
use obelus_library::bundled::Merged;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Changed, Failure};

/// What came in and is to be looked at before it is kept. It waits in memory for the person's answer.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Doubtful {
    pub token: u32,
    /// The file's name, or the address; empty for the clipboard.
    pub name: String,
    /// The title of what came.
    pub title: String,
    pub why: Why,
    /// How many stretches the tracked changes put in, and took out; nothing where there are none.
    pub inserted: u32,
    pub deleted: u32,
    /// Words of the whole text.
    pub words: u32,
    /// The beginning of the text, without its pictures; tracked changes as if accepted.
    pub preview: Body,
    /// The beginning of the text as if its tracked changes were rejected.
    pub rejected: Option<Body>,
}

/// What became of annotations that were made elsewhere.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Annotated {
    pub article: ArticleId,
    /// The file's.
    pub name: String,
    /// They stand on the words that they quote.
    pub found: u32,
    /// The words between the same neighbours are others now.
    pub reworded: u32,
    pub ambiguous: u32,
    pub lost: u32,
    /// They were marks of the article already: nothing changed.
    pub there: u32,
    /// The marks that have no place yet, in the file's order.
    pub unplaced: Vec<MarkId>,
    /// What else came, where the file is a copy of ours that came back.
    pub back: Option<CameBack>,
    pub changed: Changed,
}

/// What a Word copy of ours brings that came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct CameBack {
    /// What others answered to marks.
    pub answers: u32,
    /// Marks whose comment somebody called settled.
    pub settled: u32,
    /// What others noted on other words.
    pub notes: u32,
    /// Stretches of the text that are worded otherwise.
    pub passages: u32,
    /// Its text becomes a version.
    pub has_version: bool,
    /// Its text is not the latest version's, and versions have come since it was handed out.
    pub is_behind: bool,
}

/// What became of a bundle that another Obelus handed on.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct TakenBundle {
    /// The file's.
    pub name: String,
    pub articles: Vec<Merged>,
    pub changed: Changed,
    /// Of one with two texts the person is asked what it is: `copy_bundle` or `leave_bundle` answers with this number.
    pub question: Option<u32>,
}

/// Why the person is to look first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Why {
    /// No article was found in the page: its whole text is there.
    NoArticle,
    /// The page asks to sign in or to pay.
    Wall,
    /// The page shows hardly more than its question about cookies.
    Cookies,
    /// The file holds changes that nobody has accepted or rejected yet.
    TrackedChanges,
}

/// What to do with something that the person looked at first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum DoubtAnswer {
    /// Keep it as it is.
    Take,
    /// Read it with its tracked changes; the text without them is kept as the version before.
    Accepted,
    /// Read it without its tracked changes; the text with them is kept as the version before.
    Rejected,
    /// Nothing: it is not what was meant.
    Neither,
}

/// What is wrong on the way to a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Obstacle {
    /// Nobody has that name, or there is no connection.
    NoHost,
    /// Nobody answers there.
    NoAnswer,
    /// The server cannot prove who it is.
    Certificate,
    /// It leads from one address to the next without an end.
    Redirects,
    /// A proxy does not let it through.
    Proxy,
    /// The connection broke off, or what came makes no sense.
    Broken,
}

impl From<Unreached> for Obstacle {
    fn from(why: Unreached) -> Self {
        match why {
            Unreached::NoHost => Self::NoHost,
            Unreached::NoAnswer => Self::NoAnswer,
            Unreached::Certificate => Self::Certificate,
            Unreached::Redirects => Self::Redirects,
            Unreached::Proxy => Self::Proxy,
            Unreached::Broken => Self::Broken,
        }
    }
}

/// Many files on their way in, as they stand now: the whole list each time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct Queue {
    pub items: Vec<QueueItem>,
    /// Some are still to be read.
    pub running: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct QueueItem {
    /// The file's; within a folder or an archive, its path there.
    pub name: String,
    pub state: QueueState,
    /// The article that it became, or that it is already.
    pub article: Option<ArticleId>,
    pub failure: Option<Failure>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum QueueState {
    Waiting,
    Reading,
    Done,
    /// The person is asked what to do with it.
    Asked,
    /// It was there already.
    There,
    Failed,
}
