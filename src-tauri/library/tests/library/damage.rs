//! What the check finds: each kind of damage, done by hand.

use obelus_core::edit::MarkChange;
use obelus_core::mark::{Kind, Status};
use obelus_library::{Library, Problem};
use rusqlite::Connection;

use crate::scene::Scene;

/// The problems of a small library after some SQL has been at it.
fn after(sql: &str) -> Vec<Problem> {
    let mut scene = Scene::new();
    let article = scene.article("Départ", &["Il détient 49% des parts.", "~Sommaire"]);
    let mark = scene.mark(article, "49%", Kind::claim(Status::Unchecked));
    scene.note(mark, "un");
    scene.change(mark, MarkChange::Kind(Kind::claim(Status::Wrong)));
    scene.undo().unwrap();
    scene.library.search("parts", 20).unwrap();
    assert_eq!(scene.library.check().unwrap(), []);
    let (
        file,
        Scene {
            folder: _folder,
            library,
            ..
        },
    ) = (scene.file(), scene);
    drop(library);
    let connection = Connection::open(&file).unwrap();
    connection.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    connection.execute_batch(sql).unwrap();
    drop(connection);
    Library::open(&file, "desk").unwrap().check().unwrap()
}

fn check(sql: &str, is_it: impl Fn(&Problem) -> bool) {
    let problems = after(sql);
    assert!(problems.iter().any(is_it), "{sql}: {problems:?}");
}

#[test]
fn a_changed_text_is_found() {
    check("UPDATE contents SET body = replace(body, '49%', '51%')", |problem| {
        matches!(problem, Problem::Content { .. })
    });
    check("UPDATE contents SET body = replace(body, '49%', '51%')", |problem| {
        matches!(problem, Problem::Place { .. })
    });
    check("UPDATE contents SET original = x'00'", |problem| {
        matches!(problem, Problem::Content { .. })
    });
    check("UPDATE contents SET body = 'x'", |problem| {
        matches!(problem, Problem::Content { .. })
    });
    check("DELETE FROM contents", |problem| {
        matches!(problem, Problem::Content { .. })
    });
}

#[test]
fn a_moved_place_is_found() {
    check("UPDATE places SET start = 10", |problem| {
        matches!(problem, Problem::Place { .. })
    });
    check("UPDATE places SET start = 9000, end = 9001", |problem| {
        matches!(problem, Problem::Place { .. })
    });
    check("UPDATE places SET quote = '51%'", |problem| {
        matches!(problem, Problem::Place { .. })
    });
    check("DELETE FROM places", |problem| {
        matches!(problem, Problem::Unplaced { .. })
    });
}

#[test]
fn a_row_that_the_journal_does_not_know_is_found() {
    check("UPDATE marks SET status = 'wrong'", |problem| {
        matches!(problem, Problem::Mark(_))
    });
    check("UPDATE articles SET title = 'x'", |problem| {
        matches!(problem, Problem::Article(_))
    });
    check("UPDATE revisions SET words = 7", |problem| {
        matches!(problem, Problem::Revision(_))
    });
    check("INSERT INTO colour_names VALUES ('pink', 'x')", |problem| {
        matches!(problem, Problem::Colour(_))
    });
    check("DELETE FROM articles", |problem| {
        matches!(problem, Problem::Reference { .. })
    });
}

#[test]
fn a_changed_journal_is_found() {
    check("UPDATE journal SET author = 'x' WHERE seq = 2", |problem| {
        *problem == Problem::Chain { seq: 2 }
    });
    check("UPDATE journal SET time = 1 WHERE seq = 2", |problem| {
        *problem == Problem::Chain { seq: 2 }
    });
    check("DELETE FROM journal WHERE seq = 2", |problem| {
        *problem == Problem::Chain { seq: 3 }
    });
    check("UPDATE journal SET quote = 'x' WHERE seq = 2", |problem| {
        *problem == Problem::Payload { seq: 2 }
    });
    check("UPDATE journal SET edit = NULL WHERE seq = 3", |problem| {
        *problem == Problem::Payload { seq: 3 }
    });
    check(
        "UPDATE journal SET edit = replace(edit, 'un', 'deux') WHERE seq = 3",
        |problem| *problem == Problem::Payload { seq: 3 },
    );
    check("UPDATE journal SET state = 'done' WHERE state = 'undone'", |problem| {
        *problem == Problem::State { seq: 4 }
    });
}

#[test]
fn a_search_that_finds_other_words_is_found() {
    check("UPDATE article_words SET words = 'x'", |problem| {
        matches!(problem, Problem::ArticleWords(_))
    });
    check("DELETE FROM mark_words", |problem| {
        matches!(problem, Problem::MarkWords(_))
    });
    check("INSERT INTO mark_words (rowid, note) VALUES (999, 'x')", |problem| {
        matches!(problem, Problem::File(_))
    });
}
