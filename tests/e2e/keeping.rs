//! Journeys across a restart: everything is found again, and can still be taken back.

use crate::kept::Kept;
use crate::reading::TITLE;
use crate::window::journey;

#[test]
fn everything_is_in_its_place_after_a_restart() {
    journey("restart", "fr", async |mut window| {
        window.paste_page().await;
        window.marks("49% des parts", "3", "wrong").await;
        window.press("n").await;
        window.types("Les bénéfices, pas le capital.").await;
        window.press("Escape").await;
        window.is_saved().await;

        let mut window = window.restart(&[]).await;
        window.has_opened(TITLE).await;
        window.is_painted("49% des parts", "wrong").await;
        window.reads("Les bénéfices, pas le capital.").await;
        window.picture("again").await;
        Kept::in_place(&window.close().await);
    });
}

#[test]
fn an_edit_is_taken_back_after_a_restart_and_made_again() {
    journey("undo-after-restart", "fr", async |mut window| {
        window.paste_page().await;
        window.marks("49% des parts", "h", "unchecked").await;
        window.is_saved().await;

        let mut window = window.restart(&[]).await;
        window.has_opened(TITLE).await;
        window.is_painted("49% des parts", "unchecked").await;
        window.press("Control+z").await;
        window.nothing_is_painted("unchecked").await;
        window.reads("Annulé : marque sur « 49% des parts »").await;
        window.picture("undone").await;
        window.press("Control+Shift+z").await;
        window.is_painted("49% des parts", "unchecked").await;
        window.reads("Rétabli").await;

        let kept = Kept::in_place(&window.close().await);
        assert_eq!(kept.quotes(), ["49% des parts"]);
    });
}

#[test]
fn a_file_named_on_the_command_line_is_opened() {
    journey("command-line", "en", async |window| {
        let file = window
            .place
            .write("draft.md", "# A draft\n\nIt holds **49%** of the shares.\n");
        let mut window = window.restart(&[&file]).await;
        window.has_opened("A draft").await;
        window.reads("It holds 49% of the shares.").await;
        window.picture("opened").await;
        window.close().await;
    });
}
