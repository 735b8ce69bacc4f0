//! Tells the gate a text of a Word file, paragraph by paragraph, as if its tracked changes were accepted or rejected.

use std::collections::HashMap;

use obelus_core::body::{Body, Href};

use super::numbering::Counting;
use super::ours::Met;
use super::parts::Relations;
use super::runs::Field;
use super::styles::{ListPlace, outline, value};
use super::{Document, Notes};
use crate::ReadError;
use crate::anchors::{Anchor, Anchors};
use crate::blocks::{Container, Gate};
use crate::changes::{Change, Changes, Reading};
use crate::dress::Dress;
use crate::flow::{Flow, Shape};
use crate::meaning::Meaning;
use crate::numerals;
use crate::xml::{Element, Pieces};

/// A text as it was told.
pub(super) struct Story {
    pub(super) body: Body,
    pub(super) anchors: Anchors,
    pub(super) changes: Changes,
    passages: HashMap<String, Passage>,
    /// The footnotes of marks, in a copy of ours.
    pub(super) met: Vec<Met>,
}

/// Where a comment stands.
#[derive(Clone, Copy, Debug)]
struct Passage {
    from: Anchor,
    to: Anchor,
}

impl Story {
    /// From where to where a comment's words reach.
    pub(super) fn passage(&self, comment: &str) -> Option<(Anchor, Anchor)> {
        self.passages.get(comment).map(|passage| (passage.from, passage.to))
    }
}

/// A reference to a note, in the order of the text.
struct Noted {
    endnote: bool,
    id: String,
    label: String,
}

pub(super) struct Teller<'d, 'p, 'b, 'x> {
    pub(super) document: &'d Document<'p, 'b, 'x>,
    /// Of the part that is being told.
    pub(super) relations: &'d Relations,
    pub(super) reading: Reading,
    pub(super) gate: Gate,
    pub(super) flow: Flow,
    /// What the paragraph will be as soon as it has words.
    shape: Option<Shape>,
    pub(super) dress: Dress,
    counting: Counting,
    pub(super) fields: Vec<Field>,
    /// Of the links around the words; nothing for one that leads elsewhere in the file.
    pub(super) links: Vec<Option<Href>>,
    /// Whether the paragraph's style hides it.
    pub(super) hidden: bool,
    /// How many tables of contents stand around the words.
    outside: u32,
    /// Whether the paragraph stands around the article in a copy of ours.
    pub(super) around: bool,
    /// Whether what somebody said is told, and no article.
    pub(super) is_remark: bool,
    /// Our bookmarks that are open: id and name.
    pub(super) bookmarks: Vec<(String, String)>,
    pub(super) met: Vec<Met>,
    /// The changes of the paragraph that we suggested, and that no name stands on.
    pub(super) unsigned: Vec<*const ()>,
    verbatim: bool,
    noted: Vec<Noted>,
    passages: HashMap<String, Passage>,
    pub(super) changes: Changes,
    /// A part that could not be read, met where nothing can be answered.
    pub(super) failure: Option<ReadError>,
}

impl<'d, 'p, 'b, 'x> Teller<'d, 'p, 'b, 'x> {
    pub(super) fn new(
        document: &'d Document<'p, 'b, 'x>,
        relations: &'d Relations,
        reading: Reading,
        verbatim: bool,
    ) -> Self {
        Self {
            document,
            relations,
            reading,
            gate: Gate::default(),
            flow: Flow::default(),
            shape: None,
            dress: Dress::default(),
            counting: Counting::default(),
            fields: Vec::new(),
            links: Vec::new(),
            hidden: false,
            outside: 0,
            around: false,
            is_remark: false,
            bookmarks: Vec::new(),
            met: Vec::new(),
            unsigned: Vec::new(),
            verbatim,
            noted: Vec::new(),
            passages: HashMap::new(),
            changes: Changes::default(),
            failure: None,
        }
    }

