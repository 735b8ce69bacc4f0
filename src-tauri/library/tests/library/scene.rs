//! A library in a folder of its own, and short ways to put things in it.

use std::path::PathBuf;
use std::sync::Arc;

use obelus_core::article::{Article, Format, Origin, Original, Revision, RevisionReason};
use obelus_core::body::{Aside, Block, Body, Leaf};
use obelus_core::edit::{Content, Edit, MarkChange};
use obelus_core::id::{ArticleId, EditId, GroupId, MarkId, RevisionId, Time, Touch};
use obelus_core::mark::{Kind, Mark, Place};
use obelus_core::revise::{NewVersion, ReviseError, revise};
use obelus_core::text::{Text, TextRange};
use obelus_library::journal::Stamp;
use obelus_library::{Library, LibraryError};
use uuid::Uuid;

pub(crate) struct Scene {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) library: Library,
    pub(crate) clock: i64,
}

pub(crate) fn uuid() -> Uuid {
    Uuid::now_v7()
}

impl Scene {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(&folder.path().join("library.obelus"), "desk").unwrap();
        Self {
            folder,
            library,
            clock: 1_700_000_000_000,
        }
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.folder.path().join("library.obelus")
    }

    pub(crate) fn reopen(self) -> Self {
        let Self { folder, library, clock } = self;
        drop(library);
        let library = Library::open(&folder.path().join("library.obelus"), "desk").unwrap();
        Self { folder, library, clock }
    }

    pub(crate) fn now(&mut self) -> Time {
        self.clock += 1;
        Time(self.clock)
    }

    pub(crate) fn stamp(&mut self) -> Stamp {
        stamp(self.now(), None)
    }

    pub(crate) fn apply(&mut self, edit: Edit) -> Result<obelus_core::edit::Changes, LibraryError> {
        let stamp = self.stamp();
        self.library.apply(edit, stamp)
    }

    pub(crate) fn apply_in(&mut self, group: GroupId, edit: Edit) {
        let stamp = stamp(self.now(), Some(group));
        self.library.apply(edit, stamp).unwrap();
    }

    pub(crate) fn undo(&mut self) -> Option<obelus_library::Reverted> {
        let stamp = self.stamp();
        self.library.undo(stamp).unwrap()
    }

    pub(crate) fn redo(&mut self) -> Option<obelus_library::Reverted> {
        let stamp = self.stamp();
        self.library.redo(stamp).unwrap()
    }

    /// An article of one paragraph a line; lines that start with `~` are set aside.
    pub(crate) fn article(&mut self, title: &str, lines: &[&str]) -> ArticleId {
        let edit = add_article(title, body(lines), self.now());
        let id = edit.article().unwrap();
        self.apply(edit).unwrap();
        id
    }

    /// The edit that takes in a new version of one paragraph a line.
    pub(crate) fn new_version(&mut self, article: ArticleId, lines: &[&str]) -> Result<Edit, ReviseError> {
        let new = NewVersion {
            pictures: Vec::new(),
            id: RevisionId(uuid()),
            created: self.now(),
            body: Arc::new(body(lines)),
            original: None,
        };
        let latest = self.library.latest_revision(article).unwrap().unwrap();
        let marks = self.library.all_marks(article).unwrap();
        let bodies = |revision| self.library.body(revision).ok();
        revise(&latest, &marks, &bodies, new, &|| false)
    }

    pub(crate) fn revise(&mut self, article: ArticleId, lines: &[&str]) {
        let edit = self.new_version(article, lines).unwrap();
        self.apply(edit).unwrap();
    }

    /// A mark on the first place of the words.
    pub(crate) fn mark(&mut self, article: ArticleId, words: &str, kind: Kind) -> MarkId {
        let mark = self.a_mark(article, words, kind);
        let id = mark.id;
        self.apply(Edit::AddMarks { marks: vec![mark] }).unwrap();
        id
    }

    pub(crate) fn a_mark(&mut self, article: ArticleId, words: &str, kind: Kind) -> Mark {
        let revision = self.library.latest_revision(article).unwrap().unwrap();
        let text = &self.library.body(revision.id).unwrap().text;
        let range = text.places_of(words)[0];
        let touch = touch(self.now());
        a_mark(article, kind, touch, vec![a_place(revision.id, text, range)])
    }

    pub(crate) fn change(&mut self, mark: MarkId, change: MarkChange) {
        let touch = touch(self.now());
        self.apply(Edit::ChangeMark { mark, change, touch }).unwrap();
    }

    pub(crate) fn note(&mut self, mark: MarkId, words: &str) {
        self.change(mark, MarkChange::Note(words.into()));
    }

    pub(crate) fn bin(&mut self, article: ArticleId) {
        let at = Some(self.now());
        self.apply(Edit::Bin { article, at }).unwrap();
    }
}

