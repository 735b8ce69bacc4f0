//! Tells the gate what stands in a paragraph: words, links, breaks, notes, comments, and where changes begin and end.

use obelus_core::body::Href;

use super::story::{Comment, Teller};
use super::styles::Looks;
use crate::changes::{Change, Reading};
use crate::dress::Look;
use crate::xml::{Element, Node};

impl<'e> Teller<'_, '_, '_, 'e> {
    /// The words and parts of a paragraph, or of something around a stretch of one.
    pub(super) fn line(&mut self, around: &'e Element<'e>) {
        for node in &around.nodes {
            match node {
                Node::Words(words) => self.say(words),
                Node::Element(element) => self.line_part(element),
            }
        }
    }

    pub(super) fn line_part(&mut self, element: &'e Element<'e>) {
        match element.name {
            "span" => {
                let looks = element.attribute("style-name");
                let looks = looks.map(|name| self.document.styles.span(&name)).unwrap_or_default();
                self.looks.push(looks);
                self.line(element);
                self.looks.pop();
            }
            "a" => {
                let address = element.attribute("href").unwrap_or_default();
                let outer = self.look.link.clone();
                self.look.link = Href::new(&address).ok().or(outer.clone());
                // A line stands under every link, also under one that stays in the file.
                self.looks.push(Looks {
                    underline: Some(false),
                    ..Looks::default()
                });
                self.line(element);
                self.looks.pop();
                self.look.link = outer;
            }
            "s" => {
                let count = element.attribute("c").and_then(|count| count.parse().ok());
                // Only code keeps more than one.
                let count = if self.flow.in_code() {
                    count.unwrap_or(1_usize)
                } else {
                    1
                };
                self.say(&" ".repeat(count.min(1_000)));
            }
            "tab" => self.say("\t"),
            "line-break" if !self.is_hidden() => self.gate.line_break(),
            "note" if !self.is_hidden() => self.note(element),
            "ruby" => {
                let reading = element.child("ruby-text").map(Element::words).unwrap_or_default();
                self.look.reading = Some(crate::blocks::clean_line(&reading)).filter(|reading| !reading.is_empty());
                if let Some(base) = element.child("ruby-base") {
                    self.line(base);
                }
                self.look.reading = None;
            }
            "annotation" => self.comment(element),
            "annotation-end" => {
                let here = self.gate.anchor();
                let name = element.attribute("name");
                let comment = self
                    .comments
                    .iter_mut()
                    .rfind(|comment| name.is_some() && comment.name.as_deref() == name.as_deref());
                if let Some(comment) = comment {
                    comment.to = here;
                }
            }
            "change-start" => {
                self.changes.meet(Change::Inserted);
                self.changes.enter();
                let id = element.attribute("change-id").unwrap_or_default();
                self.insertions.push(id.into_owned());
            }
            "change-end" => {
                let id = element.attribute("change-id").unwrap_or_default();
                if let Some(open) = self.insertions.iter().rposition(|open| *open == id) {
                    self.insertions.remove(open);
                    self.changes.leave();
                }
            }
            "change" => self.deletion(element),
            "frame" | "custom-shape" | "rect" | "ellipse" | "g" if !self.is_hidden() => self.drawing(element),
            "tracked-changes" | "hidden-text" | "hidden-paragraph" | "placeholder" | "script" | "event-listeners"
            | "office-forms" | "forms" | "note" | "line-break" => {}
            // Fields hold what they show; marks of indexes hold nothing.
            _ => self.line(element),
        }
    }

    fn is_hidden(&self) -> bool {
        self.skips() || self.looks.iter().rev().find_map(|looks| looks.hidden) == Some(true)
    }

    fn say(&mut self, words: &str) {
        if words.is_empty() || self.is_hidden() {
            return;
        }
        // Space between elements is the file's layout until the paragraph has words.
        if !words.trim_matches([' ', '\t', '\n', '\r']).is_empty() {
            self.ready();
        }
        let looks = self
            .looks
            .iter()
            .rev()
            .fold(Looks::default(), |known, outer| known.or(outer));
        let on = |look: Option<bool>| look == Some(true);
        let look = if self.flow.in_code() {
            // Colours of a language are no emphasis.
            Look::default()
        } else {
            Look {
                strong: on(looks.strong),
                emphasis: on(looks.emphasis),
                underline: on(looks.underline),
                strike: on(looks.strike),
                code: on(looks.code),
                superscript: looks.raised == Some(1),
                subscript: looks.raised == Some(-1),
                ..self.look.clone()
            }
        };
        self.dress.wear(&look, &mut self.gate);
        let in_article = self.in_article();
        self.gate.words(words, in_article);
    }

    fn comment(&mut self, element: &'e Element<'e>) {
        let said = |name| element.attribute(name).map(|value| value.into_owned());
        let here = self.gate.anchor();
        self.comments.push(Comment {
            name: said("name"),
            answers: said("parent-name"),
            done: said("resolved").is_some_and(|done| done == "true"),
            from: here,
            to: here,
            element,
        });
    }

    /// Something was taken out here: as many paragraphs as it has, less one, ended in it.
    fn deletion(&mut self, change: &Element<'_>) {
        let id = change.attribute("change-id").unwrap_or_default();
        let Some(&deletion) = self.document.deletions.get(&*id) else {
            return;
        };
        self.changes.meet(Change::Deleted);
        if self.reading == Reading::Accepted || self.skips() {
            return;
        }
        self.changes.enter();
        let blocks = deletion.elements().filter(|block| block.name != "change-info");
        for (index, block) in blocks.enumerate() {
            let is_line = matches!(block.name, "p" | "h");
            if index > 0 || !is_line {
                self.end_paragraph();
            }
            match (is_line, index) {
                (false, _) => self.block(block),
                (true, 0) => self.line(block),
                (true, _) => {
                    self.begin(block);
                    self.line(block);
                }
            }
        }
        self.changes.leave();
    }
}
