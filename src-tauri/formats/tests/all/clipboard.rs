//! Reads what word processors put on the clipboard and holds it against the sketch kept beside it.

use std::fs;

use obelus_core::body::Block;
use obelus_formats::read_pasted;

use crate::sketch::check_folder;

#[test]
fn every_copied_passage_is_read_into_the_sketch_kept_beside_it() {
    check_folder("clipboard", |path| {
        let html = fs::read_to_string(path).unwrap();
        let (imported, kept) = read_pasted(Some(&html), "").unwrap();
        assert_eq!(kept, html.as_bytes());
        imported
    });
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
