//! Articles come in: from files, from the clipboard, from the sample that ships with the app.
//!
//! What is nearly an article of the shelf is not added: it waits in memory until the person says what it is.

use std::path::PathBuf;

use obelus_core::article::{Article, Origin, Revision};
use obelus_core::edit::Edit;
use obelus_core::id::{ArticleId, RevisionId};
use obelus_formats::Incoming;
use tauri::{AppHandle, Emitter, Manager};
use uuid::Uuid;

use crate::clipboard::Clipboard;
use crate::coming::Coming;
use crate::desk::{Desk, now};
use crate::failure::unread;
use crate::revising;
use crate::wire::versions::{Near, NearAnswer};
use crate::wire::{Arrivals, Failure, Language};

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

/// Files were dropped on the window: new articles, or the version that is awaited.
pub(crate) fn dropped(app: &AppHandle, files: Vec<PathBuf>) {
    let Some(article) = app.state::<Desk>().awaits_version() else {
        return bring_in(app, files);
    };
    let app = app.clone();
    let _ = app.emit("arriving", files.len());
    tauri::async_runtime::spawn_blocking(move || {
        let revised = revising::revise_from_files(&app.state::<Desk>(), article, &files);
        // The only listener is the window; without one there is nobody to tell.
        let _ = match revised {
            Ok(revised) => app.emit("revised", revised),
            Err(failure) => app.emit("unrevised", failure),
        };
    });
}

/// Brings files in one by one; what fails is reported and stores nothing.
pub(crate) fn read_files(desk: &Desk, files: &[PathBuf]) -> Arrivals {
    let mut arrivals = Arrivals::default();
    for file in files {
        match Coming::of_file(file).and_then(|coming| admit(desk, coming)) {
            Ok(one) => arrivals.absorb(one),
            Err(failure) => arrivals.failures.push(failure),
        }
    }
    arrivals
}

pub(crate) fn read_clipboard(desk: &Desk, clipboard: &Clipboard) -> Result<Arrivals, Failure> {
    admit(desk, Coming::of_clipboard(clipboard)?)
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
        ..Incoming::default()
    })
    .map_err(|error| unread("", error))?;
    let coming = Coming {
        imported,
        original: bytes.into(),
        origin: Origin::Sample,
        path: None,
    };
    add(desk, &coming)
}

/// Adds an article, unless it is nearly one of the shelf: then the person is asked, and it waits. A text that is there
/// already, word for word, is just opened.
fn admit(desk: &Desk, coming: Coming) -> Result<Arrivals, Failure> {
    let nearest = desk.library(|library| {
        let near = library.near(&coming.imported.body.text)?.into_iter().next();
        Ok::<_, Failure>(match near {
            Some(near) => library.article(near.article)?.map(|article| (near, article.title)),
            None => None,
        })
    })?;
    let Some((near, near_title)) = nearest else {
        return add(desk, &coming);
    };
    if near.same {
        // From now on it is known which file it stands in.
        let latest = desk.library(|library| library.latest_revision(near.article))?;
        if let (Some(path), Some(latest)) = (&coming.path, latest) {
            desk.remember_file(near.article, latest.id, path, coming.imported.format);
        }
        return Ok(Arrivals {
            articles: vec![near.article],
            ..Arrivals::default()
        });
    }
    let (name, title) = (coming.name(), coming.imported.title.clone());
    let question = Near {
        token: desk.waiting.put(coming, near.article),
        name,
        title,
        near: near.article,
        near_title,
        alike: near.alike,
        same: near.same,
    };
    Ok(Arrivals {
        questions: vec![question],
        ..Arrivals::default()
    })
}

/// Does with a text that waits what the person says. It goes on waiting where that could not be done.
pub(crate) fn answer(desk: &Desk, token: u32, answer: NearAnswer) -> Result<Arrivals, Failure> {
    let (coming, near) = desk.waiting.take(token).ok_or(Failure::Gone)?;
    let done = match answer {
        NearAnswer::Neither => return Ok(Arrivals::default()),
        NearAnswer::Another => add(desk, &coming),
        NearAnswer::Version => revising::revise(desk, near, &coming).map(|revised| Arrivals {
            changed: revised.changed.clone(),
            revised: vec![revised],
            ..Arrivals::default()
        }),
    };
    if done.is_err() {
        desk.waiting.put_back(token, coming, near);
    }
    done
}

fn add(desk: &Desk, coming: &Coming) -> Result<Arrivals, Failure> {
    let (created, imported) = (now(), &coming.imported);
    let article = Article {
        id: ArticleId(Uuid::now_v7()),
        title: imported.title.clone(),
        byline: imported.byline.clone(),
        site: imported.site.clone(),
        published: imported.published.clone(),
        url: imported.url.clone(),
        language: imported.language.clone(),
        origin: coming.origin.clone(),
        created,
        binned: None,
    };
    let (id, first) = (article.id, RevisionId(Uuid::now_v7()));
    let revision = Revision::first(first, id, &imported.body, Some(coming.kept()), created);
    let edit = Edit::AddArticle {
        article,
        revision,
        content: Some(coming.content()),
    };
    let changed = desk.edit(None, |_, _| Ok(edit))?;
    if let Some(path) = &coming.path {
        desk.remember_file(id, first, path, imported.format);
    }
    Ok(Arrivals {
        articles: vec![id],
        changed,
        ..Arrivals::default()
    })
}

impl Arrivals {
    /// What came of one more, after what came before.
    fn absorb(&mut self, later: Self) {
        let mut rows = std::mem::take(&mut self.changed.rows);
        self.articles.extend(later.articles);
        self.failures.extend(later.failures);
        self.there.extend(later.there);
        self.questions.extend(later.questions);
        self.doubts.extend(later.doubts);
        self.revised.extend(later.revised);
        // Nothing was edited where a question is asked: what was said before still holds.
        if !later.changed.rows.is_empty() {
            let texts = std::mem::take(&mut self.changed.texts);
            self.changed = later.changed;
            self.changed.texts.splice(0..0, texts);
        }
        rows.append(&mut self.changed.rows);
        self.changed.rows = rows;
    }
}

#[cfg(test)]
mod tests;
