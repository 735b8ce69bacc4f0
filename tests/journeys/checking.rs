//! The main job on a real file, from import to backup.

use std::fs;
use std::path::Path;
use std::process::Command;

use obelus_formats::package::Package;
use serde_json::{Value, json};

use crate::terminal::{PAGE, Terminal, place, text};

#[test]
fn the_main_job() {
    let terminal = Terminal::new();
    let file = terminal.write("page.txt", PAGE);
    let imported = terminal.ask(&["import", &file]);
    let article = text(&imported["article"]);
    assert_eq!(imported["revision"], 1);
    assert_eq!(imported["title"], "Le directeur revient");
    assert_eq!(imported["language"], "fr");

    let marked = terminal.ask(&["mark", &article, "--quote", "49% des parts"]);
    let mark = text(&marked["mark"]);
    assert_eq!(marked["quote"], "49% des parts");
    assert_eq!(terminal.ask(&["status", &mark, "wrong"]), json!({"mark": mark}));
    assert_eq!(
        terminal.ask(&["note", &mark, "- C'est **51 %**."]),
        json!({"mark": mark})
    );

    // Each command is a start and an end of the program: all that follows is after a restart.
    let shown = terminal.ask(&["show", &article]);
    let words = text(&shown["text"]);
    let (start, end) = place(&words, "49% des parts");
    assert_eq!(words.chars().count(), imported["characters"]);
    let of_mark = &shown["marks"][0];
    assert_eq!(of_mark["mark"], mark);
    assert_eq!(of_mark["ranges"], json!([[start, end]]));
    assert_eq!(
        (&of_mark["kind"], &of_mark["status"], &of_mark["recheck"]),
        (&json!("claim"), &json!("wrong"), &json!(false))
    );
    assert_eq!(of_mark["note"], "- C'est **51 %**.");
    assert_eq!(of_mark["quote"], "49% des parts");
    assert_eq!(of_mark["prefix"], "di. L'investisseur, qui détient ");
    assert_eq!(of_mark["suffix"], " de l'entreprise, n'a pas de siè");
    assert_eq!(
        (&of_mark["state"], &of_mark["evidence"], &of_mark["tags"]),
        (&json!("kept"), &json!([]), &json!([]))
    );

    let listed = terminal.ask(&["list"]);
    assert_eq!(listed[0]["article"], article);
    assert_eq!(
        (&listed[0]["revisions"], &listed[0]["claims"], &listed[0]["settled"]),
        (&json!(1), &json!(1), &json!(1))
    );

    let undone = terminal.ask(&["undo"]);
    assert_eq!(undone["undone"][0]["deed"], "note_written");
    terminal.ask(&["undo"]);
    let shown = terminal.ask(&["show", &article]);
    assert_eq!(
        (&shown["marks"][0]["status"], &shown["marks"][0]["note"]),
        (&json!("unchecked"), &json!(""))
    );
    let listed = terminal.ask(&["list"]);
    assert_eq!((&listed[0]["claims"], &listed[0]["settled"]), (&json!(1), &json!(0)));
    terminal.ask(&["redo"]);
    assert_eq!(terminal.ask(&["redo"])["redone"][0]["deed"], "note_written");
    assert_eq!(terminal.ask(&["show", &article])["marks"][0], *of_mark);

    let history = terminal.ask(&["history", &article]);
    let acts: Vec<_> = history
        .as_array()
        .unwrap()
        .iter()
        .map(|line| text(&line["act"]))
        .collect();
    assert_eq!(acts, ["redo", "redo", "undo", "undo", "do", "do", "do", "do"]);
    assert!(history.as_array().unwrap().iter().all(|line| line["author"] == "Léa"));

    let found = terminal.ask(&["search", "PARTS", "det"]);
    assert_eq!(found[0]["article"], article);
    assert_eq!(found[0]["mark"], Value::Null);
    assert!(text(&found[0]["snippet"]).contains("détient 49% des parts"));

    assert_eq!(terminal.ask(&["check"]), json!({"ok": true, "problems": []}));
    let backup = terminal.ask(&["backup", "copy.obelus"]);
    assert_eq!(
        backup["bytes"],
        fs::metadata(terminal.path("copy.obelus")).unwrap().len()
    );
    let copied = terminal.ask(&["--library", "copy.obelus", "show", &article]);
    assert_eq!(copied["marks"][0], *of_mark);
}

