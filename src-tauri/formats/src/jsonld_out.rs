//! Writes the marks of a checked article as a collection of W3C Web Annotations (JSON-LD, Web Annotation Data Model
//! 2017, and its vocabulary).
//!
//! Every mark names its words by quotation and by position; positions are code points into the text of the collection's
//! own `text`. What the model has no word for (a status, that words changed under it, which version it was) is said
//! with the words of [`VOCABULARY`]; ARCHITECTURE.md lists them.

use obelus_core::anchor::Anchor;
use obelus_core::mark::{Kind, Mark};
use obelus_core::placement::{Before, Placement};
use obelus_core::text::TextRange;
use serde_json::{Map, Value, json};

use crate::Checked;
use crate::checked::{Woven, colour_name};
use crate::elsewhere::{Elsewhere, join};
use crate::labels::Labels;
use crate::rows::iso_exact;

/// What the words of our own begin with.
pub const VOCABULARY: &str = "urn:obelus:vocabulary#";

/// What a mark is made for, in the model's words: one for each kind.
pub(crate) const MOTIVES: [&str; 3] = ["assessing", "commenting", "highlighting"];

/// The whole file.
///
/// # Panics
/// Never: what is written has no keys but words.
#[must_use]
pub fn export(checked: &Checked<'_>, labels: &Labels) -> Vec<u8> {
    let Checked { article, revision, .. } = checked;
    let woven = Woven::new(checked);
    let all = woven.marks.iter().chain(&woven.unplaced);
    let items: Vec<Value> = all.map(|numbered| annotation(numbered.mark, checked, labels)).collect();
    let id = format!("urn:uuid:{}", revision.id);
    let mut collection = json!({
        "@context": ["http://www.w3.org/ns/anno.jsonld", own_words()],
        "id": format!("{id}#marks"),
        "type": "AnnotationCollection",
        "label": article.title,
        "generator": {"id": "urn:obelus", "type": "Software", "name": "Obelus"},
        "total": items.len(),
        "text": checked.body.text.as_str(),
        "article": format!("urn:uuid:{}", article.id),
        "version": revision.number,
        "created": iso_exact(revision.created),
        "first": {
            "id": format!("{id}#marks-page"),
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": items,
        },
    });
    let fields = [
        ("language", &article.language),
        ("byline", &article.byline),
        ("site", &article.site),
        ("url", &article.url),
    ];
    for (name, value) in fields {
        put(&mut collection, name, value.as_deref().map(Value::from));
    }
    serde_json::to_vec_pretty(&collection).expect("words are JSON")
}

/// The context of our own words, for what the model's has none.
fn own_words() -> Value {
    let word = |name: &str| format!("{VOCABULARY}{name}");
    let address = |name: &str| json!({"@id": word(name), "@type": "@id"});
    json!({
        "obelus": VOCABULARY,
        "text": word("text"),
        "article": address("article"),
        "version": {"@id": word("version"), "@type": "http://www.w3.org/2001/XMLSchema#integer"},
        "status": address("status"),
        "recheck": {"@id": word("recheck"), "@type": "http://www.w3.org/2001/XMLSchema#boolean"},
        "placement": address("placement"),
        "modifiedBy": word("modifiedBy"),
        "byline": word("byline"),
        "site": word("site"),
        "url": word("url"),
    })
}

fn annotation(mark: &Mark, checked: &Checked<'_>, labels: &Labels) -> Value {
    let besides = Elsewhere::of(mark.elsewhere.as_deref());
    let mut motives = vec![Value::from(motivation(mark.kind))];
    motives.extend(besides.motivation);
    let mut targets = targets(mark, checked);
    if let Some(first) = targets.first_mut() {
        join(first, besides.target);
    }
    let mut annotation = json!({
        "id": format!("urn:uuid:{}", mark.id),
        "type": "Annotation",
        "motivation": one_or_all(motives),
        "created": iso_exact(mark.created.at),
        "modified": iso_exact(mark.changed.at),
        "target": one_or_all(targets),
    });
    let person = |name: &str| {
        Some(name.trim())
            .filter(|name| !name.is_empty())
            .map(|name| json!({"type": "Person", "name": name}))
    };
    let creator = person(&mark.created.by).map(|mut person| {
        // Somebody else may have signed it since.
        let known = besides.creator.filter(|known| known.get("name") == person.get("name"));
        join(&mut person, known.unwrap_or_default());
        person
    });
    put(&mut annotation, "creator", creator);
    if mark.changed.by != mark.created.by {
        let name = mark.changed.by.trim();
        put(&mut annotation, "modifiedBy", (!name.is_empty()).then(|| name.into()));
    }
    if let Kind::Claim { status, recheck } = mark.kind {
        put(
            &mut annotation,
            "status",
            Some(format!("{VOCABULARY}{}", status.name()).into()),
        );
        put(&mut annotation, "recheck", recheck.then_some(Value::Bool(true)));
    }
    let placement = mark.placement_in(checked.revision.id).map(placement_name);
    put(
        &mut annotation,
        "placement",
        placement.map(|name| format!("{VOCABULARY}{name}").into()),
    );
    let mut bodies = bodies(mark, checked, labels);
    let note = bodies
        .iter_mut()
        .find(|body| body.get("purpose").and_then(Value::as_str) == Some("commenting"));
    if let Some(note) = note {
        join(note, besides.note);
    }
    bodies.extend(besides.bodies);
    put(
        &mut annotation,
        "body",
        (!bodies.is_empty()).then(|| one_or_all(bodies)),
    );
    join(&mut annotation, besides.members);
    annotation
}

