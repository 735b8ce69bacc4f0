//! What Word writes, in small: each case is the body of a document and, as Markdown, what becomes of it.

use obelus_core::body::Body;

use super::*;
use crate::package::tests::zip_of;

const STYLES: &str = r#"<w:styles xmlns:w="w">
  <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
  <w:style w:type="paragraph" w:styleId="Titre1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
  <w:style w:type="paragraph" w:styleId="Inter"><w:name w:val="Intertitre"/><w:basedOn w:val="Titre1"/></w:style>
  <w:style w:type="paragraph" w:styleId="Sage"><w:name w:val="Sage"/><w:basedOn w:val="Titre1"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
  <w:style w:type="paragraph" w:styleId="Rond"><w:name w:val="Rond"/><w:basedOn w:val="Rond"/></w:style>
  <w:style w:type="paragraph" w:styleId="Puce"><w:name w:val="Puce"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
  <w:style w:type="character" w:styleId="Fort"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
</w:styles>"#;

const NUMBERING: &str = r#"<w:numbering xmlns:w="w">
  <w:abstractNum w:abstractNumId="10">
    <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl>
  </w:abstractNum>
  <w:abstractNum w:abstractNumId="20">
    <w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/></w:lvl>
  </w:abstractNum>
  <w:num w:numId="1"><w:abstractNumId w:val="10"/></w:num>
  <w:num w:numId="2"><w:abstractNumId w:val="20"/></w:num>
  <w:num w:numId="3"><w:abstractNumId w:val="20"/></w:num>
  <w:num w:numId="4"><w:abstractNumId w:val="20"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
</w:numbering>"#;

const RELATIONS: &str = r#"<Relationships>
  <Relationship Id="s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>
  <Relationship Id="n" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/numbering" Target="/word/numbering.xml"/>
  <Relationship Id="f" Type="x/footnotes" Target="footnotes.xml"/>
  <Relationship Id="e" Type="x/endnotes" Target="endnotes.xml"/>
  <Relationship Id="c" Type="x/comments" Target="comments.xml"/>
  <Relationship Id="ce" Type="x/commentsExtended" Target="commentsExtended.xml"/>
  <Relationship Id="ci" Type="x/commentsIds" Target="commentsIds.xml"/>
  <Relationship Id="cx" Type="x/commentsExtensible" Target="commentsExtensible.xml"/>
  <Relationship Id="web" Type="x/hyperlink" Target="https://a.example/b" TargetMode="External"/>
  <Relationship Id="js" Type="x/hyperlink" Target="javascript:alert(1)" TargetMode="External"/>
</Relationships>"#;

const NOTES: &str = r#"<w:footnotes>
  <w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
  <w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> Une.</w:t></w:r></w:p></w:footnote>
  <w:footnote w:id="2"><w:p><w:r><w:t>Deux.</w:t></w:r></w:p></w:footnote>
</w:footnotes>"#;

const COMMENTS: &str = r#"<w:comments>
  <w:comment w:id="0" w:author="Lucie" w:date="2026-03-01T10:00:00Z"><w:p w14:paraId="0A"><w:r><w:annotationRef/></w:r><w:r><w:t>Sûr ?</w:t></w:r></w:p></w:comment>
  <w:comment w:id="1" w:author="Ahmed" w:date="2026-03-01T11:00:00Z"><w:p w14:paraId="0B"><w:r><w:t>Oui, 5 * 3.</w:t></w:r></w:p></w:comment>
  <w:comment w:id="2" w:author=" "><w:p w14:paraId="0C"><w:r><w:t>Seul.</w:t></w:r></w:p></w:comment>
</w:comments>"#;

fn file(body: &str) -> Vec<u8> {
    let main = format!("<w:document><w:background/><w:body>{body}<w:sectPr/></w:body></w:document>");
    zip_of(&[
        (
            "_rels/.rels",
            r#"<Relationships><Relationship Id="m" Type="x/officeDocument" Target="word/document.xml"/></Relationships>"#,
        ),
        ("word/document.xml", &main),
        ("word/_rels/document.xml.rels", RELATIONS),
        ("word/styles.xml", STYLES),
        ("word/numbering.xml", NUMBERING),
        ("word/footnotes.xml", NOTES),
        ("word/endnotes.xml", &NOTES.replace("footnote", "endnote")),
        ("word/comments.xml", COMMENTS),
        (
            "word/commentsExtended.xml",
            r#"<w15:commentsEx><w15:commentEx w15:paraId="0a" w15:done="1"/><w15:commentEx w15:paraId="0B" w15:paraIdParent="0A" w15:done="1"/></w15:commentsEx>"#,
        ),
        (
            "word/commentsIds.xml",
            r#"<w16cid:commentsIds><w16cid:commentId w16cid:paraId="0B" w16cid:durableId="77"/></w16cid:commentsIds>"#,
        ),
        (
            "word/commentsExtensible.xml",
            r#"<w16cex:commentsExtensible><w16cex:commentExtensible w16cex:durableId="77" w16cex:dateUtc="2026-03-01T09:00:00Z"/></w16cex:commentsExtensible>"#,
        ),
    ])
}

