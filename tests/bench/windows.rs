//! What a person waits for, in the real window: starting, opening, scrolling, marking.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use obelus_core::article::Format;
use obelus_core::edit::{Content, Edit};
use obelus_core::id::EditId;
use obelus_library::Library;
use obelus_library::journal::Stamp;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::place::Place;
use crate::processes;
use crate::table::{Row, Table, median};
use crate::texts;
use crate::window::{Settings, Window};

/// Starts of each kind, in turns, so that a busy moment of the machine falls on both.
const STARTS: usize = 7;

/// Puts a generated article in the library, with so many marks. The app must not be running.
fn put(library: &Path, title: &str, bytes: usize, marks: u32) {
    let source = texts::article(Format::Markdown, title, bytes);
    let (article, revision, body, marks) = texts::checked(&source, marks);
    let mut library = Library::open(library, "bench").expect("the library opens");
    let stamp = || Stamp {
        id: EditId(Uuid::now_v7()),
        author: "Bench".to_owned(),
        time: article.created,
        group: None,
    };
    let content = Content {
        body: Arc::new(body),
        original: Arc::from(source.into_bytes()),
        pictures: Vec::new(),
    };
    let add = Edit::AddArticle {
        article: article.clone(),
        revision,
        content: Some(content),
    };
    library.apply(add, stamp()).expect("the article is added");
    if !marks.is_empty() {
        library
            .apply(Edit::AddMarks { marks }, stamp())
            .expect("the marks are added");
    }
}

fn settings(binary: PathBuf, arguments: &[&str]) -> Settings {
    Settings {
        binary,
        arguments: arguments.iter().map(|&word| word.to_owned()).collect(),
        ..Settings::default()
    }
}

/// Seconds from the start of the program to the moment the page says so.
async fn start(name: &'static str, place: Place, settings: Settings, readable: &str) -> (f64, Place) {
    let binary = settings.binary.clone();
    let window = Window::start(name, place, settings).await;
    while window.ask(&format!("Boolean({readable})"), Vec::new()).await != json!(true) {
        tokio::time::sleep(Duration::from_millis(3)).await;
    }
    let seconds = processes::age(&home(&window), &binary).expect("the app is running");
    (seconds, window.close().await)
}

/// The folder that stands for the person's home: each of the app's processes knows it.
fn home(window: &Window) -> PathBuf {
    window
        .place
        .library()
        .parent()
        .expect("the library stands in the home")
        .to_owned()
}

/// A readable article: its words are there, and its marks are painted.
const PAINTED: &str =
    "document.querySelector('article h1') && [...CSS.highlights.values()].some((highlight) => highlight.size > 0)";

pub(crate) async fn cold_start(rows: &mut Table) {
    let mut place = Place::new("fr");
    put(&place.library(), "Cent marques", 12_000, 100);
    let app = Settings::default();
    let empty = settings(
        std::env::current_exe().expect("this program has a file"),
        &["--empty-window"],
    );
    // The article is opened once by hand: from then on the app starts with it.
    let window = Window::open("bench-first", place, app.clone()).await;
    window.click("button", "Cent marques").await;
    window.until("the article is open", PAINTED).await;
    place = window.close().await;
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let seconds;
        (seconds, place) = start("bench-empty", place, empty.clone(), "document.querySelector('main')").await;
        without.push(seconds);
        let seconds;
        (seconds, place) = start("bench-start", place, app.clone(), PAINTED).await;
        with.push(seconds);
    }
    let (with, without) = (median(with), median(without));
    rows.push(Row::new(
        "start: an empty Tauri window",
        format!("{:.0} ms", without * 1000.0),
    ));
    rows.push(
        Row::new(
            "start: to an article with 100 marks",
            format!("{:.0} ms = {:.2} ×", with * 1000.0, with / without),
        )
        .at_most(with / without, 1.5, " ×"),
    );
}

/// Milliseconds from the click in the shelf to the frame after the one that shows the article, its marks painted.
async fn open_article(window: &Window, title: &str, marked: bool) -> f64 {
    let there = format!(
        "[...document.querySelectorAll('nav button')].some((button) => button.textContent.includes({}))",
        json!(title)
    );
    window.until("the article is in the shelf", &there).await;
    let script = r#"
        const [title, marked, done] = arguments;
        const item = [...document.querySelectorAll("button")].find((button) => button.textContent.includes(title));
        const begin = performance.now();
        item.click();
        const painted = () => !marked || [...CSS.highlights.values()].some((highlight) => highlight.size > 0);
        const look = () => {
          if (document.querySelector("article h1")?.textContent === title && painted())
            requestAnimationFrame(() => setTimeout(() => done(performance.now() - begin)));
          else requestAnimationFrame(look);
        };
        look();
    "#;
    let answer = window
        .client
        .execute_async(script, vec![json!(title), json!(marked)])
        .await
        .expect("the article opens");
    answer.as_f64().expect("milliseconds")
}

/// The median frame while the article scrolls by 90 pixels a frame, in milliseconds: of 240 frames, or of as many as
/// eight seconds have.
async fn scroll(window: &Window) -> f64 {
    let script = r#"
        const done = arguments[0];
        let scroller = document.querySelector("article");
        while (scroller && !(scroller.scrollHeight > scroller.clientHeight && /auto|scroll/.test(getComputedStyle(scroller).overflowY))) scroller = scroller.parentElement;
        scroller.scrollTop = 0;
        const frames = [];
        const begin = performance.now();
        let last = begin;
        const next = () => {
          const now = performance.now();
          frames.push(now - last);
          last = now;
          if (frames.length > 240 || now - begin > 8000) { scroller.scrollTop = 0; done(frames.slice(1)); }
          else { scroller.scrollTop += 90; requestAnimationFrame(next); }
        };
        requestAnimationFrame(next);
    "#;
    let answer = window
        .client
        .execute_async(script, Vec::new())
        .await
        .expect("the article scrolls");
    median(
        answer
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(Value::as_f64)
            .collect(),
    )
}

