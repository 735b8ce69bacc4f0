//! The slip that lies in a Word copy of ours: which version of which article it is a copy of, what it reads as, and which
//! comment or footnote is which mark's.
//!
//! It is a part of its own ("custom XML", ECMA-376 part 1, 15.2.5): Word and LibreOffice keep it when they save the file
//! again, and show it nowhere. LibreOffice 7.4 gives comments other ids, so that each is known by its letters as well.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use obelus_core::id::{ArticleId, MarkId, RevisionId};
use obelus_core::text::Text;
use uuid::Uuid;

use crate::prints::{short, signature, signed};
use crate::suggested;
use crate::xml::{self, Element};

/// The name of its outermost element, by which it is known among the parts of others.
const ROOT: &str = "obelus-copy";
pub(crate) const NAMESPACE: &str = "urn:obelus:copy";

/// How the names of the bookmarks begin that stand around the words of a place, and around the reference to its note.
pub(crate) const PASSAGE: &str = "obelus_mark_";
pub(crate) const NOTE: &str = "obelus_note_";

#[derive(Debug)]
pub(crate) struct Slip {
    pub(crate) article: ArticleId,
    pub(crate) revision: RevisionId,
    /// What [`reads`] says of the text that our own reader finds in the copy.
    pub(crate) reads: String,
    pub(crate) comments: Vec<Commented>,
    /// The prints of the corrections that are tracked changes (`suggested.rs`).
    pub(crate) suggestions: Vec<String>,
}

/// A comment of ours, or a footnote, as it was written.
#[derive(Clone, Debug)]
pub(crate) struct Commented {
    pub(crate) mark: MarkId,
    /// The id of its last paragraph; the name of the bookmark around the reference to a footnote.
    pub(crate) paragraph: String,
    /// What [`print`] says of it, or [`print_without_figures`].
    pub(crate) print: String,
    /// What [`signature`] says of it.
    pub(crate) signature: String,
    /// Whether a tracked change with this signature suggests what its mark does.
    pub(crate) corrects: bool,
}

/// Which mark a comment speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// It says what we wrote.
    AsWritten(MarkId),
    /// Somebody wrote into it.
    Reworded(MarkId),
}

/// The slip, as it is looked things up in.
#[derive(Debug)]
pub(crate) struct Index {
    pub(crate) slip: Slip,
    prints: HashMap<String, MarkId>,
    paragraphs: HashMap<String, MarkId>,
    /// Nothing where two marks have the same one.
    signatures: HashMap<String, Option<MarkId>>,
    corrections: HashSet<String>,
    suggestions: HashSet<String>,
}

impl Slip {
    pub(crate) fn new(
        article: ArticleId,
        revision: RevisionId,
        text: &Text,
        comments: Vec<Commented>,
        suggestions: Vec<String>,
    ) -> Self {
        Self {
            article,
            revision,
            reads: reads(text),
            comments,
            suggestions,
        }
    }

    pub(crate) fn xml(&self) -> String {
        let mut xml = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{ROOT} xmlns=\"{NAMESPACE}\" article=\"{}\" version=\"{}\" reads=\"{}\">",
            self.article, self.revision, self.reads
        );
        for one in &self.comments {
            let corrects = if one.corrects { " corrects=\"1\"" } else { "" };
            let _ = write!(
                xml,
                "<comment mark=\"{}\" paragraph=\"{}\" print=\"{}\" signature=\"{}\"{corrects}/>",
                one.mark, one.paragraph, one.print, one.signature
            );
        }
        for print in &self.suggestions {
            let _ = write!(xml, "<suggestion print=\"{print}\"/>");
        }
        let _ = write!(xml, "</{ROOT}>");
        xml
    }

    /// Whether a part begins as a slip does.
    pub(crate) fn is_one(part: &str) -> bool {
        let beginning = part.char_indices().nth(200).map_or(part, |(end, _)| &part[..end]);
        beginning.contains(&format!("<{ROOT} "))
    }

    /// The slip, where a part is one. Whatever it says was in a stranger's hands.
    pub(crate) fn read(part: &str) -> Option<Self> {
        let root = xml::read(part).ok()?;
        if root.name != ROOT {
            return None;
        }
        let id = |element: &Element<'_>, name| element.attribute(name)?.parse::<Uuid>().ok();
        let word = |element: &Element<'_>, name| element.attribute(name).unwrap_or_default().into_owned();
        let comments = root.elements().filter_map(|comment| {
            Some(Commented {
                mark: MarkId(id(comment, "mark")?),
                paragraph: word(comment, "paragraph").to_uppercase(),
                print: word(comment, "print"),
                signature: word(comment, "signature"),
                corrects: comment.attribute("corrects").is_some(),
            })
        });
        let suggestions = root.elements().filter(|one| one.name == "suggestion");
        Some(Self {
            article: ArticleId(id(&root, "article")?),
            revision: RevisionId(id(&root, "version")?),
            reads: word(&root, "reads"),
            suggestions: suggestions.map(|one| word(one, "print")).collect(),
            comments: comments.collect(),
        })
    }
}

