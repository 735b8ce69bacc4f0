//! Landmarks: runs of words that stand once in each of two texts, and so say for sure where they went.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// The same words in both texts, counted in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) old: usize,
    pub(crate) new: usize,
    pub(crate) length: usize,
}

/// The longest runs around every `length` words that stand once in each text, in the order of the old one.
/// They may overlap.
pub(crate) fn landmarks(old: &[u32], new: &[u32], length: usize) -> Vec<Run> {
    const NEVER: u32 = u32::MAX;
    const OFTEN: u32 = u32::MAX - 1;
    if old.len() < length || new.len() < length {
        return Vec::new();
    }
    let mut seen: HashMap<u64, (u32, u32), BuildHasherDefault<AsItIs>> =
        HashMap::with_capacity_and_hasher(old.len() + new.len() / 4, BuildHasherDefault::default());
    each_hash(old, length, |at, hash| {
        seen.entry(hash)
            .and_modify(|(first, _)| *first = OFTEN)
            .or_insert((at as u32, NEVER));
    });
    each_hash(new, length, |at, hash| {
        if let Some((_, in_new)) = seen.get_mut(&hash) {
            *in_new = if *in_new == NEVER { at as u32 } else { OFTEN };
        }
    });
    let mut once: Vec<(usize, usize)> = seen
        .into_values()
        .filter(|(in_old, in_new)| *in_old < OFTEN && *in_new < OFTEN)
        .map(|(in_old, in_new)| (in_old as usize, in_new as usize))
        .collect();
    once.sort_unstable();
    let mut runs: Vec<Run> = Vec::new();
    for (at_old, at_new) in once {
        if let Some(last) = runs.last()
            && at_old < last.old + last.length
            && at_old - last.old == at_new.wrapping_sub(last.new)
        {
            continue;
        }
        // Two hashes may be the same by chance: only the words themselves count.
        if old[at_old..at_old + length] != new[at_new..at_new + length] {
            continue;
        }
        let before = old[..at_old].iter().rev().zip(new[..at_new].iter().rev());
        let before = before.take_while(|(a, b)| a == b).count();
        let after = old[at_old + length..].iter().zip(&new[at_new + length..]);
        let after = after.take_while(|(a, b)| a == b).count();
        runs.push(Run {
            old: at_old - before,
            new: at_new - before,
            length: before + length + after,
        });
    }
    runs.sort_unstable_by_key(|run| (run.old, run.new));
    runs.dedup();
    runs
}

fn each_hash(ids: &[u32], length: usize, mut give: impl FnMut(usize, u64)) {
    const BASE: u64 = 0x9E37_79B9_7F4A_7C15;
    let highest = (1..length).fold(1_u64, |power, _| power.wrapping_mul(BASE));
    let sign = |id: u32| u64::from(id).wrapping_add(1).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    let mut rolling = ids[..length]
        .iter()
        .fold(0_u64, |hash, id| hash.wrapping_mul(BASE).wrapping_add(sign(*id)));
    let mixed = |hash: u64| {
        let hash = (hash ^ (hash >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
        hash ^ (hash >> 32)
    };
    give(0, mixed(rolling));
    for at in 1..=ids.len() - length {
        rolling = rolling
            .wrapping_sub(sign(ids[at - 1]).wrapping_mul(highest))
            .wrapping_mul(BASE)
            .wrapping_add(sign(ids[at + length - 1]));
        give(at, mixed(rolling));
    }
}

/// For keys that are hashes already.
#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

/// The same runs, cut so that no word of either text is in two of them: the longer run keeps what both claim.
pub(crate) fn without_overlap(mut runs: Vec<Run>, old_length: usize, new_length: usize) -> Vec<Run> {
    runs.sort_by_key(|run| (std::cmp::Reverse(run.length), run.old));
    let mut old_taken = vec![false; old_length];
    let mut new_taken = vec![false; new_length];
    let mut kept = Vec::with_capacity(runs.len());
    for mut run in runs {
        let is_taken = |step: usize| old_taken[run.old + step] || new_taken[run.new + step];
        let head = (0..run.length).take_while(|&step| is_taken(step)).count();
        let tail = (head..run.length).rev().take_while(|&step| is_taken(step)).count();
        let middle = head..run.length - tail;
        if middle.is_empty() || middle.clone().any(is_taken) {
            continue;
        }
        run = Run {
            old: run.old + middle.start,
            new: run.new + middle.start,
            length: middle.len(),
        };
        old_taken[run.old..run.old + run.length].fill(true);
        new_taken[run.new..run.new + run.length].fill(true);
        kept.push(run);
    }
    kept.sort_unstable_by_key(|run| run.old);
    kept
}

/// The runs, as indices, that stand in the same order in both texts and hold the most words together.
pub(crate) fn in_order(runs: &[Run]) -> Vec<usize> {
    // A Fenwick tree over the places in the new text: the best chain that ends before a place.
    let mut by_new: Vec<usize> = (0..runs.len()).collect();
    by_new.sort_unstable_by_key(|&index| runs[index].new);
    let mut rank = vec![0; runs.len()];
    for (place, &index) in by_new.iter().enumerate() {
        rank[index] = place + 1;
    }
    let mut best = vec![(0_usize, usize::MAX); runs.len() + 1];
    let mut before = vec![usize::MAX; runs.len()];
    let mut chain = (0, usize::MAX);
    for (index, run) in runs.iter().enumerate() {
        let mut found = (0, usize::MAX);
        let mut place = rank[index] - 1;
        while place > 0 {
            if best[place].0 > found.0 {
                found = best[place];
            }
            place &= place - 1;
        }
        before[index] = found.1;
        let held = (found.0 + run.length, index);
        if held.0 > chain.0 {
            chain = held;
        }
        let mut place = rank[index];
        while place < best.len() {
            if held.0 > best[place].0 {
                best[place] = held;
            }
            place += place & place.wrapping_neg();
        }
    }
    let mut order = Vec::new();
    let mut at = chain.1;
    while at != usize::MAX {
        order.push(at);
        at = before[at];
    }
    order.reverse();
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(words: &str) -> Vec<u32> {
        words.bytes().map(u32::from).collect()
    }

    fn found(old: &str, new: &str) -> Vec<String> {
        let runs = landmarks(&ids(old), &ids(new), 3);
        runs.iter()
            .map(|run| old[run.old..run.old + run.length].to_owned())
            .collect()
    }

    #[test]
    fn what_stands_once_in_each_is_found_with_all_that_is_alike_around_it() {
        assert_eq!(found("abcdef", "xxabcdefyy"), ["abcdef"]);
        assert_eq!(found("abcdefghi", "ghiabcdef"), ["abcdef", "ghi"]);
        assert_eq!(found("abcabc", "abcabc"), ["abcabc"], "its middle stands once");
        assert_eq!(found("abc-abc", "abc_abc"), [""; 0], "twins prove nothing");
    }

    #[test]
    fn the_order_that_holds_most_words_is_the_main_one() {
        let run = |old, new, length| Run { old, new, length };
        let runs = [run(0, 20, 3), run(3, 0, 10), run(13, 10, 2), run(15, 12, 5)];
        assert_eq!(in_order(&runs), [1, 2, 3]);
        assert_eq!(in_order(&[]), [0; 0]);
    }

    #[test]
    fn of_two_runs_that_claim_a_word_the_longer_keeps_it() {
        let run = |old, new, length| Run { old, new, length };
        let cut = without_overlap(vec![run(0, 0, 4), run(3, 10, 6)], 20, 20);
        assert_eq!(cut, [run(0, 0, 3), run(3, 10, 6)]);
    }
}
