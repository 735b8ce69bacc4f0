//! A desk with a library of its own, in a folder that goes with it: for the tests of this crate.

use std::collections::BTreeSet;
use std::path::PathBuf;

use obelus_core::edit::Edit;
use obelus_core::id::{ArticleId, MarkId};
use obelus_core::mark::{Kind, Mark, Place};
use obelus_core::text::TextRange;
use obelus_intake::Intake;
use tempfile::TempDir;
use uuid::Uuid;

use crate::arrivals;
use crate::clipboard::Clipboard;
use crate::coming::Coming;
use crate::desk::Desk;
use crate::held::Held;
use crate::preferences::Kept;
use crate::wire::Arrivals;

pub(crate) struct TestDesk {
    pub(crate) desk: Desk,
    folder: TempDir,
}

impl TestDesk {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let library = Held::begin(Some(folder.path().join("library.obelus")));
        Self {
            desk: Desk::with(Kept::read(folder.path()), library, Vec::new(), Ok(Intake::unguarded())),
            folder,
        }
    }

    pub(crate) fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    pub(crate) fn paste(&self, text: &str) -> Arrivals {
        arrivals::read_clipboard(&self.desk, &clipboard(text)).unwrap()
    }

    pub(crate) fn article(&self, text: &str) -> ArticleId {
        self.paste(text).articles[0]
    }

    /// Marks words that stand once in the latest version.
    pub(crate) fn mark(&self, article: ArticleId, words: &str, kind: Kind) -> MarkId {
        self.mark_with(article, words, kind, "")
    }

    pub(crate) fn mark_with(&self, article: ArticleId, words: &str, kind: Kind, correction: &str) -> MarkId {
        let id = MarkId(Uuid::now_v7());
        let places = vec![self.place(article, words)];
        let made = self.desk.edit(None, |_, touch| {
            Ok(Edit::AddMarks {
                marks: vec![Mark {
                    id,
                    article,
                    kind,
                    note: String::new(),
                    correction: correction.to_owned(),
                    tags: BTreeSet::new(),
                    created: touch.clone(),
                    changed: touch.clone(),
                    places,
                    carried: Vec::new(),
                    elsewhere: None,
                }],
            })
        });
        made.unwrap();
        id
    }

    /// Where words stand, once, in the latest version.
    pub(crate) fn place(&self, article: ArticleId, words: &str) -> Place {
        let place = self.desk.library(|library| {
            let revision = library.latest_revision(article)?.unwrap().id;
            let body = library.body(revision)?;
            let places: Vec<TextRange> = body.text.places_of(words);
            assert_eq!(places.len(), 1, "“{words}” stands once");
            Ok::<_, obelus_library::LibraryError>(Place::of(revision, &body.text, places[0]))
        });
        place.unwrap()
    }

    pub(crate) fn read(&self, mark: MarkId) -> Mark {
        self.desk.library(|library| library.mark(mark)).unwrap().unwrap()
    }

    pub(crate) fn versions(&self, article: ArticleId) -> usize {
        self.desk.library(|library| library.revisions(article)).unwrap().len()
    }

    pub(crate) fn undo(&self) {
        let stamp = self.desk.stamp(None);
        self.desk.library(|library| library.undo(stamp)).unwrap().unwrap();
    }
}

pub(crate) fn clipboard(text: &str) -> Clipboard {
    Clipboard {
        html: None,
        text: text.to_owned(),
    }
}

pub(crate) fn coming(text: &str) -> Coming {
    Coming::of_clipboard(&Intake::unguarded(), &clipboard(text), &|| false).unwrap()
}
