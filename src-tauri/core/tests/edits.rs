//! The law of edits, without a database: every edit can be taken back, and a refused one says why.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use obelus_core::article::{Article, Origin, Revision};
use obelus_core::body::{Aside, Block, Body, Leaf};
use obelus_core::bring_back::bring_back;
use obelus_core::edit::{Content, Edit, EditError, MarkChange, Rows};
use obelus_core::id::{ArticleId, MarkId, RevisionId, Time, Touch};
use obelus_core::mark::{Colour, Kind, Mark, Place, Status};
use obelus_core::text::{Text, TextRange};
use proptest::prelude::*;
use uuid::Uuid;

const TEXT: &str = "Microsoft détient 49% des parts.\n\nLe 👩‍👩‍👧 conseil l’a évincé.";

/// Rows in maps: what a library is once everything about files is left out.
#[derive(Clone, Debug, Default, PartialEq)]
struct Desk {
    articles: BTreeMap<ArticleId, Article>,
    revisions: BTreeMap<RevisionId, Revision>,
    /// Outlives its revision, as in a library.
    bodies: BTreeMap<RevisionId, Arc<Body>>,
    marks: BTreeMap<MarkId, Mark>,
    colours: BTreeMap<Colour, String>,
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
    fn marks_of(&self, article: ArticleId) -> Result<Vec<MarkId>, EditError> {
        Ok(self
            .marks
            .values()
            .filter(|mark| mark.article == article)
            .map(|mark| mark.id)
            .collect())
    }
    fn mark(&self, id: MarkId) -> Result<Option<Mark>, EditError> {
        Ok(self.marks.get(&id).cloned())
    }
    fn put_mark(&mut self, mark: &Mark) -> Result<(), EditError> {
        self.marks.insert(mark.id, mark.clone());
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

fn article_id(n: u8) -> ArticleId {
    ArticleId(Uuid::from_u128(u128::from(n)))
}

fn mark_id(n: u8) -> MarkId {
    MarkId(Uuid::from_u128(0x100 + u128::from(n)))
}

fn touch(at: i64) -> Touch {
    Touch {
        by: "CR".into(),
        at: Time(at),
    }
}

fn paragraphs(text: &str) -> Vec<Block> {
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

fn add_article(n: u8) -> Edit {
    let aside = Aside {
        before: 1,
        lines: 1,
        text: Text::new("Abonne-toi".into()),
        blocks: paragraphs("Abonne-toi"),
    };
    let body = Body {
        text: Text::new(TEXT.into()),
        blocks: paragraphs(TEXT),
        asides: vec![aside],
    };
    let article = Article {
        id: article_id(n),
        title: "Sam Altman de retour".into(),
        byline: None,
        site: None,
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
            body: Arc::new(body),
            original: Arc::from([]),
        }),
    }
}

/// The place of `quote` in the article's latest text.
fn place(desk: &Desk, article: ArticleId, range: (u32, u32)) -> Option<Place> {
    let latest = desk.latest_revision(article).unwrap()?;
    let text = &desk.bodies[&latest.id].text;
    let range = text.selection(range.0 % text.len(), range.1 % text.len()).ok()?;
    Some(Place::of(latest.id, text, range))
}

fn mark(n: u8, place: Place) -> Mark {
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
    }
}

/// A desk with one article and the claim "49% des parts".
fn desk_with_claim() -> (Desk, Place) {
    let mut desk = Desk::default();
    add_article(0).apply(&mut desk).unwrap();
    let place = place(&desk, article_id(0), (18, 31)).unwrap();
    assert_eq!(place.quote, "49% des parts");
    let marks = vec![mark(0, place.clone())];
    Edit::AddMarks { marks }.apply(&mut desk).unwrap();
    (desk, place)
}

fn refuse(desk: &Desk, edit: &Edit) -> EditError {
    edit.apply(&mut desk.clone()).unwrap_err()
}

#[test]
fn a_mark_whose_quote_is_not_what_the_text_says_is_refused() {
    let (desk, place) = desk_with_claim();
    let wrong = Place {
        quote: "51% des parts".into(),
        ..place
    };
    let edit = Edit::AddMarks {
        marks: vec![mark(1, wrong)],
    };
    assert_eq!(refuse(&desk, &edit), EditError::Quote(mark_id(1)));
}

#[test]
fn a_mark_that_cuts_a_grapheme_or_leaves_the_text_is_refused() {
    let (desk, place) = desk_with_claim();
    let family = TEXT.chars().position(|c| c == '👩').unwrap() as u32;
    for (start, end) in [(family, family + 1), (30, 9_999)] {
        let place = Place {
            range: TextRange::try_from((start, end)).unwrap(),
            ..place.clone()
        };
        let edit = Edit::AddMarks {
            marks: vec![mark(1, place)],
        };
        assert!(matches!(refuse(&desk, &edit), EditError::Range(_)));
    }
}

