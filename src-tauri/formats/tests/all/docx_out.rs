//! Exports checked articles as Word files and holds them against what must not change: the article's words, and the words
//! that each mark stands on.

use std::collections::HashSet;

use obelus_core::body::{Block, Body, Leaf, Style, leaves};
use obelus_core::mark::{Colour, Kind, Mark, Status};
use obelus_core::text::TextRange;
use obelus_formats::labels::Labels;
use obelus_formats::{Imported, Incoming, docx_out, read};
use proptest::prelude::*;

use crate::export::pieces;
use crate::support::Sheet;
use crate::word_file::WordFile;

fn import(docx: &[u8]) -> Imported {
    let incoming = Incoming {
        bytes: docx,
        ..Incoming::default()
    };
    read(&incoming).unwrap()
}

/// The leaves of the text, and those of each footnote that is Word's: none, where one is marked.
fn stories<'b>(body: &'b Body, marks: &[Mark]) -> (Vec<&'b Leaf>, Vec<Vec<&'b Leaf>>) {
    fn gather<'b>(
        blocks: &'b [Block],
        wanted: &mut HashSet<&'b str>,
        text: &mut Vec<&'b Leaf>,
        notes: &mut Vec<Vec<&'b Leaf>>,
    ) {
        for block in blocks {
            match block {
                Block::Footnote { label, blocks } if wanted.remove(label.as_str()) => notes.push(leaves(blocks)),
                Block::Quote { blocks } | Block::Figure { caption: blocks, .. } | Block::Footnote { blocks, .. } => {
                    gather(blocks, wanted, text, notes);
                }
                Block::List { items, .. } => items.iter().for_each(|item| gather(&item.blocks, wanted, text, notes)),
                Block::Table { rows } => {
                    for cell in rows.iter().flat_map(|row| &row.cells) {
                        gather(&cell.blocks, wanted, text, notes);
                    }
                }
                other => text.extend(leaves(std::slice::from_ref(other))),
            }
        }
    }
    fn references<'b>(leaves: &[&'b Leaf]) -> HashSet<&'b str> {
        let spans = leaves.iter().flat_map(|leaf| &leaf.spans);
        spans
            .filter_map(|span| match &span.style {
                Style::FootnoteReference { label } => Some(label.as_str()),
                _ => None,
            })
            .collect()
    }
    // First as if all were: what is left refers to those that are.
    let mut all = HashSet::new();
    labels_of(&body.blocks, &mut all);
    let (mut text, mut notes) = (Vec::new(), Vec::new());
    gather(&body.blocks, &mut all.clone(), &mut text, &mut notes);
    let ranges = || marks.iter().flat_map(|mark| &mark.places).map(|place| place.range);
    let is_marked = |leaf: &&Leaf| ranges().any(|range| range.start() < leaf.end && leaf.start < range.end());
    let mut wanted: HashSet<&str> = references(&text).intersection(&all).copied().collect();
    if notes.iter().flatten().any(is_marked) {
        wanted.clear();
    }
    (text, notes) = (Vec::new(), Vec::new());
    gather(&body.blocks, &mut wanted, &mut text, &mut notes);
    (text, notes)
}

fn labels_of<'b>(blocks: &'b [Block], labels: &mut HashSet<&'b str>) {
    for block in blocks {
        match block {
            Block::Footnote { label, .. } => {
                labels.insert(label);
            }
            Block::Quote { blocks } | Block::Figure { caption: blocks, .. } => labels_of(blocks, labels),
            Block::List { items, .. } => items.iter().for_each(|item| labels_of(&item.blocks, labels)),
            Block::Table { rows } => rows
                .iter()
                .flat_map(|row| &row.cells)
                .for_each(|cell| labels_of(&cell.blocks, labels)),
            _ => {}
        }
    }
}

fn words_of(body: &Body, leaves: &[&Leaf]) -> String {
    leaves
        .iter()
        .map(|leaf| body.text.between(leaf.start, leaf.end))
        .collect()
}

