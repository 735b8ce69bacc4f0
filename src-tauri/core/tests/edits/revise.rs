//! What a new version does to the marks, and what the person then says of it.

use std::sync::Arc;

use obelus_core::body::Body;
use obelus_core::bring_back::bring_back;
use obelus_core::edit::{Edit, EditError, MarkChange, Reviewed, Rows};
use obelus_core::id::{MarkId, RevisionId, Time};
use obelus_core::mark::{Kind, Mark, Place, QUOTE_LIMIT, Status};
use obelus_core::placement::{Answer, Before, Carried, Placement};
use obelus_core::review::{answer, attach};
use obelus_core::revise::{NewVersion, ReviseError, revise};
use obelus_core::text::Text;
use uuid::Uuid;

use crate::desk::{Desk, add_article_of, article_id, mark, mark_id, paragraphs, touch};

const FIRST: &str = "Le conseil a rappelé son directeur lundi soir.\n\n\
    L’investisseur détient 49% des parts de l’entreprise depuis 2019.\n\n\
    Les profits sont plafonnés à cent fois la mise, dit le contrat signé à Paris.";

/// An article of this text, with a confirmed claim on each of these words.
fn checked(text: &str, quotes: &[&str]) -> Desk {
    let mut desk = Desk::default();
    add_article_of(0, text).apply(&mut desk).unwrap();
    for (n, quote) in quotes.iter().enumerate() {
        let place = place_of(&desk, quote);
        let claim = Mark {
            kind: Kind::claim(Status::Confirmed),
            ..mark(n as u8, place)
        };
        Edit::AddMarks { marks: vec![claim] }.apply(&mut desk).unwrap();
    }
    desk
}

fn latest(desk: &Desk) -> RevisionId {
    desk.latest_revision(article_id(0)).unwrap().unwrap().id
}

fn place_of(desk: &Desk, quote: &str) -> Place {
    let text = &desk.bodies[&latest(desk)].text;
    Place::of(latest(desk), text, text.places_of(quote)[0])
}

fn new_version(desk: &Desk, text: &str, stop: bool) -> Result<Edit, ReviseError> {
    let revision = desk.latest_revision(article_id(0)).unwrap().unwrap();
    let marks: Vec<Mark> = desk.marks.values().cloned().collect();
    let new = NewVersion {
        pictures: Vec::new(),
        id: RevisionId(Uuid::from_u128(0x900 + u128::from(revision.number))),
        created: Time(50),
        body: Arc::new(Body {
            text: Text::new(text.to_owned()),
            blocks: paragraphs(text),
            asides: Vec::new(),
            pages: Vec::new(),
        }),
        original: None,
    };
    revise(&revision, &marks, &|id| desk.bodies.get(&id).cloned(), new, &|| stop)
}

fn take_in(desk: &mut Desk, text: &str) {
    new_version(desk, text, false).unwrap().apply(desk).unwrap();
}

/// What the latest version did to a mark: its placement, its words now, and whether it is to be checked again.
fn now(desk: &Desk, n: u8) -> (Placement, Vec<&str>, bool) {
    let mark = &desk.marks[&mark_id(n)];
    let words = mark.places_in(latest(desk)).map(|place| place.quote.as_str());
    (
        mark.placement_in(latest(desk)).unwrap(),
        words.collect(),
        mark.kind.is_rechecked(),
    )
}

fn is_open(desk: &Desk, n: u8) -> bool {
    let mark = &desk.marks[&mark_id(n)];
    mark.carried_to(latest(desk)).any(|carried| carried.is_open(mark.kind))
}

fn say(desk: &mut Desk, n: u8, what: Answer) {
    answer(&desk.marks[&mark_id(n)], latest(desk), what, touch(60))
        .apply(desk)
        .unwrap();
}

