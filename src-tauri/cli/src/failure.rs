//! Why a request could not be met: a stable code for programs, words for people, and the exit code.

use std::io;
use std::path::{Path, PathBuf};

use obelus_core::anchor::QuoteError;
use obelus_core::edit::EditError;
use obelus_core::revise::ReviseError;
use obelus_core::text::RangeError;
use obelus_formats::{CopyError, ReadError};
use obelus_intake::fetch::FetchError;
use obelus_intake::many::NotTaken;
use obelus_intake::{IntakeError, NotMade};
use obelus_library::LibraryError;
use serde_json::{Value, json};

#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("{0}")]
    Usage(String),
    #[error("there is no library {}", .0.display())]
    NoLibrary(PathBuf),
    #[error("this person has no folder for a library; name one with --library")]
    NoPlace,
    #[error("there is no {what} {id}")]
    Absent { what: &'static str, id: String },
    #[error("{count} {what}s have an id like {id}; give more of it")]
    AmbiguousId {
        what: &'static str,
        id: String,
        count: usize,
    },
    #[error("the article has no revision {number}; the latest is {latest}")]
    NoRevision { number: u32, latest: u32 },
    #[error(transparent)]
    Quote(#[from] QuoteError),
    #[error(transparent)]
    Range(#[from] RangeError),
    #[error(
        "{article} became another one here than in the bundle (its text, or a mark); --copy adds the bundle's as an article of its own"
    )]
    TwoTexts { article: String },
    #[error(
        "it is a copy of an older version of {article}, with other words: its text would take back what has changed since; `revise {article}` takes it in all the same"
    )]
    Behind { article: String },
    #[error("no bundle can be made: {0}")]
    NoBundle(obelus_formats::bundle::NotBundle),
    #[error("{file} cannot be imported: {error}")]
    Import { file: String, error: IntakeError },
    #[error("{file} is not taken in: {why}")]
    NotTaken { file: String, why: NotTaken },
    #[error("{address} cannot be fetched: {error}")]
    Fetch { address: String, error: FetchError },
    #[error("this program cannot find itself, to read what comes in: {0}")]
    NoIntake(io::Error),
    #[error("{file} is not a list of marks: {reason}")]
    Marks { file: String, reason: String },
    #[error("mark {number} of the list: {failure}")]
    InList { number: usize, failure: Box<Self> },
    #[error("{} cannot be read: {error}", file.display())]
    Unreadable { file: PathBuf, error: io::Error },
    #[error("{} cannot be written: {error}", file.display())]
    Unwritable { file: PathBuf, error: io::Error },
    #[error("the {what} copy cannot be made: {error}")]
    NotMade { what: &'static str, error: NotMade },
    #[error(transparent)]
    Revise(#[from] ReviseError),
    #[error("there is nothing to undo")]
    NothingToUndo,
    #[error("there is nothing to redo")]
    NothingToRedo,
    #[error(transparent)]
    Library(#[from] LibraryError),
}

impl Failure {
    pub(crate) fn unreadable(file: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let file = file.to_owned();
        move |error| Self::Unreadable { file, error }
    }

    pub(crate) fn unwritable(file: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let file = file.to_owned();
        move |error| Self::Unwritable { file, error }
    }

    /// 1: the request could not be met; 2: wrong usage.
    pub(crate) fn exit(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            _ => 1,
        }
    }

    /// The word that programs go by. Never changed once given.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Usage(_) => "usage",
            Self::NoLibrary(_) => "no_library",
            Self::NoPlace => "no_place",
            Self::Absent { what: "mark", .. } => "no_mark",
            Self::Absent { .. } => "no_article",
            Self::AmbiguousId { .. } => "ambiguous_id",
            Self::NoRevision { .. } => "no_revision",
            Self::Quote(QuoteError::Absent { .. }) => "quote_absent",
            Self::Quote(QuoteError::Ambiguous { .. }) => "quote_ambiguous",
            Self::Range(error) => range_code(error),
            Self::TwoTexts { .. } => "two_texts",
            Self::Behind { .. } => "behind",
            Self::NoBundle(_) => "too_large",
            Self::Import { error, .. } => intake_code(error),
            Self::NotTaken {
                why: NotTaken::TooMany { .. },
                ..
            } => "too_many",
            Self::NotTaken { .. } => "nothing",
            Self::Fetch { error, .. } => fetch_code(error),
            Self::NoIntake(_) => "no_child",
            Self::Marks { .. } => "not_marks",
            Self::InList { failure, .. } => match **failure {
                Self::Usage(_) => "not_marks",
                _ => failure.code(),
            },
            Self::Unreadable { .. } => "unreadable",
            Self::Unwritable { .. } => "unwritable",
            Self::NotMade { error, .. } => making_code(error),
            Self::Revise(ReviseError::Same) => "same_text",
            Self::Revise(ReviseError::Stopped | ReviseError::NoContent(_)) => "refused",
            Self::NothingToUndo => "nothing_to_undo",
            Self::NothingToRedo => "nothing_to_redo",
            Self::Library(error) => library_code(error),
        }
    }

    pub(crate) fn json(&self) -> Value {
        let mut error = json!({"code": self.code(), "message": self.to_string()});
        match self {
            Self::Quote(QuoteError::Absent { .. }) => error["places"] = 0.into(),
            Self::Quote(QuoteError::Ambiguous { places, .. }) => error["places"] = (*places).into(),
            Self::Fetch {
                error: FetchError::Http { status },
                ..
            } => error["status"] = (*status).into(),
            Self::InList { number, .. } => error["number"] = (*number).into(),
            _ => {}
        }
        json!({"error": error})
    }
}

