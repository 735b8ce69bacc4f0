//! The journeys of a copy that is looked at before it is written: what is seen follows what is chosen.

use std::fs;
use std::path::PathBuf;

use obelus_formats::{Incoming, read};
use serde_json::json;

use crate::window::{Window, journey};

const PICTURE: &str = "document.querySelector('[role=dialog] figure img')";
const LINES: &str = "document.querySelector('[role=dialog] figure pre')?.textContent ?? ''";

impl Window {
    /// Chooses a format by its name in the dialog.
    async fn chooses(&self, format: &str) {
        self.ask(
            "document.querySelector(`[role=dialog] input[value=${arguments[0]}]`).click()",
            vec![json!(format)],
        )
        .await;
    }

    /// Presses what the dialog calls so: the same words stand beside the article as well.
    async fn picks(&self, words: &str) {
        self.ask(
            "[...document.querySelectorAll('[role=dialog] :is(button, label)')]
               .find((part) => part.textContent.includes(arguments[0])).click()",
            vec![json!(words)],
        )
        .await;
    }

    /// Waits for a picture of a page that is not the one of this address.
    async fn sees_a_page_other_than(&self, address: &str) -> String {
        let expression = format!("{PICTURE}?.naturalWidth > 0 && {PICTURE}.src !== arguments[0]");
        self.until_with("the first page is seen", &expression, vec![json!(address)])
            .await;
        let address = self.ask(&format!("{PICTURE}.src"), Vec::new()).await;
        address.as_str().unwrap().to_owned()
    }

    async fn sees_lines_with(&self, words: &str) {
        self.until_with(
            &format!("the lines of the file say “{words}”"),
            &format!("({LINES}).includes(arguments[0])"),
            vec![json!(words)],
        )
        .await;
    }

    /// The preview is whole in the dialog, and the dialog in the window.
    async fn fits(&self) {
        self.is_at_rest().await;
        self.until(
            "all of the dialog is in the window",
            "[...document.querySelectorAll('[role=dialog] :is(.box, figure, figure img, figure pre, .foot)')].every((part) => {
               const { top, bottom, left, right } = part.getBoundingClientRect();
               return top >= 0 && left >= 0 && bottom <= innerHeight + 1 && right <= innerWidth + 1 && bottom > top;
             })",
        )
        .await;
    }

    async fn looks_at_every_format(&mut self, name: &str) {
        self.press("Control+e").await;
        let mut address = String::new();
        for format in ["pdf", "docx", "html"] {
            self.chooses(format).await;
            address = self.sees_a_page_other_than(&address).await;
            self.fits().await;
        }
        self.is_accessible(&format!("a page that is seen, {name}")).await;
        self.picture(&format!("{name}-page")).await;
        self.chooses("markdown").await;
        self.sees_lines_with("#").await;
        self.fits().await;
        self.is_accessible(&format!("lines that are seen, {name}")).await;
        self.picture(&format!("{name}-lines")).await;
        self.chooses("xlsx").await;
        self.until(
            "rows of the sheet are seen",
            "document.querySelectorAll('[role=dialog] figure tbody tr').length > 1",
        )
        .await;
        self.fits().await;
        self.is_accessible(&format!("rows that are seen, {name}")).await;
        self.picture(&format!("{name}-rows")).await;
        self.chooses("claimreview").await;
        self.sees_lines_with("ClaimReview").await;
        self.fits().await;
        self.picture(&format!("{name}-claimreview")).await;
        self.chooses("bundle").await;
        self.until(
            "what the bundle holds is told",
            "document.querySelectorAll('[role=dialog] .beside li').length > 2",
        )
        .await;
        self.is_accessible(&format!("what a bundle holds, {name}")).await;
        self.picture(&format!("{name}-bundle")).await;
        self.press("Escape").await;
        self.sees_no("dialog", "").await;
    }
}

