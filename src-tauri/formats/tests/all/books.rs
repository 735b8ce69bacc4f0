//! Reads every RTF file, saved page and book of tests/fixtures and holds it against the sketch kept beside it.

use std::fs;
use std::path::{Path, PathBuf};

use obelus_formats::{Imported, Incoming, ReadError, read};

use crate::sketch::{check_folder, files};

fn fixtures(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/fixtures")
        .join(folder)
}

fn import(path: &Path) -> Result<Imported, ReadError> {
    let bytes = fs::read(path).unwrap();
    let name = path.file_name().unwrap().to_str();
    read(&Incoming {
        bytes: &bytes,
        name,
        ..Incoming::default()
    })
}

fn check(folder: &str) {
    let count = files(folder).len();
    assert!(count >= 6, "{folder} holds {count} files");
    check_folder(folder, |path| {
        import(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    });
}

#[test]
fn every_rtf_file_is_read_into_the_sketch_kept_beside_it() {
    check("rtf");
}

#[test]
fn every_saved_page_is_read_into_the_sketch_kept_beside_it() {
    check("saved");
}

#[test]
fn every_book_is_read_into_the_sketch_kept_beside_it() {
    check("books");
}

#[test]
fn a_book_that_only_its_seller_opens_says_so() {
    let path = fixtures("refused").join("drm.epub");
    assert_eq!(import(&path), Err(ReadError::Drm));
}

#[test]
fn an_rtf_file_that_is_cut_anywhere_is_read_as_far_as_it_goes() {
    let whole = fs::read(fixtures("rtf").join("word.rtf")).unwrap();
    for length in (10..whole.len()).step_by(13) {
        let imported = read(&Incoming {
            bytes: &whole[..length],
            ..Incoming::default()
        });
        assert!(matches!(imported, Ok(_) | Err(ReadError::Empty)), "{length}");
    }
}

#[test]
fn braces_without_end_are_refused() {
    let deep = format!("{{\\rtf1 {}x", "{\\b ".repeat(100_000));
    let imported = read(&Incoming {
        bytes: deep.as_bytes(),
        ..Incoming::default()
    });
    assert_eq!(imported, Err(ReadError::TooComplex));
}
