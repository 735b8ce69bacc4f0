//! Writes the comments, or the footnotes, and the tracked changes of a checked article into the Word file that it came
//! from.
//!
//! Every part stays byte for byte; only what the marks need is changed: runs are cut at their edges, ranges of comments
//! and changes are put in, and the part of the comments is ours: what others said there came along as notes. Footnotes
//! stand among the author's own. Where that cannot be done without a doubt, there is no such copy, and a clean document
//! is written instead.

use std::collections::BTreeMap;

use obelus_core::body::{Block, Body, leaves};
use obelus_core::text::TextRange;

use super::book::Book;
use super::came_back::without_ours;
use super::cuts::Cuts;
use super::ending::Ending;
use super::guest::{DOCUMENT, Parts};
use super::leaf::signed;
use super::looks::{Dresses, Look};
use super::manuscript::Manuscript;
use super::marks::{Marks, correction};
use super::notes::Notes;
use super::references::{Numbers, parted};
use super::scribe::{Scribe, Source, WIDTH};
use super::undecided::without_suggestions;
use super::words::Words;
use super::xml::run_content;
use super::{comments, footnotes, sheets};
use crate::WordMarks;
use crate::checked::{Checked, Woven};
use crate::labels::Labels;
use crate::package::Package;
use crate::package::pack::Packing;
use crate::slip::{Index, Slip};

/// The file with the marks in it.
pub(super) fn export(original: &[u8], checked: &Checked<'_>, labels: &Labels) -> Option<Vec<u8>> {
    let package = Package::open(original).ok()?;
    let mut parts = Parts(BTreeMap::new());
    let names: Vec<String> = package.names().map(str::to_owned).collect();
    for name in &names {
        parts.0.insert(name.clone(), package.part(name).ok()??);
    }
    // A signature would no longer hold, and macros are never handed on.
    if names
        .iter()
        .any(|name| name.contains("_xmlsignatures") || name.contains("vbaProject"))
    {
        return None;
    }
    // A copy of ours that came back: what stood around the article there is told anew.
    let is_ours = |styles: String| styles.contains("w:val=\"Obelus About\"");
    if parts.text("word/styles.xml").is_some_and(is_ours) {
        return None;
    }
    let came_back = parts.slip().and_then(|(_, slip)| Slip::read(&slip));
    if came_back.is_some() {
        without_ours(&mut parts)?;
    }
    let mut xml = parts.text(DOCUMENT)?;
    if let Some(slip) = came_back {
        xml = without_suggestions(&xml, &Index::new(slip), parts.is_without_names())?;
    }
    let mut manuscript = Manuscript::read(&xml)?;
    if !manuscript.find(&letters(checked.body)) {
        return None;
    }
    let woven = Woven::new(checked);
    let marks = Marks::new(checked.body, &woven);
    let mut book = Book::after(manuscript.last_id);
    book.last_note = parts.last_note()?;
    let mut cuts = Cuts::new(&xml, &manuscript);
    let dresses = mark(&mut cuts, &manuscript, checked, &woven, &marks, &mut book)?;
    let ending = Ending::of(&xml)?;
    let notes = Notes::default();
    let text_of_nothing = Source {
        body: checked.body,
        marks: None,
        notes: &notes,
        runs: &[],
        leaf: 0,
    };
    let mut scribe = Scribe::new(&mut book, checked, labels, text_of_nothing);
    scribe.is_guest = true;
    let is_noted = checked.wanted.word_marks == WordMarks::Footnotes;
    // What has no place any more is said at the first word, where there are comments.
    if checked.wanted.report || is_noted {
        scribe.part.relations = parts.beside(DOCUMENT);
        scribe.width = ending.width;
        scribe.claims(&woven, ending.breaks());
        scribe.width = WIDTH;
    }
    let added = std::mem::take(&mut scribe.part);
    if !added.out.is_empty() {
        ending.put(&xml, &added.out, &mut cuts);
        parts.add_relations(DOCUMENT, &added.relations)?;
    }
    let mut document = parted(&cuts.written());
    let (comments, commented) = match is_noted {
        false => {
            let (comments, commented) = comments::write(&mut scribe, &woven);
            (Some(comments), commented)
        }
        true => {
            if let Some(part) = parts.footnotes() {
                scribe.footnotes.relations = parts.beside(&part);
            }
            (None, footnotes::write(&mut scribe, &woven))
        }
    };
    let mut footnotes = std::mem::take(&mut scribe.footnotes);
    let numbers = Numbers::of(&document, &book.noted);
    numbers.fill(&mut document);
    numbers.fill(&mut footnotes.out);
    let slip = super::slip(checked, &commented, &document);
    parts.put(DOCUMENT, document);
    parts.put_comments(comments)?;
    parts.strip_notes()?;
    parts.put_notes(&footnotes)?;
    if !added.out.is_empty() || is_noted {
        parts.put_styles(&format!("{}{}", sheets::around(checked, labels), dresses.styles()))?;
    }
    parts.put_slip(&slip)?;
    let mut packing = Packing::default();
    // In the file's own order, with what is new at its end.
    let new = parts.0.keys().filter(|name| !names.contains(name));
    for name in names.iter().chain(new) {
        // Nothing is left of some: what they led to is gone.
        if let Some(bytes) = parts.0.get(name) {
            packing.put(name, bytes);
        }
    }
    let file = packing.finish();
    reads_as(&file, checked, &woven).then_some(file)
}

