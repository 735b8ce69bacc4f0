//! Bodies that the tests of this crate draw as lines of words.

use crate::body::{Block, Body, Image, Leaf};
use crate::text::Text;

/// A body with one paragraph a line; a line that begins with `# ` is a heading, with `| ` a cell.
pub(crate) fn body(lines: &[&str]) -> Body {
    let (mut text, mut blocks) = (String::new(), Vec::new());
    for line in lines {
        let words = line.trim_start_matches(['#', '|', ' ']);
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.chars().count() as u32;
        text.push_str(words);
        let leaf = Leaf {
            start,
            end: text.chars().count() as u32,
            spans: Vec::new(),
        };
        blocks.push(match line.chars().next() {
            Some('#') => Block::Heading { level: 2, leaf },
            Some('|') => Block::Figure {
                image: Image::default(),
                caption: vec![Block::Paragraph { leaf }],
            },
            _ => Block::Paragraph { leaf },
        });
    }
    Body {
        text: Text::new(text),
        blocks,
        asides: Vec::new(),
        pages: Vec::new(),
    }
}
