//! Writes blocks as HTML, with the marks woven into them. Everything that comes from outside is escaped.
//!
//! No word is written that is not the text's own, except the numbers of marks: readings, the signs of footnotes
//! and the words for pictures are attributes that the style sheet shows.

use std::fmt::Write;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use obelus_core::body::{Align, Block, Body, Cell, Image, Leaf, Span, Style};

use crate::checked::{Checked, Numbered, Woven};
use crate::inks::Inks;
use crate::labels::Labels;
use crate::weave::{Step, steps};

/// How much of pictures is written into one copy, in bytes: a picture may stand in a thousand places.
const PICTURES: usize = 256 << 20;

pub(crate) struct Writer<'w> {
    pub(crate) out: String,
    pub(crate) body: &'w Body,
    pub(crate) woven: &'w Woven<'w>,
    pub(crate) labels: &'w Labels,
    /// Given for an article, whose marks have words; not for a note.
    pub(crate) checked: Option<&'w Checked<'w>>,
    /// Whether every look is written where it is, for what is pasted into a mail: such programs take style sheets,
    /// links within the page and attributes away.
    pub(crate) pasted: bool,
    /// The leaf that comes next, counted through the body.
    leaf: usize,
    /// How much of pictures may still be written, in bytes.
    room: usize,
    /// The labels of the article's own footnotes, each known by its index.
    footnotes: Vec<&'w str>,
}

impl<'w> Writer<'w> {
    pub(crate) fn new(
        body: &'w Body,
        woven: &'w Woven<'w>,
        labels: &'w Labels,
        checked: Option<&'w Checked<'w>>,
    ) -> Self {
        Self {
            out: String::new(),
            body,
            woven,
            labels,
            checked,
            pasted: false,
            leaf: 0,
            room: PICTURES,
            footnotes: footnotes(&body.blocks),
        }
    }

