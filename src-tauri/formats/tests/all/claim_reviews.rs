//! Exports settled claims as ClaimReview and reads them as a search engine would.

use obelus_core::mark::{Kind, Status};
use obelus_formats::labels::Labels;
use obelus_formats::{Missing, Publishing, Rating, claim_review_out};
use serde_json::{Value, json};

use crate::support::Sheet;

fn reviews(sheet: &Sheet, language: &str) -> Vec<Value> {
    let written = claim_review_out::export(&sheet.checked(), &Labels::in_language(language));
    let all: Value = serde_json::from_slice(&written).unwrap();
    assert_eq!(all["@context"], "https://schema.org");
    all["@graph"].as_array().unwrap().clone()
}

fn published() -> Publishing {
    Publishing {
        publisher: "La Vérif".to_owned(),
        publisher_url: "https://verif.example/".to_owned(),
        check_url: "https://verif.example/openai".to_owned(),
        ..Publishing::default()
    }
}

#[test]
fn each_settled_claim_has_all_that_search_engines_ask_for() {
    let mut sheet = Sheet::sample("fr");
    sheet.article.url = Some("https://journal.example/openai".to_owned());
    sheet.article.published = Some("2023-11-22".to_owned());
    sheet.wanted.published = published();
    let all = reviews(&sheet, "fr");
    // Neither what was asked, nor what is to be checked, or checked again, nor an opinion.
    assert_eq!(all.len(), 7);
    for review in &all {
        assert_eq!(review["@type"], "ClaimReview");
        for field in ["claimReviewed", "url", "datePublished"] {
            assert!(!review[field].as_str().unwrap().is_empty(), "{field}: {review}");
        }
        assert_eq!(
            review["author"],
            json!({"@type": "Organization", "name": "La Vérif", "url": "https://verif.example/"})
        );
        assert_eq!(
            review["itemReviewed"]["appearance"]["url"],
            "https://journal.example/openai"
        );
        assert_eq!(review["itemReviewed"]["author"]["name"], "La rédaction d’Obelus");
    }
    let of = |words: &str| all.iter().find(|review| review["claimReviewed"] == words).unwrap();
    let wrong = of("Los Angeles");
    assert_eq!(wrong["url"], "https://verif.example/openai#mark-9");
    assert_eq!(
        wrong["reviewRating"],
        json!({"@type": "Rating", "alternateName": "Faux", "ratingValue": 1, "worstRating": 1, "bestRating": 5})
    );
    assert_eq!(
        wrong["reviewBody"],
        "Le siège est à San Francisco.\n\nCorrection proposée\u{a0}: «\u{a0}San Francisco\u{a0}»"
    );
    assert_eq!(
        of("Trois chercheurs le suivent dans la nuit.")["reviewRating"],
        json!({"@type": "Rating", "alternateName": "Invérifiable"})
    );
    let english = Sheet::sample("en");
    assert_eq!(reviews(&english, "en")[0]["reviewRating"]["alternateName"], "True");
}

#[test]
fn the_scale_is_the_persons_own() {
    let mut sheet = Sheet::text("Un fait, un autre, une idée.");
    for (words, status) in [
        ("Un fait", Status::Wrong),
        ("un autre", Status::Confirmed),
        ("une idée", Status::Opinion),
    ] {
        sheet.mark(words, Kind::claim(status), "", "", &[]);
    }
    let rating = |name: &str, value| Rating {
        name: name.to_owned(),
        value,
    };
    sheet.wanted.published.ratings = [
        (Status::Wrong, rating("Pinocchio", Some(0))),
        (Status::Opinion, rating("Avis", Some(10))),
        // Never, whatever the scale says: nobody has checked it.
        (Status::Unchecked, rating("?", Some(4))),
    ]
    .into();
    sheet.mark("fait", Kind::claim(Status::Unchecked), "", "", &[]);
    let all = reviews(&sheet, "fr");
    let ratings: Vec<&Value> = all.iter().map(|review| &review["reviewRating"]).collect();
    assert_eq!(
        ratings,
        [
            &json!({"@type": "Rating", "alternateName": "Pinocchio", "ratingValue": 0, "worstRating": 0, "bestRating": 10}),
            &json!({"@type": "Rating", "alternateName": "Avis", "ratingValue": 10, "worstRating": 0, "bestRating": 10}),
        ]
    );
}

#[test]
fn what_is_missing_is_named() {
    let claim = || [Kind::claim(Status::Wrong)];
    assert_eq!(published().missing(claim()), []);
    assert_eq!(
        Publishing::default().missing([Kind::claim(Status::Unchecked), Kind::Note]),
        [Missing::Publisher, Missing::CheckUrl, Missing::Claims]
    );
    for page in ["verif.example", "javascript:alert(1)", "ftp://a.b/c", "https://", " "] {
        let mut without = published();
        without.check_url = page.to_owned();
        assert_eq!(without.missing(claim()), [Missing::CheckUrl], "{page}");
    }
    // It is written all the same, without what is missing.
    let mut sheet = Sheet::text("Un fait.");
    sheet.mark("Un fait", Kind::claim(Status::Wrong), "", "", &[]);
    sheet.wanted.published.check_url = "javascript:alert(1)".to_owned();
    let all = reviews(&sheet, "fr");
    assert!(all[0].get("url").is_none() && all[0].get("author").is_none());
}

#[test]
fn nothing_in_it_ends_the_script_that_it_is_pasted_into() {
    let hostile = "</script><script>alert(1)</script><!-- ]]> &amp; \u{2028}";
    let mut sheet = Sheet::text(&format!("Avant {hostile} après"));
    sheet.mark("Avant", Kind::claim(Status::Wrong), hostile, hostile, &[hostile]);
    sheet.article.title = hostile.to_owned();
    sheet.article.byline = Some(hostile.to_owned());
    sheet.wanted.published.publisher = hostile.to_owned();
    sheet.wanted.published.check_url = "https://a.example/</script>".to_owned();
    let range = sheet.body.text.selection(0, 30).unwrap();
    sheet.mark_ranges(&[range], Kind::claim(Status::Confirmed), "", "", &[]);
    let written = claim_review_out::export(&sheet.checked(), &Labels::in_language("fr"));
    let written = String::from_utf8(written).unwrap();
    assert!(!written.contains(['<', '>', '&', '\u{2028}']), "{written}");
    let all = reviews(&sheet, "fr");
    assert_eq!(all.len(), 2);
    assert_eq!(all[0]["author"]["name"], hostile.trim());
    assert!(
        all.iter()
            .any(|review| review["claimReviewed"].as_str().unwrap().contains("</script>"))
    );
}
