//! The shelf: the list of articles, with how far each is checked.

use obelus_core::article::Article;
use obelus_core::id::{ArticleId, Time};
use rusqlite::{Connection, Result, Row, named_params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::articles;

/// An article as the shelf shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ShelfRow {
    pub article: Article,
    /// The number of the latest revision, and how many there are.
    pub revisions: u32,
    /// Words of the latest revision.
    pub words: u32,
    pub claims: Tally,
    /// Claims whose words changed after they were settled.
    pub rechecks: u32,
    pub notes: u32,
    pub highlights: u32,
    /// The last edit of the article or of one of its marks.
    pub changed: Time,
}

/// The number of claims of each status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Tally {
    pub unchecked: u32,
    pub confirmed: u32,
    pub imprecise: u32,
    pub wrong: u32,
    pub query: u32,
    pub unverifiable: u32,
    pub opinion: u32,
}

/// The library file itself, for the foot of the start screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Facts {
    pub file: String,
    /// Articles that are not in the bin.
    pub articles: u32,
    pub binned: u32,
    /// The size of the file with its write-ahead log, in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
}

fn from_row(row: &Row) -> Result<ShelfRow> {
    Ok(ShelfRow {
        article: articles::from_row(row)?,
        revisions: row.get("revisions")?,
        words: row.get("words")?,
        claims: Tally {
            unchecked: row.get("unchecked")?,
            confirmed: row.get("confirmed")?,
            imprecise: row.get("imprecise")?,
            wrong: row.get("wrong")?,
            query: row.get("query")?,
            unverifiable: row.get("unverifiable")?,
            opinion: row.get("opinion")?,
        },
        rechecks: row.get("rechecks")?,
        notes: row.get("notes")?,
        highlights: row.get("highlights")?,
        changed: Time(row.get("changed")?),
    })
}

/// The rows of all articles, those in the bin included, or of one.
pub(crate) fn rows(connection: &Connection, article: Option<ArticleId>) -> Result<Vec<ShelfRow>> {
    let (of_article, id) = match article {
        Some(_) => ("article = :article", "articles.id = :article"),
        None => (":article IS NULL", ":article IS NULL"),
    };
    // The marks are counted as they stand in their index: with ten thousand of them each look at a mark is one too many.
    connection
        .prepare_cached(&format!(
            "SELECT articles.*, latest.number AS revisions, latest.words AS words,
                 coalesce(sum(count) FILTER (WHERE status = 'unchecked'), 0) AS unchecked,
                 coalesce(sum(count) FILTER (WHERE status = 'confirmed'), 0) AS confirmed,
                 coalesce(sum(count) FILTER (WHERE status = 'imprecise'), 0) AS imprecise,
                 coalesce(sum(count) FILTER (WHERE status = 'wrong'), 0) AS wrong,
                 coalesce(sum(count) FILTER (WHERE status = 'query'), 0) AS query,
                 coalesce(sum(count) FILTER (WHERE status = 'unverifiable'), 0) AS unverifiable,
                 coalesce(sum(count) FILTER (WHERE status = 'opinion'), 0) AS opinion,
                 coalesce(sum(count) FILTER (WHERE recheck), 0) AS rechecks,
                 coalesce(sum(count) FILTER (WHERE kind = 'note'), 0) AS notes,
                 coalesce(sum(count) FILTER (WHERE kind = 'highlight'), 0) AS highlights,
                 coalesce((SELECT max(time) FROM journal WHERE article = articles.id), created) AS changed
             FROM articles
             JOIN (SELECT article, max(number) AS number, words FROM revisions GROUP BY article) AS latest
                 ON latest.article = articles.id
             LEFT JOIN (SELECT article, kind, status, recheck, count(*) AS count FROM marks
                        WHERE {of_article} GROUP BY article, kind, status, recheck) AS marks
                 ON marks.article = articles.id
             WHERE {id}
             GROUP BY articles.row"
        ))?
        .query_map(named_params! {":article": article.map(|id| id.0)}, from_row)?
        .collect()
}

/// How many articles are in the shelf, and how many in the bin.
pub(crate) fn counts(connection: &Connection) -> Result<(u32, u32)> {
    connection
        .prepare_cached("SELECT count(*) - count(binned), count(binned) FROM articles")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
}
