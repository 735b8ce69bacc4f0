//! Finds the headline and the headings of a plain text: short lines that stand above paragraphs.
//!
//! Only where the text is prose: a poem, a letter, a list keep their lines as they are.

use crate::furniture::{self, Look};

/// A paragraph shorter than this, in characters, does not make a text prose.
const PARAGRAPH: usize = 100;

/// For each paragraph, the level of heading that it is.
pub(crate) fn find(paragraphs: &[&str]) -> Vec<Option<u8>> {
    let mut levels = vec![None; paragraphs.len()];
    let prose: Vec<bool> = paragraphs.iter().map(|paragraph| is_prose(paragraph)).collect();
    let count = prose.iter().filter(|&&prose| prose).count();
    if count < 2 && !(count == 1 && paragraphs.len() <= 3) {
        return levels;
    }
    if let (Some(first), Some(next)) = (paragraphs.first(), prose.get(1))
        && may_be_heading(first, 30, 200)
        && (*next || prose.get(2).is_some_and(|&prose| prose))
    {
        levels[0] = Some(1);
    }
    let found: Vec<usize> = (1..paragraphs.len())
        .filter(|&index| {
            let above = prose[index - 1] || levels[index - 1].is_some();
            let below = prose.get(index + 1).is_some_and(|&prose| prose);
            above
                && below
                && may_be_heading(paragraphs[index], 15, 100)
                && !paragraphs[index].trim_end().ends_with(['?', '!', '»', '”', '"'])
        })
        .collect();
    // As many headings as paragraphs: a dialogue, a list with comments, but no article.
    if found.len() * 2 <= count + 1 {
        for index in found {
            levels[index] = Some(2);
        }
    }
    levels
}

fn is_prose(paragraph: &str) -> bool {
    let length = paragraph.chars().count();
    let lines = paragraph.lines().count();
    let ends = paragraph
        .trim_end()
        .ends_with(['.', '!', '?', '…', '»', '”', '"', ')', ':']);
    length >= PARAGRAPH && ends && length / lines >= 50 && !paragraph.starts_with([' ', '\t', '>', '-', '*', '•'])
}

fn may_be_heading(paragraph: &str, words: usize, length: usize) -> bool {
    let line = paragraph.trim();
    let begins = line.chars().find(|c| {
        !matches!(
            c,
            '«' | '“' | '"' | '‘' | '\'' | '(' | '¿' | '¡' | '\u{a0}' | '\u{202f}' | ' '
        )
    });
    let ends_open = line.ends_with(['.', ',', ';', ':', '-', '—', '–', '…']);
    !line.contains('\n')
        && !ends_open
        && matches!(furniture::look(line), Look::Short | Look::Other | Look::Prose)
        && line.chars().count() <= length
        && line.split_whitespace().count() <= words
        && !paragraph.starts_with([' ', '\t'])
        && begins.is_some_and(|c| c.is_alphanumeric() && !c.is_lowercase())
        && !line.contains(['@', '=', '{', '}', '<', '>', '|', '\t'])
        && !line.contains("://")
}
