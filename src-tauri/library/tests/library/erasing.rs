//! Emptying the bin: what was in it is nowhere in the file, and the journal still holds together.

use std::fs;
use std::path::Path;

use obelus_core::edit::MarkChange;
use obelus_core::mark::{Kind, Status};
use obelus_library::journal::Act;

use crate::scene::Scene;

/// Whether the words stand anywhere in the library's files.
fn stands_in(file: &Path, words: &str) -> bool {
    let folder = file.parent().unwrap();
    fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        path.is_file()
            && fs::read(path)
                .unwrap()
                .windows(words.len())
                .any(|window| window == words.as_bytes())
    })
}

#[test]
fn what_was_in_the_bin_is_nowhere_in_the_file() {
    let mut scene = Scene::new();
    let kept = scene.article("Reste", &["Ce texte reste ici."]);
    let kept_mark = scene.mark(kept, "texte", Kind::Note);
    let secret = scene.article("Xanthippe", &["La source est Quetzalcoatl, rue Zwinglistrasse."]);
    let mark = scene.mark(secret, "Quetzalcoatl", Kind::claim(Status::Query));
    scene.note(mark, "Joint par Wolfgangamadeus.");
    scene.change(mark, MarkChange::Correction("Yggdrasill".into()));
    scene.note(kept_mark, "une note");
    scene.library.search("la source", 20).unwrap();
    // Of the words before this the search was told, of these it is not.
    scene.change(mark, MarkChange::Correction("Ymirsson".into()));
    scene.bin(secret);
    for words in [
        "Xanthippe",
        "Quetzalcoatl",
        "Zwinglistrasse",
        "Wolfgangamadeus",
        "Yggdrasill",
        "Ymirsson",
    ] {
        assert!(stands_in(&scene.file(), words), "{words}");
    }
    let stamp = scene.stamp();
    assert_eq!(scene.library.empty_bin(stamp).unwrap(), [secret]);

    // The index folds case.
    for words in [
        "Xanthippe",
        "xanthippe",
        "Quetzalcoatl",
        "quetzalcoatl",
        "Zwinglistrasse",
        "zwinglistrasse",
    ] {
        assert!(!stands_in(&scene.file(), words), "{words}");
    }
    for words in [
        "Wolfgangamadeus",
        "wolfgangamadeus",
        "Yggdrasill",
        "yggdrasill",
        "Ymirsson",
        "ymirsson",
    ] {
        assert!(!stands_in(&scene.file(), words), "{words}");
    }
    assert_eq!(scene.library.check().unwrap(), []);
    assert_eq!(scene.library.mark(mark).unwrap(), None);
    let lines = scene.library.history(Some(secret), 99).unwrap();
    assert_eq!(lines.len(), 6, "who did something, and when, stays");
    assert!(lines.iter().all(|line| line.title.is_none() && line.quote.is_none()));
    assert_eq!(scene.library.history(None, 1).unwrap()[0].act, Act::Erase);
}

#[test]
fn undo_goes_on_with_what_is_left() {
    let mut scene = Scene::new();
    let kept = scene.article("Reste", &["Ce texte reste ici."]);
    let mark = scene.mark(kept, "texte", Kind::Note);
    let gone = scene.article("Part", &["Ce texte part."]);
    scene.note(mark, "une note");
    scene.bin(gone);
    let stamp = scene.stamp();
    scene.library.empty_bin(stamp).unwrap();
    let mut scene = scene.reopen();
    let mut undone = Vec::new();
    while let Some((_, lines)) = scene.undo() {
        assert_eq!(scene.library.check().unwrap(), []);
        undone.extend(lines.into_iter().map(|line| line.article));
    }
    assert_eq!(undone, [Some(kept); 3]);
    while scene.redo().is_some() {}
    assert_eq!(scene.library.mark(mark).unwrap().unwrap().note, "une note");
    assert_eq!(scene.library.check().unwrap(), []);
}

#[test]
fn an_import_that_was_undone_for_good_goes_with_the_bin() {
    let mut scene = Scene::new();
    scene.article("Xanthippe", &["Quetzalcoatl"]);
    scene.undo().unwrap();
    let other = scene.article("Autre", &["Un."]);
    scene.bin(other);
    let stamp = scene.stamp();
    assert_eq!(scene.library.empty_bin(stamp).unwrap(), [other]);
    assert!(!stands_in(&scene.file(), "Quetzalcoatl"));
    assert_eq!(scene.library.check().unwrap(), []);
}

#[test]
fn an_empty_bin_is_no_edit() {
    let mut scene = Scene::new();
    scene.article("Reste", &["Ce texte reste ici."]);
    scene.undo().unwrap();
    let stamp = scene.stamp();
    assert_eq!(scene.library.empty_bin(stamp).unwrap(), []);
    assert!(scene.library.redoable().unwrap().is_some());
}
