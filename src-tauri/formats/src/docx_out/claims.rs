//! Writes what stands after the article: the table of all claims, then the marks whose words are gone.

use std::fmt::Write;

use super::front::inked;
use super::looks::Look;
use super::marks::correction;
use super::scribe::Scribe;
use super::words::Words;
use crate::checked::{Numbered, Woven};
use crate::note_body;

/// The columns: number, passage, status, note, suggested wording, who and when. Together as wide as our page's text.
const WIDTHS: [u32; 6] = [400, 2_170, 1_430, 2_190, 1_370, 1_400];
/// How wide a text must be for all of them; on a narrower one nobody signs.
const WIDE: u32 = 7_000;
/// How much of a passage is shown, in characters: the whole stands in the text.
const SHOWN: usize = 400;

impl Scribe<'_> {
    /// The tables, the first of them on a page of its own: `breaks` makes it.
    pub(super) fn claims(&mut self, woven: &Woven<'_>, mut breaks: &str) {
        let is_claim = |numbered: &&Numbered<'_>| numbered.mark.kind.status().is_some();
        let mut claims: Vec<&Numbered<'_>> = woven.marks.iter().filter(is_claim).collect();
        if !self.checked.wanted.report {
            claims.clear();
        }
        let gone: Vec<&Numbered<'_>> = woven.unplaced.iter().collect();
        for (title, marks) in [(&self.labels.claims, claims), (&self.labels.unplaced, gone)] {
            if marks.is_empty() {
                continue;
            }
            let title = Words::default().runs(title, false, false);
            // No heading of somebody else's article.
            let level = if self.is_guest {
                "<w:outlineLvl w:val=\"9\"/>"
            } else {
                ""
            };
            let _ = write!(
                self.part.out,
                "<w:p><w:pPr><w:pStyle w:val=\"ObelusHeading\"/>{breaks}{level}</w:pPr>{title}</w:p>"
            );
            breaks = "";
            self.marks_table(&marks);
        }
    }

    fn marks_table(&mut self, marks: &[&Numbered<'_>]) {
        let widths = widths(self.width);
        let width: u32 = widths.iter().sum();
        let _ = write!(
            self.part.out,
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"ObelusTable\"/><w:tblW w:w=\"{width}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"0420\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"0\" w:noVBand=\"1\"/></w:tblPr><w:tblGrid>"
        );
        for width in &widths {
            let _ = write!(self.part.out, "<w:gridCol w:w=\"{width}\"/>");
        }
        self.part
            .out
            .push_str("</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
        let labels = self.labels;
        let titles = [
            &labels.number,
            &labels.passage,
            &labels.status,
            &labels.note,
            &labels.correction,
            &labels.signed,
        ];
        for (title, width) in titles.into_iter().zip(&widths) {
            let runs = Words::default().runs(title, false, false);
            self.marks_cell(*width, |scribe| scribe.line("ObelusColumn", &runs));
        }
        self.part.out.push_str("</w:tr>");
        for numbered in marks {
            self.part.out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            self.mark_row(numbered, &widths);
            self.part.out.push_str("</w:tr>");
        }
        self.part
            .out
            .push_str("</w:tbl><w:p><w:pPr><w:pStyle w:val=\"ObelusEnd\"/></w:pPr></w:p>");
    }

    fn mark_row(&mut self, numbered: &Numbered<'_>, widths: &[u32]) {
        let mark = numbered.mark;
        let plain = |words: &str| Words::default().runs(words, false, false);
        let number = self.which(numbered);
        let look = inked(Look::of(numbered.class()), true);
        let status = look.runs(
            &format!("{} {}", numbered.sign(), numbered.word(self.checked, self.labels)),
            false,
            false,
        );
        // In so narrow a column a date has to break.
        let day = self.labels.day(mark.changed.at).replace('\u{a0}', " ");
        let who = mark.changed.by.trim();
        let &[first, second, third, fourth, fifth, ref sixth @ ..] = widths else {
            return;
        };
        self.marks_cell(first, |scribe| scribe.line("ObelusCell", &number));
        self.marks_cell(second, |scribe| {
            scribe.read("ObelusPassage", &shortened(numbered.quote))
        });
        self.marks_cell(third, |scribe| scribe.line("ObelusCell", &status));
        self.marks_cell(fourth, |scribe| {
            if !mark.note.trim().is_empty() {
                scribe.aside(&note_body(&mark.note), "ObelusCell");
            }
        });
        self.marks_cell(fifth, |scribe| {
            if let Some(correction) = correction(mark) {
                scribe.read("ObelusPassage", correction);
            }
        });
        let Some(&sixth) = sixth.first() else { return };
        self.marks_cell(sixth, |scribe| {
            let breaks = if who.is_empty() { "" } else { "\n" };
            scribe.line("ObelusCell", &plain(&format!("{who}{breaks}{day}")));
        });
    }

    fn marks_cell(&mut self, width: u32, write: impl FnOnce(&mut Self)) {
        let around = std::mem::replace(&mut self.width, width.saturating_sub(200));
        let _ = write!(
            self.part.out,
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>"
        );
        let start = self.part.out.len();
        write(self);
        if !self.part.out[start..].ends_with("</w:p>") {
            self.line("ObelusCell", "");
        }
        self.part.out.push_str("</w:tc>");
        self.width = around;
    }

    /// Words of an article, in whatever direction they run.
    fn read(&mut self, style: &str, words: &str) {
        let right_to_left = super::direction::runs_right_to_left(words);
        let bidi = if right_to_left { "<w:bidi/>" } else { "" };
        let runs = Words::default().runs(words, right_to_left, false);
        let _ = write!(
            self.part.out,
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{bidi}</w:pPr>{runs}</w:p>"
        );
    }
}

/// How wide the columns are in a text of this width: the numbers need what they need.
fn widths(width: u32) -> Vec<u32> {
    let shown = if width < WIDE { &WIDTHS[..5] } else { &WIDTHS[..] };
    let (number, others) = shown.split_at(1);
    let all: u32 = others.iter().sum();
    let room = width.saturating_sub(number[0]);
    let others = others.iter().map(|other| other * room / all);
    number.iter().copied().chain(others).collect()
}

/// The first words of a long passage.
fn shortened(quote: &str) -> String {
    let line = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((byte, _)) => format!("{}…", line[..byte].trim_end()),
        None => line,
    }
}
