//! What crosses to the screen besides the core's own types: answers, failures, preferences.

pub mod arriving;
pub mod pages;
pub mod rows;
pub mod versions;

use std::sync::Arc;

use obelus_core::article::{Article, Revision};
use obelus_core::body::Body;
use obelus_core::edit::Field;
use obelus_core::id::{ArticleId, RevisionId};
use obelus_core::mark::{Colour, Mark};
use obelus_core::text::TextRange;
use obelus_formats::{ExportFormat, Limit, Wanted};
use obelus_library::journal::JournalLine;
use obelus_library::shelf::{Facts, ShelfRow};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use arriving::{Annotated, Doubtful, Obstacle, TakenBundle};
use versions::{Near, OpenReview, Revised, Watched};

/// What the screen needs to draw itself for the first time.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct Start {
    pub version: String,
    pub preferences: Preferences,
    /// The system's language, where the app speaks it.
    pub system_language: Language,
    /// Every article, those in the bin included.
    pub shelf: Vec<ShelfRow>,
    pub facts: Facts,
    pub colours: Vec<ColourName>,
    /// The article to open at once: the last one read.
    pub last: Option<ArticleId>,
    /// That article, where it opens.
    pub open: Option<OpenArticle>,
    /// How many files the command line names: `open_named` brings them in.
    pub named: u32,
    /// The last edit that can be taken back, and the last that can be made again.
    pub undoable: Option<JournalLine>,
    pub redoable: Option<JournalLine>,
}

/// An article, opened for reading.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct OpenArticle {
    pub article: Article,
    /// The one that is shown. It can only be read where it is not the last of `versions`.
    pub revision: Revision,
    /// All of them, the oldest first.
    pub versions: Vec<Revision>,
    pub body: Arc<Body>,
    /// By place in the text. Only their places in this revision, and how they came there where something changed.
    #[serde(serialize_with = "rows::rows")]
    #[ts(as = "Vec<rows::MarkRow<'static>>")]
    pub marks: Vec<Mark>,
    /// Those without a place in this revision; `carried` says why.
    pub unplaced: Vec<Mark>,
    /// Given while the latest revision has marks that ask for an answer.
    pub review: Option<OpenReview>,
    /// Given where the file is known that it was opened from.
    pub watched: Option<Watched>,
}

/// What came of a paste, or of files that were dropped, chosen or named on the command line.
#[derive(Clone, Debug, Default, Serialize, TS)]
#[ts(export)]
pub struct Arrivals {
    /// The new articles, in the order in which they came; their rows are in `changed`.
    pub articles: Vec<ArticleId>,
    pub failures: Vec<Failure>,
    /// Articles that came in before, byte for byte or word for word: nothing was stored.
    pub there: Vec<ArticleId>,
    /// What is nearly an article of the shelf: it waits for an answer.
    pub questions: Vec<Near>,
    /// What the person is to look at first: it waits for an answer.
    pub doubts: Vec<Doubtful>,
    /// What became a new version of an article.
    pub revised: Vec<Revised>,
    /// What became of annotations that were made elsewhere.
    pub annotated: Vec<Annotated>,
    /// What became of bundles that another Obelus handed on.
    pub bundled: Vec<TakenBundle>,
    pub changed: Changed,
}

/// What an edit changed, as it now stands on disk.
#[derive(Clone, Debug, Default, Serialize, TS)]
#[ts(export)]
pub struct Changed {
    pub rows: Vec<ShelfRow>,
    pub removed_articles: Vec<ArticleId>,
    /// None of an article in `texts`: they are read again with it.
    pub marks: Vec<Mark>,
    pub removed_marks: Vec<obelus_core::id::MarkId>,
    /// Articles that have another latest revision: an open one is to be read again.
    pub texts: Vec<ArticleId>,
    /// Given when the names of the highlight colours changed.
    pub colours: Option<Vec<ColourName>>,
    pub facts: Option<Facts>,
    pub undoable: Option<JournalLine>,
    pub redoable: Option<JournalLine>,
}

/// What undo or redo did: the lines of the journal it took back or made again, newest first.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct Reverted {
    pub changed: Changed,
    pub lines: Vec<JournalLine>,
}

/// What the person calls a highlight colour; nothing: the screen's own word for it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ColourName {
    pub colour: Colour,
    pub name: Option<String>,
}

