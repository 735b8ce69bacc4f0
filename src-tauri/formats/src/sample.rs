//! The sample articles that ship with the app: written for it, with errors planted to be found.

/// The Markdown of the sample in `fr` or, for any other language, in English.
#[must_use]
pub fn sample(language: &str) -> &'static str {
    match language {
        "fr" => include_str!("../samples/fr.md"),
        _ => include_str!("../samples/en.md"),
    }
}
