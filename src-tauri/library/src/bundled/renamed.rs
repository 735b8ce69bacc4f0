//! Other names for all that an article is made of, for the copy of one that is here already: the same names each time.

use std::collections::BTreeMap;

use obelus_core::bundle::Step;
use obelus_core::edit::Edit;
use obelus_core::id::EditId;
use serde_json::Value;
use uuid::Uuid;

use super::{revision_of, unsound};
use crate::LibraryError;

/// Steps under other names, all of which follow from the old ones and from `salt`.
pub(super) fn renamed(steps: &[Step], salt: EditId) -> Result<Vec<Step>, LibraryError> {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut name = |id: Uuid| {
        names.insert(id.to_string(), derived(id, salt.0.as_bytes()).to_string());
    };
    for step in steps {
        name(step.id.0);
        name(step.article.0);
        step.run.iter().for_each(|run| name(run.0));
        revision_of(&step.edit).iter().for_each(|revision| name(revision.0));
        if let Edit::AddMarks { marks } = &step.edit {
            marks.iter().for_each(|mark| name(mark.id.0));
        }
    }
    let renamed = steps.iter().map(|step| {
        let mut value = serde_json::to_value(step).expect("a step is JSON");
        rename(&mut value, &names);
        serde_json::from_value(value).map_err(|error| unsound(&error.to_string()))
    });
    renamed.collect()
}

fn rename(value: &mut Value, names: &BTreeMap<String, String>) {
    match value {
        Value::String(word) => {
            if let Some(name) = names.get(word) {
                word.clone_from(name);
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|one| rename(one, names)),
        Value::Object(fields) => {
            let renamed = std::mem::take(fields).into_iter().map(|(key, mut value)| {
                rename(&mut value, names);
                (names.get(&key).cloned().unwrap_or(key), value)
            });
            fields.extend(renamed);
        }
        _ => {}
    }
}

/// An id that follows from another one.
pub(super) fn derived(id: Uuid, salt: &[u8]) -> Uuid {
    use sha2::{Digest, Sha256};
    let digest = Sha256::new().chain_update(id.as_bytes()).chain_update(salt).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}
