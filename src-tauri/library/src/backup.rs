//! Copies of a library: whole, checked, and put in their place at once.

use std::fs::{self, File};
use std::path::Path;

use rusqlite::{Connection, OpenFlags, named_params};
use tempfile::{NamedTempFile, TempPath};

use crate::{LibraryError, open};

/// An empty file in the same folder, for this person alone, that goes away unless it is put in place.
pub(crate) fn neighbour(file: &Path) -> Result<NamedTempFile, LibraryError> {
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    tempfile::Builder::new()
        .prefix(".obelus-")
        .suffix(".part")
        .tempfile_in(folder)
        .map_err(LibraryError::io(file))
}

/// Gives a finished neighbour its name, for good.
pub(crate) fn put_in_place(new: NamedTempFile, file: &Path, replace: bool) -> Result<(), LibraryError> {
    let io = || LibraryError::io(file);
    // Synced through a handle of its own: SQLite wrote it through another one.
    File::options()
        .write(true)
        .open(new.path())
        .and_then(|written| written.sync_all())
        .map_err(io())?;
    let path: TempPath = new.into_temp_path();
    let placed = if replace {
        path.persist(file)
    } else {
        path.persist_noclobber(file)
    };
    placed.map_err(|failed| match failed.error.kind() {
        std::io::ErrorKind::AlreadyExists => LibraryError::Exists { file: file.to_owned() },
        _ => io()(failed.error),
    })?;
    sync_folder(file);
    Ok(())
}

/// Makes a rename last. Not every system can sync a folder, and the file itself is on disk.
fn sync_folder(file: &Path) {
    if let Some(folder) = file.parent() {
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
}

/// Writes a consistent copy of what the connection sees; gives its size in bytes.
///
/// An earlier backup of that name is replaced; anything else is not.
pub(crate) fn copy(connection: &Connection, library: &Path, to: &Path) -> Result<u64, LibraryError> {
    let replace = to.exists();
    if replace {
        let same = matches!((fs::canonicalize(library), fs::canonicalize(to)), (Ok(a), Ok(b)) if a == b);
        if same || open::look(to).is_err() || open::beside(to, "wal").exists() {
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
pub(crate) fn folder(library: &Path) -> Result<std::path::PathBuf, LibraryError> {
    let folder = library.with_file_name("backups");
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(&folder).map_err(LibraryError::io(&folder))?;
    Ok(folder)
}
