//! Exports authors' own Word files with footnotes that say what was found: their notes, their looks and their parts stay, and
//! a file that came back has each note once.

use std::fs;
use std::path::Path;

use obelus_core::mark::{Kind, Status};
use obelus_formats::{Imported, WordMarks};
use proptest::prelude::*;

use crate::support::{Sheet, stored};
use crate::word_file::WordFile;
use crate::word_footnotes::{check, export, import, with_footnotes};

/// An author's own Word file.
fn fixture(name: &str) -> Sheet {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/office");
    let bytes = fs::read(folder.join(name)).unwrap();
    let mut sheet = with_footnotes(Sheet::of(import(&bytes)));
    sheet.body.asides.clear();
    sheet.original = Some(bytes);
    sheet
}

/// What the footnotes of an author say that stand in a part, in order, without ours; their ids are those of the order.
fn theirs(xml: &str) -> Vec<String> {
    let notes = xml.split("<w:footnote ").skip(1);
    let notes = notes.map(|note| note.split("</w:footnote>").next().unwrap());
    let notes = notes.filter(|note| !note.contains("\"ObelusFootnote\""));
    let without_id = |note: &str| {
        let (before, id) = note.split_once("w:id=\"").unwrap();
        before.to_owned() + id.split_once('"').unwrap().1
    };
    notes.map(without_id).collect()
}

#[test]
fn an_authors_file_keeps_its_notes_and_its_looks_and_gets_ours_between() {
    for name in [
        "libreoffice.docx",
        "pandoc-libreoffice.docx",
        "python-docx.docx",
        "from-page.docx",
        "pandoc-tracked.docx",
    ] {
        let mut sheet = fixture(name);
        let length = sheet.body.text.len() / 2;
        for (index, start) in (0..length).step_by(1 + length as usize / 9).enumerate() {
            if let Ok(range) = sheet.body.text.selection(start, (start + 13).min(length)) {
                let correction = if index % 2 == 0 { "autrement" } else { "" };
                sheet.mark_ranges(
                    &[range],
                    Kind::claim(Status::ALL[index % 7]),
                    "[Une](http://a.example/) note.",
                    correction,
                    &["x"],
                );
            }
        }
        let original = WordFile::open(sheet.original.as_ref().unwrap());
        let copy = export(&sheet);
        if let Some(folder) = std::env::var_os("WRITE_EXPORTS") {
            fs::write(Path::new(&folder).join(format!("notes-{name}")), &copy).unwrap();
        }
        let file = check(&sheet);
        assert!(
            !file.xml("word/styles.xml").contains("Obelus About"),
            "{name}: the author's own file"
        );
        let notes = file.xml("word/footnotes.xml");
        let before = original.parts.get("word/footnotes.xml");
        let before = before.map_or_else(Vec::new, |part| theirs(std::str::from_utf8(part).unwrap()));
        if !before.is_empty() {
            assert_eq!(theirs(&notes), before, "{name}");
        }
        let mut ids: Vec<&str> = notes
            .split("<w:footnote ")
            .skip(1)
            .map(|note| note.split("w:id=\"").nth(1).unwrap().split('"').next().unwrap())
            .collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all, "{name}: no id twice");
        // In the order of the text: LibreOffice goes by that.
        let tags = |xml: &str, tag: &str| -> Vec<String> {
            let tags = xml.split(tag).skip(1);
            let tags = tags.filter(|tag| !tag.split('>').next().unwrap().contains("w:type="));
            tags.map(|tag| {
                tag.split("w:id=\"")
                    .nth(1)
                    .unwrap()
                    .split('"')
                    .next()
                    .unwrap()
                    .to_owned()
            })
            .collect()
        };
        let referred = tags(&file.xml("word/document.xml"), "<w:footnoteReference ");
        assert_eq!(tags(&notes, "<w:footnote "), referred, "{name}");
        for part in ["word/endnotes.xml", "word/numbering.xml", "word/theme/theme1.xml"] {
            assert_eq!(file.parts.get(part), original.parts.get(part), "{name}");
        }
        let styles = |file: &WordFile| {
            let styles = file.xml("word/styles.xml");
            let ours = styles
                .find("<w:style w:type=\"paragraph\" w:styleId=\"Obelus")
                .unwrap_or(styles.rfind("</w:styles>").unwrap());
            styles[..ours].to_owned()
        };
        assert_eq!(styles(&file), styles(&original), "{name}");
    }
}

