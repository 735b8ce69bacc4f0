//! The marks of an article as Word takes them: which of their corrections can be tracked changes.

use std::collections::{BTreeMap, HashMap, HashSet};

use obelus_core::body::{Body, Leaf, Style, leaves};
use obelus_core::mark::Mark;

use crate::checked::Woven;

#[derive(Debug)]
pub(super) struct Marks<'w> {
    pub(super) woven: &'w Woven<'w>,
    /// The places whose words a tracked change replaces.
    tracked: HashSet<usize>,
}

impl<'w> Marks<'w> {
    pub(super) fn new(body: &Body, woven: &'w Woven<'w>) -> Self {
        Self {
            woven,
            tracked: tracked(body, woven),
        }
    }

    /// The mark of these places whose words are replaced; there is one at most.
    pub(super) fn replaced(&self, places: &[usize]) -> Option<usize> {
        places.iter().copied().find(|place| self.tracked.contains(place))
    }
}

/// What a place covers, in code points, if that is in one paragraph.
struct Passage {
    leaf: usize,
    start: u32,
    end: u32,
}

/// The places whose correction can stand in the text: within one paragraph, and beside no other one. The shorter goes
/// first: it says most exactly what is to change.
fn tracked(body: &Body, woven: &Woven<'_>) -> HashSet<usize> {
    let mut passages: HashMap<usize, Option<Passage>> = HashMap::new();
    for (leaf, runs) in woven.runs.iter().enumerate() {
        for run in runs {
            for &place in &run.over {
                let (start, end) = (run.start, run.end);
                let passage = passages.entry(place).or_insert(Some(Passage { leaf, start, end }));
                match passage {
                    Some(passage) if passage.leaf == leaf => passage.end = end,
                    crossing => *crossing = None,
                }
            }
        }
    }
    let leaves = leaves(&body.blocks);
    let mut wanted: Vec<(usize, Passage)> = passages
        .into_iter()
        .filter_map(|(place, passage)| Some((place, passage?)))
        .filter(|(place, passage)| {
            let numbered = woven.mark(*place);
            let words = body.text.between(passage.start, passage.end);
            let correction = correction(numbered.mark);
            // Said of the first place; another one may be worded otherwise.
            correction.is_some_and(|correction| correction != words)
                && words == numbered.quote
                && !has_readings(leaves[passage.leaf], passage)
        })
        .collect();
    wanted.sort_by_key(|(place, passage)| (passage.end - passage.start, passage.start, *place));
    let mut taken: BTreeMap<u32, u32> = BTreeMap::new();
    let mut tracked = HashSet::new();
    for (place, passage) in wanted {
        let before = taken.range(..passage.end).next_back();
        if before.is_none_or(|(_, &end)| end <= passage.start) {
            taken.insert(passage.start, passage.end);
            tracked.insert(place);
        }
    }
    tracked
}

fn has_readings(leaf: &Leaf, passage: &Passage) -> bool {
    leaf.spans
        .iter()
        .any(|span| matches!(span.style, Style::Ruby { .. }) && span.start < passage.end && passage.start < span.end)
}

/// What is to stand there instead.
pub(super) fn correction(mark: &Mark) -> Option<&str> {
    Some(mark.correction.trim()).filter(|correction| !correction.is_empty())
}
