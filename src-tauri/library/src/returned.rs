//! A copy that came back, held against the article as it is kept.

use obelus_core::edit::EditError;
use obelus_core::id::Touch;
use obelus_core::returned::{Brought, Here, Returned, take_back};
use uuid::Uuid;

use crate::{Library, LibraryError};

impl Library {
    /// What a copy that came back brings; nothing is written. Nothing where its article is not here, or is in the bin.
    /// `new_id` gives an id that nothing has.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn brought(
        &self,
        returned: Returned,
        now: &Touch,
        new_id: &mut dyn FnMut() -> Uuid,
    ) -> Result<Option<Brought>, LibraryError> {
        let id = returned.copy.article;
        if self.article(id)?.is_none_or(|article| article.binned.is_some()) {
            return Ok(None);
        }
        let latest = self.latest_revision(id)?.ok_or(EditError::NoArticle(id))?;
        let taken = self.with_original(&returned.original.1)?;
        let here = Here {
            latest: &latest,
            marks: &self.all_marks(id)?,
            bodies: &|revision| self.body(revision).ok(),
            is_taken: taken.is_some_and(|(article, _)| article == id),
        };
        Ok(Some(take_back(returned, &here, now, new_id)?))
    }
}
