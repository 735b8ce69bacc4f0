//! Finds the title of a copied passage: Word says which paragraph it is, others only write its letters large.

use dom_query::{Document, NodeId, NodeRef};

use crate::word_processor::has_class;
use crate::{dom, html};

/// The letters of a title, in points: that of a heading is smaller.
const TITLE: f32 = 22.0;
/// In characters: nobody writes a longer one.
const TITLE_LENGTH: usize = 300;

/// The paragraph that is the title of a copied passage.
pub(crate) fn headline(document: &Document) -> Option<NodeId> {
    let is_silent = |node: &NodeRef<'_>| node.node_name().is_some_and(|name| html::is_silent(&name));
    let is_block = |node: &NodeRef<'_>| node.node_name().is_some_and(|name| html::is_block(&name));
    let words = dom::below(&document.root())
        .filter(|node| node.is_text() && !node.text().trim().is_empty())
        .find(|node| !node.ancestors_it(None).any(|around| is_silent(&around)))?;
    let first = words.ancestors_it(None).find(is_block)?;
    let is_title = first.has_name("p")
        && first.text().chars().count() <= TITLE_LENGTH
        && (has_class(&first, "MsoTitle") || is_large(&first));
    is_title.then_some(first.id)
}

/// Whether all words of a paragraph are set in the letters of a title.
fn is_large(paragraph: &NodeRef<'_>) -> bool {
    let words = dom::below(paragraph).filter(|node| node.is_text() && !node.text().trim().is_empty());
    let mut sizes = words.map(|words| {
        let inner = words.ancestors_it(Some(12)).find_map(|node| {
            let style = node.attr("style")?;
            size(&style)
        });
        inner.unwrap_or_default()
    });
    sizes.all(|size| size >= TITLE)
}

/// In points; nothing where the style does not say, or not in letters as they are printed.
fn size(style: &str) -> Option<f32> {
    style.split(';').find_map(|declaration| {
        let (name, value) = declaration.split_once(':')?;
        let value = value.trim();
        name.trim().eq_ignore_ascii_case("font-size").then_some(())?;
        let points = value.strip_suffix("pt").and_then(|points| points.trim().parse().ok());
        points.or_else(|| Some(value.strip_suffix("px")?.trim().parse::<f32>().ok()? * 0.75))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_first_line_is_the_title_and_a_large_word_is_none() {
        let is = |markup: &str| headline(&dom::parse(markup).unwrap()).is_some();
        assert!(is("<p><span style='font-size:26pt'>Titre</span></p><p>a"));
        assert!(is("<p class=MsoTitle>Titre</p><p>a"));
        assert!(!is("<p><span style='font-size:26pt'>T</span>exte</p>"));
        assert!(!is("<p>Un</p><p><span style='font-size:26pt'>Deux</span></p>"));
        assert!(!is("<h2>Un</h2><p><span style='font-size:26pt'>Deux</span></p>"));
        assert!(!is(
            "<table><tr><td>x<p><span style='font-size:26pt'>Deux</span></table>"
        ));
    }
}
