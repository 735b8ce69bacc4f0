//! Copies made in a child are those that would be made here; one that is stopped is ended, and nothing goes on.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::sync::Arc;

use obelus_core::article::{Article, Format, Origin, Revision};
use obelus_core::body::Body;
use obelus_core::done::Done;
use obelus_core::edit::Deed;
use obelus_core::id::{ArticleId, MarkId, RevisionId, Time, Touch};
use obelus_core::mark::{Colour, Kind, Mark, Place, Status};
use obelus_core::picture::PictureId;
use obelus_formats::labels::Labels;
use obelus_formats::{Checked, ExportFormat, Incoming, Wanted, read};
use obelus_intake::{Intake, NotMade};
use uuid::Uuid;

use crate::{AMPLE, Test};

pub(crate) fn trials() -> Vec<Test> {
    vec![
        (
            "every_copy_is_made_the_same_in_a_child",
            every_copy_is_made_the_same_in_a_child,
        ),
        (
            "the_first_page_of_every_copy_is_made_the_same_in_a_child",
            the_first_page_of_every_copy_is_made_the_same_in_a_child,
        ),
        ("a_copy_that_is_stopped_is_ended", a_copy_that_is_stopped_is_ended),
        (
            "a_first_page_that_is_no_longer_wanted_is_ended",
            a_first_page_that_is_no_longer_wanted_is_ended,
        ),
        ("a_child_whose_parent_is_gone_ends", a_child_whose_parent_is_gone_ends),
    ]
}

struct Sheet {
    article: Article,
    revision: Revision,
    body: Body,
    marks: Vec<Mark>,
    pictures: BTreeMap<PictureId, Arc<[u8]>>,
    history: Vec<Done>,
    colours: Vec<(Colour, String)>,
    original: Vec<u8>,
    wanted: Wanted,
}

impl Sheet {
    /// With a mark on every word of the kind, a picture, a history and names of colours.
    fn of(bytes: &[u8], word: &str) -> Self {
        let imported = read(&Incoming {
            bytes,
            ..Incoming::default()
        });
        let imported = imported.unwrap();
        let (id, created) = (ArticleId(Uuid::from_u128(1)), Time(1_698_840_000_000));
        let touch = Touch {
            by: "CR".to_owned(),
            at: created,
        };
        let revision = Revision::first(RevisionId(Uuid::from_u128(2)), id, &imported.body, None, created);
        let text = &imported.body.text;
        let marks = text
            .places_of(word)
            .into_iter()
            .enumerate()
            .map(|(number, range)| Mark {
                id: MarkId(Uuid::from_u128(number as u128)),
                article: id,
                kind: Kind::claim(Status::ALL[number % 7]),
                note: "D’après *le conseil*.".to_owned(),
                correction: "autre".to_owned(),
                tags: BTreeSet::from(["vote".to_owned()]),
                created: touch.clone(),
                changed: touch.clone(),
                places: vec![Place::of(revision.id, text, range)],
                carried: Vec::new(),
                elsewhere: None,
            });
        Self {
            article: Article {
                id,
                title: imported.title.clone(),
                byline: Some("Léa".to_owned()),
                site: None,
                published: None,
                url: None,
                language: imported.language.clone(),
                origin: Origin::Clipboard,
                created,
                binned: None,
            },
            marks: marks.collect(),
            revision,
            pictures: imported.pictures.into_iter().map(|one| (one.id, one.bytes)).collect(),
            history: vec![Done {
                time: created,
                author: "CR".to_owned(),
                deed: Deed::Marked,
                mark: Some(MarkId(Uuid::from_u128(0))),
                marks: 1,
                quote: Some(word.to_owned()),
                status: Some(Status::Wrong),
                was: None,
            }],
            colours: vec![(Colour::Green, "Citations".to_owned())],
            wanted: Wanted::default(),
            original: match imported.format {
                Format::Docx => bytes.to_vec(),
                _ => Vec::new(),
            },
            body: imported.body,
        }
    }

