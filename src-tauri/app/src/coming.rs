//! A text that was read from a file or the clipboard, and has not become anything yet.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use obelus_core::article::{Origin, Original};
use obelus_core::edit::Content;
use obelus_formats::{Imported, Incoming, ReadError};

use crate::clipboard::Clipboard;
use crate::failure::{name_of, unread, unreadable};
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
}

impl Coming {
    pub(crate) fn of_file(path: &Path) -> Result<Self, Failure> {
        let bytes = bytes_of(path)?;
        Ok(Self {
            imported: understood(path, &bytes)?,
            original: bytes.into(),
            origin: Origin::File { name: name_of(path) },
            path: Some(path.to_owned()),
        })
    }

    pub(crate) fn of_clipboard(clipboard: &Clipboard) -> Result<Self, Failure> {
        let read = obelus_formats::read_pasted(clipboard.html.as_deref(), &clipboard.text);
        let (imported, original) = read.map_err(|error| unread("", error))?;
        Ok(Self {
            imported,
            original: original.into(),
            origin: Origin::Clipboard,
            path: None,
        })
    }

    /// The file's name; empty for the clipboard.
    pub(crate) fn name(&self) -> String {
        self.path.as_deref().map(name_of).unwrap_or_default()
    }

    pub(crate) fn content(&self) -> Content {
        Content {
            body: Arc::new(self.imported.body.clone()),
            original: Arc::clone(&self.original),
            pictures: self.imported.pictures.clone(),
        }
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
pub(crate) fn understood(path: &Path, bytes: &[u8]) -> Result<Imported, Failure> {
    let name = name_of(path);
    obelus_formats::read(&Incoming {
        bytes,
        name: Some(&name),
        ..Incoming::default()
    })
    .map_err(|error| unread(&name, error))
}
