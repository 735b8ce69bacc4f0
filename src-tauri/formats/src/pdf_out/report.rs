//! What stands before the article, as values for the typesetter.

use serde_json::{Value, json};

use super::paper::{clean, is_right_to_left};
use crate::checked::{Checked, Woven};
use crate::labels::Labels;
use crate::report::{Passage, Report, Row, Tagged};

/// With at most so many lines in each of its lists.
pub(super) fn report(checked: &Checked<'_>, labels: &Labels, woven: &Woven<'_>, most: usize) -> Value {
    let report = Report::new(checked, labels, woven);
    let about: Vec<String> = report.about.iter().map(|part| clean(part)).collect();
    let counts: Vec<Value> = report
        .counts
        .iter()
        .map(|line| {
            let (class, sign) = line.look.unzip();
            json!({"count": labels.number(line.count), "share": line.count, "class": class, "sign": sign, "word": clean(&line.word)})
        })
        .collect();
    let ticks: Vec<Value> = report
        .ticks
        .iter()
        .map(|tick| json!({"at": tick.at, "class": tick.mark.class(), "sign": tick.mark.sign()}))
        .collect();
    let passages = |all: &[Passage<'_>]| -> Vec<Value> {
        all.iter().take(most).map(|one| passage(one, checked, labels)).collect()
    };
    json!({
        "title": report.title,
        "version": report.version,
        "about": about,
        "state": report.state,
        "open": report.open,
        "counts": counts,
        "ticks": ticks,
        "ribbon": report.ribbon,
        "fix": passages(&report.fix),
        "questions": passages(&report.questions),
        "changed": passages(&report.changed),
        "heading": report.heading,
        "has_claims": report.has_claims,
        "rows": report.rows.iter().take(most).map(row).collect::<Vec<_>>(),
        "tags": report.tags.iter().take(most).map(|one| tagged(one, labels)).collect::<Vec<_>>(),
    })
}

fn passage(passage: &Passage<'_>, checked: &Checked<'_>, labels: &Labels) -> Value {
    let mark = passage.mark;
    let quote = clean(&passage.quote);
    json!({
        "number": mark.number,
        "class": mark.class(),
        "sign": mark.sign(),
        "word": mark.word(checked, labels),
        "rtl": is_right_to_left(&quote),
        "before": clean(&passage.before),
        "quote": quote,
        "after": clean(&passage.after),
        "correction": clean(&passage.correction),
        "struck": passage.struck,
        "note": clean(&passage.note),
    })
}

fn row(row: &Row<'_>) -> Value {
    let mark = row.mark;
    let quote = clean(&row.quote);
    let tags: Vec<String> = mark.mark.tags.iter().map(|tag| format!("#{}", clean(tag))).collect();
    json!({
        "number": mark.number,
        "class": mark.class(),
        "sign": mark.sign(),
        "word": clean(&row.word),
        "rtl": is_right_to_left(&quote),
        "quote": quote,
        "note": clean(&row.note),
        "correction": clean(&row.correction),
        "tags": tags.join(" "),
        "who": clean(&row.who),
    })
}

fn tagged(tagged: &Tagged<'_>, labels: &Labels) -> Value {
    let marks: Vec<Value> = tagged
        .marks
        .iter()
        .map(|(mark, words)| {
            let words = clean(words);
            json!({"number": mark.number, "class": mark.class(), "sign": mark.sign(), "rtl": is_right_to_left(&words), "words": words})
        })
        .collect();
    json!({
        "tag": tagged.tag.map_or(labels.report.untagged.clone(), |tag| format!("#{}", clean(tag))),
        "marks": marks,
    })
}
