//! Cuts a plain text into its paragraphs, items and headings; lines that were wrapped become one.

use std::borrow::Cow;
use std::ops::Range;

use crate::lists::{self, Marker};
use crate::{furniture, wraps};

/// What a piece is by its signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Words,
    /// A line that is underlined.
    Heading(u8),
    Item(Marker),
    /// A passage of an e-mail that is answered; how deep.
    Quoted(usize),
}

/// A paragraph of the text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Piece {
    /// Where it stands in the text with its signs, in bytes.
    pub(crate) whole: Range<usize>,
    /// Its words: one stretch, or several lines.
    parts: Vec<Range<usize>>,
    /// Whether its lines are joined.
    joined: bool,
    pub(crate) shape: Shape,
}

impl Piece {
    fn new(whole: Range<usize>) -> Self {
        Self {
            parts: vec![whole.clone()],
            whole,
            joined: false,
            shape: Shape::Words,
        }
    }

    pub(crate) fn words<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if let [part] = self.parts.as_slice() {
            return Cow::Borrowed(&text[part.clone()]);
        }
        let mut words = String::new();
        for part in &self.parts {
            let line = &text[part.clone()];
            if !words.is_empty() {
                words.push_str(if self.joined { wraps::glue(&words, line) } else { "\n" });
            }
            words.push_str(line);
        }
        Cow::Owned(words)
    }
}

/// A line longer than this is a paragraph of its own: nobody wraps that late.
const LONG_LINE: usize = 200;

/// Every line that is not blank.
pub(crate) fn lines(text: &str) -> Vec<Piece> {
    runs(text).into_iter().flatten().map(Piece::new).collect()
}

/// The paragraphs of a text that is taken as it is: runs of lines; where lines are as long as paragraphs, each is one.
pub(crate) fn as_they_are(text: &str) -> Vec<Piece> {
    runs(text).iter().flat_map(|run| plain(text, run)).collect()
}

/// The paragraphs of a text whose signs are understood; `width`: what it was wrapped at.
pub(crate) fn understood(text: &str, width: Option<usize>) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for run in runs(text) {
        let mut rest = run.as_slice();
        while !rest.is_empty() {
            let depth = |line: &Range<usize>| width.map_or(0, |_| wraps::unquoted(&text[line.clone()]).0);
            if let [title, line, ..] = rest
                && let Some(level) = underlined(&text[title.clone()], &text[line.clone()])
            {
                pieces.push(Piece {
                    whole: title.start..line.end,
                    parts: Vec::from([trimmed(text, title)]),
                    joined: false,
                    shape: Shape::Heading(level),
                });
                rest = &rest[2..];
                continue;
            }
            let quoted = depth(&rest[0]);
            let count = rest.iter().take_while(|line| depth(line) == quoted).count();
            let above = pieces.last().map_or("", |piece| &text[piece.whole.clone()]);
            let found = match quoted {
                0 => own(text, &rest[..count], width, above),
                _ => quotation(text, &rest[..count], width, quoted),
            };
            pieces.extend(found);
            rest = &rest[count..];
        }
    }
    pieces
}

/// Items that stand apart, each a paragraph: what is set aside does not stand among them.
pub(crate) fn loose_lists(text: &str, pieces: &mut [Piece], aside: &[bool]) {
    let marker = |piece: &Piece| match piece.shape {
        Shape::Words => lists::marker(&text[piece.parts[0].clone()]).filter(|_| piece.joined || piece.parts.len() == 1),
        _ => None,
    };
    let mut at = 0;
    while at < pieces.len() {
        let count = (at..pieces.len())
            .take_while(|&index| aside[index] == aside[at] && marker(&pieces[index]).is_some())
            .count();
        let found: Vec<Marker> = pieces[at..at + count].iter().filter_map(marker).collect();
        let items: Vec<(Marker, &str)> = found
            .iter()
            .zip(&pieces[at..])
            .map(|(marker, piece)| (*marker, &text[piece.parts[0].start + marker.words..piece.parts[0].end]))
            .collect();
        let above = at.checked_sub(1).map_or("", |above| &text[pieces[above].whole.clone()]);
        // A paragraph of several lines is no item, unless they were wrapped.
        let is_line = |piece: &Piece| piece.joined || !text[piece.parts[0].clone()].contains('\n');
        if lists::is_list(&items, above) && pieces[at..at + count].iter().all(is_line) && !aside[at] {
            for (piece, marker) in pieces[at..at + count].iter_mut().zip(found) {
                piece.parts[0].start += marker.words;
                piece.shape = Shape::Item(marker);
            }
        }
        at += count.max(1);
    }
}

/// Runs of lines that are not blank, each without its newline.
fn runs(text: &str) -> Vec<Vec<Range<usize>>> {
    let mut runs: Vec<Vec<Range<usize>>> = vec![Vec::new()];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.strip_suffix('\n').unwrap_or(line);
        match runs.last_mut() {
            Some(run) if !words.trim().is_empty() => run.push(at..at + words.len()),
            Some(run) if !run.is_empty() => runs.push(Vec::new()),
            _ => {}
        }
        at += line.len();
    }
    runs.retain(|run| !run.is_empty());
    runs
}

