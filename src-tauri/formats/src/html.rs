//! Walks a tree of HTML and tells the gate what it meets, as a browser would show it.

use std::collections::{HashMap, HashSet};

use dom_query::{Document, NodeId, NodeRef};
use obelus_core::body::{Href, Style};
use obelus_core::picture::Picture;
use url::Url;

use crate::blocks::{Container, Gate};
use crate::classes::{self, Classes};
use crate::css::{self, Css, WordItem};
use crate::dom;
use crate::footnotes::Notes;
use crate::inline_tag::inline_style;
use crate::{shown, word_processor};

/// Elements of which nothing is read.
const SILENT: &[&str] = &[
    "script",
    "style",
    "template",
    "noscript",
    "head",
    "iframe",
    "frame",
    "frameset",
    "noframes",
    "object",
    "embed",
    "applet",
    "svg",
    "canvas",
    "audio",
    "video",
    "select",
    "option",
    "optgroup",
    "datalist",
    "input",
    "textarea",
    "button",
    "meter",
    "progress",
    "link",
    "meta",
    "base",
    "title",
    "annotation",
    "annotation-xml",
    "rp",
    "map",
    "dialog",
    "param",
    "source",
    "track",
    "portal",
    "fencedframe",
    "area",
    "image",
    "noembed",
];

/// Elements that stand on lines of their own and mean no more than that.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "footer",
    "form",
    "header",
    "hgroup",
    "html",
    "legend",
    "main",
    "menu",
    "nav",
    "p",
    "search",
    "section",
    "summary",
    "figcaption",
    "li",
    "td",
    "th",
    "tr",
    "tbody",
    "thead",
    "tfoot",
    "option",
    "table",
];

pub(crate) fn is_silent(name: &str) -> bool {
    SILENT.contains(&name)
}

/// Whether the element stands on lines of its own.
pub(crate) fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name)
        || matches!(
            name,
            "h1" | "h2"
                | "h3"
                | "h4"
                | "h5"
                | "h6"
                | "pre"
                | "listing"
                | "xmp"
                | "blockquote"
                | "ul"
                | "ol"
                | "figure"
                | "hr"
        )
}

/// What the walk is told about the page it walks through.
#[derive(Default)]
pub(crate) struct Guide {
    /// The pieces of text that belong to the article; without it, all do.
    pub(crate) article: Option<HashSet<NodeId>>,
    /// The element that is the headline.
    pub(crate) headline: Option<NodeId>,
    /// The page's own address, for links within its site.
    pub(crate) url: Option<String>,
    pub(crate) notes: Notes,
    /// Elements that are headings of this level, whatever they are called.
    pub(crate) levels: HashMap<NodeId, u8>,
    /// The pictures that came along, by the element that shows them.
    pub(crate) pictures: HashMap<NodeId, Picture>,
    /// What classes say of words, where that is read.
    pub(crate) classes: Option<Classes>,
}

