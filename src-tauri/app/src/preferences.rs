//! How this person likes the app: one small file in the platform's configuration folder.

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::wire::{Failure, Preferences};

/// The smallest and largest reading face, in CSS pixels.
const TYPE_SIZE: std::ops::RangeInclusive<u8> = 13..=32;

/// The preferences and the file they stand in.
pub(crate) struct Kept {
    file: PathBuf,
    pub(crate) now: Preferences,
}

impl Kept {
    /// Reads the file. One that is missing or damaged gives the usual preferences: they are a convenience.
    pub(crate) fn read(folder: &Path) -> Self {
        let file = folder.join("preferences.json");
        let written = std::fs::read(&file)
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let mut now: Preferences = written.unwrap_or_default();
        if now.author.is_empty() {
            now.author = person();
        }
        now.type_size = now.type_size.clamp(*TYPE_SIZE.start(), *TYPE_SIZE.end());
        Self { file, now }
    }

    /// Keeps other preferences; the file is written whole or not at all.
    pub(crate) fn keep(&mut self, mut wanted: Preferences) -> Result<(), Failure> {
        wanted.type_size = wanted.type_size.clamp(*TYPE_SIZE.start(), *TYPE_SIZE.end());
        wanted.author = wanted.author.trim().chars().take(100).collect();
        if wanted == self.now {
            return Ok(());
        }
        self.write(&wanted)?;
        self.now = wanted;
        Ok(())
    }

    fn write(&self, preferences: &Preferences) -> Result<(), Failure> {
        let failed = |reason: std::io::Error| Failure::Unwritable {
            name: self.file.display().to_string(),
            reason: reason.to_string(),
        };
        let folder = self.file.parent().expect("the file was joined to its folder");
        let json = serde_json::to_vec_pretty(preferences).expect("preferences are plain values");
        std::fs::create_dir_all(folder).map_err(failed)?;
        let mut new = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
        new.write_all(&json).map_err(failed)?;
        new.persist(&self.file).map_err(|refused| failed(refused.error))?;
        Ok(())
    }
}

/// The name the system knows the person by.
fn person() -> String {
    ["USER", "USERNAME", "LOGNAME"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Language, Theme};

    #[test]
    fn preferences_are_found_again_and_a_damaged_file_is_no_obstacle() {
        let folder = tempfile::tempdir().unwrap();
        let mut kept = Kept::read(folder.path());
        let wanted = Preferences {
            language: Some(Language::Fr),
            theme: Theme::Dark,
            type_size: 200,
            author: " CR ".into(),
            ..kept.now.clone()
        };
        kept.keep(wanted).unwrap();
        let again = Kept::read(folder.path()).now;
        assert_eq!((again.language, again.theme), (Some(Language::Fr), Theme::Dark));
        assert_eq!((again.type_size, again.author.as_str()), (32, "CR"));
        std::fs::write(folder.path().join("preferences.json"), b"{ not json").unwrap();
        assert_eq!(Kept::read(folder.path()).now.theme, Theme::System);
    }
}
