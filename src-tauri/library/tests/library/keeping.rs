//! What is put in a library is there again: after a change, an undo, a redo and a restart.

use crate::scene::{self, Scene, uuid};
use obelus_core::edit::{Deed, Edit, EditError, MarkChange};
use obelus_core::id::GroupId;
use obelus_core::mark::{Colour, Kind, Status};
use obelus_library::LibraryError;
use obelus_library::journal::Act;

const LINES: [&str; 3] = [
    "Départ annoncé",
    "Il détient 49% des parts de l'entreprise.",
    "~Sommaire",
];

#[test]
fn the_main_job_survives_a_restart() {
    let mut scene = Scene::new();
    let article = scene.article("Départ", &LINES);
    let mark = scene.mark(article, "49% des parts", Kind::claim(Status::Unchecked));
    scene.change(mark, MarkChange::Kind(Kind::claim(Status::Wrong)));
    scene.note(mark, "C'est 51 %.");
    let before = (scene.library.shelf().unwrap(), scene.library.mark(mark).unwrap());

    let mut scene = scene.reopen();
    assert_eq!(
        (scene.library.shelf().unwrap(), scene.library.mark(mark).unwrap()),
        before
    );
    let row = &before.0[0];
    assert_eq!(
        (row.claims.wrong, row.claims.unchecked, row.revisions, row.words),
        (1, 0, 1, 9)
    );

    let (changes, lines) = scene.undo().unwrap();
    assert_eq!(lines[0].deed, Deed::NoteWritten);
    assert_eq!(lines[0].quote.as_deref(), Some("49% des parts"));
    assert_eq!(lines[0].title.as_deref(), Some("Départ"));
    assert!(lines[0].undone);
    assert!(changes.marks.contains(&mark));
    assert_eq!(scene.library.mark(mark).unwrap().unwrap().note, "");
    assert_eq!(scene.library.redoable().unwrap().unwrap().deed, Deed::NoteWritten);

    let mut scene = scene.reopen();
    scene.redo().unwrap();
    assert_eq!(scene.library.mark(mark).unwrap(), before.1);
    assert_eq!(scene.redo(), None);
}

#[test]
fn the_edits_of_one_group_are_taken_back_and_made_again_as_one() {
    let mut scene = Scene::new();
    let article = scene.article("Départ", &LINES);
    let mark = scene.mark(article, "49%", Kind::Note);
    let group = GroupId(uuid());
    for note in ["C", "C'e", "C'est"] {
        let touch = scene::touch(scene.now());
        let change = MarkChange::Note(note.into());
        scene.apply_in(group, Edit::ChangeMark { mark, change, touch });
    }
    let (_, lines) = scene.undo().unwrap();
    assert_eq!(lines.len(), 3);
    assert_eq!(scene.library.mark(mark).unwrap().unwrap().note, "");
    scene.redo().unwrap();
    assert_eq!(scene.library.mark(mark).unwrap().unwrap().note, "C'est");
    assert_eq!(scene.library.undoable().unwrap().unwrap().deed, Deed::NoteWritten);
    let acts: Vec<_> = scene
        .library
        .history(Some(article), 3)
        .unwrap()
        .iter()
        .map(|line| line.act)
        .collect();
    assert_eq!(acts, [Act::Redo, Act::Undo, Act::Do]);
}

#[test]
fn a_new_edit_ends_what_could_be_redone() {
    let mut scene = Scene::new();
    let article = scene.article("Départ", &LINES);
    let mark = scene.mark(article, "49%", Kind::Note);
    scene.note(mark, "un");
    scene.undo().unwrap();
    scene.note(mark, "deux");
    assert_eq!(scene.library.redoable().unwrap(), None);
    assert_eq!(scene.redo(), None);
    scene.undo().unwrap();
    assert_eq!(scene.library.mark(mark).unwrap().unwrap().note, "");
    scene.undo().unwrap();
    assert_eq!(scene.library.mark(mark).unwrap(), None);
}

