//! Articles go from one library to another and back: whole, once, and without losing what either side did.

use std::sync::Arc;

use obelus_core::bundle::Bundle;
use obelus_core::edit::{Edit, MarkChange};
use obelus_core::id::{ArticleId, GroupId, MarkId, RevisionId, Time, Touch};
use obelus_core::mark::{Kind, Status};
use obelus_core::text::Text;
use obelus_library::bundled::{How, IfTwoTexts, Merged};
use obelus_library::{Library, LibraryError};
use proptest::prelude::*;

use crate::laws::{Step, a_step, take};
use crate::scene::{Scene, articles, everything, uuid};

const LINES: [&str; 2] = ["Elle détient 49% des parts.", "Le siège est à Lyon depuis 1998."];

fn all(library: &Library) -> Bundle {
    let articles: Vec<ArticleId> = library.shelf().unwrap().iter().map(|row| row.article.id).collect();
    library.bundle(&articles).unwrap()
}

fn bring(to: &mut Library, bundle: &Bundle) -> Result<Vec<Merged>, LibraryError> {
    let taken = to.take_bundle(bundle, IfTwoTexts::LeaveIt, GroupId(uuid()));
    taken.map(|(merged, _)| merged)
}

fn hows(merged: &[Merged]) -> Vec<How> {
    merged.iter().map(|one| one.how).collect()
}

/// Two libraries that hold the same article.
fn two() -> (Scene, Scene, ArticleId) {
    let (mut here, mut there) = (Scene::new(), Scene::new());
    let article = here.article("Le rapport", &LINES);
    here.mark(article, "49% des parts", Kind::claim(Status::Unchecked));
    bring(&mut there.library, &all(&here.library)).unwrap();
    there.clock += 500_000;
    (here, there, article)
}

fn exchange(here: &mut Scene, there: &mut Scene) -> (Vec<Merged>, Vec<Merged>) {
    let first = bring(&mut there.library, &all(&here.library)).unwrap();
    let second = bring(&mut here.library, &all(&there.library)).unwrap();
    for scene in [&*here, &*there] {
        assert_eq!(scene.library.check().unwrap(), []);
    }
    (first, second)
}

fn mark(library: &Library, article: ArticleId) -> obelus_core::mark::Mark {
    library.all_marks(article).unwrap().remove(0)
}

/// What both sides must come to agree on: all but who touched a mark last.
fn agreed(library: &Library) -> String {
    let mut all = String::new();
    for row in library.shelf().unwrap() {
        all += &format!("{:?} {:?}", row.article.title, row.article.id);
        let mut marks = library.all_marks(row.article.id).unwrap();
        marks.sort_by_key(|mark| mark.id);
        for mut mark in marks {
            mark.changed = Touch {
                by: String::new(),
                at: Time(0),
            };
            all += &format!("{mark:#?}");
        }
    }
    all
}

