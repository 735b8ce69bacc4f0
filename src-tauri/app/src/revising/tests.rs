//! New versions are taken in, while other things happen, and are stored whole or not at all.

use std::cell::Cell;

use obelus_core::mark::{Kind, Status};
use obelus_core::placement::Placement;

use super::*;
use crate::test_desk::{TestDesk, coming};

const DRAFT: &str = "# La participation\n\n\
    Le conseil s’est réuni lundi matin à Paris, en présence de tous ses membres.\n\n\
    Microsoft, qui détient 49% des parts de l’entreprise, a appris la nouvelle par la presse.\n\n\
    Les employés ont signé une lettre pour demander le retour du dirigeant.\n";

fn newer() -> String {
    DRAFT.replace("49%", "51%")
}

#[test]
fn a_new_version_carries_every_mark_and_one_undo_takes_all_of_it_back() {
    let desk = TestDesk::new();
    let article = desk.article(DRAFT);
    let kept = desk.mark(article, "lundi matin", Kind::claim(Status::Confirmed));
    let edited = desk.mark(article, "49% des parts", Kind::claim(Status::Confirmed));
    let before = [desk.read(kept), desk.read(edited)];

    let revised = revise(&desk.desk, article, &coming(&newer())).unwrap();
    assert_eq!((revised.revision, revised.same), (2, false));
    assert_eq!((revised.tally.kept, revised.tally.edited), (1, 1));
    assert_eq!(revised.changed.texts, [article]);
    let after = desk.read(edited);
    let latest = after.carried[0].revision;
    assert_eq!(after.placement_in(latest), Some(Placement::Edited));
    assert_eq!(after.places_in(latest).next().unwrap().quote, "51% des parts");
    assert_eq!(
        after.kind,
        Kind::Claim {
            status: Status::Confirmed,
            recheck: true
        }
    );

    desk.undo();
    assert_eq!([desk.read(kept), desk.read(edited)], before);
    assert_eq!(desk.versions(article), 1);
}

#[test]
fn the_text_of_the_latest_version_again_stores_nothing() {
    let desk = TestDesk::new();
    let article = desk.article(DRAFT);
    let again = revise(&desk.desk, article, &coming(DRAFT)).unwrap();
    assert_eq!((again.revision, again.same), (1, true));
    assert_eq!(desk.versions(article), 1);
}

#[test]
fn a_version_that_was_stopped_stores_nothing_at_whatever_moment() {
    let desk = TestDesk::new();
    let article = desk.article(DRAFT);
    desk.mark(article, "49% des parts", Kind::claim(Status::Wrong));
    let mut moment = 0;
    loop {
        let asked = Cell::new(0);
        let stopped = || {
            asked.set(asked.get() + 1);
            asked.get() > moment
        };
        match revise_unless(
            &desk.desk,
            standing(&desk.desk, article).unwrap(),
            &coming(&newer()),
            &stopped,
        ) {
            Err(failure) => assert_eq!(failure, Failure::Stopped),
            Ok(_) => break,
        }
        assert_eq!(desk.versions(article), 1);
        moment += 1;
    }
    assert!(moment > 1, "it asks more than once");
    assert_eq!(desk.versions(article), 2);
}

#[test]
fn a_mark_that_is_made_meanwhile_is_carried_too() {
    let desk = TestDesk::new();
    let article = desk.article(DRAFT);
    desk.mark(article, "lundi matin", Kind::claim(Status::Confirmed));
    let meanwhile = Cell::new(None);
    let stopped = || {
        // The library is free while the marks are being found again.
        if meanwhile.get().is_none() {
            meanwhile.set(Some(desk.mark(
                article,
                "49% des parts",
                Kind::claim(Status::Confirmed),
            )));
        }
        false
    };
    let revised = revise_unless(
        &desk.desk,
        standing(&desk.desk, article).unwrap(),
        &coming(&newer()),
        &stopped,
    )
    .unwrap();
    assert_eq!(revised.tally.edited, 1);
    let mark = desk.read(meanwhile.get().unwrap());
    assert_eq!(mark.places.last().unwrap().quote, "51% des parts");
}

#[test]
fn an_article_in_the_bin_takes_no_version() {
    let desk = TestDesk::new();
    let article = desk.article(DRAFT);
    let binned = desk.desk.edit(None, |_, touch| {
        Ok(Edit::Bin {
            article,
            at: Some(touch.at),
        })
    });
    binned.unwrap();
    assert_eq!(
        revise(&desk.desk, article, &coming(&newer())).unwrap_err(),
        Failure::InBin
    );
}

#[test]
fn of_several_files_none_is_taken() {
    let desk = TestDesk::new();
    let article = desk.article(DRAFT);
    let files = [desk.file("a.md", &newer()), desk.file("b.md", "Autre chose.")];
    assert_eq!(
        revise_from_files(&desk.desk, article, &files).unwrap_err(),
        Failure::SeveralFiles
    );
    assert_eq!(revise_from_files(&desk.desk, article, &files[..1]).unwrap().revision, 2);
    let file = desk.desk.watched_file(article).unwrap();
    assert_eq!(file.path, files[0], "it is the article's file from now on");
}
