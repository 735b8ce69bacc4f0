//! Tells the gate what an RTF file says: its paragraphs as headings, lists, tables and notes.

use std::collections::{HashMap, HashSet};

use obelus_core::body::{Align, Style};

use super::lists::{self, Lists};
use super::rows;
use super::story::{Document, Look, Numbers, Paragraph, Piece, Run};
use super::tables::Use;
use crate::anchors::Anchor;
use crate::blocks::{Container, Gate};
use crate::numerals;
use crate::pictures::Pictures;

/// A paragraph longer than this, in characters, is no heading by its size alone.
const HEADING_LIMIT: usize = 150;

/// For paragraphs that stand in a note: none of them is the title.
const NO_PLACE: usize = usize::MAX;

/// How this author writes, so that what stands out does.
#[derive(Debug, Default)]
struct Habits {
    /// Most of it is in a font like a typewriter's: that says nothing, then.
    typed: bool,
    /// The sizes of headings that are only larger words, the largest first; empty where styles name the headings.
    sizes: Vec<i32>,
    /// Larger words than any heading, before the first of them.
    title: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Heading(u8),
    Quote,
    Code,
    Plain,
}

/// Where the comments came to stand: by the number of a passage, or at a point.
#[derive(Debug, Default)]
pub(super) struct Spots {
    pub(super) from: HashMap<i32, Anchor>,
    pub(super) to: HashMap<i32, Anchor>,
    pub(super) points: Vec<(usize, Anchor)>,
}

pub(super) struct Teller<'d> {
    document: &'d Document,
    habits: Habits,
    gate: Gate,
    pictures: &'d mut Pictures,
    lists: Lists,
    pub(super) spots: Spots,
    /// The notes that were referred to, with their labels, in order.
    notes: Vec<(usize, String)>,
    labels: HashSet<String>,
}

/// Tells one reading of the file: `paragraphs` are its text.
pub(super) fn tell<'d>(document: &'d Document, paragraphs: &[Paragraph], pictures: &'d mut Pictures) -> (Gate, Spots) {
    let mut teller = Teller {
        document,
        habits: habits(document, paragraphs),
        gate: Gate::default(),
        pictures,
        lists: Lists::default(),
        spots: Spots::default(),
        notes: Vec::new(),
        labels: HashSet::new(),
    };
    teller.blocks(paragraphs, 0, 0);
    teller.tell_notes();
    (teller.gate, teller.spots)
}

