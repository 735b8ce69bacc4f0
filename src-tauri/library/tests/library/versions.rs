//! New versions in a library: what they keep of every mark, what they are near to, and what a mark went through.

use obelus_core::edit::{Deed, Edit, MarkChange};
use obelus_core::id::{ArticleId, GroupId, MarkId, RevisionId};
use obelus_core::mark::{Kind, Status};
use obelus_core::placement::{Answer, Placement};
use obelus_core::review;
use obelus_core::text::Text;
use obelus_library::{NearArticle, Problem};

use crate::scene::{self, Scene, everything, uuid};

const FIRST: [&str; 3] = [
    "Le conseil a rappelé son directeur lundi soir, après une longue réunion.",
    "L’investisseur détient 49% des parts de l’entreprise depuis 2019.",
    "Les profits sont plafonnés à cent fois la mise, dit le contrat signé à Paris.",
];
const SECOND: [&str; 3] = [
    "Une phrase que personne n’avait encore lue ouvre maintenant l’article.",
    FIRST[0],
    "L’investisseur détient 51% des parts de l’entreprise depuis 2019.",
];

/// An article with a confirmed claim that changes, an unchecked one that goes, and a note that stays.
fn checked() -> (Scene, ArticleId, [MarkId; 3]) {
    let mut scene = Scene::new();
    let article = scene.article("Le retour", &FIRST);
    let marks = [
        scene.mark(article, "49% des parts", Kind::claim(Status::Confirmed)),
        scene.mark(article, "plafonnés à cent fois la mise", Kind::claim(Status::Unchecked)),
        scene.mark(article, "lundi soir", Kind::Note),
    ];
    (scene, article, marks)
}

fn latest(scene: &Scene, article: ArticleId) -> RevisionId {
    scene.library.latest_revision(article).unwrap().unwrap().id
}

fn say(scene: &mut Scene, mark: MarkId, answer: Answer) {
    let row = scene.library.mark(mark).unwrap().unwrap();
    let touch = scene::touch(scene.now());
    let latest = latest(scene, row.article);
    scene.apply(review::answer(&row, latest, answer, touch)).unwrap();
}

#[test]
fn how_every_mark_came_to_a_version_is_kept() {
    let (mut scene, article, [edited, lost, kept]) = checked();
    let first = latest(&scene, article);
    scene.revise(article, &SECOND);
    let scene = scene.reopen();
    let second = latest(&scene, article);
    let numbers: Vec<u32> = scene
        .library
        .revisions(article)
        .unwrap()
        .iter()
        .map(|it| it.number)
        .collect();
    assert_eq!(numbers, [1, 2]);

    let placed = scene.library.marks(article, second).unwrap();
    let ids: Vec<MarkId> = placed.iter().map(|mark| mark.id).collect();
    assert_eq!(ids, [kept, edited]);
    assert_eq!(placed[0].placement_in(second), Some(Placement::Kept));
    assert_eq!(placed[1].placement_in(second), Some(Placement::Edited));
    assert_eq!(placed[1].carried[0].from.quote(), "49% des parts");
    let recheck = Kind::Claim {
        status: Status::Confirmed,
        recheck: true,
    };
    assert_eq!(
        (placed[1].kind, &*placed[1].places[0].quote),
        (recheck, "51% des parts")
    );

    let unplaced = scene.library.unplaced(article, second).unwrap();
    assert_eq!(unplaced.len(), 1);
    assert_eq!(
        (unplaced[0].id, unplaced[0].placement_in(second)),
        (lost, Some(Placement::Lost))
    );
    assert_eq!((unplaced[0].places.len(), unplaced[0].carried.len()), (0, 1));

    // The version before is as it was.
    assert_eq!(scene.library.marks(article, first).unwrap().len(), 3);
    assert_eq!(scene.library.unplaced(article, first).unwrap(), []);
    let row = scene.library.shelf_row(article).unwrap().unwrap();
    assert_eq!(
        (row.revisions, row.rechecks, row.claims.confirmed, row.claims.unchecked),
        (2, 1, 1, 1)
    );
    let all = scene.library.all_marks(article).unwrap();
    for mark in &all {
        assert_eq!(scene.library.mark(mark.id).unwrap().as_ref(), Some(mark));
    }
    assert_eq!(scene.library.check().unwrap(), []);
}