impl Index {
    pub(crate) fn new(slip: Slip) -> Self {
        let (mut prints, mut paragraphs) = (HashMap::new(), HashMap::new());
        let mut signatures: HashMap<String, Option<MarkId>> = HashMap::new();
        for one in &slip.comments {
            prints.insert(one.print.clone(), one.mark);
            paragraphs.insert(one.paragraph.clone(), one.mark);
            let known = signatures.entry(one.signature.clone()).or_insert(Some(one.mark));
            *known = known.filter(|known| *known == one.mark);
        }
        let corrections = slip.comments.iter().filter(|one| one.corrects);
        Self {
            corrections: corrections.map(|one| one.signature.clone()).collect(),
            suggestions: slip.suggestions.iter().cloned().collect(),
            prints,
            paragraphs,
            signatures,
            slip,
        }
    }

    /// The mark that a comment was written for. `paragraph` is the id of its last paragraph, in capitals.
    pub(crate) fn mark_of(&self, comment: &Element<'_>, paragraph: Option<&str>) -> Option<Known> {
        if let Some(mark) = self.prints.get(&print(comment)) {
            return Some(Known::AsWritten(*mark));
        }
        // Word keeps the ids of paragraphs, and gives a comment of somebody else one of its own.
        let by_paragraph = paragraph.and_then(|id| self.paragraphs.get(id).copied());
        let Some(signature) = signature(comment) else {
            return by_paragraph.map(Known::Reworded);
        };
        let signed = self.signatures.get(&signature).copied()?;
        by_paragraph.or(signed).map(Known::Reworded)
    }

    /// The mark that a footnote was written for. `bookmark` is the name of the one around its reference.
    pub(crate) fn mark_of_note(&self, note: &Element<'_>, bookmark: Option<&str>) -> Option<Known> {
        let prints = [print(note), print_without_figures(note)];
        let printed = prints.iter().find_map(|print| self.prints.get(print)).copied();
        let named = bookmark.and_then(|name| self.paragraphs.get(&name.to_uppercase()).copied());
        match printed {
            Some(printed) => Some(Known::AsWritten(named.unwrap_or(printed))),
            None => named.map(Known::Reworded),
        }
    }

    /// Whether a tracked change is one that we suggested.
    pub(crate) fn suggested(&self, change: &Element<'_>) -> bool {
        !self.corrections.is_empty() && signature(change).is_some_and(|one| self.corrections.contains(&one))
    }

    /// Those changes of a paragraph that we suggested and that nobody's name stands on; in a file `without_names`, on none.
    pub(crate) fn unsigned<'e, 'x>(&self, paragraph: &'e Element<'x>, without_names: bool) -> Vec<&'e Element<'x>> {
        if self.suggestions.is_empty() {
            return Vec::new();
        }
        let is_unsigned = |change: &&Element<'_>| without_names || signature(change).is_none();
        let all = suggested::replacements(paragraph).into_iter();
        let ours = all.filter(|one| self.suggestions.contains(&one.print) && one.changes.iter().all(is_unsigned));
        ours.flat_map(|one| one.changes).collect()
    }

    /// The same, by what the change says of itself.
    pub(crate) fn suggested_by(&self, author: &str, date: &str) -> bool {
        signed(author, date).is_some_and(|one| self.corrections.contains(&one))
    }
}

/// What tells a comment from all others: its letters and figures. Lists, bold words and quotation marks are what other
/// programs write otherwise; its number is among them.
pub(crate) fn print(comment: &Element<'_>) -> String {
    let mut words = shown(comment);
    words.retain(char::is_alphanumeric);
    short(&words)
}

/// The same by its letters alone: of a note that names the number of another one, which is counted anew.
pub(crate) fn print_without_figures(note: &Element<'_>) -> String {
    let mut words = shown(note);
    words.retain(char::is_alphabetic);
    short(&words)
}

/// The words that an element shows.
fn shown(element: &Element<'_>) -> String {
    fn gather(element: &Element<'_>, words: &mut String) {
        for child in element.elements() {
            match child.name {
                "t" => words.push_str(&child.words()),
                _ => gather(child, words),
            }
        }
    }
    let mut words = String::new();
    gather(element, &mut words);
    words
}

/// Whether a file's settings say that no names are kept in it (ECMA-376 part 1, 17.15.1.68): Word takes them off all
/// changes then.
pub(crate) fn is_without_names(settings: &str) -> bool {
    let Ok(settings) = xml::read(settings) else {
        return false;
    };
    let says = settings.child("removePersonalInformation");
    says.is_some_and(|says| !matches!(says.attribute("val").as_deref(), Some("0" | "false" | "off")))
}

/// What tells a text from another one, layout aside.
pub(crate) fn reads(text: &Text) -> String {
    let letters = text.as_str().chars().filter(|c| !c.is_whitespace() && *c != '\u{ad}');
    short(&letters.collect::<String>())
}
