//! The lines of a page: the words between two edges of blocks, as a reader sees them.

use std::collections::HashSet;

use dom_query::{Document, NodeId, NodeRef};

use crate::css::Css;
use crate::html;

/// Words that stand together on the screen.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    /// The pieces of text, in order.
    pub(crate) nodes: Vec<NodeId>,
    /// Folded words; each ideograph and each kana is one.
    pub(crate) words: Vec<String>,
    /// How many of the words lead elsewhere.
    pub(crate) linked: usize,
    /// Whether it ends as a sentence does.
    pub(crate) ends: bool,
    pub(crate) is_heading: bool,
    /// Whether it is called a word about the author.
    pub(crate) is_of_author: bool,
    /// The element that holds it and its neighbours: above its paragraph.
    pub(crate) around: Option<NodeId>,
    /// The element the line stands in.
    pub(crate) owner: Option<NodeId>,
}

enum Step<'d> {
    Enter(NodeRef<'d>),
    Edge,
    Unlink,
}

/// Every line of the page, in order; what a browser does not show is left out.
pub(crate) fn lines(document: &Document) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut line = Line::default();
    let mut links = 0;
    let mut steps = vec![Step::Enter(document.root())];
    let end = |line: &mut Line, lines: &mut Vec<Line>| {
        if line.words.is_empty() {
            *line = Line::default();
        } else {
            lines.push(std::mem::take(line));
        }
    };
    while let Some(step) = steps.pop() {
        let node = match step {
            Step::Enter(node) => node,
            Step::Edge => {
                end(&mut line, &mut lines);
                continue;
            }
            Step::Unlink => {
                links -= 1;
                continue;
            }
        };
        if node.is_text() {
            let before = line.words.len();
            let text = node.text();
            words_into(&text, &mut line.words);
            if let Some(c) = text.trim_end().chars().next_back() {
                line.ends = matches!(
                    c,
                    '.' | '!' | '?' | '…' | '»' | '”' | '"' | ')' | ':' | '。' | '！' | '？' | '」' | '؟' | '।'
                );
            }
            line.linked += usize::from(links > 0) * (line.words.len() - before);
            line.nodes.push(node.id);
            if line.owner.is_none() {
                line.owner = node.parent().map(|parent| parent.id);
                line.is_heading = node.ancestors_it(Some(3)).any(|node| {
                    let names = ["h1", "h2", "h3", "h4", "h5", "h6"];
                    names.iter().any(|name| node.has_name(name))
                });
                line.is_of_author = node.ancestors_it(Some(4)).any(|node| {
                    let name = [node.attr("class"), node.attr("id")].into_iter().flatten();
                    name.map(|name| name.to_lowercase()).any(|name| {
                        ["author", "bio", "byline", "auteur"]
                            .iter()
                            .any(|part| name.contains(part))
                    })
                });
                line.around = node
                    .ancestors_it(None)
                    .find(|node| {
                        node.node_name()
                            .is_some_and(|name| html::is_block(&name) && &*name != "p")
                    })
                    .map(|node| node.id);
            }
            continue;
        }
        if let Some(name) = node.node_name() {
            if is_unseen(&node, &name) {
                continue;
            }
            if html::is_block(&name) || &*name == "br" {
                end(&mut line, &mut lines);
                steps.push(Step::Edge);
            } else if &*name == "a" && node.has_attr("href") {
                links += 1;
                steps.push(Step::Unlink);
            }
        }
        steps.extend(node.children_it(true).map(Step::Enter));
    }
    end(&mut line, &mut lines);
    lines
}

/// Whether nothing of this element is shown.
pub(crate) fn is_unseen(node: &NodeRef<'_>, name: &str) -> bool {
    html::is_silent(name) || node.has_attr("hidden") || node.attr("style").is_some_and(|style| Css::read(&style).hidden)
}

/// The words of a text, for comparing: lower case, without signs.
pub(crate) fn words_into(text: &str, words: &mut Vec<String>) {
    let mut word = String::new();
    for c in text.chars() {
        let alone = is_ideograph(c);
        if (alone || !c.is_alphanumeric()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if alone {
            words.push(c.to_string());
        } else if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
}

/// Written without spaces between words.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' | '\u{e00}'..='\u{e7f}')
}

/// How many of the words stand in these pieces of text.
pub(crate) fn share(line: &Line, document: &Document, pieces: &HashSet<NodeId>) -> f32 {
    let inside: Vec<&NodeId> = line.nodes.iter().filter(|node| pieces.contains(node)).collect();
    if inside.len() == line.nodes.len() {
        return 1.0;
    }
    let mut words = Vec::new();
    for node in inside {
        words_into(&NodeRef::new(*node, &document.tree).text(), &mut words);
    }
    words.len() as f32 / line.words.len().max(1) as f32
}

/// The elements around a line, from the inside out.
pub(crate) fn around<'d>(document: &'d Document, line: &Line) -> impl Iterator<Item = NodeRef<'d>> {
    let owner = line.owner.map(|owner| NodeRef::new(owner, &document.tree));
    std::iter::successors(owner, |node| node.parent())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dom;

    fn check(markup: &str, expected: &[&str]) {
        let document = dom::parse(markup).unwrap();
        let found: Vec<String> = lines(&document).iter().map(|line| line.words.join(" ")).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_line_ends_where_a_block_begins_or_ends() {
        check(
            "<div>Un <b>mot</b><p>L'autre<br>ligne</div><ul><li>a<li>b",
            &["un mot", "l autre", "ligne", "a", "b"],
        );
    }

    #[test]
    fn what_is_not_shown_is_no_line() {
        check("<p hidden>a<p style='display:none'>b<script>c</script><p>d", &["d"]);
    }

    #[test]
    fn each_ideograph_is_a_word() {
        check("<p>香港BBC です", &["香 港 bbc で す"]);
    }
}