#[test]
fn only_a_claim_stands_in_several_places_and_never_twice_in_one() {
    let (desk, first) = desk_with_claim();
    let second = place(&desk, article_id(0), (0, 9)).unwrap();
    let places = |places: &[&Place]| Edit::ChangeMark {
        mark: mark_id(0),
        change: MarkChange::Places(places.iter().copied().cloned().collect()),
        touch: touch(3),
    };
    assert_eq!(
        refuse(&desk, &places(&[&first, &first])),
        EditError::SamePlace(mark_id(0))
    );
    assert_eq!(refuse(&desk, &places(&[])), EditError::NoPlace(mark_id(0)));
    let mut desk = desk;
    places(&[&first, &second]).apply(&mut desk).unwrap();
    let note = Edit::ChangeMark {
        mark: mark_id(0),
        change: MarkChange::Kind(Kind::Note),
        touch: touch(4),
    };
    assert_eq!(refuse(&desk, &note), EditError::OnlyClaims);
}

#[test]
fn an_article_in_the_bin_is_left_alone() {
    let (mut desk, _) = desk_with_claim();
    let bin = Edit::Bin {
        article: article_id(0),
        at: Some(Time(5)),
    };
    bin.apply(&mut desk).unwrap();
    let rename = Edit::Rename {
        article: article_id(0),
        title: "Autre".into(),
    };
    assert_eq!(refuse(&desk, &rename), EditError::InBin(article_id(0)));
    let marks = vec![mark_id(0)];
    assert_eq!(
        refuse(&desk, &Edit::RemoveMarks { marks }),
        EditError::InBin(article_id(0))
    );
}

#[test]
fn what_is_too_long_or_blank_names_its_limit() {
    let (desk, _) = desk_with_claim();
    let title = |title: String| Edit::Rename {
        article: article_id(0),
        title,
    };
    assert!(matches!(refuse(&desk, &title(" ".into())), EditError::Blank(_)));
    let long = refuse(&desk, &title("é".repeat(501)));
    assert!(matches!(
        long,
        EditError::TooLong {
            length: 501,
            limit: 500,
            ..
        }
    ));
    title("é".repeat(500)).apply(&mut desk.clone()).unwrap();
}

#[test]
fn lines_brought_back_move_the_marks_after_them_and_no_other() {
    let (mut desk, claim) = desk_with_claim();
    let after = place(&desk, article_id(0), (48, 60)).unwrap();
    let marks = vec![mark(1, after.clone())];
    Edit::AddMarks { marks }.apply(&mut desk).unwrap();
    let latest = desk.latest_revision(article_id(0)).unwrap().unwrap();
    let body = desk.bodies[&latest.id].clone();
    let marks: Vec<Mark> = desk.marks.values().cloned().collect();
    let new = RevisionId(Uuid::from_u128(0x999));
    let edit = bring_back(&latest, &body, &marks, 0, new, Time(6)).unwrap();
    edit.apply(&mut desk).unwrap();
    let ranges = |n| {
        desk.marks[&mark_id(n)]
            .places_in(new)
            .map(|place| place.range)
            .collect::<Vec<_>>()
    };
    assert_eq!(ranges(0), [claim.range]);
    assert_eq!(ranges(1), [after.range.later("Abonne-toi\n\n".chars().count() as u32)]);
}

/// One step of a person at work; numbers are folded to what is there.
#[derive(Clone, Debug)]
enum Step {
    Add(u8),
    Mark(u8, u32, u32),
    Status(u8, u8),
    Highlight(u8, u8),
    Note(u8, String),
    Tags(u8, Vec<String>),
    Places(u8, Vec<(u32, u32)>),
    Unmark(u8),
    Rename(String),
    Bin(bool),
    BringBack(u8),
    Colour(u8, Option<String>),
}

fn step() -> impl Strategy<Value = Step> {
    let n = 0u8..4;
    prop_oneof![
        (0u8..2).prop_map(Step::Add),
        (n.clone(), 0u32..70, 0u32..70).prop_map(|(n, a, b)| Step::Mark(n, a, b)),
        (n.clone(), 0u8..7).prop_map(|(n, s)| Step::Status(n, s)),
        (n.clone(), 0u8..4).prop_map(|(n, c)| Step::Highlight(n, c)),
        (n.clone(), "[a-z]{0,8}").prop_map(|(n, s)| Step::Note(n, s)),
        (n.clone(), prop::collection::vec("[a-z]{0,3}", 0..3)).prop_map(|(n, t)| Step::Tags(n, t)),
        (n.clone(), prop::collection::vec((0u32..70, 0u32..70), 0..3)).prop_map(|(n, r)| Step::Places(n, r)),
        n.prop_map(Step::Unmark),
        "[a-z ]{0,6}".prop_map(Step::Rename),
        any::<bool>().prop_map(Step::Bin),
        (0u8..200).prop_map(Step::BringBack),
        (0u8..4, prop::option::of("[a-z]{0,4}")).prop_map(|(c, n)| Step::Colour(c, n)),
    ]
}

