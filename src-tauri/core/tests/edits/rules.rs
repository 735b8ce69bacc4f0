//! What an edit may not do: a refused one says why.

use obelus_core::bring_back::bring_back;
use obelus_core::edit::{Edit, EditError, MarkChange, Rows};
use obelus_core::id::{RevisionId, Time};
use obelus_core::mark::{Kind, Mark, Place};
use obelus_core::text::TextRange;
use uuid::Uuid;

use crate::desk::{Desk, TEXT, article_id, desk_with_claim, mark, mark_id, place, touch};

fn refuse(desk: &Desk, edit: &Edit) -> EditError {
    edit.apply(&mut desk.clone()).unwrap_err()
}

#[test]
fn a_mark_whose_quote_is_not_what_the_text_says_is_refused() {
    let (desk, place) = desk_with_claim();
    let wrong = Place {
        quote: "51% des parts".into(),
        ..place
    };
    let edit = Edit::AddMarks {
        marks: vec![mark(1, wrong)],
    };
    assert_eq!(refuse(&desk, &edit), EditError::Quote(mark_id(1)));
}

#[test]
fn a_mark_that_cuts_a_grapheme_or_leaves_the_text_is_refused() {
    let (desk, place) = desk_with_claim();
    let family = TEXT.chars().position(|c| c == '👩').unwrap() as u32;
    for (start, end) in [(family, family + 1), (30, 9_999)] {
        let place = Place {
            range: TextRange::try_from((start, end)).unwrap(),
            ..place.clone()
        };
        let edit = Edit::AddMarks {
            marks: vec![mark(1, place)],
        };
        assert!(matches!(refuse(&desk, &edit), EditError::Range(_)));
    }
}

#[test]
fn only_a_claim_stands_in_several_places_and_never_twice_in_one() {
    let (desk, first) = desk_with_claim();
    let second = place(&desk, article_id(0), (0, 9)).unwrap();
    let places = |places: &[&Place]| Edit::ChangeMark {
        mark: mark_id(0),
        change: MarkChange::Places(places.iter().copied().cloned().collect()),
        touch: touch(3),
    };
    assert_eq!(
        refuse(&desk, &places(&[&first, &first])),
        EditError::SamePlace(mark_id(0))
    );
    assert_eq!(refuse(&desk, &places(&[])), EditError::NoPlace(mark_id(0)));
    let mut desk = desk;
    places(&[&first, &second]).apply(&mut desk).unwrap();
    let note = Edit::ChangeMark {
        mark: mark_id(0),
        change: MarkChange::Kind(Kind::Note),
        touch: touch(4),
    };
    assert_eq!(refuse(&desk, &note), EditError::OnlyClaims);
}

#[test]
fn an_article_in_the_bin_is_left_alone() {
    let (mut desk, _) = desk_with_claim();
    let bin = Edit::Bin {
        article: article_id(0),
        at: Some(Time(5)),
    };
    bin.apply(&mut desk).unwrap();
    let rename = Edit::Rename {
        article: article_id(0),
        title: "Autre".into(),
    };
    assert_eq!(refuse(&desk, &rename), EditError::InBin(article_id(0)));
    let marks = vec![mark_id(0)];
    assert_eq!(
        refuse(&desk, &Edit::RemoveMarks { marks }),
        EditError::InBin(article_id(0))
    );
}

#[test]
fn what_is_too_long_or_blank_names_its_limit() {
    let (desk, _) = desk_with_claim();
    let title = |title: String| Edit::Rename {
        article: article_id(0),
        title,
    };
    assert!(matches!(refuse(&desk, &title(" ".into())), EditError::Blank(_)));
    let long = refuse(&desk, &title("é".repeat(501)));
    assert!(matches!(
        long,
        EditError::TooLong {
            length: 501,
            limit: 500,
            ..
        }
    ));
    title("é".repeat(500)).apply(&mut desk.clone()).unwrap();
}

#[test]
fn lines_brought_back_move_the_marks_after_them_and_no_other() {
    let (mut desk, claim) = desk_with_claim();
    let after = place(&desk, article_id(0), (48, 60)).unwrap();
    let marks = vec![mark(1, after.clone())];
    Edit::AddMarks { marks }.apply(&mut desk).unwrap();
    let latest = desk.latest_revision(article_id(0)).unwrap().unwrap();
    let body = desk.bodies[&latest.id].clone();
    let marks: Vec<Mark> = desk.marks.values().cloned().collect();
    let new = RevisionId(Uuid::from_u128(0x999));
    let edit = bring_back(&latest, &body, &marks, 0, new, Time(6)).unwrap();
    edit.apply(&mut desk).unwrap();
    let ranges = |n| {
        desk.marks[&mark_id(n)]
            .places_in(new)
            .map(|place| place.range)
            .collect::<Vec<_>>()
    };
    assert_eq!(ranges(0), [claim.range]);
    assert_eq!(ranges(1), [after.range.later("Abonne-toi\n\n".chars().count() as u32)]);
}
