//! Tells the gate a text of an OpenDocument file, block by block, as if its tracked changes were accepted or rejected.

use obelus_core::body::Body;

use super::Document;
use super::lists::Counting;
use super::styles::Looks;
use crate::ReadError;
use crate::anchors::{Anchor, Anchors};
use crate::blocks::{Container, Gate};
use crate::changes::{Changes, Reading};
use crate::dress::{Dress, Look};
use crate::flow::{Flow, Shape};
use crate::meaning::Meaning;
use crate::xml::Element;

/// A text as it was told.
pub(super) struct Story<'e> {
    pub(super) body: Body,
    pub(super) anchors: Anchors,
    pub(super) changes: Changes,
    pub(super) comments: Vec<Comment<'e>>,
}

/// A comment on the words between two places.
pub(super) struct Comment<'e> {
    pub(super) name: Option<String>,
    /// The name of the comment that this one answers.
    pub(super) answers: Option<String>,
    pub(super) done: bool,
    pub(super) from: Anchor,
    pub(super) to: Anchor,
    pub(super) element: &'e Element<'e>,
}

pub(super) struct Teller<'d, 'p, 'b, 'e> {
    pub(super) document: &'d Document<'p, 'b, 'e>,
    pub(super) reading: Reading,
    verbatim: bool,
    pub(super) gate: Gate,
    pub(super) flow: Flow,
    /// What the paragraph will be as soon as it has words.
    shape: Option<Shape>,
    pub(super) dress: Dress,
    pub(super) counting: Counting,
    /// How the words of the paragraph look.
    pub(super) looks: Vec<Looks>,
    pub(super) look: Look,
    /// How many tables of contents stand around the words.
    outside: u32,
    /// The insertions that are open: in the reading without them, nothing is told until they end.
    pub(super) insertions: Vec<String>,
    /// The end of the last paragraph was put in, and is not there in this reading.
    joins: bool,
    /// Text boxes that wait for the end of their paragraph.
    pub(super) boxes: Vec<&'e Element<'e>>,
    notes: Vec<(&'e Element<'e>, String)>,
    pub(super) comments: Vec<Comment<'e>>,
    pub(super) changes: Changes,
    /// A part that could not be read, met where nothing can be answered.
    pub(super) failure: Option<ReadError>,
}

impl<'d, 'p, 'b, 'e> Teller<'d, 'p, 'b, 'e> {
    pub(super) fn new(document: &'d Document<'p, 'b, 'e>, reading: Reading, verbatim: bool) -> Self {
        Self {
            document,
            reading,
            verbatim,
            gate: Gate::default(),
            flow: Flow::default(),
            shape: None,
            dress: Dress::default(),
            counting: Counting::default(),
            looks: Vec::new(),
            look: Look::default(),
            outside: 0,
            insertions: Vec::new(),
            joins: false,
            boxes: Vec::new(),
            notes: Vec::new(),
            comments: Vec::new(),
            changes: Changes::default(),
            failure: None,
        }
    }

