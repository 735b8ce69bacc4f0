//! A copy comes back to a library: one edit, one undo, and nothing the second time.

use std::sync::Arc;

use obelus_core::annotation::{Annotation, OnMark, Remark};
use obelus_core::arrive::{Reading, SETTLED};
use obelus_core::article::{Format, Original, RevisionReason};
use obelus_core::edit::Deed;
use obelus_core::id::{ArticleId, GroupId, MarkId, RevisionId, Time};
use obelus_core::mark::{Kind, Status};
use obelus_core::placement::Placement;
use obelus_core::returned::{Brought, CopyOf, Returned};

use crate::scene::{self, Scene, everything, uuid};

const TEXT: [&str; 3] = [
    "Le conseil a rappelé son directeur lundi soir, après une longue réunion.",
    "L’investisseur détient 49% des parts de l’entreprise depuis 2019.",
    "Les profits sont plafonnés à cent fois la mise, dit le contrat signé à Paris.",
];

struct Copied {
    scene: Scene,
    article: ArticleId,
    revision: RevisionId,
    /// A wrong claim, one that was asked about, and a note.
    marks: [MarkId; 3],
}

impl Copied {
    fn out() -> Self {
        let mut scene = Scene::new();
        let article = scene.article("Le retour", &TEXT);
        let marks = [
            scene.mark(article, "49% des parts", Kind::claim(Status::Wrong)),
            scene.mark(article, "plafonnés à cent fois la mise", Kind::claim(Status::Query)),
            scene.mark(article, "lundi soir", Kind::Note),
        ];
        let revision = scene.library.latest_revision(article).unwrap().unwrap().id;
        Self {
            scene,
            article,
            revision,
            marks,
        }
    }

    /// The copy with these lines and comments.
    fn back(&self, lines: &[&str], annotations: Vec<Annotation>) -> Returned {
        let bytes: Arc<[u8]> = lines.concat().into_bytes().into();
        Returned {
            copy: CopyOf {
                article: self.article,
                revision: self.revision,
                is_untouched: lines == TEXT,
            },
            reading: Reading {
                body: Arc::new(scene::body(lines)),
                annotations,
                reason: RevisionReason::Imported,
            },
            pictures: Vec::new(),
            original: (
                Original {
                    format: Format::Docx,
                    bytes: bytes.len() as u64,
                },
                bytes,
            ),
        }
    }

    fn take(&mut self, returned: Returned) -> Brought {
        let touch = scene::touch(self.scene.now());
        let brought = self
            .scene
            .library
            .brought(returned, &touch, &mut uuid)
            .unwrap()
            .unwrap();
        let group = Some(GroupId(uuid()));
        let stamped = brought
            .edits
            .iter()
            .map(|edit| (edit.clone(), scene::stamp(self.scene.now(), group)));
        let stamped = stamped.collect();
        self.scene.library.apply_all(stamped).unwrap();
        brought
    }

    fn note(&self, mark: usize) -> String {
        self.scene.library.mark(self.marks[mark]).unwrap().unwrap().note
    }
}

fn remark(author: &str, words: &str) -> Remark {
    Remark {
        author: Some(author.to_owned()),
        time: Some(Time(20_001 * 86_400_000)),
        words: words.to_owned(),
    }
}

/// A comment on words of these lines: ours on a mark with what was answered, or one of their own.
fn comment(lines: &[&str], words: &str, mark: Option<MarkId>, answers: &[&str]) -> Annotation {
    let text = scene::body(lines).text;
    let ours = mark.map(|_| remark("CR", "✗ Faux · 1"));
    Annotation {
        ranges: vec![text.places_of(words)[0]],
        highlight: None,
        remarks: ours
            .into_iter()
            .chain(answers.iter().map(|words| remark("Jean", words)))
            .collect(),
        done: false,
        on: mark.map(|mark| OnMark { mark, is_ours: true }),
    }
}

/// An accepted correction, a wording of the author's own, an answer, and a comment on other words.
fn answered(copied: &Copied) -> (Vec<String>, Vec<Annotation>) {
    let lines = vec![
        TEXT[0].replace("lundi", "mardi"),
        TEXT[1].replace("49%", "51%"),
        TEXT[2].to_owned(),
    ];
    let shown: Vec<&str> = lines.iter().map(String::as_str).collect();
    let mut settled = comment(&shown, "plafonnés à cent fois la mise", Some(copied.marks[1]), &[]);
    settled.done = true;
    let annotations = vec![
        comment(&shown, "51% des parts", Some(copied.marks[0]), &["Corrigé.", "Merci."]),
        settled,
        comment(&shown, "contrat signé", None, &["Lequel ?"]),
    ];
    (lines, annotations)
}

