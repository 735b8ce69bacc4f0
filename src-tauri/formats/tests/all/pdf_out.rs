//! Exports checked articles as PDF and reads them back: the words, the marks on them, what readers list.

use std::collections::BTreeSet;
use std::io::Write;
use std::process::{Command, Stdio};

use crate::support::Sheet;
use obelus_core::body::{Body, leaves};
use obelus_core::mark::{Colour, Kind, Status};
use obelus_core::text::TextRange;
use obelus_formats::labels::Labels;
use obelus_formats::{Imported, Incoming, pdf_out, read};

fn export(sheet: &Sheet, language: &str) -> Vec<u8> {
    pdf_out::export(&sheet.checked(), &Labels::in_language(language), &[]).unwrap()
}

/// What our own reader finds in it.
fn read_back(pdf: &[u8]) -> Imported {
    let imported = read(&Incoming {
        bytes: pdf,
        verbatim: true,
        ..Incoming::default()
    });
    imported.unwrap()
}

/// Letters and digits alone: lines break elsewhere, and words are parted at their ends.
pub(crate) fn letters(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn words(body: &Body) -> Vec<String> {
    let leaves = leaves(&body.blocks);
    let words = leaves.iter().map(|leaf| body.text.between(leaf.start, leaf.end));
    words
        .flat_map(str::split_whitespace)
        .map(letters)
        .filter(|word| !word.is_empty())
        .collect()
}

/// The words of the article stand in the file one after the other.
fn check_words(sheet: &Sheet, back: &Imported) {
    in_order(sheet, &letters(back.body.text.as_str()));
}

fn in_order(sheet: &Sheet, there: &str) {
    let mut rest = there;
    for word in words(&sheet.body) {
        let at = rest.find(&word).unwrap_or_else(|| panic!("{word} is not in {rest}"));
        rest = &rest[at + word.len()..];
    }
}

/// Every mark is an annotation on its own words, with what was noted.
fn check_marks(sheet: &Sheet, back: &Imported) {
    let marked: BTreeSet<String> = back
        .annotations
        .iter()
        .map(|annotation| {
            let words: Vec<&str> = annotation
                .ranges
                .iter()
                .map(|&range| back.body.text.slice(range))
                .collect();
            letters(&words.concat())
        })
        .collect();
    for mark in &sheet.marks {
        for place in &mark.places {
            let quote = letters(&place.quote);
            let whole: String = mark.places.iter().map(|place| letters(&place.quote)).collect();
            assert!(
                marked.contains(&quote) || marked.contains(&whole),
                "{quote} is not marked: {marked:?}"
            );
        }
        if let Some(line) = mark.note.lines().next().filter(|line| !line.is_empty()) {
            let remarks = || back.annotations.iter().flat_map(|annotation| &annotation.remarks);
            let found =
                remarks().any(|remark| remark.words.contains(line.trim()) && remark.author.as_deref() == Some("CR"));
            assert!(found, "nobody notes {line}");
        }
    }
}

#[test]
fn a_checked_sample_comes_back_with_its_words_and_its_marks() {
    for language in ["fr", "en"] {
        let sheet = Sheet::sample(language);
        let pdf = export(&sheet, language);
        // To look at them: WRITE_EXPORTS=folder cargo test -p obelus-formats --features pdf-out
        if let Some(folder) = std::env::var_os("WRITE_EXPORTS") {
            std::fs::write(std::path::Path::new(&folder).join(format!("{language}.pdf")), &pdf).unwrap();
        }
        let back = read_back(&pdf);
        check_words(&sheet, &back);
        check_marks(&sheet, &back);
        assert_eq!(back.title, sheet.article.title);
    }
}

#[test]
fn the_same_article_gives_the_same_bytes() {
    let sheet = Sheet::sample("fr");
    assert_eq!(export(&sheet, "fr"), export(&sheet, "fr"));
}

#[test]
fn the_report_says_what_must_be_fixed_and_how_far_the_check_has_come() {
    let text = read_back(&export(&Sheet::sample("en"), "en"))
        .body
        .text
        .as_str()
        .to_owned();
    for words in [
        "Fact-check report",
        "To fix first",
        "Questions to the author",
        "All claims",
        "fingerprint",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn what_looks_like_a_template_is_only_words() {
    for hostile in [
        "#panic(\"x\") #read(\"/etc/passwd\") #import \"x.typ\"",
        "] ) } $ $x$ #[ #{ \\ @label <label> // /* */ `raw` *b* _i_ = Titre",
        "\u{0}\u{1}\u{feff}\u{fffe}\u{ffff}\u{ad}\u{200b}\u{202e}\u{2028}\u{2029}\u{7f}",
        "https://a.example/#panic() mailto:x@y.z javascript:alert(1)",
        "(/Type /Catalog) endobj stream >> <<",
    ] {
        let mut sheet = Sheet::text(&format!("Avant {hostile} après\n\nUn mot."));
        sheet.article.title = hostile.to_owned();
        sheet.article.byline = Some(hostile.to_owned());
        sheet.article.language = Some(hostile.to_owned());
        sheet.mark("Un mot", Kind::claim(Status::Wrong), hostile, hostile, &[hostile]);
        sheet.mark("Avant", Kind::Note, &hostile.repeat(40), "", &[]);
        let back = read_back(&export(&sheet, "fr"));
        check_words(&sheet, &back);
    }
}

#[test]
fn long_notes_and_titles_go_on_at_the_end() {
    let mut sheet = Sheet::text("Un mot, et un autre.");
    sheet.article.title = "titre ".repeat(1_600);
    sheet.mark(
        "Un mot",
        Kind::claim(Status::Wrong),
        &"x".repeat(10_000),
        &"y".repeat(10_000),
        &[],
    );
    sheet.mark("autre", Kind::Note, &"mots et mots ".repeat(2_000), "", &[]);
    let back = read_back(&export(&sheet, "fr"));
    assert!(back.body.text.as_str().contains("Notes, suite"));
    check_words(&sheet, &back);
}

#[test]
fn a_mark_whose_words_are_gone_is_listed_at_the_end() {
    let mut sheet = Sheet::text("La ville a voté. Le maire est parti.");
    sheet.mark(
        "a voté",
        Kind::claim(Status::Wrong),
        "D’après *le conseil*.",
        "",
        &["vote"],
    );
    sheet.lose_last(None);
    let text = read_back(&export(&sheet, "fr")).body.text.as_str().to_owned();
    let (_, end) = text.split_once("Marques sans place dans cette version").unwrap();
    for words in ["« a voté »", "D’après le conseil.", "#vote"] {
        assert!(letters(end).contains(&letters(words)), "{words}: {end}");
    }
}

#[test]
fn overlaps_three_deep_and_across_blocks_are_marked_on_their_words() {
    let mut sheet = Sheet::markdown(
        "# Un titre ici\n\nDes mots **gras et** suivis [d’un lien](https://a.example).\n\n\
         - premier point\n- deuxième point\n\n| a | b |\n|---|---|\n| cellule une | cellule deux |\n\n> Une citation.\n",
    );
    let length = sheet.body.text.len();
    let text = sheet.body.text.clone();
    let mut mark = |start: u32, end: u32, status| {
        let range: TextRange = text.selection(start, end.min(length)).unwrap();
        sheet.mark_ranges(&[range], Kind::claim(status), "Note.", "", &[]);
    };
    mark(0, length, Status::Query);
    mark(3, 60, Status::Wrong);
    mark(20, 40, Status::Imprecise);
    mark(25, 33, Status::Confirmed);
    let back = read_back(&export(&sheet, "fr"));
    check_words(&sheet, &back);
    let found: BTreeSet<usize> = back.annotations.iter().map(|one| one.ranges.len()).collect();
    assert!(back.annotations.len() >= 4 && !found.is_empty());
}

#[test]
fn a_thousand_marks_on_a_page_are_all_there() {
    let text: String = (0..1_000).map(|number| format!("m{number} ")).collect();
    let mut sheet = Sheet::text(&text);
    for number in 0..1_000 {
        let places = sheet.body.text.places_of(&format!("m{number} "));
        let range = places[0];
        let kind = Kind::claim(Status::ALL[number % 7]);
        sheet.mark_ranges(&[range], kind, &format!("Note {number}."), "", &[]);
    }
    let back = read_back(&export(&sheet, "fr"));
    check_words(&sheet, &back);
    assert_eq!(back.annotations.len(), 1_000);
}

#[test]
fn the_deepest_and_the_widest_articles_can_be_set() {
    let row = format!("|{}\n", " c |".repeat(30));
    let table = format!("{row}|{}\n{row}", "---|".repeat(30));
    for deep in [
        format!("{}mot", "> ".repeat(8)),
        table,
        "x".repeat(300),
        "# ".repeat(6),
        format!("###### six\n\n# un\n\n{}", "### trois\n\n".repeat(3)),
    ] {
        let mut sheet = Sheet::markdown(&format!("{deep}\n\nUn mot."));
        let whole = sheet.body.text.selection(0, sheet.body.text.len()).unwrap();
        sheet.mark_ranges(&[whole], Kind::claim(Status::Wrong), "Note.", "", &[]);
        check_words(&sheet, &read_back(&export(&sheet, "fr")));
    }
}

#[test]
fn what_no_font_can_draw_is_told_and_does_not_end_the_export() {
    let mut sheet = Sheet::text("Bonjour, שלום עולם, مرحبا بالعالم, 你好世界, 👩‍👩‍👧 et क्षि.\n\nשלום עולם.");
    sheet.mark("Bonjour", Kind::claim(Status::Confirmed), "שלום 👍", "你好", &["مرحبا"]);
    sheet.mark("עולם", Kind::Highlight { colour: Colour::Green }, "", "", &[]);
    let labels = Labels::in_language("fr");
    let foreign = pdf_out::foreign(&sheet.checked());
    assert!(foreign.contains(&'你') && foreign.contains(&'ש') && !foreign.contains(&'B') && !foreign.contains(&'✓'));
    let pdf = pdf_out::export(&sheet.checked(), &labels, &[]).unwrap();
    let text = read_back(&pdf).body.text.as_str().to_owned();
    assert!(
        text.contains("Signes qu’aucune police disponible ne sait dessiner"),
        "{text}"
    );
    assert!(text.contains("U+4F60"), "{text}");
    // A file that is no font is none.
    assert!(pdf_out::export(&sheet.checked(), &labels, &[b"no font".as_slice().into()]).is_ok());
}

#[test]
fn every_kept_body_can_be_set() {
    for (name, mut sheet) in Sheet::kept_bodies() {
        sheet.mark_everywhere("Note.", "");
        let exported = pdf_out::export(&sheet.checked(), &Labels::in_language("fr"), &[]);
        assert!(exported.is_ok(), "{name}: {exported:?}");
    }
}

#[test]
fn a_picture_is_shown_and_one_that_is_not_there_is_told() {
    let bytes = include_bytes!("../../../../tests/fixtures/office/pandoc.docx");
    let imported = read(&Incoming {
        bytes,
        ..Incoming::default()
    });
    let mut sheet = Sheet::of(imported.unwrap());
    let with = export(&sheet, "fr");
    for bytes in sheet.pictures.values_mut() {
        *bytes = b"no picture".as_slice().into();
    }
    assert!(
        read_back(&export(&sheet, "fr"))
            .body
            .text
            .as_str()
            .contains("Le pont vu de l’est")
    );
    sheet.pictures.clear();
    let without = export(&sheet, "fr");
    let shows = |pdf: &[u8]| pdf.windows(14).filter(|bytes| bytes == b"/Subtype/Image").count();
    assert!(shows(&with) > shows(&without));
    assert!(read_back(&without).body.text.as_str().contains("Le pont vu de l’est"));
}

/// What a program that reads PDF says of a file; nothing where it is not on this machine.
#[expect(clippy::print_stderr, reason = "what was not looked at is told")]
pub(crate) fn other_reader(program: &str, arguments: &[&str], pdf: &[u8]) -> Option<String> {
    let piped = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let output = piped.and_then(|mut child| {
        let written = child.stdin.take().map(|mut input| input.write_all(pdf));
        written.unwrap_or(Ok(()))?;
        child.wait_with_output()
    });
    match output {
        Ok(output) if output.status.success() => Some(String::from_utf8(output.stdout).unwrap()),
        _ => {
            eprintln!("SKIP: {program} {} is not here", arguments.first().unwrap_or(&""));
            None
        }
    }
}

#[test]
fn poppler_reads_the_words_of_the_article_in_their_order() {
    let sheet = Sheet::sample("fr");
    let pdf = export(&sheet, "fr");
    let Some(text) = other_reader("pdftotext", &["-", "-"], &pdf) else {
        return;
    };
    in_order(&sheet, &letters(&text));
}

#[test]
fn pypdf_lists_the_marks_and_the_bookmarks() {
    const SCRIPT: &str = "
import io, sys, pypdf
pdf = pypdf.PdfReader(io.BytesIO(sys.stdin.buffer.read()))
def titles(outline):
    for one in outline:
        yield from titles(one) if isinstance(one, list) else [one.title]
print(*titles(pdf.outline), sep='\\n')
for page in pdf.pages:
    for annotation in (one.get_object() for one in page.get('/Annots', [])):
        if annotation['/Subtype'] == '/Highlight':
            print(annotation['/T'], annotation['/Contents'], len(annotation['/QuadPoints']) % 8, sep=' | ')
print(pdf.trailer['/Root']['/Lang'], pdf.trailer['/Root']['/MarkInfo']['/Marked'])
";
    let sheet = Sheet::sample("fr");
    let Some(told) = other_reader("python3", &["-c", SCRIPT], &export(&sheet, "fr")) else {
        return;
    };
    for line in [
        "Rapport de vérification",
        "À corriger d’abord",
        "Un limogeage par visioconférence",
        "CR | ✗ Faux",
        "fr True",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
    assert_eq!(told.matches("CR | ").count(), sheet.marks.len());
}
