//! Exports articles that came as Word files: their authors' formatting stays, and only what the marks need is changed.

use std::fs;
use std::path::Path;

use obelus_core::mark::{Kind, Status};
use obelus_formats::labels::Labels;
use obelus_formats::package::Package;
use obelus_formats::{Imported, Incoming, docx_out, read};
use proptest::prelude::*;

use crate::support::{Sheet, stored};

fn import(bytes: &[u8]) -> Imported {
    read(&Incoming {
        bytes,
        ..Incoming::default()
    })
    .unwrap()
}

/// The fixtures that are Word files.
fn files() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/office");
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<(String, Vec<u8>)> = paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "docx"))
        .map(|path| {
            (
                path.file_name().unwrap().to_string_lossy().into_owned(),
                fs::read(&path).unwrap(),
            )
        })
        .collect();
    files.sort();
    files
}

fn sheet(bytes: &[u8]) -> Sheet {
    let mut sheet = Sheet::of(import(bytes));
    sheet.original = Some(bytes.to_vec());
    sheet
}

fn part(file: &[u8], name: &str) -> String {
    let package = Package::open(file).unwrap();
    String::from_utf8(package.part(name).unwrap().unwrap_or_default()).unwrap()
}

/// Whether a copy is the author's own file: ours has a part that no other one has by this name.
fn is_kept(copy: &[u8]) -> bool {
    !part(copy, "word/styles.xml").contains("Obelus About")
}

fn export(sheet: &Sheet) -> Vec<u8> {
    docx_out::export(&sheet.checked(), &Labels::in_language("fr"))
}

fn plain(words: &str) -> String {
    words.split_whitespace().collect()
}

/// Whatever became of the formatting, the copy has the article's words, and each comment stands on those of its mark.
fn check(sheet: &Sheet) -> Vec<u8> {
    let copy = export(sheet);
    let imported = import(&copy);
    let readings = [
        Some((imported.body, imported.annotations)),
        imported.before.map(|before| (before.body, before.annotations)),
    ];
    let words = sheet.body.text.as_str();
    let found = readings
        .into_iter()
        .flatten()
        .find(|(body, _)| plain(body.text.as_str()) == plain(words));
    let (body, annotations) = found.expect("the article's words are in the copy");
    let mut passages: Vec<String> = annotations
        .iter()
        .map(|one| plain(body.text.slice(one.ranges[0])))
        .collect();
    let places = sheet.marks.iter().flat_map(|mark| &mark.places);
    let mut expected: Vec<String> = places.map(|place| plain(&place.quote)).collect();
    passages.sort();
    expected.sort();
    assert_eq!(passages, expected);
    copy
}

#[test]
fn most_word_files_keep_their_formatting_and_all_their_words_and_marks() {
    let mut clean = Vec::new();
    for (name, bytes) in files() {
        let mut sheet = sheet(&bytes);
        // What stands in footnotes is at the end.
        let length = sheet.body.text.len() / 2;
        for (index, start) in (0..length).step_by(1 + length as usize / 9).enumerate() {
            if let Ok(range) = sheet.body.text.selection(start, (start + 13).min(length)) {
                let correction = if index % 2 == 0 { "autrement" } else { "" };
                sheet.mark_ranges(
                    &[range],
                    Kind::claim(Status::ALL[index % 7]),
                    "Une note.\n\n- un",
                    correction,
                    &[],
                );
            }
        }
        let copy = check(&sheet);
        // To look at them: WRITE_EXPORTS=folder cargo test -p obelus-formats
        if let Some(folder) = std::env::var_os("WRITE_EXPORTS") {
            fs::write(Path::new(&folder).join(format!("kept-{name}")), &copy).unwrap();
        }
        if !is_kept(&copy) {
            clean.push(name);
        }
    }
    // One has formulas among its words, the other is of the Strict variant.
    assert_eq!(clean, ["pandoc.docx", "strict.docx"]);
}

