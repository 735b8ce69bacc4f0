//! The clipboard, read when the person presses "Paste": its HTML flavour if it has one, and its text.

use crate::wire::Failure;

pub(crate) struct Clipboard {
    pub(crate) html: Option<String>,
    pub(crate) text: String,
}

/// Reads the system's clipboard. Blocks until the program that owns it answers.
pub(crate) fn read() -> Result<Clipboard, Failure> {
    let failed = |error: arboard::Error| Failure::Unreadable {
        name: String::new(),
        reason: error.to_string(),
    };
    let mut clipboard = arboard::Clipboard::new().map_err(failed)?;
    let html = clipboard.get().html().ok().filter(|html| !html.trim().is_empty());
    let text = match clipboard.get_text() {
        Ok(text) => text,
        Err(arboard::Error::ContentNotAvailable) => String::new(),
        Err(error) if html.is_none() => return Err(failed(error)),
        Err(_) => String::new(),
    };
    Ok(Clipboard { html, text })
}
