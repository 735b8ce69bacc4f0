//! Puts marks into a finished file as real annotations, so that PDF readers can list and search them.
//!
//! What was there stays as it is, byte for byte: the annotations are appended (ISO 32000-2, 7.5.6). Where the page shows
//! the marks already, they draw nothing, they only say whose words these are.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, IncrementalDocument, Object, ObjectId, Stream, StringFormat, dictionary};

use super::strokes::{Strokes, drawn};

/// The corners of a piece of a line, as its words stand: top left, top right, bottom left, bottom right. In points of
/// the file's own space.
pub(super) type Quad = [[f32; 2]; 4];

/// A mark as a reader lists it.
#[derive(Clone, Debug)]
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
    /// How it is drawn over the page; nothing where the page shows it already.
    pub(super) strokes: Option<Strokes>,
    /// By page.
    pub(super) areas: BTreeMap<usize, Vec<Quad>>,
    /// Where it stands beside the text, if it does: the corners of its sign.
    pub(super) beside: Option<(usize, [[f32; 2]; 2])>,
}

/// Why a file cannot be annotated.
#[derive(Debug)]
pub(super) enum Refused {
    /// What is put into an encrypted file must be encrypted with it.
    Encrypted,
    Unread(lopdf::Error),
}

impl From<lopdf::Error> for Refused {
    fn from(error: lopdf::Error) -> Self {
        Self::Unread(error)
    }
}

/// The same file with the notes on its pages, and how many annotations each page was given.
///
/// # Errors
/// When the file cannot be read, or is encrypted.
pub(super) fn annotate(pdf: Vec<u8>, notes: &[Note]) -> Result<(Vec<u8>, BTreeMap<usize, usize>), Refused> {
    if notes.iter().all(|note| note.areas.is_empty() && note.beside.is_none()) {
        return Ok((pdf, BTreeMap::new()));
    }
    let length = pdf.len();
    let before = Document::load_mem(&pdf)?;
    if before.is_encrypted() || before.was_encrypted() {
        return Err(Refused::Encrypted);
    }
    let pages: Vec<ObjectId> = before.get_pages().into_values().collect();
    let mut after = IncrementalDocument::create_from(pdf, before);
    let new = &mut after.new_document;
    let nothing = new.add_object(Stream::new(form(&[0.0, 0.0, 1.0, 1.0]), Vec::new()));
    let darker = new.add_object(dictionary! { "Type" => "ExtGState", "BM" => "Multiply" });
    let mut added: BTreeMap<usize, Vec<Object>> = BTreeMap::new();
    for note in notes {
        for (part, (&number, areas)) in note.areas.iter().enumerate() {
            let Some(&page) = pages.get(number) else { continue };
            let rect = around(areas.iter().flatten());
            let looks = match &note.strokes {
                None => nothing,
                Some(strokes) => {
                    let mut form = form(&rect);
                    let states = dictionary! { "Darker" => darker };
                    form.set("Resources", dictionary! { "ExtGState" => states });
                    new.add_object(Stream::new(form, drawn(areas, note.colour, strokes)))
                }
            };
            let mut annotation = common(note, &format!("{}-{part}", note.name), page, &rect);
            annotation.extend(&highlight(note, areas, looks));
            let on_page = added.entry(number).or_default();
            on_page.extend(with_popup(new, annotation, page, &rect, note.strokes.is_some()));
        }
        if let Some((number, corners)) = &note.beside
            && let Some(&page) = pages.get(*number)
        {
            let rect = around(corners.iter());
            let mut annotation = common(note, &note.name, page, &rect);
            // Printed; neither zoomed nor turned with the page.
            annotation.extend(&dictionary! { "Subtype" => "Text", "Name" => "Note", "F" => 28 });
            let on_page = added.entry(*number).or_default();
            on_page.extend(with_popup(new, annotation, page, &rect, true));
        }
    }
    let counts = added.iter().map(|(page, all)| (*page, all.len())).collect();
    for (page, annotations) in added {
        append(&mut after, pages[page], annotations)?;
    }
    let mut bytes = Vec::with_capacity(length + notes.len() * 1_500);
    after.save_to(&mut bytes).map_err(lopdf::Error::from)?;
    Ok((bytes, counts))
}

