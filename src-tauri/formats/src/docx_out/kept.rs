//! Writes the comments and the tracked changes of a checked article into the Word file that it came from.
//!
//! Every part stays byte for byte; only what the marks need is changed: runs are cut at their edges, ranges of comments
//! and changes are put in, and the part of the comments is ours: what others said there came along as notes. Where that
//! cannot be done without a doubt, there is no such copy, and a clean document is written instead.

use std::collections::BTreeMap;

use obelus_core::body::{Block, Body, leaves};
use obelus_core::text::TextRange;

use super::book::Book;
use super::comments::{self, Comments};
use super::cuts::Cuts;
use super::leaf::signed;
use super::manuscript::Manuscript;
use super::marks::{Marks, correction};
use super::notes::Notes;
use super::scribe::{Scribe, Source};
use super::undecided::without_suggestions;
use super::words::Words;
use super::xml::run_content;
use super::{LATER, WORD, slipped};
use crate::checked::{Checked, Woven};
use crate::labels::Labels;
use crate::package::Package;
use crate::package::pack::Packing;
use crate::slip::{Index, Slip};

const DOCUMENT: &str = "word/document.xml";
const RELATIONS: &str = "word/_rels/document.xml.rels";
const TYPES: &str = "[Content_Types].xml";

/// The file with the marks in it.
pub(super) fn export(original: &[u8], checked: &Checked<'_>, labels: &Labels) -> Option<Vec<u8>> {
    let package = Package::open(original).ok()?;
    let mut parts: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let names: Vec<String> = package.names().map(str::to_owned).collect();
    for name in &names {
        parts.insert(name.clone(), package.part(name).ok()??);
    }
    // A signature would no longer hold, and macros are never handed on.
    if names
        .iter()
        .any(|name| name.contains("_xmlsignatures") || name.contains("vbaProject"))
    {
        return None;
    }
    // A copy of ours that came back: what stood around the article there is told anew.
    if text(&parts, "word/styles.xml").is_some_and(|styles| styles.contains("w:val=\"Obelus Text\"")) {
        return None;
    }
    let mut xml = text(&parts, DOCUMENT)?;
    if let Some(slip) = slip_in(&parts).and_then(|(_, slip)| Slip::read(&slip)) {
        xml = without_suggestions(&xml, &Index::new(slip))?;
    }
    let mut manuscript = Manuscript::read(&xml)?;
    if !manuscript.find(&letters(checked.body)) {
        return None;
    }
    let woven = Woven::new(checked);
    let marks = Marks::new(checked.body, &woven);
    let mut book = Book::after(manuscript.last_id);
    let document = mark(&xml, &manuscript, checked, &woven, &marks, &mut book)?;
    parts.insert(DOCUMENT.to_owned(), document.into_bytes());
    let notes = Notes::default();
    let text_of_nothing = Source {
        body: checked.body,
        marks: None,
        notes: &notes,
        runs: &[],
        leaf: 0,
    };
    let mut scribe = Scribe::new(&mut book, checked, labels, text_of_nothing);
    scribe.lists_in_words = true;
    let comments = comments::write(&mut scribe, &woven);
    let slip = super::slip(checked, &comments.commented);
    put_comments(&mut parts, comments)?;
    put_slip(&mut parts, &slip)?;
    strip_notes(&mut parts)?;
    let mut packing = Packing::default();
    // In the file's own order, with what is new at its end.
    let new = parts.keys().filter(|name| !names.contains(name));
    for name in names.iter().chain(new) {
        packing.put(name, &parts[name]);
    }
    let file = packing.finish();
    reads_as(&file, checked, &woven).then_some(file)
}

/// Whether our own reader finds the article in the copy, and a comment for each place.
fn reads_as(file: &[u8], checked: &Checked<'_>, woven: &Woven<'_>) -> bool {
    let Ok(imported) = crate::docx::read(file, false) else {
        return false;
    };
    let before = imported.before.map(|before| (before.body, before.annotations));
    let count = woven.owners.len() + woven.unplaced.len();
    let mut readings = std::iter::once((imported.body, imported.annotations)).chain(before);
    readings.any(|(body, annotations)| body.text == checked.body.text && annotations.len() == count)
}

