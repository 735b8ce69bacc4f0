//! Looks for damage: in the file, in every placement, in the journal, and between journal and tables.

use obelus_core::article::Revision;
use obelus_core::body::Body;
use obelus_core::id::{MarkId, RevisionId};
use obelus_core::mark::Mark;
use obelus_core::placement::Carried;
use rusqlite::Connection;
use sha2::{Digest, Sha256};

use crate::pictures::{self, Wrong};
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
    problems.extend(pictures::wrong(connection)?.into_iter().map(|wrong| match wrong {
        Wrong::Bytes(id) => Problem::Picture(id),
        Wrong::Stray(id) => Problem::StrayPicture(id),
    }));
    for revision in &live {
        standing(connection, revision, &mut problems)?;
    }
    unplaced(connection, &mut problems)?;
    words(connection, &mut problems)?;

    let rebuilt = replay(connection, &mut problems)?;
    let live_articles = articles::all(connection)?.into_iter().map(|row| (row.id, row));
    differing(rebuilt.articles, live_articles, Problem::Article, &mut problems);
    let live_revisions = live.into_iter().map(|row| (row.id, row));
    differing(rebuilt.revisions, live_revisions, Problem::Revision, &mut problems);
    let mut live_marks = Vec::new();
    for article in articles::all(connection)? {
        live_marks.extend(
            marks::of_article(connection, article.id)?
                .into_iter()
                .map(|mark| (mark.id, mark)),
        );
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

/// Every place is a range of the text, on the edges of graphemes, and its quote is what the text says there. So
/// with every range that a mark was carried to, or may have been.
pub(crate) fn standing(
    connection: &Connection,
    revision: &Revision,
    problems: &mut Vec<Problem>,
) -> Result<(), LibraryError> {
    let (article, revision) = (revision.article, revision.id);
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
    if !pictures::are_there(connection, revision, &body)? {
        problems.push(Problem::Pictures { revision });
    }
    let mut marks = marks::in_revision(connection, article, revision)?;
    marks.extend(marks::unplaced(connection, article, revision)?);
    for mark in &marks {
        for place in &mark.places {
            let reason = match body.text.admit(place.range) {
                Err(error) => error.to_string(),
                Ok(()) if body.text.slice(place.range) != place.quote => "the text says something else there".into(),
                Ok(()) => continue,
            };
            problems.push(Problem::Place {
                mark: mark.id,
                revision,
                range: place.range,
                reason,
            });
        }
        if let Some(reason) = carried(mark, &body) {
            problems.push(Problem::Carried {
                mark: mark.id,
                revision,
                reason,
            });
        }
    }
    Ok(())
}

/// What is wrong with how a mark came to a revision.
fn carried(mark: &Mark, body: &Body) -> Option<String> {
    for carried in &mark.carried {
        let ranges = carried.candidates.iter().map(|candidate| candidate.range);
        for range in ranges.chain(carried.range) {
            if let Err(error) = body.text.admit(range) {
                return Some(error.to_string());
            }
        }
        if carried.gap.is_some_and(|gap| gap.end > body.text.len()) {
            return Some("it was between words that are not in the text".to_owned());
        }
    }
    let is_nowhere = mark.carried.iter().any(Carried::is_nowhere);
    (mark.places.is_empty() && !is_nowhere).then(|| "it was given a place, and has none".to_owned())
}

/// A mark that stands in no place of the latest text, and of which nothing is known there, would be shown nowhere.
fn unplaced(connection: &Connection, problems: &mut Vec<Problem>) -> Result<(), LibraryError> {
    let mut statement = connection.prepare_cached(
        "SELECT marks.id FROM marks JOIN revisions AS latest ON latest.article = marks.article
         WHERE latest.number = (SELECT max(number) FROM revisions WHERE article = marks.article)
             -- By the mark, which has few places, and not by the revision (hence the +), which has many.
             AND NOT EXISTS (SELECT 1 FROM places WHERE mark = marks.row AND +revision = latest.row)
             AND NOT EXISTS (
                 SELECT 1 FROM carried
                 WHERE mark = marks.row AND +revision = latest.row AND placement IN ('ambiguous', 'lost')
                     AND answer IS NOT 'attached'
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
        // What the search is still to be told, it is told before it is asked.
        if !search::is_article_due(connection, article.id)?
            && search::words_of_article(connection, article.id)? != expected
        {
            problems.push(Problem::ArticleWords(article.id));
        }
    }
    for id in marks::ids(connection)? {
        let expected = marks::get(connection, id)?.map(|mark| search::words(&mark));
        if !search::is_mark_due(connection, id)? && search::words_of_mark(connection, id)? != expected {
            problems.push(Problem::MarkWords(id));
        }
    }
    let strays: u32 = connection
        .prepare_cached(
            "SELECT (SELECT count(*) FROM article_words WHERE rowid NOT IN (SELECT row FROM articles))
                  + (SELECT count(*) FROM mark_words WHERE rowid NOT IN (SELECT row FROM marks)
                       AND rowid NOT IN (SELECT mark FROM mark_words_due)) AS strays",
        )?
        .query_row([], |row| row.get("strays"))?;
    if strays > 0 {
        problems.push(Problem::File(format!(
            "{strays} entries of the search belong to nothing"
        )));
    }
    Ok(())
}