    /// Tells the main text, then the notes that it refers to.
    pub(super) fn tell(mut self, text: &str) -> Result<Story, ReadError> {
        let mut pieces = Pieces::new(text);
        pieces.enter()?;
        while let Some(part) = pieces.enter()? {
            if part.name == "body" {
                break;
            }
            while pieces.next()?.is_some() {}
        }
        // A paragraph without its end waits for the next one, and a picture for its caption.
        let mut waiting: Vec<Element<'_>> = Vec::new();
        while let Some(piece) = pieces.next()? {
            let waits = piece.name == "p" && (self.vanishes(&piece) || is_picture(&piece));
            waiting.push(piece);
            if !waits {
                self.blocks(&waiting.iter().collect::<Vec<_>>());
                waiting.clear();
            }
        }
        self.blocks(&waiting.iter().collect::<Vec<_>>());
        self.flow.close(&mut self.gate);
        self.tell_notes();
        self.tell_met();
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        let (body, anchors) = self.gate.finish_anchored(|_, _| {});
        Ok(Story {
            body,
            anchors,
            changes: self.changes,
            passages: self.passages,
            met: self.met,
        })
    }

    /// Tells what an element holds, a comment's say.
    pub(super) fn tell_element(mut self, element: &Element<'_>) -> Body {
        self.blocks(&element.elements().collect::<Vec<_>>());
        self.flow.close(&mut self.gate);
        self.gate.finish()
    }

