//! Articles come in: from files, from the clipboard, from the sample that ships with the app.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use obelus_core::article::{Article, Origin, Original, Revision};
use obelus_core::edit::{Content, Edit};
use obelus_core::id::{ArticleId, RevisionId};
use obelus_formats::{Imported, Incoming, ReadError};
use tauri::{AppHandle, Emitter, Manager};
use uuid::Uuid;

use crate::clipboard::Clipboard;
use crate::desk::{Desk, now};
use crate::failure::{name_of, unread, unreadable};
use crate::wire::{Arrivals, Failure, Language};

/// The largest file that is read at all, in bytes.
const FILE_LIMIT: u64 = 200 << 20;

/// Brings files in without keeping the caller waiting, and tells the screen what came of it.
pub(crate) fn bring_in(app: &AppHandle, files: Vec<PathBuf>) {
    if files.is_empty() {
        return;
    }
    let app = app.clone();
    let _ = app.emit("arriving", files.len());
    tauri::async_runtime::spawn_blocking(move || {
        let arrivals = read_files(&app.state::<Desk>(), &files);
        let _ = app.emit("arrived", arrivals);
    });
}

/// Brings files in one by one; what fails is reported and stores nothing.
pub(crate) fn read_files(desk: &Desk, files: &[PathBuf]) -> Arrivals {
    let mut arrivals = Arrivals::default();
    for file in files {
        match read_file(desk, file) {
            Ok(one) => {
                let rows = std::mem::take(&mut arrivals.changed.rows);
                arrivals.articles.extend(one.articles);
                arrivals.changed = one.changed;
                arrivals.changed.rows.splice(0..0, rows);
            }
            Err(failure) => arrivals.failures.push(failure),
        }
    }
    arrivals
}

fn read_file(desk: &Desk, path: &Path) -> Result<Arrivals, Failure> {
    let bytes = bytes_of(path)?;
    let imported = understood(path, &bytes)?;
    let format = imported.format;
    let name = name_of(path);
    let arrivals = add(desk, imported, bytes, Origin::File { name })?;
    for &article in &arrivals.articles {
        let first = desk.library(|library| library.latest_revision(article))?;
        if let Some(first) = first {
            desk.remember_file(article, first.id, path, format);
        }
    }
    Ok(arrivals)
}

/// What stands in a file, unless it is too large to be an article.
pub(crate) fn bytes_of(path: &Path) -> Result<Vec<u8>, Failure> {
    let size = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    let name = name_of(path);
    if !size.is_file() {
        return Err(Failure::Unsupported { name, found: None });
    }
    if size.len() > FILE_LIMIT {
        return Err(unread(
            &name,
            ReadError::TooLarge {
                bytes: size.len(),
                limit: FILE_LIMIT,
            },
        ));
    }
    std::fs::read(path).map_err(|error| unreadable(path, &error))
}

/// The article that a file holds.
pub(crate) fn understood(path: &Path, bytes: &[u8]) -> Result<Imported, Failure> {
    let name = name_of(path);
    obelus_formats::read(&Incoming {
        bytes,
        name: Some(&name),
        format: None,
        verbatim: false,
    })
    .map_err(|error| unread(&name, error))
}

pub(crate) fn read_clipboard(desk: &Desk, clipboard: &Clipboard) -> Result<Arrivals, Failure> {
    let (imported, original) =
        obelus_formats::read_pasted(clipboard.html.as_deref(), &clipboard.text).map_err(|error| unread("", error))?;
    add(desk, imported, original, Origin::Clipboard)
}

/// The article that ships with the app; the one already in the shelf, if there is one.
pub(crate) fn read_sample(desk: &Desk, language: Language) -> Result<Arrivals, Failure> {
    let code = match language {
        Language::Fr => "fr",
        Language::En => "en",
    };
    let shelf = desk.library(|library| library.shelf())?;
    let there = shelf.iter().map(|row| &row.article).find(|article| {
        article.origin == Origin::Sample && article.language.as_deref() == Some(code) && article.binned.is_none()
    });
    if let Some(article) = there {
        return Ok(Arrivals {
            articles: vec![article.id],
            ..Arrivals::default()
        });
    }
    let bytes = obelus_formats::sample(code).as_bytes();
    let imported = obelus_formats::read(&Incoming {
        bytes,
        name: Some("sample.md"),
        format: None,
        verbatim: false,
    })
    .map_err(|error| unread("", error))?;
    add(desk, imported, bytes.to_vec(), Origin::Sample)
}

fn add(desk: &Desk, imported: Imported, original: Vec<u8>, origin: Origin) -> Result<Arrivals, Failure> {
    let created = now();
    let article = Article {
        id: ArticleId(Uuid::now_v7()),
        title: imported.title,
        byline: imported.byline,
        site: imported.site,
        url: imported.url,
        language: imported.language,
        origin,
        created,
        binned: None,
    };
    let id = article.id;
    let kept = Original {
        format: imported.format,
        bytes: original.len() as u64,
    };
    let revision = Revision::first(RevisionId(Uuid::now_v7()), id, &imported.body, Some(kept), created);
    let edit = Edit::AddArticle {
        article,
        revision,
        content: Some(Content {
            body: Arc::new(imported.body),
            original: original.into(),
        }),
    };
    let changed = desk.edit(None, |_, _| Ok(edit))?;
    Ok(Arrivals {
        articles: vec![id],
        changed,
        ..Arrivals::default()
    })
}
