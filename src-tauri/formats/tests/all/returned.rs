//! Word copies of ours come back: untouched, answered, with changes accepted, rejected and undecided, saved again by
//! another program.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use obelus_core::id::MarkId;
use obelus_core::mark::{Kind, Status};
use obelus_formats::labels::Labels;
use obelus_formats::{Annotation, Imported, Incoming, docx_out, read};

use crate::support::{Sheet, stored};
use crate::word_file::WordFile;

fn import(bytes: &[u8]) -> Imported {
    read(&Incoming {
        bytes,
        ..Incoming::default()
    })
    .unwrap()
}

fn export(sheet: &Sheet) -> Vec<u8> {
    docx_out::export(&sheet.checked(), &Labels::in_language("fr"))
}

/// A copy in somebody's hands.
struct Handed(BTreeMap<String, Vec<u8>>);

impl Handed {
    fn out(sheet: &Sheet) -> Self {
        Self(WordFile::open(&export(sheet)).parts)
    }

    fn back(&self) -> Imported {
        let parts: Vec<(&str, &[u8])> = self
            .0
            .iter()
            .map(|(name, part)| (name.as_str(), part.as_slice()))
            .collect();
        import(&stored(&parts))
    }

    fn change(&mut self, part: &str, change: impl FnOnce(String) -> String) {
        let part = self.0.get_mut(part).unwrap();
        let before = String::from_utf8(part.clone()).unwrap();
        let after = change(before.clone());
        assert_ne!(before, after);
        *part = after.into_bytes();
    }

    /// Somebody writes other words in the article; the report before it may have the same ones.
    fn write(&mut self, words: &str, others: &str) {
        self.change("word/document.xml", |xml| {
            let article = xml.rfind("\"ObelusGap\"").expect("the report ends with a gap");
            let (report, article) = xml.split_at(article);
            format!("{report}{}", article.replacen(words, others, 1))
        });
    }

    /// Accepts or rejects all that is suggested.
    fn decide(&mut self, is_accepted: bool) {
        let (gone, stays) = if is_accepted {
            ("w:del", "w:ins")
        } else {
            ("w:ins", "w:del")
        };
        self.change("word/document.xml", |mut xml| {
            while let Some(start) = xml.find(&format!("<{gone} ")) {
                let end = xml[start..].find(&format!("</{gone}>")).unwrap() + start + gone.len() + 3;
                xml.replace_range(start..end, "");
            }
            while let Some(start) = xml.find(&format!("<{stays} ")) {
                let end = xml[start..].find('>').unwrap() + start + 1;
                xml.replace_range(start..end, "");
            }
            xml.replace(&format!("</{stays}>"), "").replace("w:delText", "w:t")
        });
    }

    /// A comment by Jean, on the passage of another one: an answer that Word ties to it, or just one beside it.
    fn comment(&mut self, beside: u32, words: &str, tied: bool) {
        let id = 900 + self.0["word/comments.xml"].len();
        let said = format!(
            "<w:comment w:id=\"{id}\" w:author=\"Jean Martin\" w:date=\"2024-10-05T08:30:00Z\" w:initials=\"JM\">\
             <w:p w14:paraId=\"7ABC{:04X}\"><w:r><w:annotationRef/></w:r><w:r><w:t>{words}</w:t></w:r></w:p></w:comment>",
            id % 0x1_0000
        );
        self.change("word/comments.xml", |xml| {
            xml.replace("</w:comments>", &format!("{said}</w:comments>"))
        });
        self.change("word/document.xml", |xml| {
            xml.replacen(
                &format!("<w:commentRangeStart w:id=\"{beside}\"/>"),
                &format!("<w:commentRangeStart w:id=\"{beside}\"/><w:commentRangeStart w:id=\"{id}\"/>"),
                1,
            )
            .replacen(
                &format!("<w:commentRangeEnd w:id=\"{beside}\"/>"),
                &format!(
                    "<w:commentRangeEnd w:id=\"{beside}\"/><w:commentRangeEnd w:id=\"{id}\"/>\
                     <w:r><w:commentReference w:id=\"{id}\"/></w:r>"
                ),
                1,
            )
        });
        if tied {
            let parent = paragraph(beside);
            self.change("word/commentsExtended.xml", |xml| {
                let answer = format!(
                    "<w15:commentEx w15:paraId=\"7ABC{:04X}\" w15:paraIdParent=\"{parent}\" w15:done=\"0\"/>",
                    id % 0x1_0000
                );
                xml.replace("</w15:commentsEx>", &format!("{answer}</w15:commentsEx>"))
            });
        }
    }

