//! Reads what word processors put on the clipboard and holds it against the sketch kept beside it.
//!
//! After a change that is meant: `WRITE_SKETCHES=1 cargo test -p obelus-formats clipboard`, and look at the difference.

use std::fs;
use std::path::{Path, PathBuf};

use obelus_core::body::Block;
use obelus_formats::read_pasted;

use crate::sketch::sketch;

/// The copied passages, but not the sketches.
fn passages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/clipboard");
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let is_passage = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "html");
    let mut passages: Vec<PathBuf> = entries.filter(is_passage).collect();
    passages.sort();
    passages
}

#[test]
fn every_copied_passage_is_read_into_the_sketch_kept_beside_it() {
    let mut wrong = Vec::new();
    for path in passages() {
        let html = fs::read_to_string(&path).unwrap();
        let (imported, kept) = read_pasted(Some(&html), "").unwrap();
        assert_eq!(kept, html.as_bytes());
        imported.body.check().unwrap();
        let sketched = sketch(&imported);
        let beside = PathBuf::from(format!("{}.sketch", path.display()));
        if std::env::var_os("WRITE_SKETCHES").is_some() {
            fs::write(&beside, &sketched).unwrap();
        }
        if fs::read_to_string(&beside).unwrap_or_default() != sketched {
            wrong.push(format!("{}:\n{sketched}", beside.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn a_box_before_an_item_says_whether_it_is_done() {
    let markup = "<ul><li role=checkbox aria-checked=true><img alt=checked aria-roledescription=checkbox><p>Fait</p></li>\
        <li role=checkbox aria-checked=false><p>À faire</p></li><li><p>Rien</p></li></ul>";
    let (imported, _) = read_pasted(Some(markup), "").unwrap();
    let [Block::List { items, .. }] = &imported.body.blocks[..] else {
        panic!("one list: {:?}", imported.body.blocks)
    };
    let checked: Vec<_> = items.iter().map(|item| item.checked).collect();
    assert_eq!(checked, [Some(true), Some(false), None]);
    assert_eq!(imported.body.text.as_str(), "Fait\nÀ faire\nRien");
}

#[test]
fn items_of_word_that_stand_in_one_another_or_skip_levels_lose_no_word() {
    for markup in [
        "<div style='mso-list:l0 level1 lfo1'>a<p style='mso-list:l0 level3 lfo1'>b<p style='mso-list:l0 level2 lfo1'>c</div>d",
        "<p style='mso-list:l0 level9 lfo1'>a<p style='mso-list:l0 level1 lfo1'>b<p style='mso-list:l1 level1 lfo1'>c<p class=MsoListParagraph>d",
        "<p class=MsoListParagraph>a<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'>b<p class=MsoQuote>c<p class=MsoQuote style='mso-list:l0 level1 lfo1'>d",
        "<table><tr><td><p style='mso-list:l0 level1 lfo1'>a<td><p style='mso-list:l0 level1 lfo1'>b</table><p style='mso-list:l0 level1 lfo1'>c<p>d",
    ] {
        let (imported, _) = read_pasted(Some(markup), "").unwrap();
        imported.body.check().unwrap();
        let words: String = imported.body.text.as_str().split_whitespace().collect();
        assert_eq!(words, "abcd", "{markup}");
    }
}