fn motivation(kind: Kind) -> &'static str {
    let [claim, note, highlight] = MOTIVES;
    match kind {
        Kind::Claim { .. } => claim,
        Kind::Note => note,
        Kind::Highlight { .. } => highlight,
    }
}

fn placement_name(placement: Placement) -> &'static str {
    match placement {
        Placement::Kept => "kept",
        Placement::Moved => "moved",
        Placement::Edited => "edited",
        Placement::Ambiguous => "ambiguous",
        Placement::Lost => "lost",
    }
}

/// The note, the suggested wording, the tags; of a claim its status in words, for programs that know no other.
fn bodies(mark: &Mark, checked: &Checked<'_>, labels: &Labels) -> Vec<Value> {
    let words = |purpose: &str, format: &str, value: &str| json!({"type": "TextualBody", "purpose": purpose, "format": format, "value": value});
    let mut bodies = Vec::new();
    if let Kind::Claim { status, .. } = mark.kind {
        let mut word = words("assessing", "text/plain", labels.status(status));
        put(&mut word, "language", Some(labels.language.as_str().into()));
        bodies.push(word);
    }
    if !mark.note.is_empty() {
        bodies.push(words("commenting", "text/markdown", &mark.note));
    }
    if !mark.correction.is_empty() {
        bodies.push(words("editing", "text/plain", &mark.correction));
    }
    bodies.extend(mark.tags.iter().map(|tag| words("tagging", "text/plain", tag)));
    if let Kind::Highlight { colour } = mark.kind {
        bodies.push(words(
            "classifying",
            "text/plain",
            &colour_name(checked, labels, colour),
        ));
    }
    bodies
}

/// Each place in this version; of a mark without one, the words on which it last stood.
fn targets(mark: &Mark, checked: &Checked<'_>) -> Vec<Value> {
    let text = &checked.body.text;
    let mut ranges: Vec<TextRange> = mark
        .places_in(checked.revision.id)
        .map(|place| place.range)
        .filter(|range| range.end() <= text.len())
        .collect();
    ranges.sort();
    let mut targets: Vec<Value> = ranges
        .iter()
        .map(|&range| {
            let anchor = Anchor::of(text, range);
            target(mark, checked, vec![
                json!({"type": "TextQuoteSelector", "exact": anchor.quote, "prefix": anchor.prefix, "suffix": anchor.suffix}),
                json!({"type": "TextPositionSelector", "start": range.start(), "end": range.end()}),
            ])
        })
        .collect();
    if targets.is_empty() {
        let from = mark.carried_to(checked.revision.id).map(|carried| &carried.from);
        targets.extend(from.map(|before| {
            let mut selector = json!({"type": "TextQuoteSelector", "exact": before.quote()});
            if let Before::Quoted(quoted) = before {
                put(&mut selector, "prefix", some(&quoted.prefix));
                put(&mut selector, "suffix", some(&quoted.suffix));
            }
            target(mark, checked, vec![selector])
        }));
    }
    targets
}

fn target(mark: &Mark, checked: &Checked<'_>, selectors: Vec<Value>) -> Value {
    let own = || format!("urn:uuid:{}", checked.revision.id);
    let web = checked.article.url.as_deref().filter(|url| url.starts_with("http"));
    let mut target = json!({
        "source": web.map_or_else(own, str::to_owned),
        "selector": one_or_all(selectors),
    });
    if let Kind::Highlight { colour } = mark.kind {
        put(&mut target, "styleClass", Some(colour.name().into()));
        put(&mut target, "type", Some("SpecificResource".into()));
    }
    target
}

fn some(words: &str) -> Option<Value> {
    (!words.is_empty()).then(|| words.into())
}

/// One thing stands alone, as the model recommends.
fn one_or_all(mut values: Vec<Value>) -> Value {
    match values.len() {
        1 => values.remove(0),
        _ => Value::Array(values),
    }
}

fn put(object: &mut Value, name: &str, value: Option<Value>) {
    let fields: Option<&mut Map<String, Value>> = object.as_object_mut();
    if let (Some(fields), Some(value)) = (fields, value) {
        fields.insert(name.to_owned(), value);
    }
}