/// A Word file of paragraphs; each paragraph's XML is given.
fn made(body: &str, styles: &str) -> Vec<u8> {
    let word = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let packages = "http://schemas.openxmlformats.org/package/2006";
    let main = format!("<w:document {word}><w:body>{body}</w:body></w:document>");
    let relations = format!(
        "<Relationships xmlns=\"{packages}/relationships\"><Relationship Id=\"r1\" Type=\"{office}/officeDocument\" Target=\"word/document.xml\"/></Relationships>"
    );
    let types = format!(
        "<Types xmlns=\"{packages}/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"
    );
    let own = format!(
        "<Relationships xmlns=\"{packages}/relationships\"><Relationship Id=\"s\" Type=\"{office}/styles\" Target=\"styles.xml\"/></Relationships>"
    );
    let styles = format!("<w:styles {word}>{styles}</w:styles>");
    stored(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", relations.as_bytes()),
        ("word/document.xml", main.as_bytes()),
        ("word/_rels/document.xml.rels", own.as_bytes()),
        ("word/styles.xml", styles.as_bytes()),
    ])
}

fn author(body: &str) -> Sheet {
    let styles =
        "<w:style w:type=\"character\" w:styleId=\"Fort\"><w:name w:val=\"Strong\"/><w:rPr><w:b/></w:rPr></w:style>";
    let bytes = made(body, styles);
    let mut sheet = with_footnotes(Sheet::of(import(&bytes)));
    sheet.original = Some(bytes);
    sheet
}

#[test]
fn marked_words_of_an_author_look_like_their_status_on_top_of_what_they_look_like() {
    let mut sheet = author(
        "<w:p><w:r><w:t xml:space=\"preserve\">Un deux </w:t></w:r><w:r><w:rPr><w:rStyle w:val=\"Fort\"/><w:i/></w:rPr><w:t>trois</w:t></w:r><w:r><w:rPr/><w:t xml:space=\"preserve\"> quatre</w:t></w:r></w:p>",
    );
    sheet.mark("deux trois", Kind::claim(Status::Wrong), "", "", &[]);
    sheet.mark("trois", Kind::claim(Status::Confirmed), "", "vingt", &[]);
    sheet.mark("quatre", Kind::claim(Status::Wrong), "", "", &[]);
    let file = check(&sheet);
    let document = file.xml("word/document.xml");
    for part in [
        "<w:t xml:space=\"preserve\">Un </w:t></w:r><w:bookmarkStart",
        "<w:r><w:rPr><w:rStyle w:val=\"ObelusWrong1\"/></w:rPr><w:t xml:space=\"preserve\">deux </w:t></w:r>",
        "<w:r><w:rPr><w:rStyle w:val=\"ObelusConfirmed3\"/><w:i/></w:rPr><w:delText xml:space=\"preserve\">trois</w:delText></w:r>",
        "<w:r><w:rPr><w:rStyle w:val=\"ObelusConfirmed3\"/><w:i/></w:rPr><w:t xml:space=\"preserve\">vingt</w:t></w:r></w:ins>",
        "<w:r><w:rPr><w:rStyle w:val=\"ObelusWrong1\"/></w:rPr><w:t xml:space=\"preserve\">quatre</w:t></w:r>",
    ] {
        assert!(document.contains(part), "{part} in {document}");
    }
    let styles = file.xml("word/styles.xml");
    assert!(
        styles.contains(
            "w:styleId=\"ObelusConfirmed3\"><w:name w:val=\"Obelus confirmed 3\"/><w:basedOn w:val=\"Fort\"/>"
        )
    );
    // What we put on them is no emphasis of the author's.
    let spans = |imported: Imported| serde_json::to_value(imported.body.blocks).unwrap();
    assert_eq!(
        spans(import(&export(&sheet))),
        spans(import(sheet.original.as_ref().unwrap()))
    );
}

