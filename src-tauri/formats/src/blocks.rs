//! The one gate: foreign markup becomes the closed block model, or does not exist.
//!
//! Readers tell it what they meet (a heading opens, words, a link begins); it keeps the rules of the model
//! whatever they tell: containers that fit, spans that nest, spaces as a browser collapses them, a limit
//! to the depth. What is said to stand outside the article is set aside at its place.

use obelus_core::body::{Align, Block, Body, Cell, DEPTH_LIMIT, Image, Item, Row, Style};
use obelus_core::picture::Picture;

use crate::anchors::{Anchor, Anchors};
use crate::leaf::{LeafKind, OpenLeaf};
use crate::sheet::{self, Draft};

/// What a container is, when it opens.
#[derive(Debug)]
pub(crate) enum Container {
    Quote,
    List {
        first: Option<u32>,
    },
    Item {
        checked: Option<bool>,
    },
    Table,
    Row,
    Cell {
        heading: bool,
        align: Option<Align>,
        columns: u16,
        rows: u16,
    },
    Figure,
    Footnote {
        label: String,
    },
    /// Nothing of its own: its blocks go to where it stands.
    Flat,
}

impl Container {
    fn is_block(&self) -> bool {
        !matches!(self, Self::Item { .. } | Self::Row | Self::Cell { .. } | Self::Flat)
    }
}

/// A container that has opened and not closed.
#[derive(Debug)]
struct Frame {
    container: Container,
    /// How many blocks stand around its content.
    depth: usize,
    blocks: Vec<Block>,
    items: Vec<Item>,
    rows: Vec<Row>,
    cells: Vec<Cell>,
    image: Option<Image>,
}

#[derive(Debug, Default)]
pub(crate) struct Gate {
    frames: Vec<Frame>,
    leaf: Option<OpenLeaf>,
    styles: Vec<Style>,
    /// The fewest containers open since the last leaf of the draft; nothing before its first.
    low: Option<usize>,
    draft: Draft,
    finished: Vec<Draft>,
    anchors: Anchors,
    /// Anchors that wait for the next leaf.
    waiting: Vec<Anchor>,
}

impl Gate {
    /// Remembers this place: between the last words that were told and the next ones. Where it came to stand in the
    /// text is known when the body is finished ([`Gate::finish_anchored`]).
    pub(crate) fn anchor(&mut self) -> Anchor {
        let anchor = self.anchors.drop_one();
        match &mut self.leaf {
            Some(leaf) => leaf.fasten(anchor),
            None => self.waiting.push(anchor),
        }
        anchor
    }