/// The words of a place in these leaves.
fn under(body: &Body, leaves: &[&Leaf], range: TextRange) -> String {
    let cut = |leaf: &&Leaf| {
        let (start, end) = (leaf.start.max(range.start()), leaf.end.min(range.end()));
        if start < end { body.text.between(start, end) } else { "" }
    };
    leaves.iter().map(cut).collect()
}

/// Words without the white space that a reader may take for layout.
fn plain(words: &str) -> String {
    words.split_whitespace().collect()
}

/// The laws of a copy; gives back what it is.
fn check(sheet: &Sheet) -> WordFile {
    let docx = docx_out::export(&sheet.checked(), &Labels::in_language("fr"));
    let file = WordFile::open(&docx);
    let (text, notes) = stories(&sheet.body, &sheet.marks);
    assert_eq!(file.words, words_of(&sheet.body, &text));
    assert_eq!(plain(&file.notes), plain(&words_of(&sheet.body, &notes.concat())));

    let ranges = || {
        sheet
            .marks
            .iter()
            .flat_map(|mark| &mark.places)
            .map(|place| place.range)
    };
    let mut expected: Vec<String> = ranges()
        .flat_map(|range| {
            let stories = std::iter::once(&text).chain(&notes);
            stories.map(move |leaves| under(&sheet.body, leaves, range))
        })
        .filter(|words| !words.is_empty())
        .collect();
    expected.sort();
    let mut found: Vec<String> = file.ranges.values().cloned().collect();
    found.sort();
    assert_eq!(found, expected, "the words under comments");
    assert!(file.ranges.keys().eq(file.comments.keys()), "a comment without a place");

    // The app's own reader takes what is around the article for no part of it.
    if !plain(sheet.body.text.as_str()).is_empty() {
        let imported = import(&docx);
        let body = &imported.body;
        let all: Vec<&Leaf> = text.iter().copied().chain(notes.concat()).collect();
        let sorted = |words: String| {
            let mut words: Vec<char> = plain(&words).chars().collect();
            words.sort_unstable();
            words
        };
        if notes.is_empty() {
            assert_eq!(plain(body.text.as_str()), plain(&words_of(&sheet.body, &all)));
        } else {
            // Word has its notes in the order in which the text refers to them.
            assert_eq!(
                sorted(body.text.as_str().to_owned()),
                sorted(words_of(&sheet.body, &all))
            );
        }
    }
    file
}

#[test]
fn a_copy_is_the_same_file_each_time_and_can_be_looked_at() {
    for language in ["fr", "en"] {
        let sheet = Sheet::sample(language);
        let labels = Labels::in_language(language);
        let docx = docx_out::export(&sheet.checked(), &labels);
        assert_eq!(docx, docx_out::export(&sheet.checked(), &labels));
        // To look at it: WRITE_EXPORTS=folder cargo test -p obelus-formats
        if let Some(folder) = std::env::var_os("WRITE_EXPORTS") {
            std::fs::write(std::path::Path::new(&folder).join(format!("{language}.docx")), &docx).unwrap();
        }
        check(&sheet);
    }
}

#[test]
fn the_words_of_every_kept_body_come_out_exactly() {
    for (_, mut sheet) in Sheet::kept_bodies() {
        check(&sheet);
        sheet.mark_everywhere("", "autrement");
        check(&sheet);
    }
}

#[test]
fn marks_three_deep_and_across_everything_stand_on_their_words() {
    let mut sheet = Sheet::markdown(
        "# Un titre\n\nUn [lien *penché* ici](http://a.b) et **du gras** ensuite.\n\n- liste une\n  1. dedans\n- liste deux\n\n\
         > cité\n\n| a | b |\n|---|--:|\n| c | d |\n\n```\ncode  brut\n\tici\n```\n\nUne note[^1] et l’autre[^1].\n\n[^1]: Dite *en bas*.\n\nFin.",
    );
    let text = &sheet.body.text;
    let whole = text.whole().unwrap();
    let mut ranges: Vec<TextRange> = vec![whole];
    for (start, end) in [
        (3, 16),
        (8, 30),
        (12, 20),
        (13, 19),
        (20, 60),
        (30, 90),
        (40, 48),
        (60, 100),
        (70, 130),
    ] {
        ranges.extend(text.selection(start, end.min(text.len())));
    }
    for (index, range) in ranges.iter().enumerate() {
        let correction = if index % 3 == 0 { "autrement" } else { "" };
        sheet.mark_ranges(&[*range], Kind::claim(Status::ALL[index % 7]), "note", correction, &[]);
    }
    check(&sheet);
}

