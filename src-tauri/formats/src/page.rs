//! Reads HTML: a page, of which the article is found, or a fragment from the clipboard, of which all is kept.

use obelus_core::article::Format;

use crate::blocks::Gate;
use crate::html::{Guide, walk};
use crate::{Imported, ReadError, dom, language, title};

pub(crate) fn read(markup: &str, _verbatim: bool) -> Result<Imported, ReadError> {
    read_fragment(markup)
}

pub(crate) fn read_fragment(markup: &str) -> Result<Imported, ReadError> {
    let document = dom::parse(markup)?;
    let mut gate = Gate::default();
    walk(&document, &Guide::default(), &mut gate);
    let body = gate.finish();
    Ok(Imported {
        title: title::title(&body),
        byline: None,
        site: None,
        url: None,
        language: language::recognise(body.text.as_str(), None),
        format: Format::Html,
        body,
        replaced: 0,
    })
}
