//! What the report says that a version changed.

use obelus_core::id::RevisionId;
use obelus_core::mark::{Kind, Status};
use obelus_core::place::Place;
use obelus_core::placement::{Before, Carried, Placement, Reason};
use obelus_formats::labels::Labels;
use obelus_formats::{docx_out, html_out};
use uuid::Uuid;

use crate::support::Sheet;
use crate::word_file::WordFile;

/// Carries the last mark to where it stands, from `then` in the version before.
fn carry_last(sheet: &mut Sheet, then: &str, placement: Placement) {
    let revision = sheet.revision.id;
    let mark = sheet.marks.last_mut().unwrap();
    let range = mark.places[0].range;
    let from = Place {
        revision: RevisionId(Uuid::from_u128(9)),
        range,
        quote: then.to_owned(),
    };
    mark.carried.push(Carried {
        revision,
        from: Before::Place(from),
        placement,
        range: Some(range),
        candidates: Vec::new(),
        gap: None,
        reason: Reason::WordsChanged,
        score: 90,
        answer: None,
    });
}

/// One mark edited, one kept, one moved, one lost.
fn second_version() -> Sheet {
    let mut sheet = Sheet::text("Le groupe détient 51 % des parts. Il siège à Lyon. Il emploie neuf personnes. Fin.");
    let claim = Kind::claim(Status::Confirmed);
    sheet.mark("51 % des parts", claim, "", "", &[]);
    carry_last(&mut sheet, "49 % des parts", Placement::Edited);
    sheet.mark("siège à Lyon", claim, "", "", &[]);
    carry_last(&mut sheet, "siège à Lyon", Placement::Kept);
    sheet.mark("neuf personnes", claim, "", "", &[]);
    carry_last(&mut sheet, "neuf personnes", Placement::Moved);
    sheet.mark("Fin", claim, "", "", &[]);
    sheet.lose_last(Some("Il a été fondé en 1998."));
    sheet
}

#[test]
fn the_report_tells_which_passages_the_version_changed_or_took_away() {
    let sheet = second_version();
    let labels = Labels::in_language("fr");
    let page = html_out::export(&sheet.checked(), &labels);
    let (_, from) = page.split_once("Modifié depuis la version précédente").unwrap();
    let (changed, _) = from.split_once("</ol>").unwrap();
    assert!(changed.contains("Le groupe détient <del>49 % des parts</del> <ins>51 % des parts</ins>. Il siège"));
    assert!(changed.contains("<del>Il a été fondé en 1998.</del></p>"), "{changed}");
    assert!(changed.contains("n’est plus dans le texte"), "{changed}");
    assert_eq!(
        changed.matches("<li").count(),
        2,
        "what was kept or moved has not changed"
    );
}

#[test]
fn the_word_copy_says_it_too_and_none_of_it_is_text_of_the_article() {
    let sheet = second_version();
    let file = WordFile::open(&docx_out::export(&sheet.checked(), &Labels::in_language("fr")));
    assert_eq!(file.words.trim(), sheet.body.text.as_str());
    let document = String::from_utf8(file.parts["word/document.xml"].clone()).unwrap();
    let (before, report) = document.split_once("Modifié depuis la version précédente").unwrap();
    assert_eq!(report.matches("\"ObelusSentence\"").count(), 2);
    assert!(!before.contains("\"ObelusSentence\""), "nothing else is to be fixed");
}

#[test]
fn a_first_version_changed_nothing() {
    let sheet = Sheet::sample("fr");
    let page = html_out::export(&sheet.checked(), &Labels::in_language("fr"));
    assert!(!page.contains("Modifié depuis"));
}
