//! What comes in is read, and what goes out is made, where it can be killed: in a child process of the same program,
//! with limits on its memory and its time, and nothing in reach but what it is handed.
//!
//! Whoever wrote a file may have written it to hang the reader or to take all memory. A reader that overflows its
//! stack, or is caught in a loop, cannot be stopped in one's own process. Nor can a typesetter that a person no longer
//! waits for.

mod asked;
mod child;
mod drawn;
mod error;
pub mod fetch;
mod first;
mod frames;
mod intake;
#[cfg(target_os = "linux")]
mod jail;
mod limits;
pub mod many;
mod order;
mod ready;
mod told;
mod told_bundle;
pub mod typefaces;

pub use child::{Reading, be_child_if_asked, be_child_who_reads_with};
pub use error::{IntakeError, NotMade};
pub use intake::Intake;
pub use limits::Limits;
