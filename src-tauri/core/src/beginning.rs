//! The beginning of a body, to be looked at before the whole is kept.

use crate::body::{Block, Body, Leaf, Style};
use crate::text::Text;

impl Body {
    /// About the first `length` code points, in their structure: without pictures, asides and pages. No word is cut
    /// in two; a block that goes on ends there.
    #[must_use]
    pub fn beginning(&self, length: u32) -> Self {
        let mut cut = Cut {
            end: word_edge(&self.text, length),
            over: false,
        };
        let mut blocks = self.blocks.clone();
        cut.blocks(&mut blocks);
        Self {
            text: Text::new(self.text.between(0, cut.end).to_owned()),
            blocks,
            asides: Vec::new(),
            pages: Vec::new(),
        }
    }
}

/// The last place up to `at` where no word goes on.
fn word_edge(text: &Text, at: u32) -> u32 {
    if at >= text.len() {
        return text.len();
    }
    let before = text.between(0, at);
    if text.between(at, at + 1).starts_with(char::is_whitespace) {
        return before.trim_end().chars().count() as u32;
    }
    match before
        .rfind(char::is_whitespace)
        .map(|space| before[..space].trim_end())
    {
        Some(words) if !words.is_empty() => words.chars().count() as u32,
        // One word as long as all that: a part of it is better than nothing.
        _ => (0..=at).rev().find(|&at| text.is_edge(at)).unwrap_or_default(),
    }
}

struct Cut {
    end: u32,
    /// A leaf was met that begins at the end or after it: nothing more belongs to the beginning.
    over: bool,
}

impl Cut {
    fn blocks(&mut self, blocks: &mut Vec<Block>) {
        blocks.retain_mut(|block| !self.over && self.block(block));
    }

    /// Whether anything of the block belongs to the beginning.
    fn block(&mut self, block: &mut Block) -> bool {
        match block {
            Block::Heading { leaf, .. } | Block::Paragraph { leaf } | Block::Code { leaf, .. } => self.leaf(leaf),
            Block::Quote { blocks } | Block::Footnote { blocks, .. } => {
                self.blocks(blocks);
                !blocks.is_empty()
            }
            Block::List { items, .. } => {
                items.retain_mut(|item| {
                    let begins = !self.over;
                    self.blocks(&mut item.blocks);
                    begins && !(self.over && item.blocks.is_empty())
                });
                !items.is_empty()
            }
            Block::Table { rows } => {
                rows.retain_mut(|row| {
                    let begins = !self.over;
                    row.cells.iter_mut().for_each(|cell| self.blocks(&mut cell.blocks));
                    begins && !(self.over && row.cells.iter().all(|cell| cell.blocks.is_empty()))
                });
                !rows.is_empty()
            }
            Block::Figure { image, caption } => {
                image.picture = None;
                self.blocks(caption);
                !(self.over && caption.is_empty())
            }
            Block::Rule => true,
        }
    }

    fn leaf(&mut self, leaf: &mut Leaf) -> bool {
        if leaf.start >= self.end {
            self.over = true;
            return false;
        }
        leaf.end = leaf.end.min(self.end);
        leaf.spans.retain(|span| span.start < self.end);
        for span in &mut leaf.spans {
            span.end = span.end.min(self.end);
            if let Style::Image { image } = &mut span.style {
                image.picture = None;
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::{Cell, Image, Item, Row, Span};
    use crate::picture::{Picture, PictureId};

    const TEXT: &str = "Titre\n\nUn mot fort.\n\nun\n\ndeux\n\ncase\n\nLégende";

    fn leaf(words: &str) -> Leaf {
        let start = TEXT[..TEXT.find(words).unwrap()].chars().count() as u32;
        Leaf {
            start,
            end: start + words.chars().count() as u32,
            spans: Vec::new(),
        }
    }

    fn paragraph(words: &str) -> Vec<Block> {
        vec![Block::Paragraph { leaf: leaf(words) }]
    }

    fn image(picture: bool) -> Image {
        Image {
            alt: "Un graphique".into(),
            picture: picture.then(|| Picture {
                id: PictureId::new(&"0a".repeat(32)).unwrap(),
                width: 1,
                height: 1,
            }),
        }
    }

    /// One block of each kind, with its pictures or without.
    fn body(pictures: bool) -> Body {
        let mut words = leaf("Un mot fort.");
        let span = |start: u32, end: u32, style| Span {
            start: words.start + start,
            end: words.start + end,
            style,
        };
        let image_here = Style::Image { image: image(pictures) };
        words.spans = vec![
            span(3, 11, Style::Emphasis),
            span(3, 3, image_here),
            span(7, 11, Style::Strong),
        ];
        let item = |words| Item {
            checked: None,
            blocks: paragraph(words),
        };
        let cell = |blocks| Cell {
            heading: false,
            align: None,
            columns: 1,
            rows: 1,
            blocks,
        };
        let body = Body {
            text: Text::new(TEXT.to_owned()),
            blocks: vec![
                Block::Heading {
                    level: 1,
                    leaf: leaf("Titre"),
                },
                Block::Paragraph { leaf: words },
                Block::List {
                    first: None,
                    items: vec![item("un"), item("deux")],
                },
                Block::Rule,
                Block::Table {
                    rows: vec![Row {
                        cells: vec![cell(Vec::new()), cell(paragraph("case"))],
                    }],
                },
                Block::Figure {
                    image: image(pictures),
                    caption: paragraph("Légende"),
                },
            ],
            asides: Vec::new(),
            pages: Vec::new(),
        };
        body.check().unwrap();
        body
    }

    #[test]
    fn the_beginning_of_a_body_is_a_body_whatever_its_length() {
        let whole = body(true);
        for length in 0..=whole.text.len() {
            let beginning = whole.beginning(length);
            beginning.check().unwrap();
            assert!(
                TEXT.starts_with(beginning.text.as_str()) && beginning.text.len() <= length,
                "{length}"
            );
        }
        assert_eq!(
            whole.beginning(u32::MAX),
            body(false),
            "all of it, but for the pictures"
        );
    }

    #[test]
    fn no_word_is_cut_and_what_comes_later_is_not_there() {
        let beginning = body(true).beginning(17);
        assert_eq!(beginning.text.as_str(), "Titre\n\nUn mot");
        let [Block::Heading { .. }, Block::Paragraph { leaf }] = &beginning.blocks[..] else {
            panic!("{:?}", beginning.blocks)
        };
        let spans: Vec<(u32, u32)> = leaf.spans.iter().map(|span| (span.start, span.end)).collect();
        assert_eq!(spans, [(10, 13), (10, 10)], "the strong word is beyond the end");
        let list = body(true).beginning(23);
        assert!(matches!(&list.blocks[2..], [Block::List { items, .. }] if items.len() == 1));
        assert_eq!(
            body(true).beginning(3).text.as_str(),
            "Tit",
            "a part of a word, where it is all there is"
        );
    }
}
