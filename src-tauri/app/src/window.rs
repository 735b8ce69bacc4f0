//! The one window: how it is opened, what it may show, and how it closes without losing a word.

use std::ops::RangeInclusive;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, DragDropEvent, Emitter, Manager, Url, WebviewUrl, WebviewWindowBuilder, WindowEvent};

use crate::arrivals;

/// Its label, in the capability and in every event.
pub(crate) const MAIN: &str = "main";

/// A window that could not save what is being typed stays. Closing it once more means it: not so soon that it is the
/// same press, and not so late that it is forgotten.
const INSISTING: RangeInclusive<Duration> = Duration::from_secs(1)..=Duration::from_secs(10);

/// When the person last asked to close the window.
static ASKED: Mutex<Option<Instant>> = Mutex::new(None);

/// The size of the first window, and the least it may have, in logical pixels.
const SIZE: (f64, f64) = (1440.0, 900.0);
const LEAST: (f64, f64) = (720.0, 480.0);

pub(crate) fn open(app: &AppHandle) -> tauri::Result<()> {
    let (width, height) = first_size(app);
    WebviewWindowBuilder::new(app, MAIN, WebviewUrl::App("index.html".into()))
        .title("Obelus")
        .inner_size(width, height)
        .min_inner_size(LEAST.0, LEAST.1)
        .incognito(!is_driven())
        .on_navigation(is_ours)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()?;
    Ok(())
}

/// As large as it should be, or as the screen is: without a window manager nothing else would keep it there.
fn first_size(app: &AppHandle) -> (f64, f64) {
    let Ok(Some(monitor)) = app.primary_monitor() else {
        return SIZE;
    };
    let screen = monitor.size().to_logical::<f64>(monitor.scale_factor());
    (
        SIZE.0.min(screen.width).max(LEAST.0),
        SIZE.1.min(screen.height).max(LEAST.1),
    )
}

/// Whether a test drives the window. WebKitGTK cannot drive one that is incognito; a test gives it an empty home
/// instead.
fn is_driven() -> bool {
    std::env::var("TAURI_WEBVIEW_AUTOMATION").as_deref() == Ok("true")
}

/// The app shows itself and nothing else: an article's link opens in the system's browser.
fn is_ours(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        // Windows serves the app from here.
        "http" | "https" => url.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

pub(crate) fn come_forward(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(MAIN) {
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}

pub(crate) fn happened(window: &tauri::Window, event: &WindowEvent) {
    let app = window.app_handle();
    match event {
        WindowEvent::DragDrop(DragDropEvent::Enter { .. }) => tell(app, "dragging", true),
        WindowEvent::DragDrop(DragDropEvent::Leave) => tell(app, "dragging", false),
        WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }) => {
            tell(app, "dragging", false);
            arrivals::dropped(app, paths.clone());
        }
        WindowEvent::CloseRequested { api, .. } => {
            // The screen saves what is being typed, then asks to leave; one that hangs is closed by asking again.
            let mut asked = ASKED.lock().unwrap_or_else(PoisonError::into_inner);
            let insists = asked.is_some_and(|before| INSISTING.contains(&before.elapsed()));
            *asked = Some(Instant::now());
            if !insists {
                api.prevent_close();
                tell(app, "closing", ());
            }
        }
        _ => {}
    }
}

pub(crate) fn tell<P: serde::Serialize + Clone>(app: &AppHandle, event: &str, payload: P) {
    // The only listener is the window; without one there is nobody to tell.
    let _ = app.emit_to(MAIN, event, payload);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_goes_nowhere_but_to_the_app() {
        let goes = |url: &str| is_ours(&Url::parse(url).unwrap());
        assert!(goes("tauri://localhost/index.html"));
        assert!(goes("http://tauri.localhost/"));
        for elsewhere in [
            "https://example.org/",
            "http://localhost/",
            "file:///etc/passwd",
            "data:text/html,<script>",
            "javascript:alert(1)",
            "about:blank",
            "tauri://elsewhere/",
            "https://tauri.localhost.example.org/",
        ] {
            assert!(!goes(elsewhere), "{elsewhere}");
        }
    }
}
