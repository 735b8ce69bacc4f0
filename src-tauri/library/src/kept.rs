//! The rows that an edit reads and writes, in one transaction.

use std::cell::RefCell;
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

/// The marks of the article whose marks were read last, as long as nobody changes any: a new version is found out from all of
/// them, and then stored beside all of them.
#[derive(Default)]
pub(crate) struct LastMarks(RefCell<Option<(ArticleId, Vec<Mark>)>>);

impl LastMarks {
    pub(crate) fn of(&self, connection: &Connection, article: ArticleId) -> rusqlite::Result<Vec<Mark>> {
        if let Some((of, marks)) = &*self.0.borrow()
            && *of == article
        {
            return Ok(marks.clone());
        }
        let marks = marks::of_article(connection, article)?;
        self.0.replace(Some((article, marks.clone())));
        Ok(marks)
    }

    /// A mark changes, or what was done is taken back.
    pub(crate) fn forget(&self) {
        self.0.take();
    }
}

pub(crate) struct Kept<'t> {
    pub(crate) connection: &'t Connection,
    pub(crate) bodies: &'t Bodies,
    marks: &'t LastMarks,
}

impl<'t> Kept<'t> {
    pub(crate) fn new(connection: &'t Connection, bodies: &'t Bodies, marks: &'t LastMarks) -> Self {
        Self {
            connection,
            bodies,
            marks,
        }
    }

    /// Tells the search of the next article, or of some marks, whose words it is still to be told; false where there are none.
    pub(crate) fn index_next(&self) -> Result<bool, LibraryError> {
        if let Some(article) = search::article_due(self.connection)? {
            self.index_article(article)?;
            return Ok(true);
        }
        let due = search::marks_due(self.connection)?;
        // All are read first: the search gathers what it is told, and writes it down whenever another statement comes
        // between; ten thousand times that takes seconds.
        let mut words = Vec::with_capacity(due.len());
        for row in &due {
            words.push(marks::at(self.connection, *row)?.map(|mark| search::words(&mark)));
        }
        search::put_marks(self.connection, due.iter().copied().zip(&words))?;
        Ok(!due.is_empty())
    }

    /// Lets an article be found by its title and by the text of its latest revision.
    fn index_article(&self, id: ArticleId) -> Result<(), LibraryError> {
        let latest = revisions::latest(self.connection, id)?;
        let (Some(article), Some(latest)) = (self.article(id)?, latest) else {
            return Ok(search::remove_article(self.connection, id)?);
        };
        let body = self.body(latest.id)?.ok_or(EditError::NoContent(latest.id))?;
        Ok(search::put_article(
            self.connection,
            id,
            &article.title,
            body.text.as_str(),
        )?)
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
            search::owe_article(self.connection, article.id)?;
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
        Ok(search::owe_article(self.connection, revision.article)?)
    }

    fn remove_revision(&mut self, id: RevisionId) -> Result<(), LibraryError> {
        let Some(revision) = revisions::get(self.connection, id)? else {
            return Ok(());
        };
        revisions::remove(self.connection, id)?;
        Ok(search::owe_article(self.connection, revision.article)?)
    }

    fn body(&self, id: RevisionId) -> Result<Option<Arc<Body>>, LibraryError> {
        self.bodies.get(self.connection, id)
    }

    fn marks_of(&self, article: ArticleId) -> Result<Vec<Mark>, LibraryError> {
        Ok(self.marks.of(self.connection, article)?)
    }

    fn mark(&self, id: MarkId) -> Result<Option<Mark>, LibraryError> {
        Ok(marks::get(self.connection, id)?)
    }

    fn add_mark(&mut self, mark: &Mark) -> Result<(), LibraryError> {
        self.marks.forget();
        let row = marks::put(self.connection, None, mark)?;
        Ok(search::owe_mark(self.connection, row)?)
    }

    fn change_mark(&mut self, old: &Mark, new: &Mark) -> Result<(), LibraryError> {
        self.marks.forget();
        let row = marks::put(self.connection, Some(old), new)?;
        // A status alone leaves the words as they are, and most edits are a status.
        if !search::has_same_words(old, new) {
            search::owe_mark(self.connection, row)?;
        }
        Ok(())
    }

    fn remove_mark(&mut self, id: MarkId) -> Result<(), LibraryError> {
        self.marks.forget();
        if let Some(row) = marks::remove(self.connection, id)? {
            search::owe_mark(self.connection, row)?;
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
