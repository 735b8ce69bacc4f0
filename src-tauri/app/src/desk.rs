//! The desk: the open library, the preferences, and who sits at it.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{SystemTime, UNIX_EPOCH};

use obelus_core::article::Format;
use obelus_core::edit::Edit;
use obelus_core::id::{ArticleId, EditId, GroupId, RevisionId, Time, Touch};
use obelus_library::journal::Stamp;
use obelus_library::{Library, LibraryError, place};
use tauri::{AppHandle, Manager};
use uuid::Uuid;

use crate::arguments::Arguments;
use crate::preferences::{Kept, WatchedFile};
use crate::refresh;
use crate::wire::{Changed, Failure, Preferences};

/// Everything the commands share.
pub(crate) struct Desk {
    /// Or why it could not be opened; the window then says so.
    library: Result<Mutex<Library>, Failure>,
    preferences: Mutex<Kept>,
    /// Files named on the command line, until the screen is there to be told of them.
    pub(crate) files: Mutex<Vec<PathBuf>>,
}

impl Desk {
    pub(crate) fn open(app: &AppHandle, arguments: Arguments) -> Self {
        let configuration = app.path().app_config_dir().unwrap_or_else(|_| PathBuf::from("."));
        Self::with(Kept::read(&configuration), arguments)
    }

    pub(crate) fn with(preferences: Kept, arguments: Arguments) -> Self {
        let library = match arguments.library.or_else(place::default_path) {
            Some(path) => open(&path).map_err(Failure::from),
            None => Err(Failure::NoPlace),
        };
        Self {
            library: library.map(Mutex::new),
            preferences: Mutex::new(preferences),
            files: Mutex::new(arguments.files),
        }
    }

    /// Lends the library. One person at a time: the library has one writer.
    ///
    /// # Errors
    /// Why the library could not be opened, or what `work` answers.
    pub(crate) fn library<T, E>(&self, work: impl FnOnce(&mut Library) -> Result<T, E>) -> Result<T, Failure>
    where
        Failure: From<E>,
    {
        let library = self.library.as_ref().map_err(Clone::clone)?;
        // A command that panicked has rolled its transaction back; the library is as it was.
        let mut library = library.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        Ok(work(&mut library)?)
    }

    /// Makes an edit and says what the screen has to show anew.
    pub(crate) fn edit(
        &self,
        group: Option<GroupId>,
        make: impl FnOnce(&mut Library, &Touch) -> Result<Edit, Failure>,
    ) -> Result<Changed, Failure> {
        let stamp = self.stamp(group);
        let touch = Touch {
            by: stamp.author.clone(),
            at: stamp.time,
        };
        self.library(|library| {
            let edit = make(library, &touch)?;
            let changes = library.apply(edit, stamp)?;
            Ok::<_, Failure>(refresh::changed(library, &changes)?)
        })
    }

    /// Who does something now.
    pub(crate) fn stamp(&self, group: Option<GroupId>) -> Stamp {
        Stamp {
            id: EditId(Uuid::now_v7()),
            author: self.preferences().author,
            time: now(),
            group,
        }
    }

    pub(crate) fn preferences(&self) -> Preferences {
        self.kept().now.clone()
    }

    pub(crate) fn keep(&self, wanted: Preferences) -> Result<Preferences, Failure> {
        let mut kept = self.kept();
        kept.keep(wanted)?;
        Ok(kept.now.clone())
    }

    /// The file that an article was opened from, if it came from one, on this machine.
    pub(crate) fn watched_file(&self, article: ArticleId) -> Option<WatchedFile> {
        self.kept().watched_file(article).cloned()
    }

    /// Remembers the file that a revision was made from: one that is written in is watched, unless the person said not to.
    pub(crate) fn remember_file(&self, article: ArticleId, revision: RevisionId, path: &Path, format: Format) {
        let usually = matches!(format, Format::Text | Format::Markdown);
        // The revision is stored; a file that cannot be remembered is just not watched.
        let _ = self.kept().remember_file(article, revision, path, usually);
    }

    pub(crate) fn watch_file(&self, article: ArticleId, on: bool) -> Result<(), Failure> {
        self.kept().watch_file(article, on)
    }

    /// Forgets the files of articles that were erased.
    pub(crate) fn forget_files(&self, articles: &[ArticleId]) {
        // They are erased, whatever becomes of this.
        let _ = self.kept().forget_files(articles);
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.preferences
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Opens the library, and sees to the day's backup while the person reads on.
fn open(file: &Path) -> Result<Library, LibraryError> {
    let library = Library::open(file, &place::device(&Uuid::now_v7().to_string()))?;
    let file = file.to_owned();
    std::thread::spawn(move || {
        // A backup that failed is tried again at the next start; the older ones are still there.
        let _ = Library::back_up_daily(&file, now());
    });
    Ok(library)
}

/// This moment, by the system's clock.
pub(crate) fn now() -> Time {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Time(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
