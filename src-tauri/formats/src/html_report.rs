//! Draws the fact-check report at the head of the HTML copy: numbers, bar and ribbon as vectors, tables as tables.

use std::fmt::Write;

use crate::checked::Checked;
use crate::html_blocks::escape;
use crate::html_head::{line_of, title, top};
use crate::labels::Labels;
use crate::report::{Count, Passage, Report, Row, Tagged};

/// How far apart two ticks must be for a sign under each, from 0 to 1.
const SIGN: f64 = 0.014;

/// What the document is, the article's title, who wrote and who checked it.
pub(crate) fn head(page: &mut String, checked: &Checked<'_>, labels: &Labels, report: &Report<'_>) {
    page.push_str("<header>\n");
    top(page, &report.title, &report.version);
    title(page, checked);
    let _ = write!(page, "<p class=\"about\">{}", line_of(&report.about, checked, labels));
    if !report.state.is_empty() {
        let class = if report.open { "open" } else { "done" };
        let _ = write!(
            page,
            " <strong class=\"state {class}\">{}</strong>",
            escape(&report.state)
        );
    }
    page.push_str("</p>\n</header>\n");
}

/// How far the check has come, what must be fixed, what was asked.
pub(crate) fn summary(page: &mut String, checked: &Checked<'_>, labels: &Labels, report: &Report<'_>) {
    if !report.tells() {
        return;
    }
    let title = escape(&report.title);
    let _ = writeln!(page, "<section class=\"report\" aria-label=\"{title}\">");
    counts(page, labels, &report.counts);
    ribbon(page, labels, report);
    passages(page, checked, labels, &labels.report.fix_first, &report.fix);
    passages(page, checked, labels, &labels.report.questions, &report.questions);
    passages(page, checked, labels, &labels.report.changed, &report.changed);
    tags(page, labels, &report.tags);
    page.push_str("</section>\n");
}

/// Every claim, or every mark.
pub(crate) fn all(page: &mut String, labels: &Labels, report: &Report<'_>) {
    if !report.tells() {
        return;
    }
    page.push_str("<section class=\"report all\" aria-labelledby=\"all\">\n");
    rows(page, labels, report);
    let _ = writeln!(
        page,
        "<p class=\"onward\"><a href=\"#article\">{}</a></p>\n</section>",
        escape(&labels.report.to_article)
    );
}

fn counts(page: &mut String, labels: &Labels, counts: &[Count]) {
    page.push_str("<ul class=\"counts\">\n");
    for line in counts {
        let (class, sign) = line.look.unwrap_or(("all", ""));
        let _ = writeln!(
            page,
            "<li class=\"{class}\"><b>{}</b> <span>{}{}</span></li>",
            labels.number(line.count),
            match sign {
                "" => String::new(),
                sign => format!("<i aria-hidden=\"true\">{sign}</i> "),
            },
            escape(&line.word),
        );
    }
    page.push_str("</ul>\n<div class=\"bar\" aria-hidden=\"true\">");
    for (line, (class, sign)) in counts.iter().filter_map(|line| Some((line, line.look?))) {
        let _ = write!(
            page,
            "<i class=\"{class}\" style=\"flex-grow:{}\">{sign}</i>",
            line.count
        );
    }
    page.push_str("</div>\n");
}

/// The article as a band, with a stroke for each mark where it begins. The table says the same to those who hear it.
fn ribbon(page: &mut String, labels: &Labels, report: &Report<'_>) {
    if report.ticks.is_empty() {
        return;
    }
    let says = escape(&report.ribbon);
    let _ = write!(
        page,
        "<figure class=\"ribbon\">\n<svg role=\"img\" aria-label=\"{says}\" width=\"100%\" height=\"40\">"
    );
    let mut last = -1.0;
    for tick in &report.ticks {
        let mark = tick.mark;
        let at = 1.2 + tick.at * 97.0;
        let _ = write!(
            page,
            "<a class=\"tick {}\" href=\"#passage-{number}\" tabindex=\"-1\"><title>{number} {}</title><rect x=\"{at:.2}%\" y=\"6\" width=\"5\" height=\"16\" rx=\"2\"/>",
            mark.class(),
            escape(mark.sign()),
            number = mark.number,
        );
        if tick.at - last > SIGN {
            let _ = write!(page, "<text x=\"{at:.2}%\" dx=\"2.5\" y=\"34\">{}</text>", mark.sign());
            last = tick.at;
        }
        page.push_str("</a>");
    }
    let _ = writeln!(
        page,
        "</svg>\n<figcaption><span>{}</span><span>{says}</span><span>{}</span></figcaption>\n</figure>",
        escape(&labels.report.start),
        escape(&labels.report.end),
    );
}