fn edit(desk: &Desk, step: Step, at: i64) -> Option<Edit> {
    let article = article_id(0);
    let change = |n: u8, change: MarkChange| {
        Some(Edit::ChangeMark {
            mark: mark_id(n),
            change,
            touch: touch(at),
        })
    };
    match step {
        Step::Add(n) => Some(add_article(n)),
        Step::Mark(n, a, b) => Some(Edit::AddMarks {
            marks: vec![mark(n, place(desk, article, (a.min(b), a.max(b)))?)],
        }),
        Step::Status(n, status) => change(n, MarkChange::Kind(Kind::claim(Status::ALL[usize::from(status)]))),
        Step::Highlight(n, colour) => {
            let colour = Colour::ALL[usize::from(colour)];
            change(n, MarkChange::Kind(Kind::Highlight { colour }))
        }
        Step::Note(n, note) => change(n, MarkChange::Note(note)),
        Step::Tags(n, tags) => change(n, MarkChange::Tags(tags.into_iter().collect())),
        Step::Places(n, ranges) => {
            let places = ranges
                .into_iter()
                .filter_map(|(a, b)| place(desk, article, (a.min(b), a.max(b))));
            change(n, MarkChange::Places(places.collect()))
        }
        Step::Unmark(n) => Some(Edit::RemoveMarks {
            marks: vec![mark_id(n)],
        }),
        Step::Rename(title) => Some(Edit::Rename { article, title }),
        Step::Bin(bin) => Some(Edit::Bin {
            article,
            at: bin.then_some(Time(at)),
        }),
        Step::BringBack(n) => {
            let latest = desk.latest_revision(article).unwrap()?;
            let marks: Vec<Mark> = desk.marks.values().cloned().collect();
            let id = RevisionId(Uuid::from_u128(0x10_000 + at as u128));
            bring_back(
                &latest,
                &desk.bodies[&latest.id],
                &marks,
                u32::from(n % 2),
                id,
                Time(at),
            )
            .ok()
        }
        Step::Colour(colour, name) => Some(Edit::NameColour {
            colour: Colour::ALL[usize::from(colour)],
            name,
        }),
    }
}

/// Everything but the bodies, which outlive their revisions.
fn rows(desk: &Desk) -> Desk {
    Desk {
        bodies: BTreeMap::new(),
        ..desk.clone()
    }
}

proptest! {
    #[test]
    fn any_edits_are_taken_back_one_by_one_and_made_again(steps in prop::collection::vec(step(), 1..40)) {
        let mut desk = Desk::default();
        let mut inverses = Vec::new();
        let mut states = vec![rows(&desk)];
        for (at, step) in steps.into_iter().enumerate() {
            let Some(edit) = edit(&desk, step, at as i64) else { continue };
            let mut tried = desk.clone();
            if let Ok((inverse, _)) = edit.apply(&mut tried) {
                desk = tried;
                inverses.push(inverse);
                states.push(rows(&desk));
            }
        }
        let mut again = Vec::new();
        for (n, inverse) in inverses.iter().enumerate().rev() {
            again.push(inverse.apply(&mut desk).unwrap().0);
            prop_assert_eq!(&rows(&desk), &states[n]);
        }
        for (n, edit) in again.iter().rev().enumerate() {
            edit.apply(&mut desk).unwrap();
            prop_assert_eq!(&rows(&desk), &states[n + 1]);
        }
    }

    #[test]
    fn an_edit_is_the_same_after_it_was_written_down(steps in prop::collection::vec(step(), 1..20)) {
        let mut desk = Desk::default();
        for (at, step) in steps.into_iter().enumerate() {
            let Some(edit) = edit(&desk, step, at as i64) else { continue };
            let Ok((inverse, _)) = edit.apply(&mut desk.clone()) else { continue };
            let read = |edit: &Edit| serde_json::from_str::<Edit>(&serde_json::to_string(edit).unwrap()).unwrap();
            prop_assert_eq!(read(&inverse), inverse);
            edit.apply(&mut desk).unwrap();
        }
    }
}
