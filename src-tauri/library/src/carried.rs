//! The table of how the places of marks were carried from revision to revision.

use std::collections::HashMap;
use std::ops::Range;

use obelus_core::id::{ArticleId, RevisionId};
use obelus_core::mark::{Mark, Place};
use obelus_core::placement::{Before, Candidate, Carried, Gap};
use obelus_core::text::TextRange;
use rusqlite::{Connection, Result, Row, Rows, named_params};

use crate::words::{from_json, json, unfit, value, word};

pub(crate) const TABLES: &str = "
CREATE TABLE carried (
    mark INTEGER NOT NULL,
    ordinal INTEGER NOT NULL, -- by revision, then in the order of the places before
    revision INTEGER NOT NULL REFERENCES revisions (row), -- the new one
    before INTEGER NOT NULL, -- the ordinal of the place that was carried
    placement TEXT NOT NULL CHECK (placement IN ('kept', 'moved', 'edited', 'ambiguous', 'lost')),
    start INTEGER CHECK (start >= 0), -- code points of the new text
    end INTEGER CHECK (end > start),
    candidates TEXT CHECK (json_valid(candidates)), -- JSON array, the best first; nothing where there are none
    gap_start INTEGER CHECK (gap_start >= 0),
    gap_end INTEGER CHECK (gap_end >= gap_start),
    reason TEXT NOT NULL,
    score INTEGER NOT NULL CHECK (score BETWEEN 0 AND 100),
    answer TEXT CHECK (answer IN ('kept', 'recheck', 'attached', 'archived')),
    PRIMARY KEY (mark, ordinal),
    FOREIGN KEY (mark, before) REFERENCES places (mark, ordinal),
    CHECK ((placement IN ('kept', 'moved', 'edited')) = (start IS NOT NULL)),
    CHECK ((start IS NULL) = (end IS NULL)),
    CHECK ((gap_start IS NULL) = (gap_end IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX carried_to_revision ON carried (revision);
";

// A passage may also come from words that an annotation quotes. A column cannot lose its NOT NULL: the table is made anew.
pub(crate) const FROM_ELSEWHERE: &str = "
CREATE TABLE new_carried (
    mark INTEGER NOT NULL,
    ordinal INTEGER NOT NULL, -- by revision, then in the order of the places before
    revision INTEGER NOT NULL REFERENCES revisions (row), -- the new one
    before INTEGER, -- the ordinal of the place that was carried
    quoted TEXT CHECK (json_valid(quoted)), -- JSON: the words that were quoted elsewhere, where it comes from no place
    placement TEXT NOT NULL CHECK (placement IN ('kept', 'moved', 'edited', 'ambiguous', 'lost')),
    start INTEGER CHECK (start >= 0), -- code points of the new text
    end INTEGER CHECK (end > start),
    candidates TEXT CHECK (json_valid(candidates)), -- JSON array, the best first; nothing where there are none
    gap_start INTEGER CHECK (gap_start >= 0),
    gap_end INTEGER CHECK (gap_end >= gap_start),
    reason TEXT NOT NULL,
    score INTEGER NOT NULL CHECK (score BETWEEN 0 AND 100),
    answer TEXT CHECK (answer IN ('kept', 'recheck', 'attached', 'archived')),
    PRIMARY KEY (mark, ordinal),
    FOREIGN KEY (mark, before) REFERENCES places (mark, ordinal),
    CHECK ((before IS NULL) = (quoted IS NOT NULL)),
    CHECK ((placement IN ('kept', 'moved', 'edited')) = (start IS NOT NULL)),
    CHECK ((start IS NULL) = (end IS NULL)),
    CHECK ((gap_start IS NULL) = (gap_end IS NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO new_carried
    (mark, ordinal, revision, before, placement, start, end, candidates, gap_start, gap_end, reason, score, answer)
    SELECT mark, ordinal, revision, before, placement, start, end, candidates, gap_start, gap_end, reason, score, answer
    FROM carried;
DROP TABLE carried;
ALTER TABLE new_carried RENAME TO carried;
CREATE INDEX carried_to_revision ON carried (revision);
";

// The same table. SQLite looks a word up among three or more (`IN`) through an index that it makes anew for each row that
// is written: with ten thousand marks that was a tenth of taking a version in.
pub(crate) const CHECKED_WORD_BY_WORD: &str = "
CREATE TABLE new_carried (
    mark INTEGER NOT NULL,
    ordinal INTEGER NOT NULL, -- by revision, then in the order of the places before
    revision INTEGER NOT NULL REFERENCES revisions (row), -- the new one
    before INTEGER, -- the ordinal of the place that was carried
    quoted TEXT CHECK (json_valid(quoted)), -- JSON: the words that were quoted elsewhere, where it comes from no place
    placement TEXT NOT NULL,
    start INTEGER CHECK (start >= 0), -- code points of the new text
    end INTEGER CHECK (end > start),
    candidates TEXT CHECK (json_valid(candidates)), -- JSON array, the best first; nothing where there are none
    gap_start INTEGER CHECK (gap_start >= 0),
    gap_end INTEGER CHECK (gap_end >= gap_start),
    reason TEXT NOT NULL,
    score INTEGER NOT NULL CHECK (score BETWEEN 0 AND 100),
    answer TEXT CHECK (answer = 'kept' OR answer = 'recheck' OR answer = 'attached' OR answer = 'archived'),
    PRIMARY KEY (mark, ordinal),
    FOREIGN KEY (mark, before) REFERENCES places (mark, ordinal),
    CHECK ((before IS NULL) = (quoted IS NOT NULL)),
    CHECK (CASE placement
        WHEN 'kept' THEN start IS NOT NULL
        WHEN 'moved' THEN start IS NOT NULL
        WHEN 'edited' THEN start IS NOT NULL
        WHEN 'ambiguous' THEN start IS NULL
        WHEN 'lost' THEN start IS NULL
        ELSE 0
    END),
    CHECK ((start IS NULL) = (end IS NULL)),
    CHECK ((gap_start IS NULL) = (gap_end IS NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO new_carried
    (mark, ordinal, revision, before, quoted, placement, start, end, candidates, gap_start, gap_end, reason, score,
     answer)
    SELECT mark, ordinal, revision, before, quoted, placement, start, end, candidates, gap_start, gap_end, reason,
        score, answer
    FROM carried;
DROP TABLE carried;
ALTER TABLE new_carried RENAME TO carried;
CREATE INDEX carried_to_revision ON carried (revision);
";

/// All of a row but which rows it is to be taken from: what [`from_row`] reads, in its order.
macro_rules! carried {
    ($which:literal) => {
        concat!(
            "SELECT carried.mark, came.id, left_behind.id, places.start, places.end, places.quote, placement,
                 carried.start, carried.end, candidates, gap_start, gap_end, carried.reason, score, answer, quoted
             FROM carried
             JOIN revisions AS came ON came.row = carried.revision
             LEFT JOIN places ON places.mark = carried.mark AND places.ordinal = carried.before
             LEFT JOIN revisions AS left_behind ON left_behind.row = places.revision
             WHERE ",
            $which,
            " ORDER BY carried.mark, carried.ordinal"
        )
    };
}

fn range(start: u32, end: u32) -> Result<TextRange> {
    TextRange::try_from((start, end)).map_err(unfit)
}

fn from_row(row: &Row) -> Result<Carried> {
    let start: Option<u32> = row.get(7)?;
    let gap: Option<u32> = row.get(10)?;
    Ok(Carried {
        revision: RevisionId(row.get(1)?),
        from: match row.get_ref(15)?.as_str_or_null()? {
            Some(quoted) => Before::Quoted(from_json(quoted)?),
            None => Before::Place(Place {
                revision: RevisionId(row.get(2)?),
                range: range(row.get(3)?, row.get(4)?)?,
                quote: row.get(5)?,
            }),
        },
        placement: value(row.get(6)?)?,
        range: start.map(|start| range(start, row.get(8)?)).transpose()?,
        candidates: match row.get_ref(9)?.as_str_or_null()? {
            Some(candidates) => from_json::<Vec<Candidate>>(candidates)?,
            None => Vec::new(),
        },
        gap: match gap {
            Some(start) => Some(Gap {
                start,
                end: row.get(11)?,
            }),
            None => None,
        },
        reason: value(row.get(12)?)?,
        score: row.get(13)?,
        answer: row.get::<_, Option<String>>(14)?.map(value).transpose()?,
    })
}

/// What was carried, by the row of its mark.
fn by_mark(mut rows: Rows) -> Result<HashMap<i64, Vec<Carried>>> {
    let mut found: HashMap<i64, Vec<Carried>> = HashMap::new();
    while let Some(row) = rows.next()? {
        found.entry(row.get(0)?).or_default().push(from_row(row)?);
    }
    Ok(found)
}

/// How one mark came from revision to revision.
pub(crate) fn of_mark(connection: &Connection, mark: i64) -> Result<Vec<Carried>> {
    connection
        .prepare_cached(carried!("carried.mark = :mark"))?
        .query_map(named_params! {":mark": mark}, from_row)?
        .collect()
}

/// How the marks of an article came from revision to revision, by the rows of the marks.
pub(crate) fn of_article(connection: &Connection, article: ArticleId) -> Result<HashMap<i64, Vec<Carried>>> {
    let mut statement = connection.prepare_cached(carried!(
        "carried.mark IN (SELECT row FROM marks WHERE article = :article)"
    ))?;
    by_mark(statement.query(named_params! {":article": article.0})?)
}

/// How marks came to one revision, by the rows of the marks.
pub(crate) fn to_revision(connection: &Connection, revision: RevisionId) -> Result<HashMap<i64, Vec<Carried>>> {
    let mut statement = connection.prepare_cached(carried!(
        "carried.revision = (SELECT row FROM revisions WHERE id = :revision)"
    ))?;
    by_mark(statement.query(named_params! {":revision": revision.0})?)
}

/// Writes how a mark was carried, from the one of this number on. Its places are written already.
pub(crate) fn put(connection: &Connection, row: i64, mark: &Mark, from: usize) -> Result<()> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO carried
             (mark, ordinal, revision, before, quoted, placement, start, end, candidates, gap_start, gap_end,
              reason, score, answer)
         VALUES
             (:mark, :ordinal, (SELECT row FROM revisions WHERE id = :revision), :before, :quoted, :placement, :start, :end,
              :candidates, :gap_start, :gap_end, :reason, :score, :answer)",
    )?;
    for (ordinal, carried) in mark.carried.iter().enumerate().skip(from) {
        insert.execute(named_params! {
            ":mark": row,
            ":ordinal": ordinal,
            ":revision": carried.revision.0,
            // Nothing in both where the mark has no such place: the table refuses it.
            ":before": mark.places.iter().position(|place| Some(place) == carried.from.place()),
            ":quoted": match &carried.from {
                Before::Quoted(quoted) => Some(json(quoted)),
                Before::Place(_) => None,
            },
            ":placement": carried.placement.name(),
            ":start": carried.range.map(TextRange::start),
            ":end": carried.range.map(TextRange::end),
            ":candidates": (!carried.candidates.is_empty()).then(|| json(&carried.candidates)),
            ":gap_start": carried.gap.map(|gap| gap.start),
            ":gap_end": carried.gap.map(|gap| gap.end),
            ":reason": word(&carried.reason),
            ":score": carried.score,
            ":answer": carried.answer.as_ref().map(word),
        })?;
    }
    Ok(())
}

/// Forgets how a mark was carried, for these numbers.
pub(crate) fn remove(connection: &Connection, row: i64, numbers: Range<usize>) -> Result<()> {
    let mut delete = connection.prepare_cached("DELETE FROM carried WHERE mark = :mark AND ordinal = :ordinal")?;
    for ordinal in numbers {
        delete.execute(named_params! {":mark": row, ":ordinal": ordinal})?;
    }
    Ok(())
}