#[test]
fn what_comes_in_through_a_pipe_is_what_goes_out_untouched() {
    let terminal = Terminal::new();
    let words = "Sommaire\r\nAucun article trouvé.\n\n\n  e\u{301}té 🇫🇷 \u{a0}fin\n";
    let output = terminal.run(
        &[
            "--json",
            "import",
            "-",
            "--verbatim",
            "--title",
            "À moi",
            "--url",
            "https://obelus.example/a",
        ],
        words,
    );
    let imported: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(imported["title"], "À moi");
    let shown = terminal.ask(&["show", &text(&imported["article"])]);
    assert_eq!(text(&shown["text"]), words.replace("\r\n", "\n"));
}

#[test]
fn markdown_and_html_are_told_apart_by_themselves() {
    let terminal = Terminal::new();
    for (name, words) in [
        ("a.md", "# Départ\n\nIl détient **49%** des [parts](https://a.example)."),
        (
            "a.html",
            "<!doctype html><html><body><article><h1>Départ</h1><p>Il détient <b>49%</b> des parts.</p></article></body></html>",
        ),
    ] {
        let article = terminal.import(name, words);
        let shown = terminal.ask(&["show", &article]);
        assert!(
            text(&shown["text"]).contains("Il détient 49% des parts."),
            "{name}: {shown}"
        );
        let marked = terminal.ask(&["mark", &article, "--quote", "49% des parts"]);
        assert_eq!(marked["quote"], "49% des parts");
    }
}

#[test]
fn a_mark_is_all_that_was_said_of_it() {
    let terminal = Terminal::new();
    let article = terminal.import("page.txt", PAGE);
    let mark = text(
        &terminal.ask(&[
            "mark",
            &article,
            "--quote",
            "cent fois la mise",
            "--status",
            "imprecise",
            "--note",
            "Voir le contrat.",
            "--correction",
            "mille fois",
            "--tag",
            "chiffres",
            "--tag",
            "argent",
        ])["mark"],
    );
    let highlight = text(
        &terminal.ask(&[
            "mark",
            &article,
            "--quote",
            "2019",
            "--kind",
            "highlight",
            "--colour",
            "pink",
        ])["mark"],
    );
    let shown = terminal.ask(&["show", &article]);
    let of = |id: &str| {
        shown["marks"]
            .as_array()
            .unwrap()
            .iter()
            .find(|mark| mark["mark"] == id)
            .unwrap()
            .clone()
    };
    let claim = of(&mark);
    assert_eq!(
        (&claim["status"], &claim["note"]),
        (&json!("imprecise"), &json!("Voir le contrat."))
    );
    assert_eq!(
        (&claim["correction"], &claim["tags"]),
        (&json!("mille fois"), &json!(["argent", "chiffres"]))
    );
    assert_eq!(
        (&of(&highlight)["kind"], &of(&highlight)["status"]),
        (&json!("highlight"), &Value::Null)
    );
    terminal.ask(&["delete", &mark]);
    assert_eq!(terminal.ask(&["show", &article])["marks"].as_array().unwrap().len(), 1);
    terminal.ask(&["undo"]);
    assert_eq!(terminal.ask(&["show", &article])["marks"].as_array().unwrap().len(), 2);
}

#[test]
fn a_quote_that_stands_in_several_places_is_named_by_its_neighbours() {
    let terminal = Terminal::new();
    let article = terminal.import("page.txt", PAGE);
    let (error, exit) = terminal.refused(&["mark", &article, "--quote", "contrat"]);
    assert_eq!(
        (exit, &error["code"], &error["places"]),
        (1, &json!("quote_ambiguous"), &json!(2))
    );
    assert!(text(&error["message"]).contains("2 places"));
    let (error, exit) = terminal.refused(&["mark", &article, "--quote", "51% des parts"]);
    assert_eq!(
        (exit, &error["code"], &error["places"]),
        (1, &json!("quote_absent"), &json!(0))
    );
    let marked = terminal.ask(&[
        "mark",
        &article,
        "--quote",
        "contrat",
        "--prefix",
        "🇫🇷 Le ",
        "--suffix",
        " le dit",
    ]);
    let words = text(&terminal.ask(&["show", &article])["text"]);
    let (start, _) = place(&words, "contrat le dit");
    assert_eq!(marked["range"], json!([start, start + 7]));
}

