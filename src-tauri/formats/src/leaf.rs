//! A leaf while it is written: its words as a browser would show them, and the inline structure over them.

use obelus_core::body::{Block, Image, Leaf, Span, Style};

use crate::anchors::Anchor;

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum LeafKind {
    Paragraph,
    Heading(u8),
    Code(Option<String>),
}

/// Positions are code points from the leaf's own start.
#[derive(Debug)]
pub(crate) struct OpenLeaf {
    kind: LeafKind,
    words: String,
    length: u32,
    spans: Vec<Span>,
    /// The spans that have begun and not ended, outermost first.
    open: Vec<usize>,
    anchors: Vec<(Anchor, u32)>,
}

impl OpenLeaf {
    pub(crate) fn new(kind: LeafKind, styles: &[Style]) -> Self {
        let mut leaf = Self {
            kind,
            words: String::new(),
            length: 0,
            spans: Vec::new(),
            open: Vec::new(),
            anchors: Vec::new(),
        };
        styles.iter().for_each(|style| leaf.begin(style.clone()));
        leaf
    }

    pub(crate) fn is_heading(&self) -> bool {
        matches!(self.kind, LeafKind::Heading(_))
    }

    pub(crate) fn put(&mut self, c: char) {
        match (&self.kind, c) {
            (LeafKind::Code(_), '\r') => {}
            (LeafKind::Code(_), '\n' | '\t') => self.push(c),
            (LeafKind::Code(_), _) => self.push(shown(c)),
            (_, ' ' | '\t' | '\n' | '\r' | '\u{c}') => self.space(),
            _ => self.push(shown(c)),
        }
    }

    /// A character of a text that was typed, not marked up: spaces and tabs count, except at the start of a line.
    pub(crate) fn put_typed(&mut self, c: char) {
        match (&self.kind, c) {
            (LeafKind::Code(_), _) => self.put(c),
            (_, ' ' | '\t') if self.words.is_empty() || self.words.ends_with('\n') => {}
            (_, '\t') => self.push(c),
            (_, '\n' | '\r' | '\u{c}') => self.space(),
            _ => self.push(shown(c)),
        }
    }

    fn push(&mut self, c: char) {
        self.words.push(c);
        self.length += 1;
    }

    fn space(&mut self) {
        if !self.words.is_empty() && !self.words.ends_with([' ', '\n']) {
            self.push(' ');
        }
    }

    /// Returns whether the leaf ends here: a second line break in a row.
    pub(crate) fn line_break(&mut self) -> bool {
        if self.kind == LeafKind::Paragraph && self.words.ends_with('\n') {
            return true;
        }
        if matches!(self.kind, LeafKind::Code(_)) {
            self.push('\n');
        } else if !self.words.is_empty() {
            self.trim();
            self.push('\n');
        }
        false
    }

    /// Returns whether the leaf ends at the edge of a paragraph or a division.
    pub(crate) fn boundary(&mut self) -> bool {
        match self.kind {
            LeafKind::Paragraph => return true,
            LeafKind::Heading(_) => self.space(),
            LeafKind::Code(_) => {
                if !self.words.is_empty() && !self.words.ends_with('\n') {
                    self.push('\n');
                }
            }
        }
        false
    }

    pub(crate) fn begin(&mut self, style: Style) {
        self.open.push(self.spans.len());
        self.spans.push(Span {
            start: self.length,
            end: u32::MAX,
            style,
        });
    }

    pub(crate) fn end(&mut self) {
        if let Some(index) = self.open.pop() {
            self.spans[index].end = self.length;
        }
    }

    pub(crate) fn point(&mut self, style: Style) {
        self.spans.push(Span {
            start: self.length,
            end: self.length,
            style,
        });
    }

    /// The anchor is here.
    pub(crate) fn fasten(&mut self, anchor: Anchor) {
        self.anchors.push((anchor, self.length));
    }

    /// The anchors of this leaf, each at a position from the leaf's start.
    pub(crate) fn unfasten(&mut self) -> Vec<(Anchor, u32)> {
        std::mem::take(&mut self.anchors)
    }

    /// Ends everything that is open and drops the white space at the end, and spans without words.
    pub(crate) fn finish(&mut self) {
        self.trim();
        let length = self.length;
        self.spans.iter_mut().for_each(|span| span.end = span.end.min(length));
        let is_code = matches!(self.kind, LeafKind::Code(_));
        self.spans.retain(|span| match span.style {
            Style::Code => span.start < span.end && !is_code,
            _ => span.start < span.end || holds_no_words(&span.style),
        });
        self.spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    }

    /// Takes back spaces and line breaks at the end; spans that reached over them end before.
    fn trim(&mut self) {
        let kept = self.words.trim_end_matches([' ', '\n', '\t']).len();
        self.length -= (self.words.len() - kept) as u32;
        self.words.truncate(kept);
        for span in &mut self.spans {
            span.start = span.start.min(self.length);
            if span.end != u32::MAX {
                span.end = span.end.min(self.length);
            }
        }
        for (_, at) in &mut self.anchors {
            *at = (*at).min(self.length);
        }
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.words.chars().all(char::is_whitespace)
    }

    pub(crate) fn images(self) -> impl Iterator<Item = Image> {
        self.spans.into_iter().filter_map(|span| match span.style {
            Style::Image { image } => Some(image),
            _ => None,
        })
    }

    pub(crate) fn words(&self) -> &str {
        &self.words
    }

    /// In code points.
    pub(crate) fn length(&self) -> u32 {
        self.length
    }

    /// The block, with its words beginning at `start` of the text.
    pub(crate) fn block(self, start: u32) -> Block {
        let mut leaf = Leaf {
            start,
            end: start + self.length,
            spans: self.spans,
        };
        for span in &mut leaf.spans {
            span.start += start;
            span.end += start;
        }
        match self.kind {
            LeafKind::Paragraph => Block::Paragraph { leaf },
            LeafKind::Heading(level) => Block::Heading { level, leaf },
            LeafKind::Code(language) => Block::Code { language, leaf },
        }
    }
}

fn holds_no_words(style: &Style) -> bool {
    matches!(style, Style::FootnoteReference { .. } | Style::Image { .. })
}

fn shown(c: char) -> char {
    if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }
}
