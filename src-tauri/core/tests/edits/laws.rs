//! The law of edits: every edit can be taken back, made again, and read back after it was written down.

use std::collections::BTreeMap;
use std::sync::Arc;

use obelus_core::body::Body;
use obelus_core::bring_back::bring_back;
use obelus_core::edit::{Edit, EditError, MarkChange, Rows};
use obelus_core::id::{RevisionId, Time};
use obelus_core::mark::{Colour, Kind, Mark, Status};
use obelus_core::placement::Answer;
use obelus_core::review::{answer, attach};
use obelus_core::revise::{NewVersion, revise};
use obelus_core::text::Text;
use proptest::prelude::*;
use uuid::Uuid;

use crate::desk::{Desk, add_article, article_id, mark, mark_id, paragraphs, place, touch};

/// One step of a person at work; numbers are folded to what is there.
#[derive(Clone, Debug)]
enum Step {
    Add(u8),
    Mark(u8, u32, u32),
    Status(u8, u8),
    Highlight(u8, u8),
    Note(u8, String),
    Tags(u8, Vec<String>),
    Places(u8, Vec<(u32, u32)>),
    Unmark(u8),
    Rename(String),
    Bin(bool),
    BringBack(u8),
    Revise(Vec<Rewrite>),
    Answer(u8, u8),
    Attach(u8, u8, u32, u32),
    Colour(u8, Option<String>),
}

/// What an author does to a text: to its nth word, or to its paragraphs.
#[derive(Clone, Debug)]
pub(crate) enum Rewrite {
    Replace(usize, String),
    Insert(usize, String),
    Turn,
    Drop(usize),
}

pub(crate) fn rewrite() -> impl Strategy<Value = Rewrite> {
    prop_oneof![
        2 => (0usize..12, "[a-z0-9]{1,6}").prop_map(|(n, word)| Rewrite::Replace(n, word)),
        2 => (0usize..12, "[a-z0-9é \n]{1,12}").prop_map(|(n, words)| Rewrite::Insert(n, words)),
        1 => Just(Rewrite::Turn),
        1 => (0usize..4).prop_map(Rewrite::Drop),
    ]
}

pub(crate) fn rewritten(text: &str, rewrites: Vec<Rewrite>) -> String {
    let mut text = text.to_owned();
    for rewrite in rewrites {
        let mut words: Vec<&str> = text.split(' ').collect();
        let mut paragraphs: Vec<&str> = text.split("\n\n").collect();
        text = match &rewrite {
            Rewrite::Replace(n, word) => {
                let n = n % words.len();
                words[n] = word;
                words.join(" ")
            }
            Rewrite::Insert(n, word) => {
                words.insert(n % (words.len() + 1), word);
                words.join(" ")
            }
            Rewrite::Turn => {
                paragraphs.rotate_left(1);
                paragraphs.join("\n\n")
            }
            Rewrite::Drop(n) => {
                if paragraphs.len() > 1 {
                    paragraphs.remove(n % paragraphs.len());
                }
                paragraphs.join("\n\n")
            }
        };
    }
    text
}

fn step() -> impl Strategy<Value = Step> {
    let n = 0u8..4;
    prop_oneof![
        (0u8..2).prop_map(Step::Add),
        (n.clone(), 0u32..70, 0u32..70).prop_map(|(n, a, b)| Step::Mark(n, a, b)),
        (n.clone(), 0u8..7).prop_map(|(n, s)| Step::Status(n, s)),
        (n.clone(), 0u8..4).prop_map(|(n, c)| Step::Highlight(n, c)),
        (n.clone(), "[a-z]{0,8}").prop_map(|(n, s)| Step::Note(n, s)),
        (n.clone(), prop::collection::vec("[a-z]{0,3}", 0..3)).prop_map(|(n, t)| Step::Tags(n, t)),
        (n.clone(), prop::collection::vec((0u32..70, 0u32..70), 0..3)).prop_map(|(n, r)| Step::Places(n, r)),
        n.clone().prop_map(Step::Unmark),
        "[a-z ]{0,6}".prop_map(Step::Rename),
        any::<bool>().prop_map(Step::Bin),
        (0u8..200).prop_map(Step::BringBack),
        prop::collection::vec(rewrite(), 1..4).prop_map(Step::Revise),
        (n.clone(), 0u8..3).prop_map(|(n, answer)| Step::Answer(n, answer)),
        (n.clone(), 0u8..2, 0u32..70, 0u32..70).prop_map(|(n, nth, a, b)| Step::Attach(n, nth, a, b)),
        (0u8..4, prop::option::of("[a-z]{0,4}")).prop_map(|(c, n)| Step::Colour(c, n)),
    ]
}

