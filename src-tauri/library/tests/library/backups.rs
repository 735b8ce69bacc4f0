//! Backups: whole, readable, equal to what they copy, and never in another file's place.

use std::fs;

use obelus_core::edit::Edit;
use obelus_core::id::Time;
use obelus_core::mark::{Kind, Status};
use obelus_library::{Library, LibraryError};

use crate::scene::{Scene, everything};

const DAY: i64 = 86_400_000;

fn a_library() -> Scene {
    let mut scene = Scene::new();
    let article = scene.article("Départ", &["Il détient 49% des parts.", "~Sommaire"]);
    let mark = scene.mark(article, "49%", Kind::claim(Status::Wrong));
    scene.note(mark, "C'est 51 %.");
    scene.undo().unwrap();
    scene
}

#[test]
fn a_backup_holds_everything_and_goes_on_where_the_library_stands() {
    let scene = a_library();
    let to = scene.folder.path().join("copy.obelus");
    let bytes = scene.library.backup(&to).unwrap();
    assert_eq!(bytes, fs::metadata(&to).unwrap().len());
    let mut copy = Library::open(&to, "desk").unwrap();
    assert_eq!(everything(&copy), everything(&scene.library));
    assert_eq!(copy.check().unwrap(), []);
    copy.redo(crate::scene::stamp(Time(1), None)).unwrap().unwrap();
    assert_ne!(everything(&copy), everything(&scene.library));
}

#[test]
fn a_library_is_copied_while_another_obelus_has_it_open() {
    let mut scene = a_library();
    let to = scene.folder.path().join("copy.obelus");
    Library::backup_of(&scene.file(), &to).unwrap();
    assert_eq!(
        everything(&Library::open(&to, "desk").unwrap()),
        everything(&scene.library)
    );
    scene.article("Deux", &["Deux."]);
    fs::remove_file(&to).unwrap();
    Library::backup_of(&scene.file(), &to).unwrap();
    assert_eq!(
        everything(&Library::open(&to, "desk").unwrap()),
        everything(&scene.library)
    );
}

#[test]
fn a_backup_replaces_an_earlier_one_and_nothing_else() {
    let scene = a_library();
    let to = scene.folder.path().join("copy.obelus");
    scene.library.backup(&to).unwrap();
    scene.library.backup(&to).unwrap();
    let thesis = scene.folder.path().join("thesis.docx");
    fs::write(&thesis, "years of work").unwrap();
    for taken in [&thesis, &scene.file()] {
        let refused = scene.library.backup(taken);
        assert!(matches!(refused, Err(LibraryError::Exists { .. })), "{refused:?}");
    }
    assert_eq!(fs::read(&thesis).unwrap(), b"years of work");
    let parts = fs::read_dir(scene.folder.path()).unwrap();
    let left = parts.filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().ends_with(".part"));
    assert_eq!(left.count(), 0, "no half-written copy stays");
}

#[cfg(unix)]
#[test]
fn a_backup_is_for_this_person_alone() {
    use std::os::unix::fs::PermissionsExt;
    let scene = a_library();
    let to = scene.folder.path().join("copy.obelus");
    scene.library.backup(&to).unwrap();
    assert_eq!(fs::metadata(&to).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn there_is_one_copy_a_day_and_old_ones_go() {
    let mut scene = a_library();
    let backups = scene.folder.path().join("backups");
    fs::create_dir(&backups).unwrap();
    fs::write(backups.join("library-notes.obelus"), "mine").unwrap();
    for day in 0..40 {
        let now = Time(1_700_000_000_000 + day * DAY);
        let article = scene.article(&format!("Jour {day}"), &["Un."]);
        let copy = Library::back_up_daily(&scene.file(), now).unwrap().unwrap();
        assert_eq!(Library::back_up_daily(&scene.file(), now).unwrap(), None);
        let copy = Library::open(&copy, "desk").unwrap();
        assert_eq!(everything(&copy), everything(&scene.library));
        assert!(copy.article(article).unwrap().is_some());
    }
    let copies = fs::read_dir(&backups).unwrap().filter(|entry| {
        let name = entry.as_ref().unwrap().file_name();
        name.to_string_lossy().starts_with("library-20") && name.to_string_lossy().ends_with(".obelus")
    });
    assert!((12..=20).contains(&copies.count()));
    assert_eq!(fs::read(backups.join("library-notes.obelus")).unwrap(), b"mine");
}

#[test]
fn an_edit_during_a_copy_is_in_it_or_not_but_never_half() {
    let mut scene = a_library();
    let article = scene.article("Long", &["mot ".repeat(20_000).trim()]);
    let (file, to) = (scene.file(), scene.folder.path().join("copy.obelus"));
    let copying = std::thread::spawn(move || {
        for _ in 0..5 {
            Library::backup_of(&file, &to).unwrap();
            assert_eq!(Library::open(&to, "desk").unwrap().check().unwrap(), []);
        }
    });
    for n in 0..50 {
        let title = format!("Long {n}");
        scene.apply(Edit::Rename { article, title }).unwrap();
    }
    copying.join().unwrap();
}
