//! A revision's text, addressed in code points: the only place where code points become bytes.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

/// How many code points lie between two remembered byte offsets.
const STRIDE: usize = 64;

/// A stretch of a revision's text, in code points; `start < end`, never inside a grapheme.
///
/// Built by [`TextRange::new`], which checks it against the text. What comes from outside (IPC, a
/// stored row) is only known to be ordered until [`Text::admit`] has seen it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(try_from = "(u32, u32)", into = "(u32, u32)")]
#[ts(export, type = "[start: number, end: number]")]
pub struct TextRange {
    start: u32,
    end: u32,
}

/// Why two numbers are not a range of a text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RangeError {
    #[error("the range {start}:{end} holds no text")]
    Empty { start: u32, end: u32 },
    #[error("the range {start}:{end} reaches outside the text, which has {length} characters")]
    Outside { start: u32, end: u32, length: u32 },
    #[error("the range {start}:{end} cuts a character in two at {at}")]
    InsideGrapheme { start: u32, end: u32, at: u32 },
}

impl TextRange {
    /// The range from `start` to `end` (exclusive) of `text`, in code points.
    ///
    /// # Errors
    /// Any [`RangeError`]: no text, outside the text, or an edge inside a grapheme cluster.
    pub fn new(text: &Text, start: u32, end: u32) -> Result<Self, RangeError> {
        let range = Self::try_from((start, end))?;
        text.admit(range)?;
        Ok(range)
    }

    #[must_use]
    pub fn start(self) -> u32 {
        self.start
    }

    /// The first code point after the range.
    #[must_use]
    pub fn end(self) -> u32 {
        self.end
    }

    /// The number of code points.
    #[must_use]
    #[allow(clippy::len_without_is_empty, reason = "a range is never empty")]
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// The same range after `by` code points were inserted before it.
    #[must_use]
    pub fn later(self, by: u32) -> Self {
        Self {
            start: self.start + by,
            end: self.end + by,
        }
    }

    /// The same range after `by` code points were inserted inside it.
    #[must_use]
    pub fn widened(self, by: u32) -> Self {
        Self {
            start: self.start,
            end: self.end + by,
        }
    }

    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

impl TryFrom<(u32, u32)> for TextRange {
    type Error = RangeError;

    fn try_from((start, end): (u32, u32)) -> Result<Self, RangeError> {
        if start < end {
            Ok(Self { start, end })
        } else {
            Err(RangeError::Empty { start, end })
        }
    }
}

impl From<TextRange> for (u32, u32) {
    fn from(range: TextRange) -> Self {
        (range.start, range.end)
    }
}

/// The text of a revision, with the index that turns code points into bytes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(from = "String", into = "String")]
#[ts(type = "string")]
pub struct Text {
    string: String,
    /// Byte offset of every [`STRIDE`]th code point; empty when every code point is one byte.
    index: Vec<u32>,
    length: u32,
}

impl Text {
    /// # Panics
    /// If the text has 4 GiB or more; imports stop far below that.
    #[must_use]
    pub fn new(string: String) -> Self {
        assert!(u32::try_from(string.len()).is_ok(), "imports limit a text to 20 MiB");
        let (index, length) = if string.is_ascii() {
            (Vec::new(), string.len())
        } else {
            let mut index = Vec::with_capacity(string.len() / STRIDE + 1);
            let mut length = 0;
            for (byte, _) in string.char_indices() {
                if length % STRIDE == 0 {
                    index.push(byte as u32);
                }
                length += 1;
            }
            (index, length)
        };
        Self {
            string,
            index,
            length: length as u32,
        }
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.string
    }

    /// The number of code points.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.length
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The words of a range that this text has admitted.
    ///
    /// # Panics
    /// If the range reaches outside the text.
    #[must_use]
    pub fn slice(&self, range: TextRange) -> &str {
        self.between(range.start, range.end)
    }

    /// The words from `start` to `end`, in code points; empty where they are equal.
    ///
    /// # Panics
    /// If the stretch is reversed or reaches outside the text.
    #[must_use]
    pub fn between(&self, start: u32, end: u32) -> &str {
        &self.string[self.byte(start)..self.byte(end)]
    }

