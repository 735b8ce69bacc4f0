//! The library: the one door through which what is kept is read and changed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use obelus_core::article::{Article, Revision};
use obelus_core::body::Body;
use obelus_core::edit::{Changes, Edit, EditError, Rows};
use obelus_core::id::{ArticleId, MarkId, RevisionId};
use obelus_core::mark::{Colour, Mark};
use obelus_core::picture::PictureId;
use rusqlite::{Connection, TransactionBehavior};

use crate::journal::{Act, Entry, JournalLine, Stamp, Way};
use crate::kept::{Bodies, Kept, LastMarks};
use crate::open::Lock;
use crate::search::Hit;
use crate::shelf::{Facts, ShelfRow};
use crate::words::{from_json, json, value};
use crate::{LibraryError, articles, backup, colours, files, journal, marks, open, pictures, revisions, search, shelf};

/// What an undo or a redo changed, and the lines of the journal it went through, newest first.
pub type Reverted = (Changes, Vec<JournalLine>);

/// A library that is open, for this process alone.
pub struct Library {
    // Closed before the lock is let go: fields are dropped in this order.
    pub(crate) connection: Connection,
    pub(crate) bodies: Bodies,
    marks: LastMarks,
    pub(crate) file: PathBuf,
    pub(crate) device: String,
    /// Something stands in the write-ahead log alone.
    is_written: bool,
    _lock: Lock,
}

impl Library {
    /// Opens the library in this file, or makes one. `device` names this machine in the journal.
    ///
    /// # Errors
    /// When another Obelus has it open, when it is no library or a newer one, or when it cannot be written.
    /// The file is then as it was.
    pub fn open(file: &Path, device: &str) -> Result<Self, LibraryError> {
        // Under every name it is one library, with one lock beside it.
        let file = std::fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
        let (connection, lock) = open::open(&file).map_err(|error| error.at(&file))?;
        Ok(Self {
            connection,
            bodies: Bodies::default(),
            marks: LastMarks::default(),
            file,
            device: device.to_owned(),
            is_written: false,
            _lock: lock,
        })
    }

    #[must_use]
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Makes a change and writes it in the journal: both or neither. What it answers is on disk.
    ///
    /// # Errors
    /// When the edit breaks a rule, or the file cannot be written. Nothing has changed then.
    pub fn apply(&mut self, edit: Edit, stamp: Stamp) -> Result<Changes, LibraryError> {
        self.apply_all(vec![(edit, stamp)])
    }

    /// Makes several changes, one after the other: all of them or none. With one group they are taken back together.
    ///
    /// # Errors
    /// When one of the edits breaks a rule, or the file cannot be written. Nothing has changed then.
    pub fn apply_all(&mut self, edits: Vec<(Edit, Stamp)>) -> Result<Changes, LibraryError> {
        self.write(|kept, device| {
            let mut changed = Changes::default();
            for (edit, stamp) in edits {
                let (inverse, changes) = edit.apply(kept)?;
                let entry = entry(kept, &edit, &inverse, &changes)?;
                journal::drop_undone(kept.connection)?;
                journal::append(kept.connection, device, stamp, entry)?;
                changed.absorb(changes);
            }
            Ok(changed)
        })
    }

