//! A new version of an article comes in: where its marks went is found out while the library is free, and then all of
//! it is stored at once, or nothing.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use obelus_core::arrive;
use obelus_core::article::{Revision, RevisionReason};
use obelus_core::edit::Edit;
use obelus_core::id::{ArticleId, EditId, GroupId, RevisionId};
use obelus_core::mark::Mark;
use obelus_core::revise::{self, NewVersion, ReviseError};
use obelus_formats::Tracked;
use obelus_library::Library;
use obelus_library::journal::{JournalLine, Stamp};
use uuid::Uuid;

use crate::clock::now;
use crate::coming::Coming;
use crate::desk::{Desk, Long};
use crate::failure::name_of;
use crate::wire::Failure;
use crate::wire::versions::{PlacementTally, Revised};
use crate::{refresh, returning, reviewing};

/// Takes files that were dropped in: a version is one text.
pub(crate) fn revise_from_files(desk: &Desk, article: ArticleId, files: &[PathBuf]) -> Result<Revised, Failure> {
    match files {
        [file] => revise_from_file(desk, article, file),
        _ => Err(Failure::SeveralFiles),
    }
}

/// Takes a file in as a new version of an article.
pub(crate) fn revise_from_file(desk: &Desk, article: ArticleId, path: &Path) -> Result<Revised, Failure> {
    let stopped = desk.stopped(Long::One);
    let intake = desk.intake(&name_of(path))?;
    let (standing, coming) = std::thread::scope(|scope| {
        let standing = scope.spawn(|| standing(desk, article));
        // While the child reads.
        let coming = Coming::of_file(intake, path, &stopped);
        (standing.join().expect("reading what stands does not panic"), coming)
    });
    revise_unless(desk, standing?, &coming?, &stopped)
}

/// Takes a text in as a new version of an article. One that says what the latest version says stores nothing.
pub(crate) fn revise(desk: &Desk, article: ArticleId, coming: &Coming) -> Result<Revised, Failure> {
    revise_unless(desk, standing(desk, article)?, coming, &desk.stopped(Long::One))
}

/// The same, unless `stopped` says so before all of it is stored.
fn revise_unless(
    desk: &Desk,
    mut standing: Standing,
    coming: &Coming,
    stopped: &dyn Fn() -> bool,
) -> Result<Revised, Failure> {
    let article = standing.latest.article;
    if returning::article_of(coming) == Some(article) {
        return came_back(desk, &standing, coming);
    }
    loop {
        let reading = coming.reading(usual(&standing));
        let id = RevisionId(Uuid::now_v7());
        let edit = revise::revise(
            &standing.latest,
            &standing.marks,
            // Taken and let go of for each: mostly there is one.
            &|revision| desk.library(|library| library.body(revision)).ok(),
            NewVersion {
                pictures: coming.imported.pictures.clone(),
                id,
                created: now(),
                body: Arc::clone(&reading.body),
                original: Some((coming.kept(), Arc::clone(&coming.original))),
            },
            stopped,
        );
        let edit = match edit {
            Ok(edit) => edit,
            Err(ReviseError::Same) => return Ok(same(desk, &standing, coming)),
            Err(ReviseError::Stopped) => return Err(Failure::Stopped),
            Err(ReviseError::NoContent(_)) => return Err(Failure::Gone),
        };
        let tally = tally(&standing.marks, &edit, id);
        let news = match &edit {
            Edit::AddRevision { revision, .. } => arrive::news(revision, &reading, &standing.marks, &mut Uuid::now_v7),
            _ => None,
        };
        let stamp = desk.stamp(Some(GroupId(Uuid::now_v7())));
        let stamped = |edit| {
            let id = EditId(Uuid::now_v7());
            (edit, Stamp { id, ..stamp.clone() })
        };
        let edits: Vec<_> = [Some(edit), news].into_iter().flatten().map(stamped).collect();
        let old = desk.library(|library| library.body(standing.latest.id))?;
        let changed = std::thread::scope(|scope| {
            // The person looks through the version next: the texts are compared while the marks are stored.
            scope.spawn(|| reviewing::foresee(desk, (standing.latest.id, id), &old, &reading.body));
            desk.library(|library| {
                // Somebody marked on, or another version came in, while this was being found out.
                if position(library)? != standing.position && Standing::of(library, article)? != standing {
                    return Ok(None);
                }
                if stopped() {
                    return Err(Failure::Stopped);
                }
                let changes = library.apply_all(edits)?;
                Ok::<_, Failure>(Some(refresh::changed(library, &changes)?))
            })
        })?;
        let Some(changed) = changed else {
            standing = self::standing(desk, article)?;
            continue;
        };
        if let Some(path) = &coming.path {
            desk.remember_file(article, id, path, coming.imported.format);
        }
        return Ok(Revised {
            article,
            revision: standing.latest.number + 1,
            same: false,
            tally,
            back: None,
            changed,
        });
    }
}