fn text(parts: &BTreeMap<String, Vec<u8>>, name: &str) -> Option<String> {
    String::from_utf8(parts.get(name)?.clone()).ok()
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

/// The main part with the ranges of comments, and the changes.
fn mark(
    xml: &str,
    manuscript: &Manuscript,
    checked: &Checked<'_>,
    woven: &Woven<'_>,
    marks: &Marks<'_>,
    book: &mut Book,
) -> Option<String> {
    let mut cuts = Cuts::new(xml, manuscript);
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
        let comment = book.comment(index, !std::mem::replace(&mut is_said[index], true));
        let change = marks.replaced(&[place]) == Some(place) && !manuscript.is_tracked && cuts.is_plain(first, last);
        cuts.before(first, &format!("<w:commentRangeStart w:id=\"{comment}\"/>"));
        let mut end = String::new();
        if change {
            let numbered = &woven.marks[index];
            book.corrected.insert(index);
            let (taken, put, signature) = (book.id(), book.id(), signed(numbered));
            cuts.delete(first, last, &format!("<w:del w:id=\"{taken}\"{signature}>"));
            deletions.push((first, last, signature.clone()));
            let look = cuts.properties(first);
            let words = correction(numbered.mark).unwrap_or_default();
            let runs = match look {
                "" => Words::default().runs(words, false, false),
                look => format!("<w:r>{look}{}</w:r>", run_content(words, false)),
            };
            end = format!("</w:del><w:ins w:id=\"{put}\"{signature}>{runs}</w:ins>");
        }
        end.push_str(&ended(comment));
        ends.push((last, end));
    }
    // What has no place any more is said at the first word.
    let letters = &manuscript.letters;
    let goes_on =
        |at: &usize| letters[*at].offset + 1 == letters[at + 1].offset && letters[*at].run == letters[at + 1].run;
    let word = (0..letters.len().saturating_sub(1)).take_while(goes_on).count();
    for index in 0..woven.unplaced.len() {
        let comment = book.comment(woven.marks.len() + index, true);
        letters.get(word)?;
        cuts.before(0, &format!("<w:commentRangeStart w:id=\"{comment}\"/>"));
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
    Some(cuts.written())
}

fn ended(comment: u32) -> String {
    format!("<w:commentRangeEnd w:id=\"{comment}\"/><w:r><w:commentReference w:id=\"{comment}\"/></w:r>")
}

/// Replaces the parts of the comments by ours, under their own names, or adds them.
fn put_comments(parts: &mut BTreeMap<String, Vec<u8>>, comments: Comments) -> Option<()> {
    let mut relations = text(parts, RELATIONS)?;
    let mut types = text(parts, TYPES)?;
    let said = comments.said;
    let ours: [(&str, String, Vec<u8>); 4] = [
        (
            "comments",
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments".to_owned(),
            said.out.into_bytes(),
        ),
        (
            "commentsExtended",
            format!("{LATER}2011/relationships/commentsExtended"),
            comments.extended,
        ),
        (
            "commentsIds",
            format!("{LATER}2016/09/relationships/commentsIds"),
            comments.ids,
        ),
        (
            "commentsExtensible",
            format!("{LATER}2018/08/relationships/commentsExtensible"),
            comments.extensible,
        ),
    ];
    for (name, kind, bytes) in ours {
        let part = match target(&relations, &kind) {
            Some(target) => format!("word/{target}"),
            None => {
                let free = ["", "_obelus"].iter().map(|end| format!("{name}{end}.xml"));
                let file = free
                    .into_iter()
                    .find(|file| !parts.contains_key(&format!("word/{file}")))?;
                let relation =
                    format!("<Relationship Id=\"obelus_{name}\" Type=\"{kind}\" Target=\"{file}\"/></Relationships>");
                relations = replaced_last(&relations, "</Relationships>", &relation)?;
                let content = format!("<Override PartName=\"/word/{file}\" ContentType=\"{WORD}{name}+xml\"/></Types>");
                types = replaced_last(&types, "</Types>", &content)?;
                format!("word/{file}")
            }
        };
        if name == "comments" {
            let beside = part.strip_prefix("word/").filter(|file| !file.contains('/'))?;
            let own = format!("word/_rels/{beside}.rels");
            match said.relations.any() {
                true => parts.insert(own, said.relations.xml().into_bytes()),
                false => parts.remove(&own),
            };
        }
        parts.insert(part, bytes);
    }
    parts.insert(RELATIONS.to_owned(), relations.into_bytes());
    parts.insert(TYPES.to_owned(), types.into_bytes());
    Some(())
}

/// The slip of a copy that came back, with the name of its part.
fn slip_in(parts: &BTreeMap<String, Vec<u8>>) -> Option<(String, String)> {
    let mut items = parts.keys().filter(|name| name.starts_with("customXml/"));
    items.find_map(|name| Some((name.clone(), text(parts, name).filter(|text| Slip::is_one(text))?)))
}

/// Adds the slip, in the place of one that came with the file.
fn put_slip(parts: &mut BTreeMap<String, Vec<u8>>, slip: &Slip) -> Option<()> {
    if let Some((name, _)) = slip_in(parts) {
        parts.insert(name, slip.xml().into_bytes());
        return Some(());
    }
    let slipped = slipped::parts(slip, |name| parts.contains_key(name));
    let (kind, target) = slipped.relation;
    let relation = format!(
        "<Relationship Id=\"obelus_slip\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{target}\"/></Relationships>"
    );
    let relations = replaced_last(&text(parts, RELATIONS)?, "</Relationships>", &relation)?;
    let types = replaced_last(&text(parts, TYPES)?, "</Types>", &format!("{}</Types>", slipped.types))?;
    parts.insert(RELATIONS.to_owned(), relations.into_bytes());
    parts.insert(TYPES.to_owned(), types.into_bytes());
    parts.extend(slipped.parts);
    Some(())
}

/// Where a relation of that kind leads.
fn target<'r>(relations: &'r str, kind: &str) -> Option<&'r str> {
    let kind = format!("Type=\"{kind}\"");
    let relation = relations.split('<').find(|relation| relation.contains(&kind))?;
    let target = relation.split("Target=\"").nth(1)?.split('"').next()?;
    Some(target.strip_prefix("/word/").unwrap_or(target))
}

fn replaced_last(words: &str, end: &str, by: &str) -> Option<String> {
    let at = words.rfind(end)?;
    Some(format!("{}{by}", &words[..at]))
}

/// The comments of others stood in notes as well; their marks there would lead nowhere.
fn strip_notes(parts: &mut BTreeMap<String, Vec<u8>>) -> Option<()> {
    for name in ["word/footnotes.xml", "word/endnotes.xml"] {
        let Some(xml) = text(parts, name).filter(|xml| xml.contains("<w:comment")) else {
            continue;
        };
        let manuscript = Manuscript::read(&xml)?;
        let stripped = Cuts::new(&xml, &manuscript).written();
        parts.insert(name.to_owned(), stripped.into_bytes());
    }
    Some(())
}
