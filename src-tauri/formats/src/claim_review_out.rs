//! Writes the settled claims of a checked article as ClaimReview (schema.org), one a claim, for the page on which the check
//! is published.
//!
//! Search engines ask for `claimReviewed`, `reviewRating` with its name, and `url`; see
//! <https://developers.google.com/search/docs/appearance/structured-data/factcheck>. It is meant to be pasted into a
//! `<script type="application/ld+json">`, so that nothing in it can end one.

use serde_json::{Map, Value, json};

use crate::Checked;
use crate::checked::{Numbered, Woven};
use crate::labels::Labels;
use crate::note_body;
use crate::rows::iso;

/// The whole file.
#[must_use]
pub fn export(checked: &Checked<'_>, labels: &Labels) -> Vec<u8> {
    let woven = Woven::new(checked);
    let published = &checked.wanted.published;
    let reviews: Vec<Value> = woven
        .marks
        .iter()
        .filter(|numbered| published.rating(numbered.mark.kind).is_some())
        .map(|numbered| review(numbered, checked, labels))
        .collect();
    let all = json!({"@context": "https://schema.org", "@graph": reviews});
    inert(&format!("{all:#}\n")).into_bytes()
}

/// The same JSON without a character that means anything to a page around it.
fn inert(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

fn review(numbered: &Numbered<'_>, checked: &Checked<'_>, labels: &Labels) -> Value {
    let (mark, published) = (numbered.mark, &checked.wanted.published);
    let words = numbered.quote.split_whitespace().collect::<Vec<_>>().join(" ");
    let changed = iso(mark.changed.at);
    let day = changed.split('T').next().unwrap_or_default();
    let publisher = published.publisher.trim();
    let author = (!publisher.is_empty()).then(|| {
        object([
            ("@type", Some("Organization".into())),
            ("name", Some(publisher.into())),
            ("url", published.publisher_page().map(|page| page.as_str().into())),
        ])
    });
    // Several checks of one page: each has its place, as the numbers of the HTML copy have it.
    let page = published.check_page().map(|mut page| {
        if page.fragment().is_none() {
            page.set_fragment(Some(&format!("mark-{}", numbered.number)));
        }
        page
    });
    let note = note_body(&mark.note).text.as_str().trim().to_owned();
    let correction = match mark.correction.trim() {
        "" => String::new(),
        words => format!("{}{}{}", labels.correction, labels.colon, labels.quoted(words)),
    };
    let said: Vec<&str> = [note.as_str(), correction.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    object([
        ("@type", Some("ClaimReview".into())),
        ("url", page.map(|page| page.as_str().into())),
        ("datePublished", Some(day.into())),
        ("inLanguage", Some(labels.language.as_str().into())),
        ("author", author),
        ("claimReviewed", Some(words.into())),
        ("reviewRating", rating(numbered, checked, labels)),
        ("reviewBody", (!said.is_empty()).then(|| said.join("\n\n").into())),
        ("itemReviewed", Some(claim(checked))),
    ])
}

fn rating(numbered: &Numbered<'_>, checked: &Checked<'_>, labels: &Labels) -> Option<Value> {
    let published = &checked.wanted.published;
    let (status, rating) = published.rating(numbered.mark.kind)?;
    let scale = rating.value.and(published.scale());
    Some(object([
        ("@type", Some("Rating".into())),
        ("alternateName", Some(rating.name(status, labels).into())),
        ("ratingValue", rating.value.map(Value::from)),
        ("worstRating", scale.map(|(worst, _)| worst.into())),
        ("bestRating", scale.map(|(_, best)| best.into())),
    ]))
}

/// The claim where it was made: the article, and whoever signed it.
fn claim(checked: &Checked<'_>) -> Value {
    let article = checked.article;
    let signed = match (&article.byline, &article.site) {
        (Some(byline), _) => Some(("Person", byline)),
        (None, site) => site.as_ref().map(|site| ("Organization", site)),
    };
    let day = article.published.as_deref().map(Value::from);
    let page = article.url.as_deref().filter(|url| url.starts_with("http"));
    let work = object([
        ("@type", Some("CreativeWork".into())),
        ("headline", Some(article.title.as_str().into())),
        ("url", page.map(Value::from)),
        ("datePublished", day.clone()),
    ]);
    object([
        ("@type", Some("Claim".into())),
        ("datePublished", day),
        (
            "author",
            signed.map(|(kind, name)| json!({"@type": kind, "name": name})),
        ),
        ("appearance", Some(work)),
    ])
}

/// What is there of these.
fn object<const N: usize>(fields: [(&str, Option<Value>); N]) -> Value {
    let there = fields
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(there.collect::<Map<String, Value>>())
}