/// Puts annotations after those that a page has.
fn append(after: &mut IncrementalDocument, page: ObjectId, annotations: Vec<Object>) -> Result<(), lopdf::Error> {
    let before = after.get_prev_documents();
    let mut all = match before.get_dictionary(page)?.get(b"Annots") {
        Ok(Object::Array(array)) => array.clone(),
        Ok(Object::Reference(id)) => match before.get_object(*id) {
            Ok(object) => object.as_array()?.clone(),
            // It leads nowhere: there are none.
            Err(_) => Vec::new(),
        },
        _ => Vec::new(),
    };
    all.extend(annotations);
    after.opt_clone_object_to_new_document(page)?;
    let page = after.new_document.get_object_mut(page)?.as_dict_mut()?;
    page.set("Annots", all);
    Ok(())
}

/// The annotation, with the window in which readers show its words where it is to have one.
fn with_popup(
    new: &mut Document,
    mut annotation: Dictionary,
    page: ObjectId,
    [_, _, right, top]: &[f32; 4],
    wanted: bool,
) -> Vec<Object> {
    if !wanted {
        return vec![new.add_object(annotation).into()];
    }
    let (id, popup) = (new.new_object_id(), new.new_object_id());
    annotation.set("Popup", popup);
    new.set_object(id, annotation);
    new.set_object(
        popup,
        dictionary! {
            "Type" => "Annot",
            "Subtype" => "Popup",
            "P" => page,
            "Parent" => id,
            "Rect" => reals(&[*right, top - 120.0, right + 200.0, *top]),
            "Open" => false,
            "F" => 28,
        },
    );
    vec![id.into(), popup.into()]
}

/// What all of them say.
fn common(note: &Note, name: &str, page: ObjectId, rect: &[f32; 4]) -> Dictionary {
    dictionary! {
        "Type" => "Annot",
        "P" => page,
        "Rect" => reals(rect),
        "C" => reals(&note.colour),
        "NM" => text(name),
        "Contents" => text(&note.contents),
        "T" => text(&note.author),
        "Subj" => text(&note.subject),
        "CreationDate" => text(&note.created),
        "M" => text(&note.changed),
    }
}

fn highlight(note: &Note, areas: &[Quad], looks: ObjectId) -> Dictionary {
    // Top left, top right, bottom left, bottom right: as all readers take them, whatever the standard says.
    let quads: Vec<f32> = areas.iter().flatten().flatten().copied().collect();
    let mut highlight = dictionary! {
        "Subtype" => "Highlight",
        "QuadPoints" => reals(&quads),
        // Printed, if it draws anything.
        "F" => 4,
        "AP" => dictionary! { "N" => looks },
    };
    if note.strokes.is_none() {
        // What draws its own all the same is to draw it clear: Poppler does so.
        highlight.set("CA", Object::Real(0.0));
    }
    highlight
}

fn form(bounds: &[f32; 4]) -> Dictionary {
    dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => reals(bounds) }
}

/// Left, bottom, right, top of what holds them all, with room for a line at its edge.
fn around<'p>(points: impl Iterator<Item = &'p [f32; 2]>) -> [f32; 4] {
    let start = [f32::INFINITY, f32::INFINITY, f32::NEG_INFINITY, f32::NEG_INFINITY];
    let [left, bottom, right, top] = points.fold(start, |[left, bottom, right, top], [x, y]| {
        [left.min(*x), bottom.min(*y), right.max(*x), top.max(*y)]
    });
    [left - 1.0, bottom - 1.0, right + 1.0, top + 1.0]
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