#[test]
fn a_range_that_is_none_is_refused() {
    let terminal = Terminal::new();
    let article = terminal.import("page.txt", PAGE);
    let words = text(&terminal.ask(&["show", &article])["text"]);
    let flag = place(&words, "🇫🇷").0;
    let refused = |range: &str| {
        let (error, exit) = terminal.refused(&["mark", &article, "--range", range]);
        (text(&error["code"]), exit)
    };
    let inside = format!("{flag}:{}", flag + 1);
    for (range, code, exit) in [
        ("9:9", "range_empty", 1),
        ("9:3", "range_empty", 1),
        ("3:99999", "range_outside", 1),
        (&*inside, "range_inside_grapheme", 1),
        ("3", "usage", 2),
        ("3:x", "usage", 2),
        ("-1:3", "usage", 2),
    ] {
        assert_eq!(refused(range), (code.to_owned(), exit), "{range}");
    }
    assert_eq!(terminal.ask(&["show", &article])["marks"], json!([]));
    let whole = terminal.ask(&["mark", &article, "--range", &format!("{flag}:{}", flag + 2)]);
    assert_eq!(whole["quote"], "🇫🇷");
}

#[test]
fn many_marks_come_in_together_or_not_at_all() {
    let terminal = Terminal::new();
    let article = terminal.import("page.txt", PAGE);
    let bad = terminal.write(
        "bad.json",
        r#"[{"range":[0,2],"kind":"claim","status":"wrong","note":"a"},{"range":[3,99999],"kind":"note"}]"#,
    );
    let (error, exit) = terminal.refused(&["marks", &article, "--from", &bad]);
    assert_eq!(
        (exit, &error["code"], &error["number"]),
        (1, &json!("range_outside"), &json!(2))
    );
    assert_eq!(terminal.ask(&["show", &article])["marks"], json!([]));
    for (name, words) in [
        ("misfit.json", r#"[{"range":[0,2],"kind":"note","status":"wrong"}]"#),
        ("unknown.json", r#"[{"range":[0,2],"statu":"wrong"}]"#),
        ("no.json", "{"),
    ] {
        let file = terminal.write(name, words);
        let (error, exit) = terminal.refused(&["marks", &article, "--from", &file]);
        assert_eq!((exit, &error["code"]), (1, &json!("not_marks")), "{name}");
    }
    let good = terminal.write(
        "good.json",
        r#"[{"range":[0,2],"kind":"claim","status":"wrong","note":"a"},{"range":[3,12],"kind":"note","note":"b"},{"range":[3,9]}]"#,
    );
    let marks = terminal.ask(&["marks", &article, "--from", &good]);
    assert_eq!(marks["marks"].as_array().unwrap().len(), 3);
    assert_eq!(terminal.ask(&["show", &article])["marks"].as_array().unwrap().len(), 3);
    terminal.ask(&["undo"]);
    assert_eq!(
        terminal.ask(&["show", &article])["marks"],
        json!([]),
        "one edit, one undo"
    );
}

#[test]
fn a_file_that_is_not_supported_is_named_and_nothing_is_stored() {
    let terminal = Terminal::new();
    for (name, bytes, code) in [
        ("report.pdf", &b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj\n"[..], "damaged"),
        ("blank.txt", b" \n\n \n", "empty"),
        ("nothing.txt", b"", "empty"),
    ] {
        fs::write(terminal.path(name), bytes).unwrap();
        let (error, exit) = terminal.refused(&["import", name]);
        assert_eq!((exit, &error["code"]), (1, &json!(code)), "{name}");
        assert!(text(&error["message"]).contains(name));
    }
    let (error, exit) = terminal.refused(&["import", "absent.txt"]);
    assert_eq!((exit, &error["code"]), (1, &json!("unreadable")));
    assert_eq!(terminal.ask(&["list"]), json!([]));
    assert_eq!(terminal.ask(&["history"]), json!([]));
}

#[test]
fn a_request_that_cannot_be_met_exits_1_and_wrong_usage_2() {
    let terminal = Terminal::new();
    let article = terminal.import("page.txt", PAGE);
    let mark = text(&terminal.ask(&["mark", &article, "--quote", "2019"])["mark"]);
    for (arguments, code, exit) in [
        (&["show", "beefbeef"][..], "no_article", 1),
        (&["status", "beefbeef", "wrong"], "no_mark", 1),
        (&["show", &article, "--revision", "2"], "no_revision", 1),
        (&["redo"], "nothing_to_redo", 1),
        (&["backup", "page.txt"], "file_exists", 1),
        (&["backup", "library.obelus"], "file_exists", 1),
        (&["--library", "page.txt", "list"], "not_a_library", 1),
        (&["--library", "none.obelus", "backup", "x"], "no_library", 1),
        (&["show", "abc"], "usage", 2),
        (&["status", &mark, "true"], "usage", 2),
        (&["mark", &article], "usage", 2),
        (
            &[
                "mark", &article, "--quote", "2019", "--kind", "note", "--status", "wrong",
            ],
            "usage",
            2,
        ),
        (&["mark", &article, "--quote", "2019", "--range", "0:3"], "usage", 2),
        (&["import", "page.txt", "--format", "wordstar"], "usage", 2),
        (&["dance"], "usage", 2),
        (&[], "usage", 2),
    ] {
        let (error, got) = terminal.refused(arguments);
        assert_eq!((error["code"].as_str().unwrap(), got), (code, exit), "{arguments:?}");
    }
    assert_eq!(fs::read_to_string(terminal.path("page.txt")).unwrap(), PAGE);
    assert_eq!(terminal.ask(&["check"])["ok"], true);
}

#[test]
fn an_id_may_be_given_by_its_end() {
    let terminal = Terminal::new();
    let article = terminal.import("page.txt", PAGE);
    let end = &article[article.len() - 8..];
    assert_eq!(terminal.ask(&["show", end])["article"], article);
    let listed = String::from_utf8(terminal.run(&["list"], "").stdout).unwrap();
    assert!(listed.starts_with(end), "people are shown what they may type: {listed}");
}

#[test]
fn a_library_that_is_open_elsewhere_is_left_alone_but_can_be_copied() {
    let terminal = Terminal::new();
    let article = terminal.import("page.txt", PAGE);
    let file = fs::File::options()
        .write(true)
        .open(terminal.path("library.obelus-lock"))
        .unwrap();
    file.lock().unwrap();
    for arguments in [&["list"][..], &["show", &article], &["undo"], &["check"]] {
        let (error, exit) = terminal.refused(arguments);
        assert_eq!((exit, &error["code"]), (1, &json!("library_in_use")));
    }
    terminal.ask(&["backup", "copy.obelus"]);
    drop(file);
    assert_eq!(
        terminal.ask(&["--library", "copy.obelus", "list"]),
        terminal.ask(&["list"])
    );
}

#[test]
fn a_check_that_finds_damage_says_so_and_exits_1() {
    let terminal = Terminal::new();
    terminal.import("page.txt", PAGE);
    let file = terminal.path("library.obelus");
    // The library is damaged where the text stands, and SQLite has no checksum of its own.
    let mut bytes = fs::read(&file).unwrap();
    let words = "plafonn".as_bytes();
    let at = bytes.windows(words.len()).position(|window| window == words).unwrap();
    bytes[at..at + words.len()].copy_from_slice(b"doublem");
    fs::write(&file, bytes).unwrap();
    let output = terminal.run(&["--json", "check"], "");
    assert_eq!(output.status.code(), Some(1));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["ok"], false);
    assert!(!answer["problems"].as_array().unwrap().is_empty());
}

#[test]
fn the_library_stands_in_the_data_folder_unless_it_is_named() {
    let terminal = Terminal::new();
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_obelus-cli"))
            .args(arguments)
            .env_remove("OBELUS_LIBRARY")
            .env("HOME", terminal.folder.path())
            .env("XDG_DATA_HOME", terminal.path("data"))
            .output()
            .unwrap();
        assert!(output.status.success());
    };
    let libraries = || {
        let mut found = Vec::new();
        let mut folders = vec![terminal.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "obelus") {
                    found.push(path);
                }
            }
        }
        found
    };
    run(&["list"]);
    let default = libraries();
    assert_eq!(default.len(), 1);
    assert_eq!(default[0].file_name(), Some(Path::new("library.obelus").as_os_str()));
    run(&[
        "--library",
        &terminal.path("other.obelus").display().to_string(),
        "list",
    ]);
    assert_eq!(libraries().len(), 2);
}

