//! Every change a person can make, how it is taken back, and what it touched.
//!
//! The rules of an edit live here, once. What keeps the rows (SQLite, a map in a test) stands behind
//! [`Rows`]; it decides nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::article::{Article, Revision, RevisionReason, TITLE_LIMIT};
use crate::body::{Body, BodyError};
use crate::id::{ArticleId, MarkId, RevisionId, Time, Touch};
use crate::mark::{Colour, Kind, Mark, NOTE_LIMIT, QUOTE_LIMIT, TAG_LIMIT};
use crate::place::Place;
use crate::placement::{Carried, Gap, Placement};
use crate::text::RangeError;

/// A change, whole or not at all. Applying it gives the edit that takes it back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "snake_case")]
pub enum Edit {
    AddArticle {
        article: Article,
        revision: Revision,
        /// Given when the edit is first made; afterwards the library has it.
        #[serde(skip)]
        content: Option<Content>,
    },
    /// Takes back [`Edit::AddArticle`]. A person puts an article in the bin instead.
    RemoveArticle {
        article: ArticleId,
    },
    Rename {
        article: ArticleId,
        title: String,
    },
    /// Puts an article in the bin, or with no time takes it out again.
    Bin {
        article: ArticleId,
        at: Option<Time>,
    },
    AddRevision {
        revision: Revision,
        /// Where every mark of the article stands in it.
        places: BTreeMap<MarkId, Vec<Place>>,
        /// How the marks came there, where that had to be found out.
        #[serde(default)]
        carried: BTreeMap<MarkId, Vec<Carried>>,
        /// Settled claims whose words changed: their flag goes up.
        #[serde(default)]
        rechecked: BTreeSet<MarkId>,
        #[serde(skip)]
        content: Option<Content>,
    },
    /// Takes back [`Edit::AddRevision`]; only ever the latest one.
    RemoveRevision {
        revision: RevisionId,
        /// Claims whose flag goes down again.
        #[serde(default)]
        rechecked: BTreeSet<MarkId>,
    },
    AddMarks {
        marks: Vec<Mark>,
    },
    RemoveMarks {
        marks: Vec<MarkId>,
    },
    ChangeMark {
        mark: MarkId,
        change: MarkChange,
        touch: Touch,
    },
    /// What a highlight colour means to this person; nothing: its own name.
    NameColour {
        colour: Colour,
        name: Option<String>,
    },
}

/// What of a mark changes, and what it becomes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkChange {
    Kind(Kind),
    Note(String),
    Correction(String),
    Tags(BTreeSet<String>),
    /// The places in the latest revision.
    Places(Vec<Place>),
    /// What the person decided when looking through the latest revision.
    Review(Reviewed),
}

/// A mark in the latest revision, after somebody looked at what the revision did to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reviewed {
    /// Of a claim; for other kinds it means nothing.
    pub recheck: bool,
    pub places: Vec<Place>,
    pub carried: Vec<Carried>,
}

/// A revision's body, and the bytes it was made from.
#[derive(Clone, Debug, PartialEq)]
pub struct Content {
    pub body: Arc<Body>,
    /// Empty where there are none.
    pub original: Arc<[u8]>,
}

/// What an edit touched, so that a screen knows what to read again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    pub articles: BTreeSet<ArticleId>,
    pub marks: BTreeSet<MarkId>,
    /// Articles that have another latest revision than before.
    pub texts: BTreeSet<ArticleId>,
    pub colours: bool,
}

impl Changes {
    pub fn absorb(&mut self, other: Self) {
        self.articles.extend(other.articles);
        self.marks.extend(other.marks);
        self.texts.extend(other.texts);
        self.colours |= other.colours;
    }
}

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

/// Where articles and marks are kept. `put` replaces what has the same id.
pub trait Rows {
    type Error: From<EditError>;

    /// The article, in the bin or not.
    fn article(&self, id: ArticleId) -> Result<Option<Article>, Self::Error>;
    fn put_article(&mut self, article: &Article) -> Result<(), Self::Error>;
    fn remove_article(&mut self, id: ArticleId) -> Result<(), Self::Error>;

    fn revision(&self, id: RevisionId) -> Result<Option<Revision>, Self::Error>;
    /// The one with the highest number.
    fn latest_revision(&self, article: ArticleId) -> Result<Option<Revision>, Self::Error>;
    /// Keeps a revision. Its content is kept for good when it is given, and found again when it is not.
    fn put_revision(&mut self, revision: &Revision, content: Option<&Content>) -> Result<(), Self::Error>;
    /// Forgets a revision, but not its content.
    fn remove_revision(&mut self, id: RevisionId) -> Result<(), Self::Error>;
    fn body(&self, id: RevisionId) -> Result<Option<Arc<Body>>, Self::Error>;

