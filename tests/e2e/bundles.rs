//! The journey of an article that goes to a colleague as one file, and comes back with what they did.

use std::path::{Path, PathBuf};

use obelus_core::edit::{Edit, MarkChange};
use obelus_core::id::{EditId, GroupId, Time, Touch};
use obelus_core::mark::{Kind, Status};
use obelus_formats::bundle;
use obelus_library::Library;
use obelus_library::bundled::IfTwoTexts;
use obelus_library::journal::Stamp;
use uuid::Uuid;

use crate::versions::next_draft;
use crate::window::{Window, journey};

/// A time after all that the journey does.
const LATER: Time = Time(4_000_000_000_000);

/// A colleague takes the file in, calls every claim wrong, and hands the article back.
fn handed_back(file: &Path, back: PathBuf) -> PathBuf {
    let desk = tempfile::tempdir().unwrap();
    let mut library = Library::open(&desk.path().join("library.obelus"), "theirs").unwrap();
    let came = bundle::read(&std::fs::read(file).unwrap()).unwrap();
    let taken = library.take_bundle(&came, IfTwoTexts::LeaveIt, GroupId(Uuid::now_v7()));
    let article = taken.unwrap().0[0].article;
    for mark in library.all_marks(article).unwrap() {
        let edit = Edit::ChangeMark {
            mark: mark.id,
            change: MarkChange::Kind(Kind::claim(Status::Wrong)),
            touch: Touch {
                by: "Jean".into(),
                at: LATER,
            },
        };
        let stamp = Stamp {
            id: EditId(Uuid::now_v7()),
            author: "Jean".into(),
            time: LATER,
            group: None,
        };
        library.apply(edit, stamp).unwrap();
    }
    let handed_on = library.bundle(&[article]).unwrap();
    std::fs::write(&back, bundle::write(&handed_on, "journey", LATER).unwrap()).unwrap();
    back
}

impl Window {
    async fn hands_the_article_on(&self) -> PathBuf {
        self.press("Control+k").await;
        self.sees("dialog", "").await;
        self.types("paquet obelus").await;
        self.press("Enter").await;
        self.sees("radio", "Paquet Obelus").await;
        self.reads("Tout l’historique").await;
        self.press("Enter").await;
        self.reads("Transmis").await;
        self.place.file("annotated")
    }
}

#[test]
fn a_colleague_checks_the_same_article_and_what_they_did_comes_back() {
    journey("bundle", "fr", async |mut window| {
        window.checks_the_draft().await;
        let file = window.hands_the_article_on().await;
        window.picture("handed-on").await;
        let back = handed_back(&file, window.place.file("retour.obelus"));

        let mut window = window.restart(&[&back]).await;
        window.reads("ont été ajoutées").await;
        window.is_painted("49% des parts", "wrong").await;
        window.is_accessible("what a colleague did").await;
        window.picture("merged").await;
        // One undo takes all of it back.
        window.press("Control+z").await;
        window.is_painted("49% des parts", "confirmed").await;

        // With a new text here, what they did on the old one is not mixed in unasked.
        window.takes_the_file_in(&next_draft()).await;
        window.sees("heading", "Relecture de la version 2").await;
        let mut window = window.restart(&[&back]).await;
        window.sees("dialog", "Deux articles différents").await;
        window.is_accessible("the question about two texts").await;
        window.picture("two-texts").await;
        window.press("Enter").await;
        window.reads("a été ajouté comme un autre article").await;
        window.picture("copy").await;

        let spoiled = window.place.write("abime.obelus", "PK, et rien de plus.");
        let mut window = window.restart(&[&spoiled]).await;
        window.reads("n’est pas un paquet Obelus").await;
        window.picture("refused").await;
    });
}
