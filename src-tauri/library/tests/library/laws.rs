//! Laws: whatever is done, undoing all of it is nothing, redoing all of it is the same, and the journal says so.

use obelus_core::bring_back;
use obelus_core::edit::{Edit, MarkChange};
use obelus_core::id::{ArticleId, GroupId, RevisionId};
use obelus_core::mark::{Colour, Kind, Mark, Place, Status};
use obelus_core::placement::Answer;
use obelus_core::review;
use obelus_library::LibraryError;
use proptest::prelude::*;

use crate::scene::{self, Scene, everything, uuid};

/// What somebody does; numbers choose among what there is.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Import(Vec<String>),
    Rename(usize, String),
    Bin(usize, bool),
    BringBack(usize, usize),
    Revise(usize, Vec<(usize, String)>),
    Answer(usize, usize, Answer),
    Attach(usize, usize, Vec<(u32, u32)>),
    Mark(usize, Vec<(u32, u32)>, Kind),
    Remove(usize, usize),
    Change(usize, usize, Change),
    Name(Colour, Option<String>),
    Undo,
    Redo,
    Reopen,
}

#[derive(Clone, Debug)]
pub(crate) enum Change {
    Kind(Kind),
    Note(Vec<String>),
    Correction(String),
    Tags(Vec<String>),
    Places(Vec<(u32, u32)>),
}

fn a_kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        3 => (prop::sample::select(&Status::ALL[..]), any::<bool>()).prop_map(|(status, recheck)| Kind::Claim { status, recheck }),
        1 => Just(Kind::Note),
        1 => prop::sample::select(&Colour::ALL[..]).prop_map(|colour| Kind::Highlight { colour }),
    ]
}

fn ranges() -> impl Strategy<Value = Vec<(u32, u32)>> {
    prop::collection::vec(
        (0u32..60, 1u32..12).prop_map(|(start, length)| (start, start + length)),
        1..4,
    )
}

pub(crate) fn a_step() -> impl Strategy<Value = Step> {
    let words = "[a-zé👩🏽 \u{301}]{0,12}";
    let change = prop_oneof![
        a_kind().prop_map(Change::Kind),
        prop::collection::vec(words, 1..4).prop_map(Change::Note),
        words.prop_map(Change::Correction),
        prop::collection::vec("[a-z]{1,5}", 0..3).prop_map(Change::Tags),
        ranges().prop_map(Change::Places),
    ];
    prop_oneof![
        2 => prop::collection::vec("~?[a-zé👩 \u{301}]{1,20}", 1..5).prop_map(Step::Import),
        1 => (any::<usize>(), words).prop_map(|(article, title)| Step::Rename(article, title)),
        1 => (any::<usize>(), any::<bool>()).prop_map(|(article, inside)| Step::Bin(article, inside)),
        2 => (any::<usize>(), any::<usize>()).prop_map(|(article, aside)| Step::BringBack(article, aside)),
        3 => (any::<usize>(), prop::collection::vec((any::<usize>(), "[a-zé 👩]{0,8}"), 1..4))
            .prop_map(|(article, lines)| Step::Revise(article, lines)),
        2 => (any::<usize>(), any::<usize>(), prop::sample::select(&[Answer::Kept, Answer::Recheck, Answer::Archived][..]))
            .prop_map(|(article, mark, answer)| Step::Answer(article, mark, answer)),
        2 => (any::<usize>(), any::<usize>(), ranges())
            .prop_map(|(article, mark, ranges)| Step::Attach(article, mark, ranges)),
        6 => (any::<usize>(), ranges(), a_kind()).prop_map(|(article, ranges, kind)| Step::Mark(article, ranges, kind)),
        1 => (any::<usize>(), 1usize..4).prop_map(|(mark, count)| Step::Remove(mark, count)),
        6 => (any::<usize>(), any::<usize>(), change).prop_map(|(article, mark, change)| Step::Change(article, mark, change)),
        1 => (prop::sample::select(&Colour::ALL[..]), prop::option::of(words)).prop_map(|(colour, name)| Step::Name(colour, name)),
        3 => Just(Step::Undo),
        2 => Just(Step::Redo),
        1 => Just(Step::Reopen),
    ]
}

