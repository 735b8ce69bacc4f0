//! What the file says of its own order: its bookmarks, and what its pages are called.

use std::collections::HashSet;

use hayro::hayro_syntax::object::MaybeRef;
use hayro::hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, String as PdfString};
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::xref::XRef;

use super::strings;
use crate::numerals;

/// The most bookmarks that are read, and how deep.
const ENTRIES: usize = 10_000;
const DEPTH: u8 = 12;

/// A bookmark.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    pub(super) title: String,
    /// 1 at the top.
    pub(super) depth: u8,
    /// Where it leads, from 0, if it says so directly.
    pub(super) page: Option<usize>,
}

pub(super) fn catalog(xref: &XRef) -> Dict<'_> {
    xref.get::<Dict<'_>>(xref.root_id()).unwrap_or_default()
}

/// The bookmarks in their order.
pub(super) fn entries(catalog: &Dict<'_>, pages: &[Page<'_>]) -> Vec<Entry> {
    let ids: Vec<Option<ObjectIdentifier>> = pages.iter().map(|page| page.raw().obj_id()).collect();
    let mut entries = Vec::new();
    let mut seen = HashSet::new();
    if let Some(root) = catalog.get::<Dict<'_>>(&b"Outlines"[..]) {
        descend(&root, 1, &ids, &mut seen, &mut entries);
    }
    entries
}

fn descend(
    parent: &Dict<'_>,
    depth: u8,
    pages: &[Option<ObjectIdentifier>],
    seen: &mut HashSet<ObjectIdentifier>,
    entries: &mut Vec<Entry>,
) {
    let mut next = parent.get::<Dict<'_>>(&b"First"[..]);
    while let Some(item) = next {
        if depth > DEPTH || entries.len() >= ENTRIES || item.obj_id().is_some_and(|id| !seen.insert(id)) {
            return;
        }
        if let Some(title) = item.get::<PdfString<'_>>(&b"Title"[..]) {
            let destination = item.get::<Array<'_>>(&b"Dest"[..]).or_else(|| {
                let action = item.get::<Dict<'_>>(&b"A"[..])?;
                action.get::<Array<'_>>(&b"D"[..])
            });
            let page = destination
                .and_then(|array| array.raw_iter().next())
                .and_then(|first| match first {
                    MaybeRef::Ref(id) => pages.iter().position(|page| *page == Some(id.into())),
                    MaybeRef::NotRef(_) => None,
                });
            entries.push(Entry {
                title: strings::text(title.as_bytes()),
                depth,
                page,
            });
        }
        descend(&item, depth + 1, pages, seen, entries);
        next = item.get::<Dict<'_>>(&b"Next"[..]);
    }
}

/// What each page is called (ISO 32000-2, 12.4.2); without labels, pages are counted from 1.
pub(super) fn page_names(catalog: &Dict<'_>, count: usize) -> Vec<String> {
    let mut ranges: Vec<(usize, Dict<'_>)> = Vec::new();
    if let Some(tree) = catalog.get::<Dict<'_>>(&b"PageLabels"[..]) {
        number_tree(&tree, 0, &mut ranges);
    }
    ranges.sort_by_key(|(from, _)| *from);
    (0..count)
        .map(|page| match ranges.iter().rev().find(|(from, _)| *from <= page) {
            Some((from, label)) => page_name(label, page - from),
            None => (page + 1).to_string(),
        })
        .collect()
}

fn number_tree<'a>(node: &Dict<'a>, depth: u8, ranges: &mut Vec<(usize, Dict<'a>)>) {
    if let Some(numbers) = node.get::<Array<'a>>(&b"Nums"[..]) {
        let mut from = None;
        for object in numbers.iter::<Object<'a>>().take(2 * ENTRIES) {
            match (object, from) {
                (Object::Dict(label), Some(at)) => {
                    ranges.push((at, label));
                    from = None;
                }
                (object, _) => from = object.into_i32().and_then(|at| usize::try_from(at).ok()),
            }
        }
    }
    if let Some(kids) = node.get::<Array<'a>>(&b"Kids"[..])
        && depth < DEPTH
        && ranges.len() < ENTRIES
    {
        kids.iter::<Dict<'a>>()
            .for_each(|kid| number_tree(&kid, depth + 1, ranges));
    }
}

fn page_name(label: &Dict<'_>, offset: usize) -> String {
    let prefix = label.get::<PdfString<'_>>(&b"P"[..]);
    let prefix = prefix.map_or_else(String::new, |prefix| strings::text(prefix.as_bytes()));
    let first = label.get::<u32>(&b"St"[..]).unwrap_or(1) as usize;
    let number = first.saturating_add(offset);
    let style = label.get::<Name<'_>>(&b"S"[..]);
    let roman = |number: usize| numerals::roman(u32::try_from(number).unwrap_or(0));
    let number = match style.as_ref().map_or("", |style| style.as_str()) {
        "D" => number.to_string(),
        "r" => roman(number),
        "R" => roman(number).to_uppercase(),
        "a" => letters(number).to_lowercase(),
        "A" => letters(number),
        _ => String::new(),
    };
    let name: String = format!("{prefix}{number}")
        .chars()
        .filter(|c| !c.is_control())
        .take(40)
        .collect();
    name
}

/// A to Z, then AA to ZZ, and so on.
fn letters(number: usize) -> String {
    if number == 0 || number > 2_600 {
        return number.to_string();
    }
    let letter = char::from(b'A' + ((number - 1) % 26) as u8);
    letter.to_string().repeat((number - 1) / 26 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_counted_in_letters() {
        assert_eq!([letters(3), letters(28)], ["C", "BB"]);
    }
}
