//! Decides line by line what of a page is the article, from two opinions.
//!
//! Where they agree on most, what both have is the article. Where they are apart, the one that found more prose in
//! one piece is right: an article stands together, teasers and comments are scattered.

use std::collections::HashSet;

use dom_query::{Document, NodeId};

use crate::footnotes::Notes;
use crate::lines::{self, Line};
use crate::second::Opinion;

/// From here on, an opinion has a line in the article.
const HALF: f32 = 0.5;
/// Opinions that share less than this are about different things.
const APART: f32 = 0.6;
/// Words of prose that both have, from which on more words in only one of them are taken for surroundings.
const ENOUGH: usize = 120;
/// Fewer words are no article.
const FEW: usize = 25;

/// What is said of the lines, in their order.
struct Votes<'l> {
    lines: &'l [Line],
    first: Vec<bool>,
    second: Vec<bool>,
    both: Vec<bool>,
}

/// The pieces of text that are the article; nothing where no opinion has found one.
pub(crate) fn choose(
    document: &Document,
    lines: &[Line],
    first: Option<&HashSet<NodeId>>,
    second: Option<&Opinion>,
    notes: &Notes,
) -> Option<HashSet<NodeId>> {
    let (Some(first), Some(second)) = (first, second) else {
        let alone = second.map(|second| lines.iter().map(|line| second.of(line) >= HALF).collect());
        let alone = alone.map(|kept| supported(lines, kept));
        let is_enough = |kept: &Vec<bool>| words(lines, kept) >= FEW;
        return first
            .cloned()
            .or_else(|| alone.filter(is_enough).map(|kept| pieces(lines, &kept)));
    };
    let first: Vec<bool> = lines
        .iter()
        .map(|line| lines::share(line, document, first) >= HALF)
        .collect();
    let second = supported(lines, lines.iter().map(|line| second.of(line) >= HALF).collect());
    // Captions, code, notes and single words: the second opinion leaves them out as a rule.
    let is_beside = |line: &Line| {
        let around = || lines::around(document, line);
        line.words.len() < 2
            || around().any(|node| ["figcaption", "caption", "pre"].iter().any(|name| node.has_name(name)))
            || around().any(|node| notes.footnotes.contains_key(&node.id))
    };
    let both = (0..lines.len())
        .map(|index| first[index] && (second[index] || is_beside(&lines[index])))
        .collect();
    let votes = Votes {
        lines,
        first,
        second,
        both,
    };
    let mut kept = votes.best();
    votes.fill(&mut kept);
    trim(lines, &mut kept);
    Some(pieces(lines, &kept)).filter(|pieces| !pieces.is_empty())
}

/// One or two words stand in an article by chance: they count beside a line that is in it.
fn supported(lines: &[Line], mut kept: Vec<bool>) -> Vec<bool> {
    let is_long = |index: usize| lines[index].words.len() > 2;
    let firm: Vec<bool> = (0..lines.len()).map(|index| kept[index] && is_long(index)).collect();
    for index in (0..lines.len()).filter(|&index| !is_long(index)) {
        let before = (0..index).rev().find(|&index| is_long(index));
        let after = (index..lines.len()).find(|&index| is_long(index));
        kept[index] &= before.is_some_and(|index| firm[index]) && after.is_some_and(|index| firm[index]);
    }
    kept
}

fn pieces(lines: &[Line], kept: &[bool]) -> HashSet<NodeId> {
    let kept = lines.iter().zip(kept).filter(|(_, kept)| **kept);
    kept.flat_map(|(line, _)| &line.nodes).copied().collect()
}

impl Votes<'_> {
    fn best(&self) -> Vec<bool> {
        let shared = 2 * self.words(&self.both);
        let all = self.words(&self.first) + self.words(&self.second);
        if shared as f32 >= APART * all as f32 {
            return self.both.clone();
        }
        let (common, most) = (
            self.prose(&self.both),
            self.prose(&self.second).max(self.prose(&self.first)),
        );
        if common >= ENOUGH && 10 * common >= 3 * most && self.together(&self.both) >= 0.9 {
            return self.both.clone();
        }
        let worth = |kept: &Vec<bool>| self.prose(kept) as f32 * self.together(kept);
        let mut best = &self.both;
        for other in [&self.first, &self.second] {
            if worth(other) > worth(best) {
                best = other;
            }
        }
        best.clone()
    }

    fn words(&self, kept: &[bool]) -> usize {
        words(self.lines, kept)
    }

    /// Words in sentences rather than in menus.
    fn prose(&self, kept: &[bool]) -> usize {
        let kept = self.lines.iter().zip(kept).filter(|(_, kept)| **kept);
        kept.filter(|(line, _)| line.words.len() >= 12 && 3 * line.linked < line.words.len())
            .map(|(line, _)| line.words.len())
            .sum()
    }

    /// How much is kept between the first line that is kept and the last, from 0 to 1.
    fn together(&self, kept: &[bool]) -> f32 {
        let Some((first, last)) = ends(kept) else { return 0.0 };
        let span = &self.lines[first..=last];
        let all: usize = span.iter().map(|line| line.words.len()).sum();
        self.words(kept) as f32 / all.max(1) as f32
    }

    /// Sentences amid the article that only one opinion has belong to it.
    fn fill(&self, kept: &mut [bool]) {
        let Some((first, last)) = ends(kept) else { return };
        for (index, kept) in kept.iter_mut().enumerate().take(last).skip(first) {
            let is_prose = is_sentence(&self.lines[index], 15);
            *kept |= is_prose && (self.first[index] || self.second[index]);
        }
        // A heading goes with what stands below it.
        for index in (first..last).rev() {
            kept[index] |= self.lines[index].is_heading && self.first[index] && kept[index + 1];
        }
        // The first paragraph is what is missed most: words right in the element that holds the paragraphs.
        if let Some(index) = first.checked_sub(1) {
            let line = &self.lines[index];
            kept[index] = is_sentence(line, 15)
                && !line.is_of_author
                && self.first[index]
                && line.around == self.lines[first].around;
        }
    }
}

fn words(lines: &[Line], kept: &[bool]) -> usize {
    let kept = lines.iter().zip(kept).filter(|(_, kept)| **kept);
    kept.map(|(line, _)| line.words.len()).sum()
}

fn is_sentence(line: &Line, words: usize) -> bool {
    line.words.len() >= words && 3 * line.linked < line.words.len() && line.ends
}

/// Takes away menus that were taken along above the first sentence and below the last one: a line of links, and
/// what stands beyond it.
fn trim(lines: &[Line], kept: &mut [bool]) {
    let sentence = |index: &usize| kept[*index] && is_sentence(&lines[*index], 8);
    let (Some(first), Some(last)) = ((0..lines.len()).find(sentence), (0..lines.len()).rfind(sentence)) else {
        return;
    };
    let is_menu = |line: &Line| 2 * line.linked > line.words.len();
    let mut beyond = false;
    for index in (0..first).rev() {
        beyond |= kept[index] && is_menu(&lines[index]);
        kept[index] &= !beyond;
    }
    beyond = false;
    for index in last + 1..lines.len() {
        beyond |= kept[index] && is_menu(&lines[index]);
        kept[index] &= !beyond;
    }
}

fn ends(kept: &[bool]) -> Option<(usize, usize)> {
    Some((
        kept.iter().position(|&kept| kept)?,
        kept.iter().rposition(|&kept| kept)?,
    ))
}
