//! What LibreOffice writes, in small: each case is the text of a document and, as Markdown, what becomes of it.

use super::*;
use crate::package::tests::zip_of;

const STYLES: &str = r#"<office:styles>
  <style:default-style style:family="paragraph"><style:text-properties fo:language="fr"/></style:default-style>
  <style:style style:name="Heading_20_1" style:family="paragraph" style:default-outline-level="1"/>
  <style:style style:name="Sage" style:family="paragraph" style:parent-style-name="Heading_20_1" style:default-outline-level=""/>
  <style:style style:name="Rond" style:family="paragraph" style:parent-style-name="Rond"/>
  <style:style style:name="Strong_20_Emphasis" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
</office:styles>
<office:automatic-styles>
  <style:style style:name="P1" style:family="paragraph" style:parent-style-name="Heading_20_1"/>
  <style:style style:name="P2" style:family="paragraph"><style:text-properties fo:font-style="italic"/></style:style>
  <style:style style:name="T1" style:family="text" style:parent-style-name="Strong_20_Emphasis"/>
  <style:style style:name="T2" style:family="text"><style:text-properties fo:font-weight="normal" style:text-position="super 58%"/></style:style>
  <text:list-style style:name="L1">
    <text:list-level-style-number text:level="1" style:num-format="a" text:start-value="4"/><text:list-level-style-bullet text:level="2"/>
  </text:list-style>
</office:automatic-styles>"#;

fn file(text: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content>{STYLES}<office:body><office:text>{text}</office:text></office:body></office:document-content>"
    );
    zip_of(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", &content),
    ])
}

fn import(text: &str) -> Imported {
    super::read(&file(text), false).unwrap()
}

fn check(text: &str, markdown: &str) {
    assert_eq!(markdown_out::unmarked(&import(text).body), markdown, "{text}");
}

/// What it is as if accepted, and as if rejected; how many insertions and deletions. `deleted` is what was taken out
/// at `<x/>`; what was put in stands between `⟦` and `⟧`.
fn changes(deleted: &str, text: &str, accepted: &str, rejected: &str, counts: (u32, u32)) {
    let text = text
        .replace("<x/>", "<text:change text:change-id=\"d\"/>")
        .replace('⟦', "<text:change-start text:change-id=\"i\"/>")
        .replace('⟧', "<text:change-end text:change-id=\"i\"/>");
    let regions = format!(
        "<text:tracked-changes><text:changed-region text:id=\"d\"><text:deletion><office:change-info><dc:creator>L</dc:creator></office:change-info>{deleted}</text:deletion></text:changed-region>\
         <text:changed-region text:id=\"i\"><text:insertion/></text:changed-region></text:tracked-changes>"
    );
    let imported = import(&(regions + &text));
    let before = imported.before.unwrap();
    assert_eq!(markdown_out::unmarked(&imported.body), accepted, "accepted: {text}");
    assert_eq!(markdown_out::unmarked(&before.body), rejected, "rejected: {text}");
    assert_eq!((before.inserted, before.deleted), counts, "{text}");
}

#[test]
fn headings_and_looks_come_from_the_styles() {
    check("<text:h text:outline-level=\"2\">Un</text:h>", "## Un");
    check("<text:p text:style-name=\"P1\">Un</text:p>", "# Un");
    check("<text:p text:style-name=\"Rond\">Un</text:p>", "Un");
    check("<text:p text:style-name=\"P2\">Un</text:p>", "*Un*");
    check("<text:p text:style-name=\"Title\">Un</text:p>", "# Un");
    check(
        "<text:p>a <text:span text:style-name=\"T1\">b<text:span text:style-name=\"T2\">c</text:span></text:span></text:p>",
        "a <strong>b</strong><sup>c</sup>",
    );
}

#[test]
fn lists_count_by_their_style_and_go_on() {
    let item = |words: &str| format!("<text:list-item><text:p>{words}</text:p></text:list-item>");
    let list = |attributes: &str, items: &str| format!("<text:list {attributes}>{items}</text:list>");
    check(
        &[
            list("text:style-name=\"L1\"", &item("a")),
            "<text:p>x</text:p>".to_owned(),
            list("text:style-name=\"L1\" text:continue-numbering=\"true\"", &item("b")),
        ]
        .concat(),
        "4. a\n\nx\n\n5) b",
    );
    let nested = format!(
        "<text:list-item><text:p>a</text:p>{}</text:list-item>",
        list("", &item("b"))
    );
    check(&list("text:style-name=\"L1\"", &nested), "4. a\n\n   + b");
    check(
        &list(
            "text:style-name=\"L1\"",
            "<text:list-item><text:h text:outline-level=\"1\">Numéroté</text:h></text:list-item>",
        ),
        "# Numéroté",
    );
}

