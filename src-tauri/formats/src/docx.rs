//! Reads Word files (Office Open XML, ECMA-376 part 1, both variants): text, structure, notes, pictures, comments, and
//! the text as it was before the tracked changes.
//!
//! Headers, footers and what Word draws itself (charts, ink) are not read.

mod comments;
mod drawing;
mod math;
mod numbering;
mod ours;
mod parts;
mod runs;
mod story;
mod styles;
mod symbols;
mod table;

use std::cell::RefCell;
use std::collections::HashMap;

use obelus_core::article::Format;
use obelus_core::id::MarkId;

use self::comments::{CommentParts, Thread};
use self::numbering::Numbering;
use self::parts::{Parts, Relations};
use self::story::{Story, Teller};
use self::styles::Styles;
use crate::anchors::{Anchor, Anchors};
use crate::changes::Reading;
use crate::package::Package;
use crate::pictures::Pictures;
use crate::slip::{self, Index, Slip};
use crate::xml::{self, Element, Node};
use crate::{Annotation, Before, CopyOf, Imported, OnMark, ReadError, Remark, language, markdown_out, title};

/// What all parts of a Word file share.
struct Document<'p, 'b, 'x> {
    parts: &'p Parts<'p, 'b>,
    styles: Styles,
    numbering: Numbering,
    footnotes: Notes<'x>,
    endnotes: Notes<'x>,
    pictures: RefCell<Pictures>,
    /// What lies in a copy of ours.
    slip: Option<Index>,
    /// Whether no names are kept in the file.
    is_without_names: bool,
}

/// The footnotes or endnotes, by id.
#[derive(Default)]
struct Notes<'x> {
    by_id: HashMap<String, Element<'x>>,
    relations: Relations,
}

/// Reads a Word file; taken verbatim, its table of contents is not set aside.
pub(crate) fn read(bytes: &[u8], verbatim: bool) -> Result<Imported, ReadError> {
    let package = Package::open(bytes)?;
    let parts = Parts::new(&package);
    let root = parts.relations("")?;
    let main = root.part("officeDocument").unwrap_or("word/document.xml");
    let words = parts.text(Some(main))?.ok_or(ReadError::Damaged)?;
    let relations = parts.relations(main)?;
    let text = |kind| parts.text(relations.part(kind));
    let (footnotes, endnotes) = (text("footnotes")?, text("endnotes")?);
    let comments = CommentParts::find(&parts, &relations)?;
    let slip = slip(&parts, &relations)?;
    let threads = comments.threads(slip.as_ref())?;
    let document = Document {
        parts: &parts,
        styles: Styles::read(text("styles")?.as_deref())?,
        numbering: Numbering::read(text("numbering")?.as_deref())?,
        footnotes: Notes::read(footnotes.as_deref(), relations.part("footnotes"), &parts)?,
        endnotes: Notes::read(endnotes.as_deref(), relations.part("endnotes"), &parts)?,
        pictures: RefCell::default(),
        slip,
        is_without_names: text("settings")?.is_some_and(|settings| slip::is_without_names(&settings)),
    };
    let remarks = remarks(&document, &threads, relations.part("comments"))?;
    let tell = |reading| Teller::new(&document, &relations, reading, verbatim).tell(&words);
    let story = tell(Reading::Accepted)?;
    let annotations = annotations(&document, &threads, &remarks, &story);
    let before = if story.changes.any() {
        let earlier = tell(Reading::Rejected)?;
        // Changes of looks alone make no other text.
        (earlier.body.text != story.body.text).then(|| {
            Box::new(Before {
                annotations: self::annotations(&document, &threads, &remarks, &earlier),
                inserted: story.changes.inserted,
                deleted: story.changes.deleted,
                body: earlier.body,
            })
        })
    } else {
        None
    };
    let body = story.body;
    let copy_of = document.slip.as_ref().map(|slip| CopyOf {
        article: slip.slip.article,
        revision: slip.slip.revision,
        is_untouched: slip.slip.reads == slip::reads(&body.text),
    });
    let about = About::read(parts.text(root.part("core-properties"))?.as_deref());
    let title = match about.title {
        Some(title) if !title::has_headline(&body) => title::one_line(&title),
        _ => title::title(&body),
    };
    let declared = about.language.or(document.styles.language);
    Ok(Imported {
        byline: about.author,
        language: language::recognise(body.text.as_str(), declared.as_deref()),
        replaced: parts.replaced(),
        pictures: document.pictures.into_inner().into_files(),
        annotations,
        before,
        copy_of,
        ..Imported::new(title, Format::Docx, body)
    })
}

impl<'x> Notes<'x> {
    fn read(text: Option<&'x str>, part: Option<&str>, parts: &Parts<'_, '_>) -> Result<Self, ReadError> {
        let (Some(text), Some(part)) = (text, part) else {
            return Ok(Self::default());
        };
        let mut notes = Self {
            relations: parts.relations(part)?,
            ..Self::default()
        };
        for node in xml::read(text)?.nodes {
            let Node::Element(element) = node else { continue };
            if let Some(id) = element.attribute("id").map(|id| id.into_owned()) {
                notes.by_id.insert(id, element);
            }
        }
        Ok(notes)
    }
}

