//! Words as runs of Word: with the looks that they have (ECMA-376 part 1, 17.3.2).

use std::fmt::Write;

use obelus_core::body::Style;

use super::direction::stretches;
use super::looks::Look;
use super::xml::run_content;

/// How somebody's words look.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    pub(super) strong: bool,
    pub(super) emphasis: bool,
    pub(super) strike: bool,
    pub(super) underline: bool,
    pub(super) code: bool,
    pub(super) raised: Option<&'static str>,
    pub(super) small: bool,
    pub(super) link: bool,
    pub(super) mark: Option<Look>,
    pub(super) ink: Option<&'static str>,
}

impl Words {
    pub(super) fn add(&mut self, style: &Style) {
        match style {
            Style::Emphasis => self.emphasis = true,
            Style::Strong => self.strong = true,
            Style::Strike => self.strike = true,
            Style::Underline => self.underline = true,
            Style::Code => self.code = true,
            Style::Superscript => self.raised = Some("superscript"),
            Style::Subscript => self.raised = Some("subscript"),
            Style::Small => self.small = true,
            Style::Link { .. } | Style::Ruby { .. } | Style::FootnoteReference { .. } | Style::Image { .. } => {}
        }
    }

    /// The properties of a run, in the order of the schema.
    fn properties(&self, right_to_left: bool) -> String {
        let mut out = String::new();
        let style = match (self.mark, self.code, self.link) {
            (Some(look), is_code, _) => Some(look.style(is_code)),
            (None, true, _) => Some("HTMLCode".to_owned()),
            (None, false, true) => Some("Hyperlink".to_owned()),
            (None, false, false) => None,
        };
        if let Some(style) = style {
            let _ = write!(out, "<w:rStyle w:val=\"{style}\"/>");
        }
        for (is_so, tags) in [
            (self.strong, "<w:b/><w:bCs/>"),
            (self.emphasis, "<w:i/><w:iCs/>"),
            (self.strike, "<w:strike/>"),
        ] {
            if is_so {
                out.push_str(tags);
            }
        }
        let ink = self
            .ink
            .or((self.link && (self.mark.is_some() || self.code)).then_some("3B4F8F"));
        if let Some(ink) = ink {
            let _ = write!(out, "<w:color w:val=\"{ink}\"/>");
        }
        if self.small {
            out.push_str("<w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>");
        }
        if self.underline {
            out.push_str("<w:u w:val=\"single\"/>");
        }
        if let Some(raised) = self.raised {
            let _ = write!(out, "<w:vertAlign w:val=\"{raised}\"/>");
        }
        if right_to_left {
            out.push_str("<w:rtl/>");
        }
        if out.is_empty() {
            return out;
        }
        format!("<w:rPr>{out}</w:rPr>")
    }

    /// The words as runs.
    pub(super) fn runs(&self, words: &str, right_to_left: bool, is_deleted: bool) -> String {
        let mut runs = String::new();
        for (right_to_left, words) in stretches(words, right_to_left) {
            if !words.is_empty() {
                let (properties, content) = (self.properties(right_to_left), run_content(words, is_deleted));
                let _ = write!(runs, "<w:r>{properties}{content}</w:r>");
            }
        }
        runs
    }
}