/// Who reads an article without its tracked changes goes on doing so.
fn usual(standing: &Standing) -> Tracked {
    match standing.latest.reason {
        RevisionReason::Rejected => Tracked::Rejected,
        _ => Tracked::Accepted,
    }
}

/// A copy of the article itself: what others answered comes with their wording.
fn came_back(desk: &Desk, standing: &Standing, coming: &Coming) -> Result<Revised, Failure> {
    // The person may have chosen, when they were asked about changes of others.
    let tracked = match coming.tracked {
        Tracked::Rejected => Tracked::Rejected,
        Tracked::Accepted => usual(standing),
    };
    let back = returning::take(desk, coming, tracked)?.ok_or(Failure::Gone)?;
    if back.back.is_some_and(|back| back.is_nothing()) {
        return Ok(same(desk, standing, coming));
    }
    let latest = desk.library(|library| library.latest_revision(standing.latest.article))?;
    Ok(Revised {
        article: standing.latest.article,
        revision: latest.map_or(standing.latest.number, |latest| latest.number),
        same: false,
        tally: PlacementTally::default(),
        changed: back.changed.clone(),
        back: Some(back),
    })
}

fn standing(desk: &Desk, article: ArticleId) -> Result<Standing, Failure> {
    desk.library(|library| Standing::of(library, article))
}

fn same(desk: &Desk, standing: &Standing, coming: &Coming) -> Revised {
    let latest = &standing.latest;
    if let Some(path) = &coming.path {
        desk.remember_file(latest.article, latest.id, path, coming.imported.format);
    }
    Revised {
        article: latest.article,
        revision: latest.number,
        same: true,
        tally: PlacementTally::default(),
        back: None,
        changed: Default::default(),
    }
}

/// All that a new version depends on.
struct Standing {
    latest: Revision,
    /// With their places in every revision.
    marks: Vec<Mark>,
    /// Where the journal stood: while it stands there, nothing has changed.
    position: Position,
}

type Position = (Option<EditId>, Option<EditId>);

/// The edits that undo and redo would come to next.
fn position(library: &Library) -> Result<Position, Failure> {
    let id = |line: Option<JournalLine>| line.map(|line| line.id);
    Ok((id(library.undoable()?), id(library.redoable()?)))
}

impl PartialEq for Standing {
    fn eq(&self, other: &Self) -> bool {
        self.latest == other.latest && self.marks == other.marks
    }
}

impl Standing {
    fn of(library: &Library, id: ArticleId) -> Result<Self, Failure> {
        let article = library.article(id)?.ok_or(Failure::Gone)?;
        if article.binned.is_some() {
            return Err(Failure::InBin);
        }
        Ok(Self {
            latest: library.latest_revision(id)?.ok_or(Failure::Gone)?,
            marks: library.all_marks(id)?,
            position: position(library)?,
        })
    }
}

/// How many marks went where, once the edit is made.
fn tally(marks: &[Mark], edit: &Edit, revision: RevisionId) -> PlacementTally {
    let mut tally = PlacementTally::default();
    let Edit::AddRevision { places, carried, .. } = edit else {
        return tally;
    };
    for mark in marks {
        let mut there = Mark {
            places: places.get(&mark.id).cloned().unwrap_or_default(),
            carried: carried.get(&mark.id).cloned().unwrap_or_default(),
            ..Mark::clone(mark)
        };
        there.note.clear();
        if let Some(placement) = there.placement_in(revision) {
            tally.add(placement);
        }
    }
    tally
}

#[cfg(test)]
mod tests;
