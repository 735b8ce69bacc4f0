//! The system's dialogs for choosing files, which a test cannot drive and a person can.

use std::path::PathBuf;

use tauri::AppHandle;
use tauri_plugin_dialog::DialogExt;

/// What the person chooses to open; nothing when they change their mind.
pub(crate) async fn files(app: &AppHandle) -> Vec<PathBuf> {
    if let Some(path) = test_path("OBELUS_TEST_OPEN") {
        return vec![path];
    }
    let (answer, answered) = tokio::sync::oneshot::channel();
    app.dialog().file().pick_files(move |files| {
        let _ = answer.send(files);
    });
    let chosen = answered.await.ok().flatten().unwrap_or_default();
    chosen.into_iter().filter_map(|file| file.into_path().ok()).collect()
}

/// The one file that the person chooses; nothing when they change their mind.
pub(crate) async fn file(app: &AppHandle) -> Option<PathBuf> {
    if let Some(path) = test_path("OBELUS_TEST_OPEN") {
        return Some(path);
    }
    let (answer, answered) = tokio::sync::oneshot::channel();
    app.dialog().file().pick_file(move |file| {
        let _ = answer.send(file);
    });
    answered.await.ok().flatten()?.into_path().ok()
}

/// Where the person wants a file; nothing when they change their mind.
pub(crate) async fn target(app: &AppHandle, name: &str, kind: &str, ending: &str) -> Option<PathBuf> {
    if let Some(path) = test_path("OBELUS_TEST_SAVE_AS") {
        return Some(path);
    }
    let (answer, answered) = tokio::sync::oneshot::channel();
    let dialog = app.dialog().file().set_file_name(name).add_filter(kind, &[ending]);
    dialog.save_file(move |file| {
        let _ = answer.send(file);
    });
    let mut path = answered.await.ok().flatten()?.into_path().ok()?;
    if path.extension().is_none() {
        path.set_extension(ending);
    }
    Some(path)
}

/// In a debug build a test answers for the person. A release has no such door.
#[cfg(debug_assertions)]
fn test_path(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).map(PathBuf::from)
}

#[cfg(not(debug_assertions))]
fn test_path(_: &str) -> Option<PathBuf> {
    None
}
