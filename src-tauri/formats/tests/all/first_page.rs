//! The first page of a copy is the one that the file has, however long the article is.

use std::io::Cursor;
use std::path::PathBuf;

use calamine::{Data, Reader, Xlsx};
use image::RgbaImage;
use image::imageops::crop_imm;
use lopdf::{Document, Object, dictionary};
use obelus_core::mark::{Kind, Status};
use obelus_formats::labels::Labels;
use obelus_formats::pdf::{PageText, page};
use obelus_formats::{
    CopyError, ExportFormat, FirstPage, Incoming, annotated_copy, first_page, pictures_of_first, read,
};

use crate::support::Sheet;

/// What stands below this is the foot of a page, in points: the number of pages is in it.
const FOOT: u32 = 780;

fn looked(sheet: &Sheet, format: ExportFormat) -> Result<FirstPage, CopyError> {
    first_page(format, &sheet.checked(), &Labels::in_language("fr"), &[], 1.0)
}

fn picture(page: Result<FirstPage, CopyError>) -> RgbaImage {
    match page.unwrap() {
        FirstPage::Picture { png, width, height, .. } => {
            let image = image::load_from_memory(&png).unwrap();
            assert!((image.width() as f32 - width).abs() <= 1.0 && (image.height() as f32 - height).abs() <= 1.0);
            image.into_rgba8()
        }
        other => panic!("{other:?}"),
    }
}

/// The first page of a file as the page view draws it.
fn drawn(pdf: &[u8]) -> RgbaImage {
    let body = read(&Incoming {
        bytes: pdf,
        verbatim: true,
        ..Incoming::default()
    });
    let text = PageText::of(&body.unwrap().body, 0);
    let png = page(pdf, 0, 1.0, &text).unwrap().png;
    image::load_from_memory(&png).unwrap().into_rgba8()
}

fn in_the_file(sheet: &Sheet) -> RgbaImage {
    let labels = Labels::in_language("fr");
    drawn(&annotated_copy(ExportFormat::Pdf, &sheet.checked(), &labels, &[]).unwrap())
}

/// How many points differ above the foot.
fn differ(one: &RgbaImage, other: &RgbaImage) -> usize {
    assert_eq!(one.dimensions(), other.dimensions());
    let above = |image: &RgbaImage| crop_imm(image, 0, 0, image.width(), FOOT).to_image();
    let (one, other) = (above(one), above(other));
    one.pixels().zip(other.pixels()).filter(|(a, b)| a != b).count()
}

/// Some hundred pages, with a mark on every fourth paragraph.
fn long() -> Sheet {
    let paragraph =
        "La ligne 4 du tramway a coûté 12 millions d’euros, et le conseil s’en émeut depuis mars. ".repeat(5);
    let mut sheet = Sheet::markdown(&format!("# Le tram\n\n{}", format!("{paragraph}\n\n").repeat(700)));
    let places = sheet.body.text.places_of("12 millions d’euros, et le conseil");
    for (nth, range) in places.iter().step_by(20).enumerate() {
        let kind = Kind::claim(Status::ALL[nth % 7]);
        sheet.mark_ranges(
            &[*range],
            kind,
            &format!("Note {nth}, d’après le *budget*."),
            "13 millions",
            &[],
        );
    }
    sheet
}

#[test]
fn the_first_page_of_a_short_article_is_that_of_the_file() {
    for language in ["fr", "en"] {
        for report in [true, false] {
            let mut sheet = Sheet::sample(language);
            sheet.wanted.report = report;
            let seen = picture(looked(&sheet, ExportFormat::Pdf));
            assert!(seen == in_the_file(&sheet), "{language}, report: {report}");
        }
    }
}

#[test]
fn the_first_page_of_a_long_article_is_that_of_the_file_but_for_how_many_there_are() {
    for report in [true, false] {
        let mut sheet = long();
        sheet.wanted.report = report;
        let (seen, there) = (picture(looked(&sheet, ExportFormat::Pdf)), in_the_file(&sheet));
        assert_eq!(differ(&seen, &there), 0, "report: {report}");
        assert!(seen != there, "nobody knows the number of pages yet");
    }
}

#[test]
fn what_is_left_out_is_seen_to_be_left_out() {
    let sheet = Sheet::sample("fr");
    let all = picture(looked(&sheet, ExportFormat::Html));
    let mut without = Sheet::sample("fr");
    without.marks.truncate(3);
    assert!(differ(&all, &picture(looked(&without, ExportFormat::Html))) > 500);
}

#[test]
fn what_is_text_is_shown_by_the_lines_of_the_very_file() {
    let (sheet, labels) = (Sheet::sample("fr"), Labels::in_language("fr"));
    for format in [
        ExportFormat::Markdown,
        ExportFormat::Obsidian,
        ExportFormat::Csv,
        ExportFormat::Jsonld,
        ExportFormat::ClaimReview,
    ] {
        let file = annotated_copy(format, &sheet.checked(), &labels, &[]).unwrap();
        let file = String::from_utf8(file).unwrap();
        let whole: Vec<&str> = file.trim_start_matches('\u{feff}').lines().collect();
        let FirstPage::Lines { lines, goes_on } = looked(&sheet, format).unwrap() else {
            panic!("{} is no text", format.name());
        };
        assert!(!lines.is_empty());
        for (seen, there) in lines.iter().zip(&whole) {
            let seen = seen.strip_suffix('…').filter(|_| there.len() > 400).unwrap_or(seen);
            assert!(there.starts_with(seen), "{}: {seen}", format.name());
        }
        assert_eq!(goes_on, lines.len() < whole.len(), "{}", format.name());
    }
}