impl Teller<'_> {
    /// `level` is how many tables stand around these, `at` where they stand in the text.
    fn blocks(&mut self, paragraphs: &[Paragraph], level: u8, at: usize) {
        let outer = std::mem::take(&mut self.lists);
        let mut index = 0;
        while let Some(paragraph) = paragraphs.get(index) {
            let run = |is_part: &dyn Fn(&Paragraph) -> bool| {
                paragraphs[index..]
                    .iter()
                    .take_while(|paragraph| is_part(paragraph))
                    .count()
                    .max(1)
            };
            if paragraph.shape.depth > level {
                let count = run(&|paragraph| paragraph.shape.depth > level);
                self.lists.end(&mut self.gate);
                self.table(&paragraphs[index..index + count], level + 1);
                index += count;
                continue;
            }
            let kind = self.kind(paragraph, at.saturating_add(index));
            let count = match kind {
                Kind::Code | Kind::Quote => run(&|next| next.shape.depth <= level && self.kind(next, NO_PLACE) == kind),
                _ => 1,
            };
            let stretch = &paragraphs[index..index + count];
            match kind {
                Kind::Code => self.code(stretch),
                Kind::Quote => self.quote(stretch),
                _ => self.paragraph(paragraph, kind),
            }
            index += count;
        }
        self.lists.end(&mut self.gate);
        self.lists = outer;
    }

    fn kind(&self, paragraph: &Paragraph, at: usize) -> Kind {
        let tables = &self.document.tables;
        match tables.use_of(paragraph.shape.style) {
            Some(Use::Title) => return Kind::Heading(1),
            Some(Use::Heading(level)) => return Kind::Heading(level),
            Some(Use::Quote) => return Kind::Quote,
            Some(Use::Code) => return Kind::Code,
            None => {}
        }
        if let Some(level) = self.document.outline(paragraph) {
            return Kind::Heading(level);
        }
        if self.habits.title == Some(at) {
            return Kind::Heading(1);
        }
        let by_size = size_of_all(paragraph).and_then(|size| self.habits.sizes.iter().position(|known| *known == size));
        if let Some(level) = by_size
            && paragraph.shape.depth == 0
            && paragraph.words().chars().count() <= HEADING_LIMIT
        {
            return Kind::Heading(level as u8 + 1);
        }
        if !self.habits.typed && is_typed(paragraph) && lists::item(paragraph, tables).is_none() {
            return Kind::Code;
        }
        Kind::Plain
    }

    fn paragraph(&mut self, paragraph: &Paragraph, kind: Kind) {
        if paragraph.is_blank() {
            // It holds nothing but places, if that.
            return self.runs(&paragraph.runs, |_| None, 0);
        }
        if let Kind::Heading(level) = kind {
            self.lists.end(&mut self.gate);
            let all_bold = words(&paragraph.runs).all(|(look, _)| look.bold);
            self.gate.open_heading(level);
            self.styled(paragraph, kind, all_bold, 0);
            self.gate.close_leaf();
            return;
        }
        let item = lists::item(paragraph, &self.document.tables);
        match item {
            Some(item) => self.lists.begin(item, &mut self.gate),
            None if self.lists.go_on(paragraph, &mut self.gate) => {}
            None => self.lists.end(&mut self.gate),
        }
        self.gate.boundary();
        self.styled(paragraph, kind, false, item.map_or(0, |item| item.sign));
        self.gate.boundary();
    }

    fn quote(&mut self, paragraphs: &[Paragraph]) {
        self.lists.end(&mut self.gate);
        self.gate.open(Container::Quote);
        for paragraph in paragraphs {
            self.gate.boundary();
            self.styled(paragraph, Kind::Quote, false, 0);
            self.gate.boundary();
        }
        self.gate.close();
    }

    /// Paragraphs of code are the lines of one block.
    fn code(&mut self, paragraphs: &[Paragraph]) {
        self.lists.end(&mut self.gate);
        if paragraphs.iter().all(Paragraph::is_blank) {
            return;
        }
        self.gate.open_code(None);
        for (index, paragraph) in paragraphs.iter().enumerate() {
            if index > 0 {
                self.gate.words("\n", true);
            }
            self.styled(paragraph, Kind::Code, false, 0);
        }
        self.gate.close_leaf();
    }

    fn table(&mut self, paragraphs: &[Paragraph], level: u8) {
        self.gate.open(Container::Table);
        for row in rows::rows(paragraphs, level) {
            self.gate.open(Container::Row);
            for cell in row {
                let inner = &paragraphs[cell.paragraphs.clone()];
                self.gate.open(Container::Cell {
                    heading: cell.heading,
                    align: align(inner),
                    columns: cell.columns,
                    rows: cell.rows,
                });
                self.blocks(inner, level, NO_PLACE);
                self.gate.close();
            }
            self.gate.close();
        }
        self.gate.close();
    }

    /// The words of a paragraph; what its style or its kind says of all of them is not said again.
    fn styled(&mut self, paragraph: &Paragraph, kind: Kind, all_bold: bool, sign: usize) {
        let style = self.document.tables.styles.get(&paragraph.shape.style);
        let own = style.map(|style| style.look).unwrap_or_default();
        let all_italic = kind == Kind::Quote && words(&paragraph.runs).all(|(look, _)| look.italic);
        let shown = |look: &Look| {
            let mut look = *look;
            look.bold &= !own.bold && !all_bold;
            look.italic &= !own.italic && !all_italic;
            look.underline &= !own.underline && look.link.is_none();
            look.typed &= kind != Kind::Code;
            Some(look)
        };
        self.runs(&paragraph.runs, shown, sign);
    }

    /// Tells runs; the first `skip` characters are not told, nor are any where `shown` says so.
    fn runs(&mut self, runs: &[Run], shown: impl Fn(&Look) -> Option<Look>, mut skip: usize) {
        let base = self.gate.styles();
        let mut open: Vec<Style> = Vec::new();
        for run in runs {
            let look = shown(&run.look);
            match &run.piece {
                Piece::Words(words) => {
                    let Some(look) = look else { continue };
                    let start = words.char_indices().nth(skip).map_or(words.len(), |(byte, _)| byte);
                    skip = skip.saturating_sub(words[..start].chars().count());
                    let styles = self.styles(&look);
                    let common = open.iter().zip(&styles).take_while(|(a, b)| a == b).count();
                    self.gate.end_to(base + common);
                    for style in &styles[common..] {
                        self.gate.begin(style.clone());
                    }
                    open = styles;
                    self.gate.typed(&words[start..]);
                }
                Piece::Break => self.gate.line_break(),
                Piece::Note(index) => {
                    self.gate.end_to(base);
                    open.clear();
                    self.refer(*index);
                }
                Piece::Picture(index) => {
                    self.gate.end_to(base);
                    open.clear();
                    self.picture(*index);
                }
                Piece::CommentFrom(number) => {
                    let anchor = self.gate.anchor();
                    self.spots.from.entry(*number).or_insert(anchor);
                }
                Piece::CommentTo(number) => {
                    let anchor = self.gate.anchor();
                    self.spots.to.insert(*number, anchor);
                }
                Piece::Comment(index) => {
                    let anchor = self.gate.anchor();
                    self.spots.points.push((*index, anchor));
                }
            }
        }
        self.gate.end_to(base);
    }

    fn styles(&self, look: &Look) -> Vec<Style> {
        let mut styles = Vec::new();
        let link = look.link.and_then(|link| self.document.links.get(link as usize));
        styles.extend(link.map(|href| Style::Link { href: href.clone() }));
        let is_code = !self.habits.typed && (look.typed || self.document.tables.is_code(look.style));
        for (is, style) in [
            (look.bold, Style::Strong),
            (look.italic, Style::Emphasis),
            (look.underline, Style::Underline),
            (look.strike, Style::Strike),
            (look.raised, Style::Superscript),
            (look.lowered, Style::Subscript),
            (is_code, Style::Code),
        ] {
            if is {
                styles.push(style);
            }
        }
        styles
    }

    fn picture(&mut self, index: usize) {
        let Some(drawn) = self.document.pictures.get(index) else {
            return;
        };
        match self.pictures.take(&drawn.bytes) {
            Some(picture) => self.gate.picture(&drawn.alt, Some(picture), true),
            // A drawing that cannot be shown is known by its words, if it has any.
            None if drawn.alt.trim().is_empty() => {}
            None => self.gate.picture(&drawn.alt, None, true),
        }
    }

    /// A reference to a note. One in a note is told with the others.
    fn refer(&mut self, index: usize) {
        let Some(note) = self.document.notes.get(index) else {
            return;
        };
        if let Some((_, label)) = self.notes.iter().find(|(known, _)| *known == index) {
            let label = label.clone();
            return self.gate.reference(&label);
        }
        let before = |at_end: bool| {
            let told = self
                .notes
                .iter()
                .filter_map(|(known, _)| self.document.notes.get(*known));
            told.filter(|note| note.at_end == at_end && note.sign.is_none()).count()
        };
        let number = before(note.at_end) + 1;
        let has_both = self.document.notes.iter().any(|other| other.at_end != note.at_end);
        let numbers = match note.at_end {
            true if has_both => self.document.end_numbers,
            _ => Numbers::Arabic,
        };
        let label = match &note.sign {
            Some(sign) => sign.clone(),
            None => numbered(number, numbers),
        };
        let label = free(&self.labels, label);
        self.labels.insert(label.clone());
        self.gate.reference(&label);
        self.notes.push((index, label));
    }

    /// All notes that were referred to; they may refer to others.
    fn tell_notes(&mut self) {
        let document = self.document;
        let mut told = 0;
        while let Some((index, label)) = self.notes.get(told).cloned() {
            told += 1;
            let Some(note) = document.notes.get(index) else {
                continue;
            };
            let mut paragraphs = note.paragraphs.clone();
            trim_start(&mut paragraphs);
            self.gate.open(Container::Footnote { label });
            self.blocks(&paragraphs, 0, NO_PLACE);
            self.gate.close();
        }
    }
}

