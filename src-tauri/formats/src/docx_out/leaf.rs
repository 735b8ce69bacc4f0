//! Writes the words of one paragraph: runs with their looks, links, the ranges of comments, tracked changes.

use std::fmt::Write;

use obelus_core::body::{Leaf, Span, Style};

use super::looks::Look;
use super::marks::correction;
use super::part::address;
use super::references::NAMESPACE;
use super::scribe::{Begun, Scribe};
use super::words::Words;
use super::xml::{escape, line, run_content};
use crate::checked::Numbered;
use crate::slip::PASSAGE;
use crate::weave::{Step, steps};
use crate::{WordMarks, moment};

impl Scribe<'_> {
    pub(super) fn leaf(&mut self, leaf: &Leaf, right_to_left: bool, is_bold: bool) {
        let runs = self.text.runs;
        let runs = &runs[self.text.leaf];
        self.text.leaf += 1;
        let (mut open, mut links): (Vec<&Span>, Vec<bool>) = (Vec::new(), Vec::new());
        // A reading stands over the first words of its stretch: no stretch is cut within one.
        let mut read: Option<u32> = None;
        for step in steps(leaf, runs) {
            match step {
                Step::Open(span) => {
                    if let Style::Link { href } = &span.style {
                        let begins = !links.contains(&true) && self.begin_link(href.as_str());
                        links.push(begins);
                    }
                    open.push(span);
                }
                Step::Close(span) => {
                    open.pop();
                    if matches!(span.style, Style::Link { .. }) && links.pop() == Some(true) {
                        self.part.out.push_str("</w:hyperlink>");
                    }
                }
                Step::Point(span) => self.point(span, links.contains(&true)),
                Step::Words {
                    start,
                    end,
                    over,
                    begins,
                } => {
                    begins.iter().for_each(|&place| self.begin(place));
                    let mut look = Words {
                        strong: is_bold,
                        link: links.contains(&true),
                        ..Words::default()
                    };
                    open.iter().for_each(|span| look.add(&span.style));
                    look.mark = over.last().and_then(|&place| self.look(place));
                    let words = self.text.body.text.between(start, end);
                    let ruby = open.iter().find_map(|span| match &span.style {
                        Style::Ruby { reading } if read != Some(span.start) => Some((span.start, reading)),
                        _ => None,
                    });
                    if let Some((span, reading)) = ruby {
                        read = Some(span);
                        self.ruby(&look, words, reading, right_to_left);
                        continue;
                    }
                    let replaced = self.text.marks.and_then(|marks| marks.replaced(over));
                    let runs = look.runs(words, right_to_left, replaced.is_some());
                    match replaced {
                        Some(place) => self.change("w:del", place, &runs),
                        None => self.part.out.push_str(&runs),
                    }
                }
                Step::Ends(places) => {
                    if let Some(place) = self.text.marks.and_then(|marks| marks.replaced(places)) {
                        self.replace(leaf, runs, place, right_to_left, &links);
                    }
                    places.iter().rev().for_each(|&place| self.end(place));
                }
            }
        }
    }

    fn numbered(&self, place: usize) -> Option<&Numbered<'_>> {
        Some(self.text.marks?.woven.mark(place))
    }

    fn look(&self, place: usize) -> Option<Look> {
        Some(Look::of(self.numbered(place)?.class()))
    }

    /// Whether the link could be begun.
    fn begin_link(&mut self, href: &str) -> bool {
        let Some(address) = address(href) else { return false };
        let id = self.part.relations.outside(&address);
        let knows = if self.is_guest { NAMESPACE } else { "" };
        let _ = write!(self.part.out, "<w:hyperlink r:id=\"{id}\"{knows} w:history=\"1\">");
        true
    }

    /// What is said of a place begins here; where its mark first stands, the table of claims leads here.
    fn begin(&mut self, place: usize) {
        let Some(marks) = self.text.marks else { return };
        let mark = marks.woven.owners[place];
        let begun = match self.checked.wanted.word_marks {
            WordMarks::Footnotes => {
                let passage = self.book.passage(mark);
                self.part.out.push_str(&passage.begin());
                Begun::Footnote(passage)
            }
            WordMarks::Comments => {
                let is_first = self.said.insert(mark);
                let comment = self.book.comment(mark, is_first);
                if is_first {
                    let target = self.target(&format!("{PASSAGE}{}", mark + 1));
                    self.part.out.push_str(&target);
                }
                let _ = write!(self.part.out, "<w:commentRangeStart w:id=\"{comment}\"/>");
                Begun::Comment(comment)
            }
        };
        self.open.insert(place, begun);
    }

    fn end(&mut self, place: usize) {
        let ended = match self.open.remove(&place) {
            Some(Begun::Comment(comment)) => format!(
                "<w:commentRangeEnd w:id=\"{comment}\"/><w:r><w:rPr><w:rStyle w:val=\"CommentReference\"/></w:rPr><w:commentReference w:id=\"{comment}\"/></w:r>"
            ),
            Some(Begun::Footnote(passage)) => {
                let Some(look) = self.look(place) else { return };
                self.count += 1;
                self.book.refer(passage, look)
            }
            None => return,
        };
        self.part.out.push_str(&ended);
    }

    /// A tracked change by the person who last changed the mark.
    fn change(&mut self, tag: &str, place: usize, runs: &str) {
        let Some(marks) = self.text.marks else { return };
        self.book.corrected.insert(marks.woven.owners[place]);
        let (id, signature) = (self.book.id(), signed(marks.woven.mark(place)));
        let _ = write!(self.part.out, "<{tag} w:id=\"{id}\"{signature}>{runs}</{tag}>");
    }

    /// The suggested words, after those that they replace: with the looks that all of these have.
    fn replace(&mut self, leaf: &Leaf, runs: &[crate::weave::Run], place: usize, right_to_left: bool, links: &[bool]) {
        let Some(marks) = self.text.marks else { return };
        let covered = runs.iter().filter(|run| run.over.contains(&place));
        let (start, end) = covered.fold((u32::MAX, 0), |(start, end), run| {
            (start.min(run.start), end.max(run.end))
        });
        let mut look = Words {
            mark: self.look(place),
            link: links.contains(&true),
            ..Words::default()
        };
        let mut link = None;
        for span in leaf.spans.iter().filter(|span| span.start <= start && end <= span.end) {
            look.add(&span.style);
            if let Style::Link { href } = &span.style {
                link = Some(href.as_str());
            }
        }
        // The link around the passage has just ended, or another one would stand in it.
        let begun = link.is_some_and(|href| !look.link && self.begin_link(href));
        look.link |= begun;
        let words = correction(marks.woven.mark(place).mark).unwrap_or_default();
        let runs = look.runs(words, right_to_left, false);
        self.change("w:ins", place, &runs);
        if begun {
            self.part.out.push_str("</w:hyperlink>");
        }
    }

    fn ruby(&mut self, look: &Words, words: &str, reading: &str, right_to_left: bool) {
        let base = look.runs(words, right_to_left, false);
        let reading = run_content(reading, false);
        let _ = write!(
            self.part.out,
            "<w:r><w:ruby><w:rubyPr><w:rubyAlign w:val=\"center\"/><w:hps w:val=\"11\"/><w:hpsRaise w:val=\"20\"/><w:hpsBaseText w:val=\"22\"/><w:lid w:val=\"ja-JP\"/></w:rubyPr>\
             <w:rt><w:r><w:rPr><w:sz w:val=\"11\"/><w:szCs w:val=\"11\"/></w:rPr>{reading}</w:r></w:rt><w:rubyBase>{base}</w:rubyBase></w:ruby></w:r>"
        );
    }

    fn point(&mut self, span: &Span, in_link: bool) {
        match &span.style {
            Style::FootnoteReference { label } => self.reference(label, in_link),
            Style::Image { image } => {
                let picture = self.image(image);
                self.part.out.push_str(&picture);
            }
            _ => {}
        }
    }

    /// Word has one reference a note; another one, and one to a note that is a paragraph, shows its sign and leads there.
    fn reference(&mut self, label: &str, in_link: bool) {
        let turn = self.text.notes.turn(label);
        let number = turn.and_then(|turn| self.text.notes.number(turn));
        let referred = turn.and_then(|turn| self.referred.get(&turn)).copied();
        if let (Some(number), Some(turn), None, false) = (number, turn, referred, self.in_footnote) {
            self.count += 1;
            self.referred.insert(turn, self.count);
            let _ = write!(
                self.part.out,
                "<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteReference w:id=\"{number}\"/></w:r>"
            );
            return;
        }
        let sign = referred
            .or(number)
            .map_or_else(|| label.to_owned(), |number| number.to_string());
        let sign = self.stand_in(
            &sign,
            "<w:rStyle w:val=\"FootnoteReference\"/><w:vertAlign w:val=\"superscript\"/>",
        );
        let leads = turn.filter(|_| number.is_none() && !in_link && self.text.marks.is_some());
        let _ = match leads {
            Some(turn) => write!(
                self.part.out,
                "<w:hyperlink w:anchor=\"note_{turn}\" w:history=\"1\">{sign}</w:hyperlink>"
            ),
            None => write!(self.part.out, "{sign}"),
        };
    }

    /// Words that are shown and are none of the article's: those that stand in a field until somebody fills it.
    pub(super) fn stand_in(&mut self, words: &str, look: &str) -> String {
        let (id, shown) = (self.book.id(), escape(words));
        let title = line(words, 60);
        format!(
            "<w:sdt><w:sdtPr><w:alias w:val=\"{title}\"/><w:id w:val=\"{id}\"/><w:showingPlcHdr/></w:sdtPr>\
             <w:sdtContent><w:r><w:rPr>{look}</w:rPr><w:t xml:space=\"preserve\">{shown}</w:t></w:r></w:sdtContent></w:sdt>"
        )
    }
}

/// By whom and when, as attributes.
pub(super) fn signed(numbered: &Numbered<'_>) -> String {
    let touch = &numbered.mark.changed;
    let date = moment::written(touch.at).map(|date| format!(" w:date=\"{date}\""));
    format!(" w:author=\"{}\"{}", author(&touch.by), date.unwrap_or_default())
}

/// A name that Word can show; the app's for somebody who gave none.
pub(super) fn author(by: &str) -> String {
    match line(by, 100) {
        name if name.is_empty() => "Obelus".to_owned(),
        name => name,
    }
}