fn import(body: &str) -> Imported {
    let imported = crate::read(&crate::Incoming {
        bytes: &file(body),
        ..crate::Incoming::default()
    });
    imported.unwrap()
}

fn check(body: &str, markdown: &str) {
    assert_eq!(markdown_out::unmarked(&import(body).body), markdown, "{body}");
}

/// What it is as if accepted, and as if rejected; how many insertions and deletions.
fn changes(body: &str, accepted: &str, rejected: &str, counts: (u32, u32)) {
    let imported = import(body);
    let before = imported.before.unwrap();
    assert_eq!(markdown_out::unmarked(&imported.body), accepted, "accepted: {body}");
    assert_eq!(markdown_out::unmarked(&before.body), rejected, "rejected: {body}");
    assert_eq!((before.inserted, before.deleted), counts, "{body}");
}

/// A paragraph of words; with properties before a `|`.
fn p(words: &str) -> String {
    let (properties, words) = words.split_once('|').unwrap_or(("", words));
    format!("<w:p><w:pPr>{properties}</w:pPr>{}</w:p>", r(words))
}

fn r(words: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r>")
}

fn item(list: u8, level: u8, words: &str) -> String {
    p(&format!(
        "<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>|{words}"
    ))
}

#[test]
fn headings_are_known_by_their_level_through_every_style() {
    check(&p("<w:pStyle w:val=\"Titre1\"/>|Un"), "# Un");
    check(&p("<w:pStyle w:val=\"Inter\"/>|Un"), "# Un");
    check(&p("<w:pStyle w:val=\"Sage\"/>|Un"), "Un");
    check(&p("<w:pStyle w:val=\"Rond\"/>|Un"), "Un");
    check(&p("<w:outlineLvl w:val=\"2\"/>|Un"), "### Un");
    check(&p("<w:pStyle w:val=\"Heading2\"/>|Un"), "## Un");
}

#[test]
fn lists_nest_count_and_go_on() {
    check(
        &[item(1, 0, "a"), item(1, 1, "b"), item(1, 0, "c")].concat(),
        "- a\n\n  + b\n\n- c",
    );
    check(
        &[
            item(2, 0, "a"),
            p("x"),
            item(2, 0, "b"),
            item(3, 0, "c"),
            item(4, 0, "d"),
        ]
        .concat(),
        "3. a\n\nx\n\n4) b\n\n5. c\n\n1) d",
    );
    check(&p("<w:pStyle w:val=\"Puce\"/>|a"), "- a");
    check(
        &p("<w:pStyle w:val=\"Puce\"/><w:numPr><w:numId w:val=\"0\"/></w:numPr>|a"),
        "a",
    );
    check(&[item(1, 0, "a"), p(""), item(1, 0, "b")].concat(), "- a\n- b");
}

#[test]
fn runs_that_look_the_same_are_one_stretch() {
    let bold = |words: &str| format!("<w:r><w:rPr><w:b/></w:rPr><w:t>{words}</w:t></w:r>");
    check(
        &format!("<w:p>{}{}{}</w:p>", bold("un"), bold("deux"), r(" trois")),
        "**undeux** trois",
    );
    let styled = |properties: &str| {
        format!("<w:p><w:r><w:rPr><w:rStyle w:val=\"Fort\"/>{properties}</w:rPr><w:t>un</w:t></w:r></w:p>")
    };
    check(&styled(""), "**un**");
    check(&styled("<w:b w:val=\"0\"/>"), "un");
    check(
        &styled("<w:vanish/>").replace("</w:p>", &(r("deux") + "</w:p>")),
        "deux",
    );
}

