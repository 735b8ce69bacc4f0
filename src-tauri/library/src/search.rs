//! Search: articles by title, text and notes, accents and case ignored.

use obelus_core::id::{ArticleId, MarkId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One thing found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Hit {
    pub article: ArticleId,
    /// The mark whose note, correction, tags or quote were found; nothing where it was the article.
    pub mark: Option<MarkId>,
    pub title: String,
    /// The words around what was found, cut into found and not found.
    pub snippet: Vec<SnippetPart>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SnippetPart {
    pub words: String,
    pub found: bool,
}
