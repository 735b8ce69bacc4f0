//! Writes the words of one leaf as Markdown that reads back as exactly these words.

use std::fmt::Write;

use obelus_core::body::{Body, Leaf, Span, Style};

use crate::checked::Woven;
use crate::weave::{Run, Step, steps};

/// Where the words stand: it decides what a line break may look like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Place {
    Paragraph,
    Heading,
    Cell,
}

/// How the number of a mark stands in the text.
pub(crate) type Reference = fn(usize) -> String;

/// The words of a leaf with its inline structure, and a reference after each mark.
pub(crate) fn words(
    body: &Body,
    leaf: &Leaf,
    runs: &[Run],
    woven: &Woven<'_>,
    place: Place,
    scope: &str,
    reference: Reference,
) -> String {
    let mut writer = Writer {
        body,
        leaf,
        place,
        out: String::new(),
        closings: Vec::new(),
        links: 0,
        waiting: String::new(),
    };
    // An empty leaf has no runs, yet may hold a picture.
    for step in steps(leaf, runs) {
        match step {
            Step::Open(span) => writer.open(span),
            Step::Close(span) => writer.close(span),
            Step::Point(span) => match &span.style {
                Style::FootnoteReference { label } => writer.refer(&format!("[^{scope}{}]", slug(label))),
                Style::Image { image } => {
                    let _ = write!(writer.out, "![{}]()", escape(&image.alt));
                }
                _ => {}
            },
            Step::Words { start, end, .. } => writer.text(start, end),
            Step::Ends(places) => {
                for &place in places {
                    writer.refer(&reference(woven.mark(place).number));
                }
            }
        }
    }
    writer.out
}

struct Writer<'w> {
    body: &'w Body,
    leaf: &'w Leaf,
    place: Place,
    out: String,
    closings: Vec<&'static str>,
    links: usize,
    /// References to footnotes that wait for the end of a link: inside one, they would undo it.
    waiting: String,
}

impl Writer<'_> {
    fn open(&mut self, span: &Span) {
        let (opening, closing) = match &span.style {
            Style::Link { .. } => {
                self.links += 1;
                if self.links == 1 && self.out.ends_with(']') {
                    // `[^1][words]` would be a link by reference.
                    self.out.push_str("<!-- -->");
                }
                // Links do not nest; the outer one would be undone.
                (if self.links == 1 { "[" } else { "" }, "")
            }
            style => self.signs(span, style),
        };
        self.out.push_str(opening);
        self.closings.push(closing);
    }

    fn close(&mut self, span: &Span) {
        let closing = self.closings.pop().unwrap_or_default();
        match &span.style {
            Style::Link { href } => {
                self.links -= 1;
                if self.links == 0 {
                    let _ = write!(self.out, "]({})", address(href.as_str()));
                    self.out.push_str(&std::mem::take(&mut self.waiting));
                }
            }
            _ => self.out.push_str(closing),
        }
    }

    fn refer(&mut self, reference: &str) {
        if self.links > 0 {
            self.waiting.push_str(reference);
        } else {
            self.out.push_str(reference);
        }
    }

    /// Markdown's own signs where no parser can misread them, and elements elsewhere.
    fn signs(&self, span: &Span, style: &Style) -> (&'static str, &'static str) {
        let words = self.body.text.between(span.start, span.end);
        let edges = words.starts_with(char::is_alphanumeric) && words.ends_with(char::is_alphanumeric);
        let shares = self.leaf.spans.iter().any(|other| {
            let same = std::ptr::eq(other, span);
            !same
                && [other.start, other.end]
                    .iter()
                    .any(|at| *at == span.start || *at == span.end)
        });
        // One within another of its kind: the signs of both would pair otherwise than they were put.
        let doubled = self.leaf.spans.iter().any(|other| {
            !std::ptr::eq(other, span)
                && std::mem::discriminant(&other.style) == std::mem::discriminant(style)
                && other.start < span.end
                && span.start < other.end
        });
        let plain = edges && !shares && !doubled && !words.contains('\n');
        match style {
            Style::Emphasis if plain => ("*", "*"),
            Style::Emphasis => ("<em>", "</em>"),
            Style::Strong if plain => ("**", "**"),
            Style::Strong => ("<strong>", "</strong>"),
            Style::Strike if plain => ("~~", "~~"),
            Style::Strike => ("<s>", "</s>"),
            Style::Underline => ("<u>", "</u>"),
            Style::Code => ("<code>", "</code>"),
            Style::Superscript => ("<sup>", "</sup>"),
            Style::Subscript => ("<sub>", "</sub>"),
            Style::Small => ("<small>", "</small>"),
            // The reading of a ruby is not part of the words, and Markdown has no place for it.
            Style::Ruby { .. } | Style::Link { .. } | Style::FootnoteReference { .. } | Style::Image { .. } => ("", ""),
        }
    }

    fn text(&mut self, start: u32, end: u32) {
        let words = self.body.text.between(start, end);
        // As much of the line before as may be a number that begins a list.
        let before = self
            .body
            .text
            .between(self.leaf.start.max(start.saturating_sub(12)), start);
        let after = if end < self.leaf.end {
            self.body.text.between(end, end + 1).chars().next()
        } else {
            None
        };
        write_escaped(&mut self.out, words, before, after, self.place);
    }
}

