//! Rebuilds what is kept from the journal alone, in memory, to compare it with what stands in the tables.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use obelus_core::article::{Article, Revision};
use obelus_core::body::Body;
use obelus_core::edit::{Content, Edit, Rows};
use obelus_core::id::{ArticleId, MarkId, RevisionId};
use obelus_core::mark::{Colour, Mark};
use rusqlite::Connection;

use crate::journal::{self, Act, Stored};
use crate::kept::Bodies;
use crate::problem::Problem;
use crate::words::from_json;
use crate::{LibraryError, revisions};

/// Rows in memory; only the contents are read from the library, for they are in no edit.
pub(crate) struct Remembered<'c> {
    connection: &'c Connection,
    bodies: Bodies,
    pub(crate) articles: BTreeMap<ArticleId, Article>,
    pub(crate) revisions: BTreeMap<RevisionId, Revision>,
    numbers: BTreeMap<(ArticleId, u32), RevisionId>,
    pub(crate) marks: BTreeMap<MarkId, Mark>,
    pub(crate) colours: BTreeMap<Colour, String>,
}

impl Rows for Remembered<'_> {
    type Error = LibraryError;

    fn article(&self, id: ArticleId) -> Result<Option<Article>, LibraryError> {
        Ok(self.articles.get(&id).cloned())
    }

    fn put_article(&mut self, article: &Article) -> Result<(), LibraryError> {
        self.articles.insert(article.id, article.clone());
        Ok(())
    }

    fn remove_article(&mut self, id: ArticleId) -> Result<(), LibraryError> {
        self.articles.remove(&id);
        Ok(())
    }

    fn revision(&self, id: RevisionId) -> Result<Option<Revision>, LibraryError> {
        Ok(self.revisions.get(&id).cloned())
    }

    fn latest_revision(&self, article: ArticleId) -> Result<Option<Revision>, LibraryError> {
        let latest = self.numbers.range((article, 0)..=(article, u32::MAX)).next_back();
        Ok(latest.and_then(|(_, id)| self.revisions.get(id)).cloned())
    }

    fn put_revision(&mut self, revision: &Revision, _: Option<&Content>) -> Result<(), LibraryError> {
        self.numbers.insert((revision.article, revision.number), revision.id);
        self.revisions.insert(revision.id, revision.clone());
        Ok(())
    }

    fn remove_revision(&mut self, id: RevisionId) -> Result<(), LibraryError> {
        if let Some(revision) = self.revisions.remove(&id) {
            self.numbers.remove(&(revision.article, revision.number));
        }
        Ok(())
    }

    fn body(&self, id: RevisionId) -> Result<Option<Arc<Body>>, LibraryError> {
        self.bodies.get(self.connection, id)
    }

    fn marks_of(&self, article: ArticleId) -> Result<Vec<Mark>, LibraryError> {
        let marks = self.marks.values().filter(|mark| mark.article == article);
        Ok(marks.cloned().collect())
    }

    fn mark(&self, id: MarkId) -> Result<Option<Mark>, LibraryError> {
        Ok(self.marks.get(&id).cloned())
    }

    fn add_mark(&mut self, mark: &Mark) -> Result<(), LibraryError> {
        self.marks.insert(mark.id, mark.clone());
        Ok(())
    }

    fn change_mark(&mut self, _: &Mark, new: &Mark) -> Result<(), LibraryError> {
        self.add_mark(new)
    }

    fn remove_mark(&mut self, id: MarkId) -> Result<(), LibraryError> {
        self.marks.remove(&id);
        Ok(())
    }

    fn colour_name(&self, colour: Colour) -> Result<Option<String>, LibraryError> {
        Ok(self.colours.get(&colour).cloned())
    }

    fn put_colour_name(&mut self, colour: Colour, name: Option<&str>) -> Result<(), LibraryError> {
        match name {
            Some(name) => self.colours.insert(colour, name.to_owned()),
            None => self.colours.remove(&colour),
        };
        Ok(())
    }
}

/// What an edit's state must be, as the acts after it have it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Done,
    Undone,
    Dropped,
    Erased,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Undone => "undone",
            Self::Dropped => "dropped",
            Self::Erased => "erased",
        }
    }
}

