//! The tables of a library, in the order in which they came to be. Steps are only ever added.

use rusqlite_migration::{M, Migrations};

use crate::{articles, carried, colours, journal, marks, near, pictures, revisions, search};

/// "Obel": what makes an SQLite file an Obelus library.
pub(crate) const APPLICATION_ID: u32 = 0x4F62_656C;

const STEPS: [&str; 15] = [
    articles::TABLES,
    revisions::TABLES,
    marks::TABLES,
    colours::TABLES,
    journal::TABLES,
    search::TABLES,
    carried::TABLES,
    near::TABLES,
    articles::FROM_THE_WEB,
    pictures::TABLES,
    carried::FROM_ELSEWHERE,
    journal::FROM_OTHERS,
    search::DUE,
    carried::CHECKED_WORD_BY_WORD,
    marks::FROM_ELSEWHERE,
];

/// The version that this Obelus writes.
pub(crate) const VERSION: u32 = STEPS.len() as u32;

pub(crate) fn steps() -> Migrations<'static> {
    // A step may take a table apart that others refer to: what refers to nothing afterwards is found before it is kept.
    Migrations::new(STEPS.into_iter().map(|step| M::up(step).foreign_key_check()).collect())
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_step_can_be_taken() {
        super::steps().validate().unwrap();
    }
}
