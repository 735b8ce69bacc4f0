//! A new version of an article, and what becomes of the marks: taken in, looked at, taken back.

use serde_json::{Value, json};

use crate::terminal::{Terminal, place, text};

const FIRST: &str = "\
Le directeur revient

Le conseil a rappelé son directeur lundi. L'investisseur détient 49% des parts de l'entreprise et n'a pas de siège.

Les profits sont plafonnés à cent fois la mise.

Le contrat le dit depuis 2019, et personne ne l'a contesté depuis.
";

/// A sentence more, another figure, a paragraph less.
const SECOND: &str = "\
Le directeur revient

Une phrase que personne n'a encore lue.

Le conseil a rappelé son directeur lundi. L'investisseur détient 51% des parts de l'entreprise et n'a pas de siège.

Le contrat le dit depuis 2019, et personne ne l'a contesté depuis.
";

/// An article with three claims: on a figure, on what goes, on what stays. The first and the last are settled.
fn checked(terminal: &Terminal) -> (String, [String; 3]) {
    let article = terminal.import("depart.txt", FIRST);
    let mark = |quote, status| text(&terminal.ask(&["mark", &article, "--quote", quote, "--status", status])["mark"]);
    let marks = [
        mark("49% des parts", "confirmed"),
        mark("Les profits sont plafonnés à cent fois la mise", "unchecked"),
        mark("depuis 2019", "wrong"),
    ];
    (article, marks)
}

/// What an answer says of a mark.
fn of<'v>(all: &'v Value, mark: &str) -> &'v Value {
    let all = all.as_array().unwrap();
    all.iter().find(|one| one["mark"] == mark).unwrap()
}

#[test]
fn a_checked_fact_stays_checked_in_a_new_version() {
    let terminal = Terminal::new();
    let (article, [figure, gone, stays]) = checked(&terminal);
    let before = terminal.ask(&["show", &article]);
    let file = terminal.write("second.txt", SECOND);
    let revised = terminal.ask(&["revise", &article, &file]);
    assert_eq!(
        (&revised["article"], &revised["revision"]),
        (&json!(article), &json!(2))
    );
    let placements = &revised["placements"];
    assert_eq!(placements.as_array().unwrap().len(), 3);

    let shown = terminal.ask(&["show", &article]);
    let words = text(&shown["text"]);
    let range = |quote| {
        let (start, end) = place(&words, quote);
        json!([[start, end]])
    };
    assert_eq!(
        of(placements, &figure),
        &json!({"mark": figure, "state": "edited", "ranges": range("51% des parts"),
            "was": "49% des parts", "now": "51% des parts", "recheck": true})
    );
    assert_eq!(
        of(placements, &gone),
        &json!({"mark": gone, "state": "lost", "ranges": [],
            "was": "Les profits sont plafonnés à cent fois la mise", "now": null, "recheck": false})
    );
    assert_eq!(
        of(placements, &stays),
        &json!({"mark": stays, "state": "kept", "ranges": range("depuis 2019"),
            "was": "depuis 2019", "now": "depuis 2019", "recheck": false})
    );

    // The person's status stays beside the flag; what has no place is shown, and where it was.
    let marks = &shown["marks"];
    assert_eq!(shown["revision"], 2);
    let says = |mark: &str| {
        let mark = of(marks, mark);
        let [state, status, quote] = ["state", "status", "quote"].map(|key| text(&mark[key]));
        (state, status, mark["recheck"] == true, quote)
    };
    let said = |state: &str, status: &str, recheck, quote: &str| (state.into(), status.into(), recheck, quote.into());
    assert_eq!(says(&figure), said("edited", "confirmed", true, "51% des parts"));
    assert_eq!(says(&stays), said("kept", "wrong", false, "depuis 2019"));
    let words = "Les profits sont plafonnés à cent fois la mise";
    assert_eq!(says(&gone), said("lost", "unchecked", false, words));
    assert_eq!(of(marks, &gone)["ranges"], json!([]));
    // The earlier version is as it was, but for the flag, which is the claim's.
    let earlier = terminal.ask(&["show", &article, "--revision", "1"]);
    assert_eq!(earlier["text"], before["text"]);
    for (then, now) in before["marks"]
        .as_array()
        .unwrap()
        .iter()
        .zip(earlier["marks"].as_array().unwrap())
    {
        assert_eq!((&then["ranges"], &then["state"]), (&now["ranges"], &now["state"]));
    }
    assert_eq!(terminal.ask(&["list"])[0]["revisions"], 2);
    assert_eq!(terminal.ask(&["check"])["ok"], true);
}

