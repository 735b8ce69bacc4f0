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

impl Clipboard {
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
