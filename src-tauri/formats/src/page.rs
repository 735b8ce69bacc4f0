//! Reads HTML: a page, of which the article is found, or a fragment from the clipboard, of which all is kept.
//!
//! The words are always the page's own: what finds the article only says which of them belong to it.

use std::cell::RefCell;
use std::collections::HashMap;

use dom_query::{Document, NodeId};
use obelus_core::article::Format;
use obelus_core::body::Body;
use obelus_core::picture::Picture;

use crate::blocks::Gate;
use crate::extract::{self, Found};
use crate::footnotes::{self, Notes};
use crate::html::{Guide, walk};
use crate::imported::Doubt;
use crate::pictures::Pictures;
use crate::{Imported, ReadError, copied_title, dom, doubt, furniture, language, shown, title};

/// Elements that a page has and a copied passage has not.
const LANDMARKS: &[&str] = &["nav", "footer", "aside", "form"];

/// Reads a page; taken verbatim, nothing of it is set aside. `address` is where it was fetched from, if it was.
pub(crate) fn read(markup: &str, address: Option<&str>, verbatim: bool) -> Result<Imported, ReadError> {
    read_with(markup, address, verbatim, |_| None)
}

/// The same, of a page whose pictures came along: `part` gives the bytes of the one that an address names.
pub(crate) fn read_with(
    markup: &str,
    address: Option<&str>,
    verbatim: bool,
    part: impl Fn(&str) -> Option<Vec<u8>>,
) -> Result<Imported, ReadError> {
    let document = dom::parse(markup)?;
    let page = Page::new(&document, address, part);
    let mut found = extract::find(&document, markup, &page.notes);
    found.url = found.url.or(address.map(str::to_owned));
    Ok(page.import(&found, !verbatim))
}

/// Reads the HTML flavour of a clipboard: all of it is meant, unless it is plainly a whole page.
pub(crate) fn read_fragment(markup: &str) -> Result<Imported, ReadError> {
    let document = dom::parse(markup)?;
    let page = Page::new(&document, None, |_| None);
    let mut is_page = dom::below(&document.root()).any(|node| LANDMARKS.iter().any(|name| node.has_name(name)));
    let _ = page.body(&Found::default(), |lines, _| is_page |= furniture::is_proven(lines));
    if is_page {
        let found = extract::find(&document, markup, &page.notes);
        return Ok(page.import(&found, true));
    }
    let language = extract::language(&document);
    let found = Found {
        language,
        headline_at: copied_title::headline(&document),
        ..Found::default()
    };
    Ok(page.import(&found, false))
}

/// A page, and what in it is known by its elements.
struct Page<'d> {
    document: &'d Document,
    notes: Notes,
    shown: HashMap<NodeId, Picture>,
    pictures: Pictures,
}

impl<'d> Page<'d> {
    fn new(document: &'d Document, address: Option<&str>, part: impl Fn(&str) -> Option<Vec<u8>>) -> Self {
        let pictures = RefCell::new(Pictures::default());
        let take = |bytes: &[u8]| pictures.borrow_mut().take(bytes);
        let shown = shown::find(document, take, |address| take(&part(address)?));
        Self {
            document,
            notes: footnotes::find(document, address),
            shown,
            pictures: pictures.into_inner(),
        }
    }

    fn import(self, found: &Found, set_aside: bool) -> Imported {
        let whole = |_: &[&str], aside: &mut Vec<bool>| aside.fill(false);
        let mut doubt = None;
        let mut body = if set_aside {
            self.body(found, |lines, aside| furniture::set_aside_named(lines, aside))
        } else {
            self.body(found, whole)
        };
        if set_aside {
            doubt = doubt::doubt(&body, &found.lines, found.article.as_ref(), found.is_paid);
        }
        if doubt == Some(Doubt::NoArticle) {
            body = self.body(found, whole);
        } else if let Some(headline) = &found.headline
            && set_aside
            && found.headline_at.is_none()
            && !title::has_headline(&body)
        {
            body = title::with_headline(&body, headline);
        }
        let title = match (&found.headline, &found.title) {
            (Some(headline), _) => title::one_line(headline),
            (None, Some(title)) if !title::has_headline(&body) => title::one_line(title),
            _ => title::title(&body),
        };
        Imported {
            byline: found.byline.clone(),
            site: found.site.clone(),
            published: found.published.clone(),
            url: found.url.clone(),
            language: language::recognise(body.text.as_str(), found.language.as_deref()),
            doubt,
            pictures: self.pictures.into_files_of(&body),
            ..Imported::new(title, Format::Html, body)
        }
    }

    fn body(&self, found: &Found, decide: impl FnOnce(&[&str], &mut Vec<bool>)) -> Body {
        let guide = Guide {
            article: found.article.clone(),
            headline: found.headline_at,
            url: found.url.clone(),
            notes: self.notes.clone(),
            pictures: self.shown.clone(),
            ..Guide::default()
        };
        let mut gate = Gate::default();
        walk(self.document, &guide, &mut gate);
        gate.finish_with(decide)
    }
}
