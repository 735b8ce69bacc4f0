//! The person and the window: starting, leaving, preferences, following a link.

use obelus_core::body::Href;
use tauri::{AppHandle, Manager, State};
use tauri_plugin_opener::OpenerExt;

use crate::desk::Desk;
use crate::watching::Watching;
use crate::window::MAIN;
use crate::wire::{Failure, Language, Preferences, Start};
use crate::{opening, refresh};

#[tauri::command(async)]
pub(crate) fn start(app: AppHandle, desk: State<'_, Desk>, watching: State<'_, Watching>) -> Result<Start, Failure> {
    desk.try_again();
    desk.waiting.clear();
    desk.bundles.clear();
    let named = desk.named();
    let preferences = desk.preferences();
    let mut start = desk.library(|library| {
        let shelf = library.shelf()?;
        let last = preferences.last_article.filter(|last| {
            shelf
                .iter()
                .any(|row| row.article.id == *last && row.article.binned.is_none())
        });
        Ok::<_, Failure>(Start {
            version: app.package_info().version.to_string(),
            // What was named takes its place at once.
            last: last.filter(|_| named == 0),
            open: None,
            named,
            preferences,
            system_language: system_language(),
            facts: library.facts()?,
            colours: refresh::colours(library)?,
            undoable: library.undoable()?,
            redoable: library.redoable()?,
            shelf,
        })
    })?;
    // One that does not open is asked for again, and the person is told why.
    start.open = start
        .last
        .and_then(|article| opening::opened(&desk, &watching, article, None).ok());
    Ok(start)
}

/// The screen has saved what was being typed.
#[tauri::command]
pub(crate) fn leave(app: AppHandle) {
    if let Some(window) = app.get_webview_window(MAIN) {
        // A window that is already gone needs no closing.
        let _ = window.destroy();
    }
}

#[tauri::command(async)]
pub(crate) fn set_preferences(desk: State<'_, Desk>, preferences: Preferences) -> Result<Preferences, Failure> {
    desk.keep(preferences)
}

/// Opens an address in the system's browser; one that is not http, https or mailto does not get this far.
#[tauri::command(async)]
pub(crate) fn open_link(app: AppHandle, href: Href) -> Result<(), Failure> {
    let opened = app.opener().open_url(href.as_str(), None::<&str>);
    opened.map_err(|error| Failure::Unreadable {
        name: href.as_str().to_owned(),
        reason: error.to_string(),
    })
}

fn system_language() -> Language {
    match sys_locale::get_locale() {
        Some(locale) if locale.to_lowercase().starts_with("fr") => Language::Fr,
        _ => Language::En,
    }
}