    fn marks_of(&self, article: ArticleId) -> Result<Vec<MarkId>, Self::Error>;
    /// The mark with its places in every revision.
    fn mark(&self, id: MarkId) -> Result<Option<Mark>, Self::Error>;
    fn put_mark(&mut self, mark: &Mark) -> Result<(), Self::Error>;
    fn remove_mark(&mut self, id: MarkId) -> Result<(), Self::Error>;

    fn colour_name(&self, colour: Colour) -> Result<Option<String>, Self::Error>;
    fn put_colour_name(&mut self, colour: Colour, name: Option<&str>) -> Result<(), Self::Error>;
}

impl Edit {
    /// Makes the change. Gives the edit that takes it back, and what was touched.
    ///
    /// # Errors
    /// When the edit breaks a rule ([`EditError`]) or the rows cannot be read or written. Rows may then
    /// be half changed: the caller stands in a transaction and rolls it back.
    pub fn apply<R: Rows>(&self, rows: &mut R) -> Result<(Self, Changes), R::Error> {
        let mut changes = Changes::default();
        let inverse = match self {
            Self::AddArticle {
                article,
                revision,
                content,
            } => {
                if rows.article(article.id)?.is_some() {
                    return Err(EditError::ArticleExists(article.id).into());
                }
                check_title(&article.title)?;
                check_content(content.as_ref())?;
                if revision.article != article.id || revision.number != 1 {
                    return Err(EditError::NotLatest(revision.id).into());
                }
                rows.put_article(article)?;
                rows.put_revision(revision, content.as_ref())?;
                changes.articles.insert(article.id);
                changes.texts.insert(article.id);
                Self::RemoveArticle { article: article.id }
            }
            Self::RemoveArticle { article } => {
                let old = rows.article(*article)?.ok_or(EditError::NoArticle(*article))?;
                let revision = rows.latest_revision(*article)?.ok_or(EditError::NoArticle(*article))?;
                if revision.number != 1 || !rows.marks_of(*article)?.is_empty() {
                    return Err(EditError::NotEmpty(*article).into());
                }
                rows.remove_revision(revision.id)?;
                rows.remove_article(*article)?;
                changes.articles.insert(*article);
                changes.texts.insert(*article);
                Self::AddArticle {
                    article: old,
                    revision,
                    content: None,
                }
            }
            Self::Rename { article, title } => {
                check_title(title)?;
                let mut row = in_shelf(rows, *article)?;
                let old = std::mem::replace(&mut row.title, title.clone());
                rows.put_article(&row)?;
                changes.articles.insert(*article);
                Self::Rename {
                    article: *article,
                    title: old,
                }
            }
            Self::Bin { article, at } => {
                let mut row = rows.article(*article)?.ok_or(EditError::NoArticle(*article))?;
                let old = std::mem::replace(&mut row.binned, *at);
                rows.put_article(&row)?;
                changes.articles.insert(*article);
                Self::Bin {
                    article: *article,
                    at: old,
                }
            }
            Self::AddRevision {
                revision,
                places,
                carried,
                rechecked,
                content,
            } => {
                let article = in_shelf(rows, revision.article)?.id;
                let latest = rows.latest_revision(article)?.ok_or(EditError::NoArticle(article))?;
                if revision.number != latest.number + 1 {
                    return Err(EditError::NotLatest(revision.id).into());
                }
                check_content(content.as_ref())?;
                rows.put_revision(revision, content.as_ref())?;
                let body = body(rows, revision.id)?;
                let mut raised = BTreeSet::new();
                for id in rows.marks_of(article)? {
                    let mut mark = rows.mark(id)?.ok_or(EditError::NoMark(id))?;
                    mark.places.extend(places.get(&id).into_iter().flatten().cloned());
                    mark.carried.extend(carried.get(&id).into_iter().flatten().cloned());
                    if rechecked.contains(&id) && mark.kind.is_settled() && mark.kind.set_recheck(true) {
                        raised.insert(id);
                    }
                    check_places(&mark, revision.id, &body)?;
                    rows.put_mark(&mark)?;
                }
                changes.articles.insert(article);
                changes.texts.insert(article);
                Self::RemoveRevision {
                    revision: revision.id,
                    rechecked: raised,
                }
            }
            Self::RemoveRevision { revision, rechecked } => {
                let old = rows.revision(*revision)?.ok_or(EditError::NoRevision(*revision))?;
                let article = in_shelf(rows, old.article)?.id;
                let latest = rows.latest_revision(article)?.ok_or(EditError::NoArticle(article))?;
                if latest.id != *revision || latest.number == 1 {
                    return Err(EditError::NotLatest(*revision).into());
                }
                let (mut places, mut carried, mut lowered) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
                for id in rows.marks_of(article)? {
                    let mut mark = rows.mark(id)?.ok_or(EditError::NoMark(id))?;
                    let removed: Vec<_> = mark
                        .places
                        .extract_if(.., |place| place.revision == *revision)
                        .collect();
                    places.insert(id, removed);
                    if mark.places.is_empty() {
                        return Err(EditError::NoPlace(id).into());
                    }
                    let removed: Vec<_> = mark.carried.extract_if(.., |one| one.revision == *revision).collect();
                    if !removed.is_empty() {
                        carried.insert(id, removed);
                    }
                    if rechecked.contains(&id) && mark.kind.set_recheck(false) {
                        lowered.insert(id);
                    }
                    rows.put_mark(&mark)?;
                }
                rows.remove_revision(*revision)?;
                changes.articles.insert(article);
                changes.texts.insert(article);
                Self::AddRevision {
                    revision: old,
                    places,
                    carried,
                    rechecked: lowered,
                    content: None,
                }
            }
            Self::AddMarks { marks } => {
                for mark in marks {
                    let article = in_shelf(rows, mark.article)?.id;
                    if rows.mark(mark.id)?.is_some() {
                        return Err(EditError::MarkExists(mark.id).into());
                    }
                    let latest = rows.latest_revision(article)?.ok_or(EditError::NoArticle(article))?;
                    check_places(mark, latest.id, &*body(rows, latest.id)?)?;
                    check_words(mark)?;
                    rows.put_mark(mark)?;
                    changes.marks.insert(mark.id);
                    changes.articles.insert(article);
                }
                Self::RemoveMarks {
                    marks: marks.iter().map(|mark| mark.id).collect(),
                }
            }
            Self::RemoveMarks { marks } => {
                let mut removed = Vec::with_capacity(marks.len());
                for id in marks {
                    let mark = rows.mark(*id)?.ok_or(EditError::NoMark(*id))?;
                    in_shelf(rows, mark.article)?;
                    rows.remove_mark(*id)?;
                    changes.marks.insert(*id);
                    changes.articles.insert(mark.article);
                    removed.push(mark);
                }
                Self::AddMarks { marks: removed }
            }
            Self::ChangeMark { mark, change, touch } => {
                let mut row = rows.mark(*mark)?.ok_or(EditError::NoMark(*mark))?;
                let article = in_shelf(rows, row.article)?.id;
                let old_touch = std::mem::replace(&mut row.changed, touch.clone());
                let old = match change {
                    MarkChange::Kind(kind) => MarkChange::Kind(std::mem::replace(&mut row.kind, *kind)),
                    MarkChange::Note(note) => MarkChange::Note(std::mem::replace(&mut row.note, note.clone())),
                    MarkChange::Correction(words) => {
                        MarkChange::Correction(std::mem::replace(&mut row.correction, words.clone()))
                    }
                    MarkChange::Tags(tags) => MarkChange::Tags(std::mem::replace(&mut row.tags, tags.clone())),
                    MarkChange::Places(places) => {
                        let latest = rows.latest_revision(article)?.ok_or(EditError::NoArticle(article))?;
                        MarkChange::Places(row.stand(latest.id, places))
                    }
                    MarkChange::Review(new) => {
                        let latest = rows.latest_revision(article)?.ok_or(EditError::NoArticle(article))?;
                        let old = Reviewed {
                            recheck: row.kind.is_rechecked(),
                            places: row.stand(latest.id, &new.places),
                            carried: row.carried.extract_if(.., |one| one.revision == latest.id).collect(),
                        };
                        row.carried.extend(new.carried.iter().cloned());
                        row.kind.set_recheck(new.recheck);
                        MarkChange::Review(old)
                    }
                };
                if matches!(
                    change,
                    MarkChange::Places(_) | MarkChange::Kind(_) | MarkChange::Review(_)
                ) {
                    let latest = rows.latest_revision(article)?.ok_or(EditError::NoArticle(article))?;
                    check_places(&row, latest.id, &*body(rows, latest.id)?)?;
                }
                check_words(&row)?;
                rows.put_mark(&row)?;
                changes.marks.insert(*mark);
                changes.articles.insert(article);
                Self::ChangeMark {
                    mark: *mark,
                    change: old,
                    touch: old_touch,
                }
            }
            Self::NameColour { colour, name } => {
                if let Some(name) = name {
                    limit(Field::Tag, name, TAG_LIMIT)?;
                }
                let old = rows.colour_name(*colour)?;
                rows.put_colour_name(*colour, name.as_deref())?;
                changes.colours = true;
                Self::NameColour {
                    colour: *colour,
                    name: old,
                }
            }
        };
        Ok((inverse, changes))
    }

