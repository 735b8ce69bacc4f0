//! Marks: what a person attaches to one or more ranges of an article's text.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::{ArticleId, MarkId, RevisionId, Touch};
use crate::text::{Text, TextRange};

/// The longest quote, in code points.
pub const QUOTE_LIMIT: u32 = 20_000;
/// The longest note or suggested correction, in code points.
pub const NOTE_LIMIT: usize = 200_000;
/// The longest tag, in code points, and the most tags of one mark.
pub const TAG_LIMIT: usize = 100;

/// A person's annotation. Its places in every revision come with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Mark {
    pub id: MarkId,
    pub article: ArticleId,
    pub kind: Kind,
    /// Markdown; empty where there is none.
    pub note: String,
    /// The wording that the person suggests instead; empty where there is none.
    pub correction: String,
    /// Without the `#`.
    pub tags: BTreeSet<String>,
    pub created: Touch,
    pub changed: Touch,
    /// By revision, then in the order in which they were added; at least one in each revision.
    pub places: Vec<Place>,
}

impl Mark {
    /// The places in one revision.
    pub fn places_in(&self, revision: RevisionId) -> impl Iterator<Item = &Place> {
        self.places.iter().filter(move |place| place.revision == revision)
    }
}

/// One place of a mark in one revision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Place {
    pub revision: RevisionId,
    pub range: TextRange,
    /// The words there, taken from the stored text.
    pub quote: String,
}

impl Place {
    /// The place of `range` in a revision, with the words that its text has there.
    ///
    /// # Panics
    /// If the text has not admitted the range.
    #[must_use]
    pub fn of(revision: RevisionId, text: &Text, range: TextRange) -> Self {
        Self {
            revision,
            range,
            quote: text.slice(range).to_owned(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "is", rename_all = "snake_case")]
#[ts(export)]
pub enum Kind {
    /// A mark that must be checked. `recheck` is raised by the app alone: the words of a settled claim changed.
    Claim {
        status: Status,
        recheck: bool,
    },
    Note,
    Highlight {
        colour: Colour,
    },
}

impl Kind {
    #[must_use]
    pub fn claim(status: Status) -> Self {
        Self::Claim { status, recheck: false }
    }

    #[must_use]
    pub fn status(self) -> Option<Status> {
        match self {
            Self::Claim { status, .. } => Some(status),
            Self::Note | Self::Highlight { .. } => None,
        }
    }
}

/// What the person found out about a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Status {
    Unchecked,
    Confirmed,
    Imprecise,
    Wrong,
    /// Asked the author.
    Query,
    Unverifiable,
    /// Nothing to check.
    Opinion,
}

impl Status {
    pub const ALL: [Self; 7] = [
        Self::Unchecked,
        Self::Confirmed,
        Self::Imprecise,
        Self::Wrong,
        Self::Query,
        Self::Unverifiable,
        Self::Opinion,
    ];

    /// The sign that shows it, before any colour does.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Unchecked => "○",
            Self::Confirmed => "✓",
            Self::Imprecise => "≈",
            Self::Wrong => "✗",
            Self::Query => "?",
            Self::Unverifiable => "∅",
            Self::Opinion => "–",
        }
    }

    /// The name in files and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Unchecked => "unchecked",
            Self::Confirmed => "confirmed",
            Self::Imprecise => "imprecise",
            Self::Wrong => "wrong",
            Self::Query => "query",
            Self::Unverifiable => "unverifiable",
            Self::Opinion => "opinion",
        }
    }

    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }

    /// Whether the person has dealt with the claim: anything but unchecked.
    #[must_use]
    pub fn is_settled(self) -> bool {
        self != Self::Unchecked
    }
}

/// The colour of a highlight; the person names what each means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Colour {
    Yellow,
    Green,
    Blue,
    Pink,
}

impl Colour {
    pub const ALL: [Self; 4] = [Self::Yellow, Self::Green, Self::Blue, Self::Pink];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Yellow => "yellow",
            Self::Green => "green",
            Self::Blue => "blue",
            Self::Pink => "pink",
        }
    }
}
