//! The clipboard, read when the person presses "Paste": its HTML flavour if it has one, and its text. What the person
//! copies goes there in both as well.

use std::sync::{Mutex, PoisonError};

use obelus_formats::paste_out::Pasted;

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

/// On Linux it is the program that copied which hands the words on: they are gone when nothing holds the clipboard.
static HELD: Mutex<Option<arboard::Clipboard>> = Mutex::new(None);

/// Puts the words on the system's clipboard.
pub(crate) fn write(pasted: &Pasted) -> Result<(), Failure> {
    let failed = |error: arboard::Error| Failure::NotCopied {
        reason: error.to_string(),
    };
    let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
    let mut clipboard = match held.take() {
        Some(clipboard) => clipboard,
        None => arboard::Clipboard::new().map_err(failed)?,
    };
    clipboard.set_html(&pasted.html, Some(&pasted.text)).map_err(failed)?;
    *held = Some(clipboard);
    Ok(())
}

/// Before the app ends: what it copied goes to the system's own keeper of the clipboard, where there is one.
pub(crate) fn hand_over() {
    drop(HELD.lock().unwrap_or_else(PoisonError::into_inner).take());
}

/// What was pasted, as the program wrote it that copied it. WebKit hands it over cleaned: without the comments, the
/// styles of its own and the addresses within the passage by which word processors say what is a list, and what a note.
pub(crate) fn as_copied(pasted: Clipboard) -> Clipboard {
    match read() {
        Ok(own) => pasted.in_full(own),
        Err(_) => pasted,
    }
}

impl Clipboard {
    /// With the HTML of the system's clipboard, if that still holds the same words.
    fn in_full(self, own: Self) -> Self {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        if self.html.is_some() && own.html.is_some() && words(&self.text) == words(&own.text) {
            own
        } else {
            self
        }
    }

    /// The address of a page, where that is all the text there is.
    pub(crate) fn address(&self) -> Option<String> {
        let text = self.text.trim();
        let starts = |scheme: &str| {
            text.get(..scheme.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(scheme))
        };
        let is_address = ["http://", "https://", "www."].into_iter().any(starts) && !text.contains(char::is_whitespace);
        is_address.then(|| text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_pasted_is_taken_as_it_was_copied_unless_something_else_was_copied_since() {
        let clipboard = |html: Option<&str>, text: &str| Clipboard {
            html: html.map(str::to_owned),
            text: text.to_owned(),
        };
        let taken = |pasted: Clipboard, own| pasted.in_full(own).html;
        let word = || clipboard(Some("<p style='mso-list:l0 level1'>a b"), "a b\r\n");
        assert_eq!(taken(clipboard(Some("<p>a b"), "a b\n"), word()), word().html);
        assert_eq!(taken(clipboard(Some("<p>c"), "c"), word()).as_deref(), Some("<p>c"));
        assert_eq!(
            taken(clipboard(Some("<p>a b"), "a b"), clipboard(None, "a b")).as_deref(),
            Some("<p>a b")
        );
        // Whoever wants the text alone has it.
        assert_eq!(taken(clipboard(None, "a b"), word()), None);
    }

    #[test]
    fn only_an_address_that_stands_alone_is_one() {
        let address = |text: &str| {
            let (html, text) = (None, text.to_owned());
            Clipboard { html, text }.address()
        };
        assert_eq!(
            address(" https://a.example/b\n").as_deref(),
            Some("https://a.example/b")
        );
        assert_eq!(address("www.a.example").as_deref(), Some("www.a.example"));
        for none in [
            "",
            "a.example",
            "see https://a.example",
            "https://a.example\nhttps://b.example",
            "été",
        ] {
            assert_eq!(address(none), None, "{none}");
        }
    }
}