    fn settle(&mut self, comment: u32) {
        let open = format!("w15:paraId=\"{}\" w15:done=\"0\"", paragraph(comment));
        let settled = open.replace("done=\"0\"", "done=\"1\"");
        self.change("word/commentsExtended.xml", |xml| xml.replace(&open, &settled));
    }
}

/// The id of a comment's last paragraph, as we write it.
fn paragraph(comment: u32) -> String {
    format!("{:08X}", 0x1000_0000 + comment)
}

/// The ids of our comments in the order of the text.
fn comments(handed: &Handed) -> Vec<u32> {
    let xml = String::from_utf8(handed.0["word/document.xml"].clone()).unwrap();
    let ids = xml.split("<w:commentRangeStart w:id=\"").skip(1);
    ids.map(|rest| rest.split('"').next().unwrap().parse().unwrap())
        .collect()
}

fn is_untouched(imported: &Imported, sheet: &Sheet) -> bool {
    let copy = imported.copy_of.expect("it is known for a copy of ours");
    assert_eq!((copy.article, copy.revision), (sheet.article.id, sheet.revision.id));
    copy.is_untouched
}

/// For each comment its mark, whether it is as we wrote it, and what is said after that.
fn said(annotations: &[Annotation]) -> Vec<(Option<MarkId>, Vec<&str>)> {
    annotations
        .iter()
        .map(|one| {
            let is_ours = one.on.is_some_and(|on| on.is_ours);
            let answers = one.remarks.iter().skip(usize::from(is_ours));
            (
                one.on.map(|on| on.mark),
                answers.map(|remark| remark.words.as_str()).collect(),
            )
        })
        .collect()
}

/// What comes back as it went out is no change of anything.
fn check_untouched(sheet: &Sheet, name: &str) {
    let imported = import(&export(sheet));
    assert!(
        is_untouched(&imported, sheet),
        "{name}: {}",
        imported.body.text.as_str()
    );
    assert!(imported.before.is_none(), "{name}: what we suggested is no change");
    assert!(imported.body.asides.is_empty(), "{name}: nothing of the report");
    let mut places: Vec<MarkId> = sheet
        .marks
        .iter()
        .flat_map(|mark| mark.places.iter().map(|_| mark.id))
        .collect();
    let mut found: Vec<MarkId> = Vec::new();
    for one in &imported.annotations {
        let on = one.on.expect("each comment is known");
        assert!(on.is_ours && one.remarks.len() == 1 && !one.done, "{name}");
        found.push(on.mark);
    }
    places.sort();
    found.sort();
    assert_eq!(found, places, "{name}");
}

#[test]
fn a_copy_that_nobody_touched_changes_nothing() {
    for (name, mut sheet) in Sheet::kept_bodies() {
        sheet.body.asides.clear();
        if sheet.body.text.as_str().trim().is_empty() {
            continue;
        }
        check_untouched(&sheet, &name);
        sheet.mark_everywhere("Une *note* :\n\n1. un\n2. deux", "autrement");
        check_untouched(&sheet, &name);
    }
    check_untouched(&Sheet::sample("fr"), "sample");
}

