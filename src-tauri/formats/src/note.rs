//! Reads a note: Markdown through the same gate as an article, for notes are as hostile.

use obelus_core::body::Body;
use obelus_core::text::Text;

use crate::blocks::Gate;
use crate::encoding;

/// The body of a note written in Markdown. Markup that cannot be read is shown as it was written.
#[must_use]
pub fn note_body(markdown: &str) -> Body {
    let markdown = encoding::clean(markdown).text;
    let body = crate::markdown::body(&markdown).unwrap_or_else(|_| {
        let mut gate = Gate::default();
        gate.words(&markdown, true);
        gate.finish()
    });
    if body.check().is_ok() {
        body
    } else {
        Body {
            text: Text::new(String::new()),
            blocks: Vec::new(),
            asides: Vec::new(),
            pages: Vec::new(),
        }
    }
}
