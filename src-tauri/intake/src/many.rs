//! Many files at once: what stands in folders and archives becomes a list of things to read, one by one.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use obelus_formats::archive::{is_archive, is_leftover};
use obelus_formats::bundle::{self, is_bundle};
use obelus_formats::{FILE_LIMIT, Incoming, ReadError};
use tempfile::TempDir;

use crate::error::IntakeError;
use crate::intake::Intake;

/// The most files that are taken in at once.
pub const COUNT_LIMIT: usize = 10_000;

/// How deep folders may stand in one another.
const DEPTH_LIMIT: usize = 64;

/// The most that all files of one archive may come to, in bytes.
const ARCHIVE_LIMIT: u64 = 512 << 20;

/// How a browser names the folder of what belongs to a page that it saved, after the page's own name.
const COMPANIONS: &[&str] = &["_files", "_fichiers", "-Dateien", "_archivos", "_file", ".files"];

/// One file to be read.
#[derive(Clone, Debug)]
pub struct Item {
    /// What a person knows it by: its name, with the folders or the archive that it was found in.
    pub shown: String,
    path: PathBuf,
    /// The folder that an archive was unpacked to; it goes with the last of its files.
    unpacked: Option<Arc<TempDir>>,
}

/// What is not among the things to read, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missed {
    pub shown: String,
    pub why: NotTaken,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotTaken {
    /// The system does not hand it out.
    #[error("it cannot be opened: {reason}")]
    Unreadable { reason: String },
    #[error(transparent)]
    Unread(#[from] IntakeError),
    /// There is more of it than is taken in at once.
    #[error("these are more than {limit} files at once")]
    TooMany { limit: usize },
    #[error("there is nothing to read in it")]
    Nothing,
}

/// All that was found, in the order of the names.
#[derive(Clone, Debug, Default)]
pub struct Gathered {
    pub items: Vec<Item>,
    pub missed: Vec<Missed>,
}

impl Item {
    /// The file's own name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.shown.rsplit('/').next().unwrap_or(&self.shown)
    }

    /// The file on this machine, where it is one that stays.
    #[must_use]
    pub fn draft(&self) -> Option<&Path> {
        self.unpacked.is_none().then_some(&*self.path)
    }

    /// Whether its name says that another Obelus handed it on.
    #[must_use]
    pub fn is_bundle(&self) -> bool {
        bundle::is_named_so(self.name())
    }

    /// # Errors
    /// When it cannot be opened, or is too large to be an article.
    pub fn bytes(&self) -> Result<Vec<u8>, NotTaken> {
        bytes_of(&self.path)
    }

    /// The bytes, to be read as a file of this name.
    #[must_use]
    pub fn incoming<'a>(&'a self, bytes: &'a [u8]) -> Incoming<'a> {
        Incoming {
            bytes,
            name: Some(self.name()),
            ..Incoming::default()
        }
    }
}

/// Finds the files that these paths name, lead to, or hold, unless `stop` says otherwise.
///
/// # Errors
/// [`IntakeError::Stopped`] alone: whatever else goes wrong is said of the one file that it happened to.
pub fn gather(intake: &Intake, paths: &[PathBuf], stop: &dyn Fn() -> bool) -> Result<Gathered, IntakeError> {
    let mut gathering = Gathering {
        intake,
        stop,
        found: Gathered::default(),
    };
    for path in paths {
        let shown = name_of(path);
        if path.is_dir() {
            let before = gathering.count();
            gathering.folder(path, &shown, 0)?;
            if gathering.count() == before {
                gathering.miss(shown, NotTaken::Nothing);
            }
        } else {
            gathering.file(path, shown)?;
        }
    }
    Ok(gathering.found)
}

/// Whether reading it would give several things: a folder, or an archive.
#[must_use]
pub fn holds_several(path: &Path) -> bool {
    path.is_dir() || (begins_as_zip(path) && bytes_of(path).is_ok_and(|bytes| is_archive(&bytes) && !is_bundle(&bytes)))
}

struct Gathering<'g> {
    intake: &'g Intake,
    stop: &'g dyn Fn() -> bool,
    found: Gathered,
}

