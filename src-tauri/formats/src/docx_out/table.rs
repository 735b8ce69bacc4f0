//! Writes tables: cells on a grid, those that reach over several rows or columns merged.

use std::collections::BTreeSet;
use std::fmt::Write;

use obelus_core::body::{Align, Block, Body, Cell, Row, leaves};

use super::scribe::Scribe;

/// The most columns that Word has.
const COLUMNS: usize = 63;
/// The most that are laid out to find that there are too many.
const LAID_OUT: usize = 1_000;

/// A cell where it stands on the grid; without its own, one that the cell above reaches into.
#[derive(Clone, Copy, Debug)]
struct Slot<'b> {
    cell: Option<&'b Cell>,
    column: usize,
    columns: usize,
    merges: bool,
}

/// The slots of each row, and how many columns there are; nothing where there are more than Word has.
fn grid(rows: &[Row]) -> Option<(Vec<Vec<Slot<'_>>>, usize)> {
    let mut grid: Vec<Vec<Slot<'_>>> = Vec::new();
    // For each column: until which row a cell reaches.
    let mut busy: Vec<usize> = Vec::new();
    let mut reaching: Vec<(usize, Slot<'_>)> = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        reaching.retain(|(until, _)| *until > index);
        let mut slots: Vec<Slot<'_>> = reaching.iter().map(|(_, slot)| Slot { cell: None, ..*slot }).collect();
        let mut column = 0;
        for cell in &row.cells {
            while busy.get(column).is_some_and(|&until| until > index) {
                column += 1;
            }
            let free = busy[column.min(busy.len())..]
                .iter()
                .take_while(|&&until| until <= index)
                .count();
            let limit = if column + free < busy.len() { free } else { LAID_OUT };
            let columns = usize::from(cell.columns.max(1)).min(limit);
            if column + columns > LAID_OUT {
                return None;
            }
            let until = (index + usize::from(cell.rows.max(1))).min(rows.len());
            busy.resize(busy.len().max(column + columns), 0);
            busy[column..column + columns].fill(until);
            let merges = until > index + 1;
            let slot = Slot {
                cell: Some(cell),
                column,
                columns,
                merges,
            };
            if merges {
                reaching.push((until, slot));
            }
            slots.push(slot);
            column += columns;
        }
        slots.sort_by_key(|slot| slot.column);
        grid.push(slots);
    }
    // A column in which nothing begins is none.
    let starts: BTreeSet<usize> = grid.iter().flatten().map(|slot| slot.column).collect();
    let rank = |column: usize| starts.range(..column).count();
    for slot in grid.iter_mut().flatten() {
        let end = rank(slot.column + slot.columns);
        slot.column = rank(slot.column);
        slot.columns = end - slot.column;
    }
    grid.retain(|slots| !slots.is_empty());
    (1..=COLUMNS).contains(&starts.len()).then_some((grid, starts.len()))
}

