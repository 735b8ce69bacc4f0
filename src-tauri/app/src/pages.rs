//! The pages of the file that a revision was made from, drawn one by one.

use obelus_core::article::Format;
use obelus_core::id::RevisionId;
use obelus_formats::pdf::PagePicture;
use obelus_library::Library;

use crate::desk::Desk;
use crate::drawing::Source;
use crate::failure::not_read;
use crate::wire::Failure;

/// What the person knows the file by: its own name was not kept.
const NAME: &str = "PDF";

/// Draws a page (from 0) of the file that a revision was made from, in a child, while the caller waits.
pub(crate) fn page(
    desk: &Desk,
    ticket: u32,
    revision: RevisionId,
    number: u32,
    scale: f32,
) -> Result<PagePicture, Failure> {
    let drawing = &desk.drawing;
    let stopped = drawing.stopped(ticket);
    let draw = || {
        let _turn = drawing.take_turn(&stopped);
        if stopped() {
            return Err(Failure::Stopped);
        }
        let Source { bytes, body } = drawing.source(revision, || {
            desk.library(|library| {
                Ok::<_, Failure>(Source {
                    bytes: library
                        .original(made_of(library, revision)?)?
                        .ok_or(Failure::Gone)?
                        .into(),
                    body: library.body(revision)?,
                })
            })
        })?;
        let drawn = desk.intake(NAME)?.page(&bytes, number, scale, &body, &stopped);
        drawn.map_err(|error| not_read(NAME, error))
    };
    let drawn = draw();
    drawing.end(ticket);
    drawn
}

/// The revision whose pages a revision shows.
fn made_of(library: &Library, revision: RevisionId) -> Result<RevisionId, Failure> {
    let revision = library.made_of(revision)?.ok_or(Failure::Gone)?;
    let is_pdf = revision.original.is_some_and(|original| original.format == Format::Pdf);
    is_pdf.then_some(revision.id).ok_or(Failure::Gone)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use obelus_core::bring_back::bring_back;
    use uuid::Uuid;

    use super::*;
    use crate::arrivals::read_files;
    use crate::test_desk::TestDesk;

    fn opened() -> (TestDesk, RevisionId) {
        opened_from("typst-columns.pdf")
    }

    fn opened_from(name: &str) -> (TestDesk, RevisionId) {
        let desk = TestDesk::new();
        let pdf = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("tests/fixtures/pdf")
            .join(name);
        let article = read_files(&desk.desk, &[pdf], &|_| {}).articles[0];
        let latest = desk.desk.library(|library| library.latest_revision(article));
        (desk, latest.unwrap().unwrap().id)
    }

    #[test]
    fn a_page_is_drawn_from_what_is_kept_with_the_words_of_the_text() {
        let (desk, revision) = opened();
        let body = desk.desk.library(|library| library.body(revision)).unwrap();
        for number in 0..2 {
            let drawn = page(&desk.desk, number, revision, number, 0.5).unwrap();
            assert!(drawn.png.starts_with(b"\x89PNG"));
            let start = body.pages[number as usize].start;
            assert!(
                drawn.words.iter().any(|word| word.range.start() == start),
                "page {number}"
            );
        }
        assert_eq!(
            page(&desk.desk, 2, revision, 2, 0.5).unwrap_err(),
            Failure::Damaged { name: NAME.into() }
        );
    }

    #[test]
    fn lines_that_were_brought_back_have_their_boxes_on_the_same_pages() {
        let (desk, first) = opened_from("groff-article.pdf");
        let foot = |revision: RevisionId| {
            let drawn = page(&desk.desk, 0, revision, 0, 0.5).unwrap();
            let lowest = drawn.words.into_iter().max_by(|a, b| a.y.total_cmp(&b.y)).unwrap();
            let body = desk.desk.library(|library| library.body(revision)).unwrap();
            (body.text.slice(lowest.range).to_owned(), lowest.y)
        };
        let (_, last_line) = foot(first);
        let second = RevisionId(Uuid::now_v7());
        desk.desk
            .edit(None, |library, touch| {
                let latest = library.revision(first)?.unwrap();
                let body = library.body(first)?;
                let made = bring_back(&latest, &body, &[], body.asides.len() as u32 - 1, second, touch.at);
                Ok(made.unwrap())
            })
            .unwrap();
        let (words, number_of_page) = foot(second);
        assert_eq!(words, "1");
        assert!(number_of_page > last_line);
    }

    #[test]
    fn what_was_made_of_no_pdf_has_no_pages() {
        let desk = TestDesk::new();
        let article = desk.article("Trois mots ici.\n\nEt quatre mots là.");
        let latest = desk.desk.library(|library| library.latest_revision(article));
        let drawn = page(&desk.desk, 0, latest.unwrap().unwrap().id, 0, 0.5);
        assert_eq!(drawn.unwrap_err(), Failure::Gone);
    }

    #[test]
    fn a_page_that_was_scrolled_past_is_not_drawn() {
        let (desk, revision) = opened();
        desk.desk.drawing.begin(7);
        desk.desk.drawing.stop(7);
        assert_eq!(page(&desk.desk, 7, revision, 0, 0.5).unwrap_err(), Failure::Stopped);
        assert!(
            page(&desk.desk, 7, revision, 0, 0.5).is_ok(),
            "the next one of that number is wanted"
        );
    }
}