    fn checked(&self) -> Checked<'_> {
        Checked {
            article: &self.article,
            revision: &self.revision,
            body: &self.body,
            marks: &self.marks,
            pictures: &self.pictures,
            history: &self.history,
            original: (!self.original.is_empty()).then_some(&self.original),
            colours: &self.colours,
            wanted: &self.wanted,
        }
    }
}

fn every_copy_is_made_the_same_in_a_child() {
    let word_file = include_bytes!("../../../../tests/fixtures/office/pandoc.docx");
    let sheet = Sheet::of(word_file, "le");
    assert!(!sheet.pictures.is_empty() && !sheet.marks.is_empty() && !sheet.original.is_empty());
    let labels = Labels::in_language("fr");
    for format in ExportFormat::ALL {
        let here = Intake::unguarded().copy(format, &sheet.checked(), &labels, &|| false);
        let child = Intake::in_children(AMPLE).unwrap();
        let there = child.copy(format, &sheet.checked(), &labels, &|| false);
        assert!(there == here, "{}: {:?} {:?}", format.name(), there.err(), here.err());
    }
}

fn the_first_page_of_every_copy_is_made_the_same_in_a_child() {
    let word_file = include_bytes!("../../../../tests/fixtures/office/pandoc.docx");
    let sheet = Sheet::of(word_file, "le");
    let labels = Labels::in_language("fr");
    for format in ExportFormat::ALL {
        let here = Intake::unguarded().first_page(format, &sheet.checked(), &labels, 1.0, &|| false);
        let child = Intake::in_children(AMPLE).unwrap();
        let there = child.first_page(format, &sheet.checked(), &labels, 1.0, &|| false);
        assert!(there == here, "{}: {:?} {:?}", format.name(), there.err(), here.err());
    }
}

fn a_first_page_that_is_no_longer_wanted_is_ended() {
    let words = "Un mot et un autre, et encore un.\n\n".repeat(20_000);
    let sheet = Sheet::of(words.as_bytes(), "autre");
    let labels = Labels::in_language("fr");
    for patience in [0, 1] {
        let asked = Cell::new(0);
        let stop = || {
            asked.set(asked.get() + 1);
            asked.get() > patience
        };
        let intake = Intake::in_children(AMPLE).unwrap();
        let made = intake.first_page(ExportFormat::Pdf, &sheet.checked(), &labels, 1.0, &stop);
        assert!(made == Err(NotMade::Stopped), "after {patience}: {:?}", made.err());
    }
}

fn a_copy_that_is_stopped_is_ended() {
    let words = "Un mot et un autre, et encore un.\n\n".repeat(20_000);
    let sheet = Sheet::of(words.as_bytes(), "autre");
    let labels = Labels::in_language("fr");
    for patience in [0, 1, 2] {
        let asked = Cell::new(0);
        let stop = || {
            asked.set(asked.get() + 1);
            asked.get() > patience
        };
        let intake = Intake::in_children(AMPLE).unwrap();
        let made = intake.copy(ExportFormat::Docx, &sheet.checked(), &labels, &stop);
        assert!(made == Err(NotMade::Stopped), "after {patience}: {:?}", made.err());
    }
}

fn a_child_whose_parent_is_gone_ends() {
    // As in `frames.rs`: how many parts there are, how long each is, and the parts.
    let head = br#"{"read":"file","name":null,"format":null,"verbatim":true,"address":null,"charset":null}"#;
    let parts: [&[u8]; 2] = [head, b"do spin"];
    let mut message = 2_u32.to_le_bytes().to_vec();
    for part in parts {
        message.extend((part.len() as u64).to_le_bytes());
    }
    message.extend(parts.concat());
    // Should it not end by itself, the system ends it after ten seconds of computing: that is no exit.
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--read-what-comes-in", "1073741824", "10"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(&message).unwrap();
    drop(stdin);
    let mut answer = Vec::new();
    child.stdout.take().unwrap().read_to_end(&mut answer).unwrap();
    assert_eq!((answer, child.wait().unwrap().code()), (Vec::new(), Some(1)));
}
