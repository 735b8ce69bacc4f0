//! Everything that can go wrong with a library, by what the person can do about it.

use std::io;
use std::path::{Path, PathBuf};

use obelus_core::edit::EditError;
use rusqlite::ErrorCode;

#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    #[error("the library {} is open in another Obelus", file.display())]
    InUse { file: PathBuf },
    /// Another program's file, an empty one, or one that was never a library.
    #[error("{} is not an Obelus library", file.display())]
    NotALibrary { file: PathBuf },
    #[error("the library {} was written by a newer Obelus", file.display())]
    TooNew { file: PathBuf },
    #[error("the library {} may not be written", file.display())]
    ReadOnly { file: PathBuf },
    #[error("the disk is full; {} could not be written", file.display())]
    DiskFull { file: PathBuf },
    #[error("the library {} is damaged: {reason}", file.display())]
    Damaged { file: PathBuf, reason: String },
    /// A backup never replaces what is not a backup.
    #[error("{} exists already", file.display())]
    Exists { file: PathBuf },
    #[error("{}: {source}", file.display())]
    Io { file: PathBuf, source: io::Error },
    #[error("the marks of one edit stand in several articles")]
    SeveralArticles,
    /// What another library handed on breaks a rule; the words are for whoever made it.
    #[error("the bundle is not sound: {0}")]
    Bundle(String),
    /// For the library itself: what both sides did to the article cannot be brought together.
    #[error("what was done to the article {0} here and elsewhere cannot be brought together")]
    Apart(obelus_core::id::ArticleId),
    #[error(transparent)]
    Edit(#[from] EditError),
    /// Any other answer of the database.
    #[error("the database refused: {0}")]
    Database(#[from] rusqlite::Error),
}

impl LibraryError {
    /// The same error, with the file it happened to where a person can do something about it.
    pub(crate) fn at(self, file: &Path) -> Self {
        let Self::Database(error) = self else { return self };
        let file = file.to_owned();
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull { file },
            Some(ErrorCode::ReadOnly) => Self::ReadOnly { file },
            Some(ErrorCode::NotADatabase) => Self::NotALibrary { file },
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged {
                file,
                reason: error.to_string(),
            },
            _ if matches!(
                error,
                rusqlite::Error::FromSqlConversionFailure(..) | rusqlite::Error::InvalidColumnType(..)
            ) =>
            {
                Self::Damaged {
                    file,
                    reason: error.to_string(),
                }
            }
            _ => Self::Database(error),
        }
    }

    pub(crate) fn io(file: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let file = file.to_owned();
        move |source| match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull { file },
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly { file },
            _ => Self::Io { file, source },
        }
    }
}
