//! Reads HTML: a page, of which the article is found, or a fragment from the clipboard, of which all is kept.
//!
//! The words are always the page's own: what finds the article only says which of them belong to it.

use std::collections::HashMap;

use dom_query::{Document, NodeId};
use obelus_core::article::Format;
use obelus_core::body::Body;
use obelus_core::picture::Picture;

use crate::blocks::Gate;
use crate::extract::{self, Found};
use crate::html::{Guide, walk};
use crate::imported::Doubt;
use crate::{Imported, ReadError, copied_title, data, dom, doubt, footnotes, furniture, language, title};

/// Elements that a page has and a copied passage has not.
const LANDMARKS: &[&str] = &["nav", "footer", "aside", "form"];

/// Reads a page; taken verbatim, nothing of it is set aside. `address` is where it was fetched from, if it was.
pub(crate) fn read(markup: &str, address: Option<&str>, verbatim: bool) -> Result<Imported, ReadError> {
    let document = dom::parse(markup)?;
    let mut found = extract::find(&document, markup, &footnotes::find(&document));
    found.url = found.url.or(address.map(str::to_owned));
    Ok(import(&document, &found, !verbatim))
}

/// Reads the HTML flavour of a clipboard: all of it is meant, unless it is plainly a whole page.
pub(crate) fn read_fragment(markup: &str) -> Result<Imported, ReadError> {
    let document = dom::parse(markup)?;
    let mut is_page = dom::below(&document.root()).any(|node| LANDMARKS.iter().any(|name| node.has_name(name)));
    let _ = body(&document, &Found::default(), &HashMap::new(), |lines, _| {
        is_page |= furniture::is_proven(lines)
    });
    if is_page {
        return Ok(import(
            &document,
            &extract::find(&document, markup, &footnotes::find(&document)),
            true,
        ));
    }
    let language = extract::language(&document);
    let found = Found {
        language,
        headline_at: copied_title::headline(&document),
        ..Found::default()
    };
    Ok(import(&document, &found, false))
}

fn import(document: &Document, found: &Found, set_aside: bool) -> Imported {
    let whole = |_: &[&str], aside: &mut Vec<bool>| aside.fill(false);
    let mut doubt = None;
    let (shown, pictures) = data::pictures(document);
    let mut body = if set_aside {
        body(document, found, &shown, |lines, aside| {
            furniture::set_aside_named(lines, aside)
        })
    } else {
        body(document, found, &shown, whole)
    };
    if set_aside {
        doubt = doubt::doubt(&body, &found.lines, found.article.as_ref(), found.is_paid);
    }
    if doubt == Some(Doubt::NoArticle) {
        body = self::body(document, found, &shown, whole);
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
        pictures,
        ..Imported::new(title, Format::Html, body)
    }
}

fn body(
    document: &Document,
    found: &Found,
    pictures: &HashMap<NodeId, Picture>,
    decide: impl FnOnce(&[&str], &mut Vec<bool>),
) -> Body {
    let notes = footnotes::find(document);
    let guide = Guide {
        article: found.article.clone(),
        headline: found.headline_at,
        url: found.url.clone(),
        notes,
        pictures: pictures.clone(),
    };
    let mut gate = Gate::default();
    walk(document, &guide, &mut gate);
    gate.finish_with(decide)
}
