//! The journey to an annotated copy: the file is whole, and its words are the article's.

use std::fs;

use crate::kept::Kept;
use crate::window::journey;

/// A page's words as a reader has them: without tags, and with its entities read.
fn words(html: &str) -> String {
    let mut words = String::new();
    let mut inside = false;
    for character in html.chars() {
        match character {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => words.push(character),
            _ => {}
        }
    }
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", "\u{a0}"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(words, |words, (entity, character)| words.replace(entity, character))
}

#[test]
fn an_annotated_copy_is_written_and_holds_the_articles_words() {
    journey("export", "fr", async |mut window| {
        window.paste_page().await;
        window.marks("qui détient 49% des parts", "1", "confirmed").await;
        window.press("Escape").await;
        window.marks("49% des parts de l’entreprise", "3", "wrong").await;
        window.press("Control+e").await;
        window.sees("dialog", "Exporter").await;
        window.picture("dialog").await;
        window.press("Enter").await;
        window.reads("Exporté").await;
        window.picture("exported").await;

        let place = window.close().await;
        let page = fs::read_to_string(place.file("annotated")).unwrap();
        fs::write(place.artefact("export-annotated.html"), &page).unwrap();
        assert!(page.contains("<mark"), "marks are real mark elements");
        assert!(!page.contains("<script"), "a copy runs nothing");
        let read = words(&page);
        let paragraphs = Kept::in_place(&place).text();
        // The marks' numbers stand between the words of a marked paragraph; all others come as they are.
        for paragraph in paragraphs.split("\n\n").filter(|paragraph| !paragraph.contains("49%")) {
            assert!(read.contains(paragraph), "the copy says: {paragraph}");
        }
    });
}

#[test]
fn what_is_copied_can_be_pasted_elsewhere_with_its_marks() {
    journey("copying", "fr", async |mut window| {
        window.paste_page().await;
        window.marks("qui détient 49% des parts", "3", "wrong").await;
        window.press("Control+Shift+e").await;
        window.reads("Texte annoté copié").await;
        window.picture("copied").await;
        let html = String::from_utf8(window.place.copied("text/html")).unwrap();
        assert!(html.contains("<mark style="), "the looks stand where they are: {html}");
        assert!(words(&html).contains("✗ Faux"), "the finding is told beneath");
        let text = String::from_utf8(window.place.copied("UTF8_STRING")).unwrap();
        assert!(
            text.contains("qui détient 49% des parts"),
            "programs that take no HTML get the words: {text}"
        );
    });
}

#[test]
fn a_copy_that_takes_long_can_be_cancelled_and_leaves_nothing() {
    journey("export-cancelled", "fr", async |mut window| {
        // Some three hundred pages.
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
        window
            .ask(
                "document.querySelector('[role=dialog] input[value=pdf]').click()",
                Vec::new(),
            )
            .await;
        window.press("Enter").await;
        window.sees("status", "« Un long article » : PDF").await;
        window.picture("making").await;
        window.press("Escape").await;
        window.reads("Aucun fichier n’a été écrit").await;
        window.picture("cancelled").await;

        let place = window.close().await;
        let names = fs::read_dir(place.file(".")).unwrap();
        let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let left: Vec<String> = names
            .filter(|name| name == "annotated" || name.ends_with(".part"))
            .collect();
        assert_eq!(left, Vec::<String>::new());
    });
}
