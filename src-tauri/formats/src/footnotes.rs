//! Finds the footnotes of a page: a link that refers to a note, and a note that links back.

use std::collections::{HashMap, HashSet};

use dom_query::{Document, NodeId, NodeRef};

use crate::dom;

/// How many notes a page may have before they are taken for a table of contents.
const NOTE_LIMIT: usize = 10_000;

#[derive(Debug, Default)]
pub(crate) struct Notes {
    /// The elements that refer to a note, with its label.
    pub(crate) references: HashMap<NodeId, String>,
    pub(crate) footnotes: HashMap<NodeId, String>,
    /// The arrows that lead from a note to its reference.
    pub(crate) back_links: HashSet<NodeId>,
}

pub(crate) fn find(document: &Document) -> Notes {
    let mut notes = Notes::default();
    let mut ids: HashMap<String, NodeRef<'_>> = HashMap::new();
    let mut links: Vec<(NodeRef<'_>, String)> = Vec::new();
    for node in dom::below(&document.root()).filter(NodeRef::is_element) {
        if let Some(id) = node.id_attr() {
            ids.entry(id.to_string()).or_insert(node);
        }
        // Before ids, places had names: word processors write them still.
        if node.has_name("a")
            && let Some(name) = node.attr("name")
        {
            ids.entry(name.to_string()).or_insert(node);
        }
        if node.has_name("a")
            && let Some(target) = node.attr("href").as_deref().and_then(|href| href.strip_prefix('#'))
        {
            links.push((node, target.to_owned()));
        }
    }
    if links.len() > 2 * NOTE_LIMIT {
        return notes;
    }
    // The notes: what links back to where it is referred to.
    let mut back_to: HashMap<NodeId, Vec<NodeId>> = HashMap::new();
    for (link, target) in &links {
        if let (Some(note), Some(place)) = (note_around(link), ids.get(target)) {
            back_to.entry(note.id).or_default().push(place.id);
        }
    }
    for (link, target) in &links {
        let Some(target) = ids.get(target) else { continue };
        let Some(note) = note_at(target) else { continue };
        let sign = link.text();
        let sign = sign.trim().trim_matches(['[', ']', '(', ')', '↑', '.']).trim();
        let is_sign = !sign.is_empty() && sign.chars().count() <= 4;
        let around: Vec<NodeId> = link
            .ancestors_it(Some(2))
            .map(|node| node.id)
            .chain([link.id])
            .collect();
        let is_linked = back_to
            .get(&note.id)
            .is_some_and(|places| places.iter().any(|place| around.contains(place)));
        if !is_sign
            || !(is_linked || is_said(link, "noteref"))
            || note_around(link).is_some_and(|own| own.id == note.id)
        {
            continue;
        }
        let label = notes
            .footnotes
            .entry(note.id)
            .or_insert_with(|| sign.to_owned())
            .clone();
        let sup = link
            .parent()
            .filter(|parent| parent.has_name("sup") && parent.children_it(false).count() == 1);
        notes.references.insert(sup.unwrap_or(*link).id, label);
    }
    for (link, target) in &links {
        if let (Some(note), Some(_)) = (note_around(link), ids.get(target))
            && notes.footnotes.contains_key(&note.id)
            && !notes.references.contains_key(&link.id)
        {
            notes.back_links.insert(link.id);
        }
    }
    // Two notes with one sign could not be told apart.
    let mut signs = HashSet::new();
    if !notes.footnotes.values().all(|label| signs.insert(label.clone())) {
        return Notes::default();
    }
    notes
}

fn note_at<'d>(node: &NodeRef<'d>) -> Option<NodeRef<'d>> {
    let is_note = |node: &NodeRef<'_>| ["li", "p", "div", "aside", "dd"].iter().any(|name| node.has_name(name));
    let note = if is_note(node) {
        *node
    } else {
        node.parent().filter(is_note)?
    };
    // The first paragraph of a note that has more of them.
    let whole = note.parent().filter(|whole| {
        let begins = || whole.first_element_child().is_some_and(|first| first.id == note.id);
        note.has_name("p") && is_note(whole) && whole.has_attr("id") && begins()
    });
    Some(whole.unwrap_or(note))
}

/// The element with an id that a link back stands in.
fn note_around<'d>(link: &NodeRef<'d>) -> Option<NodeRef<'d>> {
    link.ancestors_it(Some(4))
        .find(|node| node.has_attr("id") && note_at(node).is_some_and(|note| note.id == node.id))
}

fn is_said(link: &NodeRef<'_>, what: &str) -> bool {
    ["role", "epub:type", "class", "rel"].iter().any(|name| {
        let value = link.attr(name);
        // `footnote-back` and LibreOffice's `sdfootnotesym` lead the other way.
        let leads_back = |value: &str| value.contains("back") || value.ends_with("notesym");
        value.is_some_and(|value| (value.contains(what) || value.contains("footnote")) && !leads_back(&value))
    })
}