/// How wide the columns are, in twentieths of a point: each has room for its longest word, if there is room for all, and
/// what is left goes where most words are.
fn widths(body: &Body, grid: &[Vec<Slot<'_>>], columns: usize, width: u32) -> Vec<u32> {
    // About a letter in bold; the space beside a cell.
    const LETTER: u32 = 130;
    const BESIDE: u32 = 220;
    // What is as long fills its lines anyway.
    const LONG: u32 = 60;
    let (mut needed, mut wanted) = (vec![BESIDE + 2 * LETTER; columns], vec![1; columns]);
    for slot in grid.iter().flatten().filter(|slot| slot.columns == 1) {
        for leaf in leaves(slot.cell.map_or(&[], |cell| cell.blocks.as_slice())) {
            let words = body.text.between(leaf.start, leaf.end);
            let longest = words
                .split_whitespace()
                .map(|word| word.chars().count())
                .max()
                .unwrap_or(0) as u32;
            let (need, want) = (BESIDE + longest.min(LONG) * LETTER, (leaf.end - leaf.start).min(LONG));
            needed[slot.column] = needed[slot.column].max(need);
            wanted[slot.column] = wanted[slot.column].max(want);
        }
    }
    let all: u32 = needed.iter().sum();
    let rest = width.saturating_sub(all);
    let wants: u32 = wanted.iter().sum();
    let share = |(need, want): (&u32, &u32)| need * width.min(all) / all + rest * want / wants;
    needed.iter().zip(&wanted).map(share).collect()
}

impl Scribe<'_> {
    pub(super) fn table(&mut self, rows: &[Row]) {
        let Some((grid, columns)) = grid(rows) else {
            // One cell after the other: its words are worth more than its shape.
            let cells: Vec<&Cell> = rows.iter().flat_map(|row| &row.cells).collect();
            cells.iter().for_each(|cell| self.blocks(&cell.blocks));
            return;
        };
        let width = self.width.saturating_sub(self.indent).max(600);
        let widths = widths(self.text.body, &grid, columns, width);
        let style = if self.is_around() {
            "ObelusTable"
        } else {
            "ArticleTable"
        };
        let _ = write!(
            self.part.out,
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"{style}\"/><w:tblW w:w=\"{width}\" w:type=\"dxa\"/><w:tblInd w:w=\"{}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"0420\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"0\" w:noVBand=\"1\"/></w:tblPr><w:tblGrid>",
            self.indent
        );
        for width in &widths {
            let _ = write!(self.part.out, "<w:gridCol w:w=\"{width}\"/>");
        }
        self.part.out.push_str("</w:tblGrid>");
        let is_heading = |slots: &[Slot<'_>]| slots.iter().all(|slot| slot.cell.is_some_and(|cell| cell.heading));
        let mut at_top = true;
        for slots in &grid {
            at_top = at_top && is_heading(slots);
            let end = slots.last().map_or(0, |slot| slot.column + slot.columns);
            let mut properties = String::new();
            if end < columns {
                let _ = write!(properties, "<w:gridAfter w:val=\"{}\"/>", columns - end);
            }
            if at_top {
                properties.push_str("<w:cantSplit/><w:tblHeader/>");
            }
            let _ = write!(self.part.out, "<w:tr><w:trPr>{properties}</w:trPr>");
            for slot in slots {
                self.slot(slot, &widths);
            }
            self.part.out.push_str("</w:tr>");
        }
        // Two tables in a row would become one, and nothing may end with a table.
        self.part.out.push_str("</w:tbl>");
        self.line(if self.is_around() { "ObelusGap" } else { "TableGap" }, "");
    }

    fn slot(&mut self, slot: &Slot<'_>, widths: &[u32]) {
        let width: u32 = widths[slot.column..slot.column + slot.columns].iter().sum();
        let mut properties = format!("<w:tcW w:w=\"{width}\" w:type=\"dxa\"/>");
        if slot.columns > 1 {
            let _ = write!(properties, "<w:gridSpan w:val=\"{}\"/>", slot.columns);
        }
        match slot.cell {
            None => properties.push_str("<w:vMerge/>"),
            Some(_) if slot.merges => properties.push_str("<w:vMerge w:val=\"restart\"/>"),
            Some(_) => {}
        }
        let _ = write!(self.part.out, "<w:tc><w:tcPr>{properties}</w:tcPr>");
        let (blocks, heading, align): (&[Block], bool, _) = match slot.cell {
            Some(cell) => (&cell.blocks, cell.heading, cell.align),
            None => (&[], false, None),
        };
        let start = self.part.out.len();
        self.in_cell(width, heading, align, |scribe| scribe.blocks(blocks));
        if !self.part.out[start..].ends_with("</w:p>") {
            match self.is_around() {
                true => self.line("ObelusCell", ""),
                false => self.part.out.push_str("<w:p/>"),
            }
        }
        self.part.out.push_str("</w:tc>");
    }

    fn in_cell(&mut self, width: u32, heading: bool, align: Option<Align>, write: impl FnOnce(&mut Self)) {
        let around = (self.indent, self.width, self.align, self.plain);
        (self.indent, self.width) = (0, width.saturating_sub(200));
        // "right" means the end of the line, which is on the left where words run to it.
        self.align = match align {
            Some(Align::Center) => Some("center"),
            Some(Align::End) => Some("right"),
            Some(Align::Start) | None => None,
        };
        self.plain = match (heading, self.plain) {
            (_, plain) if !matches!(plain, "" | "TableText" | "TableHeading") => plain,
            (true, _) => "TableHeading",
            (false, _) => "TableText",
        };
        write(self);
        (self.indent, self.width, self.align, self.plain) = around;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[(u16, u16)]) -> Row {
        let cell = |&(columns, rows): &(u16, u16)| Cell {
            heading: false,
            align: None,
            columns,
            rows,
            blocks: Vec::new(),
        };
        Row {
            cells: cells.iter().map(cell).collect(),
        }
    }

    /// Draws each row as the columns of its cells; `^` is one that the cell above reaches into.
    fn check(rows: &[Row], drawn: &str) {
        let (grid, columns) = grid(rows).unwrap();
        let draw = |slot: &Slot<'_>| {
            let sign = if slot.cell.is_none() { "^" } else { "" };
            format!("{sign}{}+{}", slot.column, slot.columns)
        };
        let lines: Vec<String> = grid
            .iter()
            .map(|slots| slots.iter().map(draw).collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(format!("{}: {columns}", lines.join(" / ")), drawn);
    }

    #[test]
    fn cells_stand_where_there_is_room_for_them() {
        check(&[row(&[(1, 1), (1, 1)]), row(&[(2, 1)])], "0+1 1+1 / 0+2: 2");
        check(&[row(&[(1, 2), (1, 1)]), row(&[(1, 1)])], "0+1 1+1 / ^0+1 1+1: 2");
        check(&[row(&[(1, 1), (1, 3)]), row(&[(3, 1)])], "0+1 1+1 / 0+1 ^1+1: 2");
    }

    #[test]
    fn columns_and_rows_that_nobody_stands_in_are_none() {
        check(&[row(&[(900, 1000), (1, 1)]), row(&[(1, 1)])], "0+1 1+1 / ^0+1 1+1: 2");
        check(&[row(&[]), row(&[(1, 1)])], "0+1: 1");
    }

    #[test]
    fn a_table_that_is_too_wide_for_word_is_none() {
        assert!(grid(&[row(&[(1, 1); 64])]).is_none());
        assert!(grid(&[row(&[(1, 1); 63])]).is_some());
        assert!(grid(&[row(&[(1000, 1000); 5000])]).is_none());
    }
}