fn chosen<T: Clone>(of: &[T], number: usize) -> Option<T> {
    (!of.is_empty()).then(|| of[number % of.len()].clone())
}

fn an_article(scene: &Scene, number: usize) -> Option<ArticleId> {
    let rows = scene.library.shelf().unwrap();
    chosen(&rows, number).map(|row| row.article.id)
}

fn marks(scene: &Scene, article: ArticleId) -> Vec<Mark> {
    scene.library.all_marks(article).unwrap()
}

fn places(scene: &Scene, article: ArticleId, ranges: &[(u32, u32)]) -> Vec<Place> {
    let latest = scene.library.latest_revision(article).unwrap().unwrap();
    let text = scene.library.body(latest.id).unwrap().text.clone();
    let ranges = ranges
        .iter()
        .filter_map(|&(start, end)| text.selection(start, end.min(text.len())).ok());
    ranges.map(|range| scene::a_place(latest.id, &text, range)).collect()
}

fn bring_back(scene: &mut Scene, article: ArticleId, aside: usize) -> Option<Edit> {
    let latest = scene.library.latest_revision(article).unwrap().unwrap();
    let body = scene.library.body(latest.id).unwrap();
    let aside = (aside % body.asides.len().max(1)) as u32;
    let marks = marks(scene, article);
    bring_back::bring_back(&latest, &body, &marks, aside, RevisionId(uuid()), scene.now()).ok()
}

/// A new version in which some paragraphs are others, or gone.
fn revise(scene: &mut Scene, article: ArticleId, rewritten: Vec<(usize, String)>) -> Option<Edit> {
    let latest = scene.library.latest_revision(article).unwrap().unwrap();
    let body = scene.library.body(latest.id).unwrap();
    let mut lines: Vec<String> = body.text.as_str().split("\n\n").map(str::to_owned).collect();
    for (at, words) in rewritten {
        let at = at % (lines.len() + 1);
        // Where there is such a paragraph, it begins with the new words; else it is a new one.
        match lines.get_mut(at) {
            Some(line) if words.trim().is_empty() => line.clear(),
            Some(line) => line.insert_str(0, &words),
            None => lines.push(words),
        }
    }
    let lines: Vec<&str> = lines
        .iter()
        .map(String::as_str)
        .filter(|line| !line.trim().is_empty())
        .collect();
    scene.new_version(article, &lines).ok()
}

