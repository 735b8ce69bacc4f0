//! Tells the gate a table of an OpenDocument text.

use obelus_core::body::Align;

use super::story::Teller;
use crate::blocks::Container;
use crate::xml::Element;

/// A repeated cell or row is told this often at most: spreadsheets repeat blanks to the edge of their sheet.
const REPEATED: usize = 100;

impl<'e> Teller<'_, '_, '_, 'e> {
    pub(super) fn table(&mut self, table: &'e Element<'e>) {
        self.flow.close(&mut self.gate);
        let mut rows = Vec::new();
        gather(table, false, &mut rows);
        // A frame around something, drawn as a table.
        if let [(row, _)] = rows.as_slice() {
            let mut cells = row.elements().filter(|cell| cell.name.ends_with("table-cell"));
            if let (Some(only), None) = (cells.next(), cells.next()) {
                self.story(only);
                return;
            }
        }
        self.gate.open(Container::Table);
        for (row, heading) in rows {
            for _ in 0..repeated(row, "number-rows-repeated") {
                self.row(row, heading);
            }
        }
        self.gate.close();
    }

    fn row(&mut self, row: &'e Element<'e>, heading: bool) {
        self.gate.open(Container::Row);
        // A cell that another one covers has nothing to show.
        for cell in row.elements().filter(|cell| cell.name == "table-cell") {
            let spanned = |name| cell.attribute(name).and_then(|span| span.parse().ok()).unwrap_or(1);
            for _ in 0..repeated(cell, "number-columns-repeated") {
                self.gate.open(Container::Cell {
                    heading,
                    align: self.align(cell),
                    columns: spanned("number-columns-spanned"),
                    rows: spanned("number-rows-spanned"),
                });
                self.story(cell);
                self.gate.close();
            }
        }
        self.gate.close();
    }

    /// How a cell's first paragraph is aligned.
    fn align(&self, cell: &Element<'_>) -> Option<Align> {
        let paragraph = cell.elements().find(|child| matches!(child.name, "p" | "h"))?;
        let style = paragraph.attribute("style-name");
        match self.document.styles.align(style.as_deref())? {
            "center" => Some(Align::Center),
            "end" | "right" => Some(Align::End),
            _ => None,
        }
    }
}

/// The rows of a table, and whether they are its heading.
fn gather<'e>(around: &'e Element<'e>, heading: bool, rows: &mut Vec<(&'e Element<'e>, bool)>) {
    for element in around.elements() {
        match element.name {
            "table-row" => rows.push((element, heading)),
            "table-header-rows" => gather(element, true, rows),
            "table-rows" | "table-row-group" => gather(element, heading, rows),
            _ => {}
        }
    }
}

/// How often something stands there; what holds no words stands once.
fn repeated(element: &Element<'_>, name: &str) -> usize {
    let count = element
        .attribute(name)
        .and_then(|count| count.parse().ok())
        .unwrap_or(1);
    let is_blank = element.words().trim().is_empty();
    if is_blank { 1 } else { count.clamp(1, REPEATED) }
}
