//! Where the library stands on this machine, and what the machine is called in its journal.

use std::path::PathBuf;

/// The library that the app and the command line use unless told otherwise: `OBELUS_LIBRARY`, else a file in
/// the platform's data folder; nothing where a person has no such folder.
#[must_use]
pub fn default_path() -> Option<PathBuf> {
    match std::env::var_os("OBELUS_LIBRARY").filter(|path| !path.is_empty()) {
        Some(path) => Some(path.into()),
        None => Some(data_folder()?.join("library.obelus")),
    }
}

fn data_folder() -> Option<PathBuf> {
    Some(
        directories::ProjectDirs::from("org", "", "obelus")?
            .data_dir()
            .to_owned(),
    )
}
