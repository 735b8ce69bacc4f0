//! A second opinion on what the article is, from other rules than Readability's.
//!
//! It is given as words; what the page's own lines have of them, three in a row, is how it votes on each.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::lines::{Line, words_into};

/// A page with more markup than this, in bytes, gets no second opinion: it costs more than it tells.
const MARKUP_LIMIT: usize = 2_000_000;

/// Nor one with more words: a book's surroundings are nothing beside it.
pub(crate) const WORD_LIMIT: usize = 50_000;

/// The words that were found, as runs of one, two and three.
#[derive(Debug, Default)]
pub(crate) struct Opinion {
    runs: HashSet<u64>,
    pub(crate) words: usize,
}

/// What the other rules take for the article; nothing where they find none.
pub(crate) fn ask(markup: &str) -> Option<Opinion> {
    if markup.len() > MARKUP_LIMIT {
        return None;
    }
    let options = trafilatura::Options::default()
        .with_fallback(true)
        .with_exclude_comments(true)
        .with_html_date_mode(trafilatura::HtmlDateMode::Disabled);
    let found = trafilatura::extract(markup, &options).ok()?;
    let mut words = Vec::new();
    words_into(&found.content_text, &mut words);
    let mut opinion = Opinion {
        runs: HashSet::new(),
        words: words.len(),
    };
    for count in 1..=3 {
        opinion.runs.extend(words.windows(count).map(run));
    }
    (opinion.words > 0).then_some(opinion)
}

fn run(words: &[String]) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    hasher.finish()
}

impl Opinion {
    /// How much of a line it takes for the article, from 0 to 1.
    pub(crate) fn of(&self, line: &Line) -> f32 {
        let runs = line.words.windows(line.words.len().clamp(1, 3));
        let count = runs.len();
        let known = runs.filter(|words| self.runs.contains(&run(words))).count();
        known as f32 / count.max(1) as f32
    }
}
