//! The table of articles.

use obelus_core::article::{Article, Origin};
use obelus_core::id::{ArticleId, Time};
use rusqlite::{Connection, OptionalExtension, Result, Row, named_params};

use crate::words::unfit;

pub(crate) const TABLES: &str = "
CREATE TABLE articles (
    row INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    title TEXT NOT NULL CHECK (title <> ''),
    byline TEXT,
    site TEXT,
    url TEXT,
    language TEXT,
    origin TEXT NOT NULL CHECK (origin IN ('clipboard', 'file', 'sample', 'pipe')),
    file_name TEXT CHECK ((origin = 'file') = (file_name IS NOT NULL)),
    created INTEGER NOT NULL, -- milliseconds since 1970
    binned INTEGER
) STRICT;
";

// SQLite cannot widen a CHECK in place: a new table takes the old one's name. Its rows keep their numbers, by which
// the search knows them, and what refers to an article refers to its id.
pub(crate) const FROM_THE_WEB: &str = "
CREATE TABLE new_articles (
    row INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    title TEXT NOT NULL CHECK (title <> ''),
    byline TEXT,
    site TEXT,
    published TEXT, -- ISO 8601, as the source says it
    url TEXT,
    language TEXT,
    origin TEXT NOT NULL CHECK (origin IN ('clipboard', 'file', 'sample', 'pipe', 'web')),
    file_name TEXT CHECK ((origin = 'file') = (file_name IS NOT NULL)),
    created INTEGER NOT NULL, -- milliseconds since 1970
    binned INTEGER
) STRICT;
INSERT INTO new_articles (row, id, title, byline, site, url, language, origin, file_name, created, binned)
    SELECT row, id, title, byline, site, url, language, origin, file_name, created, binned FROM articles;
DROP TABLE articles;
ALTER TABLE new_articles RENAME TO articles;
";

pub(crate) fn from_row(row: &Row) -> Result<Article> {
    let origin: String = row.get("origin")?;
    Ok(Article {
        id: ArticleId(row.get("id")?),
        title: row.get("title")?,
        byline: row.get("byline")?,
        site: row.get("site")?,
        published: row.get("published")?,
        url: row.get("url")?,
        language: row.get("language")?,
        origin: match origin.as_str() {
            "clipboard" => Origin::Clipboard,
            "file" => Origin::File {
                name: row.get("file_name")?,
            },
            "sample" => Origin::Sample,
            "pipe" => Origin::Pipe,
            "web" => Origin::Web,
            _ => return Err(unfit(std::fmt::Error)),
        },
        created: Time(row.get("created")?),
        binned: row.get::<_, Option<i64>>("binned")?.map(Time),
    })
}

pub(crate) fn get(connection: &Connection, id: ArticleId) -> Result<Option<Article>> {
    connection
        .prepare_cached("SELECT * FROM articles WHERE id = :id")?
        .query_row(named_params! {":id": id.0}, from_row)
        .optional()
}

pub(crate) fn all(connection: &Connection) -> Result<Vec<Article>> {
    connection
        .prepare_cached("SELECT * FROM articles ORDER BY id")?
        .query_map([], from_row)?
        .collect()
}

pub(crate) fn put(connection: &Connection, article: &Article) -> Result<()> {
    let (origin, file_name) = match &article.origin {
        Origin::Clipboard => ("clipboard", None),
        Origin::File { name } => ("file", Some(name)),
        Origin::Sample => ("sample", None),
        Origin::Pipe => ("pipe", None),
        Origin::Web => ("web", None),
    };
    connection
        .prepare_cached(
            "INSERT INTO articles
                 (id, title, byline, site, published, url, language, origin, file_name, created, binned)
             VALUES
                 (:id, :title, :byline, :site, :published, :url, :language, :origin, :file_name, :created, :binned)
             ON CONFLICT (id) DO UPDATE SET
                 title = :title, byline = :byline, site = :site, published = :published, url = :url,
                 language = :language, origin = :origin, file_name = :file_name, created = :created, binned = :binned",
        )?
        .execute(named_params! {
            ":id": article.id.0,
            ":title": article.title,
            ":byline": article.byline,
            ":site": article.site,
            ":published": article.published,
            ":url": article.url,
            ":language": article.language,
            ":origin": origin,
            ":file_name": file_name,
            ":created": article.created.0,
            ":binned": article.binned.map(|time| time.0),
        })?;
    Ok(())
}

pub(crate) fn remove(connection: &Connection, id: ArticleId) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM articles WHERE id = :id")?
        .execute(named_params! {":id": id.0})?;
    Ok(())
}
