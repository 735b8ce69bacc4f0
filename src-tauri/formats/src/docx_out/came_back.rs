//! Takes out of an author's file that came back what we put there beside the words: the table of claims, the footnotes of
//! marks, and how marked words look. What is said now is put in anew.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::guest::{DOCUMENT, Parts};
use crate::slip::{NOTE, PASSAGE};

/// Takes it out; nothing where a part cannot be read.
pub(super) fn without_ours(parts: &mut Parts) -> Option<()> {
    let Some(styles) = parts.styles() else { return Some(()) };
    let text = parts.text(&styles)?;
    let mut ours = Ours::default();
    let mut sheet = Piece::read(&text)?;
    sheet.inner.retain(|style| is_ours(style));
    if sheet.inner.is_empty() {
        return Some(());
    }
    for style in &sheet.inner {
        let id = style.attribute("w:styleId").unwrap_or_default().to_owned();
        let base = style.child("w:basedOn").and_then(|base| base.attribute("w:val"));
        ours.styles.insert(id, base.unwrap_or_default().to_owned());
        ours.gone.push((style.all.clone(), String::new()));
    }
    parts.put(&styles, ours.written(&text));
    if let Some(part) = parts.footnotes() {
        let text = parts.text(&part)?;
        for note in Piece::read(&text)?.inner {
            if note.find("w:p").is_some_and(|begins| ours.is_around(begins)) {
                ours.notes.extend(note.attribute("w:id").map(str::to_owned));
                ours.gone.push((note.all.clone(), String::new()));
            }
        }
        parts.put(&part, ours.written(&text));
    }
    let text = parts.text(DOCUMENT)?;
    let document = Piece::read(&text)?;
    ours.walk(&document, &text);
    if let (Some(section), Some(body)) = (ours.section.take(), document.child("w:body")) {
        let last = body.inner.last().filter(|last| last.name == "w:sectPr")?;
        ours.gone.push((last.all.clone(), section));
    }
    parts.put(DOCUMENT, ours.written(&text));
    Some(())
}

/// Whether a style is one that we put there.
fn is_ours(style: &Piece<'_>) -> bool {
    let name = style.child("w:name").and_then(|name| name.attribute("w:val"));
    name.is_some_and(|name| name.to_lowercase().starts_with("obelus "))
}

/// What is ours in a file.
#[derive(Default)]
struct Ours {
    /// Our styles by id, and what of the author's each builds on.
    styles: BTreeMap<String, String>,
    /// The ids of the footnotes.
    notes: BTreeSet<String>,
    bookmarks: BTreeSet<String>,
    /// What the author's last section says of itself, where ours follows it.
    section: Option<String>,
    /// What goes from the part that is being read, and what stands there instead.
    gone: Vec<(Range<usize>, String)>,
}

impl Ours {
    fn is_around(&self, paragraph: &Piece<'_>) -> bool {
        let style = paragraph
            .child("w:pPr")
            .and_then(|properties| properties.child("w:pStyle"));
        let style = style.and_then(|style| style.attribute("w:val"));
        style.is_some_and(|style| self.styles.contains_key(style))
    }

    /// Whether nothing stands in a table but what we put around the article.
    fn is_table_of_ours(&self, table: &Piece<'_>) -> bool {
        table.inner.iter().all(|piece| match piece.name {
            "w:p" => self.is_around(piece),
            _ => self.is_table_of_ours(piece),
        })
    }

    fn refers(&self, run: &Piece<'_>) -> bool {
        let style = run.child("w:rPr").and_then(|properties| properties.child("w:rStyle"));
        let is_sign = style.and_then(|style| style.attribute("w:val")) == Some("ObelusReference");
        let note = run.child("w:footnoteReference").and_then(|note| note.attribute("w:id"));
        is_sign || note.is_some_and(|id| self.notes.contains(id))
    }

