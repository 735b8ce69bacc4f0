//! A part of a Word file while it is written, and what it refers to (ECMA-376 part 2, 9).

use std::collections::HashMap;
use std::fmt::Write;

use super::xml::escape;

/// The XML of a part, and its relations.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) out: String,
    pub(super) relations: Relations,
}

/// What a part refers to: each target once.
#[derive(Clone, Debug, Default)]
pub(super) struct Relations {
    /// What ids begin with, in a part that has relations of somebody else.
    prefix: Option<String>,
    written: String,
    count: usize,
    known: HashMap<String, usize>,
}

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

impl Relations {
    /// Those that are added to the relations of somebody else: no id of theirs begins like these.
    pub(super) fn beside(others: &str) -> Self {
        let mut turns = (1..).map(|turn| format!("obelus{turn}_"));
        let prefix = turns.find(|prefix| !others.contains(&format!("\"{prefix}")));
        Self {
            prefix,
            ..Self::default()
        }
    }

    /// What others said, and these after it; nothing where theirs are written in a way that this does not know.
    pub(super) fn added_to(&self, others: &str) -> Option<String> {
        const END: &str = "</Relationships>";
        if let Some(at) = others.rfind(END) {
            return Some(format!("{}{}{}", &others[..at], self.written, &others[at..]));
        }
        // Pandoc writes an empty list so.
        let tag = others.trim_end().strip_suffix("/>")?;
        Some(format!("{tag}>{}{END}", self.written))
    }

    fn id(&self, number: usize) -> String {
        format!("{}{number}", self.prefix.as_deref().unwrap_or("rId"))
    }

    /// A part of the file, by the last step of its kind's address; its id.
    pub(super) fn inside(&mut self, kind: &str, target: &str) -> String {
        self.add(&format!("{OFFICE}{kind}"), target, "")
    }

    /// A part of a kind that came after the standard.
    pub(super) fn later(&mut self, kind: &str, target: &str) -> String {
        self.add(kind, target, "")
    }

    /// An address that a person may follow.
    pub(super) fn outside(&mut self, address: &str) -> String {
        self.add(&format!("{OFFICE}hyperlink"), address, " TargetMode=\"External\"")
    }

    fn add(&mut self, kind: &str, target: &str, mode: &str) -> String {
        if let Some(number) = self.known.get(target) {
            return self.id(*number);
        }
        self.count += 1;
        self.known.insert(target.to_owned(), self.count);
        let (id, target) = (self.id(self.count), escape(target));
        let _ = write!(
            self.written,
            "<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"{mode}/>"
        );
        id
    }

    pub(super) fn any(&self) -> bool {
        self.count > 0
    }

    pub(super) fn xml(&self) -> String {
        format!(
            "{DECLARATION}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{}</Relationships>",
            self.written
        )
    }
}

pub(super) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// A whole part: its root element, with every namespace that may be needed in it.
pub(super) fn whole(root: &str, content: &str) -> Vec<u8> {
    format!("{DECLARATION}<{root}{NAMESPACES}>{content}</{root}>").into_bytes()
}

const NAMESPACES: &str = concat!(
    " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"",
    " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"",
    " xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\"",
    " xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"",
    " xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"",
    " xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"",
    " xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\"",
    " xmlns:w15=\"http://schemas.microsoft.com/office/word/2012/wordml\"",
    " xmlns:w16cid=\"http://schemas.microsoft.com/office/word/2016/wordml/cid\"",
    " xmlns:w16cex=\"http://schemas.microsoft.com/office/word/2018/wordml/cex\"",
    " mc:Ignorable=\"w14 w15 w16cid w16cex\"",
);

/// An address as a relation may hold it (RFC 3986): Word refuses a whole file for one that is not. Nothing for what
/// cannot be made one.
pub(super) fn address(href: &str) -> Option<String> {
    // Longer ones are more than Word takes.
    const LONGEST: usize = 2_000;
    let url = url::Url::parse(href).ok()?;
    let (mut address, mut seen_part) = (String::new(), false);
    let host = url.host_str().is_some_and(|host| host.starts_with('['));
    for (at, c) in url.as_str().char_indices() {
        let rest = &url.as_str()[at..];
        match c {
            '%' if !rest
                .as_bytes()
                .get(1..3)
                .is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit)) =>
            {
                address.push_str("%25");
            }
            '[' | ']' if host && !seen_part && !address[..].contains(']') => address.push(c),
            '#' if !seen_part => {
                seen_part = true;
                address.push(c);
            }
            c if c.is_ascii_alphanumeric() || "-._~:/?@!$&'()*+,;=%".contains(c) => address.push(c),
            c => c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| {
                let _ = write!(address, "%{byte:02X}");
            }),
        }
    }
    (address.len() <= LONGEST).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_that_word_takes() {
        for (href, expected) in [
            ("https://a.example/b?c=d#e", Some("https://a.example/b?c=d#e")),
            (
                "http://a.example/é b|c\"#x#y",
                Some("http://a.example/%C3%A9%20b%7Cc%22#x%23y"),
            ),
            ("http://[::1]/[a]", Some("http://[::1]/%5Ba%5D")),
            ("http://a.example/100%", Some("http://a.example/100%25")),
            ("mailto:a@b.example", Some("mailto:a@b.example")),
            ("http://", None),
            ("http://a b/", None),
        ] {
            assert_eq!(address(href).as_deref(), expected, "{href}");
        }
        assert_eq!(address(&format!("http://a.example/{}", "x".repeat(3_000))), None);
    }

    #[test]
    fn a_target_is_related_once() {
        let mut relations = Relations::default();
        assert_eq!(relations.outside("http://a.b/?x&y"), "rId1");
        assert_eq!(relations.inside("styles", "styles.xml"), "rId2");
        assert_eq!(relations.outside("http://a.b/?x&y"), "rId1");
        assert!(
            relations
                .xml()
                .contains("Target=\"http://a.b/?x&amp;y\" TargetMode=\"External\"/>")
        );
        assert_eq!(relations.xml().matches("<Relationship ").count(), 2);
    }
}
