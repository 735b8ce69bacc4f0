//! What came of reading a file: the article as it was understood, and what came with it.

use std::sync::Arc;

pub use obelus_core::annotation::{Annotation, OnMark, Remark};
use obelus_core::arrive::{Arriving, Reading};
use obelus_core::article::{Article, Format, Origin, Original, RevisionReason};
use obelus_core::body::Body;
use obelus_core::id::{ArticleId, Time};
use obelus_core::picture::PictureFile;
pub use obelus_core::returned::CopyOf;
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
    /// The version that it is a copy of, where we wrote it and it came back.
    pub copy_of: Option<CopyOf>,
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
            copy_of: None,
        }
    }

    /// What it is a copy of, as it is read where that is wanted.
    #[must_use]
    pub fn copy(&self, wanted: Tracked) -> Option<CopyOf> {
        let is_as_read = wanted == Tracked::Accepted || self.before.is_none();
        self.copy_of.map(|copy| CopyOf {
            is_untouched: copy.is_untouched && is_as_read,
            ..copy
        })
    }

    /// The reading that is wanted, and the other one where the file tracks changes.
    #[must_use]
    pub fn readings(self, wanted: Tracked) -> (Reading, Option<Reading>) {
        let tracks = self.before.is_some();
        let with = Reading {
            body: Arc::new(self.body),
            annotations: self.annotations,
            reason: if tracks {
                RevisionReason::Accepted
            } else {
                RevisionReason::Imported
            },
        };
        let Some(before) = self.before else { return (with, None) };
        let without = Reading {
            body: Arc::new(before.body),
            annotations: before.annotations,
            reason: RevisionReason::Rejected,
        };
        match wanted {
            Tracked::Accepted => (with, Some(without)),
            Tracked::Rejected => (without, Some(with)),
        }
    }

    /// The article that it becomes. `original` is what it was read from.
    #[must_use]
    pub fn arriving(
        self,
        id: ArticleId,
        origin: Origin,
        created: Time,
        original: Arc<[u8]>,
        wanted: Tracked,
    ) -> Arriving {
        let mut imported = self;
        let article = Article {
            id,
            title: std::mem::take(&mut imported.title),
            byline: imported.byline.take(),
            site: imported.site.take(),
            published: imported.published.take(),
            url: imported.url.take(),
            language: imported.language.take(),
            origin,
            created,
            binned: None,
        };
        let kept = Original {
            format: imported.format,
            bytes: original.len() as u64,
        };
        let pictures = std::mem::take(&mut imported.pictures);
        let (reading, other) = imported.readings(wanted);
        Arriving {
            article,
            reading,
            other,
            pictures,
            original: (kept, original),
        }
    }
}

/// What is to become of the changes that are tracked in a file; what is not wanted is kept as the version before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tracked {
    #[default]
    Accepted,
    Rejected,
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
