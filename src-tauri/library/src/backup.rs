//! Copies of a library: whole, checked, and put in their place at once.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, named_params};

use crate::LibraryError;
use crate::files::{beside, look, make_folder, neighbour, put_in_place};

/// Writes a consistent copy of what the connection sees; gives its size in bytes.
///
/// An earlier backup of that name is replaced; anything else is not.
pub(crate) fn copy(connection: &Connection, library: &Path, to: &Path) -> Result<u64, LibraryError> {
    let replace = to.exists();
    if replace {
        let same = matches!((fs::canonicalize(library), fs::canonicalize(to)), (Ok(a), Ok(b)) if a == b);
        if same || look(to).is_err() || beside(to, "wal").exists() {
            return Err(LibraryError::Exists { file: to.to_owned() });
        }
    }
    let new = neighbour(to)?;
    let name = new.path().to_str().ok_or_else(|| {
        let error = std::io::Error::new(
            std::io::ErrorKind::InvalidFilename,
            "the name of the folder is not Unicode",
        );
        LibraryError::io(to)(error)
    })?;
    connection
        .execute("VACUUM INTO :name", named_params! {":name": name})
        .map_err(|error| LibraryError::from(error).at(to))?;
    prove(new.path()).map_err(|error| error.at(to))?;
    put_in_place(new, to, replace)?;
    Ok(fs::metadata(to).map_err(LibraryError::io(to))?.len())
}

/// A copy that cannot be read is no backup.
fn prove(copy: &Path) -> Result<(), LibraryError> {
    let connection =
        Connection::open_with_flags(copy, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    let answer: String = connection.pragma_query_value(None, "integrity_check", |row| row.get(0))?;
    if answer == "ok" {
        Ok(())
    } else {
        Err(LibraryError::Damaged {
            file: copy.to_owned(),
            reason: answer,
        })
    }
}

/// Copies a library before its tables are changed, into `backups` beside it.
pub(crate) fn before_migration(connection: &Connection, library: &Path, version: u32) -> Result<(), LibraryError> {
    let folder = folder(library)?;
    let name = (1..)
        .map(|n| folder.join(format!("before-version-{}-{n}.obelus", version + 1)))
        .find(|path| !path.exists())
        .expect("there is a number that no file has");
    copy(connection, library, &name)?;
    Ok(())
}

/// The folder of the backups, made if it is not there.
pub(crate) fn folder(library: &Path) -> Result<PathBuf, LibraryError> {
    let folder = library.with_file_name("backups");
    make_folder(&folder)?;
    Ok(folder)
}
