//! What words mean that Word and LibreOffice write themselves: the names of their styles, and of nobody.

/// What a paragraph is by its style.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Meaning {
    Plain,
    /// From 1 to 6.
    Heading(u8),
    Quote,
    Code,
    Caption,
    /// Without words, a line across the page.
    Rule,
}

/// What the name of a built-in style says, or of one that other programs write.
pub(crate) fn named(name: &str, is_body_text: bool) -> Option<Meaning> {
    if let Some(level) = name
        .strip_prefix("heading ")
        .and_then(|level| level.trim().parse::<u8>().ok())
    {
        return (!is_body_text && level > 0).then(|| Meaning::Heading(level.min(6)));
    }
    Some(match name {
        "title" => Meaning::Heading(1),
        "quote" | "intense quote" | "block text" | "quotations" | "block quotation" | "block quote" => Meaning::Quote,
        "html preformatted" | "preformatted text" | "source code" | "code" => Meaning::Code,
        "caption" | "image caption" | "figure" | "figurecaption" | "illustration" => Meaning::Caption,
        "horizontal line" => Meaning::Rule,
        _ => return None,
    })
}

/// What programs write where a person wrote nothing, in lower case.
const NOBODY: &[&str] = &[
    "admin",
    "administrateur",
    "administrator",
    "author",
    "libreoffice",
    "microsoft office user",
    "openoffice",
    "python-docx",
    "un-named",
    "unknown",
    "unknown author",
    "user",
    "utilisateur",
    "windows user",
    "word document",
];

/// Whether a name or a title is only what a program wrote.
pub(crate) fn is_nobody(words: &str) -> bool {
    NOBODY.contains(&words.to_lowercase().as_str())
}
