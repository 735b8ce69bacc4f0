//! What stands before the article: how far the check has come, what must be fixed, what was asked, every claim.

use std::fmt::Write;

use obelus_core::body::{Leaf, leaves};
use obelus_core::mark::{Kind, Status};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::paper::{clean, is_right_to_left};
use crate::checked::{Checked, Counts, Numbered, Woven, about, signature, version};
use crate::labels::Labels;
use crate::note_body;

/// How many characters of the sentence around a passage are shown on either side.
const AROUND: usize = 48;
/// How much of a note or of a passage stands in a line of the report.
const SHORT: usize = 240;
/// In the table of claims, which has two lines for each.
const CELL: usize = 90;

pub(super) fn report(checked: &Checked<'_>, labels: &Labels, woven: &Woven<'_>) -> Value {
    let words = &labels.report;
    let counts = Counts::new(woven);
    let all = || woven.marks.iter().chain(&woven.unplaced);
    let fix: Vec<&Numbered<'_>> = all().filter(|mark| must_be_fixed(mark.mark.kind)).collect();
    let asked: Vec<&Numbered<'_>> = all()
        .filter(|mark| mark.mark.kind.status() == Some(Status::Query))
        .collect();
    let to_check = counts
        .statuses
        .iter()
        .find(|(status, _)| *status == Status::Unchecked)
        .map_or(0, |(_, count)| *count);
    let points: Vec<String> = [
        (fix.len(), &words.to_fix),
        (asked.len(), &words.asked),
        (to_check, &words.to_check),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, plural)| labels.count(plural, count))
    .collect();
    let state = if points.is_empty() {
        counts.progress(labels)
    } else {
        words.open.replace("{points}", &points.join(", "))
    };
    let mut about = about(checked, labels);
    about.extend(checkers(checked, labels));
    let about: Vec<String> = about.iter().map(|part| clean(part)).collect();
    let mut lines: Vec<Value> = vec![json!({
        "count": labels.number(counts.claims), "word": labels.counted(&words.claims, counts.claims), "class": null, "sign": null,
    })];
    let present = || counts.statuses.iter().filter(|(_, count)| *count > 0);
    for (status, count) in present() {
        let word = labels.counts.get(status);
        lines.push(json!({
            "count": labels.number(*count), "class": status.name(), "sign": status.sign(),
            "word": word.map_or(status.name(), |plural| labels.counted(plural, *count)),
        }));
    }
    let bar: Vec<Value> = present()
        .map(|(status, count)| json!({"count": count, "class": status.name(), "sign": status.sign()}))
        .collect();
    let leaves = leaves(&checked.body.blocks);
    let fingerprint = words.fingerprint.replace("{hash}", &fingerprint(checked));
    json!({
        "title": words.title,
        "version": format!("{} · {fingerprint}", version(checked, labels)),
        "about": about,
        "state": state,
        "open": !points.is_empty(),
        "counts": if counts.claims > 0 { lines } else { Vec::new() },
        "bar": bar,
        "ticks": ticks(checked, woven),
        "fix": fix.iter().map(|mark| passage(checked, &leaves, mark, labels)).collect::<Vec<_>>(),
        "questions": asked.iter().map(|mark| passage(checked, &leaves, mark, labels)).collect::<Vec<_>>(),
        "claims": all().filter(|mark| mark.mark.kind.status().is_some()).map(|mark| row(checked, mark, labels)).collect::<Vec<_>>(),
    })
}

fn must_be_fixed(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Claim {
            status: Status::Wrong | Status::Imprecise,
            ..
        } | Kind::Claim { recheck: true, .. }
    )
}

/// The first and the last digits of the SHA-256 of the text: enough to tell two versions apart on paper.
fn fingerprint(checked: &Checked<'_>) -> String {
    let mut digits = String::new();
    for byte in Sha256::digest(checked.body.text.as_str()) {
        let _ = write!(digits, "{byte:02x}");
    }
    format!("{}…{}", &digits[..4], &digits[digits.len() - 4..])
}

/// Who signed the marks, each once, in the order in which they first did.
fn checkers(checked: &Checked<'_>, labels: &Labels) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    for mark in checked.marks {
        let name = mark.changed.by.trim();
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    let names = (!names.is_empty()).then(|| names.join(", "))?;
    Some(labels.report.checked_by.replace("{names}", &names))
}