#[test]
fn a_settled_claim_whose_words_changed_keeps_its_status_and_is_to_be_checked_again() {
    let mut desk = checked(FIRST, &["49% des parts", "plafonnés à cent fois la mise"]);
    take_in(&mut desk, &FIRST.replace("49%", "51%"));
    assert_eq!(now(&desk, 0), (Placement::Edited, vec!["51% des parts"], true));
    assert_eq!(desk.marks[&mark_id(0)].kind.status(), Some(Status::Confirmed));
    assert_eq!(
        now(&desk, 1),
        (Placement::Kept, vec!["plafonnés à cent fois la mise"], false)
    );
    assert!(is_open(&desk, 0) && !is_open(&desk, 1));
}

#[test]
fn only_a_settled_claim_is_to_be_checked_again() {
    let mut desk = checked(FIRST, &["49% des parts", "lundi soir"]);
    for (n, kind) in [(0, Kind::claim(Status::Unchecked)), (1, Kind::Note)] {
        let change = MarkChange::Kind(kind);
        let (mark, touch) = (mark_id(n), touch(3));
        Edit::ChangeMark { mark, change, touch }.apply(&mut desk).unwrap();
    }
    take_in(
        &mut desk,
        &FIRST.replace("49%", "51%").replace("lundi soir", "mardi soir"),
    );
    for n in [0, 1] {
        let (placement, _, recheck) = now(&desk, n);
        assert_eq!((placement, recheck), (Placement::Edited, false));
        assert!(!is_open(&desk, n));
    }
}

#[test]
fn a_claim_that_stands_in_several_places_is_edited_if_any_of_them_is() {
    let text = format!("{FIRST}\n\nEn résumé, 49% des parts sont à lui seul, et le conseil le sait bien.");
    let mut desk = checked(&text, &["49% des parts"]);
    let second = Place {
        range: desk.bodies[&latest(&desk)].text.places_of("49% des parts")[1],
        ..place_of(&desk, "49% des parts")
    };
    let change = MarkChange::Places(vec![place_of(&desk, "49% des parts"), second]);
    let (mark, touch) = (mark_id(0), touch(3));
    Edit::ChangeMark { mark, change, touch }.apply(&mut desk).unwrap();
    take_in(&mut desk, &text.replace("résumé, 49%", "résumé, 51%"));
    assert_eq!(
        now(&desk, 0),
        (Placement::Edited, vec!["49% des parts", "51% des parts"], true)
    );
}

#[test]
fn what_was_lost_is_looked_for_again_where_it_stood_last() {
    let mut desk = checked(FIRST, &["L’investisseur détient 49% des parts"]);
    let gone: Vec<&str> = FIRST.split("\n\n").collect();
    take_in(&mut desk, &[gone[0], gone[2]].join("\n\n"));
    assert_eq!(now(&desk, 0), (Placement::Lost, vec![], false));
    assert!(is_open(&desk, 0));
    take_in(&mut desk, &[gone[0], gone[2], "Fin."].join("\n\n"));
    assert_eq!(now(&desk, 0).0, Placement::Lost);
    take_in(&mut desk, &format!("{FIRST}\n\nFin."));
    let (placement, words, recheck) = now(&desk, 0);
    assert_eq!(
        (placement, words, recheck),
        (Placement::Kept, vec!["L’investisseur détient 49% des parts"], false)
    );
    let from = desk.marks[&mark_id(0)].carried.last().unwrap().from.place().unwrap();
    assert_eq!(desk.revisions[&from.revision].number, 1);
}

#[test]
fn what_is_rightly_gone_is_not_asked_about_again() {
    let mut desk = checked(FIRST, &["L’investisseur détient 49% des parts"]);
    let gone: Vec<&str> = FIRST.split("\n\n").collect();
    take_in(&mut desk, &[gone[0], gone[2]].join("\n\n"));
    say(&mut desk, 0, Answer::Archived);
    assert!(!is_open(&desk, 0));
    take_in(&mut desk, &[gone[0], gone[2], "Fin."].join("\n\n"));
    assert_eq!(now(&desk, 0).0, Placement::Lost);
    assert!(!is_open(&desk, 0));
}

