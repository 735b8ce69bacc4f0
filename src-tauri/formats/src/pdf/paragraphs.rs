//! Paragraphs: says of every line whether it goes on from the one before it, and what a group of lines is.

use super::lines::{Line, Usual};
use super::marker::{Marker, marker};

/// How a line follows the one before it in its paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Join {
    /// The paragraph only went on: the break is a space.
    Space,
    /// The line was meant to end there, as in a poem or an address.
    Break,
}

/// Lines that belong together.
#[derive(Clone, Debug)]
pub(super) struct Paragraph {
    pub(super) lines: Vec<(Join, Line)>,
    pub(super) kind: Kind,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Text,
    /// From 1 to 6.
    Heading(u8),
    Item(Marker),
    Code,
    /// Small print at the foot of the page, by its sign.
    Footnote(String),
}

impl Paragraph {
    pub(super) fn first(&self) -> &Line {
        &self.lines[0].1
    }

    pub(super) fn last(&self) -> &Line {
        &self.lines[self.lines.len() - 1].1
    }

    pub(super) fn length(&self) -> usize {
        self.lines.iter().map(|(_, line)| line.length()).sum()
    }

    pub(super) fn text(&self) -> String {
        let texts: Vec<String> = self.lines.iter().map(|(_, line)| line.text()).collect();
        texts.join(" ")
    }
}

/// What a line is to the paragraph before it.
enum Step {
    Same(Join),
    New,
}

/// The paragraphs of lines in reading order.
pub(super) fn paragraphs(lines: Vec<Line>, usual: &Usual) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut lines = lines.into_iter().peekable();
    while let Some(line) = lines.next() {
        let next = lines.peek().filter(|next| !next.first);
        let sign = marker(&line);
        let step = match paragraphs.last() {
            Some(paragraph) => step(paragraph, &line, next, sign.as_ref(), usual),
            None => Step::New,
        };
        match (step, paragraphs.last_mut()) {
            (Step::Same(join), Some(paragraph)) => paragraph.lines.push((join, line)),
            _ => paragraphs.push(Paragraph {
                kind: sign.map_or(Kind::Text, Kind::Item),
                lines: vec![(Join::Space, line)],
            }),
        }
    }
    paragraphs
}

fn step(paragraph: &Paragraph, line: &Line, next: Option<&Line>, sign: Option<&Marker>, usual: &Usual) -> Step {
    let before = paragraph.last();
    let size = before.size.max(line.size);
    if (before.size - line.size).abs() > 0.07 * size || before.bold != line.bold && !line.words.is_empty() {
        // A bold line that goes on from a bold line in the same sentence is told by its gap alone.
        let same_size = (before.size - line.size).abs() <= 0.07 * size;
        let runs_in = same_size && !line.first && goes_on(before, line) && line.gap < 1.1 * usual.step(size);
        if !runs_in {
            return Step::New;
        }
    }
    if line.mono && before.mono && !line.first && line.gap < 1.6 * size {
        return Step::Same(Join::Break);
    }
    if line.mono != before.mono && !goes_on(before, line) {
        return Step::New;
    }
    if !line.first && line.is_spread() && before.is_spread() && line.gap < 2.4 * size {
        return Step::Same(Join::Break);
    }
    if line.first {
        return if crosses(paragraph, line, sign, usual) {
            Step::Same(Join::Space)
        } else {
            Step::New
        };
    }
    let usual_gap = usual_gap(paragraph, size, usual);
    if line.gap > 1.28 * usual_gap || line.gap < 0.3 * size {
        return Step::New;
    }
    if let Some(sign) = sign
        && begins_item(paragraph, line, sign)
    {
        return Step::New;
    }
    let indent = line.x0 - before.x0;
    let em = line.size;
    let centred = before.is_centred() && line.is_centred();
    if !centred && indent.abs() > 0.7 * em {
        if indent > 0.0 {
            // The first line of the next paragraph, unless the lines after it stand there too (a hanging indent).
            let hangs = paragraph.lines.len() == 1
                && next.map_or(!ends_sentence(before), |next| (next.x0 - line.x0).abs() < 0.4 * em)
                && before.room() < 5.0 * em;
            let hangs = hangs || is_item(paragraph) && (line.x0 - paragraph.first().second()).abs() < 0.5 * em;
            if !hangs {
                return Step::New;
            }
        } else if paragraph.lines.len() > 1 && !is_item(paragraph) {
            return Step::New;
        }
    }
    // A quotation that is set in on the left is set in on the right as well.
    let inset = (line.x0 - line.left).clamp(0.0, 60.0);
    let room = before.room() - if centred { 0.0 } else { inset };
    if room > fitting(line) {
        return if ends_sentence(before) || line.size > 1.12 * usual.body && !goes_on(before, line) {
            Step::New
        } else if goes_on(before, line) && room < 0.2 * (before.right - before.left) {
            Step::Same(Join::Space)
        } else {
            Step::Same(Join::Break)
        };
    }
    Step::Same(Join::Space)
}

