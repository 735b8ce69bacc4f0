//! The desk: the open library, the preferences, and who sits at it.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use obelus_core::article::Format;
use obelus_core::comparison::Comparison;
use obelus_core::edit::Edit;
use obelus_core::id::{ArticleId, EditId, GroupId, RevisionId, Touch};
use obelus_intake::{Intake, Limits};
use obelus_library::Library;
use obelus_library::journal::Stamp;
use tauri::{AppHandle, Manager};
use uuid::Uuid;

use crate::clock::now;
use crate::drawing::Drawing;
use crate::held::Held;
use crate::preferences::{Kept, WatchedFile};
use crate::refresh;
use crate::waiting::{Waiting, WaitingBundles};
use crate::wire::{Changed, Failure, Preferences};

/// Two versions, the old one first.
type Pair = (RevisionId, RevisionId);

/// The window opens first, and what was asked for is done first; then the next child is started.
const LATER: Duration = Duration::from_secs(2);

/// Everything the commands share.
pub(crate) struct Desk {
    library: Held,
    preferences: Mutex<Kept>,
    /// Files named on the command line, until the screen asks for them.
    files: Mutex<Vec<PathBuf>>,
    /// Where what comes in is read; or why this program cannot start itself for that.
    intake: Result<Intake, String>,
    /// What came in and waits for the person's answer.
    pub(crate) waiting: Waiting,
    /// Bundles that the person is asked about.
    pub(crate) bundles: WaitingBundles,
    /// A file that is dropped on the window is a new version of this article.
    awaiting: Mutex<Option<ArticleId>>,
    /// How often the person asked to stop each.
    stops: [AtomicU64; 3],
    /// Pages that are being drawn.
    pub(crate) drawing: Drawing,
    /// Versions never change: what was compared last need not be compared again.
    comparison: Mutex<Option<(Pair, Arc<Comparison>)>>,
}

/// What may take long, and goes on while another is stopped.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Long {
    /// Files, one after the other, while the person reads on.
    Queue,
    /// The one thing that they wait for: a page, a new version, what changed.
    One,
    /// The copy that is being made.
    Copy,
}

impl Desk {
    pub(crate) fn open(app: &AppHandle, library: Held, files: Vec<PathBuf>) -> Self {
        let configuration = app.path().app_config_dir().unwrap_or_else(|_| PathBuf::from("."));
        let intake = Intake::in_children(Limits::default());
        let intake = intake
            .map(|intake| intake.standing_ready(LATER))
            .map_err(|error| error.to_string());
        Self::with(Kept::read(&configuration), library, files, intake)
    }

    pub(crate) fn with(preferences: Kept, library: Held, files: Vec<PathBuf>, intake: Result<Intake, String>) -> Self {
        Self {
            library,
            preferences: Mutex::new(preferences),
            files: Mutex::new(files),
            intake,
            waiting: Waiting::default(),
            bundles: WaitingBundles::default(),
            awaiting: Mutex::default(),
            stops: Default::default(),
            drawing: Drawing::default(),
            comparison: Mutex::default(),
        }
    }

    /// Where what comes in is read. `name` is what the person knows by it.
    ///
    /// # Errors
    /// When the system does not tell where this program is.
    pub(crate) fn intake(&self, name: &str) -> Result<&Intake, Failure> {
        self.intake.as_ref().map_err(|reason| Failure::Unreadable {
            name: name.to_owned(),
            reason: reason.clone(),
        })
    }

    /// How many files the command line named that nobody has asked for yet.
    pub(crate) fn named(&self) -> u32 {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).len() as u32
    }

    /// The files that the command line named; the second time none.
    pub(crate) fn take_named(&self) -> Vec<PathBuf> {
        std::mem::take(&mut *self.files.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// A file that is dropped from now on is a new version of this article; nothing: an article of its own.
    pub(crate) fn await_version(&self, article: Option<ArticleId>) {
        *self.awaiting.lock().unwrap_or_else(PoisonError::into_inner) = article;
    }

    pub(crate) fn awaits_version(&self) -> Option<ArticleId> {
        *self.awaiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks what takes long to stop.
    pub(crate) fn stop(&self, what: Long) {
        self.stops[what as usize].fetch_add(1, Ordering::Relaxed);
    }

    /// Whether the person has asked to stop it since now.
    pub(crate) fn stopped(&self, what: Long) -> impl Fn() -> bool {
        let stops = &self.stops[what as usize];
        let before = stops.load(Ordering::Relaxed);
        move || stops.load(Ordering::Relaxed) != before
    }

    /// Lends the library, once it is open.
    ///
    /// # Errors
    /// Why the library could not be opened, or what `work` answers.
    pub(crate) fn library<T, E>(&self, work: impl FnOnce(&mut Library) -> Result<T, E>) -> Result<T, Failure>
    where
        Failure: From<E>,
    {
        self.library.lend(work)
    }

    /// Opens the library where it could not be opened before.
    pub(crate) fn try_again(&self) {
        self.library.try_again();
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

    /// Makes several edits, all or none, which one undo takes back.
    pub(crate) fn edit_together(
        &self,
        make: impl FnOnce(&Library, &Touch) -> Result<Vec<Edit>, Failure>,
    ) -> Result<Changed, Failure> {
        let group = GroupId(Uuid::now_v7());
        let stamp = self.stamp(Some(group));
        let touch = Touch {
            by: stamp.author.clone(),
            at: stamp.time,
        };
        self.library(|library| {
            let edits = make(library, &touch)?;
            let stamped = edits.into_iter().map(|edit| {
                let id = EditId(Uuid::now_v7());
                (edit, Stamp { id, ..stamp.clone() })
            });
            let changes = library.apply_all(stamped.collect())?;
            Ok::<_, Failure>(refresh::changed(library, &changes)?)
        })
    }

    /// The comparison of two versions, if it is the one that was made last.
    pub(crate) fn compared(&self, versions: Pair) -> Option<Arc<Comparison>> {
        let last = self.comparison.lock().unwrap_or_else(PoisonError::into_inner);
        last.as_ref()
            .filter(|(of, _)| *of == versions)
            .map(|(_, comparison)| Arc::clone(comparison))
    }

    pub(crate) fn remember_comparison(&self, of: Pair, comparison: Arc<Comparison>) {
        *self.comparison.lock().unwrap_or_else(PoisonError::into_inner) = Some((of, comparison));
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

    /// Who touches something now.
    pub(crate) fn touch(&self) -> Touch {
        Touch {
            by: self.preferences().author,
            at: now(),
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
        let usually = matches!(
            format,
            Format::Text | Format::Markdown | Format::Docx | Format::Odt | Format::Rtf
        );
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
        self.preferences.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
