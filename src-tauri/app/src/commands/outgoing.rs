//! What leaves the desk: an annotated copy, written where the person says, whole or not at all.

use obelus_core::article::{Format, Origin};
use obelus_core::id::ArticleId;
use obelus_formats::bundle;
use obelus_formats::labels::Labels;
use obelus_formats::{ExportFormat, FirstPage, Wanted, file_name, paste_out};
use tauri::ipc::Response;
use tauri::{AppHandle, Emitter, Manager, State};

use super::framed::framed;
use crate::bundling;
use crate::choose;
use crate::clipboard;
use crate::copying::{self, checked, write};
use crate::desk::{Desk, Long};
use crate::failure::name_of;
use crate::looking;
use crate::wire::arriving::TakenBundle;
use crate::wire::{Exported, Failure};

/// The screen is told `copying` when the file is chosen and the copy is being made; `cancel_copy` stops it.
#[tauri::command]
pub(crate) async fn export_article(
    app: AppHandle,
    desk: State<'_, Desk>,
    article: ArticleId,
    format: ExportFormat,
    wanted: Wanted,
    labels: Labels,
) -> Result<Option<Exported>, Failure> {
    let title = desk
        .library(|library| library.article(article))?
        .ok_or(Failure::Gone)?
        .title;
    let name = format!("{}.{}", file_name(&title), format.ending());
    let Some(file) = choose::target(&app, &name, format.kind(), format.ending()).await else {
        return Ok(None);
    };
    let made = tauri::async_runtime::spawn_blocking(move || {
        let desk = app.state::<Desk>();
        let stopped = desk.stopped(Long::Copy);
        let _ = app.emit("copying", ());
        copying::copy(&desk, article, format, &wanted, &labels, &file, &stopped)
    });
    Ok(Some(made.await.expect("making a copy does not panic")?))
}

/// The person waits no longer for the copy that is being made: its command is rejected with `stopped`.
#[tauri::command]
pub(crate) fn cancel_copy(desk: State<'_, Desk>) {
    desk.stop(Long::Copy);
}

/// Makes the first page of a copy, a picture at `scale` pixels a point; `ticket` is how the screen names this request,
/// which `stop_drawing` ends. The answer is raw: the length of a `FirstPage` (four bytes, the lowest first), the
/// `FirstPage` as JSON, and a PNG file where it is a picture.
#[tauri::command]
pub(crate) async fn first_page(
    app: AppHandle,
    ticket: u32,
    article: ArticleId,
    format: ExportFormat,
    wanted: Wanted,
    labels: Labels,
    scale: f32,
) -> Result<Response, Failure> {
    app.state::<Desk>().drawing.begin(ticket);
    let looked = tauri::async_runtime::spawn_blocking(move || {
        looking::first_page(&app.state::<Desk>(), ticket, article, format, &wanted, &labels, scale)
    });
    let page = looked.await.expect("making a page does not panic")?;
    let png: &[u8] = match &page {
        FirstPage::Picture { png, .. } => png,
        FirstPage::Lines { .. } | FirstPage::Sheet(_) => &[],
    };
    Ok(Response::new(framed(&page, png)))
}

/// Puts the annotated text on the clipboard, to be pasted into a mail or another document.
#[tauri::command]
pub(crate) async fn copy_article(
    desk: State<'_, Desk>,
    article: ArticleId,
    wanted: Wanted,
    labels: Labels,
) -> Result<bool, Failure> {
    let mut gathered = desk.library(|library| library.gathered(article)?.ok_or(Failure::Gone))?;
    let copied = tauri::async_runtime::spawn_blocking(move || {
        gathered.marks = wanted.of(gathered.marks);
        clipboard::write(&paste_out::export(&checked(&gathered, &[], &wanted), &labels))
    });
    copied.await.expect("copying does not panic")?;
    Ok(true)
}

/// Writes the article with all that was done to it, for another Obelus. Nothing: they changed their mind.
#[tauri::command]
pub(crate) async fn export_bundle(app: AppHandle, article: ArticleId) -> Result<Option<Exported>, Failure> {
    let title = app
        .state::<Desk>()
        .library(|library| library.article(article))?
        .ok_or(Failure::Gone)?
        .title;
    let name = format!("{}.{}", file_name(&title), bundle::ENDING);
    let Some(file) = choose::target(&app, &name, "Obelus", bundle::ENDING).await else {
        return Ok(None);
    };
    let written = tauri::async_runtime::spawn_blocking(move || {
        let bytes = bundling::written(&app.state::<Desk>(), article, &file)?;
        write(&file, &bytes)
    });
    Ok(Some(written.await.expect("writing a bundle does not panic")?))
}

/// What came in a bundle with another text than here becomes an article of its own.
#[tauri::command(async)]
pub(crate) fn copy_bundle(desk: State<'_, Desk>, question: u32) -> Result<TakenBundle, Failure> {
    bundling::take_as_copy(&desk, question)
}

/// Nothing of it is kept.
#[tauri::command]
pub(crate) fn leave_bundle(desk: State<'_, Desk>, question: u32) {
    drop(desk.bundles.take(question));
}

/// Writes what a version was made from where the person says; the name of the file. Nothing: they changed their mind.
#[tauri::command]
pub(crate) async fn save_original(
    app: AppHandle,
    desk: State<'_, Desk>,
    article: ArticleId,
    revision: u32,
) -> Result<Option<String>, Failure> {
    let (article, bytes, format) = desk.library(|library| {
        let article = library.article(article)?.ok_or(Failure::Gone)?;
        let revision = library.revision_numbered(article.id, revision)?.ok_or(Failure::Gone)?;
        let bytes = library.original(revision.id)?.ok_or(Failure::Gone)?;
        let format = revision.original.ok_or(Failure::Gone)?.format;
        Ok::<_, Failure>((article, bytes, format))
    })?;
    let (kind, ending) = kind_of(format);
    let name = match &article.origin {
        Origin::File { name } => name.clone(),
        _ => format!("{}.{ending}", file_name(&article.title)),
    };
    let Some(file) = choose::target(&app, &name, kind, ending).await else {
        return Ok(None);
    };
    let written = tauri::async_runtime::spawn_blocking(move || write(&file, &bytes).map(|_| name_of(&file))).await;
    Ok(Some(written.expect("writing a file does not panic")?))
}

/// What a file of a format is called, and how its name ends.
fn kind_of(format: Format) -> (&'static str, &'static str) {
    match format {
        Format::Text => ("Text", "txt"),
        Format::Markdown => ("Markdown", "md"),
        Format::Html => ("HTML", "html"),
        Format::Mhtml => ("MHTML", "mhtml"),
        Format::Docx => ("Word", "docx"),
        Format::Odt => ("OpenDocument", "odt"),
        Format::Rtf => ("RTF", "rtf"),
        Format::Epub => ("EPUB", "epub"),
        Format::Pdf => ("PDF", "pdf"),
    }
}