#[test]
fn one_undo_takes_a_version_back_marks_flags_and_all() {
    let (mut scene, article, [edited, lost, _]) = checked();
    let before = everything(&scene.library);
    scene.revise(article, &SECOND);
    let revised = everything(&scene.library);
    say(&mut scene, edited, Answer::Kept);
    say(&mut scene, lost, Answer::Archived);
    assert_eq!(scene.library.shelf().unwrap()[0].rechecks, 0);
    let answered = everything(&scene.library);
    let deeds: Vec<Deed> = (0..2).map(|_| scene.undo().unwrap().1[0].deed).collect();
    assert_eq!(deeds, [Deed::Reviewed, Deed::Reviewed]);
    let same = |one: &str, other: &str| {
        // What can be undone differs by the line of the journal alone.
        let rest = |all: &str| all.split_once("ShelfRow").map(|(_, rest)| rest.to_owned());
        assert_eq!(rest(one), rest(other));
    };
    same(&everything(&scene.library), &revised);
    assert_eq!(scene.undo().unwrap().1[0].deed, Deed::Revised);
    same(&everything(&scene.library), &before);
    assert_eq!(scene.library.check().unwrap(), []);
    let mut scene = scene.reopen();
    while scene.redo().is_some() {}
    same(&everything(&scene.library), &answered);
    assert_eq!(scene.library.check().unwrap(), []);
}

#[test]
fn a_mark_tells_what_it_said_in_each_version_and_what_was_done_to_it() {
    let (mut scene, article, [edited, lost, _]) = checked();
    let group = GroupId(uuid());
    for note in ["V", "Vu"] {
        let touch = scene::touch(scene.now());
        let change = MarkChange::Note(note.into());
        scene.apply_in(
            group,
            Edit::ChangeMark {
                mark: edited,
                change,
                touch,
            },
        );
    }
    scene.change(edited, MarkChange::Tags(["chiffres".to_owned()].into()));
    scene.undo();
    scene.revise(article, &SECOND);
    scene.change(edited, MarkChange::Kind(Kind::claim(Status::Wrong)));
    let history = scene.library.mark_history(edited).unwrap().unwrap();
    let versions: Vec<_> = history
        .versions
        .iter()
        .map(|it| (it.revision, it.placement, it.quotes.join("|")))
        .collect();
    assert_eq!(
        versions,
        [
            (1, None, "49% des parts".to_owned()),
            (2, Some(Placement::Edited), "51% des parts".to_owned())
        ]
    );
    let deeds: Vec<_> = history.deeds.iter().map(|it| (it.deed, it.was, it.status)).collect();
    assert_eq!(
        deeds,
        [
            (Deed::Marked, None, Some(Status::Confirmed)),
            (Deed::NoteWritten, None, None),
            (Deed::StatusSet, Some(Status::Confirmed), Some(Status::Wrong)),
        ]
    );
    assert_eq!(history.deeds[0].author, "LM");
    let gone = scene.library.mark_history(lost).unwrap().unwrap();
    assert_eq!(
        (gone.versions[1].placement, gone.versions[1].quotes.len()),
        (Some(Placement::Lost), 0)
    );
    assert_eq!(scene.library.mark_history(MarkId(uuid())).unwrap(), None);
}

#[test]
fn marks_that_came_in_together_each_have_their_history() {
    let (mut scene, article, _) = checked();
    let marks: Vec<_> = ["Paris", "2019"]
        .map(|words| scene.a_mark(article, words, Kind::claim(Status::Query)))
        .into();
    let id = marks[1].id;
    scene.apply(Edit::AddMarks { marks }).unwrap();
    let history = scene.library.mark_history(id).unwrap().unwrap();
    assert_eq!(history.deeds.len(), 1);
    assert_eq!(
        (history.deeds[0].deed, history.deeds[0].status),
        (Deed::Marked, Some(Status::Query))
    );
}

