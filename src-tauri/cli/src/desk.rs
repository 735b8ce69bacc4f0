//! The open library, and who works at it: finds articles and marks by a piece of their id, signs edits.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use obelus_core::article::{Article, Revision};
use obelus_core::edit::{Edit, EditError};
use obelus_core::id::{ArticleId, EditId, GroupId, MarkId, Time, Touch};
use obelus_core::mark::Mark;
use obelus_library::journal::Stamp;
use obelus_library::{Library, LibraryError, place};
use uuid::Uuid;

use crate::failure::Failure;

/// The least of an id that names something.
const LEAST: usize = 4;

pub(crate) struct Desk {
    pub(crate) library: Library,
    pub(crate) author: String,
}

/// The library that was named, or the one the app uses.
pub(crate) fn library_file(named: Option<PathBuf>) -> Result<PathBuf, Failure> {
    named.or_else(place::default_path).ok_or(Failure::NoPlace)
}

impl Desk {
    pub(crate) fn open(file: &Path) -> Result<Self, Failure> {
        let device = place::device(&Uuid::now_v7().to_string());
        let named = ["OBELUS_AUTHOR", "USER", "USERNAME"].into_iter().find_map(|name| {
            let author = std::env::var(name).ok()?;
            (!author.trim().is_empty()).then(|| author.trim().to_owned())
        });
        Ok(Self {
            library: Library::open(file, &device)?,
            author: named.unwrap_or_default(),
        })
    }

    pub(crate) fn touch(&self) -> Touch {
        Touch {
            by: self.author.clone(),
            at: now(),
        }
    }

    pub(crate) fn stamp(&self) -> Stamp {
        Stamp {
            id: EditId(Uuid::now_v7()),
            author: self.author.clone(),
            time: now(),
            group: None,
        }
    }

    pub(crate) fn apply(&mut self, edit: Edit) -> Result<(), Failure> {
        let stamp = self.stamp();
        self.library.apply(edit, stamp)?;
        Ok(())
    }

    /// Makes several edits that are one to the person: undone together, all of them or none.
    pub(crate) fn apply_together(&mut self, edits: Vec<Edit>) -> Result<(), Failure> {
        let group = Some(GroupId(Uuid::now_v7()));
        let stamped = edits.into_iter().map(|edit| {
            let stamp = Stamp { group, ..self.stamp() };
            (edit, stamp)
        });
        let stamped = stamped.collect();
        self.library.apply_all(stamped)?;
        Ok(())
    }

    pub(crate) fn article(&self, id: &str) -> Result<Article, Failure> {
        let rows = self.library.shelf()?;
        let found = pick("article", id, rows.iter().map(|row| row.article.id.0))?;
        let article = self.library.article(ArticleId(found))?;
        article.ok_or_else(|| absent("article", id))
    }

    pub(crate) fn latest(&self, article: ArticleId) -> Result<Revision, Failure> {
        let latest = self.library.latest_revision(article)?;
        latest.ok_or_else(|| LibraryError::Edit(EditError::NoArticle(article)).into())
    }

    pub(crate) fn mark(&self, id: &str) -> Result<Mark, Failure> {
        let ids = self.library.mark_ids()?;
        let found = pick("mark", id, ids.iter().map(|mark| mark.0))?;
        let mark = self.library.mark(MarkId(found))?;
        mark.ok_or_else(|| absent("mark", id))
    }
}

pub(crate) fn now() -> Time {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Time(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

fn absent(what: &'static str, id: &str) -> Failure {
    Failure::Absent {
        what,
        id: id.to_owned(),
    }
}

/// The one id that begins or ends so, written with or without hyphens.
fn pick(what: &'static str, id: &str, all: impl Iterator<Item = Uuid>) -> Result<Uuid, Failure> {
    let piece = id.to_lowercase().replace('-', "");
    if piece.len() < LEAST {
        return Err(Failure::Usage(format!(
            "give at least {LEAST} characters of the id, not \"{id}\""
        )));
    }
    let found: Vec<Uuid> = all
        .filter(|id| {
            let whole = id.simple().to_string();
            whole.starts_with(&piece) || whole.ends_with(&piece)
        })
        .collect();
    match found[..] {
        [id] => Ok(id),
        [] => Err(absent(what, id)),
        _ => Err(Failure::AmbiguousId {
            what,
            id: id.to_owned(),
            count: found.len(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_known_by_its_beginning_or_its_end() {
        let one: Uuid = "01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap();
        let two: Uuid = "01890a5d-ac96-774b-bcce-b302099a9999".parse().unwrap();
        let check = |id| pick("mark", id, [one, two].into_iter());
        for id in [
            "8057",
            "099a8057",
            "099A8057",
            "01890a5d-ac96-774b-bcce-b302099a8057",
            "01890a5dac96774bbcceb302099a8057",
        ] {
            assert_eq!(check(id).unwrap(), one, "{id}");
        }
        assert!(matches!(check("0189"), Err(Failure::AmbiguousId { count: 2, .. })));
        assert!(matches!(check("beef"), Err(Failure::Absent { .. })));
        assert!(matches!(check("057"), Err(Failure::Usage(_))));
    }
}
