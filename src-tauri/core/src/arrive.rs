//! What was read becomes an article: its text, what others noted on it, and where its file tracks changes, both of its
//! readings. The edits of one arrival belong together: one undo takes them back.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::sync::Arc;

use uuid::Uuid;

use crate::annotation::Annotation;
use crate::article::{Article, Original, Revision, RevisionReason};
use crate::body::Body;
use crate::edit::{Content, Edit};
use crate::id::{ArticleId, MarkId, RevisionId, Time, Touch};
use crate::mark::{Colour, Kind, Mark, NOTE_LIMIT, Place, QUOTE_LIMIT};
use crate::picture::PictureFile;
use crate::placement::{Placement, Reason};
use crate::relocate::{Relocated, relocate};
use crate::revise;
use crate::text::{Text, TextRange};

/// The tag of what its author called settled: a sign, for it is kept in every language.
pub const SETTLED: &str = "✓";

/// An article that was read, and is not kept yet.
#[derive(Clone, Debug)]
pub struct Arriving {
    pub article: Article,
    pub reading: Reading,
    /// The same file read the other way, with or without the changes that are tracked in it: it becomes the version
    /// before.
    pub other: Option<Reading>,
    /// Every picture that a reading names.
    pub pictures: Vec<PictureFile>,
    /// What it was read from.
    pub original: (Original, Arc<[u8]>),
}

/// A text as it was read, and what others noted on it.
#[derive(Clone, Debug)]
pub struct Reading {
    pub body: Arc<Body>,
    pub annotations: Vec<Annotation>,
    pub reason: RevisionReason,
}

/// The edits that keep an article with all that came with it, in order. `new_id` gives an id that nothing has.
#[must_use]
pub fn arrive(arriving: Arriving, new_id: &mut dyn FnMut() -> Uuid) -> Vec<Edit> {
    let Arriving {
        article,
        reading,
        other,
        pictures,
        original: (original, bytes),
    } = arriving;
    let (id, created) = (article.id, article.created);
    // Changes that leave every word as it was make no other version; nor does a page that was empty before them.
    let other = other.filter(|other| {
        let is_blank = other.body.text.as_str().trim().is_empty();
        !is_blank && other.body.text != reading.body.text
    });
    let revision = |number, reading: &Reading, original, new_id: &mut dyn FnMut() -> Uuid| Revision {
        number,
        reason: reading.reason,
        ..Revision::first(RevisionId(new_id()), id, &reading.body, original, created)
    };
    let Some(other) = other else {
        let first = revision(1, &reading, Some(original), new_id);
        let marks = noted(&first, &reading.body.text, &reading.annotations)
            .into_iter()
            .map(|one| one.mark(new_id))
            .collect();
        let add = Edit::AddArticle {
            article,
            revision: first,
            content: Some(reading.content(bytes, pictures)),
        };
        return [Some(add), add_marks(marks)].into_iter().flatten().collect();
    };

    let before = revision(1, &other, None, new_id);
    let latest = revision(2, &reading, Some(original), new_id);
    let mut here = noted(&latest, &reading.body.text, &reading.annotations);
    let (mut marks, mut places, mut carried) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
    for (one, went) in meet(
        noted(&before, &other.body.text, &other.annotations),
        &mut here,
        &other.body.text,
        &reading.body.text,
    ) {
        let mark = one.mark(new_id);
        let went = revise::carried(latest.id, &mark.places[0], None, went);
        let stands = went.range.map(|range| Place::of(latest.id, &reading.body.text, range));
        places.insert(mark.id, stands.into_iter().collect());
        carried.insert(mark.id, vec![went]);
        marks.push(mark);
    }
    let new = here.into_iter().map(|one| one.mark(new_id)).collect();
    let add = Edit::AddArticle {
        article,
        revision: before,
        // The bytes stand beside the version that the person reads.
        content: Some(other.content(Arc::from([]), pictures.clone())),
    };
    let revise = Edit::AddRevision {
        revision: latest,
        places,
        carried,
        rechecked: BTreeSet::new(),
        content: Some(reading.content(bytes, pictures)),
    };
    let edits = [Some(add), add_marks(marks), Some(revise), add_marks(new)];
    edits.into_iter().flatten().collect()
}

