//! What is said of checks that are published: who publishes them, where they stand, and the scale on which claims are rated.

use std::collections::BTreeMap;

use obelus_core::mark::{Kind, Status};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use url::Url;

use crate::labels::Labels;

/// The default names no publisher and no page; four statuses are rated, from 1 (wrong) to 5 (confirmed).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Publishing {
    /// A person's or an organisation's name.
    pub publisher: String,
    /// Their own page; may be empty.
    pub publisher_url: String,
    /// The page on which the check is published.
    pub check_url: String,
    /// The claims with another status are not published.
    pub ratings: BTreeMap<Status, Rating>,
}

/// What a status is on the publisher's scale.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Rating {
    /// Empty: the usual word in the language of the copy.
    pub name: String,
    /// Nothing: outside the scale.
    pub value: Option<u8>,
}

/// What must be there before a search engine takes a published check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    Publisher,
    CheckUrl,
    /// No claim is settled.
    Claims,
}

impl Default for Publishing {
    fn default() -> Self {
        let rated = [
            (Status::Confirmed, Some(5)),
            (Status::Imprecise, Some(3)),
            (Status::Wrong, Some(1)),
            (Status::Unverifiable, None),
        ];
        let rating = |value| Rating {
            name: String::new(),
            value,
        };
        Self {
            publisher: String::new(),
            publisher_url: String::new(),
            check_url: String::new(),
            ratings: rated.map(|(status, value)| (status, rating(value))).into(),
        }
    }
}

impl Publishing {
    /// The rating of a claim that may be published: settled, and its words did not change since.
    pub(crate) fn rating(&self, kind: Kind) -> Option<(Status, &Rating)> {
        let Kind::Claim { status, recheck: false } = kind else {
            return None;
        };
        let rating = self.ratings.get(&status).filter(|_| status.is_settled())?;
        Some((status, rating))
    }

    /// The lowest and the highest value of the scale.
    pub(crate) fn scale(&self) -> Option<(u8, u8)> {
        let values = || self.ratings.values().filter_map(|rating| rating.value);
        values().min().zip(values().max())
    }

    pub(crate) fn check_page(&self) -> Option<Url> {
        web_page(&self.check_url)
    }

    pub(crate) fn publisher_page(&self) -> Option<Url> {
        web_page(&self.publisher_url)
    }

    /// `claims` are the kinds of the marks that go out.
    #[must_use]
    pub fn missing(&self, claims: impl IntoIterator<Item = Kind>) -> Vec<Missing> {
        let mut claims = claims.into_iter();
        [
            (self.publisher.trim().is_empty(), Missing::Publisher),
            (self.check_page().is_none(), Missing::CheckUrl),
            (!claims.any(|kind| self.rating(kind).is_some()), Missing::Claims),
        ]
        .into_iter()
        .filter_map(|(is_missing, what)| is_missing.then_some(what))
        .collect()
    }
}

impl Rating {
    pub(crate) fn name<'r>(&'r self, status: Status, labels: &'r Labels) -> &'r str {
        match self.name.trim() {
            "" => labels
                .ratings
                .get(&status)
                .map_or(labels.status(status), String::as_str),
            name => name,
        }
    }
}

impl Missing {
    /// For programs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Publisher => "publisher",
            Self::CheckUrl => "check_url",
            Self::Claims => "claims",
        }
    }
}

fn web_page(written: &str) -> Option<Url> {
    let page = Url::parse(written.trim()).ok()?;
    (matches!(page.scheme(), "http" | "https") && page.has_host()).then_some(page)
}