#[test]
fn an_authors_file_that_came_back_has_each_note_once_the_next_time_and_keeps_its_looks() {
    let mut sheet = fixture("libreoffice.docx");
    let words = sheet.body.text.as_str().to_owned();
    let word = words
        .split_whitespace()
        .find(|word| word.len() > 6 && word.chars().all(char::is_alphabetic));
    let range = sheet.body.text.places_of(word.unwrap())[0];
    sheet.mark_ranges(&[range], Kind::claim(Status::Wrong), "Non.", "autrement", &[]);
    let original = sheet.original.clone();
    let first = export(&sheet);
    // It is the file of a version now, and is handed out again, as it was the first time.
    sheet.original = Some(first.clone());
    let second = check(&sheet);
    assert_eq!(second.marked_notes.len(), 1);
    let first = WordFile::open(&first);
    for part in ["word/document.xml", "word/footnotes.xml", "word/styles.xml"] {
        let plain = |file: &WordFile| {
            let xml = file.xml(part);
            let mut pieces = xml
                .split("w:id=\"")
                .map(|piece| piece.split_once('"').unwrap_or(("", piece)).1);
            pieces.by_ref().collect::<Vec<_>>().join("")
        };
        assert_eq!(plain(&second), plain(&first), "{part}");
    }
    // Handed out with comments it is the author's file with comments, and nothing else.
    sheet.wanted.word_marks = WordMarks::Comments;
    sheet.wanted.report = false;
    let commented = WordFile::open(&export(&sheet));
    sheet.original = original;
    let never_noted = WordFile::open(&export(&sheet));
    assert!(!commented.xml("word/document.xml").contains("Obelus"));
    assert_eq!(commented.words, never_noted.words);
    assert_eq!(commented.parts["word/styles.xml"], never_noted.parts["word/styles.xml"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn any_marks_on_any_runs_of_an_author_stand_on_their_words_and_go_again(
        runs in prop::collection::vec(("[a-zé&< ]{0,6}", 0..7), 1..12),
        ranges in prop::collection::vec((0u32..60, 1u32..20, any::<bool>()), 0..6),
    ) {
        let mut paragraphs = "<w:p><w:r><w:t>mot</w:t></w:r>".to_owned();
        for (words, kind) in runs {
            let words = words.replace('&', "&amp;").replace('<', "&lt;");
            let run = format!("<w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r>");
            paragraphs.push_str(&match kind {
                0 => format!("<w:r><w:rPr><w:rStyle w:val=\"Fort\"/></w:rPr><w:t xml:space=\"preserve\">{words}</w:t><w:tab/><w:t>x</w:t></w:r>"),
                1 => "</w:p><w:p><w:r><w:t>y</w:t></w:r>".to_owned(),
                2 => format!("<w:hyperlink>{run}</w:hyperlink>"),
                3 => "<w:r><w:noBreakHyphen/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>non</w:t></w:r>".to_owned(),
                _ => run,
            });
        }
        let mut sheet = author(&format!("{paragraphs}</w:p>"));
        for (start, length, corrected) in ranges {
            if let Ok(range) = sheet.body.text.selection(start, start + length) {
                sheet.mark_ranges(&[range], Kind::claim(Status::Wrong), "note", if corrected { "autre" } else { "" }, &[]);
            }
        }
        let copy = check(&sheet);
        prop_assert!(!copy.xml("word/styles.xml").contains("Obelus About"));
        sheet.original = Some(export(&sheet));
        check(&sheet);
    }
}
