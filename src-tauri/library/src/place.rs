//! Where the library stands on this machine, and what the machine is called in the journal.

use std::path::PathBuf;
use std::{fs, io};

/// The library that the app and the command line use unless told otherwise: `OBELUS_LIBRARY`, else a file in
/// the platform's data folder; nothing where a person has no such folder.
#[must_use]
pub fn default_path() -> Option<PathBuf> {
    match std::env::var_os("OBELUS_LIBRARY").filter(|path| !path.is_empty()) {
        Some(path) => Some(path.into()),
        None => Some(data_folder()?.join("library.obelus")),
    }
}

/// What this machine is called in the journal: `new` the first time, the same ever after.
///
/// It stands in a file of its own and not in the library, for a copy of the library on another machine is
/// another device. Where no such file can be kept, it is `new` each time.
#[must_use]
pub fn device(new: &str) -> String {
    remembered(new).unwrap_or_else(|_| new.to_owned())
}

fn remembered(new: &str) -> io::Result<String> {
    let folder = data_folder().ok_or(io::ErrorKind::NotFound)?;
    let file = folder.join("device");
    match fs::read_to_string(&file) {
        Ok(name) if !name.trim().is_empty() => Ok(name.trim().to_owned()),
        _ => {
            let mut builder = fs::DirBuilder::new();
            builder.recursive(true);
            #[cfg(unix)]
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            builder.create(&folder)?;
            fs::write(&file, new)?;
            Ok(new.to_owned())
        }
    }
}

fn data_folder() -> Option<PathBuf> {
    Some(
        directories::ProjectDirs::from("org", "", "obelus")?
            .data_dir()
            .to_owned(),
    )
}
