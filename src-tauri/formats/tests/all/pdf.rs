//! Reads PDF files that real programs made, and compares with what a person reads on their pages.

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use obelus_core::body::{Block, Body, Style};
use obelus_formats::pdf::{PageText, page};
use obelus_formats::{Imported, Incoming, Limit, ReadError, read};

fn bytes(name: &str) -> Vec<u8> {
    fs::read(fixture(name)).unwrap()
}

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/fixtures/pdf")
        .join(name)
}

fn import(bytes: &[u8]) -> Result<Imported, ReadError> {
    read(&Incoming {
        bytes,
        ..Incoming::default()
    })
}

/// The article as a person would copy it down: `‹2›` is where a page begins, `[^1]` refers to a note, `~` is aside.
fn sketch(imported: &Imported) -> String {
    let body = &imported.body;
    let mut out = format!("{}\n", imported.title);
    for (index, block) in body.blocks.iter().enumerate() {
        asides(body, index as u32, &mut out);
        sketch_block(body, block, "", &mut out);
    }
    asides(body, body.blocks.len() as u32, &mut out);
    for annotation in &imported.annotations {
        let quotes: Vec<&str> = annotation.ranges.iter().map(|range| body.text.slice(*range)).collect();
        write!(out, "\n@ {} ({:?})", quotes.join(" … "), annotation.highlight).unwrap();
        for remark in &annotation.remarks {
            let author = remark.author.as_deref().unwrap_or_default();
            write!(
                out,
                "\n  {author}, {}: {}",
                remark.time.map_or(0, |time| time.0),
                remark.words
            )
            .unwrap();
        }
        out.push('\n');
    }
    out
}

fn asides(body: &Body, before: u32, out: &mut String) {
    for aside in body.asides.iter().filter(|aside| aside.before == before) {
        for line in aside.text.as_str().lines().filter(|line| !line.is_empty()) {
            write!(out, "\n~ {line}\n").unwrap();
        }
    }
}

fn sketch_block(body: &Body, block: &Block, lead: &str, out: &mut String) {
    let deeper = format!("{lead}  ");
    match block {
        Block::Heading { level, .. } => {
            sketch_leaf(body, block, &format!("{lead}{} ", "#".repeat(usize::from(*level))), out)
        }
        Block::Paragraph { .. } => sketch_leaf(body, block, lead, out),
        Block::Code { .. } => sketch_leaf(body, block, &format!("{lead}` "), out),
        Block::Quote { blocks } => blocks
            .iter()
            .for_each(|block| sketch_block(body, block, &format!("{lead}> "), out)),
        Block::List { first, items } => {
            for (index, item) in items.iter().enumerate() {
                let sign = first.map_or("•".to_owned(), |first| format!("{}.", first + index as u32));
                write!(out, "\n{lead}{sign}").unwrap();
                item.blocks
                    .iter()
                    .for_each(|block| sketch_block(body, block, &deeper, out));
            }
        }
        Block::Table { rows } => {
            for row in rows {
                write!(out, "\n{lead}|").unwrap();
                for block in row.cells.iter().flat_map(|cell| &cell.blocks) {
                    sketch_block(body, block, &deeper, out);
                }
            }
        }
        Block::Footnote { label, blocks } => {
            write!(out, "\n{lead}[^{label}]:").unwrap();
            blocks.iter().for_each(|block| sketch_block(body, block, &deeper, out));
        }
        Block::Figure { .. } | Block::Rule => write!(out, "\n{lead}{block:?}\n").unwrap(),
    }
}

fn sketch_leaf(body: &Body, block: &Block, lead: &str, out: &mut String) {
    let mut leaves = Vec::new();
    block.leaves(&mut leaves);
    for leaf in leaves {
        let mut words = String::new();
        for at in leaf.start..=leaf.end {
            for span in leaf.spans.iter().rev().filter(|span| span.end == at && span.start < at) {
                words.push_str(&sign(&span.style, false));
            }
            for page in body.pages.iter().filter(|page| page.start == at && at < leaf.end) {
                write!(words, "‹{}›", page.name).unwrap();
            }
            for span in leaf.spans.iter().filter(|span| span.start == at) {
                words.push_str(&sign(&span.style, true));
            }
            if at < leaf.end {
                words.push_str(body.text.between(at, at + 1));
            }
        }
        let words = words.replace('\n', " ⏎ ").replace('\u{a0}', "·");
        write!(out, "\n{lead}{words}\n").unwrap();
    }
}

fn sign(style: &Style, opens: bool) -> String {
    match style {
        Style::Strong => "**".into(),
        Style::Emphasis => "_".into(),
        Style::Link { .. } if opens => "[".into(),
        Style::Link { href } => format!("]({})", href.as_str()),
        Style::FootnoteReference { label } => format!("[^{label}]"),
        Style::Superscript => "^".into(),
        Style::Subscript => ",".into(),
        Style::Code => "`".into(),
        other => format!("{other:?}"),
    }
}

