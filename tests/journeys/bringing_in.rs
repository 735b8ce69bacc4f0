//! Articles come in: several at once, from folders and archives, from the web; and what cannot come in is told.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::terminal::{PAGE, Terminal, text};

fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/fixtures")
        .join(name);
    path.canonicalize().unwrap().display().to_string()
}

/// The report of a command that brought in what it could.
fn report(terminal: &Terminal, arguments: &[&str]) -> (Value, i32) {
    let output = terminal.run(&[&["--json"], arguments].concat(), "");
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    let report = serde_json::from_slice(&output.stdout);
    (
        report.unwrap_or_else(|_| panic!("{error}")),
        output.status.code().unwrap(),
    )
}

fn pairs(list: &Value, key: &str) -> Vec<(String, String)> {
    let list = list.as_array().unwrap().iter();
    list.map(|one| (text(&one["file"]), text(&one[key]))).collect()
}

#[test]
fn several_files_come_in_at_once_and_what_does_not_is_told() {
    let terminal = Terminal::new();
    let one = terminal.write("un.txt", PAGE);
    let two = terminal.write("deux.md", "# Deux\n\nUn texte.\n");
    let picture = terminal.write("photo.png", "");
    fs::write(&picture, b"\x89PNG\r\n\x1a\n....").unwrap();
    let (report, code) = report(&terminal, &["import", &one, &picture, &two, "absent.txt"]);
    assert_eq!(code, 1, "not all came in");
    let titles: Vec<_> = pairs(&report["articles"], "title")
        .into_iter()
        .map(|(_, title)| title)
        .collect();
    assert_eq!(titles, ["Le directeur revient", "Deux"]);
    assert_eq!(
        pairs(&report["failures"], "code"),
        [
            ("photo.png".into(), "unsupported".into()),
            ("absent.txt".into(), "unreadable".into())
        ]
    );
    assert_eq!(terminal.ask(&["list"]).as_array().unwrap().len(), 2);
    let (refused, code) = terminal.refused(&["import", &one, &two, "--title", "Un titre"]);
    assert_eq!((&refused["code"], code), (&json!("usage"), 2));
}

#[test]
fn a_book_comes_in_as_one_article_unless_its_seller_locked_it() {
    let terminal = Terminal::new();
    let book = fixture("books/roman.fr.epub");
    let broken = terminal.write("abîmé.epub", "");
    let whole = fs::read(&book).unwrap();
    fs::write(&broken, &whole[..whole.len() / 2]).unwrap();
    let (report, code) = report(&terminal, &["import", &book, &fixture("refused/drm.epub"), &broken]);
    assert_eq!(code, 1, "not all came in");
    assert_eq!(
        pairs(&report["articles"], "title"),
        [("roman.fr.epub".into(), "Les gens de l’écluse".into())]
    );
    assert_eq!(
        pairs(&report["failures"], "code"),
        [
            ("drm.epub".into(), "drm".into()),
            ("abîmé.epub".into(), "damaged".into())
        ]
    );
}

#[test]
fn a_saved_page_comes_in_with_its_pictures() {
    let terminal = Terminal::new();
    let imported = terminal.ask(&["import", &fixture("saved/reportage.fr.mhtml")]);
    let article = text(&imported["article"]);
    terminal.ask(&["export", &article, "--to", "html", "-o", "copy.html"]);
    let copy = fs::read_to_string(terminal.path("copy.html")).unwrap();
    assert_eq!(copy.matches("src=\"data:image/").count(), 2);
}

#[test]
fn a_folder_comes_in_whole() {
    let terminal = Terminal::new();
    fs::create_dir_all(terminal.path("Textes/page_files")).unwrap();
    terminal.write(
        "Textes/page.html",
        "<article><h1>Titre</h1><p>Un texte assez long pour être lu.</article>",
    );
    terminal.write("Textes/page_files/style.css", "p { color: red }");
    terminal.write("Textes/.cache", "x");
    terminal.write("Textes/a.txt", PAGE);
    let (report, code) = report(&terminal, &["import", "Textes"]);
    assert_eq!(code, 0);
    assert_eq!(
        pairs(&report["articles"], "title"),
        [
            ("Textes/a.txt".into(), "Le directeur revient".into()),
            ("Textes/page.html".into(), "Titre".into())
        ]
    );
    assert_eq!(report["failures"], json!([]));
}

#[test]
fn an_archive_comes_in_but_for_what_is_no_article() {
    let terminal = Terminal::new();
    let archive = fixture("archives/articles.zip");
    let (first, code) = report(&terminal, &["import", &archive]);
    assert_eq!(code, 1);
    assert_eq!(
        pairs(&first["articles"], "title"),
        [
            ("articles.zip/un.md".into(), "Le premier".into()),
            ("articles.zip/Reçus/deux.txt".into(), "Le second".into())
        ]
    );
    assert_eq!(
        pairs(&first["failures"], "code"),
        [
            ("articles.zip/Reçus/photo.png".into(), "unsupported".into()),
            ("articles.zip/encore.zip".into(), "unsupported".into())
        ]
    );
    let (again, _) = report(&terminal, &["import", &archive]);
    let there = again["articles"].as_array().unwrap().iter();
    assert!(
        there.map(|one| &one["already"]).all(|already| already == true),
        "{again}"
    );
    assert_eq!(terminal.ask(&["list"]).as_array().unwrap().len(), 2);
}

#[test]
fn the_same_bytes_are_there_already() {
    let terminal = Terminal::new();
    let file = terminal.write("page.txt", PAGE);
    let first = terminal.ask(&["import", &file]);
    assert_eq!(first["already"], Value::Null);
    let copy = terminal.write("copie.txt", PAGE);
    let again = terminal.ask(&["import", &copy]);
    assert_eq!(again["already"], true);
    for key in ["article", "revision", "title", "language", "characters", "words"] {
        assert_eq!(again[key], first[key], "{key}");
    }
    // Read otherwise, it is another text.
    let verbatim = terminal.ask(&["import", &file, "--verbatim"]);
    assert_ne!(verbatim["article"], first["article"]);
}

#[test]
fn of_tracked_changes_the_person_chooses_and_both_readings_are_kept() {
    let file = fixture("office/pandoc-tracked.docx");
    let shown = |changes: &str| {
        let terminal = Terminal::new();
        let imported = terminal.ask(&["import", &file, "--changes", changes]);
        let article = text(&imported["article"]);
        assert_eq!(imported["revision"], 2);
        let version = |number| text(&terminal.ask(&["show", &article, "--revision", number])["text"]);
        let versions = [version("1"), version("2")];
        assert_eq!(terminal.ask(&["check"])["ok"], true);
        terminal.ask(&["undo"]);
        assert_eq!(terminal.ask(&["list"]), json!([]), "all of it was one");
        versions
    };
    let [without, with] = shown("accepted");
    assert_ne!(without, with);
    assert_eq!(shown("rejected"), [with, without]);
}

#[test]
fn nothing_is_fetched_from_this_machine() {
    let terminal = Terminal::new();
    for (address, code) in [
        ("http://127.0.0.1:9/secret", "refused_address"),
        ("http://localhost/", "refused_address"),
        ("http://[::1]/", "refused_address"),
        ("http://169.254.169.254/latest/meta-data/", "refused_address"),
        ("https://no-such-host.invalid/", "unreachable"),
    ] {
        let (refused, exit) = terminal.refused(&["import", address]);
        assert_eq!((&refused["code"], exit), (&json!(code), 1), "{address}");
    }
    assert_eq!(terminal.ask(&["list"]), json!([]));
}
