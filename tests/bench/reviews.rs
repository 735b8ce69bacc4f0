//! A new version in the real window: from the click that takes it in to the screen that says what it did.

use std::fs;

use obelus_core::edit::Edit;
use obelus_core::id::EditId;
use obelus_library::journal::Stamp;
use serde_json::json;
use uuid::Uuid;

use crate::place::Place;
use crate::table::{Row, Table, median};
use crate::texts;
use crate::versions;
use crate::window::{Settings, Window};

const MARKS: u32 = 10_000;
const RUNS: usize = 5;

/// Milliseconds from the click until the frame is painted that shows the cards of the review. Nothing is asked for
/// meanwhile that the app does not ask for: whoever counts frames has them all drawn.
const PAINTED: &str = r#"
    const done = arguments[0];
    const take = [...document.querySelectorAll("button")].find((button) => button.textContent.includes("Take it in"));
    const begin = performance.now();
    const watch = new MutationObserver(() => {
      if (!document.querySelector(".review [role=list] [aria-label], .review [role=listitem]")) return;
      watch.disconnect();
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - begin)));
    });
    watch.observe(document.body, { childList: true, subtree: true });
    take.click();
"#;

/// The longest time without a frame from the click until a second after the cards are there, in milliseconds.
const STILL: &str = r#"
    const done = arguments[0];
    const take = [...document.querySelectorAll("button")].find((button) => button.textContent.includes("Take it in"));
    const begin = performance.now();
    let last = begin, longest = 0, there = null;
    take.click();
    const look = () => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
      if (there !== null && now > there + 1000) return done(longest);
      if (there === null && document.querySelector(".review [role=list] [aria-label], .review [role=listitem]"))
        there = now;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
"#;

/// Marks the one article of the library. The app must not be running.
fn mark(place: &Place) {
    let mut library = place.opened_library();
    let row = library.shelf().expect("the shelf is read").remove(0);
    let revision = library
        .revisions(row.article.id)
        .expect("its versions are read")
        .remove(0);
    let body = library.body(revision.id).expect("its text is read");
    let marks = texts::marks(row.article.id, revision.id, &body.text, MARKS);
    let stamp = Stamp {
        id: EditId(Uuid::now_v7()),
        author: "Bench".to_owned(),
        time: row.article.created,
        group: None,
    };
    library
        .apply(Edit::AddMarks { marks }, stamp)
        .expect("the marks are added");
}

pub(crate) async fn measure(rows: &mut Table) {
    let pair = versions::revision();
    let place = Place::new("en");
    let draft = place.write("draft.md", &pair.old);
    let settings = Settings {
        arguments: vec![draft.to_string_lossy().into_owned()],
        ..Settings::default()
    };
    let window = Window::open("bench-review", place, settings).await;
    window
        .until("the draft is open", "document.querySelector('article.article')")
        .await;
    let place = window.close().await;
    mark(&place);
    let mut window = Window::open("bench-review", place, Settings::default()).await;
    let (mut taken, mut still) = (Vec::new(), Vec::new());
    for run in 0..RUNS * 2 {
        let (script, found) = match run % 2 {
            0 => (PAINTED, &mut taken),
            _ => (STILL, &mut still),
        };
        fs::write(&draft, &pair.new).expect("the draft is written");
        window
            .until(
                "the window says that the draft has changed",
                "[...document.querySelectorAll('button')].some((button) => button.textContent.includes('Take it in'))",
            )
            .await;
        let answer = window
            .client
            .execute_async(script, Vec::new())
            .await
            .expect("the version is taken in");
        found.push(answer.as_f64().expect("milliseconds"));
        window.press("Control+z").await;
        fs::write(&draft, &pair.old).expect("the draft is written");
        window
            .until("the version is taken back", "!document.querySelector('.review')")
            .await;
        window = window.restart(&[]).await;
    }
    assert_eq!(
        window
            .ask("document.querySelector('.review') === null", Vec::new())
            .await,
        json!(true)
    );
    window.close().await;
    let (taken, still) = (median(taken), median(still));
    rows.push(
        Row::new(
            format!("review: {} of 1 MB, 10,000 marks, to the painted screen", pair.name),
            format!("{taken:.0} ms"),
        )
        .at_most(taken, 1000.0, " ms"),
    );
    rows.push(Row::new(
        "review: the longest time without a frame, meanwhile and in the second after",
        format!("{still:.0} ms"),
    ));
}
