//! What a checked article is: texts, marks, and every change a person can make to them.
//!
//! Pure: no I/O, no clock, no SQL, no window. Times and ids come in as arguments.

pub mod anchor;
pub mod article;
pub mod body;
pub mod bring_back;
pub mod compare;
pub mod edit;
pub mod fresh;
pub mod id;
pub mod mark;
pub mod place;
pub mod placement;
mod rules;
pub mod text;