impl Gathering<'_> {
    fn count(&self) -> usize {
        self.found.items.len() + self.found.missed.len()
    }

    fn miss(&mut self, shown: String, why: NotTaken) {
        self.found.missed.push(Missed { shown, why });
    }

    /// Whether there is room for one more; the first that there is none for is named.
    fn has_room(&mut self, shown: &str) -> bool {
        let limit = COUNT_LIMIT;
        let has_room = self.found.items.len() < limit;
        let full = NotTaken::TooMany { limit };
        if !has_room && self.found.missed.last().is_none_or(|missed| missed.why != full) {
            self.miss(shown.to_owned(), full);
        }
        has_room
    }

    fn folder(&mut self, folder: &Path, shown: &str, depth: usize) -> Result<(), IntakeError> {
        let steps = fs::read_dir(folder).and_then(|steps| steps.collect::<io::Result<Vec<_>>>());
        let mut paths: Vec<PathBuf> = match steps {
            Ok(steps) => steps.iter().map(fs::DirEntry::path).collect(),
            Err(error) => {
                self.miss(shown.to_owned(), unreadable(&error));
                return Ok(());
            }
        };
        paths.sort_by_cached_key(|path| name_of(path).to_lowercase());
        for path in &paths {
            if (self.stop)() {
                return Err(IntakeError::Stopped);
            }
            let name = name_of(path);
            if is_leftover(&name) {
                continue;
            }
            let shown = format!("{shown}/{name}");
            if !path.is_dir() {
                self.file(path, shown)?;
            // A link to a folder may lead back to where it stands.
            } else if !path.is_symlink() && depth < DEPTH_LIMIT && !is_companion(&name, &paths) {
                self.folder(path, &shown, depth + 1)?;
            }
        }
        Ok(())
    }

    fn file(&mut self, path: &Path, shown: String) -> Result<(), IntakeError> {
        if (self.stop)() {
            return Err(IntakeError::Stopped);
        }
        if !self.has_room(&shown) {
            return Ok(());
        }
        if begins_as_zip(path) {
            match bytes_of(path) {
                Ok(bytes) if is_archive(&bytes) && !is_bundle(&bytes) => return self.archive(&bytes, &shown),
                Ok(_) => {}
                Err(why) => {
                    self.miss(shown, why);
                    return Ok(());
                }
            }
        } else if let Err(error) = fs::metadata(path) {
            self.miss(shown, unreadable(&error));
            return Ok(());
        }
        self.found.items.push(Item {
            shown,
            path: path.to_owned(),
            unpacked: None,
        });
        Ok(())
    }

    /// Unpacks an archive to a folder of its own, a few files at a time: never all of it is in memory.
    fn archive(&mut self, bytes: &[u8], shown: &str) -> Result<(), IntakeError> {
        let folder = match tempfile::Builder::new().prefix("obelus-").tempdir() {
            Ok(folder) => Arc::new(folder),
            Err(error) => {
                self.miss(shown.to_owned(), unreadable(&error));
                return Ok(());
            }
        };
        let (before, mut next, mut held) = (self.count(), Some(0), 0);
        while let Some(from) = next {
            let unpacked = match self.intake.unpack(bytes, from, self.stop) {
                Ok(unpacked) => unpacked,
                Err(IntakeError::Stopped) => return Err(IntakeError::Stopped),
                Err(error) => {
                    self.miss(shown.to_owned(), error.into());
                    return Ok(());
                }
            };
            for (name, file) in unpacked.files {
                let shown = format!("{shown}/{name}");
                held += file.as_ref().map_or(0, |file| file.len() as u64);
                if held > ARCHIVE_LIMIT {
                    let limit = obelus_formats::Limit::Unpacked;
                    self.miss(shown, IntakeError::Read(ReadError::Beyond { limit }).into());
                    return Ok(());
                }
                if !self.has_room(&shown) {
                    return Ok(());
                }
                // Named by a number: what the archive calls it is for the person alone.
                let path = folder.path().join(self.found.items.len().to_string());
                let written = match file {
                    Ok(file) => fs::write(&path, file).map_err(|error| unreadable(&error)),
                    Err(error) => Err(IntakeError::Read(error).into()),
                };
                match written {
                    Ok(()) => self.found.items.push(Item {
                        shown,
                        path,
                        unpacked: Some(Arc::clone(&folder)),
                    }),
                    Err(why) => self.miss(shown, why),
                }
            }
            next = unpacked.next.filter(|&next| next > from);
        }
        if self.count() == before {
            self.miss(shown.to_owned(), NotTaken::Nothing);
        }
        Ok(())
    }
}

/// What stands in a file, unless it is too large to be an article.
fn bytes_of(path: &Path) -> Result<Vec<u8>, NotTaken> {
    let size = fs::metadata(path).map_err(|error| unreadable(&error))?;
    if !size.is_file() {
        return Err(IntakeError::Read(ReadError::Unsupported { found: None }).into());
    }
    let (bytes, limit) = (size.len(), FILE_LIMIT);
    if bytes > limit {
        return Err(IntakeError::Read(ReadError::TooLarge { bytes, limit }).into());
    }
    fs::read(path).map_err(|error| unreadable(&error))
}

/// Most files need not be read whole to see that they are no archive.
fn begins_as_zip(path: &Path) -> bool {
    let mut head = [0; 2];
    let is_file = fs::metadata(path).is_ok_and(|data| data.is_file());
    is_file && File::open(path).is_ok_and(|mut file| file.read_exact(&mut head).is_ok()) && &head == b"PK"
}

fn unreadable(error: &io::Error) -> NotTaken {
    NotTaken::Unreadable {
        reason: error.to_string(),
    }
}

fn is_companion(folder: &str, beside: &[PathBuf]) -> bool {
    let page = COMPANIONS.iter().find_map(|ending| folder.strip_suffix(ending));
    page.is_some_and(|page| {
        beside.iter().any(|path| {
            let name = name_of(path);
            name.rsplit_once('.')
                .is_some_and(|(stem, ending)| stem == page && ending.to_ascii_lowercase().starts_with("htm"))
        })
    })
}

/// The last part of a path, as a person names a file.
fn name_of(path: &Path) -> String {
    let whole = || fs::canonicalize(path).ok();
    let name = path.file_name().map(ToOwned::to_owned);
    // `.` and `..` have no name of their own.
    let name = name.or_else(|| whole()?.file_name().map(ToOwned::to_owned));
    name.map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    )
}
