//! Writes a checked article as Markdown, its marks as footnotes.
//!
//! What was set aside is not written, and of pictures only their words are. A CommonMark parser reads back exactly the article's words.

use std::fmt::Write;

use obelus_core::body::{Align, Block, Body, Cell, Item, Leaf, Row, leaves};

use crate::checked::{Checked, Counts, Numbered, Woven, about, signature, version};
use crate::labels::Labels;
use crate::markdown_words::{Place, Reference, address, escape, slug, words};
use crate::note_body;

/// The whole document.
#[must_use]
pub fn export(checked: &Checked<'_>, labels: &Labels) -> String {
    let woven = Woven::new(checked);
    let mut out = Writer::new(checked.body, &woven, "a-").document();
    if !out.is_empty() {
        out.push_str("\n* * *\n\n");
    }
    summary(&mut out, checked, labels, &woven);
    for numbered in &woven.marks {
        let text = indent(&note(checked, labels, numbered), "    ");
        let _ = write!(out, "\n[^{}]: {}\n", numbered.number, text.trim_start());
    }
    if !woven.unplaced.is_empty() {
        let _ = write!(out, "\n**{}**\n\n", escape(&labels.unplaced));
        for numbered in &woven.unplaced {
            let text = indent(&note(checked, labels, numbered), "  ");
            let _ = writeln!(out, "- {}", text.trim_start());
        }
    }
    out
}

/// A body without marks.
pub(crate) fn unmarked(body: &Body) -> String {
    let document = Writer::new(body, &Woven::bare(body), "").document();
    document.trim_end_matches('\n').to_owned()
}

fn summary(out: &mut String, checked: &Checked<'_>, labels: &Labels, woven: &Woven<'_>) {
    let counts = Counts::new(woven);
    let _ = write!(
        out,
        "**{}** · {}",
        escape(&labels.document),
        escape(&version(checked, labels))
    );
    for part in about(checked, labels) {
        let _ = write!(out, " · {}", escape(&part));
    }
    if let Some(url) = checked.article.url.as_deref().filter(|url| url.starts_with("http")) {
        let _ = write!(out, " · [{}]({})", escape(&labels.source), address(url));
    }
    let _ = write!(out, "\n\n{}", escape(&counts.progress(labels)));
    let present: Vec<String> = counts
        .statuses
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(status, count)| {
            let word = labels
                .counts
                .get(status)
                .map_or(status.name(), |plural| labels.counted(plural, *count));
            format!("{} {} {word}", status.sign(), labels.number(*count))
        })
        .collect();
    if !present.is_empty() {
        out.push_str(&escape(&format!("{}{}", labels.colon, present.join(", "))));
    }
    // A picture in the middle of a text file would be a wall of letters; one beside it, a second file to lose.
    for (plural, count) in [
        (&labels.notes, counts.notes),
        (&labels.highlights, counts.highlights),
        (&labels.pictures_left_out, checked.pictures.len()),
    ] {
        if count > 0 {
            let _ = write!(out, " · {}", escape(&labels.count(plural, count)));
        }
    }
    out.push('\n');
}

/// A mark in blocks: sign and word, the passage, the note, the correction, the tags.
fn note(checked: &Checked<'_>, labels: &Labels, numbered: &Numbered<'_>) -> String {
    let mark = numbered.mark;
    let quote = numbered.quote.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut blocks = vec![format!(
        "{} **{}**{}",
        escape(numbered.sign()),
        escape(&numbered.word(checked, labels)),
        escape(&format!(
            "{}{} ({})",
            labels.colon,
            labels.quoted(&quote),
            signature(mark, labels)
        )),
    )];
    blocks.extend(said(labels, numbered));
    if !mark.tags.is_empty() {
        let tags: Vec<String> = mark.tags.iter().map(|tag| escape(&format!("#{tag}"))).collect();
        blocks.push(tags.join(" "));
    }
    blocks.join("\n\n")
}

