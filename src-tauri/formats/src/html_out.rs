//! Writes a checked article as one HTML file that needs nothing else: no script, no network.
//!
//! What was set aside is not written. Beside the article stand the notes of its marks, each level with its block on
//! a wide screen and on paper, below it on a narrow one.

use std::fmt::Write;

use obelus_core::body::{Block, leaves};

use crate::checked::{Checked, Counts, Numbered, Woven, about, looks, signature, version};
use crate::html_blocks::{Writer, escape};
use crate::labels::Labels;
use crate::note_body;

const STYLE: &str = include_str!("html_out.css");

/// The whole document.
#[must_use]
pub fn export(checked: &Checked<'_>, labels: &Labels) -> String {
    let woven = Woven::new(checked);
    let counts = Counts::new(&woven);
    let mut page = String::new();
    let title = escape(&checked.article.title);
    let _ = write!(
        page,
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"generator\" content=\"Obelus\">\n\
         <title>{title} – {document}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
        language = escape(&labels.language),
        document = escape(&labels.document),
    );
    header(&mut page, checked, labels);
    page.push_str("<main>\n");
    summary(&mut page, checked, labels, &woven, &counts);
    article(&mut page, checked, labels, &woven);
    notes(&mut page, checked, labels, &woven);
    page.push_str("</main>\n");
    unplaced(&mut page, checked, labels, &woven);
    page.push_str("</body>\n</html>\n");
    page
}

fn header(page: &mut String, checked: &Checked<'_>, labels: &Labels) {
    let _ = write!(
        page,
        "<header>\n<p class=\"top\"><span><b aria-hidden=\"true\">÷</b> {}</span><span>{}</span></p>\n",
        escape(&labels.document),
        escape(&version(checked, labels)),
    );
    if !has_headline(checked) {
        let _ = writeln!(
            page,
            "<h1 class=\"title\" dir=\"auto\">{}</h1>",
            escape(&checked.article.title)
        );
    }
    page.push_str("</header>\n");
}

fn has_headline(checked: &Checked<'_>) -> bool {
    matches!(checked.body.blocks.first(), Some(Block::Heading { level: 1, .. }))
}

/// The row of the page's grid in which a block stands: the summary stands under the headline.
fn row(checked: &Checked<'_>, block: usize) -> usize {
    if block == 0 && has_headline(checked) {
        1
    } else {
        block + 2
    }
}

/// Author, site, length, how far the check has come.
fn under_headline(page: &mut String, checked: &Checked<'_>, labels: &Labels, counts: &Counts) {
    let mut parts: Vec<String> = about(checked, labels)
        .iter()
        .map(|part| format!("<bdi>{}</bdi>", escape(part)))
        .collect();
    if let Some(url) = checked.article.url.as_deref().filter(|url| url.starts_with("http")) {
        let (url, words) = (escape(url), escape(&labels.source));
        parts.push(format!("<a href=\"{url}\" rel=\"noopener noreferrer\">{words}</a>"));
    }
    parts.push(format!(
        "<strong class=\"progress\">{}</strong>",
        escape(&counts.progress(labels))
    ));
    let _ = writeln!(page, "<p class=\"about\">{}</p>", parts.join(" · "));
}

/// The counts, the bar, and what each look means.
fn summary(page: &mut String, checked: &Checked<'_>, labels: &Labels, woven: &Woven<'_>, counts: &Counts) {
    let present: Vec<_> = counts.statuses.iter().filter(|(_, count)| *count > 0).collect();
    let row = if has_headline(checked) { 2 } else { 1 };
    let summary = escape(&labels.summary);
    let _ = writeln!(
        page,
        "<section class=\"summary\" aria-label=\"{summary}\" style=\"--row:{row}\">"
    );
    under_headline(page, checked, labels, counts);
    if !present.is_empty() {
        page.push_str("<ul class=\"counts\">\n");
        for (status, count) in &present {
            let word = labels
                .counts
                .get(status)
                .map_or(status.name(), |plural| labels.counted(plural, *count));
            let _ = writeln!(
                page,
                "<li class=\"{}\"><b>{}</b> <span><i aria-hidden=\"true\">{}</i> {}</span></li>",
                status.name(),
                labels.number(*count),
                status.sign(),
                escape(word),
            );
        }
        page.push_str("</ul>\n<div class=\"bar\" aria-hidden=\"true\">");
        for (status, count) in &present {
            let _ = write!(
                page,
                "<i class=\"{}\" style=\"flex-grow:{count}\">{}</i>",
                status.name(),
                status.sign()
            );
        }
        page.push_str("</div>\n");
    }
    if !woven.marks.is_empty() {
        legend(page, checked, labels, woven, counts);
    }
    page.push_str("</section>\n");
}

fn legend(page: &mut String, checked: &Checked<'_>, labels: &Labels, woven: &Woven<'_>, counts: &Counts) {
    let _ = write!(
        page,
        "<p class=\"legend\"><span class=\"label\">{}{}</span>",
        escape(&labels.legend),
        escape(&labels.colon)
    );
    for (class, sign, word) in looks(checked, labels, woven, counts) {
        let _ = write!(
            page,
            "<span class=\"look {class}\"><i aria-hidden=\"true\">{sign}</i> {}</span> ",
            escape(&word)
        );
    }
    page.push_str("</p>\n");
}

/// Each block knows its row, so that the notes stand level with it.
fn article(page: &mut String, checked: &Checked<'_>, labels: &Labels, woven: &Woven<'_>) {
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
        writer.block(block, &format!(" style=\"--row:{}\"", row(checked, index)));
    }
    page.push_str(&writer.out);
    page.push_str("</article>\n");
}

fn notes(page: &mut String, checked: &Checked<'_>, labels: &Labels, woven: &Woven<'_>) {
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
        let (first, last) = (row(checked, group.first), row(checked, group.last));
        let span = (row(checked, next).saturating_sub(first)).max(1);
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
