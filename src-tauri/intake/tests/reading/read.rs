//! What is read in a child is what would be read here.

use std::fs;
use std::path::PathBuf;

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
        ("many_children_read_at_once", many_children_read_at_once),
        ("a_reader_may_use_threads", a_reader_may_use_threads),
    ]
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
