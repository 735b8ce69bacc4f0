//! Holds the arrows of the house: who may import whom, in Rust and on the screen.
//!
//! It reads the source as text, so it needs neither a build of the app nor Node.

#![allow(clippy::unwrap_used)]

mod crates;
mod graph;
mod screen;
mod source;

use std::path::PathBuf;

/// The top of the checkout.
fn house() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap()
}

/// One line a fault, so that all are seen at once.
fn nothing(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}
