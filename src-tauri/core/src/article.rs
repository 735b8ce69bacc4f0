//! An article and its revisions: what is read and checked, and where it came from.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::body::Body;
use crate::id::{ArticleId, RevisionId, Time};

/// The longest title, in code points; an import cuts longer ones, a rename refuses them.
pub const TITLE_LIMIT: usize = 500;

/// What is read and checked. Its text is in its revisions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Article {
    pub id: ArticleId,
    /// The name in the shelf; the person may change it, the headline in the text stays as it is.
    pub title: String,
    pub byline: Option<String>,
    pub site: Option<String>,
    /// When it was published, as the source says it: ISO 8601, a day or a moment.
    #[serde(default)]
    pub published: Option<String>,
    /// Where the page stands on the web, if it says so; never fetched.
    pub url: Option<String>,
    /// BCP 47, as short as possible: `fr`, `en`; nothing where no language was recognised.
    pub language: Option<String>,
    pub origin: Origin,
    pub created: Time,
    /// When it was put in the bin, if it is there.
    pub binned: Option<Time>,
}

/// How an article came in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "from", rename_all = "snake_case")]
#[ts(export)]
pub enum Origin {
    Clipboard,
    File {
        name: String,
    },
    /// The article that ships with the app.
    Sample,
    /// Standard input of the command line.
    Pipe,
    /// Fetched from the article's address.
    Web,
}

/// One version of an article's text. It never changes once stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Revision {
    pub id: RevisionId,
    pub article: ArticleId,
    /// 1 for the first.
    pub number: u32,
    pub reason: RevisionReason,
    pub created: Time,
    /// What the revision was made from, byte for byte; kept beside it.
    pub original: Option<Original>,
    /// Code points of the text.
    pub characters: u32,
    /// Words of the text, by Unicode's word boundaries.
    pub words: u32,
}

impl Revision {
    /// The first revision of an article that was just imported.
    #[must_use]
    pub fn first(id: RevisionId, article: ArticleId, body: &Body, original: Option<Original>, created: Time) -> Self {
        Self {
            id,
            article,
            number: 1,
            reason: RevisionReason::Imported,
            created,
            original,
            characters: body.text.len(),
            words: body.text.words(),
        }
    }
}

/// Why there is a new revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum RevisionReason {
    Imported,
    /// The file with the changes that are tracked in it.
    Accepted,
    /// The file without the changes that are tracked in it.
    Rejected,
    /// Lines that an import had set aside were brought back into the text.
    BroughtBack,
    /// The author wrote a new version.
    Revised,
}

/// The file or the clipboard as it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Original {
    pub format: Format,
    /// Its size in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
}

/// A format that an article can come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum Format {
    Text,
    Markdown,
    Html,
    /// A page with its pictures in one file, as browsers save it.
    Mhtml,
    /// Word, since 2007.
    Docx,
    /// OpenDocument text.
    Odt,
    Rtf,
    Epub,
    Pdf,
}
