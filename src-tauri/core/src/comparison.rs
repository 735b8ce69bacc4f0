//! What comparing two versions says: rows of paragraphs, and in each the words that stayed, went or came.

use serde::Serialize;
use ts_rs::TS;

use crate::text::TextRange;

/// What became of every paragraph, heading, item and cell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Comparison {
    /// In the reading order of the new text; what was deleted stands where it stood. A paragraph that was divided, or
    /// that several became one of, has a row for each part.
    pub rows: Vec<ComparedRow>,
}

/// One paragraph (or heading, item, cell…) then and now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ComparedRow {
    pub change: RowChange,
    /// Nothing where it was inserted.
    pub old: Option<Side>,
    /// Nothing where it was deleted.
    pub new: Option<Side>,
    /// All the words of the row, in order; none where it is the same: its words are those of the new text, which would
    /// be told twice.
    pub pieces: Vec<Piece>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum RowChange {
    /// Word for word, whatever kind of spaces, quotes and dashes it is set with.
    Same,
    Changed,
    Inserted,
    Deleted,
    /// It stands elsewhere now; its pieces say what else changed.
    Moved,
}

/// Where a row stands in one of the two texts, in code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Side {
    pub start: u32,
    /// Exclusive.
    pub end: u32,
    pub block: RowBlock,
}

/// What kind of block a row is in its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "is", rename_all = "snake_case")]
#[ts(export)]
pub enum RowBlock {
    /// `level` from 1 to 6.
    Heading {
        level: u8,
    },
    Paragraph,
    Code,
    Quote,
    /// `depth` from 1: how many lists it stands in.
    Item {
        depth: u8,
    },
    Cell,
    Caption,
    Footnote,
}

/// A stretch of words that stayed, went or came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Piece {
    pub is: PieceIs,
    /// What stayed is in its new spelling: all that stayed or came, in order, is the new wording letter for letter.
    pub words: String,
    pub old: Option<TextRange>,
    pub new: Option<TextRange>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum PieceIs {
    Same,
    Inserted,
    Deleted,
}