/// How much room there must have been for the line's first word, had the line before not ended on purpose.
fn fitting(line: &Line) -> f32 {
    let mut width = 0.0;
    for (index, word) in line.words.iter().enumerate() {
        if index > 0 && !word.glued {
            break;
        }
        width = word.x1 - line.x0;
    }
    width + 0.9 * line.size
}

/// From line to line in a paragraph: its own measure, once it has one.
fn usual_gap(paragraph: &Paragraph, size: f32, usual: &Usual) -> f32 {
    let own = paragraph.lines[1..]
        .iter()
        .map(|(_, line)| line)
        .filter(|line| !line.first && line.gap > 0.0)
        .map(|line| line.gap)
        .fold(f32::INFINITY, f32::min);
    if own.is_finite() {
        own.max(0.8 * size)
    } else {
        usual.step(size)
    }
}

fn is_item(paragraph: &Paragraph) -> bool {
    matches!(paragraph.kind, Kind::Item(_))
}

/// A sign in the middle of a sentence ("in\n12. The") opens no item.
fn begins_item(paragraph: &Paragraph, line: &Line, sign: &Marker) -> bool {
    if let Kind::Item(other) = &paragraph.kind
        && (sign.follows(other) || line.x0 < paragraph.first().second() - 0.3 * line.size)
    {
        return true;
    }
    let before = paragraph.last();
    match sign {
        Marker::Bullet => true,
        Marker::Dash => before.room() > 2.0 * line.size || ends_sentence(before) || line.x0 > before.x0 + line.size,
        Marker::Number { .. } => {
            before.room() > 2.0 * line.size || ends_sentence(before) || line.x0 > paragraph.first().x0 + line.size
        }
    }
}

/// Whether a paragraph goes on in the next column or on the next page.
fn crosses(paragraph: &Paragraph, line: &Line, sign: Option<&Marker>, usual: &Usual) -> bool {
    let before = paragraph.last();
    if matches!(sign, Some(Marker::Bullet | Marker::Dash)) {
        return false;
    }
    if let (Some(sign), Kind::Item(other)) = (sign, &paragraph.kind)
        && sign.follows(other)
    {
        return false;
    }
    if goes_on(before, line) {
        return true;
    }
    let full = before.room() <= fitting(line).max(2.0 * line.size);
    if ends_sentence(before) {
        // Only where paragraphs are indented does a line at the edge say that it goes on.
        return usual.indents && full && line.x0 - line.left < 0.5 * line.size;
    }
    full && !before.is_centred() && !(line.bold && before.bold) && before.size < 1.12 * usual.body
}

/// Whether the words themselves say that the sentence goes on.
fn goes_on(before: &Line, line: &Line) -> bool {
    let end = before.words.last().and_then(|word| word.text.chars().next_back());
    let start = line
        .words
        .first()
        .and_then(|word| word.text.chars().find(|c| c.is_alphabetic()));
    let first = line.words.first().and_then(|word| word.text.chars().next());
    let open = !matches!(end, Some('.' | '!' | '?' | ':' | ';' | '…' | '»' | '”'));
    let hyphen = matches!(end, Some('-' | '\u{2010}' | '\u{ad}'));
    let lower = start.is_some_and(char::is_lowercase) && first.is_some_and(|c| c.is_alphabetic() || c == '(');
    lower && (open || hyphen)
}

pub(super) fn ends_sentence(line: &Line) -> bool {
    let Some(word) = line.words.iter().rev().find(|word| word.raised == 0) else {
        return false;
    };
    let end = word.text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', '›']);
    let end = if end.is_empty() { &word.text } else { end };
    end.ends_with(['.', '!', '?', '…', ':', '。', '！', '？']) || word.text.ends_with('»')
}
