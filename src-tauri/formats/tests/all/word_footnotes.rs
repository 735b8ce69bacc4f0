//! Exports checked articles as Word files in which footnotes say what was found: the article's words and its own notes are
//! what they were, each mark's note stands on its words, and a copy that comes back is known.

use std::fs;
use std::path::Path;

use obelus_core::id::MarkId;
use obelus_core::mark::{Kind, Status};
use obelus_core::text::TextRange;
use obelus_formats::labels::Labels;
use obelus_formats::{Imported, Incoming, WordMarks, docx_out, read};
use proptest::prelude::*;

use crate::export::pieces;
use crate::support::{Sheet, stored};
use crate::word_file::WordFile;

pub(crate) fn import(bytes: &[u8]) -> Imported {
    read(&Incoming {
        bytes,
        ..Incoming::default()
    })
    .unwrap()
}

pub(crate) fn export(sheet: &Sheet) -> Vec<u8> {
    docx_out::export(&sheet.checked(), &Labels::in_language("fr"))
}

pub(crate) fn with_footnotes(mut sheet: Sheet) -> Sheet {
    sheet.wanted.word_marks = WordMarks::Footnotes;
    sheet
}

fn markdown(markdown: &str) -> Sheet {
    with_footnotes(Sheet::markdown(markdown))
}

fn plain(words: &str) -> String {
    words.split_whitespace().collect()
}

fn letters(words: &str) -> Vec<char> {
    let mut letters: Vec<char> = plain(words).chars().collect();
    letters.sort_unstable();
    letters
}

/// The laws of a copy; gives back what it is.
pub(crate) fn check(sheet: &Sheet) -> WordFile {
    let docx = export(sheet);
    let file = WordFile::open(&docx);
    assert!(file.comments.is_empty() && file.ranges.is_empty());
    let mut noted: Vec<&String> = file.marked_notes.iter().map(|(_, name, _)| name).collect();
    noted.sort();
    assert!(noted.into_iter().eq(file.passages.keys()), "a note for each of them");
    let signs = "○✓≈✗?∅–✎■";
    assert!(
        file.marked_notes
            .iter()
            .all(|(_, _, said)| said.trim_start().starts_with(|sign| signs.contains(sign)))
    );
    // Nothing of it is words of the article, for no reader.
    let words = sheet.body.text.as_str();
    let is_clean = sheet.original.is_none();
    if is_clean {
        assert_eq!(letters(&format!("{}{}", file.words, file.notes)), letters(words));
    }
    let imported = import(&docx);
    let readings = [
        Some((imported.body, imported.annotations)),
        imported.before.map(|before| (before.body, before.annotations)),
    ];
    let mut readings = readings.into_iter().flatten();
    let reading = readings.find(|(body, _)| letters(body.text.as_str()) == letters(words));
    let (body, annotations) = reading.expect("the article's words are in the copy");
    let mut found: Vec<String> = match is_clean {
        true => file.passages.values().map(|words| plain(words)).collect(),
        false => annotations
            .iter()
            .map(|one| plain(body.text.slice(one.ranges[0])))
            .collect(),
    };
    let places = sheet.marks.iter().flat_map(|mark| &mark.places);
    let mut expected: Vec<String> = places.map(|place| plain(&place.quote)).collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected, "the words on which notes stand");
    // Each note is known for that of its mark.
    let mut marks: Vec<MarkId> = sheet
        .marks
        .iter()
        .flat_map(|mark| mark.places.iter().map(|_| mark.id))
        .collect();
    let on = annotations.iter().map(|one| one.on.expect("each note is known"));
    let mut known: Vec<MarkId> = on.inspect(|on| assert!(on.is_ours)).map(|on| on.mark).collect();
    marks.sort();
    known.sort();
    assert_eq!(known, marks);
    file
}

/// Nothing that was handed out is changed when it comes back.
fn check_untouched(sheet: &Sheet) {
    let imported = import(&export(sheet));
    assert!(
        imported.copy_of.unwrap().is_untouched,
        "{}",
        imported.body.text.as_str()
    );
    assert!(imported.before.is_none(), "what we suggest is no change");
    assert!(imported.body.asides.is_empty(), "nothing of the report");
}