    /// Words as they stand in markup: runs of space, tab and line break become one space, except in code.
    pub(crate) fn words(&mut self, words: &str, in_article: bool) {
        for c in words.chars() {
            let space = matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}');
            match &mut self.leaf {
                Some(leaf) => leaf.put(c),
                None if space => {}
                None => self.begin_leaf(LeafKind::Paragraph).put(c),
            }
            if !c.is_whitespace() {
                self.draft.weigh(in_article);
            }
        }
    }

    /// Words as somebody typed them in a word processor: every space and tab counts, except around a line.
    pub(crate) fn typed(&mut self, words: &str) {
        for c in words.chars() {
            match &mut self.leaf {
                Some(leaf) => leaf.put_typed(c),
                None if matches!(c, ' ' | '\t' | '\n' | '\r') => {}
                None => self.begin_leaf(LeafKind::Paragraph).put_typed(c),
            }
            if !c.is_whitespace() {
                self.draft.weigh(true);
            }
        }
    }

    /// A line break that counts; two in a row part paragraphs.
    pub(crate) fn line_break(&mut self) {
        if let Some(leaf) = &mut self.leaf
            && leaf.line_break()
        {
            self.end_leaf();
        }
    }

    /// The edge of a block without meaning of its own (a paragraph, a division).
    pub(crate) fn boundary(&mut self) {
        if let Some(leaf) = &mut self.leaf
            && leaf.boundary()
        {
            self.end_leaf();
        }
    }

    pub(crate) fn open_heading(&mut self, level: u8) {
        self.end_leaf();
        self.begin_leaf(LeafKind::Heading(level.clamp(1, 6)));
    }

    pub(crate) fn open_code(&mut self, language: Option<String>) {
        self.end_leaf();
        self.begin_leaf(LeafKind::Code(language.filter(|language| !language.is_empty())));
    }

    /// Ends a heading or a code block.
    pub(crate) fn close_leaf(&mut self) {
        self.end_leaf();
    }

    /// How many inline styles are open.
    pub(crate) fn styles(&self) -> usize {
        self.styles.len()
    }

    pub(crate) fn in_link(&self) -> bool {
        self.styles.iter().any(|style| matches!(style, Style::Link { .. }))
    }

    pub(crate) fn in_heading(&self) -> bool {
        self.leaf.as_ref().is_some_and(OpenLeaf::is_heading)
    }

    pub(crate) fn begin(&mut self, style: Style) {
        if let Some(leaf) = &mut self.leaf {
            leaf.begin(style.clone());
        }
        self.styles.push(style);
    }

    /// Ends inline styles until `count` are open.
    pub(crate) fn end_to(&mut self, count: usize) {
        while self.styles.len() > count {
            self.styles.pop();
            if let Some(leaf) = &mut self.leaf {
                leaf.end();
            }
        }
    }

    pub(crate) fn reference(&mut self, label: &str) {
        let label = clean_line(label);
        self.point(Style::FootnoteReference { label });
    }

    /// An image, by its alternative text alone.
    pub(crate) fn image(&mut self, alt: &str, in_article: bool) {
        self.picture(alt, None, in_article);
    }

    /// An image with its picture, where one came along.
    pub(crate) fn picture(&mut self, alt: &str, picture: Option<Picture>, in_article: bool) {
        let alt = clean_line(alt);
        let image = Image { alt, picture };
        self.draft.weigh(in_article);
        match self.frames.last_mut() {
            Some(frame) if self.leaf.is_none() && matches!(frame.container, Container::Figure) => match frame.image {
                None => frame.image = Some(image),
                Some(_) => self.point(Style::Image { image }),
            },
            _ => self.point(Style::Image { image }),
        }
    }

    /// Something that holds no words, at this place in the leaf.
    fn point(&mut self, style: Style) {
        match &mut self.leaf {
            Some(leaf) => leaf.point(style),
            None => self.begin_leaf(LeafKind::Paragraph).point(style),
        }
    }

    pub(crate) fn rule(&mut self) {
        self.end_leaf();
        self.add(Block::Rule);
        self.settle();
    }

    /// Opens a container; one that does not fit where it stands is flattened.
    pub(crate) fn open(&mut self, container: Container) {
        self.end_leaf();
        let parent = self.frames.last().map(|frame| &frame.container);
        let depth = self.frames.last().map_or(0, |frame| frame.depth);
        let fits = match container {
            Container::Item { .. } => matches!(parent, Some(Container::List { .. })),
            Container::Row => matches!(parent, Some(Container::Table)),
            Container::Cell { .. } => matches!(parent, Some(Container::Row)),
            Container::Flat => true,
            _ => depth < DEPTH_LIMIT,
        };
        let container = if fits { container } else { Container::Flat };
        let depth = depth + usize::from(container.is_block());
        self.frames.push(Frame {
            container,
            depth,
            blocks: Vec::new(),
            items: Vec::new(),
            rows: Vec::new(),
            cells: Vec::new(),
            image: None,
        });
    }

    /// The item that is open is a task.
    pub(crate) fn task(&mut self, done: bool) {
        let item = self
            .frames
            .iter_mut()
            .rev()
            .find_map(|frame| match &mut frame.container {
                Container::Item { checked } => Some(checked),
                _ => None,
            });
        if let Some(checked) = item {
            *checked = Some(done);
        }
    }

    /// Ends the container that was opened last.
    pub(crate) fn close(&mut self) {
        self.end_leaf();
        if let Some(frame) = self.frames.last()
            && matches!(frame.container, Container::Cell { .. })
            && frame.blocks.is_empty()
        {
            // An empty cell has an empty leaf, so that its column is seen.
            let leaf = OpenLeaf::new(LeafKind::Paragraph, &[]);
            self.write(leaf);
        }
        let Some(frame) = self.frames.pop() else { return };
        self.low = self.low.map(|low| low.min(self.frames.len()));
        self.finish_frame(frame);
        self.settle();
    }

    fn finish_frame(&mut self, frame: Frame) {
        let Frame {
            container,
            blocks,
            items,
            rows,
            cells,
            image,
            ..
        } = frame;
        let any = !blocks.is_empty();
        match (container, self.frames.last_mut()) {
            (Container::Quote, _) if any => self.add(Block::Quote { blocks }),
            (Container::List { first }, _) if !items.is_empty() => self.add(Block::List { first, items }),
            (Container::Table, _) if !rows.is_empty() => self.add(Block::Table { rows }),
            (Container::Footnote { label }, _) if any => {
                let label = clean_line(&label);
                self.add(Block::Footnote { label, blocks });
            }
            (Container::Item { checked }, Some(list)) if any || checked.is_some() => {
                list.items.push(Item { checked, blocks });
            }
            (Container::Row, Some(table)) if !cells.is_empty() => table.rows.push(Row { cells }),
            (
                Container::Cell {
                    heading,
                    align,
                    columns,
                    rows,
                },
                Some(row),
            ) => row.cells.push(Cell {
                heading,
                align,
                columns: columns.clamp(1, 1000),
                rows: rows.clamp(1, 1000),
                blocks,
            }),
            (Container::Figure, _) if image.is_some() => {
                let image = image.unwrap_or_default();
                self.add(Block::Figure { image, caption: blocks });
            }
            _ => blocks.into_iter().for_each(|block| self.add(block)),
        }
    }

    /// Puts a finished block where it belongs.
    fn add(&mut self, block: Block) {
        let Some(frame) = self.frames.last_mut() else {
            self.draft.blocks.push(block);
            return;
        };
        match frame.container {
            // What stands between items belongs to the item before it, as a browser shows it.
            Container::List { .. } => match frame.items.last_mut() {
                Some(item) => item.blocks.push(block),
                None => frame.items.push(Item {
                    checked: None,
                    blocks: vec![block],
                }),
            },
            Container::Table => frame.rows.push(Row {
                cells: vec![lone_cell(block)],
            }),
            Container::Row => frame.cells.push(lone_cell(block)),
            _ => frame.blocks.push(block),
        }
    }

    /// At the top, what is finished goes to the article or is set aside.
    fn settle(&mut self) {
        if self.frames.is_empty() && !self.draft.blocks.is_empty() {
            self.finished.push(std::mem::take(&mut self.draft));
            self.low = None;
        }
    }

    fn begin_leaf(&mut self, kind: LeafKind) -> &mut OpenLeaf {
        let mut leaf = OpenLeaf::new(kind, &self.styles);
        self.waiting.drain(..).for_each(|anchor| leaf.fasten(anchor));
        self.leaf.insert(leaf)
    }

    fn end_leaf(&mut self) {
        let Some(mut leaf) = self.leaf.take() else { return };
        leaf.finish();
        if !leaf.is_blank() {
            self.write(leaf);
        } else {
            self.waiting
                .extend(leaf.unfasten().into_iter().map(|(anchor, _)| anchor));
            for image in leaf.images() {
                self.add(Block::Figure {
                    image,
                    caption: Vec::new(),
                });
            }
        }
        self.settle();
    }

    fn write(&mut self, leaf: OpenLeaf) {
        let common = self
            .low
            .map(|low| low.checked_sub(1).and_then(|index| self.frames.get(index)));
        let gap = match common.map(|frame| frame.map(|frame| &frame.container)) {
            None => "",
            Some(Some(Container::Row)) => "\t",
            Some(Some(Container::List { .. } | Container::Table)) => "\n",
            Some(_) => "\n\n",
        };
        self.low = Some(self.frames.len());
        let block = self.draft.write(gap, leaf);
        self.add(block);
    }

    /// The body: everything that was told, in order.
    pub(crate) fn finish(self) -> Body {
        self.finish_with(|_, _| {})
    }

    /// The body, after a last word on the lines (one a top-level block) that are set aside.
    pub(crate) fn finish_with(self, decide: impl FnOnce(&[&str], &mut Vec<bool>)) -> Body {
        self.finish_anchored(decide).0
    }

    /// The same, and where every anchor came to stand.
    pub(crate) fn finish_anchored(mut self, decide: impl FnOnce(&[&str], &mut Vec<bool>)) -> (Body, Anchors) {
        while !self.frames.is_empty() {
            self.close();
        }
        self.end_leaf();
        let mut aside = sheet::said_aside(&self.finished);
        decide(&sheet::lines(&self.finished), &mut aside);
        let body = sheet::body(self.finished, &aside, &mut self.anchors);
        (body, self.anchors)
    }
}

fn lone_cell(block: Block) -> Cell {
    Cell {
        heading: false,
        align: None,
        columns: 1,
        rows: 1,
        blocks: vec![block],
    }
}

/// One line of words from an attribute: no control characters, white space collapsed, of a bearable length.
pub(crate) fn clean_line(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars()
        .map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c })
        .take(2_000)
        .collect()
}
