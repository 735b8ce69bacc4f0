//! Tells the gate what stands in a paragraph: words, links, fields, breaks, references to notes.

use obelus_core::body::Href;

use super::drawing;
use super::story::{Teller, is_prompt};
use super::styles::{Raised, Toggles, value};
use super::symbols;
use crate::changes::{Change, Reading};
use crate::dress::Look;
use crate::xml::Element;

/// A field: an instruction, then what Word made of it (ECMA-376 part 1, 17.16).
#[derive(Debug, Default)]
pub(super) struct Field {
    instruction: String,
    /// The instruction is over: what follows is shown.
    pub(super) shown: bool,
    link: Option<Href>,
    /// A table of contents.
    pub(super) contents: bool,
}

impl Field {
    fn new(instruction: &str) -> Self {
        let mut field = Self {
            instruction: instruction.to_owned(),
            ..Self::default()
        };
        field.begin();
        field
    }

    /// The instruction is complete.
    fn begin(&mut self) {
        self.shown = true;
        let instruction = self.instruction.trim();
        let (name, rest) = instruction.split_once(char::is_whitespace).unwrap_or((instruction, ""));
        match name.to_ascii_uppercase().as_str() {
            "HYPERLINK" => self.link = address(rest),
            "TOC" => self.contents = true,
            _ => {}
        }
    }
}

/// `"https://a.b" \l "part" \o "tip"`: the address, where it leads out of the file.
fn address(arguments: &str) -> Option<Href> {
    let arguments = arguments.trim();
    let target = match arguments.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => arguments.split_whitespace().next()?,
    };
    let part = arguments.split_once("\\l").and_then(|(_, part)| part.split('"').nth(1));
    match part {
        Some(part) if !target.contains('#') => Href::new(&format!("{target}#{part}")).ok(),
        _ => Href::new(target).ok(),
    }
}

/// What the words of one run share.
struct Run {
    look: Look,
    hidden: bool,
    /// Whether it is a reference of ours: of what it shows, nothing is the article's.
    refers: bool,
    font: Option<String>,
}

