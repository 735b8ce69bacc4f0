//! What a page says of itself: JSON-LD, OpenGraph and its kin, microdata.

use std::collections::HashMap;

use dom_query::{Document, NodeRef};
use obelus_core::body::Href;
use serde_json::Value;

use crate::{dom, title};

/// The largest JSON-LD that is read, in bytes.
const GRAPH_LIMIT: usize = 1_000_000;
/// How many objects of it are looked at.
const OBJECT_LIMIT: usize = 5_000;

/// Things that are read as articles are (schema.org).
const ARTICLES: &[&str] = &[
    "Article",
    "NewsArticle",
    "BlogPosting",
    "Report",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "BackgroundNewsArticle",
    "ReviewNewsArticle",
    "LiveBlogPosting",
    "ScholarlyArticle",
    "TechArticle",
    "SocialMediaPosting",
    "AdvertiserContentArticle",
    "SatiricalArticle",
    "DiscussionForumPosting",
    "Recipe",
    "Review",
    "Interview",
];

/// Where pages say when they were published, the surest first.
const DATES: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "og:published_time",
    "rnews:datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "article.published",
    "date",
];

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Said {
    pub(crate) headline: Option<String>,
    pub(crate) byline: Option<String>,
    pub(crate) site: Option<String>,
    /// ISO 8601, a day or a moment.
    pub(crate) published: Option<String>,
    pub(crate) url: Option<String>,
    /// Whether it says of the text that it must be paid for.
    pub(crate) is_paid: bool,
}

/// Reads what the page says; `found_byline` is a name that stands above the article.
pub(crate) fn read(document: &Document, found_byline: Option<String>) -> Said {
    let meta = Meta::read(document);
    let graph = Graph::read(document);
    let authors = Some(graph.authors.join(", ")).filter(|names| !names.is_empty());
    let bylines = [
        authors,
        found_byline,
        meta.first(&[
            "author",
            "article:author",
            "parsely-author",
            "sailthru.author",
            "dc.creator",
            "citation_author",
        ]),
        property(document, "author"),
    ];
    let date = graph
        .published
        .as_deref()
        .and_then(date)
        .or_else(|| {
            DATES
                .iter()
                .filter_map(|name| meta.first(&[name]))
                .find_map(|value| date(&value))
        })
        .or_else(|| written_date(document));
    Said {
        headline: line(meta.first(&["og:title", "twitter:title"]).or(graph.headline)),
        byline: bylines
            .into_iter()
            .flatten()
            .find_map(|name| author(&name))
            .and_then(|name| line(Some(name))),
        site: line(meta.first(&["og:site_name", "application-name"]).or(graph.publisher)),
        published: date,
        url: url(document, &meta),
        is_paid: graph.is_paid,
    }
}

fn line(value: Option<String>) -> Option<String> {
    value
        .map(|value| title::one_line(&value))
        .filter(|value| !value.is_empty())
}

/// What the page's JSON-LD says of its article.
#[derive(Debug, Default)]
struct Graph {
    headline: Option<String>,
    authors: Vec<String>,
    published: Option<String>,
    publisher: Option<String>,
    is_paid: bool,
}

impl Graph {
    fn read(document: &Document) -> Self {
        let mut graph = Self::default();
        let is_json = |node: &NodeRef<'_>| {
            let kind = node.attr("type").unwrap_or_default().to_ascii_lowercase();
            node.has_name("script") && kind.trim().starts_with("application/ld+json")
        };
        for script in dom::below(&document.root()).filter(is_json) {
            let text = script.text();
            if text.len() <= GRAPH_LIMIT
                && let Ok(value) = serde_json::from_str::<Value>(text.trim().trim_end_matches(';'))
            {
                graph.take(&value);
            }
        }
        graph
    }

    fn take(&mut self, value: &Value) {
        let mut open = vec![value];
        let mut looked = 0;
        // Shallow ones first: what is deeper may be the article that another one is about.
        while !open.is_empty() && looked < OBJECT_LIMIT {
            let mut deeper = Vec::new();
            for value in open {
                looked += 1;
                match value {
                    Value::Array(values) => deeper.extend(values),
                    Value::Object(fields) => {
                        if self.headline.is_none() && is_article(value) {
                            self.article(value);
                        }
                        let inner = ["@graph", "mainEntity", "mainEntityOfPage", "itemListElement"];
                        deeper.extend(inner.iter().filter_map(|name| fields.get(*name)));
                    }
                    _ => {}
                }
            }
            open = deeper;
        }
    }

    fn article(&mut self, article: &Value) {
        self.headline = words(&article["headline"]).or_else(|| words(&article["name"]));
        self.published = words(&article["datePublished"]).or_else(|| words(&article["dateCreated"]));
        self.publisher = words(&article["publisher"]["name"]).or_else(|| words(&article["publisher"][0]["name"]));
        let authors = match &article["author"] {
            Value::Array(authors) => authors.iter().collect(),
            author => vec![author],
        };
        for author in authors.into_iter().take(20) {
            let name = words(author).or_else(|| words(&author["name"]));
            self.authors.extend(name.filter(|name| !self.authors.contains(name)));
        }
        self.is_paid = match &article["isAccessibleForFree"] {
            Value::Bool(free) => !free,
            Value::String(free) => free.eq_ignore_ascii_case("false"),
            _ => false,
        };
    }
}

