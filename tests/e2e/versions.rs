//! Journeys through a new version: the draft changed after the check began, and no mark is silently in a wrong place.

use obelus_core::mark::{Kind, Status};

use crate::kept::Kept;
use crate::window::{Window, journey};

pub(crate) const HEADLINE: &str = "Sam Altman de retour à la tête d’OpenAI";
const FIRST: &str = "Le week-end dernier, l’entreprise-mère de ChatGPT a publié un communiqué dans lequel elle annonçait que \
    Sam Altman avait été démis de ses fonctions et remplacé par Mira Murati.";
const SHARES: &str = "Ce licenciement aurait pu mettre à mal le partenariat avec Microsoft, qui détient 49% des parts de \
    l’entreprise et veut travailler avec Sam Altman.";
const GONE: &str = "Le conseil évoquait un manque d’honnêteté vis-à-vis des actionnaires majoritaires, sans donner le \
    moindre exemple.";
const MOVES: &str = "Sur un plan organisationnel, le licenciement a entraîné le départ du cofondateur Greg Brockman, qui \
    voulait soutenir le dirigeant.";
const LAST: &str = "L’entreprise n’a pas répondu à nos questions avant la publication de cet article.";
const NEWS: &str = "Plus de 700 des 770 employés ont menacé de quitter l’entreprise.";

fn page(paragraphs: &[&str]) -> String {
    let paragraphs: String = paragraphs.iter().map(|words| format!("<p>{words}</p>\n")).collect();
    format!(
        "<!doctype html><html lang=fr><title>{HEADLINE}</title><article><h1>{HEADLINE}</h1>\n{paragraphs}</article>"
    )
}

fn draft() -> String {
    page(&[FIRST, SHARES, GONE, MOVES, LAST])
}

/// A figure changed, a paragraph moved, another is gone, a sentence is new.
pub(crate) fn next_draft() -> String {
    page(&[MOVES, FIRST, &SHARES.replace("49%", "51%"), LAST, NEWS])
}

impl Window {
    /// Opens the draft from its file, and settles four claims in it.
    pub(crate) async fn checks_the_draft(&self) {
        self.place.write("chosen.html", &draft());
        self.press("Control+o").await;
        self.has_opened(HEADLINE).await;
        for (words, key, look) in [
            ("remplacé par Mira Murati", "1", "confirmed"),
            ("49% des parts", "1", "confirmed"),
            ("vis-à-vis des actionnaires majoritaires", "2", "imprecise"),
            ("cofondateur Greg Brockman", "1", "confirmed"),
        ] {
            self.marks(words, key, look).await;
            self.press("Escape").await;
        }
    }

    /// Takes the file in as it is by now, as a new version of the article that is open.
    pub(crate) async fn takes_the_file_in(&self, html: &str) {
        self.place.write("chosen.html", html);
        self.press("Control+Shift+n").await;
        self.sees("dialog", "Nouvelle version de").await;
        self.click("button", "Choisir un fichier").await;
    }

    /// Waits for a count of the review: `1 modifié`.
    async fn counts(&self, count: &str) {
        self.reads(count).await;
    }
}

#[test]
fn a_new_version_is_looked_through_and_kept_after_a_restart() {
    journey("new-version", "fr", async |mut window| {
        window.checks_the_draft().await;
        window.takes_the_file_in(&next_draft()).await;
        window.sees("heading", "Relecture de la version 2").await;
        for count in ["2 gardés", "1 modifié", "1 disparu", "1 nouveau"] {
            window.counts(count).await;
        }
        window.reads("Fait modifié").await;
        window.reads("était ✓ Confirmé").await;
        window.reads("Passage disparu").await;
        window.reads("était ≈ Imprécis").await;
        window.reads("Encore 3 à décider").await;
        // The line that offers undo fades in a moment after the review.
        window.reads("La version 2 est là").await;
        window.is_accessible("the review of a version").await;
        window.picture("review").await;

        // The changed claim comes first; each answer leads to the next question.
        window.press("r").await;
        window.reads("Encore 2 à décider").await;
        window.press("Delete").await;
        window.reads("Encore 1 à décider").await;
        window.press("h").await;
        window.reads("Tout est décidé").await;
        window.picture("decided").await;
        window.press("s").await;
        window.picture("side-by-side").await;

        window.press("Control+Enter").await;
        window.has_opened(HEADLINE).await;
        window.is_painted("remplacé par Mira Murati", "confirmed").await;
        window.picture("article").await;

        let mut window = window.restart(&[]).await;
        window.has_opened(HEADLINE).await;
        window.is_painted("remplacé par Mira Murati", "confirmed").await;
        window.reads("Plus de 700 des 770 employés").await;
        window.picture("again").await;

        let kept = Kept::in_place(&window.close().await);
        assert!(kept.text().contains("51% des parts") && !kept.text().contains("49%"));
        let quotes = kept.quotes();
        assert_eq!(
            quotes,
            [
                "cofondateur Greg Brockman",
                "remplacé par Mira Murati",
                "51% des parts",
                NEWS
            ]
        );
        let recheck: Vec<bool> = kept.marks().iter().map(|mark| mark.kind.is_rechecked()).collect();
        assert_eq!(
            recheck,
            [false, false, true, false],
            "only what changed is to be checked again"
        );
        assert_eq!(
            kept.marks()[2].kind.status(),
            Some(Status::Confirmed),
            "the verdict is the person's"
        );
    });
}