#[test]
fn an_authors_own_file_that_nobody_touched_changes_nothing() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/office");
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.extension().is_none_or(|ending| ending != "docx") {
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        let mut sheet = Sheet::of(import(&bytes));
        sheet.body.asides.clear();
        sheet.original = Some(bytes);
        let length = sheet.body.text.len() / 2;
        for start in (0..length).step_by(1 + length as usize / 5) {
            if let Ok(range) = sheet.body.text.selection(start, (start + 13).min(length)) {
                sheet.mark_ranges(&[range], Kind::claim(Status::Wrong), "Vu.", "autrement", &[]);
            }
        }
        let imported = import(&export(&sheet));
        let name = path.display();
        // Where the author's own changes are tracked as well, one of the readings is the version's.
        if imported.before.is_none() {
            assert!(is_untouched(&imported, &sheet), "{name}");
        }
        assert!(
            imported
                .annotations
                .iter()
                .all(|one| one.on.is_some_and(|on| on.is_ours)),
            "{name}"
        );
    }
}

fn sheet() -> Sheet {
    let mut sheet = Sheet::markdown(
        "# Le titre\n\nMicrosoft détient 49% des parts. Le maire a signé en mars 2021.\n\nقال سام اليوم",
    );
    sheet.mark(
        "49% des parts",
        Kind::claim(Status::Wrong),
        "Non.",
        "49 % des bénéfices",
        &[],
    );
    sheet.mark("Le maire", Kind::claim(Status::Query), "Qui ?", "", &[]);
    sheet.mark("سام", Kind::claim(Status::Imprecise), "", "غدا", &[]);
    sheet
}

#[test]
fn answers_belong_to_the_mark_whose_comment_they_answer() {
    let sheet = sheet();
    let marks: Vec<MarkId> = sheet.marks.iter().map(|mark| mark.id).collect();
    let mut handed = Handed::out(&sheet);
    let ids = comments(&handed);
    handed.comment(ids[0], "Le rapport dit 49 %.", true);
    handed.comment(ids[1], "Le maire de Lyon.", false);
    handed.settle(ids[2]);
    let back = handed.back();
    assert!(is_untouched(&back, &sheet), "nothing but comments");
    assert_eq!(
        said(&back.annotations),
        [
            (Some(marks[0]), vec!["Le rapport dit 49 %."]),
            (Some(marks[1]), vec![]),
            (Some(marks[1]), vec!["Le maire de Lyon."]),
            (Some(marks[2]), vec![]),
        ]
    );
    let done: Vec<bool> = back.annotations.iter().map(|one| one.done).collect();
    assert_eq!(done, [false, false, false, true]);
    let answer = &back.annotations[0].remarks[1];
    assert_eq!(answer.author.as_deref(), Some("Jean Martin"));
    assert_eq!(answer.time.map(|time| time.day()), Some((2024, 10, 5)));
}

#[test]
fn a_comment_on_other_words_is_a_new_one() {
    let sheet = sheet();
    let mut handed = Handed::out(&sheet);
    let said =
        "<w:comment w:id=\"77\" w:author=\"Jean\"><w:p><w:r><w:t>Vraiment ?</w:t></w:r></w:p></w:comment></w:comments>";
    handed.change("word/comments.xml", |xml| xml.replace("</w:comments>", said));
    handed.write(
        " a signé en mars 2021.",
        " a </w:t></w:r><w:commentRangeStart w:id=\"77\"/><w:r><w:t>signé</w:t></w:r><w:commentRangeEnd w:id=\"77\"/><w:r><w:t xml:space=\"preserve\"> en mars 2021.",
    );
    let back = handed.back();
    assert!(is_untouched(&back, &sheet));
    let new: Vec<&Annotation> = back.annotations.iter().filter(|one| one.on.is_none()).collect();
    assert_eq!(new.len(), 1);
    assert_eq!(back.body.text.slice(new[0].ranges[0]), "signé");
}

#[test]
fn a_comment_of_ours_that_somebody_wrote_into_is_still_its_marks() {
    let sheet = sheet();
    let mut handed = Handed::out(&sheet);
    handed.change("word/comments.xml", |xml| {
        xml.replacen("Qui ?", "Qui ? Le maire de Lyon.", 1)
    });
    let back = handed.back();
    let on = back.annotations[1].on.unwrap();
    assert_eq!((on.mark, on.is_ours), (sheet.marks[1].id, false));
}

