//! Pastes the raw text of twenty kinds of pages, and holds what became of each line against what it is.
//!
//! In tests/fixtures/pastes a line that begins with `~` is furniture, `#` the headline, `##` a heading; the rest is
//! the article. The pages are invented; their furniture is what such pages have.

use std::fs;
use std::path::Path;

use obelus_core::body::Block;
use obelus_formats::{Imported, read_pasted};

/// The least share of furniture that is set aside.
const SHARE: f64 = 0.95;

struct Page {
    name: String,
    lines: Vec<(Kind, String)>,
    /// As it was pasted.
    text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Furniture,
    Heading(u8),
    Words,
}

fn pages() -> Vec<Page> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/pastes");
    let mut pages: Vec<Page> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let labelled: Vec<(Kind, String)> = fs::read_to_string(&path).unwrap().lines().map(labelled).collect();
            Page {
                name: path.file_name().unwrap().to_string_lossy().into_owned(),
                text: labelled.iter().map(|(_, words)| format!("{words}\n")).collect(),
                lines: labelled
                    .into_iter()
                    .filter(|(_, words)| !words.trim().is_empty())
                    .collect(),
            }
        })
        .collect();
    pages.sort_by(|a, b| a.name.cmp(&b.name));
    pages
}

fn labelled(line: &str) -> (Kind, String) {
    let level = line.chars().take_while(|&c| c == '#').count();
    match line.strip_prefix('~') {
        Some(words) => (Kind::Furniture, words.to_owned()),
        None if level > 0 && line[level..].starts_with(' ') => {
            (Kind::Heading(level as u8), line[level + 1..].to_owned())
        }
        None => (Kind::Words, line.to_owned()),
    }
}

fn import(page: &Page) -> Imported {
    let imported = read_pasted(None, &page.text).unwrap().0;
    imported.body.check().unwrap();
    imported
}

/// The lines that were set aside, or stayed.
fn lines(text: &str) -> Vec<String> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn nothing_of_an_article_is_set_aside() {
    for page in pages() {
        let kept = lines(import(&page).body.text.as_str());
        let mut kept = kept.iter();
        for (kind, words) in page.lines.iter().filter(|(kind, _)| *kind != Kind::Furniture) {
            assert!(
                kept.any(|line| line == words),
                "{}: {kind:?} {words} is not there, or not in its order",
                page.name
            );
        }
    }
}

#[test]
fn furniture_is_set_aside() {
    for page in pages() {
        let imported = import(&page);
        let aside: Vec<String> = imported
            .body
            .asides
            .iter()
            .flat_map(|aside| lines(aside.text.as_str()))
            .collect();
        let furniture: Vec<&String> = page
            .lines
            .iter()
            .filter(|(kind, _)| *kind == Kind::Furniture)
            .map(|(_, words)| words)
            .collect();
        let mut left = aside.clone();
        let missed: Vec<&&String> = furniture
            .iter()
            .filter(|words| match left.iter().position(|line| line == **words) {
                Some(at) => {
                    left.remove(at);
                    false
                }
                None => true,
            })
            .collect();
        let share = 1.0 - missed.len() as f64 / furniture.len() as f64;
        assert!(
            share >= SHARE,
            "{}: {:.0} % set aside, not {missed:#?}",
            page.name,
            100.0 * share
        );
    }
}

#[test]
fn the_title_and_the_headings_are_the_pages_own() {
    for page in pages() {
        let imported = import(&page);
        let body = &imported.body;
        let found: Vec<(Kind, String)> = body
            .blocks
            .iter()
            .filter_map(|block| match block {
                Block::Heading { level, leaf } => Some((
                    Kind::Heading(*level),
                    body.text.between(leaf.start, leaf.end).to_owned(),
                )),
                _ => None,
            })
            .collect();
        let expected: Vec<(Kind, String)> = page
            .lines
            .iter()
            .filter(|(kind, _)| matches!(kind, Kind::Heading(_)))
            .cloned()
            .collect();
        assert_eq!(found, expected, "{}", page.name);
        let headline = expected
            .iter()
            .find(|(kind, _)| *kind == Kind::Heading(1))
            .map(|(_, words)| words.as_str());
        assert_eq!(Some(imported.title.as_str()), headline, "{}", page.name);
    }
}

#[test]
fn a_page_says_who_wrote_it_and_when() {
    let of = |name: &str| {
        let page = pages().into_iter().find(|page| page.name == name).unwrap();
        let imported = import(&page);
        [imported.byline, imported.published, imported.language].map(Option::unwrap_or_default)
    };
    assert_eq!(
        of("quotidien.fr.txt"),
        ["Lucie Roche (Brenod, Ain, envoyée spéciale)", "2023-11-22", "fr"]
    );
    assert_eq!(of("news.en.txt"), ["Tom Okafor", "2023-11-21", "en"]);
    assert_eq!(of("regional.fr.txt"), ["", "", "fr"]);
    assert_eq!(of("sentinel.en.txt"), ["", "2023-11-04", "en"]);
}
