//! Reads annotations as Zotero hands them out: its items as JSON, and the notes that it makes of them as HTML or Markdown.

use std::collections::BTreeSet;

use dom_query::{Document, NodeRef};
use obelus_core::mark::{Colour, Kind};
use obelus_core::quoted::Quoted;
use serde_json::Value;

use super::{LIMIT, Noted, all, colour, id_of, time, word};
use crate::elsewhere::{Elsewhere, beyond};

/// The annotations among items, however deep these stand in one another; nothing where there are none.
pub(super) fn of_items(file: &Value) -> Option<Vec<Noted>> {
    let mut found = Vec::new();
    gather(file, &mut found);
    (!found.is_empty()).then_some(found)
}

fn gather(value: &Value, found: &mut Vec<Noted>) {
    if found.len() > LIMIT {
        return;
    }
    match value {
        Value::Array(values) => values.iter().for_each(|one| gather(one, found)),
        Value::Object(_) if word(value, "itemType") == Some("annotation") => found.push(item(value, "annotation")),
        // What the reader itself keeps: the same without the prefix.
        Value::Object(fields) if fields.contains_key("pageLabel") && fields.contains_key("comment") => {
            found.push(item(value, ""));
        }
        Value::Object(fields) => fields.values().for_each(|one| gather(one, found)),
        _ => {}
    }
}

/// What is read of an item, under either of its names. Its page and its colour are kept besides: no mark has them whole.
const READ: [&str; 16] = [
    "key",
    "annotationKey",
    "id",
    "itemType",
    "annotationText",
    "text",
    "annotationComment",
    "comment",
    "annotationAuthorName",
    "authorName",
    "lastModifiedByUser",
    "createdByUser",
    "tags",
    "dateAdded",
    "dateCreated",
    "dateModified",
];

/// An item, whose own fields begin with the prefix.
fn item(item: &Value, prefix: &str) -> Noted {
    let field = |name: &str| {
        let prefixed = match prefix {
            "" => name.to_owned(),
            prefix => format!("{prefix}{}{}", name[..1].to_uppercase(), &name[1..]),
        };
        word(item, &prefixed).unwrap_or_default().trim().to_owned()
    };
    let key = ["key", "annotationKey", "id"].iter().find_map(|name| word(item, name));
    let tags = all(item.get("tags")).into_iter();
    let tags = tags.filter_map(|tag| tag.as_str().or_else(|| word(tag, "tag")).or_else(|| word(tag, "name")));
    let by = [
        "annotationAuthorName",
        "authorName",
        "lastModifiedByUser",
        "createdByUser",
    ];
    let by = by
        .iter()
        .find_map(|name| word(item, name))
        .filter(|name| !name.trim().is_empty())
        .map(str::to_owned);
    let at = |names: [&str; 2]| names.iter().find_map(|name| time(item, name));
    let created = at(["dateAdded", "dateCreated"]);
    let besides = Elsewhere {
        members: beyond(item, &READ),
        ..Elsewhere::default()
    };
    let drawn = Drawn {
        key,
        quote: &field("text"),
        comment: &field("comment"),
        colour: &field("color"),
        page: &field("pageLabel"),
    };
    let mut noted = drawn.noted(
        tags.map(str::to_owned).collect(),
        (by.clone(), created),
        (by, at(["dateModified", "dateModified"]).or(created)),
    );
    noted.elsewhere = besides.kept();
    noted
}

/// What Zotero says of an annotation in any of its exports.
struct Drawn<'d> {
    key: Option<&'d str>,
    quote: &'d str,
    comment: &'d str,
    colour: &'d str,
    page: &'d str,
}

type Signed = (Option<String>, Option<obelus_core::id::Time>);

impl Drawn<'_> {
    fn noted(self, tags: BTreeSet<String>, created: Signed, changed: Signed) -> Noted {
        let kind = match self.comment {
            "" => Kind::Highlight {
                colour: colour(self.colour).unwrap_or(Colour::Yellow),
            },
            _ => Kind::Note,
        };
        let note = match (self.quote, self.comment, self.page) {
            // A picture or a drawing: its page is all that can be told of it.
            ("", comment, page) if !page.is_empty() => format!("{comment}\n\np. {page}").trim().to_owned(),
            (_, comment, _) => comment.to_owned(),
        };
        let places = (!self.quote.is_empty()).then(|| Quoted {
            exact: self.quote.to_owned(),
            ..Quoted::default()
        });
        Noted {
            id: self.key.map(|key| id_of("zotero", key)),
            kind,
            note,
            correction: String::new(),
            tags,
            created,
            changed,
            places: places.into_iter().collect(),
            elsewhere: None,
        }
    }
}

