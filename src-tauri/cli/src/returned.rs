//! A Word copy of ours that came back: its answers, notes and wording are taken in together, by `import` and `revise`.

use obelus_core::id::ArticleId;
use obelus_core::returned::{Brought, Returned};
use obelus_formats::Tracked;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::answer::{count, line, short};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::incoming::Incoming;

/// What is to become of the text of a copy that is behind the article.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum IfBehind {
    /// Whoever did not name the article may not know that versions have come since.
    Refuse,
    Take,
}

/// What came of a copy.
pub(crate) struct TakenBack {
    pub(crate) article: ArticleId,
    /// Everything of it was here.
    pub(crate) is_there: bool,
    pub(crate) has_version: bool,
    pub(crate) json: Value,
    /// `2 answers, 1 note, 3 passages changed`, then a line for each note without a place.
    pub(crate) words: String,
}

/// Takes a copy in; nothing where it is none, or one of an article that is not in this library.
pub(crate) fn take(
    desk: &mut Desk,
    incoming: &Incoming,
    tracked: Tracked,
    if_behind: IfBehind,
) -> Result<Option<TakenBack>, Failure> {
    let Some(copy) = incoming.imported.copy(tracked) else {
        return Ok(None);
    };
    let mut imported = incoming.imported.clone();
    let returned = Returned {
        copy,
        pictures: std::mem::take(&mut imported.pictures),
        reading: imported.readings(tracked).0,
        original: (incoming.original(), incoming.bytes.clone()),
    };
    let brought = desk.library.brought(returned, &desk.touch(), &mut Uuid::now_v7)?;
    let Some(brought) = brought else { return Ok(None) };
    if brought.is_behind && if_behind == IfBehind::Refuse {
        return Err(Failure::Behind {
            article: short(copy.article),
        });
    }
    let taken = told(copy.article, &brought);
    if !taken.is_there {
        desk.apply_together(brought.edits)?;
    }
    Ok(Some(taken))
}

fn told(article: ArticleId, brought: &Brought) -> TakenBack {
    let notes = &brought.notes;
    let unplaced: Vec<Value> = notes
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
    let counted = [
        (brought.answers as usize, "answer"),
        (brought.settled as usize, "settled comment"),
        (notes.marks.len(), "new note"),
        (brought.passages as usize, "changed passage"),
    ];
    let parts = counted.iter().filter(|(number, _)| *number > 0);
    let parts: Vec<String> = parts.map(|(number, what)| count(*number, what)).collect();
    let is_there = brought.edits.is_empty();
    let mut words = match is_there {
        true => "a copy that came back, there already".to_owned(),
        false => format!("a copy that came back: {}", parts.join(", ")),
    };
    if notes.there > 0 && !is_there {
        words += &format!(", {} there already", notes.there);
    }
    for one in &unplaced {
        let quote = one["quote"].as_str().unwrap_or_default();
        let state = one["state"].as_str().unwrap_or_default();
        words += &format!("\nno place  “{}”  ({state})", line(quote, 60));
    }
    TakenBack {
        article,
        is_there,
        has_version: brought.version.is_some(),
        json: json!({
            "answers": brought.answers,
            "settled": brought.settled,
            "notes": notes.marks.iter().map(|mark| mark.id).collect::<Vec<_>>(),
            "there": notes.there,
            "passages": brought.passages,
            "unplaced": unplaced,
        }),
        words,
    }
}
