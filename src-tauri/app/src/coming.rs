//! A text that was read from a file, the clipboard or the web, and has not become anything yet.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use obelus_core::arrive::{Arriving, Reading};
use obelus_core::article::{Origin, Original};
use obelus_core::id::{ArticleId, Time};
use obelus_formats::{Imported, Incoming, ReadError, Tracked};
use obelus_intake::Intake;
use obelus_intake::fetch::{Reach, fetch};
use obelus_intake::many::Item;

use crate::clipboard::Clipboard;
use crate::failure::{name_of, not_fetched, not_read, not_taken, unread, unreadable};
use crate::wire::Failure;

/// The largest file that is read at all, in bytes.
const FILE_LIMIT: u64 = 200 << 20;

/// A text that was read, and is to become an article or a new version of one.
pub(crate) struct Coming {
    pub(crate) imported: Imported,
    /// What it was read from, byte for byte.
    pub(crate) original: Arc<[u8]>,
    pub(crate) origin: Origin,
    /// The file, where it is one.
    pub(crate) path: Option<PathBuf>,
    /// What the person said of the changes that are tracked in it.
    pub(crate) tracked: Tracked,
}

impl Coming {
    pub(crate) fn of_file(intake: &Intake, path: &Path, stop: &dyn Fn() -> bool) -> Result<Self, Failure> {
        let bytes = bytes_of(path)?;
        Ok(Self {
            imported: understood(intake, path, &bytes, stop)?,
            original: bytes.into(),
            origin: Origin::File { name: name_of(path) },
            path: Some(path.to_owned()),
            tracked: Tracked::default(),
        })
    }

    /// One of many files.
    pub(crate) fn of_item(intake: &Intake, item: &Item, stop: &dyn Fn() -> bool) -> Result<Self, Failure> {
        let bytes = item.bytes().map_err(|why| not_taken(&item.shown, why))?;
        let imported = intake.read(&item.incoming(&bytes), stop);
        Ok(Self {
            imported: imported.map_err(|error| not_read(&item.shown, error))?,
            original: bytes.into(),
            origin: Origin::File {
                name: item.name().to_owned(),
            },
            path: item.draft().map(Path::to_owned),
            tracked: Tracked::default(),
        })
    }

    pub(crate) fn of_clipboard(
        intake: &Intake,
        clipboard: &Clipboard,
        stop: &dyn Fn() -> bool,
    ) -> Result<Self, Failure> {
        let read = intake.read_pasted(clipboard.html.as_deref(), &clipboard.text, stop);
        let (imported, original) = read.map_err(|error| not_read("", error))?;
        Ok(Self {
            imported,
            original: original.into(),
            origin: Origin::Clipboard,
            path: None,
            tracked: Tracked::default(),
        })
    }

    /// The page at an address, fetched now.
    pub(crate) fn of_web(
        intake: &Intake,
        address: &str,
        reach: Reach,
        stop: &dyn Fn() -> bool,
    ) -> Result<Self, Failure> {
        let fetched = fetch(address, reach, &|_| {}, stop).map_err(|error| not_fetched(address, error))?;
        let imported = intake.read(&fetched.incoming(), stop);
        let mut imported = imported.map_err(|error| not_read(address, error))?;
        // A page that does not say where it stands was found there.
        imported.url.get_or_insert_with(|| fetched.address.clone());
        Ok(Self {
            imported,
            original: fetched.bytes.into(),
            origin: Origin::Web,
            path: None,
            tracked: Tracked::default(),
        })
    }

    /// The file's name, or the address; empty for the clipboard.
    pub(crate) fn name(&self) -> String {
        match &self.origin {
            Origin::File { name } => name.clone(),
            Origin::Web => self.imported.url.clone().unwrap_or_default(),
            Origin::Clipboard | Origin::Sample | Origin::Pipe => String::new(),
        }
    }

    /// How it is read where the person chose.
    pub(crate) fn reading(&self, tracked: Tracked) -> Reading {
        self.imported.clone().readings(tracked).0
    }

    /// The article that it becomes.
    pub(crate) fn arriving(&self, id: ArticleId, created: Time) -> Arriving {
        let imported = self.imported.clone();
        imported.arriving(
            id,
            self.origin.clone(),
            created,
            Arc::clone(&self.original),
            self.tracked,
        )
    }

    /// How it came, for the revision that is made from it.
    pub(crate) fn kept(&self) -> Original {
        Original {
            format: self.imported.format,
            bytes: self.original.len() as u64,
        }
    }
}

/// What stands in a file, unless it is too large to be an article.
pub(crate) fn bytes_of(path: &Path) -> Result<Vec<u8>, Failure> {
    let size = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    let name = name_of(path);
    if !size.is_file() {
        return Err(Failure::Unsupported { name, found: None });
    }
    if size.len() > FILE_LIMIT {
        return Err(unread(
            &name,
            ReadError::TooLarge {
                bytes: size.len(),
                limit: FILE_LIMIT,
            },
        ));
    }
    std::fs::read(path).map_err(|error| unreadable(path, &error))
}

/// The article that a file holds.
pub(crate) fn understood(
    intake: &Intake,
    path: &Path,
    bytes: &[u8],
    stop: &dyn Fn() -> bool,
) -> Result<Imported, Failure> {
    let name = name_of(path);
    let incoming = Incoming {
        bytes,
        name: Some(&name),
        ..Incoming::default()
    };
    intake.read(&incoming, stop).map_err(|error| not_read(&name, error))
}
