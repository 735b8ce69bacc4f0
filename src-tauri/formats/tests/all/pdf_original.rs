//! Puts marks onto PDF files that real programs made, and reads them back: the same text, the marks on the same words.

use std::path::PathBuf;
use std::sync::Arc;

use lopdf::{Document, Object};
use obelus_core::arrive::{Arriving, Reading, arrive};
use obelus_core::article::{Format, Original, RevisionReason};
use obelus_core::body::Page;
use obelus_core::edit::Edit;
use obelus_core::mark::{Kind, Status};
use obelus_core::text::TextRange;
use obelus_formats::labels::Labels;
use obelus_formats::{Annotation, CopyError, ExportFormat, Imported, Incoming, annotated_copy, read};

use uuid::Uuid;

use crate::pdf_out::{letters, other_reader};
use crate::support::Sheet;

const FILES: [&str; 5] = [
    "annotated.pdf",
    "chromium-article.pdf",
    "chromium-columns.pdf",
    "groff-article.pdf",
    "typst-columns.pdf",
];

fn bytes(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/pdf");
    std::fs::read(folder.join(name)).unwrap()
}

fn import(bytes: &[u8]) -> Imported {
    read(&Incoming {
        bytes,
        ..Incoming::default()
    })
    .unwrap()
}

/// The article of a file, with three words marked and three left, all through it.
fn marked(bytes: Vec<u8>) -> Sheet {
    let mut sheet = Sheet::of(import(&bytes));
    sheet.original = Some(bytes);
    let text = sheet.body.text.as_str().to_owned();
    let mut words: Vec<(u32, u32)> = Vec::new();
    let mut is_inside = false;
    for (at, c) in text.chars().enumerate() {
        let at = at as u32;
        match (c.is_whitespace(), is_inside) {
            (false, false) => words.push((at, at + 1)),
            (false, true) => words.last_mut().unwrap().1 = at + 1,
            _ => {}
        }
        is_inside = !c.is_whitespace();
    }
    for (number, three) in words.chunks(3).step_by(2).enumerate() {
        let range = sheet.body.text.selection(three[0].0, three[three.len() - 1].1).unwrap();
        let kind = match number % 9 {
            8 => Kind::Note,
            status => Kind::claim(Status::ALL[status % 7]),
        };
        sheet.mark_ranges(&[range], kind, &format!("Note {number}."), "", &[]);
    }
    sheet
}

fn copy(sheet: &Sheet) -> Result<Vec<u8>, CopyError> {
    let labels = Labels::in_language("fr");
    annotated_copy(ExportFormat::PdfOriginal, &sheet.checked(), &labels, &[])
}

/// The annotations that say what the nth mark does.
fn of_mark(back: &Imported, number: usize) -> Vec<&Annotation> {
    let says = |annotation: &&Annotation| {
        let mut remarks = annotation.remarks.iter();
        remarks.any(|remark| remark.words.ends_with(&format!("\n\nNote {number}.")))
    };
    back.annotations.iter().filter(says).collect()
}

/// Each mark is on its own words alone; all but a few are on all of them. How many stand on none.
fn check(name: &str, sheet: &Sheet, copy: &[u8]) -> usize {
    let back = import(copy);
    assert_eq!(back.body, sheet.body, "{name}: the text is another");
    let (mut whole, mut astray) = (0, 0);
    for (number, mark) in sheet.marks.iter().enumerate() {
        let found = of_mark(&back, number);
        assert!(!found.is_empty(), "{name}: note {number} is lost");
        let highlights: Vec<&TextRange> = found
            .iter()
            .filter(|annotation| annotation.highlight.is_some())
            .flat_map(|annotation| &annotation.ranges)
            .collect();
        let (own, text) = (mark.places[0].range, &sheet.body.text);
        for range in &highlights {
            let is_own = own.start() <= range.start() && range.end() <= own.end();
            assert!(is_own, "{name}: “{}” for “{}”", text.slice(**range), text.slice(own));
        }
        let marked: String = highlights.iter().map(|range| letters(text.slice(**range))).collect();
        whole += usize::from(marked == letters(text.slice(own)));
        astray += usize::from(highlights.is_empty());
    }
    let all = sheet.marks.len();
    assert!(
        whole * 20 >= all * 17,
        "{name}: {whole} of {all} are whole, {astray} astray"
    );
    astray
}

#[test]
fn the_marks_come_in_again_on_their_words_and_the_file_is_the_authors() {
    for name in FILES {
        let original = bytes(name);
        let sheet = marked(original.clone());
        let copy = copy(&sheet).unwrap();
        // To look at them: WRITE_EXPORTS=folder cargo test --workspace --test all pdf_original
        if let Some(folder) = std::env::var_os("WRITE_EXPORTS") {
            std::fs::write(PathBuf::from(folder).join(name), &copy).unwrap();
        }
        assert!(
            copy.starts_with(&original),
            "{name}: what was there stays, byte for byte"
        );
        check(name, &sheet, &copy);
    }
}

#[test]
fn what_others_noted_in_the_file_stays() {
    let original = bytes("annotated.pdf");
    let before = import(&original).annotations;
    let after = import(&copy(&marked(original)).unwrap()).annotations;
    assert!(!before.is_empty());
    for annotation in before {
        assert!(after.contains(&annotation), "{annotation:?}");
    }
}