fn a_change_of_marks() -> impl Strategy<Value = Step> {
    a_step().prop_filter("of marks alone", |step| {
        matches!(
            step,
            Step::Mark(..) | Step::Remove(..) | Step::Change(..) | Step::Rename(..)
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn what_goes_out_comes_in_equal_and_once_and_one_undo_takes_it_back(steps in prop::collection::vec(a_step(), 1..40)) {
        let mut here = Scene::new();
        for step in steps {
            here = take(here, step);
        }
        let bundle = all(&here.library);
        let mut there = Scene::new();
        let nothing = everything(&there.library);
        let merged = bring(&mut there.library, &bundle).unwrap();
        prop_assert!(merged.iter().all(|one| one.how == How::New));
        prop_assert_eq!(articles(&there.library), articles(&here.library));
        prop_assert_eq!(there.library.check().unwrap(), []);
        for article in bundle.articles() {
            prop_assert_eq!(there.library.done_to(article).unwrap(), here.library.done_to(article).unwrap());
        }
        prop_assert_eq!(&all(&there.library), &bundle);
        let there_now = everything(&there.library);
        let again = bring(&mut there.library, &bundle).unwrap();
        prop_assert!(again.iter().all(|one| one.how == How::There));
        prop_assert_eq!(everything(&there.library), there_now.clone());
        if !bundle.steps.is_empty() {
            there.undo();
            prop_assert_eq!(everything(&there.library), nothing);
            prop_assert_eq!(there.library.check().unwrap(), []);
            there.redo();
            prop_assert_eq!(articles(&there.library), articles(&here.library));
            // Taken back, and brought in anew.
            there.undo();
            bring(&mut there.library, &bundle).unwrap();
            prop_assert_eq!(articles(&there.library), articles(&here.library));
            prop_assert_eq!(there.library.check().unwrap(), []);
            let known = bring(&mut there.library, &bundle).unwrap();
            prop_assert!(known.iter().all(|one| one.how == How::There));
        }
    }

    #[test]
    fn what_both_did_to_the_marks_is_on_both_sides_after_an_exchange(
        ours in prop::collection::vec(a_change_of_marks(), 0..12),
        theirs in prop::collection::vec(a_change_of_marks(), 0..12),
        apart in 0i64..30,
    ) {
        let (mut here, mut there, _) = two();
        there.clock = here.clock + apart - 15;
        for step in ours {
            here = take(here, step);
        }
        for step in theirs {
            there = take(there, step);
        }
        let before = articles(&there.library);
        let (first, second) = exchange(&mut here, &mut there);
        // A note on one side, several places on the other: told, and nothing is touched.
        if hows(&first).contains(&How::TwoTexts) {
            prop_assert_eq!(articles(&there.library), before);
            return Ok(());
        }
        prop_assume!(!hows(&second).contains(&How::TwoTexts));
        prop_assert_eq!(agreed(&here.library), agreed(&there.library));
        exchange(&mut here, &mut there);
        prop_assert_eq!(agreed(&here.library), agreed(&there.library));
        let (first, second) = exchange(&mut here, &mut there);
        prop_assert!(first.iter().chain(&second).all(|one| one.how == How::There), "{:?} {:?}", first, second);
    }
}

#[test]
fn of_two_statuses_the_later_one_counts_and_the_other_stays_in_the_history() {
    let (mut here, mut there, article) = two();
    let id = mark(&here.library, article).id;
    here.change(id, MarkChange::Kind(Kind::claim(Status::Wrong)));
    there.change(id, MarkChange::Kind(Kind::claim(Status::Confirmed)));
    there.note(id, "Vu au registre.");
    let (first, second) = exchange(&mut here, &mut there);
    assert_eq!(first[0].disputed, [id]);
    assert_eq!((first[0].how, second[0].how), (How::Merged, How::Merged));
    for scene in [&here, &there] {
        let mark = mark(&scene.library, article);
        assert_eq!(
            (mark.kind, mark.note.as_str()),
            (Kind::claim(Status::Confirmed), "Vu au registre.")
        );
        let history = scene.library.mark_history(id).unwrap().unwrap();
        let statuses: Vec<_> = history.deeds.iter().filter_map(|deed| deed.status).collect();
        assert!(statuses.contains(&Status::Wrong) && statuses.contains(&Status::Confirmed));
    }
}

#[test]
fn a_change_counts_more_than_a_removal() {
    let (mut here, mut there, article) = two();
    let id = mark(&here.library, article).id;
    here.apply(Edit::RemoveMarks { marks: vec![id] }).unwrap();
    there.note(id, "À garder.");
    exchange(&mut here, &mut there);
    for scene in [&here, &there] {
        assert_eq!(mark(&scene.library, article).note, "À garder.");
    }
}

#[test]
fn a_new_version_follows_and_two_new_versions_are_never_mixed() {
    let (mut here, mut there, article) = two();
    here.revise(article, &["Elle détient 51% des parts.", LINES[1]]);
    let bundle = all(&here.library);
    assert_eq!(hows(&bring(&mut there.library, &bundle).unwrap()), [How::Merged]);
    assert_eq!(articles(&there.library), articles(&here.library));

    here.revise(article, &["Elle détient 52% des parts.", LINES[1]]);
    there.revise(article, &["Elle détient 53% des parts.", LINES[1]]);
    let before = everything(&there.library);
    let bundle = all(&here.library);
    assert_eq!(hows(&bring(&mut there.library, &bundle).unwrap()), [How::TwoTexts]);
    assert_eq!(
        everything(&there.library),
        before,
        "nobody has said that it may be another article"
    );
    let copied = |there: &mut Scene| {
        let taken = there
            .library
            .take_bundle(&bundle, IfTwoTexts::AsAnotherArticle, GroupId(uuid()));
        taken.unwrap().0.remove(0)
    };
    let copy = copied(&mut there);
    assert_eq!(copy.how, How::Copy);
    assert_ne!(copy.article, article);
    let text = |library: &Library, article| {
        let latest = library.latest_revision(article).unwrap().unwrap();
        library.body(latest.id).unwrap().text.as_str().to_owned()
    };
    assert_eq!(text(&there.library, copy.article), text(&here.library, article));
    assert_ne!(text(&there.library, article), text(&here.library, article));
    assert_eq!(copied(&mut there).how, How::There, "the same copy is known");
    assert_eq!(there.library.check().unwrap(), []);
    there.undo();
    assert_eq!(everything(&there.library), before);
}

#[test]
fn what_was_erased_comes_back_as_another_article() {
    let (here, mut there, article) = two();
    there.bin(article);
    let stamp = there.stamp();
    there.library.empty_bin(stamp).unwrap();
    let merged = bring(&mut there.library, &all(&here.library)).unwrap();
    assert_eq!(merged[0].how, How::Erased);
    assert_ne!(merged[0].article, article);
    assert_eq!(there.library.check().unwrap(), []);
}

#[test]
fn a_bundle_that_is_not_sound_changes_nothing() {
    let (mut here, _, article) = two();
    here.revise(article, &["Elle détient 51% des parts.", LINES[1]]);
    let sound = all(&here.library);
    let refused = |what: &str, spoil: &dyn Fn(&mut Bundle)| {
        let mut bundle = sound.clone();
        spoil(&mut bundle);
        let mut there = Scene::new();
        let other = there.article("Un autre", &LINES);
        there.mark(other, "siège", Kind::Note);
        let before = everything(&there.library);
        let refused = bring(&mut there.library, &bundle);
        assert!(matches!(refused, Err(LibraryError::Bundle(_))), "{what}: {refused:?}");
        assert_eq!(everything(&there.library), before, "{what}");
        assert_eq!(there.library.check().unwrap(), [], "{what}");
    };
    fn marks(bundle: &mut Bundle) -> &mut obelus_core::mark::Mark {
        let marks = bundle.steps.iter_mut().find_map(|step| match &mut step.edit {
            Edit::AddMarks { marks } => marks.first_mut(),
            _ => None,
        });
        marks.unwrap()
    }
    refused("no text", &|bundle| bundle.contents.clear());
    refused("no article", &|bundle| drop(bundle.steps.remove(0)));
    refused("a step twice", &|bundle| bundle.steps.push(bundle.steps[1].clone()));
    refused("a quote that the text does not say", &|bundle| {
        marks(bundle).places[0].quote = "50%".into()
    });
    refused("a place in no text", &|bundle| {
        marks(bundle).places[0].revision = RevisionId(uuid())
    });
    refused("a mark of another article", &|bundle| {
        marks(bundle).article = ArticleId(uuid())
    });
    refused("a mark that is not there", &|bundle| {
        let mark = MarkId(uuid());
        let change = MarkChange::Note("?".into());
        let touch = Touch {
            by: "X".into(),
            at: Time(1),
        };
        bundle.steps[1].edit = Edit::ChangeMark { mark, change, touch };
    });
    refused("a text that is shorter than it says", &|bundle| {
        for content in bundle.contents.values_mut() {
            let mut body = (*content.body).clone();
            body.text = Text::new("Court.".into());
            content.body = Arc::new(body);
        }
    });
    refused("an edit of another library's colours", &|bundle| {
        bundle.steps[1].edit = Edit::NameColour {
            colour: obelus_core::mark::Colour::Pink,
            name: None,
        };
    });
    refused("a length that is not the text's", &|bundle| {
        if let Edit::AddArticle { revision, .. } = &mut bundle.steps[0].edit {
            revision.words += 1;
        }
    });
}