    /// The whole text as a range, or nothing for an empty text.
    #[must_use]
    pub fn whole(&self) -> Option<TextRange> {
        TextRange::try_from((0, self.length)).ok()
    }

    /// Checks a range that came from outside against this text.
    ///
    /// # Errors
    /// When it reaches outside the text, or an edge stands inside a grapheme cluster.
    pub fn admit(&self, range: TextRange) -> Result<(), RangeError> {
        let TextRange { start, end } = range;
        if end > self.length {
            return Err(RangeError::Outside {
                start,
                end,
                length: self.length,
            });
        }
        match [start, end].into_iter().find(|&at| !self.is_edge(at)) {
            Some(at) => Err(RangeError::InsideGrapheme { start, end, at }),
            None => Ok(()),
        }
    }

    /// What a person meant by selecting from `start` to `end`: without the white space around it,
    /// and with every grapheme it touches whole.
    ///
    /// # Errors
    /// When nothing but white space is left, or the selection reaches outside the text.
    pub fn selection(&self, start: u32, end: u32) -> Result<TextRange, RangeError> {
        let raw = TextRange::try_from((start, end))?;
        if raw.end > self.length {
            return Err(RangeError::Outside {
                start,
                end,
                length: self.length,
            });
        }
        let words = self.slice(raw);
        let leading = words.chars().take_while(|c| is_outer_space(*c)).count() as u32;
        let trailing = words.chars().rev().take_while(|c| is_outer_space(*c)).count() as u32;
        if leading == raw.len() {
            return Err(RangeError::Empty { start, end });
        }
        self.around(start + leading, end - trailing)
    }

    /// The range from `start` to `end`, with every grapheme it touches whole.
    ///
    /// # Errors
    /// When it holds nothing, or reaches outside the text.
    pub fn around(&self, start: u32, end: u32) -> Result<TextRange, RangeError> {
        let TextRange { mut start, mut end } = TextRange::try_from((start, end))?;
        if end > self.length {
            return Err(RangeError::Outside {
                start,
                end,
                length: self.length,
            });
        }
        while !self.is_edge(start) {
            start -= 1;
        }
        while !self.is_edge(end) {
            end += 1;
        }
        Ok(TextRange { start, end })
    }

    /// Whether a range may begin or end here: not inside a grapheme cluster.
    ///
    /// # Panics
    /// If `at` is past the end of the text.
    #[must_use]
    pub fn is_edge(&self, at: u32) -> bool {
        if at == 0 || at == self.length {
            return true;
        }
        let byte = self.byte(at);
        GraphemeCursor::new(byte, self.string.len(), true)
            .is_boundary(&self.string, 0)
            .expect("the whole text is given, so no other chunk is asked for")
    }

    /// Every place where `words` stand, letter for letter, in order; overlapping places included.
    #[must_use]
    pub fn places_of(&self, words: &str) -> Vec<TextRange> {
        let Some(first) = words.chars().next() else {
            return Vec::new();
        };
        let length = words.chars().count() as u32;
        let mut places = Vec::new();
        let (mut from, mut counted_to, mut counted) = (0, 0, 0);
        while let Some(found) = self.string[from..].find(words) {
            let byte = from + found;
            counted += self.string[counted_to..byte].chars().count() as u32;
            counted_to = byte;
            let range = TextRange {
                start: counted,
                end: counted + length,
            };
            if self.admit(range).is_ok() {
                places.push(range);
            }
            from = byte + first.len_utf8();
        }
        places
    }

    /// The number of words, by Unicode's word boundaries (UAX #29), in one stretch.
    #[must_use]
    pub fn words(&self) -> u32 {
        self.string.unicode_words().count() as u32
    }

    /// The byte offset of a code point offset.
    fn byte(&self, at: u32) -> usize {
        assert!(
            at <= self.length,
            "offset {at} is past the end of the text ({})",
            self.length
        );
        if self.index.is_empty() {
            return at as usize;
        }
        if at == self.length {
            return self.string.len();
        }
        let near = self.index[at as usize / STRIDE] as usize;
        self.string[near..]
            .char_indices()
            .nth(at as usize % STRIDE)
            .map_or(self.string.len(), |(byte, _)| near + byte)
    }
}

impl From<String> for Text {
    fn from(string: String) -> Self {
        Self::new(string)
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.string
    }
}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.string.fmt(f)
    }
}