/// The article of a file as it comes in, with the marks that its annotations become.
fn arrived(file: Vec<u8>) -> Sheet {
    let imported = import(&file);
    let annotations = imported.annotations.clone();
    let mut sheet = Sheet::of(imported);
    let arriving = Arriving {
        article: sheet.article.clone(),
        reading: Reading {
            body: Arc::new(sheet.body.clone()),
            annotations,
            reason: RevisionReason::Imported,
        },
        other: None,
        pictures: Vec::new(),
        original: (
            Original {
                format: Format::Pdf,
                bytes: file.len() as u64,
            },
            file.clone().into(),
        ),
    };
    let mut id = 0;
    let edits = arrive(arriving, &mut || {
        id += 1;
        Uuid::from_u128(id)
    });
    for edit in edits {
        match edit {
            Edit::AddArticle { revision, .. } => sheet.revision = revision,
            Edit::AddMarks { marks } => sheet.marks.extend(marks),
            _ => {}
        }
    }
    sheet.original = Some(file);
    sheet
}

#[test]
fn what_came_from_the_file_is_not_put_on_it_a_second_time() {
    let original = bytes("annotated.pdf");
    let mut sheet = arrived(original.clone());
    assert!(sheet.marks.len() > 1, "{:?}", sheet.marks);
    assert_eq!(copy(&sheet).unwrap(), original, "all of it is there");
    // Whoever writes another note, or calls it a claim, says something of their own.
    sheet.marks[0].note.push_str(" Vu.");
    sheet.marks[1].kind = Kind::claim(Status::Wrong);
    let before = import(&original).annotations;
    let after = import(&copy(&sheet).unwrap()).annotations;
    assert_eq!(after.len(), before.len() + 2);
    assert!(before.iter().all(|annotation| after.contains(annotation)));
}

#[test]
fn pages_that_are_turned_are_marked_on_their_words() {
    for turn in [90, 180, 270] {
        let mut file = Document::load_mem(&bytes("typst-columns.pdf")).unwrap();
        for page in file.get_pages().into_values().collect::<Vec<_>>() {
            let page = file.get_object_mut(page).unwrap().as_dict_mut().unwrap();
            page.set("Rotate", Object::Integer(turn));
        }
        let mut turned = Vec::new();
        file.save_to(&mut turned).unwrap();
        let sheet = marked(turned);
        check(&format!("turned by {turn}"), &sheet, &copy(&sheet).unwrap());
    }
}

/// An article whose words are not those of the file.
fn elsewhere() -> Sheet {
    let mut sheet = Sheet::text("Zwölf Boxkämpfer jagen Viktor.");
    sheet.original = Some(bytes("groff-article.pdf"));
    let pages = import(&bytes("groff-article.pdf")).body.pages.len();
    sheet.body.pages = (0..pages)
        .map(|_| Page {
            start: 0,
            name: String::new(),
        })
        .collect();
    sheet
}

#[test]
fn a_mark_whose_words_are_not_on_the_pages_stands_beside_them_and_is_listed() {
    let mut sheet = elsewhere();
    sheet.mark("Boxkämpfer", Kind::claim(Status::Wrong), "Es waren elf.", "", &[]);
    sheet.mark("Viktor", Kind::claim(Status::Query), "Wer?", "", &[]);
    sheet.lose_last(None);
    let back = import(&copy(&sheet).unwrap());
    assert!(back.annotations.iter().all(|annotation| annotation.highlight.is_none()));
    let remarks: Vec<&str> = back
        .annotations
        .iter()
        .flat_map(|annotation| &annotation.remarks)
        .map(|remark| remark.words.as_str())
        .collect();
    let list = remarks
        .iter()
        .find(|words| words.contains("1 marque n’est pas posée"))
        .unwrap();
    for words in [
        "✗ Faux « Boxkämpfer »",
        "sans place dans cette version",
        "« Viktor »",
        "Wer?",
    ] {
        assert!(list.replace('\u{a0}', " ").contains(words), "{words}: {list}");
    }
    assert!(remarks.contains(&"✗ Faux\n\nEs waren elf."), "{remarks:?}");
}

#[test]
fn a_file_that_takes_no_marks_is_refused_by_name() {
    let mut sheet = Sheet::text("Un mot.");
    sheet.mark("mot", Kind::Note, "Note.", "", &[]);
    assert_eq!(copy(&sheet), Err(CopyError::NoOriginal));
    assert_eq!(copy(&marked(bytes("encrypted-open.pdf"))), Err(CopyError::Encrypted));
    for file in [bytes("locked.pdf"), b"%PDF-1.7\nno more".to_vec()] {
        sheet.original = Some(file);
        assert!(matches!(copy(&sheet), Err(CopyError::Original { .. })));
    }
}

#[test]
fn an_article_without_marks_is_the_file_as_it_came() {
    let mut sheet = marked(bytes("groff-article.pdf"));
    sheet.marks.clear();
    assert_eq!(copy(&sheet).unwrap(), bytes("groff-article.pdf"));
}

#[test]
fn pypdf_lists_the_marks_on_the_pages() {
    const SCRIPT: &str = "
import io, sys, pypdf
pdf = pypdf.PdfReader(io.BytesIO(sys.stdin.buffer.read()))
for page in pdf.pages:
    for annotation in (one.get_object() for one in page.get('/Annots', [])):
        if annotation['/Subtype'] == '/Highlight' and annotation.get('/T') == 'CR':
            window = annotation['/Popup'].get_object()
            looks = annotation['/AP']['/N'].get_object().get_data()
            print(annotation['/Contents'].split()[0], window['/Subtype'], len(annotation['/QuadPoints']) % 8, b'rg' in looks)
";
    let sheet = marked(bytes("typst-columns.pdf"));
    let Some(told) = other_reader("python3", &["-c", SCRIPT], &copy(&sheet).unwrap()) else {
        return;
    };
    assert!(told.lines().count() >= sheet.marks.len() * 9 / 10, "{told}");
    assert!(told.lines().all(|line| line.ends_with(" /Popup 0 True")), "{told}");
    for sign in ["✗", "✓", "✎"] {
        assert!(told.contains(sign), "{sign}: {told}");
    }
}
