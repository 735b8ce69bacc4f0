//! Names an article: by its headline, or else by its first words.

use obelus_core::article::TITLE_LIMIT;
use obelus_core::body::{Aside, Block, Body};

use crate::blocks::Gate;

/// How much of a text without a headline becomes its name, in code points.
const FIRST_WORDS: usize = 80;

pub(crate) fn title(body: &Body) -> String {
    let words = body.text.as_str();
    match body
        .blocks
        .iter()
        .find(|block| !matches!(block, Block::Rule | Block::Figure { .. }))
    {
        Some(Block::Heading { leaf, .. }) => one_line(body.text.between(leaf.start, leaf.end)),
        _ => first_words(words),
    }
}

/// Whether the text begins with its headline.
pub(crate) fn has_headline(body: &Body) -> bool {
    let first = body
        .blocks
        .iter()
        .find(|block| !matches!(block, Block::Rule | Block::Figure { .. }));
    matches!(first, Some(Block::Heading { level: 1, .. }))
}

/// The body with a headline put before everything.
pub(crate) fn with_headline(body: &Body, headline: &str) -> Body {
    let mut gate = Gate::default();
    gate.open_heading(1);
    gate.words(headline, true);
    gate.close_leaf();
    let heading = gate.finish();
    let aside = Aside {
        before: 0,
        lines: 1,
        text: heading.text,
        blocks: heading.blocks,
    };
    let mut with = body.clone();
    with.asides.insert(0, aside);
    with.bring_back(0).map_or_else(|_| body.clone(), |(body, _)| body)
}

/// The words on one line, cut where a title must end.
pub(crate) fn one_line(words: &str) -> String {
    cut(&words.split_whitespace().collect::<Vec<_>>().join(" "), TITLE_LIMIT)
}

fn first_words(text: &str) -> String {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    cut(&line.split_whitespace().collect::<Vec<_>>().join(" "), FIRST_WORDS)
}

fn cut(words: &str, limit: usize) -> String {
    let Some((byte, _)) = words.char_indices().nth(limit) else {
        return words.to_owned();
    };
    let kept = &words[..byte];
    let at_word = kept
        .rfind(' ')
        .filter(|&at| at > byte / 2)
        .unwrap_or(kept.char_indices().next_back().map_or(0, |(at, _)| at));
    format!("{}…", kept[..at_word].trim_end_matches([' ', ',', ';', ':']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_first_line_is_cut_between_words() {
        let line = "Le week-end dernier, l’entreprise a publié un communiqué dans lequel elle annonçait un départ";
        let cut = first_words(&format!("\n\n{line}\nsuite"));
        assert!(
            cut.ends_with('…') && line.starts_with(cut.trim_end_matches('…')),
            "{cut}"
        );
        assert!(cut.chars().count() <= FIRST_WORDS);
    }

    #[test]
    fn a_title_is_never_longer_than_the_limit() {
        assert!(one_line(&"été".repeat(1_000)).chars().count() <= TITLE_LIMIT);
        assert_eq!(one_line(" un\n titre "), "un titre");
    }
}
