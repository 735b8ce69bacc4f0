//! Running heads and page numbers: rows at the edge of the pages that come again and again.

use std::collections::HashMap;

use super::words::{Row, Word};

/// How many rows from the top and from the bottom are looked at.
const ROWS: usize = 4;
/// The part of a page's height, at the top and at the bottom, in which a running head may stand.
const EDGE: f32 = 0.16;
/// How far two places on two pages may be apart to be the same, in points.
const SAME: f32 = 5.0;

/// The rows of a page before anything is taken from it.
pub(super) struct Sheet<'p> {
    pub(super) rows: &'p [Row],
    pub(super) height: f32,
    /// What the file calls the page.
    pub(super) name: &'p str,
}

/// A row that may be furniture.
struct Candidate {
    page: usize,
    row: usize,
    y: f32,
    size: f32,
    words: String,
    /// No text right above or below it, towards the middle of the page.
    apart: bool,
}

/// For each page, the rows that are no part of the text; `body` is the size of most of the text.
pub(super) fn find(sheets: &[Sheet<'_>], body: f32) -> Vec<Vec<usize>> {
    let candidates: Vec<Candidate> = sheets
        .iter()
        .enumerate()
        .flat_map(|(page, sheet)| candidates(page, sheet))
        .collect();
    let mut same: HashMap<&str, Vec<&Candidate>> = HashMap::new();
    for candidate in &candidates {
        same.entry(&candidate.words).or_default().push(candidate);
    }
    let needed = if sheets.len() < 4 { 2 } else { 3 };
    let repeated = |candidate: &Candidate| {
        let count = same[candidate.words.as_str()]
            .iter()
            .filter(|other| (other.y - candidate.y).abs() < SAME && (other.size - candidate.size).abs() < 0.6)
            .count();
        // A number alone comes again on every page, and so does a table's.
        let enough = if is_number(&candidate.words) {
            needed.max(2)
        } else {
            needed
        };
        count >= enough && candidate.apart
    };
    let mut is_furniture: Vec<bool> = candidates
        .iter()
        .map(|candidate| repeated(candidate) || is_alone(candidate, sheets, body))
        .collect();
    // A head that changes with every page stands where the others stand.
    let slots: Vec<(f32, f32)> = candidates
        .iter()
        .zip(&is_furniture)
        .filter(|(_, is)| **is)
        .map(|(candidate, _)| (candidate.y, candidate.size))
        .collect();
    for (candidate, is) in candidates.iter().zip(&mut is_furniture) {
        let (y, size) = (candidate.y, candidate.size);
        let taken = slots
            .iter()
            .filter(|slot| (slot.0 - y).abs() < 2.0 && (slot.1 - size).abs() < 0.6)
            .count();
        *is |= candidate.apart && size < body * 1.1 && taken * 5 >= sheets.len() * 2 && taken >= 3;
    }
    let mut found = vec![Vec::new(); sheets.len()];
    for (candidate, _) in candidates.iter().zip(&is_furniture).filter(|(_, is)| **is) {
        found[candidate.page].push(candidate.row);
    }
    found
}

fn candidates(page: usize, sheet: &Sheet<'_>) -> Vec<Candidate> {
    let rows = sheet.rows;
    let near_top = |index: usize| index < ROWS && rows[index].y < sheet.height * EDGE;
    let near_bottom = |index: usize| index + ROWS >= rows.len() && rows[index].y > sheet.height * (1.0 - EDGE);
    let gap = |from: usize, to: usize| match (rows.get(from), rows.get(to)) {
        (Some(above), Some(below)) => below.y - above.y,
        _ => f32::INFINITY,
    };
    // A head of two rows stands apart as a whole.
    let apart = |range: &mut dyn Iterator<Item = usize>| {
        range
            .take(ROWS)
            .any(|index| gap(index, index + 1) > 1.6 * rows[index].size.max(6.0))
    };
    (0..rows.len())
        .filter(|&index| near_top(index) || near_bottom(index))
        .map(|index| Candidate {
            page,
            row: index,
            y: rows[index].y,
            size: rows[index].size,
            words: pattern(&rows[index].text()),
            apart: if near_top(index) {
                apart(&mut (index..rows.len()))
            } else {
                apart(&mut (0..index).rev())
            },
        })
        .collect()
}

/// Words that differ in figures only are the same.
fn pattern(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for word in words.split_whitespace() {
        let roman = word.len() <= 7 && word.chars().all(|c| "ivxlcdm".contains(c.to_ascii_lowercase()));
        if !out.is_empty() {
            out.push(' ');
        }
        let mut figures = roman;
        if roman {
            out.push('#');
            continue;
        }
        for c in word.chars() {
            if !c.is_numeric() {
                out.extend(c.to_lowercase());
            } else if !figures {
                out.push('#');
            }
            figures = c.is_numeric();
        }
    }
    out
}

/// "12", "– 12 –", "Page 3/10": nothing but a page's number.
fn is_number(pattern: &str) -> bool {
    pattern.contains('#')
        && pattern.split(|c: char| !c.is_alphanumeric() && c != '#').all(|word| {
            matches!(
                word,
                "" | "#" | "page" | "p" | "of" | "sur" | "de" | "seite" | "von" | "página" | "pagina"
            )
        })
}

/// A row at the very edge that gives the page's own number, or is printed small in the margin.
fn is_alone(candidate: &Candidate, sheets: &[Sheet<'_>], body: f32) -> bool {
    let sheet = &sheets[candidate.page];
    let outermost = candidate.row == 0 || candidate.row + 1 == sheet.rows.len();
    if !outermost || !candidate.apart || sheet.rows.len() < 3 {
        return false;
    }
    let words = sheet.rows[candidate.row].text();
    let numbers: Vec<&str> = words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let own = (candidate.page + 1).to_string();
    let is_own = is_number(&candidate.words) && numbers.iter().any(|&number| number == own || number == sheet.name);
    let in_margin = candidate.y < 0.045 * sheet.height || candidate.y > 0.955 * sheet.height;
    is_own || in_margin && candidate.size < 0.85 * body
}

/// The size of most characters.
pub(super) fn body_size<'w>(words: impl Iterator<Item = &'w Word>) -> f32 {
    let mut counts: HashMap<i32, usize> = HashMap::new();
    for word in words {
        *counts.entry((word.size * 4.0).round() as i32).or_default() += word.length();
    }
    let most = counts.into_iter().max_by_key(|(size, count)| (*count, *size));
    most.map_or(10.0, |(size, _)| size as f32 / 4.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_that_differ_in_figures_are_the_same() {
        assert_eq!(pattern("12  Revue de presse"), pattern("140 Revue de presse"));
        assert_eq!(pattern("Chapitre iv"), pattern("Chapitre XII"));
        assert_ne!(pattern("Le rapport"), pattern("La suite"));
    }

    #[test]
    fn a_page_number_is_known_with_what_is_written_around_it() {
        for words in ["12", "– 12 –", "Page 3 sur 10", "3/10", "xii", "[4]"] {
            assert!(is_number(&pattern(words)), "{words}");
        }
        for words in ["Table 3", "12 avril", "de"] {
            assert!(!is_number(&pattern(words)), "{words}");
        }
    }
}
