//! Finds the footnotes of a page or a book: a link that refers to a note, and a note that links back.
//!
//! Older books say nothing of it: there, a short sign leads to a paragraph below, and that paragraph leads back.

use std::collections::{HashMap, HashSet};

use dom_query::{Document, NodeId, NodeRef};

use crate::{dom, signs, word_processor};

/// How many notes a page may have before they are taken for a table of contents.
const NOTE_LIMIT: usize = 10_000;
/// How many letters a sign has, and one that is said to be a sign.
const SIGN: usize = 4;
const SAID_SIGN: usize = 8;

/// Elements that may be a note.
const NOTES: &[&str] = &["li", "p", "div", "aside", "dd", "dl"];
/// Elements that a note's place may stand in.
const INLINE: &[&str] = &["a", "sup", "span", "b", "strong", "i", "em", "small"];

#[derive(Clone, Debug, Default)]
pub(crate) struct Notes {
    /// The elements that refer to a note, with its label.
    pub(crate) references: HashMap<NodeId, String>,
    pub(crate) footnotes: HashMap<NodeId, String>,
    /// For each reference, the note it leads to.
    pub(crate) leads: HashMap<NodeId, Place>,
    /// What stands for a sign alone: the arrows that lead from a note to its reference.
    pub(crate) back_links: HashSet<NodeId>,
    /// What is left of the words beside a sign: `[` and `. ` are its own.
    pub(crate) trimmed: HashMap<NodeId, String>,
}

/// A node of one of several documents, by the document's index.
pub(crate) type Place = (usize, NodeId);

/// A link within the documents.
struct Link<'d> {
    index: usize,
    node: NodeRef<'d>,
    /// Counted through all documents.
    order: usize,
    target: (usize, String),
}

/// The notes of a page. Browsers that save one write its own address before every place in it.
pub(crate) fn find(document: &Document, address: Option<&str>) -> Notes {
    let address = address
        .and_then(|address| address.split('#').next())
        .unwrap_or_default();
    let own = |_, href: &str| {
        let place = href.strip_prefix(address).unwrap_or(href).strip_prefix('#');
        place.map(|place| (0, place.to_owned()))
    };
    let notes = find_in(&[document], own).pop().unwrap_or_default();
    // Two notes with one sign could not be told apart.
    let mut signs = HashSet::new();
    if notes.footnotes.values().all(|label| signs.insert(label)) {
        notes
    } else {
        Notes::default()
    }
}

