//! New versions of an article: taking one in, waiting for one, stopping, and what nearly is one.

use obelus_core::id::ArticleId;
use tauri::{AppHandle, Emitter, Manager, State};

use crate::annotating::annotate_from_file;
use crate::arrivals;
use crate::choose;
use crate::clipboard::{self, Clipboard};
use crate::coming::Coming;
use crate::desk::{Desk, Long};
use crate::revising::{revise, revise_from_file};
use crate::wire::arriving::{Annotated, DoubtAnswer};
use crate::wire::versions::{NearAnswer, Revised};
use crate::wire::{Arrivals, Failure};

#[tauri::command(async)]
pub(crate) fn new_version(
    desk: State<'_, Desk>,
    article: ArticleId,
    html: Option<String>,
    text: String,
) -> Result<Revised, Failure> {
    let copied = clipboard::as_copied(Clipboard { html, text });
    let coming = Coming::of_clipboard(desk.intake("")?, &copied, &desk.stopped(Long::One))?;
    revise(&desk, article, &coming)
}

#[tauri::command(async)]
pub(crate) fn new_version_clipboard(desk: State<'_, Desk>, article: ArticleId) -> Result<Revised, Failure> {
    let coming = Coming::of_clipboard(desk.intake("")?, &clipboard::read()?, &desk.stopped(Long::One))?;
    revise(&desk, article, &coming)
}

/// Nothing when the person changes their mind.
#[tauri::command]
pub(crate) async fn new_version_file(app: AppHandle, article: ArticleId) -> Result<Option<Revised>, Failure> {
    let Some(file) = choose::file(&app).await else {
        return Ok(None);
    };
    // From here on it is the app that takes its time, not the person.
    let _ = app.emit("arriving", 1);
    let revised = tauri::async_runtime::spawn_blocking(move || revise_from_file(&app.state::<Desk>(), article, &file));
    Ok(Some(revised.await.expect("taking a version in does not panic")?))
}

/// Annotations that were made elsewhere, from a file. Nothing when the person changes their mind.
#[tauri::command]
pub(crate) async fn take_annotations(app: AppHandle, article: ArticleId) -> Result<Option<Annotated>, Failure> {
    let Some(file) = choose::file(&app).await else {
        return Ok(None);
    };
    let _ = app.emit("arriving", 1);
    let taken = tauri::async_runtime::spawn_blocking(move || annotate_from_file(&app.state::<Desk>(), article, &file));
    Ok(Some(taken.await.expect("taking annotations in does not panic")?))
}

/// A file that is dropped from now on is a new version of this article; nothing: an article of its own again.
#[tauri::command]
pub(crate) fn await_version(desk: State<'_, Desk>, article: Option<ArticleId>) {
    desk.await_version(article);
}

/// Stops the one thing that the person waits for. It answers that it was stopped, and has stored nothing.
#[tauri::command]
pub(crate) fn cancel(desk: State<'_, Desk>) {
    desk.stop(Long::One);
}

#[tauri::command(async)]
pub(crate) fn answer_near(desk: State<'_, Desk>, token: u32, answer: NearAnswer) -> Result<Arrivals, Failure> {
    arrivals::answer(&desk, token, answer)
}

#[tauri::command(async)]
pub(crate) fn answer_doubt(desk: State<'_, Desk>, token: u32, answer: DoubtAnswer) -> Result<Arrivals, Failure> {
    arrivals::answer_doubt(&desk, token, answer)
}
