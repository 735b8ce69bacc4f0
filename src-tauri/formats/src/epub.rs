//! Reads a book (EPUB 2 and 3): its chapters one after the other as one text, with their titles, notes and pictures.
//!
//! Each chapter is read as HTML, all of it: nothing is looked for in it. Only what repeats the table of contents is set
//! aside, since the headings say it.

mod contents;
mod headings;
mod notes;
mod opf;
mod rights;

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use dom_query::{Document, NodeId, NodeRef};
use obelus_core::article::Format;
use obelus_core::picture::Picture;

use self::contents::Entry;
use self::opf::{Opf, resolve};
use crate::blocks::Gate;
use crate::classes::Classes;
use crate::html::{Guide, walk};
use crate::package::Package;
use crate::pictures::Pictures;
use crate::{Imported, ReadError, TEXT_LIMIT, check_length, dom, ebooks, encoding, language, shown, title, xhtml, xml};

/// How much larger than its text a book's markup may be.
const MARKUP: u64 = 4;

/// A text of the book.
struct Chapter {
    path: String,
    document: Document,
    /// Whether it only repeats the table of contents.
    is_contents: bool,
}

/// Taken verbatim, nothing of it is set aside.
pub(crate) fn read(bytes: &[u8], verbatim: bool) -> Result<Imported, ReadError> {
    let package = Package::open(bytes)?;
    rights::check(&package)?;
    let opf_path = opf_path(&package)?;
    let opf = opf::read(&text(&package, &opf_path)?.ok_or(ReadError::Damaged)?, &opf_path)?;
    let entries = entries(&package, &opf);
    let (chapters, replaced) = chapters(&package, &opf)?;
    let classes = classes(&package, &opf);
    let mut notes = notes::find(&chapters);
    let mut headings = headings::find(&chapters, &entries, &classes);
    let mut pictures = Shown::new(&package);
    let mut gate = Gate::default();
    for (index, chapter) in chapters.iter().enumerate() {
        let headings = std::mem::take(&mut headings[index]);
        let guide = Guide {
            article: (chapter.is_contents && !verbatim).then(HashSet::new),
            notes: std::mem::take(&mut notes[index]),
            levels: headings.levels,
            pictures: pictures.of(chapter),
            classes: Some(classes.clone()),
            ..Guide::default()
        };
        gate.boundary();
        if let Some((level, title)) = &headings.told {
            gate.open_heading(*level);
            gate.words(title, true);
            gate.close_leaf();
        }
        walk(&chapter.document, &guide, &mut gate);
    }
    let body = gate.finish_with(|lines, aside| {
        if let Some(frame) = ebooks::frame(lines).filter(|_| !verbatim) {
            let outside = (0..lines.len()).filter(|index| !frame.book.contains(index));
            outside.for_each(|index| aside[index] = true);
        }
    });
    check_length(body.text.as_str())?;
    Ok(Imported {
        byline: opf.byline,
        site: opf.publisher,
        published: opf.published,
        language: language::recognise(body.text.as_str(), opf.language.as_deref()),
        replaced,
        pictures: pictures.pictures.into_inner().into_files_of(&body),
        ..Imported::new(opf.title.unwrap_or_else(|| title::title(&body)), Format::Epub, body)
    })
}

/// The pictures of a book; an ornament that stands in every chapter is looked at once.
struct Shown<'p, 'b> {
    package: &'p Package<'b>,
    pictures: RefCell<Pictures>,
    known: HashMap<String, Option<Picture>>,
}

impl<'p, 'b> Shown<'p, 'b> {
    fn new(package: &'p Package<'b>) -> Self {
        Self {
            package,
            pictures: RefCell::default(),
            known: HashMap::new(),
        }
    }

    fn of(&mut self, chapter: &Chapter) -> HashMap<NodeId, Picture> {
        let take = |bytes: &[u8]| self.pictures.borrow_mut().take(bytes);
        shown::find(&chapter.document, take, |address| {
            let path = resolve(&chapter.path, address);
            if let Some(known) = self.known.get(&path) {
                return known.clone();
            }
            // A picture that cannot be unpacked is no reason to lose the book.
            let bytes = self.package.part(&path).ok().flatten();
            let picture = bytes.and_then(|bytes| take(&bytes));
            self.known.insert(path, picture.clone());
            picture
        })
    }
}

