//! The journal: every edit ever made, in order, with who, when, what, and how to take it back.

use obelus_core::edit::Deed;
use obelus_core::id::{ArticleId, EditId, GroupId, MarkId, Time};
use rusqlite::{Connection, OptionalExtension, Result, Row, named_params};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use ts_rs::TS;

use crate::words::{from_json, json, value, word};

/// Who makes an edit, when, and under which id. Given from outside: the library has no clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    pub id: EditId,
    /// The person's name or initials.
    pub author: String,
    pub time: Time,
    /// Consecutive edits of one group are taken back together.
    pub group: Option<GroupId>,
}

/// One line of the history. The screen has the words for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct JournalLine {
    pub id: EditId,
    pub act: Act,
    /// What the edit does; for an undo, what was taken back.
    pub deed: Deed,
    pub author: String,
    pub time: Time,
    pub article: Option<ArticleId>,
    /// The article's title now; nothing once it was erased from the bin.
    pub title: Option<String>,
    /// The mark, where the edit is about one.
    pub mark: Option<MarkId>,
    /// The words of that mark, at most 120 code points.
    pub quote: Option<String>,
    /// How many marks the edit is about.
    pub marks: u32,
    /// An edit that is taken back at the moment.
    pub undone: bool,
}

/// Whether a line of the journal is an edit, or takes one back, or makes it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Act {
    Do,
    Undo,
    Redo,
    /// The bin was emptied: what the journal knew of its articles was erased.
    Erase,
}

pub(crate) const TABLES: &str = "
CREATE TABLE journal (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    act TEXT NOT NULL CHECK (act IN ('do', 'undo', 'redo', 'erase')),
    -- JSON array: the seqs that an undo takes back or a redo makes again, in the order of doing so.
    acts_on TEXT CHECK ((act IN ('undo', 'redo')) = (acts_on IS NOT NULL)),
    deed TEXT NOT NULL,
    author TEXT NOT NULL,
    device TEXT NOT NULL,
    time INTEGER NOT NULL, -- milliseconds since 1970
    run BLOB CHECK (length(run) = 16), -- edits of one run are taken back together
    article BLOB CHECK (length(article) = 16),
    mark BLOB CHECK (length(mark) = 16),
    marks INTEGER NOT NULL,
    content_sha256 BLOB, -- of the content that came with the edit
    payload_sha256 BLOB NOT NULL, -- of edit, inverse and quote, which can be erased
    edit TEXT,
    inverse TEXT,
    quote TEXT,
    hash BLOB NOT NULL CHECK (length(hash) = 32), -- over the row before and all of this row but its payload and state
    -- Follows from the acts; kept so that undo finds its place at once, also after a restart.
    state TEXT CHECK (state IN ('done', 'undone', 'dropped', 'erased')),
    CHECK ((act = 'do') = (state IS NOT NULL))
) STRICT;
CREATE INDEX journal_by_state ON journal (state, seq);
CREATE INDEX journal_of_article ON journal (article, time);
";

/// How much of a mark's words a line of the journal remembers, in code points.
const QUOTE_LENGTH: usize = 120;

// Steps that came from another library keep their runs; what came at once is taken back at once.
pub(crate) const FROM_OTHERS: &str = "
ALTER TABLE journal ADD COLUMN came BLOB CHECK (length(came) = 16);
";

/// A row as it is written.
pub(crate) struct Entry {
    pub(crate) act: Act,
    pub(crate) acts_on: Option<Vec<i64>>,
    pub(crate) deed: Deed,
    pub(crate) article: Option<ArticleId>,
    pub(crate) mark: Option<MarkId>,
    pub(crate) marks: u32,
    pub(crate) content_sha256: Option<Vec<u8>>,
    pub(crate) edit: Option<String>,
    pub(crate) inverse: Option<String>,
    pub(crate) quote: Option<String>,
    /// With what it came from another library.
    pub(crate) came: Option<GroupId>,
}

