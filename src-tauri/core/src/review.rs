//! What a person says when looking through a new revision: the edits that answer for a mark, or give it a place.

use crate::edit::{Edit, MarkChange, Reviewed};
use crate::fold::Lexicon;
use crate::id::{RevisionId, Touch};
use crate::mark::{Mark, Place};
use crate::placement::{Answer, Carried};
use crate::text::Text;

/// The edit that answers for the whole mark in the latest revision.
///
/// [`Answer::Kept`] keeps the status: the flag goes down. [`Answer::Recheck`] leaves it up, or raises it.
/// [`Answer::Archived`] is said of what is ambiguous or lost, and of nothing else.
#[must_use]
pub fn answer(mark: &Mark, latest: RevisionId, answer: Answer, touch: Touch) -> Edit {
    let mut carried: Vec<Carried> = mark.carried_to(latest).cloned().collect();
    for one in &mut carried {
        if answer != Answer::Archived || !one.placement.is_somewhere() {
            one.answer = Some(answer);
        }
    }
    let recheck = match answer {
        Answer::Kept => false,
        Answer::Recheck => mark.kind.is_settled(),
        Answer::Attached | Answer::Archived => mark.kind.is_rechecked(),
    };
    reviewed(
        mark,
        Reviewed {
            recheck,
            places: mark.places_in(latest).cloned().collect(),
            carried,
        },
        touch,
    )
}

/// The edit that gives the mark places by hand, for the passage that is the `nth` of those carried to the latest
/// revision. A settled claim whose words are others there is to be checked again. Nothing where there is no such
/// passage.
#[must_use]
pub fn attach(mark: &Mark, latest: RevisionId, nth: usize, places: Vec<Place>, touch: Touch) -> Option<Edit> {
    let mut carried: Vec<Carried> = mark.carried_to(latest).cloned().collect();
    let passage = carried.get_mut(nth)?;
    passage.answer = Some(Answer::Attached);
    let says_the_same = places
        .iter()
        .all(|place| same_words(&place.quote, passage.from.quote()));
    // Where the app had put it, it is not; but another passage of the mark may have come to the same place.
    let put = passage.range;
    let wrong = put.filter(|_| carried.iter().filter(|one| one.range == put).count() == 1);
    let mut standing: Vec<Place> = mark.places_in(latest).cloned().collect();
    standing.retain(|place| Some(place.range) != wrong);
    standing.extend(places);
    Some(reviewed(
        mark,
        Reviewed {
            recheck: mark.kind.is_rechecked() || (mark.kind.is_settled() && !says_the_same),
            places: standing,
            carried,
        },
        touch,
    ))
}

fn reviewed(mark: &Mark, reviewed: Reviewed, touch: Touch) -> Edit {
    Edit::ChangeMark {
        mark: mark.id,
        change: MarkChange::Review(reviewed),
        touch,
    }
}

/// Whether two passages say the same, kinds of spaces, quotes and dashes aside.
fn same_words(one: &str, other: &str) -> bool {
    let (one, other) = (Text::new(one.to_owned()), Text::new(other.to_owned()));
    let mut lexicon = Lexicon::default();
    let (one, other) = (lexicon.read(&one), lexicon.read(&other));
    one.iter().map(|word| word.id).eq(other.iter().map(|word| word.id))
}
