//! Reads plain text: its paragraphs, its headings, and the furniture of a web page pasted as raw text.
//!
//! The body's text is the file's own, blank lines and all, minus what is set aside.

use obelus_core::article::Format;
use obelus_core::body::{Aside, Block, Body, Leaf};
use obelus_core::text::Text;

use crate::{Imported, ReadError, furniture, headings, language, title};

/// A paragraph: one or more lines of the text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Paragraph {
    start: usize,
    end: usize,
}

/// A line longer than this is a paragraph of its own: nobody wraps that late.
const LONG_LINE: usize = 200;

pub(crate) fn read(text: String, verbatim: bool) -> Result<Imported, ReadError> {
    let paragraphs = paragraphs(&text);
    let lines: Vec<&str> = paragraphs.iter().map(|p| &text[p.start..p.end]).collect();
    let aside = if verbatim {
        vec![false; lines.len()]
    } else {
        furniture::set_aside(&lines)
    };
    let kept: Vec<&str> = lines
        .iter()
        .zip(&aside)
        .filter(|(_, aside)| !**aside)
        .map(|(line, _)| *line)
        .collect();
    let body = body(&text, &paragraphs, &aside, &headings::find(&kept));
    let byline = lines
        .iter()
        .zip(&aside)
        .find_map(|(line, aside)| if *aside { byline(line) } else { None });
    Ok(Imported {
        byline,
        language: language::recognise(body.text.as_str(), None),
        ..Imported::new(title::title(&body), Format::Text, body)
    })
}

/// Runs of lines that are not blank; where lines are as long as paragraphs, each is one.
fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut run: Vec<Paragraph> = Vec::new();
    let mut at = 0;
    let mut end_run = |run: &mut Vec<Paragraph>| {
        let words = |line: &Paragraph| &text[line.start..line.end];
        let is_long = |line: &Paragraph| line.end - line.start > LONG_LINE;
        // A menu pasted line by line: each line is judged by itself.
        let is_menu = run.len() > 1 && furniture::is_menu(&run.iter().map(words).collect::<Vec<_>>());
        if run.iter().any(is_long) || is_menu {
            paragraphs.append(run);
        } else if let (Some(first), Some(last)) = (run.first(), run.last()) {
            paragraphs.push(Paragraph {
                start: first.start,
                end: last.end,
            });
            run.clear();
        }
    };
    for line in text.split_inclusive('\n') {
        let words = line.strip_suffix('\n').unwrap_or(line);
        if words.trim().is_empty() {
            end_run(&mut run);
        } else {
            run.push(Paragraph {
                start: at,
                end: at + words.len(),
            });
        }
        at += line.len();
    }
    end_run(&mut run);
    paragraphs
}

/// "Par Jean Dupont" above an article.
fn byline(line: &str) -> Option<String> {
    if !furniture::is_byline(&furniture::fold(line)) {
        return None;
    }
    let (_, name) = line.trim().split_once(char::is_whitespace)?;
    Some(title::one_line(name))
}

/// Puts the paragraphs of the article on one sheet, with the gaps that stood between them, and the others aside.
fn body(text: &str, paragraphs: &[Paragraph], aside: &[bool], levels: &[Option<u8>]) -> Body {
    let mut words = String::with_capacity(text.len());
    let mut length = 0;
    let mut blocks = Vec::new();
    let mut asides: Vec<Aside> = Vec::new();
    let mut copied_to = 0;
    let mut dropped = false;
    let mut index = 0;
    while index < paragraphs.len() {
        let count = aside[index..].iter().take_while(|&&is| is).count();
        if count > 0 {
            asides.push(set_aside(text, &paragraphs[index..index + count], blocks.len()));
            dropped = true;
            copied_to = paragraphs[index + count - 1].end;
            index += count;
            continue;
        }
        let paragraph = paragraphs[index];
        // The gap before: as it stood, or one of those around what was set aside.
        let gap = &text[copied_to..paragraph.start];
        let gap = if dropped && blocks.is_empty() { "" } else { gap };
        words.push_str(gap);
        length += gap.chars().count() as u32;
        let own = &text[paragraph.start..paragraph.end];
        let leaf = Leaf {
            start: length,
            end: length + own.chars().count() as u32,
            spans: Vec::new(),
        };
        length = leaf.end;
        words.push_str(own);
        blocks.push(match levels.get(blocks.len()).copied().flatten() {
            Some(level) => Block::Heading { level, leaf },
            None => Block::Paragraph { leaf },
        });
        copied_to = paragraph.end;
        dropped = false;
        index += 1;
    }
    if !dropped {
        words.push_str(&text[copied_to..]);
    }
    Body {
        text: Text::new(words),
        blocks,
        asides,
        pages: Vec::new(),
    }
}

