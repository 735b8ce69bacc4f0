//! Exports checked articles as tables, and reads them as other programs do.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use obelus_core::done::Done;
use obelus_core::edit::Deed;
use obelus_core::id::Time;
use obelus_core::mark::{Colour, Kind, Status};
use obelus_formats::labels::Labels;
use obelus_formats::{Wanted, csv_out, xlsx_out};
use proptest::prelude::*;

use crate::support::Sheet;

/// A sheet of the workbook, cell by cell, in words.
fn sheet(book: &[u8], number: usize) -> Vec<Vec<String>> {
    let mut book = Xlsx::new(Cursor::new(book)).unwrap();
    let range = book.worksheet_range_at(number).unwrap().unwrap();
    let words = |cell: &Data| match cell {
        Data::DateTime(moment) => moment.to_ymd_hms_milli().0.to_string(),
        other => other.to_string(),
    };
    range.rows().map(|row| row.iter().map(words).collect()).collect()
}

fn table(csv: &[u8]) -> Vec<Vec<String>> {
    let words = std::str::from_utf8(csv).unwrap().strip_prefix('\u{feff}').unwrap();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(words.as_bytes());
    let lines = reader
        .records()
        .map(|line| line.unwrap().iter().map(str::to_owned).collect());
    lines.collect()
}

fn checked_draft() -> Sheet {
    let mut draft = Sheet::text("Un début.\n\nElle détient 49% des parts, dit-on.\n\nUne fin.");
    let claim = Kind::claim;
    draft.mark(
        "Elle détient 49% des parts",
        claim(Status::Wrong),
        "Source : *rapport*",
        "51%",
        &["chiffres", "parts"],
    );
    draft.mark("Une fin", claim(Status::Unchecked), "", "", &[]);
    draft.mark("dit-on", Kind::Note, "Qui ?", "", &[]);
    draft.mark("début", Kind::Highlight { colour: Colour::Green }, "", "", &[]);
    draft
}

#[test]
fn a_table_has_one_line_for_each_claim() {
    let draft = checked_draft();
    let lines = table(&csv_out::export(&draft.checked(), &Labels::in_language("fr")));
    assert_eq!(
        lines,
        [
            vec![
                "N°",
                "Passage",
                "Page",
                "Paragraphe",
                "Endroits",
                "Statut",
                "À revérifier",
                "Note",
                "Correction proposée",
                "Étiquettes",
                "Par",
                "Le (UTC)",
            ],
            vec![
                "2",
                "Elle détient 49% des parts",
                "",
                "2",
                "1",
                "Faux",
                "",
                "Source : *rapport*",
                "51%",
                "chiffres, parts",
                "CR",
                "2023-11-21T00:00:00Z",
            ],
            vec![
                "4",
                "Une fin",
                "",
                "3",
                "1",
                "À vérifier",
                "",
                "",
                "",
                "",
                "CR",
                "2023-11-21T01:00:00Z"
            ],
        ]
    );
}

#[test]
fn a_workbook_has_the_claims_the_other_marks_and_the_history() {
    let mut draft = checked_draft();
    let mark = draft.marks[0].id;
    draft.history = vec![Done {
        time: Time(1_700_524_800_000),
        author: "CR".to_owned(),
        deed: Deed::StatusSet,
        mark: Some(mark),
        marks: 1,
        quote: Some("Elle détient 49% des parts".to_owned()),
        status: Some(Status::Wrong),
        was: Some(Status::Unchecked),
    }];
    let book = xlsx_out::export(&draft.checked(), &Labels::in_language("en"));
    let names = Xlsx::new(Cursor::new(&book)).unwrap().sheet_names();
    assert_eq!(names, ["Claims", "Other marks", "History"]);
    let claims = sheet(&book, 0);
    assert_eq!(
        claims[0][5..9],
        ["Status", "To recheck", "Note", "Suggested correction"]
    );
    assert_eq!(
        claims[1][..6],
        ["2", "Elle détient 49% des parts", "", "2", "1", "✗ Wrong"]
    );
    assert_eq!(claims.len(), 3);
    let others = sheet(&book, 1);
    assert_eq!(others[1][1], "début");
    assert_eq!(others[2][1..7], ["dit-on", "", "2", "1", "Note", "Qui ?"]);
    let history = sheet(&book, 2);
    assert_eq!(
        history[1][1..],
        [
            "CR",
            "status set",
            "2",
            "Elle détient 49% des parts",
            "○ To check",
            "✗ Wrong"
        ]
    );
}

