//! Finished words: the article's on one sheet, what was set aside on others, each at its place.

use obelus_core::body::{Aside, Block, Body};
use obelus_core::text::Text;

use crate::anchors::{Anchor, Anchors};
use crate::leaf::OpenLeaf;

/// A top-level block, with its words.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    words: String,
    length: u32,
    /// Usually one; several where a container at the top was flattened.
    pub(crate) blocks: Vec<Block>,
    inside: u32,
    outside: u32,
    anchors: Vec<(Anchor, u32)>,
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

    pub(crate) fn write(&mut self, gap: &str, mut leaf: OpenLeaf) -> Block {
        self.words.push_str(gap);
        self.length += gap.len() as u32;
        let start = self.length;
        let anchors = leaf.unfasten();
        self.anchors
            .extend(anchors.into_iter().map(|(anchor, at)| (anchor, start + at)));
        self.words.push_str(leaf.words());
        self.length += leaf.length();
        leaf.block(start)
    }
}

/// Whether each draft is to be set aside, by what was said of its words.
pub(crate) fn said_aside(drafts: &[Draft]) -> Vec<bool> {
    let mut before = false;
    let said = drafts.iter().map(|draft| {
        // A rule goes with what stands before it.
        before = match (draft.inside, draft.outside) {
            (0, 0) => before,
            (inside, outside) => outside > inside,
        };
        before
    });
    said.collect()
}

/// The words of each draft, as one line for the rules of furniture.
pub(crate) fn lines(drafts: &[Draft]) -> Vec<&str> {
    drafts.iter().map(|draft| draft.words.as_str()).collect()
}

/// Puts every draft on its sheet; says where the anchors came to stand.
pub(crate) fn body(drafts: Vec<Draft>, aside: &[bool], anchors: &mut Anchors) -> Body {
    let mut article = Sheet::default();
    let mut asides: Vec<(usize, Sheet)> = Vec::new();
    let mut was_aside = false;
    // Anchors amid what was set aside: they stand where the article goes on.
    let mut adrift: Vec<Anchor> = Vec::new();
    for (mut draft, &is_aside) in drafts.into_iter().zip(aside) {
        let held = std::mem::take(&mut draft.anchors);
        if is_aside {
            adrift.extend(held.into_iter().map(|(anchor, _)| anchor));
        } else if !draft.words.is_empty() {
            let start = article.next();
            let here = adrift.drain(..).map(|anchor| (anchor, 0)).chain(held);
            here.for_each(|(anchor, at)| anchors.settle(anchor, start + at));
        }
        match asides.last_mut() {
            _ if !is_aside => article.take(draft),
            Some((_, sheet)) if was_aside => sheet.take(draft),
            _ => {
                let mut sheet = Sheet::default();
                sheet.take(draft);
                asides.push((article.blocks.len(), sheet));
            }
        }
        was_aside = is_aside;
    }
    anchors.end(article.length);
    Body {
        asides: asides
            .into_iter()
            .filter_map(|(before, sheet)| sheet.aside(before))
            .collect(),
        text: Text::new(article.words),
        blocks: article.blocks,
        pages: Vec::new(),
    }
}

#[derive(Debug, Default)]
struct Sheet {
    words: String,
    length: u32,
    blocks: Vec<Block>,
}

impl Sheet {
    /// Where the words of the next draft begin.
    fn next(&self) -> u32 {
        if self.words.is_empty() { 0 } else { self.length + 2 }
    }

    fn take(&mut self, mut draft: Draft) {
        // A draft without words may still hold leaves: the empty cells of a table.
        if !draft.words.is_empty() || !draft.blocks.is_empty() {
            if !draft.words.is_empty() {
                let start = self.next();
                if !self.words.is_empty() {
                    self.words.push_str("\n\n");
                }
                self.length = start;
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

    /// What was set aside here, unless it holds no words.
    fn aside(self, before: usize) -> Option<Aside> {
        let lines = self.words.lines().filter(|line| !line.trim().is_empty()).count() as u32;
        (lines > 0).then(|| Aside {
            before: before as u32,
            lines,
            text: Text::new(self.words),
            blocks: self.blocks,
        })
    }
}