/// The notes of documents that belong together; `lead` says which document an address leads to, and to what in it.
/// Notes of different documents may have the same label.
pub(crate) fn find_in(documents: &[&Document], lead: impl Fn(usize, &str) -> Option<(usize, String)>) -> Vec<Notes> {
    let mut notes: Vec<Notes> = documents.iter().map(|_| Notes::default()).collect();
    let mut ids: HashMap<(usize, String), (NodeRef<'_>, usize)> = HashMap::new();
    let mut links: Vec<Link<'_>> = Vec::new();
    let mut order = 0;
    for (index, document) in documents.iter().enumerate() {
        for node in dom::below(&document.root()).filter(NodeRef::is_element) {
            order += 1;
            if let Some(id) = node.id_attr() {
                ids.entry((index, id.to_string())).or_insert((node, order));
            }
            // The sign of a comment of Word leads to the comment, and back.
            if !node.has_name("a") || word_processor::is_beside(&node, "a") {
                continue;
            }
            // Before ids, places had names: word processors write them still.
            if let Some(name) = node.attr("name") {
                ids.entry((index, name.to_string())).or_insert((node, order));
            }
            if let Some(target) = node.attr("href").as_deref().and_then(|href| lead(index, href)) {
                links.push(Link {
                    index,
                    node,
                    order,
                    target,
                });
            }
        }
    }
    if links.len() > 2 * NOTE_LIMIT * documents.len() {
        return notes;
    }
    // What each possible note links to.
    let mut back_to: HashMap<Place, HashSet<Place>> = HashMap::new();
    for link in &links {
        let Some((place, _)) = ids.get(&link.target) else {
            continue;
        };
        for around in link.node.ancestors_it(Some(4)).filter(is_note) {
            let places = back_to.entry((link.index, around.id)).or_default();
            places.insert((link.target.0, place.id));
        }
    }
    let mut is_chapter: HashMap<Place, bool> = HashMap::new();
    let mut referred: HashSet<Place> = HashSet::new();
    for link in &links {
        let Some((target, order)) = ids.get(&link.target) else {
            continue;
        };
        let Some(note) = note_at(target) else { continue };
        let place = (link.target.0, note.id);
        let is_said = is_said(&link.node);
        let Some(sign) = sign(&link.node, is_said) else {
            continue;
        };
        let around = around(link);
        let is_linked = link.order < *order
            && back_to
                .get(&place)
                .is_some_and(|places| around.iter().any(|place| places.contains(place)));
        let is_inside = || link.index == place.0 && link.node.ancestors_it(None).any(|node| node.id == note.id);
        let mut is_chapter = || *is_chapter.entry(place).or_insert_with(|| has_heading(&note));
        if !(is_linked || is_said) || is_inside() || is_chapter() {
            continue;
        }
        let label = notes[place.0].footnotes.entry(note.id).or_insert(sign).clone();
        let reference = whole(&link.node);
        signs::bare(&reference, &mut notes[link.index].trimmed);
        notes[link.index].references.insert(reference.id, label);
        notes[link.index].leads.insert(reference.id, place);
        referred.extend(around);
    }
    for link in &links {
        let own = &mut notes[link.index];
        let Some(note) = link
            .node
            .ancestors_it(Some(6))
            .find(|node| own.footnotes.contains_key(&node.id))
        else {
            continue;
        };
        let Some((place, _)) = ids.get(&link.target) else {
            continue;
        };
        let leads_back = referred.contains(&(link.target.0, place.id)) || self::leads_back(&link.node);
        if !leads_back || own.references.contains_key(&whole(&link.node).id) {
            continue;
        }
        // The term of a definition that is a note is only its sign.
        let term = link.node.ancestors_it(Some(4)).find(|node| node.has_name("dt"));
        let arrow = term.unwrap_or(link.node);
        own.back_links.insert(arrow.id);
        signs::bare(&whole(&arrow), &mut own.trimmed);
        signs::begin(&note, &arrow, &mut own.trimmed);
    }
    notes
}

/// The words of a link, where they are a sign and no more.
fn sign(link: &NodeRef<'_>, is_said: bool) -> Option<String> {
    let words = link.text();
    let sign = words.trim().trim_matches(['[', ']', '(', ')', '↑', '.']).trim();
    match sign.chars().count() {
        // A small picture may stand for it.
        0 => is_said.then(|| "*".to_owned()),
        length => (length <= if is_said { SAID_SIGN } else { SIGN }).then(|| sign.to_owned()),
    }
}

/// The places that a link back to this link may name.
fn around(link: &Link<'_>) -> Vec<Place> {
    let before = link
        .node
        .prev_element_sibling()
        .filter(|node| node.text().trim().is_empty());
    let inside = link.node.first_element_child();
    let around = link
        .node
        .ancestors_it(Some(2))
        .chain([link.node])
        .chain(before)
        .chain(inside);
    around.map(|node| (link.index, node.id)).collect()
}

/// The sign with its raised frame, where it has one of its own.
fn whole<'d>(link: &NodeRef<'d>) -> NodeRef<'d> {
    let is_frame = |parent: &NodeRef<'_>| {
        let own = || parent.children_it(false).take(8);
        let is_blank = |child: NodeRef<'_>| child.id == link.id || child.text().trim().is_empty();
        parent.has_name("sup") && own().count() < 8 && own().all(is_blank)
    };
    link.parent().filter(is_frame).unwrap_or(*link)
}

fn is_note(node: &NodeRef<'_>) -> bool {
    NOTES.iter().any(|name| node.has_name(name)) || node.has_name("section") && says(node, "note")
}

/// The note that an address leads to: the element itself, or the paragraph that begins there.
fn note_at<'d>(node: &NodeRef<'d>) -> Option<NodeRef<'d>> {
    let mut note = *node;
    while !is_note(&note) {
        if !INLINE.iter().any(|name| note.has_name(name)) {
            return None;
        }
        note = note.parent()?;
    }
    // Its first paragraph is not all of it.
    while let Some(parent) = note.parent()
        && parent.first_element_child().is_some_and(|first| first.id == note.id)
        && (parent.has_name("li")
            || parent.has_name("dd")
            || is_note(&parent) && (is_one(&parent) || is_alone(&parent)))
    {
        note = parent;
    }
    Some(note)
}

/// Whether the element says that it is one note; what holds many says so in the plural.
fn is_one(node: &NodeRef<'_>) -> bool {
    let is_kind = |kind: &str| {
        matches!(
            kind,
            "footnote" | "endnote" | "rearnote" | "doc-footnote" | "doc-endnote"
        )
    };
    ["epub:type", "role", "class"].iter().any(|name| {
        let value = node.attr(name);
        value.is_some_and(|value| value.split_whitespace().any(is_kind))
    })
}

