//! Sets the copy into pages: the article once, then every note into the margin of the page where its mark is.

use std::collections::{BTreeMap, BTreeSet};

use typst::diag::SourceDiagnostic;
use typst::ecow::EcoVec;
use typst::foundations::Value;
use typst::introspection::{MetadataElem, Tag};
use typst::layout::{Abs, Frame, FrameItem, Point, Transform};
use typst::model::Document;
use typst::visualize::Geometry;
use typst_layout::{Page, PagedDocument};

use super::margin::{Form, Wanted, stack};
use super::world::Desk;

/// As in `words.typ`.
const FIRST_STRETCH: f64 = 1000.0;
const THICKNESS: f64 = 0.055;
const UNDER: f64 = 0.16;
/// As in `look.typ`, in millimetres.
const TOP: f64 = 22.0;
const BOTTOM: f64 = 22.0;
const NOTES: f64 = 20.0 + 108.0 + 9.0;
/// From the top of a note to the line on which its first words stand, in points.
const FIRST_LINE: f64 = 7.0;

/// The finished pages, and where on them each stretch of marked words is.
pub(super) struct Pages {
    pub(super) document: PagedDocument,
    pub(super) areas: Vec<Area>,
}

/// A piece of a line, in points from the top left corner of its page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub(super) page: usize,
    /// Known by its index in what the article's writer counted.
    pub(super) stretch: usize,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
}

/// # Errors
/// What the typesetter says about it.
pub(super) fn typeset(desk: &mut Desk) -> Result<Pages, String> {
    let mut overflow: Vec<usize> = Vec::new();
    loop {
        desk.put("/overflow.json", serde_json::to_vec(&overflow).unwrap_or_default());
        let document = typst::compile::<PagedDocument>(desk).output.map_err(said)?;
        let mut found = Found::on(document.pages());
        let stacked = found.stacked();
        let without: Vec<usize> = found.overflow(&stacked);
        // The pages of the article are the same with other pages after them, so that this ends.
        if overflow.is_empty() && !without.is_empty() {
            overflow = without;
            continue;
        }
        let mut pages: Vec<Page> = document.pages().to_vec();
        for (page, top, number, form) in stacked {
            let cards = match form {
                Form::Whole => &mut found.whole,
                Form::Short => &mut found.short,
                Form::None => continue,
            };
            if let Some(card) = cards.remove(&number) {
                pages[page]
                    .frame
                    .push_frame(Point::new(Abs::mm(NOTES), Abs::pt(top)), card);
            }
        }
        pages.truncate(found.last + 1);
        let document = PagedDocument::new(EcoVec::from(pages), document.info().clone());
        return Ok(Pages {
            document,
            areas: found.areas,
        });
    }
}

/// The first of what it says.
fn said(errors: EcoVec<SourceDiagnostic>) -> String {
    errors.first().map_or(String::new(), |error| error.message.to_string())
}

/// What is looked for on the pages.
#[derive(Default)]
struct Found {
    areas: Vec<Area>,
    /// The page and the height at which the number of a mark stands, in reading order.
    numbers: Vec<(usize, f64, usize)>,
    /// The notes by the numbers of their marks.
    whole: BTreeMap<usize, Frame>,
    short: BTreeMap<usize, Frame>,
    /// The last page of the copy: what is after it was only to be measured.
    last: usize,
    height: f64,
}

impl Found {
    fn on(pages: &[Page]) -> Self {
        let mut found = Self {
            height: pages.first().map_or(0.0, |page| page.frame.height().to_pt()),
            ..Self::default()
        };
        for (index, page) in pages.iter().enumerate() {
            found.look(&page.frame, Transform::identity(), index);
        }
        found
    }

    fn look(&mut self, frame: &Frame, place: Transform, page: usize) {
        for (point, item) in frame.items() {
            match item {
                FrameItem::Group(group) => {
                    if let Some(label) = group.label
                        && let Some((form, number)) = label.resolve().as_str().split_once('-')
                        && let Ok(number) = number.parse()
                    {
                        match form {
                            "whole" => drop(self.whole.insert(number, group.frame.clone())),
                            "short" => drop(self.short.insert(number, group.frame.clone())),
                            _ => {}
                        }
                    }
                    let inner = place
                        .pre_concat(Transform::translate(point.x, point.y))
                        .pre_concat(group.transform);
                    self.look(&group.frame, inner, page);
                }
                FrameItem::Tag(Tag::Start(content, _)) => {
                    let at = point.transform(place);
                    match content.to_packed::<MetadataElem>().map(|metadata| &metadata.value) {
                        Some(Value::Int(number)) => {
                            self.numbers
                                .push((page, at.y.to_pt(), usize::try_from(*number).unwrap_or(0)));
                        }
                        Some(Value::Str(_)) => self.last = page,
                        _ => {}
                    }
                }
                FrameItem::Shape(shape, _) => {
                    if let (Geometry::Line(to), Some(stroke)) = (&shape.geometry, &shape.stroke)
                        && stroke.miter_limit.get() >= FIRST_STRETCH
                    {
                        let (from, to) = (point.transform(place), (*point + *to).transform(place));
                        let size = stroke.thickness.to_pt() / THICKNESS;
                        let baseline = from.y.to_pt() - UNDER * size;
                        self.areas.push(Area {
                            page,
                            stretch: (stroke.miter_limit.get() - FIRST_STRETCH).round() as usize,
                            left: from.x.to_pt().min(to.x.to_pt()),
                            right: from.x.to_pt().max(to.x.to_pt()),
                            top: baseline - 0.78 * size,
                            bottom: baseline + 0.24 * size,
                        });
                    }
                }
                FrameItem::Text(_) | FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
    }

    /// Where the notes are to stand: page, top, the number of the mark, form.
    fn stacked(&self) -> Vec<(usize, f64, usize, Form)> {
        let page = (Abs::mm(TOP).to_pt(), self.height - Abs::mm(BOTTOM).to_pt());
        let mut by_page: BTreeMap<usize, Vec<(f64, usize)>> = BTreeMap::new();
        for (index, y, number) in &self.numbers {
            by_page.entry(*index).or_default().push((*y, *number));
        }
        let height =
            |cards: &BTreeMap<usize, Frame>, number: &usize| cards.get(number).map(|card| card.height().to_pt());
        let mut stacked = Vec::new();
        for (index, mut numbers) in by_page {
            // In the order of the lines: a table has cells beside each other.
            numbers.sort_by(|a, b| a.0.total_cmp(&b.0));
            let wanted: Vec<Wanted> = numbers
                .iter()
                .map(|(y, number)| Wanted {
                    level: y - FIRST_LINE,
                    height: height(&self.whole, number).unwrap_or_default(),
                    short: height(&self.short, number),
                })
                .collect();
            for ((form, top), (_, number)) in stack(&wanted, page).into_iter().zip(numbers) {
                stacked.push((index, top, number, form));
            }
        }
        stacked
    }

    /// The marks whose note does not stand in the margin as a whole.
    fn overflow(&self, stacked: &[(usize, f64, usize, Form)]) -> Vec<usize> {
        let whole = stacked.iter().filter(|(.., form)| *form == Form::Whole);
        let whole: BTreeSet<usize> = whole.map(|(_, _, number, _)| *number).collect();
        let all = self.whole.keys();
        all.filter(|number| !whole.contains(number)).copied().collect()
    }
}