/// A long article about something: sixty sentences of words thrown like dice.
fn long(subject: &str) -> Vec<String> {
    let words = "la ville vend cent tonnes de blé au canton voisin qui dément son maire absent hier soir";
    let words: Vec<&str> = words.split(' ').collect();
    let mut dice = subject.bytes().map(u64::from).sum::<u64>();
    let mut word = || {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        words[(dice >> 33) as usize % words.len()]
    };
    let sentence = |_| format!("{subject} {}.", (0..14).map(|_| word()).collect::<Vec<_>>().join(" "));
    (0..60).map(sentence).collect()
}

fn near(scene: &mut Scene, lines: &[String]) -> Vec<NearArticle> {
    scene.library.near(&Text::new(lines.join("\n\n"))).unwrap()
}

fn add(scene: &mut Scene, lines: &[String]) -> ArticleId {
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    // The title says nothing of what is near.
    scene.article("Sans titre", &lines)
}

#[test]
fn a_text_is_near_to_the_article_it_is_a_version_of() {
    let mut scene = Scene::new();
    let draft = long("la coopérative");
    let article = add(&mut scene, &draft);
    add(&mut scene, &long("le ministère"));
    assert_eq!(near(&mut scene, &long("une fanfare")), []);
    let same = NearArticle {
        article,
        alike: 100,
        same: true,
    };
    assert_eq!(near(&mut scene, &draft), [same]);

    let mut grown = draft.clone();
    grown.extend(long("la mairie").into_iter().take(20));
    grown.swap(3, 30);
    let found = near(&mut scene, &grown);
    assert_eq!(found.len(), 1);
    assert!(
        found[0].article == article && found[0].alike >= 75 && !found[0].same,
        "{found:?}"
    );

    // It is near to the latest version, not to one before.
    let lines: Vec<&str> = grown.iter().map(String::as_str).collect();
    scene.revise(article, &lines);
    assert!(!near(&mut scene, &draft)[0].same);
    assert!(near(&mut scene, &grown)[0].same);
    let mut scene = scene.reopen();
    assert!(near(&mut scene, &grown)[0].same);
    assert_eq!(scene.library.check().unwrap(), []);
    scene.bin(article);
    assert_eq!(near(&mut scene, &grown), []);
}

/// The problems of a library with a second version after some SQL has been at it.
fn after(sql: &str) -> Vec<Problem> {
    let (mut scene, article, _) = checked();
    scene.revise(article, &SECOND);
    let file = scene.file();
    let Scene { folder, library, .. } = scene;
    drop(library);
    let connection = rusqlite::Connection::open(&file).unwrap();
    connection.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    connection.execute_batch(sql).unwrap();
    drop(connection);
    let problems = obelus_library::Library::open(&file, "desk").unwrap().check().unwrap();
    drop(folder);
    problems
}

#[test]
fn a_check_finds_what_is_wrong_with_how_marks_came() {
    let carried: fn(&Problem) -> bool = |problem| matches!(problem, Problem::Carried { .. });
    let mark: fn(&Problem) -> bool = |problem| matches!(problem, Problem::Mark(_));
    let unplaced: fn(&Problem) -> bool = |problem| matches!(problem, Problem::Unplaced { .. });
    let cases = [
        (
            "UPDATE carried SET start = 9000, end = 9001 WHERE placement = 'edited'",
            carried,
        ),
        (
            "UPDATE carried SET gap_start = 9000, gap_end = 9001 WHERE placement = 'lost'",
            carried,
        ),
        (
            "UPDATE carried SET answer = 'attached' WHERE placement = 'lost'",
            unplaced,
        ),
        ("UPDATE carried SET score = 3 WHERE placement = 'edited'", mark),
        ("UPDATE carried SET answer = 'kept' WHERE placement = 'edited'", mark),
        ("DELETE FROM carried WHERE placement = 'lost'", unplaced),
    ];
    assert_eq!(after("SELECT 1"), []);
    for (sql, is_it) in cases {
        let problems = after(sql);
        assert!(problems.iter().any(is_it), "{sql}: {problems:?}");
    }
}
