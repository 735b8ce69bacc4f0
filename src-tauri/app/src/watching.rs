//! The files that articles were opened from: which are watched, and whether they say something new.
//!
//! Nothing is taken in here: the person is told, and decides.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use obelus_core::article::Revision;
use obelus_core::id::{ArticleId, RevisionId};
use obelus_library::Library;

use crate::coming;
use crate::desk::Desk;
use crate::failure::name_of;
use crate::preferences::WatchedFile;
use crate::watch::{Look, Pace, Watch};
use crate::wire::Failure;
use crate::wire::versions::Watched;

pub(crate) struct Watching {
    watch: Watch,
    known: Mutex<BTreeMap<ArticleId, Known>>,
}

/// What was found when a file was last compared with its article.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Known {
    look: Look,
    latest: RevisionId,
    standing: Standing,
}

/// How a file stands to its article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// It says what the article says, or nothing that can be read: an editor may be writing it.
    Quiet,
    /// It says something new. The number tells its words from other new words.
    Changed(u64),
    Missing,
}

impl Watching {
    /// `heard` is to call [`Watching::heard`]: the watching itself holds no library.
    pub(crate) fn new(pace: Pace, heard: impl Fn(ArticleId, Look) + Send + Sync + 'static) -> Self {
        Self {
            watch: Watch::new(pace, heard),
            known: Mutex::default(),
        }
    }

    /// An article was opened: its file is watched from now on, if the person likes it to be. What it says by now is told
    /// later, so that nobody waits for a disk.
    pub(crate) fn opened(&self, desk: &Desk, article: ArticleId, latest: RevisionId) -> Option<Watched> {
        let file = desk.watched_file(article)?;
        if file.on {
            self.watch.follow(article, &file.path);
        }
        let known = self
            .known()
            .get(&article)
            .filter(|known| known.latest == latest)
            .copied();
        Some(watched(&file, known.map_or(Standing::Quiet, |known| known.standing)))
    }

    /// Watches the file of an article, or watches it no more.
    pub(crate) fn watch(&self, desk: &Desk, article: ArticleId, on: bool) -> Result<Watched, Failure> {
        desk.watch_file(article, on)?;
        let file = desk.watched_file(article).ok_or(Failure::Gone)?;
        if on {
            self.watch.follow(article, &file.path);
        } else {
            self.forget(article);
        }
        Ok(watched(&file, Standing::Quiet))
    }

    /// How the file of an article looked when it was last compared.
    pub(crate) fn seen(&self, article: ArticleId) -> Option<Look> {
        self.known().get(&article).map(|known| known.look)
    }

    /// The file of an article was taken in: there is nothing new in it, as far as is known.
    pub(crate) fn taken(&self, desk: &Desk, article: ArticleId) -> Option<Watched> {
        self.known().remove(&article);
        let file = desk.watched_file(article)?;
        if file.on {
            self.watch.follow(article, &file.path);
        }
        Some(watched(&file, Standing::Quiet))
    }

    pub(crate) fn forget(&self, article: ArticleId) {
        self.watch.leave(article);
        self.known().remove(&article);
    }

    /// A file may have changed: says so if it says something new, is gone, or is back.
    pub(crate) fn heard(&self, desk: &Desk, article: ArticleId, look: Look, tell: impl Fn(Watched)) {
        let file = desk.watched_file(article).filter(|file| file.on);
        // An article that was put in the bin, or a library that cannot be read, has nothing to compare with.
        let known = file.as_ref().map(|file| compared(desk, article, file, look));
        let (Some(file), Some(Ok(known))) = (file, known) else {
            self.forget(article);
            return;
        };
        let before = self.known().insert(article, known);
        let stays_quiet = known.standing == Standing::Quiet && before.is_none_or(|it| it.standing == Standing::Quiet);
        let is_known = before.is_some_and(|it| (it.latest, it.standing) == (known.latest, known.standing));
        if !stays_quiet && !is_known {
            tell(watched(&file, known.standing));
        }
    }

    fn known(&self) -> MutexGuard<'_, BTreeMap<ArticleId, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn watched(file: &WatchedFile, standing: Standing) -> Watched {
    Watched {
        path: file.path.display().to_string(),
        name: name_of(&file.path),
        on: file.on,
        missing: standing == Standing::Missing,
        changed: matches!(standing, Standing::Changed(_)),
    }
}

fn compared(desk: &Desk, article: ArticleId, file: &WatchedFile, look: Look) -> Result<Known, Failure> {
    let (latest, last) = desk.library(|library| versions(library, article, &file.taken))?;
    let standing = match look {
        Look::Gone => Standing::Missing,
        // What cannot be read now is looked at again when something happens to it.
        Look::There { .. } => match coming::bytes_of(&file.path) {
            Ok(bytes) => standing(desk, &latest, &last, &file.path, &bytes)?,
            Err(_) => Standing::Quiet,
        },
    };
    Ok(Known {
        look,
        latest: latest.id,
        standing,
    })
}

/// The latest version of an article, and the last one that was made from its file: what came from elsewhere since does
/// not make the file new, and what was taken back does not make it old.
fn versions(library: &Library, article: ArticleId, taken: &[RevisionId]) -> Result<(Revision, Revision), Failure> {
    let is_there = library
        .article(article)?
        .is_some_and(|article| article.binned.is_none());
    let latest = library.latest_revision(article)?.filter(|_| is_there);
    let latest = latest.ok_or(Failure::Gone)?;
    for id in taken.iter().rev() {
        if let Some(last) = library.revision(*id)? {
            return Ok((latest, last));
        }
    }
    Ok((latest.clone(), latest))
}

fn standing(desk: &Desk, latest: &Revision, last: &Revision, path: &Path, bytes: &[u8]) -> Result<Standing, Failure> {
    // The bytes first: the usual file has not changed, and need not be understood again.
    let as_long = last
        .original
        .as_ref()
        .is_some_and(|original| original.bytes == bytes.len() as u64);
    if as_long && desk.library(|library| library.original(last.id))?.as_deref() == Some(bytes) {
        return Ok(Standing::Quiet);
    }
    let Ok(imported) = desk
        .intake("")
        .and_then(|intake| coming::understood(intake, path, bytes, &|| false))
    else {
        return Ok(Standing::Quiet);
    };
    let words = imported.body.text.as_str();
    for id in [latest.id, last.id] {
        if desk.library(|library| library.body(id))?.text.as_str() == words {
            return Ok(Standing::Quiet);
        }
    }
    Ok(Standing::Changed(number_of(words)))
}

fn number_of(words: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests;