/// A row as it is stored, with all that its hash is made of.
pub(crate) struct Stored {
    pub(crate) seq: i64,
    pub(crate) id: EditId,
    pub(crate) act: Act,
    pub(crate) acts_on: Option<String>,
    pub(crate) deed: String,
    pub(crate) author: String,
    pub(crate) device: String,
    pub(crate) time: i64,
    pub(crate) run: Option<GroupId>,
    pub(crate) article: Option<ArticleId>,
    pub(crate) mark: Option<MarkId>,
    pub(crate) marks: u32,
    pub(crate) content_sha256: Option<Vec<u8>>,
    pub(crate) payload_sha256: Vec<u8>,
    pub(crate) edit: Option<String>,
    pub(crate) inverse: Option<String>,
    pub(crate) quote: Option<String>,
    pub(crate) hash: Vec<u8>,
    pub(crate) state: Option<String>,
    pub(crate) came: Option<GroupId>,
}

/// Feeds a hash with fields so that no two rows feed it alike: each by its length, then its bytes.
struct Fields(Sha256);

impl Fields {
    fn add(&mut self, field: Option<&[u8]>) {
        let length = field.map_or(u64::MAX, |bytes| bytes.len() as u64);
        self.0.update(length.to_be_bytes());
        self.0.update(field.unwrap_or_default());
    }

    fn digest(fields: &[Option<&[u8]>]) -> Vec<u8> {
        let mut all = Self(Sha256::new());
        for field in fields {
            all.add(*field);
        }
        all.0.finalize().to_vec()
    }
}

impl Stored {
    pub(crate) fn payload_digest(&self) -> Vec<u8> {
        Fields::digest(&[&self.edit, &self.inverse, &self.quote].map(|field| field.as_deref().map(str::as_bytes)))
    }

    /// The link of the chain: this row after the row before it.
    pub(crate) fn chain_digest(&self, before: &[u8]) -> Vec<u8> {
        let uuid = |id: &Option<uuid::Uuid>| id.map(|id| id.into_bytes());
        let (run, article, mark) = (
            uuid(&self.run.map(|id| id.0)),
            uuid(&self.article.map(|id| id.0)),
            uuid(&self.mark.map(|id| id.0)),
        );
        let (seq, act, time, marks) = (
            self.seq.to_be_bytes(),
            word(&self.act),
            self.time.to_be_bytes(),
            self.marks.to_be_bytes(),
        );
        let mut fields = vec![
            Some(before),
            Some(&seq),
            Some(self.id.0.as_bytes()),
            Some(act.as_bytes()),
            self.acts_on.as_deref().map(str::as_bytes),
            Some(self.deed.as_bytes()),
            Some(self.author.as_bytes()),
            Some(self.device.as_bytes()),
            Some(&time),
            run.as_ref().map(|id| &id[..]),
            article.as_ref().map(|id| &id[..]),
            mark.as_ref().map(|id| &id[..]),
            Some(&marks),
            self.content_sha256.as_deref(),
            Some(&self.payload_sha256),
        ];
        // Rows from before anything came from others have no such field.
        let came = self.came.map(|id| id.0.into_bytes());
        fields.extend(came.as_ref().map(|id| Some(&id[..])));
        Fields::digest(&fields)
    }

    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self {
            seq: row.get("seq")?,
            id: EditId(row.get("id")?),
            act: value(row.get("act")?)?,
            acts_on: row.get("acts_on")?,
            deed: row.get("deed")?,
            author: row.get("author")?,
            device: row.get("device")?,
            time: row.get("time")?,
            run: row.get::<_, Option<_>>("run")?.map(GroupId),
            article: row.get::<_, Option<_>>("article")?.map(ArticleId),
            mark: row.get::<_, Option<_>>("mark")?.map(MarkId),
            marks: row.get("marks")?,
            content_sha256: row.get("content_sha256")?,
            payload_sha256: row.get("payload_sha256")?,
            edit: row.get("edit")?,
            inverse: row.get("inverse")?,
            quote: row.get("quote")?,
            hash: row.get("hash")?,
            state: row.get("state")?,
            came: row.get::<_, Option<_>>("came")?.map(GroupId),
        })
    }

    /// Whether two edits are gone through together.
    fn is_with(&self, other: &Self) -> bool {
        match (self.came, other.came) {
            (None, None) => self.run.is_some() && self.run == other.run,
            (one, other) => one == other,
        }
    }
}