#[test]
fn the_words_of_every_kept_body_come_out_exactly_with_a_note_on_each_mark() {
    for (_, sheet) in Sheet::kept_bodies() {
        let mut sheet = with_footnotes(sheet);
        sheet.body.asides.clear();
        if sheet.body.text.as_str().trim().is_empty() {
            continue;
        }
        check(&sheet);
        sheet.mark_everywhere("Une *note* :\n\n1. un\n2. deux\n\n| a |\n|---|\n| b |", "autrement");
        check(&sheet);
        check_untouched(&sheet);
    }
}

#[test]
fn the_samples_come_out_in_both_languages_and_can_be_looked_at() {
    for language in ["fr", "en"] {
        let mut sheet = with_footnotes(Sheet::sample(language));
        sheet.mark("OpenAI", Kind::claim(Status::Confirmed), "", "", &["nom"]);
        let docx = docx_out::export(&sheet.checked(), &Labels::in_language(language));
        // To look at it: WRITE_EXPORTS=folder cargo test
        if let Some(folder) = std::env::var_os("WRITE_EXPORTS") {
            fs::write(Path::new(&folder).join(format!("notes-{language}.docx")), &docx).unwrap();
        }
        assert_eq!(docx, docx_out::export(&sheet.checked(), &Labels::in_language(language)));
        check(&sheet);
        check_untouched(&sheet);
    }
}

#[test]
fn a_note_says_the_status_first_then_what_was_written_then_the_correction_and_the_tags() {
    let mut sheet = markdown("Il détient 49% des parts. Le maire a signé.\n\nUne liste.");
    sheet.mark(
        "49% des parts",
        Kind::claim(Status::Wrong),
        "Voir *le* rapport.\n\nPage 12.",
        "51 %",
        &["or", "part"],
    );
    sheet.mark("Le maire", Kind::claim(Status::Query), "", "La maire", &["nom"]);
    sheet.mark("signé", Kind::claim(Status::Confirmed), "", "", &[]);
    sheet.mark("liste", Kind::Note, "- un\n- deux", "", &[]);
    let file = check(&sheet);
    let said: Vec<&str> = file.marked_notes.iter().map(|(_, _, said)| said.as_str()).collect();
    assert_eq!(
        said,
        [
            " ✗ Faux · Voir le rapport.\nPage 12.\nCorrection proposée\u{a0}: «\u{a0}51 %\u{a0}» · #or #part\n",
            " ? À l’auteur · Correction proposée\u{a0}: «\u{a0}La maire\u{a0}» · #nom\n",
            " ✓ Confirmé\n",
            " ✎ Note\nun\ndeux\n",
        ]
    );
    assert_eq!(file.inserted, ["51 %", "La maire"]);
}

#[test]
fn a_mark_in_several_places_speaks_once_and_the_other_notes_name_the_number_of_the_first() {
    let mut sheet = markdown("Un début[^a], 49%. Oui[^b], 49%.\n\nEt 49% ici[^a].\n\n[^a]: La leur.\n[^b]: Une autre.");
    sheet.mark("49%", Kind::claim(Status::Wrong), "Non.", "", &[]);
    let file = check(&sheet);
    let said: Vec<(u32, &str)> = file
        .marked_notes
        .iter()
        .map(|(number, _, said)| (*number, said.as_str()))
        .collect();
    let see = " ✗ Faux · voir la note\u{a0}2\n";
    assert_eq!(said, [(2, " ✗ Faux · Non.\n"), (4, see), (5, see)]);
    let document = file.xml("word/document.xml");
    // The same note of the author's once more shows the number that Word gives it.
    assert!(
        document.contains("<w:t xml:space=\"preserve\">1</w:t></w:r></w:sdtContent>"),
        "{document}"
    );
    assert!(document.contains("<w:fldSimple w:instr=\" NOTEREF obelus_note_1 \\h \"><w:r><w:t>2</w:t>"));
}