    /// The article it is about; nothing where it is about none, or is about marks alone and does not say.
    #[must_use]
    pub fn article(&self) -> Option<ArticleId> {
        match self {
            Self::AddArticle { article, .. } => Some(article.id),
            Self::RemoveArticle { article } | Self::Rename { article, .. } | Self::Bin { article, .. } => {
                Some(*article)
            }
            Self::AddRevision { revision, .. } => Some(revision.article),
            Self::AddMarks { marks } => marks.first().map(|mark| mark.article),
            Self::RemoveRevision { .. }
            | Self::RemoveMarks { .. }
            | Self::ChangeMark { .. }
            | Self::NameColour { .. } => None,
        }
    }

    /// What it does, in one of the words that a screen has a sentence for.
    #[must_use]
    pub fn deed(&self) -> Deed {
        match self {
            Self::AddArticle { .. } => Deed::ArticleAdded,
            Self::RemoveArticle { .. } => Deed::ArticleRemoved,
            Self::Rename { .. } => Deed::Renamed,
            Self::Bin { at: Some(_), .. } => Deed::Binned,
            Self::Bin { at: None, .. } => Deed::Restored,
            Self::AddRevision { revision, .. } => match revision.reason {
                RevisionReason::BroughtBack => Deed::BroughtBack,
                RevisionReason::Imported | RevisionReason::Revised => Deed::Revised,
            },
            Self::RemoveRevision { .. } => Deed::RevisionRemoved,
            Self::AddMarks { .. } => Deed::Marked,
            Self::RemoveMarks { .. } => Deed::Unmarked,
            Self::ChangeMark { change, .. } => match change {
                MarkChange::Kind(Kind::Claim { .. }) => Deed::StatusSet,
                MarkChange::Kind(_) => Deed::KindSet,
                MarkChange::Note(_) => Deed::NoteWritten,
                MarkChange::Correction(_) => Deed::CorrectionWritten,
                MarkChange::Tags(_) => Deed::Tagged,
                MarkChange::Places(_) => Deed::PlaceMoved,
                MarkChange::Review(_) => Deed::Reviewed,
            },
            Self::NameColour { .. } => Deed::ColourNamed,
        }
    }
}

