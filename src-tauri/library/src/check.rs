//! Looks for damage: in the file, in every placement, in the journal, and between journal and tables.

use obelus_core::id::{MarkId, RevisionId};
use rusqlite::Connection;
use sha2::{Digest, Sha256};

use crate::problem::Problem;
use crate::replay::replay;
use crate::{Library, LibraryError, articles, colours, marks, revisions, search};

impl Library {
    /// Everything that is not as it must be; empty for a sound library.
    ///
    /// # Errors
    /// When the file cannot be read at all.
    pub fn check(&self) -> Result<Vec<Problem>, LibraryError> {
        check(&self.connection).map_err(|error| error.at(&self.file))
    }
}

fn check(connection: &Connection) -> Result<Vec<Problem>, LibraryError> {
    let mut problems = Vec::new();
    file(connection, &mut problems)?;
    let live = revisions::all(connection)?;
    contents(connection, &mut problems)?;
    for revision in &live {
        places(connection, revision.id, &mut problems)?;
    }
    unplaced(connection, &mut problems)?;
    words(connection, &mut problems)?;

    let rebuilt = replay(connection, &mut problems)?;
    let live_articles = articles::all(connection)?.into_iter().map(|row| (row.id, row));
    differing(rebuilt.articles, live_articles, Problem::Article, &mut problems);
    let live_revisions = live.into_iter().map(|row| (row.id, row));
    differing(rebuilt.revisions, live_revisions, Problem::Revision, &mut problems);
    let mut live_marks = Vec::new();
    for id in marks::ids(connection)? {
        live_marks.extend(marks::get(connection, id)?.map(|mark| (id, mark)));
    }
    differing(rebuilt.marks, live_marks, Problem::Mark, &mut problems);
    let live_names = colours::all(connection)?;
    let live_names = live_names
        .into_iter()
        .filter_map(|(colour, name)| Some((colour, name?)));
    differing(rebuilt.colours, live_names, Problem::Colour, &mut problems);
    Ok(problems)
}

/// Names every row that is not the same on both sides.
fn differing<K: Ord + Copy, V: PartialEq>(
    mut rebuilt: std::collections::BTreeMap<K, V>,
    live: impl IntoIterator<Item = (K, V)>,
    problem: fn(K) -> Problem,
    problems: &mut Vec<Problem>,
) {
    for (id, row) in live {
        if rebuilt.remove(&id).as_ref() != Some(&row) {
            problems.push(problem(id));
        }
    }
    problems.extend(rebuilt.into_keys().map(problem));
}

/// SQLite's own check, the search index included.
fn file(connection: &Connection, problems: &mut Vec<Problem>) -> Result<(), LibraryError> {
    connection.pragma_query(None, "integrity_check", |row| {
        let line: String = row.get(0)?;
        if line != "ok" {
            problems.push(Problem::File(line));
        }
        Ok(())
    })?;
    connection.pragma_query(None, "foreign_key_check", |row| {
        problems.push(Problem::Reference {
            table: row.get("table")?,
            parent: row.get("parent")?,
        });
        Ok(())
    })?;
    Ok(())
}

/// Every stored content is what was stored, also that of revisions which are undone at the moment.
fn contents(connection: &Connection, problems: &mut Vec<Problem>) -> Result<(), LibraryError> {
    let mut statement = connection.prepare_cached("SELECT * FROM contents")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let revision = RevisionId(row.get("revision")?);
        let same = |what: &str, hash: &str| -> Result<bool, rusqlite::Error> {
            Ok(Sha256::digest(row.get_ref(what)?.as_bytes()?)[..] == *row.get_ref(hash)?.as_blob()?)
        };
        if !same("body", "body_sha256")? || !same("original", "original_sha256")? {
            problems.push(Problem::Content { revision });
        }
    }
    Ok(())
}

/// Every place is a range of the text, on the edges of graphemes, and its quote is what the text says there.
fn places(connection: &Connection, revision: RevisionId, problems: &mut Vec<Problem>) -> Result<(), LibraryError> {
    let body = match revisions::body(connection, revision) {
        Ok(Some(body)) => body,
        Ok(None) | Err(rusqlite::Error::FromSqlConversionFailure(..)) => {
            problems.push(Problem::Content { revision });
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    };
    if let Err(error) = body.check() {
        let reason = error.to_string();
        problems.push(Problem::Body { revision, reason });
    }
    marks::each_place(connection, revision, |mark, place| {
        let reason = match body.text.admit(place.range) {
            Err(error) => error.to_string(),
            Ok(()) if body.text.slice(place.range) != place.quote => "the text says something else there".into(),
            Ok(()) => return,
        };
        problems.push(Problem::Place {
            mark,
            revision,
            range: place.range,
            reason,
        });
    })?;
    Ok(())
}

/// A mark that stands in no place of the latest text would be shown nowhere.
fn unplaced(connection: &Connection, problems: &mut Vec<Problem>) -> Result<(), LibraryError> {
    let mut statement = connection.prepare_cached(
        "SELECT id FROM marks WHERE NOT EXISTS (
             SELECT 1 FROM places JOIN revisions ON revisions.row = places.revision
             WHERE places.mark = marks.row AND revisions.number =
                 (SELECT max(number) FROM revisions WHERE article = marks.article)
         )",
    )?;
    for mark in statement.query_map([], |row| row.get("id").map(MarkId))? {
        problems.push(Problem::Unplaced { mark: mark? });
    }
    Ok(())
}

/// What the search finds is what is kept.
fn words(connection: &Connection, problems: &mut Vec<Problem>) -> Result<(), LibraryError> {
    for article in articles::all(connection)? {
        let text = match revisions::latest(connection, article.id)? {
            Some(revision) => revisions::body(connection, revision.id).ok().flatten(),
            None => None,
        };
        let expected = text.map(|body| (article.title, body.text.as_str().to_owned()));
        if search::words_of_article(connection, article.id)? != expected {
            problems.push(Problem::ArticleWords(article.id));
        }
    }
    for id in marks::ids(connection)? {
        let expected = marks::get(connection, id)?.map(|mark| search::words(&mark));
        if search::words_of_mark(connection, id)? != expected {
            problems.push(Problem::MarkWords(id));
        }
    }
    let strays: u32 = connection
        .prepare_cached(
            "SELECT (SELECT count(*) FROM article_words WHERE rowid NOT IN (SELECT row FROM articles))
                  + (SELECT count(*) FROM mark_words WHERE rowid NOT IN (SELECT row FROM marks)) AS strays",
        )?
        .query_row([], |row| row.get("strays"))?;
    if strays > 0 {
        problems.push(Problem::File(format!(
            "{strays} entries of the search belong to nothing"
        )));
    }
    Ok(())
}
