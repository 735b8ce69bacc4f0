//! Reads from a book's style sheets what its classes say of words: weight, slant, lines, height.
//!
//! Office programs write `<span class="T3">` where they mean bold. Only `.name` and `element.name` are read, and nothing
//! that hides: what a book holds is read.

use std::collections::HashMap;
use std::rc::Rc;

use dom_query::NodeRef;

use crate::css::Css;

/// How many bytes of style sheets are read.
const LIMIT: usize = 2 << 20;

const READ: &[&str] = &[
    "font-weight",
    "font-style",
    "text-decoration",
    "text-decoration-line",
    "vertical-align",
];

/// Declarations by `.name` or `element.name`, as a `style` attribute would have them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Classes {
    rules: Rc<HashMap<String, String>>,
}

impl Classes {
    /// From all sheets of a book, later ones having the last word.
    pub(crate) fn read<'s>(sheets: impl Iterator<Item = &'s str>) -> Self {
        let mut rules = HashMap::new();
        let mut left = LIMIT;
        for sheet in sheets {
            if sheet.len() <= left {
                left -= sheet.len();
                gather(sheet, &mut rules);
            }
        }
        Self { rules: Rc::new(rules) }
    }

    /// What the classes of an element say; nothing where they say nothing of words.
    pub(crate) fn of(&self, element: &str, classes: &str) -> Option<String> {
        let mut said = String::new();
        for class in classes.split_whitespace().take(20) {
            for key in [format!(".{class}"), format!("{element}.{class}")] {
                if let Some(rule) = self.rules.get(&key) {
                    said.push_str(rule);
                }
            }
        }
        (!said.is_empty()).then_some(said)
    }

    pub(crate) fn is_bold(&self, element: &str, classes: &str) -> bool {
        let said = self.of(element, classes);
        said.is_some_and(|rules| Css::read(&rules).styles.contains(&obelus_core::body::Style::Strong))
    }
}

/// What an element's own style says, and its classes where these are read.
pub(crate) fn css(node: &NodeRef<'_>, element: &str, classes: Option<&Classes>, in_heading: bool) -> Css {
    let own = node.attr("style");
    // All words of a heading are bold: that is its look.
    let classes = classes.filter(|_| !in_heading);
    match classes.and_then(|classes| classes.of(element, &node.class()?)) {
        Some(rules) => Css::read(&format!("{rules};{}", own.as_deref().unwrap_or_default())),
        None => own.map(|style| Css::read(&style)).unwrap_or_default(),
    }
}

fn gather(sheet: &str, rules: &mut HashMap<String, String>) {
    let sheet = without_comments(sheet);
    let mut rest = sheet.as_str();
    while let Some((selectors, after)) = rest.split_once('{') {
        // A statement (`@import …;`) may stand before the selectors.
        let selectors = selectors.rsplit([';', '}']).next().unwrap_or_default().trim();
        if selectors.starts_with('@') {
            rest = after_block(after);
            continue;
        }
        let (declarations, after) = after.split_once('}').unwrap_or((after, ""));
        rest = after;
        let said = of_words(declarations);
        if said.is_empty() {
            continue;
        }
        for selector in selectors
            .split(',')
            .map(str::trim)
            .filter(|selector| is_simple(selector))
        {
            rules.entry(selector.to_owned()).or_default().push_str(&said);
        }
    }
}

fn without_comments(sheet: &str) -> String {
    let mut plain = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some((before, after)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    plain + rest
}

/// What stands after a block that has just been opened, and the blocks in it.
fn after_block(rest: &str) -> &str {
    let mut open = 1;
    for (at, b) in rest.bytes().enumerate() {
        match b {
            b'{' => open += 1,
            b'}' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return &rest[at + 1..];
        }
    }
    ""
}

fn of_words(declarations: &str) -> String {
    let mut said = String::new();
    let value = |name: &str| {
        let declared = declarations
            .split(';')
            .filter_map(|declaration| declaration.split_once(':'));
        let mut own = declared.filter(|(known, _)| known.trim().eq_ignore_ascii_case(name));
        own.next_back().map(|(_, value)| value.trim())
    };
    // LibreOffice raises small letters by moving them.
    if let (Some(top), Some(size)) = (value("top"), value("font-size"))
        && top.ends_with("em")
        && size.starts_with("0.")
    {
        said.push_str(if top.starts_with('-') {
            "vertical-align:super;"
        } else {
            "vertical-align:sub;"
        });
    }
    for declaration in declarations.split(';') {
        let name = declaration
            .split(':')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        if READ.contains(&name.as_str()) {
            said.push_str(declaration.trim());
            said.push(';');
        }
    }
    said
}

/// `.name` or `element.name`.
fn is_simple(selector: &str) -> bool {
    let is_name = |name: &str| name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    selector
        .split_once('.')
        .is_some_and(|(element, class)| !class.is_empty() && is_name(element) && is_name(class))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_classes_say_of_words_is_read() {
        let sheet = "@charset 'utf-8'; @media print { .a { font-weight: bold } }
            /* .b { font-style: italic } */ .a, p.it , div > .no { FONT-STYLE: italic; color: red }
            .a { font-weight: 700 } .hidden { display: none } .up { vertical-align: super";
        let classes = Classes::read([sheet].into_iter());
        assert_eq!(
            classes.of("span", "x a").as_deref(),
            Some("FONT-STYLE: italic;font-weight: 700;")
        );
        assert_eq!(classes.of("p", "it").as_deref(), Some("FONT-STYLE: italic;"));
        assert_eq!(classes.of("span", "it"), None);
        assert_eq!(classes.of("p", "hidden"), None);
        assert_eq!(classes.of("span", "up").as_deref(), Some("vertical-align: super;"));
        assert!(classes.is_bold("i", "a") && !classes.is_bold("i", "up"));
    }

    #[test]
    fn letters_that_libreoffice_moves_are_raised_and_lowered() {
        let moved =
            |top: &str| format!(".a {{ font-size: 0.58em; position: relative; top: {top}; vertical-align: baseline }}");
        let css = |top: &str| {
            Css::read(
                &Classes::read([moved(top).as_str()].into_iter())
                    .of("span", "a")
                    .unwrap(),
            )
            .styles
        };
        assert_eq!(css("-0.33em"), [obelus_core::body::Style::Superscript]);
        assert_eq!(css("0.33em"), [obelus_core::body::Style::Subscript]);
    }

    #[test]
    fn what_is_no_style_sheet_says_nothing() {
        for sheet in ["", "{", "}{", "@", "@a{{{", "/*", ".{font-weight:bold}", ".a{"] {
            assert_eq!(Classes::read([sheet].into_iter()).of("p", "a"), None);
        }
    }
}
