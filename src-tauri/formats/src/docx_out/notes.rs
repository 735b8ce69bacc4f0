//! Which footnotes of an article become footnotes of Word: those that its text refers to.
//!
//! Word has one reference a note, and none within notes. What does not fit stays a paragraph where it stands. So do all
//! notes as soon as one of them is marked: LibreOffice 7.4 refuses a file with a comment in a footnote, and the numbers of
//! some alone would not be those of all.

use std::collections::HashMap;

use obelus_core::body::{Block, Leaf, Style};

use crate::weave::Run;

/// The notes of a body, each known by its turn in reading order.
#[derive(Debug, Default)]
pub(super) struct Notes<'b> {
    /// The number of each note, where it is one of Word's.
    numbers: Vec<Option<u32>>,
    /// The turn of the note that a label leads to.
    turns: HashMap<&'b str, usize>,
}

struct Found<'b> {
    label: &'b str,
    is_inner: bool,
    leaves: std::ops::Range<usize>,
}

impl<'b> Notes<'b> {
    /// The notes in these blocks, with the runs of their leaves.
    pub(super) fn of(blocks: &'b [Block], runs: &[Vec<Run>]) -> Self {
        let (mut found, mut references, mut count) = (Vec::new(), Vec::new(), 0);
        for block in blocks {
            walk(block, false, &mut found, &mut references, &mut count);
        }
        let mut notes = Self {
            numbers: vec![None; found.len()],
            turns: HashMap::new(),
        };
        for (turn, note) in found.iter().enumerate().filter(|(_, note)| !note.is_inner) {
            notes.turns.entry(note.label).or_insert(turn);
        }
        let mut inner = found.iter().flat_map(|note| &runs[note.leaves.clone()]).flatten();
        if inner.any(|run| !run.over.is_empty()) {
            return notes;
        }
        let mut last = 0;
        for turn in references.iter().filter_map(|label| notes.turns.get(label)) {
            if notes.numbers[*turn].is_none() {
                last += 1;
                notes.numbers[*turn] = Some(last);
            }
        }
        notes
    }

    /// The number of the note with this turn, where it is one of Word's.
    pub(super) fn number(&self, turn: usize) -> Option<u32> {
        self.numbers.get(turn).copied().flatten()
    }

    /// The largest of the numbers; 0 where there are none.
    pub(super) fn last(&self) -> u32 {
        self.numbers.iter().flatten().max().copied().unwrap_or(0)
    }

    /// The turn of the note that a label leads to.
    pub(super) fn turn(&self, label: &str) -> Option<usize> {
        self.turns.get(label).copied()
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
