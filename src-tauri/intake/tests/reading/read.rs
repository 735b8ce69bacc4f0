//! What is read in a child is what would be read here.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use obelus_core::body::Body;
use obelus_formats::pdf::{self, PageText};
use obelus_formats::{Incoming, ReadError};
use obelus_intake::{Intake, IntakeError, Limits};

use crate::{AMPLE, Test, within};

pub(crate) fn trials() -> Vec<Test> {
    vec![
        (
            "every_article_reads_the_same_in_a_child",
            every_article_reads_the_same_in_a_child,
        ),
        (
            "a_clipboard_reads_the_same_in_a_child",
            a_clipboard_reads_the_same_in_a_child,
        ),
        (
            "what_is_no_article_is_named_from_a_child",
            what_is_no_article_is_named_from_a_child,
        ),
        (
            "every_page_is_drawn_the_same_in_a_child",
            every_page_is_drawn_the_same_in_a_child,
        ),
        (
            "a_page_as_large_as_a_wall_is_drawn_smaller",
            a_page_as_large_as_a_wall_is_drawn_smaller,
        ),
        (
            "a_page_that_cannot_be_drawn_is_that_page_alone",
            a_page_that_cannot_be_drawn_is_that_page_alone,
        ),
        ("many_children_read_at_once", many_children_read_at_once),
        ("a_reader_may_use_threads", a_reader_may_use_threads),
        (
            "one_that_stood_ready_reads_as_any_other",
            one_that_stood_ready_reads_as_any_other,
        ),
    ]
}

fn one_that_stood_ready_reads_as_any_other() {
    let intake = Intake::in_children(AMPLE).unwrap().standing_ready(Duration::ZERO);
    for words in ["Un texte.", "Un autre.", "Le dernier."] {
        // Whether it stands there by now or not.
        std::thread::sleep(Duration::from_millis(200));
        let incoming = Incoming {
            bytes: words.as_bytes(),
            ..Incoming::default()
        };
        let imported = intake.read(&incoming, &|| false).unwrap();
        assert_eq!(imported.body.text.as_str(), words);
    }
}

fn every_article_reads_the_same_in_a_child() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/articles");
    let intake = Intake::in_children(Limits::default()).unwrap();
    let mut count = 0;
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.is_dir() {
            continue;
        }
        let (bytes, name) = (fs::read(&path).unwrap(), path.file_name().unwrap().to_str().unwrap());
        let incoming = Incoming {
            bytes: &bytes,
            name: Some(name),
            ..Incoming::default()
        };
        for verbatim in [false, true] {
            let incoming = Incoming { verbatim, ..incoming };
            let here = obelus_formats::read(&incoming).map_err(IntakeError::Read);
            assert_eq!(intake.read(&incoming, &|| false), here, "{name}");
        }
        count += 1;
    }
    assert!(count > 15, "only {count} articles");
}

fn fixture(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/pdf");
    fs::read(folder.join(name)).unwrap()
}

fn body_of(bytes: &[u8]) -> Body {
    let incoming = Incoming {
        bytes,
        ..Incoming::default()
    };
    obelus_formats::read(&incoming).unwrap().body
}

fn every_page_is_drawn_the_same_in_a_child() {
    let intake = Intake::in_children(Limits::default()).unwrap();
    for name in [
        "annotated.pdf",
        "chromium-article.pdf",
        "chromium-columns.pdf",
        "encrypted-open.pdf",
        "groff-article.pdf",
        "typst-columns.pdf",
    ] {
        let bytes = fixture(name);
        let body = body_of(&bytes);
        for number in 0..body.pages.len() as u32 {
            let here = pdf::page(&bytes, number, 1.5, &PageText::of(&body, number as usize));
            let drawn = intake.page(&bytes, number, 1.5, &body, &|| false);
            assert_eq!(drawn, here.map_err(IntakeError::Read), "page {number} of {name}");
            assert!(!drawn.unwrap().words.is_empty(), "page {number} of {name}");
        }
    }
}

