//! What a person wants in a copy: which marks, what was written about them, and what stands around the article.

use std::collections::BTreeSet;

use obelus_core::done::Done;
use obelus_core::id::MarkId;
use obelus_core::mark::{Kind, Mark, Status};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::published::Publishing;

/// What a person wants in a copy; the default is all of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Wanted {
    pub claims: bool,
    /// The marks that are notes.
    pub notes: bool,
    pub highlights: bool,
    /// Only claims of these; of any, where there is none.
    pub statuses: BTreeSet<Status>,
    /// Only marks with one of these; with any or none, where there is none.
    pub tags: BTreeSet<String>,
    /// The notes, suggested corrections and tags of the marks.
    pub words: bool,
    /// The fact-check report before the article, in the formats that have one; in Word also the table of claims after it.
    pub report: bool,
    /// What says in a Word copy what was found.
    pub word_marks: WordMarks,
    /// For the copy that search engines read.
    pub published: Publishing,
}

/// What says in a Word copy what was found of a mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum WordMarks {
    /// Beside the words, to be answered in Word.
    #[default]
    Comments,
    /// At the foot of the page, on paper as on the screen.
    Footnotes,
}

impl Default for Wanted {
    fn default() -> Self {
        Self {
            claims: true,
            notes: true,
            highlights: true,
            statuses: BTreeSet::new(),
            tags: BTreeSet::new(),
            words: true,
            report: true,
            word_marks: WordMarks::default(),
            published: Publishing::default(),
        }
    }
}

impl Wanted {
    /// Those of the marks that go out, as they go out.
    #[must_use]
    pub fn of(&self, mut marks: Vec<Mark>) -> Vec<Mark> {
        marks.retain(|mark| self.takes(mark));
        if !self.words {
            for mark in &mut marks {
                mark.note.clear();
                mark.correction.clear();
                mark.tags.clear();
            }
        }
        marks
    }

    /// What is told of the article: all of it, or only what was done to the marks that go out.
    #[must_use]
    pub fn told(&self, mut history: Vec<Done>, out: &[Mark]) -> Vec<Done> {
        if self.leaves_marks_out() {
            let out: BTreeSet<MarkId> = out.iter().map(|mark| mark.id).collect();
            history.retain(|done| done.mark.is_none_or(|mark| out.contains(&mark)));
        }
        history
    }

    fn leaves_marks_out(&self) -> bool {
        let Self {
            claims,
            notes,
            highlights,
            words,
            ..
        } = self;
        !(*claims && *notes && *highlights && *words && self.statuses.is_empty() && self.tags.is_empty())
    }

    fn takes(&self, mark: &Mark) -> bool {
        let kind = match mark.kind {
            Kind::Claim { status, .. } => self.claims && (self.statuses.is_empty() || self.statuses.contains(&status)),
            Kind::Note => self.notes,
            Kind::Highlight { .. } => self.highlights,
        };
        kind && (self.tags.is_empty() || !self.tags.is_disjoint(&mark.tags))
    }
}
