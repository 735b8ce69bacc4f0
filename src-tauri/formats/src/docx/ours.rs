//! Tells what stands in a copy of ours and is none of the article: what is around it, and the notes that marks have there.

use super::Document;
use super::story::{Story, Teller};
use super::styles::value;
use crate::anchors::Anchor;
use crate::changes::Reading;
use crate::slip::{Known, NOTE, PASSAGE};
use crate::xml::Element;
use crate::{OnMark, Remark, markdown_out};

/// A footnote of a mark, met in the text.
pub(super) struct Met {
    /// Its own, among the footnotes.
    pub(super) id: String,
    /// The name of the bookmark around its reference.
    bookmark: Option<String>,
    /// The words that it is on, or the place of its reference.
    pub(super) passage: (Anchor, Anchor),
}

/// A footnote of a mark, and what it says.
pub(super) struct Said {
    pub(super) passage: (Anchor, Anchor),
    /// Nothing, where it cannot be told whose it is.
    pub(super) on: Option<OnMark>,
    pub(super) remark: Remark,
}

impl Teller<'_, '_, '_, '_> {
    /// Whether the words now told are those that we put around the article in a copy that came back.
    pub(super) fn is_left_out(&self) -> bool {
        self.around && !self.is_remark && self.document.slip.is_some()
    }

    /// Whether all paragraphs of a table are ones that we put around the article.
    pub(super) fn stands_around(&self, table: &Element<'_>) -> bool {
        table.elements().all(|element| match element.name {
            "p" => self.is_around(element),
            _ => self.stands_around(element),
        })
    }

    fn is_around(&self, paragraph: &Element<'_>) -> bool {
        let style = paragraph.child("pPr").and_then(|properties| properties.child("pStyle"));
        self.document.styles.is_around(style.and_then(value).as_deref())
    }

    /// Which changes of a paragraph are ours, where no name says so.
    pub(super) fn find_unsigned(&mut self, paragraph: &[&Element<'_>]) {
        self.unsigned.clear();
        let Some(slip) = &self.document.slip else { return };
        let found = paragraph
            .iter()
            .flat_map(|element| slip.unsigned(element, self.document.is_without_names));
        self.unsigned
            .extend(found.map(|change| std::ptr::from_ref(change).cast()));
    }

    /// Whether we suggested a change.
    pub(super) fn suggested(&self, change: &Element<'_>) -> bool {
        let is_signed = self.document.slip.as_ref().is_some_and(|slip| slip.suggested(change));
        is_signed || self.unsigned.contains(&std::ptr::from_ref(change).cast())
    }

    /// Where the words of a place begin or end, or the reference to its note does.
    pub(super) fn bookmark(&mut self, element: &Element<'_>) {
        let Some(id) = element.attribute("id") else { return };
        if element.name == "bookmarkStart" {
            let name = element.attribute("name").unwrap_or_default();
            if [PASSAGE, NOTE].iter().any(|ours| name.starts_with(ours)) {
                self.pass(&name);
                self.bookmarks.push((id.into_owned(), name.into_owned()));
            }
        } else if let Some(at) = self.bookmarks.iter().position(|(open, _)| *open == id) {
            let (_, name) = self.bookmarks.remove(at);
            self.pass(&name);
        }
    }

    /// Whether a footnote is a mark's, by the style in which it begins; then the text refers to none here.
    pub(super) fn meets(&mut self, id: &str) -> bool {
        let note = self.document.footnotes.by_id.get(id);
        let begins = note.and_then(|note| note.find("p"));
        if !begins.is_some_and(|begins| self.is_around(begins)) {
            return false;
        }
        let open = self.bookmarks.iter().rev().find(|(_, name)| name.starts_with(NOTE));
        let bookmark = open.map(|(_, name)| name.clone());
        let words = bookmark.as_ref().and_then(|name| {
            let name = format!("{PASSAGE}{}", name.strip_prefix(NOTE)?);
            self.passage(&name)
        });
        let here = self.gate.anchor();
        self.met.push(Met {
            id: id.to_owned(),
            bookmark,
            passage: words.unwrap_or((here, here)),
        });
        true
    }
}

/// What the footnotes of marks say, in the order of the text.
pub(super) fn said(document: &Document<'_, '_, '_>, story: &Story) -> Vec<Said> {
    let Some(slip) = &document.slip else { return Vec::new() };
    let said = story.met.iter().filter_map(|met| {
        let note = document.footnotes.by_id.get(&met.id)?;
        let on = slip
            .mark_of_note(note, met.bookmark.as_deref())
            .map(|known| match known {
                Known::AsWritten(mark) => OnMark { mark, is_ours: true },
                Known::Reworded(mark) => OnMark { mark, is_ours: false },
            });
        let mut teller = Teller::new(document, &document.footnotes.relations, Reading::Accepted, true);
        teller.is_remark = true;
        let remark = Remark {
            author: None,
            time: None,
            words: markdown_out::unmarked(&teller.tell_element(note)),
        };
        let passage = met.passage;
        Some(Said { passage, on, remark })
    });
    said.collect()
}
