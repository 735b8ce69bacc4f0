//! Writes the comments of a Word file: what each mark says, for every place in which it stands.
//!
//! Word takes the date of a comment for a local time; the true one stands in two parts of its own (\[MS-DOCX\] 2.5), tied
//! to the comment by the id of its last paragraph. The same ids let others answer.

use std::fmt::Write;

use obelus_core::mark::Mark;

use super::book::Comment;
use super::leaf::{author, signed};
use super::looks::Look;
use super::marks::correction;
use super::part::{Part, whole};
use super::scribe::Scribe;
use super::words::Words;
use super::xml::escape;
use crate::checked::{Numbered, Woven};
use crate::labels::Labels;
use crate::slip::{self, Commented};
use crate::{moment, note_body, prints, xml};

/// The parts that hold the comments.
pub(super) struct Comments {
    pub(super) said: Part,
    pub(super) extended: Vec<u8>,
    pub(super) ids: Vec<u8>,
    pub(super) extensible: Vec<u8>,
}

/// Where the ids of paragraphs begin: any number below 2³¹ will do.
const FIRST_ID: u32 = 0x1000_0000;

/// Each of them as well, for the slip.
pub(super) fn write(scribe: &mut Scribe<'_>, woven: &Woven<'_>) -> (Comments, Vec<Commented>) {
    let (mut extended, mut ids, mut extensible) = (String::new(), String::new(), String::new());
    let all = std::mem::take(&mut scribe.book.comments);
    let mut commented = Vec::with_capacity(all.len());
    for comment in &all {
        let Some(numbered) = woven.marks.iter().chain(&woven.unplaced).nth(comment.mark) else {
            continue;
        };
        let start = scribe.part.out.len();
        begin(scribe, comment, numbered);
        if comment.is_first {
            say(scribe, numbered);
        } else {
            let also = scribe
                .labels
                .also_here
                .replace("{number}", &numbered.number.to_string());
            scribe.line("CommentText", &Words::default().runs(&also, false, false));
        }
        // The last paragraph carries the comment's id: no words can look like its tag, for they are escaped.
        if !scribe.part.out.ends_with("</w:p>") {
            scribe.part.out.push_str("<w:p></w:p>");
        }
        let last = scribe.part.out[start..].rfind("<w:p>").map_or(start, |at| start + at);
        let id = format!("{:08X}", FIRST_ID + comment.id);
        scribe.part.out.replace_range(
            last..last + 5,
            &format!("<w:p w14:paraId=\"{id}\" w14:textId=\"77777777\">"),
        );
        scribe.part.out.push_str("</w:comment>");
        commented.push(Commented {
            mark: numbered.mark.id,
            paragraph: id.clone(),
            print: String::new(),
            signature: String::new(),
            corrects: scribe.book.corrected.contains(&comment.mark),
        });
        let _ = write!(extended, "<w15:commentEx w15:paraId=\"{id}\" w15:done=\"0\"/>");
        let _ = write!(
            ids,
            "<w16cid:commentId w16cid:paraId=\"{id}\" w16cid:durableId=\"{id}\"/>"
        );
        if let Some(date) = moment::written(numbered.mark.changed.at) {
            let _ = write!(
                extensible,
                "<w16cex:commentExtensible w16cex:durableId=\"{id}\" w16cex:dateUtc=\"{date}\"/>"
            );
        }
    }
    let mut said = std::mem::take(&mut scribe.part);
    said.out = String::from_utf8(whole("w:comments", &said.out)).unwrap_or_default();
    // As a reader will see them.
    if let Ok(root) = xml::read(&said.out) {
        for (one, element) in commented.iter_mut().zip(root.elements()) {
            one.print = slip::print(element);
            one.signature = prints::signature(element).unwrap_or_default();
        }
    }
    let comments = Comments {
        said,
        extended: whole("w15:commentsEx", &extended),
        ids: whole("w16cid:commentsIds", &ids),
        extensible: whole("w16cex:commentsExtensible", &extensible),
    };
    (comments, commented)
}

