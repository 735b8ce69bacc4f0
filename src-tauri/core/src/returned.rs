//! A copy of an article comes back after others answered it: what they said goes to the marks that they answer, what they
//! noted anew becomes notes, and their wording a new version, all of it together. A person's status is left alone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::annotation::{Annotation, Remark};
use crate::arrive::{Reading, SETTLED};
use crate::article::{Original, Revision};
use crate::body::Body;
use crate::compare::compare;
use crate::comparison::{ComparedRow, Piece, PieceIs, RowChange};
use crate::edit::{Edit, EditError, MarkChange};
use crate::id::{ArticleId, MarkId, RevisionId, Touch};
use crate::mark::{Colour, Kind, Mark, NOTE_LIMIT};
use crate::noted::{Noted, TakenIn, take_in};
use crate::picture::PictureFile;
use crate::quoted::Quoted;
use crate::revise::{NewVersion, ReviseError, revise};
use crate::text::Text;

/// The version that a file is a copy of, as it says itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyOf {
    pub article: ArticleId,
    pub revision: RevisionId,
    /// Its text is what it was when it was handed out: suggestions that nobody decided are no change.
    pub is_untouched: bool,
}

/// A copy that came back, as it was read.
#[derive(Clone, Debug)]
pub struct Returned {
    pub copy: CopyOf,
    pub reading: Reading,
    /// Every picture that the text names.
    pub pictures: Vec<PictureFile>,
    /// What it was read from.
    pub original: (Original, Arc<[u8]>),
}

/// The article as it is here.
pub struct Here<'h> {
    pub latest: &'h Revision,
    /// All of them, with their places in every revision.
    pub marks: &'h [Mark],
    pub bodies: &'h dyn Fn(RevisionId) -> Option<Arc<Body>>,
    /// Whether a version was made from the very file before.
    pub is_taken: bool,
}

/// What a copy brings that is not here yet.
#[derive(Clone, Debug, Default)]
pub struct Brought {
    /// In order, all or none; empty where everything is here already.
    pub edits: Vec<Edit>,
    /// What others answered, on whatever mark.
    pub answers: u32,
    /// Marks whose comment somebody called settled.
    pub settled: u32,
    /// What they noted on passages of their own; `there` counts answers that are here already as well.
    pub notes: TakenIn,
    /// The version that their wording becomes.
    pub version: Option<RevisionId>,
    /// How many stretches of it are not as they were.
    pub passages: u32,
    /// The text of the copy is not that of the latest version, and versions have come since it was handed out.
    pub is_behind: bool,
}

/// What a copy brings. `new_id` gives an id that nothing has.
///
/// # Errors
/// When the text of a version is missing.
pub fn take_back(
    returned: Returned,
    here: &Here<'_>,
    now: &Touch,
    new_id: &mut dyn FnMut() -> Uuid,
) -> Result<Brought, EditError> {
    let Returned {
        copy,
        reading,
        pictures,
        original,
    } = returned;
    let mut brought = Brought::default();
    let latest = (here.bodies)(here.latest.id).ok_or(EditError::NoContent(here.latest.id))?;
    let mut stands = (here.latest.clone(), Arc::clone(&latest));
    if !is_known(&copy, &reading.body, here) {
        let new = NewVersion {
            id: RevisionId(new_id()),
            created: now.at,
            body: Arc::clone(&reading.body),
            original: Some(original),
            pictures,
        };
        let edit = revise(here.latest, here.marks, here.bodies, new, &|| false).map_err(|error| match error {
            ReviseError::NoContent(revision) => EditError::NoContent(revision),
            ReviseError::Same | ReviseError::Stopped => unreachable!("the letters differ, and nobody stops it"),
        })?;
        if let Edit::AddRevision { revision, .. } = &edit {
            stands = (revision.clone(), Arc::clone(&reading.body));
            brought.version = Some(revision.id);
        }
        brought.passages = passages(&latest, &reading.body);
        brought.is_behind = copy.revision != here.latest.id;
        brought.edits.push(edit);
    }
    let mut there = 0;
    for (mark, said) in answers(here.marks, &reading.annotations) {
        let mut note = mark.note.trim_end().to_owned();
        for remark in said.remarks {
            let answer = remark.signed();
            if note.contains(&answer) {
                there += 1;
                continue;
            }
            brought.answers += 1;
            if !note.is_empty() {
                note.push_str("\n\n");
            }
            note.push_str(&answer);
        }
        let mut change = |change| {
            brought.edits.push(Edit::ChangeMark {
                mark: mark.id,
                change,
                touch: now.clone(),
            });
        };
        if note != mark.note.trim_end() {
            if let Some((end, _)) = note.char_indices().nth(NOTE_LIMIT) {
                note.truncate(end);
            }
            change(MarkChange::Note(note));
        }
        if said.is_settled && !mark.tags.contains(SETTLED) {
            let tag = SETTLED.to_owned();
            change(MarkChange::Tags(mark.tags.iter().cloned().chain([tag]).collect()));
            brought.settled += 1;
        }
    }
    let is_here = |id: MarkId| here.marks.iter().any(|mark| mark.id == id);
    let new = reading.annotations.iter().filter(|one| match one.on {
        None => true,
        // Of a mark that was deleted since, only what others say of it is worth keeping.
        Some(on) => !is_here(on.mark) && one.remarks.len() > usize::from(on.is_ours),
    });
    let noted = new.map(|one| noted(one, &reading.body.text)).collect();
    brought.notes = take_in(noted, (&stands.0, &stands.1), here.marks, &|_| false, now, new_id);
    brought.notes.there += there;
    if !brought.notes.marks.is_empty() {
        let marks = brought.notes.marks.clone();
        brought.edits.push(Edit::AddMarks { marks });
    }
    Ok(brought)
}

