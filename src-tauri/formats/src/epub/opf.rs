//! Reads a book's own list of its parts: what it is called, who wrote it, in what order it is read (EPUB 3.3, "Package
//! document"; OPF 2.0.1).

use std::collections::BTreeMap;

use crate::xml::{self, Element};
use crate::{ReadError, data, title};

/// A part of the book, by its path in the container.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) path: String,
    kind: String,
    is_nav: bool,
}

#[derive(Debug, Default)]
pub(super) struct Opf {
    pub(super) title: Option<String>,
    pub(super) byline: Option<String>,
    pub(super) language: Option<String>,
    pub(super) published: Option<String>,
    /// The paths of the texts, in the order in which they are read.
    pub(super) spine: Vec<String>,
    /// The table of contents: of EPUB 3, and of EPUB 2.
    pub(super) nav: Option<String>,
    pub(super) ncx: Option<String>,
    /// A text that only repeats the contents.
    pub(super) contents_page: Option<String>,
    /// Its style sheets.
    pub(super) sheets: Vec<String>,
    pub(super) publisher: Option<String>,
}

pub(super) fn read(markup: &str, path: &str) -> Result<Opf, ReadError> {
    let package = xml::read(markup)?;
    let mut opf = Opf::default();
    // In the order of their ids: of two that could be the contents it is always the same one.
    let mut parts: BTreeMap<String, Part> = BTreeMap::new();
    for item in children(&package, "manifest") {
        let (Some(id), Some(href)) = (item.attribute("id"), item.attribute("href")) else {
            continue;
        };
        let has_property = |name: &str| {
            item.attribute("properties")
                .is_some_and(|all| all.split_whitespace().any(|property| property == name))
        };
        let part = Part {
            path: resolve(path, &href),
            kind: item.attribute("media-type").unwrap_or_default().into_owned(),
            is_nav: has_property("nav"),
        };
        if part.kind == "text/css" {
            opf.sheets.push(part.path.clone());
        }
        parts.insert(id.into_owned(), part);
    }
    for item in children(&package, "spine") {
        let part = item.attribute("idref").and_then(|id| parts.get(&*id));
        opf.spine.extend(part.map(|part| part.path.clone()));
    }
    opf.nav = parts.values().find(|part| part.is_nav).map(|part| part.path.clone());
    let named = package
        .find("spine")
        .and_then(|spine| spine.attribute("toc"))
        .and_then(|id| parts.get(&*id));
    let ncx = named.or_else(|| parts.values().find(|part| part.kind == "application/x-dtbncx+xml"));
    opf.ncx = ncx.map(|part| part.path.clone());
    opf.contents_page = children(&package, "guide")
        .find(|reference| reference.attribute("type").as_deref() == Some("toc"))
        .and_then(|reference| reference.attribute("href"))
        .map(|href| resolve(path, href.split('#').next().unwrap_or_default()));
    if let Some(metadata) = package.find("metadata") {
        opf.describe(metadata);
    }
    Ok(opf)
}

impl Opf {
    fn describe(&mut self, metadata: &Element<'_>) {
        // Older writers put what is said of a book in one element more.
        let inner = metadata.child("dc-metadata").unwrap_or(metadata);
        let all = |name: &'static str| {
            let said = inner
                .elements()
                .filter(move |element| element.name.eq_ignore_ascii_case(name));
            said.map(|element| (element, title::one_line(&element.words())))
                .filter(|(_, words)| !words.is_empty())
        };
        self.title = all("title").next().map(|(_, words)| words);
        self.publisher = all("publisher").next().map(|(_, words)| words);
        self.language = all("language").next().map(|(_, words)| words);
        // An illustrator is no author; EPUB 3 says so in an element of its own.
        let role = |element: &Element<'_>| -> Option<String> {
            if let Some(role) = element.attribute("role") {
                return Some(role.into_owned());
            }
            let id = format!("#{}", element.attribute("id")?);
            let refined = inner.elements().find(|meta| {
                meta.attribute("refines").as_deref() == Some(&id)
                    && meta.attribute("property").as_deref() == Some("role")
            })?;
            Some(refined.words().trim().to_owned())
        };
        let authors: Vec<String> = all("creator")
            .filter(|(element, _)| role(element).is_none_or(|role| role == "aut"))
            .map(|(_, words)| words)
            .collect();
        self.byline = (!authors.is_empty()).then(|| title::one_line(&authors.join(", ")));
        let published = all("date")
            .find(|(element, _)| element.attribute("event").is_none_or(|event| event == "publication"))
            .map(|(_, words)| words);
        // Programs write the year 101 where they know none.
        self.published = published
            .map(|date| date.split('T').next().unwrap_or_default().to_owned())
            .filter(|date| {
                date.len() >= 4 && date.as_str() >= "1000" && date.chars().all(|c| c.is_ascii_digit() || c == '-')
            });
    }
}

fn children<'e, 'x>(package: &'e Element<'x>, name: &str) -> impl Iterator<Item = &'e Element<'x>> {
    package.find(name).into_iter().flat_map(Element::elements)
}

/// The path that an address in `from` means: said from its folder, and with its signs spelt out.
pub(super) fn resolve(from: &str, address: &str) -> String {
    let address = String::from_utf8_lossy(&data::unescaped(address)).into_owned();
    let mut path: Vec<&str> = if address.starts_with('/') {
        Vec::new()
    } else {
        from.split('/').collect()
    };
    path.pop();
    for step in address.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_said_from_the_folder_of_who_says_it() {
        assert_eq!(resolve("OEBPS/content.opf", "text/ch1.xhtml"), "OEBPS/text/ch1.xhtml");
        assert_eq!(resolve("OEBPS/text/ch1.xhtml", "../img/a%20b.png"), "OEBPS/img/a b.png");
        assert_eq!(resolve("content.opf", "./%C3%A9t%C3%A9.html"), "été.html");
        assert_eq!(resolve("a/b.opf", "../../../c"), "c");
        assert_eq!(resolve("a/b.opf", "100%"), "a/100%");
    }

    #[test]
    fn who_wrote_it_is_no_illustrator_and_a_date_is_a_date() {
        let opf = read(
            "<package><metadata xmlns:dc='d' xmlns:opf='o'><dc:title>Un  livre</dc:title>
             <dc:creator opf:role='ill'>Dessin</dc:creator><dc:creator id='a'>Lucie Roche</dc:creator>
             <meta refines='#a' property='role'>aut</meta><dc:date>0101-01-01T00:00:00Z</dc:date>
             <dc:language>fr-FR</dc:language></metadata>
             <manifest><item id='n' href='nav.xhtml' properties='nav'/><item id='c' href='c.xhtml'/></manifest>
             <spine><itemref idref='c'/><itemref idref='gone'/></spine></package>",
            "a/content.opf",
        )
        .unwrap();
        assert_eq!(opf.title.as_deref(), Some("Un livre"));
        assert_eq!(opf.byline.as_deref(), Some("Lucie Roche"));
        assert_eq!((opf.published, opf.language.as_deref()), (None, Some("fr-FR")));
        assert_eq!(
            (opf.spine, opf.nav.as_deref()),
            (vec!["a/c.xhtml".to_owned()], Some("a/nav.xhtml"))
        );
    }
}