/// A kind of edit, as history and undo name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Deed {
    ArticleAdded,
    ArticleRemoved,
    Renamed,
    Binned,
    Restored,
    BroughtBack,
    Revised,
    RevisionRemoved,
    Marked,
    Unmarked,
    StatusSet,
    KindSet,
    NoteWritten,
    CorrectionWritten,
    Tagged,
    PlaceMoved,
    Reviewed,
    ColourNamed,
}

fn in_shelf<R: Rows>(rows: &R, id: ArticleId) -> Result<Article, R::Error> {
    let article = rows.article(id)?.ok_or(EditError::NoArticle(id))?;
    if article.binned.is_some() {
        return Err(EditError::InBin(id).into());
    }
    Ok(article)
}

fn body<R: Rows>(rows: &R, revision: RevisionId) -> Result<Arc<Body>, R::Error> {
    Ok(rows.body(revision)?.ok_or(EditError::NoContent(revision))?)
}

fn check_content(content: Option<&Content>) -> Result<(), EditError> {
    content.map_or(Ok(()), |content| content.body.check().map_err(EditError::from))
}

fn check_title(title: &str) -> Result<(), EditError> {
    if title.trim().is_empty() {
        return Err(EditError::Blank(Field::Title));
    }
    limit(Field::Title, title, TITLE_LIMIT)
}

/// Every place is a range of the text, holds the words it says, and is not there twice; so with what was found
/// out about how the mark came there.
fn check_places(mark: &Mark, revision: RevisionId, body: &Body) -> Result<(), EditError> {
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
    let fits = carried.from.revision != carried.revision
        && mark.places.contains(&carried.from)
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

fn check_words(mark: &Mark) -> Result<(), EditError> {
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

fn limit(what: Field, words: &str, limit: usize) -> Result<(), EditError> {
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