#[test]
fn what_is_chosen_is_seen_before_the_file_is_written() {
    journey("looking-ahead", "fr", async |mut window| {
        window.paste_page().await;
        window.marks("qui détient 49% des parts", "1", "confirmed").await;
        window.press("Escape").await;
        window.marks("49% des parts de l’entreprise", "3", "wrong").await;
        window.press("Escape").await;
        window.press("Control+e").await;
        window.sees("dialog", "Exporter").await;
        window.chooses("pdf").await;
        let whole = window.sees_a_page_other_than("").await;
        // Another choice is another page.
        window.picks("Faux").await;
        let without = window.sees_a_page_other_than(&whole).await;
        window.chooses("csv").await;
        window.sees_lines_with("Confirmé").await;
        assert_eq!(
            window.ask(&format!("({LINES}).includes('Faux')"), Vec::new()).await,
            json!(false),
            "what is left out is not in the file"
        );
        window.picks("Faux").await;
        window.sees_lines_with("Faux").await;
        window.picks("English").await;
        window.sees_lines_with("Wrong").await;
        window.picks("Français").await;
        window.sees_lines_with("Faux").await;
        let seen = window.ask(LINES, Vec::new()).await;
        assert!(without.starts_with("blob:"));
        // What was seen is what is written.
        window.press("Enter").await;
        window.reads("Exporté").await;
        let place = window.close().await;
        let written = fs::read_to_string(place.file("annotated")).unwrap();
        let written: Vec<&str> = written.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(seen, json!(written.join("\n")));
    });
}

#[test]
fn the_first_page_stands_beside_the_choices_in_every_language_theme_and_size() {
    journey("looking-ahead-looks", "fr", async |mut window| {
        window.paste_page().await;
        window.marks("qui détient 49% des parts", "1", "confirmed").await;
        window.press("Escape").await;
        window.marks("plusieurs cadres démissionnent", "2", "imprecise").await;
        window.press("Escape").await;
        window.marks("49% des parts de l’entreprise", "3", "wrong").await;
        window.press("Escape").await;
        for (language, theme, (width, height)) in [
            ("fr", "light", (1440, 900)),
            ("en", "dark", (1440, 900)),
            ("fr", "dark", (1024, 700)),
            ("en", "light", (1024, 700)),
        ] {
            window.resize(width, height).await;
            window.choose(language, theme).await;
            window.press("Escape").await;
            window.sees_no("dialog", "").await;
            window
                .looks_at_every_format(&format!("{language}-{theme}-{width}"))
                .await;
        }
    });
}

#[test]
fn a_long_article_is_seen_soon_and_nothing_waits_for_it() {
    journey("looking-ahead-long", "fr", async |mut window| {
        let paragraph = "Le conseil a rappelé son directeur, qui détient 49% des parts de l’entreprise. ".repeat(8);
        let page = format!(
            "<h1>Un long article</h1>{}",
            format!("<p>{paragraph}</p>").repeat(1_200)
        );
        window.place.write("chosen.html", &page);
        window.press("Control+o").await;
        window.has_opened("Un long article").await;
        window.press("Control+e").await;
        window.sees("dialog", "Exporter").await;
        window.chooses("pdf").await;
        window.sees_a_page_other_than("").await;
        window.picture("seen").await;
        // Whoever closes the dialog at once waits for nothing either.
        window.chooses("html").await;
        window.press("Escape").await;
        window.sees_no("dialog", "").await;
    });
}

#[test]
fn the_marks_of_a_pdf_go_onto_that_very_file() {
    journey("pdf-original", "fr", async |window| {
        let fixture = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/pdf/annotated.pdf");
        let original = fs::read(&fixture).unwrap();
        let noted = |bytes: &[u8]| {
            let incoming = Incoming {
                bytes,
                ..Incoming::default()
            };
            read(&incoming).unwrap().annotations
        };
        let mut window = window.restart(&[&fixture]).await;
        window
            .until("the article is open", "document.querySelector('article')")
            .await;
        window.marks("Les travaux ont débuté", "3", "wrong").await;
        window.press("Escape").await;
        window.press("Control+e").await;
        window.sees("dialog", "Exporter").await;
        window.chooses("pdf-original").await;
        window.sees_a_page_other_than("").await;
        window.fits().await;
        window.is_accessible("the first page of the original").await;
        window.picture("seen").await;
        window.press("Enter").await;
        window.reads("Exporté").await;
        window.picture("exported").await;
        let place = window.close().await;
        let copy = fs::read(place.file("annotated")).unwrap();
        fs::write(place.artefact("pdf-original-annotated.pdf"), &copy).unwrap();
        assert!(copy.starts_with(&original), "what was there stays, byte for byte");
        let (before, after) = (noted(&original), noted(&copy));
        assert_eq!(after.len(), before.len() + 1, "only what is new was put on it");
        assert!(before.iter().all(|annotation| after.contains(annotation)));
    });
}
