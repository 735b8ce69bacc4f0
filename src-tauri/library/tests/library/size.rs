//! A large article with many marks is as quick to change as a small one.

use std::time::{Duration, Instant};

use obelus_core::edit::{Edit, MarkChange};
use obelus_core::id::{ArticleId, MarkId};
use obelus_core::mark::{Kind, Mark, Status};
use obelus_core::text::TextRange;

use crate::scene::{self, Scene};

/// An article of so many words, and so many marks in it.
fn filled(words: usize, count: usize) -> (Scene, ArticleId, Vec<MarkId>) {
    let mut scene = Scene::new();
    let lines: Vec<String> = (0..words / 50)
        .map(|n| format!("été {n} {}", "mot ".repeat(48).trim()))
        .collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let article = scene.article("Grand", &lines);
    let revision = scene.library.latest_revision(article).unwrap().unwrap().id;
    let text = scene.library.body(revision).unwrap().text.clone();
    let stride = text.len() / count as u32;
    let marks: Vec<Mark> = (0..count as u32)
        .map(|n| {
            let touch = scene::touch(scene.now());
            let range = TextRange::new(&text, n * stride, n * stride + 3).unwrap();
            scene::a_mark(
                article,
                Kind::claim(Status::Unchecked),
                touch,
                vec![scene::a_place(revision, &text, range)],
            )
        })
        .collect();
    let ids = marks.iter().map(|mark| mark.id).collect();
    scene.apply(Edit::AddMarks { marks }).unwrap();
    (scene, article, ids)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// The median time of what one key press asks of the library: the edit, and the reading of what it changed.
fn one_edit(words: usize, count: usize) -> Duration {
    let (mut scene, article, ids) = filled(words, count);
    let times = ids.iter().cycle().take(41).map(|&mark| {
        let touch = scene::touch(scene.now());
        let change = MarkChange::Kind(Kind::claim(Status::Wrong));
        let began = Instant::now();
        scene.apply(Edit::ChangeMark { mark, change, touch }).unwrap();
        scene.library.mark(mark).unwrap().unwrap();
        scene.library.shelf_row(article).unwrap().unwrap();
        scene.library.undoable().unwrap().unwrap();
        began.elapsed()
    });
    median(times.collect())
}

#[test]
fn an_edit_among_ten_thousand_marks_is_as_quick_as_among_a_hundred() {
    let (small, large) = (one_edit(2_000, 100), one_edit(200_000, 10_000));

    assert!(
        large < small * 8 + Duration::from_millis(20),
        "{small:?} became {large:?}"
    );
}