fn set_aside(text: &str, paragraphs: &[Paragraph], before: usize) -> Aside {
    let mut words = String::new();
    let mut length = 0;
    let mut blocks = Vec::new();
    for paragraph in paragraphs {
        if !words.is_empty() {
            words.push_str("\n\n");
            length += 2;
        }
        let own = &text[paragraph.start..paragraph.end];
        let end = length + own.chars().count() as u32;
        let leaf = Leaf {
            start: length,
            end,
            spans: Vec::new(),
        };
        words.push_str(own);
        length = end;
        blocks.push(Block::Paragraph { leaf });
    }
    Aside {
        before: before as u32,
        lines: words.lines().filter(|line| !line.trim().is_empty()).count() as u32,
        text: Text::new(words),
        blocks,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The page this project began with; it is somebody else's text, so it is not always there.
    fn pasted_page() -> Option<String> {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../../shared/samples/openai-altman.fr.txt"
        );
        let page = std::fs::read_to_string(path).ok();
        if page.is_none() {
            let mut out = std::io::stderr().lock();
            let _ = std::io::Write::write_all(&mut out, b"skipped: the sample page is not beside this checkout\n");
        }
        page
    }

    fn words<'b>(body: &'b Body, block: &Block) -> &'b str {
        let mut leaves = Vec::new();
        block.leaves(&mut leaves);
        leaves
            .first()
            .map_or("", |leaf| body.text.between(leaf.start, leaf.end))
    }

    #[test]
    fn a_pasted_page_becomes_its_article() {
        let Some(page) = pasted_page() else { return };
        let imported = read(page.clone(), false).unwrap();
        let body = &imported.body;
        body.check().unwrap();
        assert_eq!(imported.title, "Sam Altman de retour à la tête d’OpenAI");
        assert_eq!(imported.language.as_deref(), Some("fr"));
        let headings: Vec<(u8, &str)> = body
            .blocks
            .iter()
            .filter_map(|block| match block {
                Block::Heading { level, .. } => Some((*level, words(body, block))),
                _ => None,
            })
            .collect();
        assert_eq!(
            headings,
            [
                (1, "Sam Altman de retour à la tête d’OpenAI"),
                (2, "Un départ inexpliqué du CEO d’OpenAI"),
                (2, "Un départ révoqué"),
            ]
        );
        assert_eq!(body.blocks.len(), 3 + 7, "three headings, seven paragraphs");
        assert!(body.text.as_str().contains("49% des parts"));
        let aside: Vec<&str> = body
            .asides
            .iter()
            .flat_map(|aside| aside.text.as_str().lines())
            .filter(|l| !l.is_empty())
            .collect();
        let consent = page.lines().find(|line| line.starts_with("En remplissant")).unwrap();
        assert_eq!(
            aside,
            [
                "Actus",
                "Sommaire",
                "Sommaire",
                "Aucun article trouvé",
                "Abonne toi, la force tu trouveras",
                consent,
                "OpenAI",
                "Lire aussi : Tout savoir sur OpenAI, l’entreprise-mère de ChatGPT",
                "TAGS",
                "Abonne toi, la force tu trouveras",
                consent,
            ]
        );
        assert!(!body.text.as_str().contains("\n\n\n"));
    }

    #[test]
    fn a_page_taken_verbatim_keeps_everything() {
        let Some(page) = pasted_page() else { return };
        let imported = read(page.clone(), true).unwrap();
        assert_eq!(imported.body.text.as_str(), page);
        assert!(imported.body.asides.is_empty());
        imported.body.check().unwrap();
    }
}