#[test]
fn a_correction_is_a_tracked_change_on_exactly_its_words() {
    let mut sheet = Sheet::markdown("Microsoft détient **49% des parts** de [l’entreprise](http://a.b).");
    sheet.mark(
        "49% des parts",
        Kind::claim(Status::Wrong),
        "",
        " 49 % des bénéfices ",
        &[],
    );
    sheet.mark("l’entreprise", Kind::Note, "", "la filiale", &[]);
    let file = check(&sheet);
    assert_eq!(file.inserted, ["49 % des bénéfices", "la filiale"]);
    let document = file.xml("word/document.xml");
    // As bold as what it replaces, and as much a link.
    assert!(document.contains("<w:ins w:id=\"4\" w:author=\"CR\" w:date=\"2023-11-21T00:00:00Z\"><w:r><w:rPr><w:rStyle w:val=\"ObelusWrong\"/><w:b/>"));
    assert_eq!(document.matches("<w:hyperlink r:id").count(), 2);
    // As long as nobody decided, the text is what it was.
    let pending = import(&docx_out::export(&sheet.checked(), &Labels::in_language("fr")));
    assert_eq!(pending.body.text.as_str(), sheet.body.text.as_str());
    assert_eq!(pending.before, None);
}

#[test]
fn corrections_that_would_be_no_valid_change_stay_in_the_comment() {
    let mut sheet = Sheet::text("Un deux trois quatre.\n\nCinq six.");
    sheet.mark("deux trois quatre", Kind::claim(Status::Wrong), "", "LARGE", &[]);
    sheet.mark("trois", Kind::claim(Status::Wrong), "", "ÉTROIT", &[]);
    sheet.mark("quatre.\n\nCinq", Kind::claim(Status::Wrong), "", "ENJAMBE", &[]);
    sheet.mark("six", Kind::claim(Status::Confirmed), "", "six", &[]);
    let file = check(&sheet);
    assert_eq!(file.inserted, ["ÉTROIT"]);
    let comments: String = file.comments.values().cloned().collect();
    for kept in ["LARGE", "ÉTROIT", "ENJAMBE"] {
        assert!(
            comments.contains(&format!("Correction proposée\u{a0}: «\u{a0}{kept}\u{a0}»")),
            "{comments}"
        );
    }
}

#[test]
fn a_mark_in_several_places_speaks_once_and_is_named_at_the_others() {
    let mut sheet = Sheet::text("Il détient 49%. Oui, 49%.\n\nEt encore 49% ici.");
    sheet.mark(
        "49%",
        Kind::claim(Status::Wrong),
        "Une *seule* note.",
        "51 %",
        &["part"],
    );
    let file = check(&sheet);
    let said: Vec<&str> = file.comments.values().map(String::as_str).collect();
    assert_eq!(
        said[0],
        "CR: ✗ Faux · 1 · à 3\u{a0}endroits\nUne seule note.\nCorrection proposée\u{a0}: «\u{a0}51 %\u{a0}»\n#part\n"
    );
    assert_eq!(
        said[1],
        "CR: ✗ Faux · 1 · à 3\u{a0}endroits\nIci aussi\u{a0}: voir le commentaire 1\n"
    );
    assert_eq!((said.len(), said[1]), (3, said[2]));
    assert_eq!(file.inserted, ["51 %"; 3]);
}

