//! The colours of marks on paper: those of the screen in daylight, for every format that has no style sheet of its own.

use rust_xlsxwriter::Color;

/// Six hexadecimal digits each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Inks {
    /// Of signs, numbers and lines.
    pub(crate) ink: &'static str,
    /// Under the words.
    pub(crate) tint: &'static str,
}

impl Inks {
    /// Those of a mark, by its name in style sheets.
    pub(crate) fn of(class: &str) -> Self {
        let (ink, tint) = match class {
            "confirmed" => ("1F7A4D", "D9F0E2"),
            "imprecise" => ("9A5B00", "FDE8C4"),
            "wrong" => ("B3261E", "FBDCD8"),
            "query" => ("6A3FB0", "E8DEFA"),
            "unverifiable" => ("4D5A66", "E3E8EC"),
            "opinion" => ("6B6552", "EFECE4"),
            "note" => ("2F6F9F", "D8EBF8"),
            "yellow" => ("7D6200", "FDF0A6"),
            "green" => ("3A6B1E", "DDF2C8"),
            "blue" => ("1F5F9A", "D3E7FB"),
            "pink" => ("A02C6D", "FBDCEC"),
            // What is still to be checked.
            _ => ("6B6552", "F4EDB8"),
        };
        Self { ink, tint }
    }
}

/// The number that six hexadecimal digits are.
pub(crate) fn colour(digits: &str) -> Color {
    u32::from_str_radix(digits, 16).map_or(Color::Default, Color::RGB)
}