#[test]
fn words_come_through_in_every_way_word_writes_them() {
    check(
        "<w:p><w:r><w:t> un </w:t><w:tab/><w:t>deux</w:t><w:noBreakHyphen/><w:t>x</w:t><w:softHyphen/><w:br/><w:t>y</w:t>\
         <w:sym w:font=\"Wingdings\" w:char=\"F0FC\"/></w:r></w:p>",
        "un deux\u{2011}x\u{ad}\\\ny✓",
    );
    check(
        "<w:p><w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>dans</w:t></w:r></w:sdtContent></w:sdt><w:smartTag><w:r><w:t>&amp;</w:t></w:r></w:smartTag>\
         <w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Cliquez ici</w:t></w:r></w:sdtContent></w:sdt></w:p>",
        "dans&",
    );
    check(
        "<w:p><w:r><w:t>un</w:t><w:br w:type=\"page\"/><w:t>deux</w:t></w:r></w:p>",
        "un\n\ndeux",
    );
}

#[test]
fn links_are_followed_through_relations_and_fields_and_only_to_the_web() {
    let link = |id: &str| {
        format!(
            "<w:p><w:hyperlink r:id=\"{id}\" w:anchor=\"c\"><w:r><w:rPr><w:u w:val=\"single\"/></w:rPr><w:t>ici</w:t></w:r></w:hyperlink></w:p>"
        )
    };
    check(&link("web"), "[ici](<https://a.example/b#c>)");
    check(&link("js"), "ici");
    check(&link("none"), "ici");
    let field = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let instruction = |words: &str| format!("<w:r><w:instrText xml:space=\"preserve\">{words}</w:instrText></w:r>");
    check(
        &format!(
            "<w:p>{}{}{}{}{}{}{}</w:p>",
            field("begin"),
            instruction(" HYPER"),
            instruction("LINK \"https://a.example/?x=1&amp;y=2\" \\o \"t\" "),
            field("separate"),
            r("ici"),
            field("end"),
            r(" après")
        ),
        "[ici](<https://a.example/?x=1&amp;y=2>) après",
    );
    // A field within the instruction of another shows nothing of either; one without an end hides only its own instruction.
    check(
        &format!(
            "<w:p>{0}{1}{0}{1}{2}{3}{4}{2}{5}{4}</w:p><w:p>{0}{1}</w:p>{6}",
            field("begin"),
            instruction("IF x"),
            field("separate"),
            r("caché"),
            field("end"),
            r("montré"),
            p("suite")
        ),
        "montré\n\nsuite",
    );
    check(
        "<w:p><w:fldSimple w:instr=\" HYPERLINK https://a.example \"><w:r><w:t>ici</w:t></w:r></w:fldSimple></w:p>",
        "[ici](<https://a.example>)",
    );
}

#[test]
fn a_table_of_contents_is_set_aside() {
    let contents = "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/></w:docPartObj></w:sdtPr><w:sdtContent>".to_owned()
        + &p("Chapitre 1 … 3") + "</w:sdtContent></w:sdt>" + &p("Le texte.");
    let imported = import(&contents);
    assert_eq!(imported.body.text.as_str(), "Le texte.");
    assert_eq!(imported.body.asides[0].text.as_str(), "Chapitre 1 … 3");
}

#[test]
fn notes_stand_beneath_the_text_in_the_order_of_their_signs() {
    let reference = |kind: &str, id: u8| format!("<w:r><w:{kind}Reference w:id=\"{id}\"/></w:r>");
    let body = format!(
        "<w:p>{}{}{}{}</w:p>",
        r("a"),
        reference("footnote", 2),
        reference("endnote", 1),
        reference("footnote", 1)
    );
    check(&body, "a[^1][^i][^2]\n\n[^1]: Deux.\n\n[^i]: Une.\n\n[^2]: Une.");
    let own = "<w:p><w:r><w:t>a</w:t></w:r><w:r><w:footnoteReference w:customMarkFollows=\"1\" w:id=\"1\"/><w:t>x</w:t></w:r></w:p>";
    check(own, "a[^x]\n\n[^x]: Une.");
}

#[test]
fn a_text_box_is_read_once_and_after_its_paragraph() {
    let shape = |words: &str| format!("<w:txbxContent>{}</w:txbxContent>", p(words));
    check(
        &format!(
            "<w:p>{}<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing>{}</w:drawing></mc:Choice><mc:Fallback><w:pict>{}</w:pict></mc:Fallback></mc:AlternateContent></w:r>{}</w:p>",
            r("avant "),
            shape("boîte"),
            shape("boîte"),
            r("après")
        ),
        "avant après\n\nboîte",
    );
}

