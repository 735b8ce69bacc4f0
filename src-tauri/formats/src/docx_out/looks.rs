//! What marks look like in Word: a character style each, so that a person can change or take away all of one at once.
//!
//! Each has its own line beneath the words, so that they can be told apart in grey.

use std::fmt::Write;

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

    /// The id of its style; of the one for code, in code.
    pub(super) fn style(self, is_code: bool) -> String {
        format!("Obelus{}{}", capital(self.class), if is_code { "Code" } else { "" })
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
            let _ = write!(
                styles,
                "<w:style w:type=\"character\" w:customStyle=\"1\" w:styleId=\"{id}\"><w:name w:val=\"Obelus {class}{code}\"/><w:basedOn w:val=\"{base}\"/><w:uiPriority w:val=\"90\"/><w:qFormat/>\
                 <w:rPr><w:u w:val=\"{line}\" w:color=\"{ink}\"/><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{tint}\"/></w:rPr></w:style>",
                id = look.style(is_code),
                class = look.class,
                code = if is_code { " code" } else { "" },
                base = if is_code { "HTMLCode" } else { "DefaultParagraphFont" },
                line = look.line,
                ink = look.ink,
                tint = look.tint,
            );
        }
    }
    styles
}
