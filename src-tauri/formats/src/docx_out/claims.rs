//! Writes what stands after the article: the table of all claims, then the marks whose words are gone.

use std::fmt::Write;

use super::front::inked;
use super::looks::Look;
use super::marks::correction;
use super::passages::which;
use super::scribe::Scribe;
use super::words::Words;
use crate::checked::{Numbered, Woven};
use crate::note_body;

/// The columns: number, passage, status, note, suggested wording, who and when. Together as wide as the page's text.
const WIDTHS: [u32; 6] = [400, 2_170, 1_430, 2_190, 1_370, 1_400];
/// How much of a passage is shown, in characters: the whole stands in the text.
const SHOWN: usize = 400;

impl Scribe<'_> {
    pub(super) fn claims(&mut self, woven: &Woven<'_>) {
        let is_claim = |numbered: &&Numbered<'_>| numbered.mark.kind.status().is_some();
        let mut claims: Vec<&Numbered<'_>> = woven.marks.iter().filter(is_claim).collect();
        if !self.checked.wanted.report {
            claims.clear();
        }
        let gone: Vec<&Numbered<'_>> = woven.unplaced.iter().collect();
        let mut breaks = "<w:pageBreakBefore/>";
        for (title, marks) in [(&self.labels.claims, claims), (&self.labels.unplaced, gone)] {
            if marks.is_empty() {
                continue;
            }
            let title = Words::default().runs(title, false, false);
            let _ = write!(
                self.part.out,
                "<w:p><w:pPr><w:pStyle w:val=\"ObelusHeading\"/>{breaks}</w:pPr>{title}</w:p>"
            );
            breaks = "";
            self.marks_table(&marks);
        }
    }

    fn marks_table(&mut self, marks: &[&Numbered<'_>]) {
        let width: u32 = WIDTHS.iter().sum();
        let _ = write!(
            self.part.out,
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"ArticleTable\"/><w:tblW w:w=\"{width}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"0420\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"0\" w:noVBand=\"1\"/></w:tblPr><w:tblGrid>"
        );
        for width in WIDTHS {
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
        for (title, width) in titles.into_iter().zip(WIDTHS) {
            let runs = Words::default().runs(title, false, false);
            self.marks_cell(width, |scribe| scribe.line("ObelusColumn", &runs));
        }
        self.part.out.push_str("</w:tr>");
        for numbered in marks {
            self.part.out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            self.mark_row(numbered);
            self.part.out.push_str("</w:tr>");
        }
        self.part
            .out
            .push_str("</w:tbl><w:p><w:pPr><w:pStyle w:val=\"TableGap\"/></w:pPr></w:p>");
    }

    fn mark_row(&mut self, numbered: &Numbered<'_>) {
        let mark = numbered.mark;
        let plain = |words: &str| Words::default().runs(words, false, false);
        let number = which(numbered);
        let look = inked(Look::of(numbered.class()), true);
        let status = look.runs(
            &format!("{} {}", numbered.sign(), numbered.word(self.checked, self.labels)),
            false,
            false,
        );
        // In so narrow a column a date has to break.
        let day = self.labels.day(mark.changed.at).replace('\u{a0}', " ");
        let who = mark.changed.by.trim();
        let [first, second, third, fourth, fifth, sixth] = WIDTHS;
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

/// The first words of a long passage.
fn shortened(quote: &str) -> String {
    let line = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((byte, _)) => format!("{}…", line[..byte].trim_end()),
        None => line,
    }
}