/// Whether the element has a name of its own, and what follows its first paragraph is no further note.
fn is_alone(node: &NodeRef<'_>) -> bool {
    let leads = |node: NodeRef<'_>| {
        let is_inner = |href: &str| href.contains('#') && !href.contains(':');
        node.has_name("a") && node.attr("href").is_some_and(|href| is_inner(&href))
    };
    node.has_attr("id")
        && !node
            .element_children()
            .iter()
            .skip(1)
            .any(|more| dom::below(more).any(leads))
}

fn has_heading(note: &NodeRef<'_>) -> bool {
    dom::below(note).any(|node| ["h1", "h2", "h3", "h4", "table"].iter().any(|name| node.has_name(name)))
}

/// Whether the link says that it refers to a note, and not back from one.
fn is_said(link: &NodeRef<'_>) -> bool {
    (says(link, "noteref") || says(link, "footnote")) && !leads_back(link) && !says(link, "anchor")
}

/// Whether the link says that it leads from a note to its reference: LibreOffice says `sdfootnotesym`.
fn leads_back(link: &NodeRef<'_>) -> bool {
    says(link, "back") || says(link, "notesym")
}

fn says(node: &NodeRef<'_>, what: &str) -> bool {
    ["role", "epub:type", "class", "rel"].iter().any(|name| {
        let value = node.attr(name);
        value.is_some_and(|value| value.to_ascii_lowercase().contains(what))
    })
}

#[cfg(test)]
mod tests {
    use obelus_core::body::{Block, Style, leaves};

    /// What refers, and what each note says once its signs are taken away.
    fn check(markup: &str, references: &[&str], notes: &[&str]) {
        let imported = crate::page::read(&format!("<body>{markup}"), None, true).unwrap();
        let body = &imported.body;
        let lines = leaves(&body.blocks);
        let spans = lines.iter().flat_map(|leaf| &leaf.spans);
        let found: Vec<&str> = spans
            .filter_map(|span| match &span.style {
                Style::FootnoteReference { label } => Some(label.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(found, references);
        let words = |block: &Block| match block {
            Block::Footnote { label, blocks } => {
                let lines = leaves(blocks);
                let words: Vec<&str> = lines
                    .iter()
                    .map(|leaf| body.text.between(leaf.start, leaf.end))
                    .collect();
                Some(format!("{label}: {}", words.join(" / ")))
            }
            _ => None,
        };
        let said: Vec<String> = body.blocks.iter().filter_map(words).collect();
        assert_eq!(said, notes);
    }

    #[test]
    fn a_note_is_what_a_sign_leads_to_and_what_leads_back() {
        check(
            "<p>Un<a id='r1' href='#n1'><sup>1</sup></a>, deux [<a name='r2' href='#n2'>2</a>].<p>Trois.
             <p>[<a id='n1' href='#r1'>1</a>] La note.<p><a name='n2'></a><a href='#r2'>2</a>. L’autre, <a href='#x'>ici</a>.<p id=x>Fin",
            &["1", "2"],
            &["1: La note.", "2: L’autre, ici."],
        );
    }

    #[test]
    fn the_way_back_of_a_saved_pandoc_page_is_no_reference() {
        check(
            "<p>Au matin.<a href='#fn1' class='footnote-ref' id='fnref1' role='doc-noteref'><sup>1</sup></a></p>
             <section class='footnotes' role='doc-endnotes'><hr><ol><li id='fn1' role='doc-endnote'><p>En 1856.<a href='#fnref1'
             class='footnote-back' role='doc-backlink'>↩︎</a></p></li></ol></section>",
            &["1"],
            &["1: En 1856."],
        );
    }

    #[test]
    fn a_note_that_says_so_needs_no_way_back() {
        check(
            "<p>Un<a epub:type='noteref' href='#n'>*</a>.</p><aside epub:type='footnote' id='n' hidden><p>Une.</p><p>Suite.</p></aside>",
            &["*"],
            &["*: Une. / Suite."],
        );
    }

    #[test]
    fn contents_that_lead_to_and_fro_are_no_notes() {
        check(
            "<div><p id='t1'><a href='#c1'>I</a></p></div><div><h2 id='c1'><a href='#t1'>I</a></h2><p>Le texte.</p></div>
             <p id='a'><a href='#b'>1</a> Un.</p><p id='b'>Deux, voir <a href='#c'>3</a>.</p><p id='c'>Trois.</p>",
            &[],
            &[],
        );
    }
}
