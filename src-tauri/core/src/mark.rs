//! Marks: what a person attaches to one or more ranges of an article's text.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::{ArticleId, MarkId, RevisionId, Touch};
pub use crate::place::Place;
use crate::placement::{Carried, Placement};

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
    /// By revision, then in the order in which they were added. In the latest revision there is at least one,
    /// unless `carried` says there that the mark is ambiguous or lost.
    pub places: Vec<Place>,
    /// How it came from revision to revision: by revision, then in the order of the places before.
    #[serde(default)]
    pub carried: Vec<Carried>,
    /// What the program that it came from says besides, for which Obelus has no word: JSON that is written out again
    /// with it. Nothing for a mark made here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(skip)]
    pub elsewhere: Option<String>,
}

impl Mark {
    /// The places in one revision.
    pub fn places_in(&self, revision: RevisionId) -> impl Iterator<Item = &Place> {
        self.places.iter().filter(move |place| place.revision == revision)
    }

    /// Gives it these places in a revision; gives back those that it had there.
    pub(crate) fn stand(&mut self, revision: RevisionId, places: &[Place]) -> Vec<Place> {
        let old = self.places.extract_if(.., |place| place.revision == revision).collect();
        self.places.extend(places.iter().cloned());
        old
    }

    /// How its places were carried to one revision.
    pub fn carried_to(&self, revision: RevisionId) -> impl Iterator<Item = &Carried> {
        self.carried.iter().filter(move |carried| carried.revision == revision)
    }

    /// What a revision did to the mark as a whole; nothing where it was not carried there, but made there.
    #[must_use]
    pub fn placement_in(&self, revision: RevisionId) -> Option<Placement> {
        let any = |wanted: &[Placement]| {
            self.carried_to(revision)
                .any(|carried| wanted.contains(&carried.placement))
        };
        self.carried_to(revision).next()?;
        let placed = self.places_in(revision).next().is_some();
        Some(match placed {
            false if any(&[Placement::Ambiguous]) => Placement::Ambiguous,
            false => Placement::Lost,
            // It says in one place what it no longer says in another.
            true if any(&[Placement::Edited, Placement::Ambiguous, Placement::Lost]) => Placement::Edited,
            true if any(&[Placement::Moved]) => Placement::Moved,
            true => Placement::Kept,
        })
    }
}

impl Carried {
    /// Whether the person has to say something about it, for a mark of this kind.
    #[must_use]
    pub fn is_open(&self, kind: Kind) -> bool {
        let asked = match self.placement {
            Placement::Kept | Placement::Moved => false,
            Placement::Edited => matches!(kind, Kind::Claim { recheck: true, .. }),
            Placement::Ambiguous | Placement::Lost => true,
        };
        asked && self.answer.is_none()
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

    /// Whether it is a claim that the person has dealt with.
    #[must_use]
    pub fn is_settled(self) -> bool {
        self.status().is_some_and(Status::is_settled)
    }

    #[must_use]
    pub fn is_rechecked(self) -> bool {
        matches!(self, Self::Claim { recheck: true, .. })
    }

    /// Raises or lowers the flag of a claim; says whether that changed anything.
    pub fn set_recheck(&mut self, wanted: bool) -> bool {
        match self {
            Self::Claim { recheck, .. } => std::mem::replace(recheck, wanted) != wanted,
            Self::Note | Self::Highlight { .. } => false,
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
