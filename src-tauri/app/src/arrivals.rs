//! Articles come in: from files, from the clipboard, from the sample that ships with the app.
//!
//! What is nearly an article of the shelf is not added: it waits in memory until the person says what it is.

use std::path::PathBuf;

use obelus_core::arrive::arrive;
use obelus_core::article::Origin;
use obelus_core::id::{ArticleId, RevisionId};
use obelus_formats::{Doubt, Incoming, Tracked};
use obelus_intake::fetch::Reach;
use obelus_intake::many::{self, Gathered};
use obelus_library::Library;
use tauri::{AppHandle, Emitter, Manager};
use uuid::Uuid;

use crate::annotating;
use crate::bundling;
use crate::clipboard::Clipboard;
use crate::clock::now;
use crate::coming::Coming;
use crate::desk::{Desk, Long};
use crate::failure::{not_read, not_taken, unread};
use crate::queueing::{Queueing, Told};
use crate::refresh;
use crate::returning;
use crate::revising;
use crate::waiting::Asked;
use crate::wire::arriving::{CameBack, DoubtAnswer, Doubtful, Why};
use crate::wire::versions::{Near, NearAnswer};
use crate::wire::{Arrivals, Failure, Language};

/// How much of a text the person is shown before it is kept, in code points.
const PREVIEW: u32 = 3_000;

/// Brings files in without keeping the caller waiting, and tells the screen what came of it.
pub(crate) fn bring_in(app: &AppHandle, files: Vec<PathBuf>) {
    if files.is_empty() {
        return;
    }
    let app = app.clone();
    let _ = app.emit("arriving", files.len());
    tauri::async_runtime::spawn_blocking(move || {
        let _ = app.emit("arrived", read(&app, &files));
    });
}

