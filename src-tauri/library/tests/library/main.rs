//! The library as its users meet it: through its one type, on a real file.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod backups;
mod bundles;
mod crashes;
mod damage;
mod erasing;
mod keeping;
mod laws;
mod older;
mod pictures;
mod refusals;
mod returned;
mod scene;
mod searching;
mod versions;
