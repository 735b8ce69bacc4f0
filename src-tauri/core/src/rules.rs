//! What an edit may not do, and how that is said: the limits, and what must be true of every mark.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::article::TITLE_LIMIT;
use crate::body::{Body, BodyError};
use crate::id::{ArticleId, MarkId, RevisionId};
use crate::mark::{Kind, Mark, NOTE_LIMIT, QUOTE_LIMIT, TAG_LIMIT};
use crate::picture::PictureId;
use crate::placement::{Before, Carried, Gap, Placement};
use crate::text::RangeError;

/// Why an edit was refused. Nothing has changed then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    #[error("there is no article {0}")]
    NoArticle(ArticleId),
    #[error("the article {0} is in the bin")]
    InBin(ArticleId),
    #[error("there is already an article {0}")]
    ArticleExists(ArticleId),
    #[error("there is no revision {0}")]
    NoRevision(RevisionId),
    #[error("revision {0} is not the article's latest, or does not follow it")]
    NotLatest(RevisionId),
    #[error("the article {0} still has marks or later revisions")]
    NotEmpty(ArticleId),
    #[error("there is no mark {0}")]
    NoMark(MarkId),
    #[error("there is already a mark {0}")]
    MarkExists(MarkId),
    #[error("the mark {0} has no place in the latest revision")]
    NoPlace(MarkId),
    #[error("how the mark {0} was carried to the latest revision does not fit its places there")]
    Carried(MarkId),
    #[error("the mark {0} stands twice in the same place")]
    SamePlace(MarkId),
    #[error("the quote of the mark {0} is not what the text says there")]
    Quote(MarkId),
    #[error("only a claim stands in several places")]
    OnlyClaims,
    #[error("{what} has {length} characters; the limit is {limit}")]
    TooLong { what: Field, length: usize, limit: usize },
    #[error("{0} is empty")]
    Blank(Field),
    #[error("the content of revision {0} is missing")]
    NoContent(RevisionId),
    #[error("the picture {} is missing, or is another one than its name says", .0.as_str())]
    Picture(PictureId),
    #[error(transparent)]
    Range(#[from] RangeError),
    #[error(transparent)]
    Body(#[from] BodyError),
}

/// What a limit was set for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Field {
    Title,
    Quote,
    Note,
    Correction,
    Tag,
    Tags,
}

impl std::fmt::Display for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Title => "the title",
            Self::Quote => "the marked passage",
            Self::Note => "the note",
            Self::Correction => "the correction",
            Self::Tag => "the tag",
            Self::Tags => "the list of tags",
        })
    }
}

pub(crate) fn check_title(title: &str) -> Result<(), EditError> {
    if title.trim().is_empty() {
        return Err(EditError::Blank(Field::Title));
    }
    limit(Field::Title, title, TITLE_LIMIT)
}

/// Every place is a range of the text, holds the words it says, and is not there twice; so with what was found
/// out about how the mark came there.
pub(crate) fn check_places(mark: &Mark, revision: RevisionId, body: &Body) -> Result<(), EditError> {
    let mut seen = BTreeSet::new();
    for place in mark.places_in(revision) {
        body.text.admit(place.range)?;
        if place.range.len() > QUOTE_LIMIT {
            return Err(EditError::TooLong {
                what: Field::Quote,
                length: place.range.len() as usize,
                limit: QUOTE_LIMIT as usize,
            });
        }
        if body.text.slice(place.range) != place.quote {
            return Err(EditError::Quote(mark.id));
        }
        if !seen.insert(place.range) {
            return Err(EditError::SamePlace(mark.id));
        }
    }
    let mut nowhere = false;
    for carried in mark.carried_to(revision) {
        check_carried(mark, carried, body)?;
        nowhere |= carried.is_nowhere();
    }
    match (seen.len(), mark.kind) {
        (0, _) if nowhere => Ok(()),
        (0, _) => Err(EditError::NoPlace(mark.id)),
        (1, _) | (_, Kind::Claim { .. }) => Ok(()),
        _ => Err(EditError::OnlyClaims),
    }
}

/// It comes from a place that the mark had, and leads to ranges of the new text: to one that is known, or to
/// several that may be it.
fn check_carried(mark: &Mark, carried: &Carried, body: &Body) -> Result<(), EditError> {
    let somewhere = carried.placement.is_somewhere();
    let comes_from_somewhere = match &carried.from {
        Before::Place(place) => place.revision != carried.revision && mark.places.contains(place),
        Before::Quoted(quoted) => {
            limit(Field::Quote, &quoted.exact, QUOTE_LIMIT as usize)?;
            limit(Field::Quote, &quoted.prefix, QUOTE_LIMIT as usize)?;
            limit(Field::Quote, &quoted.suffix, QUOTE_LIMIT as usize)?;
            true
        }
    };
    let fits = comes_from_somewhere
        && carried.range.is_some() == somewhere
        && (carried.candidates.is_empty() || carried.placement == Placement::Ambiguous)
        && (carried.gap.is_none() || !somewhere)
        && carried.score <= 100;
    if !fits {
        return Err(EditError::Carried(mark.id));
    }
    for range in carried
        .range
        .into_iter()
        .chain(carried.candidates.iter().map(|one| one.range))
    {
        body.text.admit(range)?;
    }
    if let Some(Gap { start, end }) = carried.gap
        && (start > end || end > body.text.len())
    {
        return Err(EditError::Carried(mark.id));
    }
    Ok(())
}

pub(crate) fn check_words(mark: &Mark) -> Result<(), EditError> {
    limit(Field::Note, &mark.note, NOTE_LIMIT)?;
    limit(Field::Correction, &mark.correction, NOTE_LIMIT)?;
    if mark.tags.len() > TAG_LIMIT {
        return Err(EditError::TooLong {
            what: Field::Tags,
            length: mark.tags.len(),
            limit: TAG_LIMIT,
        });
    }
    for tag in &mark.tags {
        if tag.trim().is_empty() {
            return Err(EditError::Blank(Field::Tag));
        }
        limit(Field::Tag, tag, TAG_LIMIT)?;
    }
    Ok(())
}

pub(crate) fn limit(what: Field, words: &str, limit: usize) -> Result<(), EditError> {
    // Bytes first: counting is only needed near the limit.
    if words.len() <= limit {
        return Ok(());
    }
    let length = words.chars().count();
    if length > limit {
        return Err(EditError::TooLong { what, length, limit });
    }
    Ok(())
}
