//! The README's picture, taken from the real window: `make pictures`.

use std::path::PathBuf;

use crate::window::{Window, journey};

/// Words of the sample, the key that marks them, the look they get, and what was found.
const CHECKED: &[(&str, &str, &str, &str)] = &[
    (
        "On Friday 17 November 2023",
        "1",
        "confirmed",
        "OpenAI's announcement is of that day.",
    ),
    (
        "had not been “consistently candid in his communications with the board”",
        "1",
        "confirmed",
        "Word for word in the announcement.",
    ),
    (
        "the chief financial officer",
        "3",
        "wrong",
        "She was chief **technology** officer.",
    ),
    ("Three researchers followed him overnight", "h", "unchecked", ""),
    (
        "owns 49% of the shares",
        "2",
        "imprecise",
        "49% of the *profits* of a subsidiary, up to a cap; no shares of the company.",
    ),
    (
        "about $13 billion",
        "4",
        "query",
        "Committed, or paid out? Asked the author.",
    ),
];

impl Window {
    async fn check(&self, words: &str, key: &str, look: &str, note: &str) {
        self.marks(words, key, look).await;
        if !note.is_empty() {
            self.press("n").await;
            self.types(note).await;
            self.press("Control+Enter").await;
            self.is_saved().await;
        }
        self.press("Escape").await;
        self.is_active(None).await;
    }
}

#[test]
fn pictures() {
    if std::env::var_os("OBELUS_PICTURES").is_none() {
        return;
    }
    journey("pictures", "en", async |window| {
        window.press("Control+,").await;
        window.click("textbox", "initials").await;
        window.types("CR").await;
        window.press("Tab").await;
        window.press("Escape").await;
        window.sees_no("dialog", "").await;
        window.click("button", "sample").await;
        window.has_opened("Five days that shook OpenAI").await;
        for (words, key, look, note) in CHECKED {
            window.check(words, key, look, note).await;
        }
        window.click_on_words("49%").await;
        window.is_active(Some("49%")).await;
        // From the top, and without the caret of the click.
        let from_the_top = "(document.activeElement.blur(), [...document.querySelectorAll('*')].filter((e) => e.scrollTop > 0 && e.contains(document.querySelector('article'))).forEach((e) => { e.scrollTop = 0; }))";
        window.ask(from_the_top, Vec::new()).await;
        // The line about what was undone or saved goes by itself.
        window.sees_no("button", "Undo").await;
        let picture = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("ui/pictures/obelus.png");
        std::fs::create_dir_all(picture.parent().unwrap()).unwrap();
        window.picture_to(&picture).await;
        window.close().await;
    });
}