/// Words of our own, or a person's, on one line of a paragraph.
pub(crate) fn escape(words: &str) -> String {
    let mut out = String::new();
    write_escaped(&mut out, words, "", None, Place::Paragraph);
    out
}

/// `before` and `after` are what stands around the words in their leaf.
fn write_escaped(out: &mut String, words: &str, before: &str, after: Option<char>, place: Place) {
    let mut letters: Vec<char> = before.chars().collect();
    let first = letters.len();
    letters.extend(words.chars());
    for (index, &c) in letters.iter().enumerate().skip(first) {
        let previous = index.checked_sub(1).map(|index| letters[index]);
        let next = letters
            .get(index + 1)
            .copied()
            .or(after.filter(|_| index + 1 == letters.len()));
        let starts_line = matches!(previous, None | Some('\n'));
        let is_edge = |c: Option<char>| matches!(c, None | Some('\n' | ' ' | '\t'));
        match c {
            '\n' => match place {
                Place::Paragraph if !is_edge(previous) && !is_edge(next) => out.push_str("\\\n"),
                Place::Cell => out.push_str("<br>"),
                _ => out.push_str("&#10;"),
            },
            // Spaces that a parser would take away.
            ' ' if is_edge(previous) || is_edge(next) => out.push_str("&#32;"),
            '\t' => out.push_str("&#9;"),
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '$' => {
                out.push('\\');
                out.push(c);
            }
            '_' if previous.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric) => {
                out.push(c)
            }
            '_' => out.push_str("\\_"),
            '&' if next.is_some_and(|next| next == '#' || next.is_ascii_alphanumeric()) => out.push_str("\\&"),
            // `[^1](` would begin a link's address.
            '(' if out.ends_with(']') => out.push_str("\\("),
            '!' if index + 1 == letters.len() || next == Some('[') => out.push_str("\\!"),
            '#' | '+' | '-' | '=' | ':' | '%' if starts_line => {
                out.push('\\');
                out.push(c);
            }
            '#' if place == Place::Heading => out.push_str("\\#"),
            '.' | ')' if is_number_alone(&letters[..index]) => {
                out.push('\\');
                out.push(c);
            }
            '\r' => out.push_str("&#13;"),
            c => out.push(c),
        }
    }
}

/// Whether a line so far is a number alone: with a full stop it would begin a list.
fn is_number_alone(letters: &[char]) -> bool {
    let line = letters.iter().rposition(|&c| c == '\n').map_or(0, |at| at + 1);
    let digits = &letters[line..];
    (1..=9).contains(&digits.len()) && digits.iter().all(char::is_ascii_digit)
}

/// An address as it may stand in a Markdown link.
pub(crate) fn address(href: &str) -> String {
    let mut safe = String::from("<");
    for c in href.chars() {
        match c {
            '<' => safe.push_str("%3C"),
            '>' => safe.push_str("%3E"),
            '\\' => safe.push_str("%5C"),
            ' ' => safe.push_str("%20"),
            '&' => safe.push_str("&amp;"),
            '|' => safe.push_str("%7C"),
            c => safe.push(c),
        }
    }
    safe.push('>');
    safe
}

/// A label that every parser takes for one.
pub(crate) fn slug(label: &str) -> String {
    label
        .chars()
        .map(|c| if c.is_alphanumeric() || c == '-' { c } else { '-' })
        .collect()
}