#[test]
fn keeping_the_status_lowers_the_flag_and_checking_again_leaves_it_up() {
    let mut desk = checked(FIRST, &["49% des parts"]);
    take_in(&mut desk, &FIRST.replace("49%", "51%"));
    let before = desk.clone();
    say(&mut desk, 0, Answer::Recheck);
    assert!(now(&desk, 0).2 && !is_open(&desk, 0));
    say(&mut desk, 0, Answer::Kept);
    assert!(!now(&desk, 0).2 && !is_open(&desk, 0));
    assert_eq!(desk.marks[&mark_id(0)].kind, Kind::claim(Status::Confirmed));
    let one = &before.marks[&mark_id(0)];
    let said = answer(one, latest(&desk), Answer::Kept, touch(60));
    let mut again = before.clone();
    said.apply(&mut again).unwrap().0.apply(&mut again).unwrap();
    assert_eq!(again, before);
}

#[test]
fn a_claim_is_given_a_place_by_hand_and_is_checked_again_where_the_words_are_others() {
    let mut desk = checked(FIRST, &["L’investisseur détient 49% des parts"]);
    let gone: Vec<&str> = FIRST.split("\n\n").collect();
    take_in(&mut desk, &[gone[0], gone[2]].join("\n\n"));
    let place = place_of(&desk, "cent fois la mise");
    let claim = &desk.marks[&mark_id(0)];
    let nowhere = attach(claim, latest(&desk), 7, vec![place.clone()], touch(60));
    assert_eq!(nowhere, None);
    let edit = attach(claim, latest(&desk), 0, vec![place], touch(60)).unwrap();
    edit.apply(&mut desk).unwrap();
    assert_eq!(now(&desk, 0), (Placement::Edited, vec!["cent fois la mise"], true));
    assert!(!is_open(&desk, 0));
}

#[test]
fn a_claim_that_was_put_in_a_wrong_place_leaves_it_for_the_one_it_is_given() {
    let mut desk = checked(FIRST, &["49% des parts"]);
    take_in(
        &mut desk,
        &format!("{}\n\nIl a 49\u{a0}% des parts.", FIRST.replace("49%", "51%")),
    );
    assert_eq!(now(&desk, 0).1, ["51% des parts"]);
    say(&mut desk, 0, Answer::Kept);
    let place = place_of(&desk, "49\u{a0}% des parts");
    let claim = &desk.marks[&mark_id(0)];
    let edit = attach(claim, latest(&desk), 0, vec![place], touch(61)).unwrap();
    edit.apply(&mut desk).unwrap();
    // A space of another kind is no other word.
    assert_eq!(now(&desk, 0), (Placement::Edited, vec!["49\u{a0}% des parts"], false));
}

#[test]
fn other_quotation_marks_are_no_other_words() {
    let mut desk = checked(FIRST, &["L’investisseur détient 49% des parts"]);
    take_in(&mut desk, &FIRST.replace('’', "'"));
    let (_, words, recheck) = now(&desk, 0);
    assert_eq!((words, recheck), (vec!["L'investisseur détient 49% des parts"], false));
}

#[test]
fn the_same_text_is_no_new_version_and_a_stop_leaves_everything_as_it_was() {
    let desk = checked(FIRST, &["49% des parts"]);
    assert_eq!(new_version(&desk, FIRST, false), Err(ReviseError::Same));
    let other = FIRST.replace("49%", "51%");
    assert_eq!(new_version(&desk, &other, true), Err(ReviseError::Stopped));
}

#[test]
fn one_undo_takes_a_version_back_marks_flags_and_all() {
    let mut desk = checked(FIRST, &["49% des parts", "lundi soir", "Les profits"]);
    let before = desk.clone();
    let gone: Vec<&str> = FIRST.split("\n\n").collect();
    let edit = new_version(&desk, &[gone[1], gone[0]].join("\n\n").replace("49%", "51%"), false).unwrap();
    let (inverse, changes) = edit.apply(&mut desk).unwrap();
    assert!(changes.texts.contains(&article_id(0)));
    let after = desk.clone();
    let (again, _) = inverse.apply(&mut desk).unwrap();
    assert_eq!((&desk.marks, &desk.revisions), (&before.marks, &before.revisions));
    assert_eq!(again.apply(&mut desk).unwrap().0, inverse);
    assert_eq!(desk, after);
}

