//! Texts come in: what is new is added, what is there is opened, and what nearly is there is asked about.

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

    let draft = desk.paste(DRAFT).questions[0].token;
    let another = answer(&desk.desk, draft, NearAnswer::Another).unwrap();
    assert_eq!(another.articles.len(), 1);
    assert_eq!((shelf(&desk), desk.versions(article)), (2, 2));
}

#[test]
fn the_same_text_again_opens_the_article_that_has_it() {
    let desk = TestDesk::new();
    let article = desk.article(DRAFT);
    let again = desk.paste(DRAFT);
    assert_eq!(again.articles, [article]);
    assert!(again.questions.is_empty() && again.changed.rows.is_empty());
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
    let arrivals = read_files(&desk.desk, &files);
    assert_eq!(arrivals.articles.len(), 2, "one is new, one is there already");
    assert_eq!(arrivals.articles[1], article);
    assert_eq!(arrivals.questions[0].name, "neuf.md");
    assert_eq!(arrivals.failures, [Failure::Empty { name: "vide.md".into() }]);
    assert_eq!(arrivals.changed.rows.len(), 1);
    assert!(arrivals.changed.undoable.is_some());
}
