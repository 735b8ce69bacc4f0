//! The laws of an arrival: whatever comes in is taken back whole and made again, and every note says its words.

use std::sync::Arc;

use obelus_core::annotation::{Annotation, Remark};
use obelus_core::arrive::{Arriving, Reading, arrive};
use obelus_core::article::{Format, Original, RevisionReason};
use obelus_core::body::Body;
use obelus_core::edit::{Edit, Rows};
use obelus_core::id::Time;
use obelus_core::mark::{Colour, Mark};
use obelus_core::placement::Placement;
use obelus_core::text::{Text, TextRange};
use proptest::prelude::*;
use uuid::Uuid;

use crate::desk::{Desk, TEXT, add_article, add_article_of, article_id, paragraphs};
use crate::laws::{Rewrite, rewrite, rewritten, rows};

/// A note on some stretches of a text; the numbers are folded into it.
#[derive(Clone, Debug)]
struct Note {
    stretches: Vec<(u32, u32)>,
    colour: Option<usize>,
    remarks: Vec<(Option<String>, Option<i64>, String)>,
    done: bool,
    /// Whether it stands in the one reading, in the other one, or in both.
    with: bool,
    without: bool,
}

fn note() -> impl Strategy<Value = Note> {
    let remark = (prop::option::of("[A-C]?"), prop::option::of(0i64..3), "[a-c*_ ]{0,3}");
    let stretches = prop::collection::vec((0u32..90, 0u32..90), 1..4);
    let parts = (
        stretches,
        prop::option::of(0usize..4),
        prop::collection::vec(remark, 0..3),
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
    );
    parts.prop_map(|(stretches, colour, remarks, done, with, without)| Note {
        stretches,
        colour,
        remarks,
        done,
        with,
        without,
    })
}

/// As a reader would hand it over: on ranges of the text, where there are any.
fn annotation(note: &Note, text: &Text) -> Option<Annotation> {
    let length = text.len() + 1;
    let stretch = |&(a, b): &(u32, u32)| {
        let (a, b) = (a % length, b % length);
        text.selection(a.min(b), a.max(b)).ok()
    };
    let ranges: Vec<TextRange> = note.stretches.iter().filter_map(stretch).collect();
    let remarks = note.remarks.iter().map(|(author, time, words)| Remark {
        author: author.clone(),
        time: time.map(Time),
        words: words.clone(),
    });
    (!ranges.is_empty()).then(|| Annotation {
        highlight: note.colour.map(|n| Colour::ALL[n]),
        remarks: remarks.collect(),
        done: note.done,
        on: None,
        ranges,
    })
}

fn reading(text: &str, reason: RevisionReason, notes: &[Note], stands: impl Fn(&Note) -> bool) -> Reading {
    let text = Text::new(text.to_owned());
    let annotations = notes.iter().filter(|note| stands(note));
    Reading {
        annotations: annotations.filter_map(|note| annotation(note, &text)).collect(),
        reason,
        body: Arc::new(Body {
            blocks: paragraphs(text.as_str()),
            text,
            asides: Vec::new(),
            pages: Vec::new(),
        }),
    }
}

/// What comes in: a text, and where its changes are tracked, the text without them.
fn arriving(notes: &[Note], changes: Option<Vec<Rewrite>>) -> Arriving {
    let Edit::AddArticle { article, .. } = add_article(0) else {
        unreachable!("it adds an article")
    };
    let tracks = changes.is_some();
    let reason = if tracks {
        RevisionReason::Accepted
    } else {
        RevisionReason::Imported
    };
    let other = changes.map(|changes| {
        let without = rewritten(TEXT, changes);
        reading(&without, RevisionReason::Rejected, notes, |note| note.without)
    });
    let original = Original {
        format: Format::Docx,
        bytes: 3,
    };
    Arriving {
        article,
        reading: reading(TEXT, reason, notes, |note| note.with || !tracks),
        other,
        pictures: Vec::new(),
        original: (original, Arc::from(&b"abc"[..])),
    }
}

fn edits(arriving: Arriving) -> Vec<Edit> {
    let mut last = 0x9000;
    arrive(arriving, &mut || {
        last += 1;
        Uuid::from_u128(last)
    })
}

/// The ranges are those of the text that a mark stands in, and say its words.
fn says_its_words(desk: &Desk, mark: &Mark) -> Result<(), TestCaseError> {
    for place in &mark.places {
        let text = &desk.bodies[&place.revision].text;
        prop_assert_eq!(text.slice(place.range), &place.quote);
    }
    Ok(())
}

proptest! {
    #[test]
    fn what_arrived_is_taken_back_whole_and_made_again_the_same(
        notes in prop::collection::vec(note(), 0..6),
        changes in prop::option::of(prop::collection::vec(rewrite(), 0..4)),
    ) {
        let mut desk = Desk::default();
        add_article_of(1, "Un autre article, qui est déjà là.").apply(&mut desk).unwrap();
        let before = rows(&desk);
        let inverses: Vec<Edit> = edits(arriving(&notes, changes))
            .iter()
            .map(|edit| edit.apply(&mut desk).unwrap().0)
            .collect();
        let after = rows(&desk);
        let mut again = Vec::new();
        for inverse in inverses.iter().rev() {
            again.push(inverse.apply(&mut desk).unwrap().0);
        }
        prop_assert_eq!(&rows(&desk), &before);
        for edit in again.iter().rev() {
            edit.apply(&mut desk).unwrap();
        }
        prop_assert_eq!(&rows(&desk), &after);
    }

    #[test]
    fn every_note_says_its_words_in_the_text_that_is_read(
        notes in prop::collection::vec(note(), 0..6),
        changes in prop::option::of(prop::collection::vec(rewrite(), 0..4)),
    ) {
        let coming = arriving(&notes, changes);
        let (read, other) = (coming.reading.clone(), coming.other.clone());
        let mut desk = Desk::default();
        for edit in edits(coming) {
            edit.apply(&mut desk).unwrap();
        }
        let latest = desk.latest_revision(article_id(0)).unwrap().unwrap();
        prop_assert_eq!(&desk.bodies[&latest.id].text, &read.body.text);
        prop_assert!(latest.original.is_some(), "the bytes stand beside what is read");
        let is_another = |other: &Reading| {
            other.body.text != read.body.text && !other.body.text.as_str().trim().is_empty()
        };
        prop_assert_eq!(latest.number, if other.as_ref().is_some_and(is_another) { 2 } else { 1 });

        for mark in desk.marks.values() {
            says_its_words(&desk, mark)?;
            // Where it stands not, that is said.
            let is_there = mark.places_in(latest.id).next().is_some();
            let is_missed = matches!(mark.placement_in(latest.id), Some(Placement::Lost | Placement::Ambiguous));
            prop_assert!(is_there || is_missed, "{mark:?}");
        }
        for annotation in &read.annotations {
            let thread = annotation.thread();
            let by = annotation.remarks.first().and_then(|remark| remark.author.clone()).unwrap_or_default();
            for range in &annotation.ranges {
                let says = |mark: &&Mark| {
                    let covers = |place: TextRange| place.start() <= range.start() && range.end() <= place.end();
                    mark.note == thread && mark.created.by == by
                        && mark.places_in(latest.id).any(|place| covers(place.range))
                };
                prop_assert!(desk.marks.values().any(|mark| says(&mark)), "nothing says {annotation:?}");
            }
        }
    }
}
