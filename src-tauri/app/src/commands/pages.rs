//! Pages of a PDF as they look, with the places of their words.

use obelus_core::id::RevisionId;
use obelus_formats::pdf::PagePicture;
use tauri::ipc::Response;
use tauri::{AppHandle, Manager, State};

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
    Ok(Response::new(framed(&drawn)))
}

/// The page is no longer near the view: its request is rejected with `stopped`.
#[tauri::command]
pub(crate) fn stop_page(desk: State<'_, Desk>, ticket: u32) {
    desk.drawing.stop(ticket);
}

fn framed(drawn: &PagePicture) -> Vec<u8> {
    let head = serde_json::to_vec(&PageHead::of(drawn)).expect("numbers are JSON");
    let mut bytes = Vec::with_capacity(4 + head.len() + drawn.png.len());
    bytes.extend_from_slice(&(head.len() as u32).to_le_bytes());
    bytes.extend_from_slice(&head);
    bytes.extend_from_slice(&drawn.png);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_says_how_long_its_head_is() {
        let drawn = PagePicture {
            png: b"\x89PNG".to_vec(),
            width: 595.0,
            height: 842.0,
            turn: 0,
            words: Vec::new(),
            sheets: Vec::new(),
        };
        let bytes = framed(&drawn);
        let length = u32::from_le_bytes(bytes[..4].try_into().unwrap()) as usize;
        let head: serde_json::Value = serde_json::from_slice(&bytes[4..4 + length]).unwrap();
        let expected = serde_json::json!({ "width": 595.0, "height": 842.0, "turn": 0, "words": [], "sheets": [] });
        assert_eq!(head, expected);
        assert_eq!(&bytes[4 + length..], b"\x89PNG");
    }
}
