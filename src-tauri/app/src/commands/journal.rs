//! The journal and what can be found: undo, redo, history, search.

use obelus_core::id::ArticleId;
use obelus_library::journal::JournalLine;
use obelus_library::search::Hit;
use tauri::State;

use crate::desk::Desk;
use crate::refresh;
use crate::wire::{Failure, Reverted};

/// How many lines of history, or things found, a screen is given at once.
const MANY: u32 = 200;

#[tauri::command(async)]
pub(crate) fn undo(desk: State<'_, Desk>) -> Result<Option<Reverted>, Failure> {
    let stamp = desk.stamp(None);
    desk.library(|library| match library.undo(stamp)? {
        Some((changes, lines)) => Ok::<_, Failure>(Some(Reverted {
            changed: refresh::changed(library, &changes)?,
            lines,
        })),
        None => Ok(None),
    })
}

#[tauri::command(async)]
pub(crate) fn redo(desk: State<'_, Desk>) -> Result<Option<Reverted>, Failure> {
    let stamp = desk.stamp(None);
    desk.library(|library| match library.redo(stamp)? {
        Some((changes, lines)) => Ok::<_, Failure>(Some(Reverted {
            changed: refresh::changed(library, &changes)?,
            lines,
        })),
        None => Ok(None),
    })
}

#[tauri::command(async)]
pub(crate) fn history(desk: State<'_, Desk>, article: Option<ArticleId>) -> Result<Vec<JournalLine>, Failure> {
    desk.library(|library| library.history(article, MANY))
}

#[tauri::command(async)]
pub(crate) fn search(desk: State<'_, Desk>, query: String) -> Result<Vec<Hit>, Failure> {
    desk.library(|library| library.search(&query, MANY))
}