/// Whether our own reader finds the article in the copy, and a comment or a footnote for each place.
fn reads_as(file: &[u8], checked: &Checked<'_>, woven: &Woven<'_>) -> bool {
    let Ok(imported) = crate::docx::read(file, false) else {
        return false;
    };
    let before = imported.before.map(|before| (before.body, before.annotations));
    let unplaced = match checked.wanted.word_marks {
        WordMarks::Comments => woven.unplaced.len(),
        WordMarks::Footnotes => 0,
    };
    let count = woven.owners.len() + unplaced;
    let mut readings = std::iter::once((imported.body, imported.annotations)).chain(before);
    readings.any(|(body, annotations)| body.text == checked.body.text && annotations.len() == count)
}

/// Every letter of the text that stands in no footnote, with its place.
fn letters(body: &Body) -> Vec<(u32, char)> {
    let main: Vec<Block> = body
        .blocks
        .iter()
        .filter(|block| !matches!(block, Block::Footnote { .. }))
        .cloned()
        .collect();
    let mut letters = Vec::new();
    for leaf in leaves(&main) {
        let words = body.text.between(leaf.start, leaf.end).chars();
        letters.extend((leaf.start..).zip(words).filter(|(_, c)| !c.is_whitespace()));
    }
    letters
}

/// Puts the ranges of comments or the references to footnotes into the main part, and the changes; what the words of
/// marks look like, where they have footnotes.
fn mark(
    cuts: &mut Cuts<'_>,
    manuscript: &Manuscript,
    checked: &Checked<'_>,
    woven: &Woven<'_>,
    marks: &Marks<'_>,
    book: &mut Book,
) -> Option<Dresses> {
    let word_marks = checked.wanted.word_marks;
    let mut dresses = Dresses::default();
    let mut ranges: Vec<(usize, usize, TextRange)> = Vec::new();
    for (index, numbered) in woven.marks.iter().enumerate() {
        let places = numbered.mark.places_in(checked.revision.id).map(|place| place.range);
        let mut places: Vec<_> = places.filter(|range| range.end() <= checked.body.text.len()).collect();
        places.sort();
        ranges.extend(places.into_iter().map(|range| (0, index, range)));
    }
    (0..).zip(&mut ranges).for_each(|(place, range)| range.0 = place);
    ranges.sort_by_key(|(place, _, range)| (range.start(), std::cmp::Reverse(range.end()), *place));
    let mut is_said = vec![false; woven.marks.len()];
    let mut ends: Vec<(usize, String)> = Vec::new();
    let mut deletions: Vec<(usize, usize, String)> = Vec::new();
    for (place, index, range) in ranges {
        let first = manuscript
            .letters
            .partition_point(|letter| letter.offset < range.start());
        let last = manuscript
            .letters
            .partition_point(|letter| letter.offset < range.end())
            .checked_sub(1)?;
        // All of it must be in the main text: a footnote's words are not there.
        let covered = manuscript.letters.get(first..=last)?;
        let words = checked.body.text.slice(range);
        if covered.len() != words.chars().filter(|c| !c.is_whitespace()).count()
            || covered.iter().any(|one| one.is_boxed)
        {
            return None;
        }
        let numbered = &woven.marks[index];
        let look = Look::of(numbered.class());
        let (begins, ended) = match word_marks {
            WordMarks::Comments => {
                let comment = book.comment(index, !std::mem::replace(&mut is_said[index], true));
                (begun(comment), ended(comment))
            }
            WordMarks::Footnotes => {
                cuts.dress(first, last, look, &mut dresses);
                let passage = book.passage(index);
                (passage.begin(), book.refer(passage, look))
            }
        };
        let change = marks.replaced(&[place]) == Some(place) && !manuscript.is_tracked && cuts.is_plain(first, last);
        cuts.before(first, &begins);
        let mut end = String::new();
        if change {
            book.corrected.insert(index);
            let (taken, put, signature) = (book.id(), book.id(), signed(numbered));
            cuts.delete(first, last, &format!("<w:del w:id=\"{taken}\"{signature}>"));
            deletions.push((first, last, signature.clone()));
            let look = cuts.properties(first);
            let words = correction(numbered.mark).unwrap_or_default();
            let runs = match &*look {
                "" => Words::default().runs(words, false, false),
                look => format!("<w:r>{look}{}</w:r>", run_content(words, false)),
            };
            end = format!("</w:del><w:ins w:id=\"{put}\"{signature}>{runs}</w:ins>");
        }
        end.push_str(&ended);
        ends.push((last, end));
    }
    // What has no place any more is said at the first word.
    let letters = &manuscript.letters;
    let goes_on =
        |at: &usize| letters[*at].offset + 1 == letters[at + 1].offset && letters[*at].run == letters[at + 1].run;
    let word = (0..letters.len().saturating_sub(1)).take_while(goes_on).count();
    let unplaced = match word_marks {
        WordMarks::Comments => woven.unplaced.len(),
        WordMarks::Footnotes => 0,
    };
    for index in 0..unplaced {
        let comment = book.comment(woven.marks.len() + index, true);
        letters.get(word)?;
        cuts.before(0, &begun(comment));
        ends.push((word, ended(comment)));
    }
    // What began last ends first, and a change before the comments around it.
    ends.reverse();
    ends.sort_by_key(|(last, end)| (*last, !end.starts_with("</w:del>")));
    for (last, end) in ends {
        // What others say of words within a change must not go with them.
        match deletions.iter().find(|(from, to, _)| *from <= last && last < *to) {
            Some((_, _, signature)) => {
                let again = format!("</w:del>{end}<w:del w:id=\"{}\"{signature}>", book.id());
                cuts.after(last, &again);
            }
            None => cuts.after(last, &end),
        }
    }
    Some(dresses)
}

fn begun(comment: u32) -> String {
    format!("<w:commentRangeStart w:id=\"{comment}\"/>")
}

fn ended(comment: u32) -> String {
    format!("<w:commentRangeEnd w:id=\"{comment}\"/><w:r><w:commentReference w:id=\"{comment}\"/></w:r>")
}