/// Brings files in while the caller waits; the screen is told how far each of many is.
pub(crate) fn read(app: &AppHandle, files: &[PathBuf]) -> Arrivals {
    read_files(&app.state::<Desk>(), files, &|told| {
        let _ = match told {
            Told::Queue(queue) => app.emit("queue", queue),
            Told::Shelved(rows) => app.emit("shelved", rows),
        };
    })
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

/// Brings in files, folders and archives, one file after the other; what fails is reported and stores nothing. Of many,
/// `tell` hears how far each is, and what they have become.
pub(crate) fn read_files(desk: &Desk, files: &[PathBuf], tell: &(dyn Fn(Told<'_>) + Sync)) -> Arrivals {
    let mut arrivals = Arrivals::default();
    if files.is_empty() {
        return arrivals;
    }
    let stopped = desk.stopped(Long::Queue);
    let gathered = desk.intake("").and_then(|intake| {
        let gathered = many::gather(intake, files, &stopped);
        Ok((intake, gathered.map_err(|error| not_read("", error))?))
    });
    let (intake, Gathered { items, missed }) = match gathered {
        Ok(gathered) => gathered,
        Err(failure) => {
            arrivals.failures.push(failure);
            return arrivals;
        }
    };
    let missed = missed.into_iter().map(|one| {
        let failure = not_taken(&one.shown, one.why);
        (one.shown, failure)
    });
    // One file needs no list.
    let is_single = matches!(files, [file] if !many::holds_several(file));
    let queue = Queueing::new(items.iter().map(|item| item.shown.clone()), missed);
    arrivals.failures.extend(queue.failures());
    let tell_of_many = |told: Told<'_>| {
        if !is_single {
            tell(told);
        }
    };
    queue.tell(&tell_of_many, || {
        for (index, item) in items.iter().enumerate() {
            if stopped() {
                queue.stop();
                arrivals.failures.push(Failure::Stopped);
                break;
            }
            queue.reads(index);
            let bundled = bundling::of_item(desk, intake, item, &stopped).map(|taken| {
                taken.map(|one| Arrivals {
                    bundled: vec![one],
                    ..Arrivals::default()
                })
            });
            let other = bundled.or_else(|| {
                let annotated = annotating::of_item(desk, intake, item, &stopped)?;
                Some(annotated.map(|one| Arrivals {
                    annotated: vec![one],
                    ..Arrivals::default()
                }))
            });
            if let Some(came) = other {
                queue.came(index, &came);
                match came {
                    Ok(one) => arrivals.absorb(one),
                    Err(failure) => arrivals.failures.push(failure),
                }
                continue;
            }
            let came = Coming::of_item(intake, item, &stopped).and_then(|coming| admit(desk, coming));
            queue.came(index, &came);
            match came {
                Ok(one) => arrivals.absorb(one),
                Err(failure) => arrivals.failures.push(failure),
            }
        }
    });
    if items.len() > 1
        && let Err(failure) = desk.library(|library| arrivals.anew(library))
    {
        arrivals.failures.push(failure);
    }
    arrivals
}

pub(crate) fn read_clipboard(desk: &Desk, clipboard: &Clipboard) -> Result<Arrivals, Failure> {
    admit(
        desk,
        Coming::of_clipboard(desk.intake("")?, clipboard, &desk.stopped(Long::One))?,
    )
}

/// Fetches the page at an address.
pub(crate) fn read_web(desk: &Desk, address: &str) -> Result<Arrivals, Failure> {
    let address = address.trim();
    admit(
        desk,
        Coming::of_web(desk.intake(address)?, address, reach(), &desk.stopped(Long::One))?,
    )
}

/// In a debug build a test may have its server on this machine. A release fetches from the internet alone.
#[cfg(debug_assertions)]
fn reach() -> Reach {
    match std::env::var_os("OBELUS_TEST_LOCAL_PAGES") {
        Some(_) => Reach::ThisMachineToo,
        None => Reach::Internet,
    }
}

#[cfg(not(debug_assertions))]
fn reach() -> Reach {
    Reach::Internet
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
        tracked: Tracked::default(),
    };
    add(desk, &coming)
}

/// Adds an article, unless it is there already, or the person is to look at it first.
fn admit(desk: &Desk, coming: Coming) -> Result<Arrivals, Failure> {
    if let Some((article, revision)) = desk.library(|library| library.with_original(&coming.original))? {
        return Ok(there(desk, &coming, article, revision));
    }
    let why = match (&coming.imported.before, coming.imported.doubt) {
        (Some(_), _) => Why::TrackedChanges,
        (None, Some(Doubt::NoArticle)) => Why::NoArticle,
        (None, Some(Doubt::Wall)) => Why::Wall,
        (None, Some(Doubt::Cookies)) => Why::Cookies,
        (None, None) => return compare(desk, coming),
    };
    let imported = &coming.imported;
    let before = imported.before.as_ref();
    let doubtful = Doubtful {
        token: 0,
        name: coming.name(),
        title: imported.title.clone(),
        why,
        inserted: before.map_or(0, |before| before.inserted),
        deleted: before.map_or(0, |before| before.deleted),
        words: imported.body.text.words(),
        preview: imported.body.beginning(PREVIEW),
        rejected: before.map(|before| before.body.beginning(PREVIEW)),
    };
    let token = desk.waiting.put(coming, Asked::Doubt);
    Ok(Arrivals {
        doubts: vec![Doubtful { token, ..doubtful }],
        ..Arrivals::default()
    })
}

/// Nothing is stored. From now on it is known which file the text stands in.
fn there(desk: &Desk, coming: &Coming, article: ArticleId, revision: RevisionId) -> Arrivals {
    if let Some(path) = &coming.path {
        desk.remember_file(article, revision, path, coming.imported.format);
    }
    Arrivals {
        there: vec![article],
        ..Arrivals::default()
    }
}

/// Adds an article, unless it is nearly one of the shelf, or a copy of one that came back: then the person is asked, and
/// it waits. A text that is there already, word for word, is just opened.
fn compare(desk: &Desk, coming: Coming) -> Result<Arrivals, Failure> {
    if let (Some(article), Some(back)) = (returning::article_of(&coming), returning::foreseen(desk, &coming)?) {
        return came_back(desk, coming, article, back);
    }
    let reading = coming.reading(coming.tracked);
    let nearest = desk.library(|library| {
        let near = library.near(&reading.body.text)?.into_iter().next();
        Ok::<_, Failure>(match near {
            Some(near) => library.article(near.article)?.map(|article| (near, article.title)),
            None => None,
        })
    })?;
    let Some((near, near_title)) = nearest else {
        return add(desk, &coming);
    };
    if near.same {
        let latest = desk.library(|library| library.latest_revision(near.article))?;
        return Ok(there(desk, &coming, near.article, latest.ok_or(Failure::Gone)?.id));
    }
    let (name, title) = (coming.name(), coming.imported.title.clone());
    let question = Near {
        token: desk.waiting.put(coming, Asked::Near(near.article)),
        name,
        title,
        near: near.article,
        near_title,
        alike: near.alike,
        same: near.same,
        back: None,
    };
    Ok(Arrivals {
        questions: vec![question],
        ..Arrivals::default()
    })
}

/// Asks about a copy of an article that came back; one that brings nothing just opens the article.
fn came_back(desk: &Desk, coming: Coming, article: ArticleId, back: CameBack) -> Result<Arrivals, Failure> {
    if back.is_nothing() {
        return Ok(Arrivals {
            there: vec![article],
            ..Arrivals::default()
        });
    }
    let row = desk.library(|library| library.article(article))?.ok_or(Failure::Gone)?;
    let (name, title) = (coming.name(), coming.imported.title.clone());
    let question = Near {
        token: desk.waiting.put(coming, Asked::Near(article)),
        name,
        title,
        near: article,
        near_title: row.title,
        alike: 100,
        same: false,
        back: Some(back),
    };
    Ok(Arrivals {
        questions: vec![question],
        ..Arrivals::default()
    })
}

/// Does with a text that waits what the person says. It goes on waiting where that could not be done.
pub(crate) fn answer(desk: &Desk, token: u32, answer: NearAnswer) -> Result<Arrivals, Failure> {
    let (coming, asked) = desk.waiting.take(token).ok_or(Failure::Gone)?;
    let done = match (answer, asked) {
        (NearAnswer::Neither, _) => return Ok(Arrivals::default()),
        (NearAnswer::Version, Asked::Near(near)) => revising::revise(desk, near, &coming).map(|revised| Arrivals {
            changed: revised.changed.clone(),
            revised: vec![revised],
            ..Arrivals::default()
        }),
        (NearAnswer::Another | NearAnswer::Version, _) => add(desk, &coming),
    };
    if done.is_err() {
        desk.waiting.put_back(token, coming, asked);
    }
    done
}

/// Does with a text that was looked at what the person says of it. It may then still be nearly another one.
pub(crate) fn answer_doubt(desk: &Desk, token: u32, answer: DoubtAnswer) -> Result<Arrivals, Failure> {
    let (mut coming, _) = desk.waiting.take(token).ok_or(Failure::Gone)?;
    coming.tracked = match answer {
        DoubtAnswer::Neither => return Ok(Arrivals::default()),
        DoubtAnswer::Rejected => Tracked::Rejected,
        DoubtAnswer::Take | DoubtAnswer::Accepted => Tracked::Accepted,
    };
    compare(desk, coming)
}

fn add(desk: &Desk, coming: &Coming) -> Result<Arrivals, Failure> {
    let id = ArticleId(Uuid::now_v7());
    let edits = arrive(coming.arriving(id, now()), &mut Uuid::now_v7);
    let changed = desk.edit_together(|_, _| Ok(edits))?;
    let latest = desk.library(|library| library.latest_revision(id))?;
    if let (Some(path), Some(latest)) = (&coming.path, latest) {
        desk.remember_file(id, latest.id, path, coming.imported.format);
    }
    Ok(Arrivals {
        articles: vec![id],
        changed,
        ..Arrivals::default()
    })
}

impl Arrivals {
    /// All that came, as it stands now that the last of it is there.
    fn anew(&mut self, library: &Library) -> Result<(), Failure> {
        // Where nothing was added, nothing is told.
        if !self.changed.rows.is_empty() {
            refresh::anew(library, &mut self.changed)?;
        }
        for one in &mut self.annotated {
            refresh::anew(library, &mut one.changed)?;
        }
        for one in &mut self.bundled {
            refresh::anew(library, &mut one.changed)?;
        }
        Ok(())
    }

    /// What came of one more, after what came before.
    fn absorb(&mut self, later: Self) {
        let mut rows = std::mem::take(&mut self.changed.rows);
        self.articles.extend(later.articles);
        self.failures.extend(later.failures);
        self.there.extend(later.there);
        self.questions.extend(later.questions);
        self.doubts.extend(later.doubts);
        self.revised.extend(later.revised);
        self.annotated.extend(later.annotated);
        self.bundled.extend(later.bundled);
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
