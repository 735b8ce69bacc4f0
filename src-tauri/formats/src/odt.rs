//! Reads OpenDocument texts (OASIS OpenDocument 1.3, part 3): text, structure, notes, pictures, comments, and the text as
//! it was before the tracked changes.
//!
//! Headers, footers and what other programs drew (charts, formulas) are not read.

mod drawing;
mod lines;
mod lists;
mod story;
mod styles;
mod table;

use std::cell::RefCell;
use std::collections::HashMap;

use obelus_core::article::Format;
use obelus_core::body::Body;

use self::lists::ListStyles;
use self::story::{Comment, Story, Teller};
use self::styles::Styles;
use crate::changes::Reading;
use crate::package::Package;
use crate::pictures::Pictures;
use crate::xml::{self, Element};
use crate::{Annotation, Before, Imported, ReadError, Remark, language, markdown_out, title};

/// What all of a text's parts share.
struct Document<'p, 'b, 'x> {
    package: &'p Package<'b>,
    styles: Styles,
    lists: ListStyles,
    /// What was taken out, by the id of its change.
    deletions: HashMap<String, &'x Element<'x>>,
    pictures: RefCell<Pictures>,
}

/// Reads an OpenDocument text; taken verbatim, its table of contents is not set aside.
pub(crate) fn read(bytes: &[u8], verbatim: bool) -> Result<Imported, ReadError> {
    let package = Package::open(bytes)?;
    let mut replaced = 0;
    let mut text = |name: &str| -> Result<Option<String>, ReadError> {
        Ok(package.part(name)?.map(|bytes| {
            let (text, unread) = xml::decode(bytes);
            replaced += unread;
            text
        }))
    };
    if let Some(manifest) = text("META-INF/manifest.xml")?
        && xml::read(&manifest)?.find("encryption-data").is_some()
    {
        return Err(ReadError::Locked);
    }
    let content = text("content.xml")?.ok_or(ReadError::Damaged)?;
    let (named, about) = (text("styles.xml")?, text("meta.xml")?);
    let content = xml::read(&content)?;
    let named = named.as_deref().map(xml::read).transpose()?;
    let main = content.child("body").and_then(|body| body.child("text"));
    let main = main.ok_or(ReadError::Damaged)?;
    let mut document = Document {
        package: &package,
        styles: Styles::default(),
        lists: ListStyles::default(),
        deletions: deletions(main),
        pictures: RefCell::default(),
    };
    for root in named.iter().chain([&content]) {
        document.styles.take(root);
        document.lists.take(root);
    }
    let tell = |reading| Teller::new(&document, reading, verbatim).tell(main);
    let story = tell(Reading::Accepted)?;
    let annotations = annotations(&document, &story);
    let before = if story.changes.any() {
        let earlier = tell(Reading::Rejected)?;
        // Changes of looks alone make no other text.
        (earlier.body.text != story.body.text).then(|| {
            Box::new(Before {
                annotations: self::annotations(&document, &earlier),
                inserted: story.changes.inserted,
                deleted: story.changes.deleted,
                body: earlier.body,
            })
        })
    } else {
        None
    };
    let body = story.body;
    let about = About::read(about.as_deref());
    let title = match about.title {
        Some(title) if !title::has_headline(&body) => title::one_line(&title),
        _ => title::title(&body),
    };
    let declared = about.language.or(document.styles.language);
    Ok(Imported {
        byline: about.author,
        language: language::recognise(body.text.as_str(), declared.as_deref()),
        replaced,
        pictures: document.pictures.into_inner().into_files(),
        annotations,
        before,
        ..Imported::new(title, Format::Odt, body)
    })
}

/// What was taken out of the text stands before it, in a list.
fn deletions<'x>(main: &'x Element<'x>) -> HashMap<String, &'x Element<'x>> {
    let Some(changes) = main.child("tracked-changes") else {
        return HashMap::new();
    };
    let regions = changes.elements().filter_map(|region| {
        let deletion = region.child("deletion")?;
        Some((region.attribute("id")?.into_owned(), deletion))
    });
    regions.collect()
}

/// The comments whose passage stands in this text, in reading order; an answer stands with what it answers.
fn annotations(document: &Document<'_, '_, '_>, story: &Story<'_>) -> Vec<Annotation> {
    let mut annotations: Vec<Annotation> = Vec::new();
    let mut by_name: HashMap<&str, usize> = HashMap::new();
    for comment in &story.comments {
        let remark = remark(document, comment);
        let known = comment.answers.as_deref().and_then(|name| by_name.get(name).copied());
        let index = match known {
            Some(index) => {
                annotations[index].remarks.push(remark);
                index
            }
            None => {
                let range = story.anchors.range_or_word(comment.from, comment.to, &story.body.text);
                let Some(range) = range else { continue };
                annotations.push(Annotation {
                    ranges: vec![range],
                    highlight: None,
                    remarks: vec![remark],
                    done: comment.done,
                    on: None,
                });
                annotations.len() - 1
            }
        };
        if let Some(name) = &comment.name {
            by_name.insert(name, index);
        }
    }
    annotations.sort_by_key(|annotation| annotation.ranges.first().copied());
    annotations
}

fn remark(document: &Document<'_, '_, '_>, comment: &Comment<'_>) -> Remark {
    let said = |name| {
        let words = comment.element.child(name).map(Element::words)?;
        let words = words.trim();
        (!words.is_empty()).then(|| words.to_owned())
    };
    let body: Body = Teller::new(document, Reading::Accepted, true).tell_comment(comment.element);
    Remark {
        author: said("creator"),
        time: said("date").and_then(|date| crate::moment::moment(&date)),
        words: markdown_out::unmarked(&body),
    }
}

/// What the file says of itself.
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
            let words = title::one_line(&root.find(name)?.words());
            (!words.is_empty() && !crate::meaning::is_nobody(&words)).then_some(words)
        };
        Self {
            title: said("title"),
            // The other one who "creates" is who saved it last.
            author: said("initial-creator"),
            language: said("language"),
        }
    }
}

#[cfg(test)]
mod tests;