/// The edit that adds what others noted on a new version, but for what stands in the article already.
#[must_use]
pub fn news(revision: &Revision, reading: &Reading, there: &[Mark], new_id: &mut dyn FnMut() -> Uuid) -> Option<Edit> {
    let mut known: HashSet<Key> = HashSet::new();
    let mut said: HashSet<(Option<Colour>, &str, &str, &str)> = HashSet::new();
    for mark in there {
        let (colour, note, by, at) = key(mark.kind, &mark.note, &mark.created);
        known.insert((colour, note, by, at));
        // Without a date, it is the same where it was noted on the same words.
        said.extend(mark.places.iter().map(|place| (colour, note, by, place.quote.as_str())));
    }
    let mut noted = noted(revision, &reading.body.text, &reading.annotations);
    noted.retain(|one| {
        let (colour, note, by, at) = one.key();
        !known.contains(&(colour, note, by, at)) && !said.contains(&(colour, note, by, one.place.quote.as_str()))
    });
    add_marks(noted.into_iter().map(|one| one.mark(new_id)).collect())
}

fn add_marks(marks: Vec<Mark>) -> Option<Edit> {
    (!marks.is_empty()).then_some(Edit::AddMarks { marks })
}

impl Reading {
    fn content(self, original: Arc<[u8]>, pictures: Vec<PictureFile>) -> Content {
        Content {
            body: self.body,
            original,
            pictures,
        }
    }
}

/// What somebody noted on one passage: a mark, but for its id.
struct Noted {
    article: ArticleId,
    kind: Kind,
    note: String,
    tags: BTreeSet<String>,
    created: Touch,
    place: Place,
}

/// What tells that two notes are the same one, wherever they stand.
type Key<'n> = (Option<Colour>, &'n str, &'n str, Time);

fn key<'n>(kind: Kind, note: &'n str, created: &'n Touch) -> Key<'n> {
    let colour = match kind {
        Kind::Highlight { colour } => Some(colour),
        Kind::Note | Kind::Claim { .. } => None,
    };
    (colour, note, &created.by, created.at)
}

impl Noted {
    fn key(&self) -> Key<'_> {
        key(self.kind, &self.note, &self.created)
    }

    fn mark(self, new_id: &mut dyn FnMut() -> Uuid) -> Mark {
        Mark {
            id: MarkId(new_id()),
            article: self.article,
            kind: self.kind,
            note: self.note,
            correction: String::new(),
            tags: self.tags,
            changed: self.created.clone(),
            created: self.created,
            places: vec![self.place],
            carried: Vec::new(),
            elsewhere: None,
        }
    }
}

/// Everything that was noted on a text. Only a claim stands in several places, and whether a passage is one is for the
/// person to say: what was noted on several passages becomes a mark on each.
fn noted(revision: &Revision, text: &Text, annotations: &[Annotation]) -> Vec<Noted> {
    let mut all = Vec::new();
    for annotation in annotations {
        let thread = annotation.thread();
        let note: String = match thread.char_indices().nth(NOTE_LIMIT) {
            Some((end, _)) => thread[..end].to_owned(),
            None => thread,
        };
        let kind = match annotation.highlight {
            Some(colour) => Kind::Highlight { colour },
            // Underlined without a word: somebody meant the passage.
            None if note.is_empty() => Kind::Highlight { colour: Colour::Yellow },
            None => Kind::Note,
        };
        let first = annotation.remarks.first();
        let created = Touch {
            // Who the file does not name is not known: it was not whoever brings the file in.
            by: first.and_then(|remark| remark.author.clone()).unwrap_or_default(),
            at: first.and_then(|remark| remark.time).unwrap_or(revision.created),
        };
        for range in passages(text, &annotation.ranges) {
            all.push(Noted {
                article: revision.article,
                kind,
                note: note.clone(),
                tags: annotation.done.then(|| SETTLED.to_owned()).into_iter().collect(),
                created: created.clone(),
                place: Place::of(revision.id, text, range),
            });
        }
    }
    all
}

