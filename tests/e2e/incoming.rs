//! Journeys of what comes in: a page of the web, many files at once, a Word file with all that editors left in it.

use std::fs;

use obelus_core::article::{Origin, RevisionReason};
use obelus_core::mark::Kind;
use serde_json::json;

use crate::kept::Kept;
use crate::site::Site;
use crate::window::{Window, journey};

const BRIDGE: &str = "Le pont de Sarre rouvre";
/// With three comments, tracked changes and a picture.
const DRAFT: &[u8] = include_bytes!("../fixtures/office/libreoffice.docx");

const FERRY: &str = "<!doctype html><html lang=fr><head><title>Le bac traverse à nouveau</title></head><body>\
    <nav><ul><li><a href=/>Accueil</a></li><li><a href=/sports>Sports</a></li></ul></nav>\
    <article><h1>Le bac traverse à nouveau</h1>\
    <p>Le bac de la Loire, arrêté depuis neuf semaines, a repris mardi ses traversées entre les deux rives du fleuve.</p>\
    <p>Selon la région, 412 véhicules ont passé l’eau le premier jour, soit deux fois plus que lors d’un jour ordinaire.</p>\
    <p>La réparation de son moteur aura coûté 81 000 euros, une somme que le département et la région se partagent.</p>\
    </article></body></html>";

/// A front page: many links, and nothing to read.
fn front_page() -> String {
    let links: String = (1..=40)
        .map(|n| format!("<li><a href=/{n}>Une brève de ce matin, la numéro {n}</a></li>"))
        .collect();
    format!("<!doctype html><html lang=fr><head><title>Le Courrier</title></head><body><ul>{links}</ul></body></html>")
}

impl Window {
    /// Opens the page at an address, as typed in the field of the start screen.
    async fn goes_to(&self, address: &str) {
        self.press("Control+l").await;
        self.until(
            "the address field has the keyboard",
            "document.activeElement?.inputMode === 'url'",
        )
        .await;
        self.press("Control+a").await;
        self.types(address).await;
        self.press("Enter").await;
    }

    /// Chooses a folder that holds these files.
    async fn takes_in(&self, files: &[(&str, &[u8])]) {
        // What the person chooses is under this name, whatever it is.
        let folder = self.place.file("chosen.html");
        fs::create_dir_all(&folder).unwrap();
        for (name, bytes) in files {
            fs::write(folder.join(name), bytes).unwrap();
        }
        self.press("Control+o").await;
    }
}

#[test]
fn a_page_is_fetched_by_its_address_and_read() {
    journey("address", "fr", async |mut window| {
        let site = Site::of(&[("/bac", FERRY)]);
        window.goes_to(&site.address("/rien")).await;
        window.reads("n’existe pas ou n’existe plus (erreur 404)").await;
        window.is_accessible("an address without a page").await;
        window.picture("missing").await;
        window.goes_to(&site.address("/bac")).await;
        window.has_opened("Le bac traverse à nouveau").await;
        window.reads("412 véhicules").await;
        window.reads("depuis le web").await;
        window.picture("read").await;

        let kept = Kept::in_place(&window.close().await);
        assert!(!kept.text().contains("Sports"), "menus are set aside");
        let article = kept.article();
        assert_eq!(article.origin, Origin::Web);
        assert_eq!(article.url, Some(site.address("/bac")));
    });
}

#[test]
fn a_page_without_an_article_is_shown_first_and_offers_its_whole_text() {
    journey("front-page", "fr", async |mut window| {
        let page = front_page();
        let site = Site::of(&[("/", &page)]);
        window.goes_to(&site.address("/")).await;
        window.sees("dialog", "Est-ce l’article que vous vouliez").await;
        window.reads("la numéro 7").await;
        window.is_accessible("the sheet that shows what came in").await;
        window.picture("sheet").await;
        window.press("Escape").await;
        window.sees_no("dialog", "").await;
        window.reads("Aucun article pour l’instant").await;

        window.goes_to(&site.address("/")).await;
        window.sees("dialog", "Est-ce l’article que vous vouliez").await;
        window.press("Enter").await;
        window
            .until(
                "its text is open",
                "document.querySelectorAll('article li').length === 40",
            )
            .await;
        let kept = Kept::in_place(&window.close().await);
        assert!(kept.text().contains("la numéro 40"));
    });
}

#[test]
fn of_many_files_the_broken_ones_are_reported_and_the_good_ones_are_read() {
    journey("many-files", "fr", async |mut window| {
        let broken = &DRAFT[..DRAFT.len() / 2];
        window
            .takes_in(&[
                (
                    "barrage.md",
                    "# Le barrage\n\nIl retient 45 millions de mètres cubes.\n".as_bytes(),
                ),
                ("cassé.docx", broken),
                (
                    "phare.txt",
                    "Le phare\n\nSa lampe porte à 33 milles, dit le gardien.\n".as_bytes(),
                ),
            ])
            .await;
        window.reads("2 articles ajoutés · 1 n’a pas pu être lu").await;
        window.reads("cassé.docx » est endommagé").await;
        window.is_accessible("the report of many files").await;
        window.picture("report").await;
        window.press("q").await;
        window
            .until(
                "the report has the keyboard",
                "document.activeElement?.matches('section') && document.activeElement.textContent.includes('C’est fait')",
            )
            .await;
        window.click("button", "Ouvrir « Le barrage »").await;
        window.has_opened("Le barrage").await;
        window.click("button", "Fermer le compte rendu").await;
        window.sees_no("button", "Fermer le compte rendu").await;

        let place = window.close().await;
        let shelf = place.opened_library().shelf().unwrap();
        let mut titles: Vec<_> = shelf.into_iter().map(|row| row.article.title).collect();
        titles.sort();
        assert_eq!(titles, ["Le barrage", "Le phare"]);
    });
}

