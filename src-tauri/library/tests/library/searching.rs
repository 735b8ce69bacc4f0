//! Search: what is found, what is not, and that no query is an error.

use obelus_core::edit::{Edit, MarkChange};
use obelus_core::mark::{Kind, Status};
use proptest::prelude::*;

use crate::scene::Scene;

fn titles(scene: &mut Scene, query: &str) -> Vec<String> {
    let hits = scene.library.search(query, 20).unwrap();
    hits.into_iter()
        .filter(|hit| hit.mark.is_none())
        .map(|hit| hit.title)
        .collect()
}

#[test]
fn articles_are_found_by_title_and_text_without_accents_as_one_types() {
    let mut scene = Scene::new();
    scene.article("Départ annoncé", &["Sam Altman détient l'équivalent de 49% des parts."]);
    scene.article("Autre", &["Rien à voir."]);
    for query in [
        "depart",
        "DÉPART",
        "dep",
        "altman det",
        "equivalent",
        "l’équiv",
        "49%",
        "49",
        "des parts",
        "départ 49",
    ] {
        assert_eq!(titles(&mut scene, query), ["Départ annoncé"], "{query}");
    }
    for query in ["altmann", "depart voir", "epart", "", " ", "%", "\"", "👩"] {
        assert_eq!(titles(&mut scene, query), [""; 0], "{query}");
    }
}

#[test]
fn the_words_that_were_found_are_shown_as_such() {
    let mut scene = Scene::new();
    scene.article(
        "Départ",
        &["On dit que Sam Altman détient 49% des parts de l'entreprise."],
    );
    let hit = scene.library.search("détient parts", 20).unwrap().remove(0);
    let found: Vec<_> = hit
        .snippet
        .iter()
        .filter(|part| part.found)
        .map(|part| part.words.as_str())
        .collect();
    assert_eq!(found, ["détient", "parts"]);
    let all: String = hit.snippet.iter().map(|part| part.words.as_str()).collect();
    assert_eq!(all, "On dit que Sam Altman détient 49% des parts de l'entreprise.");
}

#[test]
fn marks_are_found_by_note_correction_tag_and_quote() {
    let mut scene = Scene::new();
    let article = scene.article("Départ", &["Il détient 49% des parts."]);
    let mark = scene.mark(article, "parts", Kind::claim(Status::Wrong));
    scene.note(mark, "Le **communiqué** dit autre chose.");
    scene.change(mark, MarkChange::Correction("51 % du capital".into()));
    scene.change(mark, MarkChange::Tags(["économie".to_owned()].into()));
    for query in ["communique", "capital", "economie", "parts"] {
        let hits = scene.library.search(query, 20).unwrap();
        assert!(hits.iter().any(|hit| hit.mark == Some(mark)), "{query}");
    }
    scene.undo().unwrap();
    assert_eq!(scene.library.search("economie", 20).unwrap(), []);
    scene.apply(Edit::RemoveMarks { marks: vec![mark] }).unwrap();
    assert_eq!(scene.library.search("communique", 20).unwrap(), []);
}

#[test]
fn what_the_search_was_not_told_yet_is_told_before_it_is_asked() {
    let mut scene = Scene::new();
    let article = scene.article("Départ", &["Il détient 49% des parts."]);
    scene.mark(article, "parts", Kind::Note);
    assert!(scene.library.has_to_index().unwrap());
    assert_eq!(scene.library.check().unwrap(), []);
    assert_eq!(scene.library.search("parts", 20).unwrap().len(), 2);
    assert!(!scene.library.has_to_index().unwrap());
    assert_eq!(scene.library.check().unwrap(), []);

    // A mark that is gone, another in its row of the table, and the article itself.
    scene.undo().unwrap();
    scene.mark(article, "détient", Kind::Note);
    assert_eq!(scene.library.check().unwrap(), []);
    assert_eq!(scene.library.search("parts", 20).unwrap().len(), 1);
    assert_eq!(scene.library.search("detient", 20).unwrap().len(), 2);
    while scene.undo().is_some() {}
    assert_eq!(scene.library.check().unwrap(), []);
    assert_eq!(scene.library.search("detient", 20).unwrap(), []);
    assert_eq!(scene.library.check().unwrap(), []);
}

#[test]
fn the_words_of_thousands_of_marks_are_told_a_few_hundred_at_a_time() {
    let mut scene = Scene::new();
    let words: String = (0..1_200).map(|number| format!("mot{number} ")).collect();
    let article = scene.article("Départ", &[&words]);
    let marks = (0..1_200).map(|number| scene.a_mark(article, &format!("mot{number} "), Kind::Note));
    let marks = marks.collect();
    scene.apply(Edit::AddMarks { marks }).unwrap();
    let mut steps = 0;
    while scene.library.do_chore().unwrap() {
        steps += 1;
    }
    assert!((3..10).contains(&steps), "{steps}");
    assert_eq!(scene.library.check().unwrap(), []);
}

#[test]
fn what_is_in_the_bin_is_not_found() {
    let mut scene = Scene::new();
    let article = scene.article("Départ", &["Il détient 49% des parts."]);
    scene.mark(article, "parts", Kind::Note);
    scene.bin(article);
    assert_eq!(scene.library.search("parts", 20).unwrap(), []);
    scene.undo().unwrap();
    assert_eq!(scene.library.search("parts", 20).unwrap().len(), 2);
}

#[test]
fn a_new_title_is_found_and_the_old_one_is_not() {
    let mut scene = Scene::new();
    let article = scene.article("Départ", &["Un."]);
    scene
        .apply(Edit::Rename {
            article,
            title: "Retour".into(),
        })
        .unwrap();
    assert_eq!(titles(&mut scene, "retour"), ["Retour"]);
    assert_eq!(titles(&mut scene, "depart"), [""; 0]);
}

#[test]
fn no_query_is_an_error() {
    let mut scene = Scene::new();
    scene.article(
        "Départ",
        &["Il détient 49% des parts -- AND (OR) NEAR \"x\" col:val * ^ + l'été."],
    );
    for query in [
        "AND",
        "OR NOT",
        "NEAR(",
        "a AND",
        "\"",
        "\"parts",
        "(",
        "title:x",
        "{title}:x",
        "x*",
        "*",
        "^il",
        "a-b",
        "-a",
        "l'été",
        "x\0y",
        "+",
    ] {
        scene.library.search(query, 20).unwrap();
    }
    assert_eq!(titles(&mut scene, "and"), ["Départ"]);
    let scene = std::cell::RefCell::new(scene);
    let mut runner = proptest::test_runner::TestRunner::default();
    runner
        .run(&"[\\PC\"'*^(){}:+ -]{0,20}", |query| {
            let found = scene.borrow_mut().library.search(&query, 20);
            found.map_err(|error| TestCaseError::fail(error.to_string()))?;
            Ok(())
        })
        .unwrap();
}