#[test]
fn what_was_accepted_is_the_new_wording_and_what_was_rejected_is_the_old_one() {
    let sheet = sheet();
    let mut accepted = Handed::out(&sheet);
    accepted.decide(true);
    let back = accepted.back();
    assert!(!is_untouched(&back, &sheet));
    assert_eq!(
        back.body.text.as_str(),
        "Le titre\n\nMicrosoft détient 49 % des bénéfices. Le maire a signé en mars 2021.\n\nقال غدا اليوم"
    );
    let mut rejected = Handed::out(&sheet);
    rejected.decide(false);
    assert!(is_untouched(&rejected.back(), &sheet));
}

#[test]
fn words_of_others_are_a_change_and_what_we_suggest_waits_beside_them() {
    let sheet = sheet();
    let mut handed = Handed::out(&sheet);
    handed.write("en mars 2021", "en avril 2021");
    let back = handed.back();
    assert!(!is_untouched(&back, &sheet));
    let text = sheet.body.text.as_str().replace("mars", "avril");
    assert_eq!(back.body.text.as_str(), text);

    // Tracked, they are somebody's to decide, and ours are not.
    let mut handed = Handed::out(&sheet);
    handed.write(
        "en mars 2021.",
        "en </w:t></w:r><w:del w:id=\"800\" w:author=\"Jean\" w:date=\"2024-10-05T08:30:00Z\"><w:r><w:delText>mars</w:delText></w:r></w:del>\
         <w:ins w:id=\"801\" w:author=\"Jean\" w:date=\"2024-10-05T08:30:00Z\"><w:r><w:t>avril</w:t></w:r></w:ins><w:r><w:t xml:space=\"preserve\"> 2021.",
    );
    let back = handed.back();
    assert_eq!(back.body.text.as_str(), text);
    let before = back.before.unwrap();
    assert_eq!(before.body.text.as_str(), sheet.body.text.as_str());
    assert_eq!((before.inserted, before.deleted), (1, 1));
}

/// Takes the names off all changes and comments, as Word does on request; the dates as well, or not.
fn without_names(handed: &mut Handed, dates: bool) {
    for part in ["word/document.xml", "word/comments.xml"] {
        handed.change(part, |mut xml| {
            let mut from = 0;
            while let Some(at) = xml[from..].find(" w:author=\"").map(|at| at + from + 11) {
                let end = xml[at..].find('"').unwrap() + at;
                xml.replace_range(at..end, "Auteur");
                from = at;
            }
            while let Some(at) = xml.find(" w:date=\"").filter(|_| dates) {
                let end = xml[at + 9..].find('"').unwrap() + at + 10;
                xml.replace_range(at..end, "");
            }
            xml
        });
    }
    if !dates {
        handed.change("word/settings.xml", |xml| {
            xml.replace("<w:zoom", "<w:removePersonalInformation/><w:zoom")
        });
    }
}

#[test]
fn what_we_suggested_is_known_where_word_took_all_names_away() {
    let sheet = sheet();
    for dates in [true, false] {
        let mut handed = Handed::out(&sheet);
        without_names(&mut handed, dates);
        let back = handed.back();
        assert!(is_untouched(&back, &sheet) && back.before.is_none(), "dates {dates}");
        assert!(back.annotations.iter().all(|one| one.on.is_some_and(|on| on.is_ours)));

        // What others track there without a name is theirs.
        let mut handed = Handed::out(&sheet);
        handed.write(
            "en mars 2021.",
            "en </w:t></w:r><w:del w:id=\"800\" w:author=\"Jean\" w:date=\"2024-10-05T08:30:00Z\"><w:r><w:delText>mars</w:delText></w:r></w:del>\
             <w:ins w:id=\"801\" w:author=\"Jean\" w:date=\"2024-10-05T08:30:00Z\"><w:r><w:t>avril</w:t></w:r></w:ins><w:r><w:t xml:space=\"preserve\"> 2021.",
        );
        without_names(&mut handed, dates);
        let back = handed.back();
        assert_eq!(
            back.body.text.as_str(),
            sheet.body.text.as_str().replace("mars", "avril")
        );
        assert_eq!(back.before.unwrap().body.text.as_str(), sheet.body.text.as_str());
    }
    // The same words elsewhere are no suggestion of ours; beside ours, what was written untracked makes it unknown.
    let mut handed = Handed::out(&sheet);
    without_names(&mut handed, true);
    handed.write("Le maire", "La maire");
    let back = handed.back();
    assert!(back.before.is_some(), "it is asked");
    assert!(back.body.text.as_str().contains("49 % des bénéfices"));
}