#[test]
fn many_files_are_stopped_and_what_was_read_stays() {
    journey("many-files-stopped", "fr", async |mut window| {
        let texts: Vec<(String, String)> = (0..150)
            .map(|n| {
                let words = format!("# Brève {n}\n\nLe village numéro {n} compte {} habitants.\n", n * 31);
                (format!("{n:03}.md"), words)
            })
            .collect();
        let files: Vec<(&str, &[u8])> = texts.iter().map(|(name, text)| (&**name, text.as_bytes())).collect();
        window.takes_in(&files).await;
        window.reads("Lecture de 150 articles").await;
        window.reads("en lecture").await;
        window.sees("button", "Brève 0").await;
        window.picture("running").await;
        window.click("button", "Arrêter").await;
        window.reads("n’ont pas été lus").await;
        window
            .until(
                "the report is at its begin",
                "document.querySelector('section ul[tabindex]').scrollTop === 0",
            )
            .await;
        window.picture("stopped").await;
        window.press("Escape").await;

        let place = window.close().await;
        let kept = place.opened_library().shelf().unwrap().len();
        assert!(kept < 150, "the rest was left: {kept}");
    });
}

#[test]
fn a_word_file_comes_with_its_comments_and_both_readings_and_one_undo_takes_all_of_it_back() {
    journey("word", "fr", async |mut window| {
        window.takes_in(&[("brouillon.docx", DRAFT)]).await;
        window.sees("dialog", "Ce document a des modifications suivies").await;
        window.reads("1 ajout").await;
        window.is_accessible("the sheet of tracked changes").await;
        window.picture("sheet").await;
        window.press("r").await;
        window.reads("Un paragraphe de trop").await;
        window.press("Enter").await;
        window.has_opened(BRIDGE).await;
        window.reads("douze jours").await;
        window.is_painted("le maire", "note").await;
        window.reads("Qui le dit ?").await;
        window.picture("read").await;
        window.press("v").await;
        window.sees("menuitem", "Version 2 · modifications refusées").await;
        window.sees("menuitem", "Version 1 · modifications acceptées").await;
        window.picture("versions").await;
        window.press("Escape").await;

        window.press("Control+z").await;
        window.reads("Annulé : ajout de « Le pont de Sarre rouvre »").await;
        window.reads("Aucun article pour l’instant").await;
        window.picture("undone").await;
        window.press("Control+Shift+z").await;
        window.reads("Rétabli : ajout de « Le pont de Sarre rouvre »").await;
        window.has_opened(BRIDGE).await;
        window.is_painted("le maire", "note").await;

        let kept = Kept::in_place(&window.close().await);
        assert_eq!(kept.quotes(), ["le maire", "ailleurs.", "ailleurs"]);
        let marks = kept.marks();
        assert!(marks.iter().all(|mark| mark.kind == Kind::Note));
        assert_eq!(marks[0].created.by, "Lucie Roche");
        let reasons: Vec<_> = kept.revisions().iter().map(|revision| revision.reason).collect();
        assert_eq!(reasons, [RevisionReason::Accepted, RevisionReason::Rejected]);
    });
}

#[test]
fn what_word_puts_on_the_clipboard_keeps_its_lists() {
    journey("word-clipboard", "fr", async |mut window| {
        window
            .place
            .copy("text/html", include_str!("../fixtures/clipboard/word.html"));
        window.press("Control+v").await;
        window.has_opened("Le bac de Loire reprend ses traversées").await;
        let inner = "document.querySelectorAll('article li li').length";
        assert_eq!(window.ask(inner, Vec::new()).await, json!(4));
        window.reads("gratuit à vélo").await;
        window.picture("pasted").await;
        let kept = Kept::in_place(&window.close().await);
        assert!(
            !kept.text().contains('·') && !kept.text().contains("[LR1]"),
            "{}",
            kept.text()
        );
    });
}

#[test]
fn a_picture_is_shown_with_its_words_and_goes_out_with_the_copy() {
    journey("picture", "fr", async |mut window| {
        window
            .takes_in(&[("pont.docx", include_bytes!("../fixtures/office/pandoc.docx"))])
            .await;
        window.has_opened(BRIDGE).await;
        let picture = "document.querySelector('article figure img')";
        window
            .until(
                "the picture is there",
                &format!("{picture}?.complete && {picture}.naturalWidth === 24"),
            )
            .await;
        assert_eq!(
            window.ask(&format!("{picture}.alt"), Vec::new()).await,
            json!("Le pont vu de l’est")
        );
        let from = window
            .ask(&format!("new URL({picture}.src).protocol"), Vec::new())
            .await;
        assert_eq!(from, json!("blob:"), "nothing is loaded for it");
        window
            .ask(&format!("{picture}.scrollIntoView({{ block: 'center' }})"), Vec::new())
            .await;
        window.picture("shown").await;
        window.press("Control+e").await;
        window.sees("dialog", "Exporter").await;
        window.press("Enter").await;
        window.reads("Exporté").await;
        let place = window.close().await;
        let copy = fs::read_to_string(place.file("annotated")).unwrap();
        assert!(copy.contains("<img src=\"data:image/png;base64,iVBORw0KGgo"));
        assert!(copy.contains("alt=\"Le pont vu de l’est\""));
    });
}