#[test]
fn answers_notes_and_wording_come_together_and_one_undo_takes_them_back() {
    let mut copied = Copied::out();
    let before = everything(&copied.scene.library);
    let (lines, annotations) = answered(&copied);
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let brought = copied.take(copied.back(&lines, annotations));
    assert_eq!((brought.answers, brought.settled, brought.passages), (2, 1, 2));
    assert_eq!((brought.notes.tally().found, brought.notes.there), (1, 0));
    assert!(!brought.is_behind);

    let library = &copied.scene.library;
    let latest = library.latest_revision(copied.article).unwrap().unwrap();
    assert_eq!((latest.number, Some(latest.id)), (2, brought.version));
    let signed = "— **Jean**, 2024-10-05\n\n";
    assert_eq!(copied.note(0), format!("{signed}Corrigé.\n\n{signed}Merci."));
    let wrong = library.mark(copied.marks[0]).unwrap().unwrap();
    // What the person said of it stays; only the flag goes up.
    assert_eq!(
        (wrong.kind.status(), wrong.kind.is_rechecked()),
        (Some(Status::Wrong), true)
    );
    assert_eq!(wrong.placement_in(latest.id), Some(Placement::Edited));
    let asked = library.mark(copied.marks[1]).unwrap().unwrap();
    assert_eq!(asked.kind, Kind::claim(Status::Query));
    assert!(asked.tags.contains(SETTLED) && asked.note.is_empty());
    let new = library.all_marks(copied.article).unwrap();
    let new = new.iter().find(|mark| !copied.marks.contains(&mark.id)).unwrap();
    assert_eq!(
        (new.kind, &*new.note, &*new.created.by),
        (Kind::Note, "Lequel ?", "Jean")
    );
    assert_eq!(new.places[0].quote, "contrat signé");
    assert_eq!(library.check().unwrap(), []);

    let taken = everything(&copied.scene.library);
    let rest = |all: &str| all.split_once("ShelfRow").map(|(_, rest)| rest.to_owned());
    assert!(
        copied
            .scene
            .undo()
            .unwrap()
            .1
            .iter()
            .any(|line| line.deed == Deed::Revised)
    );
    assert_eq!(rest(&everything(&copied.scene.library)), rest(&before));
    copied.scene.redo().unwrap();
    assert_eq!(rest(&everything(&copied.scene.library)), rest(&taken));
}

#[test]
fn the_same_copy_brings_nothing_the_second_time() {
    let mut copied = Copied::out();
    let (lines, annotations) = answered(&copied);
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    copied.take(copied.back(&lines, annotations.clone()));
    let again = copied.take(copied.back(&lines, annotations.clone()));
    assert_eq!((again.edits.len(), again.notes.there, again.version), (0, 3, None));
    // Neither after another version came in, of which that file knows nothing.
    copied
        .scene
        .revise(copied.article, &[TEXT[0], "Une phrase de plus.", TEXT[2]]);
    let again = copied.take(copied.back(&lines, annotations));
    assert_eq!(again.edits, []);
}

#[test]
fn a_copy_of_an_older_version_brings_its_answers_and_says_that_its_text_is_behind() {
    let mut copied = Copied::out();
    let newer = [TEXT[0], TEXT[1], "Les profits ne sont plus plafonnés.", "Fin."];
    copied.scene.revise(copied.article, &newer);
    let asked = comment(&TEXT, "49% des parts", Some(copied.marks[0]), &["Source ?"]);
    let own = comment(&TEXT, "longue réunion", None, &["Combien de temps ?"]);
    let gone = comment(&TEXT, "cent fois la mise", None, &["Et avant ?"]);
    let brought = copied.take(copied.back(&TEXT, vec![asked, own, gone]));
    assert_eq!((brought.answers, brought.version, brought.is_behind), (1, None, false));
    // What was said of words that are gone is kept, and asks where it belongs.
    let tally = brought.notes.tally();
    assert_eq!((tally.found, tally.lost + tally.changed + tally.ambiguous), (1, 1));
    let edited: Vec<String> = TEXT.iter().map(|line| line.replace("lundi", "mardi")).collect();
    let edited: Vec<&str> = edited.iter().map(String::as_str).collect();
    let touch = scene::touch(copied.scene.now());
    let returned = copied.back(&edited, Vec::new());
    let brought = copied
        .scene
        .library
        .brought(returned, &touch, &mut uuid)
        .unwrap()
        .unwrap();
    assert!(brought.is_behind && brought.version.is_some());
}

#[test]
fn what_was_answered_to_a_mark_that_is_gone_becomes_a_note() {
    let mut copied = Copied::out();
    let mark = copied.marks[0];
    copied
        .scene
        .apply(obelus_core::edit::Edit::RemoveMarks { marks: vec![mark] })
        .unwrap();
    let unanswered = comment(&TEXT, "49% des parts", Some(mark), &[]);
    assert_eq!(copied.take(copied.back(&TEXT, vec![unanswered])).edits, []);
    let answered = comment(&TEXT, "49% des parts", Some(mark), &["C’est juste."]);
    let brought = copied.take(copied.back(&TEXT, vec![answered]));
    assert_eq!((brought.answers, brought.notes.marks.len()), (0, 1));
    assert!(brought.notes.marks[0].note.ends_with("C’est juste."));
}

#[test]
fn a_copy_of_an_article_that_is_not_here_is_somebody_elses() {
    let mut copied = Copied::out();
    let mut returned = copied.back(&TEXT, Vec::new());
    returned.copy.article = ArticleId(uuid());
    let touch = scene::touch(copied.scene.now());
    assert!(
        copied
            .scene
            .library
            .brought(returned, &touch, &mut uuid)
            .unwrap()
            .is_none()
    );
}
