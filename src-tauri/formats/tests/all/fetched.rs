//! A page that was fetched: where it came from and what its server said of it help to read it.

use obelus_core::body::{Block, Style};
use obelus_formats::{Imported, Incoming, read};

fn fetched(markup: &[u8], charset: Option<&str>) -> Imported {
    let incoming = Incoming {
        bytes: markup,
        address: Some("https://journal.example/monde/article.html?p=1"),
        charset,
        verbatim: true,
        format: Some(obelus_core::article::Format::Html),
        ..Incoming::default()
    };
    read(&incoming).unwrap()
}

fn links(imported: &Imported) -> Vec<String> {
    let Some(Block::Paragraph { leaf }) = imported.body.blocks.first() else {
        panic!("{:?}", imported.body.blocks)
    };
    let hrefs = leaf.spans.iter().filter_map(|span| match &span.style {
        Style::Link { href } => Some(href.as_str().to_owned()),
        _ => None,
    });
    hrefs.collect()
}

#[test]
fn a_fetched_page_knows_where_its_links_lead() {
    let page = fetched(
        b"<p><a href=suite.html>a</a> <a href=/sport/>b</a> <a href=//cdn.example/x>c</a> <a href='?p=2'>d</a>\
          <a href='#notes'>e</a> <a href=javascript:alert(1)>f</a> <a href='java\nscript:alert(1)'>g</a>\
          <a href=HTTPS://ailleurs.example/>h</a>",
        None,
    );
    assert_eq!(
        links(&page),
        [
            "https://journal.example/monde/suite.html",
            "https://journal.example/sport/",
            "https://cdn.example/x",
            "https://journal.example/monde/article.html?p=2",
            "HTTPS://ailleurs.example/",
        ]
    );
    assert_eq!(
        page.url.as_deref(),
        Some("https://journal.example/monde/article.html?p=1")
    );
}

#[test]
fn a_page_that_says_where_it_stands_is_believed() {
    let page = fetched(b"<link rel=canonical href=https://journal.example/42><p>Bonjour", None);
    assert_eq!(page.url.as_deref(), Some("https://journal.example/42"));
}

#[test]
fn the_encoding_that_the_server_names_is_used() {
    let page = fetched(b"<meta charset=utf-8><p>L'\xe9t\xe9", Some("iso-8859-1"));
    assert_eq!((page.body.text.as_str(), page.replaced), ("L'\u{e9}t\u{e9}", 0));
}
