//! Writes what stands around the article: its title and what is known of it, and how far the check has come.
//!
//! Its paragraphs have styles of their own, by which a reader tells them from the article.

use std::fmt::Write;

use super::looks::Look;
use super::part::address;
use super::scribe::{Scribe, WIDTH};
use super::words::Words;
use crate::checked::{Counts, Woven, about, looks};
use crate::report::Report;

impl Scribe<'_> {
    /// The title of the shelf, for an article that has no headline.
    pub(super) fn title(&mut self) {
        let runs = Words::default().runs(&self.checked.article.title, false, false);
        self.line("ObelusTitle", &runs);
    }

    /// Author, site, length, how far the check has come; the counts, the bar, and what each look means.
    pub(super) fn summary(&mut self, woven: &Woven<'_>) {
        let counts = Counts::new(woven);
        self.about(&counts);
        if !self.checked.wanted.report {
            self.line("ObelusGap", "");
            return;
        }
        let present: Vec<_> = counts.statuses.iter().filter(|(_, count)| *count > 0).collect();
        if !present.is_empty() {
            let cells: Vec<(Look, u32, String)> = present
                .iter()
                .map(|(status, count)| {
                    let look = Look::of(status.name());
                    let word = self.labels.counts.get(status);
                    let word = word.map_or(status.name(), |plural| self.labels.counted(plural, *count));
                    let number = inked(look, true).runs(&self.labels.number(*count), false, false);
                    let sign = inked(look, true).runs(&format!("{} ", status.sign()), false, false);
                    let word = Words::default().runs(word, false, false);
                    let paragraphs = format!(
                        "<w:p><w:pPr><w:pStyle w:val=\"ObelusCount\"/></w:pPr>{number}</w:p>\
                         <w:p><w:pPr><w:pStyle w:val=\"ObelusSmall\"/></w:pPr>{sign}{word}</w:p>"
                    );
                    (look, WIDTH / present.len() as u32, paragraphs)
                })
                .collect();
            self.row("ObelusCounts", &cells, false);
            self.bar(
                &present
                    .iter()
                    .map(|(status, count)| (status.name(), status.sign(), *count))
                    .collect::<Vec<_>>(),
            );
        }
        let report = Report::new(self.checked, self.labels, woven);
        self.ribbon(&report);
        if !woven.marks.is_empty() {
            self.legend(woven, &counts);
        }
        self.passages(&report);
        // So that nobody takes the first paragraph for the last of what was asked.
        self.line("ObelusRule", "");
    }

    fn about(&mut self, counts: &Counts) {
        let mut parts: Vec<String> = about(self.checked, self.labels)
            .iter()
            .map(|part| Words::default().runs(part, false, false))
            .collect();
        let url = self
            .checked
            .article
            .url
            .as_deref()
            .filter(|url| url.starts_with("http"));
        if let Some(address) = url.and_then(address) {
            let id = self.part.relations.outside(&address);
            let mut words = String::new();
            let _ = write!(
                words,
                "<w:hyperlink r:id=\"{id}\" w:history=\"1\"><w:r><w:rPr><w:rStyle w:val=\"Hyperlink\"/></w:rPr>{}</w:r></w:hyperlink>",
                super::xml::run_content(&self.labels.source, false)
            );
            parts.push(words);
        }
        let progress = Words {
            strong: true,
            ink: Some("1F1D1A"),
            ..Words::default()
        };
        parts.push(progress.runs(&counts.progress(self.labels), false, false));
        let between = Words::default().runs(" · ", false, false);
        self.line("ObelusAbout", &parts.join(&between));
    }

    /// A stretch a status, as long as its share; the shortest still shows its sign.
    fn bar(&mut self, present: &[(&str, &str, usize)]) {
        const SHORTEST: u32 = 360;
        let all: usize = present.iter().map(|(_, _, count)| count).sum();
        let room = WIDTH - SHORTEST * present.len() as u32;
        let cells: Vec<(Look, u32, String)> = present
            .iter()
            .map(|&(class, sign, count)| {
                let look = Look::of(class);
                let width = SHORTEST + (room as usize * count / all.max(1)) as u32;
                let sign = inked(look, true).runs(sign, false, false);
                let paragraph = format!("<w:p><w:pPr><w:pStyle w:val=\"ObelusSign\"/></w:pPr>{sign}</w:p>");
                (look, width, paragraph)
            })
            .collect();
        self.row("ObelusBar", &cells, true);
    }

    /// A table of one row; tinted, its cells have the colours of their looks.
    fn row(&mut self, style: &str, cells: &[(Look, u32, String)], tinted: bool) {
        let width: u32 = cells.iter().map(|(_, width, _)| width).sum();
        let _ = write!(
            self.part.out,
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"{style}\"/><w:tblW w:w=\"{width}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>"
        );
        for (_, width, _) in cells {
            let _ = write!(self.part.out, "<w:gridCol w:w=\"{width}\"/>");
        }
        self.part
            .out
            .push_str("</w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for (look, width, paragraphs) in cells {
            let colours = match tinted {
                true => format!(
                    "<w:tcBorders><w:top w:val=\"single\" w:sz=\"24\" w:space=\"0\" w:color=\"{}\"/></w:tcBorders><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{}\"/>",
                    look.ink, look.tint
                ),
                false => String::new(),
            };
            let _ = write!(
                self.part.out,
                "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{colours}</w:tcPr>{paragraphs}</w:tc>"
            );
        }
        self.part
            .out
            .push_str("</w:tr></w:tbl><w:p><w:pPr><w:pStyle w:val=\"TableGap\"/></w:pPr></w:p>");
    }

    fn legend(&mut self, woven: &Woven<'_>, counts: &Counts) {
        let label = format!("{}{}", self.labels.legend, self.labels.colon);
        let mut runs = Words::default().runs(&label, false, false);
        for (class, sign, word) in looks(self.checked, self.labels, woven, counts) {
            let look = Words {
                mark: Some(Look::of(class)),
                ..Words::default()
            };
            runs.push_str(&look.runs(
                &format!("\u{a0}{sign}\u{a0}{}\u{a0}", word.replace(' ', "\u{a0}")),
                false,
                false,
            ));
            runs.push_str(&Words::default().runs("   ", false, false));
        }
        self.line("ObelusSmall", &runs);
        self.line("ObelusGap", "");
    }
}

/// Words in the ink of a look.
pub(super) fn inked(look: Look, strong: bool) -> Words {
    Words {
        strong,
        ink: Some(look.ink),
        ..Words::default()
    }
}