/// What parts the number of a note from its words is no part of them, nor is how the first line hangs.
fn trim_start(paragraphs: &mut [Paragraph]) {
    let Some(first) = paragraphs.first_mut() else { return };
    first.shape.first = 0;
    for run in &mut first.runs {
        if let Piece::Words(words) = &mut run.piece {
            *words = words.trim_start().to_owned();
            if !words.is_empty() {
                return;
            }
        }
    }
}

/// The label, or the first like it that is free.
fn free(taken: &HashSet<String>, label: String) -> String {
    if !taken.contains(&label) {
        return label;
    }
    let mut others = (2..).map(|count| format!("{label}{}", "′".repeat(count - 1)));
    others.find(|other| !taken.contains(other)).unwrap_or(label)
}

fn numbered(number: usize, numbers: Numbers) -> String {
    match numbers {
        Numbers::Roman => numerals::roman(number as u32),
        Numbers::Letters if number <= 26 => char::from(b'a' + (number - 1) as u8).to_string(),
        Numbers::Signs if number <= 12 => ["*", "†", "‡", "§"][(number - 1) % 4].repeat(1 + (number - 1) / 4),
        _ => number.to_string(),
    }
}

impl Document {
    /// The level of a paragraph that says it is a heading, or whose style does.
    fn outline(&self, paragraph: &Paragraph) -> Option<u8> {
        let style = self.tables.styles.get(&paragraph.shape.style);
        let outline = paragraph.shape.outline.or_else(|| style?.shape.outline)?;
        (0..=8).contains(&outline).then_some(outline as u8 + 1)
    }
}

