//! Writes the footnotes of a Word file that say what each mark does; at its other places, in which note that is said.

use std::fmt::Write;

use obelus_core::body::Block;

use super::comments::{correction_of, tags_of};
use super::leaf::signed;
use super::looks::Look;
use super::references::{NAMESPACE, Noted, OURS, field};
use super::scribe::Scribe;
use super::words::Words;
use crate::checked::{Numbered, Woven};
use crate::slip::{self, Commented, NOTE};
use crate::{note_body, prints, xml};

const STYLE: &str = "ObelusFootnote";

/// Writes them into the part of the footnotes, in the order of the text; each of them, for the slip.
pub(super) fn write(scribe: &mut Scribe<'_>, woven: &Woven<'_>) -> Vec<Commented> {
    std::mem::swap(&mut scribe.part, &mut scribe.footnotes);
    let noted = std::mem::take(&mut scribe.book.noted);
    let written = noted.iter().map(|note| one(scribe, note, &woven.marks[note.mark]));
    let written = written.collect();
    scribe.book.noted = noted;
    std::mem::swap(&mut scribe.part, &mut scribe.footnotes);
    written
}

fn one(scribe: &mut Scribe<'_>, note: &Noted, numbered: &Numbered<'_>) -> Commented {
    let start = scribe.part.out.len();
    // A part of somebody else's may know no links.
    let _ = write!(scribe.part.out, "<w:footnote w:id=\"{}\"{NAMESPACE}>", note.id);
    let status = status(scribe, numbered);
    if note.is_first {
        say(scribe, numbered, status);
    } else {
        let see = scribe.labels.see_note.split_once("{number}").unwrap_or_default();
        let [before, after] = [see.0, see.1].map(|words| Words::default().runs(words, false, false));
        let see = format!("{status}{BETWEEN}{before}{}{after}", field(note.mark));
        scribe.line(STYLE, &see);
    }
    // Nothing ends with a table.
    if !scribe.part.out.ends_with("</w:p>") {
        scribe.line(STYLE, "");
    }
    scribe.part.out.push_str("</w:footnote>");
    // As a reader will see it.
    let print = |element: &xml::Element<'_>| match note.is_first {
        true => slip::print(element),
        false => slip::print_without_figures(element),
    };
    let signature = format!("<w:by{}/>", signed(numbered));
    let signature = xml::read(&signature).ok().and_then(|by| prints::signature(&by));
    Commented {
        mark: numbered.mark.id,
        paragraph: format!("{NOTE}{}", note.name),
        print: xml::read(&scribe.part.out[start..])
            .as_ref()
            .map(print)
            .unwrap_or_default(),
        signature: signature.unwrap_or_default(),
        corrects: scribe.book.corrected.contains(&note.mark),
    }
}

const BETWEEN: &str = "<w:r><w:t xml:space=\"preserve\"> · </w:t></w:r>";

/// The note's own sign; then the status first: the rest explains it.
fn status(scribe: &Scribe<'_>, numbered: &Numbered<'_>) -> String {
    let ink = Look::of(numbered.class()).ink;
    let strong = Words {
        strong: true,
        ink: Some(ink),
        ..Words::default()
    };
    let word = format!("{} {}", numbered.sign(), numbered.word(scribe.checked, scribe.labels));
    let word = strong.runs(&word, false, false);
    format!(
        "<w:r><w:rPr>{OURS}<w:color w:val=\"{ink}\"/></w:rPr><w:footnoteRef/></w:r><w:r><w:t xml:space=\"preserve\"> </w:t></w:r>{word}"
    )
}

/// The note begins in the line of the status; what is to stand there instead and the tags have a line of their own.
fn say(scribe: &mut Scribe<'_>, numbered: &Numbered<'_>, status: String) {
    let mark = numbered.mark;
    let more: Vec<String> = [correction_of(mark, scribe.labels), tags_of(mark)]
        .into_iter()
        .flatten()
        .collect();
    let more = more.join(BETWEEN);
    if mark.note.trim().is_empty() {
        let between = if more.is_empty() { "" } else { BETWEEN };
        scribe.line(STYLE, &format!("{status}{between}{more}"));
        return;
    }
    let note = note_body(&mark.note);
    let goes_on = matches!(
        note.blocks.first(),
        Some(Block::Paragraph { .. } | Block::Heading { .. })
    );
    scribe.prefix = Some(format!("{status}{}", if goes_on { BETWEEN } else { "" }));
    scribe.aside(&note, STYLE);
    if !more.is_empty() {
        scribe.line(STYLE, &more);
    }
}