/// What must be fixed, and what the author was asked: the words in their sentence, and why.
fn passages(page: &mut String, checked: &Checked<'_>, labels: &Labels, heading: &str, passages: &[Passage<'_>]) {
    if passages.is_empty() {
        return;
    }
    let _ = writeln!(page, "<h2>{}</h2>\n<ol class=\"must\">", escape(heading));
    for one in passages {
        let mark = one.mark;
        let quote = escape(&one.quote);
        let words = match (one.struck, one.correction.as_str()) {
            (false, _) => format!("<b class=\"asked\">{quote}</b>"),
            (true, "") => format!("<del>{quote}</del>"),
            (true, correction) => format!("<del>{quote}</del> <ins>{}</ins>", escape(correction)),
        };
        let _ = write!(
            page,
            "<li class=\"{class}\"><i class=\"badge\" aria-hidden=\"true\">{sign}</i><p class=\"passage\" dir=\"auto\">{before}{words}{after}</p>\
             <p class=\"why\"><b>{number} {word}</b>",
            class = mark.class(),
            sign = mark.sign(),
            before = escape(&one.before),
            after = escape(&one.after),
            number = to_passage(mark.number, mark.places),
            word = escape(&mark.word(checked, labels)),
        );
        if !one.note.is_empty() {
            let _ = write!(page, " · <span dir=\"auto\">{}</span>", escape(&one.note));
        }
        page.push_str("</p></li>\n");
    }
    page.push_str("</ol>\n");
}

fn tags(page: &mut String, labels: &Labels, tags: &[Tagged<'_>]) {
    if tags.is_empty() {
        return;
    }
    let _ = writeln!(
        page,
        "<h2>{}</h2>\n<dl class=\"tagged\">",
        escape(&labels.report.by_tag)
    );
    for tagged in tags {
        let tag = tagged
            .tag
            .map_or(labels.report.untagged.clone(), |tag| format!("#{tag}"));
        let _ = write!(
            page,
            "<div><dt><bdi>{}</bdi> <small>{}</small></dt><dd><ul>",
            escape(&tag),
            labels.number(tagged.marks.len())
        );
        for (mark, words) in &tagged.marks {
            let _ = write!(
                page,
                "<li class=\"{}\"><span class=\"which\">{} <i aria-hidden=\"true\">{}</i></span> <bdi>{}</bdi></li>",
                mark.class(),
                to_passage(mark.number, mark.places),
                mark.sign(),
                escape(words)
            );
        }
        page.push_str("</ul></dd></div>\n");
    }
    page.push_str("</dl>\n");
}

/// A mark a line: the number leads to its words.
fn rows(page: &mut String, labels: &Labels, report: &Report<'_>) {
    let words = &labels.report;
    let third = match report.has_claims {
        true => &words.status,
        false => &words.tags,
    };
    let _ = write!(
        page,
        "<h2 id=\"all\">{}</h2>\n<table class=\"claims\" aria-labelledby=\"all\">\n<thead><tr>",
        escape(&report.heading)
    );
    for column in [&words.number, &words.passage, third, &words.note, &words.who] {
        let _ = write!(page, "<th scope=\"col\">{}</th>", escape(column));
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    for one in &report.rows {
        row(page, report, one);
    }
    page.push_str("</tbody>\n</table>\n");
}

fn row(page: &mut String, report: &Report<'_>, row: &Row<'_>) {
    let mark = row.mark;
    let sign = mark.sign();
    let (number, third) = match report.has_claims {
        true => (
            to_passage(mark.number, mark.places),
            format!(
                "<td class=\"status\"><i aria-hidden=\"true\">{sign}</i> {}</td>",
                escape(&row.word)
            ),
        ),
        false => (
            format!(
                "{} <i aria-hidden=\"true\">{sign}</i>",
                to_passage(mark.number, mark.places)
            ),
            format!("<td class=\"tags\">{}</td>", tags_of(row)),
        ),
    };
    let correction = match row.correction.is_empty() {
        true => String::new(),
        false => format!(
            " <span class=\"instead\">→ <bdi>{}</bdi></span>",
            escape(&row.correction)
        ),
    };
    let _ = writeln!(
        page,
        "<tr class=\"{}\"><td class=\"which\">{number}</td><td class=\"quoted\" dir=\"auto\">{}</td>{third}<td class=\"noted\" dir=\"auto\">{}{correction}</td><td class=\"who\">{}</td></tr>",
        mark.class(),
        escape(&row.quote),
        escape(&row.note),
        escape(&row.who),
    );
}

fn tags_of(row: &Row<'_>) -> String {
    let tags = row.mark.mark.tags.iter();
    let tags: Vec<String> = tags.map(|tag| format!("<bdi>#{}</bdi>", escape(tag))).collect();
    tags.join(" ")
}

/// The number of a mark; its words may be gone.
fn to_passage(number: usize, places: usize) -> String {
    match places {
        0 => number.to_string(),
        _ => format!("<a href=\"#passage-{number}\">{number}</a>"),
    }
}