    /// Takes the last edit back, and with it those of its group before it; nothing where there is none.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn undo(&mut self, stamp: Stamp) -> Result<Option<Reverted>, LibraryError> {
        self.revert(Way::Back, stamp)
    }

    /// Makes the edit that was taken back last again, and with it those of its group after it.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn redo(&mut self, stamp: Stamp) -> Result<Option<Reverted>, LibraryError> {
        self.revert(Way::Forth, stamp)
    }

    fn revert(&mut self, way: Way, stamp: Stamp) -> Result<Option<Reverted>, LibraryError> {
        self.write(|kept, device| {
            let run = journal::next_run(kept.connection, way)?;
            let Some(first) = run.first() else { return Ok(None) };
            let mut changes = Changes::default();
            for row in &run {
                let payload = match way {
                    Way::Back => &row.inverse,
                    Way::Forth => &row.edit,
                };
                let edit: Edit = from_json(payload.as_deref().unwrap_or_default())?;
                changes.absorb(edit.apply(kept)?.1);
                journal::set_state(kept.connection, row.seq, way)?;
            }
            let newest = run.iter().max_by_key(|row| row.seq).unwrap_or(first);
            journal::append(
                kept.connection,
                device,
                stamp,
                Entry {
                    act: match way {
                        Way::Back => Act::Undo,
                        Way::Forth => Act::Redo,
                    },
                    acts_on: Some(run.iter().map(|row| row.seq).collect()),
                    deed: value(newest.deed.clone())?,
                    article: newest.article,
                    mark: newest.mark,
                    marks: newest.marks,
                    content_sha256: None,
                    edit: None,
                    inverse: None,
                    quote: newest.quote.clone(),
                    came: None,
                },
            )?;
            let mut seqs: Vec<i64> = run.iter().map(|row| row.seq).collect();
            seqs.sort_unstable_by(|a, b| b.cmp(a));
            let lines = seqs
                .into_iter()
                .map(|seq| journal::line(kept.connection, seq))
                .collect::<Result<_, _>>()?;
            Ok(Some((changes, lines)))
        })
    }

    /// Runs in one transaction that is committed, and synced, before this returns.
    pub(crate) fn write<T>(
        &mut self,
        work: impl FnOnce(&mut Kept, &str) -> Result<T, LibraryError>,
    ) -> Result<T, LibraryError> {
        let done = (|| {
            let transaction = self
                .connection
                .transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut kept = Kept::new(&transaction, &self.bodies, &self.marks);
            let answer = work(&mut kept, &self.device)?;
            transaction.commit()?;
            Ok(answer)
        })();
        self.is_written = true;
        done.map_err(|error: LibraryError| {
            self.bodies.clear();
            self.marks.forget();
            error.at(&self.file)
        })
    }

    fn read<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, LibraryError> {
        work(&self.connection).map_err(|error| LibraryError::from(error).at(&self.file))
    }

    /// The edit that undo would take back.
    pub fn undoable(&self) -> Result<Option<JournalLine>, LibraryError> {
        self.read(|connection| journal::next_line(connection, Way::Back))
    }

    /// The edit that redo would make again.
    pub fn redoable(&self) -> Result<Option<JournalLine>, LibraryError> {
        self.read(|connection| journal::next_line(connection, Way::Forth))
    }

    /// The newest lines of the journal, newest first; of one article, or of all.
    pub fn history(&self, article: Option<ArticleId>, limit: u32) -> Result<Vec<JournalLine>, LibraryError> {
        self.read(|connection| journal::history(connection, article, limit))
    }

    /// Every article, those in the bin included.
    pub fn shelf(&self) -> Result<Vec<ShelfRow>, LibraryError> {
        self.read(|connection| shelf::rows(connection, None))
    }

    pub fn shelf_row(&self, article: ArticleId) -> Result<Option<ShelfRow>, LibraryError> {
        self.read(|connection| shelf::rows(connection, Some(article)).map(|rows| rows.into_iter().next()))
    }

    pub fn article(&self, id: ArticleId) -> Result<Option<Article>, LibraryError> {
        self.read(|connection| articles::get(connection, id))
    }

    pub fn revision(&self, id: RevisionId) -> Result<Option<Revision>, LibraryError> {
        self.read(|connection| revisions::get(connection, id))
    }

    /// An article's revision by its number, from 1.
    pub fn revision_numbered(&self, article: ArticleId, number: u32) -> Result<Option<Revision>, LibraryError> {
        self.read(|connection| revisions::numbered(connection, article, number))
    }

    pub fn latest_revision(&self, article: ArticleId) -> Result<Option<Revision>, LibraryError> {
        self.read(|connection| revisions::latest(connection, article))
    }

    /// The text of a revision and what it looks like.
    pub fn body(&self, revision: RevisionId) -> Result<Arc<Body>, LibraryError> {
        self.bodies
            .get(&self.connection, revision)
            .map_err(|error| error.at(&self.file))?
            .ok_or_else(|| EditError::NoContent(revision).into())
    }

    /// The bytes that a revision was made from, where any were kept.
    pub fn original(&self, revision: RevisionId) -> Result<Option<Vec<u8>>, LibraryError> {
        self.read(|connection| revisions::original(connection, revision))
    }

    /// The version that was made from these bytes, of an article in the shelf.
    pub fn with_original(&self, bytes: &[u8]) -> Result<Option<(ArticleId, RevisionId)>, LibraryError> {
        self.read(|connection| revisions::with_original(connection, bytes))
    }

    /// A picture that a body names.
    pub fn picture(&self, id: &PictureId) -> Result<Option<Vec<u8>>, LibraryError> {
        self.read(|connection| pictures::get(connection, id))
    }

    /// Every picture that the text of a revision names.
    pub fn pictures(&self, revision: RevisionId) -> Result<BTreeMap<PictureId, Arc<[u8]>>, LibraryError> {
        self.read(|connection| pictures::of_revision(connection, revision))
    }

    /// The marks that stand in a revision, by place, with their places there alone, and how they came there.
    pub fn marks(&self, article: ArticleId, revision: RevisionId) -> Result<Vec<Mark>, LibraryError> {
        self.read(|connection| marks::in_revision(connection, article, revision))
    }

    /// The marks that came to a revision and have no place in it, with how that is: ambiguous or lost.
    pub fn unplaced(&self, article: ArticleId, revision: RevisionId) -> Result<Vec<Mark>, LibraryError> {
        self.read(|connection| marks::unplaced(connection, article, revision))
    }

    /// Every mark of an article, with its places in every revision.
    pub fn all_marks(&self, article: ArticleId) -> Result<Vec<Mark>, LibraryError> {
        self.read(|connection| self.marks.of(connection, article))
    }

    /// Every revision of an article, the first one first.
    pub fn revisions(&self, article: ArticleId) -> Result<Vec<Revision>, LibraryError> {
        self.read(|connection| revisions::of_article(connection, article))
    }

    /// A mark with its places in every revision.
    pub fn mark(&self, id: MarkId) -> Result<Option<Mark>, LibraryError> {
        self.read(|connection| marks::get(connection, id))
    }

    /// Every mark of the library, by id.
    pub fn mark_ids(&self) -> Result<Vec<MarkId>, LibraryError> {
        self.read(marks::ids)
    }

    /// Articles and marks that hold every word of the query, accents and case ignored; none from the bin.
    pub fn search(&mut self, query: &str, limit: u32) -> Result<Vec<Hit>, LibraryError> {
        while self.index_next()? {}
        self.read(|connection| search::search(connection, query, limit))
    }

    /// Whether there is work that nobody need wait for: the search is to be told of new words (it is told before it is
    /// asked, at the latest), and the write-ahead log is to be written back to the file (what stands in it is on disk).
    pub fn has_chores(&self) -> Result<bool, LibraryError> {
        Ok(self.is_written || self.has_to_index()?)
    }

    /// Does a piece of that work, for some milliseconds; false where there is none left.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn do_chore(&mut self) -> Result<bool, LibraryError> {
        if self.index_next()? {
            return Ok(true);
        }
        if std::mem::take(&mut self.is_written) {
            self.read(|connection| connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())))?;
        }
        Ok(false)
    }

    /// Whether the search is still to be told of new words.
    pub fn has_to_index(&self) -> Result<bool, LibraryError> {
        self.read(search::is_any_due)
    }

    /// Tells the search of one article, or of some marks, that it does not know yet; false where there are none.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    fn index_next(&mut self) -> Result<bool, LibraryError> {
        Ok(self.has_to_index()? && self.write(|kept, _| kept.index_next())?)
    }

    /// Every highlight colour, and what the person calls it.
    pub fn colour_names(&self) -> Result<Vec<(Colour, Option<String>)>, LibraryError> {
        self.read(colours::all)
    }

    /// The file itself.
    pub fn facts(&self) -> Result<Facts, LibraryError> {
        let (articles, binned) = self.read(shelf::counts)?;
        let size = |path: &Path| std::fs::metadata(path).map_or(0, |metadata| metadata.len());
        Ok(Facts {
            file: self.file.display().to_string(),
            articles,
            binned,
            bytes: size(&self.file) + size(&files::beside(&self.file, "wal")),
        })
    }

    /// Writes a consistent copy; gives its size in bytes. An earlier copy is replaced, no other file is.
    pub fn backup(&self, to: &Path) -> Result<u64, LibraryError> {
        backup::copy(&self.connection, &self.file, to).map_err(|error| error.at(&self.file))
    }

    /// The same for a library that is not open here; another Obelus may have it open.
    pub fn backup_of(library: &Path, to: &Path) -> Result<u64, LibraryError> {
        open::open_to_read(library)
            .and_then(|connection| backup::copy(&connection, library, to))
            .map_err(|error| error.at(library))
    }
}

