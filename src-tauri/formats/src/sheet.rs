//! Finished words: the article's on one sheet, what was set aside on others, each at its place.

use obelus_core::body::{Aside, Block, Body};
use obelus_core::text::Text;

use crate::leaf::OpenLeaf;

/// The top-level block being built, with its words.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    words: String,
    length: u32,
    pub(crate) blocks: Vec<Block>,
    inside: u32,
    outside: u32,
}

impl Draft {
    /// One character (or picture) more that belongs to the article, or does not.
    pub(crate) fn weigh(&mut self, in_article: bool) {
        if in_article {
            self.inside += 1;
        } else {
            self.outside += 1;
        }
    }

    pub(crate) fn write(&mut self, gap: &str, leaf: OpenLeaf) -> Block {
        self.words.push_str(gap);
        self.length += gap.len() as u32;
        let start = self.length;
        self.words.push_str(leaf.words());
        let block = leaf.block(start);
        let mut leaves = Vec::new();
        block.leaves(&mut leaves);
        self.length = leaves.first().map_or(start, |leaf| leaf.end);
        block
    }
}

#[derive(Debug, Default)]
struct Sheet {
    words: String,
    length: u32,
    blocks: Vec<Block>,
}

impl Sheet {
    fn take(&mut self, mut draft: Draft) {
        if !draft.words.is_empty() {
            if !self.words.is_empty() {
                self.words.push_str("\n\n");
                self.length += 2;
            }
            let mut leaves = Vec::new();
            draft.blocks.iter_mut().for_each(|block| block.leaves_mut(&mut leaves));
            for leaf in leaves {
                leaf.start += self.length;
                leaf.end += self.length;
                for span in &mut leaf.spans {
                    span.start += self.length;
                    span.end += self.length;
                }
            }
            self.words.push_str(&draft.words);
            self.length += draft.length;
        }
        self.blocks.append(&mut draft.blocks);
    }
}

#[derive(Debug, Default)]
pub(crate) struct Sheets {
    article: Sheet,
    asides: Vec<(u32, Sheet)>,
    /// Whether the last block was set aside: the next one joins it.
    aside: bool,
}

impl Sheets {
    pub(crate) fn take(&mut self, draft: Draft) {
        let set_aside = match (draft.inside, draft.outside) {
            (0, 0) => self.aside,
            (inside, outside) => outside > inside,
        };
        if !set_aside {
            self.article.take(draft);
        } else if self.aside
            && let Some((_, sheet)) = self.asides.last_mut()
        {
            sheet.take(draft);
        } else {
            let mut sheet = Sheet::default();
            sheet.take(draft);
            self.asides.push((self.article.blocks.len() as u32, sheet));
        }
        self.aside = set_aside;
    }

    pub(crate) fn body(self) -> Body {
        let asides = self.asides.into_iter().filter_map(|(before, sheet)| {
            let lines = sheet.words.lines().filter(|line| !line.trim().is_empty()).count() as u32;
            (lines > 0).then(|| Aside {
                before,
                lines,
                text: Text::new(sheet.words),
                blocks: sheet.blocks,
            })
        });
        Body {
            asides: asides.collect(),
            text: Text::new(self.article.words),
            blocks: self.article.blocks,
        }
    }
}
