//! Reads annotations as other programs export them.

use obelus_core::mark::Kind;
use obelus_formats::annotations_in::{NotAnnotations, Noted, annotations, is_named_so};

/// Each annotation in a line: its kind, its words, its note, its tags, who made it.
fn told(file: &str) -> Vec<String> {
    annotations(file.as_bytes()).unwrap().noted.iter().map(line).collect()
}

fn line(one: &Noted) -> String {
    let kind = match one.kind {
        Kind::Claim { status, .. } => status.name().to_owned(),
        Kind::Note => "note".to_owned(),
        Kind::Highlight { colour } => colour.name().to_owned(),
    };
    let words: Vec<&str> = one.places.iter().map(|place| &*place.exact).collect();
    let tags: Vec<&str> = one.tags.iter().map(String::as_str).collect();
    let by = one.created.0.as_deref().unwrap_or_default();
    format!(
        "{kind} | {} | {} | {} | {by}",
        words.join("+"),
        one.note,
        tags.join(",")
    )
}

#[test]
fn hypothesis_as_a_table() {
    let table = "\u{feff}Created at,Author,Page,URL,Group,Type,Quote,Comment,Tags\r\n\
        2024-03-01 09:30,lise,4,https://a.example,Public,Annotation,\"49 % des parts, environ\",\"Vérifier.\nVite.\",\"chiffres,parts\"\r\n\
        2024-03-01 09:31,lise,,https://a.example,Public,Highlight,siège,,\r\n\
        2024-03-01 09:32,Jean,,https://a.example,Public,Page note,,Sur toute la page,\r\n";
    let expected = [
        "note | 49 % des parts, environ | Vérifier.\nVite. | chiffres,parts | lise",
        "yellow | siège |  |  | lise",
        "note |  | Sur toute la page |  | Jean",
    ];
    assert_eq!(told(table), expected);
    assert_eq!(
        told(&table.replace("chiffres,parts", "chiffres").replace(',', "\t")).len(),
        3
    );
    let ids = |file: &str| -> Vec<_> {
        annotations(file.as_bytes())
            .unwrap()
            .noted
            .iter()
            .map(|one| one.id)
            .collect()
    };
    assert_eq!(ids(table), ids(table), "the same line is the same annotation");
    assert_ne!(ids(table)[0], ids(table)[1]);
}

#[test]
fn zotero_as_items() {
    let items = r##"[
        {"key": "P1", "data": {"itemType": "journalArticle", "title": "Un titre"}},
        {"key": "A1", "version": 3, "data": {
            "key": "A1", "itemType": "annotation", "parentItem": "P1", "annotationType": "highlight",
            "annotationText": "49% des parts", "annotationComment": "", "annotationColor": "#5fb236",
            "annotationPageLabel": "4", "tags": [{"tag": "chiffres"}, {"tag": "parts", "type": 1}],
            "dateAdded": "2024-03-01T09:30:00Z", "annotationAuthorName": "Lise"
        }},
        {"itemType": "annotation", "key": "A2", "annotationType": "note", "annotationText": "", "annotationComment": "Où ?", "annotationPageLabel": "7", "tags": []}
    ]"##;
    let expected = [
        "green | 49% des parts |  | chiffres,parts | Lise",
        "note |  | Où ?\n\np. 7 |  | ",
    ];
    assert_eq!(told(items), expected);
    let inside = format!(r#"{{"items": [{{"attachments": [{{"annotations": {items}}}]}}]}}"#);
    assert_eq!(told(&inside), expected);
}