#[test]
fn every_kind_of_mark_is_told_by_sign_and_word() {
    let mut sheet = Sheet::text("un deux trois quatre cinq six sept huit neuf dix onze");
    for (word, status) in ["un", "deux", "trois", "quatre", "cinq", "six", "sept"]
        .iter()
        .zip(Status::ALL)
    {
        sheet.mark(&format!("{word} "), Kind::claim(status), "", "", &[]);
    }
    sheet.mark("huit", Kind::Note, "", "", &[]);
    sheet.mark("neuf", Kind::Highlight { colour: Colour::Green }, "", "", &[]);
    sheet.mark(
        "dix",
        Kind::Claim {
            status: Status::Confirmed,
            recheck: true,
        },
        "",
        "",
        &[],
    );
    let file = check(&sheet);
    let said: Vec<&str> = file.comments.values().map(|said| said.trim()).collect();
    assert_eq!(
        said,
        [
            "CR: ○ À vérifier · 1",
            "CR: ✓ Confirmé · 2",
            "CR: ≈ Imprécis · 3",
            "CR: ✗ Faux · 4",
            "CR: ? À l’auteur · 5",
            "CR: ∅ Invérifiable · 6",
            "CR: – Opinion · 7",
            "CR: ✎ Note · 8",
            "CR: ■ Surlignage\u{a0}: Citations <à relire> · 9",
            "CR: ✓ Confirmé, à revérifier · 10",
        ]
    );
    let document = file.xml("word/document.xml");
    for style in [
        "Unchecked",
        "Confirmed",
        "Imprecise",
        "Wrong",
        "Query",
        "Unverifiable",
        "Opinion",
        "Note",
        "Green",
    ] {
        assert!(
            document.contains(&format!("<w:rStyle w:val=\"Obelus{style}\"/>")),
            "{style}"
        );
        assert!(
            file.xml("word/styles.xml")
                .contains(&format!("w:styleId=\"Obelus{style}\"")),
            "{style}"
        );
    }
}

#[test]
fn footnotes_are_words_own_and_one_that_is_marked_is_a_paragraph_like_all() {
    let mut sheet = Sheet::markdown(
        "Une note[^b] et une autre[^a]. Encore[^b].\n\n[^a]: La *seconde*.\n[^b]: La première.\n[^c]: Sans renvoi.",
    );
    sheet.mark("Une note", Kind::claim(Status::Wrong), "", "x", &[]);
    let file = check(&sheet);
    let document = file.xml("word/document.xml");
    assert_eq!(document.matches("<w:footnoteReference ").count(), 2);
    assert!(file.words.ends_with("Sans renvoi."));
    assert!(file.notes.contains("La première."));

    let text = sheet.body.text.as_str().to_owned();
    let at = |words: &str| text[..text.find(words).unwrap()].chars().count() as u32;
    let range = TextRange::new(&sheet.body.text, at("Encore"), at("seconde") + 7).unwrap();
    sheet.mark_ranges(&[range], Kind::claim(Status::Wrong), "", "x", &[]);
    let file = check(&sheet);
    assert!(file.notes.is_empty() && !file.parts.contains_key("word/footnotes.xml"));
    let document = file.xml("word/document.xml");
    assert_eq!(document.matches("<w:hyperlink w:anchor=\"note_1\"").count(), 2);
    assert!(document.contains("w:name=\"note_1\""));
}

#[test]
fn right_to_left_and_joined_characters_come_out_whole() {
    let mut sheet = Sheet::text("قال سام 49% اليوم، then left.\n\nUne famille 👩‍👩‍👧 et un e\u{301}, 漢字.");
    sheet.mark("49% اليوم", Kind::claim(Status::Wrong), "ملاحظة", "51% غدا", &[]);
    sheet.mark("👩‍👩‍👧", Kind::Note, "👍", "", &[]);
    let file = check(&sheet);
    let document = file.xml("word/document.xml");
    assert!(document.contains("<w:bidi/>") && document.contains("<w:rtl/>"));
    assert_eq!(file.inserted.concat(), "51% غدا");
}

