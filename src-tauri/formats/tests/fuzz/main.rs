//! Damages the fixtures of every format in every way that chance finds, and reads what is left: each reading ends, in
//! an article that keeps its rules or in an error.
//!
//! A short run is part of `cargo test`; `make fuzz` runs on (`PROPTEST_CASES` says how many cases). A case that fails
//! is made smaller, and kept in `proptest-regressions`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops where it is")]

mod bombs;
mod container;
mod damage;
mod seeds;

use obelus_formats::{Annotation, Imported, Incoming, read, read_pasted};
use proptest::prelude::*;

use damage::{Damage, damaged};
use seeds::{Seed, seeds};

/// What is read keeps its rules, also after a way through JSON.
fn check(imported: &Imported) {
    imported.body.check().unwrap();
    let json = serde_json::to_string(imported).unwrap();
    let again: Imported = serde_json::from_str(&json).unwrap();
    assert_eq!(again.body, imported.body);
    let stand = |annotations: &[Annotation], body: &obelus_core::body::Body| {
        for annotation in annotations {
            assert!(!annotation.ranges.is_empty());
            annotation
                .ranges
                .iter()
                .for_each(|range| body.text.admit(*range).unwrap());
        }
    };
    stand(&imported.annotations, &imported.body);
    if let Some(before) = &imported.before {
        before.body.check().unwrap();
        stand(&before.annotations, &before.body);
    }
    let mut back = imported.body.clone();
    // Each way back copies the text: some are enough.
    for _ in 0..back.asides.len().min(20) {
        back = back.bring_back(0).unwrap().0;
        back.check().unwrap();
    }
}

fn try_to_read(seed: &Seed, bytes: &[u8]) {
    let incoming = Incoming {
        bytes,
        name: Some(&seed.name),
        ..Incoming::default()
    };
    for verbatim in [false, true] {
        if let Ok(imported) = read(&Incoming { verbatim, ..incoming }) {
            check(&imported);
        }
    }
    if seed.is_text()
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        for html in [None, Some(text)] {
            if let Ok((imported, _)) = read_pasted(html, text) {
                check(&imported);
            }
        }
    }
}

#[test]
fn every_fixture_is_read_or_refused() {
    for seed in seeds() {
        try_to_read(seed, &seed.bytes);
    }
}

proptest! {
    // The default is a short run; `PROPTEST_CASES` asks for more.
    #![proptest_config(ProptestConfig { max_shrink_iters: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_file_is_read_or_refused(
        seed in 0..seeds().len(),
        damages in prop::collection::vec(any::<Damage>(), 1..8),
    ) {
        let seed = &seeds()[seed];
        let other = |at: usize| seeds()[at % seeds().len()].bytes.as_slice();
        try_to_read(seed, &damaged(&seed.bytes, &damages, other));
    }

    #[test]
    fn a_container_with_a_damaged_part_is_read_or_refused(
        seed in any::<prop::sample::Index>(),
        part in any::<prop::sample::Index>(),
        damages in prop::collection::vec(any::<Damage>(), 1..8),
    ) {
        let containers: Vec<&Seed> = seeds().iter().filter(|seed| seed.bytes.starts_with(b"PK")).collect();
        prop_assume!(!containers.is_empty());
        let seed = seed.get(&containers);
        let mut parts = container::parts(&seed.bytes);
        let index = part.index(parts.len());
        parts[index].1 = damaged(&parts[index].1, &damages, |at| containers[at % containers.len()].bytes.as_slice());
        try_to_read(seed, &container::zip(&parts));
    }
}
