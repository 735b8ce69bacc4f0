//! What all parts of one Word file share: the ids that may stand in it once, its lists, its pictures, its comments.

use std::collections::{HashMap, HashSet};
use std::io::Cursor;
use std::sync::Arc;

use image::ImageFormat;
use obelus_core::picture::PictureId;

use super::lists::Lists;
use super::references::Noted;

/// How much of pictures is put into one copy, in bytes.
const ROOM: usize = 256 << 20;

#[derive(Debug, Default)]
pub(super) struct Book {
    pub(super) lists: Lists,
    pub(super) pictures: Pictures,
    /// In the order in which they begin; a place that reaches into a footnote has one more there.
    pub(super) comments: Vec<Comment>,
    /// The footnotes that say what marks do, in the order of the text.
    pub(super) noted: Vec<Noted>,
    /// The largest id of a footnote.
    pub(super) last_note: u32,
    /// How many places of each mark have begun, where they have footnotes.
    pub(super) turns: HashMap<usize, usize>,
    /// The marks whose correction is a tracked change.
    pub(super) corrected: HashSet<usize>,
    last_id: u32,
}

/// A comment on the words of one place.
#[derive(Debug)]
pub(super) struct Comment {
    pub(super) id: u32,
    /// The index of its mark; those that lost their place come after all others.
    pub(super) mark: usize,
    /// Whether it is the one that says what the mark says.
    pub(super) is_first: bool,
}

impl Book {
    /// For a file that has ids already.
    pub(super) fn after(last_id: u32) -> Self {
        Self {
            last_id,
            ..Self::default()
        }
    }

    /// A number that no other thing in the file has: a comment, a change, a bookmark, a drawing.
    pub(super) fn id(&mut self) -> u32 {
        self.last_id += 1;
        self.last_id
    }

    /// The comment of a mark that begins here.
    pub(super) fn comment(&mut self, mark: usize, is_first: bool) -> u32 {
        let id = self.id();
        self.comments.push(Comment { id, mark, is_first });
        id
    }
}

/// The pictures that are put into the file, each once.
#[derive(Debug, Default)]
pub(super) struct Pictures {
    /// By name; nothing where the bytes are none that Word can show.
    known: HashMap<PictureId, Option<usize>>,
    pub(super) files: Vec<(String, Arc<[u8]>)>,
    taken: usize,
}

impl Pictures {
    /// The name of the picture's part, from the folder of the document.
    pub(super) fn take(&mut self, id: &PictureId, bytes: &Arc<[u8]>) -> Option<String> {
        let index = match self.known.get(id) {
            Some(known) => *known,
            None => {
                let index = self.add(bytes);
                self.known.insert(id.clone(), index);
                index
            }
        };
        index.map(|index| self.files[index].0.clone())
    }

    fn add(&mut self, bytes: &Arc<[u8]>) -> Option<usize> {
        if self.taken + bytes.len() > ROOM {
            return None;
        }
        let (ending, bytes) = match image::guess_format(bytes).ok()? {
            ImageFormat::Png => ("png", Arc::clone(bytes)),
            ImageFormat::Jpeg => ("jpeg", Arc::clone(bytes)),
            // Word knows no WebP.
            format => ("png", as_png(bytes, format)?),
        };
        self.taken += bytes.len();
        let name = format!("media/{}.{ending}", self.files.len() + 1);
        self.files.push((name, bytes));
        Some(self.files.len() - 1)
    }
}

fn as_png(bytes: &[u8], format: ImageFormat) -> Option<Arc<[u8]>> {
    let picture = image::load_from_memory_with_format(bytes, format).ok()?;
    let mut png = Vec::new();
    picture.write_to(&mut Cursor::new(&mut png), ImageFormat::Png).ok()?;
    Some(png.into())
}
