//! Where words were put in or taken out, the same words may end them and stand just before: then the seam is put where
//! a line or a sentence begins, as a person would.

use crate::alignment::Alignment;
use crate::fold::{Word, WordKind};

/// How far a seam is moved at most, in words.
const FAR: usize = 64;

/// Moves every seam of an alignment to where it is most natural.
pub(crate) fn slide(map: &mut Alignment, old: &[Word], new: &[Word]) {
    for at in 1..old.len() {
        let (Some(a), Some(b)) = (map.new_of(at - 1), map.new_of(at)) else {
            continue;
        };
        if b > a + 1 && map.group(at) == map.group(at - 1) && (a + 1..b).all(|new| map.old_of(new).is_none()) {
            slide_one(
                map,
                Text {
                    words: new,
                    is_new: true,
                },
                old.len(),
                at,
                (a + 1, b),
            );
        }
    }
    for at in 1..new.len() {
        let (Some(a), Some(b)) = (map.old_of(at - 1), map.old_of(at)) else {
            continue;
        };
        if b > a + 1 && map.group(a) == map.group(b) && (a + 1..b).all(|old| map.new_of(old).is_none()) {
            slide_one(
                map,
                Text {
                    words: old,
                    is_new: false,
                },
                new.len(),
                at,
                (a + 1, b),
            );
        }
    }
}

/// The text that has words more than the other one.
#[derive(Clone, Copy)]
struct Text<'w> {
    words: &'w [Word],
    is_new: bool,
}

/// The words `from` to `to` of the longer text stand between the words `at - 1` and `at` of the other.
fn slide_one(map: &mut Alignment, longer: Text, other_length: usize, at: usize, (from, to): (usize, usize)) {
    let words = longer.words;
    let same = |a: usize, b: usize| words[a].id == words[b].id;
    let stays = |map: &Alignment, at: usize, there: usize| {
        let counterpart = if longer.is_new { map.new_of(at) } else { map.old_of(at) };
        counterpart == Some(there)
    };
    let worth = |from: usize, to: usize| seam(words, from) + seam(words, to);
    let mut best = (worth(from, to), 0_usize, false);
    for step in 1..=FAR.min(from).min(at.saturating_sub(1)) {
        if !same(from - step, to - step) || !stays(map, at - step, from - step) {
            break;
        }
        let here = worth(from - step, to - step);
        if here > best.0 {
            best = (here, step, true);
        }
    }
    for step in 1..=FAR.min(words.len() - to).min(other_length - at) {
        if !same(from + step - 1, to + step - 1) || !stays(map, at + step - 1, to + step - 1) {
            break;
        }
        let here = worth(from + step, to + step);
        if here > best.0 {
            best = (here, step, false);
        }
    }
    let (_, steps, is_back) = best;
    for step in 1..=steps {
        let (at, left, taken) = if is_back {
            (at - step, from - step, to - step)
        } else {
            (at + step - 1, to + step - 1, from + step - 1)
        };
        let old = if longer.is_new { at } else { left };
        let group = map.group(old);
        map.part(old);
        if longer.is_new {
            map.join(at, taken, group);
        } else {
            map.join(taken, at, group);
        }
    }
}

/// How natural it is that something ends before this word, or at the end of the text.
fn seam(words: &[Word], at: usize) -> u32 {
    let Some(word) = words.get(at).filter(|word| !word.opens_line) else {
        return 4;
    };
    let Some(before) = at.checked_sub(1).map(|before| &words[before]) else {
        return 4;
    };
    match before.kind {
        _ if word.is_glued => 0,
        WordKind::Stop => 3,
        WordKind::Sign => 2,
        WordKind::Letters | WordKind::Number => 1,
    }
}
