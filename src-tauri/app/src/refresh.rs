//! From what an edit touched to the rows that the screen has to show anew.

use obelus_core::edit::Changes;
use obelus_core::id::ArticleId;
use obelus_core::mark::Mark;
use obelus_library::{Library, LibraryError};

use crate::wire::{Changed, ColourName};

pub(crate) fn changed(library: &Library, changes: &Changes) -> Result<Changed, LibraryError> {
    let mut changed = Changed {
        texts: changes.texts.iter().copied().collect(),
        undoable: library.undoable()?,
        redoable: library.redoable()?,
        ..Changed::default()
    };
    for &id in &changes.articles {
        match library.shelf_row(id)? {
            Some(row) => changed.rows.push(row),
            None => changed.removed_articles.push(id),
        }
    }
    // A text comes with its marks when the screen reads it again: thousands of them need not be sent twice.
    if changes.texts.is_empty() {
        for &id in &changes.marks {
            match library.mark(id)? {
                Some(mark) => changed.marks.push(in_latest(library, mark)?),
                None => changed.removed_marks.push(id),
            }
        }
    }
    if changes.colours {
        changed.colours = Some(colours(library)?);
    }
    if !changes.texts.is_empty() {
        changed.facts = Some(library.facts()?);
    }
    Ok(changed)
}

/// Many files take a while, and the person goes on meanwhile: what the first of them changed is told as it stands now.
pub(crate) fn anew(library: &Library, changed: &mut Changed) -> Result<(), LibraryError> {
    for row in std::mem::take(&mut changed.rows) {
        let id = row.article.id;
        match library.shelf_row(id)? {
            Some(row) => changed.rows.push(row),
            None => changed.removed_articles.push(id),
        }
    }
    for mark in std::mem::take(&mut changed.marks) {
        match library.mark(mark.id)? {
            Some(mark) => changed.marks.push(in_latest(library, mark)?),
            None => changed.removed_marks.push(mark.id),
        }
    }
    changed.facts = Some(library.facts()?);
    changed.undoable = library.undoable()?;
    changed.redoable = library.redoable()?;
    Ok(())
}

pub(crate) fn colours(library: &Library) -> Result<Vec<ColourName>, LibraryError> {
    let names = library.colour_names()?;
    Ok(names
        .into_iter()
        .map(|(colour, name)| ColourName { colour, name })
        .collect())
}

/// The screen shows the latest revision; what a mark said in earlier ones is not its business here.
fn in_latest(library: &Library, mut mark: Mark) -> Result<Mark, LibraryError> {
    if let Some(latest) = latest(library, mark.article)? {
        mark.places.retain(|place| place.revision == latest);
        mark.carried.retain(|carried| carried.revision == latest);
    }
    Ok(mark)
}

fn latest(library: &Library, article: ArticleId) -> Result<Option<obelus_core::id::RevisionId>, LibraryError> {
    Ok(library.latest_revision(article)?.map(|revision| revision.id))
}
