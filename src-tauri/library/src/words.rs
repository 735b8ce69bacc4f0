//! Turns the core's closed lists (a status, a format, a deed) into the words that stand in the database, and back.

use rusqlite::types::Type;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The word of a value that is written as one word: `wrong`, `html`, `note_written`.
pub(crate) fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        other => unreachable!("only closed lists of words are stored as words, not {other:?}"),
    }
}

/// The value of a stored word.
pub(crate) fn value<T: DeserializeOwned>(word: String) -> rusqlite::Result<T> {
    serde_json::from_value(serde_json::Value::String(word)).map_err(unfit)
}

/// A value of the core as JSON.
pub(crate) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("the core's types have string keys and no failing writer")
}

/// The value that a stored JSON text holds.
pub(crate) fn from_json<T: DeserializeOwned>(json: &str) -> rusqlite::Result<T> {
    serde_json::from_str(json).map_err(unfit)
}

/// A stored value that the core does not admit.
pub(crate) fn unfit(error: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, Type::Text, Box::new(error))
}
