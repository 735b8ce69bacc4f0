//! Makes the rows of a table of the paragraphs that RTF writes one after the other.

use std::collections::HashMap;
use std::ops::Range;

use super::story::{Ends, Paragraph, RowShape};

/// Edges of cells nearer than this, in twips, are meant to be one.
const NEAR: i32 = 30;

/// A cell, and the paragraphs in it.
#[derive(Debug, PartialEq)]
pub(super) struct Cell {
    pub(super) paragraphs: Range<usize>,
    pub(super) heading: bool,
    pub(super) columns: u16,
    pub(super) rows: u16,
}

struct Row<'p> {
    shape: Option<&'p RowShape>,
    cells: Vec<Range<usize>>,
}

/// `level` is how many tables there are around the words of a cell, this one included.
pub(super) fn rows(paragraphs: &[Paragraph], level: u8) -> Vec<Vec<Cell>> {
    let rows = split(paragraphs, level);
    let edges = edges(&rows);
    let column = |right: i32| edges.partition_point(|&edge| edge < right - NEAR);
    let mut table: Vec<Vec<Cell>> = Vec::new();
    // Where a cell stands that goes on below, by the columns at its left and its right.
    let mut above: HashMap<(usize, usize), (usize, usize)> = HashMap::new();
    for row in rows {
        let mut cells: Vec<Cell> = Vec::new();
        let mut left = 0;
        for (index, paragraphs_of) in row.cells.into_iter().enumerate() {
            let shape = row.shape.and_then(|shape| shape.cells.get(index));
            let right = shape.map_or(left + 1, |shape| column(shape.right) + 1).max(left + 1);
            let columns = u16::try_from(right - left).unwrap_or(u16::MAX);
            let is_blank = paragraphs[paragraphs_of.clone()].iter().all(Paragraph::is_blank);
            let joins_left = shape.is_some_and(|shape| shape.joins_left) && is_blank;
            let joins_above = shape.is_some_and(|shape| shape.joins_above) && is_blank;
            if joins_left && let Some(before) = cells.last_mut() {
                before.columns = before.columns.saturating_add(columns);
            } else if joins_above
                && let Some(&(row, cell)) = above.get(&(left, right))
                && let Some(upper) = table.get_mut(row).and_then(|row: &mut Vec<Cell>| row.get_mut(cell))
            {
                upper.rows = upper.rows.saturating_add(1);
            } else {
                above.insert((left, right), (table.len(), cells.len()));
                cells.push(Cell {
                    paragraphs: paragraphs_of,
                    heading: row.shape.is_some_and(|shape| shape.heading),
                    columns,
                    rows: 1,
                });
            }
            left = right;
        }
        table.push(cells);
    }
    table
}

fn split(paragraphs: &[Paragraph], level: u8) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    let mut cells = Vec::new();
    let mut start = 0;
    for (index, paragraph) in paragraphs.iter().enumerate() {
        if paragraph.shape.depth > level {
            continue;
        }
        match &paragraph.ends {
            Ends::Paragraph => {}
            Ends::Cell => {
                cells.push(start..index + 1);
                start = index + 1;
            }
            Ends::Row(shape) => {
                if !paragraphs[start..=index].iter().all(Paragraph::is_blank) {
                    cells.push(start..index + 1);
                }
                start = index + 1;
                let shape = Some(shape);
                let cells = std::mem::take(&mut cells);
                rows.push(Row { shape, cells });
            }
        }
    }
    if start < paragraphs.len() {
        cells.push(start..paragraphs.len());
    }
    if !cells.is_empty() {
        rows.push(Row { shape: None, cells });
    }
    rows
}

/// The right edges of all columns.
fn edges(rows: &[Row<'_>]) -> Vec<i32> {
    let cells = rows.iter().filter_map(|row| row.shape).flat_map(|shape| &shape.cells);
    let mut edges: Vec<i32> = cells.map(|cell| cell.right).collect();
    edges.sort_unstable();
    edges.dedup_by(|next, before| *next - *before <= NEAR);
    edges
}
