//! What an annotation from elsewhere says that Obelus has no word for: kept with its mark as it came, and written out
//! again.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

type Members = Map<String, Value>;

/// The longest that is kept of one annotation, as JSON in bytes.
const LIMIT: usize = 1_000_000;

/// What is left of an annotation when all that Obelus knows is taken away.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Elsewhere {
    /// Of the annotation itself.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub(crate) members: Members,
    /// Whole bodies: a picture, an address.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) bodies: Vec<Value>,
    /// Of the body that holds the note.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub(crate) note: Members,
    /// Of the first target.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub(crate) target: Members,
    /// What it was made for, besides what a mark is made for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) motivation: Vec<Value>,
    /// Who made it, where more is told than a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) creator: Option<Members>,
}

impl Elsewhere {
    /// As it is kept with the mark; nothing where nothing is left, or too much.
    pub(crate) fn kept(&self) -> Option<String> {
        let words = serde_json::to_string(self).ok()?;
        (*self != Self::default() && words.len() <= LIMIT).then_some(words)
    }

    /// From what is kept with a mark; another Obelus may have kept it in another way.
    pub(crate) fn of(kept: Option<&str>) -> Self {
        kept.and_then(|words| serde_json::from_str(words).ok())
            .unwrap_or_default()
    }
}

/// The members of an object that are not among the known ones. Those that begin with `@` would change what the others
/// mean.
pub(crate) fn beyond(object: &Value, known: &[&str]) -> Members {
    let members = object.as_object().into_iter().flatten();
    members
        .filter(|(name, value)| !name.starts_with('@') && !value.is_null() && !known.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// Puts members into an object, but for those that it has.
pub(crate) fn join(object: &mut Value, members: Members) {
    let Some(own) = object.as_object_mut() else { return };
    for (name, value) in members {
        own.entry(name).or_insert(value);
    }
}
