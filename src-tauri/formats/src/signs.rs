//! Takes away what stands around the sign of a note and belongs to it: brackets, and the full stop after its number.

use std::collections::HashMap;

use dom_query::{NodeId, NodeRef};

use crate::dom;

/// What parts the number of a note from its words.
const AFTER: &[char] = &['.', ')', ']', ':', '–', '—', '-', '\u{2060}', '\u{feff}'];
/// What may stand before the number.
const BEFORE: &[char] = &['[', '(', '^', '↑'];

/// `[1]`: the sign's own brackets, where both stand right beside it.
pub(crate) fn bare(sign: &NodeRef<'_>, trimmed: &mut HashMap<NodeId, String>) {
    let beside = |node: Option<NodeRef<'_>>| {
        node.filter(NodeRef::is_text)
            .map(|node| (node.id, words(&node, trimmed)))
    };
    let (Some((before, left)), Some((after, right))) = (beside(sign.prev_sibling()), beside(sign.next_sibling()))
    else {
        return;
    };
    for (open, close) in [('[', ']'), ('(', ')')] {
        if let (Some(left), Some(right)) = (left.strip_suffix(open), right.strip_prefix(close)) {
            trimmed.insert(before, left.to_owned());
            trimmed.insert(after, right.to_owned());
            return;
        }
    }
}

/// `1. The note`: where a note begins with the sign that leads back, it begins with what comes after.
pub(crate) fn begin(note: &NodeRef<'_>, sign: &NodeRef<'_>, trimmed: &mut HashMap<NodeId, String>) {
    let mut before = Vec::new();
    let mut is_past = false;
    for node in dom::below(note) {
        if node.id == sign.id {
            is_past = true;
        }
        if !node.is_text() || node.ancestors_it(Some(6)).any(|node| node.id == sign.id) {
            continue;
        }
        let words = words(&node, trimmed);
        if !is_past {
            if !words.trim().trim_matches(BEFORE).trim().is_empty() {
                return;
            }
            before.push(node.id);
        } else if !words.trim().is_empty() {
            let rest = words.trim_start();
            let rest = rest.strip_prefix(AFTER).unwrap_or(rest);
            let rest = rest.strip_prefix(AFTER).unwrap_or(rest).trim_start();
            trimmed.insert(node.id, rest.to_owned());
            break;
        }
    }
    trimmed.extend(before.into_iter().map(|id| (id, String::new())));
}

fn words(node: &NodeRef<'_>, trimmed: &HashMap<NodeId, String>) -> String {
    trimmed
        .get(&node.id)
        .cloned()
        .unwrap_or_else(|| node.text().to_string())
}
