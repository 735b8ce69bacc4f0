//! Reads annotations that were made elsewhere: W3C Web Annotations (our own copies among them), Readium's `.annotation`,
//! and what Hypothesis (JSON, CSV) and Zotero (JSON, notes as HTML or Markdown) export.

mod table;
mod zotero;

use std::collections::BTreeSet;

use obelus_core::id::{ArticleId, MarkId, Time};
use obelus_core::mark::{Colour, Kind, Status};
pub use obelus_core::noted::Noted;
use obelus_core::quoted::Quoted;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::elsewhere::{Elsewhere, beyond};
use crate::jsonld_out::{MOTIVES, VOCABULARY};
use crate::moment::moment;

/// The most annotations that one file may hold.
pub const LIMIT: usize = 20_000;

/// What a file of annotations holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annotations {
    /// In the file's order.
    pub noted: Vec<Noted>,
    /// The article that they are on, where the file names one of ours.
    pub article: Option<ArticleId>,
}

/// Why a file holds no annotations.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum NotAnnotations {
    #[error("it is not JSON: {0}")]
    NotJson(String),
    #[error("it holds no annotations that Obelus knows")]
    Unknown,
    #[error("it holds {found} annotations; the limit is {limit}")]
    TooMany { found: usize, limit: usize },
}

/// Whether a file's name says that it probably holds annotations, and no article.
#[must_use]
pub fn is_named_so(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    ending.is_some_and(|ending| ["annotation", "annotations", "csv", "json", "jsonld"].contains(&&*ending))
}

/// All annotations of a file, in its order.
///
/// # Errors
/// [`NotAnnotations`].
pub fn annotations(bytes: &[u8]) -> Result<Annotations, NotAnnotations> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let words = String::from_utf8_lossy(bytes);
    let annotations = match words.trim_start().chars().next() {
        Some('{' | '[') => json(words.trim_start())?,
        _ => {
            let noted = table::hypothesis(&words).or_else(|| zotero::of_note(&words));
            let noted = noted.ok_or(NotAnnotations::Unknown)?;
            Annotations { noted, article: None }
        }
    };
    let (found, limit) = (annotations.noted.len(), LIMIT);
    if found > limit {
        return Err(NotAnnotations::TooMany { found, limit });
    }
    Ok(annotations)
}

fn json(words: &str) -> Result<Annotations, NotAnnotations> {
    let file: Value = match serde_json::from_str(words) {
        Ok(file) => file,
        // A Markdown note may begin with a link.
        Err(error) => match zotero::of_note(words) {
            Some(noted) => return Ok(Annotations { noted, article: None }),
            None => return Err(NotAnnotations::NotJson(error.to_string())),
        },
    };
    if let Some(noted) = zotero::of_items(&file) {
        return Ok(Annotations { noted, article: None });
    }
    let items = items(&file).ok_or(NotAnnotations::Unknown)?;
    if !items.iter().all(|item| item.get("target").is_some()) {
        return Err(NotAnnotations::Unknown);
    }
    let article = word(&file, "article").and_then(|id| id.strip_prefix("urn:uuid:")?.parse().ok());
    Ok(Annotations {
        noted: items.into_iter().map(noted).collect(),
        article: article.map(ArticleId),
    })
}

