//! What heads an HTML copy, with a report in front or without: the document, the title, what is known of the article.

use std::fmt::Write;

use crate::checked::Checked;
use crate::html_blocks::escape;
use crate::labels::Labels;

/// What the document is, and its version.
pub(crate) fn top(page: &mut String, what: &str, version: &str) {
    let (what, version) = (escape(what), escape(version));
    let _ = writeln!(
        page,
        "<p class=\"top\"><span><b aria-hidden=\"true\">÷</b> {what}</span><span>{version}</span></p>"
    );
}

pub(crate) fn title(page: &mut String, checked: &Checked<'_>) {
    let title = escape(&checked.article.title);
    let _ = writeln!(page, "<h1 class=\"title\" dir=\"auto\">{title}</h1>");
}

/// The parts that stand in one line, and the page that the article was taken from.
pub(crate) fn line_of(parts: &[String], checked: &Checked<'_>, labels: &Labels) -> String {
    let mut parts: Vec<String> = parts
        .iter()
        .map(|part| format!("<bdi>{}</bdi>", escape(part)))
        .collect();
    if let Some(url) = checked.article.url.as_deref().filter(|url| url.starts_with("http")) {
        let (url, words) = (escape(url), escape(&labels.source));
        parts.push(format!("<a href=\"{url}\" rel=\"noopener noreferrer\">{words}</a>"));
    }
    parts.join(" · ")
}