/// How many stretches of words were changed, taken out or put in, or stand elsewhere.
fn passages(old: &Body, new: &Body) -> u32 {
    let comparison = compare(old, new, &|| false).expect("nobody stops it");
    let stretches = |row: &ComparedRow| {
        let is_other = |piece: &Piece| piece.is != PieceIs::Same;
        let begun = row.pieces.chunk_by(|a, b| is_other(a) == is_other(b));
        begun.filter(|stretch| stretch.iter().any(is_other)).count().max(1)
    };
    let rows = comparison.rows.iter().filter(|row| row.change != RowChange::Same);
    rows.map(stretches).sum::<usize>() as u32
}

/// Whether the wording of a copy is here: that which it was made with, that of the latest version, or one that was taken
/// in before. How words are set apart is no wording.
fn is_known(copy: &CopyOf, came: &Body, here: &Here<'_>) -> bool {
    let says_the_same = |revision| {
        let body = (here.bodies)(revision);
        body.is_some_and(|body| letters(&body.text).eq(letters(&came.text)))
    };
    copy.is_untouched || here.is_taken || says_the_same(copy.revision) || says_the_same(here.latest.id)
}

fn letters(text: &Text) -> impl Iterator<Item = char> {
    text.as_str().chars().filter(|c| !c.is_whitespace())
}

/// What others say of one mark, wherever it stands.
#[derive(Default)]
struct Said<'a> {
    remarks: Vec<&'a Remark>,
    is_settled: bool,
}

/// The marks that others said something of, in the order in which they have them.
fn answers<'a>(marks: &'a [Mark], annotations: &'a [Annotation]) -> Vec<(&'a Mark, Said<'a>)> {
    let mut said: BTreeMap<MarkId, Said<'a>> = BTreeMap::new();
    for one in annotations {
        let Some(on) = one.on else { continue };
        let said = said.entry(on.mark).or_default();
        said.remarks
            .extend(&one.remarks[usize::from(on.is_ours).min(one.remarks.len())..]);
        said.is_settled |= one.done;
    }
    let of = |mark: &'a Mark| Some((mark, said.remove(&mark.id)?));
    marks.iter().filter_map(of).collect()
}

/// What somebody noted on passages of the copy, to be found in the version that is here.
fn noted(annotation: &Annotation, text: &Text) -> Noted {
    /// How much of the words around a passage is told, in code points.
    const NEIGHBOURS: u32 = 64;
    let note = annotation.thread();
    let first = annotation.remarks.first();
    let signed = (
        first.and_then(|remark| remark.author.clone()),
        first.and_then(|remark| remark.time),
    );
    let places = annotation.ranges.iter().filter(|range| range.end() <= text.len());
    let places = places.map(|range| Quoted {
        exact: text.slice(*range).to_owned(),
        prefix: text
            .between(range.start().saturating_sub(NEIGHBOURS), range.start())
            .to_owned(),
        suffix: text
            .between(range.end(), text.len().min(range.end() + NEIGHBOURS))
            .to_owned(),
        position: Some((range.start(), range.end())),
    });
    let tags: BTreeSet<String> = annotation.done.then(|| SETTLED.to_owned()).into_iter().collect();
    let kind = match annotation.highlight {
        Some(colour) => Kind::Highlight { colour },
        None if note.is_empty() => Kind::Highlight { colour: Colour::Yellow },
        None => Kind::Note,
    };
    Noted {
        id: None,
        kind,
        note,
        correction: String::new(),
        tags,
        created: signed.clone(),
        changed: signed,
        places: places.collect(),
        elsewhere: None,
    }
}
