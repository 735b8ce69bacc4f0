//! The tables of marks and of their places.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use obelus_core::id::{ArticleId, MarkId, RevisionId, Time, Touch};
use obelus_core::mark::{Colour, Kind, Mark, Place, Status};
use obelus_core::text::TextRange;
use rusqlite::{Connection, OptionalExtension, Result, Row, named_params};

use crate::carried;
use crate::words::{from_json, json, unfit, value};

pub(crate) const TABLES: &str = "
CREATE TABLE marks (
    row INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    article BLOB NOT NULL REFERENCES articles (id),
    kind TEXT NOT NULL CHECK (kind IN ('claim', 'note', 'highlight')),
    status TEXT CHECK ((kind = 'claim') = (status IS NOT NULL)),
    recheck INTEGER NOT NULL CHECK (recheck IN (0, 1)),
    colour TEXT CHECK ((kind = 'highlight') = (colour IS NOT NULL)),
    note TEXT NOT NULL,
    correction TEXT NOT NULL,
    tags TEXT NOT NULL CHECK (json_valid(tags)), -- JSON array of words
    created_by TEXT NOT NULL,
    created_at INTEGER NOT NULL, -- milliseconds since 1970
    changed_by TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
-- Holds all that the shelf counts.
CREATE INDEX marks_of_article ON marks (article, kind, status, recheck);

CREATE TABLE places (
    mark INTEGER NOT NULL REFERENCES marks (row),
    ordinal INTEGER NOT NULL, -- by revision, then as they were added
    revision INTEGER NOT NULL REFERENCES revisions (row),
    start INTEGER NOT NULL CHECK (start >= 0), -- code points of the revision's text
    end INTEGER NOT NULL CHECK (end > start),
    quote TEXT NOT NULL CHECK (quote <> ''),
    PRIMARY KEY (mark, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX places_in_revision ON places (revision, start, end);
";

pub(crate) const FROM_ELSEWHERE: &str = "
-- JSON: what the program that a mark came from says besides
ALTER TABLE marks ADD COLUMN elsewhere TEXT;
";

/// What [`from_row`] reads, in its order: by number, for with ten thousand marks the names would cost more
/// than the reading.
macro_rules! columns {
    () => {
        "row, id, article, kind, status, recheck, colour, note, correction, tags,
         created_by, created_at, changed_by, changed_at, elsewhere"
    };
}

/// The row's number, and the mark without its places.
fn from_row(row: &Row) -> Result<(i64, Mark)> {
    let status = |word: Option<&str>| word.and_then(Status::named);
    let kind = match (row.get_ref(3)?.as_str()?, row.get_ref(4)?.as_str_or_null()?) {
        ("claim", word) => Kind::Claim {
            status: status(word).ok_or_else(|| unfit(std::fmt::Error))?,
            recheck: row.get(5)?,
        },
        ("note", _) => Kind::Note,
        ("highlight", _) => Kind::Highlight {
            colour: value::<Colour>(row.get(6)?)?,
        },
        _ => return Err(unfit(std::fmt::Error)),
    };
    let mark = Mark {
        id: MarkId(row.get(1)?),
        article: ArticleId(row.get(2)?),
        kind,
        note: row.get(7)?,
        correction: row.get(8)?,
        tags: from_json::<BTreeSet<String>>(row.get_ref(9)?.as_str()?)?,
        created: Touch {
            by: row.get(10)?,
            at: Time(row.get(11)?),
        },
        changed: Touch {
            by: row.get(12)?,
            at: Time(row.get(13)?),
        },
        places: Vec::new(),
        carried: Vec::new(),
        elsewhere: row.get(14)?,
    };
    Ok((row.get(0)?, mark))
}

/// A place from the columns start, end and quote, which are the second to the fourth.
fn place(row: &Row, revision: RevisionId) -> Result<Place> {
    Ok(Place {
        revision,
        range: TextRange::try_from((row.get(1)?, row.get(2)?)).map_err(unfit)?,
        quote: row.get(3)?,
    })
}

/// Every mark of an article, in the order in which they were made, with all that is known of it.
pub(crate) fn of_article(connection: &Connection, article: ArticleId) -> Result<Vec<Mark>> {
    let mut places: HashMap<i64, Vec<Place>> = HashMap::new();
    let mut statement = connection.prepare_cached(
        "SELECT mark, start, end, quote, revisions.id
         FROM places JOIN revisions ON revisions.row = places.revision
         WHERE mark IN (SELECT row FROM marks WHERE article = :article) ORDER BY mark, ordinal",
    )?;
    let mut rows = statement.query(named_params! {":article": article.0})?;
    while let Some(row) = rows.next()? {
        let place = place(row, RevisionId(row.get(4)?))?;
        places.entry(row.get(0)?).or_default().push(place);
    }
    let mut carried = carried::of_article(connection, article)?;
    connection
        .prepare_cached(concat!(
            "SELECT ",
            columns!(),
            " FROM marks WHERE article = :article ORDER BY row"
        ))?
        .query_map(named_params! {":article": article.0}, from_row)?
        .map(|found| {
            let (row, mut mark) = found?;
            mark.places = places.remove(&row).unwrap_or_default();
            mark.carried = carried.remove(&row).unwrap_or_default();
            Ok(mark)
        })
        .collect()
}

pub(crate) fn get(connection: &Connection, id: MarkId) -> Result<Option<Mark>> {
    let found = connection
        .prepare_cached(concat!("SELECT ", columns!(), " FROM marks WHERE id = :id"))?
        .query_row(named_params! {":id": id.0}, from_row)
        .optional()?;
    let Some((row, mut mark)) = found else { return Ok(None) };
    mark.places = places_of(connection, row)?;
    mark.carried = carried::of_mark(connection, row)?;
    Ok(Some(mark))
}

/// The mark in a row of the table.
pub(crate) fn at(connection: &Connection, row: i64) -> Result<Option<Mark>> {
    let id = connection
        .prepare_cached("SELECT id FROM marks WHERE row = :row")?
        .query_row(named_params! {":row": row}, |row| row.get("id").map(MarkId))
        .optional()?;
    id.map_or(Ok(None), |id| get(connection, id))
}

/// Every mark of the library.
pub(crate) fn ids(connection: &Connection) -> Result<Vec<MarkId>> {
    connection
        .prepare_cached("SELECT id FROM marks ORDER BY id")?
        .query_map([], |row| row.get("id").map(MarkId))?
        .collect()
}

fn places_of(connection: &Connection, row: i64) -> Result<Vec<Place>> {
    connection
        .prepare_cached(
            "SELECT revisions.id AS revision, start, end, quote
             FROM places JOIN revisions ON revisions.row = places.revision
             WHERE mark = :mark ORDER BY ordinal",
        )?
        .query_map(named_params! {":mark": row}, |row| {
            place(row, RevisionId(row.get("revision")?))
        })?
        .collect()
}

/// The marks that stand in a revision, by their first place in the text, with their places there and how they came.
pub(crate) fn in_revision(connection: &Connection, article: ArticleId, revision: RevisionId) -> Result<Vec<Mark>> {
    let mut statement = connection.prepare_cached(
        "SELECT mark, start, end, quote, ordinal FROM places
         WHERE revision = (SELECT row FROM revisions WHERE id = :revision)",
    )?;
    let mut rows = statement.query(named_params! {":revision": revision.0})?;
    let mut places: HashMap<i64, Vec<(i64, Place)>> = HashMap::new();
    while let Some(row) = rows.next()? {
        let place = (row.get(4)?, place(row, revision)?);
        places.entry(row.get(0)?).or_default().push(place);
    }
    let mut carried = carried::to_revision(connection, revision)?;
    let mut placed = Vec::with_capacity(places.len());
    let mut statement =
        connection.prepare_cached(concat!("SELECT ", columns!(), " FROM marks WHERE article = :article"))?;
    for found in statement.query_map(named_params! {":article": article.0}, from_row)? {
        let (row, mut mark) = found?;
        if let Some(mut places) = places.remove(&row) {
            places.sort_by_key(|(ordinal, _)| *ordinal);
            mark.places = places.into_iter().map(|(_, place)| place).collect();
            mark.carried = carried.remove(&row).unwrap_or_default();
            placed.push(mark);
        }
    }
    placed.sort_by_cached_key(|mark| (first(mark.places.iter()), mark.id));
    Ok(placed)
}

/// The marks that came to a revision and have no place in it, by where they stood before.
pub(crate) fn unplaced(connection: &Connection, article: ArticleId, revision: RevisionId) -> Result<Vec<Mark>> {
    let mut marks = connection
        .prepare_cached(concat!(
            "SELECT ",
            columns!(),
            " FROM marks
             WHERE article = :article AND row IN (
                 SELECT mark FROM carried JOIN revisions ON revisions.row = revision
                 WHERE revisions.id = :revision AND placement IN ('ambiguous', 'lost') AND NOT EXISTS (
                     -- By the mark, which has few places, and not by the revision (hence the +), which has many.
                     SELECT 1 FROM places WHERE mark = carried.mark AND +revision = revisions.row
                 )
             )"
        ))?
        .query_map(named_params! {":article": article.0, ":revision": revision.0}, from_row)?
        .map(|found| {
            let (row, mut mark) = found?;
            mark.carried = carried::of_mark(connection, row)?;
            mark.carried.retain(|carried| carried.revision == revision);
            Ok(mark)
        })
        .collect::<Result<Vec<_>>>()?;
    marks.sort_by_cached_key(|mark| {
        (
            first(mark.carried.iter().filter_map(|carried| carried.from.place())),
            mark.id,
        )
    });
    Ok(marks)
}

/// What orders marks by their first place; of two that begin together, the longer holds the other.
fn first<'p>(places: impl Iterator<Item = &'p Place>) -> Option<(u32, Reverse<u32>)> {
    let range = places.map(|place| place.range).min()?;
    Some((range.start(), Reverse(range.end())))
}

/// Keeps a mark that is new, or that is `old` until now: writes what differs. Gives its row.
pub(crate) fn put(connection: &Connection, old: Option<&Mark>, mark: &Mark) -> Result<i64> {
    let row = match old {
        Some(old) => {
            let row = row_of(connection, mark.id)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
            if !has_same_row(old, mark) {
                write_row(connection, UPDATE, mark)?;
            }
            row
        }
        None => {
            write_row(connection, INSERT, mark)?;
            connection.last_insert_rowid()
        }
    };
    let (mut same_places, mut same_carried) = (0, 0);
    if let Some(old) = old {
        same_places = shared(&old.places, &mark.places);
        same_carried = shared(&old.carried, &mark.carried);
        // Before the places that they refer to.
        carried::remove(connection, row, same_carried..old.carried.len())?;
        remove_places(connection, row, same_places..old.places.len())?;
    }
    put_places(connection, row, mark, same_places)?;
    carried::put(connection, row, mark, same_carried)?;
    Ok(row)
}

/// How many are the same at the beginning.
fn shared<T: PartialEq>(old: &[T], new: &[T]) -> usize {
    old.iter().zip(new).take_while(|(old, new)| old == new).count()
}

fn has_same_row(old: &Mark, new: &Mark) -> bool {
    let row = |mark: &Mark| (mark.article, mark.kind);
    row(old) == row(new)
        && old.note == new.note
        && old.correction == new.correction
        && old.tags == new.tags
        && old.created == new.created
        && old.changed == new.changed
        && old.elsewhere == new.elsewhere
}

// Two statements that write one row each, and no upsert: before a statement that may have to be taken back in part,
// SQLite makes the search index write down what it has gathered, which with ten thousand marks takes seconds.
const INSERT: &str = "
    INSERT INTO marks
        (id, article, kind, status, recheck, colour, note, correction, tags,
         created_by, created_at, changed_by, changed_at, elsewhere)
    VALUES
        (:id, :article, :kind, :status, :recheck, :colour, :note, :correction, :tags,
         :created_by, :created_at, :changed_by, :changed_at, :elsewhere)";
const UPDATE: &str = "
    UPDATE marks SET
        article = :article, kind = :kind, status = :status, recheck = :recheck, colour = :colour,
        note = :note, correction = :correction, tags = :tags,
        created_by = :created_by, created_at = :created_at, changed_by = :changed_by, changed_at = :changed_at,
        elsewhere = :elsewhere
    WHERE id = :id";

fn write_row(connection: &Connection, statement: &str, mark: &Mark) -> Result<()> {
    let (kind, status, recheck, colour) = match mark.kind {
        Kind::Claim { status, recheck } => ("claim", Some(status.name()), recheck, None),
        Kind::Note => ("note", None, false, None),
        Kind::Highlight { colour } => ("highlight", None, false, Some(colour.name())),
    };
    connection.prepare_cached(statement)?.execute(named_params! {
        ":id": mark.id.0,
        ":article": mark.article.0,
        ":kind": kind,
        ":status": status,
        ":recheck": recheck,
        ":colour": colour,
        ":note": mark.note,
        ":correction": mark.correction,
        ":tags": json(&mark.tags),
        ":created_by": mark.created.by,
        ":created_at": mark.created.at.0,
        ":changed_by": mark.changed.by,
        ":changed_at": mark.changed.at.0,
        ":elsewhere": mark.elsewhere,
    })?;
    Ok(())
}

fn row_of(connection: &Connection, id: MarkId) -> Result<Option<i64>> {
    connection
        .prepare_cached("SELECT row FROM marks WHERE id = :id")?
        .query_row(named_params! {":id": id.0}, |row| row.get(0))
        .optional()
}

/// Writes the places of a mark, from the one of this number on.
fn put_places(connection: &Connection, row: i64, mark: &Mark, from: usize) -> Result<()> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO places (mark, ordinal, revision, start, end, quote)
         VALUES (:mark, :ordinal, (SELECT row FROM revisions WHERE id = :revision), :start, :end, :quote)",
    )?;
    for (ordinal, place) in mark.places.iter().enumerate().skip(from) {
        insert.execute(named_params! {
            ":mark": row,
            ":ordinal": ordinal,
            ":revision": place.revision.0,
            ":start": place.range.start(),
            ":end": place.range.end(),
            ":quote": place.quote,
        })?;
    }
    Ok(())
}

/// Forgets the places of a mark that have these numbers.
fn remove_places(connection: &Connection, row: i64, numbers: Range<usize>) -> Result<()> {
    let mut delete = connection.prepare_cached("DELETE FROM places WHERE mark = :mark AND ordinal = :ordinal")?;
    for ordinal in numbers {
        delete.execute(named_params! {":mark": row, ":ordinal": ordinal})?;
    }
    Ok(())
}

/// Forgets a mark; gives the row it had.
pub(crate) fn remove(connection: &Connection, id: MarkId) -> Result<Option<i64>> {
    let row = row_of(connection, id)?;
    if let Some(row) = row {
        for table in ["carried", "places"] {
            connection
                .prepare_cached(&format!("DELETE FROM {table} WHERE mark = :mark"))?
                .execute(named_params! {":mark": row})?;
        }
        connection
            .prepare_cached("DELETE FROM marks WHERE row = :row")?
            .execute(named_params! {":row": row})?;
    }
    Ok(row)
}