#[test]
fn pictures_that_cannot_be_shown_leave_their_words() {
    check(
        "<w:p><w:r><w:t>a</w:t></w:r><w:r><w:drawing><wp:docPr descr=\"Un graphique\"/><c:chart/></w:drawing></w:r></w:p>",
        "a![Un graphique]()",
    );
    check(
        "<w:p><w:r><w:drawing><wp:docPr descr=\"x\"><adec:decorative val=\"1\"/></wp:docPr></w:drawing></w:r><w:r><w:t>a</w:t></w:r></w:p>",
        "a",
    );
}

#[test]
fn merged_cells_are_one_cell() {
    let cell = |properties: &str, words: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(words));
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let table = [
        row(&[
            cell("<w:gridSpan w:val=\"2\"/>", "a"),
            cell("<w:vMerge w:val=\"restart\"/>", "b"),
        ]),
        row(&[cell("", "c"), cell("", "d"), cell("<w:vMerge/>", "")]),
    ];
    let imported = import(&format!("<w:tbl>{}</w:tbl>", table.concat()));
    let obelus_core::body::Block::Table { rows } = &imported.body.blocks[0] else {
        panic!()
    };
    let spans: Vec<Vec<_>> = rows
        .iter()
        .map(|row| row.cells.iter().map(|cell| (cell.columns, cell.rows)).collect())
        .collect();
    assert_eq!(spans, [vec![(2, 1), (1, 2)], vec![(1, 1), (1, 1)]]);
    assert_eq!(imported.body.text.as_str(), "a\tb\nc\td");
    // A frame drawn as a table is no table.
    check(&format!("<w:tbl>{}</w:tbl>", row(&[cell("", "seul")])), "seul");
}

#[test]
fn changes_are_read_as_if_accepted_and_as_if_rejected() {
    let ins = |words: &str| format!("<w:ins w:author=\"L\">{}</w:ins>", r(words));
    let del = |words: &str| format!("<w:del><w:r><w:delText xml:space=\"preserve\">{words}</w:delText></w:r></w:del>");
    changes(
        &format!(
            "<w:p>{}{}{}{}</w:p>",
            r("Il y a "),
            del("douze"),
            ins("onze"),
            r(" jours.")
        ),
        "Il y a onze jours.",
        "Il y a douze jours.",
        (1, 1),
    );
    // Two pieces beside each other are one stretch.
    changes(
        &format!("<w:p>{}{}{}</w:p>", r("a"), ins("b"), ins("c")),
        "abc",
        "a",
        (1, 0),
    );
    // What was put in and taken out again was never there.
    changes(
        &format!("<w:p>{}<w:ins>{}</w:ins>{}</w:p>", r("a"), del("jamais"), ins("b")),
        "ab",
        "a",
        (2, 1),
    );
    let moved = "<w:p><w:moveFrom w:id=\"1\"><w:r><w:t>mot</w:t></w:r></w:moveFrom></w:p><w:p><w:r><w:t>x </w:t></w:r><w:moveTo><w:r><w:t>mot</w:t></w:r></w:moveTo></w:p>";
    changes(moved, "xmot", "mot\n\nx", (1, 1));
}

#[test]
fn the_end_of_a_paragraph_can_be_changed_too() {
    let end = |change: &str| format!("<w:rPr><w:{change} w:id=\"9\"/></w:rPr>|");
    changes(
        &[p(&(end("ins") + "un ")), p("deux")].concat(),
        "un\n\ndeux",
        "un deux",
        (1, 0),
    );
    changes(
        &[p(&(end("del") + "un ")), p("deux")].concat(),
        "un deux",
        "un\n\ndeux",
        (0, 1),
    );
    // The last end counts: it keeps the looks.
    changes(
        &[p(&(end("ins") + "un ")), p("<w:outlineLvl w:val=\"0\"/>|deux")].concat(),
        "un\n\n# deux",
        "# un deux",
        (1, 0),
    );
}

#[test]
fn rows_and_looks_can_be_changed_too() {
    let row = |properties: &str, words: &str| {
        format!(
            "<w:tr><w:trPr>{properties}</w:trPr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>",
            p(words),
            p("x")
        )
    };
    changes(
        &format!(
            "<w:tbl>{}{}{}</w:tbl>",
            row("", "un"),
            row("<w:ins/>", "deux"),
            row("<w:del/>", "trois")
        ),
        "| | |\n| --- | --- |\n| un | x |\n| deux | x |",
        "| | |\n| --- | --- |\n| un | x |\n| trois | x |",
        (1, 1),
    );
    let looks = "<w:p><w:pPr><w:outlineLvl w:val=\"0\"/><w:pPrChange><w:pPr/></w:pPrChange></w:pPr><w:r><w:t>un</w:t></w:r></w:p>";
    assert_eq!(import(looks).before, None, "only looks have changed");
    changes(
        &format!("{looks}<w:p>{}<w:ins>{}</w:ins></w:p>", r("a"), r("b")),
        "# un\n\nab",
        "un\n\na",
        (1, 0),
    );
}

