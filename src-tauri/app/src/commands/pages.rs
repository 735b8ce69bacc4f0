//! Pages of a PDF as they look, with the places of their words.

use obelus_core::id::RevisionId;
use tauri::ipc::Response;
use tauri::{AppHandle, Manager, State};

use super::framed::framed;
use crate::desk::Desk;
use crate::pages;
use crate::wire::Failure;
use crate::wire::pages::PageHead;

/// Draws a page (from 0) of the file that a revision was made from, at `scale` pixels a point; `ticket` is how the
/// screen names this request. The answer is raw: the length of a [`PageHead`] (four bytes, the lowest first), the head
/// as JSON, and a PNG file.
#[tauri::command]
pub(crate) async fn page(
    app: AppHandle,
    ticket: u32,
    revision: RevisionId,
    number: u32,
    scale: f32,
) -> Result<Response, Failure> {
    app.state::<Desk>().drawing.begin(ticket);
    // Not on a thread that answers other commands: there are but a few of these.
    let drawing = app.clone();
    let drawn = tauri::async_runtime::spawn_blocking(move || {
        pages::page(&drawing.state::<Desk>(), ticket, revision, number, scale)
    });
    let drawn = drawn.await.expect("what draws a page does not panic")?;
    Ok(Response::new(framed(&PageHead::of(&drawn), &drawn.png)))
}

/// What was asked for with this ticket, a page or the first page of a copy, is not wanted any more: its request is
/// rejected with `stopped`.
#[tauri::command]
pub(crate) fn stop_drawing(desk: State<'_, Desk>, ticket: u32) {
    desk.drawing.stop(ticket);
}
