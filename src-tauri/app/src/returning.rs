//! A Word copy of ours comes back: what it brings is told first, and then taken in together, or not at all.

use obelus_core::id::{ArticleId, Touch};
use obelus_core::returned::{Brought, Returned};
use obelus_formats::Tracked;
use obelus_library::Library;
use uuid::Uuid;

use crate::coming::Coming;
use crate::desk::Desk;
use crate::wire::arriving::{Annotated, CameBack};
use crate::wire::{Changed, Failure};

/// The article that a file is a copy of, where it says so.
pub(crate) fn article_of(coming: &Coming) -> Option<ArticleId> {
    coming.imported.copy_of.map(|copy| copy.article)
}

/// What a copy brings to its article; nothing where it is none, or its article is not in the shelf.
pub(crate) fn foreseen(desk: &Desk, coming: &Coming) -> Result<Option<CameBack>, Failure> {
    if article_of(coming).is_none() {
        return Ok(None);
    }
    let touch = desk.touch();
    desk.library(|library| {
        let brought = brought(library, coming, coming.tracked, &touch)?;
        Ok::<_, Failure>(brought.map(|brought| told(&brought)))
    })
}

/// Takes a copy in: one undo takes all of it back. Nothing where there is nothing to take it into any more.
pub(crate) fn take(desk: &Desk, coming: &Coming, tracked: Tracked) -> Result<Option<Annotated>, Failure> {
    let Some(article) = article_of(coming) else {
        return Ok(None);
    };
    let mut taken = None;
    let changed = desk.edit_together(|library, touch| {
        let brought = brought(library, coming, tracked, touch)?;
        Ok(taken.insert(brought.ok_or(Failure::Gone)?).edits.clone())
    });
    let changed: Changed = changed?;
    let brought = taken.unwrap_or_default();
    if let (Some(version), Some(path)) = (brought.version, &coming.path) {
        desk.remember_file(article, version, path, coming.imported.format);
    }
    let tally = brought.notes.tally();
    let mut unplaced: Vec<_> = brought.notes.nowhere().map(|(mark, _)| mark.id).collect();
    unplaced.dedup();
    Ok(Some(Annotated {
        article,
        name: coming.name(),
        found: tally.found,
        reworded: tally.changed,
        ambiguous: tally.ambiguous,
        lost: tally.lost,
        there: brought.notes.there,
        unplaced,
        back: Some(told(&brought)),
        changed,
    }))
}

fn brought(library: &Library, coming: &Coming, tracked: Tracked, touch: &Touch) -> Result<Option<Brought>, Failure> {
    let Some(copy) = coming.imported.copy(tracked) else {
        return Ok(None);
    };
    let returned = Returned {
        copy,
        reading: coming.reading(tracked),
        pictures: coming.imported.pictures.clone(),
        original: (coming.kept(), coming.original.clone()),
    };
    Ok(library.brought(returned, touch, &mut Uuid::now_v7)?)
}

fn told(brought: &Brought) -> CameBack {
    CameBack {
        answers: brought.answers,
        settled: brought.settled,
        notes: brought.notes.marks.len() as u32,
        passages: brought.passages,
        has_version: brought.version.is_some(),
        is_behind: brought.is_behind,
    }
}

impl CameBack {
    /// Everything is here already.
    pub(crate) fn is_nothing(&self) -> bool {
        self.answers + self.settled + self.notes == 0 && !self.has_version
    }
}

#[cfg(test)]
mod tests;
