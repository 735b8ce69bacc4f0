//! Exports marks as W3C Web Annotations and holds them against the article that they are made on.

use obelus_core::anchor::find_quote;
use obelus_core::mark::{Colour, Kind, Status};
use obelus_core::text::Text;
use obelus_formats::jsonld_out;
use obelus_formats::labels::Labels;
use proptest::prelude::*;
use serde_json::Value;

use crate::support::Sheet;

fn collection(sheet: &Sheet) -> Value {
    serde_json::from_slice(&jsonld_out::export(&sheet.checked(), &Labels::in_language("fr"))).unwrap()
}

fn list(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(all) => all.clone(),
        Value::Null => Vec::new(),
        one => vec![one.clone()],
    }
}

fn words(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[test]
fn a_claim_is_an_assessment_of_its_words() {
    let mut sheet = Sheet::text("🙂 Elle détient 49% des parts.\n\nElle vend 49% des parts.");
    sheet.mark(
        "49% des parts",
        Kind::Claim {
            status: Status::Wrong,
            recheck: true,
        },
        "Voir *ici*.",
        "51%",
        &["chiffres"],
    );
    sheet.mark("vend", Kind::Highlight { colour: Colour::Green }, "", "", &[]);
    let all = collection(&sheet);
    assert_eq!(all["@context"][0], "http://www.w3.org/ns/anno.jsonld");
    assert_eq!(
        (&all["type"], &all["total"]),
        (&"AnnotationCollection".into(), &2.into())
    );
    let items = list(&all["first"]["items"]);
    let claim = &items[0];
    assert_eq!(claim["motivation"], "assessing");
    assert_eq!(claim["status"], "urn:obelus:vocabulary#wrong");
    assert_eq!(claim["recheck"], true);
    assert_eq!(claim["creator"]["name"], "CR");
    assert_eq!(claim["modified"], "2023-11-21T00:00:00.000Z");
    let said: Vec<(String, String)> = list(&claim["body"])
        .iter()
        .map(|body| (words(&body["purpose"]).to_owned(), words(&body["value"]).to_owned()))
        .collect();
    let expected = [
        ("assessing", "Faux"),
        ("commenting", "Voir *ici*."),
        ("editing", "51%"),
        ("tagging", "chiffres"),
    ];
    assert_eq!(
        said,
        expected.map(|(purpose, value)| (purpose.to_owned(), value.to_owned()))
    );
    let targets = list(&claim["target"]);
    assert_eq!(targets.len(), 2, "it stands in two places");
    assert_eq!(
        targets[0]["selector"][1]["start"], 15,
        "positions count characters, not bytes"
    );
    assert_eq!(targets[0]["selector"][0]["prefix"], "🙂 Elle détient ");
    assert_eq!(items[1]["target"]["styleClass"], "green");
}

#[test]
fn a_mark_without_a_place_names_the_words_it_stood_on() {
    let mut sheet = Sheet::text("Elle détient 49% des parts.");
    sheet.mark("49% des parts", Kind::claim(Status::Confirmed), "", "", &[]);
    sheet.lose_last(None);
    let all = collection(&sheet);
    let item = &all["first"]["items"][0];
    assert_eq!(item["placement"], "urn:obelus:vocabulary#lost");
    assert_eq!(item["target"]["selector"]["exact"], "49% des parts");
}

proptest! {
    #[test]
    fn every_position_and_quotation_names_the_marks_own_words(text in "[ a-zé🙂\\n\"\\\\]{1,80}", cuts in prop::collection::vec((0_u32..80, 1_u32..20), 1..5)) {
        let mut sheet = Sheet::text(&format!("x{text}x"));
        let length = sheet.body.text.len();
        for (start, long) in cuts {
            let start = start.min(length - 1);
            if let Ok(range) = sheet.body.text.around(start, (start + long).min(length)) {
                sheet.mark_ranges(&[range], Kind::Note, "", "", &[]);
            }
        }
        let all = collection(&sheet);
        let text = Text::new(words(&all["text"]).to_owned());
        prop_assert_eq!(text.as_str(), sheet.body.text.as_str());
        for item in list(&all["first"]["items"]) {
            let [quote, position] = &list(&item["target"]["selector"])[..] else { panic!("two selectors") };
            let at = |name: &str| position[name].as_u64().unwrap() as u32;
            prop_assert_eq!(text.between(at("start"), at("end")), words(&quote["exact"]));
            let found = find_quote(&text, words(&quote["exact"]), words(&quote["prefix"]), words(&quote["suffix"]));
            if let Ok(found) = found {
                prop_assert_eq!(found.start(), at("start"));
            }
        }
    }
}
