//! Reads RTF (specification 1.9.1): Word's, LibreOffice's, WordPad's, TextEdit's, pandoc's.
//!
//! The file is followed from brace to brace (`reader`) into paragraphs (`story`), which are then told to the gate
//! (`tell`). Formulas, drawings and embedded objects are read for their words; headers and footers are not the text.

mod changes;
mod codepage;
mod fields;
mod lists;
mod reader;
mod rows;
mod story;
mod tables;
mod tell;
mod time;
mod tokens;
mod words;

use obelus_core::article::Format;
use obelus_core::body::Body;
use obelus_core::text::Text;

use self::changes::Reading;
use self::story::{Comment, Document, Paragraph};
use self::tell::Spots;
use crate::anchors::Anchors;
use crate::markdown_words::escape;
use crate::pictures::Pictures;
use crate::{Annotation, Before, Imported, ReadError, Remark, check_length, language, title};

pub(crate) fn read(rtf: &[u8]) -> Result<Imported, ReadError> {
    let mut document = reader::read(rtf)?;
    let mut pictures = Pictures::default();
    let (inserted, deleted) = changes::count(&document);
    let mut before = None;
    if inserted + deleted > 0 {
        let mut rejected = document.clone();
        Reading::Rejected.of(&mut rejected);
        let (body, annotations) = body(&rejected, &mut pictures)?;
        before = Some(Box::new(Before {
            body,
            annotations,
            inserted,
            deleted,
        }));
        Reading::Accepted.of(&mut document);
    }
    let (body, annotations) = body(&document, &mut pictures)?;
    let said = title::one_line(&document.title);
    let title = if title::has_headline(&body) || said.is_empty() {
        title::title(&body)
    } else {
        said
    };
    let declared = document.language.and_then(tables::language);
    Ok(Imported {
        byline: Some(title::one_line(&document.author)).filter(|author| !author.is_empty()),
        language: language::recognise(body.text.as_str(), declared),
        replaced: document.replaced,
        pictures: pictures.into_files(),
        annotations,
        before,
        ..Imported::new(title, Format::Rtf, body)
    })
}

fn body(document: &Document, pictures: &mut Pictures) -> Result<(Body, Vec<Annotation>), ReadError> {
    let (gate, spots) = tell::tell(document, &document.paragraphs, pictures);
    let (body, anchors) = gate.finish_anchored(|_, _| {});
    check_length(body.text.as_str())?;
    let annotations = annotations(document, &spots, &anchors, &body.text);
    Ok((body, annotations))
}

/// The comments, in the order of the text. Those on the very same words are a thread: the first, and answers to it; so
/// is one without words of its own that follows another at once.
fn annotations(document: &Document, spots: &Spots, anchors: &Anchors, text: &Text) -> Vec<Annotation> {
    let mut annotations: Vec<Annotation> = Vec::new();
    let mut before = None;
    for (index, point) in &spots.points {
        let Some(comment) = document.comments.get(*index) else {
            continue;
        };
        let at = anchors.at(*point);
        let passage = comment.number.and_then(|number| {
            let (from, to) = (spots.from.get(&number)?, spots.to.get(&number)?);
            anchors.range(*from, *to, text)
        });
        let thread = match passage {
            Some(range) => annotations.iter().position(|known| known.ranges == [range]),
            None => before.filter(|(place, _)| *place == at).map(|(_, thread)| thread),
        };
        let Some(range) = passage.or_else(|| anchors.range_or_word(*point, *point, text)) else {
            continue;
        };
        let remark = remark(comment);
        let thread = thread.unwrap_or_else(|| {
            annotations.push(Annotation {
                ranges: vec![range],
                highlight: None,
                remarks: Vec::new(),
                done: false,
                on: None,
            });
            annotations.len() - 1
        });
        annotations[thread].remarks.push(remark);
        before = Some((at, thread));
    }
    annotations.sort_by_key(|annotation| annotation.ranges.first().map(|range| range.start()));
    annotations
}

fn remark(comment: &Comment) -> Remark {
    let lines = comment.paragraphs.iter().filter(|paragraph| !paragraph.is_blank());
    let lines: Vec<String> = lines
        .map(Paragraph::words)
        .map(|words| {
            words
                .lines()
                .map(|line| escape(line.trim()))
                .collect::<Vec<_>>()
                .join("\\\n")
        })
        .collect();
    Remark {
        author: comment.author.clone(),
        time: comment.time,
        words: lines.join("\n\n"),
    }
}