#[test]
fn a_workbook_is_shown_by_the_rows_of_its_first_sheet() {
    let (mut sheet, labels) = (Sheet::sample("fr"), Labels::in_language("fr"));
    let FirstPage::Sheet(seen) = looked(&sheet, ExportFormat::Xlsx).unwrap() else {
        panic!("it is no sheet");
    };
    let file = annotated_copy(ExportFormat::Xlsx, &sheet.checked(), &labels, &[]).unwrap();
    let mut book = Xlsx::new(Cursor::new(file)).unwrap();
    assert_eq!(seen.sheets, book.sheet_names());
    let range = book.worksheet_range(&seen.sheets[seen.shown as usize]).unwrap();
    let there: Vec<Vec<String>> = range
        .rows()
        .map(|row| {
            row.iter()
                .filter(|cell| !matches!(cell, Data::DateTime(_)))
                .map(ToString::to_string)
                .collect()
        })
        .collect();
    let last = seen.heads.len() - 1;
    assert_eq!(
        seen.heads,
        range
            .rows()
            .next()
            .unwrap()
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    );
    assert_eq!(seen.rows.len() + 1, there.len());
    for (seen, there) in seen.rows.iter().zip(&there[1..]) {
        // The last column is the date, which a sheet keeps as a number.
        for (seen, there) in seen[..last].iter().zip(there) {
            let begins = seen.trim_end_matches(" …");
            assert!(
                there
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ")
                    .starts_with(begins),
                "{seen} for {there}"
            );
        }
    }
    assert!(seen.rows[0][last].starts_with("2023-11-2"), "{:?}", seen.rows[0]);
    // Where there are notes alone, their sheet is shown.
    sheet.marks.retain(|mark| mark.kind.status().is_none());
    let FirstPage::Sheet(seen) = looked(&sheet, ExportFormat::Xlsx).unwrap() else {
        panic!("it is no sheet");
    };
    assert_eq!((seen.shown, seen.rows.is_empty()), (1, false));
}

#[test]
fn the_first_page_of_the_original_is_the_authors_with_the_marks_on_it() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/pdf/typst-columns.pdf");
    let original = std::fs::read(file).unwrap();
    let mut sheet = Sheet::of(
        read(&Incoming {
            bytes: &original,
            ..Incoming::default()
        })
        .unwrap(),
    );
    sheet.original = Some(original.clone());
    let before = picture(looked(&sheet, ExportFormat::PdfOriginal));
    assert!(before == drawn(&original), "without marks it is as it came");
    let second = sheet.body.pages[1].start;
    let far = sheet.body.text.selection(second + 200, second + 220).unwrap();
    sheet.mark_ranges(&[far], Kind::claim(Status::Wrong), "", "", &[]);
    assert!(
        picture(looked(&sheet, ExportFormat::PdfOriginal)) == before,
        "what is marked on the second page is seen there"
    );
    sheet.mark("the metropolitan council", Kind::claim(Status::Wrong), "", "", &[]);
    let marked = picture(looked(&sheet, ExportFormat::PdfOriginal));
    assert!(differ(&marked, &before) > 100, "the mark is seen");
    sheet.original = None;
    assert_eq!(looked(&sheet, ExportFormat::PdfOriginal), Err(CopyError::NoOriginal));
}

#[test]
fn the_first_page_of_a_signed_file_says_so() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/pdf");
    let original = std::fs::read(folder.join("groff-article.pdf")).unwrap();
    let says_signed = |file: Vec<u8>| {
        let mut sheet = Sheet::of(
            read(&Incoming {
                bytes: &file,
                ..Incoming::default()
            })
            .unwrap(),
        );
        sheet.original = Some(file);
        matches!(
            looked(&sheet, ExportFormat::PdfOriginal),
            Ok(FirstPage::Picture { signed: true, .. })
        )
    };
    assert!(!says_signed(original.clone()));
    assert!(
        !says_signed(with_signature_field(&original, false)),
        "nobody has signed yet"
    );
    assert!(says_signed(with_signature_field(&original, true)));
}

/// The file with a field for a signature in a form, as the child of another field.
fn with_signature_field(file: &[u8], signed: bool) -> Vec<u8> {
    let mut pdf = Document::load_mem(file).unwrap();
    let mut field = dictionary! { "FT" => "Sig", "T" => Object::string_literal("author") };
    if signed {
        let value = pdf.add_object(dictionary! { "Type" => "Sig", "Filter" => "Adobe.PPKLite" });
        field.set("V", value);
    }
    let field = pdf.add_object(field);
    let parent = pdf.add_object(dictionary! { "T" => Object::string_literal("all"), "Kids" => vec![field.into()] });
    let form = pdf.add_object(dictionary! { "Fields" => vec![parent.into()], "SigFlags" => 3 });
    pdf.catalog_mut().unwrap().set("AcroForm", form);
    let mut bytes = Vec::new();
    pdf.save_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn only_the_pictures_of_the_beginning_are_asked_for() {
    let word_file = include_bytes!("../../../../tests/fixtures/office/pandoc.docx");
    let mut imported = read(&Incoming {
        bytes: word_file,
        ..Incoming::default()
    })
    .unwrap();
    assert_eq!(
        pictures_of_first(ExportFormat::Pdf, &imported.body).len(),
        imported.pictures.len()
    );
    assert!(pictures_of_first(ExportFormat::Csv, &imported.body).is_empty());
    // The same after more text than a page holds.
    let long = long().body;
    let mut blocks = long.blocks.clone();
    blocks.append(&mut imported.body.blocks);
    let body = obelus_core::body::Body { blocks, ..long };
    assert!(pictures_of_first(ExportFormat::Pdf, &body).is_empty());
}
