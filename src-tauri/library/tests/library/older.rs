//! A library that an older Obelus wrote opens, keeps everything, and goes on from where it was.

use std::path::Path;

use obelus_core::edit::Deed;
use obelus_core::mark::{Kind, Status};
use obelus_library::Library;

use crate::scene::{Scene, everything};

/// As Obelus 0.1.0 left it: an article whose lines were brought back, marks made, changed and deleted, undo and redo.
const OF_0_1_0: &str = "../../tests/fixtures/libraries/0.1.0.obelus";

fn opened() -> Scene {
    let scene = Scene::new();
    let file = scene.file();
    let Scene { folder, library, clock } = scene;
    drop(library);
    std::fs::remove_file(&file).unwrap();
    std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(OF_0_1_0), &file).unwrap();
    let library = Library::open(&file, "desk").unwrap();
    Scene { folder, library, clock }
}

#[test]
fn nothing_of_it_is_lost() {
    let scene = opened();
    assert_eq!(scene.library.check().unwrap(), []);
    let row = &scene.library.shelf().unwrap()[0];
    assert_eq!((row.revisions, row.claims.confirmed, row.claims.wrong), (2, 1, 1));
    let article = row.article.id;
    let (first, second) = match &scene.library.revisions(article).unwrap()[..] {
        [first, second] => (first.id, second.id),
        other => panic!("{other:?}"),
    };
    let quotes = |revision| -> Vec<String> {
        let marks = scene.library.marks(article, revision).unwrap();
        marks.iter().map(|mark| mark.places[0].quote.clone()).collect()
    };
    assert_eq!(quotes(first), ["lundi", "49 % des parts", "cent fois"]);
    assert_eq!(quotes(second), ["lundi", "49 % des parts", "plafonnés", "cent fois"]);
    let claim = scene.library.marks(article, second).unwrap().remove(1);
    assert_eq!(claim.kind, Kind::claim(Status::Confirmed));
    assert_eq!(
        (&*claim.note, &*claim.correction),
        ("Voir le *contrat*.", "51 % des parts")
    );
    assert_eq!(claim.carried, []);
    assert_eq!(scene.library.unplaced(article, second).unwrap(), []);
}

#[test]
fn every_edit_of_it_is_taken_back_and_made_again() {
    let mut scene = opened();
    // The one that was undone when it was written.
    assert_eq!(scene.redo().unwrap().1[0].deed, Deed::Unmarked);
    let all = everything(&scene.library);
    let mut deeds = Vec::new();
    while let Some((_, lines)) = scene.undo() {
        deeds.push(lines[0].deed);
        assert_eq!(scene.library.check().unwrap(), []);
    }
    assert_eq!(deeds.len(), 9);
    assert!(deeds.contains(&Deed::BroughtBack));
    assert_eq!(scene.library.shelf().unwrap(), []);
    while scene.redo().is_some() {}
    assert_eq!(everything(&scene.library), all);
    assert_eq!(scene.library.check().unwrap(), []);
}

#[test]
fn it_is_copied_before_its_tables_are_changed() {
    let scene = opened();
    let copy = scene.folder.path().join("backups/before-version-7-1.obelus");
    let version = |file: &Path| -> u32 {
        let connection = rusqlite::Connection::open(file).unwrap();
        connection
            .pragma_query_value(None, "user_version", |row| row.get(0))
            .unwrap()
    };
    assert_eq!(version(&copy), 6);
    assert!(version(&scene.file()) > 6);
}