#[test]
fn one_undo_takes_a_new_version_back_and_a_redo_takes_it_in_again() {
    let terminal = Terminal::new();
    let (article, [figure, ..]) = checked(&terminal);
    let before = terminal.ask(&["show", &article]);
    let file = terminal.write("second.txt", SECOND);
    terminal.ask(&["revise", &article, &file]);
    let after = terminal.ask(&["show", &article]);
    assert_eq!(terminal.ask(&["undo"])["undone"][0]["deed"], "revised");
    assert_eq!(terminal.ask(&["show", &article]), before);
    assert_eq!(
        terminal.refused(&["show", &article, "--revision", "2"]).0["code"],
        "no_revision"
    );
    assert_eq!(terminal.ask(&["check"])["ok"], true);
    terminal.ask(&["redo"]);
    assert_eq!(terminal.ask(&["show", &article]), after);
    // A status set anew lowers the flag, and the version can still be taken back after that.
    terminal.ask(&["status", &figure, "wrong"]);
    let shown = terminal.ask(&["show", &article]);
    assert_eq!(of(&shown["marks"], &figure)["recheck"], false);
    terminal.ask(&["undo"]);
    terminal.ask(&["undo"]);
    assert_eq!(terminal.ask(&["show", &article]), before);
    assert_eq!(terminal.ask(&["check"])["ok"], true);
}

#[test]
fn what_was_lost_in_one_version_is_found_again_in_the_next() {
    let terminal = Terminal::new();
    let (article, [figure, gone, stays]) = checked(&terminal);
    let second = terminal.write("second.txt", SECOND);
    let first = terminal.write("first.txt", FIRST);
    terminal.ask(&["revise", &article, &second]);
    let third = terminal.ask(&["revise", &article, &first]);
    assert_eq!(third["revision"], 3);
    for mark in [&gone, &stays] {
        assert_eq!(of(&third["placements"], mark)["state"], "kept");
    }
    let figure = of(&third["placements"], &figure);
    assert_eq!(
        (&figure["state"], &figure["was"], &figure["now"]),
        (&json!("edited"), &json!("51% des parts"), &json!("49% des parts"))
    );
    assert_eq!(terminal.ask(&["check"])["ok"], true);
}

#[test]
fn the_same_text_is_no_new_version() {
    let terminal = Terminal::new();
    let (article, _) = checked(&terminal);
    let file = terminal.write("again.txt", FIRST);
    let history = terminal.ask(&["history"]);
    let again = terminal.ask(&["revise", &article, &file]);
    assert_eq!((&again["revision"], &again["same"]), (&json!(1), &json!(true)));
    for placement in again["placements"].as_array().unwrap() {
        assert_eq!(
            (&placement["state"], &placement["was"]),
            (&json!("kept"), &placement["now"])
        );
    }
    assert_eq!(terminal.ask(&["history"]), history);
}

#[test]
fn a_new_version_comes_through_a_pipe_as_it_is() {
    let terminal = Terminal::new();
    let (article, _) = checked(&terminal);
    let words = "Menu\n\nLe contrat le dit depuis 2019.\n";
    let output = terminal.run(&["--json", "revise", &article, "-", "--verbatim"], words);
    assert!(output.status.success());
    let shown = terminal.ask(&["show", &article]);
    assert_eq!(text(&shown["text"]).trim_end(), words.trim_end());
    assert_eq!(
        terminal.refused(&["revise", &article, "absent.txt"]).0["code"],
        "unreadable"
    );
    let blank = terminal.write("blank.txt", " \n");
    assert_eq!(terminal.refused(&["revise", &article, &blank]).0["code"], "empty");
    assert_eq!(
        terminal.refused(&["revise", "beefbeef", &blank]).0["code"],
        "no_article"
    );
    assert_eq!(terminal.ask(&["list"])[0]["revisions"], 2);
}

#[test]
fn a_person_reads_what_changed_and_what_did_not() {
    let terminal = Terminal::new();
    let (article, _) = checked(&terminal);
    let file = terminal.write("second.txt", SECOND);
    let output = terminal.run(&["revise", &article, &file], "");
    let said = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = said.lines().collect();
    assert!(lines[0].ends_with("  revision 2"), "{said}");
    assert_eq!(lines[1], "1 mark kept, 1 mark edited, 1 mark lost");
    assert!(
        lines[2].ends_with("✓ edited     “49% des parts” → “51% des parts”  check again"),
        "{said}"
    );
    assert!(
        lines[3].ends_with("○ lost       “Les profits sont plafonnés à cent fois la mise”"),
        "{said}"
    );
    assert_eq!(lines.len(), 4);
    let shown = String::from_utf8(terminal.run(&["show", &article], "").stdout).unwrap();
    assert!(shown.contains("✓ confirmed"), "{shown}");
    assert!(shown.contains("“51% des parts”  check again"), "{shown}");
    assert!(shown.contains("  lost  “Les profits"), "{shown}");
}

#[test]
fn a_list_of_marks_is_widened_to_whole_characters() {
    let terminal = Terminal::new();
    let article = terminal.import("page.txt", "கட்டண பதிப்பு என்பது ஒரு வார்த்தை ஆகும், அது இங்கே உள்ளது.");
    let list = terminal.write("list.json", r#"[{"range":[1,2]},{"range":[0,1]}]"#);
    let marks = terminal.ask(&["marks", &article, "--from", &list]);
    assert_eq!(marks["widened"], 1);
    let shown = terminal.ask(&["show", &article]);
    assert_eq!(shown["marks"][1]["ranges"], json!([[1, 3]]));
    assert_eq!(terminal.ask(&["check"])["ok"], true);
}