/// Writes the next row.
pub(crate) fn append(connection: &Connection, device: &str, stamp: Stamp, entry: Entry) -> Result<()> {
    let last: Option<(i64, Vec<u8>)> = connection
        .prepare_cached("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get("seq")?, row.get("hash")?)))
        .optional()?;
    let (seq, before) = last.unwrap_or((0, Vec::new()));
    let mut row = Stored {
        seq: seq + 1,
        id: stamp.id,
        act: entry.act,
        acts_on: entry.acts_on.map(|seqs| json(&seqs)),
        deed: word(&entry.deed),
        author: stamp.author,
        device: device.to_owned(),
        time: stamp.time.0,
        run: stamp.group,
        article: entry.article,
        mark: entry.mark,
        marks: entry.marks,
        content_sha256: entry.content_sha256,
        payload_sha256: Vec::new(),
        edit: entry.edit,
        inverse: entry.inverse,
        quote: entry.quote.map(|quote| quote.chars().take(QUOTE_LENGTH).collect()),
        hash: Vec::new(),
        state: (entry.act == Act::Do).then(|| "done".to_owned()),
        came: entry.came,
    };
    row.payload_sha256 = row.payload_digest();
    row.hash = row.chain_digest(&before);
    connection
        .prepare_cached(
            "INSERT INTO journal
                 (seq, id, act, acts_on, deed, author, device, time, run, article, mark, marks,
                  content_sha256, payload_sha256, edit, inverse, quote, hash, state, came)
             VALUES
                 (:seq, :id, :act, :acts_on, :deed, :author, :device, :time, :run, :article, :mark, :marks,
                  :content_sha256, :payload_sha256, :edit, :inverse, :quote, :hash, :state, :came)",
        )?
        .execute(named_params! {
            ":seq": row.seq,
            ":id": row.id.0,
            ":act": word(&row.act),
            ":acts_on": row.acts_on,
            ":deed": row.deed,
            ":author": row.author,
            ":device": row.device,
            ":time": row.time,
            ":run": row.run.map(|id| id.0),
            ":article": row.article.map(|id| id.0),
            ":mark": row.mark.map(|id| id.0),
            ":marks": row.marks,
            ":content_sha256": row.content_sha256,
            ":payload_sha256": row.payload_sha256,
            ":edit": row.edit,
            ":inverse": row.inverse,
            ":quote": row.quote,
            ":hash": row.hash,
            ":state": row.state,
            ":came": row.came.map(|id| id.0),
        })?;
    Ok(())
}

/// Which way an edit is gone through again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Back,
    Forth,
}

impl Way {
    /// The query for the edits that are next on this way.
    fn next(self) -> &'static str {
        match self {
            Self::Back => "SELECT * FROM journal WHERE state = 'done' ORDER BY seq DESC",
            Self::Forth => "SELECT * FROM journal WHERE state = 'undone' ORDER BY seq ASC",
        }
    }
}

/// The edit that is next on the way, and all of its group that follow it.
pub(crate) fn next_run(connection: &Connection, way: Way) -> Result<Vec<Stored>> {
    let mut statement = connection.prepare_cached(way.next())?;
    let mut rows = statement.query([])?;
    let mut run: Vec<Stored> = Vec::new();
    while let Some(row) = rows.next()? {
        let row = Stored::from_row(row)?;
        match run.first() {
            Some(first) if !first.is_with(&row) => break,
            _ => run.push(row),
        }
    }
    Ok(run)
}

pub(crate) fn next_line(connection: &Connection, way: Way) -> Result<Option<JournalLine>> {
    let seq: Option<i64> = connection
        .prepare_cached(way.next())?
        .query_row([], |row| row.get("seq"))
        .optional()?;
    seq.map(|seq| line(connection, seq)).transpose()
}

pub(crate) fn set_state(connection: &Connection, seq: i64, way: Way) -> Result<()> {
    connection
        .prepare_cached("UPDATE journal SET state = :state WHERE seq = :seq")?
        .execute(named_params! {
            ":state": match way { Way::Back => "undone", Way::Forth => "done" },
            ":seq": seq,
        })?;
    Ok(())
}

/// What was taken back can no longer be made again: the person went another way.
pub(crate) fn drop_undone(connection: &Connection) -> Result<()> {
    connection
        .prepare_cached("UPDATE journal SET state = 'dropped' WHERE state = 'undone'")?
        .execute([])?;
    Ok(())
}

/// What became of an edit, by its id: the state of its row; nothing where there is no such edit.
pub(crate) fn state_of(connection: &Connection, id: EditId) -> Result<Option<String>> {
    connection
        .prepare_cached("SELECT state FROM journal WHERE id = :id")?
        .query_row(named_params! {":id": id.0}, |row| row.get("state"))
        .optional()
        .map(Option::flatten)
}

