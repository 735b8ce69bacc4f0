//! Takes out of a file that came back what we suggested there and nobody decided: the words are the author's again, and
//! what is suggested now is put in anew.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::slip::Index;

/// The main part without our suggestions; nothing where it cannot be read.
pub(super) fn without_suggestions(xml: &str, slip: &Index) -> Option<String> {
    let mut reader = Reader::from_str(xml);
    let mut written = String::with_capacity(xml.len());
    // For each element that is open, whether it is one of our deletions; and how many insertions of ours are.
    let mut open: Vec<Open> = Vec::new();
    let mut before = 0;
    loop {
        let event = reader.read_event().ok()?;
        let after = usize::try_from(reader.buffer_position()).ok()?;
        let own = &xml[before..after];
        before = after;
        let is_dropped = open.contains(&Open::Insertion);
        let is_restored = open.contains(&Open::Deletion);
        match &event {
            Event::Start(tag) => {
                let now = match tag.name().into_inner() {
                    "w:ins" if is_ours(tag, slip) => Open::Insertion,
                    "w:del" if is_ours(tag, slip) => Open::Deletion,
                    _ => Open::Other,
                };
                open.push(now);
                if now == Open::Other && !is_dropped {
                    written.push_str(&restored(own, is_restored));
                }
            }
            Event::End(_) => {
                if open.pop()? == Open::Other && !is_dropped {
                    written.push_str(&restored(own, is_restored));
                }
            }
            Event::Eof => break,
            _ if is_dropped => {}
            _ => written.push_str(own),
        }
    }
    Some(written)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Insertion,
    Deletion,
    Other,
}

fn is_ours(tag: &BytesStart<'_>, slip: &Index) -> bool {
    let attribute = |name: &str| {
        let mut attributes = tag.attributes().filter_map(Result::ok);
        let found = attributes.find(|attribute| attribute.key.into_inner() == name)?;
        quick_xml::escape::unescape(&found.value)
            .ok()
            .map(|value| value.into_owned())
    };
    match (attribute("w:author"), attribute("w:date")) {
        (Some(author), Some(date)) => slip.suggested_by(&author, &date),
        _ => false,
    }
}

/// A tag of words that were taken out becomes one of words.
fn restored(tag: &str, is_restored: bool) -> String {
    match is_restored {
        true => tag.replace("w:delText", "w:t").replace("w:delInstrText", "w:instrText"),
        false => tag.to_owned(),
    }
}