    fn walk(&mut self, piece: &Piece<'_>, xml: &str) {
        let mut instead = None;
        match piece.name {
            "w:p" if self.is_around(piece) => {
                let section = piece.child("w:pPr").and_then(|properties| properties.child("w:sectPr"));
                if let Some(section) = section {
                    self.section = Some(xml[section.all.clone()].to_owned());
                }
                instead = Some(String::new());
            }
            "w:tbl" if self.is_table_of_ours(piece) => instead = Some(String::new()),
            "w:r" if self.refers(piece) => instead = Some(String::new()),
            "w:bookmarkStart" => {
                let name = piece.attribute("w:name").unwrap_or_default();
                if [PASSAGE, NOTE].iter().any(|ours| name.starts_with(ours)) {
                    self.bookmarks.extend(piece.attribute("w:id").map(str::to_owned));
                    instead = Some(String::new());
                }
            }
            "w:bookmarkEnd" => {
                let is_ours = |id| self.bookmarks.contains(id);
                instead = piece.attribute("w:id").is_some_and(is_ours).then(String::new);
            }
            "w:rStyle" => {
                let theirs = piece.attribute("w:val").and_then(|style| self.styles.get(style));
                instead = theirs.map(|theirs| match theirs.as_str() {
                    "" => String::new(),
                    theirs => format!("<w:rStyle w:val=\"{theirs}\"/>"),
                });
            }
            _ => {}
        }
        match instead {
            Some(instead) => self.gone.push((piece.all.clone(), instead)),
            None => piece.inner.iter().for_each(|inner| self.walk(inner, xml)),
        }
    }

    /// The part without what goes.
    fn written(&mut self, xml: &str) -> String {
        let (mut written, mut from) = (String::with_capacity(xml.len()), 0);
        for (at, instead) in std::mem::take(&mut self.gone) {
            written.push_str(&xml[from..at.start]);
            written.push_str(&instead);
            from = at.end;
        }
        written.push_str(&xml[from..]);
        written
    }
}

/// An element and where it stands, by the prefixes that Word writes.
struct Piece<'x> {
    name: &'x str,
    tag: &'x str,
    all: Range<usize>,
    inner: Vec<Piece<'x>>,
}

impl<'x> Piece<'x> {
    /// The outermost element of a part.
    fn read(xml: &'x str) -> Option<Self> {
        let mut reader = Reader::from_str(xml);
        let mut open: Vec<Self> = Vec::new();
        let mut before = 0;
        loop {
            let event = reader.read_event().ok()?;
            let after = usize::try_from(reader.buffer_position()).ok()?;
            let begun = |tag: &BytesStart<'_>| Self {
                name: &xml[before + 1..before + 1 + tag.name().into_inner().len()],
                tag: &xml[before..after],
                all: before..after,
                inner: Vec::new(),
            };
            let whole = match &event {
                Event::Start(tag) => {
                    open.push(begun(tag));
                    None
                }
                Event::Empty(tag) => Some(begun(tag)),
                Event::End(_) => {
                    let mut piece = open.pop()?;
                    piece.all.end = after;
                    Some(piece)
                }
                Event::Eof => return None,
                _ => None,
            };
            before = after;
            if let Some(piece) = whole {
                match open.last_mut() {
                    Some(around) => around.inner.push(piece),
                    None => return Some(piece),
                }
            }
        }
    }

    fn child(&self, name: &str) -> Option<&Self> {
        self.inner.iter().find(|piece| piece.name == name)
    }

    fn find(&self, name: &str) -> Option<&Self> {
        let mut inner = self.inner.iter();
        inner.find_map(|piece| {
            if piece.name == name {
                Some(piece)
            } else {
                piece.find(name)
            }
        })
    }

    /// The value of an attribute, as it is written.
    fn attribute(&self, name: &str) -> Option<&'x str> {
        let mut rest = self.tag;
        loop {
            let (before, after) = rest.split_at(rest.find(name)?);
            let value = after[name.len()..].trim_start().strip_prefix('=').map(str::trim_start);
            let quote = value.and_then(|value| value.chars().next().filter(|quote| matches!(quote, '"' | '\'')));
            if let (Some(value), Some(quote), true) = (value, quote, before.ends_with(char::is_whitespace)) {
                return value[1..].split(quote).next();
            }
            rest = &after[name.len()..];
        }
    }
}
