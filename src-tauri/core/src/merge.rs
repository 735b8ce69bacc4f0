//! Brings together what two people did to the same article, each in a library of their own.
//!
//! Nothing of either is lost. Where both changed the same part of a mark, what was written last counts, and the other
//! stays in its history; a change counts more than a removal. Two new texts cannot be brought together.

use std::collections::{BTreeMap, BTreeSet};

use crate::bundle::Step;
use crate::edit::{Edit, MarkChange};
use crate::id::{EditId, MarkId, Time};

/// What is to be done with the steps of somebody else.
#[derive(Clone, Debug, PartialEq)]
pub enum Merge<'s> {
    /// All of them were taken here too.
    There,
    /// These follow what is here, as they are.
    Follow(Vec<&'s Step>),
    /// These were taken beside others here: they are taken here as well, and then what was written last is settled.
    Beside(Vec<&'s Step>),
    /// There is another text on each side, or the marks of one stand in a text that the other does not have.
    TwoTexts,
}

/// A part of a mark that is written as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    Kind,
    Note,
    Correction,
    Tags,
    /// Its places, and what was answered about them.
    Standing,
}

impl Part {
    #[must_use]
    pub fn of(change: &MarkChange) -> Self {
        match change {
            MarkChange::Kind(_) => Self::Kind,
            MarkChange::Note(_) => Self::Note,
            MarkChange::Correction(_) => Self::Correction,
            MarkChange::Tags(_) => Self::Tags,
            MarkChange::Places(_) | MarkChange::Review(_) => Self::Standing,
        }
    }
}

/// Holds the steps of an article here against those that came; both in the order in which they were taken.
#[must_use]
pub fn merge<'s>(ours: &[Step], theirs: &'s [Step]) -> Merge<'s> {
    let here: BTreeSet<EditId> = ours.iter().map(|step| step.id).collect();
    let there: BTreeSet<EditId> = theirs.iter().map(|step| step.id).collect();
    let is_new = |step: &Step| !here.contains(&step.id) && !is_of_the_shelf(step);
    let missing: Vec<&Step> = theirs.iter().filter(|step| is_new(step)).collect();
    if missing.is_empty() {
        return Merge::There;
    }
    let first = theirs.iter().position(is_new).unwrap_or_default();
    let is_behind = theirs[first..].iter().all(|step| is_new(step) || is_of_the_shelf(step));
    let own = ours
        .iter()
        .position(|step| !there.contains(&step.id) && !is_of_the_shelf(step));
    match own {
        None if is_behind => Merge::Follow(missing),
        _ if has_text(&theirs[first..]) || own.is_some_and(|own| has_text(&ours[own..])) => Merge::TwoTexts,
        _ => Merge::Beside(missing),
    }
}

/// Whether an article is in the bin is for each library to say.
fn is_of_the_shelf(step: &Step) -> bool {
    matches!(step.edit, Edit::Bin { .. })
}

fn has_text(steps: &[Step]) -> bool {
    steps
        .iter()
        .any(|step| matches!(step.edit, Edit::AddRevision { .. } | Edit::AddArticle { .. }))
}

/// For each part of a mark that a step of `missing` wrote: the step that wrote it last, on either side. The last comes
/// last. Steps before the last new text do not count: what they wrote may have been carried since.
#[must_use]
pub fn last_written<'s>(ours: &'s [Step], theirs: &'s [Step], missing: &[&Step]) -> Vec<&'s Step> {
    let touched: BTreeSet<(MarkId, Part)> = missing.iter().filter_map(|step| written(step)).collect();
    // A mark that is put back is as it was once, whatever was written since.
    let added: BTreeSet<MarkId> = missing.iter().flat_map(|step| added(step)).collect();
    let is_touched = |part: &(MarkId, Part)| touched.contains(part) || added.contains(&part.0);
    let mut last: BTreeMap<(MarkId, Part), &Step> = BTreeMap::new();
    for step in since_last_text(ours).iter().chain(since_last_text(theirs)) {
        if let Some(part) = written(step).filter(is_touched) {
            let known = last.entry(part).or_insert(step);
            if rank(step) > rank(known) {
                *known = step;
            }
        }
    }
    let mut last: Vec<&Step> = last.into_values().collect();
    last.sort_by_key(|step| rank(step));
    last
}

/// The step that named the article last, where one of `missing` did.
#[must_use]
pub fn last_named<'s>(ours: &'s [Step], theirs: &'s [Step], missing: &[&Step]) -> Option<&'s Step> {
    let names = |step: &&Step| matches!(step.edit, Edit::Rename { .. });
    missing.iter().copied().find(names)?;
    ours.iter().chain(theirs).filter(names).max_by_key(|step| rank(step))
}

/// The marks of which both sides wrote the same part since they parted.
#[must_use]
pub fn disputed(ours: &[Step], theirs: &[Step], missing: &[&Step]) -> BTreeSet<MarkId> {
    let there: BTreeSet<EditId> = theirs.iter().map(|step| step.id).collect();
    let own = ours.iter().filter(|step| !there.contains(&step.id));
    let own: BTreeSet<(MarkId, Part)> = own.filter_map(written).collect();
    let both = missing
        .iter()
        .filter_map(|step| written(step))
        .filter(|part| own.contains(part));
    both.map(|(mark, _)| mark).collect()
}

/// The marks that steps here changed which did not come along.
#[must_use]
pub fn changed_here(ours: &[Step], theirs: &[Step]) -> BTreeSet<MarkId> {
    let there: BTreeSet<EditId> = theirs.iter().map(|step| step.id).collect();
    let own = ours.iter().filter(|step| !there.contains(&step.id));
    own.filter_map(written).map(|(mark, _)| mark).collect()
}

/// The marks that are gone once all steps are taken.
#[must_use]
pub fn removed(steps: &[Step]) -> BTreeSet<MarkId> {
    let mut removed = BTreeSet::new();
    for step in steps {
        match &step.edit {
            Edit::RemoveMarks { marks } => removed.extend(marks.iter().copied()),
            Edit::AddMarks { marks } => {
                let back: BTreeSet<MarkId> = marks.iter().map(|mark| mark.id).collect();
                removed.retain(|mark| !back.contains(mark));
            }
            _ => {}
        }
    }
    removed
}

fn written(step: &Step) -> Option<(MarkId, Part)> {
    match &step.edit {
        Edit::ChangeMark { mark, change, .. } => Some((*mark, Part::of(change))),
        _ => None,
    }
}

fn added(step: &Step) -> Vec<MarkId> {
    match &step.edit {
        Edit::AddMarks { marks } => marks.iter().map(|mark| mark.id).collect(),
        _ => Vec::new(),
    }
}

fn since_last_text(steps: &[Step]) -> &[Step] {
    let text = steps
        .iter()
        .rposition(|step| matches!(step.edit, Edit::AddRevision { .. }));
    text.map_or(steps, |text| &steps[text + 1..])
}

/// Two clocks may say the same: then the id decides, alike on both sides.
fn rank(step: &Step) -> (Time, EditId) {
    (step.time, step.id)
}
