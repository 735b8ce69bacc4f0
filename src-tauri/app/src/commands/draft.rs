//! The file that an article was opened from: watching it, and taking it in.

use obelus_core::id::ArticleId;
use tauri::{AppHandle, Manager, State};

use crate::desk::Desk;
use crate::revising::revise_from_file;
use crate::watch::{self, Pace};
use crate::watching::Watching;
use crate::window;
use crate::wire::Failure;
use crate::wire::versions::{DraftChanged, Revised, Watched};

#[tauri::command(async)]
pub(crate) fn watch(
    desk: State<'_, Desk>,
    watching: State<'_, Watching>,
    article: ArticleId,
    on: bool,
) -> Result<Watched, Failure> {
    watching.watch(&desk, article, on)
}

/// Takes the file of an article in as a new version, once nobody seems to be writing it.
#[tauri::command]
pub(crate) async fn take_draft(app: AppHandle, article: ArticleId) -> Result<Revised, Failure> {
    let (desk, watching) = (app.state::<Desk>(), app.state::<Watching>());
    let path = desk.watched_file(article).ok_or(Failure::Gone)?.path;
    watch::lies_still(&path, watching.seen(article), Pace::default()).await;
    let taking = app.clone();
    let revised =
        tauri::async_runtime::spawn_blocking(move || revise_from_file(&taking.state::<Desk>(), article, &path));
    let revised = revised.await.expect("taking a version in does not panic")?;
    if let Some(watched) = watching.taken(&desk, article) {
        window::tell(&app, "draft_changed", DraftChanged { article, watched });
    }
    Ok(revised)
}
