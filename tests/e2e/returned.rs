//! The journey of a Word copy that an author answered: it says what it brings, and its report leads to the new wording.

use std::path::{Path, PathBuf};

use crate::window::journey;

/// An article with its marks, and its Word copy as LibreOffice saved it after an author went through it.
fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/returned")
        .join(name)
}

#[test]
fn a_copy_that_an_author_answered_comes_back() {
    journey("returned", "fr", async |window| {
        let window = window.restart(&[&fixture("port.obelus")]).await;
        window.is_painted("49 % des parts", "wrong").await;
        let mut window = window.restart(&[&fixture("port-libreoffice.docx")]).await;
        window.sees("dialog", "Une copie annotée revient").await;
        window.reads("2 passages formulés autrement").await;
        window.is_accessible("what a copy brings that came back").await;
        window.picture("question").await;
        window.press("v").await;

        window.sees("dialog", "Revenu").await;
        window.reads("1 réponse à une marque").await;
        window.is_accessible("the report of a copy that came back").await;
        window.picture("report").await;
        window.press("Enter").await;

        // The status stays as it was; that the words are those that were suggested is said beside it.
        window.reads("Corrigé comme proposé").await;
        window.picture("review").await;
        window.press("Control+Enter").await;
        window.is_painted("le contrat", "note").await;
        window.reads("Le rapport annuel, page 12.").await;
        window.picture("reader").await;

        window.press("Control+z").await;
        window.is_painted("49 % des parts", "wrong").await;
    });
}
