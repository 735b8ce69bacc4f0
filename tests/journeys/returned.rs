//! A Word copy goes to an author, who answers it, and comes back.

use std::fs;
use std::path::Path;

use obelus_formats::package::Package;
use serde_json::{Value, json};

use crate::terminal::Terminal;

/// An article with seven marks, as a bundle, so that its ids are known.
const ARTICLE: &str = "port.obelus";
/// Its Word copy as LibreOffice 7.4 saved it: one correction accepted, one rejected, one left; a word changed, a comment
/// settled, one answered, and one put on other words.
const ANSWERED: &str = "port-libreoffice.docx";

fn fixture(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/returned");
    folder.join(name).display().to_string()
}

fn checked() -> (Terminal, String) {
    let terminal = Terminal::new();
    let came = terminal.ask(&["import", &fixture(ARTICLE)]);
    let article = came["articles"][0]["article"].as_str().unwrap().to_owned();
    (terminal, article)
}

/// The mark on these words.
fn on<'v>(shown: &'v Value, quote: &str) -> &'v Value {
    let marks = shown["marks"].as_array().unwrap();
    let found = marks.iter().find(|mark| mark["quote"] == quote);
    found.unwrap_or_else(|| panic!("no mark on {quote}: {shown}"))
}

#[test]
fn a_copy_that_an_author_answered_brings_all_of_it_and_one_undo_takes_it_back() {
    let (terminal, article) = checked();
    let before = terminal.ask(&["show", &article]);
    let came = terminal.ask(&["import", &fixture(ANSWERED)]);
    assert_eq!((&came["article"], &came["revision"]), (&json!(article), &json!(2)));
    let returned = &came["returned"];
    let counts = ["answers", "settled", "passages", "there"].map(|name| returned[name].as_u64());
    assert_eq!(counts, [Some(1), Some(1), Some(2), Some(0)]);
    assert_eq!(returned["notes"].as_array().map(Vec::len), Some(1));

    let shown = terminal.ask(&["show", &article]);
    let text = shown["text"].as_str().unwrap();
    assert!(text.contains("La région détient 51 % des parts") && text.contains("annoncé mardi"));
    // Rejected, or not decided: the words are the author's.
    assert!(text.contains("mars 2021") && text.contains("dix mois") && !text.contains("quatorze"));
    assert!(!text.contains("Tous les faits"), "nothing of the report");
    let accepted = on(&shown, "51 % des parts");
    assert_eq!(
        (&accepted["status"], &accepted["recheck"]),
        (&json!("wrong"), &json!(true))
    );
    assert_eq!(
        on(&shown, "trois millions d’euros")["note"],
        "D’où vient ce chiffre ?\n\n— **Jean Martin**, 2026-11-24\n\nLe rapport annuel, page 12."
    );
    assert_eq!(on(&shown, "a doublé en dix ans")["tags"], json!(["✓"]));
    assert_eq!(on(&shown, "a doublé en dix ans")["status"], "confirmed");
    let own = on(&shown, "le contrat");
    assert_eq!(
        (&own["kind"], &own["note"]),
        (&json!("note"), &json!("Lequel ? Il y en a deux."))
    );
    assert_eq!(shown["marks"].as_array().map(Vec::len), Some(8));
    assert_eq!(terminal.ask(&["check"])["ok"], true);

    let again = terminal.ask(&["import", &fixture(ANSWERED)]);
    assert_eq!(again["already"], true);
    assert_eq!(terminal.ask(&["show", &article]), shown);
    terminal.ask(&["undo"]);
    assert_eq!(terminal.ask(&["show", &article]), before);
}

#[test]
fn a_copy_with_footnotes_in_which_nobody_wrote_changes_nothing() {
    let (terminal, article) = checked();
    let before = terminal.ask(&["show", &article]);
    terminal.ask(&["export", &article, "--to", "docx", "--footnotes", "-o", "notes.docx"]);
    let copy = fs::read(terminal.path("notes.docx")).unwrap();
    let copy = Package::open(&copy).unwrap();
    assert!(copy.part("word/comments.xml").unwrap().is_none());
    let notes = String::from_utf8(copy.part("word/footnotes.xml").unwrap().unwrap()).unwrap();
    assert_eq!(notes.matches("<w:footnoteRef/>").count(), 7, "one for each mark");
    let came = terminal.ask(&["import", "notes.docx"]);
    assert_eq!((&came["article"], &came["already"]), (&json!(article), &json!(true)));
    assert_eq!(terminal.ask(&["show", &article]), before);
}

#[test]
fn a_copy_is_taken_in_as_a_version_of_the_article_that_is_named() {
    let (terminal, article) = checked();
    let came = terminal.ask(&["revise", &article, &fixture(ANSWERED)]);
    assert_eq!((&came["revision"], &came["same"]), (&json!(2), &json!(false)));
    assert_eq!(came["returned"]["answers"], 1);
    let edited = came["placements"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["state"] == "edited")
        .unwrap();
    assert_eq!(
        (&edited["was"], &edited["now"]),
        (&json!("49 % des parts"), &json!("51 % des parts"))
    );
    let again = terminal.ask(&["revise", &article, &fixture(ANSWERED)]);
    assert_eq!((&again["same"], &again["returned"]["there"]), (&json!(true), &json!(2)));
}

#[test]
fn a_copy_of_an_older_version_takes_nothing_back_unless_that_is_asked_for() {
    let (terminal, article) = checked();
    let newer = terminal.write(
        "newer.md",
        "# Le port et ses comptes\n\nLa région détient 49 % des parts du port depuis 2020.",
    );
    terminal.ask(&["revise", &article, &newer]);
    let before = terminal.ask(&["show", &article]);
    let refused = terminal.run(&["--json", "import", &fixture(ANSWERED)], "");
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stdout).contains("\"behind\""));
    assert_eq!(terminal.ask(&["show", &article]), before);
    assert_eq!(terminal.ask(&["revise", &article, &fixture(ANSWERED)])["revision"], 3);
}

#[test]
fn where_the_article_is_not_a_copy_is_an_article_without_what_we_put_around_it() {
    let terminal = Terminal::new();
    let came = terminal.ask(&["import", &fixture(ANSWERED)]);
    assert_eq!(
        (&came["revision"], &came["title"]),
        (&json!(1), &json!("Le port et ses comptes"))
    );
    assert_eq!(came["set_aside"], 0);
    let shown = terminal.ask(&["show", came["article"].as_str().unwrap()]);
    let text = shown["text"].as_str().unwrap();
    assert!(text.starts_with("Le port et ses comptes\n\nLa région détient 51 % des parts"));
    assert!(text.ends_with("Le maire n’a pas répondu à nos questions."));
    // Every comment came along as a note, whoever made it.
    assert_eq!(shown["marks"].as_array().map(Vec::len), Some(9));
}
