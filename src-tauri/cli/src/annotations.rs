//! `marks --from` with annotations that were made elsewhere: each is found by its words, or told.

use obelus_core::article::Revision;
use obelus_core::body::Body;
use obelus_core::edit::Edit;
use obelus_core::id::{ArticleId, MarkId, Touch};
use obelus_core::mark::{Kind, Mark, Place};
use obelus_core::quoted::{Quoted, Standing, find};
use obelus_formats::annotations_in::Noted;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::answer::{Answer, count, line};
use crate::desk::Desk;
use crate::failure::Failure;

pub(crate) fn bring_in(desk: &mut Desk, article: ArticleId, noted: Vec<Noted>) -> Result<Answer, Failure> {
    let revision = desk.latest(article)?;
    let body = desk.library.body(revision.id)?;
    let touch = desk.touch();
    let (mut marks, mut unplaced) = (Vec::new(), Vec::new());
    let (mut there, mut changed) = (0, 0);
    for one in noted {
        let known = match one.id {
            Some(id) => desk.library.mark(id)?,
            None => None,
        };
        if known.as_ref().is_some_and(|mark| mark.article == article) {
            there += 1;
            continue;
        }
        let mut found = found(&one.places, &revision, &body);
        unplaced.append(&mut found.missing);
        if found.places.is_empty() {
            continue;
        }
        changed += usize::from(found.changed);
        // An id that a mark of another article has is somebody else's.
        let id = one.id.filter(|_| known.is_none());
        marks.push(Mark {
            id: id.unwrap_or_else(|| MarkId(Uuid::now_v7())),
            article,
            kind: kind(one.kind, found.changed),
            note: one.note,
            correction: one.correction,
            tags: one.tags,
            created: signed(one.created, &touch),
            changed: signed(one.changed, &touch),
            places: found.places,
            carried: Vec::new(),
        });
    }
    let ids: Vec<MarkId> = marks.iter().map(|mark| mark.id).collect();
    if !marks.is_empty() {
        desk.apply(Edit::AddMarks { marks })?;
    }
    let mut words = count(ids.len(), "mark");
    if there > 0 {
        words += &format!(", {there} there already");
    }
    if changed > 0 {
        words += &format!(", {changed} on words that were changed");
    }
    for one in &unplaced {
        let quote = one["quote"].as_str().unwrap_or_default();
        words += &format!(
            "\nno place  “{}”  ({})",
            line(quote, 60),
            one["state"].as_str().unwrap_or_default()
        );
    }
    Ok(Answer::new(
        json!({"marks": ids, "widened": 0, "there": there, "changed": changed, "unplaced": unplaced}),
        words,
    ))
}

#[derive(Default)]
struct Found {
    places: Vec<Place>,
    /// Whether the words of a place are not those that were quoted.
    changed: bool,
    /// What was quoted and has no one place.
    missing: Vec<Value>,
}

fn found(quoted: &[Quoted], revision: &Revision, body: &Body) -> Found {
    let mut found = Found::default();
    for one in quoted {
        let (state, places) = match find(&body.text, one) {
            Standing::Here(range) => {
                found.places.push(Place::of(revision.id, &body.text, range));
                continue;
            }
            Standing::Changed(range) => {
                found.places.push(Place::of(revision.id, &body.text, range));
                found.changed = true;
                continue;
            }
            Standing::Ambiguous(places) => ("ambiguous", places),
            Standing::Nowhere => ("lost", 0),
        };
        found
            .missing
            .push(json!({"quote": one.exact, "state": state, "places": places}));
    }
    if quoted.is_empty() {
        found.missing.push(json!({"quote": "", "state": "lost", "places": 0}));
    }
    found
}

/// A claim that was settled on other words is to be checked again.
fn kind(kind: Kind, changed: bool) -> Kind {
    match kind {
        Kind::Claim { status, recheck } => Kind::Claim {
            status,
            recheck: recheck || (changed && status.is_settled()),
        },
        other => other,
    }
}

fn signed((by, at): (Option<String>, Option<obelus_core::id::Time>), now: &Touch) -> Touch {
    Touch {
        by: by.unwrap_or_default(),
        at: at.unwrap_or(now.at),
    }
}
