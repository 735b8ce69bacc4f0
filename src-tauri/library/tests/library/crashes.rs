//! A process that is killed loses nothing that was acknowledged.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use obelus_core::edit::{Edit, MarkChange};
use obelus_core::id::Time;
use obelus_core::mark::{Kind, Status};
use obelus_library::Library;

use crate::scene;

const LIBRARY: &str = "OBELUS_TEST_KILLED_LIBRARY";
const KILLS: u32 = 10;

/// Not a test by itself: what the process does that the next test kills. It writes notes without end and says
/// each that was acknowledged.
#[test]
fn writes_until_it_is_killed() {
    let Some(file) = std::env::var_os(LIBRARY) else { return };
    let mut library = Library::open(Path::new(&file), "desk").unwrap();
    let article = library.shelf().unwrap()[0].article.id;
    let revision = library.latest_revision(article).unwrap().unwrap().id;
    let mark = library.marks(article, revision).unwrap()[0].clone();
    let from: u64 = mark.note.parse().unwrap();
    let mut said = std::io::stdout().lock();
    for n in from + 1.. {
        let touch = scene::touch(Time(n as i64));
        let change = MarkChange::Note(n.to_string());
        let edit = Edit::ChangeMark {
            mark: mark.id,
            change,
            touch,
        };
        library.apply(edit, scene::stamp(Time(n as i64), None)).unwrap();
        writeln!(said, "acknowledged {n}").unwrap();
        said.flush().unwrap();
    }
}

#[test]
fn what_was_acknowledged_is_there_after_a_kill() {
    let mut scene = scene::Scene::new();
    let article = scene.article("Départ", &["Il détient 49% des parts."]);
    let mark = scene.mark(article, "49%", Kind::claim(Status::Unchecked));
    scene.note(mark, "0");
    let (
        file,
        scene::Scene {
            folder: _folder,
            library,
            ..
        },
    ) = (scene.file(), scene);
    drop(library);
    for kill in 0..KILLS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "crashes::writes_until_it_is_killed", "--nocapture"])
            .env(LIBRARY, &file)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let heard = |line: std::io::Result<String>| -> Option<u64> {
            line.unwrap().split_once("acknowledged ")?.1.trim().parse().ok()
        };
        let mut last = lines.by_ref().find_map(heard).unwrap();
        // At no moment in particular: the writer goes on while this sleeps.
        std::thread::sleep(Duration::from_millis(u64::from(7 + 13 * kill)));
        child.kill().unwrap();
        child.wait().unwrap();
        last = lines.filter_map(heard).last().unwrap_or(last);

        let library = Library::open(&file, "desk").unwrap();
        assert_eq!(library.check().unwrap(), []);
        let note: u64 = library.mark(mark).unwrap().unwrap().note.parse().unwrap();
        // One more may have been committed before it could be said.
        assert!(note == last || note == last + 1, "acknowledged {last}, found {note}");
    }
}
