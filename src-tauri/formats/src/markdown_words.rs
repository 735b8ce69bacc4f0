//! Writes the words of one leaf as Markdown that reads back as exactly these words.

use std::fmt::Write;

use obelus_core::body::{Body, Leaf, Span, Style};

use crate::checked::Woven;
use crate::markdown_out::{address, slug};
use crate::weave::{Run, Step, steps};

/// Where the words stand: it decides what a line break may look like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Place {
    Paragraph,
    Heading,
    Cell,
}

/// The words of a leaf with its inline structure, and a reference after each mark.
pub(crate) fn words(body: &Body, leaf: &Leaf, runs: &[Run], woven: &Woven<'_>, place: Place, scope: &str) -> String {
    let mut writer = Writer {
        body,
        leaf,
        place,
        out: String::new(),
        closings: Vec::new(),
    };
    // An empty leaf has no runs, yet may hold a picture.
    for step in steps(leaf, runs) {
        match step {
            Step::Open(span) => writer.open(span),
            Step::Close(span) => writer.close(span),
            Step::Point(span) => match &span.style {
                Style::FootnoteReference { label } => {
                    let _ = write!(writer.out, "[^{scope}{}]", slug(label));
                }
                Style::Image { image } => {
                    let _ = write!(writer.out, "![{}]()", escape(&image.alt));
                }
                _ => {}
            },
            Step::Words { start, end, .. } => writer.text(start, end),
            Step::Ends(places) => {
                for &place in places {
                    let _ = write!(writer.out, "[^{}]", woven.mark(place).number);
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
}

impl Writer<'_> {
    fn open(&mut self, span: &Span) {
        let (opening, closing) = match &span.style {
            Style::Link { href } => {
                self.out.push('[');
                let _ = href;
                ("", "")
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
                let _ = write!(self.out, "]({})", address(href.as_str()));
            }
            _ => self.out.push_str(closing),
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
        let plain = edges && !shares && !words.contains('\n');
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
        let before = if start > self.leaf.start {
            self.body.text.between(start - 1, start).chars().next()
        } else {
            None
        };
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
    write_escaped(&mut out, words, None, None, Place::Paragraph);
    out
}

/// `before` and `after` are the characters around the words in their leaf.
fn write_escaped(out: &mut String, words: &str, before: Option<char>, after: Option<char>, place: Place) {
    let letters: Vec<char> = words.chars().collect();
    let at = |index: usize| {
        letters
            .get(index)
            .copied()
            .or(if index == letters.len() { after } else { None })
    };
    for (index, &c) in letters.iter().enumerate() {
        let previous = if index == 0 { before } else { Some(letters[index - 1]) };
        let next = at(index + 1);
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
            '!' if next.is_none() || next == Some('[') => out.push_str("\\!"),
            '#' | '+' | '-' | '=' | ':' | '%' if starts_line => {
                out.push('\\');
                out.push(c);
            }
            '#' if place == Place::Heading => out.push_str("\\#"),
            '.' | ')' if begins_with_number(&letters[..index], before) => {
                out.push('\\');
                out.push(c);
            }
            '\r' => out.push_str("&#13;"),
            c => out.push(c),
        }
    }
}

/// Whether a line so far is a number alone: with a full stop it would begin a list.
fn begins_with_number(letters: &[char], before: Option<char>) -> bool {
    let line = letters.iter().rposition(|&c| c == '\n').map_or(0, |at| at + 1);
    let digits = &letters[line..];
    let at_start = line > 0 || matches!(before, None | Some('\n'));
    // A number may have been cut by a mark: then the digits before it are not seen here.
    let cut = line == 0 && before.is_some_and(|c| c.is_ascii_digit());
    (at_start && !digits.is_empty() || cut) && digits.len() <= 9 && digits.iter().all(char::is_ascii_digit)
}
