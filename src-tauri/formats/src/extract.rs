//! Finds the article in a page, and what the page says of it: headline, author, site, language, address.

use std::collections::{HashMap, HashSet};

use dom_query::{Document, NodeId, NodeRef};
use dom_smoothie::{Article, Readability};
use obelus_core::body::Href;

use crate::furniture::fold;
use crate::{dom, title};

/// Names the elements of a page, so that those of the found article are known again.
const NAME: &str = "data-obelus";
/// An article shorter than this, in characters, was not found.
const SHORT: usize = 140;

#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    /// The pieces of text and the pictures that belong to the article; nothing where none was found.
    pub(crate) article: Option<HashSet<NodeId>>,
    /// The words above the article, as the page gives them.
    pub(crate) headline: Option<String>,
    pub(crate) headline_at: Option<NodeId>,
    /// What the page is called, where it has no headline.
    pub(crate) title: Option<String>,
    pub(crate) byline: Option<String>,
    pub(crate) site: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) language: Option<String>,
}

pub(crate) fn find(document: &Document) -> Found {
    let article = smooth(document);
    let mut found = Found {
        article: article.as_ref().and_then(|article| pieces(document, article)),
        url: url(document),
        language: language(document),
        ..Found::default()
    };
    let meta = Meta::read(document);
    let line = |value: Option<String>| {
        value
            .map(|value| title::one_line(&value))
            .filter(|value| !value.is_empty())
    };
    found.site = line(meta.first(&["og:site_name", "application-name"]));
    let byline = article.as_ref().and_then(|article| article.byline.clone());
    found.byline = line(
        byline
            .or_else(|| meta.first(&["author", "article:author"]))
            .and_then(|name| author(&name)),
    );
    found.title =
        line(article.as_ref().map(|article| article.title.clone())).filter(|title| Some(title) != found.site.as_ref());
    let said = line(meta.first(&["og:title", "twitter:title"]));
    let said_or_title = said.clone().or_else(|| found.title.clone());
    if let Some(headline) = headline(document, said_or_title.as_deref(), found.site.as_deref()) {
        found.headline = Some(title::one_line(&headline.text()));
        found.headline_at = Some(headline.id);
        if let Some(article) = &mut found.article {
            begin_at(document, &headline, article);
        }
    } else {
        found.headline = said;
    }
    found
}

/// The article as Readability's rules find it, in a copy of the page whose elements are named.
fn smooth(document: &Document) -> Option<Article> {
    let named = document.clone();
    // Gathered first: the tree cannot be written while it is walked.
    let elements: Vec<NodeRef<'_>> = dom::below(&named.root()).filter(NodeRef::is_element).collect();
    for (index, node) in elements.iter().enumerate() {
        node.set_attr(NAME, &index.to_string());
    }
    Readability::with_document(named, None, None).ok()?.parse().ok()
}

/// The page's own pieces of text that stand in the found article.
fn pieces(document: &Document, article: &Article) -> Option<HashSet<NodeId>> {
    let content = dom::parse(&article.content).ok()?;
    let mut words: HashMap<u32, HashSet<String>> = HashMap::new();
    let name = |node: &NodeRef<'_>| node.attr(NAME).and_then(|name| name.parse::<u32>().ok());
    for node in dom::below(&content.root()) {
        if node.is_text() {
            let owner = node.ancestors_it(None).find_map(|node| name(&node));
            words
                .entry(owner.unwrap_or(u32::MAX))
                .or_default()
                .insert(squeeze(&node.text()));
        } else if node.has_name("img") {
            words.entry(name(&node).unwrap_or(u32::MAX)).or_default();
        }
    }
    let mut pieces = HashSet::new();
    let mut length = 0;
    let mut names: HashMap<NodeId, u32> = HashMap::new();
    for node in dom::below(&document.root()) {
        if node.is_element() {
            let name = names.len() as u32;
            names.insert(node.id, name);
            if node.has_name("img") && words.contains_key(&name) {
                pieces.insert(node.id);
            }
        } else if node.is_text() {
            let owner = node.parent().and_then(|parent| names.get(&parent.id).copied());
            let Some(found) = owner.and_then(|owner| words.get(&owner)) else {
                continue;
            };
            let own = squeeze(&node.text());
            // Neighbouring pieces may have been joined, where what stood between them was left out.
            let joined = || found.len() < 8 && !own.is_empty() && found.iter().any(|found| found.contains(&own));
            if found.contains(&own) || joined() {
                length += own.chars().count();
                pieces.insert(node.id);
            }
        }
    }
    (length >= SHORT).then_some(pieces)
}

