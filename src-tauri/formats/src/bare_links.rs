//! Finds addresses that stand in a text by themselves, as GitHub's Markdown has them (GFM 0.29, 6.9).
//!
//! What closes a quotation in print is no end of an address either.

use std::ops::Range;

/// What may stand right before an address.
const BEFORE: &[char] = &['*', '_', '~', '(', '[', '«', '“', '‘', '"', '\'', '„', '—', '–'];
/// What an address does not end with.
const AFTER: &[char] = &[
    '?', '!', '.', ',', ':', ';', '*', '_', '~', '\'', '"', '»', '”', '’', '“', '…', ']', '—', '–',
];
/// In bytes, before the @ of an e-mail address (RFC 5321, 4.5.3.1.1).
const LOCAL: usize = 64;

/// Where each address stands, in bytes, and where it leads, in order.
pub(crate) fn find(text: &str) -> Vec<(Range<usize>, String)> {
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    let mut free = 0;
    for (at, sign) in text.char_indices() {
        if at < free {
            continue;
        }
        let rest = &text[at..];
        let link = match sign {
            'h' | 'H' | 'w' | 'W' if may_begin(&text[free..at]) => {
                page(rest).map(|(length, href)| (at..at + length, href))
            }
            '@' => mail(&text[free..at], &rest[1..])
                .map(|(before, after)| at - before..at + 1 + after)
                .map(|range| (range.clone(), format!("mailto:{}", &text[range]))),
            _ => None,
        };
        if let Some((range, href)) = link {
            free = range.end;
            found.push((range, href));
        }
    }
    found
}

fn may_begin(before: &str) -> bool {
    before
        .chars()
        .next_back()
        .is_none_or(|c| c.is_whitespace() || BEFORE.contains(&c))
}

/// How long the address of a page at the beginning of a text is, and where it leads.
fn page(text: &str) -> Option<(usize, String)> {
    let begins = |scheme: &str| {
        text.get(..scheme.len())
            .is_some_and(|begin| begin.eq_ignore_ascii_case(scheme))
    };
    let scheme = ["https://", "http://"].into_iter().find(|scheme| begins(scheme));
    let host = match scheme {
        Some(scheme) => scheme.len(),
        None if begins("www.") => 0,
        None => return None,
    };
    let end = host + domain(&text[host..])?;
    let path = text[end..]
        .find(|c: char| c.is_whitespace() || c == '<')
        .unwrap_or(text.len() - end);
    let address = trimmed(&text[..end + path]);
    (address.len() >= end).then(|| {
        let prefix = if scheme.is_some() { "" } else { "http://" };
        (address.len(), format!("{prefix}{address}"))
    })
}

/// How long the name of a host is: parts divided by full stops, of which the last two have no underscore.
fn domain(text: &str) -> Option<usize> {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let whole = &text[..text.find(|c| !is_name(c)).unwrap_or(text.len())];
    let name = whole.trim_end_matches(['.', '_', '-']);
    let mut parts = name.rsplit('.');
    let is_right = |part: Option<&str>| part.is_some_and(|part| !part.is_empty() && !part.contains('_'));
    (is_right(parts.next()) && is_right(parts.next())).then_some(name.len())
}

/// Without what is of the sentence around it.
fn trimmed(address: &str) -> &str {
    let mut address = address;
    loop {
        let before = address.len();
        address = address.trim_end_matches(AFTER);
        if address.ends_with(')') && address.matches(')').count() > address.matches('(').count() {
            address = &address[..address.len() - 1];
        }
        if address.len() == before {
            return address;
        }
    }
}

/// How much of the text before and after an @ is an e-mail address.
fn mail(before: &str, after: &str) -> Option<(usize, usize)> {
    let is_local = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '+' | '-');
    let local = before.chars().rev().take(LOCAL + 1).take_while(is_local).count();
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let whole = &after[..after.find(|c| !is_name(c)).unwrap_or(after.len())];
    let name = whole.trim_end_matches('.');
    let is_right = (1..=LOCAL).contains(&local) && name.contains('.') && !name.ends_with(['-', '_']);
    (is_right && name.split('.').all(|part| !part.is_empty())).then_some((local, name.len()))
}

#[cfg(test)]
mod tests {
    use obelus_core::body::{Style, leaves};

    use super::*;
    use crate::markdown;

    /// `⟦ ⟧` stand around what must be found; after them, where they lead unless it is there.
    fn check(marked: &str, leads: &[&str]) {
        let text = marked.replace(['⟦', '⟧'], "");
        let mut drawn = String::new();
        let mut at = 0;
        let found = find(&text);
        for (range, _) in &found {
            drawn += &format!("{}⟦{}⟧", &text[at..range.start], &text[range.clone()]);
            at = range.end;
        }
        drawn += &text[at..];
        assert_eq!(drawn, marked);
        let hrefs: Vec<&str> = found.iter().map(|(_, href)| href.as_str()).collect();
        assert_eq!(hrefs, leads);
    }

    #[test]
    fn an_address_ends_where_its_sentence_goes_on() {
        check("⟦www.commonmark.org⟧", &["http://www.commonmark.org"]);
        check(
            "Voir ⟦www.commonmark.org/help⟧, puis ⟦https://a.fr/x_y?a=1&b=2#c⟧.",
            &["http://www.commonmark.org/help", "https://a.fr/x_y?a=1&b=2#c"],
        );
        check(
            "(⟦http://a.fr/b(c)⟧) « ⟦http://a.fr⟧ »",
            &["http://a.fr/b(c)", "http://a.fr"],
        );
        check(
            "«⟦https://a.fr/b⟧», “⟦https://a.fr/b⟧”…",
            &["https://a.fr/b", "https://a.fr/b"],
        );
        check("⟦http://a.fr⟧<b", &["http://a.fr"]);
        check("⟦https://été.example/là⟧!", &["https://été.example/là"]);
    }

    #[test]
    fn what_only_looks_like_an_address_is_none() {
        for text in [
            "http://",
            "https://localhost",
            "www.",
            "www.a_b.c_d",
            "xhttp://a.fr",
            "a@b",
            "@a.fr",
            "a@b.c_",
            "h",
            "http://a..b",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn a_letter_box_is_written_to() {
        check("À ⟦a.b+c@d-e.fr⟧.", &["mailto:a.b+c@d-e.fr"]);
        check("⟦a@b.fr⟧ ⟦c@d.fr⟧", &["mailto:a@b.fr", "mailto:c@d.fr"]);
    }

    #[test]
    fn in_code_and_in_a_link_an_address_is_only_words() {
        let source = "`https://a.fr` [https://b.fr](https://c.fr) https://d.fr/x_y_z&amp;1 **https://e.fr**\n\n    https://f.fr\n";
        let body = markdown::body(source).unwrap();
        let spans = leaves(&body.blocks).into_iter().flat_map(|leaf| &leaf.spans);
        let leads: Vec<&str> = spans
            .filter_map(|span| match &span.style {
                Style::Link { href } => Some(href.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(leads, ["https://c.fr", "https://d.fr/x_y_z&1", "https://e.fr"]);
    }
}
