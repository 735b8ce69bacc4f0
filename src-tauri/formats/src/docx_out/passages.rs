//! Writes what must be fixed, what was asked and what the version changed: each passage in its sentence, and why.

use std::fmt::Write;

use super::direction::runs_right_to_left;
use super::front::inked;
use super::looks::Look;
use super::references::field;
use super::scribe::Scribe;
use super::words::Words;
use super::xml::run_content;
use crate::WordMarks;
use crate::checked::Numbered;
use crate::report::{Passage, Report};
use crate::slip::PASSAGE;

impl Scribe<'_> {
    pub(super) fn passages(&mut self, report: &Report<'_>) {
        let words = &self.labels.report;
        for (heading, passages) in [
            (&words.fix_first, &report.fix),
            (&words.questions, &report.questions),
            (&words.changed, &report.changed),
        ] {
            if passages.is_empty() {
                continue;
            }
            self.line("ObelusHeading", &Words::default().runs(heading, false, false));
            for passage in passages {
                self.passage(passage);
            }
            self.line("ObelusGap", "");
        }
    }

    fn passage(&mut self, passage: &Passage<'_>) {
        let mark = passage.mark;
        let right_to_left = runs_right_to_left(&passage.quote);
        let plain = |words: &str| Words::default().runs(words, right_to_left, false);
        let asked = Words {
            mark: Some(Look::of(mark.class())),
            ..Words::default()
        };
        let struck = Words {
            strike: true,
            ..inked(Look::of("wrong"), false)
        };
        let instead = inked(Look::of("confirmed"), false);
        let mut runs = plain(&passage.before);
        let quote = if passage.struck { struck } else { asked };
        runs += &quote.runs(&passage.quote, right_to_left, false);
        if passage.struck && !passage.correction.is_empty() {
            runs += &plain(" ");
            runs += &instead.runs(&passage.correction, right_to_left, false);
        }
        runs += &plain(&passage.after);
        let bidi = if right_to_left { "<w:bidi/>" } else { "" };
        let _ = write!(
            self.part.out,
            "<w:p><w:pPr><w:pStyle w:val=\"ObelusSentence\"/>{bidi}</w:pPr>{runs}</w:p>"
        );
        let mut why = self.which(mark);
        let word = format!(" {} {}", mark.sign(), mark.word(self.checked, self.labels));
        why += &inked(Look::of(mark.class()), true).runs(&word, false, false);
        if !passage.note.is_empty() {
            why += &Words::default().runs(&format!(" · {}", passage.note), false, false);
        }
        self.line("ObelusSmall", &why);
    }
}

impl Scribe<'_> {
    /// The number of a mark, or of its note, which leads to its words where they stand in the text.
    pub(super) fn which(&self, numbered: &Numbered<'_>) -> String {
        let number = numbered.number.to_string();
        match (self.checked.wanted.word_marks, numbered.places) {
            // The number of a note would be taken for that of another one.
            (WordMarks::Footnotes, 0) => String::new(),
            (WordMarks::Footnotes, _) => field(numbered.number - 1),
            (WordMarks::Comments, 1..) if !self.is_guest => format!(
                "<w:hyperlink w:anchor=\"{PASSAGE}{number}\" w:history=\"1\"><w:r>{}</w:r></w:hyperlink>",
                run_content(&number, false),
            ),
            (WordMarks::Comments, _) => Words::default().runs(&number, false, false),
        }
    }
}
