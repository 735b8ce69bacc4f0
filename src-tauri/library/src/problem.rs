//! What a check can find wrong.

use obelus_core::id::{ArticleId, MarkId, RevisionId};
use obelus_core::mark::Colour;
use obelus_core::text::TextRange;

/// Something that is not as it must be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// In SQLite's words.
    #[error("the file is damaged: {0}")]
    File(String),
    #[error("a row of {table} refers to one of {parent} that is not there")]
    Reference { table: String, parent: String },
    #[error("the text of revision {revision} is not the one that was stored")]
    Content { revision: RevisionId },
    #[error("the picture {0} is not the one that was stored")]
    Picture(String),
    #[error("the picture {0} belongs to no text")]
    StrayPicture(String),
    #[error("the pictures of revision {revision} are not those that its text names")]
    Pictures { revision: RevisionId },
    #[error("the structure of revision {revision} breaks a rule: {reason}")]
    Body { revision: RevisionId, reason: String },
    #[error("the mark {mark} at {start}:{end} does not stand in the text of revision {revision}: {reason}", start = range.start(), end = range.end())]
    Place {
        mark: MarkId,
        revision: RevisionId,
        range: TextRange,
        reason: String,
    },
    #[error("how the mark {mark} came to revision {revision} breaks a rule: {reason}")]
    Carried {
        mark: MarkId,
        revision: RevisionId,
        reason: String,
    },
    #[error("the mark {mark} stands nowhere in its article's text")]
    Unplaced { mark: MarkId },
    #[error("the journal's chain is broken at line {seq}")]
    Chain { seq: i64 },
    #[error("line {seq} of the journal does not say what it said when it was written")]
    Payload { seq: i64 },
    #[error("the edit of line {seq} of the journal cannot be made again: {reason}")]
    Edit { seq: i64, reason: String },
    #[error("whether line {seq} of the journal is undone is not what the journal says")]
    State { seq: i64 },
    #[error("the article {0} is not what the journal says")]
    Article(ArticleId),
    #[error("revision {0} is not what the journal says")]
    Revision(RevisionId),
    #[error("the mark {0} is not what the journal says")]
    Mark(MarkId),
    #[error("the name of the colour {} is not what the journal says", .0.name())]
    Colour(Colour),
    #[error("the article {0} is found by other words than its own")]
    ArticleWords(ArticleId),
    #[error("the mark {0} is found by other words than its own")]
    MarkWords(MarkId),
}