#[test]
fn zotero_as_a_note() {
    let said = "%7B%22annotationKey%22%3A%22A1%22%2C%22color%22%3A%22%23ff6666%22%2C%22pageLabel%22%3A%224%22%7D";
    let html = format!(
        "<div class=\"zotero-note\"><h1>Annotations</h1>\n<p><span class=\"highlight\" data-annotation=\"{said}\">“49% des parts”</span> \
         <span class=\"citation\" data-citation=\"x\">(<span class=\"citation-item\">Lise, 2024, p. 4</span>)</span> Vérifier &amp; dater.</p>\n\
         <p><span class=\"highlight\" data-annotation=\"{}\">« siège »</span></p></div>",
        said.replace("A1", "A2")
    );
    let expected = [
        "note | 49% des parts | Vérifier & dater. |  | ",
        "pink | siège |  |  | ",
    ];
    assert_eq!(told(&html), expected);
    let markdown = "# Annotations  \n(01/03/2024)\n\n\
        “49% des parts” ([Lise, 2024, p. 4](zotero://select/library/items/P1)) ([pdf](zotero://open-pdf/library/items/P2?page=4&annotation=A1)) Vérifier & dater.\n\n\
        “siège” ([Lise, 2024, p. 5](zotero://select/library/items/P1)) ([pdf](zotero://open-pdf/library/items/P2?page=5&annotation=A2))\n\n\
        Un mot de plus.\n";
    let expected = [
        "note | 49% des parts | Vérifier & dater. |  | ",
        "yellow | siège |  |  | ",
    ];
    assert_eq!(told(markdown), expected);
    let first = |file: &str| annotations(file.as_bytes()).unwrap().noted[0].id;
    assert_eq!(first(&html), first(markdown), "one annotation, in whatever export");
}

/// What is left of the first annotation of a file when all that is read of it is taken away.
fn left(file: &str) -> serde_json::Value {
    let first = annotations(file.as_bytes()).unwrap().noted.swap_remove(0);
    first
        .elsewhere
        .map_or(serde_json::Value::Null, |words| serde_json::from_str(&words).unwrap())
}

#[test]
fn what_is_not_understood_is_left_whole() {
    let hypothesis = r#"{"rows": [{"id": "a1", "group": "__world__", "hidden": false, "text": "Vu.", "target": [{"selector": []}]}]}"#;
    assert_eq!(
        left(hypothesis),
        serde_json::json!({"members": {"group": "__world__", "hidden": false}})
    );
    let table = "Quote,Comment,Group,@id,Round\n49% des parts,Vu.,Public,x,\n";
    assert_eq!(left(table), serde_json::json!({"members": {"Group": "Public"}}));
    let zotero = r##"[{"itemType": "annotation", "key": "A1", "annotationText": "mot", "annotationColor": "#5fb236", "annotationSortIndex": "00001"}]"##;
    assert_eq!(
        left(zotero),
        serde_json::json!({"members": {"annotationColor": "#5fb236", "annotationSortIndex": "00001"}})
    );
    let readium = r##"{"items": [{"type": "Annotation", "body": {"type": "TextualBody", "value": "Vu.", "color": "#fff000"},
        "target": {"source": "c1.xhtml", "meta": {"page": "4"}, "selector": {"type": "TextQuoteSelector", "exact": "mot"}}}]}"##;
    assert_eq!(
        left(readium),
        serde_json::json!({"note": {"color": "#fff000"}, "target": {"meta": {"page": "4"}}})
    );
    let plain = r#"[{"id": "a1", "type": "Annotation", "motivation": "commenting", "creator": {"type": "Person", "name": "Lise"},
        "body": {"type": "TextualBody", "purpose": "commenting", "value": "Vu."}, "target": {"source": "x"}}]"#;
    assert_eq!(left(plain), serde_json::Value::Null);
}

#[test]
fn what_is_no_file_of_annotations_says_so() {
    for file in [
        "",
        "Un texte, rien de plus.",
        "a,b\n1,2\n",
        "{}",
        "[1, 2]",
        "<p>Une page</p>",
        r#"{"items": [{"a": 1}]}"#,
    ] {
        assert_eq!(annotations(file.as_bytes()), Err(NotAnnotations::Unknown), "{file}");
    }
    assert!(matches!(annotations(b"{\"a\": "), Err(NotAnnotations::NotJson(_))));
    let many = format!("Quote,Comment\n{}", "mot,note\n".repeat(20_001));
    assert!(matches!(
        annotations(many.as_bytes()),
        Err(NotAnnotations::TooMany { .. })
    ));
    assert!(
        is_named_so("Notes.JSONLD") && is_named_so("a.annotation") && !is_named_so("json") && !is_named_so("a.html")
    );
    let deep = "[".repeat(100_000);
    assert!(annotations(deep.as_bytes()).is_err());
}
