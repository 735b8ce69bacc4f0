//! What a command answers: one JSON value for programs, a few words for people.

use serde_json::Value;

pub(crate) struct Answer {
    pub(crate) json: Value,
    pub(crate) words: String,
    /// Whether all was as asked; a check that finds damage was made, and still is no success.
    pub(crate) met: bool,
}

impl Answer {
    pub(crate) fn new(json: Value, words: impl Into<String>) -> Self {
        Self {
            json,
            words: words.into(),
            met: true,
        }
    }
}

/// The end of an id, as people are shown it: the beginning of an UUIDv7 is the time, and much alike.
pub(crate) fn short(id: impl std::fmt::Display) -> String {
    let id = id.to_string();
    id[id.len().saturating_sub(8)..].to_owned()
}

/// Words on one line, cut after so many characters.
pub(crate) fn line(words: &str, length: usize) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= length {
        return line;
    }
    let cut: String = line.chars().take(length.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

/// `1 mark`, `2 marks`.
pub(crate) fn count(number: usize, one: &str) -> String {
    if number == 1 {
        format!("1 {one}")
    } else {
        format!("{number} {one}s")
    }
}