    fn tell_notes(&mut self) {
        let document = self.document;
        for noted in std::mem::take(&mut self.noted) {
            let notes: &Notes<'_> = if noted.endnote {
                &document.endnotes
            } else {
                &document.footnotes
            };
            let Some(note) = notes.by_id.get(&noted.id) else {
                continue;
            };
            self.fields.clear();
            self.relations = &notes.relations;
            self.gate.open(Container::Footnote { label: noted.label });
            self.blocks(&note.elements().collect::<Vec<_>>());
            self.flow.close(&mut self.gate);
            self.gate.close();
        }
    }

    /// The footnotes of marks, in a copy that lost its slip: they are nobody's words in the article.
    fn tell_met(&mut self) {
        let document = self.document;
        if document.slip.is_some() {
            return;
        }
        for met in std::mem::take(&mut self.met) {
            let note = document.footnotes.by_id.get(&met.id);
            let told: Vec<_> = note.iter().flat_map(|note| note.elements()).collect();
            self.blocks(&told);
            self.flow.close(&mut self.gate);
        }
    }

    /// Refers to a note here; `sign` is the author's own.
    pub(super) fn refer(&mut self, id: String, endnote: bool, sign: Option<String>) {
        let count = self.noted.iter().filter(|noted| noted.endnote == endnote).count() as u32 + 1;
        let mut label = match sign {
            Some(sign) => sign,
            // Word numbers endnotes i, ii, iii.
            None if endnote => numerals::roman(count),
            None => count.to_string(),
        };
        // Two notes of one sign could not be told apart.
        while self.noted.iter().any(|noted| noted.label == label) {
            label.push('′');
        }
        self.ready();
        self.gate.reference(&label);
        self.noted.push(Noted { endnote, id, label });
    }

    /// Blocks one after the other: of the body, a cell, a note, a text box.
    pub(super) fn blocks(&mut self, elements: &[&Element<'_>]) {
        let mut joined: Vec<&Element<'_>> = Vec::new();
        let mut rest = elements;
        while let Some((element, after)) = rest.split_first() {
            rest = after;
            if element.name == "p" {
                if let Some(caption) = after
                    .first()
                    .filter(|next| joined.is_empty() && self.is_figure(element, next))
                {
                    self.figure(element, caption);
                    rest = &after[1..];
                    continue;
                }
                joined.push(element);
                if !self.vanishes(element) {
                    self.paragraph(&std::mem::take(&mut joined));
                }
                continue;
            }
            self.block(element, &mut joined);
        }
        self.paragraph(&joined);
    }

    fn block(&mut self, element: &Element<'_>, joined: &mut Vec<&Element<'_>>) {
        if !matches!(element.name, "tbl" | "sdt" | "customXml" | "AlternateContent") {
            self.inline_mark(element);
            return;
        }
        self.paragraph(&std::mem::take(joined));
        match element.name {
            "tbl" if self.document.slip.is_some() && self.stands_around(element) => self.marks_within(element),
            "tbl" => self.table(element),
            "sdt" => {
                let contents = is_contents(element);
                self.outside += u32::from(contents);
                if let Some(content) = element.child("sdtContent").filter(|_| !is_prompt(element)) {
                    self.blocks(&content.elements().collect::<Vec<_>>());
                }
                self.outside -= u32::from(contents);
            }
            "AlternateContent" => {
                if let Some(choice) = super::drawing::choice(element) {
                    self.blocks(&choice.elements().collect::<Vec<_>>());
                }
            }
            _ => self.blocks(&element.elements().collect::<Vec<_>>()),
        }
    }

    /// A paragraph; several, where the ends between them are not there in this reading. The last one's end counts.
    fn paragraph(&mut self, elements: &[&Element<'_>]) {
        let Some(last) = elements.last() else { return };
        let properties = self.properties(last);
        let style = properties
            .and_then(|properties| properties.child("pStyle"))
            .and_then(value);
        let document = self.document;
        let own = properties.and_then(outline);
        let place = properties.map(ListPlace::read).unwrap_or_default();
        let shape = match document.styles.meaning(style.as_deref(), own) {
            Meaning::Heading(level) => Shape::Heading(level),
            Meaning::Quote => Shape::Quote,
            Meaning::Code => Shape::Code,
            Meaning::Rule if !elements.iter().any(|element| holds_something(element)) => {
                self.flow.close(&mut self.gate);
                self.gate.rule();
                return;
            }
            Meaning::Plain | Meaning::Caption | Meaning::Rule => {
                match document.numbering.entry(place, style.as_deref(), &document.styles) {
                    // Only a paragraph with words counts.
                    Some(place) if elements.iter().any(|element| holds_something(element)) => {
                        let number = self.counting.next(&place, &document.numbering);
                        Shape::Item(place.entry, number)
                    }
                    _ => Shape::Plain,
                }
            }
        };
        self.hidden = document.styles.hides(style.as_deref());
        self.around = document.styles.is_around(style.as_deref());
        self.find_unsigned(elements);
        let is_code = shape == Shape::Code;
        self.shape = Some(shape);
        if is_code && self.flow.in_code() {
            // A blank line of code is a line.
            self.ready();
        }
        let mut boxes = Vec::new();
        for element in elements {
            self.inline(element, &mut boxes);
            self.meet_end(element);
        }
        self.end_paragraph();
        for content in boxes {
            let around = std::mem::take(&mut self.flow);
            self.blocks(&content.elements().collect::<Vec<_>>());
            self.flow.close(&mut self.gate);
            self.flow = around;
        }
    }

    fn end_paragraph(&mut self) {
        self.dress.take_off(&mut self.gate);
        self.hidden = false;
        self.around = false;
        self.links.clear();
        // A field that has only told its instruction would hide all that follows.
        while self.fields.last().is_some_and(|field| !field.shown) {
            self.fields.pop();
        }
        match self.shape.take() {
            // No words came.
            Some(_) => {}
            None if self.flow.in_code() => {}
            None => self.gate.close_leaf(),
        }
    }

    /// Words are about to be told: the paragraph becomes what it is.
    pub(super) fn ready(&mut self) {
        if let Some(shape) = self.shape.take() {
            self.flow.enter(shape, &mut self.gate);
        }
        self.changes.pass();
    }

    /// Whether the words now told belong to the article.
    pub(super) fn in_article(&self) -> bool {
        self.verbatim || (self.outside == 0 && !self.around && !self.fields.iter().any(|field| field.contents))
    }

    /// A picture alone in its paragraph, and a caption after it.
    fn is_figure(&self, picture: &Element<'_>, caption: &Element<'_>) -> bool {
        let style = |element| Some(self.properties(element)?.child("pStyle").and_then(value));
        caption.name == "p"
            && is_picture(picture)
            && style(caption).is_some_and(|style| {
                self.document.styles.meaning(style.as_deref(), None) == Meaning::Caption && holds_something(caption)
            })
    }

    fn figure(&mut self, picture: &Element<'_>, caption: &Element<'_>) {
        self.flow.close(&mut self.gate);
        self.gate.open(Container::Figure);
        for part in [picture, caption] {
            self.shape = Some(Shape::Plain);
            self.inline(part, &mut Vec::new());
            self.end_paragraph();
        }
        self.gate.close();
    }

    /// A paragraph's properties, as they were if its changes are rejected.
    pub(super) fn properties<'e>(&self, paragraph: &'e Element<'e>) -> Option<&'e Element<'e>> {
        let properties = paragraph.child("pPr")?;
        let earlier = || properties.child("pPrChange")?.child("pPr");
        match self.reading {
            Reading::Accepted => Some(properties),
            Reading::Rejected => earlier().or(Some(properties)),
        }
    }

    /// Whether the end of a paragraph is not there in this reading.
    fn vanishes(&self, paragraph: &Element<'_>) -> bool {
        end_change(paragraph).is_some_and(|change| !self.reading.shows(change))
    }

    fn meet_end(&mut self, paragraph: &Element<'_>) {
        if let Some(change) = end_change(paragraph) {
            self.changes.meet(change);
        }
    }

    /// Whether words that were changed are there in this reading; if so, [`Self::leave`] must follow.
    pub(super) fn enter(&mut self, change: Change, element: &Element<'_>) -> bool {
        if holds_something(element) {
            self.changes.meet(change);
        }
        let shown = self.reading.shows(change);
        if shown {
            self.changes.enter();
        }
        shown
    }

    pub(super) fn leave(&mut self) {
        self.changes.leave();
    }

    /// Where a comment begins, ends, or only stands, or a bookmark does.
    pub(super) fn inline_mark(&mut self, element: &Element<'_>) {
        let is_start = match element.name {
            "commentRangeStart" => true,
            "commentRangeEnd" | "commentReference" => false,
            "bookmarkStart" | "bookmarkEnd" => return self.bookmark(element),
            _ => return,
        };
        let Some(id) = element.attribute("id") else { return };
        let known = self.passages.contains_key(&*id);
        if known && element.name != "commentRangeEnd" {
            return;
        }
        match is_start {
            true => drop(self.begin(&id)),
            false => self.pass(&id),
        }
    }

    fn begin(&mut self, name: &str) -> &mut Passage {
        let here = self.gate.anchor();
        let new = Passage { from: here, to: here };
        self.passages.entry(name.to_owned()).or_insert(new)
    }

    /// A passage reaches up to here; one that has not begun begins.
    pub(super) fn pass(&mut self, name: &str) {
        let here = self.gate.anchor();
        self.begin(name).to = here;
    }

    /// From where to where a passage reaches so far.
    pub(super) fn passage(&self, name: &str) -> Option<(Anchor, Anchor)> {
        self.passages.get(name).map(|passage| (passage.from, passage.to))
    }
}

