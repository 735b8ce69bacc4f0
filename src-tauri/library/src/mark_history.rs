//! The history of a mark (what it said in each version, and who did what to it, when) and of a whole article.

use obelus_core::done::Done;
use obelus_core::edit::{Deed, Edit, MarkChange};
use obelus_core::id::{ArticleId, GroupId, MarkId, Time};
use obelus_core::mark::{Mark, Status};
use obelus_core::placement::Placement;
use rusqlite::{Connection, Result, named_params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::words::{from_json, value};
use crate::{Library, LibraryError, marks, revisions};

/// What became of a mark, from the day it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MarkHistory {
    /// From the revision it was made in to the latest.
    pub versions: Vec<MarkVersion>,
    /// What was done to it and not taken back, the first thing first.
    pub deeds: Vec<MarkDeed>,
}

/// A mark in one revision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MarkVersion {
    /// The number of the revision.
    pub revision: u32,
    /// When the revision came.
    pub created: Time,
    /// Nothing where the mark was made in it.
    pub placement: Option<Placement>,
    /// What it says there; nothing where it has no place.
    pub quotes: Vec<String>,
}

/// Something that somebody did to a mark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MarkDeed {
    pub time: Time,
    pub author: String,
    pub deed: Deed,
    /// The status that it was given, where that is what was done.
    pub status: Option<Status>,
    /// The status that it had before.
    pub was: Option<Status>,
}

impl Library {
    /// What became of a mark; nothing where there is no such mark.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn mark_history(&self, mark: MarkId) -> Result<Option<MarkHistory>, LibraryError> {
        let history = || -> Result<Option<MarkHistory>> {
            let Some(mark) = marks::get(&self.connection, mark)? else {
                return Ok(None);
            };
            Ok(Some(MarkHistory {
                versions: versions(&self.connection, &mark)?,
                deeds: deeds(&self.connection, &mark)?,
            }))
        };
        history().map_err(|error| LibraryError::from(error).at(&self.file))
    }
}

impl Library {
    /// What was done to an article and not taken back, the first thing first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn done_to(&self, article: ArticleId) -> Result<Vec<Done>, LibraryError> {
        done_to(&self.connection, article).map_err(|error| LibraryError::from(error).at(&self.file))
    }
}

fn done_to(connection: &Connection, article: ArticleId) -> Result<Vec<Done>> {
    let mut statement = connection.prepare_cached(
        "SELECT time, author, deed, run, mark, marks, quote, edit, inverse FROM journal
         WHERE article = :article AND act = 'do' AND state = 'done' ORDER BY seq",
    )?;
    let mut rows = statement.query(named_params! { ":article": article.0 })?;
    let mut all: Vec<Done> = Vec::new();
    let mut before: Option<GroupId> = None;
    while let Some(row) = rows.next()? {
        let run = row.get::<_, Option<_>>("run")?.map(GroupId);
        let mark = row.get::<_, Option<_>>("mark")?.map(MarkId);
        // Many marks of one edit each have their own status.
        let status = |column| -> Result<Option<Status>> {
            let Some(mark) = mark else { return Ok(None) };
            let edit: Edit = from_json(row.get_ref(column)?.as_str()?)?;
            Ok(given(&edit, mark))
        };
        let done = Done {
            time: Time(row.get("time")?),
            author: row.get("author")?,
            deed: value(row.get("deed")?)?,
            mark,
            marks: row.get("marks")?,
            quote: row.get("quote")?,
            status: status("edit")?,
            was: status("inverse")?,
        };
        match all.last_mut() {
            // The keystrokes of one note are one thing that was done.
            Some(last) if run.is_some() && run == before && last.deed == done.deed && last.mark == mark => {
                *last = Done { was: last.was, ..done };
            }
            _ => all.push(done),
        }
        before = run;
    }
    Ok(all)
}

fn versions(connection: &Connection, mark: &Mark) -> Result<Vec<MarkVersion>> {
    let mut versions: Vec<MarkVersion> = Vec::new();
    for revision in revisions::of_article(connection, mark.article)? {
        let quotes: Vec<String> = mark.places_in(revision.id).map(|place| place.quote.clone()).collect();
        let placement = mark.placement_in(revision.id);
        if quotes.is_empty() && placement.is_none() {
            continue;
        }
        versions.push(MarkVersion {
            revision: revision.number,
            created: revision.created,
            // Where lines were brought back, all stays in its place, and nothing had to be found out.
            placement: placement.or((!versions.is_empty()).then_some(Placement::Kept)),
            quotes,
        });
    }
    Ok(versions)
}

fn deeds(connection: &Connection, mark: &Mark) -> Result<Vec<MarkDeed>> {
    // An edit of several marks names them in itself alone.
    let mut statement = connection.prepare_cached(
        "SELECT time, author, deed, run, edit, inverse FROM journal
         WHERE article = :article AND act = 'do' AND state = 'done'
             AND (mark = :mark OR (marks > 1 AND instr(edit, :written) > 0))
         ORDER BY seq",
    )?;
    let mut rows = statement.query(named_params! {
        ":article": mark.article.0,
        ":mark": mark.id.0,
        ":written": mark.id.to_string(),
    })?;
    let mut deeds: Vec<MarkDeed> = Vec::new();
    let mut before: Option<GroupId> = None;
    while let Some(row) = rows.next()? {
        let edit: Edit = from_json(row.get_ref("edit")?.as_str()?)?;
        let inverse: Edit = from_json(row.get_ref("inverse")?.as_str()?)?;
        let run = row.get::<_, Option<_>>("run")?.map(GroupId);
        let deed = MarkDeed {
            time: Time(row.get("time")?),
            author: row.get("author")?,
            deed: value(row.get("deed")?)?,
            status: given(&edit, mark.id),
            was: given(&inverse, mark.id),
        };
        match deeds.last_mut() {
            // The keystrokes of one note are one thing that was done.
            Some(last) if run.is_some() && run == before && last.deed == deed.deed => {
                *last = MarkDeed { was: last.was, ..deed };
            }
            _ => deeds.push(deed),
        }
        before = run;
    }
    Ok(deeds)
}

/// The status that an edit gives a mark.
fn given(edit: &Edit, mark: MarkId) -> Option<Status> {
    match edit {
        Edit::AddMarks { marks } => marks.iter().find(|one| one.id == mark)?.kind.status(),
        Edit::ChangeMark {
            change: MarkChange::Kind(kind),
            ..
        } => kind.status(),
        _ => None,
    }
}
