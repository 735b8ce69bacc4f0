//! Finds the words of a page again in a text that was made of them.
//!
//! The text may have joined what the page parts, set a line aside or brought it back, and told footnotes elsewhere. So
//! characters are compared without spaces: what stands in the same order first, then what is left on both sides.

use super::hyphens::is_hyphen;

/// How many characters must agree before two places are taken for the same: more, the farther they are.
const RUN: [(usize, usize); 4] = [(3, 3), (12, 6), (200, 12), (usize::MAX, 18)];
/// How far ahead the next agreement is looked for, in characters.
const AHEAD: usize = 6_000;
/// How often what is left is looked at again.
const ROUNDS: usize = 4;

/// Spaces and hyphens come and go where lines break.
pub(super) fn is_solid(c: char) -> bool {
    !c.is_whitespace() && !is_hyphen(c)
}

/// For each character of the page, its offset in the text, if it is there.
pub(super) fn align(page: &[char], text: &[char]) -> Vec<Option<u32>> {
    let solid: Vec<(u32, char)> = text
        .iter()
        .enumerate()
        .filter(|(_, c)| is_solid(**c))
        .map(|(at, &c)| (at as u32, c))
        .collect();
    let mut places: Vec<Option<u32>> = vec![None; page.len()];
    let mut left: Vec<usize> = (0..page.len()).filter(|&index| is_solid(page[index])).collect();
    let mut free: Vec<usize> = (0..solid.len()).collect();
    for _ in 0..ROUNDS {
        let from: Vec<char> = left.iter().map(|&index| page[index]).collect();
        let to: Vec<char> = free.iter().map(|&index| solid[index].1).collect();
        let pairs = walk(&from, &to);
        if pairs.is_empty() {
            break;
        }
        for &(a, b) in &pairs {
            places[left[a]] = Some(solid[free[b]].0);
        }
        let mut used_a = vec![false; left.len()];
        let mut used_b = vec![false; free.len()];
        for (a, b) in pairs {
            (used_a[a], used_b[b]) = (true, true);
        }
        keep_unused(&mut left, &used_a);
        keep_unused(&mut free, &used_b);
    }
    places
}

/// Moves what stands just before the words that go on with it: a running head, say, has the first words of a title that
/// follows it, and these are the title's. `next` is the offset of the character that follows one in the text.
pub(super) fn settle(page: &[char], places: &mut [Option<u32>], next: impl Fn(u32) -> Option<u32>) {
    let solid: Vec<usize> = (0..page.len()).filter(|&index| is_solid(page[index])).collect();
    let mut start = 0;
    while start < solid.len() {
        let Some(mut last) = places[solid[start]] else {
            start += 1;
            continue;
        };
        let mut end = start + 1;
        while end < solid.len() && places[solid[end]].is_some() && places[solid[end]] == next(last) {
            last = places[solid[end]].unwrap_or(last);
            end += 1;
        }
        let gap = solid[end..]
            .iter()
            .take_while(|&&index| places[index].is_none())
            .count();
        let (length, goes_on) = (end - start, end + gap);
        let is_same = |from: usize| (0..length).all(|at| page[solid[from + at]] == page[solid[start + at]]);
        if gap >= length && goes_on < solid.len() && places[solid[goes_on]] == next(last) && is_same(goes_on - length) {
            for at in 0..length {
                places[solid[goes_on - length + at]] = places[solid[start + at]].take();
            }
        }
        start = goes_on.max(end);
    }
}

fn keep_unused(indices: &mut Vec<usize>, used: &[bool]) {
    let mut at = 0;
    indices.retain(|_| {
        at += 1;
        !used[at - 1]
    });
}

/// Pairs of equal characters, in order on both sides.
fn walk(page: &[char], text: &[char]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let (mut a, mut b) = (0, 0);
    let mut run = 0;
    while a < page.len() && b < text.len() {
        if page[a] == text[b] {
            pairs.push((a, b));
            (a, b) = (a + 1, b + 1);
            continue;
        }
        // One or two letters between two differences agree by chance.
        if pairs.len() - run < 3 {
            pairs.truncate(run);
        }
        run = pairs.len();
        match next_agreement(&page[a..], &text[b..]) {
            Some((skip_a, skip_b)) => (a, b) = (a + skip_a, b + skip_b),
            None => break,
        }
    }
    pairs
}

/// The nearest two places from which on both say the same.
fn next_agreement(page: &[char], text: &[char]) -> Option<(usize, usize)> {
    let agree = |a: usize, b: usize| {
        let needed = RUN.iter().find(|(far, _)| a + b <= *far).map_or(3, |(_, run)| *run);
        let run = needed.min(page.len() - a).min(text.len() - b);
        // At the very end a few characters must do, but not one or two by chance.
        run >= 3 && page[a..a + run] == text[b..b + run]
    };
    let far = (page.len() + text.len()).min(AHEAD);
    // Most differences are small: a hyphen that was joined, a bullet that became a list.
    for distance in 1..far {
        let from = distance.saturating_sub(text.len().saturating_sub(1));
        let to = distance.min(page.len().saturating_sub(1));
        let found = (from..=to).find(|&a| {
            let b = distance - a;
            b < text.len() && page[a] == text[b] && agree(a, b)
        });
        if let Some(a) = found {
            return Some((a, distance - a));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shows the characters of the page that were found, as they stand in the text.
    fn found(page: &str, text: &str) -> String {
        let page: Vec<char> = page.chars().filter(|c| !c.is_whitespace()).collect();
        let text: Vec<char> = text.chars().collect();
        let places = align(&page, &text);
        page.iter()
            .zip(places)
            .filter_map(|(&c, at)| {
                let there = text[at? as usize];
                assert_eq!(c, there);
                Some(there)
            })
            .collect()
    }

    #[test]
    fn a_joined_hyphen_and_a_bullet_are_stepped_over() {
        assert_eq!(
            found("• Le tram- way de Valmer roule.", "Le tramway de Valmer roule."),
            "LetramwaydeValmerroule."
        );
    }

    #[test]
    fn a_running_head_that_was_set_aside_is_nowhere() {
        let text = "La ligne compte dix-sept stations. Elle transporte des voyageurs.";
        assert_eq!(
            found("Revue de presse 12 La ligne compte dix-sept stations.", text),
            "Lalignecomptedixseptstations."
        );
    }

    #[test]
    fn a_running_head_leaves_its_words_to_the_title_that_goes_on_with_them() {
        let page: Vec<char> = "7:05LetramwayLetramwayacoûté".chars().collect();
        let text: Vec<char> = "Le tramway a coûté".chars().collect();
        let mut places = align(&page, &text);
        assert_eq!(places[4], Some(0), "as it is read, the head comes first");
        settle(&page, &mut places, |at| {
            (at + 1..text.len() as u32).find(|&at| is_solid(text[at as usize]))
        });
        let found: Vec<usize> = (0..page.len()).filter(|&index| places[index].is_some()).collect();
        assert_eq!(found, (13..page.len()).collect::<Vec<_>>());
    }

    #[test]
    fn a_footnote_told_before_the_last_paragraph_is_found() {
        let text = "Premier alinéa de la page. Une note au pied de la page. Le second alinéa va plus loin.";
        let page = "Premier alinéa de la page. Le second alinéa va 1 Une note au pied de la page.";
        assert_eq!(
            found(page, text),
            "Premieralinéadelapage.Lesecondalinéava1Unenoteaupieddelapage.".replace('1', "")
        );
    }
}