fn squeeze(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The element that is the headline: the `<h1>` that says what the page says it is called, or the only one.
fn headline<'d>(document: &'d Document, said: Option<&str>, site: Option<&str>) -> Option<NodeRef<'d>> {
    let said = said.map(fold).unwrap_or_default();
    let site = site.map(fold);
    let heads: Vec<(NodeRef<'d>, String)> = dom::below(&document.root())
        .filter(|node| node.has_name("h1"))
        .map(|node| (node, fold(&node.text())))
        .filter(|(node, words)| !words.is_empty() && Some(words) != site.as_ref() && !is_outside(node))
        .collect();
    let agrees = |words: &str| !said.is_empty() && (said.contains(words) || words.contains(&said));
    let named = heads.iter().find(|(_, words)| agrees(words));
    if let Some((head, _)) = named.or_else(|| heads.first().filter(|_| heads.len() == 1)) {
        return Some(*head);
    }
    // Some pages set their headline in another element.
    if said.split(' ').count() < 3 {
        return None;
    }
    let names = ["h2", "h3", "p", "div", "span"];
    let is_small = |node: &NodeRef<'_>| node.descendants_it().take(9).count() <= 8;
    dom::below(&document.root())
        .filter(|node| names.iter().any(|name| node.has_name(name)) && is_small(node))
        .find(|node| fold(&node.text()) == said && !is_outside(node))
}

fn is_outside(node: &NodeRef<'_>) -> bool {
    let outside = [
        "nav", "footer", "aside", "form", "template", "noscript", "svg", "dialog", "head",
    ];
    node.ancestors_it(None)
        .any(|node| outside.iter().any(|name| node.has_name(name)))
}

/// The article begins with its headline: a few words that were taken for a part of it above are not.
fn begin_at(document: &Document, headline: &NodeRef<'_>, article: &mut HashSet<NodeId>) {
    let mut above = Vec::new();
    let mut length = 0;
    for node in dom::below(&document.root()) {
        if node.id == headline.id {
            break;
        }
        if article.contains(&node.id) {
            length += squeeze(&node.text()).chars().count();
            above.push(node.id);
        }
    }
    if length <= 400 {
        above.iter().for_each(|id| {
            article.remove(id);
        });
    }
    article.extend(dom::below(headline).filter(NodeRef::is_text).map(|node| node.id));
}

/// The page's `<meta>` elements, by their name or property.
struct Meta(HashMap<String, String>);

impl Meta {
    fn read(document: &Document) -> Self {
        let mut meta = HashMap::new();
        for node in dom::below(&document.root()).filter(|node| node.has_name("meta")) {
            let name = node.attr("property").or_else(|| node.attr("name"));
            if let (Some(name), Some(content)) = (name, node.attr("content")) {
                meta.entry(name.trim().to_lowercase())
                    .or_insert_with(|| content.trim().to_owned());
            }
        }
        Self(meta)
    }

    fn first(&self, names: &[&str]) -> Option<String> {
        names
            .iter()
            .find_map(|name| self.0.get(*name))
            .filter(|value| !value.is_empty())
            .cloned()
    }
}

/// A name, without "By" before it; not the address of a profile.
fn author(name: &str) -> Option<String> {
    let name = name.trim();
    let bare = ["Par ", "par ", "By ", "by ", "BY "]
        .iter()
        .find_map(|start| name.strip_prefix(start))
        .unwrap_or(name);
    let is_name = !bare.contains("://") && bare.chars().count() <= 200 && bare.chars().any(char::is_alphabetic);
    is_name.then(|| bare.to_owned())
}

fn url(document: &Document) -> Option<String> {
    let canonical = dom::below(&document.root())
        .find(|node| {
            node.has_name("link")
                && node
                    .attr("rel")
                    .is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"))
        })
        .and_then(|link| link.attr("href"))
        .map(|href| href.to_string());
    let addresses = [canonical, Meta::read(document).first(&["og:url"])];
    addresses
        .into_iter()
        .flatten()
        .filter_map(|address| Href::new(&address).ok())
        .map(String::from)
        .find(|address| address.to_ascii_lowercase().starts_with("http"))
}

/// What the page says its language is.
pub(crate) fn language(document: &Document) -> Option<String> {
    let attribute = |name: &str| {
        let node = dom::below(&document.root()).find(|node| node.has_name(name))?;
        node.attr("lang")
            .or_else(|| node.attr("xml:lang"))
            .map(|lang| lang.to_string())
    };
    let said = attribute("html").or_else(|| attribute("body"));
    said.filter(|lang| !lang.trim().is_empty())
        .or_else(|| Meta::read(document).first(&["og:locale", "content-language"]))
}
