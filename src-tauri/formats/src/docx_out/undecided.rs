//! Takes out of a file that came back what we suggested there and nobody decided: the words are the author's again, and
//! what is suggested now is put in anew.

use std::collections::BTreeSet;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::slip::Index;
use crate::suggested::paragraphs;
use crate::xml::{self, Element};

/// The main part without our suggestions; nothing where it cannot be read. `without_names`: none stand on any change.
pub(super) fn without_suggestions(xml: &str, slip: &Index, without_names: bool) -> Option<String> {
    let unsigned = unsigned(xml, slip, without_names)?;
    let mut turn = 0;
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
        let is_unsigned = match &event {
            Event::Start(tag) | Event::Empty(tag) if is_change(tag.name().into_inner()) => {
                turn += 1;
                unsigned.contains(&turn)
            }
            _ => false,
        };
        match &event {
            Event::Start(tag) => {
                let now = match tag.name().into_inner() {
                    "w:ins" if is_unsigned || is_ours(tag, slip) => Open::Insertion,
                    "w:del" if is_unsigned || is_ours(tag, slip) => Open::Deletion,
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

/// Which of all changes, counted from 1, are ours, and say no name.
fn unsigned(xml: &str, slip: &Index, without_names: bool) -> Option<BTreeSet<usize>> {
    fn count<'e, 'x>(around: &'e Element<'x>, all: &mut Vec<&'e Element<'x>>) {
        for element in around.elements() {
            if is_change(element.name) {
                all.push(element);
            }
            count(element, all);
        }
    }
    let root = xml::read(xml).ok()?;
    let ours: Vec<&Element<'_>> = paragraphs(&root)
        .into_iter()
        .flat_map(|paragraph| slip.unsigned(paragraph, without_names))
        .collect();
    if ours.is_empty() {
        return Some(BTreeSet::new());
    }
    let mut all = Vec::new();
    count(&root, &mut all);
    let is_ours = |change: &Element<'_>| ours.iter().any(|one| std::ptr::eq(*one, change));
    let turns = (1..).zip(all).filter(|(_, change)| is_ours(change));
    Some(turns.map(|(turn, _)| turn).collect())
}

/// By the name of an element, whatever its prefix.
fn is_change(name: &str) -> bool {
    matches!(name.rsplit(':').next(), Some("ins" | "del"))
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