enum Step<'d> {
    Enter(NodeRef<'d>),
    Boundary,
    CloseLeaf,
    Close,
    Begin(Style),
    End,
    /// The item of Word that is open ends.
    WordItem,
    /// The lists of Word that are open end.
    WordLists,
    Table,
    Row(NodeRef<'d>),
    Cell(NodeRef<'d>),
}

/// Reads a fragment into a gate that may already hold other blocks; markup beyond the limits becomes nothing.
pub(crate) fn fragment_into(markup: &str, gate: &mut Gate) {
    if let Ok(document) = dom::parse(markup) {
        gate.boundary();
        walk(&document, &Guide::default(), gate);
    }
}

/// Tells the gate all of a document.
pub(crate) fn walk(document: &Document, guide: &Guide, gate: &mut Gate) {
    let steps = vec![Step::Enter(document.root())];
    let mut walker = Walker {
        guide,
        gate,
        steps,
        lists: Vec::new(),
        in_item: false,
    };
    while let Some(step) = walker.steps.pop() {
        match step {
            Step::Enter(node) => walker.enter(node),
            Step::Boundary => walker.gate.boundary(),
            Step::CloseLeaf => walker.gate.close_leaf(),
            Step::Close => walker.gate.close(),
            Step::Begin(style) => walker.gate.begin(style),
            Step::Table => walker.gate.open(Container::Table),
            Step::Row(row) => walker.row(&row),
            Step::Cell(cell) => walker.cell(&cell),
            Step::WordItem => {
                walker.in_item = false;
                walker.gate.close();
            }
            Step::WordLists => walker.lists.drain(..).for_each(|_| walker.gate.close()),
            Step::End => walker.gate.end_to(walker.gate.styles().saturating_sub(1)),
        }
    }
    walker.gate.boundary();
}

/// Steps are taken from the end: a tree of hundreds of levels must not use the stack.
struct Walker<'d, 'w> {
    guide: &'w Guide,
    gate: &'w mut Gate,
    steps: Vec<Step<'d>>,
    /// The lists of Word that are open, one in another.
    lists: Vec<WordItem>,
    /// An item of them is open.
    in_item: bool,
}

impl<'d> Walker<'d, '_> {
    fn enter(&mut self, node: NodeRef<'d>) {
        if node.is_text() {
            let in_article = self
                .guide
                .article
                .as_ref()
                .is_none_or(|article| article.contains(&node.id));
            match self.guide.notes.trimmed.get(&node.id) {
                Some(words) => self.gate.words(words, in_article),
                None => self.gate.words(&node.text(), in_article),
            }
            return;
        }
        let Some(name) = node.node_name() else {
            self.children(&node);
            return;
        };
        let name = name.as_ref();
        let css = classes::css(&node, name, self.guide.classes.as_ref(), self.gate.in_heading());
        if name == "svg" && self.guide.pictures.contains_key(&node.id) {
            // Covers of books are drawings around one picture.
            return self.image(&node);
        }
        // Books hide their notes: their own readers show one when its sign is touched.
        let is_hidden = (css.hidden || node.has_attr("hidden")) && !self.guide.notes.footnotes.contains_key(&node.id);
        if is_silent(name) || is_hidden {
            return;
        }
        if name == "a" && is_permalink(&node) {
            return;
        }
        if self.guide.headline == Some(node.id) {
            self.gate.open_heading(1);
            self.steps.push(Step::CloseLeaf);
            self.children(&node);
            return;
        }
        if let Some(level) = self.guide.levels.get(&node.id) {
            self.gate.open_heading(*level);
            self.steps.push(Step::CloseLeaf);
            self.children(&node);
            return;
        }
        if let Some(label) = self.guide.notes.references.get(&node.id) {
            self.gate.reference(label);
            return;
        }
        if self.guide.notes.back_links.contains(&node.id) {
            return;
        }
        if let Some(label) = self.guide.notes.footnotes.get(&node.id) {
            self.gate.open(Container::Footnote { label: label.clone() });
            self.steps.push(Step::Close);
            self.children(&node);
            return;
        }
        if word_processor::is_beside(&node, name) || is_box(&node) {
            return;
        }
        if name == "p" && self.word_paragraph(&node, &css) {
            return;
        }
        if css.tab {
            self.gate.words(" ", true);
            return;
        }
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.gate.open_heading(name.as_bytes()[1] - b'0');
                self.steps.push(Step::CloseLeaf);
                self.children(&node);
            }
            "pre" | "listing" | "xmp" | "plaintext" => {
                self.gate.open_code(code_language(&node));
                self.steps.push(Step::CloseLeaf);
                self.children(&node);
            }
            "blockquote" => self.container(&node, Container::Quote),
            "ul" | "ol" | "menu" | "dir" => self.list(&node, name),
            "li" => self.container(&node, Container::Item { checked: task(&node) }),
            "table" => self.table(&node),
            "figure" => self.container(&node, Container::Figure),
            "hr" => self.gate.rule(),
            "br" => self.gate.line_break(),
            "wbr" => {}
            "img" => self.image(&node),
            "ruby" => self.ruby(&node),
            "rt" | "rtc" => {}
            _ if BLOCKS.contains(&name) => {
                self.gate.boundary();
                self.steps.push(Step::Boundary);
                self.children(&node);
            }
            _ => self.inline(&node, name, &css),
        }
    }

    fn children(&mut self, node: &NodeRef<'d>) {
        self.steps.extend(node.children_it(true).map(Step::Enter));
    }

    fn container(&mut self, node: &NodeRef<'d>, container: Container) {
        self.gate.open(container);
        self.steps.push(Step::Close);
        self.children(node);
    }

    fn inline(&mut self, node: &NodeRef<'d>, name: &str, css: &Css) {
        let mut styles = Vec::new();
        match name {
            "a" => styles.extend(self.href(node).map(|href| Style::Link { href })),
            _ if word_processor::is_put_in(node) => {}
            _ => styles.extend(inline_style(name).filter(|style| !css.undoes(style))),
        }
        let in_link = self.gate.in_link() || name == "a";
        for style in &css.styles {
            if !styles.contains(style) && (!in_link || *style != Style::Underline) {
                styles.push(style.clone());
            }
        }
        for style in styles {
            self.gate.begin(style);
            self.steps.push(Step::End);
        }
        self.children(node);
    }

    fn href(&self, node: &NodeRef<'_>) -> Option<Href> {
        let address = node.attr("href")?;
        let address = address.trim();
        // Within the page is nowhere once it is not a page any more.
        if address.starts_with('#') {
            return None;
        }
        let base = self.guide.url.as_deref().and_then(|url| Url::parse(url).ok());
        let whole = base.and_then(|base| base.join(address).ok());
        match (Href::new(address), whole, address.strip_prefix("//")) {
            (Ok(href), ..) => Some(href),
            (_, Some(whole), _) => Href::new(whole.as_str()).ok(),
            (.., Some(rest)) => Href::new(&format!("https://{rest}")).ok(),
            _ => None,
        }
    }

    fn list(&mut self, node: &NodeRef<'d>, name: &str) {
        // A list that holds footnotes is no list of the text.
        if !self.guide.notes.footnotes.is_empty()
            && node
                .children_it(false)
                .any(|child| self.guide.notes.footnotes.contains_key(&child.id))
        {
            self.container(node, Container::Flat);
            return;
        }
        let first = (name == "ol").then(|| {
            let start = node.attr("start").and_then(|start| start.trim().parse().ok());
            start.unwrap_or(1)
        });
        self.container(node, Container::List { first });
    }

    fn image(&mut self, node: &NodeRef<'_>) {
        let alt = node.attr("alt").unwrap_or_default();
        let picture = self.guide.pictures.get(&node.id).cloned();
        // Without words for it, a picture is decoration, or a pixel that counts readers; unless it came along.
        if alt.trim().is_empty() && picture.is_none() {
            return;
        }
        let in_article = match &self.guide.article {
            None => true,
            Some(article) => article.contains(&node.id),
        };
        // Programs write the name of its file where they know no words for a picture that is there.
        let is_name = picture.is_some() && shown::is_file_name(&alt);
        let alt = if is_name { "" } else { &*alt };
        self.gate.picture(alt, picture, in_article);
    }

    /// `<ruby>漢<rt>kan</rt></ruby>`: the reading is of the words before it.
    fn ruby(&mut self, node: &NodeRef<'d>) {
        let mut told = Vec::new();
        let mut base = Vec::new();
        for child in node.children() {
            match child.node_name().as_deref() {
                Some("rt" | "rtc") => {
                    let reading = crate::blocks::clean_line(&child.text());
                    if reading.is_empty() || base.is_empty() {
                        continue;
                    }
                    told.push(Step::Begin(Style::Ruby { reading }));
                    told.extend(base.drain(..).map(Step::Enter));
                    told.push(Step::End);
                }
                Some("rp") => {}
                _ => base.push(child),
            }
        }
        told.extend(base.into_iter().map(Step::Enter));
        self.steps.extend(told.into_iter().rev());
    }

    /// A paragraph that Word means as an item of a list, as one that goes on, or as a quotation; whether it is one.
    fn word_paragraph(&mut self, node: &NodeRef<'d>, css: &Css) -> bool {
        if self.in_item {
            return false;
        }
        let next = node.next_element_sibling();
        if let Some(item) = &css.item {
            self.word_item(node, item);
        } else if !self.lists.is_empty() && word_processor::goes_on(node) {
            self.gate.boundary();
            self.end_lists_before(next);
            self.steps.push(Step::Boundary);
        } else if word_processor::is_quotation(node) {
            let is_quotation =
                |beside: Option<NodeRef<'_>>| beside.is_some_and(|node| word_processor::is_quotation(&node));
            if !is_quotation(node.prev_element_sibling()) {
                self.gate.open(Container::Quote);
            }
            if !is_quotation(next) {
                self.steps.push(Step::Close);
            }
            self.gate.boundary();
            self.steps.push(Step::Boundary);
        } else {
            return false;
        }
        self.children(node);
        true
    }

    fn word_item(&mut self, node: &NodeRef<'d>, item: &WordItem) {
        let is_over = |open: &&WordItem| open.level > item.level || open.level == item.level && open.list != item.list;
        while self.lists.last().is_some_and(|open| is_over(&open)) {
            self.lists.pop();
            self.gate.close();
        }
        if self.lists.last().is_none_or(|open| open.level < item.level) {
            let first = word_number(node);
            self.gate.open(Container::List { first });
            self.lists.push(item.clone());
        }
        self.end_lists_before(node.next_element_sibling());
        self.gate.open(Container::Item { checked: None });
        self.in_item = true;
        self.steps.push(Step::WordItem);
    }

    fn end_lists_before(&mut self, next: Option<NodeRef<'_>>) {
        if !next.is_some_and(|next| word_processor::is_in_list(&next)) {
            self.steps.push(Step::WordLists);
        }
    }

    /// A table of data; one that only lays out a page is taken apart.
    fn table(&mut self, node: &NodeRef<'d>) {
        let parts = || node.children_it(false).filter(NodeRef::is_element);
        let is = |node: &NodeRef<'_>, names: &[&str]| names.iter().any(|name| node.has_name(name));
        let mut rows = Vec::new();
        for part in parts() {
            if part.has_name("tr") {
                rows.push(part);
            } else if is(&part, &["thead", "tbody", "tfoot"]) {
                rows.extend(part.children_it(false).filter(|row| row.has_name("tr")));
            }
        }
        if is_layout(node, &rows) {
            self.gate.boundary();
            self.steps.push(Step::Boundary);
            self.children(node);
            return;
        }
        let mut told = Vec::new();
        told.extend(parts().filter(|part| part.has_name("caption")).map(Step::Enter));
        self.steps.push(Step::Close);
        for row in rows.iter().rev() {
            self.steps.push(Step::Row(*row));
        }
        self.steps.push(Step::Table);
        self.steps.extend(told.into_iter().rev());
    }

    fn row(&mut self, row: &NodeRef<'d>) {
        self.gate.open(Container::Row);
        self.steps.push(Step::Close);
        let cells = row
            .children_it(true)
            .filter(|cell| cell.has_name("td") || cell.has_name("th"));
        self.steps.extend(cells.map(Step::Cell));
    }

    fn cell(&mut self, cell: &NodeRef<'d>) {
        let number = |name: &str| cell.attr(name).and_then(|value| value.trim().parse().ok()).unwrap_or(1);
        let align = cell.attr("align").map(|align| align.to_ascii_lowercase());
        let css = cell.attr("style").map(|style| Css::read(&style)).unwrap_or_default();
        self.gate.open(Container::Cell {
            heading: cell.has_name("th"),
            align: align.as_deref().and_then(css::align).or(css.align),
            columns: number("colspan"),
            rows: number("rowspan"),
        });
        self.steps.push(Step::Close);
        self.children(cell);
    }
}

