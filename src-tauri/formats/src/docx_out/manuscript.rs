//! Finds the letters of an article in the file that it came from: where each stands in the XML, byte for byte.
//!
//! Letters are compared, white space is not. Paragraphs of the file that the article does not have (a table of contents)
//! are passed over; an article that has others than the file is not found.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

/// The main part of a Word file, as bytes with a meaning. All positions are bytes of it.
#[derive(Debug, Default)]
pub(super) struct Manuscript {
    pub(super) letters: Vec<Letter>,
    pub(super) runs: Vec<Run>,
    pub(super) texts: Vec<Text>,
    /// Where elements begin that no tracked change may be put around.
    pub(super) odd: Vec<usize>,
    /// The marks of comments that are there.
    pub(super) commented: Vec<Range<usize>>,
    /// Whether somebody's changes are tracked in it.
    pub(super) is_tracked: bool,
    /// The largest id of anything.
    pub(super) last_id: u32,
    paragraphs: Vec<Vec<Letter>>,
}

/// A letter that is shown, or a hyphen that is an element.
#[derive(Clone, Debug)]
pub(super) struct Letter {
    c: char,
    /// Code points of the article, once it is found there.
    pub(super) offset: u32,
    pub(super) at: Range<usize>,
    pub(super) run: usize,
    /// The stretch of text that it stands in, if it is no element.
    pub(super) text: Option<usize>,
    /// In a text box, where no comment may stand.
    pub(super) is_boxed: bool,
}

#[derive(Debug, Default)]
pub(super) struct Run {
    pub(super) all: Range<usize>,
    /// Its properties, as they are written.
    pub(super) properties: Range<usize>,
    /// What it holds, without its properties.
    pub(super) content: Range<usize>,
    /// The element that it stands in, by where that begins.
    pub(super) parent: usize,
}

#[derive(Debug, Default)]
pub(super) struct Text {
    pub(super) all: Range<usize>,
    pub(super) content: Range<usize>,
}

/// An element that is open.
struct Open {
    name: String,
    start: usize,
    hides: bool,
}

/// A paragraph that is open, with those in its text boxes.
#[derive(Default)]
struct Sheet {
    letters: Vec<Letter>,
    boxes: Vec<Vec<Letter>>,
}

/// What may stand within a tracked change.
const PLAIN: [&str; 17] = [
    "w:r",
    "w:t",
    "w:tab",
    "w:br",
    "w:noBreakHyphen",
    "w:softHyphen",
    "w:bookmarkStart",
    "w:bookmarkEnd",
    "w:proofErr",
    "w:lastRenderedPageBreak",
    "w:commentRangeStart",
    "w:commentRangeEnd",
    "w:commentReference",
    "w:rPr",
    "w:cr",
    "w:annotationRef",
    "w:lang",
];

const NAMESPACE: &str = "=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

impl Manuscript {
    /// Reads the main part; nothing where it is written in a way that this does not know.
    pub(super) fn read(xml: &str) -> Option<Self> {
        // The usual variant, with the usual prefix.
        if !xml.contains(&format!("xmlns:w{NAMESPACE}")) || xml.contains("<!DOCTYPE") {
            return None;
        }
        let mut manuscript = Self::default();
        let mut reader = Reader::from_str(xml);
        let mut open: Vec<Open> = Vec::new();
        let mut sheets: Vec<Sheet> = Vec::new();
        let mut before = 0;
        loop {
            let event = reader.read_event().ok()?;
            let after = usize::try_from(reader.buffer_position()).ok()?;
            match &event {
                Event::Start(tag) | Event::Empty(tag) => {
                    let is_empty = matches!(event, Event::Empty(_));
                    manuscript.open(tag, before..after, is_empty, &open, &mut sheets);
                    if is_empty {
                        manuscript.hide(tag, &mut open);
                    } else {
                        let name = tag.name().into_inner().to_owned();
                        let hides = matches!(
                            name.as_str(),
                            "w:del" | "w:moveFrom" | "w:rt" | "mc:Fallback" | "w:pPrChange" | "w:rPrChange"
                        );
                        open.push(Open {
                            name,
                            start: before,
                            hides,
                        });
                    }
                }
                Event::End(_) => {
                    let closed = open.pop()?;
                    manuscript.close(&closed, before, after, &mut sheets);
                }
                Event::Text(_) | Event::GeneralRef(_) | Event::CData(_) => {
                    let in_text = open.last().is_some_and(|last| last.name == "w:t");
                    if in_text && !open.iter().any(|open| open.hides) {
                        if matches!(event, Event::CData(_)) {
                            return None;
                        }
                        let is_boxed = open.iter().any(|open| open.name == "w:txbxContent");
                        manuscript.letters_in(xml, before..after, is_boxed, sheets.last_mut()?)?;
                    }
                }
                Event::Eof => break,
                _ => {}
            }
            before = after;
        }
        Some(manuscript)
    }

