//! The beginning of an article: as much of it as a first page may hold, and a little more.

use obelus_core::body::{Block, Body, Cell, Item, Leaf, Row};
use obelus_core::text::Text;

/// How much is kept, in code points and in blocks: a page of our own holds some three thousand and some fifty.
const ENOUGH: u32 = 8_000;
const BLOCKS: usize = 300;
/// How far back a paragraph is cut where a word ends, in code points.
const WORD: u32 = 80;

/// The same text with the blocks of its beginning alone; nothing where these are all.
pub(super) fn beginning(body: &Body) -> Option<Body> {
    let mut cut = Cut {
        text: &body.text,
        until: ENOUGH.min(body.text.len()),
        left: BLOCKS,
    };
    let blocks = cut.blocks(&body.blocks);
    (blocks != body.blocks).then(|| Body {
        text: body.text.clone(),
        blocks,
        asides: Vec::new(),
        pages: body.pages.clone(),
    })
}

struct Cut<'t> {
    text: &'t Text,
    /// What begins here or later is left out.
    until: u32,
    /// How many more blocks are taken.
    left: usize,
}

impl Cut<'_> {
    fn blocks(&mut self, blocks: &[Block]) -> Vec<Block> {
        let mut kept = Vec::new();
        for block in blocks {
            if self.left == 0 || self.is_after(std::slice::from_ref(block)) {
                break;
            }
            self.left -= 1;
            kept.push(self.block(block));
        }
        kept
    }

    fn block(&mut self, block: &Block) -> Block {
        match block {
            Block::Heading { level, leaf } => Block::Heading {
                level: *level,
                leaf: self.leaf(leaf),
            },
            Block::Paragraph { leaf } => Block::Paragraph { leaf: self.leaf(leaf) },
            Block::Code { language, leaf } => Block::Code {
                language: language.clone(),
                leaf: self.leaf(leaf),
            },
            Block::Quote { blocks } => Block::Quote {
                blocks: self.blocks(blocks),
            },
            Block::Footnote { label, blocks } => Block::Footnote {
                label: label.clone(),
                blocks: self.blocks(blocks),
            },
            Block::Figure { image, caption } => Block::Figure {
                image: image.clone(),
                caption: self.blocks(caption),
            },
            Block::List { first, items } => Block::List {
                first: *first,
                items: self.items(items),
            },
            Block::Table { rows } => Block::Table { rows: self.rows(rows) },
            Block::Rule => Block::Rule,
        }
    }

    fn items(&mut self, items: &[Item]) -> Vec<Item> {
        let mut kept = Vec::new();
        for item in items {
            if self.left == 0 || self.is_after(&item.blocks) {
                break;
            }
            self.left -= 1;
            kept.push(Item {
                checked: item.checked,
                blocks: self.blocks(&item.blocks),
            });
        }
        kept
    }

    /// Rows stay whole: a table without a cell is another table.
    fn rows(&mut self, rows: &[Row]) -> Vec<Row> {
        let mut kept = Vec::new();
        for row in rows {
            let is_after = |cell: &Cell| self.is_after(&cell.blocks);
            if self.left == 0 || row.cells.iter().any(is_after) {
                break;
            }
            self.left = self.left.saturating_sub(row.cells.len());
            kept.push(row.clone());
        }
        kept
    }

    /// Whether the words of these blocks begin beyond what is kept. Blocks without words do not.
    fn is_after(&self, blocks: &[Block]) -> bool {
        first_leaf(blocks).is_some_and(|leaf| leaf.start >= self.until && leaf.start > 0)
    }

    fn leaf(&self, leaf: &Leaf) -> Leaf {
        if leaf.end <= self.until {
            return leaf.clone();
        }
        let mut end = self.until;
        let near = end.saturating_sub(WORD).max(leaf.start);
        let is_parted = |c: char| c.is_whitespace();
        if let Some(at) = self.last_in(near, end, is_parted) {
            end = at;
        }
        while !self.text.is_edge(end) {
            end -= 1;
        }
        let mut spans = leaf.spans.clone();
        spans.retain(|span| span.start < end);
        spans.iter_mut().for_each(|span| span.end = span.end.min(end));
        Leaf {
            start: leaf.start,
            end,
            spans,
        }
    }

    /// Where the last such character stands.
    fn last_in(&self, from: u32, to: u32, is: impl Fn(char) -> bool) -> Option<u32> {
        // The edge of a grapheme, so that the text can be asked.
        let from = (from..to).find(|&at| self.text.is_edge(at))?;
        let to = (from..=to).rev().find(|&at| self.text.is_edge(at))?;
        let words = self.text.between(from, to).chars();
        let found = words.enumerate().filter(|(_, c)| is(*c)).last();
        found.map(|(nth, _)| from + nth as u32)
    }
}