/// The marks that say what a file says itself, on the same passages: they came from it, and nobody has touched them
/// since. `annotations` are those of the file, in the text of the revision.
#[must_use]
pub fn untouched(revision: &Revision, text: &Text, annotations: &[Annotation], marks: &[Mark]) -> HashSet<MarkId> {
    let noted = noted(revision, text, annotations);
    let is_as_noted = |mark: &&Mark| {
        let mut places = mark.places_in(revision.id).map(|place| place.range);
        let (Some(range), None) = (places.next(), places.next()) else {
            return false;
        };
        noted.iter().any(|one| {
            one.place.range == range
                && one.kind == mark.kind
                && one.note == mark.note
                && one.tags == mark.tags
                && one.created.by == mark.created.by
                && mark.correction.is_empty()
        })
    };
    marks.iter().filter(is_as_noted).map(|mark| mark.id).collect()
}

/// The ranges as a text admits them, in order; what only white space divides is one.
fn passages(text: &Text, ranges: &[TextRange]) -> Vec<TextRange> {
    let mut ranges: Vec<_> = ranges
        .iter()
        .filter_map(|range| text.selection(range.start(), range.end().min(text.len())).ok())
        .collect();
    ranges.sort_unstable();
    let mut passages: Vec<TextRange> = Vec::new();
    for range in ranges {
        let joined = passages.last().filter(|last| {
            let from = last.end().min(range.start());
            text.between(from, range.start()).chars().all(char::is_whitespace)
        });
        let joined = joined.and_then(|last| text.around(last.start(), last.end().max(range.end())).ok());
        match (joined, passages.last_mut()) {
            (Some(joined), Some(last)) => *last = joined,
            _ => passages.push(range),
        }
    }
    // A comment on a whole book is one on its beginning.
    passages.iter_mut().for_each(|range| *range = shortened(text, *range));
    passages
}

fn shortened(text: &Text, range: TextRange) -> TextRange {
    let mut end = range.end().min(range.start().saturating_add(QUOTE_LIMIT));
    while !text.is_edge(end) {
        end -= 1;
    }
    text.around(range.start(), end).unwrap_or(range)
}

/// Where each note of one reading stands in the other one; those that it meets there are taken out of `there`. What is
/// missing there stood on words that the other reading does not have, and is looked for as in any new version.
fn meet(here: Vec<Noted>, there: &mut Vec<Noted>, old: &Text, new: &Text) -> Vec<(Noted, Relocated)> {
    let mut known: HashMap<Key, VecDeque<usize>> = HashMap::new();
    for (index, one) in there.iter().enumerate() {
        known.entry(one.key()).or_default().push_back(index);
    }
    let met: Vec<Option<usize>> = here
        .iter()
        .map(|one| known.get_mut(&one.key()).and_then(VecDeque::pop_front))
        .collect();
    let missing: Vec<TextRange> = here
        .iter()
        .zip(&met)
        .filter(|(_, met)| met.is_none())
        .map(|(one, _)| one.place.range)
        .collect();
    let looked_for = match missing[..] {
        [] => Vec::new(),
        _ => relocate(old, new, &missing, &|| false).expect("nobody stops it"),
    };
    let mut looked_for = looked_for.into_iter();
    let went = |one: &Noted, met: Option<usize>| match met {
        None => looked_for.next().expect("one for each that is missing"),
        Some(index) => {
            let same = there[index].place.quote == one.place.quote;
            Relocated {
                placement: if same { Placement::Kept } else { Placement::Edited },
                range: Some(there[index].place.range),
                candidates: Vec::new(),
                gap: None,
                reason: if same { Reason::SameWords } else { Reason::WordsChanged },
                score: 100,
            }
        }
    };
    let went: Vec<Relocated> = here
        .iter()
        .zip(&met)
        .scan(went, |went, (one, met)| Some(went(one, *met)))
        .collect();
    let met: HashSet<usize> = met.into_iter().flatten().collect();
    let mut index = 0..;
    there.retain(|_| !index.next().is_some_and(|index| met.contains(&index)));
    here.into_iter().zip(went).collect()
}