#[test]
fn no_cell_is_a_formula_that_a_person_wrote() {
    let mut draft = Sheet::text("=cmd|' /C calc'!A0\n\n+33 6 00\n\n@SUM(1)");
    for words in ["=cmd|' /C calc'!A0", "+33 6 00", "@SUM(1)"] {
        draft.mark(
            words,
            Kind::claim(Status::Query),
            "=HYPERLINK(\"http://a.example\")",
            "-1",
            &["=x"],
        );
    }
    let labels = Labels::in_language("en");
    for line in &table(&csv_out::export(&draft.checked(), &labels))[1..] {
        for cell in line {
            assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
        }
    }
    let book = xlsx_out::export(&draft.checked(), &labels);
    let mut read = Xlsx::new(Cursor::new(&book)).unwrap();
    for name in read.sheet_names() {
        let formulas = read.worksheet_formula(&name).unwrap();
        assert!(formulas.rows().flatten().all(String::is_empty));
    }
    assert_eq!(sheet(&book, 0)[1][1], "=cmd|' /C calc'!A0");
}

#[test]
fn a_note_longer_than_a_cell_goes_on_below() {
    let mut draft = checked_draft();
    draft.marks[0].note = "ééé🙂 ".repeat(20_000);
    let book = xlsx_out::export(&draft.checked(), &Labels::in_language("fr"));
    let claims = sheet(&book, 0);
    let note: String = claims[1..5].iter().map(|row| row[7].as_str()).collect();
    assert_eq!(note, draft.marks[0].note);
    assert_eq!((claims[2][0].as_str(), claims[5][1].as_str()), ("", "Une fin"));
}

proptest! {
    #[test]
    fn the_words_of_any_claim_come_out_as_they_are(note in any::<String>(), correction in "[\\PC\r\n\t\u{0}-\u{1f}]{0,40}") {
        let mut draft = checked_draft();
        draft.marks[0].note = note.clone();
        draft.marks[0].correction = correction.clone();
        let labels = Labels::in_language("fr");
        let lines = table(&csv_out::export(&draft.checked(), &labels));
        let bare = |cell: &str, words: &str| cell == words || cell == format!("'{words}");
        prop_assert!(bare(&lines[1][7], &note), "{:?}", lines[1][7]);
        prop_assert!(bare(&lines[1][8], &correction), "{:?}", lines[1][8]);
        let book = xlsx_out::export(&draft.checked(), &labels);
        prop_assert_eq!(sheet(&book, 0).len(), 3);
    }
}

#[test]
fn only_what_is_wanted_goes_out() {
    let draft = checked_draft();
    let quotes = |wanted: &Wanted| -> Vec<String> {
        let marks = wanted.of(draft.marks.clone());
        marks.iter().map(|mark| mark.places[0].quote.clone()).collect()
    };
    assert_eq!(
        quotes(&Wanted::default()),
        ["Elle détient 49% des parts", "Une fin", "dit-on", "début"]
    );
    let claims = Wanted {
        notes: false,
        highlights: false,
        ..Wanted::default()
    };
    assert_eq!(quotes(&claims), ["Elle détient 49% des parts", "Une fin"]);
    let wrong = Wanted {
        statuses: [Status::Wrong].into(),
        ..claims.clone()
    };
    assert_eq!(quotes(&wrong), ["Elle détient 49% des parts"]);
    let tagged = Wanted {
        tags: ["parts".to_owned()].into(),
        ..Wanted::default()
    };
    assert_eq!(quotes(&tagged), ["Elle détient 49% des parts"]);
    let bare = Wanted {
        words: false,
        ..Wanted::default()
    }
    .of(draft.marks.clone());
    assert!(bare[0].note.is_empty() && bare[0].correction.is_empty() && bare[0].tags.is_empty());
}
