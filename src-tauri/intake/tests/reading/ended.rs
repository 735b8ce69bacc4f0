//! A reader that takes too much, fails or is not wanted any more is ended, and it is said why.

use std::cell::Cell;
use std::time::Duration;

use obelus_intake::{IntakeError, Limits};

use crate::{AMPLE, Test, read_unless, within};

pub(crate) fn trials() -> Vec<Test> {
    vec![
        ("one_that_eats_memory_is_ended", one_that_eats_memory_is_ended),
        (
            "one_that_computes_for_ever_is_ended",
            one_that_computes_for_ever_is_ended,
        ),
        ("one_that_waits_for_ever_is_ended", one_that_waits_for_ever_is_ended),
        (
            "one_that_panics_is_told_from_a_file_that_is_wrong",
            one_that_panics_is_told_from_a_file_that_is_wrong,
        ),
        (
            "one_that_overflows_its_stack_harms_nobody",
            one_that_overflows_its_stack_harms_nobody,
        ),
        ("one_that_is_stopped_is_ended", one_that_is_stopped_is_ended),
        (
            "one_that_complains_without_end_is_heard_to_its_end",
            one_that_complains_without_end_is_heard_to_its_end,
        ),
    ]
}

fn one_that_eats_memory_is_ended() {
    let memory = 256 << 20;
    let limits = Limits { memory, ..AMPLE };
    assert_eq!(
        within(limits, "do eat"),
        Err(IntakeError::TooMuchMemory { limit: memory })
    );
    assert_eq!(within(limits, "Un texte."), Ok("Un texte.".into()));
}

fn one_that_computes_for_ever_is_ended() {
    let computing = Duration::from_secs(1);
    let limits = Limits { computing, ..AMPLE };
    assert_eq!(
        within(limits, "do spin"),
        Err(IntakeError::TooSlow { limit: computing })
    );
}

fn one_that_waits_for_ever_is_ended() {
    let waiting = Duration::from_millis(200);
    let limits = Limits { waiting, ..AMPLE };
    assert_eq!(within(limits, "do sleep"), Err(IntakeError::TooSlow { limit: waiting }));
}

fn one_that_panics_is_told_from_a_file_that_is_wrong() {
    for (what, trace) in [("do panic", "it was told to"), ("do abort", "SIGABRT")] {
        let Err(IntakeError::Crashed { how }) = within(AMPLE, what) else {
            panic!("{what} was survived")
        };
        assert!(how.contains(trace), "{how}");
    }
}

fn one_that_overflows_its_stack_harms_nobody() {
    let read = within(AMPLE, "do recurse");
    assert!(
        matches!(&read, Err(IntakeError::Crashed { how }) if how.contains("overflow")),
        "{read:?}"
    );
    assert_eq!(within(AMPLE, "Un texte."), Ok("Un texte.".into()));
}

fn one_that_is_stopped_is_ended() {
    assert_eq!(read_unless(AMPLE, "Un texte.", &|| true), Err(IntakeError::Stopped));
    for what in ["do spin", "do sleep"] {
        let asked = Cell::new(0);
        let stop = || {
            asked.set(asked.get() + 1);
            asked.get() > 3
        };
        assert_eq!(read_unless(AMPLE, what, &stop), Err(IntakeError::Stopped));
        assert_eq!(asked.get(), 4, "it is not asked again");
    }
}

fn one_that_complains_without_end_is_heard_to_its_end() {
    let Err(IntakeError::Crashed { how }) = within(AMPLE, "do shout") else {
        panic!("it gave up")
    };
    assert!(how.contains("complaint 49999 "), "{how}");
    assert!(how.len() < 64 << 10, "{} bytes were kept", how.len());
}