impl Comments {
    /// No comments, for a file that had some.
    pub(super) fn none() -> Self {
        let said = Part {
            out: String::from_utf8(whole("w:comments", "")).unwrap_or_default(),
            ..Part::default()
        };
        Self {
            said,
            extended: whole("w15:commentsEx", ""),
            ids: whole("w16cid:commentsIds", ""),
            extensible: whole("w16cex:commentsExtensible", ""),
        }
    }
}

/// The status first: the rest explains it.
fn begin(scribe: &mut Scribe<'_>, comment: &Comment, numbered: &Numbered<'_>) {
    let signature = signed(numbered);
    let initials = initials(&numbered.mark.changed.by);
    let mut look = Words {
        strong: true,
        ..Words::default()
    };
    look.ink = Some(Look::of(numbered.class()).ink);
    let word = format!("{} {}", numbered.sign(), numbered.word(scribe.checked, scribe.labels));
    let status = look.runs(&word, false, false);
    let mut after = format!(" · {}", numbered.number);
    if numbered.places > 1 {
        let places = scribe.labels.number(numbered.places);
        let phrase = scribe.labels.counted(&scribe.labels.places, numbered.places);
        let _ = write!(after, " · {}", phrase.replace("{places}", &places));
    }
    let after = Words::default().runs(&after, false, false);
    let _ = write!(
        scribe.part.out,
        "<w:comment w:id=\"{}\"{signature} w:initials=\"{initials}\">",
        comment.id
    );
    scribe.line(
        "CommentText",
        &format!("<w:r><w:rPr><w:rStyle w:val=\"CommentReference\"/></w:rPr><w:annotationRef/></w:r>{status}{after}"),
    );
}

fn say(scribe: &mut Scribe<'_>, numbered: &Numbered<'_>) {
    let mark = numbered.mark;
    if numbered.places == 0 {
        let label = format!("{}{}", scribe.labels.unplaced, scribe.labels.colon);
        let words = scribe.labels.quoted(numbered.quote);
        scribe.line("CommentText", &labelled(&label, &words));
    }
    if !mark.note.trim().is_empty() {
        scribe.aside(&note_body(&mark.note), "CommentText");
    }
    for said in [correction_of(mark, scribe.labels), tags_of(mark)]
        .into_iter()
        .flatten()
    {
        scribe.line("CommentText", &said);
    }
}

/// What is to stand there instead, as runs.
pub(super) fn correction_of(mark: &Mark, labels: &Labels) -> Option<String> {
    let label = format!("{}{}", labels.correction, labels.colon);
    Some(labelled(&label, &labels.quoted(correction(mark)?)))
}

/// The tags, as runs.
pub(super) fn tags_of(mark: &Mark) -> Option<String> {
    let tags: Vec<String> = mark.tags.iter().map(|tag| format!("#{tag}")).collect();
    (!tags.is_empty()).then(|| Words::default().runs(&tags.join(" "), false, false))
}

/// Words that may run in any direction, with a label before them.
fn labelled(label: &str, words: &str) -> String {
    let right_to_left = super::direction::runs_right_to_left(words);
    let label = Words::default().runs(label, false, false);
    let strong = Words {
        strong: true,
        ..Words::default()
    };
    format!("{label}{}", strong.runs(words, right_to_left, false))
}

impl Scribe<'_> {
    /// A paragraph of these runs.
    pub(super) fn line(&mut self, style: &str, runs: &str) {
        let _ = write!(
            self.part.out,
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{runs}</w:p>"
        );
    }
}

/// What Word shows where there is no room for a name.
fn initials(by: &str) -> String {
    let name = author(by);
    let words: Vec<&str> = by.split_whitespace().collect();
    match words.as_slice() {
        [] => name.chars().take(1).collect(),
        [word] if word.chars().count() <= 3 => escape(word).into_owned(),
        words => {
            let letters: String = words.iter().filter_map(|word| word.chars().next()).take(3).collect();
            escape(&letters.to_uppercase()).into_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_those_of_the_name_or_the_name_itself() {
        for (name, expected) in [
            ("CR", "CR"),
            ("Claire de Rive", "CDR"),
            ("élise", "É"),
            ("", "O"),
            ("<b> x", "&lt;X"),
        ] {
            assert_eq!(initials(name), expected);
        }
    }
}