/// The first words of blocks, however deep they stand.
fn first_leaf(blocks: &[Block]) -> Option<&Leaf> {
    blocks.iter().find_map(|block| match block {
        Block::Heading { leaf, .. } | Block::Paragraph { leaf } | Block::Code { leaf, .. } => Some(leaf),
        Block::Quote { blocks } | Block::Footnote { blocks, .. } | Block::Figure { caption: blocks, .. } => {
            first_leaf(blocks)
        }
        Block::List { items, .. } => items.iter().find_map(|item| first_leaf(&item.blocks)),
        Block::Table { rows } => {
            let mut cells = rows.iter().flat_map(|row| &row.cells);
            cells.find_map(|cell| first_leaf(&cell.blocks))
        }
        Block::Rule => None,
    })
}

#[cfg(test)]
mod tests {
    use obelus_core::body::leaves;

    use super::*;
    use crate::{Incoming, read};

    /// How the beginning of a Markdown text ends, and how many blocks it has; nothing where it is all of it.
    fn check(markdown: &str) -> Option<(String, usize)> {
        let read = read(&Incoming {
            bytes: markdown.as_bytes(),
            format: Some(obelus_core::article::Format::Markdown),
            ..Incoming::default()
        });
        let body = read.unwrap().body;
        let cut = beginning(&body)?;
        let found = leaves(&cut.blocks);
        let whole = leaves(&body.blocks);
        assert!(found.iter().zip(&whole).all(|(cut, whole)| cut.start == whole.start));
        assert!(
            found
                .iter()
                .all(|leaf| leaf.spans.iter().all(|span| span.end <= leaf.end))
        );
        let last = found.last().unwrap();
        let words = cut.text.between(last.start, last.end);
        let tail: Vec<char> = words.chars().rev().take(12).collect();
        Some((tail.into_iter().rev().collect(), found.len()))
    }

    #[test]
    fn a_short_article_is_whole() {
        assert_eq!(check("# Titre\n\nTrois mots ici."), None);
    }

    #[test]
    fn a_long_article_ends_where_a_page_is_more_than_full() {
        let (_, leaves) = check(&"Un paragraphe de quelques mots.\n\n".repeat(5_000)).unwrap();
        assert!((200..=260).contains(&leaves), "{leaves}");
    }

    #[test]
    fn one_long_paragraph_ends_with_a_word() {
        let (end, leaves) = check(&"mot *appuyé* ".repeat(5_000)).unwrap();
        assert_eq!(leaves, 1);
        assert!(end.ends_with("mot") || end.ends_with("appuyé"), "{end}");
    }

    #[test]
    fn words_without_any_space_end_all_the_same() {
        let (_, leaves) = check(&"é".repeat(20_000)).unwrap();
        assert_eq!(leaves, 1);
    }

    #[test]
    fn a_long_list_and_a_long_table_are_cut_as_well() {
        let (_, leaves) = check(&"- un point\n".repeat(5_000)).unwrap();
        assert!(leaves <= BLOCKS, "{leaves}");
        let table = format!("| a | b |\n|---|---|\n{}", "| un | deux |\n".repeat(5_000));
        let (_, leaves) = check(&table).unwrap();
        assert!(leaves <= BLOCKS + 2, "{leaves}");
    }
}