#[test]
fn signs_of_notes_side_by_side_are_parted_and_nested_marks_end_one_after_the_other() {
    let mut sheet = markdown("Un deux trois[^1] quatre.\n\n[^1]: Une note.");
    sheet.mark("Un deux trois", Kind::claim(Status::Wrong), "", "", &[]);
    sheet.mark("deux trois", Kind::claim(Status::Confirmed), "", "", &[]);
    sheet.mark("trois", Kind::Note, "", "", &[]);
    let file = check(&sheet);
    let document = file.xml("word/document.xml");
    let comma = "<w:r><w:rPr><w:rStyle w:val=\"ObelusReference\"/></w:rPr><w:t>,</w:t></w:r>";
    assert_eq!(document.matches(comma).count(), 3);
    let names: Vec<&str> = file.marked_notes.iter().map(|(_, name, _)| name.as_str()).collect();
    assert_eq!(names, ["3", "2", "1"], "what began last ends first");
}

#[test]
fn marks_across_paragraphs_lists_tables_and_notes_stand_on_their_words() {
    let mut sheet = markdown(
        "# Un titre\n\nUn [lien *penché* ici](http://a.b) et **du gras** ensuite.\n\n- liste une\n  1. dedans\n- liste deux\n\n\
         > cité\n\n| a | b |\n|---|--:|\n| c | d |\n\n```\ncode  brut\n\tici\n```\n\nUne note[^1] et l’autre[^1].\n\n[^1]: Dite *en bas*.\n\nقال سام اليوم",
    );
    let length = sheet.body.text.len();
    for (start, end) in [
        (3, 16),
        (8, 30),
        (12, 20),
        (20, 60),
        (30, 90),
        (60, 100),
        (70, 130),
        (0, length),
    ] {
        let range = sheet.body.text.selection(start, end.min(length)).unwrap();
        let correction = if start % 3 == 0 { "autrement" } else { "" };
        sheet.mark_ranges(
            &[range],
            Kind::claim(Status::ALL[start as usize % 7]),
            "Vu.",
            correction,
            &[],
        );
    }
    check(&sheet);
    check_untouched(&sheet);
}

#[test]
fn the_tables_of_claims_name_the_numbers_of_the_notes() {
    let mut sheet = markdown("Un fait[^1] et un autre.\n\n[^1]: La leur.");
    sheet.mark("un autre", Kind::claim(Status::Wrong), "Non.", "", &[]);
    sheet.mark("fait", Kind::claim(Status::Confirmed), "", "", &[]);
    sheet.lose_last(Some("un passage"));
    let file = check(&sheet);
    let document = file.xml("word/document.xml");
    let table = document.rsplit("Tous les faits").next().unwrap();
    assert!(
        table.contains("NOTEREF obelus_note_1 \\h \"><w:r><w:t>2</w:t>"),
        "{table}"
    );
    assert!(table.contains("un passage"));
}

#[test]
fn what_others_write_into_a_note_is_an_answer_to_its_mark() {
    let mut sheet = markdown("Le maire a signé en mars. Oui, en mars.");
    sheet.mark("Le maire", Kind::claim(Status::Query), "Qui ?", "", &[]);
    sheet.mark("mars", Kind::claim(Status::Wrong), "", "avril", &[]);
    let mut parts = WordFile::open(&export(&sheet)).parts;
    let notes = String::from_utf8(parts["word/footnotes.xml"].clone()).unwrap();
    let answered = notes.replacen("Qui ?", "Qui ? Celui de Lyon.", 1);
    assert_ne!(notes, answered);
    parts.insert("word/footnotes.xml".into(), answered.into_bytes());
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, part)| (name.as_str(), part.as_slice()))
        .collect();
    let back = import(&stored(&parts));
    assert!(back.copy_of.unwrap().is_untouched && back.before.is_none());
    let on: Vec<(MarkId, bool)> = back
        .annotations
        .iter()
        .map(|one| one.on.map(|on| (on.mark, on.is_ours)).unwrap())
        .collect();
    let [query, wrong] = [sheet.marks[0].id, sheet.marks[1].id];
    assert_eq!(on, [(query, false), (wrong, true), (wrong, true)]);
    let words = &back.annotations[0].remarks[0].words;
    assert!(
        words.contains("Celui de Lyon.") && words.contains("À l’auteur"),
        "{words}"
    );
    assert_eq!(back.body.text.slice(back.annotations[0].ranges[0]), "Le maire");
}

