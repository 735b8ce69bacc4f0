//! Draws the article as a band of narrow cells, each with the sign of what was found where it stands in the text.

use std::fmt::Write;

use super::looks::Look;
use super::scribe::{Scribe, WIDTH};
use super::words::Words;
use crate::checked::Numbered;
use crate::report::Report;

/// Into how many cells the article is cut: each has room for one sign.
const CELLS: usize = 56;

/// What is worse hides what is better in the same cell.
const WORST_FIRST: [&str; 7] = [
    "wrong",
    "imprecise",
    "query",
    "unverifiable",
    "unchecked",
    "confirmed",
    "opinion",
];

impl Scribe<'_> {
    pub(super) fn ribbon(&mut self, report: &Report<'_>) {
        if report.ticks.is_empty() {
            return;
        }
        let mut cells: [Option<&Numbered<'_>>; CELLS] = [None; CELLS];
        for tick in &report.ticks {
            let cell = &mut cells[((tick.at * CELLS as f64) as usize).min(CELLS - 1)];
            if cell.is_none_or(|there| rank(tick.mark) < rank(there)) {
                *cell = Some(tick.mark);
            }
        }
        let width = WIDTH / CELLS as u32;
        let all = width * CELLS as u32;
        let out = &mut self.part.out;
        let _ = write!(
            out,
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"ObelusRibbon\"/><w:tblW w:w=\"{all}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>"
        );
        for _ in 0..CELLS {
            let _ = write!(out, "<w:gridCol w:w=\"{width}\"/>");
        }
        out.push_str("</w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for cell in cells {
            let (fill, sign) = match cell {
                Some(mark) => {
                    let look = Look::of(mark.class());
                    (
                        look.tint,
                        super::front::inked(look, true).runs(mark.sign(), false, false),
                    )
                }
                None => ("F7F5F0", String::new()),
            };
            let _ = write!(
                out,
                "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{fill}\"/></w:tcPr>\
                 <w:p><w:pPr><w:pStyle w:val=\"ObelusSign\"/></w:pPr>{sign}</w:p></w:tc>"
            );
        }
        out.push_str("</w:tr></w:tbl>");
        let says = Words::default().runs(&report.ribbon, false, false);
        self.line("ObelusSmall", &says);
    }
}

/// Marks that are no claims come last: they have no status.
fn rank(numbered: &Numbered<'_>) -> usize {
    let class = numbered.class();
    let found = WORST_FIRST.iter().position(|&worse| worse == class);
    found.unwrap_or(WORST_FIRST.len())
}