/// Milliseconds from a key press to the frame that has the new mark painted. The screen paints what the library has
/// acknowledged, and the library acknowledges what is on disk: the row is there before the paint.
async fn mark(window: &Window, number: usize) -> f64 {
    let spot = r#"((number) => {
        const inView = [...document.querySelectorAll("article.article p.block")].filter((p) => { const box = p.getBoundingClientRect(); return box.top > 60 && box.bottom < innerHeight - 60; });
        const node = document.createTreeWalker(inView[number % inView.length], NodeFilter.SHOW_TEXT).nextNode();
        const at = (number * 37) % Math.max(1, node.length - 20);
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, Math.min(node.length, at + 14));
        const boxes = [...range.getClientRects()];
        const [first, last] = [boxes[0], boxes.at(-1)];
        return [first.left + 0.5, first.top + first.height / 2, last.right - 0.5, last.top + last.height / 2];
    })(arguments[0])"#;
    // An article that has just been opened may still settle.
    let mut ends = Value::Null;
    loop {
        let again = window.ask(spot, vec![json!(number)]).await;
        if again == ends {
            break;
        }
        ends = again;
        tokio::time::sleep(Duration::from_millis(150)).await;
    }
    let ends: Vec<f64> = ends
        .as_array()
        .expect("four numbers")
        .iter()
        .filter_map(Value::as_f64)
        .collect();
    window.drag((ends[0], ends[1]), (ends[2], ends[3])).await;
    window
        .until("the words are selected", "String(getSelection()).length > 3")
        .await;
    let watch = r#"
        const count = () => [...CSS.highlights].filter(([name]) => name.endsWith("opinion")).reduce((sum, [, highlight]) => sum + highlight.size, 0);
        const before = count();
        window.took = null;
        window.addEventListener("keydown", () => {
          const begin = performance.now();
          // Looked at after each frame: whoever else draws in that frame has drawn, and it is painted.
          const look = () => setTimeout(() => { if (count() > before) window.took = performance.now() - begin; else requestAnimationFrame(look); });
          requestAnimationFrame(look);
        }, { capture: true, once: true });
    "#;
    window
        .client
        .execute(watch, Vec::new())
        .await
        .expect("the window watches");
    // A hand goes back to the keyboard: the window has come to rest.
    tokio::time::sleep(Duration::from_millis(300)).await;
    window.press("6").await;
    // The page looks at the clock itself: questions from here would take the time of what they ask about.
    tokio::time::sleep(Duration::from_millis(400)).await;
    window.until("the mark is painted", "window.took !== null").await;
    let took = window
        .ask("window.took", Vec::new())
        .await
        .as_f64()
        .expect("milliseconds");
    window.press("Escape").await;
    took
}

pub(crate) async fn large_article(rows: &mut Table) {
    let place = Place::new("fr");
    put(&place.library(), "Sans marque aucune", 1_000_000, 0);
    put(&place.library(), "Dix mille marques", 1_000_000, 10_000);
    let window = Window::open("bench-large", place, Settings::default()).await;
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        without.push(open_article(&window, "Sans marque aucune", false).await);
        with.push(open_article(&window, "Dix mille marques", true).await);
    }
    let (with, without) = (median(with), median(without));
    rows.push(Row::new("open: 1 MB, no mark", format!("{without:.0} ms")));
    rows.push(
        Row::new(
            "open: 1 MB, 10,000 marks",
            format!("{with:.0} ms = {:.2} ×", with / without),
        )
        .at_most(with / without, 2.0, " ×"),
    );

    let (mut with, mut without) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        open_article(&window, "Sans marque aucune", false).await;
        without.push(scroll(&window).await);
        open_article(&window, "Dix mille marques", true).await;
        with.push(scroll(&window).await);
    }
    let (with, without) = (median(with), median(without));
    rows.push(Row::new("scroll: median frame, no mark", format!("{without:.1} ms")));
    rows.push(
        Row::new(
            "scroll: median frame, 10,000 marks",
            format!("{with:.1} ms = {:.2} ×", with / without),
        )
        .at_most(with / without, 1.25, " ×"),
    );

    let mut times = Vec::new();
    for number in 0..40 {
        times.push(mark(&window, number).await);
    }
    let time = median(times);
    let place = window.close().await;
    let library = Library::open(&place.library(), "bench").expect("the library opens");
    assert_eq!(
        library.mark_ids().expect("the library counts").len(),
        10_040,
        "every mark that was painted is on disk"
    );
    rows.push(Row::new("mark: key press to painted and on disk", format!("{time:.0} ms")).at_most(time, 50.0, " ms"));
}

pub(crate) async fn weight(rows: &mut Table) {
    let binary = Settings::default().binary;
    let bytes = std::fs::metadata(&binary).expect("the app is built").len();
    rows.push(Row::new("release binary", format!("{:.1} MB", bytes as f64 / 1e6)));
    let window = Window::open("bench-weight", Place::new("fr"), Settings::default()).await;
    window.click("button", "exemple").await;
    window
        .until("the sample is open", "document.querySelector('article h1')")
        .await;
    let (together, alone) = processes::memory(&home(&window), &binary);
    rows.push(Row::new(
        "memory with the sample open, WebKit included",
        format!("{together:.0} MiB"),
    ));
    rows.push(Row::new(
        "memory with the sample open, the app's own process",
        format!("{alone:.0} MiB"),
    ));
    window.close().await;
}
