//! What came of reading a file: the article as it was understood, and what came with it.

use obelus_core::article::Format;
use obelus_core::body::Body;
use obelus_core::id::Time;
use obelus_core::mark::Colour;
use obelus_core::picture::PictureFile;
use obelus_core::text::TextRange;
use serde::{Deserialize, Serialize};

/// An article as it was understood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Imported {
    /// The headline; without one, the first words.
    pub title: String,
    pub byline: Option<String>,
    pub site: Option<String>,
    /// When it was published, as the source says it (ISO 8601, a day or a moment).
    pub published: Option<String>,
    /// Where the page stands on the web, if it says so.
    pub url: Option<String>,
    /// BCP 47, as short as possible.
    pub language: Option<String>,
    pub format: Format,
    pub body: Body,
    /// How many characters could not be read and became U+FFFD.
    pub replaced: u32,
    /// Every picture that a body names, once.
    #[serde(skip)]
    pub pictures: Vec<PictureFile>,
    /// Comments, notes and highlights of others, in reading order.
    pub annotations: Vec<Annotation>,
    /// The text without the changes that are tracked in it; `body` has them as if accepted.
    pub before: Option<Box<Before>>,
    /// Why the person should look before it is kept.
    pub doubt: Option<Doubt>,
}

impl Imported {
    /// An article of which nothing more is known.
    #[must_use]
    pub fn new(title: String, format: Format, body: Body) -> Self {
        Self {
            title,
            byline: None,
            site: None,
            published: None,
            url: None,
            language: None,
            format,
            body,
            replaced: 0,
            pictures: Vec::new(),
            annotations: Vec::new(),
            before: None,
            doubt: None,
        }
    }
}

/// What somebody noted on a passage before the file came here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Annotation {
    /// In the text that it comes with; at least one.
    pub ranges: Vec<TextRange>,
    /// The colour nearest to the one it had; nothing for a note.
    pub highlight: Option<Colour>,
    /// The first remark, then the answers to it; empty for a highlight without words.
    pub remarks: Vec<Remark>,
    /// Whether they called it settled.
    pub done: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    pub author: Option<String>,
    pub time: Option<Time>,
    /// Markdown.
    pub words: String,
}

/// A text as it was before the changes that are tracked in its file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Before {
    pub body: Body,
    /// The same annotations, where they stand in this text.
    pub annotations: Vec<Annotation>,
    /// How many stretches were put in, and taken out.
    pub inserted: u32,
    pub deleted: u32,
}

/// What an import cannot decide alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// No article was found in the page: its whole text is there (a list, a home page).
    NoArticle,
    /// The page asks to sign in or to pay, and shows the beginning at most.
    Wall,
    /// The page shows hardly more than its question about cookies.
    Cookies,
}