#[test]
fn a_comment_on_the_words_of_a_note_answers_its_mark() {
    let mut sheet = markdown("Le maire a signé.");
    sheet.mark("Le maire", Kind::claim(Status::Query), "Qui ?", "", &[]);
    let mut parts = WordFile::open(&export(&sheet)).parts;
    // On the article's words: the report before it has the same ones.
    let document = String::from_utf8(parts["word/document.xml"].clone()).unwrap();
    let (before, after) = document.split_once("w:name=\"obelus_mark_1\"/>").unwrap();
    let after = after.replacen(
        "</w:r>",
        "</w:r><w:commentRangeEnd w:id=\"900\"/><w:r><w:commentReference w:id=\"900\"/></w:r>",
        1,
    );
    let document = format!("{before}w:name=\"obelus_mark_1\"/><w:commentRangeStart w:id=\"900\"/>{after}");
    parts.insert("word/document.xml".into(), document.into_bytes());
    let mut change = |name: &str, from: &str, to: &str| {
        let xml = String::from_utf8(parts[name].clone()).unwrap();
        let changed = xml.replacen(from, to, 1);
        assert_ne!(xml, changed);
        parts.insert(name.into(), changed.into_bytes());
    };
    change(
        "word/_rels/document.xml.rels",
        "</Relationships>",
        "<Relationship Id=\"c\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments\" Target=\"comments.xml\"/></Relationships>",
    );
    let comment = "<w:comments xmlns:w=\"w\"><w:comment w:id=\"900\" w:author=\"Jean\"><w:p><w:r><w:t>Celui de Lyon.</w:t></w:r></w:p></w:comment></w:comments>";
    parts.insert("word/comments.xml".into(), comment.into());
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, part)| (name.as_str(), part.as_slice()))
        .collect();
    let back = import(&stored(&parts));
    let answers = back
        .annotations
        .iter()
        .filter(|one| one.remarks[0].author.as_deref() == Some("Jean"));
    let on: Vec<MarkId> = answers.map(|one| one.on.unwrap().mark).collect();
    assert_eq!(on, [sheet.marks[0].id]);
}

#[test]
fn a_copy_without_its_slip_has_no_notes_of_ours_among_the_articles() {
    let mut sheet = markdown("Le maire[^1] a signé.\n\n[^1]: La leur.");
    sheet.mark("a signé", Kind::claim(Status::Query), "Vraiment ?", "", &[]);
    let mut parts = WordFile::open(&export(&sheet)).parts;
    parts.retain(|name, _| !name.starts_with("customXml/"));
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, part)| (name.as_str(), part.as_slice()))
        .collect();
    let back = import(&stored(&parts));
    assert_eq!(back.copy_of, None);
    let text = back.body.text.as_str();
    let asides: Vec<&str> = back.body.asides.iter().map(|aside| aside.text.as_str()).collect();
    assert!(text.contains("La leur.") && !text.contains("Vraiment"), "{text}");
    assert!(asides.iter().any(|words| words.contains("Vraiment ?")), "{asides:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn the_words_of_any_article_come_out_exactly_with_notes_on_any_marks(
        pieces in pieces(),
        is_text in any::<bool>(),
        ranges in prop::collection::vec((0u32..100, 1u32..40, any::<bool>()), 0..8),
        noted in any::<bool>(),
    ) {
        let notes = if noted && !is_text { "\n\nvoir[^1]\n\n[^1]: la note\n\nfin" } else { "" };
        let source = format!("mot {}{notes}", pieces.concat());
        let mut sheet = with_footnotes(if is_text { Sheet::text(&source) } else { Sheet::markdown(&source) });
        sheet.body.asides.clear();
        let mut taken: Vec<TextRange> = Vec::new();
        for (start, length, corrected) in ranges {
            if let Ok(range) = sheet.body.text.selection(start, start + length) {
                let correction = if corrected { "<autre>\nmot" } else { "" };
                sheet.mark_ranges(&[range], Kind::claim(Status::Wrong), "note", correction, &[]);
                taken.push(range);
            }
        }
        check(&sheet);
    }
}
