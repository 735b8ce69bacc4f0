//! Finds where an author's file ends, and puts something behind the last paragraph, on a page of its own.
//!
//! The last section of the file stays as it is, and what is added stands in it. Only where its text runs in columns, or
//! from top to bottom, a section of its own is begun: the author's ends with an empty paragraph then.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::cuts::Cuts;
use super::scribe::WIDTH;

/// How the file ends. All places are bytes of its main part.
#[derive(Debug)]
pub(super) struct Ending {
    /// Behind the last paragraph.
    at: usize,
    /// What the last section says of itself.
    section: Option<Range<usize>>,
    /// The size and the margins of its pages, as they are written.
    page: String,
    /// How wide its text is, in twentieths of a point.
    pub(super) width: u32,
    /// Whether a table would not run through as it does on other pages.
    is_odd: bool,
}

impl Ending {
    pub(super) fn of(xml: &str) -> Option<Self> {
        let mut reader = Reader::from_str(xml);
        let (mut depth, mut before) = (0_usize, 0);
        let mut ending = Self {
            at: 0,
            section: None,
            page: String::new(),
            width: WIDTH,
            is_odd: false,
        };
        let mut sides = [None; 4];
        loop {
            let event = reader.read_event().ok()?;
            let after = usize::try_from(reader.buffer_position()).ok()?;
            match &event {
                Event::Start(tag) | Event::Empty(tag) => {
                    let name = tag.name().into_inner();
                    let value = |name: &str| {
                        let mut attributes = tag.attributes().filter_map(Result::ok);
                        let found = attributes.find(|attribute| attribute.key.into_inner() == name)?;
                        found.value.parse::<f64>().ok().map(|value| value.max(0.0) as u32)
                    };
                    let in_section = depth == 3 && ending.section.as_ref().is_some_and(|section| section.end == 0);
                    match name {
                        "w:sectPr" if depth == 2 => ending.section = Some(before..0),
                        "w:pgSz" if in_section => {
                            sides[0] = value("w:w");
                            ending.page.push_str(&xml[before..after]);
                        }
                        "w:pgMar" if in_section => {
                            sides[1] = value("w:left");
                            sides[2] = value("w:right");
                            sides[3] = value("w:gutter").or(Some(0));
                            ending.page.push_str(&xml[before..after]);
                        }
                        "w:cols" if in_section => ending.is_odd |= value("w:num").is_some_and(|number| number > 1),
                        "w:textDirection" if in_section => ending.is_odd = true,
                        _ => {}
                    }
                    match event {
                        Event::Start(_) => depth += 1,
                        _ if name == "w:sectPr" && depth == 2 => ending.section = Some(before..after),
                        _ => {}
                    }
                }
                Event::End(tag) => {
                    depth = depth.checked_sub(1)?;
                    if depth == 2
                        && let Some(section) = ending.section.as_mut().filter(|section| section.end == 0)
                    {
                        section.end = after;
                    }
                    if depth == 1 && tag.name().into_inner() == "w:body" {
                        ending.at = before;
                    }
                }
                Event::Eof => break,
                _ => {}
            }
            before = after;
        }
        if let [Some(page), Some(left), Some(right), Some(gutter)] = sides {
            ending.width = page.saturating_sub(left + right + gutter).max(2_000);
        }
        if let Some(section) = &ending.section {
            ending.at = section.start;
        }
        (ending.at > 0).then_some(ending)
    }

    /// What the first paragraph of what is added says of the page that it begins.
    pub(super) fn breaks(&self) -> &'static str {
        if self.is_odd { "" } else { "<w:pageBreakBefore/>" }
    }

    /// Puts paragraphs and tables behind all that is there.
    pub(super) fn put(&self, xml: &str, added: &str, cuts: &mut Cuts<'_>) {
        match self.section.clone().filter(|_| self.is_odd) {
            Some(section) => {
                let theirs = &xml[section.clone()];
                let all = format!(
                    "<w:p><w:pPr><w:pStyle w:val=\"ObelusEnd\"/>{theirs}</w:pPr></w:p>{added}\
                     <w:sectPr><w:type w:val=\"nextPage\"/>{}<w:cols w:space=\"708\"/></w:sectPr>",
                    self.page
                );
                cuts.swap(section, all);
            }
            None => cuts.swap(self.at..self.at, added.to_owned()),
        }
    }
}
