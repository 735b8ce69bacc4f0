//! Which pictures a body names.

use std::collections::BTreeSet;

use crate::body::{Block, Body, Image, Leaf, Style, leaves};
use crate::picture::PictureId;

impl Body {
    /// Every picture that it names, those set aside with lines of an import included.
    #[must_use]
    pub fn pictures(&self) -> BTreeSet<&PictureId> {
        let mut pictures = BTreeSet::new();
        for blocks in self.asides.iter().map(|aside| &aside.blocks).chain([&self.blocks]) {
            figures(blocks, &mut |image| {
                pictures.extend(image.picture.as_ref().map(|picture| &picture.id))
            });
            pictures.extend(leaves(blocks).into_iter().flat_map(within));
        }
        pictures
    }
}

fn within(leaf: &Leaf) -> impl Iterator<Item = &PictureId> {
    leaf.spans.iter().filter_map(|span| match &span.style {
        Style::Image { image } => image.picture.as_ref().map(|picture| &picture.id),
        _ => None,
    })
}

fn figures<'b>(blocks: &'b [Block], meet: &mut impl FnMut(&'b Image)) {
    for block in blocks {
        match block {
            Block::Figure { image, caption } => {
                meet(image);
                figures(caption, meet);
            }
            Block::Quote { blocks } | Block::Footnote { blocks, .. } => figures(blocks, meet),
            Block::List { items, .. } => items.iter().for_each(|item| figures(&item.blocks, meet)),
            Block::Table { rows } => rows
                .iter()
                .flat_map(|row| &row.cells)
                .for_each(|cell| figures(&cell.blocks, meet)),
            Block::Heading { .. } | Block::Paragraph { .. } | Block::Code { .. } | Block::Rule => {}
        }
    }
}
