//! Journeys on the pages of a PDF: its words are selected on a picture of the page, and marked in the text by that.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use obelus_formats::pdf::{PageText, page};
use obelus_formats::{Incoming, read};
use serde_json::{Value, json};

use crate::kept::Kept;
use crate::window::{Window, journey};

/// In two columns, with a word that is parted over two lines.
const FILE: &str = "typst-columns.pdf";
const HEADLINE: &str = "The price of a tramway";
const WORDS: &str = "the metropolitan council";
const LONGER: &str = "2025 the metropolitan council";
const LONGEST: &str = "March 2025 the metropolitan council";

fn fixture() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/pdf")
        .join(FILE)
}

/// Where words of the first page begin and end on it: left, middle of the line, as parts of the page.
fn ends(words: &str) -> [(f64, f64); 2] {
    let bytes = fs::read(fixture()).unwrap();
    let body = read(&Incoming {
        bytes: &bytes,
        ..Incoming::default()
    })
    .unwrap()
    .body;
    let range = body.text.places_of(words)[0];
    let page = page(&bytes, 0, 0.2, &PageText::of(&body, 0)).unwrap();
    let its: Vec<_> = page.words.iter().filter(|word| word.range.overlaps(range)).collect();
    let [first, last] = [its[0], its[its.len() - 1]];
    let part = |x: f32, y: f32| (f64::from(x / page.width), f64::from(y / page.height));
    [
        part(first.x + 0.3, first.y + first.height / 2.0),
        // A comma after the words is of the same box.
        part(
            last.x + last.width * last.ends[(range.end() - last.range.start()) as usize - 1],
            last.y + last.height / 2.0,
        ),
    ]
}

const PAPER: &str = "document.querySelector('[data-page=\"0\"] .paper')?.getBoundingClientRect()";

impl Window {
    async fn sees_pages(&self) {
        self.until(
            "the first page is drawn",
            "document.querySelector('[data-page=\"0\"] img')?.naturalWidth > 0",
        )
        .await;
        self.is_at_rest().await;
    }

    /// A place of the first page in the window, in CSS pixels.
    async fn on_page(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let paper = self
            .ask(
                &format!("(({{ left, top, width, height }}) => [left, top, width, height])({PAPER})"),
                Vec::new(),
            )
            .await;
        let paper: Vec<f64> = serde_json::from_value(paper).unwrap();
        (paper[0] + x * paper[2], paper[1] + y * paper[3])
    }

    /// Waits until one box of this look lies over these words of the first page, and no other box of it anywhere.
    async fn is_boxed(&self, words: &str, look: &str) {
        let [from, to] = ends(words);
        let [from, to] = [self.on_page(from).await, self.on_page(to).await];
        let expression = "((boxes) => boxes.length === 1 && boxes.every((box) => {
          const { left, right, top, bottom } = box.getBoundingClientRect();
          return Math.abs(left - arguments[1]) < 3 && Math.abs(right - arguments[2]) < 3
            && top < arguments[3] && bottom > arguments[3];
        }))([...document.querySelectorAll('.paper .mark.' + arguments[0])])";
        let args = vec![json!(look), json!(from.0), json!(to.0), json!(from.1)];
        self.until_with(&format!("“{words}” on the page is {look}"), expression, args)
            .await;
    }

    /// Where a hand takes a handle of the active mark on the pages, in the window.
    async fn handle(&self, edge: &str) -> (f64, f64) {
        let its = format!("document.querySelector('.view .handle.{edge}')?.getBoundingClientRect()");
        self.until("the handle is there", &format!("{its}?.width > 0")).await;
        let place = self
            .ask(
                &format!("(({{ left, right, top, bottom }}) => [left, right, top, bottom])({its})"),
                Vec::new(),
            )
            .await;
        let [left, right, top, bottom]: [f64; 4] = serde_json::from_value(place).unwrap();
        let y = if edge == "start" { top + 5.0 } else { bottom - 5.0 };
        (f64::midpoint(left, right), y)
    }

    /// Draws the first edge of the active mark along its line, to where these words begin.
    async fn draws_start(&self, words: &str) {
        let from = self.handle("start").await;
        let (x, _) = self.on_page(ends(words)[0]).await;
        self.drag(from, (x, from.1)).await;
    }

    async fn click_on_page(&self, at: (f64, f64)) {
        let (x, y) = self.on_page(at).await;
        // A still hand: the first letter has the handle beside it.
        self.drag((x + 12.0, y), (x + 12.0, y)).await;
    }

    /// Drags from some words to the lower edge of what scrolls, and rests there until it has gone on.
    async fn drag_down_and_on(&self, from: (f64, f64), scroller: &str) {
        let bottom = self
            .ask(
                &format!("document.querySelector('{scroller}').getBoundingClientRect().bottom"),
                Vec::new(),
            )
            .await;
        let top = format!("document.querySelector('{scroller}').scrollTop");
        let before = self.ask(&top, Vec::new()).await.as_f64().unwrap();
        let to = (from.0, bottom.as_f64().unwrap() + 12.0);
        self.drag_and_rest(from, to, Duration::from_millis(900)).await;
        let after = self.ask(&top, Vec::new()).await.as_f64().unwrap();
        if after <= before + 40.0 {
            self.give_up(&format!("{scroller} has gone on, and not by {} pixels", after - before))
                .await;
        }
    }

    /// How dark the picture of the first page is at a place: 0 is black.
    async fn darkest_near(&self, (x, y): (f64, f64)) -> f64 {
        let script = "const image = document.querySelector('[data-page=\"0\"] img');
          const canvas = document.createElement('canvas');
          [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
          const pen = canvas.getContext('2d');
          pen.drawImage(image, 0, 0);
          const [x, y] = [arguments[0] * canvas.width, arguments[1] * canvas.height];
          const { data } = pen.getImageData(x - 2, y - 6, 14, 12);
          let least = 255;
          for (let i = 0; i < data.length; i += 4) least = Math.min(least, data[i]);
          return least;";
        let darkest = self.client.execute(script, vec![json!(x), json!(y)]).await.unwrap();
        darkest.as_f64().unwrap()
    }
}