/// Where each claim begins in the text, from 0 to 1.
fn ticks(checked: &Checked<'_>, woven: &Woven<'_>) -> Vec<Value> {
    let length = f64::from(checked.body.text.len().max(1));
    let claims = woven.marks.iter().filter(|mark| mark.mark.kind.status().is_some());
    let ticks = claims.filter_map(|mark| {
        let first = mark
            .mark
            .places_in(checked.revision.id)
            .map(|place| place.range)
            .min()?;
        Some(json!({"at": f64::from(first.start()) / length, "class": mark.class(), "sign": mark.sign()}))
    });
    ticks.collect()
}

/// The words of a mark in their sentence, what should stand there, and why.
fn passage(checked: &Checked<'_>, leaves: &[&Leaf], numbered: &Numbered<'_>, labels: &Labels) -> Value {
    let place = numbered
        .mark
        .places_in(checked.revision.id)
        .map(|place| place.range)
        .min();
    let (before, after) = match place {
        Some(place) if numbered.places > 0 => around(checked, leaves, place.start(), place.end()),
        _ => (String::new(), String::new()),
    };
    let quote = clean(&shortened(numbered.quote, SHORT));
    json!({
        "number": numbered.number,
        "class": numbered.class(),
        "sign": numbered.sign(),
        "word": numbered.word(checked, labels),
        "rtl": is_right_to_left(&quote),
        "before": clean(&before),
        "quote": quote,
        "after": clean(&after),
        "correction": clean(&shortened(&numbered.mark.correction, SHORT)),
        "note": clean(&plain(&numbered.mark.note)),
    })
}

/// The words before and after, of the same paragraph.
fn around(checked: &Checked<'_>, leaves: &[&Leaf], start: u32, end: u32) -> (String, String) {
    let text = &checked.body.text;
    let of = |at: u32| leaves.get(leaves.partition_point(|leaf| leaf.end <= at));
    let before = of(start).map_or(String::new(), |leaf| {
        one_line(text.between(leaf.start.min(start), start))
    });
    let last = end.saturating_sub(1);
    let after = of(last).map_or(String::new(), |leaf| one_line(text.between(end, leaf.end.max(end))));
    let from = before.chars().count().saturating_sub(AROUND);
    let before = match before.char_indices().nth(from) {
        // Whole words.
        Some((byte, _)) if from > 0 => before[byte..]
            .split_once(' ')
            .map_or(String::new(), |(_, rest)| format!("… {rest}")),
        _ => before,
    };
    let after = match after.char_indices().nth(AROUND) {
        Some((byte, _)) => after[..byte]
            .rsplit_once(' ')
            .map_or(String::new(), |(rest, _)| format!("{rest} …")),
        None => after,
    };
    (before, after)
}

fn row(checked: &Checked<'_>, numbered: &Numbered<'_>, labels: &Labels) -> Value {
    let quote = clean(&shortened(numbered.quote, CELL));
    json!({
        "number": numbered.number,
        "class": numbered.class(),
        "sign": numbered.sign(),
        "word": numbered.word(checked, labels),
        "rtl": is_right_to_left(&quote),
        "quote": quote,
        "note": clean(&shortened(&plain(&numbered.mark.note), CELL)),
        "correction": clean(&shortened(&numbered.mark.correction, CELL)),
        "who": clean(&signature(numbered.mark, labels)),
    })
}

/// The first words of a note, without its form.
pub(super) fn plain(note: &str) -> String {
    shortened(note_body(note).text.as_str(), SHORT)
}

/// In one line; the white space at its ends parts it from what stands beside.
fn one_line(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    for c in words.chars() {
        let is_space = c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}';
        match c {
            _ if is_space && line.ends_with(' ') => {}
            _ if is_space => line.push(' '),
            c => line.push(c),
        }
    }
    line
}

/// The first words of a long passage.
pub(super) fn shortened(words: &str, limit: usize) -> String {
    let line = one_line(words.trim());
    match line.char_indices().nth(limit) {
        Some((byte, _)) => {
            let cut = &line[..byte];
            let whole = cut.rsplit_once(' ').map_or(cut, |(whole, _)| whole);
            format!("{} …", whole.trim_end())
        }
        None => line,
    }
}
