//! How fast Obelus is, as one table: ratios within the same run, each beside its goal. `make bench`; one part of it
//! by name: `cargo bench --bench speed -- files`, `copies`, `pages`, `versions`, `start`, `large`, `review` or `weight`.
//!
//! `in_and_out`, `pages` and `versions` need no window; `windows` drives the release build as the journeys do (`tests/e2e`).

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "what it shares with the journeys fails and skips aloud"
)]

mod copies;
mod empty_window;
mod in_and_out;
mod pages;
mod processes;
mod reviews;
mod table;
mod texts;
mod versions;
mod windows;

#[path = "../e2e/hands.rs"]
#[expect(dead_code, reason = "shared with the journeys, which use more of it")]
mod hands;
#[path = "../e2e/names.rs"]
#[expect(dead_code, reason = "shared with the journeys, which use more of it")]
mod names;
#[path = "../e2e/place.rs"]
#[expect(dead_code, reason = "shared with the journeys, which use more of it")]
mod place;
#[path = "../e2e/window.rs"]
#[expect(dead_code, reason = "shared with the journeys, which use more of it")]
mod window;

use table::Table;

fn main() {
    if std::env::args().any(|word| word == "--empty-window") {
        return empty_window::run();
    }
    let only = std::env::args().nth(1).filter(|word| !word.starts_with('-'));
    let wanted = |part: &str| only.as_deref().is_none_or(|only| only == part);
    let mut rows = Table;
    if wanted("files") {
        in_and_out::measure(&mut rows);
    }
    if wanted("copies") {
        copies::measure(&mut rows);
    }
    if wanted("pages") {
        pages::measure(&mut rows);
    }
    if wanted("versions") {
        versions::measure(&mut rows);
    }
    if window::can_be_driven() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime starts");
        runtime.block_on(async {
            if wanted("start") {
                windows::cold_start(&mut rows).await;
            }
            if wanted("large") {
                windows::large_article(&mut rows).await;
            }
            if wanted("review") {
                reviews::measure(&mut rows).await;
            }
            if wanted("weight") {
                windows::weight(&mut rows).await;
            }
        });
    }
}
