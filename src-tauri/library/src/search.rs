//! Search: articles by title, text and notes, accents and case ignored.

use std::collections::HashMap;

use obelus_core::id::{ArticleId, MarkId};
use obelus_core::mark::Mark;
use rusqlite::{Connection, OptionalExtension, Result, Row, named_params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::snippet::Query;
pub use crate::snippet::SnippetPart;

/// One thing found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Hit {
    pub article: ArticleId,
    /// The mark whose note, correction, tags or quote were found; nothing where it was the article.
    pub mark: Option<MarkId>,
    pub title: String,
    /// The words around what was found, cut into found and not found.
    pub snippet: Vec<SnippetPart>,
}

// FTS5 keeps a copy of the words: what stands in a snippet is exactly what was found.
pub(crate) const TABLES: &str = "
CREATE VIRTUAL TABLE article_words USING fts5 (
    title, words, tokenize = \"unicode61 remove_diacritics 2\", prefix = '2 3'
); -- rowid: articles.row
INSERT INTO article_words (article_words, rank) VALUES ('secure-delete', 1);
CREATE VIRTUAL TABLE mark_words USING fts5 (
    note, correction, tags, quotes, tokenize = \"unicode61 remove_diacritics 2\", prefix = '2 3'
); -- rowid: marks.row
INSERT INTO mark_words (mark_words, rank) VALUES ('secure-delete', 1);
";

// To index the text of a long article, or the words of ten thousand marks, takes as long as all else of a new version: the
// person who waits for the version does not wait for that. It is done before the next search, or as soon as nothing
// happens, whichever comes first.
pub(crate) const DUE: &str = "
CREATE TABLE article_words_due (
    article BLOB PRIMARY KEY NOT NULL CHECK (length(article) = 16) -- its title or its text is not in article_words yet
) STRICT, WITHOUT ROWID;
CREATE TABLE mark_words_due (
    mark INTEGER PRIMARY KEY -- marks.row: its words are not in mark_words yet, or are there still
) STRICT;
";

/// How many marks are indexed at a time: it is a matter of milliseconds, and others have the library in between.
const BATCH: u32 = 500;

/// Notes that an article has another title or another latest text than the search knows.
pub(crate) fn owe_article(connection: &Connection, article: ArticleId) -> Result<()> {
    connection
        .prepare_cached("INSERT INTO article_words_due (article) VALUES (:article) ON CONFLICT DO NOTHING")?
        .execute(named_params! {":article": article.0})?;
    Ok(())
}

/// Notes that a mark has other words than the search knows, or is gone.
pub(crate) fn owe_mark(connection: &Connection, row: i64) -> Result<()> {
    connection
        .prepare_cached("INSERT INTO mark_words_due (mark) VALUES (:row) ON CONFLICT DO NOTHING")?
        .execute(named_params! {":row": row})?;
    Ok(())
}

pub(crate) fn is_any_due(connection: &Connection) -> Result<bool> {
    connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM article_words_due) OR EXISTS (SELECT 1 FROM mark_words_due)")?
        .query_row([], |row| row.get(0))
}

pub(crate) fn article_due(connection: &Connection) -> Result<Option<ArticleId>> {
    connection
        .prepare_cached("SELECT article FROM article_words_due LIMIT 1")?
        .query_row([], |row| row.get("article").map(ArticleId))
        .optional()
}

/// The rows of some marks.
pub(crate) fn marks_due(connection: &Connection) -> Result<Vec<i64>> {
    connection
        .prepare_cached("SELECT mark FROM mark_words_due ORDER BY mark LIMIT :batch")?
        .query_map(named_params! {":batch": BATCH}, |row| row.get("mark"))?
        .collect()
}

pub(crate) fn is_article_due(connection: &Connection, article: ArticleId) -> Result<bool> {
    connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM article_words_due WHERE article = :article)")?
        .query_row(named_params! {":article": article.0}, |row| row.get(0))
}

pub(crate) fn is_mark_due(connection: &Connection, mark: MarkId) -> Result<bool> {
    connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM mark_words_due WHERE mark = (SELECT row FROM marks WHERE id = :mark))",
        )?
        .query_row(named_params! {":mark": mark.0}, |row| row.get(0))
}

/// Sets the words that an article is found by: its title, and the text of its latest revision.
pub(crate) fn put_article(connection: &Connection, article: ArticleId, title: &str, words: &str) -> Result<()> {
    let changed = connection
        .prepare_cached(
            "UPDATE article_words SET title = :title, words = :words
             WHERE rowid = (SELECT row FROM articles WHERE id = :article)",
        )?
        .execute(named_params! {":title": title, ":words": words, ":article": article.0})?;
    if changed == 0 {
        connection
            .prepare_cached(
                "INSERT INTO article_words (rowid, title, words)
                 SELECT row, :title, :words FROM articles WHERE id = :article",
            )?
            .execute(named_params! {":title": title, ":words": words, ":article": article.0})?;
    }
    owes_no_more(connection, article)
}

/// Before the article itself is removed.
pub(crate) fn remove_article(connection: &Connection, article: ArticleId) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM article_words WHERE rowid = (SELECT row FROM articles WHERE id = :article)")?
        .execute(named_params! {":article": article.0})?;
    owes_no_more(connection, article)
}

fn owes_no_more(connection: &Connection, article: ArticleId) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM article_words_due WHERE article = :article")?
        .execute(named_params! {":article": article.0})?;
    Ok(())
}

/// The words that a mark is found by: note, correction, tags, quotes.
pub(crate) type Words = [String; 4];

/// Whether two marks are found by the same words; told without making them, as most of ten thousand marks are.
pub(crate) fn has_same_words(one: &Mark, other: &Mark) -> bool {
    one.note == other.note
        && one.correction == other.correction
        && one.tags == other.tags
        && quotes(one).eq(quotes(other))
}