/// Set `OBELUS_WRITE_FIXTURES` to write anew what is expected, and look at what changed.
fn check(name: &str) {
    let imported = import(&bytes(&format!("{name}.pdf"))).unwrap();
    imported.body.check().unwrap();
    let found = sketch(&imported);
    let path = fixture(&format!("{name}.txt"));
    if std::env::var_os("OBELUS_WRITE_FIXTURES").is_some() {
        fs::write(&path, &found).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap();
    for (found, expected) in found.lines().zip(expected.lines()) {
        assert_eq!(found, expected, "{name}");
    }
    assert_eq!(found.lines().count(), expected.lines().count(), "{name}");
}

#[test]
fn a_page_printed_by_a_browser_is_its_article() {
    check("chromium-article");
}

#[test]
fn columns_of_a_browser_are_read_one_after_the_other() {
    check("chromium-columns");
}

#[test]
fn a_paper_in_two_columns_keeps_its_notes_and_joins_its_words() {
    check("typst-columns");
}

#[test]
fn a_page_set_by_groff_is_its_article() {
    check("groff-article");
}

#[test]
fn a_report_of_libreoffice_comes_with_what_was_noted_in_it() {
    check("annotated");
}

#[test]
fn arabic_is_read_from_the_right_with_its_figures_from_the_left() {
    check("libreoffice-arabic");
    check("chromium-arabic");
}

#[test]
fn hebrew_is_read_from_the_right_and_english_beside_it_from_the_left() {
    check("libreoffice-hebrew");
}

#[test]
fn no_words_of_a_table_are_lost_or_glued_together() {
    check("libreoffice-tagged");
}

#[test]
fn a_file_that_opens_without_a_password_is_read() {
    let [locked, open] = ["encrypted-open.pdf", "chromium-columns.pdf"].map(|name| import(&bytes(name)).unwrap().body);
    assert_eq!(locked, open);
}

#[test]
fn what_cannot_be_read_says_why() {
    assert_eq!(import(&bytes("locked.pdf")), Err(ReadError::Locked));
    assert_eq!(import(&bytes("scan.pdf")), Err(ReadError::Scan { pages: 2 }));
    assert_eq!(import(b"%PDF-1.7\nnothing of it"), Err(ReadError::Damaged));
}

#[test]
fn a_damaged_file_is_read_or_refused_and_never_ends_the_reader() {
    let whole = bytes("groff-article.pdf");
    for kept in (0..whole.len()).step_by(1_999) {
        let _ = import(&[b"%PDF-1.4\n", &whole[..kept]].concat());
    }
    for at in (9..whole.len()).step_by(211) {
        let mut other = whole.clone();
        other[at] ^= 0x15;
        if let Ok(imported) = import(&other) {
            imported.body.check().unwrap();
        }
    }
}

#[test]
fn more_pages_than_the_limit_are_refused() {
    let mut file =
        String::from("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 5001/Kids[");
    (0..5_001).for_each(|page| write!(file, "{} 0 R ", page + 3).unwrap());
    file.push_str("]>>endobj\n");
    (0..5_001).for_each(|page| writeln!(file, "{} 0 obj<</Type/Page/Parent 2 0 R>>endobj", page + 3).unwrap());
    file.push_str("trailer<</Root 1 0 R>>");
    let limit = Limit::Pages;
    assert_eq!(import(file.as_bytes()), Err(ReadError::Beyond { limit }));
}

#[test]
fn ten_thousand_arrays_in_one_another_do_not_end_the_reader() {
    let file = format!(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages {}>>endobj\ntrailer<</Root 1 0 R>>",
        "[".repeat(10_000)
    );
    assert_eq!(import(file.as_bytes()), Err(ReadError::Damaged));
}

/// The words of a page's picture and those of the text are the same.
#[test]
fn the_words_of_a_page_are_found_on_its_picture() {
    for (name, number) in [
        ("chromium-columns", 0),
        ("typst-columns", 0),
        ("typst-columns", 1),
        ("annotated", 1),
    ] {
        let bytes = bytes(&format!("{name}.pdf"));
        let body = import(&bytes).unwrap().body;
        let page = page(&bytes, number, 1.0, &PageText::of(&body, number as usize)).unwrap();
        assert!(page.png.starts_with(b"\x89PNG"));
        let (width, height) = (page.width, page.height);
        assert!(page.words.iter().all(|word| word.x >= 0.0
            && word.x + word.width <= width
            && word.y >= 0.0
            && word.y + word.height <= height));
        let number = number as usize;
        let (from, to) = (
            body.pages[number].start,
            body.pages.get(number + 1).map_or(body.text.len(), |next| next.start),
        );
        let mut found = vec![false; body.text.len() as usize];
        for word in &page.words {
            (word.range.start()..word.range.end()).for_each(|at| found[at as usize] = true);
        }
        let missing: String = body
            .text
            .between(from, to)
            .chars()
            .zip(&found[from as usize..])
            .filter(|(c, found)| !c.is_whitespace() && !**found)
            .map(|(c, _)| c)
            .collect();
        assert!(missing.chars().count() <= 2, "{name}: {missing}");
    }
}

#[test]
fn a_word_parted_over_two_lines_has_two_boxes() {
    let bytes = bytes("typst-columns.pdf");
    let body = import(&bytes).unwrap().body;
    let page = page(&bytes, 0, 0.2, &PageText::of(&body, 0)).unwrap();
    let word = "underestimated";
    let at = body.text.as_str().split(word).next().unwrap().chars().count() as u32;
    let boxes: Vec<&str> = page
        .words
        .iter()
        .filter(|found| found.range.start() >= at && found.range.end() <= at + word.len() as u32)
        .map(|found| body.text.slice(found.range))
        .collect();
    assert_eq!(boxes, ["underesti", "mated"]);
}

/// The letters of a word stand where their own box says, whatever the letters are.
#[test]
fn each_letter_of_a_word_ends_where_it_is_drawn() {
    let bytes = bytes("typst-columns.pdf");
    let body = import(&bytes).unwrap().body;
    let page = page(&bytes, 0, 0.2, &PageText::of(&body, 0)).unwrap();
    for word in &page.words {
        assert_eq!(word.ends.len(), word.range.len() as usize);
        assert!(word.ends.is_sorted() && word.ends.last() == Some(&1.0));
    }
    // An i is narrower than an m.
    let of = |text: &str| {
        page.words
            .iter()
            .find(|word| body.text.slice(word.range) == text)
            .unwrap()
    };
    let word = of("million");
    let widths: Vec<f32> = std::iter::once(0.0)
        .chain(word.ends.iter().copied())
        .zip(&word.ends)
        .map(|(from, to)| to - from)
        .collect();
    assert!(widths[0] > 1.5 * widths[1], "{widths:?}");
}

/// The same page lying on its side: its words are where they were, a quarter turn on.
#[test]
fn a_page_that_is_turned_has_its_words_where_they_are_seen() {
    let upright = bytes("groff-article.pdf");
    let body = import(&upright).unwrap().body;
    let text = PageText::of(&body, 0);
    let of = |bytes: &[u8]| page(bytes, 0, 0.2, &text).unwrap();
    let straight = of(&upright);
    for (degrees, turn) in [("90 ", 1_u8), ("180", 2), ("270", 3)] {
        let turned = replaced(
            &upright,
            b"/MediaBox [0 0 595 842]\n/Rotate 0/Parent",
            format!("/MediaBox[0 0 595 842]/Rotate {degrees}/Parent").as_bytes(),
        );
        let turned = of(&turned);
        assert_eq!((straight.turn, turned.turn), (0, turn));
        assert_eq!(straight.words.len(), turned.words.len());
        for (before, after) in straight.words.iter().zip(&turned.words) {
            assert_eq!((before.range, &before.ends), (after.range, &after.ends));
            let (x, y) = (before.x + before.width / 2.0, before.y + before.height / 2.0);
            let (width, height) = (straight.width, straight.height);
            let (x, y) = match turn {
                1 => (height - y, x),
                2 => (width - x, height - y),
                _ => (y, width - x),
            };
            let (own_x, own_y) = (after.x + after.width / 2.0, after.y + after.height / 2.0);
            assert!(
                (x - own_x).abs() < 0.1 && (y - own_y).abs() < 0.1,
                "{degrees}: {before:?}, {after:?}"
            );
        }
    }
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len(), "the file says at which byte each object stands");
    let at = bytes.windows(from.len()).position(|window| window == from).unwrap();
    [&bytes[..at], to, &bytes[at + from.len()..]].concat()
}

#[test]
fn the_pages_of_a_file_are_told_in_runs_of_one_size() {
    let file = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
        2 0 obj<</Type/Pages/Count 3/Kids[3 0 R 4 0 R 5 0 R]/MediaBox[0 0 300 400]>>endobj\n\
        3 0 obj<</Type/Page/Parent 2 0 R>>endobj\n4 0 obj<</Type/Page/Parent 2 0 R>>endobj\n\
        5 0 obj<</Type/Page/Parent 2 0 R/Rotate 90>>endobj\ntrailer<</Root 1 0 R>>";
    let body = Body {
        text: obelus_core::text::Text::new("Rien.".to_owned()),
        blocks: Vec::new(),
        asides: Vec::new(),
        pages: Vec::new(),
    };
    let page = page(file.as_bytes(), 2, 0.2, &PageText::of(&body, 2)).unwrap();
    let runs: Vec<_> = page
        .sheets
        .iter()
        .map(|run| (run.count, run.width, run.height))
        .collect();
    assert_eq!(runs, [(2, 300.0, 400.0), (1, 400.0, 300.0)]);
}
