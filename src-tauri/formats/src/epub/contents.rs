//! Reads a book's table of contents: the nav of EPUB 3, or the NCX of EPUB 2.

use super::opf::resolve;
use crate::ReadError;
use crate::xml::{self, Element};

/// One line of the contents.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    /// The path of the text it leads to, and the place in it.
    pub(super) path: String,
    pub(super) place: Option<String>,
    pub(super) title: String,
    /// From 1, the highest.
    pub(super) level: u8,
}

/// How deep contents are read; headings have no more levels.
const DEEPEST: u8 = 6;

pub(super) fn ncx(markup: &str, path: &str) -> Result<Vec<Entry>, ReadError> {
    let ncx = xml::read(markup)?;
    let mut entries = Vec::new();
    if let Some(map) = ncx.find("navMap") {
        points(map, 1, path, &mut entries);
    }
    Ok(entries)
}

fn points(around: &Element<'_>, level: u8, path: &str, entries: &mut Vec<Entry>) {
    for point in around.elements().filter(|element| element.name == "navPoint") {
        let label = point.child("navLabel").map(Element::words).unwrap_or_default();
        let source = point.child("content").and_then(|content| content.attribute("src"));
        if let Some(source) = source {
            entries.extend(entry(&label, &source, level, path));
        }
        points(point, (level + 1).min(DEEPEST), path, entries);
    }
}

pub(super) fn nav(markup: &str, path: &str) -> Result<Vec<Entry>, ReadError> {
    let page = xml::read(markup)?;
    let mut entries = Vec::new();
    if let Some(nav) = find_nav(&page) {
        lists(nav, 1, path, &mut entries);
    }
    Ok(entries)
}

/// The nav that is the contents; there may be others, of pages and of landmarks.
fn find_nav<'e, 'x>(around: &'e Element<'x>) -> Option<&'e Element<'x>> {
    around.elements().find_map(|element| {
        let is_contents = element.name == "nav" && element.attribute("type").is_some_and(|kind| kind.contains("toc"));
        if is_contents { Some(element) } else { find_nav(element) }
    })
}

fn lists(around: &Element<'_>, level: u8, path: &str, entries: &mut Vec<Entry>) {
    for list in around.elements().filter(|element| element.name == "ol") {
        for item in list.elements() {
            let link = item.find("a").filter(|_| item.child("span").is_none());
            if let Some(href) = link.and_then(|link| link.attribute("href")) {
                let words = link.map(Element::words).unwrap_or_default();
                entries.extend(entry(&words, &href, level, path));
            }
            lists(item, (level + 1).min(DEEPEST), path, entries);
        }
    }
}

fn entry(label: &str, address: &str, level: u8, path: &str) -> Option<Entry> {
    let title = crate::title::one_line(label);
    let (file, place) = match address.split_once('#') {
        Some((file, place)) => (file, Some(place.to_owned())),
        None => (address, None),
    };
    (!title.is_empty()).then(|| Entry {
        path: if file.is_empty() {
            path.to_owned()
        } else {
            resolve(path, file)
        },
        place,
        title,
        level,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(entries: Result<Vec<Entry>, ReadError>) -> Vec<String> {
        let shown = |entry: Entry| {
            format!(
                "{} {} {}#{}",
                entry.level,
                entry.title,
                entry.path,
                entry.place.unwrap_or_default()
            )
        };
        entries.unwrap().into_iter().map(shown).collect()
    }

    #[test]
    fn contents_of_both_editions_are_read() {
        let ncx_markup = "<!DOCTYPE ncx PUBLIC 'a' 'b'><ncx><navMap><navPoint><navLabel><text>Un</text></navLabel>
            <content src='a.html'/><navPoint><navLabel><text> Un  un </text></navLabel><content src='a.html#b'/></navPoint>
            </navPoint></navMap></ncx>";
        assert_eq!(
            shown(ncx(ncx_markup, "x/toc.ncx")),
            ["1 Un x/a.html#", "2 Un un x/a.html#b"]
        );
        let nav_markup =
            "<html><body><nav epub:type='landmarks'><ol><li><a href='z'>Z</a></li></ol></nav><nav epub:type='toc'>
            <h1>Table</h1><ol><li><a href='a.html'>U<i>n</i></a><ol><li><a href='a.html#b'>Deux</a></li></ol></li>
            <li><span>Partie</span><ol><li><a href='c.html'>Trois</a></li></ol></li></ol></nav></body></html>";
        assert_eq!(
            shown(nav(nav_markup, "nav.xhtml")),
            ["1 Un a.html#", "2 Deux a.html#b", "2 Trois c.html#"]
        );
    }
}
