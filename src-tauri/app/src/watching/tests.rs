//! Files are written as editors write them, and what is told of them is read.

use std::fs;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Weak};
use std::time::{Duration, SystemTime};

use obelus_core::id::ArticleId;
use obelus_intake::Intake;
use tempfile::TempDir;
use uuid::Uuid;

use super::Watching;
use crate::arrivals;
use crate::clipboard::Clipboard;
use crate::coming::Coming;
use crate::desk::Desk;
use crate::held::Held;
use crate::preferences::Kept;
use crate::revising::{revise, revise_from_file};
use crate::watch::Pace;
use crate::wire::versions::Watched;

/// How long a machine that does other things may take to report what was done to a file.
const PATIENCE: Duration = Duration::from_secs(60);

/// Only what the system reports counts: nobody looks again within a test.
const REPORTED: Pace = Pace {
    still: Duration::from_millis(50),
    again: Duration::from_secs(3600),
};

/// The system reports, and the file is looked at soon again.
const LOOKED_AT: Pace = Pace {
    still: Duration::from_millis(50),
    again: Duration::from_millis(100),
};

const DRAFT: &str = "# A draft\n\nIt holds 49% of the shares.\n";
const BETTER: &str = "# A draft\n\nIt holds 49% of the profits.\n";

struct Newsroom {
    folder: TempDir,
    desk: Arc<Desk>,
    watching: Arc<Watching>,
    /// Each time that a file was compared: for which article, and what was told, if anything.
    compared: Receiver<(ArticleId, Option<Watched>)>,
}

impl Newsroom {
    fn new(pace: Pace) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let library = Held::begin(Some(folder.path().join("library.obelus")));
        let desk = Arc::new(Desk::with(
            Kept::read(folder.path()),
            library,
            Vec::new(),
            Ok(Intake::unguarded()),
        ));
        let (sender, compared) = channel();
        let compares = Arc::clone(&desk);
        let watching = Arc::new_cyclic(|watching: &Weak<Watching>| {
            let watching = Weak::clone(watching);
            Watching::new(pace, move |article, look| {
                let Some(watching) = watching.upgrade() else { return };
                let told = std::cell::Cell::new(None);
                watching.heard(&compares, article, look, |watched| told.set(Some(watched)));
                // Nobody listens any more when the test is over.
                let _ = sender.send((article, told.into_inner()));
            })
        });
        Self {
            folder,
            desk,
            watching,
            compared,
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Puts a file there whole, so that not even a slow machine sees half of it.
    fn put(&self, name: &str, words: &str) {
        let (new, path) = (self.path("new"), self.path(name));
        fs::write(&new, words).unwrap();
        fs::rename(new, path).unwrap();
    }

    /// Writes a file and brings it in.
    fn bring_in(&self, name: &str, words: &str) -> ArticleId {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, words).unwrap();
        let arrivals = arrivals::read_files(&self.desk, &[path], &|_| {});
        assert_eq!(arrivals.failures, []);
        // Its words may be there already.
        *arrivals.articles.iter().chain(&arrivals.there).next().unwrap()
    }

    /// Opens an article, as its window would.
    fn open(&self, article: ArticleId) -> Option<Watched> {
        let latest = self.desk.library(|library| library.latest_revision(article)).unwrap();
        self.watching.opened(&self.desk, article, latest.unwrap().id)
    }

    /// Brings in a draft and opens it; it has been compared once.
    fn watches(&self, name: &str, words: &str) -> ArticleId {
        let article = self.bring_in(name, words);
        assert!(self.open(article).unwrap().on);
        assert_eq!(self.next(article), None, "a file that was just read says nothing new");
        article
    }

    /// Takes the file in as a new version, as the person may at any time.
    fn takes_in(&self, article: ArticleId) {
        let path = self.desk.watched_file(article).unwrap().path;
        assert!(!revise_from_file(&self.desk, article, &path).unwrap().same);
        assert!(!self.watching.taken(&self.desk, article).unwrap().changed);
    }

    /// What is told when the file of the article is compared the next time.
    fn next(&self, article: ArticleId) -> Option<Watched> {
        loop {
            let (of, told) = self.compared.recv_timeout(PATIENCE).expect("the file is compared");
            if of == article {
                return told;
            }
            assert_eq!(told, None, "nothing is told of another article");
        }
    }

