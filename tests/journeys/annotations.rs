//! Marks that go out as annotations, and annotations that come in from elsewhere.

use serde_json::{Value, json};

use crate::terminal::{PAGE, Terminal, text};

fn marks(terminal: &Terminal, article: &str) -> Value {
    terminal.ask(&["show", article])["marks"].clone()
}

#[test]
fn what_goes_out_as_web_annotations_comes_back_equal() {
    let here = Terminal::new();
    let article = here.import("page.txt", PAGE);
    here.ask(&[
        "mark",
        &article,
        "--quote",
        "49% des parts",
        "--status",
        "wrong",
        "--note",
        "- Voir **ici**.\n- Et là.",
        "--correction",
        "51% des parts",
        "--tag",
        "chiffres",
        "--tag",
        "parts",
    ]);
    here.ask(&[
        "mark",
        &article,
        "--quote",
        "qui détient 49%",
        "--kind",
        "highlight",
        "--colour",
        "green",
    ]);
    here.ask(&[
        "mark",
        &article,
        "--quote",
        "siège",
        "--kind",
        "note",
        "--note",
        "🙂 « Où ? »",
    ]);
    let file = here.write("out.jsonld", "");
    here.ask(&["export", &article, "--to", "jsonld", "-o", &file]);

    // To the same article: all of it is there already.
    let again = here.ask(&["marks", &article, "--from", &file]);
    assert_eq!((&again["marks"], &again["there"]), (&json!([]), &json!(3)));

    // To the same words in another library, in which they are another article.
    let there = Terminal::new();
    let other = there.import("page.txt", PAGE);
    let came = there.ask(&["marks", &other, "--from", &file]);
    assert_eq!((&came["unplaced"], &came["changed"]), (&json!([]), &json!(0)));
    assert_eq!(marks(&there, &other), marks(&here, &article));
    let second = there.write("second.jsonld", "");
    there.ask(&["export", &other, "--to", "jsonld", "-o", &second]);
    let items = |file: &str| {
        let whole: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        let items = whole["first"]["items"].as_array().unwrap().clone();
        let bare = items.into_iter().map(|mut item| {
            // Each library has its own id for the text.
            let targets = item["target"].as_object_mut().unwrap();
            targets.remove("source");
            item
        });
        bare.collect::<Vec<_>>()
    };
    assert_eq!(items(&second), items(&file));
    assert_eq!(there.ask(&["check"])["ok"], true);
}

#[test]
fn what_has_no_one_place_is_kept_without_one_and_nothing_is_guessed() {
    let terminal = Terminal::new();
    let article = terminal.import(
        "page.txt",
        "Le comité dit que Microsoft détient 51 % des parts de la société depuis 2019.\n\nUn mot. Un mot.",
    );
    let file = terminal.write(
        "hypothesis.json",
        &json!({"total": 3, "rows": [
            {
                "id": "a1", "created": "2024-03-01T09:30:00.5+00:00", "updated": "2024-03-02T09:30:00+00:00",
                "user": "acct:lise@hypothes.is", "text": "Vérifier.", "tags": ["chiffres"],
                "target": [{"source": "https://a.example", "selector": [
                    {"type": "RangeSelector", "startContainer": "/p[1]"},
                    {"type": "TextPositionSelector", "start": 400, "end": 417},
                    {"type": "TextQuoteSelector", "exact": "49 % des parts", "prefix": "dit que Microsoft détient ", "suffix": " de la société depuis"},
                ]}],
            },
            {"id": "a2", "user": "acct:lise@hypothes.is", "text": "", "target": [{"selector": [{"type": "TextQuoteSelector", "exact": "Un mot"}]}]},
            {"id": "a3", "text": "Sur toute la page", "target": [{"source": "https://a.example"}]},
        ]})
        .to_string(),
    );
    let came = terminal.ask(&["marks", &article, "--from", &file]);
    assert_eq!(
        (came["marks"].as_array().unwrap().len(), &came["changed"]),
        (3, &json!(1)),
        "what has no place is kept as well"
    );
    let ids = &came["marks"];
    assert_eq!(
        came["unplaced"],
        json!([
            {"mark": ids[1], "quote": "Un mot", "state": "ambiguous", "places": 2},
            {"mark": ids[2], "quote": "", "state": "lost", "places": 0},
        ])
    );
    let again = terminal.ask(&["marks", &article, "--from", &file]);
    assert_eq!((&again["marks"], &again["there"]), (&json!([]), &json!(3)));
    assert_eq!(terminal.ask(&["check"])["ok"], true);
    let kept = marks(&terminal, &article);
    assert_eq!(text(&kept[0]["quote"]), "51 % des parts");
    assert_eq!(
        (&kept[0]["kind"], &kept[0]["note"], &kept[0]["tags"]),
        (&json!("note"), &json!("Vérifier."), &json!(["chiffres"]))
    );
    terminal.ask(&["undo"]);
    assert_eq!(marks(&terminal, &article), json!([]), "one edit, one undo");
}

