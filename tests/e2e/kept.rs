//! What the library holds once the window is closed: read from the file, not from the screen.

use obelus_core::article::{Article, Revision};
use obelus_core::id::ArticleId;
use obelus_core::mark::Mark;
use obelus_library::Library;

use crate::place::Place;

pub(crate) struct Kept {
    library: Library,
    article: ArticleId,
}

impl Kept {
    /// The one article of a journey's library. The app must be closed: it holds the lock.
    pub(crate) fn in_place(place: &Place) -> Self {
        let library = place.opened_library();
        assert_eq!(library.check().unwrap(), [], "the library is sound");
        let shelf = library.shelf().unwrap();
        assert_eq!(shelf.len(), 1, "the journey brought in one article");
        Self {
            library,
            article: shelf[0].article.id,
        }
    }

    pub(crate) fn marks(&self) -> Vec<Mark> {
        let revision = self.library.latest_revision(self.article).unwrap().unwrap();
        self.library.marks(self.article, revision.id).unwrap()
    }

    /// The words of each mark's first place, by place.
    pub(crate) fn quotes(&self) -> Vec<String> {
        self.marks()
            .into_iter()
            .map(|mark| mark.places[0].quote.clone())
            .collect()
    }

    pub(crate) fn article(&self) -> Article {
        self.library.article(self.article).unwrap().unwrap()
    }

    pub(crate) fn revisions(&self) -> Vec<Revision> {
        self.library.revisions(self.article).unwrap()
    }

    pub(crate) fn versions(&self) -> usize {
        self.revisions().len()
    }

    /// The words of the article, as they are stored.
    pub(crate) fn text(&self) -> String {
        let revision = self.library.latest_revision(self.article).unwrap().unwrap();
        self.library.body(revision.id).unwrap().text.as_str().to_owned()
    }
}
