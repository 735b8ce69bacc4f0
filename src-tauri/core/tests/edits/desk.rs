//! Rows in maps, and short ways to put an article and a claim in them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use obelus_core::article::{Article, Origin, Revision};
use obelus_core::body::{Aside, Block, Body, Leaf};
use obelus_core::edit::{Content, Edit, EditError, Rows};
use obelus_core::id::{ArticleId, MarkId, RevisionId, Time, Touch};
use obelus_core::mark::{Colour, Kind, Mark, Place, Status};
use obelus_core::text::Text;
use uuid::Uuid;

pub(crate) const TEXT: &str = "Microsoft détient 49% des parts.\n\nLe 👩‍👩‍👧 conseil l’a évincé.";

/// Rows in maps: what a library is once everything about files is left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Desk {
    pub(crate) articles: BTreeMap<ArticleId, Article>,
    pub(crate) revisions: BTreeMap<RevisionId, Revision>,
    /// Outlives its revision, as in a library.
    pub(crate) bodies: BTreeMap<RevisionId, Arc<Body>>,
    pub(crate) marks: BTreeMap<MarkId, Mark>,
    pub(crate) colours: BTreeMap<Colour, String>,
}

impl Rows for Desk {
    type Error = EditError;

    fn article(&self, id: ArticleId) -> Result<Option<Article>, EditError> {
        Ok(self.articles.get(&id).cloned())
    }
    fn put_article(&mut self, article: &Article) -> Result<(), EditError> {
        self.articles.insert(article.id, article.clone());
        Ok(())
    }
    fn remove_article(&mut self, id: ArticleId) -> Result<(), EditError> {
        self.articles.remove(&id);
        Ok(())
    }
    fn revision(&self, id: RevisionId) -> Result<Option<Revision>, EditError> {
        Ok(self.revisions.get(&id).cloned())
    }
    fn latest_revision(&self, article: ArticleId) -> Result<Option<Revision>, EditError> {
        let of_article = self.revisions.values().filter(|revision| revision.article == article);
        Ok(of_article.max_by_key(|revision| revision.number).cloned())
    }
    fn put_revision(&mut self, revision: &Revision, content: Option<&Content>) -> Result<(), EditError> {
        if let Some(content) = content {
            self.bodies.insert(revision.id, content.body.clone());
        }
        self.revisions.insert(revision.id, revision.clone());
        Ok(())
    }
    fn remove_revision(&mut self, id: RevisionId) -> Result<(), EditError> {
        self.revisions.remove(&id);
        Ok(())
    }
    fn body(&self, id: RevisionId) -> Result<Option<Arc<Body>>, EditError> {
        Ok(self.bodies.get(&id).cloned())
    }
    fn marks_of(&self, article: ArticleId) -> Result<Vec<Mark>, EditError> {
        let marks = self.marks.values().filter(|mark| mark.article == article);
        Ok(marks.cloned().collect())
    }
    fn mark(&self, id: MarkId) -> Result<Option<Mark>, EditError> {
        Ok(self.marks.get(&id).cloned())
    }
    fn add_mark(&mut self, mark: &Mark) -> Result<(), EditError> {
        self.marks.insert(mark.id, mark.clone());
        Ok(())
    }
    fn change_mark(&mut self, old: &Mark, new: &Mark) -> Result<(), EditError> {
        assert_eq!(self.marks.insert(new.id, new.clone()).as_ref(), Some(old));
        Ok(())
    }
    fn remove_mark(&mut self, id: MarkId) -> Result<(), EditError> {
        self.marks.remove(&id);
        Ok(())
    }
    fn colour_name(&self, colour: Colour) -> Result<Option<String>, EditError> {
        Ok(self.colours.get(&colour).cloned())
    }
    fn put_colour_name(&mut self, colour: Colour, name: Option<&str>) -> Result<(), EditError> {
        match name {
            Some(name) => self.colours.insert(colour, name.to_owned()),
            None => self.colours.remove(&colour),
        };
        Ok(())
    }
}

pub(crate) fn article_id(n: u8) -> ArticleId {
    ArticleId(Uuid::from_u128(u128::from(n)))
}

pub(crate) fn mark_id(n: u8) -> MarkId {
    MarkId(Uuid::from_u128(0x100 + u128::from(n)))
}

pub(crate) fn touch(at: i64) -> Touch {
    Touch {
        by: "CR".into(),
        at: Time(at),
    }
}

pub(crate) fn paragraphs(text: &str) -> Vec<Block> {
    let mut start = 0;
    let mut blocks = Vec::new();
    for paragraph in text.split("\n\n") {
        let end = start + paragraph.chars().count() as u32;
        blocks.push(Block::Paragraph {
            leaf: Leaf {
                start,
                end,
                spans: Vec::new(),
            },
        });
        start = end + 2;
    }
    blocks
}

pub(crate) fn add_article(n: u8) -> Edit {
    add_article_of(n, TEXT)
}

pub(crate) fn add_article_of(n: u8, text: &str) -> Edit {
    let aside = Aside {
        before: 1,
        lines: 1,
        text: Text::new("Abonne-toi".into()),
        blocks: paragraphs("Abonne-toi"),
    };
    let body = Body {
        text: Text::new(text.into()),
        blocks: paragraphs(text),
        asides: vec![aside],
        pages: Vec::new(),
    };
    let article = Article {
        id: article_id(n),
        title: "Sam Altman de retour".into(),
        byline: None,
        site: None,
        published: None,
        url: None,
        language: Some("fr".into()),
        origin: Origin::Clipboard,
        created: Time(1),
        binned: None,
    };
    let revision = RevisionId(Uuid::from_u128(0x200 + 0x10 * u128::from(n)));
    Edit::AddArticle {
        revision: Revision::first(revision, article.id, &body, None, Time(1)),
        article,
        content: Some(Content {
            pictures: Vec::new(),
            body: Arc::new(body),
            original: Arc::from([]),
        }),
    }
}

/// The place of `quote` in the article's latest text.
pub(crate) fn place(desk: &Desk, article: ArticleId, range: (u32, u32)) -> Option<Place> {
    let latest = desk.latest_revision(article).unwrap()?;
    let text = &desk.bodies[&latest.id].text;
    let range = text.selection(range.0 % text.len(), range.1 % text.len()).ok()?;
    Some(Place::of(latest.id, text, range))
}

pub(crate) fn mark(n: u8, place: Place) -> Mark {
    Mark {
        id: mark_id(n),
        article: article_id(0),
        kind: Kind::claim(Status::Unchecked),
        note: String::new(),
        correction: String::new(),
        tags: BTreeSet::new(),
        created: touch(2),
        changed: touch(2),
        places: vec![place],
        carried: Vec::new(),
        elsewhere: None,
    }
}

/// A desk with one article and the claim "49% des parts".
pub(crate) fn desk_with_claim() -> (Desk, Place) {
    let mut desk = Desk::default();
    add_article(0).apply(&mut desk).unwrap();
    let place = place(&desk, article_id(0), (18, 31)).unwrap();
    assert_eq!(place.quote, "49% des parts");
    let marks = vec![mark(0, place.clone())];
    Edit::AddMarks { marks }.apply(&mut desk).unwrap();
    (desk, place)
}