#[test]
fn words_come_through_in_every_way_they_are_written() {
    check(
        "<text:p>un<text:s text:c=\"3\"/>deux<text:tab/>trois<text:line-break/>quatre<text:bookmark-start text:name=\"b\"/>\
         <text:page-number>5</text:page-number><text:soft-page-break/></text:p>",
        "un deux trois\\\nquatre5",
    );
    check(
        "<text:section text:display=\"none\"><text:p>non</text:p></text:section><text:p>oui</text:p>",
        "oui",
    );
    check(
        "<text:p>a<draw:frame><draw:text-box><text:p>boîte</text:p></draw:text-box></draw:frame>b</text:p>",
        "ab\n\nboîte",
    );
    check(
        "<text:p>a<draw:custom-shape><text:p>forme</text:p></draw:custom-shape></text:p>",
        "a\n\nforme",
    );
    check(
        "<text:p>a<draw:frame><draw:image xlink:href=\"Pictures/x.svm\"/><svg:desc>Un dessin</svg:desc></draw:frame></text:p>",
        "a![Un dessin]()",
    );
}

#[test]
fn a_change_within_a_paragraph_is_read_both_ways() {
    changes(
        "<text:p>douze</text:p>",
        "<text:p>Il y a <x/>⟦onze⟧ jours.</text:p>",
        "Il y a onze jours.",
        "Il y a douze jours.",
        (1, 1),
    );
}

#[test]
fn ends_of_paragraphs_are_put_in_and_taken_out() {
    changes(
        "",
        "<text:p>un ⟦</text:p><text:p>⟧deux</text:p>",
        "un\n\ndeux",
        "un deux",
        (1, 0),
    );
    changes(
        "<text:p>a </text:p><text:p/>",
        "<text:p>un <x/>deux</text:p>",
        "un deux",
        "un a\n\ndeux",
        (0, 1),
    );
    changes(
        "<text:p/><text:h text:outline-level=\"1\">Titre</text:h><text:p/>",
        "<text:p>un<x/>deux</text:p>",
        "undeux",
        "un\n\n# Titre\n\ndeux",
        (0, 1),
    );
    changes(
        "",
        "<text:p>un⟦</text:p><text:p>neuf</text:p><text:p>⟧</text:p><text:p>fin</text:p>",
        "un\n\nneuf\n\nfin",
        "un\n\nfin",
        (1, 0),
    );
}

#[test]
fn what_was_taken_out_may_be_a_list_or_a_table() {
    changes(
        "<text:p/><text:list><text:list-item><text:p>point</text:p></text:list-item></text:list><text:p/>",
        "<text:p>un<x/>deux</text:p>",
        "undeux",
        "un\n\n- point\n\ndeux",
        (0, 1),
    );
}

#[test]
fn comments_answer_each_other_and_stand_on_their_passage() {
    let comment = |more: &str, words: &str| {
        format!(
            "<office:annotation {more}><dc:creator>Lucie</dc:creator><dc:date>2026-03-01T10:00:00</dc:date><text:p>{words}</text:p></office:annotation>"
        )
    };
    let imported = import(&format!(
        "<text:p>Il y a {}{}onze</text:p><text:p>jours<office:annotation-end office:name=\"a\"/>.</text:p>",
        comment("office:name=\"a\" loext:resolved=\"true\"", "Sûr ?"),
        comment("office:name=\"b\" loext:parent-name=\"a\"", "Oui.")
    ));
    let annotation = &imported.annotations[0];
    assert_eq!(imported.annotations.len(), 1);
    assert_eq!(imported.body.text.slice(annotation.ranges[0]), "onze\n\njours");
    assert!(annotation.done);
    let words: Vec<&str> = annotation.remarks.iter().map(|remark| remark.words.as_str()).collect();
    assert_eq!(words, ["Sûr ?", "Oui."]);
    assert_eq!(annotation.remarks[0].author.as_deref(), Some("Lucie"));
}

#[test]
fn a_locked_or_damaged_file_says_so() {
    let manifest =
        "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let locked = zip_of(&[("META-INF/manifest.xml", manifest), ("content.xml", "\u{1}\u{2}")]);
    assert_eq!(super::read(&locked, false).unwrap_err(), ReadError::Locked);
    let empty = zip_of(&[("mimetype", "application/vnd.oasis.opendocument.text")]);
    assert_eq!(super::read(&empty, false).unwrap_err(), ReadError::Damaged);
    let cut = zip_of(&[("content.xml", "<office:document-content><office:body><office:text>")]);
    assert_eq!(super::read(&cut, false).unwrap_err(), ReadError::Damaged);
}
