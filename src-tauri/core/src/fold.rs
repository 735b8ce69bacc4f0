//! A text as words that compare by what they say: kinds of space, quotes, dashes and invisible signs do not count.
//!
//! Letters keep their case and their accents: "Mai" and "mai", "évité" and "évite" are different words.

use std::borrow::Cow;
use std::collections::HashMap;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::text::Text;

/// A word, a number or a sign of a text. White space is none.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    /// In code points; signs that cannot be seen belong to the word they follow.
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// The same for words that say the same; see [`Lexicon`].
    pub(crate) id: u32,
    /// How much it tells where it stands in a text: little for a comma, much for a name or a figure.
    pub(crate) weight: u8,
    pub(crate) kind: WordKind,
    /// It is the first of its line.
    pub(crate) opens_line: bool,
    /// No white space stands between it and the word before.
    pub(crate) is_glued: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WordKind {
    Letters,
    Number,
    /// Ends a sentence.
    Stop,
    Sign,
}

/// Gives the same number to words that say the same, in all texts that it has read.
#[derive(Default)]
pub(crate) struct Lexicon<'t> {
    ids: HashMap<Cow<'t, str>, u32>,
}

impl<'t> Lexicon<'t> {
    fn id(&mut self, folded: Cow<'t, str>) -> u32 {
        let next = self.ids.len() as u32;
        *self.ids.entry(folded).or_insert(next)
    }

    /// How many different words it knows; every id is smaller.
    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    /// The number of a word, if any text that was read has it.
    pub(crate) fn find(&self, folded: &str) -> Option<u32> {
        self.ids.get(folded).copied()
    }

