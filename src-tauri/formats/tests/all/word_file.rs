//! Reads a Word file as any other program would, element by element: the words before the tracked changes, and those that each
//! comment stands on.
//!
//! It knows nothing of how the app reads or writes such files.

use std::collections::BTreeMap;

use obelus_formats::package::Package;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// What stands in a Word file.
#[derive(Debug, Default)]
pub(crate) struct WordFile {
    /// The words of the article, without the changes.
    pub(crate) words: String,
    /// Those of its footnotes.
    pub(crate) notes: String,
    /// Those that were put in.
    pub(crate) inserted: Vec<String>,
    /// By id: the words that a comment stands on, of the article without the changes.
    pub(crate) ranges: BTreeMap<u32, String>,
    /// By id: what a comment says, its paragraphs as lines, after its author.
    pub(crate) comments: BTreeMap<u32, String>,
    /// By the end of its name: the words around which a bookmark of ours stands, as those of a comment.
    pub(crate) passages: BTreeMap<String, String>,
    /// For each footnote that says what a mark does, in the order of the text: the number that Word gives it, the end of
    /// the name of its bookmark, and its words, paragraphs as lines.
    pub(crate) marked_notes: Vec<(u32, String, String)>,
    /// Every address that can be followed.
    pub(crate) addresses: Vec<String>,
    pub(crate) parts: BTreeMap<String, Vec<u8>>,
}

impl WordFile {
    /// Fails on any part that is not well-formed.
    pub(crate) fn open(bytes: &[u8]) -> Self {
        let package = Package::open(bytes).unwrap();
        let mut file = Self::default();
        let names: Vec<String> = package.names().map(str::to_owned).collect();
        for name in names {
            let part = package.part(&name).unwrap().unwrap();
            if name.ends_with(".rels") {
                file.relations(&String::from_utf8(part.clone()).unwrap());
            }
            file.parts.insert(name, part);
        }
        for (name, bytes) in &file.parts {
            if name.ends_with(".xml") || name.ends_with(".rels") {
                well_formed(name, std::str::from_utf8(bytes).unwrap());
            }
        }
        let mut words = Story::default();
        words.read(&file.xml("word/document.xml"));
        let mut notes = Story {
            ranges: std::mem::take(&mut words.ranges),
            ..Story::default()
        };
        if file.parts.contains_key("word/footnotes.xml") {
            notes.read(&file.xml("word/footnotes.xml"));
        }
        assert!(
            words.open.is_empty() && notes.open.is_empty(),
            "a comment without an end"
        );
        file.words = words.words;
        file.notes = notes.words;
        file.inserted = [words.inserted, notes.inserted].concat();
        file.ranges = notes.ranges;
        if file.parts.contains_key("word/comments.xml") {
            file.comments = said(&file.xml("word/comments.xml"), "w:comment");
        }
        file.passages = words.passages;
        if file.parts.contains_key("word/footnotes.xml") {
            let notes = said(&file.xml("word/footnotes.xml"), "w:footnote");
            let numbered = (1..).zip(&words.references);
            let marked = numbered.filter_map(|(number, (id, name))| Some((number, name.clone()?, notes[id].clone())));
            file.marked_notes = marked.collect();
        }
        file
    }

    pub(crate) fn xml(&self, name: &str) -> String {
        String::from_utf8(self.parts[name].clone()).unwrap()
    }

    fn relations(&mut self, xml: &str) {
        for relation in xml
            .split("<Relationship ")
            .skip(1)
            .filter(|relation| relation.contains("\"External\""))
        {
            self.addresses.push(
                relation
                    .split("Target=\"")
                    .nth(1)
                    .unwrap()
                    .split('"')
                    .next()
                    .unwrap()
                    .to_owned(),
            );
        }
    }
}

fn well_formed(name: &str, xml: &str) {
    let mut reader = Reader::from_str(xml);
    let mut depth = 0;
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")) {
            Event::Start(tag) => {
                assert!(tag.attributes().all(|attribute| attribute.is_ok()), "{name}");
                depth += 1;
            }
            Event::Empty(tag) => assert!(tag.attributes().all(|attribute| attribute.is_ok()), "{name}"),
            Event::End(_) => depth -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "{name}");
    let is_allowed = |c: char| matches!(c, '\t' | '\n') || (c >= ' ' && c != '\u{fffe}' && c != '\u{ffff}');
    assert!(xml.chars().all(is_allowed), "{name} holds what XML cannot");
}

#[derive(Default)]
struct Story {
    words: String,
    inserted: Vec<String>,
    ranges: BTreeMap<u32, String>,
    open: Vec<u32>,
    passages: BTreeMap<String, String>,
    bookmarks: Vec<(u32, String)>,
    /// Every footnote that is counted, with the end of the name of our bookmark around its reference.
    references: Vec<(u32, Option<String>)>,
}

fn id(tag: &BytesStart<'_>) -> u32 {
    attribute(tag, "w:id").unwrap().parse().unwrap()
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag
        .attributes()
        .map(Result::unwrap)
        .find(|attribute| attribute.key.into_inner() == name)?;
    Some(resolved(&attribute.value))
}

fn resolved(words: &str) -> String {
    quick_xml::escape::unescape(words).unwrap().into_owned()
}

