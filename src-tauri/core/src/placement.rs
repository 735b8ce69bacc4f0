//! Where the places of a mark went in a new revision, and what the person made of it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::RevisionId;
use crate::place::Place;
use crate::quoted::Quoted;
use crate::text::TextRange;

/// Where a place of a mark went in a new revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Placement {
    /// The same words between the same neighbours. Kinds of spaces, quotes and dashes are no difference.
    Kept,
    /// The same words, elsewhere in the text.
    Moved,
    /// Other words; where they stand is known.
    Edited,
    /// Several passages could be it.
    Ambiguous,
    /// Nothing in the new text is it.
    Lost,
}

impl Placement {
    /// The name in files and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Moved => "moved",
            Self::Edited => "edited",
            Self::Ambiguous => "ambiguous",
            Self::Lost => "lost",
        }
    }

    /// Whether there is a range in the new text: where it was kept, moved or edited.
    #[must_use]
    pub fn is_somewhere(self) -> bool {
        matches!(self, Self::Kept | Self::Moved | Self::Edited)
    }
}

/// What a placement rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Reason {
    SameWords,
    /// It went along with a passage that stands elsewhere now.
    MovedBlock,
    WordsChanged,
    /// The words are the same, their quotation marks, apostrophes or dashes are not.
    Typography,
    /// None of its words are left, but its neighbours are.
    Rewritten,
    /// What the comparison of the texts lost was found by its words and its neighbours.
    FoundAgain,
    /// Several passages are alike.
    Twins,
    Gone,
}

/// How one place of a mark was carried to a revision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Carried {
    /// The new one.
    pub revision: RevisionId,
    pub from: Before,
    pub placement: Placement,
    /// Where it stands now: given where it was kept, moved or edited, and there alone.
    pub range: Option<TextRange>,
    /// Where it may stand, the best first: where it is ambiguous, and there alone.
    pub candidates: Vec<Candidate>,
    /// What stands between the neighbours that survived, where it is lost or ambiguous.
    pub gap: Option<Gap>,
    pub reason: Reason,
    /// From 0 to 100: how sure.
    pub score: u8,
    /// What the person decided when looking through the revision.
    pub answer: Option<Answer>,
}

/// What a passage was before it came to a revision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(untagged)]
#[ts(export)]
pub enum Before {
    /// A place in an earlier revision: the one just before, unless the mark was lost in between.
    Place(Place),
    /// Words that an annotation from elsewhere quotes: the mark was never on this text but by them.
    Quoted(Quoted),
}

impl Before {
    #[must_use]
    pub fn quote(&self) -> &str {
        match self {
            Self::Place(place) => &place.quote,
            Self::Quoted(quoted) => &quoted.exact,
        }
    }

    /// The place; nothing where it was none of this article's texts.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        match self {
            Self::Place(place) => Some(place),
            Self::Quoted(_) => None,
        }
    }
}

impl Carried {
    /// Whether the mark has no place for it: it is ambiguous or lost, and nobody attached it by hand.
    #[must_use]
    pub fn is_nowhere(&self) -> bool {
        !self.placement.is_somewhere() && self.answer != Some(Answer::Attached)
    }
}

/// A passage of the new text that may be the one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Candidate {
    pub range: TextRange,
    /// From 0 to 100: how sure.
    pub score: u8,
}

/// A stretch of the new text, in code points; empty where the neighbours stand side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Gap {
    pub start: u32,
    /// Exclusive; `start <= end`.
    pub end: u32,
}

/// What the person decided about a passage that a new revision changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Answer {
    /// The words changed, the status stays.
    Kept,
    /// It is to be checked again.
    Recheck,
    /// It was given a place by hand.
    Attached,
    /// It is gone, and rightly.
    Archived,
}
