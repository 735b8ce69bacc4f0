//! Opens a library file: what it is, whether it may be written, and how SQLite is to treat it.
//!
//! Nothing is written before the file is known to be a library of a version that is understood.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::files::{beside, look, make_folder, neighbour, private, put_in_place};
use crate::schema::{APPLICATION_ID, VERSION, steps};
use crate::{LibraryError, backup};

/// Held for as long as the library is open; the system lets go of it when the process ends, however it ends.
pub(crate) struct Lock {
    _file: File,
}

/// Takes the library for this process alone.
pub(crate) fn lock(file: &Path) -> Result<Lock, LibraryError> {
    let path = beside(file, "lock");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    private(&mut options);
    let lock = options.open(&path).map_err(LibraryError::io(&path))?;
    match lock.try_lock() {
        Ok(()) => Ok(Lock { _file: lock }),
        Err(TryLockError::WouldBlock) => Err(LibraryError::InUse { file: file.to_owned() }),
        Err(TryLockError::Error(error)) => Err(LibraryError::io(&path)(error)),
    }
}

/// The library in this file, made if there is none; brought to this version if it is older.
pub(crate) fn open(file: &Path) -> Result<(Connection, Lock), LibraryError> {
    let exists = fs::symlink_metadata(file).is_ok();
    if exists {
        look(file)?;
        refuse_read_only(file)?;
    } else if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        make_folder(folder)?;
    }
    let lock = lock(file)?;
    if !file.exists() {
        create(file)?;
    }
    keep_private(file)?;
    let mut connection = Connection::open_with_flags(
        file,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    // The version may stand in the write-ahead log alone: until it is known, closing must not touch the file.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    let version = version(&connection, file)?;
    if connection.is_readonly("main")? {
        return Err(LibraryError::ReadOnly { file: file.to_owned() });
    }
    settle(&connection, file)?;
    if version < VERSION {
        backup::before_migration(&connection, file, version)?;
        migrate(&mut connection, file)?;
    }
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    Ok((connection, lock))
}

/// The library in this file, to read it beside whoever has it open.
pub(crate) fn open_to_read(file: &Path) -> Result<Connection, LibraryError> {
    look(file)?;
    let connection =
        Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    version(&connection, file)?;
    distrust(&connection)?;
    Ok(connection)
}

fn refuse_read_only(file: &Path) -> Result<(), LibraryError> {
    let metadata = fs::metadata(file).map_err(LibraryError::io(file))?;
    // Asked for and not only tried: an administrator may write what is marked as not to be written.
    if metadata.permissions().readonly() {
        return Err(LibraryError::ReadOnly { file: file.to_owned() });
    }
    Ok(())
}

#[cfg(unix)]
fn keep_private(file: &Path) -> Result<(), LibraryError> {
    use std::os::unix::fs::PermissionsExt;
    // SQLite gives the write-ahead log the same permissions.
    let metadata = fs::metadata(file).map_err(LibraryError::io(file))?;
    if metadata.permissions().mode() & 0o077 != 0 {
        fs::set_permissions(file, fs::Permissions::from_mode(0o600)).map_err(LibraryError::io(file))?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn keep_private(_: &Path) -> Result<(), LibraryError> {
    Ok(())
}

/// A new library appears whole or not at all: a file that has its name has its tables and says what it is.
fn create(file: &Path) -> Result<(), LibraryError> {
    for log in ["wal", "journal"].map(|what| beside(file, what)) {
        // The log of a library that was taken away would be played into the new one.
        if log.exists() {
            let aside = beside(&log, "without-library");
            fs::rename(&log, &aside).map_err(LibraryError::io(&log))?;
        }
    }
    let new = neighbour(file)?;
    let mut connection = Connection::open(new.path())?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    migrate(&mut connection, file)?;
    connection.close().map_err(|(_, error)| error)?;
    put_in_place(new, file, false)
}

/// The version of the tables.
fn version(connection: &Connection, file: &Path) -> Result<u32, LibraryError> {
    let id: u32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    match (id, version) {
        (APPLICATION_ID, 1..=VERSION) => Ok(version),
        (APPLICATION_ID, version) if version > VERSION => Err(LibraryError::TooNew { file: file.to_owned() }),
        _ => Err(LibraryError::NotALibrary { file: file.to_owned() }),
    }
}

fn migrate(connection: &mut Connection, file: &Path) -> Result<(), LibraryError> {
    // Within a transaction it cannot be turned off, and a table that others refer to could not be made anew; each step
    // checks all references at its end instead. https://sqlite.org/lang_altertable.html#otheralter
    connection.pragma_update(None, "foreign_keys", false)?;
    steps().to_latest(connection).map_err(|error| match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => LibraryError::Database(err).at(file),
        other => LibraryError::Damaged {
            file: file.to_owned(),
            reason: other.to_string(),
        },
    })?;
    Ok(connection.pragma_update(None, "foreign_keys", true)?)
}

/// What a file says about itself is not to be believed.
fn distrust(connection: &Connection) -> Result<(), LibraryError> {
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "mmap_size", 0)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    Ok(())
}

