//! Every change a person can make, how it is taken back, and what it touched.
//!
//! The rules of an edit live here, once. What keeps the rows (SQLite, a map in a test) stands behind
//! [`Rows`]; it decides nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::article::{Article, Revision, RevisionReason};
use crate::body::Body;
use crate::id::{ArticleId, MarkId, RevisionId, Time, Touch};
use crate::mark::{Colour, Kind, Mark, TAG_LIMIT};
use crate::picture::PictureFile;
use crate::place::Place;
use crate::placement::Carried;
pub use crate::rules::{EditError, Field};
use crate::rules::{check_places, check_title, check_words, limit};

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
    /// The pictures that the body names, but for those that the library has already.
    pub pictures: Vec<PictureFile>,
}

impl MarkChange {
    /// Changes a mark, whose article has this latest revision; gives the change that takes it back.
    pub fn make(&self, mark: &mut Mark, latest: RevisionId) -> Self {
        match self {
            Self::Kind(kind) => Self::Kind(std::mem::replace(&mut mark.kind, *kind)),
            Self::Note(note) => Self::Note(std::mem::replace(&mut mark.note, note.clone())),
            Self::Correction(words) => Self::Correction(std::mem::replace(&mut mark.correction, words.clone())),
            Self::Tags(tags) => Self::Tags(std::mem::replace(&mut mark.tags, tags.clone())),
            Self::Places(places) => Self::Places(mark.stand(latest, places)),
            Self::Review(new) => {
                let old = Reviewed {
                    recheck: mark.kind.is_rechecked(),
                    places: mark.stand(latest, &new.places),
                    carried: mark.carried.extract_if(.., |one| one.revision == latest).collect(),
                };
                mark.carried.extend(new.carried.iter().cloned());
                mark.kind.set_recheck(new.recheck);
                Self::Review(old)
            }
        }
    }
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

    /// Every mark of an article, each with its places in every revision.
    fn marks_of(&self, article: ArticleId) -> Result<Vec<Mark>, Self::Error>;
    /// The mark with its places in every revision.
    fn mark(&self, id: MarkId) -> Result<Option<Mark>, Self::Error>;
    fn add_mark(&mut self, mark: &Mark) -> Result<(), Self::Error>;
    /// Puts the new one in the place of the old one, which is what is kept now: only what differs has to be written.
    fn change_mark(&mut self, old: &Mark, new: &Mark) -> Result<(), Self::Error>;
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
                for old in rows.marks_of(article)? {
                    let (id, mut mark) = (old.id, old.clone());
                    mark.places.extend(places.get(&id).into_iter().flatten().cloned());
                    mark.carried.extend(carried.get(&id).into_iter().flatten().cloned());
                    if rechecked.contains(&id) && mark.kind.is_settled() && mark.kind.set_recheck(true) {
                        raised.insert(id);
                    }
                    check_places(&mark, revision.id, &body)?;
                    rows.change_mark(&old, &mark)?;
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
                for with in rows.marks_of(article)? {
                    let (id, mut mark) = (with.id, with.clone());
                    let removed: Vec<_> = mark
                        .places
                        .extract_if(.., |place| place.revision == *revision)
                        .collect();
                    places.insert(id, removed);
                    let removed: Vec<_> = mark.carried.extract_if(.., |one| one.revision == *revision).collect();
                    if !removed.is_empty() {
                        carried.insert(id, removed);
                    }
                    if mark.places.is_empty() && mark.carried.is_empty() {
                        return Err(EditError::NoPlace(id).into());
                    }
                    if rechecked.contains(&id) && mark.kind.set_recheck(false) {
                        lowered.insert(id);
                    }
                    rows.change_mark(&with, &mark)?;
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
                    rows.add_mark(mark)?;
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
                let before = rows.mark(*mark)?.ok_or(EditError::NoMark(*mark))?;
                let article = in_shelf(rows, before.article)?.id;
                let mut row = before.clone();
                let old_touch = std::mem::replace(&mut row.changed, touch.clone());
                let latest = rows.latest_revision(article)?.ok_or(EditError::NoArticle(article))?;
                let old = change.make(&mut row, latest.id);
                if matches!(
                    change,
                    MarkChange::Places(_) | MarkChange::Kind(_) | MarkChange::Review(_)
                ) {
                    check_places(&row, latest.id, &*body(rows, latest.id)?)?;
                }
                check_words(&row)?;
                rows.change_mark(&before, &row)?;
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
                RevisionReason::Imported
                | RevisionReason::Accepted
                | RevisionReason::Rejected
                | RevisionReason::Revised => Deed::Revised,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
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

impl Deed {
    pub const ALL: [Self; 18] = [
        Self::ArticleAdded,
        Self::ArticleRemoved,
        Self::Renamed,
        Self::Binned,
        Self::Restored,
        Self::BroughtBack,
        Self::Revised,
        Self::RevisionRemoved,
        Self::Marked,
        Self::Unmarked,
        Self::StatusSet,
        Self::KindSet,
        Self::NoteWritten,
        Self::CorrectionWritten,
        Self::Tagged,
        Self::PlaceMoved,
        Self::Reviewed,
        Self::ColourNamed,
    ];
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