#[test]
fn a_thousand_marks_make_a_thousand_comments() {
    let mut sheet = Sheet::text(&"Un fait et un autre, ici. ".repeat(500));
    for start in 0..1_000 {
        let range = sheet.body.text.selection(start * 13, start * 13 + 9).unwrap();
        let correction = if start % 2 == 0 { "x" } else { "" };
        sheet.mark_ranges(
            &[range],
            Kind::claim(Status::ALL[start as usize % 7]),
            "Une note.",
            correction,
            &[],
        );
    }
    let file = check(&sheet);
    assert_eq!((file.comments.len(), file.inserted.len()), (1_000, 500));
}

#[test]
fn a_note_may_have_everything_that_markdown_has() {
    let mut sheet = Sheet::text("Bonjour le monde.");
    let note = "# Titre\n\nDu **gras**, de l’*italique*, du `code`, ~~barré~~, [un lien](https://a.example/x).\n\n- un\n  - dedans\n- [x] fait\n\n3. trois\n\n> cité\n\n```rust\nfn f() {}\n```\n\n| a | b |\n|---|---|\n| c | d |\n\nNote[^1].\n\n* * *\n\n![image](http://x.y/z.png)\n\n[^1]: En bas.\n\n| fin |\n|---|";
    sheet.mark("monde", Kind::claim(Status::Wrong), note, "", &[]);
    let file = check(&sheet);
    let said = file.comments.values().next().unwrap();
    for words in [
        "Titre",
        "gras",
        "dedans",
        "fait",
        "trois",
        "cité",
        "fn f() {}",
        "c",
        "En bas.",
        "fin",
    ] {
        assert!(said.contains(words), "{said}");
    }
    assert!(file.addresses.contains(&"https://a.example/x".to_owned()));
    assert!(file.xml("word/comments.xml").contains("<w:b/>"));
}

#[test]
fn what_a_person_writes_is_hostile_too() {
    let mut sheet = Sheet::text("Bonjour le monde.\n\n</w:t> --> ]]> &amp; <w:p>");
    let hostile = "</w:t></w:r></w:p> <!-- --> ]]> <w:p> & \u{1}\u{b}\u{ffff} [x](javascript:alert(1)) <https://ok.example/é|\"> [y](http://[bad)";
    sheet.mark("monde", Kind::Note, hostile, "</w:ins>&\u{0}", &["<b>", "\" onclick=x"]);
    sheet.mark("</w:t> -->", Kind::claim(Status::Wrong), &"x".repeat(10_000), "", &[]);
    for mark in &mut sheet.marks {
        mark.changed.by = "\"<CR>&\u{1}".to_owned();
    }
    sheet.article.title = format!("</w:t> --> {}", "long ".repeat(2_000));
    sheet.article.byline = Some("<x>\u{2}".to_owned());
    sheet.article.url = Some("https://ok.example/\"onclick=\"x".to_owned());
    sheet.article.language = Some("fr\" onload=\"x".to_owned());
    let file = check(&sheet);
    assert!(!file.addresses.is_empty());
    for address in &file.addresses {
        assert!(address.starts_with("https://ok.example/"), "{address}");
    }
    let imported = import(&docx_out::export(&sheet.checked(), &Labels::in_language("en")));
    assert_eq!(imported.annotations.len(), 2);
    assert!(imported.title.starts_with("</w:t> -->"));
}

#[test]
fn pictures_are_in_the_file_once_and_without_their_bytes_their_words_stand_in() {
    let bytes = include_bytes!("../../../../tests/fixtures/office/pandoc.docx");
    let mut sheet = Sheet::of(import(bytes));
    let file = check(&sheet);
    let media: Vec<&Vec<u8>> = file
        .parts
        .iter()
        .filter(|(name, _)| name.contains("/media/"))
        .map(|(_, bytes)| bytes)
        .collect();
    assert_eq!(media, [&sheet.pictures.first_key_value().unwrap().1.to_vec()]);
    assert!(file.xml("word/document.xml").contains("descr=\"Le pont vu de l’est\""));
    let again = import(&docx_out::export(&sheet.checked(), &Labels::in_language("fr")));
    assert_eq!(again.pictures.len(), sheet.pictures.len());

    sheet.pictures.clear();
    let file = check(&sheet);
    assert!(!file.parts.keys().any(|name| name.contains("/media/")));
    assert!(
        file.xml("word/document.xml")
            .contains("▨ Image\u{a0}: Le pont vu de l’est")
    );
}

