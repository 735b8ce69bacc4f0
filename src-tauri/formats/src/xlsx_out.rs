//! Writes a checked article as a workbook: its claims, its other marks, and what was done to it.

use std::collections::HashMap;

use obelus_core::done::Done;
use obelus_core::id::{MarkId, Time};
use obelus_core::mark::{Kind, Status};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::checked::{Numbered, Woven, version};
use crate::inks::{Inks, colour};
use crate::labels::Labels;
use crate::report::shortened;
use crate::rows::{Row, begins_a_formula, clock, kind_word, rows};
use crate::{Checked, FirstSheet};

/// How many UTF-16 code units a cell may hold; a longer note goes on in the rows below.
const CELL: usize = 32_767;
/// How much of a cell is shown where only its first rows are, in characters.
const SEEN: usize = 120;
const INK: u32 = 0x001F_1D1A;
const LINE: u32 = 0x00E4_E0D7;

/// The whole file.
///
/// # Panics
/// Never: no sheet has more rows than an article may have marks, and no cell more than fits.
#[must_use]
pub fn export(checked: &Checked<'_>, labels: &Labels) -> Vec<u8> {
    written(checked, labels).expect("the rows of an article fit into a workbook")
}

fn written(checked: &Checked<'_>, labels: &Labels) -> Result<Vec<u8>, XlsxError> {
    let woven = Woven::new(checked);
    let mut book = Workbook::new();
    let created = moment(checked.revision.created)?;
    book.set_properties(
        &DocProperties::new()
            .set_title(short(&checked.article.title))
            .set_subject(short(&version(checked, labels)))
            .set_author(short(checked.article.byline.as_deref().unwrap_or_default()))
            .set_creation_datetime(&created),
    );
    let looks = Looks::default();
    let (claims, others): (Vec<Row<'_>>, Vec<Row<'_>>) =
        rows(checked, &woven).into_iter().partition(|row| row.is_claim());
    let words = &labels.table;
    for (name, rows, of_claims) in [(&words.claims, claims, true), (&words.others, others, false)] {
        let mut sheet = Sheet::new(&looks, columns(labels, of_claims));
        for row in &rows {
            let cells = marked(row, checked, labels, of_claims);
            sheet.row(cells, row.numbered.mark.kind.status())?;
        }
        book.push_worksheet(sheet.finish(name, checked, labels)?);
    }
    let mut sheet = Sheet::new(&looks, history_columns(labels));
    let numbers: HashMap<MarkId, &Numbered<'_>> = woven
        .marks
        .iter()
        .chain(&woven.unplaced)
        .map(|one| (one.mark.id, one))
        .collect();
    for done in checked.history {
        sheet.row(told(done, &numbers, labels), done.status)?;
    }
    book.push_worksheet(sheet.finish(&words.history, checked, labels)?);
    book.save_to_buffer()
}

/// The first rows of the first sheet that has any, as they are to be seen there.
pub(crate) fn first_rows(checked: &Checked<'_>, labels: &Labels, most: usize) -> FirstSheet {
    let woven = Woven::new(checked);
    let all = rows(checked, &woven);
    // A workbook without claims opens on their empty sheet all the same; there is nothing to see on it.
    let of_claims = all.is_empty() || all.iter().any(Row::is_claim);
    let mut rows = all.iter().filter(|row| row.is_claim() == of_claims);
    let shown = rows.by_ref().take(most).map(|row| {
        let cells = marked(row, checked, labels, of_claims).into_iter();
        cells.map(|cell| cell.seen(labels)).collect()
    });
    let words = &labels.table;
    FirstSheet {
        sheets: [&words.claims, &words.others, &words.history].map(Clone::clone).into(),
        shown: u32::from(!of_claims),
        heads: columns(labels, of_claims)
            .into_iter()
            .map(|(head, _)| head.to_owned())
            .collect(),
        rows: shown.collect(),
        goes_on: rows.next().is_some(),
    }
}

/// What stands in a cell.
enum Cell {
    Words(String),
    /// Words in the look of the row's status.
    Status(String),
    Number(Option<usize>),
    At(Time),
}

impl Cell {
    /// As a sheet shows it, and no more of it than a glance takes in.
    fn seen(&self, labels: &Labels) -> String {
        match self {
            Self::Words(words) | Self::Status(words) => shortened(words, SEEN),
            Self::Number(number) => number.map_or_else(String::new, |number| labels.number(number)),
            Self::At(time) => {
                let ((year, month, day), (hours, minutes, _)) = (time.day(), clock(*time));
                format!("{year:04}-{month:02}-{day:02} {hours:02}:{minutes:02}")
            }
        }
    }
}