/// What the journal writes about an edit that was made.
pub(crate) fn entry(kept: &Kept, edit: &Edit, inverse: &Edit, changes: &Changes) -> Result<Entry, LibraryError> {
    let mut articles = changes.articles.iter();
    let article = articles.next().copied();
    // An entry is about one article, so that it can be erased with it.
    if articles.next().is_some() {
        return Err(LibraryError::SeveralArticles);
    }
    let mark = match changes.marks.len() {
        1 => changes.marks.first().copied(),
        _ => None,
    };
    let words = |marks: &[Mark]| Some(marks.first()?.places.last()?.quote.clone());
    let quote = match (mark, edit, inverse) {
        (None, ..) => None,
        (_, Edit::AddMarks { marks }, _) | (_, _, Edit::AddMarks { marks }) => words(marks),
        (Some(mark), ..) => kept.mark(mark)?.and_then(|mark| words(&[mark])),
    };
    let revision = match edit {
        Edit::AddArticle { revision, .. } | Edit::AddRevision { revision, .. } => Some(revision.id),
        _ => None,
    };
    Ok(Entry {
        act: Act::Do,
        acts_on: None,
        deed: edit.deed(),
        article,
        mark,
        marks: changes.marks.len() as u32,
        content_sha256: match revision {
            Some(revision) => revisions::fingerprint(kept.connection, revision)?,
            None => None,
        },
        edit: Some(json(edit)),
        inverse: Some(json(inverse)),
        quote,
        came: None,
    })
}
