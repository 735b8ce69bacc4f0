//! Journeys of looking through a version: a mark that could stand in two places, and any two versions side by side.

use crate::kept::Kept;
use crate::window::{Window, journey};

const HEADLINE: &str = "Douze mille emplois";
const MET: &str = "Le conseil d’administration s’est réuni lundi à huis clos pendant trois heures.";
const SILENT: &str = "Aucune décision n’a été annoncée à la presse après cette réunion.";
const CLAIM: &str = "emploie douze mille personnes";

fn page(paragraphs: &[&str]) -> String {
    let paragraphs: String = paragraphs.iter().map(|words| format!("<p>{words}</p>\n")).collect();
    format!(
        "<!doctype html><html lang=fr><title>{HEADLINE}</title><article><h1>{HEADLINE}</h1>\n{paragraphs}</article>"
    )
}

impl Window {
    /// Checks a claim that the next draft says twice, each time in other company.
    async fn has_a_claim_with_two_possible_places(&self) {
        let then = page(&[MET, "Le groupe emploie douze mille personnes en France.", SILENT]);
        let now = page(&[
            MET,
            SILENT,
            "Selon la direction, le groupe emploie douze mille personnes en France.",
            "Selon les syndicats, le groupe emploie douze mille personnes en France.",
        ]);
        self.place.write("chosen.html", &then);
        self.press("Control+o").await;
        self.has_opened(HEADLINE).await;
        self.marks(CLAIM, "1", "confirmed").await;
        self.place.write("chosen.html", &now);
        self.press("Control+Shift+n").await;
        self.sees("dialog", "").await;
        self.click("button", "Choisir un fichier").await;
        self.sees("heading", "Relecture de la version 2").await;
    }
}

#[test]
fn a_mark_with_two_possible_places_gets_the_one_of_a_figure() {
    journey("two-places", "fr", async |mut window| {
        window.has_a_claim_with_two_possible_places().await;
        window.reads("1 incertain").await;
        window.reads("Plusieurs endroits possibles").await;
        window.reads("Selon les syndicats").await;
        window.is_accessible("an ambiguous mark").await;
        window.picture("candidates").await;

        // It is still asked about after a restart.
        let mut window = window.restart(&[]).await;
        window.has_opened(HEADLINE).await;
        window.press("Shift+r").await;
        window.reads("Plusieurs endroits possibles").await;
        window.press("2").await;
        window.reads("Rattaché").await;
        window.picture("attached").await;
        window.press("Control+z").await;
        window.reads("Plusieurs endroits possibles").await;
        window.press("2").await;
        window.reads("Rattaché").await;

        let kept = Kept::in_place(&window.close().await);
        let place = &kept.marks()[0].places[0];
        let after = kept.text().split("syndicats").next().unwrap().chars().count();
        assert_eq!(place.quote, CLAIM);
        assert!(place.range.start() as usize > after, "the second candidate was meant");
    });
}

#[test]
fn two_versions_are_compared_in_both_themes_and_sizes() {
    journey("compared", "fr", async |mut window| {
        window.has_a_claim_with_two_possible_places().await;
        window.press("Control+Enter").await;
        window.has_opened(HEADLINE).await;
        window.click("button", "Version 2").await;
        window.click("menuitem", "Comparer deux versions").await;
        window.sees("combobox", "Version de départ").await;
        window.reads("Selon la direction").await;
        window.is_accessible("two versions compared").await;
        window.picture("one-column").await;
        window.resize(1024, 700).await;
        window.choose("en", "dark").await;
        window.press("Escape").await;
        window.sees_no("dialog", "").await;
        window.click("button", "Side by side").await;
        window
            .until("both texts are seen", "document.querySelector('.then, [data-apart]')")
            .await;
        window.is_accessible("two versions side by side").await;
        window.picture("side-by-side").await;
        window.press("Control+Enter").await;
        window.has_opened(HEADLINE).await;
        window.close().await;
    });
}