/// Two metres square at eight pixels a point would be a thousand times what a child may take.
fn a_page_as_large_as_a_wall_is_drawn_smaller() {
    let wall = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n\
        3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 14400 14400]/Rotate 90/Contents 4 0 R>>endobj\n\
        4 0 obj<</Length 34>>stream\n1 0 0 rg 100 100 9000 3000 re f   \nendstream endobj\ntrailer<</Root 1 0 R>>";
    let intake = Intake::in_children(Limits::default()).unwrap();
    let body = body_of(b"Un mur.");
    let drawn = intake.page(wall.as_bytes(), 0, 8.0, &body, &|| false).unwrap();
    assert_eq!((drawn.width, drawn.height), (14_400.0, 14_400.0));
    // The size stands in the head of a PNG file, the highest byte first.
    let size = |at: usize| u32::from_be_bytes(drawn.png[at..at + 4].try_into().unwrap());
    assert!((3_900..=4_000).contains(&size(16)) && size(16) == size(20));
}

/// A form that draws itself ten times, twelve levels deep, and a page that is not there.
fn a_page_that_cannot_be_drawn_is_that_page_alone() {
    let bytes = fixture("typst-columns.pdf");
    let body = body_of(&bytes);
    let intake = Intake::in_children(Limits::default()).unwrap();
    for (bytes, number) in [(&bytes[..], 2), (&bytes[..], u32::MAX), (&bytes[..100], 0), (b"", 0)] {
        let drawn = intake.page(bytes, number, 1.0, &body, &|| false);
        assert_eq!(drawn, Err(IntakeError::Read(ReadError::Damaged)));
    }
    let limits = Limits {
        computing: Duration::from_secs(1),
        ..AMPLE
    };
    let bomb = forms_within_forms();
    let slow = Intake::in_children(limits)
        .unwrap()
        .page(bomb.as_bytes(), 0, 1.0, &body, &|| false);
    assert_eq!(
        slow,
        Err(IntakeError::TooSlow {
            limit: limits.computing
        })
    );
    let stopped = intake.page(bomb.as_bytes(), 0, 1.0, &body, &|| true);
    assert_eq!(stopped, Err(IntakeError::Stopped));
    assert!(intake.page(&bytes, 0, 1.0, &body, &|| false).is_ok());
}

fn forms_within_forms() -> String {
    const DEEP: usize = 12;
    let mut file = String::from(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n\
         3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 500]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>endobj\n\
         4 0 obj<</Length 4>>stream\n/F Do\nendstream endobj\n",
    );
    for form in 5..5 + DEEP {
        let drawn = if form + 1 < 5 + DEEP { "/F Do " } else { "0 0 9 9 re f " }.repeat(10);
        let (length, next) = (drawn.len(), form + 1);
        file += &format!(
            "{form} 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 500 500]/Length {length}\
             /Resources<</XObject<</F {next} 0 R>>>>>>stream\n{drawn}\nendstream endobj\n"
        );
    }
    file + "trailer<</Root 1 0 R>>"
}

fn a_clipboard_reads_the_same_in_a_child() {
    let intake = Intake::in_children(Limits::default()).unwrap();
    for (html, text) in [
        (None, "Le maire\n\nIl a dit « oui »."),
        (Some("<h1>Le maire</h1><p>Il a dit <b>oui</b>."), "Le maire"),
        (Some("<script>1</script>"), "Le maire a dit oui."),
    ] {
        let here = obelus_formats::read_pasted(html, text).map_err(IntakeError::Read);
        assert!(here.is_ok());
        assert_eq!(intake.read_pasted(html, text, &|| false), here);
    }
}

fn what_is_no_article_is_named_from_a_child() {
    assert_eq!(within(AMPLE, " \n"), Err(ReadError::Empty.into()));
    let found = Some("PNG".into());
    let picture = "\u{89}PNG\r\n\u{1a}\n";
    let bytes: Vec<u8> = picture.chars().map(|c| c as u8).collect();
    let incoming = Incoming {
        bytes: &bytes,
        ..Incoming::default()
    };
    let read = Intake::in_children(AMPLE).unwrap().read(&incoming, &|| false);
    assert_eq!(read, Err(ReadError::Unsupported { found }.into()));
}

fn many_children_read_at_once() {
    std::thread::scope(|scope| {
        for number in 0..8 {
            scope.spawn(move || {
                let words = format!("Texte numéro {number}.");
                assert_eq!(within(AMPLE, &words), Ok(words));
            });
        }
    });
}

fn a_reader_may_use_threads() {
    assert_eq!(within(AMPLE, "do think"), Ok("It came to this: a second thread".into()));
}