/// The slip of a copy of ours.
fn slip(parts: &Parts<'_, '_>, relations: &Relations) -> Result<Option<Index>, ReadError> {
    for part in relations.parts("customXml") {
        let text = parts.text(Some(part))?.filter(|text| Slip::is_one(text));
        if let Some(slip) = text.as_deref().and_then(Slip::read) {
            return Ok(Some(Index::new(slip)));
        }
    }
    Ok(None)
}

/// What every comment says, by its id.
fn remarks(
    document: &Document<'_, '_, '_>,
    threads: &[Thread<'_>],
    part: Option<&str>,
) -> Result<HashMap<String, Remark>, ReadError> {
    let relations = part.map(|part| document.parts.relations(part)).transpose()?;
    let relations = relations.unwrap_or_default();
    let comments = threads.iter().flat_map(|thread| &thread.comments);
    let remarks = comments.map(|comment| {
        let teller = Teller::new(document, &relations, Reading::Accepted, true);
        let remark = Remark {
            author: comment.author.clone(),
            time: comment.time,
            words: markdown_out::unmarked(&teller.tell_element(&comment.element)),
        };
        (comment.id.clone(), remark)
    });
    Ok(remarks.collect())
}

/// The threads whose passage stands in this text, and the notes that marks have there, in reading order.
fn annotations(
    document: &Document<'_, '_, '_>,
    threads: &[Thread<'_>],
    remarks: &HashMap<String, Remark>,
    story: &Story,
) -> Vec<Annotation> {
    let Story { body, anchors, .. } = story;
    let placed: Vec<(&Thread<'_>, (Anchor, Anchor))> = threads
        .iter()
        .filter_map(|thread| {
            let passage = thread.comments.iter().find_map(|comment| story.passage(&comment.id))?;
            Some((thread, passage))
        })
        .collect();
    let noted = ours::said(document, story);
    let commented = placed
        .iter()
        .filter_map(|(thread, passage)| Some((thread.of()?.0, *passage)));
    let of_notes = noted.iter().filter_map(|said| Some((said.on?.mark, said.passage)));
    let ours: Vec<(MarkId, (Anchor, Anchor))> = commented.chain(of_notes).collect();
    let ranges = |(from, to)| Some(vec![anchors.range_or_word(from, to, &body.text)?]);
    let mut annotations: Vec<Annotation> = placed
        .iter()
        .filter_map(|&(thread, passage)| {
            let on = match thread.of() {
                Some((mark, is_ours)) => Some(OnMark { mark, is_ours }),
                None => answered(&ours, passage, anchors).map(|mark| OnMark { mark, is_ours: false }),
            };
            Some(Annotation {
                on,
                ranges: ranges(passage)?,
                highlight: None,
                remarks: thread
                    .comments
                    .iter()
                    .filter_map(|comment| remarks.get(&comment.id).cloned())
                    .collect(),
                done: thread.done,
            })
        })
        .collect();
    annotations.extend(noted.into_iter().filter_map(|said| {
        Some(Annotation {
            on: said.on,
            ranges: ranges(said.passage)?,
            highlight: None,
            remarks: vec![said.remark],
            done: false,
        })
    }));
    annotations.sort_by_key(|annotation| annotation.ranges.first().copied());
    annotations
}

/// The mark that a comment answers without saying so: LibreOffice and Google Docs write an answer as a comment of its own,
/// on the same words, or right behind the one that it answers.
fn answered(ours: &[(MarkId, (Anchor, Anchor))], (from, to): (Anchor, Anchor), anchors: &Anchors) -> Option<MarkId> {
    let (start, end) = (anchors.at(from), anchors.at(to));
    let near = ours.iter().filter(|(_, (first, last))| {
        let (first, last) = (anchors.at(*first), anchors.at(*last));
        (first, last) == (start, end) || (start == end && last == end)
    });
    // Of several the one that was told last before it.
    let before = near
        .clone()
        .filter(|(_, (_, last))| *last < to)
        .max_by_key(|(_, (_, last))| *last);
    before.or_else(|| near.clone().next()).map(|(mark, _)| *mark)
}

/// What the file says of itself (ECMA-376 part 2, 11).
#[derive(Default)]
struct About {
    title: Option<String>,
    author: Option<String>,
    language: Option<String>,
}

impl About {
    fn read(text: Option<&str>) -> Self {
        let Some(Ok(root)) = text.map(xml::read) else {
            return Self::default();
        };
        let said = |name| {
            let words = title::one_line(&root.child(name)?.words());
            (!words.is_empty() && !crate::meaning::is_nobody(&words)).then_some(words)
        };
        Self {
            title: said("title"),
            author: said("creator"),
            language: said("language"),
        }
    }
}

#[cfg(test)]
mod tests;