    /// What is told next, however often the file is compared before.
    fn told(&self, article: ArticleId) -> Told {
        loop {
            if let Some(watched) = self.next(article) {
                return Told::from(&watched);
            }
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Told {
    Changed,
    Missing,
    Quiet,
}

impl From<&Watched> for Told {
    fn from(watched: &Watched) -> Self {
        match (watched.changed, watched.missing) {
            (true, _) => Self::Changed,
            (_, true) => Self::Missing,
            _ => Self::Quiet,
        }
    }
}

#[test]
fn a_file_that_is_written_in_place_has_changed() {
    let room = Newsroom::new(REPORTED);
    let article = room.watches("draft.md", DRAFT);
    fs::write(room.path("draft.md"), BETTER).unwrap();
    assert_eq!(room.told(article), Told::Changed);
    let again = room.open(article).unwrap();
    assert!(
        again.changed,
        "and it has changed still when the article is opened again"
    );
    assert_eq!(
        (again.name.as_str(), again.path),
        ("draft.md", room.path("draft.md").display().to_string())
    );
}

#[test]
fn a_file_that_another_one_is_put_over_has_changed() {
    let room = Newsroom::new(REPORTED);
    let article = room.watches("draft.md", DRAFT);
    // gedit and LibreOffice: another file, and then its name.
    for (words, number) in [(BETTER, 1), ("# A draft\n\nAnd again.\n", 2)] {
        let new = room.path(&format!(".goutputstream-{number}"));
        fs::write(&new, words).unwrap();
        fs::rename(&new, room.path("draft.md")).unwrap();
        assert_eq!(room.told(article), Told::Changed);
    }
}

#[test]
fn a_file_that_is_moved_away_and_written_anew_has_changed_and_was_never_missing() {
    let room = Newsroom::new(Pace {
        still: Duration::from_secs(1),
        ..REPORTED
    });
    let article = room.watches("draft.md", DRAFT);
    // vim: the old one becomes the backup, which goes when the new one is there.
    for words in [BETTER, "# A draft\n\nAnd again.\n"] {
        fs::rename(room.path("draft.md"), room.path("draft.md~")).unwrap();
        fs::write(room.path("draft.md"), words).unwrap();
        fs::remove_file(room.path("draft.md~")).unwrap();
        assert_eq!(room.told(article), Told::Changed);
    }
}

#[test]
fn a_file_that_was_emptied_waits_until_it_is_filled() {
    let room = Newsroom::new(REPORTED);
    let article = room.watches("draft.md", DRAFT);
    fs::write(room.path("draft.md"), "").unwrap();
    assert_eq!(room.next(article), None);
    fs::write(room.path("draft.md"), BETTER).unwrap();
    assert_eq!(room.told(article), Told::Changed);
    fs::write(room.path("draft.md"), "").unwrap();
    assert_eq!(room.told(article), Told::Quiet, "there is nothing to take in");
    fs::write(room.path("draft.md"), BETTER).unwrap();
    assert_eq!(room.told(article), Told::Changed);
}

#[test]
fn a_file_that_is_no_article_for_now_waits_as_well() {
    let room = Newsroom::new(REPORTED);
    let article = room.watches("draft.md", DRAFT);
    fs::write(room.path("draft.md"), b"PK\x03\x04\0\0\0\0 not words at all").unwrap();
    assert_eq!(room.next(article), None);
    fs::remove_file(room.path("draft.md")).unwrap();
    fs::create_dir(room.path("draft.md")).unwrap();
    room.next(article);
    fs::remove_dir(room.path("draft.md")).unwrap();
    room.put("draft.md", BETTER);
    while room.told(article) != Told::Changed {}
}

#[test]
fn a_touch_says_nothing_nor_does_another_way_to_write_the_same_words() {
    let room = Newsroom::new(REPORTED);
    let article = room.watches("draft.md", DRAFT);
    let file = fs::File::options().append(true).open(room.path("draft.md")).unwrap();
    file.set_modified(SystemTime::now() + Duration::from_secs(100)).unwrap();
    assert_eq!(room.next(article), None);
    drop(file);
    // Closing it stirs it again on some systems; then the same is written with other line ends and a mark in front.
    fs::write(
        room.path("draft.md"),
        format!("\u{feff}{}", DRAFT.replace('\n', "\r\n")),
    )
    .unwrap();
    assert_eq!(room.next(article), None);
    fs::write(room.path("draft.md"), BETTER).unwrap();
    assert_eq!(room.told(article), Told::Changed);
    fs::write(room.path("draft.md"), DRAFT).unwrap();
    assert_eq!(room.told(article), Told::Quiet, "the author took it back");
}

#[test]
fn a_file_that_disappears_is_missed_until_it_is_back() {
    let room = Newsroom::new(REPORTED);
    let article = room.watches("draft.md", DRAFT);
    fs::remove_file(room.path("draft.md")).unwrap();
    assert_eq!(room.told(article), Told::Missing);
    room.put("draft.md", DRAFT);
    assert_eq!(room.told(article), Told::Quiet);
    fs::rename(room.path("draft.md"), room.path("elsewhere.md")).unwrap();
    assert_eq!(room.told(article), Told::Missing);
    room.put("draft.md", BETTER);
    assert_eq!(room.told(article), Told::Changed);
}

#[test]
fn a_folder_that_is_removed_takes_its_files_along_and_brings_them_back() {
    let room = Newsroom::new(LOOKED_AT);
    let article = room.watches("desk/draft.md", DRAFT);
    for _ in 0..2 {
        fs::remove_dir_all(room.path("desk")).unwrap();
        assert_eq!(room.told(article), Told::Missing);
        fs::create_dir(room.path("desk")).unwrap();
        room.put("desk/draft.md", BETTER);
        assert_eq!(room.told(article), Told::Changed);
    }
    fs::rename(room.path("desk"), room.path("old desk")).unwrap();
    assert_eq!(room.told(article), Told::Missing);
    fs::create_dir(room.path("desk")).unwrap();
    room.put("desk/draft.md", DRAFT);
    assert_eq!(room.told(article), Told::Quiet);
}

#[test]
fn a_folder_made_again_is_watched_again() {
    let room = Newsroom::new(REPORTED);
    let article = room.watches("desk/draft.md", DRAFT);
    fs::remove_dir_all(room.path("desk")).unwrap();
    assert_eq!(room.told(article), Told::Missing);
    fs::create_dir(room.path("desk")).unwrap();
    room.put("desk/draft.md", DRAFT);
    // Opening the article looks at its file; from then on the system reports.
    room.open(article);
    assert_eq!(room.told(article), Told::Quiet);
    fs::write(room.path("desk/draft.md"), BETTER).unwrap();
    assert_eq!(room.told(article), Told::Changed);
}

#[test]
#[cfg(unix)]
fn a_link_changes_with_the_file_it_leads_to() {
    let room = Newsroom::new(REPORTED);
    fs::create_dir(room.path("far")).unwrap();
    fs::write(room.path("far/real.md"), DRAFT).unwrap();
    std::os::unix::fs::symlink(room.path("far/real.md"), room.path("draft.md")).unwrap();
    let article = room.watches("draft.md", DRAFT);
    fs::write(room.path("far/real.md"), BETTER).unwrap();
    assert_eq!(room.told(article), Told::Changed);
}

#[test]
fn what_changed_while_nobody_watched_is_told_when_the_article_is_opened() {
    let room = Newsroom::new(REPORTED);
    let (changed, same, gone) = (
        room.bring_in("changed.md", DRAFT),
        room.bring_in("same.md", "# Another\n\nSix.\n"),
        room.bring_in("gone.md", "# A third\n\nSeven.\n"),
    );
    fs::write(room.path("changed.md"), BETTER).unwrap();
    fs::remove_file(room.path("gone.md")).unwrap();
    assert!(!room.open(changed).unwrap().changed, "nobody waits for a disk");
    assert_eq!(room.told(changed), Told::Changed);
    room.open(same);
    assert_eq!(room.next(same), None);
    room.open(gone);
    assert_eq!(room.told(gone), Told::Missing);
}

#[test]
fn a_page_is_watched_only_if_the_person_says_so_and_a_draft_unless_they_say_not_to() {
    let room = Newsroom::new(REPORTED);
    let page = "<!doctype html><title>A page</title><article><h1>A page</h1><p>It says a thing or two.</p></article>";
    let article = room.bring_in("page.html", page);
    assert!(!room.open(article).unwrap().on);
    assert!(room.watching.watch(&room.desk, article, true).unwrap().on);
    assert_eq!(room.next(article), None);
    fs::write(room.path("page.html"), page.replace("or two", "or three")).unwrap();
    assert_eq!(room.told(article), Told::Changed);

    let off = room.watching.watch(&room.desk, article, false).unwrap();
    assert!(!off.on && !off.changed);
    assert!(!room.open(article).unwrap().on, "it stays so");
    let draft = room.watches("draft.md", DRAFT);
    fs::write(room.path("page.html"), page).unwrap();
    fs::write(room.path("draft.md"), BETTER).unwrap();
    assert_eq!(room.told(draft), Told::Changed, "and only the draft is compared");
}

#[test]
fn of_many_articles_only_the_one_whose_file_changed_is_told_of() {
    let room = Newsroom::new(REPORTED);
    let name = |number: usize| format!("desk {}/draft {number}.md", number % 3);
    // Nothing like each other: nobody asks whether one is a version of another.
    let words = || format!("# {}\n\n{} {}\n", Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7());
    let articles: Vec<ArticleId> = (0..40).map(|number| room.watches(&name(number), &words())).collect();
    for number in [0, 17, 39] {
        fs::write(room.path(&name(number)), words()).unwrap();
        assert_eq!(room.told(articles[number]), Told::Changed);
    }
}

#[test]
fn an_article_that_is_not_from_a_file_or_was_erased_has_nothing_to_watch() {
    let room = Newsroom::new(REPORTED);
    let pasted = Clipboard {
        html: None,
        text: "Words that were pasted.".into(),
    };
    let pasted = arrivals::read_clipboard(&room.desk, &pasted).unwrap().articles[0];
    assert_eq!(room.open(pasted), None);
    let article = room.watches("draft.md", DRAFT);
    room.desk.forget_files(&[article]);
    assert_eq!(room.open(article), None);
}

#[test]
fn what_was_taken_in_is_nothing_new_until_it_is_taken_back() {
    let room = Newsroom::new(REPORTED);
    let article = room.watches("draft.md", DRAFT);
    room.put("draft.md", BETTER);
    assert_eq!(room.told(article), Told::Changed);
    room.takes_in(article);
    assert_eq!(room.next(article), None);
    assert!(!room.open(article).unwrap().changed);

    let stamp = room.desk.stamp(None);
    room.desk.library(|library| library.undo(stamp)).unwrap();
    room.open(article);
    assert_eq!(room.told(article), Told::Changed);
    room.put("draft.md", DRAFT);
    assert_eq!(room.told(article), Told::Quiet);
}

#[test]
fn what_an_author_goes_back_to_is_new_again() {
    let room = Newsroom::new(REPORTED);
    let article = room.watches("draft.md", DRAFT);
    room.put("draft.md", BETTER);
    assert_eq!(room.told(article), Told::Changed);
    room.takes_in(article);
    assert_eq!(room.next(article), None);
    room.put("draft.md", DRAFT);
    assert_eq!(room.told(article), Told::Changed);
}

#[test]
fn a_version_from_elsewhere_does_not_make_the_file_new() {
    let room = Newsroom::new(REPORTED);
    let article = room.watches("draft.md", DRAFT);
    let pasted = Coming::of_clipboard(
        &Intake::unguarded(),
        &Clipboard {
            html: None,
            text: "A draft\n\nIt was sent by mail.\n".into(),
        },
        &|| false,
    );
    revise(&room.desk, article, &pasted.unwrap()).unwrap();
    room.open(article);
    assert_eq!(room.next(article), None);
    room.put("draft.md", BETTER);
    assert_eq!(room.told(article), Told::Changed);
}

#[test]
fn an_article_that_was_pasted_is_watched_once_its_file_was_opened() {
    let room = Newsroom::new(REPORTED);
    let words = "The mayor said on Monday that the town had opened twelve centres in a year, and that it would open \
                 ten more before the summer, as the council had asked.";
    let pasted = Clipboard {
        html: None,
        text: words.into(),
    };
    let pasted = arrivals::read_clipboard(&room.desk, &pasted).unwrap().articles[0];
    assert_eq!(room.open(pasted), None);
    assert_eq!(room.watches("draft.txt", words), pasted);
    room.put("draft.txt", &words.replace("twelve", "eleven"));
    assert_eq!(room.told(pasted), Told::Changed);
}