fn columns(labels: &Labels, of_claims: bool) -> Vec<(&str, f64)> {
    let words = &labels.table;
    let mut columns = vec![
        (words.number.as_str(), 6.0),
        (&words.passage, 48.0),
        (&words.page, 8.0),
        (&words.paragraph, 12.0),
        (&words.places, 10.0),
    ];
    if of_claims {
        columns.extend([(words.status.as_str(), 16.0), (&words.recheck, 13.0)]);
    } else {
        columns.push((&words.kind, 20.0));
    }
    columns.push((&labels.note, 48.0));
    if of_claims {
        columns.push((&labels.correction, 32.0));
    }
    columns.extend([(labels.tags.as_str(), 18.0), (&words.by, 12.0), (&words.at, 17.0)]);
    columns
}

fn marked(row: &Row<'_>, checked: &Checked<'_>, labels: &Labels, of_claims: bool) -> Vec<Cell> {
    let mark = row.numbered.mark;
    let mut cells = vec![
        Cell::Number(Some(row.numbered.number)),
        Cell::Words(row.numbered.quote.to_owned()),
        Cell::Words(row.page.unwrap_or_default().to_owned()),
        Cell::Number(row.paragraph),
        Cell::Number(Some(row.numbered.places)),
    ];
    match mark.kind {
        Kind::Claim { status, recheck } => cells.extend([
            Cell::Status(look(status, labels)),
            Cell::Words(if recheck { labels.recheck.clone() } else { String::new() }),
        ]),
        Kind::Note | Kind::Highlight { .. } => cells.push(Cell::Words(kind_word(row.numbered, checked, labels))),
    }
    cells.push(Cell::Words(mark.note.clone()));
    if of_claims {
        cells.push(Cell::Words(mark.correction.clone()));
    }
    cells.extend([
        Cell::Words(row.tags()),
        Cell::Words(mark.changed.by.clone()),
        Cell::At(mark.changed.at),
    ]);
    cells
}

/// "✗ Faux": the sign before the word, as everywhere.
fn look(status: Status, labels: &Labels) -> String {
    format!("{} {}", status.sign(), labels.status(status))
}

fn history_columns(labels: &Labels) -> Vec<(&str, f64)> {
    let words = &labels.table;
    vec![
        (&words.at, 17.0),
        (&words.by, 12.0),
        (&words.deed, 26.0),
        (&words.number, 6.0),
        (&words.passage, 48.0),
        (&words.before, 16.0),
        (&words.after, 16.0),
    ]
}

fn told(done: &Done, numbers: &HashMap<MarkId, &Numbered<'_>>, labels: &Labels) -> Vec<Cell> {
    let known = done.mark.and_then(|mark| numbers.get(&mark));
    let word = labels.deeds.get(&done.deed).cloned().unwrap_or_default();
    let deed = match done.marks {
        0 | 1 => word,
        many => format!("{word} ({})", labels.number(many as usize)),
    };
    vec![
        Cell::At(done.time),
        Cell::Words(done.author.clone()),
        Cell::Words(deed),
        Cell::Number(known.map(|numbered| numbered.number)),
        Cell::Words(done.quote.clone().unwrap_or_default()),
        Cell::Words(done.was.map(|status| look(status, labels)).unwrap_or_default()),
        Cell::Status(done.status.map(|status| look(status, labels)).unwrap_or_default()),
    ]
}

/// What cells look like.
struct Looks {
    head: Format,
    words: Format,
    /// Words that would be a formula, were they typed.
    quoted: Format,
    number: Format,
    at: Format,
}

impl Default for Looks {
    fn default() -> Self {
        let cell = Format::new()
            .set_font_size(10)
            .set_align(FormatAlign::Top)
            .set_border_bottom(FormatBorder::Thin)
            .set_border_color(Color::RGB(LINE));
        Self {
            head: Format::new()
                .set_bold()
                .set_font_size(10)
                .set_font_color(Color::RGB(INK))
                .set_background_color(Color::RGB(0x00F1_EEE7))
                .set_border_bottom(FormatBorder::Medium)
                .set_border_color(Color::RGB(0x00B9_B29C))
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter),
            words: cell.clone().set_text_wrap(),
            quoted: cell.clone().set_text_wrap().set_quote_prefix(),
            number: cell.clone().set_align(FormatAlign::Center),
            at: cell.set_num_format("yyyy\\-mm\\-dd hh:mm").set_align(FormatAlign::Left),
        }
    }
}

