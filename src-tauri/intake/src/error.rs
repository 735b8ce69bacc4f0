//! Why something that came in could not be read.

use std::io;
use std::time::Duration;

use obelus_formats::ReadError;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IntakeError {
    #[error(transparent)]
    Read(#[from] ReadError),
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

impl IntakeError {
    pub(crate) fn no_child(error: io::Error) -> Self {
        Self::NoChild {
            reason: error.to_string(),
        }
    }
}