    fn open(&mut self, tag: &BytesStart<'_>, at: Range<usize>, is_empty: bool, open: &[Open], sheets: &mut Vec<Sheet>) {
        let name = tag.name().into_inner();
        let in_properties = open.iter().any(|open| open.name == "w:rPr");
        if !in_properties && !PLAIN.contains(&name) {
            self.odd.push(at.start);
        }
        let id = tag
            .attributes()
            .filter_map(Result::ok)
            .find(|attribute| attribute.key.into_inner() == "w:id");
        let id = id
            .and_then(|id| id.value.parse::<u32>().ok())
            .filter(|id| *id < 1 << 30);
        self.last_id = self.last_id.max(id.unwrap_or(0));
        match name {
            "w:p" if !is_empty => sheets.push(Sheet::default()),
            "w:r" if !is_empty => self.runs.push(Run {
                all: at.clone(),
                properties: at.end..at.end,
                content: at.end..at.end,
                parent: open.last().map_or(0, |open| open.start),
            }),
            "w:rPr" if is_empty => {
                if let Some(run) = self.runs.last_mut().filter(|run| run.content.start == at.start) {
                    run.properties = at.clone();
                    run.content = at.end..at.end;
                }
            }
            "w:t" if !is_empty => self.texts.push(Text {
                all: at.clone(),
                content: at.end..at.end,
            }),
            "w:ins" | "w:del" | "w:moveFrom" | "w:moveTo" => self.is_tracked = true,
            "w:commentRangeStart" | "w:commentRangeEnd" | "w:commentReference" => self.commented.push(at),
            "w:noBreakHyphen" | "w:softHyphen" if !open.iter().any(|open| open.hides) => {
                if let (Some(run), Some(sheet)) = (self.runs.len().checked_sub(1), sheets.last_mut()) {
                    sheet.letters.push(Letter {
                        c: if name == "w:softHyphen" { '\u{ad}' } else { '\u{2011}' },
                        offset: 0,
                        at,
                        run,
                        text: None,
                        is_boxed: open.iter().any(|open| open.name == "w:txbxContent"),
                    });
                }
            }
            _ => {}
        }
    }

    /// Words that are hidden are none.
    fn hide(&self, tag: &BytesStart<'_>, open: &mut [Open]) {
        let is_off = || {
            let value = tag
                .attributes()
                .filter_map(Result::ok)
                .find(|attribute| attribute.key.into_inner() == "w:val");
            value.is_some_and(|value| matches!(&*value.value, "0" | "false" | "off"))
        };
        let depth = open.len();
        if tag.name().into_inner() == "w:vanish"
            && depth >= 2
            && open[depth - 1].name == "w:rPr"
            && open[depth - 2].name == "w:r"
            && !is_off()
        {
            open[depth - 2].hides = true;
        }
    }

    fn close(&mut self, closed: &Open, before: usize, after: usize, sheets: &mut Vec<Sheet>) {
        match closed.name.as_str() {
            "w:t" => {
                if let Some(text) = self.texts.last_mut() {
                    text.content.end = before;
                    text.all.end = after;
                }
            }
            // Runs stand in runs within text boxes and readings.
            "w:r" => {
                if let Some(run) = self.runs.iter_mut().rfind(|run| run.all.start == closed.start) {
                    run.content.end = before;
                    run.all.end = after;
                }
            }
            "w:rPr" => {
                if let Some(run) = self.runs.last_mut().filter(|run| run.content.start == closed.start) {
                    run.properties = closed.start..after;
                    run.content = after..after;
                }
            }
            "w:p" => {
                if let Some(sheet) = sheets.pop() {
                    match sheets.last_mut() {
                        Some(around) => {
                            around.boxes.push(sheet.letters);
                            around.boxes.extend(sheet.boxes);
                        }
                        None => {
                            self.paragraphs.push(sheet.letters);
                            self.paragraphs.extend(sheet.boxes);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    /// Words, or one entity, in the stretch of text that was opened last.
    fn letters_in(&self, xml: &str, at: Range<usize>, is_boxed: bool, sheet: &mut Sheet) -> Option<()> {
        let (run, text) = (self.runs.len().checked_sub(1)?, self.texts.len().checked_sub(1)?);
        let written = &xml[at.clone()];
        let letter = |c, at| Letter {
            c,
            offset: 0,
            at,
            run,
            text: Some(text),
            is_boxed,
        };
        if written.starts_with('&') {
            let words = unescape(written).ok()?;
            sheet.letters.extend(
                words
                    .chars()
                    .filter(|c| !c.is_whitespace())
                    .map(|c| letter(c, at.clone())),
            );
            return Some(());
        }
        for (start, c) in written.char_indices().filter(|(_, c)| !c.is_whitespace()) {
            let start = at.start + start;
            sheet.letters.push(letter(c, start..start + c.len_utf8()));
        }
        Some(())
    }

    /// Finds the letters of the article, each with its place in code points; whether all of them are there, in order.
    pub(super) fn find(&mut self, article: &[(u32, char)]) -> bool {
        let mut rest = article;
        for mut letters in std::mem::take(&mut self.paragraphs) {
            let is_here = !letters.is_empty()
                && letters.len() <= rest.len()
                && letters.iter().zip(rest).all(|(letter, (_, c))| letter.c == *c);
            if !is_here {
                continue;
            }
            let (own, after) = rest.split_at(letters.len());
            rest = after;
            for (letter, (offset, _)) in letters.iter_mut().zip(own) {
                letter.offset = *offset;
            }
            self.letters.append(&mut letters);
        }
        rest.is_empty()
    }
}
