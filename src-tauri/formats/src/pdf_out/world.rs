//! All that the typesetter may see: our templates, the article as data, its pictures, and fonts.
//!
//! No other file exists for it, no package, no clock.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

const TEMPLATES: [(&str, &str); 6] = [
    ("/main.typ", include_str!("main.typ")),
    ("/look.typ", include_str!("look.typ")),
    ("/words.typ", include_str!("words.typ")),
    ("/blocks.typ", include_str!("blocks.typ")),
    ("/card.typ", include_str!("card.typ")),
    ("/report.typ", include_str!("report.typ")),
];

/// How they were made stands beside them.
const FONTS: [&[u8]; 10] = [
    include_bytes!("../../fonts/reading-regular.ttf"),
    include_bytes!("../../fonts/reading-italic.ttf"),
    include_bytes!("../../fonts/reading-semibold.ttf"),
    include_bytes!("../../fonts/reading-semibold-italic.ttf"),
    include_bytes!("../../fonts/plain-regular.ttf"),
    include_bytes!("../../fonts/plain-italic.ttf"),
    include_bytes!("../../fonts/plain-semibold.ttf"),
    include_bytes!("../../fonts/plain-semibold-italic.ttf"),
    include_bytes!("../../fonts/code-regular.ttf"),
    include_bytes!("../../fonts/signs.ttf"),
];

static OWN: LazyLock<Vec<Font>> = LazyLock::new(|| {
    FONTS
        .into_iter()
        .flat_map(|font| Font::iter(Bytes::new(font)))
        .collect()
});

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

#[derive(Clone)]
pub(super) struct Desk {
    fonts: Vec<Font>,
    book: LazyHash<FontBook>,
    sources: HashMap<FileId, Source>,
    files: HashMap<FileId, Bytes>,
    main: FileId,
}

impl Desk {
    /// With the fonts that the caller found for other scripts.
    pub(super) fn new(fonts: &[Arc<[u8]>]) -> Self {
        let further = fonts.iter().flat_map(|font| Font::iter(Bytes::new(font.to_vec())));
        let fonts: Vec<Font> = OWN.iter().cloned().chain(further).collect();
        let sources = TEMPLATES.map(|(name, text)| (id(name), Source::new(id(name), text.to_owned())));
        Self {
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            sources: sources.into(),
            files: HashMap::new(),
            main: id("/main.typ"),
        }
    }

    pub(super) fn put(&mut self, name: &str, bytes: Vec<u8>) {
        self.files.insert(id(name), Bytes::new(bytes));
    }

    /// Whether one of the fonts has a sign for the character.
    pub(super) fn can_draw(&self, c: char) -> bool {
        self.fonts
            .iter()
            .any(|font| font.info().coverage.contains(u32::from(c)))
    }
}

/// The fonts of the app itself.
pub(super) fn own_can_draw(c: char) -> bool {
    OWN.iter().any(|font| font.info().coverage.contains(u32::from(c)))
}

fn id(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("our own names are paths");
    FileId::new(RootedPath::new(VirtualRoot::Project, path))
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
