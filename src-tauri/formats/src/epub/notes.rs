//! Finds the notes of a book in all of its chapters, and tells them apart.
//!
//! Where chapters count anew, or a sign stands twice, all notes are numbered through in the order of the text: a note
//! is known by its label.

use std::collections::{HashMap, HashSet};

use dom_query::{Document, NodeRef};

use super::Chapter;
use super::opf::resolve;
use crate::dom;
use crate::footnotes::{self, Notes, Place};

pub(super) fn find(chapters: &[Chapter]) -> Vec<Notes> {
    let documents: Vec<&Document> = chapters.iter().map(|chapter| &chapter.document).collect();
    let paths = chapters.iter().enumerate();
    let index: HashMap<&str, usize> = paths.map(|(at, chapter)| (&*chapter.path, at)).collect();
    let mut notes = footnotes::find_in(&documents, |from, address| {
        let (file, place) = address.split_once('#')?;
        let to = match file {
            "" => from,
            _ => *index.get(&*resolve(&chapters.get(from)?.path, file))?,
        };
        Some((to, place.to_owned()))
    });
    let mut signs = HashSet::new();
    if !notes
        .iter()
        .flat_map(|notes| notes.footnotes.values())
        .all(|sign| signs.insert(sign))
    {
        number(&documents, &mut notes);
    }
    for (at, document) in documents.iter().enumerate() {
        let silent = dom::below(&document.root()).filter(|node| node.is_element() && is_no_words(node));
        notes[at].back_links.extend(silent.map(|node| node.id));
    }
    notes
}

fn number(documents: &[&Document], notes: &mut [Notes]) {
    let mut numbers: HashMap<Place, String> = HashMap::new();
    for (at, document) in documents.iter().enumerate() {
        for node in dom::below(&document.root()) {
            let Some(&note) = notes[at].leads.get(&node.id) else {
                continue;
            };
            let next = numbers.len() + 1;
            let label = numbers.entry(note).or_insert_with(|| next.to_string()).clone();
            notes[note.0].footnotes.insert(note.1, label.clone());
            notes[at].references.insert(node.id, label);
        }
    }
}

/// The number of a printed page, and the line above the notes.
fn is_no_words(node: &NodeRef<'_>) -> bool {
    let is_notes = |around: &NodeRef<'_>| {
        around.attr("epub:type").is_some_and(|kind| kind.contains("notes")) || around.has_class("footnotes")
    };
    let is_page = |name: &str| node.attr(name).is_some_and(|kind| kind.contains("pagebreak"));
    is_page("epub:type")
        || is_page("role")
        || node.has_name("hr") && node.parent().is_some_and(|around| is_notes(&around))
}
