//! Tells the gate what was found: paragraphs with their words, and at its place what is no part of the text.

use obelus_core::body::{Body, Style};

use super::annotations::Link;
use super::hyphens::{Lexicon, ends_with_hyphen, is_hyphen};
use super::lines::Line;
use super::marker::Marker;
use super::notes::Labels;
use super::paragraphs::{Join, Kind, Paragraph};
use super::words::{Row, Word};
use crate::anchors::Anchor;
use crate::blocks::{Container, Gate};

/// What belongs to a page beside its paragraphs.
#[derive(Default)]
pub(super) struct PageParts {
    pub(super) links: Vec<Link>,
    /// Running heads and the like, from above and from below the text.
    pub(super) head: Vec<Row>,
    pub(super) foot: Vec<Row>,
    pub(super) notes: Vec<Paragraph>,
}

pub(super) struct Writer<'d> {
    gate: Gate,
    pages: &'d [PageParts],
    labels: &'d Labels,
    lexicon: &'d Lexicon,
    /// Where each page's words begin; as many as pages have begun.
    starts: Vec<Anchor>,
    /// How many pages have been told with all that belongs to them, and the head of the next.
    ended: usize,
    headed: usize,
    styles: Vec<Style>,
}

/// The body, and where each page begins in it.
pub(super) fn write(
    paragraphs: &[Paragraph],
    pages: &[PageParts],
    labels: &Labels,
    lexicon: &Lexicon,
) -> (Body, Vec<u32>) {
    let mut writer = Writer {
        gate: Gate::default(),
        pages,
        labels,
        lexicon,
        starts: Vec::new(),
        ended: 0,
        headed: 0,
        styles: Vec::new(),
    };
    let mut index = 0;
    while index < paragraphs.len() {
        let unit = unit(&paragraphs[index..]);
        let of_unit = &paragraphs[index..index + unit];
        let (first, last) = (of_unit[0].first().page, of_unit[unit - 1].last().page);
        writer.begin_page(first);
        // What stands between two pages cannot stand amid a paragraph: it is told before.
        writer.begin_page(last);
        writer.unit(of_unit);
        index += unit;
    }
    writer.end_pages();
    let Writer { gate, starts, .. } = writer;
    let (body, anchors) = gate.finish_anchored(|_, _| {});
    let starts = starts.into_iter().map(|anchor| anchors.at(anchor)).collect();
    (body, starts)
}

/// How many paragraphs are written at once: a list, or one.
fn unit(paragraphs: &[Paragraph]) -> usize {
    let items = paragraphs
        .iter()
        .take_while(|paragraph| matches!(paragraph.kind, Kind::Item(_)))
        .count();
    items.max(1)
}

