//! Journeys of marking: by mouse, by keyboard alone, one mark over another, an edge that moves.

use obelus_core::mark::Status;
use serde_json::json;

use crate::kept::Kept;
use crate::window::{Window, journey};

#[test]
fn a_pasted_page_is_read_and_a_claim_marked_with_the_mouse() {
    journey("mark-by-mouse", "fr", async |mut window| {
        window.picture("start").await;
        window.paste_real_page().await;
        window.picture("article").await;

        window.drag_over("49% des parts").await;
        window.has_selected("49% des parts").await;
        window.picture("selection").await;
        window.press("h").await;
        window.is_painted("49% des parts", "unchecked").await;
        window.press("3").await;
        window.is_painted("49% des parts", "wrong").await;

        window.press("n").await;
        window.types("La part porte sur les **bénéfices**.").await;
        window.press("Control+Enter").await;
        window.reads("La part porte sur les bénéfices.").await;
        window.is_saved().await;
        window.picture("claim").await;

        let kept = Kept::in_place(&window.close().await);
        assert_eq!(kept.quotes(), ["49% des parts"]);
        let mark = &kept.marks()[0];
        assert_eq!(mark.kind.status(), Some(Status::Wrong));
        assert_eq!(mark.note, "La part porte sur les **bénéfices**.");
        assert!(kept.text().contains("qui détient 49% des parts de l’entreprise"));
    });
}

/// Where the caret stands: the words before it in its paragraph, or nothing when it is not in the article.
const BEFORE_CARET: &str = r#"(() => {
  const selection = getSelection();
  const paragraph = selection.focusNode?.parentElement?.closest("article p, article h1, article h2, article h3");
  if (!paragraph) return null;
  const range = document.createRange();
  range.setStart(paragraph, 0);
  range.setEnd(selection.focusNode, selection.focusOffset);
  return range.toString();
})()"#;

impl Window {
    /// Presses a key again and again until a JavaScript expression is true, `most` times.
    async fn press_until(&self, chord: &str, most: usize, what: &str, expression: &str) {
        for _ in 0..most {
            if self.ask(&format!("Boolean({expression})"), Vec::new()).await == json!(true) {
                return;
            }
            self.press(chord).await;
        }
        self.give_up(what).await;
    }
}

#[test]
fn a_claim_is_marked_and_checked_with_the_keyboard_alone() {
    journey("mark-by-keyboard", "fr", async |mut window| {
        window.paste_page().await;
        let in_article = "document.activeElement?.closest('article')";
        window
            .press_until("Tab", 40, "the article has the keyboard", in_article)
            .await;
        let in_paragraph =
            "getSelection().focusNode?.parentElement?.closest('article p')?.textContent.includes('49% des parts')";
        window
            .press_until("Control+ArrowDown", 40, "the caret is in the paragraph", in_paragraph)
            .await;
        let before_words = format!("/qui détient\\s+$/.test({BEFORE_CARET})");
        window
            .press_until(
                "Control+ArrowLeft",
                80,
                "the caret stands before the words",
                &before_words,
            )
            .await;
        let selected = r"String(getSelection()).replace(/[\u00a0\u202f\n]/g, ' ').trim() === '49% des parts'";
        window
            .press_until("Control+Shift+ArrowRight", 6, "the words are selected", selected)
            .await;
        window.picture("selection").await;
        window.press("h").await;
        window.is_painted("49% des parts", "unchecked").await;
        window.press("3").await;
        window.is_painted("49% des parts", "wrong").await;

        window.press("Enter").await;
        window.types("Vérifié au registre.").await;
        window.press("Escape").await;
        window.is_saved().await;
        window.picture("claim").await;

        let kept = Kept::in_place(&window.close().await);
        assert_eq!(kept.quotes(), ["49% des parts"]);
        assert_eq!(kept.marks()[0].kind.status(), Some(Status::Wrong));
        assert_eq!(kept.marks()[0].note, "Vérifié au registre.");
    });
}

#[test]
fn marks_that_overlap_are_both_seen_and_clicked_in_turn() {
    journey("overlap", "fr", async |mut window| {
        window.paste_page().await;
        window.marks("qui détient 49% des parts", "1", "confirmed").await;
        window.press("Escape").await;
        window.marks("49% des parts de l’entreprise", "3", "wrong").await;
        window.is_painted("qui détient 49% des parts", "confirmed").await;
        window.press("Escape").await;
        window.is_active(None).await;

        // Two spots of the same words: twice on one spot is a double click, which selects a word.
        let (first, second) = ("qui détient 49% des parts", "49% des parts de l’entreprise");
        window.click_on_words("49%").await;
        window
            .until(
                "a mark is active",
                "document.querySelector('nav button[aria-current=true]')",
            )
            .await;
        let began_with_first = window
            .ask(
                "document.querySelector('nav button[aria-current=true]').textContent.includes('détient')",
                Vec::new(),
            )
            .await;
        window.click_on_words("des parts").await;
        window
            .is_active(Some(if began_with_first == json!(true) { second } else { first }))
            .await;
        window.picture("both").await;

        let kept = Kept::in_place(&window.close().await);
        assert_eq!(
            kept.quotes(),
            ["qui détient 49% des parts", "49% des parts de l’entreprise"]
        );
    });
}

#[test]
fn an_edge_moves_by_a_word_and_back() {
    journey("edge", "fr", async |mut window| {
        window.paste_page().await;
        window.marks("49% des parts", "h", "unchecked").await;
        window.press("Alt+Shift+ArrowRight").await;
        window.is_painted("49% des parts de", "unchecked").await;
        window.press("Control+z").await;
        window.is_painted("49% des parts", "unchecked").await;

        window.press("Alt+Shift+ArrowRight").await;
        window.is_painted("49% des parts de", "unchecked").await;
        window.press("Alt+Shift+ArrowUp").await;
        window.is_painted("détient 49% des parts de", "unchecked").await;
        window.picture("wider").await;
        window.press("Alt+Shift+ArrowLeft").await;
        window.is_painted("détient 49% des parts", "unchecked").await;

        let kept = Kept::in_place(&window.close().await);
        assert_eq!(kept.quotes(), ["détient 49% des parts"]);
    });
}
