//! An article goes to a colleague and comes back.

use serde_json::{Value, json};

use crate::terminal::{PAGE, Terminal};

fn mark(terminal: &Terminal, article: &str) -> Value {
    terminal.ask(&["show", article])["marks"][0].clone()
}

#[test]
fn two_people_check_the_same_article_and_nothing_of_either_is_lost() {
    let (here, there) = (Terminal::new(), Terminal::new());
    let article = here.import("page.txt", PAGE);
    let marked = here.ask(&["mark", &article, "--quote", "49% des parts", "--status", "unchecked"]);
    let id = marked["mark"].as_str().unwrap().to_owned();
    let file = here.write("rapport.obelus", "");
    here.ask(&["export", &article, "--to", "bundle", "-o", &file]);

    let came = there.ask(&["import", &file]);
    assert_eq!(came["articles"][0]["how"], "new");
    assert_eq!(there.ask(&["show", &article]), here.ask(&["show", &article]));
    assert_eq!(there.ask(&["history", &article]), here.ask(&["history", &article]));
    assert_eq!(there.ask(&["import", &file])["articles"][0]["how"], "there");

    here.ask(&["status", &id, "wrong"]);
    there.ask(&["note", &id, "Vu au registre."]);
    there.ask(&["status", &id, "confirmed"]);
    let back = there.write("retour.obelus", "");
    there.ask(&["export", &article, "--to", "bundle", "-o", &back]);
    let merged = here.ask(&["import", &back]);
    assert_eq!(merged["articles"][0]["how"], "merged");
    assert_eq!(merged["articles"][0]["disputed"], json!([id]));
    let now = mark(&here, &article);
    assert_eq!(
        (&now["status"], &now["note"]),
        (&json!("confirmed"), &json!("Vu au registre."))
    );
    assert_eq!(here.ask(&["check"])["ok"], true);

    // One undo takes all of it back.
    here.ask(&["undo"]);
    assert_eq!(mark(&here, &article)["status"], "wrong");
    assert_eq!(here.ask(&["check"])["ok"], true);
}

#[test]
fn a_spoiled_bundle_is_refused_and_the_library_is_as_it_was() {
    let (here, there) = (Terminal::new(), Terminal::new());
    let article = here.import("page.txt", PAGE);
    let file = here.write("rapport.obelus", "");
    here.ask(&["export", &article, "--to", "bundle", "-o", &file]);
    let whole = std::fs::read(&file).unwrap();
    let other = there.import("autre.txt", "Un autre article, tout court.");
    let before = there.ask(&["list"]);
    let spoiled = [
        whole[..whole.len() / 2].to_vec(),
        b"PK nothing".to_vec(),
        b"SQLite format 3".to_vec(),
    ];
    for bytes in spoiled {
        let path = there.path("spoiled.obelus");
        std::fs::write(&path, bytes).unwrap();
        let refused = there.run(&["--json", "import", &path.display().to_string()], "");
        assert!(!refused.status.success());
        let error: Value = serde_json::from_slice(&refused.stdout)
            .unwrap_or_else(|_| serde_json::from_slice(&refused.stderr).unwrap());
        assert_eq!(error["error"]["code"], "not_a_bundle", "{error}");
    }
    assert_eq!(there.ask(&["list"]), before);
    assert_eq!(there.ask(&["check"])["ok"], true);
    assert!(!other.is_empty());
}
