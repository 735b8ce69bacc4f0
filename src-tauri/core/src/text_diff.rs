//! Compares two texts word by word.
//!
//! First the landmarks: runs of words that stand once in each text, however far they moved. Then what lies
//! between them, in order. Whatever is left over is what was written or taken away.

use std::ops::Range;

use crate::alignment::{Alignment, MAIN, NONE};
use crate::fold::{Word, WordKind};
use crate::gap::align;
use crate::landmarks::{Run, in_order, landmarks, without_overlap};
use crate::seams::slide;

/// Asked to stop before it was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("stopped")]
pub struct Stopped;

/// The fewest words that make a landmark.
const LANDMARK: usize = 7;
/// The fewest words that are seen to have moved when they stand once in what is left over.
const LEFT_OVER: usize = 4;
/// What a run may have of another line by chance, at most.
const BY_CHANCE: u32 = 14;
/// A run that moved although its neighbours stayed side by side, with something in its place, must weigh this much.
const MOVED_IN_PLACE: u32 = 70;
/// How near the neighbours must be for that, in words.
const NEAR: usize = 4;
/// What a run that moved must weigh at least.
const MOVED_WEIGHT: u32 = 18;

/// Finds the words of the old text in the new one.
///
/// # Errors
/// When `stop` says so.
pub(crate) fn diff(old: &[Word], new: &[Word], stop: &dyn Fn() -> bool) -> Result<Alignment, Stopped> {
    let ids = |words: &[Word]| words.iter().map(|word| word.id).collect::<Vec<u32>>();
    let (old_ids, new_ids) = (ids(old), ids(new));
    let mut building = Building {
        old,
        new,
        old_ids: &old_ids,
        new_ids: &new_ids,
        map: Alignment {
            new_of: vec![NONE; old.len()],
            old_of: vec![NONE; new.len()],
            groups: vec![MAIN; old.len()],
        },
        groups: 1,
        stop,
    };
    building.place_landmarks()?;
    building.drop_islands();
    building.place_left_over()?;
    building.mend()?;
    let mut map = building.map;
    slide(&mut map, old, new);
    Ok(map)
}

struct Building<'w> {
    old: &'w [Word],
    new: &'w [Word],
    old_ids: &'w [u32],
    new_ids: &'w [u32],
    map: Alignment,
    groups: u32,
    stop: &'w dyn Fn() -> bool,
}