fn is_article(value: &Value) -> bool {
    let is = |value: &Value| {
        value
            .as_str()
            .is_some_and(|name| ARTICLES.contains(&name.rsplit('/').next().unwrap_or(name)))
    };
    match &value["@type"] {
        Value::Array(names) => names.iter().any(is),
        name => is(name),
    }
}

/// A value's words, as a person reads them: some sites escape them as HTML.
fn words(value: &Value) -> Option<String> {
    let text = value.as_str()?.trim();
    let text = if text.contains('&') || text.contains('<') {
        dom::parse(text).ok()?.text().trim().to_owned()
    } else {
        text.to_owned()
    };
    (!text.is_empty()).then_some(text)
}

/// The page's `<meta>` elements, by their name or property.
pub(crate) struct Meta(HashMap<String, String>);

impl Meta {
    pub(crate) fn read(document: &Document) -> Self {
        let mut meta = HashMap::new();
        for node in dom::below(&document.root()).filter(|node| node.has_name("meta")) {
            let name = ["property", "name", "itemprop", "http-equiv"]
                .iter()
                .find_map(|name| node.attr(name));
            if let (Some(name), Some(content)) = (name, node.attr("content")) {
                meta.entry(name.trim().to_lowercase())
                    .or_insert_with(|| content.trim().to_owned());
            }
        }
        Self(meta)
    }

    pub(crate) fn first(&self, names: &[&str]) -> Option<String> {
        names
            .iter()
            .filter_map(|name| self.0.get(*name))
            .find(|value| !value.is_empty())
            .cloned()
    }
}

/// The words of the first element with this microdata property.
fn property(document: &Document, name: &str) -> Option<String> {
    let has = |node: &NodeRef<'_>, name: &str| {
        node.attr("itemprop")
            .is_some_and(|value| value.split_whitespace().any(|value| value.eq_ignore_ascii_case(name)))
    };
    let found = dom::below(&document.root()).find(|node| has(node, name) && !node.has_name("meta"))?;
    let inner = dom::below(&found).find(|node| has(node, "name"));
    Some(inner.unwrap_or(found).text().trim().to_owned())
}

/// The date of a `<time>` that is said to be the article's, or of the only one above it.
fn written_date(document: &Document) -> Option<String> {
    let moment = |node: &NodeRef<'_>| {
        let value = node.attr("datetime").or_else(|| node.attr("content"))?;
        date(&value)
    };
    let times = || dom::below(&document.root()).filter(|node| node.has_name("time") || node.has_attr("itemprop"));
    let said = times().find_map(|node| {
        let is = |name: &str| {
            let value = node.attr(name).unwrap_or_default().to_lowercase();
            value.contains("datepublished") || value.contains("published") || value.contains("entry-date")
        };
        (is("itemprop") || is("class") || node.has_attr("pubdate")).then(|| moment(&node))?
    });
    said.or_else(|| {
        let outside = ["aside", "footer", "nav", "li"];
        let mut above = times().filter(|node| {
            node.has_name("time")
                && !node
                    .ancestors_it(None)
                    .any(|node| outside.iter().any(|name| node.has_name(name)))
        });
        above.find_map(|node| moment(&node))
    })
}

