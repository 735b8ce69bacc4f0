//! What marks look like in Word: a character style each, so that a person can change or take away all of one at once.
//!
//! Each has its own line beneath the words, so that they can be told apart in grey.

use crate::inks::Inks;

/// The ink, the tint and the line of a mark; the colours are those of the screen in daylight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Look {
    /// Its name in style sheets.
    pub(super) class: &'static str,
    pub(super) ink: &'static str,
    pub(super) tint: &'static str,
    line: &'static str,
}

/// What is in no colour: the lines beneath the words, by the names of marks in style sheets.
const LINES: [(&str, &str); 12] = [
    ("unchecked", "dash"),
    ("confirmed", "single"),
    ("imprecise", "wave"),
    ("wrong", "double"),
    ("query", "dotted"),
    ("unverifiable", "dotDash"),
    ("opinion", "thick"),
    ("note", "dotDotDash"),
    ("yellow", "single"),
    ("green", "single"),
    ("blue", "single"),
    ("pink", "single"),
];

fn look((class, line): (&'static str, &'static str)) -> Look {
    let Inks { ink, tint } = Inks::of(class);
    Look { class, ink, tint, line }
}

impl Look {
    /// The look of a mark, by its name in style sheets.
    pub(super) fn of(class: &str) -> Self {
        let line = LINES.into_iter().find(|(named, _)| *named == class);
        look(line.unwrap_or(("note", "dotDotDash")))
    }

    /// A style of this look.
    fn written(self, id: &str, name: &str, base: &str) -> String {
        let Self { ink, tint, line, .. } = self;
        format!(
            "<w:style w:type=\"character\" w:customStyle=\"1\" w:styleId=\"{id}\"><w:name w:val=\"Obelus {name}\"/>{base}<w:uiPriority w:val=\"90\"/><w:qFormat/>\
             <w:rPr><w:u w:val=\"{line}\" w:color=\"{ink}\"/><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{tint}\"/></w:rPr></w:style>"
        )
    }

    /// The id of its style; of the one for code, in code.
    pub(super) fn style(self, is_code: bool) -> String {
        format!("Obelus{}{}", capital(self.class), if is_code { "Code" } else { "" })
    }
}

/// What marks look like in somebody else's file: each look as it is, and on top of what a style of theirs makes of words.
#[derive(Debug, Default)]
pub(super) struct Dresses {
    /// The look's name, and the id of the author's style.
    known: Vec<(&'static str, String)>,
    written: String,
}

impl Dresses {
    /// The id of the style for words of that look, which have this style of their author's already, if any.
    pub(super) fn style(&mut self, look: Look, theirs: &str) -> String {
        let known = self
            .known
            .iter()
            .position(|(class, own)| (*class, own.as_str()) == (look.class, theirs));
        let number = known.unwrap_or_else(|| {
            self.known.push((look.class, theirs.to_owned()));
            self.known.len() - 1
        });
        let id = format!("{}{}", look.style(false), number + 1);
        if known.is_none() {
            let name = format!("{} {}", look.class, number + 1);
            let base = match theirs {
                "" => String::new(),
                theirs => format!("<w:basedOn w:val=\"{theirs}\"/>"),
            };
            self.written.push_str(&look.written(&id, &name, &base));
        }
        id
    }

    /// The styles that were asked for.
    pub(super) fn styles(&self) -> &str {
        &self.written
    }
}

fn capital(name: &str) -> String {
    let (first, rest) = name.split_at(1);
    first.to_uppercase() + rest
}

/// The styles of all marks.
pub(super) fn styles() -> String {
    let mut styles = String::new();
    for look in LINES.map(look) {
        for is_code in [false, true] {
            let name = format!("{}{}", look.class, if is_code { " code" } else { "" });
            let base = if is_code { "HTMLCode" } else { "DefaultParagraphFont" };
            let base = format!("<w:basedOn w:val=\"{base}\"/>");
            styles.push_str(&look.written(&look.style(is_code), &name, &base));
        }
    }
    styles
}