    /// Tells the main text, then the notes that it refers to.
    pub(super) fn tell(mut self, main: &'e Element<'e>) -> Result<Story<'e>, ReadError> {
        self.story(main);
        for (note, label) in std::mem::take(&mut self.notes) {
            self.insertions.clear();
            self.joins = false;
            self.gate.open(Container::Footnote { label });
            self.story(note);
            self.gate.close();
        }
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        let (body, anchors) = self.gate.finish_anchored(|_, _| {});
        Ok(Story {
            body,
            anchors,
            changes: self.changes,
            comments: self.comments,
        })
    }

    /// Tells what a comment says.
    pub(super) fn tell_comment(mut self, comment: &'e Element<'e>) -> Body {
        self.story(comment);
        self.gate.finish()
    }

    /// Blocks with a flow of their own: of a cell, an item, a note, a text box.
    pub(super) fn story(&mut self, around: &'e Element<'e>) {
        let outer = std::mem::take(&mut self.flow);
        self.blocks(around);
        self.flow.close(&mut self.gate);
        self.flow = outer;
    }

    pub(super) fn blocks(&mut self, around: &'e Element<'e>) {
        let mut elements = around.elements().peekable();
        while let Some(element) = elements.next() {
            match elements.peek() {
                Some(caption) if self.is_figure(element, caption) => {
                    self.figure(&[element, caption]);
                    elements.next();
                }
                _ => self.block(element),
            }
        }
    }

    pub(super) fn block(&mut self, element: &'e Element<'e>) {
        match element.name {
            "p" | "h" => self.paragraph(element),
            "list" => self.list(element, None, 1),
            "table" => self.table(element),
            "section" if element.attribute("display").is_some_and(|display| display == "none") => {}
            "table-of-content" => {
                self.outside += 1;
                self.blocks(element);
                self.outside -= 1;
            }
            "section" | "index-body" | "index-title" | "numbered-paragraph" | "illustration-index" | "table-index"
            | "object-index" | "user-index" | "alphabetical-index" | "bibliography" => {
                self.blocks(element);
            }
            "change-start" | "change-end" | "change" => self.line_part(element),
            "frame" | "custom-shape" | "rect" | "ellipse" | "g" => {
                self.drawing(element);
                self.tell_boxes();
            }
            _ => {}
        }
    }

    /// A picture alone in its paragraph, and a caption after it.
    fn is_figure(&self, picture: &Element<'_>, caption: &Element<'_>) -> bool {
        let mut parts = picture.elements();
        picture.name == "p"
            && caption.name == "p"
            && parts.next().is_some_and(|part| part.child("image").is_some())
            && parts.next().is_none()
            && picture.nodes.len() == 1
            && self.meaning(caption) == Meaning::Caption
            && !caption.words().trim().is_empty()
            && !self.skips()
    }

    fn meaning(&self, paragraph: &Element<'_>) -> Meaning {
        let style = paragraph.attribute("style-name");
        self.document.styles.meaning(style.as_deref())
    }

    fn paragraph(&mut self, element: &'e Element<'e>) {
        if self.meaning(element) == Meaning::Rule && element.nodes.is_empty() && !self.joins && !self.skips() {
            self.flow.close(&mut self.gate);
            self.gate.rule();
            return;
        }
        if !self.joins {
            self.begin(element);
        }
        self.line(element);
        self.joins = self.skips();
        if !self.joins {
            self.end_paragraph();
            self.tell_boxes();
        }
    }

    /// A paragraph begins; what it is to be, is so as soon as it has words.
    pub(super) fn begin(&mut self, element: &Element<'_>) {
        let style = element.attribute("style-name");
        let styles = &self.document.styles;
        let level = element
            .attribute("outline-level")
            .and_then(|level| level.parse::<u8>().ok());
        let shape = match self.meaning(element) {
            _ if element.name == "h" => Shape::Heading(level.unwrap_or(1).clamp(1, 6)),
            Meaning::Heading(level) => Shape::Heading(level),
            Meaning::Quote => Shape::Quote,
            Meaning::Code => Shape::Code,
            Meaning::Plain | Meaning::Caption | Meaning::Rule => Shape::Plain,
        };
        let looks = styles.paragraph(style.as_deref());
        self.looks = vec![match shape {
            Shape::Heading(_) => Looks {
                hidden: looks.hidden,
                ..Looks::default()
            },
            _ => looks,
        }];
        let is_code = shape == Shape::Code;
        self.shape = Some(shape);
        if is_code && self.flow.in_code() && !self.skips() {
            // A blank line of code is a line.
            self.ready();
        }
    }

    pub(super) fn end_paragraph(&mut self) {
        self.dress.take_off(&mut self.gate);
        match self.shape.take() {
            // No words came.
            Some(_) => {}
            None if self.flow.in_code() => {}
            None => self.gate.close_leaf(),
        }
    }

    fn tell_boxes(&mut self) {
        for content in std::mem::take(&mut self.boxes) {
            self.story(content);
        }
    }

    /// Words are about to be told: the paragraph becomes what it is.
    pub(super) fn ready(&mut self) {
        if let Some(shape) = self.shape.take() {
            self.flow.enter(shape, &mut self.gate);
        }
        self.changes.pass();
    }

    /// Whether what comes now was put in, and is not there in this reading.
    pub(super) fn skips(&self) -> bool {
        self.reading == Reading::Rejected && !self.insertions.is_empty()
    }

    pub(super) fn in_article(&self) -> bool {
        self.verbatim || self.outside == 0
    }

    /// `level` from 1; without a style of its own, a list has that of the one around it.
    fn list(&mut self, list: &'e Element<'e>, around: Option<&str>, level: u8) {
        let items = || {
            list.elements()
                .filter(|item| matches!(item.name, "list-item" | "list-header"))
        };
        // Numbered headings are written as lists.
        let holds_text = |item: &Element<'_>| item.elements().any(|child| child.name == "p" || child.name == "table");
        if list.find("h").is_some() && !items().any(holds_text) {
            for item in items() {
                self.blocks_of_item(item, around, level);
            }
            return;
        }
        let own = list.attribute("style-name").map(|style| style.into_owned());
        let by_paragraph = || {
            let first = list.find("p")?.attribute("style-name");
            self.document.styles.list(first.as_deref()).map(str::to_owned)
        };
        let style = own.or_else(|| around.map(str::to_owned)).or_else(by_paragraph);
        let look = self.document.lists.level(style.as_deref(), level);
        let goes_on = list
            .attribute("continue-numbering")
            .is_some_and(|goes_on| goes_on == "true")
            || list.attribute("continue-list").is_some();
        let stated = items().next().and_then(|item| item.attribute("start-value"));
        let stated = stated.and_then(|start| start.parse().ok());
        let first = look.numbered.then(|| {
            self.counting
                .first(style.as_deref(), level, look.start, stated, goes_on)
        });
        self.flow.close(&mut self.gate);
        self.gate.open(Container::List { first });
        for item in items() {
            if item.name == "list-item" {
                self.counting.count(style.as_deref(), level);
            }
            self.gate.open(Container::Item { checked: None });
            self.blocks_of_item(item, style.as_deref(), level);
            self.gate.close();
        }
        self.gate.close();
    }

    fn blocks_of_item(&mut self, item: &'e Element<'e>, style: Option<&str>, level: u8) {
        let outer = std::mem::take(&mut self.flow);
        for element in item.elements() {
            match element.name {
                "p" | "h" => self.paragraph(element),
                "list" => self.list(element, style, level.saturating_add(1)),
                "table" => self.table(element),
                _ => {}
            }
        }
        self.flow.close(&mut self.gate);
        self.flow = outer;
    }

    /// Refers to a note here.
    pub(super) fn note(&mut self, note: &'e Element<'e>) {
        let Some(body) = note.child("note-body") else { return };
        let sign = note.child("note-citation").map(Element::words).unwrap_or_default();
        let mut label = match sign.trim() {
            "" => (self.notes.len() + 1).to_string(),
            sign => sign.to_owned(),
        };
        // Two notes of one sign could not be told apart.
        while self.notes.iter().any(|(_, known)| *known == label) {
            label.push('′');
        }
        self.ready();
        self.dress.take_off(&mut self.gate);
        self.gate.reference(&label);
        self.notes.push((body, label));
    }
}