    pub(crate) fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block, ""));
    }

    /// A block; `attributes` are written into its first tag.
    pub(crate) fn block(&mut self, block: &Block, attributes: &str) {
        match block {
            // A note's headings are no headings of the document.
            Block::Heading { leaf, .. } if self.checked.is_none() => self.leaf(leaf, "p", "heading", attributes),
            Block::Heading { level, leaf } => self.leaf(leaf, &format!("h{level}"), "", attributes),
            Block::Paragraph { leaf } => self.leaf(leaf, "p", "", attributes),
            Block::Code { leaf, .. } => {
                // The first line break after <pre> is the parser's.
                self.open("pre", attributes);
                self.out.push('\n');
                self.out.push_str("<code>");
                self.words(leaf);
                self.out.push_str("</code></pre>");
            }
            Block::Quote { blocks } => {
                self.open("blockquote", attributes);
                self.blocks(blocks);
                self.close("blockquote");
            }
            Block::List { first, items } => {
                let tag = if first.is_some() { "ol" } else { "ul" };
                let start = first
                    .filter(|&first| first != 1)
                    .map(|first| format!(" start=\"{first}\""));
                self.open(tag, &format!("{attributes}{}", start.unwrap_or_default()));
                for item in items {
                    let task = match item.checked {
                        Some(true) => " class=\"task done\"",
                        Some(false) => " class=\"task\"",
                        None => "",
                    };
                    self.open("li", task);
                    self.inner(&item.blocks);
                    self.close("li");
                }
                self.close(tag);
            }
            Block::Table { rows } => {
                self.open("div", &format!(" class=\"table\"{attributes}"));
                let lines = match self.pasted {
                    true => " style=\"border-collapse:collapse\"",
                    false => "",
                };
                self.open("table", lines);
                for row in rows {
                    self.open("tr", "");
                    row.cells.iter().for_each(|cell| self.cell(cell));
                    self.close("tr");
                }
                self.close("table");
                self.close("div");
            }
            Block::Figure { image, caption } => {
                self.open("figure", attributes);
                self.image(image);
                if !caption.is_empty() {
                    self.open("figcaption", "");
                    self.inner(caption);
                    self.close("figcaption");
                }
                self.close("figure");
            }
            Block::Footnote { label, blocks } => {
                let id = self
                    .footnotes
                    .iter()
                    .position(|known| known == label)
                    .unwrap_or_default();
                let label = escape(label);
                if self.pasted {
                    self.open("div", " style=\"font-size:0.9em\"");
                    let _ = write!(self.out, "<p>[{label}]</p>");
                    self.blocks(blocks);
                    self.close("div");
                    return;
                }
                let scope = self.scope();
                self.open("div", &format!(" class=\"footnote\" id=\"{scope}footnote-{id}\" data-label=\"{label}\" role=\"doc-footnote\"{attributes}"));
                self.blocks(blocks);
                self.close("div");
            }
            Block::Rule => {
                self.open("hr", attributes);
            }
        }
    }

    /// The footnotes of notes must not be led to from the article.
    fn scope(&self) -> &'static str {
        if self.checked.is_some() { "" } else { "note-" }
    }

    /// Blocks in a cell or an item: a lone paragraph needs no element of its own.
    fn inner(&mut self, blocks: &[Block]) {
        match blocks {
            [Block::Paragraph { leaf }] => self.leaf(leaf, "span", "p", ""),
            _ => self.blocks(blocks),
        }
    }

    fn cell(&mut self, cell: &Cell) {
        let tag = if cell.heading { "th" } else { "td" };
        let mut attributes = String::new();
        for (name, count) in [("colspan", cell.columns), ("rowspan", cell.rows)] {
            if count > 1 {
                let _ = write!(attributes, " {name}=\"{count}\"");
            }
        }
        match cell.align {
            Some(Align::Start) => attributes.push_str(" class=\"start\""),
            Some(Align::Center) => attributes.push_str(" class=\"center\""),
            Some(Align::End) => attributes.push_str(" class=\"end\""),
            None => {}
        }
        if self.pasted {
            attributes.push_str(" style=\"border:1px solid #b9b29c;padding:4px 8px\"");
        }
        self.open(tag, &attributes);
        self.inner(&cell.blocks);
        self.close(tag);
    }

    fn leaf(&mut self, leaf: &Leaf, tag: &str, class: &str, attributes: &str) {
        let words = self.body.text.between(leaf.start, leaf.end);
        // Plain text has line breaks and runs of spaces that a browser would take away.
        let keeps = words.contains(['\n', '\t']) || words.contains("  ") || words.starts_with(' ');
        let class = [class, if keeps { "kept" } else { "" }].join(" ");
        let class = match class.trim() {
            "" => String::new(),
            _ if self.pasted => match keeps {
                true => " style=\"white-space:pre-wrap\"".to_owned(),
                false => String::new(),
            },
            class => format!(" class=\"{class}\""),
        };
        self.open(tag, &format!("{class} dir=\"auto\"{attributes}"));
        self.words(leaf);
        self.close(tag);
    }

    fn words(&mut self, leaf: &Leaf) {
        let woven = self.woven;
        let runs = &woven.runs[self.leaf];
        self.leaf += 1;
        let mut in_link = 0;
        for step in steps(leaf, runs) {
            match step {
                Step::Open(span) => {
                    in_link += usize::from(matches!(span.style, Style::Link { .. }));
                    self.open_span(span);
                }
                Step::Close(span) => {
                    in_link -= usize::from(matches!(span.style, Style::Link { .. }));
                    self.close_span(span);
                }
                Step::Point(span) => self.point(span),
                Step::Words {
                    start,
                    end,
                    over,
                    begins,
                } => {
                    over.iter()
                        .for_each(|&place| self.open_mark(place, begins.contains(&place)));
                    self.out.push_str(&escape(self.body.text.between(start, end)));
                    over.iter().for_each(|_| self.out.push_str("</mark>"));
                }
                Step::Ends(places) => places.iter().for_each(|&place| self.number(place, in_link > 0)),
            }
        }
    }

    fn open_mark(&mut self, place: usize, begins: bool) {
        let mark = self.woven.mark(place);
        if self.pasted {
            let _ = write!(self.out, "<mark style=\"{}\">", pasted_look(mark));
            return;
        }
        let class = mark.class();
        let is_first_place = place == 0 || self.woven.owners[place - 1] != self.woven.owners[place];
        let _ = write!(self.out, "<mark class=\"{class}\"");
        if let (true, Some(checked)) = (begins, self.checked) {
            let said = self.said(&self.labels.begins, mark.number, &mark.word(checked, self.labels));
            let _ = write!(self.out, " data-begins=\"{said}\"");
            if is_first_place {
                let _ = write!(self.out, " id=\"passage-{}\"", mark.number);
            }
        }
        self.out.push('>');
    }

    /// The number of a mark, where it ends. A link in a link is none, so there it is only a number.
    fn number(&mut self, place: usize, in_link: bool) {
        let (Some(checked), mark) = (self.checked, self.woven.mark(place)) else {
            return;
        };
        let (number, class) = (mark.number, mark.class());
        if self.pasted {
            let ink = mark.inks().ink;
            let _ = write!(
                self.out,
                "<sup style=\"color:#{ink};font-weight:bold\">{number}&nbsp;{}</sup>",
                mark.sign()
            );
            return;
        }
        let word = mark.word(checked, self.labels);
        let ends = self.said(&self.labels.ends, number, &word);
        let to_note = self.said(&self.labels.to_note, number, &word);
        let _ = write!(self.out, "<sup class=\"number {class}\" data-ends=\"{ends}\">");
        let _ = if in_link {
            write!(self.out, "{number}")
        } else {
            write!(
                self.out,
                "<a href=\"#mark-{number}\" aria-label=\"{to_note}\">{number}</a>"
            )
        };
        self.out.push_str("</sup>");
    }

    fn said(&self, phrase: &str, number: usize, look: &str) -> String {
        escape(
            &phrase
                .replace("{number}", &number.to_string())
                .replace("{look}", &look.to_lowercase()),
        )
    }

    fn open_span(&mut self, span: &Span) {
        match &span.style {
            Style::Link { href } => {
                let href = escape(href.as_str());
                let _ = write!(self.out, "<a href=\"{href}\" rel=\"noopener noreferrer\">");
            }
            Style::Ruby { .. } => self.out.push_str("<ruby>"),
            style => {
                let _ = write!(self.out, "<{}>", element(style));
            }
        }
    }

    fn close_span(&mut self, span: &Span) {
        match &span.style {
            Style::Ruby { reading } if self.pasted => {
                let _ = write!(self.out, "<rt>{}</rt></ruby>", escape(reading));
            }
            // Its words are not the article's: an attribute, which the style sheet shows.
            Style::Ruby { reading } => {
                let _ = write!(self.out, "<rt data-reading=\"{}\"></rt></ruby>", escape(reading));
            }
            Style::Link { .. } => self.out.push_str("</a>"),
            style => self.close(element(style)),
        }
    }

    fn point(&mut self, span: &Span) {
        match &span.style {
            Style::FootnoteReference { label } if self.pasted => {
                let _ = write!(self.out, "<sup>[{}]</sup>", escape(label));
            }
            Style::FootnoteReference { label } => {
                let scope = self.scope();
                let label_shown = escape(label);
                let _ = match self.footnotes.iter().position(|known| known == label) {
                    Some(id) => write!(
                        self.out,
                        "<a class=\"reference\" href=\"#{scope}footnote-{id}\" data-label=\"{label_shown}\" role=\"doc-noteref\" aria-label=\"{label_shown}\"></a>"
                    ),
                    None => write!(
                        self.out,
                        "<span class=\"reference\" data-label=\"{label_shown}\"></span>"
                    ),
                };
            }
            Style::Image { image } => self.image(image),
            _ => {}
        }
    }

    /// The picture itself where it is there, within the file; else the words for it.
    fn image(&mut self, image: &Image) {
        let alt = &image.alt;
        let there = image.picture.as_ref().zip(self.checked).and_then(|(picture, checked)| {
            let bytes = checked.pictures.get(&picture.id)?;
            (bytes.len() <= self.room).then_some((picture, bytes))
        });
        if let Some((picture, bytes)) = there {
            self.room -= bytes.len();
            let kind = if bytes.starts_with(&[0xff, 0xd8]) {
                "jpeg"
            } else {
                "png"
            };
            let _ = write!(
                self.out,
                "<img src=\"data:image/{kind};base64,{}\" alt=\"{}\" width=\"{}\" height=\"{}\">",
                BASE64.encode(bytes),
                escape(alt),
                picture.width,
                picture.height,
            );
            return;
        }
        let said = escape(&format!("{}{}{alt}", self.labels.image, self.labels.colon));
        if self.pasted {
            let _ = write!(self.out, "<em>[{said}]</em>");
            return;
        }
        let _ = write!(
            self.out,
            "<span class=\"image\" role=\"img\" aria-label=\"{said}\"></span>"
        );
    }

    fn open(&mut self, tag: &str, attributes: &str) {
        let _ = write!(self.out, "<{tag}{attributes}>");
    }

    fn close(&mut self, tag: &str) {
        let _ = write!(self.out, "</{tag}>");
    }
}

