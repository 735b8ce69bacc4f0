//! Annotations that were made elsewhere come in: from a file that the person chooses, opens or drops on the window.

use std::path::Path;

use obelus_core::edit::Edit;
use obelus_core::id::ArticleId;
use obelus_formats::annotations_in::{Annotations, NotAnnotations, is_named_so};
use obelus_intake::many::Item;
use obelus_intake::{Intake, IntakeError};
use uuid::Uuid;

use crate::coming::bytes_of;
use crate::desk::{Desk, Long};
use crate::failure::{name_of, not_read, not_taken};
use crate::wire::arriving::Annotated;
use crate::wire::{Changed, Failure};

/// Takes the annotations of a file in, to an article.
pub(crate) fn annotate_from_file(desk: &Desk, article: ArticleId, file: &Path) -> Result<Annotated, Failure> {
    let name = name_of(file);
    let bytes = bytes_of(file)?;
    let read = desk.intake(&name)?.annotations(&bytes, &desk.stopped(Long::One));
    let annotations = read.map_err(|error| not_read(&name, error))?;
    annotate(desk, article, name, annotations)
}

/// The annotations of a file that was opened or dropped, where it holds any: to the article that it names, else to
/// the one that is open. Nothing where it is no such file.
pub(crate) fn of_item(
    desk: &Desk,
    intake: &Intake,
    item: &Item,
    stop: &dyn Fn() -> bool,
) -> Option<Result<Annotated, Failure>> {
    if !is_named_so(item.name()) {
        return None;
    }
    let read = item
        .bytes()
        .map_err(|why| not_taken(&item.shown, why))
        .map(|bytes| intake.annotations(&bytes, stop));
    let annotations = match read {
        Ok(Ok(annotations)) => annotations,
        // It may be something else, whatever its name is.
        Ok(Err(IntakeError::NotAnnotations(NotAnnotations::NotJson(_) | NotAnnotations::Unknown))) => return None,
        Ok(Err(error)) => return Some(Err(not_read(&item.shown, error))),
        Err(failure) => return Some(Err(failure)),
    };
    Some(on_which(desk, &annotations, &item.shown).and_then(|article| {
        let name = item.shown.clone();
        annotate(desk, article, name, annotations)
    }))
}

fn on_which(desk: &Desk, annotations: &Annotations, name: &str) -> Result<ArticleId, Failure> {
    let open = desk.preferences().last_article;
    for article in annotations.article.into_iter().chain(open) {
        let row = desk.library(|library| library.article(article))?;
        if row.is_some_and(|row| row.binned.is_none()) {
            return Ok(article);
        }
    }
    Err(Failure::NoArticleToAnnotate { name: name.to_owned() })
}

fn annotate(desk: &Desk, article: ArticleId, name: String, annotations: Annotations) -> Result<Annotated, Failure> {
    let mut taken = None;
    let changed = desk.edit_together(|library, touch| {
        let new = taken.insert(library.taken_in(article, annotations.noted, touch, &mut Uuid::now_v7)?);
        let marks = new.marks.clone();
        // An edit of nothing would be a line in the history that says nothing.
        Ok((!marks.is_empty())
            .then_some(Edit::AddMarks { marks })
            .into_iter()
            .collect())
    });
    let changed: Changed = changed?;
    let taken = taken.unwrap_or_default();
    let tally = taken.tally();
    let mut unplaced: Vec<_> = taken.nowhere().map(|(mark, _)| mark.id).collect();
    unplaced.dedup();
    Ok(Annotated {
        article,
        name,
        found: tally.found,
        reworded: tally.changed,
        ambiguous: tally.ambiguous,
        lost: tally.lost,
        there: taken.there,
        unplaced,
        back: None,
        changed,
    })
}
