//! Reads plain text: its paragraphs, its headings, and the furniture of a web page pasted as raw text.
//!
//! The body's text is the file's own, blank lines and all, minus what is set aside.

use obelus_core::article::Format;
use obelus_core::body::{Aside, Block, Body, Leaf};
use obelus_core::text::Text;

use crate::{Imported, ReadError, furniture, language, title};

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
    let body = body(&text, &paragraphs, &aside);
    Ok(Imported {
        title: title::title(&body),
        byline: None,
        site: None,
        url: None,
        language: language::recognise(body.text.as_str(), None),
        format: Format::Text,
        body,
        replaced: 0,
    })
}

/// Runs of lines that are not blank; where lines are as long as paragraphs, each is one.
fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut run: Vec<Paragraph> = Vec::new();
    let mut at = 0;
    let mut end_run = |run: &mut Vec<Paragraph>| {
        if run.iter().any(|line| line.end - line.start > LONG_LINE) {
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

/// Puts the paragraphs of the article on one sheet, with the gaps that stood between them, and the others aside.
fn body(text: &str, paragraphs: &[Paragraph], aside: &[bool]) -> Body {
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
        blocks.push(Block::Paragraph { leaf });
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
