//! Puts the slip into a copy: a part of its own, with what Word wants to know of such parts (ECMA-376 part 1, 15.2.5
//! and 15.2.6).

use super::part::DECLARATION;
use crate::slip::{NAMESPACE, Slip};

/// The parts of a slip, and what leads to them.
pub(super) struct Slipped {
    pub(super) parts: [(String, Vec<u8>); 3],
    /// The last step of the relation's kind, and where it leads from the folder of the document.
    pub(super) relation: (&'static str, String),
    /// What is said of the parts in the list of contents.
    pub(super) types: String,
}

/// The parts under the first number that no other part has.
pub(super) fn parts(slip: &Slip, is_taken: impl Fn(&str) -> bool) -> Slipped {
    let item = |number| format!("customXml/item{number}.xml");
    let properties = |number| format!("customXml/itemProps{number}.xml");
    let is_free = |number: &usize| !is_taken(&item(*number)) && !is_taken(&properties(*number));
    let number = (1..).find(is_free).expect("there is no end of numbers");
    let (item, properties) = (item(number), properties(number));
    // LibreOffice 7.4 drops a part that has no properties beside it.
    let said = format!(
        "{DECLARATION}<ds:datastoreItem ds:itemID=\"{{{}}}\" xmlns:ds=\"http://schemas.openxmlformats.org/officeDocument/2006/customXml\">\
         <ds:schemaRefs><ds:schemaRef ds:uri=\"{NAMESPACE}\"/></ds:schemaRefs></ds:datastoreItem>",
        slip.revision.to_string().to_uppercase()
    );
    let beside = format!(
        "{DECLARATION}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXmlProps\" Target=\"itemProps{number}.xml\"/></Relationships>"
    );
    Slipped {
        relation: ("customXml", format!("../{item}")),
        types: format!(
            "<Override PartName=\"/{item}\" ContentType=\"application/xml\"/>\
             <Override PartName=\"/{properties}\" ContentType=\"application/vnd.openxmlformats-officedocument.customXmlProperties+xml\"/>"
        ),
        parts: [
            (item, slip.xml().into_bytes()),
            (properties, said.into_bytes()),
            (format!("customXml/_rels/item{number}.xml.rels"), beside.into_bytes()),
        ],
    }
}
