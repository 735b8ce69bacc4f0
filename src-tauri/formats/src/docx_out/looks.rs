//! What marks look like in Word: a character style each, so that a person can change or take away all of one at once.
//!
//! Each has its own line beneath the words, so that they can be told apart in grey.

use std::fmt::Write;

/// The ink, the tint and the line of a mark; the colours are those of the screen in daylight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Look {
    /// Its name in style sheets.
    pub(super) class: &'static str,
    pub(super) ink: &'static str,
    pub(super) tint: &'static str,
    line: &'static str,
}

const fn look(class: &'static str, ink: &'static str, tint: &'static str, line: &'static str) -> Look {
    Look { class, ink, tint, line }
}

const LOOKS: [Look; 12] = [
    look("unchecked", "6B6552", "F4EDB8", "dash"),
    look("confirmed", "1F7A4D", "D9F0E2", "single"),
    look("imprecise", "9A5B00", "FDE8C4", "wave"),
    look("wrong", "B3261E", "FBDCD8", "double"),
    look("query", "6A3FB0", "E8DEFA", "dotted"),
    look("unverifiable", "4D5A66", "E3E8EC", "dotDash"),
    look("opinion", "6B6552", "EFECE4", "thick"),
    look("note", "2F6F9F", "D8EBF8", "dotDotDash"),
    look("yellow", "7D6200", "FDF0A6", "single"),
    look("green", "3A6B1E", "DDF2C8", "single"),
    look("blue", "1F5F9A", "D3E7FB", "single"),
    look("pink", "A02C6D", "FBDCEC", "single"),
];

impl Look {
    /// The look of a mark, by its name in style sheets.
    pub(super) fn of(class: &str) -> Self {
        LOOKS.into_iter().find(|look| look.class == class).unwrap_or(LOOKS[7])
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
    for look in LOOKS {
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