#[test]
fn an_authors_file_without_names_keeps_its_formatting_the_next_time() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/office");
    let bytes = fs::read(folder.join("python-docx.docx")).unwrap();
    let mut sheet = Sheet::of(import(&bytes));
    sheet.original = Some(bytes);
    let words = sheet.body.text.as_str().to_owned();
    let mut words = words
        .split_whitespace()
        .filter(|word| word.len() > 5 && word.chars().all(char::is_alphabetic));
    for word in [words.next().unwrap(), words.nth(4).unwrap()] {
        let range = sheet.body.text.places_of(word)[0];
        sheet.mark_ranges(&[range], Kind::claim(Status::Wrong), "", "autrement", &[]);
    }
    let mut handed = Handed::out(&sheet);
    without_names(&mut handed, true);
    let parts: Vec<(&str, &[u8])> = handed
        .0
        .iter()
        .map(|(name, part)| (name.as_str(), part.as_slice()))
        .collect();
    sheet.original = Some(stored(&parts));
    let second = WordFile::open(&export(&sheet));
    assert_eq!(second.inserted, ["autrement"; 2], "each once");
    assert!(
        !second.xml("word/styles.xml").contains("Obelus About"),
        "the author's own file"
    );
}

#[test]
fn a_copy_without_its_slip_is_read_as_any_word_file() {
    let sheet = sheet();
    let mut handed = Handed::out(&sheet);
    handed.0.retain(|name, _| !name.starts_with("customXml/"));
    let back = handed.back();
    assert_eq!(back.copy_of, None);
    assert!(back.before.is_some());
    assert!(back.annotations.iter().all(|one| one.on.is_none()));
    // One that somebody tampered with is no reason to fail.
    for wrong in ["<obelus-copy ", "<obelus-copy article=\"x\"/>", "<obelus-copy <"] {
        let mut handed = Handed::out(&sheet);
        handed.0.insert("customXml/item1.xml".into(), wrong.into());
        assert_eq!(handed.back().copy_of, None, "{wrong}");
    }
}

#[test]
fn an_authors_file_that_came_back_undecided_keeps_its_formatting_the_next_time() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/office");
    let bytes = fs::read(folder.join("python-docx.docx")).unwrap();
    let mut sheet = Sheet::of(import(&bytes));
    sheet.original = Some(bytes);
    let words = sheet.body.text.as_str().to_owned();
    let word = words
        .split_whitespace()
        .find(|word| word.len() > 5 && word.chars().all(char::is_alphabetic));
    let range = sheet.body.text.places_of(word.unwrap())[0];
    sheet.mark_ranges(&[range], Kind::claim(Status::Wrong), "", "autrement", &[]);
    let first = export(&sheet);
    assert!(is_untouched(&import(&first), &sheet));

    // It is the file of a version now, and is handed out again.
    sheet.original = Some(first);
    let second = WordFile::open(&export(&sheet));
    assert_eq!(
        second.inserted,
        ["autrement"],
        "once, and not within what was suggested before"
    );
    assert!(
        !second.xml("word/styles.xml").contains("Obelus About"),
        "the author's own file"
    );
    let is_slip = |part: &&Vec<u8>| String::from_utf8_lossy(part).contains("<obelus-copy ");
    assert_eq!(second.parts.values().filter(is_slip).count(), 1);
}
