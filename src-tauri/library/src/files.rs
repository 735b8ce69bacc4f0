//! The files of a library: what one is by its first bytes, who may read it, and how a whole one takes its place.

use std::fs::{self, File, OpenOptions};
use std::io::Read;
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

use crate::LibraryError;
use crate::schema::{APPLICATION_ID, VERSION};

/// `library.obelus` with `-lock`, `-wal`: SQLite names its files so.
pub(crate) fn beside(file: &Path, what: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push("-");
    name.push(what);
    name.into()
}

#[cfg(unix)]
pub(crate) fn private(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600);
}

#[cfg(not(unix))]
pub(crate) fn private(_: &mut OpenOptions) {}

/// Makes a folder for this person alone. An existing folder stays as it is.
pub(crate) fn make_folder(folder: &Path) -> Result<(), LibraryError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(LibraryError::io(folder))
}

/// What the first bytes of a file say, without SQLite, which might write.
///
/// # Errors
/// When it is no library, or one of a newer version.
pub(crate) fn look(file: &Path) -> Result<(), LibraryError> {
    let not = || LibraryError::NotALibrary { file: file.to_owned() };
    if !file.is_file() {
        return Err(not());
    }
    let mut header = [0; 100];
    let mut opened = File::open(file).map_err(LibraryError::io(file))?;
    if opened.read_exact(&mut header).is_err() {
        return Err(not());
    }
    // https://sqlite.org/fileformat.html#the_database_header
    let number = |at: usize| u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    if !header.starts_with(b"SQLite format 3\0") || number(68) != APPLICATION_ID {
        return Err(not());
    }
    if number(60) > VERSION {
        return Err(LibraryError::TooNew { file: file.to_owned() });
    }
    Ok(())
}

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