/// The note and the suggested correction, in blocks.
pub(crate) fn said(labels: &Labels, numbered: &Numbered<'_>) -> Vec<String> {
    let mark = numbered.mark;
    let mut blocks = Vec::new();
    if !mark.note.trim().is_empty() {
        let body = note_body(&mark.note);
        let bare = Woven::bare(&body);
        let scope = format!("n{}-", numbered.number);
        blocks.push(
            Writer::new(&body, &bare, &scope)
                .document()
                .trim_end_matches('\n')
                .to_owned(),
        );
    }
    if !mark.correction.trim().is_empty() {
        let correction = mark.correction.split_whitespace().collect::<Vec<_>>().join(" ");
        let quoted = labels.quoted(&correction);
        blocks.push(escape(&format!("{}{}{quoted}", labels.correction, labels.colon)));
    }
    blocks
}

/// Every line as one of a quotation.
pub(crate) fn quoted(text: &str) -> String {
    let lines: Vec<String> = text
        .lines()
        .map(|line| match line {
            "" => ">".to_owned(),
            line => format!("> {line}"),
        })
        .collect();
    lines.join("\n")
}

/// Every line but the blank ones, moved to the right.
fn indent(text: &str, by: &str) -> String {
    let lines: Vec<String> = text
        .lines()
        .map(|line| {
            if line.is_empty() {
                String::new()
            } else {
                format!("{by}{line}")
            }
        })
        .collect();
    lines.join("\n")
}

pub(crate) struct Writer<'w> {
    body: &'w Body,
    woven: &'w Woven<'w>,
    /// Before the labels of the text's own footnotes, so that they meet no mark's number.
    scope: &'w str,
    reference: Reference,
    leaf: usize,
    /// Lists that follow one another must not become one.
    lists: usize,
}

impl<'w> Writer<'w> {
    fn new(body: &'w Body, woven: &'w Woven<'w>, scope: &'w str) -> Self {
        Self::referring(body, woven, scope, |number| format!("[^{number}]"))
    }

    pub(crate) fn referring(body: &'w Body, woven: &'w Woven<'w>, scope: &'w str, reference: Reference) -> Self {
        Self {
            body,
            woven,
            scope,
            reference,
            leaf: 0,
            lists: 0,
        }
    }

    fn document(mut self) -> String {
        let mut text = self.blocks(&self.body.blocks);
        if !text.is_empty() {
            text.push('\n');
        }
        text
    }

    fn blocks(&mut self, blocks: &[Block]) -> String {
        let written: Vec<String> = blocks
            .iter()
            .map(|block| self.block(block))
            .filter(|block| !block.is_empty())
            .collect();
        written.join("\n\n")
    }

    pub(crate) fn block(&mut self, block: &Block) -> String {
        match block {
            Block::Heading { level, leaf } => {
                let words = self.words(leaf, Place::Heading);
                format!("{} {words}", "#".repeat(usize::from(*level).clamp(1, 6)))
            }
            Block::Paragraph { leaf } => self.words(leaf, Place::Paragraph),
            Block::Code { language, leaf } => self.code(language.as_deref(), leaf),
            Block::Quote { blocks } => {
                let inner = self.blocks(blocks);
                quoted(&inner)
            }
            Block::List { first, items } => self.list(*first, items),
            Block::Table { rows } => self.table(rows),
            Block::Figure { image, caption } => {
                let alt = escape(&image.alt);
                let caption = self.blocks(caption);
                let gap = if caption.is_empty() { "" } else { "\n\n" };
                format!("![{alt}](){gap}{caption}")
            }
            Block::Footnote { label, blocks } => {
                let inner = indent(&self.blocks(blocks), "    ");
                format!("[^{}{}]: {}", self.scope, slug(label), inner.trim_start_matches(' '))
            }
            Block::Rule => "* * *".to_owned(),
        }
    }

    fn words(&mut self, leaf: &Leaf, place: Place) -> String {
        let runs = &self.woven.runs[self.leaf];
        self.leaf += 1;
        words(self.body, leaf, runs, self.woven, place, self.scope, self.reference)
    }