impl Teller<'_, '_, '_, '_> {
    /// What stands in a paragraph, or in something around a part of it. Text boxes are put by for after the paragraph.
    pub(super) fn inline<'e>(&mut self, around: &'e Element<'e>, boxes: &mut Vec<&'e Element<'e>>) {
        for element in around.elements() {
            match element.name {
                "r" => self.run(element, boxes),
                "hyperlink" => {
                    let link = self.target(element);
                    self.links.push(link);
                    self.inline(element, boxes);
                    self.links.pop();
                }
                "fldSimple" => {
                    self.fields
                        .push(Field::new(&element.attribute("instr").unwrap_or_default()));
                    self.inline(element, boxes);
                    self.fields.pop();
                }
                "ins" | "moveTo" => self.changed(element, Change::Inserted, boxes),
                "del" | "moveFrom" => self.changed(element, Change::Deleted, boxes),
                "sdt" => {
                    if let Some(content) = element.child("sdtContent").filter(|_| !is_prompt(element)) {
                        self.inline(content, boxes);
                    }
                }
                "smartTag" | "customXml" | "dir" | "bdo" => self.inline(element, boxes),
                "oMath" | "oMathPara" => self.formula(element),
                "AlternateContent" => {
                    if let Some(choice) = drawing::choice(element) {
                        self.inline(choice, boxes);
                    }
                }
                _ => self.inline_mark(element),
            }
        }
    }

    fn changed<'e>(&mut self, element: &'e Element<'e>, change: Change, boxes: &mut Vec<&'e Element<'e>>) {
        // What we suggested and nobody decided is as if we had not.
        let is_suggested = self.suggested(element);
        if is_suggested && change == Change::Deleted {
            self.inline(element, boxes);
        } else if is_suggested {
            self.marks_within(element);
        } else if self.enter(change, element) {
            self.inline(element, boxes);
            self.leave();
        } else {
            self.marks_within(element);
        }
    }

    /// The words of a change may not be there; a comment that begins or ends among them does.
    pub(super) fn marks_within(&mut self, element: &Element<'_>) {
        for inner in element.elements() {
            self.inline_mark(inner);
            self.marks_within(inner);
        }
    }

    /// Where a link leads, if it leads out of the file.
    fn target(&self, link: &Element<'_>) -> Option<Href> {
        let address = self.relations.outside(&link.attribute("id")?)?;
        match link.attribute("anchor").filter(|_| !address.contains('#')) {
            Some(part) => Href::new(&format!("{address}#{part}")).ok(),
            None => Href::new(address).ok(),
        }
    }

    fn run<'e>(&mut self, element: &'e Element<'e>, boxes: &mut Vec<&'e Element<'e>>) {
        let run = self.properties_of_run(element);
        self.parts_of_run(element, &run, boxes);
    }

    fn properties_of_run(&self, run: &Element<'_>) -> Run {
        let properties = run.child("rPr");
        let earlier = properties
            .filter(|_| self.reading == Reading::Rejected)
            .and_then(|properties| properties.child("rPrChange")?.child("rPr"));
        let properties = earlier.or(properties);
        let style = properties
            .and_then(|properties| properties.child("rStyle"))
            .and_then(value);
        let styles = &self.document.styles;
        let own = properties.map(Toggles::read).unwrap_or_default();
        let toggles = own.or(&styles.toggles(style.as_deref()));
        let on = |toggle: Option<bool>| toggle == Some(true);
        let font = properties.and_then(|properties| properties.child("rFonts"));
        let refers = styles.refers(style.as_deref());
        Run {
            look: Look {
                strong: on(toggles.strong),
                emphasis: on(toggles.emphasis),
                underline: on(toggles.underline),
                strike: on(toggles.strike),
                code: styles.is_code(style.as_deref()),
                superscript: toggles.raised == Some(Raised::Up),
                subscript: toggles.raised == Some(Raised::Down),
                ..Look::default()
            },
            hidden: toggles.hidden.unwrap_or(self.hidden) || refers,
            refers,
            font: font
                .and_then(|font| font.attribute("ascii"))
                .map(|font| font.into_owned()),
        }
    }

    fn parts_of_run<'e>(&mut self, element: &'e Element<'e>, run: &Run, boxes: &mut Vec<&'e Element<'e>>) {
        let own_sign = |reference: &Element<'_>| {
            let own = reference
                .attribute("customMarkFollows")
                .is_some_and(|own| super::styles::is_on(&own));
            own.then(|| {
                element
                    .elements()
                    .filter(|part| part.name == "t")
                    .map(Element::words)
                    .collect::<String>()
            })
        };
        let mut signed = false;
        for part in element.elements() {
            match part.name {
                "t" | "delText" if !signed => {
                    let words = part.words();
                    // Without the word "preserve", space at the edges is only the file's layout.
                    let kept = part.attribute("space").is_some_and(|space| space == "preserve");
                    let words = if kept {
                        &words
                    } else {
                        words.trim_matches([' ', '\t', '\n', '\r'])
                    };
                    self.say(&symbols::shown(words, run.font.as_deref()), run);
                }
                "tab" | "ptab" => self.say("\t", run),
                "noBreakHyphen" => self.say("\u{2011}", run),
                "softHyphen" => self.say("\u{ad}", run),
                "sym" => {
                    let code = part
                        .attribute("char")
                        .and_then(|code| u32::from_str_radix(&code, 16).ok());
                    let font = part.attribute("font");
                    if let Some(c) = code.and_then(char::from_u32) {
                        self.say(&symbols::shown(&c.to_string(), font.as_deref()), run);
                    }
                }
                "cr" => self.break_line(run),
                "br" => match part.attribute("type").as_deref() {
                    Some("page" | "column") => {
                        if !self.flow.in_code() {
                            self.gate.boundary();
                        }
                    }
                    _ => self.break_line(run),
                },
                "fldChar" => self.field(part),
                "instrText" | "delInstrText" => {
                    if let Some(field) = self.fields.last_mut().filter(|field| !field.shown) {
                        field.instruction.push_str(&part.words());
                    }
                }
                "footnoteReference" | "endnoteReference" if !run.hidden || run.refers => {
                    if let Some(id) = part.attribute("id") {
                        if part.name == "footnoteReference" && self.meets(&id) {
                            continue;
                        }
                        let sign = own_sign(part);
                        signed = sign.is_some();
                        self.dress.take_off(&mut self.gate);
                        self.refer(id.into_owned(), part.name == "endnoteReference", sign);
                    }
                }
                "drawing" | "pict" | "object" if !run.hidden => self.drawing(part, boxes),
                "AlternateContent" => {
                    if let Some(choice) = drawing::choice(part) {
                        self.parts_of_run(choice, run, boxes);
                    }
                }
                "ruby" => self.ruby(part, boxes),
                _ => self.inline_mark(part),
            }
        }
    }

    fn is_hidden(&self, run: &Run) -> bool {
        run.hidden || self.fields.iter().any(|field| !field.shown)
    }

    fn say(&mut self, words: &str, run: &Run) {
        if !words.is_empty() && !self.is_hidden(run) {
            self.say_as(words, &run.look);
        }
    }

    /// Words of a look, wherever they stand.
    pub(super) fn say_as(&mut self, words: &str, look: &Look) {
        if self.is_left_out() {
            return;
        }
        self.ready();
        let from_field = self.fields.iter().rev().find_map(|field| field.link.clone());
        let link = self.links.iter().rev().find_map(Clone::clone).or(from_field);
        let look = if self.flow.in_code() {
            // Colours of a language are no emphasis.
            Look::default()
        } else {
            Look {
                link,
                // Word draws a line under every link, also under one that stays in the file.
                underline: look.underline && self.links.is_empty(),
                ..look.clone()
            }
        };
        self.dress.wear(&look, &mut self.gate);
        let in_article = self.in_article();
        self.gate.words(words, in_article);
    }

    fn break_line(&mut self, run: &Run) {
        if !self.is_hidden(run) && !self.is_left_out() {
            self.gate.line_break();
        }
    }

    fn field(&mut self, part: &Element<'_>) {
        match part.attribute("fldCharType").as_deref() {
            Some("begin") => self.fields.push(Field::default()),
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.begin();
                }
            }
            Some("end") => {
                self.fields.pop();
            }
            _ => {}
        }
    }

    /// East Asian words with their reading above them.
    fn ruby<'e>(&mut self, ruby: &'e Element<'e>, boxes: &mut Vec<&'e Element<'e>>) {
        let reading = ruby.child("rt").map(Element::words).unwrap_or_default();
        let Some(base) = ruby.child("rubyBase") else { return };
        for element in base.elements().filter(|element| element.name == "r") {
            let mut run = self.properties_of_run(element);
            run.look.reading = Some(crate::blocks::clean_line(&reading)).filter(|reading| !reading.is_empty());
            self.parts_of_run(element, &run, boxes);
        }
    }
}