/// The settings under which a commit that was acknowledged is on disk.
fn settle(connection: &Connection, file: &Path) -> Result<(), LibraryError> {
    distrust(connection)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "checkpoint_fullfsync", true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "secure_delete", true)?;
    let mode: String = connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if mode != "wal" {
        return Err(LibraryError::Damaged {
            file: file.to_owned(),
            reason: format!("its folder does not allow a write-ahead log (journal mode {mode})"),
        });
    }
    // Room for the largest single edit, a new version with ten thousand marks: with less (2 MiB) its pages would be
    // written out and read back several times before they are committed. In KiB; taken only as it is needed.
    connection.pragma_update(None, "cache_size", -65_536)?;
    // The log is written back while nobody waits (`Library::do_chore`); here only where that never comes. In pages.
    connection.pragma_update(None, "wal_autocheckpoint", 16_384)?;
    connection.set_prepared_statement_cache_capacity(100);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_acknowledged_commit_is_on_disk_and_a_file_is_not_believed() {
        let folder = tempfile::tempdir().unwrap();
        let (connection, _lock) = open(&folder.path().join("library.obelus")).unwrap();
        for (pragma, value) in [
            ("journal_mode", "wal"),
            ("synchronous", "2"),
            ("fullfsync", "1"),
            ("checkpoint_fullfsync", "1"),
            ("foreign_keys", "1"),
            ("secure_delete", "1"),
            ("trusted_schema", "0"),
            ("cell_size_check", "1"),
            ("temp_store", "2"),
            ("mmap_size", "0"),
            ("application_id", &APPLICATION_ID.to_string()),
            ("user_version", &VERSION.to_string()),
        ] {
            let found = connection.pragma_query_value(None, pragma, |row| {
                let value: rusqlite::types::Value = row.get(0)?;
                Ok(match value {
                    rusqlite::types::Value::Integer(number) => number.to_string(),
                    rusqlite::types::Value::Text(text) => text,
                    other => format!("{other:?}"),
                })
            });
            // A system that cannot map files has no such setting.
            if found != Err(rusqlite::Error::QueryReturnedNoRows) {
                assert_eq!(found.unwrap(), value, "{pragma}");
            }
        }
        // DEFENSIVE: the tables of the search index cannot be written behind its back.
        assert!(connection.execute("DELETE FROM mark_words_data", []).is_err());
    }

    #[test]
    fn every_table_of_ours_is_strict() {
        let folder = tempfile::tempdir().unwrap();
        let (connection, _lock) = open(&folder.path().join("library.obelus")).unwrap();
        let mut tables = connection
            .prepare("SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
            .unwrap();
        let tables = tables.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, bool>(1)?)));
        for table in tables.unwrap() {
            let (name, strict) = table.unwrap();
            assert!(strict, "{name}");
        }
    }
}
