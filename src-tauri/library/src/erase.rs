//! Empties the bin: articles, texts, marks and what the journal knows of them are gone from the file.

use obelus_core::edit::{Deed, Rows};
use obelus_core::id::ArticleId;
use rusqlite::{Connection, Result, named_params};

use crate::journal::{Act, Entry, Stamp};
use crate::kept::Kept;
use crate::words::json;
use crate::{Library, LibraryError, journal, near, pictures, revisions};

impl Library {
    /// Erases the articles in the bin for good; gives them. Their lines stay in the journal without their words.
    ///
    /// With them go articles whose import was undone and can no longer be redone.
    ///
    /// # Errors
    /// When the file cannot be written. Nothing has changed then.
    pub fn empty_bin(&mut self, stamp: Stamp) -> Result<Vec<ArticleId>, LibraryError> {
        let binned = self.write(|kept, device| {
            let binned = binned(kept.connection)?;
            if binned.is_empty() {
                return Ok(binned);
            }
            journal::drop_undone(kept.connection)?;
            let mut erased = binned.clone();
            erased.extend(journal::gone(kept.connection)?);
            for article in &erased {
                erase(kept, *article)?;
            }
            // Nothing of it stays in the search either.
            while kept.index_next()? {}
            let entry = Entry {
                act: Act::Erase,
                acts_on: None,
                deed: Deed::ArticleRemoved,
                article: None,
                mark: None,
                marks: 0,
                content_sha256: None,
                // What was erased lawfully: all else that is missing is damage.
                edit: Some(json(&erased)),
                inverse: None,
                quote: None,
                came: None,
            };
            journal::append(kept.connection, device, stamp, entry)?;
            Ok(binned)
        })?;
        if !binned.is_empty() {
            self.bodies.clear();
            // The write-ahead log still holds the old pages.
            self.connection
                .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
                .map_err(|error| LibraryError::from(error).at(&self.file))?;
        }
        Ok(binned)
    }
}

fn binned(connection: &Connection) -> Result<Vec<ArticleId>> {
    connection
        .prepare_cached("SELECT id FROM articles WHERE binned IS NOT NULL ORDER BY row")?
        .query_map([], |row| row.get("id").map(ArticleId))?
        .collect()
}

fn erase(kept: &mut Kept, article: ArticleId) -> Result<(), LibraryError> {
    for mark in kept.marks_of(article)? {
        kept.remove_mark(mark.id)?;
    }
    revisions::remove_all(kept.connection, article)?;
    kept.remove_article(article)?;
    near::erase(kept.connection, article)?;
    pictures::erase(kept.connection, article)?;
    kept.connection
        .prepare_cached("DELETE FROM contents WHERE article = :article")?
        .execute(named_params! {":article": article.0})?;
    journal::erase(kept.connection, article)?;
    Ok(())
}
