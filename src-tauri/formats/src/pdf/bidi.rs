//! Puts what is read from the right to the left in reading order: a page has its glyphs where they are seen.
//!
//! The opposite of what a program does that sets a line (Unicode Standard Annex 9), from what is seen alone: where two
//! texts look the same on a page, the likelier one is taken.

use unicode_normalization::char::is_combining_mark;

use super::glyphs::Glyph;
use super::words::Word;

/// How a glyph or a word takes part in the order of its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Latin, Greek, Chinese…
    Left,
    /// Hebrew, Arabic…
    Right,
    Number,
    /// Signs, which follow what stands around them.
    Neutral,
}

/// Hebrew and Arabic scripts, their presentation forms, and the other scripts of that direction.
fn is_right(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

fn is_arabic(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{8a0}'..='\u{8ff}' | '\u{fb50}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefe}')
}

fn class_of(c: char) -> Class {
    if c.is_numeric() {
        Class::Number
    } else if matches!(c, '\u{60c}' | '\u{66a}'..='\u{66c}') {
        Class::Neutral
    } else if is_right(c) {
        Class::Right
    } else if c.is_alphabetic() {
        Class::Left
    } else {
        Class::Neutral
    }
}

/// By its letters; without any, by its digits.
pub(super) fn class(text: &str) -> Class {
    let mut found = Class::Neutral;
    for c in text.chars() {
        match class_of(c) {
            strong @ (Class::Left | Class::Right) => return strong,
            Class::Number => found = Class::Number,
            Class::Neutral => {}
        }
    }
    found
}

/// How many more letters of these words are read from the right than from the left.
pub(super) fn lean<'w>(words: impl Iterator<Item = &'w Word>) -> isize {
    let weigh = |c: char| match class_of(c) {
        Class::Right => 1,
        Class::Left => -1,
        Class::Number | Class::Neutral => 0,
    };
    words.flat_map(|word| word.text.chars()).map(weigh).sum()
}

/// Whether any of this is read from the right.
pub(super) fn is_in(glyphs: &[Glyph]) -> bool {
    glyphs
        .iter()
        .any(|glyph| glyph.text.chars().any(|c| class_of(c) == Class::Right))
}

/// The glyphs of one word that is read from the right, in reading order: most programs draw them from the left.
pub(super) fn in_order(glyphs: &mut [Glyph]) {
    let (Some(first), Some(last)) = (glyphs.first(), glyphs.last()) else {
        return;
    };
    if first.x0 <= last.x0 {
        glyphs.reverse();
    }
    // A mark stands after the letter on which it is drawn; in this order it does, but for the first of a word.
    if let [mark, letter, ..] = glyphs
        && is_mark(&mark.text)
        && !is_mark(&letter.text)
    {
        glyphs.swap(0, 1);
    }
}

/// A vowel or the like, which is drawn on a letter.
fn is_mark(text: &str) -> bool {
    text.chars().all(is_combining_mark)
}

/// Chromium draws a letter and what is on it as two glyphs, and gives both to the one that is drawn higher.
pub(super) fn has_mark(text: &str) -> bool {
    text.chars().any(is_combining_mark)
}

/// The words of a row, from the left to the right, are put in the order in which they are read.
pub(super) fn arrange(words: &mut Vec<Word>) {
    let classes: Vec<Class> = words.iter().map(|word| class(&word.text)).collect();
    let Some(first) = classes.iter().position(|class| *class == Class::Right) else {
        return;
    };
    let last = classes
        .iter()
        .rposition(|class| *class == Class::Right)
        .unwrap_or(first);
    let row = Row {
        arabic: words.iter().any(|word| word.text.chars().any(is_arabic)),
        classes,
        words,
    };
    *words = if lean(row.words.iter()) >= 0 {
        spaced(&row.runs(0, row.words.len()), row.words)
    } else {
        // What is read from the right stands in a line that is not.
        let mut within = spaced(&row.runs(first, last + 1), row.words);
        if let Some(begin) = within.first_mut() {
            (begin.glued, begin.tied) = (row.words[first].glued, row.words[first].tied);
        }
        [&row.words[..first], &within, &row.words[last + 1..]].concat()
    };
    // LibreOffice puts bullets close to the words that are read from the right.
    if let [bullet, word, ..] = &mut words[..]
        && bullet.text == "•"
    {
        word.glued = false;
    }
}

struct Row<'w> {
    words: &'w [Word],
    classes: Vec<Class>,
    arabic: bool,
}

