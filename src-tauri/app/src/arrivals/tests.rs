//! Texts come in: what is new is added, what is there is opened, and what nearly is there is asked about.

use obelus_core::edit::Edit;
use obelus_core::mark::{Kind, Status};

use super::*;
use crate::test_desk::TestDesk;

const DRAFT: &str = "La participation\n\n\
    Le conseil s’est réuni lundi matin à Paris, en présence de tous ses membres.\n\n\
    Microsoft, qui détient 49% des parts de l’entreprise, a appris la nouvelle par la presse.\n\n\
    Les employés ont signé une lettre pour demander le retour du dirigeant.\n";

fn newer() -> String {
    DRAFT.replace("49%", "51%")
}

fn shelf(desk: &TestDesk) -> usize {
    desk.desk.library(|library| library.shelf()).unwrap().len()
}

#[test]
fn a_text_that_is_nearly_an_article_is_asked_about_and_not_stored() {
    let desk = TestDesk::new();
    let article = desk.article(DRAFT);
    let arrivals = desk.paste(&newer());
    assert!(arrivals.articles.is_empty() && arrivals.failures.is_empty());
    let [question] = &arrivals.questions[..] else {
        panic!("one question")
    };
    assert_eq!((question.near, question.name.as_str()), (article, ""));
    assert_eq!(
        (question.title.as_str(), question.near_title.as_str()),
        ("La participation", "La participation")
    );
    assert!(question.alike > 50 && !question.same);
    assert_eq!((shelf(&desk), desk.versions(article)), (1, 1));
}

#[test]
fn to_stop_many_files_stops_nothing_else_and_nothing_else_stops_them() {
    let desk = TestDesk::new();
    let files = |round: &str| {
        ["a", "b", "c"].map(|name| {
            desk.file(
                &format!("{round}-{name}.md"),
                &format!("# {round} {name}\n\nDes mots.\n"),
            )
        })
    };
    let version = desk.desk.stopped(Long::One);
    let stopping = |told: Told<'_>| {
        if matches!(told, Told::Queue(queue) if queue.running) {
            desk.desk.stop(Long::Queue);
        }
    };
    let arrivals = read_files(&desk.desk, &files("Un"), &stopping);
    assert_eq!(
        (arrivals.articles.len(), &arrivals.failures[..]),
        (0, &[Failure::Stopped][..])
    );
    assert!(!version(), "the version that is being read goes on");

    let arrivals = read_files(&desk.desk, &files("Deux"), &|_| desk.desk.stop(Long::One));
    assert_eq!((arrivals.articles.len(), arrivals.failures.len()), (3, 0));
}

/// The tally of an article in what is told at the end, and how many articles there are.
fn told(arrivals: &Arrivals, article: ArticleId) -> (u32, u32) {
    let row = arrivals.changed.rows.iter().find(|row| row.article.id == article);
    let facts = arrivals.changed.facts.as_ref();
    (row.unwrap().claims.confirmed, facts.unwrap().articles)
}

#[test]
fn what_was_marked_while_many_files_came_in_is_told_at_the_end() {
    let desk = TestDesk::new();
    let files =
        ["a", "b", "c"].map(|name| desk.file(&format!("{name}.md"), &format!("# Article {name}\n\nDes mots.\n")));
    let marked = std::sync::Mutex::new(None);
    let marking = |told: Told<'_>| {
        let Told::Queue(queue) = told else { return };
        let mut marked = marked.lock().unwrap();
        // The first time that one of them is there: its row was told before.
        if let (None, Some(article)) = (*marked, queue.items[0].article) {
            desk.mark(article, "Des mots", Kind::claim(Status::Confirmed));
            *marked = Some(article);
        }
    };
    let arrivals = read_files(&desk.desk, &files, &marking);
    let article = marked.into_inner().unwrap().unwrap();
    assert_eq!(told(&arrivals, article), (1, 3));
    let latest = desk.desk.library(|library| library.undoable()).unwrap();
    assert_eq!(
        arrivals.changed.undoable.as_ref().map(|line| line.id),
        latest.map(|line| line.id)
    );
}

#[test]
fn what_the_person_answers_is_done_once() {
    let desk = TestDesk::new();
    let article = desk.article(DRAFT);
    desk.mark(article, "49% des parts", Kind::claim(Status::Confirmed));
    let ask = || desk.paste(&newer()).questions[0].token;

    let neither = answer(&desk.desk, ask(), NearAnswer::Neither).unwrap();
    assert!(neither.articles.is_empty() && neither.revised.is_empty());
    assert_eq!((shelf(&desk), desk.versions(article)), (1, 1));

    let token = ask();
    let version = answer(&desk.desk, token, NearAnswer::Version).unwrap();
    assert_eq!(
        (version.revised[0].article, version.revised[0].tally.edited),
        (article, 1)
    );
    assert_eq!((shelf(&desk), desk.versions(article)), (1, 2));
    assert_eq!(
        answer(&desk.desk, token, NearAnswer::Version).unwrap_err(),
        Failure::Gone
    );

    let draft = desk.paste(&DRAFT.replace("lundi", "mardi")).questions[0].token;
    let another = answer(&desk.desk, draft, NearAnswer::Another).unwrap();
    assert_eq!(another.articles.len(), 1);
    assert_eq!((shelf(&desk), desk.versions(article)), (2, 2));
}