#[test]
fn comments_are_threads_on_their_passage() {
    let body = format!(
        "<w:p>{}<w:commentRangeStart w:id=\"0\"/><w:commentRangeStart w:id=\"1\"/>{}</w:p><w:p>{}<w:commentRangeEnd w:id=\"0\"/>\
         <w:r><w:commentReference w:id=\"0\"/></w:r><w:commentRangeEnd w:id=\"1\"/><w:r><w:commentReference w:id=\"1\"/></w:r>{}\
         <w:r><w:commentReference w:id=\"2\"/></w:r>{}</w:p>",
        r("Il y a "),
        r("onze jours"),
        r("et plus"),
        r(", dit le maire"),
        r(", hier.")
    );
    let imported = import(&body);
    let told: Vec<_> = imported
        .annotations
        .iter()
        .map(|annotation| {
            let remarks = annotation.remarks.iter().map(|remark| {
                let hour = remark.time.map(|time| time.0 / 3_600_000 % 24);
                (remark.author.as_deref(), hour, remark.words.as_str())
            });
            let words = imported.body.text.slice(annotation.ranges[0]);
            (words, annotation.done, remarks.collect::<Vec<_>>())
        })
        .collect();
    assert_eq!(
        told,
        [
            (
                "onze jours\n\net plus",
                true,
                // The second one's true time is in another part.
                vec![
                    (Some("Lucie"), Some(10), "Sûr ?"),
                    (Some("Ahmed"), Some(9), "Oui, 5 \\* 3.")
                ]
            ),
            ("maire,", false, vec![(None, None, "Seul.")]),
        ]
    );
}

#[test]
fn a_comment_on_words_that_were_taken_out_stays_near_them() {
    let body = format!(
        "<w:p>{}<w:commentRangeStart w:id=\"0\"/><w:del><w:r><w:delText>douze</w:delText></w:r></w:del><w:commentRangeEnd w:id=\"0\"/>{}</w:p>",
        r("Il y a "),
        r("onze jours.")
    );
    let imported = import(&body);
    let before = imported.before.unwrap();
    let words = |body: &Body, annotations: &[Annotation]| body.text.slice(annotations[0].ranges[0]).to_owned();
    assert_eq!(words(&before.body, &before.annotations), "douze");
    assert_eq!(words(&imported.body, &imported.annotations), "a");
}

#[test]
fn readings_and_formulas_keep_their_words() {
    check(
        "<w:p><w:r><w:ruby><w:rt><w:r><w:t>kan</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>漢</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>",
        "漢",
    );
    let t = |words: &str| format!("<m:r><m:t>{words}</m:t></m:r>");
    check(
        &format!(
            "<w:p><m:oMath><m:f><m:num>{}</m:num><m:den>{}</m:den></m:f><m:sSup><m:e>{}</m:e><m:sup>{}</m:sup></m:sSup></m:oMath></w:p>",
            t("a+b"),
            t("2"),
            t("x"),
            t("2")
        ),
        "(a+b)/2x<sup>2</sup>",
    );
}

#[test]
fn a_file_that_is_not_what_it_says_is_refused() {
    let read = |bytes: &[u8]| super::read(bytes, false).map(|_| ());
    assert_eq!(read(b"PK\x03\x04"), Err(ReadError::Damaged));
    assert_eq!(read(&zip_of(&[("a.txt", "x")])), Err(ReadError::Damaged));
    assert_eq!(
        read(&zip_of(&[("word/document.xml", "<w:document><w:body><w:p>")])),
        Err(ReadError::Damaged)
    );
    let bomb = "<!DOCTYPE a [<!ENTITY b \"x\">]><w:document><w:body/></w:document>";
    assert_eq!(read(&zip_of(&[("word/document.xml", bomb)])), Err(ReadError::Damaged));
    // Without styles, relations and all else, the words are still there.
    let bare = "<w:document><w:body><w:p><w:r><w:t>un</w:t></w:r></w:p></w:body></w:document>";
    let bare = super::read(&zip_of(&[("word/document.xml", bare)]), false).unwrap();
    assert_eq!(bare.body.text.as_str(), "un");
}