/// What was done to the end of a paragraph.
fn end_change(paragraph: &Element<'_>) -> Option<Change> {
    let end = paragraph.child("pPr")?.child("rPr")?;
    end.elements().find_map(|element| match element.name {
        "ins" | "moveTo" => Some(Change::Inserted),
        "del" | "moveFrom" => Some(Change::Deleted),
        _ => None,
    })
}

/// Whether there is anything in it that could be shown.
pub(super) fn holds_something(element: &Element<'_>) -> bool {
    element.elements().any(|child| match child.name {
        "r" => child.elements().any(|part| part.name != "rPr"),
        "pPr" | "rPr" | "tblPr" | "trPr" | "tcPr" => false,
        _ => holds_something(child),
    })
}

/// A paragraph with a picture and no words.
fn is_picture(paragraph: &Element<'_>) -> bool {
    let picture = || paragraph.find("blip").or_else(|| paragraph.find("imagedata"));
    paragraph.elements().any(|child| child.name == "r") && picture().is_some() && paragraph.find("t").is_none()
}

/// A content control that says what to write there.
pub(super) fn is_prompt(control: &Element<'_>) -> bool {
    control
        .child("sdtPr")
        .and_then(|properties| properties.child("showingPlcHdr"))
        .is_some_and(|shows| value(shows).is_none_or(|value| super::styles::is_on(&value)))
}

fn is_contents(control: &Element<'_>) -> bool {
    let gallery = control
        .child("sdtPr")
        .and_then(|properties| properties.find("docPartGallery"));
    gallery
        .and_then(value)
        .is_some_and(|gallery| gallery == "Table of Contents")
}
