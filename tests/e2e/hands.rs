//! A person's hands: keys, the mouse, and a selection dragged over words.

use std::time::Duration;

use fantoccini::actions::{InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use serde_json::{Value, json};

use crate::window::Window;

/// The code points WebDriver has for keys without a character (WebDriver, section 17.4.2).
fn key(name: &str) -> char {
    match name {
        "Control" => '\u{e009}',
        "Shift" => '\u{e008}',
        "Alt" => '\u{e00a}',
        "Enter" => '\u{e007}',
        "Escape" => '\u{e00c}',
        "Tab" => '\u{e004}',
        "Backspace" => '\u{e003}',
        "Delete" => '\u{e017}',
        "End" => '\u{e010}',
        "Home" => '\u{e011}',
        "ArrowLeft" => '\u{e012}',
        "ArrowUp" => '\u{e013}',
        "ArrowRight" => '\u{e014}',
        "ArrowDown" => '\u{e015}',
        one => {
            let mut characters = one.chars();
            let first = characters.next().unwrap();
            assert!(characters.next().is_none(), "no key is called {one}");
            first
        }
    }
}

impl Window {
    /// Presses keys together, as in `Control+v` or `Shift+Alt+ArrowRight`.
    pub(crate) async fn press(&self, chord: &str) {
        let keys: Vec<char> = if chord == "+" {
            vec!['+']
        } else {
            chord.split('+').map(key).collect()
        };
        let mut actions = KeyActions::new("keyboard".into());
        for &value in &keys {
            actions = actions.then(KeyAction::Down { value });
        }
        for &value in keys.iter().rev() {
            actions = actions.then(KeyAction::Up { value });
        }
        self.client.perform_actions(actions).await.unwrap();
    }

    /// Types words where the keyboard is.
    pub(crate) async fn types(&self, words: &str) {
        let mut actions = KeyActions::new("keyboard".into());
        for value in words.chars() {
            actions = actions.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        }
        self.client.perform_actions(actions).await.unwrap();
    }

    /// Drags the mouse from the beginning of these words of the article to their end.
    pub(crate) async fn drag_over(&self, words: &str) {
        let [from, to] = self.ends(words).await;
        self.drag(from, to).await;
    }

    pub(crate) async fn drag(&self, from: (f64, f64), to: (f64, f64)) {
        self.drag_and_rest(from, to, Duration::ZERO).await;
    }

    /// Drags, and holds the button a while longer before it is let go.
    pub(crate) async fn drag_and_rest(&self, from: (f64, f64), to: (f64, f64), rest: Duration) {
        let slowly = Some(Duration::from_millis(60));
        let middle = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0);
        let actions = MouseActions::new("mouse".into())
            .then(PointerAction::MoveTo {
                duration: None,
                x: from.0,
                y: from.1,
            })
            .then(PointerAction::Down {
                button: MOUSE_BUTTON_LEFT,
            })
            .then(PointerAction::MoveTo {
                duration: slowly,
                x: middle.0,
                y: middle.1,
            })
            .then(PointerAction::MoveTo {
                duration: slowly,
                x: to.0,
                y: to.1,
            })
            .then(PointerAction::Pause { duration: rest })
            .then(PointerAction::Up {
                button: MOUSE_BUTTON_LEFT,
            });
        self.client.perform_actions(actions).await.unwrap();
    }

    /// Clicks in the middle of these words of the article.
    pub(crate) async fn click_on_words(&self, words: &str) {
        let [from, to] = self.ends(words).await;
        // The middle of the first line is inside, also where the words are broken.
        let x = if (from.1 - to.1).abs() < 1.0 {
            (from.0 + to.0) / 2.0
        } else {
            from.0 + 3.0
        };
        let actions = MouseActions::new("mouse".into())
            .then(PointerAction::MoveTo {
                duration: None,
                x,
                y: from.1,
            })
            .then(PointerAction::Down {
                button: MOUSE_BUTTON_LEFT,
            })
            .then(PointerAction::Up {
                button: MOUSE_BUTTON_LEFT,
            });
        self.client.perform_actions(actions).await.unwrap();
    }

    /// Where the first visible occurrence of these words begins and ends in the window, brought into view, in CSS pixels.
    pub(crate) async fn ends(&self, words: &str) -> [(f64, f64); 2] {
        let script = r#"((words) => {
          const walker = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT, (node) =>
            node.parentElement.checkVisibility() ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT);
          const nodes = []; let text = "";
          while (walker.nextNode()) { nodes.push([walker.currentNode, text.length]); text += walker.currentNode.data; }
          const plain = text.replace(/[\u00a0\u202f\n]/g, " ").replace(/’/g, "'");
          const begin = plain.indexOf(words.replace(/’/g, "'"));
          if (begin < 0) return null;
          const at = (offset, after) => { const [node, start] = nodes.findLast(([, start]) => (after ? start < offset : start <= offset)); return [node, offset - start]; };
          const range = document.createRange();
          range.setStart(...at(begin, false));
          range.setEnd(...at(begin + words.length, true));
          const before = range.getBoundingClientRect();
          if (before.top < 80 || before.bottom > innerHeight - 80) range.startContainer.parentElement.scrollIntoView({ block: "center" });
          const rects = [...range.getClientRects()].filter((r) => r.width > 0);
          const first = rects[0], last = rects.at(-1);
          return [first.left + 0.5, first.top + first.height / 2, last.right - 0.5, last.top + last.height / 2];
        })(arguments[0])"#;
        // With other letters the words stand elsewhere.
        self.until("the letters are there", "document.fonts.status === 'loaded'")
            .await;
        // The card of the active mark comes a frame later, moves to its place, and is then brought into view, and the
        // words with it: a hand waits for that, and until the words are still.
        let card = "(() => {
          const active = document.querySelector('nav button[aria-current=true]');
          const card = document.querySelector('.card.active');
          const view = document.querySelector('.scroller')?.getBoundingClientRect();
          if (!view || (!active && !card)) return true;
          if (!card || card.getAnimations().length > 0) return false;
          const { top, bottom } = card.getBoundingClientRect();
          return bottom <= view.bottom || top <= view.top + 60;
        })()";
        for _ in 0..30 {
            if self.ask(card, Vec::new()).await == json!(true) {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        let mut before = Value::Null;
        for _ in 0..60 {
            let now = self.ask(script, vec![json!(words)]).await;
            if now == before {
                break;
            }
            before = now;
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        }
        let Value::Array(ends) = self.ask(script, vec![json!(words)]).await else {
            self.give_up(&format!("the article says “{words}”")).await
        };
        let ends: Vec<f64> = ends.iter().map(|end| end.as_f64().unwrap()).collect();
        [(ends[0], ends[1]), (ends[2], ends[3])]
    }
}
