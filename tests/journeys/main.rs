//! What a person does with an article, without a window: `obelus-cli` on real files.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod annotations;
mod bringing_in;
mod bundles;
mod checking;
mod returned;
mod terminal;
mod versions;
