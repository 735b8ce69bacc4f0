//! Parses HTML within limits, for html5ever is quadratic on hostile markup.
//!
//! The tree is built a little at a time and looked at in between: how deep it stands, and how many nodes
//! came of how few bytes. A page that no person could have written is refused long before it hurts.

use dom_query::{Document, NodeRef};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, parse_document};

use crate::ReadError;

/// How deep elements may stand in one another.
const DEPTH_LIMIT: usize = 512;
/// The most attributes of one tag.
const ATTRIBUTE_LIMIT: usize = 256;
/// The most of them where a script or a comment may only look like a tag.
const RAW_ATTRIBUTE_LIMIT: usize = 20_000;
/// Bytes between two looks at the tree.
const STEP: usize = 1_024;

/// Parses a page or a fragment; what stands outside of `<body>` is as in a browser.
pub(crate) fn parse(markup: &str) -> Result<Document, ReadError> {
    check_attributes(markup)?;
    let options = ParseOpts {
        tree_builder: TreeBuilderOpts {
            scripting_enabled: false,
            ..TreeBuilderOpts::default()
        },
        ..ParseOpts::default()
    };
    let mut parser = parse_document(Document::default(), options);
    let mut rest = markup;
    let mut read = 0;
    while !rest.is_empty() {
        let (step, after) = rest.split_at(
            rest.floor_char_boundary(STEP)
                .max(rest.chars().next().map_or(1, char::len_utf8)),
        );
        parser.process(StrTendril::from(step));
        rest = after;
        read += step.len();
        let document = &parser.tokenizer.sink.sink;
        // Two nodes for three bytes is what markup can honestly ask for (`<b>` and the words after it).
        if document.tree.len() > 1_000 + read || is_deep(document) {
            return Err(ReadError::TooComplex);
        }
    }
    Ok(parser.finish())
}

/// Whether the place where the parser stands is too deep: down the last children, and beside tables, before which
/// the parser puts what does not belong into them.
fn is_deep(document: &Document) -> bool {
    let mut paths = vec![(document.root(), 0)];
    let mut looked = 0;
    while let Some((node, depth)) = paths.pop() {
        looked += 1;
        if depth > DEPTH_LIMIT || looked > 8 * DEPTH_LIMIT {
            return true;
        }
        let Some(last) = node.last_child() else { continue };
        if last.has_name("table")
            && let Some(before) = last.prev_sibling()
        {
            paths.push((before, depth + 1));
        }
        paths.push((last, depth + 1));
    }
    false
}

fn check_attributes(markup: &str) -> Result<(), ReadError> {
    let bytes = markup.as_bytes();
    let mut at = 0;
    // Inside these, what looks like a tag is none; unless the parser, in foreign content, sees it otherwise.
    let mut raw: Option<&[u8]> = None;
    while let Some(found) = bytes[at..].iter().position(|&b| b == b'<') {
        at += found + 1;
        if let Some(end) = raw {
            if !starts_with(&bytes[at..], end) {
                let (count, _) = attributes(&bytes[at..], RAW_ATTRIBUTE_LIMIT);
                if bytes.get(at).is_some_and(u8::is_ascii_alphabetic) && count > RAW_ATTRIBUTE_LIMIT {
                    return Err(ReadError::TooComplex);
                }
                continue;
            }
            raw = None;
        }
        if bytes[at..].starts_with(b"!--") {
            at = markup[at..].find("-->").map_or(bytes.len(), |end| at + end);
            continue;
        }
        if !bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let (count, end) = attributes(&bytes[at..], ATTRIBUTE_LIMIT);
        if count > ATTRIBUTE_LIMIT {
            return Err(ReadError::TooComplex);
        }
        raw = [&b"/script"[..], b"/style", b"/textarea", b"/title", b"/xmp", b"/iframe"]
            .into_iter()
            .find(|close| starts_with(&bytes[at..], &close[1..]));
        at += end;
    }
    Ok(())
}

fn starts_with(bytes: &[u8], name: &[u8]) -> bool {
    bytes.len() >= name.len() && bytes[..name.len()].eq_ignore_ascii_case(name)
}

/// How many attributes the tag has that begins here, counted up to a limit, and where it ends.
fn attributes(tag: &[u8], limit: usize) -> (usize, usize) {
    let mut count = 0;
    let mut quote = None;
    let mut previous = b'a';
    for (at, &b) in tag.iter().enumerate() {
        match quote {
            Some(open) if b == open => quote = None,
            Some(_) => {}
            None if b == b'>' => return (count, at),
            None if matches!(b, b'"' | b'\'') && previous == b'=' => quote = Some(b),
            None if (previous.is_ascii_whitespace() || matches!(previous, b'/' | b'"' | b'\''))
                && !b.is_ascii_whitespace()
                && !matches!(b, b'=' | b'/') =>
            {
                count += 1;
                if count > limit {
                    return (count, at);
                }
            }
            None => {}
        }
        if !(previous == b'=' && b.is_ascii_whitespace()) {
            previous = b;
        }
    }
    (count, tag.len())
}

/// The nodes below this one, in order; not through recursion, which a deep page would overflow.
pub(crate) fn below<'d>(node: &NodeRef<'d>) -> impl Iterator<Item = NodeRef<'d>> + use<'d> {
    let (tree, id) = (node.tree, node.id);
    tree.descendant_ids_of_it(&id).map(move |id| NodeRef::new(id, tree))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(markup: &str, result: Result<(), ReadError>) {
        assert_eq!(parse(markup).map(|_| ()), result, "{}", &markup[..markup.len().min(80)]);
    }

    #[test]
    fn markup_deeper_than_a_person_writes_is_refused() {
        check(&"<div>".repeat(400), Ok(()));
        for hostile in ["<div>", "<b>", "<svg><g>", "<ul><li>", "<table><tr><td>"] {
            check(&hostile.repeat(100_000), Err(ReadError::TooComplex));
        }
    }

    #[test]
    fn markup_that_makes_parsers_slow_ends_soon() {
        for hostile in [
            "<font><p>",
            "<table><div>",
            "<select><div>",
            "<b></p>",
            "</p>",
            "<a href=x>",
            "<!--x",
            "<p/",
        ] {
            let begun = std::time::Instant::now();
            let _ = parse(&hostile.repeat(20_000));
            assert!(begun.elapsed().as_secs() < 5, "{hostile} took {:?}", begun.elapsed());
        }
    }

    #[test]
    fn formatting_that_is_never_closed_is_refused_before_it_multiplies() {
        let markup: String = (0..30_000).map(|i| format!("<font size={i}><p>x")).collect();
        check(&markup, Err(ReadError::TooComplex));
    }

    #[test]
    fn a_tag_with_more_attributes_than_a_person_writes_is_refused() {
        let tag = |count: usize| format!("<p {}>", (0..count).map(|i| format!("a{i}=1 ")).collect::<String>());
        check(&tag(200), Ok(()));
        check(&tag(300), Err(ReadError::TooComplex));
        check(&format!("<svg><style>{}", tag(30_000)), Err(ReadError::TooComplex));
    }

    #[test]
    fn a_script_that_compares_numbers_is_no_tag() {
        let script = format!("<script>if (i <n {} ) {{}}</script><p>Bonjour", "&& a ".repeat(1_000));
        check(&script, Ok(()));
        check(&format!("<p title='{}'>x", "mot ".repeat(1_000)), Ok(()));
    }

    #[test]
    fn unclosed_paragraphs_and_items_are_no_depth() {
        check(&"<p>un<li>deux<td>trois".repeat(20_000), Ok(()));
    }
}
