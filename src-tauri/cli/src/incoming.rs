//! A text that comes in: from a file, from standard input, from the web.

use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use obelus_core::article::{Format, Origin, Original};
use obelus_formats::{FILE_LIMIT, Imported, Tracked};
use obelus_intake::fetch::{Reach, fetch};
use obelus_intake::many::{Item, NotTaken};
use obelus_intake::{Intake, Limits};

use crate::arguments::{Changes, FormatName, How};
use crate::failure::Failure;

/// What was read, and what it was read from.
pub(crate) struct Incoming {
    pub(crate) imported: Imported,
    pub(crate) bytes: Arc<[u8]>,
    pub(crate) origin: Origin,
}

/// Where it is read: in a child of this program.
pub(crate) fn intake() -> Result<Intake, Failure> {
    Intake::in_children(Limits::default()).map_err(Failure::NoIntake)
}

/// What is given as a file may be an address: no file begins like one.
pub(crate) fn is_address(file: &Path) -> bool {
    let named = file.to_str().unwrap_or_default().to_ascii_lowercase();
    named.starts_with("http://") || named.starts_with("https://")
}

/// The bytes of a file, `-` for standard input.
pub(crate) fn bytes(file: &Path) -> Result<Vec<u8>, Failure> {
    let source: io::Result<Box<dyn Read>> = if file == Path::new("-") {
        Ok(Box::new(io::stdin().lock()))
    } else {
        std::fs::File::open(file).map(|file| Box::new(file) as Box<dyn Read>)
    };
    let mut bytes = Vec::new();
    source
        // One byte more than is allowed tells that there is more, without reading it all.
        .and_then(|source| source.take(FILE_LIMIT + 1).read_to_end(&mut bytes))
        .map_err(Failure::unreadable(file))?;
    Ok(bytes)
}

impl Incoming {
    /// Reads a file, `-` for standard input, or the page at an address.
    pub(crate) fn read(intake: &Intake, file: &Path, how: &How) -> Result<Self, Failure> {
        if is_address(file) {
            return Self::fetched(intake, file, how);
        }
        let piped = file == Path::new("-");
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = (!piped).then(|| name.unwrap_or_default());
        let incoming = obelus_formats::Incoming {
            name: name.as_deref(),
            ..obelus_formats::Incoming::default()
        };
        let shown = match piped {
            true => "standard input".into(),
            false => file.display().to_string(),
        };
        let origin = name.clone().map_or(Origin::Pipe, |name| Origin::File { name });
        Self::understood(intake, incoming, bytes(file)?, how, origin, shown)
    }

    /// Reads one of many.
    pub(crate) fn of_item(intake: &Intake, item: &Item, how: &How) -> Result<Self, Failure> {
        let bytes = item.bytes().map_err(|why| not_taken(item.shown.clone(), why))?;
        let incoming = obelus_formats::Incoming {
            name: Some(item.name()),
            ..obelus_formats::Incoming::default()
        };
        let name = item.name().to_owned();
        let origin = Origin::File { name };
        Self::understood(intake, incoming, bytes, how, origin, item.shown.clone())
    }

    fn fetched(intake: &Intake, address: &Path, how: &How) -> Result<Self, Failure> {
        let address = address.to_string_lossy().into_owned();
        // Whoever waits at a terminal stops all of it.
        let fetched = fetch(&address, Reach::Internet, &|_| {}, &|| false).map_err(|error| Failure::Fetch {
            address: address.clone(),
            error,
        })?;
        let bytes = fetched.bytes.clone();
        let mut incoming = fetched.incoming();
        incoming.bytes = &[];
        Self::understood(intake, incoming, bytes, how, Origin::Web, address)
    }

    /// `incoming` is what is known of the bytes; they come beside it.
    fn understood(
        intake: &Intake,
        incoming: obelus_formats::Incoming<'_>,
        bytes: Vec<u8>,
        how: &How,
        origin: Origin,
        shown: String,
    ) -> Result<Self, Failure> {
        let incoming = obelus_formats::Incoming {
            bytes: &bytes,
            format: how.format.map(Format::from).or(incoming.format),
            verbatim: how.verbatim,
            ..incoming
        };
        // Whoever stops this program stops its child as well: they are of one group.
        match intake.read(&incoming, &|| false) {
            Ok(imported) => Ok(Self {
                imported,
                bytes: bytes.into(),
                origin,
            }),
            Err(error) => Err(Failure::Import { file: shown, error }),
        }
    }

    pub(crate) fn original(&self) -> Original {
        Original {
            format: self.imported.format,
            bytes: self.bytes.len() as u64,
        }
    }
}

/// Why one of many is not read, as of a file that was named.
pub(crate) fn not_taken(file: String, why: NotTaken) -> Failure {
    match why {
        NotTaken::Unreadable { reason } => Failure::Unreadable {
            file: file.into(),
            error: io::Error::other(reason),
        },
        NotTaken::Unread(error) => Failure::Import { file, error },
        why @ (NotTaken::TooMany { .. } | NotTaken::Nothing) => Failure::NotTaken { file, why },
    }
}

impl From<Changes> for Tracked {
    fn from(changes: Changes) -> Self {
        match changes {
            Changes::Accepted => Self::Accepted,
            Changes::Rejected => Self::Rejected,
        }
    }
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Text => Self::Text,
            FormatName::Markdown => Self::Markdown,
            FormatName::Html => Self::Html,
            FormatName::Mhtml => Self::Mhtml,
            FormatName::Docx => Self::Docx,
            FormatName::Odt => Self::Odt,
            FormatName::Rtf => Self::Rtf,
            FormatName::Epub => Self::Epub,
            FormatName::Pdf => Self::Pdf,
        }
    }
}
