//! What a checked article is: texts, marks, and every change a person can make to them.
//!
//! Pure: no I/O, no clock, no SQL, no window. Times and ids come in as arguments.

mod alignment;
pub mod anchor;
pub mod annotation;
pub mod arrive;
pub mod article;
pub mod beginning;
pub mod body;
pub mod bring_back;
pub mod bundle;
pub mod compare;
pub mod comparison;
pub mod done;
pub mod edit;
#[cfg(test)]
mod fake;
pub mod find_quoted;
mod fold;
pub mod fresh;
mod gap;
pub mod id;
mod landmarks;
pub mod likeness;
pub mod mark;
pub mod merge;
pub mod noted;
mod pair;
mod pairing;
pub mod picture;
mod pictured;
mod pieces;
pub mod place;
pub mod placement;
pub mod quoted;
pub mod relocate;
pub mod returned;
pub mod review;
pub mod revise;
mod rules;
mod seams;
mod search;
mod sentence;
pub mod text;
pub mod text_diff;
mod unchanged;
mod wording;