#[test]
fn every_part_but_those_of_the_marks_stays_byte_for_byte() {
    let (_, bytes) = files()
        .into_iter()
        .find(|(name, _)| name == "python-docx.docx")
        .unwrap();
    let mut sheet = sheet(&bytes);
    let words = sheet.body.text.as_str().split_whitespace().nth(3).unwrap().to_owned();
    sheet.mark(
        &words,
        Kind::claim(Status::Wrong),
        "[ici](http://a.example/)",
        "autrement",
        &[],
    );
    // What others said there came along as notes.
    for annotation in import(&bytes).annotations {
        sheet.mark_ranges(&annotation.ranges, Kind::Note, &annotation.remarks[0].words, "", &[]);
    }
    sheet.wanted.report = false;
    let copy = check(&sheet);
    assert!(is_kept(&copy));
    let (before, after) = (Package::open(&bytes).unwrap(), Package::open(&copy).unwrap());
    let touched =
        |name: &str| name.contains("comments") || name == "[Content_Types].xml" || name.starts_with("word/_rels/");
    for name in before
        .names()
        .filter(|name| !touched(name) && *name != "word/document.xml")
    {
        assert_eq!(before.part(name).unwrap(), after.part(name).unwrap(), "{name}");
    }
    // Taken out again, what was put in leaves the author's own words and looks.
    let document = part(&copy, "word/document.xml");
    assert!(
        document.contains("<w:delText") && document.contains("autrement</w:t></w:r></w:ins>"),
        "{document}"
    );
    let places: usize = sheet.marks.iter().map(|mark| mark.places.len()).sum();
    assert_eq!(places, document.matches("<w:commentRangeStart").count());
}

#[test]
fn a_file_whose_words_are_not_the_versions_words_is_not_kept() {
    let (_, bytes) = files()
        .into_iter()
        .find(|(name, _)| name == "python-docx.docx")
        .unwrap();
    let mut sheet = Sheet::text("D’autres mots.");
    sheet.original = Some(bytes);
    sheet.mark("mots", Kind::Note, "", "", &[]);
    assert!(!is_kept(&check(&sheet)));
    sheet.original = Some(b"PK no file at all".to_vec());
    assert!(!is_kept(&check(&sheet)));
}

/// A Word file of paragraphs; each paragraph's XML is given.
fn made(paragraphs: &str) -> Vec<u8> {
    let main = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{paragraphs}</w:body></w:document>"
    );
    let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>";
    let empty =
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>";
    stored(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", relations.as_bytes()),
        ("word/document.xml", main.as_bytes()),
        ("word/_rels/document.xml.rels", empty.as_bytes()),
    ])
}

/// Marks `words` of a paragraph, and compares it in the copy without signatures and ids.
fn check_paragraph(runs: &str, words: &[(&str, &str)], expected: &str) {
    let runs = runs.replace("<w:t>", "<w:t xml:space=\"preserve\">");
    let bytes = made(&format!("<w:p>{runs}</w:p>"));
    let mut sheet = sheet(&bytes);
    for (words, correction) in words {
        sheet.mark(words, Kind::claim(Status::Wrong), "", correction, &[]);
    }
    let copy = check(&sheet);
    assert!(is_kept(&copy));
    let document = part(&copy, "word/document.xml");
    let paragraph = document.split("<w:p>").nth(1).unwrap().split("</w:p>").next().unwrap();
    let mut shown = paragraph
        .replace(" w:author=\"CR\"", "")
        .replace(" xml:space=\"preserve\"", "");
    for (long, short) in [
        ("<w:commentRangeStart", "⟦"),
        ("<w:commentRangeEnd", "⟧"),
        ("<w:r><w:commentReference", "@"),
    ] {
        shown = shown
            .split(long)
            .enumerate()
            .map(|(index, rest)| {
                if index == 0 {
                    rest.to_owned()
                } else {
                    format!(
                        "{short}{}",
                        rest.split_once("/>")
                            .unwrap()
                            .1
                            .trim_start_matches(if short == "@" { "</w:r>" } else { "" })
                    )
                }
            })
            .collect();
    }
    while let Some(at) = shown.find(" w:id=\"") {
        let end = at + shown[at..].find('>').unwrap();
        shown.replace_range(at..end, "");
    }
    assert_eq!(shown, expected);
}

/// The end of a copy of a file with this last section, behind its last paragraph.
fn ending(section: &str) -> (String, String) {
    let bytes = made(&format!("<w:p><w:r><w:t>Un fait.</w:t></w:r></w:p>{section}"));
    let mut sheet = sheet(&bytes);
    sheet.mark(
        "fait",
        Kind::claim(Status::Wrong),
        "Voir [là](http://a.example/).",
        "",
        &[],
    );
    let copy = check(&sheet);
    assert!(is_kept(&copy));
    let document = part(&copy, "word/document.xml");
    let (article, end) = document.split_once("</w:p>").unwrap();
    assert!(article.contains(" fait") || article.contains("fait"));
    let imported = import(&copy);
    assert_eq!(imported.body.text.as_str(), "Un fait.");
    assert!(
        imported.body.asides.is_empty(),
        "the table is no text, not even folded away"
    );
    let relations = part(&copy, "word/_rels/document.xml.rels");
    assert!(relations.contains("Target=\"http://a.example/\" TargetMode=\"External\"/>"));
    (end.to_owned(), part(&copy, "word/styles.xml"))
}

