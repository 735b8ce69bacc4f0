//! Says which paragraphs of an RTF file are items of lists, and which lists open and close around them.

use std::collections::HashMap;

use super::story::{Paragraph, Piece};
use super::tables::Tables;
use crate::blocks::{Container, Gate};

/// What a list is numbered with (MS-DOC, "nfc").
const BULLET: i32 = 23;
const NOTHING: i32 = 255;
/// Lists that the file does not name.
const OLD: i32 = -1;
const TYPED: i32 = -2;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Item {
    list: i32,
    /// The level in a named list, the indent in others: more is deeper.
    rank: i32,
    /// Its number; nothing for a bullet.
    number: Option<Number>,
    left: i32,
    /// How many characters at its beginning are its sign, typed by hand.
    pub(super) sign: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Number {
    Written(u32),
    /// The one after the item before; this one for the first.
    Next(u32),
}

pub(super) fn item(paragraph: &Paragraph, tables: &Tables) -> Option<Item> {
    let shape = paragraph.shape;
    let label = paragraph.label.as_deref().filter(|label| !label.is_empty());
    let left = shape.left;
    if let Some((list, level)) = shape.list.filter(|(list, _)| *list != 0) {
        let known = tables.level(list, level);
        let numbers = known.map(|known| known.numbers);
        if numbers == Some(NOTHING) && label.is_none() {
            return None;
        }
        let is_numbered = match numbers {
            Some(BULLET | NOTHING) => false,
            Some(_) => true,
            None => label.is_some_and(is_number),
        };
        let start = known.map_or(1, |known| known.start);
        let number = is_numbered.then(|| match label.and_then(written) {
            Some(number) => Number::Written(number),
            None => Number::Next(start),
        });
        let rank = i32::from(level);
        let sign = 0;
        return Some(Item {
            list,
            rank,
            number,
            left,
            sign,
        });
    }
    if let Some(label) = label {
        return Some(Item {
            list: OLD,
            rank: left,
            number: number(label),
            left,
            sign: 0,
        });
    }
    typed(paragraph)
}

/// A sign and a tab that hang before the paragraph, as programs without lists write them.
fn typed(paragraph: &Paragraph) -> Option<Item> {
    if paragraph.shape.first >= 0 {
        return None;
    }
    let Piece::Words(words) = &paragraph.runs.first()?.piece else {
        return None;
    };
    let (sign, _) = words.split_once('\t')?;
    let is_bullet = matches!(sign.trim(), "•" | "–" | "—" | "-" | "·" | "◦" | "▪" | "*");
    let is_short_number = is_number(sign) && sign.trim().chars().count() <= 5;
    if !is_bullet && !is_short_number {
        return None;
    }
    let left = paragraph.shape.left;
    Some(Item {
        list: TYPED,
        rank: left,
        number: number(sign),
        left,
        sign: sign.chars().count() + 1,
    })
}

fn number(label: &str) -> Option<Number> {
    is_number(label).then(|| written(label).map_or(Number::Next(1), Number::Written))
}

/// `3.`, `b)`, `1.2.`, `iv`: not a bullet, even if that is a letter of some font.
fn is_number(label: &str) -> bool {
    let label = label.trim();
    let inner = label.trim_end_matches(['.', ')', ':', '°']).trim_start_matches('(');
    let is_letters = (1..=4).contains(&inner.len()) && inner.chars().all(|c| c.is_ascii_alphabetic());
    inner.ends_with(|c: char| c.is_ascii_digit()) || (is_letters && inner.len() < label.len())
}

/// The last number in a label.
fn written(label: &str) -> Option<u32> {
    let digits = label
        .rsplit(|c: char| !c.is_ascii_digit())
        .find(|part| !part.is_empty());
    digits?.parse().ok()
}

#[derive(Debug)]
struct Open {
    item: Item,
    is_numbered: bool,
}

impl Open {
    /// Whether this list is over when the item comes.
    fn ends_before(&self, item: Item, is_numbered: bool) -> bool {
        if self.item.list != item.list {
            return item.left <= self.item.left;
        }
        self.item.rank > item.rank || (self.item.rank == item.rank && self.is_numbered != is_numbered)
    }
}

/// The lists around what is told next.
#[derive(Debug, Default)]
pub(super) struct Lists {
    open: Vec<Open>,
    next: HashMap<(i32, i32), u32>,
}

impl Lists {
    /// Opens what must be open for this item, and the item; the paragraph of it comes next.
    pub(super) fn begin(&mut self, item: Item, gate: &mut Gate) {
        let is_numbered = item.number.is_some();
        while let Some(top) = self.open.last()
            && top.ends_before(item, is_numbered)
        {
            self.close_one(gate);
        }
        let number = self.count(item);
        match self.open.last() {
            Some(top) if top.item.list == item.list && top.item.rank == item.rank => gate.close(),
            _ => {
                gate.open(Container::List { first: number });
                self.open.push(Open { item, is_numbered });
            }
        }
        gate.open(Container::Item { checked: None });
    }

    fn count(&mut self, item: Item) -> Option<u32> {
        // A shallower item begins the deeper ones anew.
        self.next
            .retain(|&(list, rank), _| list != item.list || rank <= item.rank);
        let key = (item.list, item.rank);
        let number = match item.number? {
            Number::Written(number) => number,
            Number::Next(start) => self.next.get(&key).copied().unwrap_or(start),
        };
        self.next.insert(key, number.saturating_add(1));
        Some(number)
    }

    /// Whether a paragraph without a sign stands under an item that is open; the lists in that item end.
    pub(super) fn go_on(&mut self, paragraph: &Paragraph, gate: &mut Gate) -> bool {
        let shape = paragraph.shape;
        let stands_under = |open: &Open| shape.left > 0 && shape.first >= 0 && shape.left == open.item.left;
        let Some(index) = self.open.iter().rposition(stands_under) else {
            return false;
        };
        while self.open.len() > index + 1 {
            self.close_one(gate);
        }
        true
    }

    pub(super) fn end(&mut self, gate: &mut Gate) {
        while !self.open.is_empty() {
            self.close_one(gate);
        }
    }

    fn close_one(&mut self, gate: &mut Gate) {
        if self.open.pop().is_some() {
            // Its item, and itself.
            gate.close();
            gate.close();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_told_from_a_bullet() {
        for number in ["1.", "12)", "b)", "iv.", "1.2.", "(3)", "2"] {
            assert!(is_number(number), "{number}");
        }
        for bullet in ["•", "o", "-", "", "§", "•\t"] {
            assert!(!is_number(bullet), "{bullet}");
        }
        assert_eq!(written("1.2."), Some(2));
        assert_eq!(written("b)"), None);
    }
}
