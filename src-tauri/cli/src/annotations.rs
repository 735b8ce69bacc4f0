//! `marks --from` with annotations that were made elsewhere: each is found by its words, or kept without a place.

use obelus_core::edit::Edit;
use obelus_core::id::{ArticleId, MarkId};
use obelus_formats::annotations_in::Noted;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::answer::{Answer, count, line};
use crate::desk::Desk;
use crate::failure::Failure;

pub(crate) fn bring_in(desk: &mut Desk, article: ArticleId, noted: Vec<Noted>) -> Result<Answer, Failure> {
    let touch = desk.touch();
    let taken = desk.library.taken_in(article, noted, &touch, &mut Uuid::now_v7)?;
    let (tally, there) = (taken.tally(), taken.there);
    let unplaced: Vec<Value> = taken
        .nowhere()
        .map(|(mark, passage)| {
            json!({
                "mark": mark.id,
                "quote": passage.from.quote(),
                "state": passage.placement.name(),
                "places": passage.candidates.len(),
            })
        })
        .collect();
    let marks = taken.marks;
    let ids: Vec<MarkId> = marks.iter().map(|mark| mark.id).collect();
    if !marks.is_empty() {
        desk.apply(Edit::AddMarks { marks })?;
    }
    let mut words = count(ids.len(), "mark");
    if there > 0 {
        words += &format!(", {there} there already");
    }
    if tally.changed > 0 {
        words += &format!(", {} on words that were changed", tally.changed);
    }
    for one in &unplaced {
        let quote = one["quote"].as_str().unwrap_or_default();
        let state = one["state"].as_str().unwrap_or_default();
        words += &format!("\nno place  “{}”  ({state})", line(quote, 60));
    }
    Ok(Answer::new(
        json!({"marks": ids, "widened": 0, "there": there, "changed": tally.changed, "unplaced": unplaced}),
        words,
    ))
}