impl Looks {
    /// The words of a status on its colour: the same as in the window on paper.
    fn status(&self, status: Status) -> Format {
        let inks = Inks::of(status.name());
        self.words
            .clone()
            .set_bold()
            .set_font_color(colour(inks.ink))
            .set_background_color(colour(inks.tint))
    }
}

/// A sheet that grows row by row.
struct Sheet<'l> {
    sheet: Worksheet,
    looks: &'l Looks,
    columns: Vec<(&'l str, f64)>,
    rows: u32,
}

impl<'l> Sheet<'l> {
    fn new(looks: &'l Looks, columns: Vec<(&'l str, f64)>) -> Self {
        Self {
            sheet: Worksheet::new(),
            looks,
            columns,
            rows: 1,
        }
    }

    fn row(&mut self, cells: Vec<Cell>, status: Option<Status>) -> Result<(), XlsxError> {
        let mut deep = 1;
        for (column, cell) in cells.into_iter().enumerate() {
            let column = column as u16;
            match cell {
                Cell::Words(words) => deep = deep.max(self.words(column, &words)?),
                Cell::Status(words) => match status {
                    Some(status) => {
                        let look = self.looks.status(status);
                        self.sheet.write_string_with_format(self.rows, column, words, &look)?;
                    }
                    None => {
                        self.sheet.write_blank(self.rows, column, &self.looks.words)?;
                    }
                },
                Cell::Number(Some(number)) => {
                    let format = &self.looks.number;
                    self.sheet
                        .write_number_with_format(self.rows, column, number as f64, format)?;
                }
                Cell::Number(None) => {
                    self.sheet.write_blank(self.rows, column, &self.looks.number)?;
                }
                Cell::At(time) => {
                    let format = &self.looks.at;
                    self.sheet
                        .write_datetime_with_format(self.rows, column, moment(time)?, format)?;
                }
            }
        }
        self.rows += deep;
        Ok(())
    }

    /// Writes words into as many cells, one below the other, as they need; says how many that were.
    fn words(&mut self, column: u16, words: &str) -> Result<u32, XlsxError> {
        let mut row = self.rows;
        let mut rest = words;
        loop {
            let (here, after) = rest.split_at(fitting(rest));
            let format = if begins_a_formula(here) {
                &self.looks.quoted
            } else {
                &self.looks.words
            };
            self.sheet.write_string_with_format(row, column, here, format)?;
            row += 1;
            if after.is_empty() {
                return Ok(row - self.rows);
            }
            rest = after;
        }
    }

    fn finish(mut self, name: &str, checked: &Checked<'_>, labels: &Labels) -> Result<Worksheet, XlsxError> {
        let sheet = &mut self.sheet;
        sheet.set_name(name)?;
        sheet.set_row_height(0, 30)?;
        for (column, (head, width)) in self.columns.iter().enumerate() {
            let column = column as u16;
            sheet.set_column_width(column, *width)?;
            sheet.write_string_with_format(0, column, *head, &self.looks.head)?;
        }
        sheet.set_freeze_panes(1, 0)?;
        let last = self.columns.len() as u16 - 1;
        sheet.autofilter(0, 0, self.rows.max(2) - 1, last)?;
        // On paper: as wide as the sheet lies, with the heads on every page.
        sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        sheet.set_repeat_rows(0, 0)?;
        let title: String = checked.article.title.chars().take(100).collect();
        sheet.set_header(format!("&L&10{}&R&10{name}", title.replace('&', "&&")));
        sheet.set_footer(format!(
            "&L&9{}&R&9&P / &N",
            version(checked, labels).replace('&', "&&")
        ));
        Ok(self.sheet)
    }
}

/// How many bytes of the words fit into one cell.
fn fitting(words: &str) -> usize {
    let mut units = 0;
    let mut fits = |letter: char| {
        units += letter.len_utf16();
        units <= CELL
    };
    let over = words.char_indices().find(|&(_, letter)| !fits(letter));
    over.map_or(words.len(), |(at, _)| at)
}

/// The properties of a file hold 255 characters each.
fn short(words: &str) -> String {
    words.chars().take(255).collect()
}

/// A moment as sheets count it, in UTC; what they cannot count is their first day.
fn moment(time: Time) -> Result<ExcelDateTime, XlsxError> {
    let (year, month, day) = time.day();
    let (hours, minutes, seconds) = clock(time);
    let year = u16::try_from(year).ok().filter(|year| (1900..=9999).contains(year));
    match year {
        Some(year) => {
            ExcelDateTime::from_ymd(year, month as u8, day as u8)?.and_hms(hours, minutes, f64::from(seconds))
        }
        None => ExcelDateTime::from_ymd(1900, 1, 1),
    }
}