    /// Fenced, the fence longer than any in it; the marks' numbers stand after it.
    fn code(&mut self, language: Option<&str>, leaf: &Leaf) -> String {
        let code = self.body.text.between(leaf.start, leaf.end);
        let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        let language: String = language
            .unwrap_or_default()
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+' | '#' | '.'))
            .collect();
        let ends: Vec<usize> = self.woven.runs[self.leaf]
            .iter()
            .flat_map(|run| run.ends.iter().copied())
            .collect();
        self.leaf += 1;
        let numbers: String = ends
            .iter()
            .map(|&place| (self.reference)(self.woven.mark(place).number))
            .collect();
        let gap = if numbers.is_empty() { "" } else { "\n\n" };
        format!("{fence}{language}\n{code}\n{fence}{gap}{numbers}")
    }

    fn list(&mut self, first: Option<u32>, items: &[Item]) -> String {
        self.lists += 1;
        let other = self.lists.is_multiple_of(2);
        let mut number = u64::from(first.unwrap_or(0)).min(999_999_999);
        let mut written = Vec::new();
        for item in items {
            let sign = match (first, other) {
                (Some(_), false) => format!("{number}. "),
                (Some(_), true) => format!("{number}) "),
                (None, false) => "- ".to_owned(),
                (None, true) => "+ ".to_owned(),
            };
            number = (number + 1).min(999_999_999);
            let task = match item.checked {
                Some(true) => "[x] ",
                Some(false) => "[ ] ",
                None => "",
            };
            let inner = self.blocks(&item.blocks);
            let inner = indent(&inner, &" ".repeat(sign.len()));
            written.push(format!("{sign}{task}{}", inner.trim_start_matches(' ')));
        }
        let is_loose = items.iter().any(|item| item.blocks.len() > 1);
        written.join(if is_loose { "\n\n" } else { "\n" })
    }

    /// A table must have a heading row; where the text has none, an empty one stands above it.
    fn table(&mut self, rows: &[Row]) -> String {
        let columns = rows
            .iter()
            .map(|row| row.cells.iter().map(|cell| usize::from(cell.columns)).sum())
            .max()
            .unwrap_or(0);
        let Some(first) = rows.first().filter(|_| columns > 0 && columns <= 1_000) else {
            // Too wide for a table: its cells, one after the other.
            let cells = rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.blocks);
            let written: Vec<String> = cells
                .map(|block| self.block(block))
                .filter(|block| !block.is_empty())
                .collect();
            return written.join("\n\n");
        };
        let mut lines = Vec::new();
        let has_heading = first.cells.iter().all(|cell| cell.heading);
        if !has_heading {
            lines.push(format!("|{}", " |".repeat(columns)));
        }
        let mut aligns: Vec<Option<Align>> = Vec::new();
        for row in rows {
            let mut line = String::from("|");
            let mut used = 0;
            for cell in &row.cells {
                let _ = write!(
                    line,
                    " {} |{}",
                    self.cell(cell),
                    " |".repeat(usize::from(cell.columns) - 1)
                );
                used += usize::from(cell.columns);
            }
            line.push_str(&" |".repeat(columns.saturating_sub(used)));
            lines.push(line);
            if aligns.is_empty() {
                aligns = row.cells.iter().map(|cell| cell.align).collect();
            }
        }
        let rule: String = (0..columns)
            .map(|column| match aligns.get(column).copied().flatten() {
                None => " --- |",
                Some(Align::Start) => " :-- |",
                Some(Align::Center) => " :-: |",
                Some(Align::End) => " --: |",
            })
            .collect();
        lines.insert(1, format!("|{rule}"));
        lines.join("\n")
    }

    /// A cell holds one line: its paragraphs are parted by two `<br>`.
    fn cell(&mut self, cell: &Cell) -> String {
        let parts: Vec<String> = leaves(&cell.blocks)
            .into_iter()
            .map(|leaf| self.words(leaf, Place::Cell))
            .collect();
        parts.join("<br><br>")
    }
}