/// All that a person could see of a library, as words.
pub(crate) fn everything(library: &Library) -> String {
    let all = format!("{:#?}", (library.colour_names().unwrap(), library.undoable().unwrap()));
    all + &articles(library)
}

/// All that a person could see of its articles.
pub(crate) fn articles(library: &Library) -> String {
    let mut all = String::new();
    let mut rows = library.shelf().unwrap();
    rows.sort_by_key(|row| row.article.id);
    for mut row in rows {
        // An undo and its redo are two edits, and the later one is when the article was last changed.
        row.changed = Time(0);
        let article = row.article.id;
        all += &format!("{row:#?}");
        for number in 1..=row.revisions {
            let revision = library.revision_numbered(article, number).unwrap().unwrap();
            let body = library.body(revision.id).unwrap();
            all += &format!("{:#?}", (&revision, body, library.original(revision.id).unwrap()));
            all += &format!("{:#?}", library.marks(article, revision.id).unwrap());
            all += &format!("{:#?}", library.unplaced(article, revision.id).unwrap());
        }
    }
    all
}

pub(crate) fn stamp(time: Time, group: Option<GroupId>) -> Stamp {
    Stamp {
        id: EditId(uuid()),
        author: "LM".into(),
        time,
        group,
    }
}

pub(crate) fn touch(at: Time) -> Touch {
    Touch { by: "LM".into(), at }
}

pub(crate) fn a_mark(article: ArticleId, kind: Kind, touch: Touch, places: Vec<Place>) -> Mark {
    Mark {
        id: MarkId(uuid()),
        article,
        kind,
        note: String::new(),
        correction: String::new(),
        tags: Default::default(),
        created: touch.clone(),
        changed: touch,
        places,
        carried: Vec::new(),
        elsewhere: None,
    }
}

pub(crate) fn a_place(revision: RevisionId, text: &Text, range: TextRange) -> Place {
    Place {
        revision,
        range,
        quote: text.slice(range).to_owned(),
    }
}

pub(crate) fn add_article(title: &str, body: Body, created: Time) -> Edit {
    let article = ArticleId(uuid());
    let original: Arc<[u8]> = body.text.as_str().as_bytes().into();
    Edit::AddArticle {
        article: Article {
            id: article,
            title: title.into(),
            byline: None,
            site: Some("obelus.example".into()),
            published: None,
            url: None,
            language: Some("fr".into()),
            origin: Origin::File {
                name: "départ.txt".into(),
            },
            created,
            binned: None,
        },
        revision: Revision {
            original: Some(Original {
                format: Format::Text,
                bytes: original.len() as u64,
            }),
            ..revision(article, 1, RevisionReason::Imported, &body, created)
        },
        content: Some(Content {
            pictures: Vec::new(),
            body: Arc::new(body),
            original,
        }),
    }
}

pub(crate) fn revision(
    article: ArticleId,
    number: u32,
    reason: RevisionReason,
    body: &Body,
    created: Time,
) -> Revision {
    Revision {
        id: RevisionId(uuid()),
        article,
        number,
        reason,
        created,
        original: None,
        characters: body.text.len(),
        words: body.text.words(),
    }
}

pub(crate) fn body(lines: &[&str]) -> Body {
    let paragraph = |start: u32, line: &str| Block::Paragraph {
        leaf: Leaf {
            start,
            end: start + line.chars().count() as u32,
            spans: Vec::new(),
        },
    };
    let (mut text, mut blocks, mut asides) = (String::new(), Vec::new(), Vec::new());
    for line in lines {
        if let Some(words) = line.strip_prefix('~') {
            asides.push(Aside {
                before: blocks.len() as u32,
                lines: 1,
                text: Text::new(words.into()),
                blocks: vec![paragraph(0, words)],
            });
        } else {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            blocks.push(paragraph(text.chars().count() as u32, line));
            text.push_str(line);
        }
    }
    let text = Text::new(text);
    Body {
        text,
        blocks,
        asides,
        pages: Vec::new(),
    }
}
