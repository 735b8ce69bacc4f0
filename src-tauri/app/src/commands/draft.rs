//! The file that an article was opened from: watching it, and taking it in.

use obelus_core::id::ArticleId;
use tauri::State;

use crate::desk::Desk;
use crate::watching::Watching;
use crate::wire::Failure;
use crate::wire::versions::Watched;

#[tauri::command(async)]
pub(crate) fn watch(
    desk: State<'_, Desk>,
    watching: State<'_, Watching>,
    article: ArticleId,
    on: bool,
) -> Result<Watched, Failure> {
    watching.watch(&desk, article, on)
}
