//! What is kept: articles, marks and the journal of every edit, in one SQLite file behind one type, `Library`.

mod articles;
mod backup;
pub mod bundled;
mod carried;
mod check;
mod colours;
mod erase;
mod error;
mod files;
mod gathered;
pub mod handed_on;
pub mod journal;
mod kept;
mod library;
pub mod mark_history;
mod marks;
mod near;
mod noted;
mod open;
mod pictures;
pub mod place;
mod problem;
mod replay;
mod returned;
mod revisions;
mod rotation;
mod schema;
pub mod search;
pub mod shelf;
mod snippet;
mod words;

pub use error::LibraryError;
pub use gathered::Gathered;
pub use library::{Library, Reverted};
pub use near::NearArticle;
pub use problem::Problem;
