//! Which footnotes of an article become footnotes of Word: those that its text refers to.
//!
//! Word has one reference a note, and none within notes. What does not fit stays a paragraph where it stands.

use std::collections::HashMap;

use obelus_core::body::{Block, Leaf, Style};

/// The notes of a body, each known by its turn in reading order.
#[derive(Debug, Default)]
pub(super) struct Notes<'b> {
    /// The number of each note, where it is one of Word's.
    numbers: Vec<Option<u32>>,
    by_label: HashMap<&'b str, u32>,
    /// The note that each leaf stands in, or 0: the text itself.
    pub(super) stories: Vec<u32>,
}

struct Found<'b> {
    label: &'b str,
    is_inner: bool,
    leaves: std::ops::Range<usize>,
}

impl<'b> Notes<'b> {
    pub(super) fn of(blocks: &'b [Block]) -> Self {
        let (mut found, mut references, mut count) = (Vec::new(), Vec::new(), 0);
        blocks
            .iter()
            .for_each(|block| walk(block, false, &mut found, &mut references, &mut count));
        let mut notes = Self {
            numbers: vec![None; found.len()],
            by_label: HashMap::new(),
            stories: vec![0; count],
        };
        let mut first: HashMap<&str, usize> = HashMap::new();
        for (turn, note) in found.iter().enumerate().filter(|(_, note)| !note.is_inner) {
            first.entry(note.label).or_insert(turn);
        }
        for label in references {
            if let Some(&turn) = first.get(label)
                && !notes.by_label.contains_key(label)
            {
                let number = notes.by_label.len() as u32 + 1;
                notes.by_label.insert(label, number);
                notes.numbers[turn] = Some(number);
                notes.stories[found[turn].leaves.clone()].fill(number);
            }
        }
        notes
    }

    /// The number of the note with this turn, where it is one of Word's.
    pub(super) fn number(&self, turn: usize) -> Option<u32> {
        self.numbers.get(turn).copied().flatten()
    }

    /// The note that a label leads to.
    pub(super) fn labelled(&self, label: &str) -> Option<u32> {
        self.by_label.get(label).copied()
    }
}

fn walk<'b>(
    block: &'b Block,
    in_note: bool,
    found: &mut Vec<Found<'b>>,
    references: &mut Vec<&'b str>,
    count: &mut usize,
) {
    let mut leaf = |leaf: &'b Leaf, count: &mut usize| {
        *count += 1;
        if !in_note {
            references.extend(leaf.spans.iter().filter_map(|span| match &span.style {
                Style::FootnoteReference { label } => Some(label.as_str()),
                _ => None,
            }));
        }
    };
    let inner: Vec<&'b Block> = match block {
        Block::Heading { leaf: own, .. } | Block::Paragraph { leaf: own } | Block::Code { leaf: own, .. } => {
            leaf(own, count);
            return;
        }
        Block::Footnote { label, blocks } => {
            let (turn, start) = (found.len(), *count);
            let leaves = start..start;
            found.push(Found {
                label,
                is_inner: in_note,
                leaves,
            });
            for block in blocks {
                walk(block, true, found, references, count);
            }
            found[turn].leaves.end = *count;
            return;
        }
        Block::Quote { blocks } | Block::Figure { caption: blocks, .. } => blocks.iter().collect(),
        Block::List { items, .. } => items.iter().flat_map(|item| &item.blocks).collect(),
        Block::Table { rows } => {
            let cells = rows.iter().flat_map(|row| &row.cells);
            cells.flat_map(|cell| &cell.blocks).collect()
        }
        Block::Rule => return,
    };
    for block in inner {
        walk(block, in_note, found, references, count);
    }
}
