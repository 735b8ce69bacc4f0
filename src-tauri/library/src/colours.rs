//! The table of what the person calls the highlight colours.

use obelus_core::mark::Colour;
use rusqlite::{Connection, OptionalExtension, Result, named_params};

pub(crate) const TABLES: &str = "
CREATE TABLE colour_names (
    colour TEXT PRIMARY KEY CHECK (colour IN ('yellow', 'green', 'blue', 'pink')),
    name TEXT NOT NULL
) STRICT;
";

pub(crate) fn name(connection: &Connection, colour: Colour) -> Result<Option<String>> {
    connection
        .prepare_cached("SELECT name FROM colour_names WHERE colour = :colour")?
        .query_row(named_params! {":colour": colour.name()}, |row| row.get("name"))
        .optional()
}

/// Every colour, named or not.
pub(crate) fn all(connection: &Connection) -> Result<Vec<(Colour, Option<String>)>> {
    Colour::ALL
        .into_iter()
        .map(|colour| Ok((colour, name(connection, colour)?)))
        .collect()
}

pub(crate) fn put(connection: &Connection, colour: Colour, name: Option<&str>) -> Result<()> {
    match name {
        Some(name) => connection
            .prepare_cached(
                "INSERT INTO colour_names (colour, name) VALUES (:colour, :name)
                 ON CONFLICT (colour) DO UPDATE SET name = :name",
            )?
            .execute(named_params! {":colour": colour.name(), ":name": name})?,
        None => connection
            .prepare_cached("DELETE FROM colour_names WHERE colour = :colour")?
            .execute(named_params! {":colour": colour.name()})?,
    };
    Ok(())
}
