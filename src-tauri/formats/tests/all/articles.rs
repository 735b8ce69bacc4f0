//! Reads every article of tests/fixtures/articles and holds it against the body kept beside it, which the
//! screen's own tests show: the text on the screen is the text in Rust.
//!
//! After a change that is meant: `WRITE_BODIES=1 cargo test -p obelus-formats --test articles`, and look at the difference.

use std::fs;
use std::path::{Path, PathBuf};

use obelus_core::body::Body;
use obelus_formats::{Imported, Incoming, ReadError, read, read_pasted};

fn fixtures(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/fixtures")
        .join(folder)
}

fn articles() -> Vec<(String, Vec<u8>)> {
    let mut articles: Vec<_> = fs::read_dir(fixtures("articles"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            (
                path.file_name().unwrap().to_string_lossy().into_owned(),
                fs::read(path).unwrap(),
            )
        })
        .collect();
    articles.sort();
    articles
}

fn import(name: &str, bytes: &[u8]) -> Result<Imported, ReadError> {
    if name.starts_with("clipboard-") {
        let html = String::from_utf8(bytes.to_vec()).unwrap();
        return read_pasted(Some(&html), "").map(|(imported, _)| imported);
    }
    let name = Some(name);
    read(&Incoming {
        bytes,
        name,
        ..Incoming::default()
    })
}

#[test]
fn every_article_is_read_into_the_body_kept_beside_it() {
    let write = std::env::var_os("WRITE_BODIES").is_some();
    for (name, bytes) in articles() {
        let Ok(imported) = import(&name, &bytes) else { continue };
        imported.body.check().unwrap();
        let json = serde_json::to_string_pretty(&imported.body).unwrap() + "\n";
        let path = fixtures("bodies").join(format!("{name}.json"));
        if write {
            fs::write(&path, &json).unwrap();
        }
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == json, "{name} is read into another body than {}", path.display());
        let again: Body = serde_json::from_str(&kept).unwrap();
        assert_eq!(again, imported.body, "{name}");
    }
}

#[test]
fn every_kept_body_has_its_article() {
    let names: Vec<String> = articles().into_iter().map(|(name, _)| format!("{name}.json")).collect();
    for entry in fs::read_dir(fixtures("bodies")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(names.contains(&name), "{name}");
    }
}

#[test]
fn a_page_of_pictures_alone_holds_no_text() {
    let page = fs::read(fixtures("articles").join("images.html")).unwrap();
    assert_eq!(import("images.html", &page), Err(ReadError::Empty));
}
