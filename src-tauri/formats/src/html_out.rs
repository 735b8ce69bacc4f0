//! Writes a checked article as one HTML file that needs nothing else: no script, no network.
//!
//! What was set aside is not written. Beside the article stand the notes of its marks, each level with its block on
//! a wide screen and on paper, below it on a narrow one.

use std::fmt::Write;

use obelus_core::body::leaves;

use crate::checked::{Checked, Counts, Numbered, Woven, about, has_headline, looks, signature, version};
use crate::html_blocks::{Writer, escape};
use crate::html_head::{line_of, title, top};
use crate::labels::Labels;
use crate::report::Report;
use crate::{html_filter, html_report, note_body};

const STYLE: &str = include_str!("html_out.css");
const REPORT_STYLE: &str = include_str!("html_report.css");

/// The whole document.
#[must_use]
pub fn export(checked: &Checked<'_>, labels: &Labels) -> String {
    let woven = Woven::new(checked);
    let counts = Counts::new(&woven);
    let report = checked.wanted.report.then(|| Report::new(checked, labels, &woven));
    let mut page = String::new();
    let _ = write!(
        page,
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"generator\" content=\"Obelus\">\n\
         <title>{title} – {document}</title>\n<style>\n{STYLE}{REPORT_STYLE}",
        language = escape(&labels.language),
        title = escape(&checked.article.title),
        document = escape(&labels.document),
    );
    let looks = looks(checked, labels, &woven, &counts);
    html_filter::style(&mut page, &looks);
    page.push_str("</style>\n</head>\n<body>\n");
    match &report {
        Some(report) => html_report::head(&mut page, checked, labels, report),
        None => header(&mut page, checked, labels),
    }
    page.push_str("<main>\n");
    if let Some(report) = &report {
        html_report::summary(&mut page, checked, labels, report);
    }
    html_filter::controls(&mut page, labels, &looks);
    if let Some(report) = &report {
        html_report::all(&mut page, labels, report);
    }
    page.push_str("<div class=\"sheet\" id=\"article\">\n");
    if report.is_none() {
        about_it(&mut page, checked, labels, &counts);
    }
    let rows = Rows {
        under_headline: report.is_none() && has_headline(checked),
    };
    article(&mut page, checked, labels, &woven, rows);
    notes(&mut page, checked, labels, &woven, rows);
    page.push_str("</div>\n");
    unplaced(&mut page, checked, labels, &woven);
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

fn header(page: &mut String, checked: &Checked<'_>, labels: &Labels) {
    page.push_str("<header>\n");
    top(page, &labels.document, &version(checked, labels));
    if !has_headline(checked) {
        title(page, checked);
    }
    page.push_str("</header>\n");
}

/// The row of the page's grid in which each block stands.
#[derive(Clone, Copy)]
struct Rows {
    /// Whether what is known of the article stands under its headline, and not above it.
    under_headline: bool,
}

impl Rows {
    fn of(self, block: usize) -> usize {
        if block == 0 && self.under_headline {
            1
        } else {
            block + 2
        }
    }
}

/// Author, site, length, how far the check has come: where no report says so.
fn about_it(page: &mut String, checked: &Checked<'_>, labels: &Labels, counts: &Counts) {
    let row = if has_headline(checked) { 2 } else { 1 };
    let _ = writeln!(
        page,
        "<p class=\"about\" style=\"--row:{row}\">{} · <strong class=\"progress\">{}</strong></p>",
        line_of(&about(checked, labels), checked, labels),
        escape(&counts.progress(labels))
    );
}

/// Each block knows its row, so that the notes stand level with it.
fn article(page: &mut String, checked: &Checked<'_>, labels: &Labels, woven: &Woven<'_>, rows: Rows) {
    let language = checked
        .article
        .language
        .as_deref()
        .map(|language| format!(" lang=\"{}\"", escape(language)));
    let _ = write!(
        page,
        "<article{} aria-label=\"{}\">",
        language.unwrap_or_default(),
        escape(&labels.article)
    );
    let mut writer = Writer::new(checked.body, woven, labels, Some(checked));
    for (index, block) in checked.body.blocks.iter().enumerate() {
        writer.block(block, &format!(" style=\"--row:{}\"", rows.of(index)));
    }
    page.push_str(&writer.out);
    page.push_str("</article>\n");
}

fn notes(page: &mut String, checked: &Checked<'_>, labels: &Labels, woven: &Woven<'_>, rows: Rows) {
    if woven.marks.is_empty() {
        return;
    }
    let groups = groups(checked, woven);
    let marks = escape(&labels.marks);
    let _ = writeln!(page, "<section class=\"notes\" aria-label=\"{marks}\">");
    for (index, group) in groups.iter().enumerate() {
        // Down to the next block that has notes: a short paragraph with long notes leaves no hole in the text.
        let next = groups
            .get(index + 1)
            .map_or(checked.body.blocks.len(), |group| group.first);
        let (first, last) = (rows.of(group.first), rows.of(group.last));
        let span = (rows.of(next).saturating_sub(first)).max(1);
        let _ = writeln!(
            page,
            "<div class=\"group\" style=\"--row:{first};--span:{span};--last:{last}\">"
        );
        group
            .marks
            .iter()
            .for_each(|&mark| note(page, checked, labels, &woven.marks[mark]));
        page.push_str("</div>\n");
    }
    page.push_str("</section>\n");
}

/// The marks whose words are gone from this version: said, for they were checked.
fn unplaced(page: &mut String, checked: &Checked<'_>, labels: &Labels, woven: &Woven<'_>) {
    if woven.unplaced.is_empty() {
        return;
    }
    let title = escape(&labels.unplaced);
    let _ = writeln!(
        page,
        "<section class=\"unplaced\" aria-label=\"{title}\">\n<h2>{title}</h2>"
    );
    for numbered in &woven.unplaced {
        note(page, checked, labels, numbered);
    }
    page.push_str("</section>\n");
}

/// Notes that stand together beside the blocks from `first` on; their marks end in those up to `last`.
struct Group {
    first: usize,
    last: usize,
    marks: Vec<usize>,
    /// About how high the notes are, in lines of the text.
    height: usize,
}

/// The marks by the block in which their number first stands. Where the notes are higher than their blocks, those of
/// the next block join them: a hole in the text would be worse than a note a little below its passage.
fn groups(checked: &Checked<'_>, woven: &Woven<'_>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut seen = vec![false; woven.marks.len()];
    let mut leaf = 0;
    // The height of the blocks since the last group began.
    let mut beside = 0;
    for (block_index, block) in checked.body.blocks.iter().enumerate() {
        let own = leaves(std::slice::from_ref(block));
        let mut marks: Vec<usize> = Vec::new();
        for run in woven.runs[leaf..leaf + own.len()].iter().flatten() {
            for owner in run.ends.iter().map(|&place| woven.owners[place]) {
                if !std::mem::replace(&mut seen[owner], true) {
                    marks.push(owner);
                }
            }
        }
        leaf += own.len();
        marks.sort_unstable();
        let height: usize = marks.iter().map(|&mark| note_height(&woven.marks[mark])).sum();
        match groups.last_mut() {
            _ if marks.is_empty() => {}
            Some(group) if group.height > beside => {
                group.last = block_index;
                group.height += height;
                group.marks.extend(marks);
            }
            _ => {
                beside = 0;
                groups.push(Group {
                    first: block_index,
                    last: block_index,
                    marks,
                    height,
                });
            }
        }
        beside += 1 + own
            .iter()
            .map(|leaf| 1 + (leaf.end - leaf.start) as usize / 60)
            .sum::<usize>();
    }
    groups
}

fn note_height(numbered: &Numbered<'_>) -> usize {
    let mark = numbered.mark;
    let lines = |words: &str| words.lines().map(|line| 1 + line.chars().count() / 42).sum::<usize>();
    let tags = usize::from(!mark.tags.is_empty());
    2 + (lines(&mark.note) + lines(&mark.correction) + tags) * 2 / 3
}

fn note(page: &mut String, checked: &Checked<'_>, labels: &Labels, numbered: &Numbered<'_>) {
    let Numbered {
        number,
        mark,
        quote,
        places,
    } = numbered;
    let word = escape(&numbered.word(checked, labels));
    let back = if *places > 0 {
        let back = escape(&labels.back);
        format!("<a class=\"back\" href=\"#passage-{number}\" title=\"{back}\">{number}</a>")
    } else {
        format!("<span class=\"back\">{number}</span>")
    };
    let _ = write!(
        page,
        "<aside class=\"card {class}\" id=\"mark-{number}\" aria-label=\"{number}, {word}\">\n\
         <p class=\"look\">{back} \
         <i aria-hidden=\"true\">{sign}</i> <b>{word}</b> <small>{who}</small></p>\n\
         <p class=\"quote\" dir=\"auto\">{quote}</p>\n",
        class = numbered.class(),
        sign = numbered.sign(),
        who = escape(&signature(mark, labels)),
        quote = escape(&labels.quoted(&shortened(quote))),
    );
    if !mark.note.trim().is_empty() {
        let body = note_body(&mark.note);
        let bare = Woven::bare(&body);
        let mut writer = Writer::new(&body, &bare, labels, None);
        writer.blocks(&body.blocks);
        let _ = writeln!(page, "<div class=\"words\">{}</div>", writer.out);
    }
    if !mark.correction.trim().is_empty() {
        let _ = writeln!(
            page,
            "<p class=\"correction\"><span class=\"label\">{}{}</span><ins dir=\"auto\">{}</ins></p>",
            escape(&labels.correction),
            escape(&labels.colon),
            escape(&labels.quoted(mark.correction.trim())),
        );
    }
    let mut small: Vec<String> = mark
        .tags
        .iter()
        .map(|tag| format!("<bdi>#{}</bdi>", escape(tag)))
        .collect();
    if *places > 1 {
        small.insert(
            0,
            escape(
                &labels
                    .counted(&labels.places, *places)
                    .replace("{places}", &labels.number(*places)),
            ),
        );
    }
    if !small.is_empty() {
        let _ = writeln!(page, "<p class=\"tags\">{}</p>", small.join(" "));
    }
    page.push_str("</aside>\n");
}

/// The first words of a long passage: the whole stands beside.
fn shortened(quote: &str) -> String {
    let line = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(120) {
        Some((byte, _)) => format!("{}…", line[..byte].trim_end()),
        None => line,
    }
}
