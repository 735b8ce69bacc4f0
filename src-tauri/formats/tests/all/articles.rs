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

#[test]
fn a_page_says_where_it_comes_from() {
    let about = |name: &str| {
        let page = fs::read(fixtures("articles").join(name)).unwrap();
        let imported = import(name, &page).unwrap();
        let known = [imported.byline, imported.site, imported.url, imported.language];
        (imported.title, known.map(Option::unwrap_or_default))
    };
    assert_eq!(
        about("page.fr.html"),
        (
            "Le pont de Sarre rouvre après onze jours de travaux".to_owned(),
            [
                "Lucie Roche",
                "Le Courrier du Val",
                "https://courrier.example/pont-de-sarre",
                "fr"
            ]
            .map(str::to_owned)
        )
    );
    assert_eq!(
        about("page.en.html"),
        (
            "Library hours cut in four towns".to_owned(),
            ["Anna Reed", "Valley Post", "https://post.example/library-hours", "en"].map(str::to_owned)
        )
    );
    assert_eq!(
        about("front-matter.md"),
        (
            "La mairie rouvre".to_owned(),
            [
                "Lucie Roche, Ahmed Benali",
                "Le Courrier du Val",
                "https://courrier.example/mairie",
                "fr"
            ]
            .map(str::to_owned)
        )
    );
    assert_eq!(about("arabic.md").1[3], "ar");
    assert_eq!(about("ruby.html").1[3], "ja");
}

#[test]
fn a_whole_page_that_is_pasted_is_treated_like_a_page_and_a_passage_is_kept_whole() {
    let page = fs::read_to_string(fixtures("articles").join("page.fr.html")).unwrap();
    let body = page.split_once("<body>").unwrap().1;
    let (pasted, original) = read_pasted(Some(body), "").unwrap();
    assert_eq!(pasted.title, "Le pont de Sarre rouvre après onze jours de travaux");
    assert!(!pasted.body.asides.is_empty() && pasted.body.text.as_str().ends_with("15 décembre"));
    assert_eq!(original, body.as_bytes());
    let passage = "<h2>Une facture</h2><p>Lire la <b>suite</b>.</p><ul><li>Accueil</li></ul><p>Fin.</p>";
    let (kept, _) = read_pasted(Some(passage), "").unwrap();
    assert_eq!(
        kept.body.text.as_str(),
        "Une facture\n\nLire la suite.\n\nAccueil\n\nFin."
    );
    assert_eq!(kept.body.asides, []);
}

#[test]
fn a_page_taken_verbatim_keeps_all_its_words() {
    let page = fs::read(fixtures("articles").join("page.en.html")).unwrap();
    let verbatim = read(&Incoming {
        bytes: &page,
        format: Some(obelus_core::article::Format::Html),
        verbatim: true,
        ..Incoming::default()
    });
    let body = verbatim.unwrap().body;
    assert_eq!(body.asides, []);
    assert!(body.text.as_str().starts_with("Valley Post\n\nHome | News"));
}