impl Story {
    fn read(&mut self, xml: &str) {
        let mut reader = Reader::from_str(xml);
        // The elements around: their names, and whether they hide what is in them.
        let mut around: Vec<String> = Vec::new();
        let mut hidden: Vec<usize> = Vec::new();
        loop {
            let event = reader.read_event().unwrap();
            match &event {
                Event::Start(tag) | Event::Empty(tag) => {
                    let name = tag.name().into_inner().to_owned();
                    if name == "w:pStyle" && attribute(tag, "w:val").unwrap().starts_with("Obelus") {
                        // It stands in the properties of its paragraph.
                        hidden.push(around.len() - 2);
                    }
                    if name == "w:rStyle" && attribute(tag, "w:val").unwrap() == "ObelusReference" {
                        // It stands in the properties of its run.
                        hidden.push(around.len() - 2);
                    }
                    if name == "w:showingPlcHdr" {
                        hidden.push(around.len() - 2);
                    }
                    if matches!(&*name, "w:rt" | "w:pPr" | "w:rPr") {
                        hidden.push(around.len());
                    }
                    match &*name {
                        "w:commentRangeStart" => {
                            assert!(self.ranges.insert(id(tag), String::new()).is_none());
                            self.open.push(id(tag));
                        }
                        "w:commentRangeEnd" => self.open.retain(|open| *open != id(tag)),
                        "w:bookmarkStart" => {
                            let name = attribute(tag, "w:name").unwrap();
                            if let Some(passage) = name.strip_prefix("obelus_mark_") {
                                assert!(self.passages.insert(passage.to_owned(), String::new()).is_none());
                            }
                            assert!(!self.bookmarks.iter().any(|(_, open)| *open == name), "{name} twice");
                            self.bookmarks.push((id(tag), name));
                        }
                        "w:bookmarkEnd" => self.bookmarks.retain(|(open, _)| *open != id(tag)),
                        "w:footnoteReference" if attribute(tag, "w:customMarkFollows").is_none() => {
                            let name = self
                                .bookmarks
                                .iter()
                                .find_map(|(_, name)| name.strip_prefix("obelus_note_"));
                            self.references.push((id(tag), name.map(str::to_owned)));
                        }
                        "w:br" => self.say("\n", &around, &hidden),
                        "w:tab" => self.say("\t", &around, &hidden),
                        "w:softHyphen" => self.say("\u{ad}", &around, &hidden),
                        "w:noBreakHyphen" => self.say("\u{2011}", &around, &hidden),
                        _ => {}
                    }
                    if matches!(event, Event::Start(_)) {
                        around.push(name);
                    } else {
                        hidden.retain(|depth| *depth < around.len());
                    }
                }
                Event::End(_) => {
                    around.pop();
                    hidden.retain(|depth| *depth < around.len());
                }
                Event::Text(words) if around.last().is_some_and(|name| name == "w:t" || name == "w:delText") => {
                    let deleted = around.iter().any(|name| name == "w:del");
                    assert_eq!(deleted, around.last().unwrap() == "w:delText");
                    self.say(words, &around, &hidden);
                }
                Event::GeneralRef(entity) => self.say(&resolved(&format!("&{};", &**entity)), &around, &hidden),
                Event::Eof => break,
                _ => {}
            }
        }
    }

    fn say(&mut self, words: &str, around: &[String], hidden: &[usize]) {
        if !hidden.is_empty() {
            return;
        }
        if around.iter().any(|name| name == "w:ins") {
            self.inserted.push(words.to_owned());
            return;
        }
        // What stands before a footnote's words is Word's.
        if self.words.is_empty() && around.iter().any(|name| name == "w:footnote") && words == " " {
            return;
        }
        self.words.push_str(words);
        for open in &self.open {
            self.ranges.get_mut(open).unwrap().push_str(words);
        }
        for (_, name) in &self.bookmarks {
            if let Some(passage) = name.strip_prefix("obelus_mark_") {
                self.passages.get_mut(passage).unwrap().push_str(words);
            }
        }
    }
}

/// By id: what each of these elements says, its paragraphs as lines, after its author where it has one.
fn said(xml: &str, element: &str) -> BTreeMap<u32, String> {
    let (mut all, mut now) = (BTreeMap::new(), None);
    let mut reader = Reader::from_str(xml);
    loop {
        let event = reader.read_event().unwrap();
        if let Event::Start(tag) = &event
            && tag.name().into_inner() == element
        {
            let author = attribute(tag, "w:author").map_or_else(String::new, |author| author + ": ");
            now = attribute(tag, "w:id").unwrap().parse().ok();
            all.extend(now.map(|id: u32| (id, author)));
        }
        let Some(said) = now.and_then(|id| all.get_mut(&id)) else {
            if matches!(event, Event::Eof) {
                return all;
            }
            continue;
        };
        match &event {
            Event::End(tag) if tag.name().into_inner() == "w:p" => said.push('\n'),
            Event::Text(words) => said.push_str(words),
            Event::GeneralRef(entity) => said.push_str(&resolved(&format!("&{};", &**entity))),
            Event::Eof => return all,
            _ => {}
        }
    }
}
