//! Brings lines that an import had set aside back into an article: a new revision, every mark in its place.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::article::{Revision, RevisionReason};
use crate::body::{Body, BodyError};
use crate::edit::{Content, Edit};
use crate::id::{RevisionId, Time};
use crate::mark::{Mark, Place};
use crate::text::TextRange;

/// The edit that brings back the aside of this index. `marks` are all of the article's, with their places in
/// `latest`. Nothing has to be found again: where lines were inserted is known, so every range is exact.
///
/// # Errors
/// When there is no such aside.
pub fn bring_back(
    latest: &Revision,
    body: &Body,
    marks: &[Mark],
    aside: u32,
    id: RevisionId,
    created: Time,
) -> Result<Edit, BodyError> {
    let (longer, shift) = body.bring_back(aside)?;
    let moved = |range: TextRange| match (range.start() >= shift.at, range.end() > shift.at) {
        (true, _) => range.later(shift.by),
        // The mark stands on both sides: it now holds the lines that came between.
        (false, true) => range.widened(shift.by),
        (false, false) => range,
    };
    let places = marks
        .iter()
        .map(|mark| {
            let places = mark.places_in(latest.id);
            (
                mark.id,
                places
                    .map(|place| Place::of(id, &longer.text, moved(place.range)))
                    .collect(),
            )
        })
        .collect();
    Ok(Edit::AddRevision {
        revision: Revision {
            id,
            article: latest.article,
            number: latest.number + 1,
            reason: RevisionReason::BroughtBack,
            created,
            original: None,
            characters: longer.text.len(),
            words: longer.text.words(),
        },
        places,
        carried: BTreeMap::new(),
        rechecked: BTreeSet::new(),
        content: Some(Content {
            body: Arc::new(longer),
            original: Arc::from([]),
        }),
    })
}