/// The edits of an article that were not taken back, the first one first.
pub(crate) fn done(connection: &Connection, article: ArticleId) -> Result<Vec<Stored>> {
    connection
        .prepare_cached("SELECT * FROM journal WHERE article = :article AND state = 'done' ORDER BY seq")?
        .query_map(named_params! {":article": article.0}, Stored::from_row)?
        .collect()
}

/// Whether what the journal knew of an article was erased.
pub(crate) fn was_erased(connection: &Connection, article: ArticleId) -> Result<bool> {
    connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM journal WHERE article = :article AND state = 'erased') AS erased",
        )?
        .query_row(named_params! {":article": article.0}, |row| row.get("erased"))
}

pub(crate) fn stored(connection: &Connection, seq: i64) -> Result<Option<Stored>> {
    connection
        .prepare_cached("SELECT * FROM journal WHERE seq = :seq")?
        .query_row(named_params! {":seq": seq}, Stored::from_row)
        .optional()
}

/// Every row, in order.
pub(crate) fn each(
    connection: &Connection,
    mut look: impl FnMut(Stored) -> std::result::Result<(), crate::LibraryError>,
) -> std::result::Result<(), crate::LibraryError> {
    let mut statement = connection.prepare_cached("SELECT * FROM journal ORDER BY seq")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        look(Stored::from_row(row)?)?;
    }
    Ok(())
}

/// Erases what the journal knows of an article; the chain of hashes stays whole.
pub(crate) fn erase(connection: &Connection, article: ArticleId) -> Result<()> {
    connection
        .prepare_cached(
            "UPDATE journal
             SET edit = NULL, inverse = NULL, quote = NULL, state = iif(state IS NULL, NULL, 'erased')
             WHERE article = :article",
        )?
        .execute(named_params! {":article": article.0})?;
    Ok(())
}

/// The articles that came and went again (their import was undone, and something else done since).
pub(crate) fn gone(connection: &Connection) -> Result<Vec<ArticleId>> {
    connection
        .prepare_cached(
            "SELECT DISTINCT article FROM journal
             WHERE state = 'dropped' AND article IS NOT NULL AND article NOT IN (SELECT id FROM articles)",
        )?
        .query_map([], |row| row.get("article").map(ArticleId))?
        .collect()
}

// The title of an article that is not there any more is the one it came with.
const LINE: &str = "
    SELECT journal.*, coalesce(articles.title, (
        SELECT json_extract(came.edit, '$.article.title') FROM journal AS came
        WHERE came.article = journal.article AND came.act = 'do' AND came.deed = 'article_added'
    )) AS title
    FROM journal LEFT JOIN articles ON articles.id = journal.article";

fn from_row(row: &Row) -> Result<JournalLine> {
    let state: Option<String> = row.get("state")?;
    Ok(JournalLine {
        id: EditId(row.get("id")?),
        act: value(row.get("act")?)?,
        deed: value(row.get("deed")?)?,
        author: row.get("author")?,
        time: Time(row.get("time")?),
        article: row.get::<_, Option<_>>("article")?.map(ArticleId),
        title: row.get("title")?,
        mark: row.get::<_, Option<_>>("mark")?.map(MarkId),
        quote: row.get("quote")?,
        marks: row.get("marks")?,
        undone: matches!(state.as_deref(), Some("undone" | "dropped")),
    })
}

pub(crate) fn line(connection: &Connection, seq: i64) -> Result<JournalLine> {
    connection
        .prepare_cached(&format!("{LINE} WHERE journal.seq = :seq"))?
        .query_row(named_params! {":seq": seq}, from_row)
}

/// The newest lines, newest first; of one article, or of all.
pub(crate) fn history(connection: &Connection, article: Option<ArticleId>, limit: u32) -> Result<Vec<JournalLine>> {
    let condition = match article {
        Some(_) => "journal.article = :article",
        None => ":article IS NULL",
    };
    connection
        .prepare_cached(&format!(
            "{LINE} WHERE {condition} ORDER BY journal.seq DESC LIMIT :limit"
        ))?
        .query_map(
            named_params! {":article": article.map(|id| id.0), ":limit": limit},
            from_row,
        )?
        .collect()
}

/// The seqs that an undo or a redo is about.
pub(crate) fn acted_on(row: &Stored) -> Result<Vec<i64>> {
    row.acts_on.as_deref().map_or(Ok(Vec::new()), from_json)
}
