//! A journey among the versions of an article: an older one is read, and a changed claim is answered at its passage.

use obelus_core::mark::Status;

use crate::kept::Kept;
use crate::versions::{HEADLINE, next_draft};
use crate::window::journey;

#[test]
fn an_older_version_is_read_as_it_was_and_a_changed_claim_is_answered_where_it_stands() {
    journey("older-version", "fr", async |mut window| {
        window.checks_the_draft().await;
        window.takes_the_file_in(&next_draft()).await;
        window.sees("heading", "Relecture de la version 2").await;
        window.press("Control+Enter").await;
        window.has_opened(HEADLINE).await;
        window.reads("1 marque est sans place dans cette version").await;
        window.reads("2 questions").await;
        window.picture("latest").await;
        window.is_accessible("a mark without a place").await;

        window.press("v").await;
        window.press("ArrowDown").await;
        window.press("Enter").await;
        window.reads("Version 1, en lecture seule").await;
        window.is_painted("49% des parts", "confirmed").await;
        window
            .is_painted("vis-à-vis des actionnaires majoritaires", "imprecise")
            .await;
        window.press("j").await;
        window.press("3").await;
        window.reads("La version 1 se lit seulement").await;
        window.picture("older").await;
        window.is_accessible("an older version").await;

        window.press("Escape").await;
        window.press("Escape").await;
        window.reads("51% des parts").await;
        window.press("Shift+j").await;
        window.reads("À revérifier : ses mots ont changé").await;
        window.press("Shift+h").await;
        window.reads("mots modifiés").await;
        window.picture("history").await;
        window.is_accessible("the history of a mark").await;
        window.press("Enter").await;
        window.reads("statut gardé, Confirmé").await;
        window.reads("1 question").await;

        let kept = Kept::in_place(&window.close().await);
        let marks = kept.marks();
        assert!(marks.iter().all(|mark| !mark.kind.is_rechecked()));
        assert!(marks.iter().all(|mark| mark.kind.status() != Some(Status::Wrong)));
    });
}