/// A file that was written.
#[derive(Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Exported {
    pub file: String,
    #[ts(type = "number")]
    pub bytes: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum Language {
    Fr,
    En,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum ShelfOrder {
    #[default]
    Changed,
    Added,
    Title,
    /// Least checked first.
    Progress,
}

/// How this person likes the app, on this machine. Not part of the library.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Preferences {
    /// Nothing: the system's.
    pub language: Option<Language>,
    pub theme: Theme,
    /// Size of the reading face, in CSS pixels: 13 to 32.
    pub type_size: u8,
    /// The name or initials that edits are signed with.
    pub author: String,
    pub order: ShelfOrder,
    pub export: ExportFormat,
    /// Which marks went out last; the tags are those of one article and not kept.
    pub wanted: Wanted,
    pub shelf_folded: bool,
    pub last_article: Option<ArticleId>,
    /// New passages in which the person found nothing to check; of the versions they looked through last.
    pub ignored: Vec<Ignored>,
    /// Articles that are seen as their pages; any other is seen as text.
    pub paged: Vec<Paged>,
}

/// Passages of one version's text that are not asked about again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Ignored {
    pub revision: RevisionId,
    pub passages: Vec<TextRange>,
}

/// An article whose pages are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Paged {
    pub article: ArticleId,
    /// The text stands beside the pages.
    pub with_text: bool,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            language: None,
            theme: Theme::System,
            type_size: 19,
            author: String::new(),
            order: ShelfOrder::Changed,
            export: ExportFormat::Html,
            wanted: Wanted::default(),
            shelf_folded: false,
            last_article: None,
            ignored: Vec::new(),
            paged: Vec::new(),
        }
    }
}

/// Something that could not be done: a code and its details. The screen has the words.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(tag = "code", rename_all = "snake_case")]
#[ts(export)]
pub enum Failure {
    /// `found` says what the file seems to be, where that is known: `Word`, `PDF`.
    Unsupported {
        name: String,
        found: Option<String>,
    },
    /// The file or the clipboard holds no words.
    Empty {
        name: String,
    },
    /// `bytes` and `limit` in bytes.
    TooLarge {
        name: String,
        #[ts(type = "number")]
        bytes: u64,
        #[ts(type = "number")]
        limit: u64,
    },
    /// A limit of the importer was passed: nesting, attributes.
    TooComplex {
        name: String,
    },
    /// It is not what its name and its first bytes say.
    Damaged {
        name: String,
    },
    /// It wants a password.
    Locked {
        name: String,
    },
    Drm {
        name: String,
    },
    OldWord {
        name: String,
    },
    /// Pages of pictures without text.
    Scan {
        name: String,
        pages: u32,
    },
    BeyondLimit {
        name: String,
        limit: Limit,
    },
    /// Reading it took longer than it may.
    TooSlow {
        name: String,
    },
    /// Reading it took more memory than it may.
    TooMuchMemory {
        name: String,
    },
    /// What read it died of it; nothing else did.
    Crashed {
        name: String,
    },
    /// The address leads to nobody who answers.
    Unreachable {
        name: String,
        why: Obstacle,
    },
    /// The address is none on the web, or leads into this machine or its own network: then to this host.
    RefusedAddress {
        name: String,
        host: Option<String>,
    },
    /// The site answered with an error: 404, 403, 500.
    Http {
        name: String,
        status: u16,
    },
    /// What the address gives is no page; `found` says what it is, where that is known.
    NotAPage {
        name: String,
        found: Option<String>,
    },
    Unreadable {
        name: String,
        reason: String,
    },
    /// The file holds no annotations of a kind that is known.
    NotAnnotations {
        name: String,
    },
    TooManyAnnotations {
        name: String,
        found: u32,
        limit: u32,
    },
    /// The file is no bundle of another Obelus, or a spoiled one.
    NotBundle {
        name: String,
    },
    NewerBundle {
        name: String,
    },
    /// The file holds annotations; no article is open for them, and it names none of the shelf.
    NoArticleToAnnotate {
        name: String,
    },
    /// A file could not be written.
    Unwritable {
        name: String,
        reason: String,
    },
    /// `name` is the copy. The PDF file that the article came from is encrypted: no marks can be put into it.
    OriginalEncrypted {
        name: String,
    },
    /// The PDF file that the article came from takes no marks.
    OriginalRefuses {
        name: String,
    },
    /// The system's clipboard did not take what was to be copied.
    NotCopied {
        reason: String,
    },
    /// `length` and `limit` in characters.
    TooLong {
        field: Field,
        length: u32,
        limit: u32,
    },
    Blank {
        field: Field,
    },
    /// The mark or the article is no longer there.
    Gone,
    NothingSelected,
    SamePlace,
    InBin,
    /// The person stopped it; nothing was stored.
    Stopped,
    /// Several files were dropped where one can be taken.
    SeveralFiles,
    /// The system names no folder for a person's data.
    NoPlace,
    /// Another Obelus has the library open.
    LibraryInUse {
        file: String,
    },
    /// The file is another program's, or damaged.
    NotALibrary {
        file: String,
    },
    LibraryTooNew {
        file: String,
    },
    LibraryReadOnly {
        file: String,
    },
    DiskFull {
        file: String,
    },
    Library {
        file: String,
        reason: String,
    },
}
