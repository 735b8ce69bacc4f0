//! Edits without a database.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod arrive;
mod desk;
mod laws;
mod revise;
mod rules;
