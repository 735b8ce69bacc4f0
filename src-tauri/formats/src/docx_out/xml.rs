//! Words as they may stand in the XML of a Word file, whatever somebody wrote.

use std::borrow::Cow;
use std::fmt::Write;

/// Words in an element or in a quoted attribute. What XML 1.0 cannot hold becomes U+FFFD.
pub(super) fn escape(words: &str) -> Cow<'_, str> {
    let plain = |c: char| !matches!(c, '&' | '<' | '>' | '"' | '\'') && is_allowed(c) && c != '\u{85}';
    if words.chars().all(plain) {
        return Cow::Borrowed(words);
    }
    let mut escaped = String::with_capacity(words.len() + 16);
    words.chars().for_each(|c| put(&mut escaped, c));
    Cow::Owned(escaped)
}

/// One line of words, for an attribute: a reader would turn its breaks into spaces anyway.
pub(super) fn line(words: &str, length: usize) -> String {
    let line: Vec<&str> = words.split_whitespace().collect();
    let line: String = line.join(" ").chars().take(length).collect();
    escape(&line).into_owned()
}

fn put(escaped: &mut String, c: char) {
    match c {
        '&' => escaped.push_str("&amp;"),
        '<' => escaped.push_str("&lt;"),
        '>' => escaped.push_str("&gt;"),
        '"' => escaped.push_str("&quot;"),
        '\'' => escaped.push_str("&#39;"),
        // Some readers take it for a line break when it stands there plainly.
        '\u{85}' => escaped.push_str("&#x85;"),
        c if is_allowed(c) => escaped.push(c),
        _ => escaped.push(char::REPLACEMENT_CHARACTER),
    }
}

/// XML 1.0, production 2, without the carriage return, which no reader hands on.
fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n') || (c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'))
}

/// What a run holds: words, breaks, tabs, and the two hyphens that Word has elements for.
pub(super) fn run_content(words: &str, is_deleted: bool) -> String {
    let tag = if is_deleted { "w:delText" } else { "w:t" };
    let mut content = String::with_capacity(words.len() + 40);
    let mut waiting = String::new();
    let flush = |content: &mut String, waiting: &mut String| {
        if !waiting.is_empty() {
            let _ = write!(content, "<{tag} xml:space=\"preserve\">{waiting}</{tag}>");
            waiting.clear();
        }
    };
    for c in words.chars() {
        let element = match c {
            '\n' => "<w:br/>",
            '\t' => "<w:tab/>",
            '\u{ad}' => "<w:softHyphen/>",
            '\u{2011}' => "<w:noBreakHyphen/>",
            c => {
                put(&mut waiting, c);
                continue;
            }
        };
        flush(&mut content, &mut waiting);
        content.push_str(element);
    }
    flush(&mut content, &mut waiting);
    content
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_was_written_stands_in_the_file_as_words() {
        assert_eq!(escape("</w:t> & \"--> '"), "&lt;/w:t&gt; &amp; &quot;--&gt; &#39;");
        assert_eq!(
            escape("a\0b\u{b}c\u{ffff}d\re"),
            "a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}e"
        );
        assert_eq!(line(" un\n\tdeux ", 6), "un deu");
    }

    #[test]
    fn breaks_and_tabs_are_elements() {
        assert_eq!(
            run_content(" a\tb\n\u{ad}", false),
            "<w:t xml:space=\"preserve\"> a</w:t><w:tab/><w:t xml:space=\"preserve\">b</w:t><w:br/><w:softHyphen/>"
        );
        assert_eq!(
            run_content("a", true),
            "<w:delText xml:space=\"preserve\">a</w:delText>"
        );
    }
}
