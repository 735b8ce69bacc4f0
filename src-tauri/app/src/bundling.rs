//! Articles go to another Obelus as one file, and come in from one.

use std::path::Path;

use obelus_core::bundle::Bundle;
use obelus_core::id::{ArticleId, GroupId};
use obelus_formats::bundle::{self, NotBundle};
use obelus_intake::Intake;
use obelus_intake::many::Item;
use obelus_library::LibraryError;
use obelus_library::bundled::{How, IfTwoTexts};
use uuid::Uuid;

use crate::clock::now;
use crate::desk::Desk;
use crate::failure::{name_of, not_read, not_taken};
use crate::refresh;
use crate::wire::Failure;
use crate::wire::arriving::TakenBundle;

/// The whole file that hands an article on.
pub(crate) fn written(desk: &Desk, article: ArticleId, file: &Path) -> Result<Vec<u8>, Failure> {
    let handed_on = desk.library(|library| library.bundle(&[article]))?;
    let app = concat!("obelus ", env!("CARGO_PKG_VERSION"));
    bundle::write(&handed_on, app, now()).map_err(|error| match error {
        NotBundle::TooMuch { .. } => Failure::BeyondLimit {
            name: name_of(file),
            limit: obelus_formats::Limit::Unpacked,
        },
        other => Failure::Unwritable {
            name: name_of(file),
            reason: other.to_string(),
        },
    })
}

/// What another Obelus handed on, where a file is named like that.
pub(crate) fn of_item(
    desk: &Desk,
    intake: &Intake,
    item: &Item,
    stop: &dyn Fn() -> bool,
) -> Option<Result<TakenBundle, Failure>> {
    item.is_bundle().then(|| {
        let bytes = item.bytes().map_err(|why| not_taken(&item.shown, why))?;
        let read = intake
            .bundle(&bytes, stop)
            .map_err(|error| not_read(&item.shown, error))?;
        let taken = take(desk, &item.shown, &read, IfTwoTexts::LeaveIt)?;
        if taken.articles.iter().any(|one| one.how == How::TwoTexts) {
            desk.bundle.put(item.shown.clone(), read);
        }
        Ok(taken)
    })
}

/// The person said that what came last may be an article of its own.
pub(crate) fn take_as_copy(desk: &Desk) -> Result<TakenBundle, Failure> {
    let (name, read) = desk.bundle.take().ok_or(Failure::Gone)?;
    take(desk, &name, &read, IfTwoTexts::AsAnotherArticle)
}

fn take(desk: &Desk, name: &str, read: &Bundle, if_two_texts: IfTwoTexts) -> Result<TakenBundle, Failure> {
    desk.library(|library| {
        let taken = library.take_bundle(read, if_two_texts, GroupId(Uuid::now_v7()));
        let (articles, changes) = taken.map_err(|error| match error {
            LibraryError::Bundle(_) => Failure::NotBundle { name: name.to_owned() },
            other => other.into(),
        })?;
        Ok::<_, Failure>(TakenBundle {
            name: name.to_owned(),
            articles,
            changed: refresh::changed(library, &changes)?,
        })
    })
}
