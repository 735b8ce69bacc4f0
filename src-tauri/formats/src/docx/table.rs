//! Tells the gate a table of a Word file: rows and cells as they are shown, with those that were merged as one.

use obelus_core::body::Align;

use super::story::Teller;
use super::styles::{is_on, value};
use crate::blocks::Container;
use crate::changes::Change;
use crate::xml::Element;

/// A cell, by the columns of the table's grid.
struct Cell<'e> {
    element: &'e Element<'e>,
    column: u32,
    columns: u16,
    /// Part of the cell above it.
    continues: bool,
}

struct Row<'e> {
    heading: bool,
    change: Option<Change>,
    element: &'e Element<'e>,
    cells: Vec<Cell<'e>>,
}

impl Teller<'_, '_, '_, '_> {
    pub(super) fn table(&mut self, table: &Element<'_>) {
        self.flow.close(&mut self.gate);
        let mut rows = Vec::new();
        let mut shown = Vec::new();
        parts(table, "tr", &mut |element| rows.push(Row::read(element)));
        for row in rows {
            // A row that is not there in this reading takes no part in what is merged.
            let is_shown = match row.change {
                None => true,
                Some(change) => {
                    let enters = self.enter(change, row.element);
                    if enters {
                        self.leave();
                    }
                    enters
                }
            };
            if is_shown {
                shown.push(row);
            }
        }
        // A frame around something, drawn as a table.
        if let [row] = shown.as_slice()
            && let [cell] = row.cells.as_slice()
        {
            self.blocks(&cell.element.elements().collect::<Vec<_>>());
            self.flow.close(&mut self.gate);
            return;
        }
        self.gate.open(Container::Table);
        for (index, row) in shown.iter().enumerate() {
            self.gate.open(Container::Row);
            for cell in &row.cells {
                let above = index.checked_sub(1).map(|above| &shown[above]);
                if cell.continues && above.is_some_and(|above| above.has(cell)) {
                    continue;
                }
                let below = shown[index + 1..].iter();
                let rows = 1 + below.take_while(|row| row.continues(cell)).count();
                self.gate.open(Container::Cell {
                    heading: row.heading,
                    align: align(cell.element),
                    columns: cell.columns,
                    rows: rows.try_into().unwrap_or(u16::MAX),
                });
                self.blocks(&cell.element.elements().collect::<Vec<_>>());
                self.flow.close(&mut self.gate);
                self.gate.close();
            }
            self.gate.close();
        }
        self.gate.close();
    }
}

impl<'e> Row<'e> {
    fn read(element: &'e Element<'e>) -> Self {
        let properties = element.child("trPr");
        let property = |name| properties.and_then(|properties| properties.child(name));
        let number = |name| property(name).and_then(value).and_then(|number| number.parse().ok());
        let mut row = Self {
            heading: property("tblHeader").is_some_and(|is| value(is).is_none_or(|value| is_on(&value))),
            change: match (property("ins"), property("del")) {
                (_, Some(_)) => Some(Change::Deleted),
                (Some(_), None) => Some(Change::Inserted),
                (None, None) => None,
            },
            element,
            cells: Vec::new(),
        };
        let mut column = number("gridBefore").unwrap_or(0_u32);
        parts(element, "tc", &mut |cell| {
            let property = |name| cell.child("tcPr").and_then(|properties| properties.child(name));
            // "continue" is what a merge is when it does not say "restart" (17.4.84).
            let continues = |name| property(name).is_some_and(|merge| value(merge).as_deref() != Some("restart"));
            let columns = property("gridSpan").and_then(value).and_then(|span| span.parse().ok());
            let columns: u16 = columns.unwrap_or(1).max(1);
            match row.cells.last_mut() {
                // The older way of merging cells beside each other.
                Some(before) if continues("hMerge") => before.columns = before.columns.saturating_add(columns),
                _ => row.cells.push(Cell {
                    element: cell,
                    column,
                    columns,
                    continues: continues("vMerge"),
                }),
            }
            column = column.saturating_add(u32::from(columns));
        });
        row
    }

    /// Whether a cell begins where that one does.
    fn has(&self, cell: &Cell<'_>) -> bool {
        self.cells.iter().any(|own| own.column == cell.column)
    }

    /// Whether the cell above reaches into this row.
    fn continues(&self, above: &Cell<'_>) -> bool {
        self.cells
            .iter()
            .any(|cell| cell.continues && cell.column == above.column)
    }
}

/// Rows or cells, also those in a content control.
fn parts<'e>(around: &'e Element<'e>, name: &str, take: &mut impl FnMut(&'e Element<'e>)) {
    for element in around.elements() {
        match element.name {
            found if found == name => take(element),
            "sdt" | "sdtContent" | "customXml" | "smartTag" | "AlternateContent" | "Choice" => {
                parts(element, name, take);
            }
            _ => {}
        }
    }
}

/// How a cell's first paragraph is aligned.
fn align(cell: &Element<'_>) -> Option<Align> {
    let paragraph = cell.elements().find(|child| child.name == "p")?;
    match value(paragraph.child("pPr")?.child("jc")?)?.as_str() {
        "center" => Some(Align::Center),
        "right" | "end" => Some(Align::End),
        _ => None,
    }
}
