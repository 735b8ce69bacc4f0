//! Articles: bringing them in, opening them, naming them, the bin.

use obelus_core::bring_back;
use obelus_core::edit::{Edit, EditError};
use obelus_core::id::{ArticleId, RevisionId};
use obelus_core::picture::PictureId;
use tauri::ipc::Response;
use tauri::{AppHandle, State};
use uuid::Uuid;

use crate::clipboard::{self, Clipboard};
use crate::clock::now;
use crate::desk::{Desk, Long};
use crate::watching::Watching;
use crate::wire::arriving::Queue;
use crate::wire::{Arrivals, Changed, Failure, Language, OpenArticle};
use crate::{arrivals, choose, opening, window};

#[tauri::command(async)]
pub(crate) fn paste(desk: State<'_, Desk>, html: Option<String>, text: String) -> Result<Arrivals, Failure> {
    arrivals::read_clipboard(&desk, &clipboard::as_copied(Clipboard { html, text }))
}

#[tauri::command(async)]
pub(crate) fn paste_clipboard(desk: State<'_, Desk>) -> Result<Arrivals, Failure> {
    arrivals::read_clipboard(&desk, &clipboard::read()?)
}

/// The address that the clipboard holds and nothing else: the person is asked before anybody is asked for the page.
#[tauri::command(async)]
pub(crate) fn clipboard_address() -> Result<Option<String>, Failure> {
    Ok(clipboard::read()?.address())
}

#[tauri::command]
pub(crate) async fn open_files(app: AppHandle) -> Result<Arrivals, Failure> {
    let files = choose::files(&app).await;
    let reading = app.clone();
    let read = tauri::async_runtime::spawn_blocking(move || arrivals::read(&reading, &files));
    Ok(read.await.expect("what reads files does not panic"))
}

/// Fetches the page at an address that the person gave.
#[tauri::command(async)]
pub(crate) fn fetch_page(desk: State<'_, Desk>, url: String) -> Result<Arrivals, Failure> {
    arrivals::read_web(&desk, &url)
}

/// Stops the queue of files: what is done stays.
#[tauri::command]
pub(crate) fn cancel_queue(desk: State<'_, Desk>) {
    desk.stop(Long::Queue);
}

/// The person has seen what became of the files.
#[tauri::command]
pub(crate) fn close_queue(app: AppHandle) {
    window::tell(&app, "queue", Queue::default());
}

/// The bytes of a picture, as they are kept.
#[tauri::command(async)]
pub(crate) fn picture(desk: State<'_, Desk>, id: PictureId) -> Result<Response, Failure> {
    let bytes = desk.library(|library| library.picture(&id))?.ok_or(Failure::Gone)?;
    Ok(Response::new(bytes))
}

/// Brings in what the command line named.
#[tauri::command(async)]
pub(crate) fn open_named(app: AppHandle, desk: State<'_, Desk>) -> Arrivals {
    arrivals::read(&app, &desk.take_named())
}

#[tauri::command(async)]
pub(crate) fn try_sample(desk: State<'_, Desk>, language: Language) -> Result<Arrivals, Failure> {
    arrivals::read_sample(&desk, language)
}

/// Opens the revision of this number, or the latest one.
#[tauri::command(async)]
pub(crate) fn open_article(
    desk: State<'_, Desk>,
    watching: State<'_, Watching>,
    article: ArticleId,
    revision: Option<u32>,
) -> Result<OpenArticle, Failure> {
    opening::opened(&desk, &watching, article, revision)
}

#[tauri::command(async)]
pub(crate) fn bring_back(desk: State<'_, Desk>, article: ArticleId, aside: u32) -> Result<Changed, Failure> {
    desk.edit(None, |library, touch| {
        let latest = library.latest_revision(article)?.ok_or(Failure::Gone)?;
        let body = library.body(latest.id)?;
        let marks = library.all_marks(article)?;
        let id = RevisionId(Uuid::now_v7());
        let edit = bring_back::bring_back(&latest, &body, &marks, aside, id, touch.at);
        Ok(edit.map_err(EditError::from)?)
    })
}

#[tauri::command(async)]
pub(crate) fn rename(desk: State<'_, Desk>, article: ArticleId, title: String) -> Result<Changed, Failure> {
    let title = title.trim().to_owned();
    desk.edit(None, |_, _| Ok(Edit::Rename { article, title }))
}

#[tauri::command(async)]
pub(crate) fn bin_article(desk: State<'_, Desk>, article: ArticleId) -> Result<Changed, Failure> {
    desk.edit(None, |_, _| {
        Ok(Edit::Bin {
            article,
            at: Some(now()),
        })
    })
}

#[tauri::command(async)]
pub(crate) fn restore_article(desk: State<'_, Desk>, article: ArticleId) -> Result<Changed, Failure> {
    desk.edit(None, |_, _| Ok(Edit::Bin { article, at: None }))
}

/// Erases the articles of the bin for good. This cannot be undone; the screen has asked.
#[tauri::command(async)]
pub(crate) fn empty_bin(desk: State<'_, Desk>) -> Result<Changed, Failure> {
    let stamp = desk.stamp(None);
    let changed = desk.library(|library| {
        let erased = library.empty_bin(stamp)?;
        Ok::<_, Failure>(Changed {
            removed_articles: erased,
            facts: Some(library.facts()?),
            undoable: library.undoable()?,
            redoable: library.redoable()?,
            ..Changed::default()
        })
    })?;
    desk.forget_files(&changed.removed_articles);
    Ok(changed)
}
