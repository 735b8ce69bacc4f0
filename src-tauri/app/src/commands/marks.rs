//! Marks: making them, changing them, taking them away.

use std::collections::BTreeSet;

use obelus_core::body::Body;
use obelus_core::edit::{Edit, EditError, MarkChange};
use obelus_core::id::{ArticleId, GroupId, MarkId};
use obelus_core::mark::{Colour, Kind, Mark, Place};
use obelus_core::text::TextRange;
use obelus_library::Library;
use tauri::State;
use uuid::Uuid;

use crate::desk::Desk;
use crate::wire::{Changed, Failure};

#[tauri::command(async)]
pub(crate) fn add_mark(
    desk: State<'_, Desk>,
    article: ArticleId,
    ranges: Vec<TextRange>,
    kind: Kind,
    note: String,
) -> Result<(MarkId, Changed), Failure> {
    let id = MarkId(Uuid::now_v7());
    let changed = desk.edit(None, |library, touch| {
        let mark = Mark {
            id,
            article,
            kind,
            note,
            correction: String::new(),
            tags: BTreeSet::new(),
            created: touch.clone(),
            changed: touch.clone(),
            places: places(library, article, &ranges)?,
            carried: Vec::new(),
            elsewhere: None,
        };
        Ok(Edit::AddMarks { marks: vec![mark] })
    })?;
    Ok((id, changed))
}

#[tauri::command(async)]
pub(crate) fn change_kind(desk: State<'_, Desk>, mark: MarkId, kind: Kind) -> Result<Changed, Failure> {
    change(&desk, mark, None, MarkChange::Kind(kind))
}

#[tauri::command(async)]
pub(crate) fn write_note(
    desk: State<'_, Desk>,
    mark: MarkId,
    note: String,
    group: GroupId,
) -> Result<Changed, Failure> {
    change(&desk, mark, Some(group), MarkChange::Note(note))
}

#[tauri::command(async)]
pub(crate) fn write_correction(
    desk: State<'_, Desk>,
    mark: MarkId,
    words: String,
    group: GroupId,
) -> Result<Changed, Failure> {
    change(&desk, mark, Some(group), MarkChange::Correction(words))
}

#[tauri::command(async)]
pub(crate) fn set_tags(desk: State<'_, Desk>, mark: MarkId, tags: Vec<String>) -> Result<Changed, Failure> {
    let tags = tags
        .iter()
        .map(|tag| tag.trim().trim_start_matches('#').trim().to_owned());
    change(
        &desk,
        mark,
        None,
        MarkChange::Tags(tags.filter(|tag| !tag.is_empty()).collect()),
    )
}

#[tauri::command(async)]
pub(crate) fn set_places(
    desk: State<'_, Desk>,
    mark: MarkId,
    ranges: Vec<TextRange>,
    group: GroupId,
) -> Result<Changed, Failure> {
    desk.edit(Some(group), |library, touch| {
        let article = library.mark(mark)?.ok_or(Failure::Gone)?.article;
        Ok(Edit::ChangeMark {
            mark,
            change: MarkChange::Places(places(library, article, &ranges)?),
            touch: touch.clone(),
        })
    })
}

#[tauri::command(async)]
pub(crate) fn remove_marks(desk: State<'_, Desk>, marks: Vec<MarkId>) -> Result<Changed, Failure> {
    desk.edit(None, |_, _| Ok(Edit::RemoveMarks { marks }))
}

#[tauri::command(async)]
pub(crate) fn name_colour(desk: State<'_, Desk>, colour: Colour, name: Option<String>) -> Result<Changed, Failure> {
    let name = name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    desk.edit(None, |_, _| Ok(Edit::NameColour { colour, name }))
}

/// A note as it will be read: Markdown through the same gate as every other foreign text.
#[tauri::command(async)]
pub(crate) fn preview_note(markdown: String) -> Body {
    obelus_formats::note_body(&markdown)
}

fn change(desk: &Desk, mark: MarkId, group: Option<GroupId>, change: MarkChange) -> Result<Changed, Failure> {
    desk.edit(group, |_, touch| {
        Ok(Edit::ChangeMark {
            mark,
            change,
            touch: touch.clone(),
        })
    })
}

/// What the person meant by their selections, with the words that the stored text has there.
pub(super) fn places(library: &Library, article: ArticleId, ranges: &[TextRange]) -> Result<Vec<Place>, Failure> {
    let revision = library.latest_revision(article)?.ok_or(Failure::Gone)?.id;
    let body = library.body(revision)?;
    let meant = |range: &TextRange| {
        let range = body.text.selection(range.start(), range.end())?;
        Ok(Place::of(revision, &body.text, range))
    };
    let places = ranges.iter().map(meant).collect::<Result<Vec<_>, EditError>>()?;
    if places.is_empty() {
        return Err(Failure::NothingSelected);
    }
    Ok(places)
}