/// The id of the mark that an annotation becomes: the same each time, so that it is known when it comes again.
fn id_of(program: &str, annotation: &str) -> MarkId {
    let digest = Sha256::digest(format!("{program} {annotation}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    MarkId(uuid::Builder::from_random_bytes(bytes).into_uuid())
}

/// The annotations, whatever holds them.
fn items(file: &Value) -> Option<Vec<&Value>> {
    if let Value::Array(all) = file {
        return Some(all.iter().collect());
    }
    if file.get("target").is_some() {
        return Some(vec![file]);
    }
    let holders = [file.get("first"), Some(file)];
    let named = holders.into_iter().flatten().find_map(|holder| {
        ["items", "rows", "annotations"]
            .iter()
            .find_map(|name| holder.get(name))
    });
    named?.as_array().map(|all| all.iter().collect())
}

/// What is read of an annotation, and what is written in its place.
const READ: [&str; 15] = [
    "id",
    "type",
    "motivation",
    "created",
    "modified",
    "updated",
    "creator",
    "modifiedBy",
    "target",
    "body",
    "text",
    "tags",
    "status",
    "recheck",
    "placement",
];
const READ_OF_BODY: [&str; 5] = ["id", "type", "purpose", "format", "value"];
const READ_OF_TARGET: [&str; 5] = ["id", "type", "source", "selector", "styleClass"];

fn noted(item: &Value) -> Noted {
    let bodies = all(item.get("body"));
    let mut note: Vec<&str> = Vec::new();
    let mut besides = Elsewhere {
        members: beyond(item, &READ),
        ..Elsewhere::default()
    };
    let (mut correction, mut tags) = (String::new(), BTreeSet::new());
    let status = own(item.get("status")).and_then(Status::named);
    for body in &bodies {
        let words = body.as_str().or_else(|| word(body, "value")).unwrap_or_default();
        match word(body, "purpose").unwrap_or_default() {
            "tagging" => {
                tags.extend(Some(words.trim().to_owned()).filter(|tag| !tag.is_empty()));
            }
            "editing" => correction = words.to_owned(),
            // A status in words, or the name of a colour: both are known otherwise.
            "assessing" if status.is_some() => {}
            "classifying" | "highlighting" => {}
            _ if words.is_empty() => besides.bodies.extend(body.is_object().then(|| (*body).clone())),
            _ => {
                note.push(words);
                for (name, value) in beyond(body, &READ_OF_BODY) {
                    besides.note.entry(name).or_insert(value);
                }
            }
        }
    }
    // Hypothesis keeps the words beside the body.
    note.extend(word(item, "text").filter(|words| !words.is_empty()));
    let listed = all(item.get("tags"));
    tags.extend(listed.iter().filter_map(|tag| tag.as_str()).map(str::to_owned));
    let note = note.join("\n\n");
    let targets = all(item.get("target"));
    besides.target = targets
        .first()
        .map(|target| beyond(target, &READ_OF_TARGET))
        .unwrap_or_default();
    let motives = all(item.get("motivation"));
    besides.motivation = motives
        .into_iter()
        .filter(|motive| !motive.as_str().is_some_and(|motive| MOTIVES.contains(&motive)))
        .cloned()
        .collect();
    let creator = item.get("creator").and_then(Value::as_object);
    besides.creator = creator
        .filter(|creator| creator.keys().any(|name| name != "type" && name != "name"))
        .cloned();
    Noted {
        id: word(item, "id").filter(|id| !id.is_empty()).map(|id| {
            let ours = id.strip_prefix("urn:uuid:").and_then(|id| id.parse::<Uuid>().ok());
            ours.map_or_else(|| id_of("annotation", id), MarkId)
        }),
        kind: kind(item, status, &note, &bodies, &targets),
        note,
        correction,
        tags,
        created: (author(item), time(item, "created")),
        changed: (
            word(item, "modifiedBy").map(str::to_owned).or_else(|| author(item)),
            time(item, "modified").or_else(|| time(item, "updated")),
        ),
        places: targets.iter().filter_map(|target| quoted(target)).collect(),
        elsewhere: besides.kept(),
    }
}

fn kind(item: &Value, status: Option<Status>, note: &str, bodies: &[&Value], targets: &[&Value]) -> Kind {
    if let Some(status) = status {
        let recheck = item.get("recheck").and_then(Value::as_bool).unwrap_or_default();
        return Kind::Claim { status, recheck };
    }
    let colours = targets
        .iter()
        .filter_map(|target| word(target, "styleClass"))
        .chain(bodies.iter().filter_map(|body| word(body, "color")));
    let colour = colours.into_iter().find_map(colour);
    let highlights = all(item.get("motivation"))
        .iter()
        .any(|motivation| motivation.as_str() == Some("highlighting"));
    match colour {
        Some(colour) if highlights || note.is_empty() => Kind::Highlight { colour },
        None if highlights || note.is_empty() => Kind::Highlight { colour: Colour::Yellow },
        _ => Kind::Note,
    }
}

/// A colour by our name, or by the one that is nearest to `#rrggbb`.
fn colour(name: &str) -> Option<Colour> {
    let name = name.trim().to_lowercase();
    let known = Colour::ALL.into_iter().find(|colour| colour.name() == name);
    known
        .or(match name.as_str() {
            "purple" | "red" | "magenta" => Some(Colour::Pink),
            "orange" => Some(Colour::Yellow),
            "cyan" | "grey" => Some(Colour::Blue),
            _ => None,
        })
        .or_else(|| {
            let digits = name.strip_prefix('#').filter(|digits| digits.len() == 6)?;
            let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
            let (red, green, blue) = (part(0)?, part(2)?, part(4)?);
            Some(match red.max(green).max(blue) {
                most if most == blue && blue > red => Colour::Blue,
                most if most == green && green > red => Colour::Green,
                _ if green >= 0x90 => Colour::Yellow,
                _ => Colour::Pink,
            })
        })
}

fn quoted(target: &Value) -> Option<Quoted> {
    let selectors = all(target.get("selector"));
    let of = |kind: &str| selectors.iter().copied().find(|one| word(one, "type") == Some(kind));
    let quote = of("TextQuoteSelector")?;
    let position = of("TextPositionSelector").and_then(|one| {
        let at = |name: &str| one.get(name)?.as_u64()?.try_into().ok();
        Some((at("start")?, at("end")?))
    });
    let words = |name: &str| word(quote, name).unwrap_or_default().to_owned();
    Some(Quoted {
        exact: words("exact"),
        prefix: words("prefix"),
        suffix: words("suffix"),
        position,
    })
}

fn author(item: &Value) -> Option<String> {
    let creator = item.get("creator");
    let name = creator.and_then(|creator| creator.as_str().or_else(|| word(creator, "name")));
    let user = || {
        let user = word(item, "user")?;
        Some(
            user.strip_prefix("acct:")
                .unwrap_or(user)
                .split('@')
                .next()
                .unwrap_or(user),
        )
    };
    let shown = || item.get("user_info").and_then(|info| word(info, "display_name"));
    name.or_else(shown).or_else(user).map(str::to_owned)
}

fn time(item: &Value, name: &str) -> Option<Time> {
    moment(word(item, name)?)
}

/// A word of our own vocabulary.
fn own(value: Option<&Value>) -> Option<&str> {
    value?.as_str()?.strip_prefix(VOCABULARY)
}

fn word<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    value.get(name)?.as_str()
}

/// One thing or several: the model allows either.
fn all(value: Option<&Value>) -> Vec<&Value> {
    match value {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(all)) => all.iter().collect(),
        Some(one) => vec![one],
    }
}