/// A part as characters; nothing where there is none of that name.
fn text(package: &Package<'_>, path: &str) -> Result<Option<String>, ReadError> {
    let part = package.part(path)?;
    Ok(part.map(|bytes| xml::decode(bytes).0))
}

/// Where the book's list of its parts is: the container says so.
fn opf_path(package: &Package<'_>) -> Result<String, ReadError> {
    if let Some(markup) = text(package, "META-INF/container.xml")?
        && let Ok(container) = xml::read(&markup)
        && let Some(path) = container.find("rootfile").and_then(|root| root.attribute("full-path"))
        && package.has(&path)
    {
        return Ok(path.into_owned());
    }
    let is_opf = |name: &&str| name.to_ascii_lowercase().ends_with(".opf");
    package
        .names()
        .find(is_opf)
        .map(str::to_owned)
        .ok_or(ReadError::Damaged)
}

/// The table of contents; a book may be without, and is read all the same.
fn entries(package: &Package<'_>, opf: &Opf) -> Vec<Entry> {
    let read = |path: &Option<String>, read: fn(&str, &str) -> Result<Vec<Entry>, ReadError>| {
        let path = path.as_ref()?;
        let entries = read(&text(package, path).ok()??, path).ok()?;
        (!entries.is_empty()).then_some(entries)
    };
    read(&opf.nav, contents::nav)
        .or_else(|| read(&opf.ncx, contents::ncx))
        .unwrap_or_default()
}

fn classes(package: &Package<'_>, opf: &Opf) -> Classes {
    let sheets = opf.sheets.iter().filter_map(|path| text(package, path).ok().flatten());
    let sheets: Vec<String> = sheets.collect();
    Classes::read(sheets.iter().map(String::as_str))
}

/// The texts, in the order in which they are read, and how many characters could not be.
fn chapters(package: &Package<'_>, opf: &Opf) -> Result<(Vec<Chapter>, u32), ReadError> {
    let (mut chapters, mut replaced, mut length) = (Vec::new(), 0, 0);
    let mut seen = HashSet::new();
    for path in &opf.spine {
        if !seen.insert(path) {
            continue;
        }
        // A text that is listed and missing is the maker's mistake, not the end of the book.
        let Some(bytes) = package.part(path)? else { continue };
        let decoded = encoding::decode(&bytes, None, true);
        length += decoded.text.len() as u64;
        let limit = TEXT_LIMIT * MARKUP;
        if length > limit {
            return Err(ReadError::TooLarge { bytes: length, limit });
        }
        replaced += decoded.replaced;
        let document = dom::parse(&xhtml::as_html(&decoded.text))?;
        let is_named = opf.nav.as_ref() == Some(path) || opf.contents_page.as_ref() == Some(path);
        chapters.push(Chapter {
            is_contents: is_named || is_contents(&document),
            path: path.clone(),
            document,
        });
    }
    if chapters.is_empty() {
        return Err(ReadError::Damaged);
    }
    Ok((chapters, replaced))
}

/// Whether nearly all words lead to other texts of the book: a table of contents that nobody called one.
fn is_contents(document: &Document) -> bool {
    let Some(body) = dom::below(&document.root()).find(|node| node.has_name("body")) else {
        return false;
    };
    let letters = |node: &NodeRef<'_>| node.text().chars().filter(|c| c.is_alphanumeric()).count();
    let is_inner = |node: &NodeRef<'_>| {
        node.has_name("a")
            && node
                .attr("href")
                .is_some_and(|href| !href.is_empty() && !href.contains(':'))
    };
    let links: Vec<NodeRef<'_>> = dom::below(&body).filter(is_inner).collect();
    let linked: usize = links.iter().map(letters).sum();
    links.len() >= 3 && linked * 10 >= letters(&body) * 8
}