/// A day or a moment in ISO 8601, from the forms in which pages write one.
fn date(value: &str) -> Option<String> {
    let value = value.trim();
    let digits = |range: std::ops::Range<usize>| -> Option<u32> {
        let part = value.get(range)?;
        part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())?
    };
    let year = digits(0..4)?;
    let (month, day, rest) = if matches!(value.as_bytes().get(4), Some(b'-' | b'/' | b'.')) {
        (digits(5..7)?, digits(8..10)?, value.get(10..)?)
    } else {
        (digits(4..6)?, digits(6..8)?, "")
    };
    let longest = match month {
        2 => 28 + u32::from(year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    if !(1400..=2200).contains(&year) || !(1..=12).contains(&month) || !(1..=longest).contains(&day) {
        return None;
    }
    let day = format!("{year:04}-{month:02}-{day:02}");
    Some(match moment(rest) {
        Some(moment) => format!("{day}T{moment}"),
        None => day,
    })
}

/// `T06:30:00+01:00`, `T06:30Z`: only with its zone is it a moment.
fn moment(rest: &str) -> Option<String> {
    let time = rest.strip_prefix(['T', 't', ' '])?.trim();
    let at = time.find(['Z', 'z', '+', '-'])?;
    let (clock, zone) = time.split_at(at);
    let clock = clock.trim().split('.').next()?;
    let parts: Vec<&str> = clock.split(':').collect();
    let is_number = |part: &&str, limit: u32| part.len() == 2 && part.parse::<u32>().is_ok_and(|number| number < limit);
    let (hour, minute) = (parts.first()?, parts.get(1)?);
    let second = parts.get(2).unwrap_or(&"00");
    if parts.len() > 3 || !is_number(hour, 24) || !is_number(minute, 60) || !is_number(second, 60) {
        return None;
    }
    let zone = match zone {
        "Z" | "z" => "Z".to_owned(),
        zone => {
            let figures: String = zone.chars().filter(char::is_ascii_digit).collect();
            if figures.len() != 4 || zone.len() > 6 {
                return None;
            }
            format!("{}{}:{}", &zone[..1], &figures[..2], &figures[2..])
        }
    };
    Some(format!("{hour}:{minute}:{second}{zone}"))
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

fn url(document: &Document, meta: &Meta) -> Option<String> {
    let canonical = dom::below(&document.root())
        .find(|node| {
            node.has_name("link")
                && node
                    .attr("rel")
                    .is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"))
        })
        .and_then(|link| link.attr("href"))
        .map(|href| href.to_string());
    let addresses = [canonical, meta.first(&["og:url"])];
    addresses
        .into_iter()
        .flatten()
        .filter_map(|address| Href::new(&address).ok())
        .map(String::from)
        .find(|address| address.to_ascii_lowercase().starts_with("http"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(head: &str) -> Said {
        read(
            &dom::parse(&format!("<html><head>{head}</head><body><p>x")).unwrap(),
            None,
        )
    }

    #[test]
    fn the_article_of_a_graph_says_who_wrote_it_and_when() {
        let graph = r#"<script type="application/ld+json">{"@graph":[{"@type":"WebSite","name":"Non"},
            {"@type":["NewsArticle"],"headline":"L&#39;été","datePublished":"2026-03-12T06:30:00+0100",
             "author":[{"name":"Ana Roux"},{"name":"Li Wei"}],"publisher":{"name":"Le Fil"},"isAccessibleForFree":"False"}]}</script>"#;
        let found = said(graph);
        assert_eq!(found.headline.as_deref(), Some("L'été"));
        assert_eq!(found.byline.as_deref(), Some("Ana Roux, Li Wei"));
        assert_eq!(found.site.as_deref(), Some("Le Fil"));
        assert_eq!(found.published.as_deref(), Some("2026-03-12T06:30:00+01:00"));
        assert!(found.is_paid);
    }

    #[test]
    fn a_graph_that_is_broken_or_endless_is_nothing() {
        let deep = format!("<script type='application/ld+json'>{}</script>", "[".repeat(100_000));
        assert_eq!(said(&deep), Said::default());
        assert_eq!(
            said("<script type='application/ld+json'>{\"@type\":</script>"),
            Said::default()
        );
    }

    #[test]
    fn a_date_is_a_day_or_a_moment_or_nothing() {
        for (written, read) in [
            ("2026-03-12", Some("2026-03-12")),
            ("2026/03/12", Some("2026-03-12")),
            ("20260312", Some("2026-03-12")),
            ("2026-03-12T06:30:00.123Z", Some("2026-03-12T06:30:00Z")),
            ("2026-03-12 06:30:00 +0100", Some("2026-03-12T06:30:00+01:00")),
            ("2026-03-12T06:30", Some("2026-03-12")),
            ("2026-02-30", None),
            ("hier", None),
            ("2026-13-01", None),
            ("12/03/2026", None),
        ] {
            assert_eq!(date(written).as_deref(), read, "{written}");
        }
        let microdata = "<time itemprop='datePublished' datetime='2025-01-02'>hier</time>";
        assert_eq!(said(microdata).published.as_deref(), Some("2025-01-02"));
    }
}
