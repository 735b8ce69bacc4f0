//! Prepares the marks of an article for Word: where each comment begins and ends, and which corrections can be
//! tracked changes.

use std::collections::{BTreeMap, HashMap, HashSet};

use obelus_core::body::{Body, Leaf, Style, leaves};
use obelus_core::mark::Mark;

use super::notes::Notes;
use crate::checked::Woven;
use crate::weave::Run;

#[derive(Debug)]
pub(super) struct Marks<'w> {
    pub(super) woven: &'w Woven<'w>,
    /// The runs of each leaf. A place that reaches from the text into a footnote begins and ends in both: no comment
    /// stands in two stories of a file.
    pub(super) runs: Vec<Vec<Run>>,
    /// The places whose words a tracked change replaces.
    tracked: HashSet<usize>,
}

impl<'w> Marks<'w> {
    pub(super) fn new(body: &Body, woven: &'w Woven<'w>, notes: &Notes<'_>) -> Self {
        Self {
            woven,
            runs: by_story(woven, notes),
            tracked: tracked(body, woven),
        }
    }

    /// The mark of these places whose words are replaced; there is one at most.
    pub(super) fn replaced(&self, places: &[usize]) -> Option<usize> {
        places.iter().copied().find(|place| self.tracked.contains(place))
    }
}

fn by_story(woven: &Woven<'_>, notes: &Notes<'_>) -> Vec<Vec<Run>> {
    let mut runs = woven.runs.clone();
    let mut edges: BTreeMap<(u32, usize), [(usize, usize); 2]> = BTreeMap::new();
    for (leaf, runs) in runs.iter_mut().enumerate() {
        let story = notes.stories.get(leaf).copied().unwrap_or(0);
        for (index, run) in runs.iter_mut().enumerate() {
            run.begins.clear();
            run.ends.clear();
            for &place in &run.over {
                edges.entry((story, place)).or_insert([(leaf, index); 2])[1] = (leaf, index);
            }
        }
    }
    for ((_, place), [first, last]) in edges {
        runs[first.0][first.1].begins.push(place);
        runs[last.0][last.1].ends.push(place);
    }
    // As the text has them: from the outside in.
    for run in runs.iter_mut().flatten() {
        let over = &run.over;
        let rank = |place: &usize| over.iter().position(|other| other == place);
        run.begins.sort_by_key(rank);
        run.ends.sort_by_key(rank);
    }
    runs
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