/// A run as one paragraph, or a line each.
fn plain(text: &str, run: &[Range<usize>]) -> Vec<Piece> {
    let words: Vec<&str> = run.iter().map(|line| &text[line.clone()]).collect();
    let is_long = words.iter().any(|line| line.len() > LONG_LINE);
    // A menu pasted line by line: each line is judged by itself.
    if is_long || (run.len() > 1 && furniture::is_menu(&words)) {
        return run.iter().cloned().map(Piece::new).collect();
    }
    match run {
        [] => Vec::new(),
        [first, .., last] => vec![Piece::new(first.start..last.end)],
        [only] => vec![Piece::new(only.clone())],
    }
}

/// A run that nobody quotes: items, paragraphs.
fn own(text: &str, run: &[Range<usize>], width: Option<usize>, above: &str) -> Vec<Piece> {
    let line = |at: usize| &text[run[at].clone()];
    let items: Vec<(usize, Marker)> = (0..run.len())
        .filter_map(|at| Some((at, lists::marker(line(at))?)))
        .collect();
    let Some(&(first, _)) = items.first() else {
        return wrapped(text, run, width);
    };
    let above = if first > 0 { line(first - 1) } else { above };
    let marked: Vec<(Marker, &str)> = items
        .iter()
        .map(|(at, marker)| (*marker, &line(*at)[marker.words..]))
        .collect();
    let is_lone = items.len() == 1 && first == 0 && run.len() > 1;
    if !(lists::is_list(&marked, above) || (is_lone && width.is_some())) {
        return wrapped(text, run, width);
    }
    let mut pieces = wrapped(text, &run[..first], width);
    for (index, (at, marker)) in items.iter().enumerate() {
        let end = items.get(index + 1).map_or(run.len(), |next| next.0);
        // What is not indented below the last item is no more of it.
        let goes_on = |line: &Range<usize>| width.is_some() || text[line.clone()].starts_with([' ', '\t']);
        let count = 1 + run[at + 1..end].iter().take_while(|line| goes_on(line)).count();
        let first = run[*at].start + marker.words..trimmed(text, &run[*at]).end;
        let mut parts = Vec::from([first]);
        parts.extend(run[at + 1..at + count].iter().map(|line| trimmed(text, line)));
        pieces.push(Piece {
            whole: run[*at].start..run[at + count - 1].end,
            parts,
            joined: width.is_some(),
            shape: Shape::Item(*marker),
        });
        pieces.extend(wrapped(text, &run[at + count..end], width));
    }
    pieces
}

/// Lines as the paragraphs that they were before they were wrapped.
fn wrapped(text: &str, run: &[Range<usize>], width: Option<usize>) -> Vec<Piece> {
    let words: Vec<&str> = run.iter().map(|line| &text[line.clone()]).collect();
    let Some(counts) = width.and_then(|width| wraps::paragraphs(&words, width)) else {
        return plain(text, run);
    };
    let mut rest = run;
    let mut pieces = Vec::new();
    for count in counts {
        let (lines, after) = rest.split_at(count);
        rest = after;
        if let (Some(first), Some(last)) = (lines.first(), lines.last()) {
            pieces.push(Piece {
                whole: first.start..last.end,
                parts: lines.iter().map(|line| trimmed(text, line)).collect(),
                joined: true,
                shape: Shape::Words,
            });
        }
    }
    pieces
}

/// Lines that are quoted, without the signs of it.
fn quotation(text: &str, run: &[Range<usize>], width: Option<usize>, depth: usize) -> Vec<Piece> {
    let bare = |line: &Range<usize>| {
        let words = wraps::unquoted(&text[line.clone()]).1;
        trimmed(text, &(line.end - words.len()..line.end))
    };
    let lines: Vec<Range<usize>> = run.iter().map(bare).collect();
    lines
        .split(|line| line.is_empty())
        .filter(|lines| !lines.is_empty())
        .map(|lines| {
            let words: Vec<&str> = lines.iter().map(|line| &text[line.clone()]).collect();
            let joined = width
                .and_then(|width| wraps::paragraphs(&words, width.saturating_sub(2 * depth)))
                .is_some();
            Piece {
                whole: lines[0].start..lines[lines.len() - 1].end,
                parts: lines.to_vec(),
                joined,
                shape: Shape::Quoted(depth),
            }
        })
        .collect()
}

/// A line without the white space around it.
fn trimmed(text: &str, line: &Range<usize>) -> Range<usize> {
    let words = &text[line.clone()];
    let start = line.start + (words.len() - words.trim_start().len());
    start..start + words.trim().len()
}

/// The level of a heading, where the line below is drawn under it.
fn underlined(line: &str, below: &str) -> Option<u8> {
    let (line, below) = (line.trim(), below.trim());
    let sign = below.chars().next().filter(|c| matches!(c, '=' | '-' | '~'))?;
    let length = line.chars().count();
    let fits = below.chars().all(|c| c == sign) && below.len() >= 3 && below.len().abs_diff(length) <= 4;
    (fits && length <= 100 && line.chars().any(char::is_alphanumeric) && lists::marker(line).is_none())
        .then_some(if sign == '=' { 1 } else { 2 })
}
