//! The tables of pictures: each kept once, for as long as a content names it.

use std::collections::BTreeMap;
use std::sync::Arc;

use obelus_core::body::Body;
use obelus_core::edit::EditError;
use obelus_core::id::{ArticleId, RevisionId};
use obelus_core::picture::{PictureFile, PictureId};
use rusqlite::{Connection, OptionalExtension, Result, named_params};
use sha2::{Digest, Sha256};

use crate::LibraryError;

pub(crate) const TABLES: &str = "
CREATE TABLE pictures (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 64), -- SHA-256 of the bytes, in hexadecimal digits
    bytes BLOB NOT NULL -- a PNG or JPEG file
) STRICT;

-- Which contents name which pictures. Like contents, it outlives a revision that was undone.
CREATE TABLE pictured (
    revision BLOB NOT NULL REFERENCES contents (revision),
    picture INTEGER NOT NULL REFERENCES pictures (row),
    PRIMARY KEY (revision, picture)
) STRICT, WITHOUT ROWID;
CREATE INDEX pictured_by ON pictured (picture);

-- Whether the same bytes came in before.
CREATE INDEX contents_by_original ON contents (original_sha256);
";

/// Keeps the pictures that a content names: those that came with it, and those that are there already.
pub(crate) fn put(
    connection: &Connection,
    revision: RevisionId,
    body: &Body,
    files: &[PictureFile],
) -> std::result::Result<(), LibraryError> {
    let files: BTreeMap<&PictureId, &PictureFile> = files.iter().map(|file| (&file.id, file)).collect();
    for id in body.pictures() {
        if let Some(file) = files.get(id) {
            if name(&file.bytes) != id.as_str() {
                return Err(EditError::Picture(id.clone()).into());
            }
            connection
                .prepare_cached("INSERT INTO pictures (id, bytes) VALUES (:id, :bytes) ON CONFLICT (id) DO NOTHING")?
                .execute(named_params! {":id": id.as_str(), ":bytes": &*file.bytes})?;
        }
        let named = connection
            .prepare_cached(
                "INSERT INTO pictured (revision, picture) SELECT :revision, row FROM pictures WHERE id = :id",
            )?
            .execute(named_params! {":revision": revision.0, ":id": id.as_str()})?;
        if named == 0 {
            return Err(EditError::Picture(id.clone()).into());
        }
    }
    Ok(())
}

pub(crate) fn get(connection: &Connection, id: &PictureId) -> Result<Option<Vec<u8>>> {
    connection
        .prepare_cached("SELECT bytes FROM pictures WHERE id = :id")?
        .query_row(named_params! {":id": id.as_str()}, |row| row.get("bytes"))
        .optional()
}

/// The pictures that the content of a revision names.
pub(crate) fn of_revision(connection: &Connection, revision: RevisionId) -> Result<BTreeMap<PictureId, Arc<[u8]>>> {
    connection
        .prepare_cached(
            "SELECT id, bytes FROM pictured JOIN pictures ON pictures.row = picture WHERE revision = :revision",
        )?
        .query_map(named_params! {":revision": revision.0}, |row| {
            let id = PictureId::new(row.get_ref("id")?.as_str()?).map_err(crate::words::unfit)?;
            Ok((id, row.get_ref("bytes")?.as_blob()?.into()))
        })?
        .collect()
}

/// Forgets which pictures the contents of an article name, and those that nothing names any more.
pub(crate) fn erase(connection: &Connection, article: ArticleId) -> Result<()> {
    connection
        .prepare_cached(
            "DELETE FROM pictured WHERE revision IN (SELECT revision FROM contents WHERE article = :article)",
        )?
        .execute(named_params! {":article": article.0})?;
    connection
        .prepare_cached("DELETE FROM pictures WHERE NOT EXISTS (SELECT 1 FROM pictured WHERE picture = pictures.row)")?
        .execute([])?;
    Ok(())
}

/// What a check can find wrong here.
pub(crate) enum Wrong {
    /// The bytes are not those that the name stands for.
    Bytes(String),
    /// No content names it.
    Stray(String),
}

pub(crate) fn wrong(connection: &Connection) -> Result<Vec<Wrong>> {
    let mut statement = connection.prepare_cached(
        "SELECT id, bytes, EXISTS (SELECT 1 FROM pictured WHERE picture = pictures.row) AS named FROM pictures",
    )?;
    let mut rows = statement.query([])?;
    let mut wrong = Vec::new();
    while let Some(row) = rows.next()? {
        let id: String = row.get("id")?;
        if name(row.get_ref("bytes")?.as_blob()?) != id {
            wrong.push(Wrong::Bytes(id));
        } else if !row.get("named")? {
            wrong.push(Wrong::Stray(id));
        }
    }
    Ok(wrong)
}

/// Whether the library has every picture that a content names, and knows that it does.
pub(crate) fn are_there(connection: &Connection, revision: RevisionId, body: &Body) -> Result<bool> {
    let named = body.pictures();
    let mut statement = connection
        .prepare_cached("SELECT id FROM pictured JOIN pictures ON pictures.row = picture WHERE revision = :revision")?;
    let there = statement.query_map(named_params! {":revision": revision.0}, |row| {
        row.get::<_, String>("id")
    })?;
    let there: std::collections::BTreeSet<String> = there.collect::<Result<_>>()?;
    Ok(there.len() == named.len() && named.iter().all(|id| there.contains(id.as_str())))
}

/// The name of a picture that has these bytes.
fn name(bytes: &[u8]) -> String {
    use std::fmt::Write;
    Sha256::digest(bytes)
        .iter()
        .fold(String::with_capacity(64), |mut name, byte| {
            let _ = write!(name, "{byte:02x}");
            name
        })
}
