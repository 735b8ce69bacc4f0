//! Articles: bringing them in, opening them, naming them, the bin.

use obelus_core::article::Article;
use obelus_core::bring_back;
use obelus_core::edit::{Edit, EditError};
use obelus_core::id::{ArticleId, RevisionId};
use obelus_library::Library;
use tauri::{AppHandle, State};
use uuid::Uuid;

use crate::clipboard::{self, Clipboard};
use crate::desk::{Desk, now};
use crate::watching::Watching;
use crate::wire::{Arrivals, Changed, Failure, Language, OpenArticle};
use crate::{arrivals, choose};

#[tauri::command(async)]
pub(crate) fn paste(desk: State<'_, Desk>, html: Option<String>, text: String) -> Result<Arrivals, Failure> {
    arrivals::read_clipboard(&desk, &Clipboard { html, text })
}

#[tauri::command(async)]
pub(crate) fn paste_clipboard(desk: State<'_, Desk>) -> Result<Arrivals, Failure> {
    arrivals::read_clipboard(&desk, &clipboard::read()?)
}

#[tauri::command]
pub(crate) async fn open_files(app: AppHandle, desk: State<'_, Desk>) -> Result<Arrivals, Failure> {
    let files = choose::files(&app).await;
    Ok(arrivals::read_files(&desk, &files))
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
    let mut opened = desk.library(|library| {
        let row = in_shelf(library, article)?;
        let latest = library.latest_revision(article)?.ok_or(Failure::Gone)?;
        let versions = (1..=latest.number)
            .map(|number| library.revision_numbered(article, number)?.ok_or(Failure::Gone))
            .collect::<Result<Vec<_>, Failure>>()?;
        let shown = match revision {
            Some(number) => versions.iter().find(|version| version.number == number),
            None => versions.last(),
        };
        let shown = shown.ok_or(Failure::Gone)?.clone();
        Ok::<_, Failure>(OpenArticle {
            body: library.body(shown.id)?.as_ref().clone(),
            marks: library.marks(article, shown.id)?,
            unplaced: Vec::new(),
            review: None,
            watched: None,
            article: row,
            revision: shown,
            versions,
        })
    })?;
    if let Some(latest) = opened.versions.last() {
        opened.watched = watching.opened(&desk, article, latest.id);
    }
    Ok(opened)
}

#[tauri::command(async)]
pub(crate) fn bring_back(desk: State<'_, Desk>, article: ArticleId, aside: u32) -> Result<Changed, Failure> {
    desk.edit(None, |library, touch| {
        let latest = library.latest_revision(article)?.ok_or(Failure::Gone)?;
        let body = library.body(latest.id)?;
        let marks = library.marks(article, latest.id)?;
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

fn in_shelf(library: &Library, id: ArticleId) -> Result<Article, Failure> {
    let article = library.article(id)?.ok_or(Failure::Gone)?;
    if article.binned.is_some() {
        return Err(Failure::InBin);
    }
    Ok(article)
}
