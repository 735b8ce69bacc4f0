//! The note of each mark as values for the typesetter: for the margin, and for the pages at the end.

use serde_json::{Value, json};

use super::paper::{Writer, clean, is_right_to_left};
use super::pictures::Pictures;
use crate::checked::{Checked, Numbered, Woven, signature};
use crate::labels::Labels;
use crate::note_body;
use crate::report::{plain, shortened};

/// From how many characters on a note may be too long for the margin, and has a short form for it.
const LONG: usize = 280;

pub(super) fn card(checked: &Checked<'_>, labels: &Labels, numbered: &Numbered<'_>) -> Value {
    let mark = numbered.mark;
    let body = note_body(&mark.note);
    let bare = Woven::bare(&body);
    let note = Writer::new(&body, &bare).blocks(&body.blocks, 2, &mut Pictures::new(None));
    let quote = clean(&shortened(numbered.quote, 120));
    let tags: Vec<String> = mark.tags.iter().map(|tag| format!("#{}", clean(tag))).collect();
    let places = (numbered.places > 1).then(|| {
        labels
            .counted(&labels.places, numbered.places)
            .replace("{places}", &labels.number(numbered.places))
    });
    let is_long = mark.note.chars().count() + mark.correction.chars().count() > LONG;
    json!({
        "number": numbered.number,
        "class": numbered.class(),
        "sign": numbered.sign(),
        "word": numbered.word(checked, labels),
        "who": clean(&signature(mark, labels)),
        "rtl": is_right_to_left(&quote),
        "quote": labels.quoted(&quote),
        "note": note,
        "correction": clean(mark.correction.trim()),
        "tags": tags,
        "places": places,
        "placed": numbered.places > 0,
        "short": is_long.then(|| clean(&shortened(&plain(&mark.note), 140))),
    })
}