/// What a mark's words look like where no style sheet says it; in grey the line below still does.
fn pasted_look(mark: &Numbered<'_>) -> String {
    let Inks { ink, tint } = mark.inks();
    format!("background-color:#{tint};color:#1f1d1a;border-bottom:2px solid #{ink}")
}

fn element(style: &Style) -> &'static str {
    match style {
        Style::Emphasis => "em",
        Style::Strong => "strong",
        Style::Strike => "s",
        Style::Underline => "u",
        Style::Code => "code",
        Style::Superscript => "sup",
        Style::Subscript => "sub",
        Style::Small => "small",
        Style::Link { .. } | Style::Ruby { .. } | Style::FootnoteReference { .. } | Style::Image { .. } => "span",
    }
}

/// The labels of the footnotes in these blocks, in order.
fn footnotes(blocks: &[Block]) -> Vec<&str> {
    let mut labels = Vec::new();
    for block in blocks {
        match block {
            Block::Footnote { label, blocks } => {
                labels.push(label.as_str());
                labels.extend(footnotes(blocks));
            }
            Block::Quote { blocks } | Block::Figure { caption: blocks, .. } => labels.extend(footnotes(blocks)),
            Block::List { items, .. } => labels.extend(items.iter().flat_map(|item| footnotes(&item.blocks))),
            Block::Table { rows } => {
                let cells = rows.iter().flat_map(|row| &row.cells);
                labels.extend(cells.flat_map(|cell| footnotes(&cell.blocks)));
            }
            Block::Heading { .. } | Block::Paragraph { .. } | Block::Code { .. } | Block::Rule => {}
        }
    }
    labels
}

/// Words as they may stand in an element or in a quoted attribute.
pub(crate) fn escape(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}
