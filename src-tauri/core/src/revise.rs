//! Takes in a new version of an article: a new revision, and every mark carried to it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::article::{Original, Revision, RevisionReason};
use crate::body::Body;
use crate::edit::{Content, Edit};
use crate::find_quoted;
use crate::id::{RevisionId, Time};
use crate::mark::{Mark, Place, QUOTE_LIMIT};
use crate::picture::PictureFile;
use crate::placement::{Answer, Before, Carried, Gap, Placement, Reason};
use crate::relocate::{Relocated, relocate};
use crate::text_diff::Stopped;

/// What the author wrote, as it was read.
#[derive(Clone, Debug)]
pub struct NewVersion {
    pub id: RevisionId,
    pub created: Time,
    pub body: Arc<Body>,
    /// The bytes it was read from, where they are to be kept.
    pub original: Option<(Original, Arc<[u8]>)>,
    /// Every picture that the body names.
    pub pictures: Vec<PictureFile>,
}

/// Why there is no new revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReviseError {
    #[error("the text is that of the latest revision already")]
    Same,
    #[error("it was stopped")]
    Stopped,
    #[error("the content of revision {0} is missing")]
    NoContent(RevisionId),
}

impl From<Stopped> for ReviseError {
    fn from(_: Stopped) -> Self {
        Self::Stopped
    }
}

/// A place that is looked for in the new text.
struct Sought<'m> {
    /// Its mark's index.
    mark: usize,
    from: &'m Place,
    /// What the person said when it was not found in the latest revision.
    answer: Option<Answer>,
}

/// The edit that makes `new` the revision after `latest`. `marks` are all of the article's, with their places in
/// every revision. What was not found in the latest revision is looked for again, from where it stood last.
///
/// `bodies` gives the texts that marks stand in; `stop` is asked now and then, and true ends the work.
///
/// # Errors
/// When the text is the same, when it was stopped, or when a text is missing.
pub fn revise(
    latest: &Revision,
    marks: &[Mark],
    bodies: &dyn Fn(RevisionId) -> Option<Arc<Body>>,
    new: NewVersion,
    stop: &dyn Fn() -> bool,
) -> Result<Edit, ReviseError> {
    let body_of = |revision| bodies(revision).ok_or(ReviseError::NoContent(revision));
    if body_of(latest.id)?.text == new.body.text {
        return Err(ReviseError::Same);
    }
    let mut found: Vec<Vec<Carried>> = marks.iter().map(|_| Vec::new()).collect();
    let mut sought: BTreeMap<RevisionId, Vec<Sought>> = BTreeMap::new();
    for (index, mark) in marks.iter().enumerate() {
        let standing = mark.places_in(latest.id).map(|place| (place, None));
        let missing = mark.carried_to(latest.id).filter(|carried| carried.is_nowhere());
        let mut stood = Vec::new();
        for carried in missing {
            match &carried.from {
                Before::Place(place) => stood.push((place, carried.answer)),
                Before::Quoted(quoted) => {
                    let mut went = find_quoted::find(&new.body.text, quoted).carried(new.id, quoted.clone());
                    went.answer = carried.answer.filter(|_| !went.placement.is_somewhere());
                    found[index].push(went);
                }
            }
        }
        for (from, answer) in standing.chain(stood) {
            sought.entry(from.revision).or_default().push(Sought {
                mark: index,
                from,
                answer,
            });
        }
    }
    for (revision, sought) in sought {
        let old = body_of(revision)?;
        let ranges: Vec<_> = sought.iter().map(|one| one.from.range).collect();
        let relocated = relocate(&old.text, &new.body.text, &ranges, stop)?;
        for (sought, relocated) in sought.into_iter().zip(relocated) {
            found[sought.mark].push(carried(new.id, sought.from, sought.answer, relocated));
        }
    }

    let (mut places, mut carried, mut rechecked) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
    for (mark, found) in marks.iter().zip(found) {
        places.insert(mark.id, places_of(&found, &new));
        if must_be_checked_again(mark, &found) {
            rechecked.insert(mark.id);
        }
        if !found.is_empty() {
            carried.insert(mark.id, found);
        }
    }
    let (original, bytes) = new.original.unzip();
    Ok(Edit::AddRevision {
        revision: Revision {
            id: new.id,
            article: latest.article,
            number: latest.number + 1,
            reason: RevisionReason::Revised,
            created: new.created,
            original,
            characters: new.body.text.len(),
            words: new.body.text.words(),
        },
        places,
        carried,
        rechecked,
        content: Some(Content {
            body: new.body,
            original: bytes.unwrap_or_else(|| Arc::from([])),
            pictures: new.pictures,
        }),
    })
}

/// How a place came to a revision, from where it was found there.
pub(crate) fn carried(revision: RevisionId, from: &Place, answer: Option<Answer>, went: Relocated) -> Carried {
    let went = match went.range {
        // More than a mark may hold: its words are there, somewhere in a passage that grew beyond all measure.
        Some(range) if range.len() > QUOTE_LIMIT => Relocated {
            placement: Placement::Lost,
            range: None,
            candidates: Vec::new(),
            gap: Some(Gap {
                start: range.start(),
                end: range.end(),
            }),
            reason: Reason::Gone,
            score: went.score,
        },
        _ => went,
    };
    Carried {
        revision,
        from: Before::Place(from.clone()),
        // What the person said of a passage that is missing holds for as long as it is.
        answer: answer.filter(|_| !went.placement.is_somewhere()),
        placement: went.placement,
        range: went.range,
        candidates: went.candidates,
        gap: went.gap,
        reason: went.reason,
        score: went.score,
    }
}

/// Where a mark stands now. Two of its places may have become one.
fn places_of(carried: &[Carried], new: &NewVersion) -> Vec<Place> {
    let mut taken = BTreeSet::new();
    let ranges = carried.iter().filter_map(|one| one.range);
    ranges
        .filter(|range| taken.insert(*range))
        .map(|range| Place::of(new.id, &new.body.text, range))
        .collect()
}

/// Whether somebody dealt with a claim whose words are others now; other quotation marks are not other words.
fn must_be_checked_again(mark: &Mark, carried: &[Carried]) -> bool {
    let says_something_else = |one: &Carried| one.placement == Placement::Edited && one.reason != Reason::Typography;
    mark.kind.is_settled() && carried.iter().any(says_something_else)
}
