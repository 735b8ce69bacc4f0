//! What is kept: articles, marks and the journal of every edit, in one SQLite file behind one type, `Library`.

pub mod journal;
pub mod search;
pub mod shelf;