/// Does one step. What the core refuses is not done; any other failure is one.
pub(crate) fn take(mut scene: Scene, step: Step) -> Scene {
    let mut edits = Vec::new();
    let mut group = None;
    match step {
        Step::Import(lines) => {
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            let now = scene.now();
            edits.push(scene::add_article(lines[0], scene::body(&lines), now));
        }
        Step::Rename(article, title) => {
            edits.extend(an_article(&scene, article).map(|article| Edit::Rename { article, title }));
        }
        Step::Bin(article, inside) => {
            let at = inside.then(|| scene.now());
            edits.extend(an_article(&scene, article).map(|article| Edit::Bin { article, at }));
        }
        Step::BringBack(article, aside) => {
            edits.extend(an_article(&scene, article).and_then(|article| bring_back(&mut scene, article, aside)));
        }
        Step::Revise(article, rewritten) => {
            if let Some(article) = an_article(&scene, article) {
                edits.extend(revise(&mut scene, article, rewritten));
            }
        }
        Step::Answer(article, mark, answer) => {
            let article = an_article(&scene, article);
            let mark = article.and_then(|article| chosen(&marks(&scene, article), mark));
            if let Some((article, mark)) = article.zip(mark) {
                let latest = scene.library.latest_revision(article).unwrap().unwrap().id;
                edits.push(review::answer(&mark, latest, answer, scene::touch(scene.now())));
            }
        }
        Step::Attach(article, mark, ranges) => {
            let article = an_article(&scene, article);
            let mark = article.and_then(|article| chosen(&marks(&scene, article), mark));
            if let Some((article, mark)) = article.zip(mark) {
                let latest = scene.library.latest_revision(article).unwrap().unwrap().id;
                let places = places(&scene, article, &ranges[..1]);
                edits.extend(review::attach(&mark, latest, 0, places, scene::touch(scene.now())));
            }
        }
        Step::Mark(article, ranges, kind) => {
            if let Some(article) = an_article(&scene, article) {
                let touch = scene::touch(scene.now());
                let places = places(&scene, article, &ranges);
                let marks = if matches!(kind, Kind::Claim { .. }) {
                    vec![scene::a_mark(article, kind, touch, places)]
                } else {
                    places
                        .into_iter()
                        .map(|place| scene::a_mark(article, kind, touch.clone(), vec![place]))
                        .collect()
                };
                edits.push(Edit::AddMarks { marks });
            }
        }
        Step::Remove(article, count) => {
            if let Some(article) = an_article(&scene, article) {
                let marks = marks(&scene, article).iter().take(count).map(|mark| mark.id).collect();
                edits.push(Edit::RemoveMarks { marks });
            }
        }
        Step::Change(article, mark, change) => {
            let article = an_article(&scene, article);
            let mark = article.and_then(|article| chosen(&marks(&scene, article), mark));
            if let Some((article, mark)) = article.zip(mark) {
                let changes = match change {
                    Change::Kind(kind) => vec![MarkChange::Kind(kind)],
                    Change::Note(keys) => {
                        group = Some(GroupId(uuid()));
                        keys.into_iter().map(MarkChange::Note).collect()
                    }
                    Change::Correction(words) => vec![MarkChange::Correction(words)],
                    Change::Tags(tags) => vec![MarkChange::Tags(tags.into_iter().collect())],
                    Change::Places(ranges) => vec![MarkChange::Places(places(&scene, article, &ranges))],
                };
                for change in changes {
                    let touch = scene::touch(scene.now());
                    edits.push(Edit::ChangeMark {
                        mark: mark.id,
                        change,
                        touch,
                    });
                }
            }
        }
        Step::Name(colour, name) => edits.push(Edit::NameColour { colour, name }),
        Step::Undo => drop(scene.undo()),
        Step::Redo => drop(scene.redo()),
        Step::Reopen => return scene.reopen(),
    }
    for edit in edits {
        let before = everything(&scene.library);
        let stamp = scene::stamp(scene.now(), group);
        match scene.library.apply(edit, stamp) {
            Ok(_) => {}
            Err(LibraryError::Edit(_)) => assert_eq!(everything(&scene.library), before),
            Err(error) => panic!("{error}"),
        }
    }
    scene
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn undoing_all_is_nothing_redoing_all_is_the_same_and_the_journal_agrees_at_every_step(
        steps in prop::collection::vec(a_step(), 1..40)
    ) {
        let mut scene = Scene::new();
        let nothing = everything(&scene.library);
        for step in steps {
            let told = format!("{step:?}");
            scene = take(scene, step);
            prop_assert_eq!(scene.library.check().unwrap(), [], "after {}", told);
        }
        while scene.redo().is_some() {}
        let all = everything(&scene.library);
        let mut undone = 0;
        while scene.undo().is_some() {
            undone += 1;
            if undone % 5 == 0 {
                scene = scene.reopen();
                prop_assert_eq!(scene.library.check().unwrap(), []);
            }
        }
        prop_assert_eq!(everything(&scene.library), nothing);
        prop_assert_eq!(scene.library.check().unwrap(), []);
        let mut scene = scene.reopen();
        while scene.redo().is_some() {}
        prop_assert_eq!(everything(&scene.library), all);
        prop_assert_eq!(scene.library.check().unwrap(), []);
    }
}
