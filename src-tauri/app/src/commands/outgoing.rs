//! What leaves the desk: an annotated copy, written where the person says, whole or not at all.

use std::path::Path;

use obelus_core::article::{Format, Origin};
use obelus_core::done::Done;
use obelus_core::id::ArticleId;
use obelus_formats::labels::Labels;
use obelus_formats::{Checked, ExportFormat, Wanted, annotated_copy, file_name, foreign_to, paste_out};
use obelus_intake::typefaces;
use obelus_library::Gathered;
use obelus_library::handed_on::{self, There};
use tauri::{AppHandle, State};

use crate::choose;
use crate::clipboard;
use crate::desk::Desk;
use crate::failure::name_of;
use crate::wire::{Exported, Failure};

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
    let (mut gathered, history, original) = desk.library(|library| {
        let gathered = library.gathered(article)?.ok_or(Failure::Gone)?;
        let history = match format.tells_history() {
            true => library.done_to(article)?,
            false => Vec::new(),
        };
        let original = match &gathered.revision.original {
            Some(original) if format.keeps(original.format) => library.original(gathered.revision.id)?,
            _ => None,
        };
        Ok::<_, Failure>((gathered, history, original))
    })?;
    let written = tauri::async_runtime::spawn_blocking(move || {
        gathered.marks = wanted.of(gathered.marks);
        let history = wanted.told(history, &gathered.marks);
        let mut checked = checked(&gathered, &history, &wanted);
        checked.original = original.as_deref();
        let fonts = typefaces::drawing(&foreign_to(format, &checked));
        let copy = annotated_copy(format, &checked, &labels, &fonts).map_err(|error| Failure::Unwritable {
            name: name_of(&file),
            reason: error.to_string(),
        })?;
        write(&file, &copy)
    });
    Ok(Some(written.await.expect("writing a copy does not panic")?))
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

fn checked<'g>(gathered: &'g Gathered, history: &'g [Done], wanted: &'g Wanted) -> Checked<'g> {
    Checked {
        article: &gathered.article,
        revision: &gathered.revision,
        body: &gathered.body,
        marks: &gathered.marks,
        pictures: &gathered.pictures,
        history,
        original: None,
        colours: &gathered.colours,
        wanted,
    }
}

/// Writes the copy; the failure names what the person chose.
fn write(file: &Path, bytes: &[u8]) -> Result<Exported, Failure> {
    let written = handed_on::write(file, bytes, There::Replaced);
    written.map_err(|error| match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Failure::DiskFull {
            file: file.display().to_string(),
        },
        _ => Failure::Unwritable {
            name: name_of(file),
            reason: error.to_string(),
        },
    })?;
    Ok(Exported {
        file: file.display().to_string(),
        bytes: bytes.len() as u64,
    })
}
