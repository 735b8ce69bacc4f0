//! Brings lines that an import had set aside back into an article: a new revision, every mark in its place.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::article::{Revision, RevisionReason};
use crate::body::{Body, BodyError};
use crate::edit::{Content, Edit};
use crate::id::{RevisionId, Time};
use crate::mark::{Mark, Place};
use crate::placement::{Candidate, Carried, Gap};
use crate::text::TextRange;

/// The edit that brings back the aside of this index. `marks` are all of the article's, with their places in
/// `latest` and how they came there. Nothing has to be found again: where lines were inserted is known, so every
/// range is exact.
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
    // What nobody has answered yet, or what has no place, stays so in the longer text.
    let shifted = |at: u32| if at >= shift.at { at + shift.by } else { at };
    let carried = marks
        .iter()
        .filter_map(|mark| {
            let remaining = mark
                .carried_to(latest.id)
                .filter(|carried| carried.is_open(mark.kind) || carried.is_nowhere());
            let carried: Vec<Carried> = remaining
                .map(|carried| Carried {
                    revision: id,
                    range: carried.range.map(moved),
                    candidates: carried
                        .candidates
                        .iter()
                        .map(|candidate| Candidate {
                            range: moved(candidate.range),
                            ..*candidate
                        })
                        .collect(),
                    gap: carried.gap.map(|gap| Gap {
                        start: shifted(gap.start),
                        end: shifted(gap.end),
                    }),
                    ..carried.clone()
                })
                .collect();
            (!carried.is_empty()).then_some((mark.id, carried))
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
        carried,
        rechecked: BTreeSet::new(),
        content: Some(Content {
            body: Arc::new(longer),
            original: Arc::from([]),
            pictures: Vec::new(),
        }),
    })
}