/// The annotations that a note was made of; nothing where the note names none.
pub(super) fn of_note(words: &str) -> Option<Vec<Noted>> {
    let found = if words.contains("data-annotation") {
        of_html(words)
    } else if words.contains("zotero://open") {
        of_markdown(words)
    } else {
        Vec::new()
    };
    (!found.is_empty()).then_some(found)
}

/// `<span class="highlight" data-annotation="…">“words”</span> <span class="citation">…</span> comment`
fn of_html(words: &str) -> Vec<Noted> {
    let document = Document::from(words);
    let mut found = Vec::new();
    for span in document.select("[data-annotation]").nodes() {
        let said = span.attr("data-annotation").unwrap_or_default();
        let Some(said) = unescaped(&said).and_then(|said| serde_json::from_str::<Value>(&said).ok()) else {
            continue;
        };
        let quote = span.text();
        found.push(of_span(&said, &without_quotes(&quote), &comment_after(span)));
        if found.len() > LIMIT {
            break;
        }
    }
    found
}

fn of_span(said: &Value, quote: &str, comment: &str) -> Noted {
    let drawn = Drawn {
        key: word(said, "annotationKey"),
        quote,
        comment,
        colour: word(said, "color").unwrap_or_default(),
        page: word(said, "pageLabel").unwrap_or_default(),
    };
    drawn.noted(BTreeSet::new(), (None, None), (None, None))
}

/// What stands behind a highlight in its paragraph, but for the citation, up to the next highlight.
fn comment_after(span: &NodeRef<'_>) -> String {
    let mut comment = String::new();
    let mut next = span.next_sibling();
    while let Some(node) = next {
        if node.attr("data-annotation").is_some() {
            break;
        }
        let is_citation = node.attr("class").is_some_and(|class| class.contains("citation"));
        if !is_citation {
            let words = node.text();
            // In Markdown a paragraph ends at an empty line.
            match words.split_once("\n\n") {
                Some((before, _)) => {
                    comment += before;
                    break;
                }
                None => comment += &words,
            }
        }
        next = node.next_sibling();
    }
    comment.trim().to_owned()
}

/// `“words” ([Author, 2021, p. 2](zotero://select/…)) ([pdf](zotero://open-pdf/…?annotation=KEY)) comment`
fn of_markdown(words: &str) -> Vec<Noted> {
    let paragraphs = words
        .split("\n\n")
        .flat_map(|paragraph| paragraph.split("\n- "))
        .take(LIMIT + 1);
    paragraphs.filter_map(of_paragraph).collect()
}

fn of_paragraph(paragraph: &str) -> Option<Noted> {
    let paragraph = paragraph.trim().trim_start_matches(['-', '*', '>', '#', ' ', '[']);
    let link = paragraph.find("zotero://open")?;
    let address = &paragraph[link..];
    let address = &address[..address.find([')', ' ', '\n'])?];
    let before = &paragraph[..link];
    // The words end where the first citation or link begins.
    let end = [" ([", "](", " (\\["]
        .iter()
        .filter_map(|mark| before.find(mark))
        .min()?;
    let quote = without_quotes(before[..end].trim());
    let comment = paragraph[link + address.len()..].trim_start_matches(')').trim();
    let key = address
        .split_once("annotation=")
        .map(|(_, key)| key.split('&').next().unwrap_or(key));
    let drawn = Drawn {
        key,
        quote: &quote,
        comment,
        colour: "",
        page: "",
    };
    (!quote.is_empty()).then(|| drawn.noted(BTreeSet::new(), (None, None), (None, None)))
}

/// Zotero puts what it quotes between quotation marks.
fn without_quotes(words: &str) -> String {
    const PAIRS: [(char, char); 4] = [('“', '”'), ('«', '»'), ('"', '"'), ('„', '“')];
    let words = words.trim();
    let inner = PAIRS
        .iter()
        .find_map(|(open, close)| words.strip_prefix(*open)?.strip_suffix(*close));
    inner.unwrap_or(words).trim().to_owned()
}

/// `%7B%22` and the like.
fn unescaped(words: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(words.len());
    let mut rest = words.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        bytes.push(match (first, after) {
            (b'%', [high, low, ..]) => {
                rest = &after[2..];
                let digit = |byte: u8| char::from(byte).to_digit(16);
                (digit(*high)? * 16 + digit(*low)?) as u8
            }
            _ => first,
        });
    }
    String::from_utf8(bytes).ok()
}