fn intake_code(error: &IntakeError) -> &'static str {
    match error {
        IntakeError::Read(error) => match error {
            ReadError::Unsupported { .. } => "unsupported",
            ReadError::Empty => "empty",
            ReadError::TooLarge { .. } => "too_large",
            ReadError::TooComplex => "too_complex",
            ReadError::Damaged => "damaged",
            ReadError::Locked => "locked",
            ReadError::Drm => "drm",
            ReadError::OldWord => "old_word",
            ReadError::Scan { .. } => "scan",
            ReadError::Beyond { .. } => "beyond_limit",
        },
        IntakeError::NotAnnotations(_) => "not_marks",
        IntakeError::NotBundle(_) => "not_a_bundle",
        IntakeError::TooSlow { .. } => "too_slow",
        IntakeError::TooMuchMemory { .. } => "too_much_memory",
        IntakeError::Crashed { .. } => "crashed",
        IntakeError::Stopped => "stopped",
        IntakeError::NoChild { .. } => "no_child",
    }
}

fn making_code(error: &NotMade) -> &'static str {
    match error {
        NotMade::Copy(CopyError::NoOriginal) => "no_original",
        NotMade::Copy(CopyError::Encrypted) => "locked",
        NotMade::Copy(CopyError::Original { .. }) => "original_refuses",
        NotMade::Copy(CopyError::Pages { .. } | CopyError::NoTypesetter) => "unwritable",
        NotMade::TooSlow { .. } => "too_slow",
        NotMade::TooMuchMemory { .. } => "too_much_memory",
        NotMade::Crashed { .. } => "crashed",
        NotMade::Stopped => "stopped",
        NotMade::NoChild { .. } => "no_child",
    }
}

fn fetch_code(error: &FetchError) -> &'static str {
    match error {
        FetchError::NotAnAddress { .. } => "not_an_address",
        FetchError::Refused { .. } => "refused_address",
        FetchError::Unreachable(_) => "unreachable",
        FetchError::Http { .. } => "http",
        FetchError::NotAPage { .. } => "not_a_page",
        FetchError::TooLarge { .. } => "too_large",
        FetchError::TooSlow { .. } => "too_slow",
        FetchError::Stopped => "stopped",
    }
}

fn range_code(error: &RangeError) -> &'static str {
    match error {
        RangeError::Empty { .. } => "range_empty",
        RangeError::Outside { .. } => "range_outside",
        RangeError::InsideGrapheme { .. } => "range_inside_grapheme",
    }
}

fn library_code(error: &LibraryError) -> &'static str {
    match error {
        LibraryError::InUse { .. } => "library_in_use",
        LibraryError::NotALibrary { .. } => "not_a_library",
        LibraryError::TooNew { .. } => "library_too_new",
        LibraryError::ReadOnly { .. } => "library_read_only",
        LibraryError::DiskFull { .. } => "disk_full",
        LibraryError::Damaged { .. } => "library_damaged",
        LibraryError::Exists { .. } => "file_exists",
        LibraryError::Io { .. } => "library_io",
        LibraryError::Bundle(_) => "not_a_bundle",
        LibraryError::Apart(_) => "two_texts",
        LibraryError::SeveralArticles => "several_articles",
        LibraryError::Database(_) => "database",
        LibraryError::Edit(edit) => match edit {
            EditError::NoArticle(_) => "no_article",
            EditError::InBin(_) => "in_bin",
            EditError::NoMark(_) => "no_mark",
            EditError::SamePlace(_) => "same_place",
            EditError::OnlyClaims => "only_claims",
            EditError::TooLong { .. } => "too_long",
            EditError::Blank(_) => "blank",
            EditError::Range(error) => range_code(error),
            _ => "refused",
        },
    }
}
