//! Finds the article in a page, and what the page says of it: headline, author, site, language, address.

use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use dom_query::{Document, NodeId, NodeRef};
use dom_smoothie::{Article, Readability};

use crate::choose::choose;
use crate::footnotes::Notes;
use crate::furniture::fold;
use crate::lines::{self, Line, lines};
use crate::metadata::{self, Meta};
use crate::{dom, second, title};

/// Names the elements of a page, so that those of the found article are known again.
const NAME: &str = "data-obelus";
/// An article shorter than this, in characters, was not found.
const SHORT: usize = 140;
/// Words of this length, in bytes, are the same words wherever they stand: elements may have been made anew.
const LONG: usize = 60;

/// Room for rules that call themselves, in bytes: as much as a page's tree is deep.
const STACK: usize = 32 << 20;
/// What sites call the line below the headline.
const DECKS: &[&str] = &[
    "chapo",
    "chapeau",
    "deck",
    "dek",
    "standfirst",
    "subtitle",
    "sub-title",
    "subhead",
    "summary",
    "lead",
    "intro",
    "excerpt",
    "description",
    "teaser",
    "sommaire",
    "entradilla",
    "vorspann",
    "abstract",
];

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
    /// ISO 8601, a day or a moment.
    pub(crate) published: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) language: Option<String>,
    /// The page's lines, whether they are the article's or not.
    pub(crate) lines: Vec<Line>,
    /// Whether the page says that its text must be paid for.
    pub(crate) is_paid: bool,
}

/// Both rules are asked; `markup` is what the document was parsed from.
pub(crate) fn find(document: &Document, markup: &str, notes: &Notes) -> Found {
    let lines = lines(document);
    let words: usize = lines.iter().map(|line| line.words.len()).sum();
    let (article, second) = thread::scope(|scope| {
        // Each takes as long as the other, and neither needs the other.
        let second = (words <= second::WORD_LIMIT).then(|| {
            thread::Builder::new()
                .stack_size(STACK)
                .spawn_scoped(scope, || second::ask(markup))
        });
        let article = catch_unwind(AssertUnwindSafe(|| smooth(document))).ok().flatten();
        // Where no thread is to be had, one opinion must do; a panic in it is no opinion.
        let second = second
            .and_then(Result::ok)
            .and_then(|second| second.join().ok().flatten());
        (article, second)
    });
    let first = article.as_ref().and_then(|article| pieces(document, article));
    let mut found = Found {
        article: choose(document, &lines, first.as_ref(), second.as_ref(), notes),
        language: language(document),
        ..Found::default()
    };
    let said = metadata::read(document, article.as_ref().and_then(|article| article.byline.clone()));
    found.site = said.site;
    found.byline = said.byline;
    found.published = said.published;
    found.url = said.url;
    found.is_paid = said.is_paid;
    found.title = article
        .as_ref()
        .map(|article| title::one_line(&article.title))
        .filter(|title| !title.is_empty() && Some(title) != found.site.as_ref());
    let said_or_title = said.headline.clone().or_else(|| found.title.clone());
    let without_site = said_or_title.as_deref().and_then(without_site);
    let headline = headline(document, said_or_title.as_deref(), found.site.as_deref())
        .or_else(|| headline(document, Some(without_site?), found.site.as_deref()));
    if let Some(headline) = headline {
        found.headline = Some(title::one_line(headline.text().trim_end().trim_end_matches('¶')));
        found.headline_at = Some(headline.id);
        if let Some(article) = &mut found.article {
            begin_at(document, &headline, article);
            article.extend(deck(document, &lines, &headline, article));
        }
    } else {
        found.headline = said.headline;
    }
    if let (Some(article), Some(first)) = (&mut found.article, &first) {
        let pictures = pictures_amid(document, article, first);
        article.extend(pictures);
    }
    found.lines = lines;
    found
}

/// The pictures that the first opinion has, and that stand amid the words of the article.
fn pictures_amid(document: &Document, article: &HashSet<NodeId>, first: &HashSet<NodeId>) -> Vec<NodeId> {
    let (mut pictures, mut waiting) = (Vec::new(), Vec::new());
    let mut is_begun = false;
    for node in dom::below(&document.root()) {
        if node.is_text() && article.contains(&node.id) {
            is_begun = true;
            pictures.append(&mut waiting);
        } else if is_begun && node.has_name("img") && first.contains(&node.id) {
            waiting.push(node.id);
        }
    }
    pictures
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
    let mut long = HashSet::new();
    let name = |node: &NodeRef<'_>| node.attr(NAME).and_then(|name| name.parse::<u32>().ok());
    for node in dom::below(&content.root()) {
        if node.is_text() {
            let owner = node.ancestors_it(None).find_map(|node| name(&node));
            let own = squeeze(&node.text());
            if own.len() >= LONG {
                long.insert(own.clone());
            }
            words.entry(owner.unwrap_or(u32::MAX)).or_default().insert(own);
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
            let own = squeeze(&node.text());
            let found = owner.and_then(|owner| words.get(&owner));
            // Neighbouring pieces may have been joined, where what stood between them was left out.
            let joined = |found: &HashSet<String>| {
                found.len() < 8 && !own.is_empty() && found.iter().any(|found| found.contains(&own))
            };
            if long.contains(&own) || found.is_some_and(|found| found.contains(&own) || joined(found)) {
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
    let names = ["h2", "h3", "p", "div", "span", "b", "strong", "font"];
    let is_small = |node: &NodeRef<'_>| node.descendants_it().take(9).count() <= 8;
    dom::below(&document.root())
        .filter(|node| names.iter().any(|name| node.has_name(name)) && is_small(node))
        .find(|node| fold(&node.text()) == said && !is_outside(node))
}

/// "A headline | The site" without the site.
fn without_site(title: &str) -> Option<&str> {
    let signs = [" | ", " – ", " — ", " - ", " · ", " » ", " :: "];
    let at = signs.iter().filter_map(|sign| title.rfind(sign)).max()?;
    Some(&title[..at])
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

/// The line or two below the headline that say what the article is about: between it and the first paragraph.
fn deck(document: &Document, lines: &[Line], headline: &NodeRef<'_>, article: &HashSet<NodeId>) -> Vec<NodeId> {
    let is_kept = |line: &Line| line.nodes.iter().any(|node| article.contains(node));
    let of_headline = |line: &Line| lines::around(document, line).any(|node| node.id == headline.id);
    let Some(at) = lines.iter().rposition(of_headline) else {
        return Vec::new();
    };
    let below = lines[at + 1..].iter().take(8);
    let between: Vec<&Line> = below.take_while(|line| !is_kept(line)).collect();
    let is_deck = |line: &&&Line| {
        (5..=80).contains(&line.words.len())
            && 3 * line.linked < line.words.len()
            && lines::around(document, line).take(2).any(|node| {
                ["class", "id", "itemprop"].iter().any(|name| {
                    let value = node.attr(name).unwrap_or_default().to_lowercase();
                    DECKS.iter().any(|deck| value.contains(deck))
                })
            })
    };
    if between.len() == 8 {
        return Vec::new();
    }
    // Without a name, only what stands right below the headline as a sentence of its own.
    let named = between.iter().find(is_deck);
    let next = between.first().filter(|line| {
        let is_block = line.around != lines[at].around || lines[at].around.is_none();
        is_block && (6..=60).contains(&line.words.len()) && line.linked == 0 && line.ends
    });
    named.or(next).map_or_else(Vec::new, |line| line.nodes.clone())
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