#[test]
fn the_table_of_claims_is_a_page_behind_the_last_paragraph_and_the_last_section_stays() {
    let page = "<w:pgSz w:w=\"8400\" w:h=\"11900\"/><w:pgMar w:top=\"700\" w:right=\"900\" w:bottom=\"700\" w:left=\"1500\" w:gutter=\"0\"/>";
    let section = format!(
        "<w:sectPr w:rsidR=\"1\">{page}<w:titlePg/><w:sectPrChange w:id=\"3\" w:author=\"J\"><w:sectPr/></w:sectPrChange></w:sectPr>"
    );
    let (end, styles) = ending(&section);
    assert!(
        end.starts_with("<w:p><w:pPr><w:pStyle w:val=\"ObelusHeading\"/><w:pageBreakBefore/>"),
        "{end}"
    );
    assert!(end.ends_with(&format!("{section}</w:body></w:document>")), "{end}");
    // As wide as the author's text, and no wider.
    assert!(end.contains("<w:tblW w:w=\"5998\" w:type=\"dxa\"/>"), "{end}");
    assert_eq!(end.matches("<w:gridCol ").count(), 5);
    assert!(styles.contains("w:styleId=\"ObelusCell\""));
    // A file that says nothing of its pages.
    let (end, _) = ending("");
    assert!(
        end.contains("<w:pageBreakBefore/>") && end.ends_with("</w:p></w:body></w:document>"),
        "{end}"
    );
}

#[test]
fn a_text_in_columns_ends_with_its_own_section_and_the_table_has_another_one() {
    let page = "<w:pgSz w:w=\"11900\" w:h=\"16800\"/><w:pgMar w:top=\"700\" w:right=\"1000\" w:bottom=\"700\" w:left=\"1000\"/>";
    let section = format!("<w:sectPr>{page}<w:cols w:num=\"2\" w:space=\"400\"/></w:sectPr>");
    let (end, _) = ending(&section);
    let own = format!(
        "<w:p><w:pPr><w:pStyle w:val=\"ObelusEnd\"/>{section}</w:pPr></w:p><w:p><w:pPr><w:pStyle w:val=\"ObelusHeading\"/><w:outlineLvl"
    );
    assert!(end.starts_with(&own), "{end}");
    let last = format!(
        "<w:sectPr><w:type w:val=\"nextPage\"/>{page}<w:cols w:space=\"708\"/></w:sectPr></w:body></w:document>"
    );
    assert!(end.ends_with(&last), "{end}");
}

#[test]
fn a_file_with_a_table_that_came_back_has_one_the_next_time_and_none_without_the_report() {
    let page = "<w:pgSz w:w=\"11900\" w:h=\"16800\"/><w:pgMar w:top=\"700\" w:right=\"1000\" w:bottom=\"700\" w:left=\"1000\"/>";
    for section in [
        String::new(),
        format!("<w:sectPr>{page}<w:cols w:num=\"2\"/></w:sectPr>"),
    ] {
        let bytes = made(&format!("<w:p><w:r><w:t>Un fait.</w:t></w:r></w:p>{section}"));
        let mut sheet = sheet(&bytes);
        sheet.mark(
            "fait",
            Kind::claim(Status::Wrong),
            "Non.\n\n| a |\n|---|\n| b |\n\n---\n\nfin",
            "",
            &[],
        );
        let first = check(&sheet);
        sheet.original = Some(first.clone());
        let second = part(&check(&sheet), "word/document.xml");
        assert_eq!(second.matches("Tous les faits").count(), 1, "{second}");
        let without_ids = |xml: &str| -> String {
            // A comment that goes leaves its run behind, with nothing in it.
            let xml = xml.replace("<w:r></w:r>", "");
            let mut pieces = xml.split("w:id=\"");
            let first = pieces.next().unwrap().to_owned();
            pieces.fold(first, |all, piece| all + piece.split_once('"').unwrap().1)
        };
        assert_eq!(without_ids(&second), without_ids(&part(&first, "word/document.xml")));
        sheet.wanted.report = false;
        let bare = part(&check(&sheet), "word/document.xml");
        assert!(
            !bare.contains("Obelus") && bare.ends_with(&format!("</w:p>{section}</w:body></w:document>")),
            "{bare}"
        );
    }
}

#[test]
fn a_mark_that_lost_its_place_is_told_at_the_first_word() {
    let bytes = made("<w:p><w:r><w:t>Bonjour le monde.</w:t></w:r></w:p>");
    let mut sheet = sheet(&bytes);
    sheet.mark("monde", Kind::claim(Status::Confirmed), "", "", &[]);
    sheet.mark("le", Kind::claim(Status::Wrong), "Une note.", "", &[]);
    sheet.lose_last(Some("un passage"));
    let copy = export(&sheet);
    assert!(is_kept(&copy));
    let imported = import(&copy);
    let first = &imported.annotations[0];
    assert_eq!(imported.body.text.slice(first.ranges[0]), "Bonjour");
    let words = &first.remarks[0].words;
    assert!(
        words.contains("✗ Faux") && words.contains("un passage") && words.contains("Une note."),
        "{words}"
    );
}

