//! The tables of revisions and of their content, which outlives them so that an undone import can be redone.

use std::sync::Arc;

use obelus_core::article::{Original, Revision};
use obelus_core::body::Body;
use obelus_core::edit::Content;
use obelus_core::id::{ArticleId, RevisionId, Time};
use rusqlite::{Connection, OptionalExtension, Result, Row, named_params};
use sha2::{Digest, Sha256};

use crate::words::{from_json, json, value, word};

pub(crate) const TABLES: &str = "
CREATE TABLE revisions (
    row INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    article BLOB NOT NULL REFERENCES articles (id),
    number INTEGER NOT NULL CHECK (number >= 1),
    reason TEXT NOT NULL,
    created INTEGER NOT NULL, -- milliseconds since 1970
    format TEXT,
    bytes INTEGER CHECK ((format IS NULL) = (bytes IS NULL)),
    characters INTEGER NOT NULL CHECK (characters >= 0), -- code points
    words INTEGER NOT NULL CHECK (words >= 0),
    UNIQUE (article, number)
) STRICT;

-- Without a foreign key: it outlives its revision, until the bin is emptied.
CREATE TABLE contents (
    revision BLOB PRIMARY KEY CHECK (length(revision) = 16),
    article BLOB NOT NULL CHECK (length(article) = 16),
    body TEXT NOT NULL, -- JSON of the block model
    body_sha256 BLOB NOT NULL CHECK (length(body_sha256) = 32),
    original BLOB NOT NULL, -- the bytes that the revision was made from
    original_sha256 BLOB NOT NULL CHECK (length(original_sha256) = 32)
) STRICT;
CREATE INDEX contents_of_article ON contents (article);
";

fn from_row(row: &Row) -> Result<Revision> {
    let format: Option<String> = row.get("format")?;
    Ok(Revision {
        id: RevisionId(row.get("id")?),
        article: ArticleId(row.get("article")?),
        number: row.get("number")?,
        reason: value(row.get("reason")?)?,
        created: Time(row.get("created")?),
        original: match format {
            Some(format) => Some(Original {
                format: value(format)?,
                bytes: row.get("bytes")?,
            }),
            None => None,
        },
        characters: row.get("characters")?,
        words: row.get("words")?,
    })
}

pub(crate) fn get(connection: &Connection, id: RevisionId) -> Result<Option<Revision>> {
    connection
        .prepare_cached("SELECT * FROM revisions WHERE id = :id")?
        .query_row(named_params! {":id": id.0}, from_row)
        .optional()
}

pub(crate) fn latest(connection: &Connection, article: ArticleId) -> Result<Option<Revision>> {
    connection
        .prepare_cached("SELECT * FROM revisions WHERE article = :article ORDER BY number DESC LIMIT 1")?
        .query_row(named_params! {":article": article.0}, from_row)
        .optional()
}

pub(crate) fn numbered(connection: &Connection, article: ArticleId, number: u32) -> Result<Option<Revision>> {
    connection
        .prepare_cached("SELECT * FROM revisions WHERE article = :article AND number = :number")?
        .query_row(named_params! {":article": article.0, ":number": number}, from_row)
        .optional()
}

/// Every revision of an article, the first one first.
pub(crate) fn of_article(connection: &Connection, article: ArticleId) -> Result<Vec<Revision>> {
    connection
        .prepare_cached("SELECT * FROM revisions WHERE article = :article ORDER BY number")?
        .query_map(named_params! {":article": article.0}, from_row)?
        .collect()
}

pub(crate) fn all(connection: &Connection) -> Result<Vec<Revision>> {
    connection
        .prepare_cached("SELECT * FROM revisions ORDER BY id")?
        .query_map([], from_row)?
        .collect()
}

pub(crate) fn put(connection: &Connection, revision: &Revision) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO revisions (id, article, number, reason, created, format, bytes, characters, words)
             VALUES (:id, :article, :number, :reason, :created, :format, :bytes, :characters, :words)",
        )?
        .execute(named_params! {
            ":id": revision.id.0,
            ":article": revision.article.0,
            ":number": revision.number,
            ":reason": word(&revision.reason),
            ":created": revision.created.0,
            ":format": revision.original.as_ref().map(|original| word(&original.format)),
            ":bytes": revision.original.as_ref().map(|original| original.bytes),
            ":characters": revision.characters,
            ":words": revision.words,
        })?;
    Ok(())
}