#[test]
fn words_selected_on_a_page_are_marked_in_the_text_and_both_are_there_after_a_restart() {
    journey("pages", "en", async |window| {
        let file = fixture();
        let mut window = window.restart(&[&file]).await;
        window.has_opened(HEADLINE).await;
        window.press("p").await;
        window.sees_pages().await;
        let [from, to] = ends(WORDS);
        assert!(
            window.darkest_near(from).await < 100.0,
            "the words are drawn where they stand"
        );
        assert!(window.darkest_near((0.5, 0.02)).await > 250.0, "the paper is white");

        window.drag(window.on_page(from).await, window.on_page(to).await).await;
        window
            .until("the menu is there", "document.querySelector('[role=toolbar]') !== null")
            .await;
        window.picture("selection").await;
        window.press("h").await;
        window.is_boxed(WORDS, "unchecked").await;
        window.press("3").await;
        window.is_boxed(WORDS, "wrong").await;
        window.picture("claim").await;

        // Its edges move here as they do in the text.
        window.press("Shift+Alt+ArrowUp").await;
        window.is_boxed(LONGER, "wrong").await;
        window.draws_start(LONGEST).await;
        window.is_boxed(LONGEST, "wrong").await;
        window.picture("handles").await;
        window.draws_start(WORDS).await;
        window.is_boxed(WORDS, "wrong").await;

        // What is drawn to the edge of the view goes on beyond it, here and in the text.
        window.press("Escape").await;
        window
            .until(
                "no edge can be drawn",
                "document.querySelector('.view .handle') === null",
            )
            .await;
        window
            .drag_down_and_on(window.on_page(from).await, ".view > .scroller")
            .await;
        window
            .until(
                "the words are selected",
                "document.querySelectorAll('.paper .selected').length > 5",
            )
            .await;
        window.press("Escape").await;
        window
            .until(
                "no words are selected",
                "document.querySelectorAll('.paper .selected').length === 0",
            )
            .await;

        window.press("p").await;
        window.is_painted(WORDS, "wrong").await;
        window.press("Escape").await;
        window
            .drag_down_and_on(window.ends("comparable").await[0], ".reader > .scroller")
            .await;
        window.press("Escape").await;
        window.marks("comparable infrastructure", "1", "confirmed").await;
        window.press("Shift+P").await;
        window.sees_pages().await;
        window.is_boxed("comparable infrastructure", "confirmed").await;
        window.is_painted(WORDS, "wrong").await;
        window.is_saved().await;
        window.picture("both").await;
        for theme in ["light", "dark"] {
            window.choose("en", theme).await;
            window.press("Escape").await;
            window.sees_no("dialog", "").await;
            window.is_accessible(&format!("pages beside the text, {theme}")).await;
            window.press("p").await;
            window.sees_pages().await;
            window.click_on_page(ends(WORDS)[0]).await;
            window.handle("end").await;
            window.picture(theme).await;
            window.is_accessible(&format!("pages, {theme}")).await;
            window.press("Shift+P").await;
            window.sees_pages().await;
        }

        // As it was left: the pages beside the text.
        let mut window = window.restart(&[]).await;
        window.has_opened(HEADLINE).await;
        window.sees_pages().await;
        window.is_boxed(WORDS, "wrong").await;
        window.is_painted("comparable infrastructure", "confirmed").await;
        window.picture("again").await;

        let kept = Kept::in_place(&window.close().await);
        assert_eq!(kept.quotes(), [WORDS, "comparable infrastructure"]);
    });
}

#[test]
fn an_article_that_is_no_pdf_has_no_pages() {
    journey("no-pages", "fr", async |mut window| {
        window.paste_page().await;
        window.press("p").await;
        window.press("Shift+P").await;
        window.marks("49% des parts", "h", "unchecked").await;
        let shown: Value = window
            .ask("document.querySelectorAll('.sheet, .seen').length", Vec::new())
            .await;
        assert_eq!(shown, json!(0));
        window.close().await;
    });
}
