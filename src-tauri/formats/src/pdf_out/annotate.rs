//! Puts every mark into the finished file as a real annotation too, so that PDF readers can list and search them.
//!
//! The page shows each mark already: the annotations draw nothing, they only say whose words these are.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, IncrementalDocument, Object, ObjectId, Stream, StringFormat, dictionary};

/// A mark as a reader lists it.
pub(super) struct Note {
    pub(super) name: String,
    /// The status, the note, the correction: in lines.
    pub(super) contents: String,
    pub(super) author: String,
    pub(super) subject: String,
    /// `D:20231121…Z`.
    pub(super) created: String,
    pub(super) changed: String,
    /// From 0 to 1.
    pub(super) colour: [f32; 3],
    /// By page, in points from the bottom left corner: left, bottom, right, top.
    pub(super) areas: BTreeMap<usize, Vec<[f32; 4]>>,
}

/// The same file with the notes on its pages: what was there stays as it is, byte for byte.
///
/// # Errors
/// When the file cannot be read.
pub(super) fn annotate(pdf: Vec<u8>, notes: &[Note]) -> Result<Vec<u8>, lopdf::Error> {
    if notes.iter().all(|note| note.areas.is_empty()) {
        return Ok(pdf);
    }
    let length = pdf.len();
    let before = Document::load_mem(&pdf)?;
    let pages: Vec<ObjectId> = before.get_pages().into_values().collect();
    let mut after = IncrementalDocument::create_from(pdf, before);
    let nothing = after.new_document.add_object(Stream::new(
        dictionary! {
            "Type" => "XObject", "Subtype" => "Form", "BBox" => reals(&[0.0, 0.0, 1.0, 1.0]),
        },
        Vec::new(),
    ));
    let mut added: BTreeMap<ObjectId, Vec<Object>> = BTreeMap::new();
    for note in notes {
        for (part, (page, areas)) in note.areas.iter().enumerate() {
            let Some(&page) = pages.get(*page) else { continue };
            let annotation = after
                .new_document
                .add_object(highlight(note, part, page, areas, nothing));
            added.entry(page).or_default().push(annotation.into());
        }
    }
    for (page, annotations) in added {
        let before = after.get_prev_documents();
        let mut all = match before.get_dictionary(page)?.get(b"Annots") {
            Ok(Object::Array(array)) => array.clone(),
            Ok(Object::Reference(id)) => before.get_object(*id)?.as_array()?.clone(),
            _ => Vec::new(),
        };
        all.extend(annotations);
        after.opt_clone_object_to_new_document(page)?;
        after
            .new_document
            .get_object_mut(page)?
            .as_dict_mut()?
            .set("Annots", all);
    }
    let mut bytes = Vec::with_capacity(length + notes.len() * 900);
    after.save_to(&mut bytes)?;
    Ok(bytes)
}

fn highlight(note: &Note, part: usize, page: ObjectId, areas: &[[f32; 4]], nothing: ObjectId) -> Dictionary {
    let edge = |at: usize, start: f32, pick: fn(f32, f32) -> f32| areas.iter().map(|area| area[at]).fold(start, pick);
    let rect = [
        edge(0, f32::INFINITY, f32::min),
        edge(1, f32::INFINITY, f32::min),
        edge(2, f32::NEG_INFINITY, f32::max),
        edge(3, f32::NEG_INFINITY, f32::max),
    ];
    // Top left, top right, bottom left, bottom right: as all readers take them, whatever the standard says.
    let quads: Vec<f32> = areas
        .iter()
        .flat_map(|&[left, bottom, right, top]| [left, top, right, top, left, bottom, right, bottom])
        .collect();
    dictionary! {
        "Type" => "Annot",
        "Subtype" => "Highlight",
        "P" => page,
        "Rect" => reals(&rect),
        "QuadPoints" => reals(&quads),
        "C" => reals(&note.colour),
        // What draws its own all the same is to draw it clear: Poppler does so.
        "CA" => Object::Real(0.0),
        // Printed, if it drew anything.
        "F" => 4,
        "NM" => text(&format!("{}-{part}", note.name)),
        "Contents" => text(&note.contents),
        "T" => text(&note.author),
        "Subj" => text(&note.subject),
        "CreationDate" => text(&note.created),
        "M" => text(&note.changed),
        "AP" => dictionary! { "N" => nothing },
    }
}

fn reals(numbers: &[f32]) -> Object {
    Object::Array(numbers.iter().map(|&number| Object::Real(number)).collect())
}

/// A text string: ASCII as it is, else UTF-16 with its mark (ISO 32000-2, 7.9.2.2).
fn text(words: &str) -> Object {
    if words.is_ascii() {
        return Object::String(words.as_bytes().to_vec(), StringFormat::Literal);
    }
    let units = words.encode_utf16().flat_map(u16::to_be_bytes);
    Object::String([0xfe, 0xff].into_iter().chain(units).collect(), StringFormat::Literal)
}