#[test]
fn an_export_holds_the_article_its_marks_and_its_notes() {
    let terminal = Terminal::new();
    let article = terminal.import("page.txt", PAGE);
    let mark = text(&terminal.ask(&["mark", &article, "--quote", "49% des parts", "--status", "wrong"])["mark"]);
    terminal.ask(&["note", &mark, "C'est **51 %** <b>."]);
    let exported = terminal.ask(&["export", &article, "--to", "html", "-o", "copy.html", "--lang", "fr"]);
    assert_eq!(exported["file"], "copy.html");
    let html = fs::read_to_string(terminal.path("copy.html")).unwrap();
    assert_eq!(exported["bytes"], html.len());
    assert!(html.contains("<mark") && html.contains("49% des parts"), "{html}");
    assert!(html.contains("<strong>51 %</strong>") && !html.contains("<b>.") && !html.contains("<script"));
    assert!(html.contains("lang=\"fr\""));

    let markdown = terminal.ask(&["export", &article, "--to", "markdown", "--lang", "en"]);
    assert_eq!(markdown["file"], "Le directeur revient.md");
    let words = fs::read_to_string(terminal.path("Le directeur revient.md")).unwrap();
    assert!(words.contains("49% des parts") && words.contains("51 %"));
    let again = terminal.ask(&["export", &article, "--to", "markdown", "--lang", "en"]);
    assert_eq!(
        again["file"], "Le directeur revient (2).md",
        "nobody asked to replace the first"
    );
    terminal.ask(&["export", &article, "--to", "markdown", "-o", "copy.html"]);
    assert_ne!(fs::read_to_string(terminal.path("copy.html")).unwrap(), html);

    // A copy comes back as what it was, with its mark for a comment.
    let word = terminal.ask(&["export", &article, "--to", "docx", "--lang", "fr"]);
    assert_eq!(word["file"], "Le directeur revient.docx");
    let imported = terminal.ask(&["import", "Le directeur revient.docx"]);
    let back = text(&imported["article"]);
    let shown = terminal.ask(&["show", &back]).to_string();
    assert!(shown.contains("49% des parts") && shown.contains("51 %"), "{shown}");

    // One that came from Word keeps its author's styles.
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/fixtures/office/python-docx.docx"
    );
    let original = fs::read(file).unwrap();
    let article = text(&terminal.ask(&["import", file])["article"]);
    terminal.ask(&["export", &article, "--to", "docx", "-o", "kept.docx"]);
    let kept = fs::read(terminal.path("kept.docx")).unwrap();
    let styles = |file: &[u8]| Package::open(file).unwrap().part("word/styles.xml").unwrap();
    assert_eq!(styles(&kept), styles(&original));

    let (error, exit) = terminal.refused(&["export", &article, "--to", "html", "-o", "no/such/folder.html"]);
    assert_eq!((exit, &error["code"]), (1, &json!("unwritable")));
    let (_, exit) = terminal.refused(&["export", &article, "--to", "scroll"]);
    assert_eq!(exit, 2);
    let parts = fs::read_dir(terminal.folder.path()).unwrap();
    let left = parts.filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().ends_with(".part"));
    assert_eq!(left.count(), 0);
}
