//! From what went wrong below to a code that the screen has words for.

use std::borrow::Cow;
use std::path::Path;

use obelus_core::edit::EditError;
use obelus_formats::ReadError;
use obelus_formats::annotations_in::NotAnnotations;
use obelus_formats::bundle::NotBundle;
use obelus_intake::IntakeError;
use obelus_intake::fetch::FetchError;
use obelus_intake::many::NotTaken;
use obelus_library::LibraryError;

use crate::wire::Failure;

/// Why a file or the clipboard did not become an article. `name` is what the person knows it by.
pub(crate) fn unread(name: &str, error: ReadError) -> Failure {
    let name = name.to_owned();
    match error {
        ReadError::Unsupported { found } => Failure::Unsupported {
            name,
            found: found.map(Cow::into_owned),
        },
        ReadError::Empty => Failure::Empty { name },
        ReadError::TooLarge { bytes, limit } => Failure::TooLarge { name, bytes, limit },
        ReadError::TooComplex => Failure::TooComplex { name },
        ReadError::Damaged => Failure::Damaged { name },
        ReadError::Locked => Failure::Locked { name },
        ReadError::Drm => Failure::Drm { name },
        ReadError::OldWord => Failure::OldWord { name },
        ReadError::Scan { pages } => Failure::Scan { name, pages },
        ReadError::Beyond { limit } => Failure::BeyondLimit { name, limit },
    }
}

/// Why what came in could not be read, where it can be killed.
pub(crate) fn not_read(name: &str, error: IntakeError) -> Failure {
    let named = name.to_owned();
    match error {
        IntakeError::Read(error) => unread(name, error),
        IntakeError::NotAnnotations(why) => match why {
            NotAnnotations::TooMany { found, limit } => Failure::TooManyAnnotations {
                name: named,
                found: found as u32,
                limit: limit as u32,
            },
            NotAnnotations::NotJson(_) | NotAnnotations::Unknown => Failure::NotAnnotations { name: named },
        },
        IntakeError::NotBundle(why) => match why {
            NotBundle::Newer { .. } => Failure::NewerBundle { name: named },
            NotBundle::Container(ReadError::Beyond { limit }) => Failure::BeyondLimit { name: named, limit },
            _ => Failure::NotBundle { name: named },
        },
        IntakeError::TooSlow { .. } => Failure::TooSlow { name: named },
        IntakeError::TooMuchMemory { .. } => Failure::TooMuchMemory { name: named },
        IntakeError::Crashed { .. } => Failure::Crashed { name: named },
        IntakeError::Stopped => Failure::Stopped,
        IntakeError::NoChild { reason } => Failure::Unreadable { name: named, reason },
    }
}

/// Why one of many files was not taken in.
pub(crate) fn not_taken(name: &str, why: NotTaken) -> Failure {
    match why {
        NotTaken::Unreadable { reason } => Failure::Unreadable {
            name: name.to_owned(),
            reason,
        },
        NotTaken::Unread(error) => not_read(name, error),
        NotTaken::Nothing => Failure::Empty { name: name.to_owned() },
        NotTaken::TooMany { .. } => Failure::Unreadable {
            name: name.to_owned(),
            reason: why.to_string(),
        },
    }
}

/// Why a page could not be fetched.
pub(crate) fn not_fetched(name: &str, error: FetchError) -> Failure {
    let name = name.to_owned();
    match error {
        FetchError::NotAnAddress { .. } => Failure::RefusedAddress { name, host: None },
        FetchError::Refused { host } => Failure::RefusedAddress { name, host: Some(host) },
        FetchError::Unreachable(why) => Failure::Unreachable { name, why: why.into() },
        FetchError::Http { status } => Failure::Http { name, status },
        FetchError::NotAPage { found } => Failure::NotAPage {
            name,
            found: Some(found),
        },
        FetchError::TooLarge { bytes, limit } => Failure::TooLarge { name, bytes, limit },
        FetchError::TooSlow { .. } => Failure::TooSlow { name },
        FetchError::Stopped => Failure::Stopped,
    }
}

/// Why a file could not be read from the disk.
pub(crate) fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Unreadable {
        name: name_of(path),
        reason: error.to_string(),
    }
}

/// The last part of a path, as a person names a file.
pub(crate) fn name_of(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

impl From<LibraryError> for Failure {
    fn from(error: LibraryError) -> Self {
        let file = |path: &Path| path.display().to_string();
        match error {
            LibraryError::Edit(edit) => edit.into(),
            LibraryError::InUse { file: path } => Self::LibraryInUse { file: file(&path) },
            LibraryError::NotALibrary { file: path } => Self::NotALibrary { file: file(&path) },
            LibraryError::TooNew { file: path, .. } => Self::LibraryTooNew { file: file(&path) },
            LibraryError::ReadOnly { file: path } => Self::LibraryReadOnly { file: file(&path) },
            LibraryError::DiskFull { file: path } => Self::DiskFull { file: file(&path) },
            other => Self::Library {
                file: String::new(),
                reason: other.to_string(),
            },
        }
    }
}

impl From<EditError> for Failure {
    fn from(error: EditError) -> Self {
        match error {
            EditError::TooLong { what, length, limit } => Self::TooLong {
                field: what,
                length: length as u32,
                limit: limit as u32,
            },
            EditError::Blank(field) => Self::Blank { field },
            EditError::InBin(_) => Self::InBin,
            EditError::SamePlace(_) => Self::SamePlace,
            EditError::Range(_) => Self::NothingSelected,
            EditError::NoArticle(_) | EditError::NoMark(_) | EditError::NoRevision(_) => Self::Gone,
            other => Self::Library {
                file: String::new(),
                reason: other.to_string(),
            },
        }
    }
}
