//! What a journey looks for in an open article: its words, the passages that are painted, the selection.

use std::fs;
use std::path::PathBuf;

use serde_json::json;

use crate::window::Window;

/// A page as people paste it, menus and banners included. Journeys read this one wherever they run.
const PASTED: &str = include_str!("pasted-page.fr.txt");

/// The real page this project began with, where it is at hand: it has the title below and “49% des parts” too.
fn real_page() -> Option<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/samples/openai-altman.fr.txt");
    fs::read_to_string(path).ok()
}

pub(crate) const TITLE: &str = "Sam Altman de retour à la tête d’OpenAI";

/// The words of every stretch that is painted with a look, joined where a mark crosses elements.
const PAINTED: &str = r#"((look) => [...CSS.highlights].filter(([name]) => name === look || name.endsWith("-" + look)).flatMap(([, highlight]) => [...highlight].map((r) => {
  const range = document.createRange();
  range.setStart(r.startContainer, r.startOffset);
  range.setEnd(r.endContainer, r.endOffset);
  return range.toString();
})))"#;

impl Window {
    /// Pastes the page on the start screen, as a person does, and waits until it is open.
    pub(crate) async fn paste_page(&mut self) {
        self.paste(PASTED).await;
    }

    /// Pastes the real page instead, where it is at hand.
    pub(crate) async fn paste_real_page(&mut self) {
        let page = real_page().unwrap_or_else(|| {
            eprintln!("../shared is not here: a page of our own is pasted instead of the real one");
            PASTED.to_owned()
        });
        self.paste(&page).await;
    }

    async fn paste(&mut self, page: &str) {
        self.place.copy("text/plain", page);
        self.press("Control+v").await;
        self.has_opened(TITLE).await;
    }

    /// Waits until the article with this headline is open.
    pub(crate) async fn has_opened(&self, headline: &str) {
        let expression = r"(document.querySelector('article h1')?.textContent ?? '').replace(/[\s\u00a0\u202f]/g, ' ').replace(/’/g, `'`)
            === arguments[0].replace(/’/g, `'`)";
        self.until_with(&format!("“{headline}” is open"), expression, vec![json!(headline)])
            .await;
    }

    /// Waits until these words of the article are painted with a look: a status, `note` or a colour.
    pub(crate) async fn is_painted(&self, words: &str, look: &str) {
        let expression = format!(
            r"{PAINTED}(arguments[0]).some((words) => words.replace(/[\u00a0\u202f\n]/g, ' ') === arguments[1])"
        );
        self.until_with(
            &format!("“{words}” is painted as {look}"),
            &expression,
            vec![json!(look), json!(words)],
        )
        .await;
    }

    /// Waits until no stretch is painted with this look.
    pub(crate) async fn nothing_is_painted(&self, look: &str) {
        let expression = format!("{PAINTED}(arguments[0]).length === 0");
        self.until_with(&format!("nothing is painted as {look}"), &expression, vec![json!(look)])
            .await;
    }

    /// Waits until these words are selected.
    pub(crate) async fn has_selected(&self, words: &str) {
        let expression = r"String(getSelection()).replace(/[\u00a0\u202f\n]/g, ' ').trim() === arguments[0]";
        self.until_with(&format!("“{words}” is selected"), expression, vec![json!(words)])
            .await;
    }

    /// Selects words with the mouse and presses the key that marks them.
    pub(crate) async fn marks(&self, words: &str, key: &str, look: &str) {
        self.drag_over(words).await;
        self.has_selected(words).await;
        self.press(key).await;
        self.is_painted(words, look).await;
    }

    /// Waits until the mark on these words is the active one, as the list for screen readers has it; nothing: no mark is.
    pub(crate) async fn is_active(&self, words: Option<&str>) {
        let active = r"(document.querySelector('nav button[aria-current=true]')?.textContent.replace(/[\u00a0\u202f\n]/g, ' ') ?? null)";
        match words {
            Some(words) => {
                let expression = format!("{active}?.includes(arguments[0])");
                self.until_with(&format!("“{words}” is active"), &expression, vec![json!(words)])
                    .await;
            }
            None => self.until("no mark is active", &format!("{active} === null")).await,
        }
    }

    /// Waits until the screen says that everything typed is on disk.
    pub(crate) async fn is_saved(&self) {
        let expression =
            "/Enregistré|Saved/.test(document.querySelector('footer, [role=contentinfo]')?.textContent ?? '')";
        self.until("what was typed is saved", expression).await;
    }
}