#[test]
fn an_undone_import_comes_back_with_its_text_and_its_original() {
    let mut scene = Scene::new();
    let article = scene.article("Départ", &LINES);
    let revision = scene.library.latest_revision(article).unwrap().unwrap();
    scene.undo().unwrap();
    assert_eq!(scene.library.shelf().unwrap(), []);
    assert_eq!(
        scene.library.redoable().unwrap().unwrap().title.as_deref(),
        Some("Départ")
    );
    let mut scene = scene.reopen();
    scene.redo().unwrap();
    assert_eq!(*scene.library.body(revision.id).unwrap(), scene::body(&LINES));
    let original = scene.library.original(revision.id).unwrap().unwrap();
    assert_eq!(original, scene::body(&LINES).text.as_str().as_bytes());
}

#[test]
fn a_refused_edit_changes_nothing() {
    let mut scene = Scene::new();
    let article = scene.article("Départ", &LINES);
    let good = scene.a_mark(article, "Départ", Kind::Note);
    let mut bad = scene.a_mark(article, "49%", Kind::Note);
    bad.places[0].quote = "51%".into();
    let lines = scene.library.history(None, 99).unwrap();
    let refused = scene.apply(Edit::AddMarks {
        marks: vec![good.clone(), bad],
    });
    assert!(matches!(refused, Err(LibraryError::Edit(EditError::Quote(_)))));
    assert_eq!(scene.library.mark(good.id).unwrap(), None);
    assert_eq!(scene.library.history(None, 99).unwrap(), lines);
}

#[test]
fn marks_that_were_read_are_read_again_after_every_edit() {
    let mut scene = Scene::new();
    let (article, other) = (scene.article("Départ", &LINES), scene.article("Autre", &LINES));
    let mark = scene.mark(article, "49%", Kind::Note);
    let notes = |scene: &Scene, article| -> Vec<String> {
        let marks = scene.library.all_marks(article).unwrap();
        marks.into_iter().map(|mark| mark.note).collect()
    };
    assert_eq!(notes(&scene, article), [""]);
    scene.note(mark, "un");
    assert_eq!(notes(&scene, article), ["un"]);
    assert_eq!(notes(&scene, other), [""; 0]);
    scene.undo().unwrap();
    assert_eq!(notes(&scene, article), [""]);

    // Half of an edit that is refused.
    let good = scene.a_mark(article, "Départ", Kind::Note);
    let mut bad = scene.a_mark(article, "49%", Kind::Note);
    bad.places[0].quote = "51%".into();
    let marks = vec![good, bad];
    scene.apply(Edit::AddMarks { marks }).unwrap_err();
    assert_eq!(notes(&scene, article), [""]);

    scene.bin(article);
    let stamp = scene.stamp();
    scene.library.empty_bin(stamp).unwrap();
    assert_eq!(notes(&scene, article), [""; 0]);
}

#[test]
fn marks_of_two_articles_are_two_edits() {
    let mut scene = Scene::new();
    let (one, two) = (scene.article("Un", &LINES), scene.article("Deux", &LINES));
    let marks = vec![
        scene.a_mark(one, "49%", Kind::Note),
        scene.a_mark(two, "49%", Kind::Note),
    ];
    assert!(matches!(
        scene.apply(Edit::AddMarks { marks }),
        Err(LibraryError::SeveralArticles)
    ));
}

#[test]
fn marks_come_in_the_order_of_the_text_with_all_their_places() {
    let mut scene = Scene::new();
    let article = scene.article("Départ", &["a b a c a"]);
    let revision = scene.library.latest_revision(article).unwrap().unwrap().id;
    let text = scene.library.body(revision).unwrap().text.clone();
    let mut several = scene.a_mark(article, "a", Kind::claim(Status::Query));
    several.places = [4, 0]
        .into_iter()
        .map(|place| scene::a_place(revision, &text, text.places_of("a")[place / 2]))
        .collect();
    let colour = Colour::Pink;
    let (last, first) = (
        scene.mark(article, "c", Kind::Highlight { colour }),
        scene.mark(article, "b", Kind::Note),
    );
    scene
        .apply(Edit::AddMarks {
            marks: vec![several.clone()],
        })
        .unwrap();
    let marks = scene.library.marks(article, revision).unwrap();
    assert_eq!(
        marks.iter().map(|mark| mark.id).collect::<Vec<_>>(),
        [several.id, first, last]
    );
    assert_eq!(marks[0].places, several.places);
    let row = scene.library.shelf_row(article).unwrap().unwrap();
    assert_eq!((row.claims.query, row.notes, row.highlights), (1, 1, 1));
}