/// The sign beside a heading that leads to the heading itself.
fn is_permalink(link: &NodeRef<'_>) -> bool {
    link.attr("href").is_some_and(|href| href.starts_with('#'))
        && matches!(link.text().trim(), "¶" | "#" | "§" | "🔗")
        && link.ancestors_it(Some(2)).any(|node| {
            let names = ["h1", "h2", "h3", "h4", "h5", "h6", "dt"];
            names.iter().any(|name| node.has_name(name))
        })
}

fn is_layout(table: &NodeRef<'_>, rows: &[NodeRef<'_>]) -> bool {
    if table
        .attr("role")
        .is_some_and(|role| matches!(&*role, "presentation" | "none"))
    {
        return true;
    }
    let cells = |row: &NodeRef<'_>| {
        row.children_it(false)
            .filter(|c| c.has_name("td") || c.has_name("th"))
            .count()
    };
    let columns = rows.iter().map(cells).max().unwrap_or(0);
    let has = |names: &[&str]| dom::below(table).any(|node| names.iter().any(|name| node.has_name(name)));
    if has(&["table", "h1", "h2", "article", "nav", "form"]) {
        return true;
    }
    // Nobody writes so much into a cell of data: old pages set their columns in tables.
    let is_column = |cell: &NodeRef<'_>| cell.has_name("td") && cell.text().chars().count() > 600;
    if !has(&["th", "caption"])
        && rows
            .iter()
            .any(|row| row.children_it(false).any(|cell| is_column(&cell)))
    {
        return true;
    }
    (columns < 2 && !has(&["th", "caption"])) || table.text().trim().is_empty()
}

