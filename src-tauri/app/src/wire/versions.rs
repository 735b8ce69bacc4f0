//! What crosses to the screen about new versions of an article: what came of one, its review, questions, watching.

use std::sync::Arc;

use obelus_core::article::Revision;
use obelus_core::comparison::{Comparison, Piece};
use obelus_core::fresh::FreshIs;
use obelus_core::id::{ArticleId, MarkId};
use obelus_core::placement::{Answer, Carried, Placement};
use obelus_core::text::TextRange;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Changed;
use super::arriving::{Annotated, CameBack};

/// What a new version did to the marks of its article.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Revised {
    pub article: ArticleId,
    /// The number of the version: the latest one's where the text was the same.
    pub revision: u32,
    /// The text is letter for letter the latest version's: nothing was stored.
    pub same: bool,
    #[serde(flatten)]
    #[ts(flatten)]
    pub tally: PlacementTally,
    /// It was a copy that came back: what became of that stands here, and nothing else was done.
    pub back: Option<Annotated>,
    pub changed: Changed,
}

/// How many marks went where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct PlacementTally {
    pub kept: u32,
    pub moved: u32,
    pub edited: u32,
    pub ambiguous: u32,
    pub lost: u32,
}

impl PlacementTally {
    pub(crate) fn add(&mut self, placement: Placement) {
        *match placement {
            Placement::Kept => &mut self.kept,
            Placement::Moved => &mut self.moved,
            Placement::Edited => &mut self.edited,
            Placement::Ambiguous => &mut self.ambiguous,
            Placement::Lost => &mut self.lost,
        } += 1;
    }
}

/// The latest version has marks that ask for an answer.
#[derive(Clone, Copy, Debug, Serialize, TS)]
#[ts(export)]
pub struct OpenReview {
    /// How many marks.
    pub open: u32,
}

/// What a version changed, as a person looks through it.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Review {
    /// The version before.
    pub from: Revision,
    pub to: Revision,
    #[serde(flatten)]
    #[ts(flatten)]
    pub tally: PlacementTally,
    /// The marks that were edited, ambiguous or lost, in reading order.
    pub items: Vec<ReviewItem>,
    pub fresh: Vec<FreshPassage>,
    pub comparison: Arc<Comparison>,
}

/// A mark that a version changed.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ReviewItem {
    /// As it was opened with the article: with its places, and how it was carried, in the new version alone.
    pub mark: MarkId,
    pub placement: Placement,
    /// Nobody has answered yet.
    pub open: bool,
    /// It now says exactly what the checker suggested.
    pub suggested: bool,
    /// One for each of its places in the old version.
    pub places: Vec<ReviewPlace>,
}

/// One place of a mark, then and now.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ReviewPlace {
    /// Its number among `mark.carried`, from 0.
    pub nth: u32,
    pub carried: Carried,
    /// The words there now; nothing where it is nowhere.
    pub now: Option<String>,
    /// Then and now, word by word; all of it deleted where it is nowhere.
    pub pieces: Vec<Piece>,
    /// What stands around it now; where it is nowhere, what stood around it then.
    pub before: String,
    pub after: String,
    pub candidates: Vec<CandidatePassage>,
    /// Where it was: the words around it in the old version.
    pub then_context: Passage,
    /// Where it was, in the new version: what stands there now between the neighbours that survived.
    pub gap_context: Option<Passage>,
}

/// Words with what stands before and after them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Passage {
    pub before: String,
    pub words: String,
    pub after: String,
}

/// A passage of the new version that may be the one.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct CandidatePassage {
    pub range: TextRange,
    /// From 0 to 100: how sure.
    pub score: u8,
    #[serde(flatten)]
    #[ts(flatten)]
    pub passage: Passage,
}

/// A sentence that is new or changed and probably needs a check.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct FreshPassage {
    pub range: TextRange,
    pub is: FreshIs,
    #[serde(flatten)]
    #[ts(flatten)]
    pub passage: Passage,
}

/// What a person answers about marks that a version changed; giving one a place is a command of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ReviewAnswer {
    Kept,
    Recheck,
    Archived,
}

impl From<ReviewAnswer> for Answer {
    fn from(answer: ReviewAnswer) -> Self {
        match answer {
            ReviewAnswer::Kept => Self::Kept,
            ReviewAnswer::Recheck => Self::Recheck,
            ReviewAnswer::Archived => Self::Archived,
        }
    }
}

/// What came in is nearly an article of the shelf. It waits in memory for the person's answer; nothing is stored.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Near {
    pub token: u32,
    /// The file's; empty for the clipboard.
    pub name: String,
    /// The title of what came.
    pub title: String,
    pub near: ArticleId,
    pub near_title: String,
    /// From 0 to 100: how much of their words the two share.
    pub alike: u8,
    /// The text is that of the article's latest version.
    pub same: bool,
    /// It is a copy of that article that came back: what it brings.
    pub back: Option<CameBack>,
}

/// What to do with what came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum NearAnswer {
    /// A new version of the article that it is near to.
    Version,
    /// Another article.
    Another,
    /// Nothing: it was a mistake.
    Neither,
}

/// The file that an article was opened from, where it is known on this machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Watched {
    pub path: String,
    /// The last part of its path.
    pub name: String,
    /// Whether the app looks out for changes of it.
    pub on: bool,
    /// The file is not there; only known of one that is watched.
    pub missing: bool,
    /// The file holds another text than the latest version, and than what was last taken from it; only known of one
    /// that is watched.
    pub changed: bool,
}

/// Something happened to a watched file: what is known of it by now.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct DraftChanged {
    pub article: ArticleId,
    pub watched: Watched,
}