/// What a note of somebody says besides, whoever's program it was made with.
#[test]
fn what_obelus_has_no_word_for_goes_out_again_with_its_mark() {
    let here = Terminal::new();
    let article = here.import("page.txt", PAGE);
    let file = here.write(
        "theirs.jsonld",
        &json!([
            {
                "@context": {"status": "https://example.org/other"},
                "id": "https://example.org/a1", "type": "Annotation",
                "motivation": ["commenting", "questioning"],
                "rights": "https://creativecommons.org/licenses/by/4.0/",
                "review:round": {"number": 2, "by": ["Lise", "Jean"]},
                "creator": {"id": "https://example.org/lise", "type": "Person", "name": "Lise", "email": "lise@example.org"},
                "body": [
                    {"type": "TextualBody", "purpose": "commenting", "value": "Vérifier.", "language": "fr"},
                    {"type": "Image", "id": "https://example.org/table.png"},
                ],
                "target": {
                    "source": "https://example.org/page", "scope": "https://example.org/",
                    "selector": {"type": "TextQuoteSelector", "exact": "49% des parts"},
                },
            },
        ])
        .to_string(),
    );
    let item = |terminal: &Terminal, article: &str| {
        let file = terminal.write("out.jsonld", "");
        terminal.ask(&["export", article, "--to", "jsonld", "-o", &file]);
        let whole: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        whole["first"]["items"][0].clone()
    };
    let is_whole = |item: &Value| {
        assert_eq!(item["rights"], "https://creativecommons.org/licenses/by/4.0/");
        assert_eq!(item["review:round"], json!({"number": 2, "by": ["Lise", "Jean"]}));
        assert_eq!(item["motivation"], json!(["commenting", "questioning"]));
        assert_eq!(
            (&item["creator"]["name"], &item["creator"]["email"]),
            (&json!("Lise"), &json!("lise@example.org"))
        );
        assert_eq!(
            (&item["body"][0]["value"], &item["body"][0]["language"]),
            (&json!("Vérifier."), &json!("fr"))
        );
        assert_eq!(item["body"][1]["id"], "https://example.org/table.png");
        assert_eq!(item["target"]["scope"], "https://example.org/");
        assert_eq!(item["target"]["selector"][0]["exact"], "49% des parts");
        assert_eq!(item["@context"], Value::Null, "it would change what our own words mean");
    };
    let came = here.ask(&["marks", &article, "--from", &file]);
    is_whole(&item(&here, &article));
    here.ask(&["undo"]);
    here.ask(&["redo"]);
    let mark = text(&came["marks"][0]).to_owned();
    here.ask(&["status", &mark, "wrong"]);
    here.ask(&["undo"]);
    is_whole(&item(&here, &article));

    // And from there into another library.
    let there = Terminal::new();
    let other = there.import("page.txt", PAGE);
    let out = here.write("out.jsonld", "");
    here.ask(&["export", &article, "--to", "jsonld", "-o", &out]);
    there.ask(&["marks", &other, "--from", &out]);
    is_whole(&item(&there, &other));
}

#[test]
fn a_check_that_is_published_says_what_it_lacks() {
    let here = Terminal::new();
    let article = here.import("page.txt", PAGE);
    let file = here.write("out.jsonld", "");
    let export = |more: &[&str]| {
        let mut arguments = vec!["export", &article, "--to", "claimreview", "-o", &file];
        arguments.extend(more);
        let missing = here.ask(&arguments)["missing"].clone();
        let written: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        (missing, written["@graph"].clone())
    };
    assert_eq!(export(&[]), (json!(["publisher", "check_url", "claims"]), json!([])));
    here.ask(&["mark", &article, "--quote", "49% des parts", "--status", "wrong"]);
    let (missing, reviews) = export(&[
        "--publisher",
        "La Vérif",
        "--check-url",
        "https://verif.example/parts",
        "--rating",
        "wrong=Intox:0",
        "--lang",
        "fr",
    ]);
    assert_eq!(missing, json!([]));
    assert_eq!(reviews[0]["claimReviewed"], "49% des parts");
    assert_eq!(reviews[0]["author"]["name"], "La Vérif");
    assert_eq!(
        reviews[0]["reviewRating"],
        json!({"@type": "Rating", "alternateName": "Intox", "ratingValue": 0, "worstRating": 0, "bestRating": 5})
    );
    let (refused, _) = here.refused(&["export", &article, "--to", "claimreview", "--rating", "fake=Intox"]);
    assert!(refused.to_string().contains("a rating is a status"), "{refused}");
}
