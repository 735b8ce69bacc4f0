//! Watches files, and tells when one lies still after something may have happened to it.
//!
//! The folder is watched, not the file: many editors write another file and give it the name. The system's word is
//! not always to be had (network folders, a folder that was removed and made again, too many watches), so each file is
//! also looked at now and then. Nothing is read here: what a file says, and whether it matters, is for who hears.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use obelus_core::id::ArticleId;
use tauri::async_runtime::{spawn, spawn_blocking};
use tokio::sync::watch;

/// What can be seen of a file without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    Gone,
    There { bytes: u64, modified: Option<SystemTime> },
}

impl Look {
    pub(crate) fn at(path: &Path) -> Self {
        match std::fs::metadata(path) {
            Ok(found) => Self::There {
                bytes: found.len(),
                modified: found.modified().ok(),
            },
            Err(_) => Self::Gone,
        }
    }
}

/// Waits until nobody seems to be writing a file; not for ever. `seen` is how it looked when it lay still the last time.
pub(crate) async fn lies_still(path: &Path, seen: Option<Look>, pace: Pace) {
    let mut before = seen;
    for _ in 0..10 {
        let now = Look::at(path);
        if before == Some(now) {
            return;
        }
        before = Some(now);
        tokio::time::sleep(pace.still).await;
    }
}

/// How patient the watching is.
#[derive(Clone, Copy)]
pub(crate) struct Pace {
    /// A file that looks the same for so long is not being written any more. Also the time between the moment when an
    /// editor takes the old file away and when it puts the new one there.
    pub(crate) still: Duration,
    /// How often a file is looked at without a word from the system.
    pub(crate) again: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            still: Duration::from_millis(400),
            again: Duration::from_secs(10),
        }
    }
}

type Hear = dyn Fn(ArticleId, Look) + Send + Sync;

/// Files that are watched, each for an article. Dropping it ends all watching.
pub(crate) struct Watch {
    followed: Arc<Mutex<Followed>>,
    folders: Arc<Folders>,
    hear: Arc<Hear>,
    pace: Pace,
}

/// Never locked while a folder is given to the watcher or taken from it: the watcher waits for its own thread then,
/// which may be waiting for this.
type Followed = BTreeMap<ArticleId, File>;

struct File {
    path: PathBuf,
    /// Where something can happen to it: its folder, and that of the file a link leads to.
    folders: BTreeSet<PathBuf>,
    names: BTreeSet<OsString>,
    stirred: watch::Sender<()>,
}

impl Watch {
    /// `hear` is told how a file looks when watching begins, and whenever it lies still after something may have happened
    /// to it; on a thread that may take its time.
    pub(crate) fn new(pace: Pace, hear: impl Fn(ArticleId, Look) + Send + Sync + 'static) -> Self {
        let followed = Arc::new(Mutex::new(Followed::new()));
        Self {
            folders: Arc::new(Folders::new(Arc::clone(&followed))),
            followed,
            hear: Arc::new(hear),
            pace,
        }
    }

    /// Watches a file for an article, instead of another one. One that is watched already is looked at now.
    pub(crate) fn follow(&self, article: ArticleId, path: &Path) {
        let mut followed = lock(&self.followed);
        if let Some(file) = followed.get(&article).filter(|file| file.path == path) {
            file.stirred.send_replace(());
            return;
        }
        let (stirred, stirs) = watch::channel(());
        let file = File {
            path: path.to_owned(),
            folders: BTreeSet::new(),
            names: path.file_name().map(OsString::from).into_iter().collect(),
            stirred,
        };
        followed.insert(article, file);
        let following = Following {
            article,
            path: path.to_owned(),
            followed: Arc::clone(&self.followed),
            folders: Arc::clone(&self.folders),
            hear: Arc::clone(&self.hear),
            pace: self.pace,
        };
        spawn(following.run(stirs));
    }

    pub(crate) fn leave(&self, article: ArticleId) {
        if lock(&self.followed).remove(&article).is_some() {
            let folders = Arc::clone(&self.folders);
            spawn_blocking(move || folders.drop_unused());
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        lock(&self.followed).clear();
    }
}

/// The following of one file, until it is followed no more.
struct Following {
    article: ArticleId,
    path: PathBuf,
    followed: Arc<Mutex<Followed>>,
    folders: Arc<Folders>,
    hear: Arc<Hear>,
    pace: Pace,
}

impl Following {
    async fn run(self, mut stirs: watch::Receiver<()>) {
        let mut told = None;
        let mut stirred = true;
        loop {
            // The folder first: what happens after the look is then reported.
            let now = self.watch_and_look().await;
            if stirred || told != Some(now) {
                let still = self.settled(now).await;
                // Whoever hears reads the file after this: what stirred it until now is told.
                stirs.mark_unchanged();
                told = Some(still);
                let (hear, article) = (Arc::clone(&self.hear), self.article);
                let _ = spawn_blocking(move || hear(article, still)).await;
            }
            stirred = match tokio::time::timeout(self.pace.again, stirs.changed()).await {
                Ok(Ok(())) => true,
                Ok(Err(_)) => return,
                Err(_) => false,
            };
        }
    }

