//! The words of a mark changed: where its new wording begins and ends.

use std::ops::Range;

use crate::fold::{Word, WordKind};
use crate::pair::Pair;
use crate::placement::Reason;

/// Where the words of a mark may stand in the new text, counted in words.
#[derive(Clone, Debug)]
pub(crate) struct Local {
    pub(crate) words: Range<usize>,
    /// The share of the mark's words that stand there still, from 0 to 1.
    pub(crate) share: f32,
    pub(crate) reason: Reason,
    pub(crate) score: f32,
    /// The words just before and just after the mark stayed where they were.
    pub(crate) is_between: bool,
}

/// How many words away a neighbour still stands beside a mark.
const BESIDE: usize = 3;
/// How many words on each side of a seam are looked at letter by letter.
const CLOSE: usize = 20;

impl Pair<'_> {
    /// Where the words that stayed, or the neighbours that stayed, say that the mark stands.
    pub(crate) fn local(&self, words: &Range<usize>) -> Option<Local> {
        let kept = self.kept_within(words);
        let total = self.weight(words).max(1) as f32;
        if let Some((first, last)) = kept.first().copied().zip(kept.last().copied()) {
            let group = self.map.group(first);
            let stays: u32 = kept.iter().map(|old| u32::from(self.old_words[*old].weight)).sum();
            let share = stays as f32 / total;
            let (new_first, new_last) = (self.map.new_of(first)?, self.map.new_of(last)?);
            let start = self.edge_before(words.start, first, new_first, group);
            let end = self.edge_after(words.end, last, new_last, group);
            let there = self.with_neighbours(words, start..end, group);
            // How much of what stands there now is the mark's: a page inserted between two words is not.
            let own = stays as f32 / self.new_weight(&there).max(1) as f32;
            let size = self.new_weight(&there) as f32 / total;
            let sides = self.neighbours_stay(words, group);
            let both = sides.0.min(sides.1) > 0.0;
            let score = if both && (share >= 0.3 || size >= 0.15) {
                // Nothing but the mark changed there, or hardly more, and something like its size is left.
                0.62 + 0.02 * (sides.0 + sides.1) + 0.34 * share
            } else if both {
                0.5 * share + 0.4 * size
            } else {
                0.25 * sides.0.max(sides.1) + (0.8 - 0.2 * sides.0.max(sides.1)) * share.max(0.6 * own.min(1.0))
            };
            return Some(Local {
                words: there,
                share,
                reason: Reason::WordsChanged,
                score,
                is_between: both,
            });
        }
        self.rewritten(words)
    }

    /// The mark's words that stand in the new text together, in order: of several groups the weightiest.
    fn kept_within(&self, words: &Range<usize>) -> Vec<usize> {
        let mut groups: Vec<(u32, u32, usize)> = Vec::new();
        let mut clusters: Vec<Vec<usize>> = Vec::new();
        let near = 3 * self.weight(words) + 60;
        for old in words.clone() {
            let Some(new) = self.map.new_of(old) else { continue };
            let joined = clusters.iter_mut().rev().find(|cluster| {
                cluster.last().is_some_and(|&last| {
                    let before = self.map.new_of(last).unwrap_or(new);
                    self.map.group(last) == self.map.group(old)
                        && before < new
                        && new - before < 2_000
                        && self.new_weight(&(before + 1..new)) <= near
                })
            });
            match joined {
                Some(cluster) => cluster.push(old),
                None => clusters.push(vec![old]),
            }
        }
        for (index, cluster) in clusters.iter().enumerate() {
            let weight = cluster.iter().map(|old| u32::from(self.old_words[*old].weight)).sum();
            groups.push((weight, u32::MAX - index as u32, index));
        }
        let Some((weight, _, best)) = groups.iter().max().copied() else {
            return Vec::new();
        };
        let others: u32 = groups.iter().filter(|group| group.2 != best).map(|group| group.0).sum();
        // A mark torn in two like halves stands nowhere in one piece.
        if others > weight {
            Vec::new()
        } else {
            clusters.swap_remove(best)
        }
    }

    /// What was put in right beside the words of a mark that changed belongs to what it says now: up to the words
    /// before and after it that stayed, within the line, and not more than the mark itself.
    pub(crate) fn with_neighbours(&self, words: &Range<usize>, there: Range<usize>, group: u32) -> Range<usize> {
        let Range { mut start, mut end } = there.clone();
        let room = (self.new_weight(&there) * 3 / 2).max(20);
        let stays = |old: usize| {
            let new = self.map.new_of(old)?;
            (self.map.group(old) == group).then_some(new)
        };
        if let Some(before) = words
            .start
            .checked_sub(1)
            .and_then(stays)
            .filter(|before| *before < start)
        {
            let beside = before + 1..start;
            let is_one_line = beside
                .clone()
                .all(|new| self.map.old_of(new).is_none() && !self.new_words[new + 1].opens_line);
            if is_one_line && self.new_weight(&beside) <= room {
                start = before + 1;
            }
        }
        if words.end < self.old_words.len()
            && let Some(after) = stays(words.end).filter(|after| *after >= end)
        {
            let beside = end..after;
            let is_one_line = beside
                .clone()
                .all(|new| self.map.old_of(new).is_none() && !self.new_words[new].opens_line);
            if is_one_line && self.new_weight(&beside) <= room {
                end = after;
            }
        }
        start..end
    }

    /// How near to the mark the words before it and after it stayed, in this block: 1 for right beside it, less a
    /// few words away, 0 farther.
    fn neighbours_stay(&self, words: &Range<usize>, group: u32) -> (f32, f32) {
        let stays = |old: usize| self.map.new_of(old).is_some() && self.map.group(old) == group;
        let near = |steps: Option<usize>| steps.map_or(0.0, |steps| 1.0 - steps as f32 * 0.2);
        let before = (0..BESIDE).find(|step| words.start.checked_sub(step + 1).is_none_or(stays));
        let after = (0..BESIDE).find(|step| words.end + step >= self.old_words.len() || stays(words.end + step));
        (near(before), near(after))
    }

    /// The first new word of a mark whose first kept word is `first`.
    fn edge_before(&self, start: usize, first: usize, new_first: usize, group: u32) -> usize {
        if start == first {
            return new_first;
        }
        let (mut old, limit) = (start, start.saturating_sub(60));
        while old > limit && !(self.map.new_of(old - 1).is_some() && self.map.group(old - 1) == group) {
            old -= 1;
        }
        let floor = match old.checked_sub(1).and_then(|before| self.map.new_of(before)) {
            Some(before) if before < new_first => before + 1,
            _ => new_first.saturating_sub(2 * (first - start) + 4),
        };
        let mut floor = floor;
        for new in (floor..new_first).rev() {
            if self.map.old_of(new).is_some() {
                floor = new + 1;
                break;
            }
        }
        floor + self.split(old..start, start..first, floor..new_first)
    }

    /// The word after the last new word of a mark whose last kept word is `last`.
    fn edge_after(&self, end: usize, last: usize, new_last: usize, group: u32) -> usize {
        if end == last + 1 {
            return new_last + 1;
        }
        let (mut old, limit) = (end, (end + 60).min(self.old_words.len()));
        while old < limit && !(self.map.new_of(old).is_some() && self.map.group(old) == group) {
            old += 1;
        }
        let ceiling = match (old < self.old_words.len()).then(|| self.map.new_of(old)).flatten() {
            Some(after) if after > new_last => after,
            _ => (new_last + 1 + 2 * (end - last) + 4).min(self.new_words.len()),
        };
        let mut ceiling = ceiling;
        for new in new_last + 1..ceiling {
            if self.map.old_of(new).is_some() {
                ceiling = new;
                break;
            }
        }
        let stretch = new_last + 1..ceiling;
        new_last + 1 + self.split(last + 1..end, end..old, stretch)
    }

    /// Old words `one` and then `other` became the new words `stretch`: how many of those are `one`'s.
    fn split(&self, one: Range<usize>, other: Range<usize>, stretch: Range<usize>) -> usize {
        if one.is_empty() || stretch.is_empty() {
            return 0;
        }
        if other.is_empty() {
            return stretch.len();
        }
        // Every seam is tried; the one where most words look alike on their own side wins, then the one in proportion.
        let (weight_one, weight_other) = (self.weight(&one) as f32, self.weight(&other) as f32);
        let wanted = weight_one / (weight_one + weight_other);
        let whole = self.new_weight(&stretch).max(1) as f32;
        let near_one = one.end.saturating_sub(CLOSE).max(one.start)..one.end;
        let near_other = other.start..other.end.min(other.start + CLOSE);
        let tried = stretch.start..stretch.end.min(stretch.start + 2 * CLOSE);
        let before = self.running_likeness(&near_one, tried.clone());
        let mut after = self.running_likeness(&near_other, tried.clone().rev());
        after.reverse();
        let opens = self.old_words[other.start].opens_line;
        let mut best = (f32::MIN, 0);
        let mut came = 0;
        for seam in 0..=tried.len() {
            let cut = stretch.start + seam;
            let share = came as f32 / whole;
            let line = if opens && self.new_words.get(cut).is_some_and(|word| word.opens_line) {
                0.5
            } else {
                0.0
            };
            let score = before[seam] + after[seam] - (share - wanted).abs() + line;
            if score > best.0 {
                best = (score, seam);
            }
            came += self.new_words.get(cut).map_or(0, |word| u32::from(word.weight));
        }
        best.1
    }

    /// How alike the old words are to the first new ones: to none of them, to one, to two and so on.
    fn running_likeness(&self, old: &Range<usize>, new: impl Iterator<Item = usize>) -> Vec<f32> {
        let total = self.weight(old).max(1);
        let mut best = vec![0.0_f32; old.len()];
        let (mut sum, mut came) = (0.0, 0);
        let mut running = vec![0.0];
        for new in new {
            let other = &self.new_words[new];
            for (best, word) in best.iter_mut().zip(&self.old_words[old.clone()]) {
                let like = self.looks_like(word, other);
                if like > *best {
                    sum += (like - *best) * f32::from(word.weight);
                    *best = like;
                }
            }
            came += u32::from(other.weight);
            running.push(2.0 * sum / (total + came) as f32);
        }
        running
    }

    /// How alike the words of two short stretches look, letter for letter.
    fn likeness(&self, old: &Range<usize>, new: &Range<usize>) -> f32 {
        if old.is_empty() || new.is_empty() || old.len() > 2 * CLOSE || new.len() > 4 * CLOSE {
            return 0.0;
        }
        let mut alike = 0.0;
        for word in &self.old_words[old.clone()] {
            let best = self.new_words[new.clone()]
                .iter()
                .map(|other| self.looks_like(word, other) * f32::from(word.weight))
                .fold(0.0, f32::max);
            alike += best;
        }
        2.0 * alike / (self.weight(old) + self.new_weight(new)).max(1) as f32
    }

    /// From 0 to 1: the share of letters that two words begin and end with alike; figures are like figures.
    fn looks_like(&self, old: &Word, new: &Word) -> f32 {
        if old.id == new.id {
            return 1.0;
        }
        if old.kind != new.kind || old.kind == WordKind::Sign || old.kind == WordKind::Stop {
            return 0.0;
        }
        let (short, long) = {
            let lengths = (old.end - old.start, new.end - new.start);
            (lengths.0.min(lengths.1), lengths.0.max(lengths.1))
        };
        if old.kind == WordKind::Letters && 2 * short < long {
            return 0.0;
        }
        let (a, b) = (
            self.old.between(old.start, old.end),
            self.new.between(new.start, new.end),
        );
        let head = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
        let tail = a.chars().rev().zip(b.chars().rev()).take_while(|(a, b)| a == b).count();
        let like = (head + tail).min(short as usize) as f32 / long as f32;
        if old.kind == WordKind::Number {
            like.max(0.5)
        } else if like >= 0.5 {
            like
        } else {
            0.0
        }
    }

    /// None of the mark's words stayed: is what stands between the neighbours that stayed its new wording?
    fn rewritten(&self, words: &Range<usize>) -> Option<Local> {
        let (old, new) = self.between_neighbours(words)?;
        if new.is_empty() {
            return None;
        }
        let (before, after) = (old.start..words.start, words.end..old.end);
        let (own, around) = (
            self.weight(words) as f32,
            (self.weight(&before) + self.weight(&after)) as f32,
        );
        let there = self.new_weight(&new) as f32;
        let (mut start, mut end) = (new.start, new.end);
        // Of the little that changed around the mark nothing is left to see: all of it is the mark's.
        let around_is_left = |side: &Range<usize>| self.likeness(side, &new) >= 0.15;
        if around > 0.7 * own || around_is_left(&before) || around_is_left(&after) {
            start += self.split(before.clone(), words.start..old.end, new.clone());
            end = start + self.split(words.clone(), after, start..new.end);
        }
        if start >= end {
            return None;
        }
        let found = start..end;
        let size = self.new_weight(&found) as f32 / own.max(1.0);
        // A wording of another size in place of it is not its new wording.
        if !((0.3..=4.0).contains(&size) || own <= 8.0 && (0.1..=12.0).contains(&size)) {
            return None;
        }
        let alike = self.likeness(words, &found);
        let main = own / (own + around);
        let ratio = (there / (own + around)).min((own + around) / there.max(1.0));
        let alike = (alike * 2.0).min(1.0);
        // Nothing but the mark changed there, or hardly more: this is what it says now.
        let is_between = around <= 0.7 * own && ratio >= 0.3;
        let score = if around == 0.0 || is_between {
            0.62 + 0.03 * main + 0.15 * ratio + 0.2 * alike
        } else {
            0.3 * main + 0.2 * ratio + 0.5 * alike
        };
        Some(Local {
            words: found,
            share: 0.0,
            reason: Reason::Rewritten,
            score: score.min(1.0),
            is_between,
        })
    }

    /// The old words around the mark that went, and the new words that came, between two neighbours that stayed
    /// together.
    fn between_neighbours(&self, words: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
        const FAR: usize = 400;
        let before = (0..words.start)
            .rev()
            .take(FAR)
            .find(|&old| self.map.new_of(old).is_some());
        let after = (words.end..self.old_words.len())
            .take(FAR)
            .find(|&old| self.map.new_of(old).is_some());
        let start = before.map_or(0, |old| old + 1);
        let end = after.unwrap_or(self.old_words.len());
        let new_before = before.and_then(|old| self.map.new_of(old));
        let new_after = after.and_then(|old| self.map.new_of(old));
        let group = |old: Option<usize>| old.map(|old| self.map.group(old));
        match (new_before, new_after) {
            (Some(a), Some(b)) if group(before) == group(after) && a < b => {
                (b - a <= FAR && (a + 1..b).all(|new| self.map.old_of(new).is_none())).then_some((start..end, a + 1..b))
            }
            // At a seam of blocks that moved: what came on either side, up to the next word that stayed.
            (Some(a), _) if start == words.start => {
                let stop = (a + 1..self.new_words.len())
                    .take(FAR)
                    .find(|&new| self.map.old_of(new).is_some());
                Some((
                    start..end,
                    a + 1..stop.unwrap_or_else(|| self.new_words.len().min(a + FAR)),
                ))
            }
            (_, Some(b)) if end == words.end => {
                let stop = (0..b).rev().take(FAR).find(|&new| self.map.old_of(new).is_some());
                Some((start..end, stop.map_or(b.saturating_sub(FAR), |new| new + 1)..b))
            }
            (None, None) if self.old_words.len() <= FAR && self.new_words.len() <= FAR => {
                Some((start..end, 0..self.new_words.len()))
            }
            _ => None,
        }
    }
}