impl Row<'_> {
    /// Runs that are read from the left, one after the other from the right.
    fn runs(&self, from: usize, to: usize) -> Vec<Vec<usize>> {
        let mut runs: Vec<Vec<usize>> = Vec::new();
        let mut at = from;
        while at < to {
            let end = match self.classes[at] {
                Class::Left => self.end_of_words(at, to),
                Class::Number => self.end_of_number(at, to),
                Class::Right | Class::Neutral => at + 1,
            };
            runs.push((at..end).collect());
            at = end;
        }
        runs.reverse();
        runs
    }

    /// Words that are read from the left, with the figures and signs between them and after them.
    fn end_of_words(&self, at: usize, to: usize) -> usize {
        let is_of_them = |other: &usize| matches!(self.classes[*other], Class::Left | Class::Number);
        let next_right = (at..to)
            .find(|&other| self.classes[other] == Class::Right)
            .unwrap_or(to);
        (at..next_right).rfind(is_of_them).map_or(at + 1, |last| last + 1)
    }

    /// A number, with the signs inside it.
    fn end_of_number(&self, at: usize, to: usize) -> usize {
        let mut end = at + 1;
        while end + 1 < to
            && self.classes[end + 1] == Class::Number
            && self.words[end].glued
            && self.words[end + 1].glued
            && self.is_inside(&self.words[end].text)
        {
            end += 2;
        }
        // In Arabic the sign is read after the figures, from the right; elsewhere it stands as they do.
        let is_unit = end < to && self.words[end].glued && "%‰€$£°".contains(&self.words[end].text);
        if is_unit && !self.arabic { end + 1 } else { end }
    }

    /// Annex 9, W4: what parts figures stands among them; a hyphen does not after Arabic letters.
    fn is_inside(&self, sign: &str) -> bool {
        matches!(sign, "." | "," | ":" | "/" | "\u{66b}" | "\u{66c}") || !self.arabic && matches!(sign, "-" | "+" | "−")
    }
}

/// The words in this order of runs. Between two runs is the space that is seen between them.
fn spaced(order: &[Vec<usize>], words: &[Word]) -> Vec<Word> {
    let mut arranged: Vec<Word> = Vec::with_capacity(words.len());
    let mut before: Option<&Vec<usize>> = None;
    for run in order {
        for (nth, &at) in run.iter().enumerate() {
            let mut word = words[at].clone();
            if nth == 0 {
                // The one that stands further to the right knows what is between them; others stand apart.
                let seam = before.and_then(|before| match (before.first(), before.last()) {
                    (Some(&first), _) if run.last().is_some_and(|last| last + 1 == first) => words.get(first),
                    (_, Some(&last)) if last + 1 == at => words.get(at),
                    _ => None,
                });
                (word.glued, word.tied) = seam.map_or((false, false), |seam| (seam.glued, seam.tied));
            }
            arranged.push(word);
        }
        before = Some(run);
    }
    arranged
}

#[cfg(test)]
mod tests {
    use super::super::fonts::Look;
    use super::super::words::{rows, words};
    use super::*;

    /// A letter of a script that is read from the right, for each capital.
    fn letter(c: char, first: char) -> char {
        match c {
            'A'..='Z' => char::from_u32(first as u32 + (c as u32 - 'A' as u32)).unwrap(),
            other => other,
        }
    }

    /// The line as it is seen, and as it is read; capitals stand for letters that are read from the right.
    fn read(seen: &str, first: char) -> String {
        let glyphs: Vec<Glyph> = seen
            .chars()
            .enumerate()
            .map(|(at, c)| Glyph {
                text: letter(c, first).to_string(),
                x0: at as f32 * 5.0,
                x1: at as f32 * 5.0 + 5.0,
                y: 100.0,
                size: 10.0,
                look: Look::default(),
                turn: 0,
                artifact: false,
                hidden: false,
            })
            .collect();
        let again = rows(words(&glyphs))
            .into_iter()
            .flat_map(|row| row.words)
            .map(Word::afresh);
        // What is put in order once stays so: columns are made of rows, and rows of them.
        let texts: Vec<String> = rows(again.collect())
            .iter()
            .map(super::super::words::Row::text)
            .collect();
        texts.join("\n")
    }

    fn hebrew(seen: &str, wanted: &str) {
        let wanted: String = wanted.chars().map(|c| letter(c, 'א')).collect();
        assert_eq!(read(seen, 'א'), wanted, "{seen}");
    }

    fn arabic(seen: &str, wanted: &str) {
        let wanted: String = wanted.chars().map(|c| letter(c, 'ب')).collect();
        assert_eq!(read(seen, 'ب'), wanted, "{seen}");
    }

    #[test]
    fn words_are_read_from_the_right_and_their_figures_from_the_left() {
        hebrew("FED CBA", "ABC DEF");
        hebrew(".FED 2024 ,CBA", "ABC, 2024 DEF.");
        hebrew("GFE 36.5 D 412 CBA", "ABC 412 D 36.5 EFG");
        hebrew("FED 61% CBA", "ABC 61% DEF");
        hebrew("FED 2018-07 CBA", "ABC 2018-07 DEF");
    }

    #[test]
    fn in_arabic_signs_after_figures_are_read_from_the_right_too() {
        arabic("FED %61 CBA", "ABC 61% DEF");
        arabic("FED 07-2018 CBA", "ABC 2018-07 DEF");
        arabic("FED 11.4 CBA", "ABC 11.4 DEF");
    }

    #[test]
    fn words_that_are_read_from_the_left_stay_so_among_them() {
        hebrew("FED the institute CBA", "ABC the institute DEF");
        hebrew("FED covid 19 CBA", "ABC covid 19 DEF");
        hebrew("FED l’été, là CBA", "ABC l’été, là DEF");
    }

    #[test]
    fn a_word_that_is_read_from_the_right_stands_in_a_line_that_is_not() {
        hebrew("it quotes DCBA and goes on", "it quotes ABCD and goes on");
        hebrew(
            "it quotes FED CBA, and goes on to 2024",
            "it quotes ABC DEF, and goes on to 2024",
        );
    }

    #[test]
    fn a_line_without_any_stays_as_it_is() {
        hebrew("61% of 2018-07 (and no more)", "61% of 2018-07 (and no more)");
    }
}