/// The runs of words that are seen.
fn words(runs: &[Run]) -> impl Iterator<Item = (&Look, &str)> {
    runs.iter().filter_map(|run| match &run.piece {
        Piece::Words(words) if !words.trim().is_empty() => Some((&run.look, words.as_str())),
        _ => None,
    })
}

fn size_of_all(paragraph: &Paragraph) -> Option<i32> {
    let mut sizes = words(&paragraph.runs).map(|(look, _)| look.size);
    let first = sizes.next()?;
    sizes.all(|size| size == first).then_some(first)
}

fn is_typed(paragraph: &Paragraph) -> bool {
    !paragraph.is_blank() && words(&paragraph.runs).all(|(look, _)| look.typed)
}

fn align(cell: &[Paragraph]) -> Option<Align> {
    let mut seen = cell.iter().filter(|paragraph| !paragraph.is_blank());
    let first = seen.next()?.shape.align;
    seen.all(|paragraph| paragraph.shape.align == first).then_some(first)?
}

fn habits(document: &Document, paragraphs: &[Paragraph]) -> Habits {
    let mut by_size: HashMap<i32, usize> = HashMap::new();
    let (mut typed, mut all) = (0, 0);
    for (look, words) in paragraphs.iter().flat_map(|paragraph| words(&paragraph.runs)) {
        *by_size.entry(look.size).or_default() += words.len();
        typed += if look.typed { words.len() } else { 0 };
        all += words.len();
    }
    let size = by_size
        .iter()
        .max_by_key(|(size, count)| (**count, **size))
        .map_or(24, |(size, _)| *size);
    let is_heading = |paragraph: &Paragraph| {
        let by_style = matches!(
            document.tables.use_of(paragraph.shape.style),
            Some(Use::Title | Use::Heading(_))
        );
        !paragraph.is_blank() && (by_style || document.outline(paragraph).is_some())
    };
    let mut habits = Habits {
        typed: typed * 2 > all,
        ..Habits::default()
    };
    let is_larger = |paragraph: &&Paragraph| {
        size_of_all(paragraph).is_some_and(|own| own * 5 >= size * 6)
            && paragraph.shape.depth == 0
            && paragraph.words().chars().count() <= HEADING_LIMIT
    };
    if let Some(first) = paragraphs.iter().position(is_heading) {
        // A title in large letters above headings that have styles.
        let largest = paragraphs
            .iter()
            .filter(|p| is_heading(p))
            .filter_map(size_of_all)
            .max();
        habits.title = paragraphs[..first].iter().position(|paragraph| {
            is_larger(&paragraph) && size_of_all(paragraph) >= largest && paragraph.shape.align == Some(Align::Center)
        });
    } else {
        let mut sizes: Vec<i32> = paragraphs.iter().filter(is_larger).filter_map(size_of_all).collect();
        sizes.sort_unstable_by(|a, b| b.cmp(a));
        sizes.dedup();
        sizes.truncate(6);
        habits.sizes = sizes;
    }
    habits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_numbered_as_their_file_says() {
        assert_eq!(numbered(4, Numbers::Roman), "iv");
        assert_eq!(numbered(1_999, Numbers::Roman), "mcmxcix");
        assert_eq!(numbered(2, Numbers::Letters), "b");
        assert_eq!(numbered(27, Numbers::Letters), "27");
        assert_eq!(numbered(6, Numbers::Signs), "††");
        let taken = HashSet::from(["1".to_owned(), "1′".to_owned()]);
        assert_eq!(free(&taken, "1".to_owned()), "1′′");
    }
}
