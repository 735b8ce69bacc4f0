//! All that an annotated copy of an article is made of, gathered in one reading.

use std::collections::BTreeMap;
use std::sync::Arc;

use obelus_core::article::{Article, Format, Revision, RevisionReason};
use obelus_core::body::Body;
use obelus_core::id::{ArticleId, RevisionId};
use obelus_core::mark::{Colour, Mark};
use obelus_core::picture::PictureId;

use crate::{Library, LibraryError};

/// An article as it stands now.
#[derive(Clone, Debug)]
pub struct Gathered {
    pub article: Article,
    /// The latest.
    pub revision: Revision,
    pub body: Arc<Body>,
    /// By place in the text; those that have none come last.
    pub marks: Vec<Mark>,
    /// The pictures that the body names.
    pub pictures: BTreeMap<PictureId, Arc<[u8]>>,
    /// What the person calls the colours of highlights, where they named them.
    pub colours: Vec<(Colour, String)>,
}

impl Library {
    /// What is handed on of an article; nothing where there is no such article.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn gathered(&self, article: ArticleId) -> Result<Option<Gathered>, LibraryError> {
        let mut gathered = self.gathered_without_pictures(article)?;
        if let Some(gathered) = &mut gathered {
            gathered.pictures = self.pictures(gathered.revision.id)?;
        }
        Ok(gathered)
    }

    /// The same with none of its pictures, of which there may be hundreds: for who needs a few.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn gathered_without_pictures(&self, article: ArticleId) -> Result<Option<Gathered>, LibraryError> {
        let (Some(article), Some(revision)) = (self.article(article)?, self.latest_revision(article)?) else {
            return Ok(None);
        };
        let mut marks = self.marks(article.id, revision.id)?;
        marks.extend(self.unplaced(article.id, revision.id)?);
        let names = self.colour_names()?.into_iter();
        Ok(Some(Gathered {
            body: self.body(revision.id)?,
            pictures: BTreeMap::new(),
            article,
            revision,
            marks,
            colours: names.filter_map(|(colour, name)| Some((colour, name?))).collect(),
        }))
    }

    /// The revision that was made from the file which a revision shows: where lines were brought back in, it is still
    /// that of the one before. Nothing where there is no such revision.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn made_of(&self, revision: RevisionId) -> Result<Option<Revision>, LibraryError> {
        let mut made = self.revision(revision)?;
        while let Some(revision) = &made
            && revision.reason == RevisionReason::BroughtBack
        {
            made = self.revision_numbered(revision.article, revision.number - 1)?;
        }
        Ok(made)
    }

    /// The bytes of that file, where it is of a format that is wanted.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn original_if(
        &self,
        revision: RevisionId,
        is_wanted: impl Fn(Format) -> bool,
    ) -> Result<Option<Vec<u8>>, LibraryError> {
        match self.made_of(revision)? {
            Some(Revision {
                id,
                original: Some(original),
                ..
            }) if is_wanted(original.format) => self.original(id),
            _ => Ok(None),
        }
    }
}
