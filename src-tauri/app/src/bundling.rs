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
        let mut taken = take(desk, &item.shown, &read, IfTwoTexts::LeaveIt)?;
        if taken.articles.iter().any(|one| one.how == How::TwoTexts) {
            taken.question = Some(desk.bundles.put(item.shown.clone(), read));
        }
        Ok(taken)
    })
}

/// The person said that what they were asked about may be an article of its own.
pub(crate) fn take_as_copy(desk: &Desk, question: u32) -> Result<TakenBundle, Failure> {
    let (name, read) = desk.bundles.take(question).ok_or(Failure::Gone)?;
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
            question: None,
        })
    })
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::arrivals::read_files;
    use crate::revising::revise;
    use crate::test_desk::{TestDesk, coming};

    /// An article that has another second version here than in the bundle that a colleague hands back.
    fn parted(desk: &TestDesk, text: &str, back: &str) -> (ArticleId, PathBuf) {
        let article = desk.article(text);
        let path = desk.file(back, "");
        write(desk, article, &path);
        let colleague = TestDesk::new();
        read_files(&colleague.desk, std::slice::from_ref(&path), &|_| ());
        revise(&colleague.desk, article, &coming(&format!("{text}\n\nVu de là-bas."))).unwrap();
        write(&colleague, article, &path);
        revise(&desk.desk, article, &coming(&format!("{text}\n\nVu d’ici."))).unwrap();
        (article, path)
    }

    fn write(desk: &TestDesk, article: ArticleId, path: &Path) {
        std::fs::write(path, written(&desk.desk, article, path).unwrap()).unwrap();
    }

    #[test]
    fn each_of_several_bundles_with_another_text_is_asked_about() {
        let desk = TestDesk::new();
        let tram = parted(&desk, "La ligne 4 a coûté douze millions.", "tram.obelus");
        let port = parted(&desk, "Le port emploie trois cents personnes.", "port.obelus");
        let bundled = read_files(&desk.desk, &[tram.1, port.1], &|_| ()).bundled;
        let questions: Vec<u32> = bundled.iter().filter_map(|one| one.question).collect();
        assert_eq!(questions.len(), 2, "{bundled:?}");
        // Whichever is answered first, it is the one that was asked about.
        for (nth, article) in [(1, port.0), (0, tram.0)] {
            let copied = take_as_copy(&desk.desk, questions[nth]).unwrap();
            assert_eq!(copied.name, bundled[nth].name);
            assert_eq!(copied.articles[0].how, How::Copy);
            assert_ne!(copied.articles[0].article, article, "it is an article of its own");
        }
        assert_eq!(take_as_copy(&desk.desk, questions[0]).unwrap_err(), Failure::Gone);
    }
}
