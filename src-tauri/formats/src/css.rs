//! Reads the little of a `style` attribute that says something about words: weight, slant, lines, hidden.

use obelus_core::body::{Align, Style};

#[derive(Debug, Default, PartialEq)]
pub(crate) struct Css {
    /// Not shown, or (Word) shown as the sign of a list that the list itself brings.
    pub(crate) hidden: bool,
    /// A paragraph that Word means as an item of a list.
    pub(crate) item: Option<WordItem>,
    /// A tab, which Word writes as spaces.
    pub(crate) tab: bool,
    pub(crate) styles: Vec<Style>,
    pub(crate) align: Option<Align>,
    /// Google Docs wraps everything in `<b style="font-weight:normal">`.
    light: bool,
    upright: bool,
    no_line: bool,
}

impl Css {
    pub(crate) fn read(style: &str) -> Self {
        let mut css = Self::default();
        for declaration in style.split(';').take(200) {
            let Some((name, value)) = declaration.split_once(':') else {
                continue;
            };
            let value = value.trim().to_ascii_lowercase();
            let value = value.trim_end_matches("!important").trim_end();
            css.declaration(&name.trim().to_ascii_lowercase(), value);
        }
        css
    }

    fn declaration(&mut self, name: &str, value: &str) {
        match name {
            "display" => self.hidden |= value == "none",
            "visibility" => self.hidden |= value == "hidden",
            "mso-hide" => self.hidden |= value == "all",
            "mso-list" => {
                self.hidden |= value == "ignore";
                self.item = WordItem::read(value).or(self.item.take());
            }
            "mso-element" => self.hidden |= matches!(value, "comment-list" | "header" | "footer"),
            "mso-special-character" => self.hidden |= value == "comment",
            "mso-tab-count" => self.tab = true,
            "font-weight" => match value.parse::<u32>().ok() {
                Some(600..) => self.styles.push(Style::Strong),
                Some(_) => self.light = true,
                None if value == "bold" || value == "bolder" => self.styles.push(Style::Strong),
                None => self.light |= value == "normal",
            },
            "font-style" => match value {
                "italic" | "oblique" => self.styles.push(Style::Emphasis),
                _ => self.upright |= value == "normal",
            },
            "text-decoration" | "text-decoration-line" => {
                if value.contains("line-through") {
                    self.styles.push(Style::Strike);
                }
                if value.contains("underline") {
                    self.styles.push(Style::Underline);
                }
                self.no_line |= value.contains("none");
            }
            "vertical-align" => match value {
                "super" => self.styles.push(Style::Superscript),
                "sub" => self.styles.push(Style::Subscript),
                _ => {}
            },
            "text-align" => self.align = align(value),
            _ => {}
        }
    }

    /// Whether this says that the element's own style is not meant.
    pub(crate) fn undoes(&self, style: &Style) -> bool {
        match style {
            Style::Strong => self.light,
            Style::Emphasis => self.upright,
            Style::Underline | Style::Strike => self.no_line,
            _ => false,
        }
    }
}

/// An item that is written as a paragraph, as Word does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WordItem {
    /// Which list of the document it belongs to.
    pub(crate) list: String,
    /// From 1.
    pub(crate) level: u8,
}

impl WordItem {
    /// From the value of `mso-list`: `l0 level1 lfo1`.
    pub(crate) fn read(value: &str) -> Option<Self> {
        let mut parts = value.split_whitespace();
        let list = parts.next()?;
        let level = parts.find_map(|part| part.strip_prefix("level"))?;
        Some(Self {
            list: list.to_owned(),
            level: level.parse().ok()?,
        })
    }
}

pub(crate) fn align(value: &str) -> Option<Align> {
    match value {
        "left" | "start" => Some(Align::Start),
        "center" => Some(Align::Center),
        "right" | "end" => Some(Align::End),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weight_slant_and_lines_are_read() {
        let css = Css::read("font-weight: 700; FONT-STYLE:italic;text-decoration: underline line-through !important");
        assert_eq!(
            css.styles,
            [Style::Strong, Style::Emphasis, Style::Strike, Style::Underline]
        );
        assert!(Css::read("font-weight:normal;").undoes(&Style::Strong));
        assert!(!Css::read("font-weight:bold;").undoes(&Style::Strong));
    }

    #[test]
    fn what_is_not_shown_is_recognised() {
        assert!(Css::read("color:red;display : none").hidden);
        assert!(Css::read("mso-list:Ignore").hidden);
        assert!(Css::read("mso-element:comment-list").hidden);
        assert!(!Css::read("mso-element:footnote-list").hidden);
        let item = Css::read("text-indent:-18pt;mso-list:l0 level2 lfo1").item.unwrap();
        assert_eq!((&*item.list, item.level), ("l0", 2));
        assert!(!Css::read("background:url(x;y:display)").hidden);
    }
}
