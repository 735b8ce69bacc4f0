//! Places that a reader remembers while the text is written, and where they came to stand.
//!
//! Spaces collapse, empty paragraphs vanish and menus are set aside, so what a reader has told so far says little about
//! offsets. It drops an anchor instead: where a comment begins, where a page does.

use obelus_core::text::{Text, TextRange};

/// A place between the words told before it and those told after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Anchor(u32);

/// All anchors of one body, in the order in which they were dropped.
#[derive(Debug, Default)]
pub(crate) struct Anchors {
    /// Code points into the text; nothing until that is known.
    places: Vec<Option<u32>>,
    end: u32,
}

impl Anchors {
    pub(crate) fn drop_one(&mut self) -> Anchor {
        self.places.push(None);
        Anchor(self.places.len() as u32 - 1)
    }

    pub(crate) fn settle(&mut self, anchor: Anchor, at: u32) {
        if let Some(place) = self.places.get_mut(anchor.0 as usize) {
            *place = Some(at);
        }
    }

    /// What is told of the text is over: anchors that still wait stand at its end.
    pub(crate) fn end(&mut self, length: u32) {
        self.end = length;
    }

    /// In code points of the article's text. Between two blocks it is the start of the second.
    pub(crate) fn at(&self, anchor: Anchor) -> u32 {
        self.places
            .get(anchor.0 as usize)
            .copied()
            .flatten()
            .unwrap_or(self.end)
    }

    /// The same; where there are none, the word that stands nearest before, or else after.
    pub(crate) fn range_or_word(&self, from: Anchor, to: Anchor, text: &Text) -> Option<TextRange> {
        const NEAR: u32 = 200;
        self.range(from, to, text).or_else(|| {
            let at = self.at(from).min(text.len());
            let count = |space: bool, letters: &mut dyn Iterator<Item = char>| {
                letters.take_while(|c| c.is_whitespace() == space).count() as u32
            };
            let before = text.between(at.saturating_sub(NEAR), at);
            let after = text.between(at, text.len().min(at + NEAR));
            let reaches_on = count(false, &mut after.chars());
            let gap = if reaches_on > 0 && !before.ends_with(char::is_whitespace) {
                0
            } else {
                count(true, &mut before.chars().rev())
            };
            let word = count(false, &mut before.chars().rev().skip(gap as usize));
            if word > 0 {
                let end = if gap == 0 { at + reaches_on } else { at - gap };
                return text.selection(at - gap - word, end).ok();
            }
            let gap = count(true, &mut after.chars());
            let word = count(false, &mut after.chars().skip(gap as usize));
            text.selection(at + gap, at + gap + word).ok()
        })
    }

    /// The words between two anchors; nothing where there are none.
    pub(crate) fn range(&self, from: Anchor, to: Anchor, text: &Text) -> Option<TextRange> {
        text.selection(self.at(from), self.at(to)).ok()
    }
}

#[cfg(test)]
mod tests {
    use crate::blocks::{Container, Gate};

    /// Tells a gate `markup`, where `|` is an anchor, `~` begins a paragraph that is set aside, `/` ends one and
    /// `(`, `)` are a quotation; shows the text with the anchors in it.
    fn check(markup: &str, shown: &str) {
        let mut gate = Gate::default();
        let (mut anchors, mut in_article) = (Vec::new(), true);
        for c in markup.chars() {
            match c {
                '|' => anchors.push(gate.anchor()),
                '~' => in_article = false,
                '/' => {
                    gate.boundary();
                    in_article = true;
                }
                '(' => gate.open(Container::Quote),
                ')' => gate.close(),
                '^' => gate.line_break(),
                _ => gate.words(&c.to_string(), in_article),
            }
        }
        let (body, placed) = gate.finish_anchored(|_, _| {});
        let mut text: Vec<String> = body.text.as_str().chars().map(String::from).collect();
        text.push(String::new());
        for anchor in anchors.into_iter().rev() {
            text[placed.at(anchor) as usize].insert(0, '|');
        }
        assert_eq!(text.concat(), shown, "{markup}");
    }

    #[test]
    fn an_anchor_stands_between_the_words_around_it() {
        check("un |deux| trois", "un |deux| trois");
        check("|un/ |deux|/trois|", "|un\n\n|deux|\n\ntrois|");
        check("un  |  deux", "un |deux");
        check("un |^deux", "un|\ndeux");
    }

    #[test]
    fn an_anchor_between_blocks_is_where_the_next_one_begins() {
        check("un/|/deux", "un\n\n|deux");
        check("un|/ | /(|deux)|trois/|", "un|\n\n||deux\n\n|trois|");
    }

    #[test]
    fn an_anchor_in_what_is_set_aside_is_where_the_article_goes_on() {
        check("|~menu|/un/~pub|/deux|/~fin|", "||un\n\n|deux||");
    }

    #[test]
    fn words_between_two_anchors_are_a_range_without_the_space_around_them() {
        let mut gate = Gate::default();
        gate.words("un ", true);
        let from = gate.anchor();
        gate.words(" deux", true);
        gate.boundary();
        let to = gate.anchor();
        gate.words("trois", true);
        let end = gate.anchor();
        let (body, placed) = gate.finish_anchored(|_, _| {});
        let words = |from, to| placed.range(from, to, &body.text).map(|range| body.text.slice(range));
        assert_eq!(words(from, to), Some("deux"));
        assert_eq!(words(from, end), Some("deux\n\ntrois"));
        assert_eq!(words(to, to), None);
        let nearest = |at| body.text.slice(placed.range_or_word(at, at, &body.text).unwrap());
        assert_eq!(nearest(from), "un");
        assert_eq!(nearest(to), "deux");
        assert_eq!(nearest(end), "trois");
    }
}
