//! Finds the articles that a text is probably a new version of, by what they say and not by their titles.

use obelus_core::id::{ArticleId, RevisionId};
use obelus_core::likeness::{METHOD, Sketch, VERSION};
use obelus_core::text::Text;
use rusqlite::{Connection, Result, named_params};

use crate::{Library, LibraryError, revisions};

// Follows from the contents: filled when it is asked for, and erased with them.
pub(crate) const TABLES: &str = "
CREATE TABLE sketches (
    revision BLOB PRIMARY KEY REFERENCES contents (revision),
    method INTEGER NOT NULL, -- how it was made: those made in another way are made anew
    sketch BLOB NOT NULL
) STRICT, WITHOUT ROWID;
";

/// An article that a text is near to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NearArticle {
    pub article: ArticleId,
    /// From 50, probably a version, to 100, the same words.
    pub alike: u8,
    /// Whether the text is that of its latest revision, letter for letter.
    pub same: bool,
}

impl Library {
    /// The articles whose latest text is much like this one, the most alike first; none from the bin.
    ///
    /// # Errors
    /// When the file cannot be read, or what follows from its texts cannot be written.
    pub fn near(&mut self, text: &Text) -> Result<Vec<NearArticle>, LibraryError> {
        let missing = unsketched(&self.connection).map_err(|error| LibraryError::from(error).at(&self.file))?;
        if !missing.is_empty() {
            self.write(|kept, _| {
                missing
                    .iter()
                    .try_for_each(|revision| Ok(put(kept.connection, *revision)?))
            })?;
        }
        near(&self.connection, text).map_err(|error| LibraryError::from(error).at(&self.file))
    }
}

/// The latest revisions of the articles in the shelf, of which there is no sketch.
fn unsketched(connection: &Connection) -> Result<Vec<RevisionId>> {
    connection
        .prepare_cached(
            "SELECT revisions.id FROM articles JOIN revisions ON revisions.article = articles.id
             WHERE articles.binned IS NULL
                 AND revisions.number = (SELECT max(number) FROM revisions WHERE article = articles.id)
                 AND NOT EXISTS (SELECT 1 FROM sketches WHERE revision = revisions.id AND method = :method)",
        )?
        .query_map(named_params! {":method": METHOD}, |row| row.get("id").map(RevisionId))?
        .collect()
}

fn put(connection: &Connection, revision: RevisionId) -> Result<()> {
    let Some(body) = revisions::body(connection, revision)? else {
        return Ok(());
    };
    connection
        .prepare_cached(
            "INSERT INTO sketches (revision, method, sketch) VALUES (:revision, :method, :sketch)
             ON CONFLICT (revision) DO UPDATE SET method = :method, sketch = :sketch",
        )?
        .execute(named_params! {
            ":revision": revision.0,
            ":method": METHOD,
            ":sketch": Sketch::of(&body.text).to_bytes(),
        })?;
    Ok(())
}

fn near(connection: &Connection, text: &Text) -> Result<Vec<NearArticle>> {
    let sketch = Sketch::of(text);
    let mut statement = connection.prepare_cached(
        "SELECT articles.id AS article, revision, sketch
         FROM articles JOIN revisions ON revisions.article = articles.id JOIN sketches ON revision = revisions.id
         WHERE articles.binned IS NULL
             AND revisions.number = (SELECT max(number) FROM revisions WHERE article = articles.id)",
    )?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let kept = Sketch::from_bytes(row.get_ref("sketch")?.as_blob()?);
        let alike = kept.map_or(0, |kept| kept.alike(&sketch));
        if alike < VERSION {
            continue;
        }
        // What is the same has the same sketch.
        let body = match alike {
            100 => revisions::body(connection, RevisionId(row.get("revision")?))?,
            _ => None,
        };
        found.push(NearArticle {
            article: ArticleId(row.get("article")?),
            alike,
            same: body.is_some_and(|body| body.text == *text),
        });
    }
    found.sort_by_key(|near| std::cmp::Reverse((near.same, near.alike, near.article)));
    Ok(found)
}

/// Forgets what was remembered of an article's texts.
pub(crate) fn erase(connection: &Connection, article: ArticleId) -> Result<()> {
    connection
        .prepare_cached(
            "DELETE FROM sketches WHERE revision IN (SELECT revision FROM contents WHERE article = :article)",
        )?
        .execute(named_params! {":article": article.0})?;
    Ok(())
}