#[test]
fn a_passage_that_grew_beyond_what_a_mark_may_hold_is_not_forced_into_one() {
    let long = "mot ".repeat(QUOTE_LIMIT as usize / 4);
    let text = format!(
        "Avant tout le reste, une phrase.\n\n{}\n\nAprès tout le reste, une autre.",
        long.trim()
    );
    let mut desk = checked(&text, &[long.trim()]);
    let longer = text.replace("mot mot.", "mot.").replacen("mot ", "mot encore ", 3_000);
    take_in(&mut desk, &longer);
    let (placement, words, _) = now(&desk, 0);
    assert!(words.is_empty() && matches!(placement, Placement::Lost | Placement::Ambiguous));
}

#[test]
fn lines_brought_back_leave_open_what_is_open() {
    let mut desk = checked(FIRST, &["49% des parts", "plafonnés à cent fois la mise", "lundi soir"]);
    let aside = desk.bodies[&latest(&desk)].asides.clone();
    let edit = new_version(
        &desk,
        &FIRST
            .split("\n\n")
            .take(2)
            .collect::<Vec<_>>()
            .join("\n\n")
            .replace("49%", "51%"),
        false,
    );
    let Ok(Edit::AddRevision {
        revision,
        places,
        carried,
        rechecked,
        content,
    }) = edit
    else {
        panic!("{edit:?}")
    };
    let mut content = content.unwrap();
    Arc::make_mut(&mut content.body).asides = aside;
    let content = Some(content);
    Edit::AddRevision {
        revision,
        places,
        carried,
        rechecked,
        content,
    }
    .apply(&mut desk)
    .unwrap();
    let revision = desk.latest_revision(article_id(0)).unwrap().unwrap();
    let marks: Vec<Mark> = desk.marks.values().cloned().collect();
    let id = RevisionId(Uuid::from_u128(0xabc));
    let edit = bring_back(&revision, &desk.bodies[&revision.id], &marks, 0, id, Time(70)).unwrap();
    edit.apply(&mut desk).unwrap();
    assert_eq!(latest(&desk), id);
    assert_eq!(now(&desk, 0), (Placement::Edited, vec!["51% des parts"], true));
    assert_eq!(now(&desk, 1), (Placement::Lost, vec![], false));
    assert!(is_open(&desk, 0) && is_open(&desk, 1));
    assert_eq!(desk.marks[&mark_id(2)].placement_in(id), None);
}

/// The only carried passage of the first mark, as the latest version left it.
fn carried(desk: &Desk) -> (MarkId, Carried) {
    let claim = &desk.marks[&mark_id(0)];
    (claim.id, claim.carried_to(latest(desk)).next().unwrap().clone())
}

#[test]
fn what_is_said_of_how_a_mark_came_must_fit_its_places() {
    let mut desk = checked(FIRST, &["49% des parts"]);
    take_in(&mut desk, &FIRST.replace("49%", "51%"));
    let (mark, good) = carried(&desk);
    let place = place_of(&desk, "51% des parts");
    let refused = |places: &[&Place], carried: Carried| {
        let change = MarkChange::Review(Reviewed {
            recheck: true,
            places: places.iter().copied().cloned().collect(),
            carried: vec![carried],
        });
        let touch = touch(61);
        Edit::ChangeMark { mark, change, touch }.apply(&mut desk.clone()).err()
    };
    assert_eq!(refused(&[&place], good.clone()), None);
    let wrong = Some(EditError::Carried(mark));
    let came_from_nowhere = Carried {
        from: Before::Place(place.clone()),
        ..good.clone()
    };
    let placed_and_lost = Carried {
        placement: Placement::Lost,
        ..good.clone()
    };
    let too_sure = Carried {
        score: 101,
        ..good.clone()
    };
    for carried in [came_from_nowhere, placed_and_lost, too_sure] {
        assert_eq!(refused(&[&place], carried), wrong);
    }
    assert_eq!(refused(&[], good), Some(EditError::NoPlace(mark)));
}
