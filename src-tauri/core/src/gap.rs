//! Aligns the words of two short stretches in order: what lies between two landmarks.

use std::collections::HashMap;

use crate::fold::Word;
use crate::landmarks::{in_order, landmarks, without_overlap};

/// Up to this many pairs of words are weighed one by one, in cells of a table.
const TABLE: usize = 150_000;

/// Which words of the new stretch the words of the old one are: pairs in order, that never cross. The stretches are
/// given as places in their texts, ascending.
pub(crate) fn align(old: &[Word], new: &[Word], old_at: &[u32], new_at: &[u32]) -> Vec<(u32, u32)> {
    let mut pairs = Vec::new();
    let mut left = vec![(old_at, new_at)];
    while let Some((old_at, new_at)) = left.pop() {
        let same = |(a, b): &(&u32, &u32)| old[**a as usize].id == new[**b as usize].id;
        let head = old_at.iter().zip(new_at).take_while(same).count();
        pairs.extend(old_at.iter().copied().zip(new_at.iter().copied()).take(head));
        let (old_at, new_at) = (&old_at[head..], &new_at[head..]);
        let tail = old_at.iter().rev().zip(new_at.iter().rev()).take_while(same).count();
        let (old_end, new_end) = (old_at.len() - tail, new_at.len() - tail);
        pairs.extend(old_at[old_end..].iter().copied().zip(new_at[new_end..].iter().copied()));
        let (old_at, new_at) = (&old_at[..old_end], &new_at[..new_end]);
        if old_at.is_empty() || new_at.is_empty() {
            continue;
        }
        if old_at.len() * new_at.len() <= TABLE {
            weigh(old, new, old_at, new_at, &mut pairs);
            continue;
        }
        // Too much to weigh: what stands once in both divides it.
        let ids = |words: &[Word], at: &[u32]| at.iter().map(|at| words[*at as usize].id).collect::<Vec<u32>>();
        let (old_ids, new_ids) = (ids(old, old_at), ids(new, new_at));
        for length in [4, 2, 1] {
            let runs = without_overlap(landmarks(&old_ids, &new_ids, length), old_ids.len(), new_ids.len());
            let order = in_order(&runs);
            if order.is_empty() {
                continue;
            }
            let mut from = (0, 0);
            for index in order {
                let run = runs[index];
                for step in 0..run.length {
                    pairs.push((old_at[run.old + step], new_at[run.new + step]));
                }
                left.push((&old_at[from.0..run.old], &new_at[from.1..run.new]));
                from = (run.old + run.length, run.new + run.length);
            }
            left.push((&old_at[from.0..], &new_at[from.1..]));
            break;
        }
    }
    pairs.sort_unstable();
    pairs
}

/// The alignment that keeps most weight; words that follow one another in both are worth more than scattered ones.
fn weigh(old: &[Word], new: &[Word], old_at: &[u32], new_at: &[u32], pairs: &mut Vec<(u32, u32)>) {
    let (rows, columns) = (old_at.len(), new_at.len());
    let known: HashMap<u32, ()> = new_at.iter().map(|at| (new[*at as usize].id, ())).collect();
    if !old_at.iter().any(|at| known.contains_key(&old[*at as usize].id)) {
        return;
    }
    const UP: u8 = 0;
    const LEFT: u8 = 1;
    const BOTH: u8 = 2;
    let mut way = vec![UP; rows * columns];
    let mut above = vec![0_u32; columns + 1];
    let mut here = vec![0_u32; columns + 1];
    // Whether the best way to the cell above and to the left ends in a pair.
    let mut paired_above = vec![false; columns + 1];
    let mut paired_here = vec![false; columns + 1];
    for (row, old_at) in old_at.iter().enumerate() {
        let word = &old[*old_at as usize];
        here[0] = 0;
        paired_here[0] = false;
        for column in 0..columns {
            let (mut best, mut to, mut paired) = (above[column + 1], UP, false);
            if here[column] > best {
                (best, to) = (here[column], LEFT);
            }
            let other = &new[new_at[column] as usize];
            if word.id == other.id {
                let follows = paired_above[column];
                let bonus = if follows { u32::from(word.weight) + 2 } else { 0 };
                // Both open a line, or neither: a little likelier.
                let opens = u32::from(word.opens_line == other.opens_line);
                let both = above[column] + 2 * u32::from(word.weight) + bonus + opens;
                // At a tie the later one wins, so that a run stays whole to its end.
                if both >= best {
                    (best, to, paired) = (both, BOTH, true);
                }
            }
            here[column + 1] = best;
            paired_here[column + 1] = paired;
            way[row * columns + column] = to;
        }
        std::mem::swap(&mut above, &mut here);
        std::mem::swap(&mut paired_above, &mut paired_here);
    }
    let (mut row, mut column) = (rows, columns);
    while row > 0 && column > 0 {
        match way[(row - 1) * columns + column - 1] {
            BOTH => {
                row -= 1;
                column -= 1;
                pairs.push((old_at[row], new_at[column]));
            }
            LEFT => column -= 1,
            _ => row -= 1,
        }
    }
}
