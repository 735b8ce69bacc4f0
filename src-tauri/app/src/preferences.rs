//! How this person likes the app, and what only concerns this machine: one small file in the platform's configuration
//! folder.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use obelus_core::id::{ArticleId, RevisionId};
use serde::{Deserialize, Serialize};

use crate::wire::{Failure, Preferences};

/// The smallest and largest reading face, in CSS pixels.
const TYPE_SIZE: std::ops::RangeInclusive<u8> = 13..=32;

/// How many revisions a watched file is remembered by: the newest of them that was not taken back counts.
const TAKEN: usize = 50;

/// The file that an article was opened from. It stays on this machine: another one has other paths.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WatchedFile {
    pub(crate) path: PathBuf,
    pub(crate) on: bool,
    /// The revisions that were made from it, oldest first; some may have been taken back since.
    pub(crate) taken: Vec<RevisionId>,
}

type WatchedFiles = BTreeMap<ArticleId, WatchedFile>;

/// The preferences and the file they stand in.
pub(crate) struct Kept {
    file: PathBuf,
    pub(crate) now: Preferences,
    watched: WatchedFiles,
}

/// What stands in the file.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Read {
    #[serde(flatten)]
    preferences: Preferences,
    watched: WatchedFiles,
}

#[derive(Serialize)]
struct Written<'a> {
    #[serde(flatten)]
    preferences: &'a Preferences,
    watched: &'a WatchedFiles,
}

impl Kept {
    /// Reads the file. One that is missing or damaged gives the usual preferences: they are a convenience.
    pub(crate) fn read(folder: &Path) -> Self {
        let file = folder.join("preferences.json");
        let written = std::fs::read(&file)
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let Read {
            preferences: mut now,
            watched,
        } = written.unwrap_or_default();
        if now.author.is_empty() {
            now.author = person();
        }
        now.type_size = now.type_size.clamp(*TYPE_SIZE.start(), *TYPE_SIZE.end());
        Self { file, now, watched }
    }

    /// Keeps other preferences; the file is written whole or not at all.
    pub(crate) fn keep(&mut self, mut wanted: Preferences) -> Result<(), Failure> {
        wanted.type_size = wanted.type_size.clamp(*TYPE_SIZE.start(), *TYPE_SIZE.end());
        wanted.author = wanted.author.trim().chars().take(100).collect();
        if wanted == self.now {
            return Ok(());
        }
        self.write(&wanted, &self.watched)?;
        self.now = wanted;
        Ok(())
    }

    pub(crate) fn watched_file(&self, article: ArticleId) -> Option<&WatchedFile> {
        self.watched.get(&article)
    }

    /// Remembers what a revision was made from. An article that is not watched, because the person said so, is not
    /// watched with another file either; `usually` is for one that is new here.
    pub(crate) fn remember_file(
        &mut self,
        article: ArticleId,
        revision: RevisionId,
        path: &Path,
        usually: bool,
    ) -> Result<(), Failure> {
        // The preferences are written in Unicode; a name that is not is rare, and not worth losing them.
        if path.to_str().is_none() {
            return Ok(());
        }
        let mut file = self.watched.get(&article).cloned().unwrap_or(WatchedFile {
            path: PathBuf::new(),
            on: usually,
            taken: Vec::new(),
        });
        path.clone_into(&mut file.path);
        file.taken.retain(|taken| *taken != revision);
        file.taken.push(revision);
        let many = file.taken.len().saturating_sub(TAKEN);
        file.taken.drain(..many);
        self.keep_watched(|watched| drop(watched.insert(article, file)))
    }

    pub(crate) fn watch_file(&mut self, article: ArticleId, on: bool) -> Result<(), Failure> {
        self.keep_watched(|watched| {
            if let Some(file) = watched.get_mut(&article) {
                file.on = on;
            }
        })
    }

    pub(crate) fn forget_files(&mut self, articles: &[ArticleId]) -> Result<(), Failure> {
        self.keep_watched(|watched| watched.retain(|article, _| !articles.contains(article)))
    }

    fn keep_watched(&mut self, change: impl FnOnce(&mut WatchedFiles)) -> Result<(), Failure> {
        let mut wanted = self.watched.clone();
        change(&mut wanted);
        if wanted != self.watched {
            self.write(&self.now, &wanted)?;
            self.watched = wanted;
        }
        Ok(())
    }

    fn write(&self, preferences: &Preferences, watched: &WatchedFiles) -> Result<(), Failure> {
        let failed = |reason: std::io::Error| Failure::Unwritable {
            name: self.file.display().to_string(),
            reason: reason.to_string(),
        };
        let folder = self.file.parent().expect("the file was joined to its folder");
        let json = serde_json::to_vec_pretty(&Written { preferences, watched }).expect("preferences are plain values");
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
    use uuid::Uuid;

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

    #[test]
    fn the_file_of_an_article_is_found_again_beside_the_preferences_and_forgotten_with_the_article() {
        let folder = tempfile::tempdir().unwrap();
        let (article, first, second) = (ArticleId(Uuid::now_v7()), revision(), revision());
        let mut kept = Kept::read(folder.path());
        kept.remember_file(article, first, Path::new("/desk/draft.md"), true)
            .unwrap();
        let wanted = Preferences {
            theme: Theme::Dark,
            ..kept.now.clone()
        };
        kept.keep(wanted).unwrap();
        kept.watch_file(article, false).unwrap();
        kept.remember_file(article, second, Path::new("/desk/draft-2.md"), true)
            .unwrap();

        let mut again = Kept::read(folder.path());
        let expected = WatchedFile {
            path: "/desk/draft-2.md".into(),
            on: false,
            taken: vec![first, second],
        };
        assert_eq!(again.watched_file(article), Some(&expected));
        assert_eq!(again.now.theme, Theme::Dark);
        again.forget_files(&[article]).unwrap();
        assert_eq!(Kept::read(folder.path()).watched_file(article), None);
        assert_eq!(Kept::read(folder.path()).now.theme, Theme::Dark);
    }

    fn revision() -> RevisionId {
        RevisionId(Uuid::now_v7())
    }
}
