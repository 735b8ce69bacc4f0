//! What goes from one Obelus to another: articles with every edit that made them, and the contents that edits do not hold.
//!
//! What was taken back is not of it: it stays with whoever took it back.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::body::Body;
use crate::edit::Edit;
use crate::id::{ArticleId, EditId, GroupId, RevisionId, Time};
use crate::picture::PictureId;

/// Articles on their way.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bundle {
    /// Of each article, in the order in which they were made.
    pub steps: Vec<Step>,
    pub contents: BTreeMap<RevisionId, Bundled>,
    /// Every picture that a body names.
    pub pictures: BTreeMap<PictureId, Arc<[u8]>>,
}

/// The body of a revision, and the bytes that it was made from; empty where none were kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Bundled {
    pub body: Arc<Body>,
    pub original: Arc<[u8]>,
}

/// An edit, and who made it where and when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    pub id: EditId,
    pub article: ArticleId,
    pub author: String,
    /// The machine that it was made on.
    pub device: String,
    pub time: Time,
    /// Steps of one run are one thing to the person who took them.
    #[serde(default)]
    pub run: Option<GroupId>,
    pub edit: Edit,
}

impl Bundle {
    /// The articles, in the order in which they came to be.
    #[must_use]
    pub fn articles(&self) -> Vec<ArticleId> {
        let mut articles = Vec::new();
        for step in &self.steps {
            if !articles.contains(&step.article) {
                articles.push(step.article);
            }
        }
        articles
    }

    /// The steps of one article.
    pub fn of(&self, article: ArticleId) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(move |step| step.article == article)
    }
}
