//! A copy that came back is asked about, taken in together, and known the second time.

use std::path::{Path, PathBuf};

use super::*;
use crate::arrivals::{answer, read_files};
use crate::revising::revise_from_file;
use crate::test_desk::TestDesk;
use crate::wire::Arrivals;
use crate::wire::versions::NearAnswer;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/returned")
        .join(name)
}

fn read(desk: &TestDesk, name: &str) -> Arrivals {
    let arrivals = read_files(&desk.desk, &[fixture(name)], &|_| ());
    assert!(arrivals.failures.is_empty(), "{:?}", arrivals.failures);
    arrivals
}

/// The article whose copy LibreOffice saved.
fn checked() -> (TestDesk, ArticleId) {
    let desk = TestDesk::new();
    let article = read(&desk, "port.obelus").bundled[0].articles[0].article;
    (desk, article)
}

const BROUGHT: CameBack = CameBack {
    answers: 1,
    settled: 1,
    notes: 1,
    passages: 2,
    has_version: true,
    is_behind: false,
};

#[test]
fn a_copy_that_came_back_is_asked_about_and_taken_in_whole() {
    let (desk, article) = checked();
    let asked = read(&desk, "port-libreoffice.docx");
    let [question] = &asked.questions[..] else {
        panic!("one question")
    };
    assert_eq!((question.near, question.back), (article, Some(BROUGHT)));
    assert_eq!(desk.versions(article), 1, "nothing is stored yet");

    let taken = answer(&desk.desk, question.token, NearAnswer::Version).unwrap();
    let [revised] = &taken.revised[..] else {
        panic!("one version")
    };
    let back = revised.back.as_ref().unwrap();
    assert_eq!((back.article, back.back, back.found), (article, Some(BROUGHT), 1));
    assert_eq!((revised.revision, desk.versions(article)), (2, 2));

    let again = read(&desk, "port-libreoffice.docx");
    assert_eq!((again.there, again.questions.len()), (vec![article], 0));
    desk.undo();
    assert_eq!(desk.versions(article), 1);
}

#[test]
fn a_copy_given_as_a_new_version_brings_its_answers_as_well() {
    let (desk, article) = checked();
    let file = fixture("port-libreoffice.docx");
    let revised = revise_from_file(&desk.desk, article, &file).unwrap();
    assert!(!revised.same && revised.back.is_some_and(|back| back.back == Some(BROUGHT)));
    assert!(revise_from_file(&desk.desk, article, &file).unwrap().same);
}

#[test]
fn a_copy_of_an_article_that_is_not_here_is_an_article() {
    let desk = TestDesk::new();
    let arrivals = read(&desk, "port-libreoffice.docx");
    assert_eq!((arrivals.articles.len(), arrivals.questions.len()), (1, 0));
}
