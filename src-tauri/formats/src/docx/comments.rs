//! The comments of a Word file: who said what and when, what answers what, what is settled.
//!
//! Answers and what is settled stand in a part of their own (commentsExtended, \[MS-DOCX\] 2.5), tied to a comment by the
//! id of its last paragraph. Word writes local times as if they were UTC; the true ones are in two more parts.

use std::collections::HashMap;

use obelus_core::id::{MarkId, Time};

use super::parts::{Parts, Relations};
use crate::slip::{Index, Known};
use crate::xml::{self, Element};
use crate::{ReadError, moment};

/// A comment and the answers to it.
#[derive(Debug)]
pub(super) struct Thread<'x> {
    pub(super) comments: Vec<Comment<'x>>,
    pub(super) done: bool,
}

impl Thread<'_> {
    /// The mark that it was begun for, and whether it begins as we wrote it.
    pub(super) fn of(&self) -> Option<(MarkId, bool)> {
        match self.comments.first()?.of? {
            Known::AsWritten(mark) => Some((mark, true)),
            Known::Reworded(mark) => Some((mark, false)),
        }
    }
}

#[derive(Debug)]
pub(super) struct Comment<'x> {
    pub(super) id: String,
    pub(super) author: Option<String>,
    pub(super) time: Option<Time>,
    /// The mark that we wrote it for.
    pub(super) of: Option<Known>,
    pub(super) element: Element<'x>,
}

/// The texts of the parts that hold comments.
#[derive(Default)]
pub(super) struct CommentParts {
    comments: Option<String>,
    extended: Option<String>,
    ids: Option<String>,
    extensible: Option<String>,
}

impl CommentParts {
    pub(super) fn find(parts: &Parts<'_, '_>, relations: &Relations) -> Result<Self, ReadError> {
        Ok(Self {
            comments: parts.text(relations.part("comments"))?,
            extended: parts.text(relations.part("commentsExtended"))?,
            ids: parts.text(relations.part("commentsIds"))?,
            extensible: parts.text(relations.part("commentsExtensible"))?,
        })
    }

    /// All threads, in the order in which they were begun; with the slip of a copy of ours.
    pub(super) fn threads(&self, slip: Option<&Index>) -> Result<Vec<Thread<'_>>, ReadError> {
        let Some(text) = &self.comments else {
            return Ok(Vec::new());
        };
        let extended = table(self.extended.as_deref(), "paraId")?;
        let moments = self.moments()?;
        let mut threads: Vec<Thread<'_>> = Vec::new();
        // Which thread a comment's last paragraph stands in.
        let mut by_paragraph: HashMap<String, usize> = HashMap::new();
        let mut root = xml::read(text)?;
        for node in std::mem::take(&mut root.nodes) {
            let xml::Node::Element(element) = node else { continue };
            if element.name != "comment" {
                continue;
            }
            let Some(id) = element.attribute("id").map(|id| id.into_owned()) else {
                continue;
            };
            let paragraph = element.elements().rfind(|child| child.name == "p");
            let paragraph = paragraph
                .and_then(|p| p.attribute("paraId"))
                .map(|id| id.to_uppercase());
            let more = paragraph.as_ref().and_then(|id| extended.get(id));
            let written = element.attribute("date").and_then(|date| moment::moment(&date));
            let comment = Comment {
                id,
                author: element
                    .attribute("author")
                    .map(|author| author.trim().to_owned())
                    .filter(|author| !author.is_empty()),
                of: slip.and_then(|slip| slip.mark_of(&element, paragraph.as_deref())),
                time: paragraph.as_ref().and_then(|id| moments.get(id).copied()).or(written),
                element,
            };
            let parent = more.and_then(|more| more.get("paraIdParent"));
            let thread = match parent.and_then(|parent| by_paragraph.get(&parent.to_uppercase())) {
                Some(&thread) => thread,
                None => {
                    threads.push(Thread {
                        comments: Vec::new(),
                        done: more
                            .and_then(|more| more.get("done"))
                            .is_some_and(|done| super::styles::is_on(done)),
                    });
                    threads.len() - 1
                }
            };
            threads[thread].comments.push(comment);
            if let Some(paragraph) = paragraph {
                by_paragraph.insert(paragraph, thread);
            }
        }
        Ok(threads)
    }

    /// When comments were truly made, by the id of their last paragraph.
    fn moments(&self) -> Result<HashMap<String, Time>, ReadError> {
        let ids = table(self.ids.as_deref(), "paraId")?;
        let extensible = table(self.extensible.as_deref(), "durableId")?;
        let moments = ids.into_iter().filter_map(|(paragraph, ids)| {
            let durable = ids.get("durableId")?.to_uppercase();
            let time = moment::moment(extensible.get(&durable)?.get("dateUtc")?)?;
            Some((paragraph, time))
        });
        Ok(moments.collect())
    }
}

/// The attributes that the comment parts are read for.
const COLUMNS: [&str; 4] = ["paraIdParent", "done", "durableId", "dateUtc"];

/// A part that is a list of elements with attributes, by one of them.
fn table<'x>(
    text: Option<&'x str>,
    key: &str,
) -> Result<HashMap<String, HashMap<&'static str, std::borrow::Cow<'x, str>>>, ReadError> {
    let Some(text) = text else { return Ok(HashMap::new()) };
    let root = xml::read(text)?;
    let rows = root.elements().filter_map(|row| {
        let columns = COLUMNS.iter().filter_map(|&name| Some((name, row.attribute(name)?)));
        Some((row.attribute(key)?.to_uppercase(), columns.collect()))
    });
    Ok(rows.collect())
}