#[test]
fn the_same_text_again_opens_the_article_that_has_it() {
    let desk = TestDesk::new();
    let article = desk.article(DRAFT);
    let again = desk.paste(DRAFT);
    assert_eq!(again.there, [article]);
    assert!(again.articles.is_empty() && again.questions.is_empty() && again.changed.rows.is_empty());
    assert_eq!(shelf(&desk), 1);
}

#[test]
fn what_could_not_be_done_goes_on_waiting() {
    let desk = TestDesk::new();
    let article = desk.article(DRAFT);
    let token = desk.paste(&newer()).questions[0].token;
    let bin = |at| desk.desk.edit(None, |_, _| Ok(Edit::Bin { article, at })).unwrap();
    bin(Some(now()));
    assert_eq!(
        answer(&desk.desk, token, NearAnswer::Version).unwrap_err(),
        Failure::InBin
    );
    bin(None);
    assert_eq!(
        answer(&desk.desk, token, NearAnswer::Version).unwrap().revised[0].revision,
        2
    );
}

#[test]
fn of_several_files_each_is_told_of_and_none_hides_another() {
    let desk = TestDesk::new();
    let article = desk.article(DRAFT);
    let other = "Un article sur les éléphants du parc, leurs soigneurs et leurs longues nuits d’hiver.";
    let files = [
        desk.file("autre.md", other),
        desk.file("neuf.md", &newer()),
        desk.file("encore.txt", DRAFT),
        desk.file("vide.md", " "),
    ];
    let arrivals = read_files(&desk.desk, &files, &|_| {});
    assert_eq!((arrivals.articles.len(), &arrivals.there[..]), (1, &[article][..]));
    assert_eq!(arrivals.questions[0].name, "neuf.md");
    assert_eq!(arrivals.failures, [Failure::Empty { name: "vide.md".into() }]);
    assert_eq!(arrivals.changed.rows.len(), 1);
    assert!(arrivals.changed.undoable.is_some());
}

/// A text of others, as a file that tracks changes would bring it.
fn tracked(desk: &TestDesk) -> Coming {
    let intake = obelus_intake::Intake::unguarded();
    let mut coming = Coming::of_file(&intake, &desk.file("avec.md", &newer()), &|| false).unwrap();
    let without = Coming::of_file(&intake, &desk.file("sans.md", DRAFT), &|| false).unwrap();
    let note = |body: &obelus_core::body::Body, words: &str| obelus_formats::Annotation {
        ranges: body.text.places_of(words),
        highlight: None,
        remarks: vec![obelus_formats::Remark {
            author: Some("Lise".into()),
            time: Some(obelus_core::id::Time(1_700_000_000_000)),
            words: "D’où vient ce chiffre ?".into(),
        }],
        done: false,
        on: None,
    };
    coming.imported.annotations = vec![note(&coming.imported.body, "51% des parts")];
    coming.imported.before = Some(Box::new(obelus_formats::Before {
        annotations: vec![note(&without.imported.body, "49% des parts")],
        body: without.imported.body,
        inserted: 1,
        deleted: 1,
    }));
    coming
}

#[test]
fn a_file_that_tracks_changes_is_shown_first_and_arrives_in_both_versions_as_one_deed() {
    let desk = TestDesk::new();
    let asked = admit(&desk.desk, tracked(&desk)).unwrap();
    let [doubt] = &asked.doubts[..] else {
        panic!("one doubt")
    };
    assert_eq!((doubt.why, doubt.inserted, doubt.deleted), (Why::TrackedChanges, 1, 1));
    assert!(doubt.preview.text.as_str().contains("51%"));
    assert!(doubt.rejected.as_ref().unwrap().text.as_str().contains("49%"));
    assert_eq!(shelf(&desk), 0, "nothing is stored before the person answers");

    let came = answer_doubt(&desk.desk, doubt.token, DoubtAnswer::Rejected).unwrap();
    let article = came.articles[0];
    assert_eq!(desk.versions(article), 2);
    let read = |number| {
        desk.desk.library(|library| {
            let revision = library.revision_numbered(article, number)?.unwrap();
            let marks = library.marks(article, revision.id)?;
            Ok::<_, obelus_library::LibraryError>((revision, marks))
        })
    };
    let ((with, its), (without, latest)) = (read(1).unwrap(), read(2).unwrap());
    assert_eq!(
        (with.reason, without.reason),
        (
            obelus_core::article::RevisionReason::Accepted,
            obelus_core::article::RevisionReason::Rejected
        )
    );
    assert_eq!(
        (&*its[0].places[0].quote, &*latest[0].places[0].quote),
        ("51% des parts", "49% des parts")
    );
    assert_eq!(
        (&*latest[0].note, &*latest[0].created.by),
        ("D’où vient ce chiffre ?", "Lise")
    );

    let again = admit(&desk.desk, tracked(&desk)).unwrap();
    assert_eq!(again.there, [article], "the same bytes are there already");
    desk.undo();
    assert_eq!(shelf(&desk), 0, "one undo takes all of it back");
}
