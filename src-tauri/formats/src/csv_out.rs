//! Writes the claims of a checked article as CSV (RFC 4180): UTF-8 with the mark by which spreadsheets know it.

use std::borrow::Cow;

use crate::Checked;
use crate::checked::Woven;
use crate::labels::Labels;
use crate::rows::{Row, begins_a_formula, iso, rows};

/// The whole file.
#[must_use]
pub fn export(checked: &Checked<'_>, labels: &Labels) -> Vec<u8> {
    let woven = Woven::new(checked);
    let mut table = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let rows = rows(checked, &woven);
    let words = &labels.table;
    let heads = [
        &words.number,
        &words.passage,
        &words.page,
        &words.paragraph,
        &words.places,
        &words.status,
        &words.recheck,
        &labels.note,
        &labels.correction,
        &labels.tags,
        &words.by,
        &words.at,
    ];
    let lines = std::iter::once(heads.map(|head| head.as_str().to_owned()))
        .chain(rows.iter().filter(|row| row.is_claim()).map(|row| cells(row, labels)));
    for line in lines {
        let line = line.map(|cell| neutral(&cell).into_owned());
        table.write_record(&line).expect("lines of one length go into memory");
    }
    table.into_inner().expect("memory takes all")
}

fn cells(row: &Row<'_>, labels: &Labels) -> [String; 12] {
    let mark = row.numbered.mark;
    let or_none = |number: Option<usize>| number.map_or_else(String::new, |number| number.to_string());
    [
        row.numbered.number.to_string(),
        row.numbered.quote.to_owned(),
        row.page.unwrap_or_default().to_owned(),
        or_none(row.paragraph),
        row.numbered.places.to_string(),
        mark.kind
            .status()
            .map_or_else(String::new, |status| labels.status(status).to_owned()),
        if mark.kind.is_rechecked() {
            labels.recheck.clone()
        } else {
            String::new()
        },
        mark.note.clone(),
        mark.correction.clone(),
        row.tags(),
        mark.changed.by.clone(),
        iso(mark.changed.at),
    ]
}

/// An apostrophe before what a spreadsheet would calculate: it takes the rest for words.
fn neutral(cell: &str) -> Cow<'_, str> {
    if begins_a_formula(cell) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}
