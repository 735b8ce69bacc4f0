//! A version is looked through: what is shown of each mark, and what is done with the answers.

use obelus_core::fresh::FreshIs;
use obelus_core::mark::{Kind, Status};
use obelus_core::review as answers;

use super::*;
use crate::revising::revise;
use crate::test_desk::{TestDesk, coming};

const DRAFT: &str = "# La participation\n\n\
    Le conseil s’est réuni lundi matin à Paris, en présence de tous ses membres.\n\n\
    Microsoft, qui détient 49% des parts de l’entreprise, a appris la nouvelle par la presse.\n\n\
    Le parc compte douze éléphants, nourris chaque soir par des bénévoles.\n\n\
    Les employés ont signé une lettre pour demander le retour du dirigeant.\n";

const NEWER: &str = "# La participation\n\n\
    Le conseil s’est réuni lundi matin à Paris, en présence de tous ses membres.\n\n\
    Microsoft, qui détient 51% des parts de l’entreprise, a appris la nouvelle par la presse.\n\n\
    Les employés ont signé une lettre pour demander le retour du dirigeant. Ils étaient 700 à la signer.\n";

const CONFIRMED: Kind = Kind::Claim {
    status: Status::Confirmed,
    recheck: false,
};

#[test]
fn a_review_shows_each_mark_that_changed_then_and_now() {
    let desk = TestDesk::new();
    let article = desk.article(DRAFT);
    desk.mark(article, "lundi matin", CONFIRMED);
    let lost = desk.mark(article, "compte douze éléphants, nourris chaque soir", CONFIRMED);
    let edited = desk.mark_with(article, "détient 49% des parts", CONFIRMED, "détient 51 % des parts");
    revise(&desk.desk, article, &coming(NEWER)).unwrap();

    let review = review(&desk.desk, article, None).unwrap();
    assert_eq!((review.from.number, review.to.number), (1, 2));
    let tally = review.tally;
    assert_eq!((tally.kept, tally.edited, tally.lost), (1, 1, 1));
    let ids: Vec<_> = review.items.iter().map(|item| item.mark).collect();
    assert_eq!(ids, [edited, lost], "in the order of reading");

    let item = &review.items[0];
    assert!(
        item.open && item.suggested,
        "it says what was suggested, however that was set"
    );
    let place = &item.places[0];
    assert_eq!(place.now.as_deref(), Some("détient 51% des parts"));
    let pieces: Vec<_> = place
        .pieces
        .iter()
        .map(|piece| (piece.is, piece.words.as_str()))
        .collect();
    let expected = [
        (PieceIs::Same, "détient "),
        (PieceIs::Deleted, "49%"),
        (PieceIs::Inserted, "51%"),
        (PieceIs::Same, " des parts"),
    ];
    assert_eq!(pieces, expected);
    assert_eq!(place.before, "Microsoft, qui ");
    assert_eq!(place.after, " de l’entreprise, a appris la nouvelle par la presse.");

    let item = &review.items[1];
    assert!(item.open && !item.suggested);
    assert_eq!(item.places[0].now, None);
    assert_eq!(item.places[0].then_context.before, "Le parc ");

    // The changed figure is asked about with its mark already.
    let fresh: Vec<_> = review
        .fresh
        .iter()
        .map(|one| (one.is, one.passage.words.as_str()))
        .collect();
    assert_eq!(fresh, [(FreshIs::New, "Ils étaient 700 à la signer.")]);
}

#[test]
fn a_sentence_that_is_marked_is_new_no_longer() {
    let desk = TestDesk::new();
    let article = desk.article(DRAFT);
    revise(&desk.desk, article, &coming(NEWER)).unwrap();
    let fresh = |desk: &TestDesk| review(&desk.desk, article, Some(2)).unwrap().fresh.len();
    assert_eq!(fresh(&desk), 2);
    desk.mark(article, "700 à la signer", Kind::claim(Status::Unchecked));
    assert_eq!(fresh(&desk), 1);
}

#[test]
fn answers_for_several_marks_are_taken_back_by_one_undo() {
    let desk = TestDesk::new();
    let article = desk.article(DRAFT);
    let marks = [
        desk.mark(article, "détient 49% des parts", CONFIRMED),
        desk.mark(article, "qui détient 49%", CONFIRMED),
    ];
    revise(&desk.desk, article, &coming(NEWER)).unwrap();
    let open = |desk: &TestDesk| {
        let review = review(&desk.desk, article, None).unwrap();
        review.items.iter().filter(|item| item.open).count()
    };
    assert_eq!(open(&desk), 2);
    let answered = desk.desk.edit_together(|library, touch| {
        let latest = library.latest_revision(article)?.ok_or(Failure::Gone)?.id;
        let answer = |id: &_| {
            let mark = library.mark(*id)?.ok_or(Failure::Gone)?;
            Ok(answers::answer(&mark, latest, Answer::Kept, touch.clone()))
        };
        marks.iter().map(answer).collect()
    });
    assert_eq!(answered.unwrap().marks.len(), 2);
    assert_eq!(open(&desk), 0);
    assert_eq!(desk.read(marks[0]).kind, CONFIRMED);
    desk.undo();
    assert_eq!(open(&desk), 2);
}

#[test]
fn a_mark_that_was_attached_is_shown_where_it_stands_now() {
    let desk = TestDesk::new();
    let article = desk.article(DRAFT);
    let lost = desk.mark(article, "compte douze éléphants, nourris chaque soir", CONFIRMED);
    revise(&desk.desk, article, &coming(NEWER)).unwrap();
    let place = desk.place(article, "Ils étaient 700");
    let attached = desk.desk.edit(None, |library, touch| {
        let mark = library.mark(lost)?.ok_or(Failure::Gone)?;
        answers::attach(&mark, place.revision, 0, vec![place], touch.clone()).ok_or(Failure::Gone)
    });
    attached.unwrap();
    let review = review(&desk.desk, article, None).unwrap();
    let item = review.items.iter().find(|item| item.mark == lost).unwrap();
    assert!(!item.open);
    assert_eq!(item.places[0].now.as_deref(), Some("Ils étaient 700"));
}

#[test]
fn the_first_version_changed_no_mark_and_any_two_can_be_compared() {
    let desk = TestDesk::new();
    let article = desk.article(DRAFT);
    // There is something to look through only where marks of others found no place in it.
    let first = review(&desk.desk, article, None).unwrap();
    assert!(first.items.is_empty() && first.fresh.is_empty());
    revise(&desk.desk, article, &coming(NEWER)).unwrap();
    let forth = compare_versions(&desk.desk, article, 1, 2).unwrap();
    let back = compare_versions(&desk.desk, article, 2, 1).unwrap();
    assert_eq!(forth.rows.len(), back.rows.len());
    assert_eq!(compare_versions(&desk.desk, article, 1, 3).unwrap_err(), Failure::Gone);
}

#[test]
fn what_stands_around_a_passage_is_cut_between_words_and_at_the_paragraph() {
    let text = Text::new(format!(
        "{} ici la fin\n\nPuis {}",
        "mot ".repeat(40).trim(),
        "suite ".repeat(30)
    ));
    let at = text.places_of("ici")[0];
    let around = Passage::around(&text, at.start(), at.end());
    assert!(around.before.ends_with("mot ") && around.before.starts_with("mot "));
    assert!(around.before.chars().count() <= 60);
    assert_eq!((around.words.as_str(), around.after.as_str()), ("ici", " la fin"));
}
