//! Articles: bringing them in, opening them, naming them, the bin.

use obelus_core::article::Article;
use obelus_core::bring_back;
use obelus_core::edit::{Edit, EditError};
use obelus_core::id::{ArticleId, RevisionId};
use obelus_core::mark::Mark;
use obelus_core::picture::PictureId;
use obelus_core::placement::{Carried, Placement};
use obelus_library::Library;
use tauri::ipc::Response;
use tauri::{AppHandle, State};
use uuid::Uuid;

use crate::clipboard::{self, Clipboard};
use crate::clock::now;
use crate::desk::{Desk, Long};
use crate::watching::Watching;
use crate::wire::arriving::Queue;
use crate::wire::versions::OpenReview;
use crate::wire::{Arrivals, Changed, Failure, Language, OpenArticle};
use crate::{arrivals, choose, window};

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
    opened(&desk, &watching, article, revision)
}

/// What there is to be read and seen of an article.
pub(super) fn opened(
    desk: &Desk,
    watching: &Watching,
    article: ArticleId,
    revision: Option<u32>,
) -> Result<OpenArticle, Failure> {
    let mut opened = desk.library(|library| {
        let row = in_shelf(library, article)?;
        let versions = library.revisions(article)?;
        let latest = versions.last().ok_or(Failure::Gone)?.id;
        let shown = match revision {
            Some(number) => versions.iter().find(|version| version.number == number),
            None => versions.last(),
        };
        let shown = shown.ok_or(Failure::Gone)?.clone();
        let (marks, unplaced) = marks_in(library, article, shown.id)?;
        let review = if shown.id == latest {
            open_review(&marks, &unplaced)
        } else {
            let (marks, unplaced) = marks_in(library, article, latest)?;
            open_review(&marks, &unplaced)
        };
        Ok::<_, Failure>(OpenArticle {
            body: library.body(shown.id)?.as_ref().clone(),
            marks: marks.into_iter().map(without_trivia).collect(),
            unplaced,
            review,
            watched: None,
            article: row,
            revision: shown,
            versions,
        })
    })?;
    if let Some(latest) = opened.versions.last() {
        opened.watched = watching.opened(desk, article, latest.id);
    }
    Ok(opened)
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

/// The marks of a revision, and those that came to it without a place.
fn marks_in(library: &Library, article: ArticleId, revision: RevisionId) -> Result<(Vec<Mark>, Vec<Mark>), Failure> {
    Ok((library.marks(article, revision)?, library.unplaced(article, revision)?))
}

/// How a mark came where it stands says something only where a passage of it changed. With ten thousand marks the rest
/// would be most of what crosses to the screen.
fn without_trivia(mut mark: Mark) -> Mark {
    let is_trivial =
        |carried: &Carried| matches!(carried.placement, Placement::Kept | Placement::Moved) && carried.answer.is_none();
    if mark.carried.iter().all(is_trivial) {
        mark.carried.clear();
    }
    mark
}

/// How many marks of the latest revision ask for an answer, if any does.
fn open_review(marks: &[Mark], unplaced: &[Mark]) -> Option<OpenReview> {
    let is_open = |mark: &&Mark| mark.carried.iter().any(|carried| carried.is_open(mark.kind));
    let open = marks.iter().chain(unplaced).filter(is_open).count() as u32;
    (open > 0).then_some(OpenReview { open })
}

fn in_shelf(library: &Library, id: ArticleId) -> Result<Article, Failure> {
    let article = library.article(id)?.ok_or(Failure::Gone)?;
    if article.binned.is_some() {
        return Err(Failure::InBin);
    }
    Ok(article)
}

#[cfg(test)]
mod tests {
    use obelus_core::mark::{Kind, Status};

    use super::*;
    use crate::revising::revise;
    use crate::test_desk::{TestDesk, coming};

    #[test]
    fn what_a_version_left_alone_crosses_without_how_it_came_and_what_it_changed_with_it() {
        let desk = TestDesk::new();
        let article = desk.article("Le conseil s’est réuni lundi. Microsoft détient 49% des parts de l’entreprise.");
        let kept = desk.mark(article, "lundi", Kind::claim(Status::Confirmed));
        let edited = desk.mark(article, "49% des parts", Kind::claim(Status::Confirmed));
        let newer = "Le conseil s’est réuni lundi. Microsoft détient 51% des parts de l’entreprise.";
        revise(&desk.desk, article, &coming(newer)).unwrap();
        let carried = |id| without_trivia(desk.read(id)).carried.len();
        assert_eq!((carried(kept), carried(edited)), (0, 1));
    }
}
