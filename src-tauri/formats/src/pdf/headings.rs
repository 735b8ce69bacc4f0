//! Headings: lines that are larger than the text, or bold and alone, or that the file's own contents names.

use super::lines::Usual;
use super::outline::Entry;
use super::paragraphs::{Join, Kind, Paragraph, ends_sentence};

/// The longest heading, in code points.
const LONGEST: usize = 220;

/// What sets a heading apart.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Class {
    size: f32,
    bold: bool,
    capitals: bool,
}

/// Says of each paragraph whether it is a heading, and of which level.
pub(super) fn find(paragraphs: &mut [Paragraph], usual: &Usual, outline: &[Entry]) {
    let mut named: Vec<Option<u8>> = vec![None; paragraphs.len()];
    name_by_outline(paragraphs, outline, &mut named);
    let classes: Vec<Option<Class>> = (0..paragraphs.len())
        .map(|index| class(paragraphs, index, usual, named[index].is_some()))
        .collect();
    // The largest is the first level, and so on; sizes that hardly differ are one.
    let mut ranks: Vec<Class> = classes.iter().flatten().copied().collect();
    ranks.sort_by(|a, b| {
        b.size
            .total_cmp(&a.size)
            .then(b.bold.cmp(&a.bold))
            .then(b.capitals.cmp(&a.capitals))
    });
    ranks.dedup_by(|next, class| next.is_like(class));
    // Bookmarks say the levels; a title that they leave out stands above them.
    let above = u8::from(has_title_above(&classes, &named));
    for (index, paragraph) in paragraphs.iter_mut().enumerate() {
        let Some(class) = &classes[index] else { continue };
        let rank = ranks.iter().position(|rank| class.is_like(rank)).unwrap_or(0);
        let level = match named[index] {
            Some(depth) => depth + above,
            None => rank as u8 + 1,
        };
        paragraph.kind = Kind::Heading(level.clamp(1, 6));
        for (join, _) in &mut paragraph.lines {
            *join = Join::Space;
        }
    }
}

/// A larger heading before the first bookmark's.
fn has_title_above(classes: &[Option<Class>], named: &[Option<u8>]) -> bool {
    let Some(first) = named.iter().position(Option::is_some) else {
        return false;
    };
    let size = |index: usize| classes[index].map_or(0.0, |class| class.size);
    (0..first).any(|index| size(index) > 1.05 * size(first))
}

/// Bookmarks and the paragraphs of the same words, in the same order.
fn name_by_outline(paragraphs: &[Paragraph], outline: &[Entry], named: &mut [Option<u8>]) {
    let mut at = 0;
    let words: Vec<String> = paragraphs
        .iter()
        .map(|paragraph| {
            if paragraph.length() <= LONGEST {
                letters(&paragraph.text())
            } else {
                String::new()
            }
        })
        .collect();
    for entry in outline {
        let title = letters(&entry.title);
        let is_title = |index: &usize| {
            let found = &words[*index];
            let page = paragraphs[*index].first().page;
            // The number that the page prints is often left out of the bookmark.
            let same = *found == title
                || found
                    .strip_suffix(title.as_str())
                    .is_some_and(|rest| rest.len() <= 6 && rest.chars().all(char::is_numeric));
            !title.is_empty() && same && entry.page.is_none_or(|named| named == page)
        };
        if let Some(index) = (at..paragraphs.len()).find(is_title) {
            named[index] = Some(entry.depth);
            at = index + 1;
        }
    }
}

fn letters(words: &str) -> String {
    words
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

impl Class {
    fn is_like(&self, other: &Self) -> bool {
        (self.size - other.size).abs() < 0.04 * self.size && self.bold == other.bold && self.capitals == other.capitals
    }
}

fn class(paragraphs: &[Paragraph], index: usize, usual: &Usual, is_named: bool) -> Option<Class> {
    let paragraph = &paragraphs[index];
    let line = paragraph.first();
    let text = paragraph.text();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if matches!(paragraph.kind, Kind::Footnote(_) | Kind::Code) || text.chars().count() > LONGEST || letters < 2 {
        return None;
    }
    let ratio = line.size / usual.body;
    let capitals = letters >= 4 && !text.chars().any(char::is_lowercase);
    let bold = paragraph.lines.iter().all(|(_, line)| line.bold);
    let class = Class {
        size: line.size,
        bold,
        capitals: capitals && ratio < 1.12,
    };
    if is_named {
        return Some(class);
    }
    if matches!(
        paragraph.kind,
        Kind::Item(super::marker::Marker::Bullet | super::marker::Marker::Dash)
    ) {
        return None;
    }
    let short = paragraph.lines.len() <= 2 && text.chars().count() <= 120;
    let next = paragraphs.get(index + 1);
    // What nothing follows heads nothing, and a line among others of its kind heads none of them.
    let heads =
        next.is_some_and(|next| next.first().size < 1.12 * line.size && !(next.first().bold && bold && ratio < 1.05));
    let apart = line.first || line.gap > 1.25 * usual.step(usual.body) || index == 0;
    let is_sentence = ends_sentence(paragraph.last()) && !text.ends_with(['?', '!', ':']) && letters > 40;
    let is_spread = paragraph.lines.iter().any(|(_, line)| line.is_spread());
    let is_heading = if is_spread && ratio < 1.25 {
        false
    } else if ratio >= 1.12 {
        letters >= 3 && (ratio >= 1.25 || !is_sentence) && (next.is_some() || paragraphs.len() == 1)
    } else if ratio >= 0.95 && (bold || capitals) {
        short && heads && apart && !is_sentence && !text.ends_with([',', ';'])
    } else {
        false
    };
    is_heading.then_some(class)
}