    /// The words of a text, in order.
    pub(crate) fn read(&mut self, text: &'t Text) -> Vec<Word> {
        let source = text.as_str();
        let mut words = Vec::with_capacity(source.len() / 5);
        let mut chars = source.char_indices().peekable();
        let mut at = 0_u32;
        let (mut opens_line, mut is_glued) = (true, false);
        while let Some((byte, first)) = chars.next() {
            let start = at;
            at += 1;
            if first.is_whitespace() {
                opens_line |= first == '\n' || first == '\u{2028}' || first == '\u{2029}';
                is_glued = false;
                continue;
            }
            let shape = Shape::of(first);
            let mut end_byte = byte + first.len_utf8();
            let mut last = first;
            // Whether the word holds anything that a fold changes.
            let mut is_plain = first.is_ascii();
            while let Some(&(next_byte, next)) = chars.peek() {
                if !continues(shape, at - start, last, next, &source[next_byte..]) {
                    break;
                }
                chars.next();
                at += 1;
                end_byte = next_byte + next.len_utf8();
                is_plain &= next.is_ascii() && next != ' ';
                last = next;
            }
            let raw = &source[byte..end_byte];
            let folded = if is_plain { Cow::Borrowed(raw) } else { fold(raw) };
            let kind = match shape {
                Shape::Digit => WordKind::Number,
                Shape::Letter | Shape::Ideograph => WordKind::Letters,
                _ if matches!(first, '.' | '!' | '?' | '…' | '。' | '！' | '？') => WordKind::Stop,
                _ => WordKind::Sign,
            };
            words.push(Word {
                start,
                end: at,
                weight: weight(kind, &folded),
                id: self.id(folded),
                kind,
                opens_line,
                is_glued,
            });
            opens_line = false;
            is_glued = true;
        }
        words
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Letter,
    Digit,
    /// A sign of a script that puts no spaces between its words: each stands alone.
    Ideograph,
    Flag,
    Other,
}

impl Shape {
    fn of(c: char) -> Self {
        match c {
            '0'..='9' => Self::Digit,
            'a'..='z' | 'A'..='Z' => Self::Letter,
            _ if c.is_ascii() => Self::Other,
            '\u{0E00}'..='\u{0EFF}' // Thai, Lao
            | '\u{1000}'..='\u{109F}' // Myanmar
            | '\u{1780}'..='\u{17FF}' // Khmer
            | '\u{3040}'..='\u{30FF}' // kana
            | '\u{3400}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{3FFFF}' => Self::Ideograph,
            '\u{1F1E6}'..='\u{1F1FF}' => Self::Flag,
            _ if c.is_alphanumeric() => Self::Letter,
            _ => Self::Other,
        }
    }
}

/// Signs without a shape of their own: they belong to what stands before them.
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Whether `next`, with which `rest` begins, belongs to the word that has `length` code points so far.
fn continues(shape: Shape, length: u32, last: char, next: char, rest: &str) -> bool {
    if next.is_ascii_alphanumeric() {
        return matches!(shape, Shape::Letter | Shape::Digit);
    }
    if !next.is_ascii() && (is_unseen(next) || is_combining_mark(next)) {
        return true;
    }
    match shape {
        // "1er", "5km" and "49.5" are one word each, so that a changed unit or decimal is a changed word.
        Shape::Digit if is_group_sign(next) => is_figure_after(next, last, rest),
        Shape::Letter | Shape::Digit => !next.is_ascii() && matches!(Shape::of(next), Shape::Letter | Shape::Digit),
        // A flag is written as two letters of its country.
        Shape::Flag => length == 1 && Shape::of(next) == Shape::Flag,
        // People and professions joined by an invisible joiner are one picture.
        Shape::Ideograph | Shape::Other => last == '\u{200D}' && !next.is_whitespace(),
    }
}

fn is_group_sign(c: char) -> bool {
    matches!(
        c,
        '.' | ',' | '\'' | '’' | ':' | ' ' | '\u{A0}' | '\u{202F}' | '\u{2009}'
    )
}

/// Whether the figure goes on after this sign: "49.5", "12:30", "10 000".
fn is_figure_after(sign: char, last: char, rest: &str) -> bool {
    if !last.is_ascii_digit() {
        return false;
    }
    let digits = rest[sign.len_utf8()..].bytes().take_while(u8::is_ascii_digit).count();
    match sign {
        '.' | ',' | ':' => digits > 0,
        // A space joins groups of three; between words it is just a space ("in 2023 300 people" is the price).
        _ => {
            digits == 3
                && !rest[sign.len_utf8() + 3..]
                    .chars()
                    .next()
                    .is_some_and(char::is_alphanumeric)
        }
    }
}

/// What a word says, without what only typography changes.
fn fold(raw: &str) -> Cow<'_, str> {
    let is_clean = |c: char| !is_unseen(c) && !c.is_whitespace() && same_sign(c) == c;
    if raw.chars().all(is_clean) && is_nfc_quick(raw.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(raw);
    }
    let folded = raw
        .chars()
        .filter(|c| !is_unseen(*c) && !c.is_whitespace())
        .map(same_sign);
    let folded: String = folded.nfc().collect();
    // A sign that is nothing but unseen still is itself.
    if folded.is_empty() {
        Cow::Borrowed(raw)
    } else {
        Cow::Owned(folded)
    }
}

/// Whether two spellings of the same words differ in nothing but spaces, invisible signs and how accents are composed.
pub(crate) fn is_spelt_alike(one: &str, other: &str) -> bool {
    let plain = |c: &char| !is_unseen(*c) && !c.is_whitespace();
    one == other || one.chars().filter(plain).nfc().eq(other.chars().filter(plain).nfc())
}

/// One sign for all quotes of a kind, one for all dashes.
fn same_sign(c: char) -> char {
    match c {
        '\u{2018}'..='\u{201B}' | '\u{2032}' | '\u{2BC}' | '\u{FF07}' | '`' | '´' => '\'',
        '\u{201C}'..='\u{201F}' | '\u{2033}' | '«' | '»' | '\u{FF02}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' => '-',
        _ => c,
    }
}

