//! What word processors mean by the classes and styles of the HTML that they put on the clipboard.
//!
//! Word has paragraphs where others have items and quotations.

use dom_query::NodeRef;

use crate::css::Css;

/// Without its preamble, which Windows writes before the HTML of a clipboard (`Version:1.0 StartHTML:…`).
pub(crate) fn without_preamble(html: &str) -> &str {
    let is_preamble = html
        .get(.."Version:".len())
        .is_some_and(|begin| begin.eq_ignore_ascii_case("version:"));
    match html.find('<') {
        Some(begin) if is_preamble => &html[begin..],
        _ => html,
    }
}

/// Whether a paragraph is one of an item, or goes on where it ended.
pub(crate) fn is_in_list(paragraph: &NodeRef<'_>) -> bool {
    let item = |style: &str| Css::read(style).item.is_some();
    goes_on(paragraph) || paragraph.has_name("p") && paragraph.attr("style").is_some_and(|style| item(&style))
}

/// Whether it is a paragraph of a list without a sign of its own.
pub(crate) fn goes_on(paragraph: &NodeRef<'_>) -> bool {
    paragraph.class().is_some_and(|class| {
        let mut names = class.split_whitespace();
        names.any(|name| name.starts_with("MsoListParagraph") || name.starts_with("MsoListContinue"))
    })
}

pub(crate) fn is_quotation(paragraph: &NodeRef<'_>) -> bool {
    has_class(paragraph, "MsoQuote") || has_class(paragraph, "MsoIntenseQuote")
}

/// Whether Word writes something here that is not of the text: words that were taken out, the sign of a comment, the
/// line above its footnotes.
pub(crate) fn is_beside(node: &NodeRef<'_>, name: &str) -> bool {
    let above_notes = || {
        node.parent().and_then(|list| list.attr("style")).is_some_and(|style| {
            style.contains("mso-element:footnote-list") || style.contains("mso-element:endnote-list")
        })
    };
    match name {
        "span" => has_class(node, "msoDel"),
        "a" => has_class(node, "msocomanchor"),
        "hr" => above_notes(),
        _ => false,
    }
}

/// Words that were put in are of the text: the line under them is not.
pub(crate) fn is_put_in(node: &NodeRef<'_>) -> bool {
    node.has_name("ins") && node.parent().is_some_and(|parent| has_class(&parent, "msoIns"))
}

pub(crate) fn has_class(node: &NodeRef<'_>, wanted: &str) -> bool {
    node.class()
        .is_some_and(|class| class.split_whitespace().any(|name| name == wanted))
}

/// The number of an item by the sign that Word wrote before it, or nothing for a bullet: `3.`, `1.2`, `c)`, `iv.`
pub(crate) fn number_of(sign: &str) -> Option<u32> {
    let sign = sign.trim();
    let bare = sign.trim_end_matches(['.', ')', ':']).trim_start_matches('(');
    let last = bare.rsplit('.').next().unwrap_or_default();
    if let Ok(number) = last.parse() {
        return Some(number);
    }
    // "o" is a bullet: letters count where something follows them.
    if bare.len() == sign.len() || last.is_empty() || !last.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let letters = last.to_ascii_lowercase();
    match letters.as_bytes() {
        [letter] if !matches!(letter, b'i' | b'v' | b'x') => Some(u32::from(letter - b'a') + 1),
        _ => roman(&letters),
    }
}

fn roman(letters: &str) -> Option<u32> {
    let values: Option<Vec<u32>> = letters
        .bytes()
        .map(|letter| {
            Some(match letter {
                b'i' => 1,
                b'v' => 5,
                b'x' => 10,
                b'l' => 50,
                b'c' => 100,
                _ => return None,
            })
        })
        .collect();
    let values = values.filter(|values| values.len() <= 12)?;
    let mut sum = 0;
    for (index, value) in values.iter().enumerate() {
        match values.get(index + 1) {
            Some(next) if next > value => sum -= i64::from(*value),
            _ => sum += i64::from(*value),
        }
    }
    u32::try_from(sum).ok().filter(|&sum| sum > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sign_before_an_item_says_its_number() {
        for (sign, number) in [
            ("1.", Some(1)),
            ("12)", Some(12)),
            ("(3)", Some(3)),
            ("1.2", Some(2)),
            ("c.", Some(3)),
            ("i.", Some(1)),
            ("iv)", Some(4)),
            ("·", None),
            ("o", None),
            ("§", None),
            ("-", None),
            ("", None),
        ] {
            assert_eq!(number_of(sign), number, "{sign}");
        }
    }

    #[test]
    fn the_preamble_of_windows_is_no_word_of_the_passage() {
        assert_eq!(without_preamble("Version:0.9\r\nStartHTML:0001\r\n<p>a"), "<p>a");
        assert_eq!(without_preamble("Version: 2 < 3"), "< 3");
        assert_eq!(without_preamble("<p>Version:1"), "<p>Version:1");
        assert_eq!(without_preamble("é"), "é");
    }
}
