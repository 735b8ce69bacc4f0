//! Writes a checked article as it is pasted into a mail or another document: HTML whose looks stand where they are, and
//! Markdown for programs that take words alone.

use std::fmt::Write;

use crate::Checked;
use crate::checked::{Counts, Numbered, Woven, about, signature, version};
use crate::html_blocks::{Writer, escape};
use crate::inks::Inks;
use crate::labels::Labels;
use crate::{markdown_out, note_body};

const SMALL: &str = "color:#5d5850;font-size:0.9em";

/// What goes on the clipboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pasted {
    pub html: String,
    pub text: String,
}

/// The whole article with its marks, and beneath it what was found out about each.
#[must_use]
pub fn export(checked: &Checked<'_>, labels: &Labels) -> Pasted {
    Pasted {
        html: html(checked, labels),
        text: markdown_out::export(checked, labels),
    }
}

fn html(checked: &Checked<'_>, labels: &Labels) -> String {
    let woven = Woven::new(checked);
    let counts = Counts::new(&woven);
    let mut page = String::from("<meta charset=\"utf-8\">");
    let mut writer = Writer::new(checked.body, &woven, labels, Some(checked));
    writer.pasted = true;
    writer.blocks(&checked.body.blocks);
    page.push_str(&writer.out);
    let mut about = about(checked, labels);
    about.extend([version(checked, labels), counts.progress(labels)]);
    let _ = write!(
        page,
        "<hr><p style=\"{SMALL}\"><b>{}</b>{}{}</p>",
        escape(&labels.document),
        escape(&labels.colon),
        escape(&about.join(" · ")),
    );
    for numbered in &woven.marks {
        found(&mut page, numbered, checked, labels);
    }
    if !woven.unplaced.is_empty() {
        let _ = write!(page, "<p><b>{}</b></p>", escape(&labels.unplaced));
        for numbered in &woven.unplaced {
            found(&mut page, numbered, checked, labels);
        }
    }
    page
}

/// One mark: its number and status, its words, what the person wrote.
fn found(page: &mut String, numbered: &Numbered<'_>, checked: &Checked<'_>, labels: &Labels) {
    let (mark, Inks { ink, .. }) = (numbered.mark, numbered.inks());
    let _ = write!(
        page,
        "<p style=\"margin-bottom:0\"><b style=\"color:#{ink}\">{}&nbsp;{} {}</b> <span style=\"{SMALL}\">{}</span><br>{}</p>",
        numbered.number,
        numbered.sign(),
        escape(&numbered.word(checked, labels)),
        escape(&signature(mark, labels)),
        escape(&labels.quoted(numbered.quote)),
    );
    if !mark.note.trim().is_empty() {
        let body = note_body(&mark.note);
        let bare = Woven::bare(&body);
        let mut writer = Writer::new(&body, &bare, labels, None);
        writer.pasted = true;
        writer.blocks(&body.blocks);
        page.push_str(&writer.out);
    }
    if !mark.correction.trim().is_empty() {
        let _ = write!(
            page,
            "<p>{}{}<b>{}</b></p>",
            escape(&labels.correction),
            escape(&labels.colon),
            escape(&labels.quoted(mark.correction.trim())),
        );
    }
    if !mark.tags.is_empty() {
        let tags: Vec<String> = mark.tags.iter().map(|tag| format!("#{}", escape(tag))).collect();
        let _ = write!(page, "<p style=\"{SMALL}\">{}</p>", tags.join(" "));
    }
}
