//! Annotations that were made elsewhere, held against an article as it is kept.

use obelus_core::edit::EditError;
use obelus_core::id::{ArticleId, Touch};
use obelus_core::noted::{Noted, TakenIn, take_in};
use uuid::Uuid;

use crate::{Library, LibraryError};

impl Library {
    /// What annotations become in the latest version of an article; nothing is written. `new_id` gives an id that
    /// nothing has.
    ///
    /// # Errors
    /// When there is no such article, or the file cannot be read.
    pub fn taken_in(
        &self,
        article: ArticleId,
        noted: Vec<Noted>,
        now: &Touch,
        new_id: &mut dyn FnMut() -> Uuid,
    ) -> Result<TakenIn, LibraryError> {
        let revision = self.latest_revision(article)?.ok_or(EditError::NoArticle(article))?;
        let body = self.body(revision.id)?;
        let there = self.all_marks(article)?;
        let mut others = std::collections::HashSet::new();
        for id in noted.iter().filter_map(|one| one.id) {
            if self.mark(id)?.is_some_and(|mark| mark.article != article) {
                others.insert(id);
            }
        }
        let elsewhere = |id| others.contains(&id);
        Ok(take_in(noted, (&revision, &body), &there, &elsewhere, now, new_id))
    }
}