fn edit(desk: &Desk, step: Step, at: i64) -> Option<Edit> {
    let article = article_id(0);
    let change = |n: u8, change: MarkChange| {
        Some(Edit::ChangeMark {
            mark: mark_id(n),
            change,
            touch: touch(at),
        })
    };
    match step {
        Step::Add(n) => Some(add_article(n)),
        Step::Mark(n, a, b) => Some(Edit::AddMarks {
            marks: vec![mark(n, place(desk, article, (a.min(b), a.max(b)))?)],
        }),
        Step::Status(n, status) => change(n, MarkChange::Kind(Kind::claim(Status::ALL[usize::from(status)]))),
        Step::Highlight(n, colour) => {
            let colour = Colour::ALL[usize::from(colour)];
            change(n, MarkChange::Kind(Kind::Highlight { colour }))
        }
        Step::Note(n, note) => change(n, MarkChange::Note(note)),
        Step::Tags(n, tags) => change(n, MarkChange::Tags(tags.into_iter().collect())),
        Step::Places(n, ranges) => {
            let places = ranges
                .into_iter()
                .filter_map(|(a, b)| place(desk, article, (a.min(b), a.max(b))));
            change(n, MarkChange::Places(places.collect()))
        }
        Step::Unmark(n) => Some(Edit::RemoveMarks {
            marks: vec![mark_id(n)],
        }),
        Step::Rename(title) => Some(Edit::Rename { article, title }),
        Step::Bin(bin) => Some(Edit::Bin {
            article,
            at: bin.then_some(Time(at)),
        }),
        Step::BringBack(n) => {
            let latest = desk.latest_revision(article).unwrap()?;
            let marks: Vec<Mark> = desk.marks.values().cloned().collect();
            let id = RevisionId(Uuid::from_u128(0x10_000 + at as u128));
            bring_back(
                &latest,
                &desk.bodies[&latest.id],
                &marks,
                u32::from(n % 2),
                id,
                Time(at),
            )
            .ok()
        }
        Step::Revise(rewrites) => {
            let latest = desk.latest_revision(article).unwrap()?;
            let marks: Vec<Mark> = desk.marks.values().cloned().collect();
            let text = rewritten(desk.bodies[&latest.id].text.as_str(), rewrites);
            let new = NewVersion {
                pictures: Vec::new(),
                id: RevisionId(Uuid::from_u128(0x20_000 + at as u128)),
                created: Time(at),
                body: Arc::new(Body {
                    blocks: paragraphs(&text),
                    text: Text::new(text),
                    asides: Vec::new(),
                    pages: Vec::new(),
                }),
                original: None,
            };
            revise(&latest, &marks, &|id| desk.bodies.get(&id).cloned(), new, &|| false).ok()
        }
        Step::Answer(n, which) => {
            let latest = desk.latest_revision(article).unwrap()?.id;
            let what = [Answer::Kept, Answer::Recheck, Answer::Archived][usize::from(which)];
            Some(answer(desk.marks.get(&mark_id(n))?, latest, what, touch(at)))
        }
        Step::Attach(n, nth, a, b) => {
            let latest = desk.latest_revision(article).unwrap()?.id;
            let places = vec![place(desk, article, (a.min(b), a.max(b)))?];
            attach(desk.marks.get(&mark_id(n))?, latest, nth.into(), places, touch(at))
        }
        Step::Colour(colour, name) => Some(Edit::NameColour {
            colour: Colour::ALL[usize::from(colour)],
            name,
        }),
    }
}

/// Everything but the bodies, which outlive their revisions.
pub(crate) fn rows(desk: &Desk) -> Desk {
    Desk {
        bodies: BTreeMap::new(),
        ..desk.clone()
    }
}

proptest! {
    #[test]
    fn any_edits_are_taken_back_one_by_one_and_made_again(steps in prop::collection::vec(step(), 1..40)) {
        let mut desk = Desk::default();
        let mut inverses = Vec::new();
        let mut states = vec![rows(&desk)];
        for (at, step) in steps.into_iter().enumerate() {
            let Some(edit) = edit(&desk, step, at as i64) else { continue };
            let mut tried = desk.clone();
            match edit.apply(&mut tried) {
                Ok((inverse, _)) => {
                    desk = tried;
                    inverses.push(inverse);
                    states.push(rows(&desk));
                }
                Err(error) if matches!(edit, Edit::AddRevision { .. }) => {
                    prop_assert_eq!(error, EditError::InBin(article_id(0)));
                }
                Err(_) => {}
            }
        }
        let mut again = Vec::new();
        for (n, inverse) in inverses.iter().enumerate().rev() {
            again.push(inverse.apply(&mut desk).unwrap().0);
            prop_assert_eq!(&rows(&desk), &states[n]);
        }
        for (n, edit) in again.iter().rev().enumerate() {
            edit.apply(&mut desk).unwrap();
            prop_assert_eq!(&rows(&desk), &states[n + 1]);
        }
    }

    #[test]
    fn an_edit_is_the_same_after_it_was_written_down(steps in prop::collection::vec(step(), 1..20)) {
        let mut desk = Desk::default();
        for (at, step) in steps.into_iter().enumerate() {
            let Some(edit) = edit(&desk, step, at as i64) else { continue };
            let Ok((inverse, _)) = edit.apply(&mut desk.clone()) else { continue };
            let read = |edit: &Edit| serde_json::from_str::<Edit>(&serde_json::to_string(edit).unwrap()).unwrap();
            prop_assert_eq!(read(&inverse), inverse);
            edit.apply(&mut desk).unwrap();
        }
    }
}