#[test]
fn one_undo_takes_a_new_version_back_with_its_marks_and_flags() {
    journey("version-undone", "fr", async |mut window| {
        window.checks_the_draft().await;
        window.takes_the_file_in(&next_draft()).await;
        window.sees("heading", "Relecture de la version 2").await;
        window.press("Control+z").await;
        window.has_opened(HEADLINE).await;
        window.is_painted("49% des parts", "confirmed").await;
        window
            .is_painted("vis-à-vis des actionnaires majoritaires", "imprecise")
            .await;
        window.picture("undone").await;
        window.press("Control+Shift+z").await;
        window.reads("51% des parts").await;
        window.is_painted("cofondateur Greg Brockman", "confirmed").await;
        window.press("Control+z").await;
        window.is_painted("49% des parts", "confirmed").await;

        let kept = Kept::in_place(&window.close().await);
        assert!(kept.text().contains("49% des parts"));
        let marks = kept.marks();
        assert_eq!(marks.len(), 4);
        assert!(
            marks
                .iter()
                .all(|mark| mark.carried.is_empty() && !mark.kind.is_rechecked())
        );
    });
}

#[test]
fn a_lost_mark_is_given_its_place_by_hand() {
    journey("attach", "fr", async |mut window| {
        window.checks_the_draft().await;
        window.takes_the_file_in(&next_draft()).await;
        window.sees("heading", "Relecture de la version 2").await;
        window.click("button", "1 disparu").await;
        window.reads("était ≈ Imprécis").await;
        window.press("j").await;
        window.press("a").await;
        window.reads("Sélectionnez dans le texte").await;
        window.picture("where").await;
        window.drag_over("700 des 770 employés").await;
        window.has_selected("700 des 770 employés").await;
        window.picture("selected").await;
        window.press("a").await;
        window.reads("Rattaché").await;
        window.picture("attached").await;

        let kept = Kept::in_place(&window.close().await);
        let attached = kept.marks().pop().unwrap();
        assert_eq!(attached.places[0].quote, "700 des 770 employés");
        let recheck = Kind::Claim {
            status: Status::Imprecise,
            recheck: true,
        };
        assert_eq!(
            attached.kind, recheck,
            "other words, by a person’s hand: to be checked again"
        );
    });
}

#[test]
fn the_same_text_again_is_no_version() {
    journey("same-version", "fr", async |mut window| {
        window.checks_the_draft().await;
        window.takes_the_file_in(&draft()).await;
        window.reads("Aucune différence").await;
        window.picture("same").await;
        let kept = Kept::in_place(&window.close().await);
        assert_eq!(kept.versions(), 1);
    });
}

/// As an author sends it: pasted, without a word about what it is.
#[test]
fn a_pasted_text_that_is_nearly_an_article_is_asked_about() {
    journey("near", "fr", async |mut window| {
        window.checks_the_draft().await;
        window.place.copy("text/html", &next_draft());
        window.press("Control+v").await;
        window.sees("dialog", "Est-ce une nouvelle version").await;
        window.reads("en commun").await;
        window
            .is_accessible("the question whether a text is a new version")
            .await;
        window.picture("question").await;
        window.press("Escape").await;
        window.sees_no("dialog", "").await;
        window.is_painted("49% des parts", "confirmed").await;

        window.press("Control+v").await;
        window.sees("dialog", "Est-ce une nouvelle version").await;
        window.press("v").await;
        window.sees("heading", "Relecture de la version 2").await;
        window.reads("1 modifié").await;
        window.picture("review").await;
        let kept = Kept::in_place(&window.close().await);
        assert_eq!(kept.versions(), 2, "asked twice, taken in once");
    });
}