fn weight(kind: WordKind, folded: &str) -> u8 {
    match kind {
        WordKind::Number => 8,
        WordKind::Stop | WordKind::Sign => 1,
        WordKind::Letters => match folded.chars().take(9).count() {
            1 | 2 => 2,
            3 => 3,
            length => length as u8 + 1,
        },
    }
}

/// Where a code point of one spelling of a word stands in another spelling of the same word, counted from its start.
pub(crate) fn same_letter(of: &str, at: u32, in_: &str) -> u32 {
    if of == in_ {
        return at;
    }
    let is_counted = |c: &char| !is_unseen(*c) && !c.is_whitespace() && !is_combining_mark(*c);
    let before = of.chars().take(at as usize).filter(is_counted).count();
    let mut seen = 0;
    for (index, c) in in_.chars().enumerate() {
        if is_counted(&c) {
            if seen == before {
                return index as u32;
            }
            seen += 1;
        }
    }
    in_.chars().count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(string: &str) -> Vec<String> {
        let text = Text::new(string.to_owned());
        let mut lexicon = Lexicon::default();
        lexicon
            .read(&text)
            .iter()
            .map(|word| text.between(word.start, word.end).to_owned())
            .collect()
    }

    fn say_the_same(one: &str, other: &str) -> bool {
        let (one, other) = (Text::new(one.to_owned()), Text::new(other.to_owned()));
        let mut lexicon = Lexicon::default();
        let one: Vec<u32> = lexicon.read(&one).iter().map(|word| word.id).collect();
        let other: Vec<u32> = lexicon.read(&other).iter().map(|word| word.id).collect();
        one == other
    }

    #[test]
    fn a_figure_is_one_word_with_its_groups_and_decimals() {
        assert_eq!(
            words("de 10 000 à 49,5%, soit 3 fois 12:30."),
            ["de", "10 000", "à", "49,5", "%", ",", "soit", "3", "fois", "12:30", "."]
        );
        assert_eq!(words("5km en 1er, v1"), ["5km", "en", "1er", ",", "v1"]);
        assert_eq!(words("1 234,5 et 2023 30"), ["1 234,5", "et", "2023", "30"]);
    }

    #[test]
    fn a_picture_of_several_signs_is_one_word() {
        assert_eq!(
            words("a 👩‍👩‍👧!🇫🇷 e\u{301}té क\u{94d}षि 漢字"),
            ["a", "👩‍👩‍👧", "!", "🇫🇷", "e\u{301}té", "क\u{94d}षि", "漢", "字"]
        );
    }

    #[test]
    fn typography_does_not_count() {
        for (one, other) in [
            ("l'été", "l’e\u{301}te\u{301}"),
            ("49 % — « oui »", "49% - \"oui\""),
            ("co\u{ad}opération", "coopération"),
            ("10 000", "10\u{202f}000"),
            ("un\u{a0}mot", "un\nmot"),
        ] {
            assert!(say_the_same(one, other), "{one} | {other}");
        }
    }

    #[test]
    fn what_a_reader_would_call_another_word_counts() {
        for (one, other) in [
            ("49%", "51%"),
            ("49", "49.5"),
            ("1,000", "1.000"),
            ("Mai", "mai"),
            ("évité", "évite"),
            ("5km", "5mi"),
            ("m²", "m2"),
        ] {
            assert!(!say_the_same(one, other), "{one} | {other}");
        }
    }

    #[test]
    fn a_letter_is_found_in_another_spelling_of_its_word() {
        assert_eq!(same_letter("e\u{301}te\u{301}", 3, "été"), 2);
        assert_eq!(same_letter("été", 2, "e\u{301}te\u{301}"), 3);
        assert_eq!(same_letter("coopération", 3, "co\u{ad}opération"), 4);
        assert_eq!(same_letter("abc", 3, "abc"), 3);
    }
}
