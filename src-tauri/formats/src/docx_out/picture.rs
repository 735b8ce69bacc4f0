//! Writes pictures into a paragraph, at most as wide as it, with their words for who does not see them.

use obelus_core::body::Image;

use super::scribe::Scribe;
use super::xml::line;

/// English Metric Units: in a pixel of a screen (1/96 inch), in a twentieth of a point.
const PIXEL: u64 = 9_525;
const TWIP: u64 = 635;
/// The highest picture, so that its caption has a place on the page.
const HIGHEST: u64 = 7_200_000;

impl Scribe<'_> {
    /// A run with the picture; without its bytes, its words stand in for it.
    pub(super) fn image(&mut self, image: &Image) -> String {
        let known = image.picture.as_ref().filter(|_| self.text.marks.is_some());
        let file = known.and_then(|picture| {
            let bytes = self.checked.pictures.get(&picture.id)?;
            Some((picture, self.book.pictures.take(&picture.id, bytes)?))
        });
        let Some((picture, name)) = file else {
            let colon = if image.alt.is_empty() { "" } else { &self.labels.colon };
            let words = format!("▨ {}{colon}{}", self.labels.image, image.alt);
            return self.stand_in(&words, "<w:rStyle w:val=\"PlaceholderText\"/>");
        };
        let relation = self.part.relations.inside("image", &name);
        let room = u64::from(self.width.saturating_sub(self.indent).max(600)) * TWIP;
        let (width, height) = fitted(picture.width, picture.height, room);
        let (id, alt) = (self.book.id(), line(&image.alt, 2_000));
        format!(
            "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{width}\" cy=\"{height}\"/>\
             <wp:docPr id=\"{id}\" name=\"{id}\" descr=\"{alt}\"/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect=\"1\"/></wp:cNvGraphicFramePr>\
             <a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic>\
             <pic:nvPicPr><pic:cNvPr id=\"{id}\" name=\"{id}\" descr=\"{alt}\"/><pic:cNvPicPr/></pic:nvPicPr>\
             <pic:blipFill><a:blip r:embed=\"{relation}\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
             <pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{width}\" cy=\"{height}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr>\
             </pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )
    }
}

/// The size of a picture in English Metric Units: its own, or as much as there is room for.
fn fitted(width: u32, height: u32, room: u64) -> (u64, u64) {
    let (width, height) = (u64::from(width.max(1)) * PIXEL, u64::from(height.max(1)) * PIXEL);
    let (width, height) = match width > room {
        true => (room, height * room / width),
        false => (width, height),
    };
    match height > HIGHEST {
        true => ((width * HIGHEST / height).max(1), HIGHEST),
        false => (width, height.max(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_keeps_its_shape_and_fits() {
        assert_eq!(fitted(100, 50, 5_000_000), (952_500, 476_250));
        assert_eq!(fitted(1_000, 500, 5_000_000), (5_000_000, 2_500_000));
        assert_eq!(fitted(10, 10_000, 5_000_000), (7_200, 7_200_000));
        assert_eq!(fitted(0, 0, 10), (10, 10));
    }
}
