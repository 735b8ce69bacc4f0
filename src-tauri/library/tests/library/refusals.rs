//! What is no library is refused with a reason, and stays as it was, byte for byte.

use std::fs;
use std::path::Path;

use obelus_library::{Library, LibraryError};
use rusqlite::Connection;

use crate::scene::{Scene, everything};

/// Opens the file, which must fail, and sees that nothing in its folder has changed.
fn refuse(file: &Path) -> LibraryError {
    let folder = |of: &Path| {
        let entries = fs::read_dir(of.parent().unwrap()).unwrap();
        let mut files: Vec<_> = entries
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_file() && path.extension().is_none_or(|extension| extension != "obelus-lock"))
            .map(|path| (path.clone(), fs::read(path).unwrap()))
            .collect();
        files.sort();
        files
    };
    let before = folder(file);
    let Err(error) = Library::open(file, "desk") else {
        panic!("{} was opened", file.display())
    };
    assert!(folder(file) == before, "the folder is not as it was");
    error
}

#[test]
fn a_file_of_another_program_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in [
        ("zero", &b""[..]),
        ("short", b"SQLite format 3\0"),
        ("text", &[b'a'; 4096]),
    ] {
        let file = folder.path().join(name);
        fs::write(&file, bytes).unwrap();
        assert!(matches!(refuse(&file), LibraryError::NotALibrary { .. }), "{name}");
    }
    let foreign = folder.path().join("foreign.db");
    Connection::open(&foreign)
        .unwrap()
        .execute_batch("CREATE TABLE theirs (a); PRAGMA user_version = 6")
        .unwrap();
    assert!(matches!(refuse(&foreign), LibraryError::NotALibrary { .. }));
    let empty = folder.path().join("empty.db");
    Connection::open(&empty).unwrap().execute_batch("VACUUM").unwrap();
    assert!(matches!(refuse(&empty), LibraryError::NotALibrary { .. }));
    assert!(matches!(
        refuse(&{
            let inside = folder.path().join("folder");
            fs::create_dir(&inside).unwrap();
            inside
        }),
        LibraryError::NotALibrary { .. }
    ));
}

#[test]
fn a_library_of_a_newer_obelus_is_refused() {
    let mut scene = Scene::new();
    scene.article("Départ", &["Un."]);
    let (
        file,
        Scene {
            folder: _folder,
            library,
            ..
        },
    ) = (scene.file(), scene);
    drop(library);
    Connection::open(&file)
        .unwrap()
        .pragma_update(None, "user_version", 999)
        .unwrap();
    assert!(matches!(refuse(&file), LibraryError::TooNew { .. }));
}

#[test]
fn a_newer_version_that_stands_in_the_log_alone_is_refused_too() {
    let scene = Scene::new();
    let other = scene.folder.path().join("copy");
    fs::create_dir(&other).unwrap();
    let newer = Connection::open(scene.file()).unwrap();
    newer.pragma_update(None, "user_version", 999).unwrap();
    // As after a crash: the version is in the log, the file has the old one.
    for what in ["", "-wal"] {
        let name = format!("library.obelus{what}");
        fs::copy(scene.folder.path().join(&name), other.join(&name)).unwrap();
    }
    let file = other.join("library.obelus");
    let before = fs::read(&file).unwrap();
    assert!(matches!(Library::open(&file, "desk"), Err(LibraryError::TooNew { .. })));
    assert!(fs::read(&file).unwrap() == before);
}

#[test]
fn a_file_that_may_not_be_written_is_refused() {
    let mut scene = Scene::new();
    scene.article("Départ", &["Un."]);
    let (
        file,
        Scene {
            folder: _folder,
            library,
            ..
        },
    ) = (scene.file(), scene);
    drop(library);
    let mut permissions = fs::metadata(&file).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&file, permissions).unwrap();
    assert!(matches!(refuse(&file), LibraryError::ReadOnly { .. }));
}

#[test]
fn of_two_instances_one_may_write() {
    let mut scene = Scene::new();
    scene.article("Départ", &["Un."]);
    assert!(matches!(
        Library::open(&scene.file(), "desk"),
        Err(LibraryError::InUse { .. })
    ));
    scene.article("Deux", &["Deux."]);
    let scene = scene.reopen();
    assert_eq!(scene.library.shelf().unwrap().len(), 2);
}

#[test]
fn of_many_that_make_a_new_library_at_once_one_gets_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("new/library.obelus");
    let openers: Vec<_> = (0..8)
        .map(|_| {
            let file = file.clone();
            std::thread::spawn(move || Library::open(&file, "desk"))
        })
        .collect();
    let opened: Vec<_> = openers.into_iter().map(|opener| opener.join().unwrap()).collect();
    assert_eq!(opened.iter().filter(|library| library.is_ok()).count(), 1);
    assert!(
        opened
            .iter()
            .flat_map(|library| library.as_ref().err())
            .all(|error| matches!(error, LibraryError::InUse { .. }))
    );
}

#[test]
fn the_log_of_a_library_that_was_taken_away_does_not_enter_a_new_one() {
    let mut scene = Scene::new();
    scene.article("Départ", &["Un."]);
    let other = scene.folder.path().join("copy");
    fs::create_dir(&other).unwrap();
    fs::copy(
        scene.folder.path().join("library.obelus-wal"),
        other.join("library.obelus-wal"),
    )
    .unwrap();
    let library = Library::open(&other.join("library.obelus"), "desk").unwrap();
    assert_eq!(library.shelf().unwrap(), []);
    assert_eq!(library.check().unwrap(), []);
    assert!(other.join("library.obelus-wal-without-library").exists());
}

#[cfg(unix)]
#[test]
fn the_files_are_for_this_person_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a/b/library.obelus");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let library = Library::open(&file, "desk").unwrap();
    assert_eq!(
        (mode(&folder.path().join("a")), mode(&folder.path().join("a/b"))),
        (0o700, 0o700)
    );
    drop(library);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    let mut library = Library::open(&file, "desk").unwrap();
    let edit = crate::scene::add_article("Un", crate::scene::body(&["Un."]), obelus_core::id::Time(1));
    library
        .apply(edit, crate::scene::stamp(obelus_core::id::Time(1), None))
        .unwrap();
    for entry in fs::read_dir(file.parent().unwrap()).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
    assert!(!everything(&library).is_empty());
}

#[cfg(unix)]
#[test]
fn a_library_under_another_name_is_the_same_library() {
    let scene = Scene::new();
    let other = scene.folder.path().join("other.obelus");
    std::os::unix::fs::symlink(scene.file(), &other).unwrap();
    assert!(matches!(Library::open(&other, "desk"), Err(LibraryError::InUse { .. })));
}
