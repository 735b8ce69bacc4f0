//! Looking through a new version: what it changed, what the person answers, two versions side by side, a mark's history.

use std::sync::Arc;

use obelus_core::comparison::Comparison;
use obelus_core::id::{ArticleId, MarkId, RevisionId};
use obelus_core::mark::Mark;
use obelus_core::review as answers;
use obelus_core::text::TextRange;
use obelus_library::Library;
use obelus_library::mark_history::MarkHistory;
use tauri::State;

use super::marks::places;
use crate::desk::Desk;
use crate::watching::Watching;
use crate::wire::versions::{Review, ReviewAnswer};
use crate::wire::{Changed, Failure, OpenArticle};
use crate::{opening, reviewing};

/// An article, and what the version of this number (or the latest one) changed in it: both as they stand at one moment.
#[tauri::command(async)]
pub(crate) fn open_review(
    desk: State<'_, Desk>,
    watching: State<'_, Watching>,
    article: ArticleId,
    revision: Option<u32>,
) -> Result<(OpenArticle, Review), Failure> {
    let (opened, review) = reviewing::opened(&desk, article, revision)?;
    Ok((opening::shown(&desk, &watching, opened), review))
}

#[tauri::command(async)]
pub(crate) fn review(desk: State<'_, Desk>, article: ArticleId, revision: Option<u32>) -> Result<Review, Failure> {
    reviewing::review(&desk, article, revision)
}

#[tauri::command(async)]
pub(crate) fn compare(
    desk: State<'_, Desk>,
    article: ArticleId,
    from: u32,
    to: u32,
) -> Result<Arc<Comparison>, Failure> {
    reviewing::compare_versions(&desk, article, from, to)
}

/// What the person says of marks that the latest version changed.
#[tauri::command(async)]
pub(crate) fn answer_review(
    desk: State<'_, Desk>,
    marks: Vec<MarkId>,
    answer: ReviewAnswer,
) -> Result<Changed, Failure> {
    desk.edit_together(|library, touch| {
        let answered = marks.iter().map(|&id| {
            let (mark, latest) = in_latest(library, id)?;
            Ok(answers::answer(&mark, latest, answer.into(), touch.clone()))
        });
        answered.collect()
    })
}

/// Gives a mark its place in the latest version by hand: `nth` is the number of what was carried there.
#[tauri::command(async)]
pub(crate) fn attach(
    desk: State<'_, Desk>,
    mark: MarkId,
    nth: u32,
    ranges: Vec<TextRange>,
) -> Result<Changed, Failure> {
    desk.edit(None, |library, touch| {
        let (mark, latest) = in_latest(library, mark)?;
        let places = places(library, mark.article, &ranges)?;
        answers::attach(&mark, latest, nth as usize, places, touch.clone()).ok_or(Failure::Gone)
    })
}

/// What a mark said in each version, and what was done to it.
#[tauri::command(async)]
pub(crate) fn mark_history(desk: State<'_, Desk>, mark: MarkId) -> Result<MarkHistory, Failure> {
    desk.library(|library| library.mark_history(mark))?.ok_or(Failure::Gone)
}

/// A mark, and the latest version of its article.
fn in_latest(library: &Library, id: MarkId) -> Result<(Mark, RevisionId), Failure> {
    let mark = library.mark(id)?.ok_or(Failure::Gone)?;
    let latest = library.latest_revision(mark.article)?.ok_or(Failure::Gone)?.id;
    Ok((mark, latest))
}