impl Writer<'_> {
    /// Tells what ends the pages before this one, and its head.
    fn begin_page(&mut self, page: usize) {
        while self.ended < page {
            self.head(self.ended);
            self.end_page(self.ended);
        }
        self.head(page);
    }

    fn head(&mut self, page: usize) {
        if self.headed <= page {
            self.headed = page + 1;
            let rows = self.pages.get(page).map_or(&[][..], |parts| &parts.head);
            rows.iter().for_each(|row| self.aside(row));
        }
    }

    fn end_page(&mut self, page: usize) {
        self.ended = page + 1;
        if let Some(parts) = self.pages.get(page) {
            parts.notes.iter().for_each(|note| self.note(note));
            parts.foot.iter().for_each(|row| self.aside(row));
        }
    }

    fn end_pages(&mut self) {
        let count = self.pages.len();
        self.begin_page(count);
        while self.starts.len() < count {
            let anchor = self.gate.anchor();
            self.starts.push(anchor);
        }
    }

    fn aside(&mut self, row: &Row) {
        self.gate.boundary();
        self.gate.words(&row.text(), false);
        self.gate.boundary();
    }

    fn note(&mut self, note: &Paragraph) {
        if let Kind::Footnote(label) = &note.kind {
            self.gate.open(Container::Footnote { label: label.clone() });
            self.words(note, 0);
            self.gate.close();
        }
    }

    fn unit(&mut self, paragraphs: &[Paragraph]) {
        match &paragraphs[0].kind {
            Kind::Item(_) => self.list(paragraphs),
            Kind::Heading(level) => {
                self.gate.open_heading(*level);
                self.words(&paragraphs[0], 0);
                self.gate.close_leaf();
            }
            Kind::Code => self.code(&paragraphs[0]),
            Kind::Text | Kind::Footnote(_) => {
                self.gate.boundary();
                self.words(&paragraphs[0], 0);
                self.gate.boundary();
            }
        }
    }

    /// Items of a list; one that is indented opens a list in the item before it.
    fn list(&mut self, items: &[Paragraph]) {
        let mut open: Vec<(f32, Marker)> = Vec::new();
        for item in items {
            let Kind::Item(marker) = &item.kind else { continue };
            let (at, em) = (item.first().x0, item.first().size);
            let is_deeper = |level: &(f32, Marker)| level.0 > at + 0.6 * em;
            while open.len() > 1 && open.last().is_some_and(is_deeper) {
                self.close_list(&mut open);
            }
            let goes_on = open.last().is_some_and(|(left, last)| {
                let deeper = at > left + 0.6 * em && !marker.follows(last);
                !deeper && (marker.follows(last) || !matches!(marker, Marker::Number { .. }) && is_bullet(last))
            });
            let deeper = open.last().is_some_and(|(left, _)| at > left + 0.6 * em);
            if goes_on {
                self.gate.close();
            } else {
                if !deeper && !open.is_empty() {
                    self.close_list(&mut open);
                }
                let first = match marker {
                    Marker::Number { value, .. } => Some(*value),
                    Marker::Bullet | Marker::Dash => None,
                };
                self.gate.open(Container::List { first });
                open.push((at, marker.clone()));
            }
            if let Some(level) = open.last_mut() {
                *level = (at, marker.clone());
            }
            self.gate.open(Container::Item { checked: None });
            self.words(item, 1);
        }
        while !open.is_empty() {
            self.close_list(&mut open);
        }
    }

    fn close_list(&mut self, open: &mut Vec<(f32, Marker)>) {
        self.restyle(&[]);
        self.gate.close();
        self.gate.close();
        open.pop();
    }

    fn code(&mut self, paragraph: &Paragraph) {
        let left = paragraph
            .lines
            .iter()
            .map(|(_, line)| line.x0)
            .fold(f32::INFINITY, f32::min);
        self.gate.open_code(None);
        for (index, (_, line)) in paragraph.lines.iter().enumerate() {
            if index > 0 {
                self.gate.words("\n", true);
            }
            self.arrive(line.page);
            let letter = line
                .words
                .iter()
                .map(|word| word.width() / word.length().max(1) as f32)
                .fold(0.0, f32::max);
            let column = |x: f32| ((x - left) / letter.max(1.0)).round().clamp(0.0, 200.0) as usize;
            let mut told = 0;
            for word in &line.words {
                let spaces = column(word.x0)
                    .saturating_sub(told)
                    .max(usize::from(told > 0 && !word.glued));
                self.gate.words(&" ".repeat(spaces), true);
                self.gate.words(&word.text, true);
                told += spaces + word.length();
            }
        }
        self.gate.close_leaf();
    }

    /// The first words of a page begin here.
    fn arrive(&mut self, page: usize) {
        while self.starts.len() <= page {
            let anchor = self.gate.anchor();
            self.starts.push(anchor);
        }
    }

    /// The words of a paragraph after the first few.
    fn words(&mut self, paragraph: &Paragraph, skipped: usize) {
        let is_heading = matches!(paragraph.kind, Kind::Heading(_));
        let mut before: Option<(&Line, String)> = None;
        for (index, (join, line)) in paragraph.lines.iter().enumerate() {
            let skip = if index == 0 { skipped } else { 0 };
            let next = paragraph.lines.get(index + 1).filter(|(join, _)| *join == Join::Space);
            for (at, word) in line.words.iter().enumerate().skip(skip) {
                let styles = self.styles_of(word, line.page, is_heading);
                let shared = self.styles.iter().zip(&styles).take_while(|(a, b)| a == b).count();
                self.end_styles(shared);
                if at > skip {
                    if !word.glued {
                        self.gate.words(if word.tied { "\u{a0}" } else { " " }, true);
                    }
                } else if let Some((_, last)) = &before {
                    match join {
                        Join::Break => self.gate.line_break(),
                        Join::Space if !joins(last, &word.text) => self.gate.words(" ", true),
                        Join::Space => {}
                    }
                }
                self.arrive(line.page);
                self.restyle(&styles);
                let is_last = at + 1 == line.words.len();
                let told = match next {
                    Some((_, next)) if is_last => self.without_hyphen(word, next),
                    _ => word.text.clone(),
                };
                match self.labels.refer(line.page, word) {
                    Some(label) if !matches!(paragraph.kind, Kind::Footnote(_)) => self.gate.reference(label),
                    _ => self.gate.words(&told, true),
                }
                if is_last {
                    // A hyphen that was taken back leaves its word open.
                    let open = if told.len() < word.text.len() {
                        format!("{told}\u{ad}")
                    } else {
                        told
                    };
                    before = Some((line, open));
                }
            }
        }
        self.restyle(&[]);
    }

    /// The last word of a line, without a hyphen that only parts it from its end.
    fn without_hyphen(&self, word: &Word, next: &Line) -> String {
        let Some(rest) = next.words.first() else {
            return word.text.clone();
        };
        if !ends_with_hyphen(&word.text) || self.lexicon.keeps_hyphen(&word.text, &rest.text) {
            return word.text.replace('\u{ad}', "-");
        }
        word.text.trim_end_matches(is_hyphen).to_owned()
    }

    fn styles_of(&self, word: &Word, page: usize, is_heading: bool) -> Vec<Style> {
        let mut styles = Vec::new();
        let link = word.link.and_then(|link| self.pages.get(page)?.links.get(link));
        if let Some(link) = link {
            styles.push(Style::Link {
                href: link.href.clone(),
            });
        }
        if word.look.bold && !is_heading {
            styles.push(Style::Strong);
        }
        if word.look.italic && !is_heading {
            styles.push(Style::Emphasis);
        }
        if word.look.mono && !is_heading {
            styles.push(Style::Code);
        }
        match word.raised {
            1 if self.labels.refer(page, word).is_none() => styles.push(Style::Superscript),
            -1 => styles.push(Style::Subscript),
            _ => {}
        }
        styles
    }

    fn end_styles(&mut self, count: usize) {
        self.gate.end_to(count);
        self.styles.truncate(count);
    }

    fn restyle(&mut self, styles: &[Style]) {
        let shared = self.styles.iter().zip(styles).take_while(|(a, b)| a == b).count();
        self.end_styles(shared);
        for style in &styles[shared..] {
            self.gate.begin(style.clone());
            self.styles.push(style.clone());
        }
    }
}

fn is_bullet(marker: &Marker) -> bool {
    matches!(marker, Marker::Bullet | Marker::Dash)
}

/// Whether two parts at the two sides of a line break are one word, or words of a script without spaces.
fn joins(last: &str, next: &str) -> bool {
    if last.ends_with('\u{ad}') || ends_with_hyphen(last) {
        return true;
    }
    let is_dash = last.ends_with(['—', '/']) && last.chars().count() > 1;
    let without_spaces = |c: Option<char>| {
        c.is_some_and(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{3001}'..='\u{301f}' | '\u{ff01}'..='\u{ff60}'))
    };
    is_dash || without_spaces(last.chars().next_back()) && without_spaces(next.chars().next())
}
