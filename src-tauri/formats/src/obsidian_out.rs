//! Writes a checked article as a note for Obsidian: front matter, the article, a callout for each mark beneath its block.
//!
//! It stays CommonMark: the number of a mark is raised with `<sup>`, and a callout is a quotation whose first words name
//! its kind, as <https://help.obsidian.md/callouts> has it. What was set aside is not written, nor are pictures.

use std::collections::BTreeSet;
use std::fmt::Write;

use obelus_core::body::leaves;
use obelus_core::mark::{Kind, Status};
use serde_json::Value;

use crate::checked::{Checked, Counts, Numbered, Woven, about, signature, version};
use crate::labels::Labels;
use crate::markdown_out::{Writer, quoted, said};
use crate::markdown_words::escape;

/// The whole document.
#[must_use]
pub fn export(checked: &Checked<'_>, labels: &Labels) -> String {
    let woven = Woven::new(checked);
    let counts = Counts::new(&woven);
    let mut out = front_matter(checked, &woven, &counts);
    let mut blocks = Vec::new();
    if checked.wanted.report {
        blocks.push(summary(checked, labels, &counts));
    }
    let mut writer = Writer::referring(checked.body, &woven, "a-", |number| {
        format!("<sup class=\"mark\">{number}</sup>")
    });
    let mut seen = vec![false; woven.marks.len()];
    let mut leaf = 0;
    for block in &checked.body.blocks {
        blocks.push(writer.block(block));
        let own = leaves(std::slice::from_ref(block)).len();
        let runs = woven.runs[leaf..leaf + own].iter().flatten();
        leaf += own;
        let ending: BTreeSet<usize> = runs
            .flat_map(|run| run.ends.iter().map(|&place| woven.owners[place]))
            .filter(|&owner| !std::mem::replace(&mut seen[owner], true))
            .collect();
        blocks.extend(
            ending
                .into_iter()
                .map(|mark| callout(checked, labels, &woven.marks[mark])),
        );
    }
    if !woven.unplaced.is_empty() {
        blocks.push(format!("**{}**", escape(&labels.unplaced)));
        blocks.extend(woven.unplaced.iter().map(|mark| callout(checked, labels, mark)));
    }
    blocks.retain(|block| !block.is_empty());
    out.push_str(&blocks.join("\n\n"));
    out.push('\n');
    out
}

/// What the article is and how far its check has come, as properties that can be asked for: their names are the same in
/// every language.
fn front_matter(checked: &Checked<'_>, woven: &Woven<'_>, counts: &Counts) -> String {
    let (article, revision) = (checked.article, checked.revision);
    let mut lines = vec![("title", string(&article.title))];
    if let Some(byline) = &article.byline {
        lines.push(("author", string(byline)));
    }
    let (year, month, day) = revision.created.day();
    lines.push(("date", format!("{year:04}-{month:02}-{day:02}")));
    if let Some(url) = article.url.as_deref().filter(|url| url.starts_with("http")) {
        lines.push(("source", string(url)));
    }
    lines.push(("version", revision.number.to_string()));
    lines.push(("words", revision.words.to_string()));
    if counts.claims > 0 {
        lines.push(("claims", counts.claims.to_string()));
        let by_status = counts.statuses.iter();
        lines.extend(by_status.map(|(status, count)| (status.name(), count.to_string())));
    }
    let tags: BTreeSet<String> = woven
        .marks
        .iter()
        .chain(&woven.unplaced)
        .flat_map(|mark| &mark.mark.tags)
        .filter_map(|words| tag(words))
        .collect();
    let mut out = String::from("---\n");
    for (name, value) in lines {
        let _ = writeln!(out, "{name}: {value}");
    }
    if !tags.is_empty() {
        out.push_str("tags:\n");
        for tag in tags {
            let _ = writeln!(out, "  - {}", string(&tag));
        }
    }
    out.push_str("---\n\n");
    out
}

/// A string as YAML (1.2, 7.3.1) and JSON both read it, in one line.
fn string(words: &str) -> String {
    let written = Value::from(words).to_string();
    let mut out = String::with_capacity(written.len());
    for c in written.chars() {
        match c {
            // Not printable, or a break of lines, to a reader of YAML.
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

/// A tag as Obsidian takes it: letters, digits, `-`, `_` and `/`, and not digits alone.
fn tag(words: &str) -> Option<String> {
    let written: String = words
        .trim()
        .chars()
        .map(|c| match c {
            c if c.is_alphanumeric() || matches!(c, '-' | '_' | '/') => c,
            _ => '-',
        })
        .collect();
    let written = written.trim_matches(['-', '/', '_']).to_owned();
    (!written.chars().all(|c| c.is_ascii_digit())).then_some(written)
}

/// What the copy is, and how far the check has come.
fn summary(checked: &Checked<'_>, labels: &Labels, counts: &Counts) -> String {
    let mut parts = about(checked, labels);
    parts.insert(0, version(checked, labels));
    let present = counts.statuses.iter().filter(|(_, count)| *count > 0);
    let present: Vec<String> = present
        .map(|(status, count)| {
            let word = labels.counts.get(status);
            let word = word.map_or(status.name(), |plural| labels.counted(plural, *count));
            format!("{} {} {word}", status.sign(), labels.number(*count))
        })
        .collect();
    let mut blocks = vec![
        format!("[!abstract] {}", escape(&labels.document)),
        escape(&parts.join(" · ")),
    ];
    if !present.is_empty() {
        let progress = counts.progress(labels);
        blocks.push(escape(&format!("{progress}{}{}", labels.colon, present.join(", "))));
    }
    quoted(&blocks.join("\n\n"))
}

/// A mark: number, sign and word in the head, then its words, the note, the correction, the tags and who wrote it.
fn callout(checked: &Checked<'_>, labels: &Labels, numbered: &Numbered<'_>) -> String {
    let quote = numbered.quote.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut blocks = vec![
        format!(
            "[!{}] {} {}",
            kind(numbered.mark.kind),
            escape(&format!("{} ·", numbered.number)),
            escape(&format!("{} {}", numbered.sign(), numbered.word(checked, labels))),
        ),
        escape(&labels.quoted(&quote)),
    ];
    blocks.extend(said(labels, numbered));
    let tags = numbered.mark.tags.iter().filter_map(|words| tag(words));
    let mut last: Vec<String> = tags.map(|tag| format!("#{tag}")).collect();
    last.push(escape(&signature(numbered.mark, labels)));
    blocks.push(last.join(" · "));
    quoted(&blocks.join("\n\n"))
}

/// The kind of callout whose colour and sign come nearest.
fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Claim { status, .. } => match status {
            Status::Unchecked => "todo",
            Status::Confirmed => "success",
            Status::Imprecise => "warning",
            Status::Wrong => "failure",
            Status::Query => "question",
            Status::Unverifiable => "info",
            Status::Opinion => "quote",
        },
        Kind::Note => "note",
        Kind::Highlight { .. } => "tip",
    }
}