/// What stands in its places; the same words one after another are given once.
fn quotes(mark: &Mark) -> impl Iterator<Item = &str> {
    let mut before = None;
    mark.places.iter().filter_map(move |place| {
        let quote = place.quote.as_str();
        (before.replace(quote) != Some(quote)).then_some(quote)
    })
}

pub(crate) fn words(mark: &Mark) -> Words {
    let tags: Vec<&str> = mark.tags.iter().map(String::as_str).collect();
    let quotes: Vec<&str> = quotes(mark).collect();
    [
        mark.note.clone(),
        mark.correction.clone(),
        tags.join("\n"),
        quotes.join("\n"),
    ]
}

fn indexed(connection: &Connection, row: i64) -> Result<Option<Words>> {
    connection
        .prepare_cached("SELECT note, correction, tags, quotes FROM mark_words WHERE rowid = :row")?
        .query_row(named_params! {":row": row}, |row| {
            Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?])
        })
        .optional()
}

pub(crate) fn words_of_mark(connection: &Connection, mark: MarkId) -> Result<Option<Words>> {
    let row = connection
        .prepare_cached("SELECT row FROM marks WHERE id = :mark")?
        .query_row(named_params! {":mark": mark.0}, |row| row.get("row"))?;
    indexed(connection, row)
}

/// The title and the text that an article is found by.
pub(crate) fn words_of_article(connection: &Connection, article: ArticleId) -> Result<Option<(String, String)>> {
    connection
        .prepare_cached(
            "SELECT title, words FROM article_words
             WHERE rowid = (SELECT row FROM articles WHERE id = :article)",
        )?
        .query_row(named_params! {":article": article.0}, |row| {
            Ok((row.get("title")?, row.get("words")?))
        })
        .optional()
}

/// Sets the words that marks are found by, each by its row; nothing for one that is gone.
pub(crate) fn put_marks<'w>(
    connection: &Connection,
    marks: impl Iterator<Item = (i64, &'w Option<Words>)> + Clone,
) -> Result<()> {
    for (row, words) in marks.clone() {
        connection
            .prepare_cached("DELETE FROM mark_words WHERE rowid = :row")?
            .execute(named_params! {":row": row})?;
        let Some([note, correction, tags, quotes]) = words else {
            continue;
        };
        connection
            .prepare_cached(
                "INSERT INTO mark_words (rowid, note, correction, tags, quotes)
                 VALUES (:row, :note, :correction, :tags, :quotes)",
            )?
            .execute(named_params! {
                ":row": row, ":note": note, ":correction": correction, ":tags": tags, ":quotes": quotes,
            })?;
    }
    for (row, _) in marks {
        connection
            .prepare_cached("DELETE FROM mark_words_due WHERE mark = :row")?
            .execute(named_params! {":row": row})?;
    }
    Ok(())
}

/// The best hits: article by article, the best first; in each the article itself, then its marks.
pub(crate) fn search(connection: &Connection, typed: &str, limit: u32) -> Result<Vec<Hit>> {
    let Some(query) = Query::new(typed) else {
        return Ok(Vec::new());
    };
    let from_row = |row: &Row| -> Result<(f64, Hit)> {
        let texts = [0, 1, 2, 3].map(|at| row.get_ref(at).and_then(|text| Ok(text.as_str_or_null()?)));
        let mut snippet = None;
        for text in texts {
            snippet = snippet.or(text?.and_then(|text| query.snippet(text)));
        }
        Ok((
            row.get("rank")?,
            Hit {
                article: ArticleId(row.get("article")?),
                mark: row.get::<_, Option<_>>("mark")?.map(MarkId),
                title: row.get("title_now")?,
                snippet: snippet.unwrap_or_default(),
            },
        ))
    };
    let mut hits = Vec::new();
    // A word of a title weighs more than one of the text, but the text has more to show.
    for statement in [
        "SELECT words, article_words.title, NULL, NULL,
             articles.id AS article, NULL AS mark, articles.title AS title_now, bm25(article_words, 8.0, 1.0) AS rank
         FROM article_words JOIN articles ON articles.row = article_words.rowid
         WHERE article_words MATCH :expression AND articles.binned IS NULL
         ORDER BY rank LIMIT :limit",
        "SELECT mark_words.note, mark_words.correction, mark_words.tags, mark_words.quotes,
             articles.id AS article, marks.id AS mark, articles.title AS title_now, bm25(mark_words) AS rank
         FROM mark_words JOIN marks ON marks.row = mark_words.rowid JOIN articles ON articles.id = marks.article
         WHERE mark_words MATCH :expression AND articles.binned IS NULL
         ORDER BY rank LIMIT :limit",
    ] {
        let mut statement = connection.prepare_cached(statement)?;
        let bound = named_params! {":expression": query.expression(), ":limit": limit};
        let found = statement.query_map(bound, from_row)?;
        hits.extend(found.collect::<Result<Vec<_>>>()?);
    }
    let mut best: HashMap<ArticleId, f64> = HashMap::new();
    for (rank, hit) in &hits {
        best.entry(hit.article)
            .and_modify(|best| *best = best.min(*rank))
            .or_insert(*rank);
    }
    hits.sort_by(|(a_rank, a), (b_rank, b)| {
        best[&a.article]
            .total_cmp(&best[&b.article])
            .then(a.article.cmp(&b.article))
            .then(a.mark.is_some().cmp(&b.mark.is_some()))
            .then(a_rank.total_cmp(b_rank))
    });
    hits.truncate(limit as usize);
    Ok(hits.into_iter().map(|(_, hit)| hit).collect())
}