#[test]
fn our_own_reader_finds_every_comment_on_its_words() {
    let sheet = Sheet::sample("fr");
    let imported = import(&docx_out::export(&sheet.checked(), &Labels::in_language("fr")));
    assert_eq!(imported.body.text.as_str(), sheet.body.text.as_str());
    let mut found: Vec<(u32, u32)> = imported
        .annotations
        .iter()
        .map(|one| (one.ranges[0].start(), one.ranges[0].end()))
        .collect();
    let mut expected: Vec<(u32, u32)> = sheet
        .marks
        .iter()
        .flat_map(|mark| &mark.places)
        .map(|place| (place.range.start(), place.range.end()))
        .collect();
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected);
    let remark = &imported.annotations[3].remarks[0];
    assert_eq!(remark.author.as_deref(), Some("CR"));
    assert_eq!(
        remark.time,
        Some(
            sheet
                .marks
                .iter()
                .find(|mark| mark.note.contains("directrice"))
                .unwrap()
                .changed
                .at
        )
    );
    assert!(
        remark.words.contains("✗ Faux") && remark.words.contains(" · 4"),
        "{}",
        remark.words
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn the_words_of_any_article_and_of_any_mark_come_out_exactly(
        pieces in pieces(),
        is_text in any::<bool>(),
        ranges in prop::collection::vec((0u32..100, 1u32..40, any::<bool>()), 0..8),
        noted in any::<bool>(),
    ) {
        let notes = if noted && !is_text { "\n\nvoir[^1]\n\n[^1]: la note\n\nfin" } else { "" };
        let source = format!("mot {}{notes}", pieces.concat());
        let mut sheet = if is_text { Sheet::text(&source) } else { Sheet::markdown(&source) };
        for (start, length, corrected) in ranges {
            if let Ok(range) = sheet.body.text.selection(start, start + length) {
                let correction = if corrected { "<autre>\nmot" } else { "" };
                sheet.mark_ranges(&[range], Kind::claim(Status::Wrong), "note", correction, &[]);
            }
        }
        check(&sheet);
    }
}

#[test]
fn the_head_shows_where_the_claims_stand_and_is_left_out_with_the_report() {
    let mut sheet = Sheet::text(&"un deux trois quatre cinq six sept huit neuf dix ".repeat(12));
    let range = |sheet: &Sheet, start| sheet.body.text.selection(start, start + 2).unwrap();
    let length = sheet.body.text.len();
    for (start, status) in [
        (0, Status::Confirmed),
        (3, Status::Wrong),
        (length / 2, Status::Query),
        (length - 4, Status::Imprecise),
    ] {
        let range = range(&sheet, start);
        sheet.mark_ranges(&[range], Kind::claim(status), "", "", &[]);
    }
    let file = check(&sheet);
    let document = file.xml("word/document.xml");
    let ribbon = document
        .split("ObelusRibbon")
        .nth(1)
        .unwrap()
        .split("</w:tbl>")
        .next()
        .unwrap();
    let cells: Vec<&str> = ribbon.split("<w:tc>").skip(1).collect();
    let signed: Vec<(usize, char)> = (0..)
        .zip(&cells)
        .filter_map(|(at, cell)| {
            "✓≈✗?"
                .chars()
                .find(|&sign| cell.contains(&format!(">{sign}<")))
                .map(|sign| (at, sign))
        })
        .collect();
    // Two in the first cell: the worse one is seen.
    assert_eq!((cells.len(), signed), (56, vec![(0, '✗'), (28, '?'), (55, '≈')]));

    sheet.wanted.report = false;
    let document = check(&sheet).xml("word/document.xml");
    assert!(!document.contains("ObelusRibbon") && !document.contains("ObelusCounts"));
    assert!(document.contains("ObelusAbout"));
}
