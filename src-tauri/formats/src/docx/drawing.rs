//! Tells the gate what is drawn in a Word file: pictures with their alternative texts, and the words in text boxes.

use super::story::Teller;
use crate::ReadError;
use crate::xml::Element;

/// What to read of an alternative: the first choice that holds words or a picture, else what stands in for it.
pub(super) fn choice<'e>(alternative: &'e Element<'e>) -> Option<&'e Element<'e>> {
    let is_known = |element: &&Element<'_>| {
        ["txbxContent", "blip", "p", "t"]
            .iter()
            .any(|name| element.find(name).is_some())
    };
    let choice = alternative.elements().find(|element| element.name == "Choice");
    choice
        .filter(is_known)
        .or_else(|| alternative.child("Fallback"))
        .or(choice)
}

impl Teller<'_, '_, '_, '_> {
    /// A drawing of today, or of Word before 2010, or an object of another program with its picture.
    pub(super) fn drawing<'e>(&mut self, drawing: &'e Element<'e>, boxes: &mut Vec<&'e Element<'e>>) {
        if drawing.find("rect").and_then(|line| line.attribute("hr")).is_some() {
            self.ready();
            self.flow.close(&mut self.gate);
            self.gate.rule();
            return;
        }
        let (before, mut pictures) = (boxes.len(), Vec::new());
        gather(drawing, &mut pictures, boxes);
        let alt = words_for(drawing);
        let mut shown = false;
        for id in pictures {
            shown |= self.picture(&id, &alt);
        }
        if !shown && boxes.len() == before && !alt.is_empty() {
            self.ready();
            let in_article = self.in_article();
            self.gate.image(&alt, in_article);
        }
    }

    /// Whether there is a picture that can be shown.
    fn picture(&mut self, id: &str, alt: &str) -> bool {
        let Some(part) = self.relations.inside(id) else {
            return false;
        };
        let bytes = match self.document.parts.bytes(part) {
            Ok(Some(bytes)) => bytes,
            // A picture that is damaged is not the text.
            Ok(None) | Err(ReadError::Damaged) => return false,
            Err(beyond) => {
                self.failure.get_or_insert(beyond);
                return false;
            }
        };
        let Some(picture) = self.document.pictures.borrow_mut().take(&bytes) else {
            return false;
        };
        self.ready();
        let in_article = self.in_article();
        self.gate.picture(alt, Some(picture), in_article);
        true
    }
}

/// The ids of pictures, and text boxes, in a drawing; what stands in for a choice is not looked at.
fn gather<'e>(element: &'e Element<'e>, pictures: &mut Vec<String>, boxes: &mut Vec<&'e Element<'e>>) {
    for child in element.elements() {
        let id = match child.name {
            "txbxContent" => {
                boxes.push(child);
                continue;
            }
            "AlternateContent" => {
                if let Some(choice) = choice(child) {
                    gather(choice, pictures, boxes);
                }
                continue;
            }
            "blip" => child.attribute("embed"),
            "imagedata" => child.attribute("id"),
            _ => None,
        };
        pictures.extend(id.map(|id| id.into_owned()));
        gather(child, pictures, boxes);
    }
}

/// The alternative text; none for what its author called decoration.
fn words_for(drawing: &Element<'_>) -> String {
    let said = |element: &Element<'_>, name: &str| {
        let words = element.attribute(name)?;
        (!words.trim().is_empty()).then(|| words.into_owned())
    };
    let is_decoration = drawing
        .find("decorative")
        .and_then(|decorative| decorative.attribute("val"))
        .is_some_and(|value| super::styles::is_on(&value));
    if is_decoration {
        return String::new();
    }
    ["docPr", "cNvPr", "shape", "imagedata"]
        .iter()
        .filter_map(|name| drawing.find(name))
        .find_map(|element| {
            let words = said(element, "descr").or_else(|| said(element, "alt"));
            words.or_else(|| said(element, "title"))
        })
        .unwrap_or_default()
}