pub(crate) fn remove(connection: &Connection, id: RevisionId) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM revisions WHERE id = :id")?
        .execute(named_params! {":id": id.0})?;
    Ok(())
}

/// Forgets every revision of an article.
pub(crate) fn remove_all(connection: &Connection, article: ArticleId) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM revisions WHERE article = :article")?
        .execute(named_params! {":article": article.0})?;
    Ok(())
}

pub(crate) fn put_content(connection: &Connection, revision: &Revision, content: &Content) -> Result<()> {
    let body = json(&*content.body);
    connection
        .prepare_cached(
            "INSERT INTO contents (revision, article, body, body_sha256, original, original_sha256)
             VALUES (:revision, :article, :body, :body_sha256, :original, :original_sha256)",
        )?
        .execute(named_params! {
            ":revision": revision.id.0,
            ":article": revision.article.0,
            ":body": body,
            ":body_sha256": &Sha256::digest(&body)[..],
            ":original": &*content.original,
            ":original_sha256": &Sha256::digest(&content.original)[..],
        })?;
    Ok(())
}

pub(crate) fn body(connection: &Connection, id: RevisionId) -> Result<Option<Arc<Body>>> {
    connection
        .prepare_cached("SELECT body FROM contents WHERE revision = :revision")?
        .query_row(named_params! {":revision": id.0}, |row| {
            from_json(row.get_ref("body")?.as_str()?).map(Arc::new)
        })
        .optional()
}

/// The bytes that a revision was made from, if any were kept.
pub(crate) fn original(connection: &Connection, id: RevisionId) -> Result<Option<Vec<u8>>> {
    let bytes: Option<Vec<u8>> = connection
        .prepare_cached("SELECT original FROM contents WHERE revision = :revision")?
        .query_row(named_params! {":revision": id.0}, |row| row.get(0))
        .optional()?;
    Ok(bytes.filter(|bytes| !bytes.is_empty()))
}

/// The version that was made from these bytes, of an article in the shelf; of several, the one that came last.
pub(crate) fn with_original(connection: &Connection, bytes: &[u8]) -> Result<Option<(ArticleId, RevisionId)>> {
    // What nothing was kept of is not the same as nothing.
    if bytes.is_empty() {
        return Ok(None);
    }
    connection
        .prepare_cached(
            "SELECT revisions.article AS article, revisions.id AS revision
             FROM contents JOIN revisions ON revisions.id = contents.revision
             JOIN articles ON articles.id = revisions.article
             WHERE original_sha256 = :sha256 AND articles.binned IS NULL
             ORDER BY revisions.created DESC, revisions.row DESC LIMIT 1",
        )?
        .query_row(named_params! {":sha256": &Sha256::digest(bytes)[..]}, |row| {
            Ok((ArticleId(row.get("article")?), RevisionId(row.get("revision")?)))
        })
        .optional()
}

/// The fingerprint that a content would have.
pub(crate) fn fingerprint_of(content: &Content) -> Vec<u8> {
    let mut both = Sha256::digest(json(&*content.body)).to_vec();
    both.extend(Sha256::digest(&content.original));
    Sha256::digest(both).to_vec()
}

/// The SHA-256 of a revision's body and original together, as the journal's chain remembers it.
pub(crate) fn fingerprint(connection: &Connection, id: RevisionId) -> Result<Option<Vec<u8>>> {
    connection
        .prepare_cached("SELECT body_sha256, original_sha256 FROM contents WHERE revision = :revision")?
        .query_row(named_params! {":revision": id.0}, |row| {
            let mut both: Vec<u8> = row.get("body_sha256")?;
            both.extend(row.get::<_, Vec<u8>>("original_sha256")?);
            Ok(Sha256::digest(both).to_vec())
        })
        .optional()
}