/// Goes through the journal from its first row: the chain, the payloads, every edit and its inverse.
pub(crate) fn replay<'c>(
    connection: &'c Connection,
    problems: &mut Vec<Problem>,
) -> Result<Remembered<'c>, LibraryError> {
    let mut rows = Remembered {
        connection,
        bodies: Bodies::default(),
        articles: BTreeMap::new(),
        revisions: BTreeMap::new(),
        numbers: BTreeMap::new(),
        marks: BTreeMap::new(),
        colours: BTreeMap::new(),
    };
    let mut erased: BTreeSet<ArticleId> = BTreeSet::new();
    journal::each(connection, |row| {
        if row.act == Act::Erase {
            erased.extend(from_json::<Vec<ArticleId>>(row.edit.as_deref().unwrap_or("[]"))?);
        }
        Ok(())
    })?;

    let mut before = Vec::new();
    let mut next = 1;
    let mut states: BTreeMap<i64, (State, Option<ArticleId>)> = BTreeMap::new();
    let mut stored: BTreeMap<i64, Option<String>> = BTreeMap::new();
    journal::each(connection, |row| {
        let seq = row.seq;
        if seq != next || row.hash != row.chain_digest(&before) {
            problems.push(Problem::Chain { seq });
        }
        before.clone_from(&row.hash);
        next = seq + 1;
        let is_erased = row.article.is_some_and(|article| erased.contains(&article));
        if !is_erased && row.payload_sha256 != row.payload_digest() {
            problems.push(Problem::Payload { seq });
        }
        match row.act {
            Act::Do => {
                drop_undone(&mut states);
                states.insert(seq, (State::Done, row.article));
                stored.insert(seq, row.state.clone());
                if !is_erased {
                    again(&mut rows, &row, problems)?;
                }
            }
            Act::Undo | Act::Redo => {
                let undone = row.act == Act::Undo;
                for of in journal::acted_on(&row)? {
                    let Some(past) = journal::stored(connection, of)? else {
                        problems.push(Problem::Chain { seq });
                        continue;
                    };
                    states.insert(of, (if undone { State::Undone } else { State::Done }, past.article));
                    let payload = if undone { &past.inverse } else { &past.edit };
                    let Some(payload) = payload else { continue };
                    let made = from_json::<Edit>(payload).map_err(LibraryError::from);
                    if let Err(error) = made.and_then(|edit| edit.apply(&mut rows)) {
                        let reason = error.to_string();
                        problems.push(Problem::Edit { seq, reason });
                    }
                }
            }
            Act::Erase => {
                drop_undone(&mut states);
                let gone = from_json::<BTreeSet<ArticleId>>(row.edit.as_deref().unwrap_or("[]"))?;
                for (state, article) in states.values_mut() {
                    if article.is_some_and(|article| gone.contains(&article)) {
                        *state = State::Erased;
                    }
                }
            }
        }
        Ok(())
    })?;
    for (seq, (state, _)) in states {
        if stored
            .get(&seq)
            .is_some_and(|stored| stored.as_deref() != Some(state.word()))
        {
            problems.push(Problem::State { seq });
        }
    }
    Ok(rows)
}

fn drop_undone(states: &mut BTreeMap<i64, (State, Option<ArticleId>)>) {
    for (state, _) in states.values_mut() {
        if *state == State::Undone {
            *state = State::Dropped;
        }
    }
}

/// Makes a row's edit again, and sees that what takes it back is what the row says.
fn again(rows: &mut Remembered, row: &Stored, problems: &mut Vec<Problem>) -> Result<(), LibraryError> {
    let seq = row.seq;
    let (Some(edit), Some(inverse)) = (&row.edit, &row.inverse) else {
        problems.push(Problem::Payload { seq });
        return Ok(());
    };
    let edit: Edit = from_json(edit)?;
    if let Edit::AddArticle { revision, .. } | Edit::AddRevision { revision, .. } = &edit
        && revisions::fingerprint(rows.connection, revision.id)? != row.content_sha256
    {
        problems.push(Problem::Content { revision: revision.id });
    }
    match edit.apply(rows) {
        Ok((found, _)) if found == from_json::<Edit>(inverse)? => {}
        Ok(_) => problems.push(Problem::Edit {
            seq,
            reason: "what would take it back is another edit".into(),
        }),
        Err(error) => problems.push(Problem::Edit {
            seq,
            reason: error.to_string(),
        }),
    }
    Ok(())
}
