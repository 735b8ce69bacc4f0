//! An article as it is opened: what there is to be read and seen of it.

use obelus_core::article::Article;
use obelus_core::id::{ArticleId, RevisionId};
use obelus_core::mark::Mark;
use obelus_core::placement::{Carried, Placement};
use obelus_library::Library;

use crate::desk::Desk;
use crate::watching::Watching;
use crate::wire::versions::OpenReview;
use crate::wire::{Failure, OpenArticle};

/// What there is to be read and seen of an article.
pub(crate) fn opened(
    desk: &Desk,
    watching: &Watching,
    article: ArticleId,
    revision: Option<u32>,
) -> Result<OpenArticle, Failure> {
    let opened = desk.library(|library| read(library, article, revision))?;
    Ok(shown(desk, watching, opened))
}

/// The same as the library has it, all that is known of its marks included.
pub(crate) fn read(library: &Library, article: ArticleId, revision: Option<u32>) -> Result<OpenArticle, Failure> {
    let row = in_shelf(library, article)?;
    let versions = library.revisions(article)?;
    let latest = versions.last().ok_or(Failure::Gone)?.id;
    let asked = match revision {
        Some(number) => versions.iter().find(|version| version.number == number),
        None => versions.last(),
    };
    let shown = asked.ok_or(Failure::Gone)?.clone();
    let (marks, unplaced) = marks_in(library, article, shown.id)?;
    let review = if shown.id == latest {
        questions(&marks, &unplaced)
    } else {
        let (marks, unplaced) = marks_in(library, article, latest)?;
        questions(&marks, &unplaced)
    };
    Ok(OpenArticle {
        body: library.body(shown.id)?,
        marks,
        unplaced,
        review,
        watched: None,
        article: row,
        revision: shown,
        versions,
    })
}

/// What of it crosses to the screen; its file is watched from now on.
pub(crate) fn shown(desk: &Desk, watching: &Watching, mut opened: OpenArticle) -> OpenArticle {
    opened.marks.iter_mut().for_each(leave_trivia_out);
    if let Some(latest) = opened.versions.last() {
        opened.watched = watching.opened(desk, opened.article.id, latest.id);
    }
    opened
}

/// The marks of a revision, and those that came to it without a place.
fn marks_in(library: &Library, article: ArticleId, revision: RevisionId) -> Result<(Vec<Mark>, Vec<Mark>), Failure> {
    Ok((library.marks(article, revision)?, library.unplaced(article, revision)?))
}

/// How a mark came where it stands says something only where a passage of it changed. With ten thousand marks the rest
/// would be most of what crosses to the screen.
fn leave_trivia_out(mark: &mut Mark) {
    let is_trivial =
        |carried: &Carried| matches!(carried.placement, Placement::Kept | Placement::Moved) && carried.answer.is_none();
    if mark.carried.iter().all(is_trivial) {
        mark.carried.clear();
    }
}

/// How many marks of the latest revision ask for an answer, if any does.
fn questions(marks: &[Mark], unplaced: &[Mark]) -> Option<OpenReview> {
    let is_open = |mark: &&Mark| mark.carried.iter().any(|carried| carried.is_open(mark.kind));
    let open = marks.iter().chain(unplaced).filter(is_open).count() as u32;
    (open > 0).then_some(OpenReview { open })
}

fn in_shelf(library: &Library, id: ArticleId) -> Result<Article, Failure> {
    let article = library.article(id)?.ok_or(Failure::Gone)?;
    if article.binned.is_some() {
        return Err(Failure::InBin);
    }
    Ok(article)
}

#[cfg(test)]
mod tests {
    use obelus_core::mark::{Kind, Status};

    use super::*;
    use crate::revising::revise;
    use crate::test_desk::{TestDesk, coming};

    #[test]
    fn what_a_version_left_alone_crosses_without_how_it_came_and_what_it_changed_with_it() {
        let desk = TestDesk::new();
        let article = desk.article("Le conseil s’est réuni lundi. Microsoft détient 49% des parts de l’entreprise.");
        let kept = desk.mark(article, "lundi", Kind::claim(Status::Confirmed));
        let edited = desk.mark(article, "49% des parts", Kind::claim(Status::Confirmed));
        let newer = "Le conseil s’est réuni lundi. Microsoft détient 51% des parts de l’entreprise.";
        revise(&desk.desk, article, &coming(newer)).unwrap();
        let carried = |id| {
            let mut mark = desk.read(id);
            leave_trivia_out(&mut mark);
            mark.carried.len()
        };
        assert_eq!((carried(kept), carried(edited)), (0, 1));
    }
}
