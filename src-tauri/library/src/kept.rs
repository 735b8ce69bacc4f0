//! The rows that an edit reads and writes, in one transaction.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use obelus_core::article::{Article, Revision};
use obelus_core::body::Body;
use obelus_core::edit::{Content, EditError, Rows};
use obelus_core::id::{ArticleId, MarkId, RevisionId};
use obelus_core::mark::{Colour, Mark};
use rusqlite::Connection;

use crate::{LibraryError, articles, colours, marks, pictures, revisions, search};

/// The bodies that were read last. A body never changes, so none is ever stale.
#[derive(Default)]
pub(crate) struct Bodies(RefCell<Vec<(RevisionId, Arc<Body>)>>);

impl Bodies {
    /// Enough for an article and its revisions; each may be megabytes.
    const KEPT: usize = 4;

    pub(crate) fn get(&self, connection: &Connection, id: RevisionId) -> Result<Option<Arc<Body>>, LibraryError> {
        if let Some((_, body)) = self.0.borrow().iter().find(|(of, _)| *of == id) {
            return Ok(Some(body.clone()));
        }
        let body = revisions::body(connection, id)?;
        if let Some(body) = &body {
            self.keep(id, body.clone());
        }
        Ok(body)
    }

    fn keep(&self, id: RevisionId, body: Arc<Body>) {
        let mut bodies = self.0.borrow_mut();
        bodies.truncate(Self::KEPT - 1);
        bodies.insert(0, (id, body));
    }

    /// After a rollback or an erase: what was kept may not be on disk.
    pub(crate) fn clear(&self) {
        self.0.borrow_mut().clear();
    }
}

pub(crate) struct Kept<'t> {
    pub(crate) connection: &'t Connection,
    pub(crate) bodies: &'t Bodies,
    /// What the search is still to be told, by the rows of marks.
    to_index: BTreeMap<i64, MarkWords>,
}

/// The words that a mark is to be found by, as far as they changed.
struct MarkWords {
    /// Whether the search knows others for this row.
    is_indexed: bool,
    /// Nothing for a mark that is gone.
    words: Option<search::Words>,
}

impl<'t> Kept<'t> {
    pub(crate) fn new(connection: &'t Connection, bodies: &'t Bodies) -> Self {
        Self {
            connection,
            bodies,
            to_index: BTreeMap::new(),
        }
    }

    /// Tells the search what changed. In one go at the end: it gathers what it is told, and writes it down whenever
    /// another statement comes between; ten thousand times that takes seconds.
    pub(crate) fn index_marks(&mut self) -> Result<(), LibraryError> {
        for (row, MarkWords { is_indexed, words }) in std::mem::take(&mut self.to_index) {
            if is_indexed {
                search::remove_mark(self.connection, row)?;
            }
            if let Some(words) = words {
                search::put_mark(self.connection, row, &words)?;
            }
        }
        Ok(())
    }

    fn index(&mut self, row: i64, was_indexed: bool, words: Option<search::Words>) {
        let change = self.to_index.entry(row).or_insert(MarkWords {
            is_indexed: was_indexed,
            words: None,
        });
        change.words = words;
    }

    /// Lets an article be found by the text of its latest revision.
    fn index_text(&self, article: ArticleId) -> Result<(), LibraryError> {
        if let Some(latest) = revisions::latest(self.connection, article)? {
            let body = self.body(latest.id)?.ok_or(EditError::NoContent(latest.id))?;
            search::put_text(self.connection, article, body.text.as_str())?;
        }
        Ok(())
    }
}

impl Rows for Kept<'_> {
    type Error = LibraryError;

    fn article(&self, id: ArticleId) -> Result<Option<Article>, LibraryError> {
        Ok(articles::get(self.connection, id)?)
    }

    fn put_article(&mut self, article: &Article) -> Result<(), LibraryError> {
        let old = articles::get(self.connection, article.id)?;
        articles::put(self.connection, article)?;
        if old.is_none_or(|old| old.title != article.title) {
            search::put_title(self.connection, article.id, &article.title)?;
        }
        Ok(())
    }

    fn remove_article(&mut self, id: ArticleId) -> Result<(), LibraryError> {
        search::remove_article(self.connection, id)?;
        Ok(articles::remove(self.connection, id)?)
    }

    fn revision(&self, id: RevisionId) -> Result<Option<Revision>, LibraryError> {
        Ok(revisions::get(self.connection, id)?)
    }

    fn latest_revision(&self, article: ArticleId) -> Result<Option<Revision>, LibraryError> {
        Ok(revisions::latest(self.connection, article)?)
    }

    fn put_revision(&mut self, revision: &Revision, content: Option<&Content>) -> Result<(), LibraryError> {
        revisions::put(self.connection, revision)?;
        if let Some(content) = content {
            revisions::put_content(self.connection, revision, content)?;
            pictures::put(self.connection, revision.id, &content.body, &content.pictures)?;
            self.bodies.keep(revision.id, content.body.clone());
        }
        self.index_text(revision.article)
    }

    fn remove_revision(&mut self, id: RevisionId) -> Result<(), LibraryError> {
        let Some(revision) = revisions::get(self.connection, id)? else {
            return Ok(());
        };
        revisions::remove(self.connection, id)?;
        self.index_text(revision.article)
    }

    fn body(&self, id: RevisionId) -> Result<Option<Arc<Body>>, LibraryError> {
        self.bodies.get(self.connection, id)
    }

    fn marks_of(&self, article: ArticleId) -> Result<Vec<Mark>, LibraryError> {
        Ok(marks::of_article(self.connection, article)?)
    }

    fn mark(&self, id: MarkId) -> Result<Option<Mark>, LibraryError> {
        Ok(marks::get(self.connection, id)?)
    }

    fn add_mark(&mut self, mark: &Mark) -> Result<(), LibraryError> {
        let row = marks::put(self.connection, None, mark)?;
        self.index(row, false, Some(search::words(mark)));
        Ok(())
    }

    fn change_mark(&mut self, old: &Mark, new: &Mark) -> Result<(), LibraryError> {
        let row = marks::put(self.connection, Some(old), new)?;
        // A status alone leaves the words as they are, and most edits are a status.
        let words = search::words(new);
        if search::words(old) != words {
            self.index(row, true, Some(words));
        }
        Ok(())
    }

    fn remove_mark(&mut self, id: MarkId) -> Result<(), LibraryError> {
        if let Some(row) = marks::remove(self.connection, id)? {
            self.index(row, true, None);
        }
        Ok(())
    }

    fn colour_name(&self, colour: Colour) -> Result<Option<String>, LibraryError> {
        Ok(colours::name(self.connection, colour)?)
    }

    fn put_colour_name(&mut self, colour: Colour, name: Option<&str>) -> Result<(), LibraryError> {
        Ok(colours::put(self.connection, colour, name)?)
    }
}
