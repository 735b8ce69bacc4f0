//! Reads Markdown: CommonMark with tables, footnotes, strikethrough, task lists, bare addresses and front matter.

use std::panic::{AssertUnwindSafe, catch_unwind};

use obelus_core::article::Format;
use obelus_core::body::{Align, Body, Href, Style};
use pulldown_cmark::{Alignment, CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::blocks::{Container, Gate};
use crate::inline_tag::LoneTag;
use crate::{Imported, ReadError, bare_links, dates, front_matter, html, language, title};

pub(crate) fn read(source: &str) -> Result<Imported, ReadError> {
    let (fields, markdown) = front_matter::split(source).unwrap_or_default();
    let markdown = if fields.is_empty() { source } else { markdown };
    let field = |name: &str| fields.get(name).filter(|value| !value.is_empty()).cloned();
    let headline = field("title");
    let mut body = body(markdown)?;
    if let Some(headline) = &headline
        && !title::has_headline(&body)
    {
        body = title::with_headline(&body, headline);
    }
    let language = language::recognise(
        body.text.as_str(),
        field("lang").or_else(|| field("language")).as_deref(),
    );
    Ok(Imported {
        byline: field("author")
            .or_else(|| field("authors"))
            .or_else(|| field("byline"))
            .map(|byline| title::one_line(&byline)),
        site: field("site")
            .or_else(|| field("publication"))
            .map(|site| title::one_line(&site)),
        url: field("url")
            .or_else(|| field("source"))
            .and_then(|url| Href::new(&url).ok())
            .map(String::from)
            .filter(|url| url.starts_with("http")),
        published: field("date")
            .or_else(|| field("published"))
            .and_then(|date| published(&date)),
        language,
        ..Imported::new(title::title(&body), Format::Markdown, body)
    })
}

/// A moment as it is written where it is ISO 8601, else the day that it names.
fn published(date: &str) -> Option<String> {
    let date = title::one_line(date);
    match crate::moment::moment(&date) {
        Some(_) => Some(date),
        None => dates::day(&date),
    }
}

pub(crate) fn body(markdown: &str) -> Result<Body, ReadError> {
    // pulldown-cmark 0.13 panics on some inputs with heading attributes; they are off, and this catches the rest.
    catch_unwind(AssertUnwindSafe(|| {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS;
        let mut reader = Reader::default();
        Parser::new_ext(markdown, options).for_each(|event| reader.event(event));
        reader.flush_words();
        reader.flush_html();
        reader.gate.finish()
    }))
    .map_err(|_| ReadError::TooComplex)
}

#[derive(Default)]
struct Reader {
    gate: Gate,
    /// How many inline styles were open before each one that is open now.
    open: Vec<(Inline, usize)>,
    aligns: Vec<Alignment>,
    column: usize,
    heading_row: bool,
    /// Words that came one after the other: the parser parts an address at each of its signs.
    words: String,
    in_code: bool,
    /// A block of HTML, gathered line by line.
    html: String,
    image: Option<(usize, String)>,
    /// The element whose words are not words (a script in the middle of a line).
    silent: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
enum Inline {
    Markdown,
    Html(String),
}

impl Reader {
    fn event(&mut self, event: Event<'_>) {
        match &event {
            Event::Text(words) if self.image.is_none() && self.silent.is_none() => {
                self.words.push_str(words);
                return;
            }
            _ => self.flush_words(),
        }
        match event {
            Event::Html(markup) => {
                self.html.push_str(&markup);
                return;
            }
            Event::Start(Tag::HtmlBlock) => return,
            Event::End(TagEnd::HtmlBlock) => {
                self.flush_html();
                return;
            }
            _ => {}
        }
        if let Some((depth, alt)) = &mut self.image {
            match event {
                Event::Text(words) | Event::Code(words) => alt.push_str(&words),
                Event::SoftBreak | Event::HardBreak => alt.push(' '),
                Event::Start(_) => *depth += 1,
                Event::End(_) if *depth > 0 => *depth -= 1,
                Event::End(_) => {
                    let alt = std::mem::take(alt);
                    self.image = None;
                    self.gate.image(&alt, true);
                }
                _ => {}
            }
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(end) => self.end(end),
            Event::Code(words) => {
                let count = self.gate.styles();
                self.gate.begin(Style::Code);
                self.gate.words(&words, true);
                self.gate.end_to(count);
            }
            Event::InlineHtml(markup) => self.inline_html(&markup),
            Event::SoftBreak => self.gate.words(" ", true),
            Event::HardBreak => self.gate.line_break(),
            Event::Rule => self.gate.rule(),
            Event::FootnoteReference(label) => self.gate.reference(&label),
            Event::TaskListMarker(done) => self.gate.task(done),
            Event::Text(_) | Event::Html(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => self.gate.boundary(),
            Tag::Heading { level, .. } => self.gate.open_heading(level as u8),
            Tag::CodeBlock(kind) => {
                self.in_code = true;
                self.gate.open_code(match kind {
                    CodeBlockKind::Fenced(info) => info.split_whitespace().next().map(str::to_owned),
                    CodeBlockKind::Indented => None,
                });
            }
            Tag::BlockQuote(_) => self.gate.open(Container::Quote),
            Tag::List(first) => self.gate.open(Container::List {
                first: first.map(|first| u32::try_from(first).unwrap_or(u32::MAX)),
            }),
            Tag::Item => self.gate.open(Container::Item { checked: None }),
            Tag::FootnoteDefinition(label) => self.gate.open(Container::Footnote {
                label: label.into_string(),
            }),
            Tag::Table(aligns) => {
                self.aligns = aligns;
                self.gate.open(Container::Table);
            }
            Tag::TableHead | Tag::TableRow => {
                self.heading_row = matches!(tag, Tag::TableHead);
                self.column = 0;
                self.gate.open(Container::Row);
            }
            Tag::TableCell => {
                let align = self.aligns.get(self.column).and_then(|align| match align {
                    Alignment::None => None,
                    Alignment::Left => Some(Align::Start),
                    Alignment::Center => Some(Align::Center),
                    Alignment::Right => Some(Align::End),
                });
                self.column += 1;
                let heading = self.heading_row;
                self.gate.open(Container::Cell {
                    heading,
                    align,
                    columns: 1,
                    rows: 1,
                });
            }
            Tag::Image { .. } => self.image = Some((0, String::new())),
            Tag::Emphasis => self.begin(Some(Style::Emphasis)),
            Tag::Strong => self.begin(Some(Style::Strong)),
            Tag::Strikethrough => self.begin(Some(Style::Strike)),
            Tag::Superscript => self.begin(Some(Style::Superscript)),
            Tag::Subscript => self.begin(Some(Style::Subscript)),
            Tag::Link {
                dest_url, link_type, ..
            } => {
                let address = match link_type {
                    pulldown_cmark::LinkType::Email => format!("mailto:{dest_url}"),
                    _ => dest_url.into_string(),
                };
                self.begin(Href::new(&address).ok().map(|href| Style::Link { href }));
            }
            Tag::HtmlBlock
            | Tag::MetadataBlock(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition => {}
        }
    }

    fn begin(&mut self, style: Option<Style>) {
        self.open.push((Inline::Markdown, self.gate.styles()));
        if let Some(style) = style {
            self.gate.begin(style);
        }
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link => {
                // HTML elements that were opened inside end with it.
                while let Some((inline, count)) = self.open.pop() {
                    self.gate.end_to(count);
                    if inline == Inline::Markdown {
                        break;
                    }
                }
            }
            TagEnd::Paragraph => {
                self.end_line();
                self.gate.boundary();
            }
            TagEnd::Heading(_) | TagEnd::CodeBlock => {
                self.in_code = false;
                self.end_line();
                self.gate.close_leaf();
            }
            TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::Table
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::TableCell => {
                self.end_line();
                self.gate.close();
            }
            TagEnd::Image
            | TagEnd::HtmlBlock
            | TagEnd::MetadataBlock(_)
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition => {}
        }
    }

    /// Inline HTML does not reach out of its paragraph.
    fn end_line(&mut self) {
        self.open.clear();
        self.gate.end_to(0);
        self.silent = None;
    }

    /// Tells the words that came, and what among them is an address.
    fn flush_words(&mut self) {
        let words = std::mem::take(&mut self.words);
        let mut told = 0;
        if !self.in_code && !self.gate.in_link() {
            for (range, address) in bare_links::find(&words) {
                let Ok(href) = Href::new(&address) else { continue };
                self.gate.words(&words[told..range.start], true);
                let count = self.gate.styles();
                self.gate.begin(Style::Link { href });
                self.gate.words(&words[range.clone()], true);
                self.gate.end_to(count);
                told = range.end;
            }
        }
        self.gate.words(&words[told..], true);
    }

    fn flush_html(&mut self) {
        if !self.html.is_empty() {
            let markup = std::mem::take(&mut self.html);
            html::fragment_into(&markup, &mut self.gate);
        }
    }

    /// One tag in the middle of a line.
    fn inline_html(&mut self, markup: &str) {
        let Some(tag) = LoneTag::parse(markup) else {
            return;
        };
        if let Some(silent) = &self.silent {
            if tag.closes && tag.name == *silent {
                self.silent = None;
            }
            return;
        }
        if tag.closes {
            let inline = Inline::Html(tag.name);
            let mine = self.open.iter().rposition(|(open, _)| *open == inline);
            let last_markdown = self.open.iter().rposition(|(open, _)| *open == Inline::Markdown);
            if let Some(index) = mine.filter(|&index| last_markdown.is_none_or(|last| last < index)) {
                self.gate.end_to(self.open[index].1);
                self.open.truncate(index);
            }
            return;
        }
        match tag.name.as_str() {
            "br" => self.gate.line_break(),
            "img" => {
                if let Some(alt) = tag.alt.filter(|alt| !alt.trim().is_empty()) {
                    self.gate.image(&alt, true);
                }
            }
            name if html::is_silent(name) => self.silent = Some(tag.name),
            _ => {
                if let Some(style) = tag.style {
                    self.open.push((Inline::Html(tag.name), self.gate.styles()));
                    self.gate.begin(style);
                }
            }
        }
    }
}
