//! The pictures of an article as files that the typesetter may read: there are no others.

use std::collections::BTreeMap;
use std::sync::Arc;

use obelus_core::picture::{Picture, PictureId};

/// How much of pictures is set into one copy, in bytes.
const ROOM: usize = 256 << 20;

/// Those that were named, and those that there are.
#[derive(Debug)]
pub(super) struct Pictures<'p> {
    there: Option<&'p BTreeMap<PictureId, Arc<[u8]>>>,
    names: BTreeMap<&'p PictureId, String>,
    room: usize,
}

impl<'p> Pictures<'p> {
    pub(super) fn new(there: Option<&'p BTreeMap<PictureId, Arc<[u8]>>>) -> Self {
        Self {
            there,
            names: BTreeMap::new(),
            room: ROOM,
        }
    }

    /// The name of a picture's file, where it is there and fits.
    pub(super) fn name<'a>(&mut self, picture: &'a Picture) -> Option<(String, &'a Picture)> {
        let (id, bytes) = self.there?.get_key_value(&picture.id)?;
        if let Some(name) = self.names.get(id) {
            return Some((name.clone(), picture));
        }
        self.room = self.room.checked_sub(bytes.len())?;
        let ending = if bytes.starts_with(&[0xff, 0xd8]) { "jpg" } else { "png" };
        let name = format!("/picture-{}.{ending}", self.names.len());
        self.names.insert(id, name.clone());
        Some((name, picture))
    }

    pub(super) fn files(&self) -> impl Iterator<Item = (&str, &'p [u8])> {
        let bytes = |id: &PictureId| self.there.and_then(|there| there.get(id));
        self.names
            .iter()
            .filter_map(move |(id, name)| Some((name.as_str(), bytes(id)?.as_ref())))
    }
}