/// White space that a selection sheds: Unicode's, and the marks that are as invisible.
fn is_outer_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}' | '\u{2060}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Takes `⟦ ⟧` out of a picture: the text, and what stood between them in code points.
    fn picture(picture: &str) -> (Text, u32, u32) {
        let start = picture.chars().position(|c| c == '⟦').unwrap();
        let end = picture.chars().position(|c| c == '⟧').unwrap() - 1;
        (Text::new(picture.replace(['⟦', '⟧'], "")), start as u32, end as u32)
    }

    fn check_selection(selected: &str, meant: &str) {
        let (text, start, end) = picture(selected);
        let (_, s, e) = picture(meant);
        let range = text.selection(start, end).unwrap();
        assert_eq!((range.start(), range.end()), (s, e), "{selected}");
    }

    #[test]
    fn a_selection_sheds_the_white_space_around_it() {
        check_selection("détient⟦ 49% des parts\n\n⟧de", "détient ⟦49% des parts⟧\n\nde");
        check_selection("qui⟦\u{a0}détient\u{202f}⟧!", "qui\u{a0}⟦détient⟧\u{202f}!");
    }

    #[test]
    fn a_selection_takes_every_grapheme_it_touches_whole() {
        check_selection("e⟦\u{301}te⟧", "⟦e\u{301}te⟧");
        check_selection("a 👩‍⟦👩⟧‍👧 b", "a ⟦👩‍👩‍👧⟧ b");
        check_selection("🇫⟦🇷⟧🇧🇪", "⟦🇫🇷⟧🇧🇪");
        check_selection("क⟦\u{94d}⟧षि", "⟦क\u{94d}षि⟧");
    }

    #[test]
    fn white_space_alone_is_no_selection() {
        let (text, start, end) = picture("a⟦ \n ⟧b");
        assert_eq!(text.selection(start, end), Err(RangeError::Empty { start, end }));
    }

    #[test]
    fn a_range_outside_the_text_or_inside_a_grapheme_is_refused() {
        let text = Text::new("e\u{301}té".into());
        assert!(TextRange::new(&text, 0, 2).is_ok());
        assert!(matches!(
            TextRange::new(&text, 0, 1),
            Err(RangeError::InsideGrapheme { at: 1, .. })
        ));
        assert!(matches!(
            TextRange::new(&text, 0, 9),
            Err(RangeError::Outside { length: 4, .. })
        ));
        assert!(matches!(TextRange::new(&text, 2, 2), Err(RangeError::Empty { .. })));
        assert!(matches!(TextRange::new(&text, 3, 2), Err(RangeError::Empty { .. })));
    }

    #[test]
    fn the_same_words_are_found_in_every_place_even_overlapping() {
        let text = Text::new("été été, ana anana".into());
        let starts = |words: &str| text.places_of(words).iter().map(|r| r.start()).collect::<Vec<_>>();
        assert_eq!(starts("été"), [0, 4]);
        assert_eq!(starts("ana"), [9, 13, 15]);
        assert_eq!(starts(""), [0; 0]);
    }

    proptest! {
        #[test]
        fn a_slice_is_the_same_as_counting_characters(string in "\\PC{0,300}", a in 0u32..320, b in 0u32..320) {
            let text = Text::new(string.clone());
            let (a, b) = (a.min(b).min(text.len()), a.max(b).min(text.len()));
            let expected: String = string.chars().skip(a as usize).take((b - a) as usize).collect();
            prop_assert_eq!(text.between(a, b), expected);
        }

        #[test]
        fn a_selection_is_always_a_range_of_the_text(string in "[a-z \u{301}👩\u{200d}👧🇫🇷\r\n]{1,60}", a in 0u32..60, b in 0u32..60) {
            let text = Text::new(string);
            let (a, b) = (a.min(b).min(text.len()), a.max(b).min(text.len()));
            if let Ok(range) = text.selection(a, b) {
                prop_assert!(text.admit(range).is_ok());
            }
        }
    }
}
