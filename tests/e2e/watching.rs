//! Journeys of a draft that its author goes on writing while it is checked.

use std::fs;

use crate::kept::Kept;
use crate::place::Place;
use crate::window::journey;

const DRAFT: &str = "# A draft\n\nIt holds 49% of the shares. The board has three members.\n";
const BETTER: &str = "# A draft\n\nIt holds 49% of the profits. The board has three members.\n";
const NEWS: &str = "The draft has changed: take it in as version 2?";

/// Writes the draft as most editors do: another file, which is then given the name.
fn save(place: &Place, words: &str) {
    let new = place.write(".draft.md.new", words);
    fs::rename(new, place.file("draft.md")).unwrap();
}

#[test]
fn a_draft_that_changes_while_it_is_checked_is_taken_in_and_can_be_given_back() {
    journey("draft", "en", async |window| {
        let file = window.place.write("draft.md", DRAFT);
        let mut window = window.restart(&[&file]).await;
        window.has_opened("A draft").await;
        window.marks("of the shares", "1", "confirmed").await;
        window.is_saved().await;

        save(&window.place, BETTER);
        window.reads(NEWS).await;
        window.is_accessible("a draft that has changed").await;
        window.picture("changed").await;
        window.press("Escape").await;
        window.press("t").await;
        window.sees("heading", "Review of version 2").await;
        window.picture("review").await;
        window.click("button", "Finish review").await;
        window.reads("It holds 49% of the profits.").await;
        window.sees_no("button", "Take it in").await;

        window.press("Control+z").await;
        window.reads("It holds 49% of the shares.").await;
        window.is_painted("of the shares", "confirmed").await;
        // Its file says something else all the same: it can still be taken in.
        window.reads(NEWS).await;
        window.picture("given-back").await;
        let kept = Kept::in_place(&window.close().await);
        assert_eq!(kept.quotes(), ["of the shares"]);
        assert!(kept.text().contains("It holds 49% of the shares."));
    });
}

#[test]
fn a_draft_that_is_put_off_says_nothing_until_it_changes_again_and_is_missed_when_it_is_gone() {
    journey("draft-put-off", "en", async |window| {
        let file = window.place.write("draft.md", DRAFT);
        let mut window = window.restart(&[&file]).await;
        window.has_opened("A draft").await;
        save(&window.place, BETTER);
        window.reads(NEWS).await;
        window.click("button", "Not now").await;
        window.sees_no("button", "Take it in").await;
        save(&window.place, "# A draft\n\nIt is another one altogether.\n");
        window.reads(NEWS).await;

        fs::remove_file(&file).unwrap();
        window.reads("draft.md is no longer there").await;
        window.is_accessible("a draft that is gone").await;
        window.picture("gone").await;

        // It comes back while Obelus is closed.
        let place = window.place.file("draft.md");
        let mut window = {
            fs::write(place, BETTER).unwrap();
            window.restart(&[]).await
        };
        window.has_opened("A draft").await;
        window.reads(NEWS).await;
        window.click("button", "Stop watching").await;
        window.sees_no("button", "Take it in").await;
        window.reads("draft.md is no longer watched.").await;
        window.picture("no-longer-watched").await;

        let window = window.restart(&[]).await;
        window.has_opened("A draft").await;
        window.press("Control+k").await;
        window.sees("dialog", "").await;
        window.types("Watch the article").await;
        window.press("Enter").await;
        window.reads(NEWS).await;
        window.close().await;
    });
}
