//! Why something that came in could not be read.

use std::io;
use std::time::Duration;

use obelus_formats::annotations_in::NotAnnotations;
use obelus_formats::bundle::NotBundle;
use obelus_formats::{CopyError, ReadError};

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IntakeError {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    NotAnnotations(#[from] NotAnnotations),
    #[error(transparent)]
    NotBundle(#[from] NotBundle),
    #[error("reading it takes longer than {} seconds", limit.as_secs())]
    TooSlow { limit: Duration },
    /// `limit` in bytes.
    #[error("reading it takes more memory than {} MiB", limit >> 20)]
    TooMuchMemory { limit: u64 },
    /// A fault of Obelus. `how` is for whoever mends it.
    #[error("reading it failed in a way that was not foreseen")]
    Crashed { how: String },
    #[error("reading it was stopped")]
    Stopped,
    #[error("no process could be started to read it: {reason}")]
    NoChild { reason: String },
}

/// Why there is no copy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotMade {
    #[error(transparent)]
    Copy(#[from] CopyError),
    #[error("it takes longer than {} minutes", limit.as_secs() / 60)]
    TooSlow { limit: Duration },
    /// `limit` in bytes.
    #[error("it takes more memory than {} MiB", limit >> 20)]
    TooMuchMemory { limit: u64 },
    /// A fault of Obelus. `how` is for whoever mends it.
    #[error("it failed in a way that was not foreseen")]
    Crashed { how: String },
    #[error("it was stopped")]
    Stopped,
    #[error("no process could be started for it: {reason}")]
    NoChild { reason: String },
}

impl From<IntakeError> for NotMade {
    fn from(error: IntakeError) -> Self {
        match error {
            IntakeError::TooSlow { limit } => Self::TooSlow { limit },
            IntakeError::TooMuchMemory { limit } => Self::TooMuchMemory { limit },
            IntakeError::Crashed { how } => Self::Crashed { how },
            IntakeError::Stopped => Self::Stopped,
            IntakeError::NoChild { reason } => Self::NoChild { reason },
            error @ (IntakeError::Read(_) | IntakeError::NotAnnotations(_) | IntakeError::NotBundle(_)) => {
                Self::Crashed { how: error.to_string() }
            }
        }
    }
}

impl IntakeError {
    pub(crate) fn no_child(error: io::Error) -> Self {
        Self::NoChild {
            reason: error.to_string(),
        }
    }
}
