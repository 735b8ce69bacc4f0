//! Tells the gate what is drawn in an OpenDocument text: pictures with their alternative texts, and words in boxes.

use super::story::Teller;
use crate::ReadError;
use crate::blocks::Container;
use crate::xml::Element;

impl<'e> Teller<'_, '_, '_, 'e> {
    pub(super) fn drawing(&mut self, drawing: &'e Element<'e>) {
        if self.skips() {
            return;
        }
        match drawing.name {
            "g" => drawing.elements().for_each(|part| self.drawing(part)),
            "frame" => self.frame(drawing),
            "custom-shape" | "rect" | "ellipse" if drawing.child("p").is_some() => self.boxes.push(drawing),
            _ => {}
        }
    }

    fn frame(&mut self, frame: &'e Element<'e>) {
        if let Some(content) = frame.child("text-box") {
            match captioned(content) {
                Some(caption) => self.figure(&[caption]),
                None => self.boxes.push(content),
            }
            return;
        }
        let words = |name| {
            frame
                .child(name)
                .map(Element::words)
                .filter(|words| !words.trim().is_empty())
        };
        let alt = words("desc").or_else(|| words("title")).unwrap_or_default();
        // Several images are one picture in several formats, the best first.
        let images = frame.elements().filter(|child| child.name == "image");
        let picture = images.into_iter().find_map(|image| {
            let address = image.attribute("href")?;
            let bytes = match self.document.package.part(address.trim_start_matches("./")) {
                Ok(bytes) => bytes?,
                // A picture that is damaged is not the text.
                Err(ReadError::Damaged) => return None,
                Err(beyond) => {
                    self.failure.get_or_insert(beyond);
                    return None;
                }
            };
            self.document.pictures.borrow_mut().take(&bytes)
        });
        if picture.is_some() || !alt.is_empty() {
            self.ready();
            let in_article = self.in_article();
            self.gate.picture(&alt, picture, in_article);
        }
    }

    /// A picture with its caption: in one paragraph, as LibreOffice frames them, or in two.
    pub(super) fn figure(&mut self, paragraphs: &[&'e Element<'e>]) {
        self.end_paragraph();
        self.flow.close(&mut self.gate);
        let looks = std::mem::take(&mut self.looks);
        self.gate.open(Container::Figure);
        for paragraph in paragraphs {
            self.begin(paragraph);
            self.line(paragraph);
            self.end_paragraph();
        }
        self.gate.close();
        self.looks = looks;
    }
}

/// The paragraph of a box that is a picture and its caption.
fn captioned<'e>(content: &'e Element<'e>) -> Option<&'e Element<'e>> {
    let mut blocks = content.elements();
    let only = blocks.next().filter(|block| block.name == "p")?;
    let has_picture = only
        .elements()
        .any(|part| part.name == "frame" && part.child("image").is_some());
    (has_picture && blocks.next().is_none()).then_some(only)
}
