//! Dresses words as an office file means them: bold, a link, raised. Neighbours that look the same are one stretch.
//!
//! An office file says of every run of words all that it looks like; the block model has spans that nest.

use obelus_core::body::{Href, Style};

use crate::blocks::Gate;

/// What words look like.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Look {
    pub(crate) link: Option<Href>,
    pub(crate) strong: bool,
    pub(crate) emphasis: bool,
    pub(crate) underline: bool,
    pub(crate) strike: bool,
    pub(crate) code: bool,
    pub(crate) superscript: bool,
    pub(crate) subscript: bool,
    /// Their reading, in East Asian text.
    pub(crate) reading: Option<String>,
}

impl Look {
    /// From the outside in: what changes least often first.
    fn styles(&self) -> Vec<Style> {
        let link = self.link.clone().map(|href| Style::Link { href });
        let plain = [
            (self.strong, Style::Strong),
            (self.emphasis, Style::Emphasis),
            // Every office draws a line under a link.
            (self.underline && self.link.is_none(), Style::Underline),
            (self.strike, Style::Strike),
            (self.code, Style::Code),
            (self.superscript, Style::Superscript),
            (self.subscript, Style::Subscript),
        ];
        let plain = plain.into_iter().filter_map(|(is, style)| is.then_some(style));
        let reading = self.reading.clone().map(|reading| Style::Ruby { reading });
        link.into_iter().chain(plain).chain(reading).collect()
    }
}

/// The spans that are open in the gate.
#[derive(Debug, Default)]
pub(crate) struct Dress {
    worn: Vec<Style>,
}

impl Dress {
    /// The next words look like this.
    pub(crate) fn wear(&mut self, look: &Look, gate: &mut Gate) {
        let styles = look.styles();
        let kept = self.worn.iter().zip(&styles).take_while(|(a, b)| a == b).count();
        self.undress(kept, gate);
        for style in styles.into_iter().skip(kept) {
            gate.begin(style.clone());
            self.worn.push(style);
        }
    }

    /// The end of a paragraph.
    pub(crate) fn take_off(&mut self, gate: &mut Gate) {
        self.undress(0, gate);
    }

    fn undress(&mut self, kept: usize, gate: &mut Gate) {
        let others = gate.styles() - self.worn.len();
        gate.end_to(others + kept);
        self.worn.truncate(kept);
    }
}