impl Building<'_> {
    fn check(&self) -> Result<(), Stopped> {
        if (self.stop)() { Err(Stopped) } else { Ok(()) }
    }

    fn run_weight(&self, run: &Run) -> u32 {
        self.old[run.old..run.old + run.length]
            .iter()
            .map(|word| u32::from(word.weight))
            .sum()
    }

    fn place(&mut self, run: &Run, group: u32) {
        for step in 0..run.length {
            self.map.join(run.old + step, run.new + step, group);
        }
    }

    fn place_landmarks(&mut self) -> Result<(), Stopped> {
        self.check()?;
        let mut found = landmarks(self.old_ids, self.new_ids, LANDMARK);
        found.iter_mut().for_each(|run| self.trim(run));
        self.check()?;
        let runs = without_overlap(found, self.old.len(), self.new.len());
        let main = in_order(&runs);
        let mut is_main = vec![false; runs.len()];
        for &index in &main {
            is_main[index] = true;
        }
        for &index in &main {
            self.place(&runs[index], MAIN);
        }
        let others: Vec<Run> = (0..runs.len())
            .filter(|&index| !is_main[index] && self.run_weight(&runs[index]) >= MOVED_WEIGHT)
            .map(|index| runs[index])
            .collect();
        self.place_moved(&others);
        self.check()?;
        // What lies between two neighbours of the main order.
        let mut from = (0, 0);
        let mut ends: Vec<(Run, bool)> = main.iter().map(|&index| (runs[index], true)).collect();
        ends.push((
            Run {
                old: self.old.len(),
                new: self.new.len(),
                length: 0,
            },
            false,
        ));
        for (run, _) in ends {
            self.fill(from.0..run.old, from.1..run.new, MAIN)?;
            from = (run.old + run.length, run.new + run.length);
        }
        Ok(())
    }

    /// Leaves out what a run has of the next line or sentence, or of the one before, by mere chance: every paragraph
    /// ends with a full stop, and many begin with "The".
    fn trim(&self, run: &mut Run) {
        let level = |step: usize| {
            let opens = |words: &[Word], at: usize| match at.checked_sub(1) {
                _ if words[at].opens_line => 2,
                Some(before) if words[before].kind == WordKind::Stop && !words[at].is_glued => 1,
                _ => 0,
            };
            opens(self.old, run.old + step).min(opens(self.new, run.new + step))
        };
        let by_chance = |step: &usize| *step < run.length && *step < LANDMARK;
        let weight = |steps: Range<usize>| {
            steps
                .map(|step| u32::from(self.old[run.old + step].weight))
                .sum::<u32>()
        };
        let heads = (1..LANDMARK)
            .filter(by_chance)
            .take_while(|step| weight(0..*step) <= BY_CHANCE);
        let head = heads
            .filter(|step| level(*step) > 0)
            .max_by_key(|step| (level(*step), *step))
            .unwrap_or(0);
        let tails = (1..LANDMARK)
            .filter(by_chance)
            .take_while(|step| weight(run.length - step..run.length) <= BY_CHANCE);
        let tails = tails.filter(|step| level(run.length - step) > 0);
        let tail = tails.max_by_key(|step| (level(run.length - step), *step)).unwrap_or(0);
        if head + tail + LANDMARK <= run.length + 2 {
            *run = Run {
                old: run.old + head,
                new: run.new + head,
                length: run.length - head - tail,
            };
        }
    }

    /// Runs in another order than the main one: neighbours that kept their order among themselves are one block.
    fn place_moved(&mut self, runs: &[Run]) {
        let mut blocks: Vec<Vec<Run>> = Vec::new();
        for run in runs {
            let joins = blocks.last().and_then(|block| block.last()).is_some_and(|last| {
                let (old, new) = (last.old + last.length..run.old, last.new + last.length..run.new);
                run.new >= last.new + last.length
                    && old.clone().all(|i| self.map.new_of[i] == NONE)
                    && new.clone().all(|j| self.map.old_of[j] == NONE)
                    && old.len().max(new.len()) <= 4 * (last.length + run.length)
            });
            match blocks.last_mut() {
                Some(block) if joins => block.push(*run),
                _ => blocks.push(vec![*run]),
            }
        }
        for block in &blocks {
            for run in block {
                self.place(run, self.groups);
            }
            self.groups += 1;
        }
        // Only now, when all blocks stand, what lies within and at the edges of each.
        let first = self.groups - blocks.len() as u32;
        for (index, block) in blocks.iter().enumerate() {
            let group = first + index as u32;
            for pair in block.windows(2) {
                let (a, b) = (pair[0], pair[1]);
                let _ = self.fill(a.old + a.length..b.old, a.new + a.length..b.new, group);
            }
            let (Some(head), Some(tail)) = (block.first(), block.last()) else {
                continue;
            };
            let _ = self.fill(
                self.line_before(head.old, true),
                self.line_before(head.new, false),
                group,
            );
            let ends = (tail.old + tail.length, tail.new + tail.length);
            let _ = self.fill(self.line_after(ends.0, true), self.line_after(ends.1, false), group);
        }
    }

    /// The words of the line before this one that have no counterpart yet.
    fn line_before(&self, at: usize, is_old: bool) -> Range<usize> {
        let (words, taken) = if is_old {
            (self.old, &self.map.new_of)
        } else {
            (self.new, &self.map.old_of)
        };
        let mut start = at;
        while start > 0 && !words.get(start).is_some_and(|word| word.opens_line) && taken[start - 1] == NONE {
            start -= 1;
        }
        start..at
    }

    fn line_after(&self, at: usize, is_old: bool) -> Range<usize> {
        let (words, taken) = if is_old {
            (self.old, &self.map.new_of)
        } else {
            (self.new, &self.map.old_of)
        };
        let mut end = at;
        while end < words.len() && !words[end].opens_line && taken[end] == NONE {
            end += 1;
        }
        at..end
    }

    /// Aligns what is free in two stretches, in order.
    fn fill(&mut self, old: Range<usize>, new: Range<usize>, group: u32) -> Result<(), Stopped> {
        if old.is_empty() || new.is_empty() {
            return Ok(());
        }
        self.check()?;
        let free_old: Vec<u32> = old.filter(|&i| self.map.new_of[i] == NONE).map(|i| i as u32).collect();
        let free_new: Vec<u32> = new.filter(|&j| self.map.old_of[j] == NONE).map(|j| j as u32).collect();
        for (i, j) in align(self.old, self.new, &free_old, &free_new) {
            self.map.join(i as usize, j as usize, group);
        }
        Ok(())
    }

    /// Forgets words that both texts happen to have amid words that changed on both sides ("the", a comma): they
    /// prove nothing, and would keep a block that moved from being seen.
    fn drop_islands(&mut self) {
        let mut i = 0;
        let mut islands = Vec::new();
        while i < self.old.len() {
            if self.map.new_of[i] == NONE {
                i += 1;
                continue;
            }
            let start = i;
            i += 1;
            while i < self.old.len()
                && self.map.new_of[i] == self.map.new_of[i - 1].wrapping_add(1)
                && self.map.new_of[i] != NONE
            {
                i += 1;
            }
            islands.push(start..i);
        }
        for island in islands {
            let weight: u32 = self.old[island.clone()].iter().map(|word| u32::from(word.weight)).sum();
            if weight >= 40 {
                continue;
            }
            let (first, last) = (
                self.map.new_of[island.start] as usize,
                self.map.new_of[island.end - 1] as usize,
            );
            let before = self.free_before(island.start, true).max(self.free_before(first, false));
            let after = self.free_after(island.end, true).max(self.free_after(last + 1, false));
            if weight * 3 <= before.min(after) {
                island.for_each(|old| self.map.part(old));
            }
        }
    }

    /// What the words without a counterpart just before this one weigh, up to a limit.
    fn free_before(&self, at: usize, is_old: bool) -> u32 {
        let (words, taken) = if is_old {
            (self.old, &self.map.new_of)
        } else {
            (self.new, &self.map.old_of)
        };
        let free = (0..at).rev().take_while(|&i| taken[i] == NONE).take(60);
        free.map(|i| u32::from(words[i].weight)).sum()
    }

    fn free_after(&self, at: usize, is_old: bool) -> u32 {
        let (words, taken) = if is_old {
            (self.old, &self.map.new_of)
        } else {
            (self.new, &self.map.old_of)
        };
        let free = (at..words.len()).take_while(|&i| taken[i] == NONE).take(60);
        free.map(|i| u32::from(words[i].weight)).sum()
    }

    /// Sentences and headings that moved and were too short, or too common, for a landmark.
    fn place_left_over(&mut self) -> Result<(), Stopped> {
        self.check()?;
        let free_old: Vec<usize> = (0..self.old.len()).filter(|&i| self.map.new_of[i] == NONE).collect();
        let free_new: Vec<usize> = (0..self.new.len()).filter(|&j| self.map.old_of[j] == NONE).collect();
        if free_old.len() < LEFT_OVER || free_new.len() < LEFT_OVER {
            return Ok(());
        }
        // Words that do not follow one another must not look as if they did.
        let spread = |free: &[usize], ids: &[u32], base: u32| {
            let mut spread: Vec<(u32, usize)> = Vec::with_capacity(free.len() + free.len() / 8);
            let mut wall = base;
            for (n, &at) in free.iter().enumerate() {
                if n > 0 && free[n - 1] + 1 != at {
                    spread.push((wall, usize::MAX));
                    wall -= 1;
                }
                spread.push((ids[at], at));
            }
            spread
        };
        let spread_old = spread(&free_old, self.old_ids, u32::MAX);
        let spread_new = spread(&free_new, self.new_ids, u32::MAX - spread_old.len() as u32);
        let only = |spread: &[(u32, usize)]| spread.iter().map(|(id, _)| *id).collect::<Vec<u32>>();
        let found = landmarks(&only(&spread_old), &only(&spread_new), LEFT_OVER);
        self.check()?;
        let runs = without_overlap(found, spread_old.len(), spread_new.len());
        for run in runs {
            let run = Run {
                old: spread_old[run.old].1,
                new: spread_new[run.new].1,
                length: run.length,
            };
            if self.run_weight(&run) < MOVED_WEIGHT {
                continue;
            }
            let group = if self.is_between_neighbours(&run) {
                MAIN
            } else {
                self.groups
            };
            self.place(&run, group);
            self.groups += 1;
        }
        Ok(())
    }

    /// Whether the words before and after stand, in the main order, before and after in the new text too.
    fn is_between_neighbours(&self, run: &Run) -> bool {
        let is_main = |i: &usize| self.map.new_of[*i] != NONE && self.map.groups[*i] == MAIN;
        let before = (0..run.old).rev().take(2_000).find(is_main);
        let after = (run.old + run.length..self.old.len()).take(2_000).find(is_main);
        before.is_none_or(|i| (self.map.new_of[i] as usize) < run.new)
            && after.is_none_or(|i| self.map.new_of[i] as usize >= run.new + run.length)
    }

    /// A few words that stand between the same neighbours as before were changed in place: that the old ones also
    /// stand, newly, somewhere else ("2023" where every year of a table went up) is no move.
    fn mend(&mut self) -> Result<(), Stopped> {
        let mut start = 0;
        while start < self.old.len() {
            let group = self.map.groups[start];
            if self.map.new_of[start] == NONE || group == MAIN {
                start += 1;
                continue;
            }
            let mut end = start + 1;
            while end < self.old.len() && self.map.new_of[end] != NONE && self.map.groups[end] == group {
                end += 1;
            }
            let weight: u32 = self.old[start..end].iter().map(|word| u32::from(word.weight)).sum();
            if weight < MOVED_IN_PLACE {
                let is_main = |old: &usize| self.map.new_of[*old] != NONE && self.map.groups[*old] == MAIN;
                let before = (0..start).rev().take(NEAR).find(is_main);
                let after = (end..self.old.len()).take(NEAR).find(is_main);
                if let (Some(before), Some(after)) = (before, after) {
                    let new = self.map.new_of[before] as usize + 1..self.map.new_of[after] as usize;
                    let free = new.clone().filter(|&new| self.map.old_of[new] == NONE);
                    let came: u32 = free.map(|new| u32::from(self.new[new].weight)).sum();
                    if new.start < new.end && new.len() <= 200 && came * 3 >= weight && came <= weight * 4 {
                        (start..end).for_each(|old| self.map.part(old));
                        self.fill(before + 1..after, new, MAIN)?;
                    }
                }
            }
            start = end;
        }
        Ok(())
    }
}
