//! Language, theme and size of the window: switched without a restart, accessible in each, and kept as pictures.

use serde_json::json;

use crate::window::{Window, journey};

const DARK: &str =
    "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).every((part) => part < 60)";

impl Window {
    /// Chooses language and theme in the preferences. Both languages' words for the dialog are known.
    pub(crate) async fn choose(&self, language: &str, theme: &str) {
        self.press("Control+,").await;
        self.sees("radio", "English").await;
        self.click("radio", if language == "fr" { "Français" } else { "English" })
            .await;
        self.until_with(
            "the language is chosen",
            "document.documentElement.lang === arguments[0]",
            vec![json!(language)],
        )
        .await;
        let words = match (language, theme) {
            ("fr", "dark") => "Sombre",
            ("fr", _) => "Clair",
            (_, "dark") => "Dark",
            _ => "Light",
        };
        self.click("radio", words).await;
        self.until("the theme is chosen", &format!("({DARK}) === {}", theme == "dark"))
            .await;
    }
}

#[test]
fn language_and_theme_change_at_once_and_are_remembered() {
    journey("language-and-theme", "en", async |mut window| {
        window.reads("Paste an article").await;
        window.choose("fr", "dark").await;
        window.picture("preferences").await;
        window.press("Escape").await;
        window.sees_no("dialog", "").await;
        window.reads("Collez un article").await;
        window.picture("start").await;

        let mut window = window.restart(&[]).await;
        window.reads("Collez un article").await;
        window.until("the theme is remembered", DARK).await;
        window.choose("en", "light").await;
        window.press("Escape").await;
        window.reads("Paste an article").await;
        window.picture("back").await;
        window.close().await;
    });
}

/// Every screen in turn: a picture of each, and what axe says of it.
async fn look_at_everything(window: &mut Window, language: &str, theme: &str, size: (u32, u32)) {
    window.resize(size.0, size.1).await;
    window.press("Control+n").await;
    window.choose(language, theme).await;
    let name = |screen: &str| format!("{language}-{theme}-{}x{}-{screen}", size.0, size.1);
    window.see(&name("preferences")).await;
    window.press("Escape").await;
    window.sees_no("dialog", "").await;
    window.see(&name("start")).await;

    window
        .click("button", if language == "fr" { "exemple" } else { "sample" })
        .await;
    window
        .until("the sample is open", "document.querySelector('article h1')")
        .await;
    window.see(&name("article")).await;
    window
        .drag_over(if language == "fr" { "49% des parts" } else { "49%" })
        .await;
    window.see(&name("selection")).await;
    window.press("3").await;
    window
        .until(
            "the mark is active",
            "document.querySelector('nav button[aria-current=true]')",
        )
        .await;
    window.see(&name("card")).await;

    for (screen, key) in [("palette", "Control+k"), ("keys", "?"), ("export", "Control+e")] {
        window.press(key).await;
        window.sees("dialog", "").await;
        window.see(&name(screen)).await;
        window.press("Escape").await;
        window.sees_no("dialog", "").await;
    }
    window.press("Control+f").await;
    window
        .until(
            "find in article has the keyboard",
            "document.activeElement?.matches('input')",
        )
        .await;
    window.types("Microsoft").await;
    window
        .until(
            "the words are found",
            "CSS.highlights.get('obelus-found')?.size > 0 || CSS.highlights.get('obelus-current-hit')?.size > 0",
        )
        .await;
    window.see(&name("find")).await;
    window.press("Escape").await;
    // The mark is taken back, so that the next look finds the sample as it was.
    window.press("Escape").await;
    window.press("Control+z").await;
    window.nothing_is_painted("wrong").await;
}

impl Window {
    async fn see(&mut self, name: &str) {
        self.picture_to(&self.place.artefact(&format!("screen-{name}.png")))
            .await;
        self.is_accessible(name).await;
    }
}

#[test]
fn every_screen_is_accessible_in_french_light_and_dark() {
    journey("screens-fr", "fr", async |mut window| {
        look_at_everything(&mut window, "fr", "light", (1440, 900)).await;
        look_at_everything(&mut window, "fr", "dark", (1024, 700)).await;
        window.close().await;
    });
}

#[test]
fn every_screen_is_accessible_in_english_dark_and_light() {
    journey("screens-en", "en", async |mut window| {
        look_at_everything(&mut window, "en", "dark", (1440, 900)).await;
        look_at_everything(&mut window, "en", "light", (1024, 700)).await;
        window.close().await;
    });
}
