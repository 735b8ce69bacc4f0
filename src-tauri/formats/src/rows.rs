//! The rows of a table of marks, as sheets and plain tables have them.

use obelus_core::body::{Body, leaves};
use obelus_core::id::Time;
use obelus_core::mark::Kind;

use crate::Checked;
use crate::checked::{Numbered, Woven};
use crate::labels::Labels;

/// One mark.
#[derive(Debug)]
pub(crate) struct Row<'a> {
    pub(crate) numbered: &'a Numbered<'a>,
    /// Nothing where the mark has no place in this version.
    pub(crate) paragraph: Option<usize>,
    /// What the file calls the page, where it has pages.
    pub(crate) page: Option<&'a str>,
}

impl Row<'_> {
    pub(crate) fn is_claim(&self) -> bool {
        matches!(self.numbered.mark.kind, Kind::Claim { .. })
    }

    pub(crate) fn tags(&self) -> String {
        let tags: Vec<&str> = self.numbered.mark.tags.iter().map(String::as_str).collect();
        tags.join(", ")
    }
}

/// All marks, in reading order; those without a place come last.
pub(crate) fn rows<'a>(checked: &Checked<'a>, woven: &'a Woven<'a>) -> Vec<Row<'a>> {
    let starts: Vec<u32> = leaves(&checked.body.blocks).iter().map(|leaf| leaf.start).collect();
    let all = woven.marks.iter().chain(&woven.unplaced);
    let rows = all.map(|numbered| {
        let places = numbered.mark.places_in(checked.revision.id);
        let at = places.map(|place| place.range.start()).min();
        Row {
            numbered,
            paragraph: at.map(|at| starts.partition_point(|&start| start <= at)),
            page: at.and_then(|at| page(checked.body, at)),
        }
    });
    rows.collect()
}

fn page(body: &Body, at: u32) -> Option<&str> {
    let before = body.pages.partition_point(|page| page.start <= at);
    let page = body.pages.get(before.checked_sub(1)?)?;
    Some(page.name.as_str())
}

/// Whether a program that takes cells for formulas would take these words for one: they begin as one does, after
/// what such programs pass over (OWASP, "CSV Injection").
pub(crate) fn begins_a_formula(words: &str) -> bool {
    let words = words.trim_start_matches([' ', '\u{a0}', '\u{feff}', '\u{200b}', '\'', '"']);
    words.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// "Fait", "Note", "Surlignage : jaune".
pub(crate) fn kind_word(numbered: &Numbered<'_>, checked: &Checked<'_>, labels: &Labels) -> String {
    match numbered.mark.kind {
        Kind::Claim { .. } => labels.claim.clone(),
        Kind::Note | Kind::Highlight { .. } => numbered.word(checked, labels),
    }
}

/// A moment in UTC as ISO 8601 writes it, to the second.
pub(crate) fn iso(time: Time) -> String {
    let (year, month, day) = time.day();
    let (hours, minutes, seconds) = clock(time);
    format!("{year:04}-{month:02}-{day:02}T{hours:02}:{minutes:02}:{seconds:02}Z")
}

/// The same to the thousandth of a second, as the library keeps it.
pub(crate) fn iso_exact(time: Time) -> String {
    let whole = iso(time);
    format!("{}.{:03}Z", whole.trim_end_matches('Z'), time.0.rem_euclid(1_000))
}

/// Hours, minutes and seconds in UTC.
pub(crate) fn clock(time: Time) -> (u16, u8, u8) {
    let of_day = time.0.rem_euclid(86_400_000) / 1_000;
    ((of_day / 3_600) as u16, (of_day / 60 % 60) as u8, (of_day % 60) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_in_utc() {
        assert_eq!(iso(Time(1_795_388_944_125)), "2026-11-22T23:09:04Z");
        assert_eq!(iso(Time(-1)), "1969-12-31T23:59:59Z");
        assert_eq!(iso_exact(Time(-1)), "1969-12-31T23:59:59.999Z");
    }

    #[test]
    fn what_begins_a_formula_is_known() {
        for words in ["=1+1", " =1", "+33", "-2 %", "@SUM(1)", "\t=1", "＝1", "'=1", "\"=1"] {
            assert!(begins_a_formula(words), "{words}");
        }
        for words in ["", "49% des parts", "a=1", "« =1 »", "– tiret"] {
            assert!(!begins_a_formula(words), "{words}");
        }
    }
}