fn code_language(pre: &NodeRef<'_>) -> Option<String> {
    let code = pre.first_element_child().filter(|child| child.has_name("code"));
    let class = [Some(*pre), code].into_iter().flatten().find_map(|node| node.class())?;
    let language = class
        .split_whitespace()
        .find_map(|class| class.strip_prefix("language-"))?;
    Some(crate::blocks::clean_line(language))
}

/// Whether an item is a task, and done: by a box of its own, or because it is one itself (Google Docs).
fn task(item: &NodeRef<'_>) -> Option<bool> {
    if item.attr("role").as_deref() == Some("checkbox") {
        return Some(item.attr("aria-checked").as_deref() == Some("true"));
    }
    let boxes = item.children_it(false).find(|child| child.has_name("input"))?;
    (boxes.attr("type").as_deref() == Some("checkbox")).then(|| boxes.has_attr("checked"))
}

/// The picture of a box before a task.
fn is_box(node: &NodeRef<'_>) -> bool {
    node.has_name("img") && node.attr("aria-roledescription").as_deref() == Some("checkbox")
}

/// The number that Word wrote before an item, or nothing for a bullet.
fn word_number(item: &NodeRef<'_>) -> Option<u32> {
    let sign = dom::below(item).find(|node| node.attr("style").is_some_and(|style| Css::read(&style).hidden))?;
    word_processor::number_of(&sign.text())
}