#[test]
fn runs_are_cut_at_the_edges_of_marks_and_keep_their_looks() {
    let bold = "<w:r w:rsidR=\"1\"><w:rPr><w:b/></w:rPr><w:t>Un deux trois</w:t></w:r>";
    check_paragraph(
        bold,
        &[("deux", "")],
        "<w:r w:rsidR=\"1\"><w:rPr><w:b/></w:rPr><w:t>Un </w:t></w:r>⟦<w:r><w:rPr><w:b/></w:rPr><w:t>deux</w:t></w:r>⟧@<w:r><w:rPr><w:b/></w:rPr><w:t> trois</w:t></w:r>",
    );
    check_paragraph(bold, &[("Un deux trois", "")], &format!("⟦{bold}⟧@"));
    check_paragraph(
        "<w:r><w:t>Un</w:t></w:r><w:r><w:tab/><w:t>a &amp; b</w:t></w:r>",
        &[("&", "")],
        "<w:r><w:t>Un</w:t></w:r><w:r><w:tab/><w:t>a </w:t></w:r>⟦<w:r><w:t>&amp;</w:t></w:r>⟧@<w:r><w:t> b</w:t></w:r>",
    );
}

#[test]
fn a_correction_takes_out_the_authors_words_and_puts_in_others_of_their_look() {
    check_paragraph(
        "<w:r><w:t>Un </w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>deux</w:t></w:r><w:r><w:t>-trois.</w:t></w:r>",
        &[("deux-trois", "vingt"), ("deux", "")],
        "<w:r><w:t>Un </w:t></w:r>⟦<w:del>⟦<w:r><w:rPr><w:i/></w:rPr><w:delText>deux</w:delText></w:r></w:del>⟧@<w:del><w:r><w:delText>-trois</w:delText></w:r></w:del><w:ins><w:r><w:rPr><w:i/></w:rPr><w:t>vingt</w:t></w:r></w:ins>⟧@<w:r><w:t>.</w:t></w:r>",
    );
    check_paragraph(
        "<w:r><w:rPr><w:i/></w:rPr><w:t>demain</w:t></w:r>",
        &[("demain", "غدا < 2\nans")],
        "⟦<w:del><w:r><w:rPr><w:i/></w:rPr><w:delText>demain</w:delText></w:r></w:del><w:ins><w:r><w:rPr><w:i/></w:rPr><w:t>غدا &lt; 2</w:t><w:br/><w:t>ans</w:t></w:r></w:ins>⟧@",
    );
    // A change over the edge of a link would be none that Word knows.
    check_paragraph(
        "<w:r><w:t>Un </w:t></w:r><w:hyperlink><w:r><w:t>deux</w:t></w:r></w:hyperlink>",
        &[("Un deux", "vingt")],
        "⟦<w:r><w:t>Un </w:t></w:r><w:hyperlink><w:r><w:t>deux</w:t></w:r>⟧@</w:hyperlink>",
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn any_marks_on_any_runs_stand_on_their_words(
        runs in prop::collection::vec(("[a-zé&< ]{0,6}", 0..7), 1..12),
        ranges in prop::collection::vec((0u32..60, 1u32..20, any::<bool>()), 0..6),
    ) {
        let mut paragraphs = "<w:p><w:r><w:t>mot</w:t></w:r>".to_owned();
        for (words, kind) in runs {
            let words = words.replace('&', "&amp;").replace('<', "&lt;");
            let run = format!("<w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r>");
            paragraphs.push_str(&match kind {
                0 => format!("<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">{words}</w:t><w:tab/><w:t>x</w:t></w:r>"),
                1 => "</w:p><w:p><w:r><w:t>y</w:t></w:r>".to_owned(),
                2 => format!("<w:hyperlink>{run}</w:hyperlink>"),
                3 => "<w:r><w:noBreakHyphen/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>non</w:t></w:r>".to_owned(),
                4 => format!("<w:commentRangeStart w:id=\"0\"/>{run}<w:commentRangeEnd w:id=\"0\"/>"),
                _ => run,
            });
        }
        let bytes = made(&format!("{paragraphs}</w:p>"));
        let mut sheet = sheet(&bytes);
        for (start, length, corrected) in ranges {
            if let Ok(range) = sheet.body.text.selection(start, start + length) {
                sheet.mark_ranges(&[range], Kind::claim(Status::Wrong), "note", if corrected { "autre" } else { "" }, &[]);
            }
        }
        prop_assert!(is_kept(&check(&sheet)));
    }
}
