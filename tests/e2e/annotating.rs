//! The journey of annotations that were made elsewhere: they come in, each says where it stands, and none is dropped.

use serde_json::json;

use crate::window::{Window, journey};

/// What another program exported of the page that is pasted, some of it of another version of its text.
fn exported() -> String {
    let on = |id: &str, exact: &str, prefix: &str, suffix: &str, text: &str| {
        json!({
            "id": id, "user": "acct:lise@hypothes.is", "text": text, "tags": ["relecture"],
            "created": "2024-03-01T09:30:00+00:00", "updated": "2024-03-01T09:30:00+00:00",
            "target": [{"source": "https://a.example", "selector": [
                {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix},
            ]}],
        })
    };
    json!({"rows": [
        on("a1", "Un départ inexpliqué", "", "", "Bon titre."),
        on("a2", "trois jours avant tout le monde", "n’aurait été prévenu qu’", ". Le soir même", "À dater."),
        on("a3", "OpenAI", "", "", "Lequel ?"),
        on("a4", "Une phrase que l’auteur a coupée depuis, et dont rien ne reste.", "", "", "Pourquoi coupée ?"),
        {"id": "a5", "user": "acct:lise@hypothes.is", "text": "Relire la chute.", "target": [{"source": "https://a.example"}]},
    ]})
    .to_string()
}

impl Window {
    async fn chooses_the_action(&self, words: &str) {
        self.press("Control+k").await;
        self.sees("dialog", "").await;
        self.types(words).await;
        self.press("Enter").await;
    }
}

#[test]
fn annotations_from_elsewhere_are_taken_in_and_given_their_places() {
    journey("annotations", "fr", async |mut window| {
        window.paste_page().await;
        window.place.write("chosen.html", &exported());
        window.chooses_the_action("reprendre des annotations").await;
        window.sees("dialog", "Annotations de").await;
        window.reads("dont les mots ne sont pas ici").await;
        window.reads("Sur le texte entier").await;
        window.is_accessible("the report of annotations").await;
        window.picture("report").await;
        window.press("Enter").await;

        // The same screen as after a new version: the ones without a place ask for one.
        window.reads("Annotations reprises").await;
        window.reads("Une phrase que l’auteur a coupée").await;
        window.is_accessible("annotations that ask for their place").await;
        window.picture("review").await;
        window.press("Escape").await;
        window.press("Control+Enter").await;
        window.is_painted("Un départ inexpliqué", "note").await;
        window.reads("marques sont sans place").await;
        window.picture("reader").await;

        // What came before is known.
        window.chooses_the_action("reprendre des annotations").await;
        window.reads("Elles étaient déjà toutes là").await;
        window.press("Escape").await;
        window.press("Control+z").await;
        window.nothing_is_painted("note").await;

        // A file that holds none says what could be taken.
        window.place.write("chosen.html", "<p>Une page.</p>");
        window.chooses_the_action("reprendre des annotations").await;
        window.reads("ne contient pas d’annotations").await;
        window.picture("refused").await;
    });
}

#[test]
fn a_file_of_annotations_that_is_opened_goes_to_the_article_that_is_read() {
    journey("annotations-opened", "en", async |mut window| {
        window.paste_page().await;
        let file = window.place.write("exported.json", &exported());
        window.choose("en", "dark").await;
        window.press("Escape").await;
        let mut window = window.restart(&[&file]).await;
        window.sees("dialog", "Annotations from").await;
        window.reads("could stand in several places").await;
        window.picture("report").await;
        window.press("Enter").await;
        window.reads("Annotations taken in").await;
        window.is_accessible("annotations that ask for their place, dark").await;
        window.picture("review").await;
    });
}
