//! Writes what leaves the desk, an annotated copy: whole or not at all.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// What becomes of a file that has the name already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum There {
    Replaced,
    Kept,
}

/// Writes a neighbour and gives it the name when it is on disk.
///
/// # Errors
/// When the folder or the disk refuses, when a folder or a device has the name, or when a file has it that is
/// to be kept (`AlreadyExists`). Whoever looks finds what was there before.
pub fn write(file: &Path, bytes: &[u8], there: There) -> io::Result<()> {
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".obelus-").suffix(".part");
    // A copy is to be handed on: readable as any other file that this person makes.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut new = builder.tempfile_in(folder)?;
    new.write_all(bytes)?;
    new.as_file().sync_all()?;
    if there == There::Replaced {
        // Renaming over a folder or a device would fail late or do harm.
        if fs::metadata(file).is_ok_and(|there| !there.is_file()) {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        new.persist(file)?;
    } else {
        new.persist_noclobber(file)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_there_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("copie.html");
        write(&file, b"un", There::Kept).unwrap();
        assert_eq!(
            write(&file, b"deux", There::Kept).unwrap_err().kind(),
            io::ErrorKind::AlreadyExists
        );
        assert_eq!(fs::read(&file).unwrap(), b"un");
        write(&file, b"deux", There::Replaced).unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"deux");
        assert!(write(folder.path(), b"x", There::Replaced).is_err());
        assert!(write(&folder.path().join("nowhere/copie.html"), b"x", There::Replaced).is_err());
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            1,
            "no half-written neighbour stays"
        );
    }
}