    /// How the file looks once it has looked the same for a while.
    async fn settled(&self, mut before: Look) -> Look {
        loop {
            tokio::time::sleep(self.pace.still).await;
            let now = self.watch_and_look().await;
            if now == before {
                return now;
            }
            before = now;
        }
    }

    /// A look may hang as long as a network does: it has a thread of its own.
    async fn watch_and_look(&self) -> Look {
        let (article, path) = (self.article, self.path.clone());
        let (followed, folders) = (Arc::clone(&self.followed), Arc::clone(&self.folders));
        let looked = spawn_blocking(move || {
            let real = std::fs::canonicalize(&path).ok();
            let both = || [Some(path.as_path()), real.as_deref()].into_iter().flatten();
            let around: BTreeSet<PathBuf> = both().filter_map(|path| path.parent()).map(PathBuf::from).collect();
            if let Some(file) = lock(&followed).get_mut(&article).filter(|file| file.path == path) {
                file.folders = around.clone();
                file.names = both().filter_map(|path| path.file_name()).map(OsString::from).collect();
            }
            for folder in &around {
                folders.watch(folder);
            }
            Look::at(&path)
        });
        looked.await.unwrap_or(Look::Gone)
    }
}

/// The folders that the system reports on.
struct Folders {
    watcher: Mutex<Option<RecommendedWatcher>>,
    watched: Mutex<BTreeSet<PathBuf>>,
    followed: Arc<Mutex<Followed>>,
    /// Removed, or given another name: the system reports on them no more, whatever has their name now.
    lost: Arc<Mutex<BTreeSet<PathBuf>>>,
}

impl Folders {
    fn new(followed: Arc<Mutex<Followed>>) -> Self {
        let lost = Arc::new(Mutex::new(BTreeSet::new()));
        let (stirring, losing) = (Arc::clone(&followed), Arc::clone(&lost));
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| match event {
            Ok(event) => happened(&event, &stirring, &losing),
            // Something was missed: every file may have changed.
            Err(_) => {
                for file in lock(&stirring).values() {
                    file.stirred.send_replace(());
                }
            }
        });
        Self {
            // A system that gives no watcher leaves the looking now and then.
            watcher: Mutex::new(watcher.ok()),
            watched: Mutex::default(),
            followed,
            lost,
        }
    }

    /// A folder that cannot be watched is tried again at the next look.
    fn watch(&self, folder: &Path) {
        let mut watcher = lock(&self.watcher);
        let Some(watcher) = watcher.as_mut() else { return };
        let lost = lock(&self.lost).remove(folder);
        let mut watched = lock(&self.watched);
        if lost && watched.remove(folder) {
            let _ = watcher.unwatch(folder);
        }
        if !watched.contains(folder) && watcher.watch(folder, RecursiveMode::NonRecursive).is_ok() {
            watched.insert(folder.to_owned());
        }
    }

    fn drop_unused(&self) {
        let mut watcher = lock(&self.watcher);
        let Some(watcher) = watcher.as_mut() else { return };
        let used: BTreeSet<PathBuf> = lock(&self.followed)
            .values()
            .flat_map(|file| file.folders.iter().cloned())
            .collect();
        for folder in lock(&self.watched).extract_if(.., |folder| !used.contains(folder)) {
            // One that is gone is watched no more anyway.
            let _ = watcher.unwatch(&folder);
        }
    }
}

fn happened(event: &Event, followed: &Mutex<Followed>, lost: &Mutex<BTreeSet<PathBuf>>) {
    // Reading changes nothing, and we read the file ourselves.
    if let EventKind::Access(access) = event.kind
        && access != notify::event::AccessKind::Close(notify::event::AccessMode::Write)
    {
        return;
    }
    let leaves = matches!(
        event.kind,
        EventKind::Remove(_) | EventKind::Modify(notify::event::ModifyKind::Name(_))
    );
    for file in lock(followed).values() {
        let folder = event.paths.iter().find(|path| file.folders.contains(*path));
        if let Some(folder) = folder.filter(|_| leaves) {
            lock(lost).insert(folder.clone());
        }
        let named = |path: &PathBuf| path.file_name().is_some_and(|name| file.names.contains(name));
        if event.need_rescan() || folder.is_some() || event.paths.iter().any(named) {
            file.stirred.send_replace(());
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is kept here is whole at every moment.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
