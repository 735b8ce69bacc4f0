//! Finds the parts of a Word file by how they relate to each other, never by their names (ECMA-376 part 2, 9).

use std::cell::Cell;
use std::collections::HashMap;

use crate::ReadError;
use crate::package::Package;
use crate::xml;

pub(super) struct Parts<'p, 'b> {
    package: &'p Package<'b>,
    /// Characters that could not be read.
    replaced: Cell<u32>,
}

/// What one part refers to.
#[derive(Debug, Default)]
pub(super) struct Relations {
    by_id: HashMap<String, Relation>,
}

#[derive(Debug)]
struct Relation {
    /// The last step of its type's address: those of the Strict variant begin otherwise and end alike.
    kind: String,
    /// A part's name, or an address outside the file.
    target: String,
    external: bool,
}

impl<'p, 'b> Parts<'p, 'b> {
    pub(super) fn new(package: &'p Package<'b>) -> Self {
        let replaced = Cell::new(0);
        Self { package, replaced }
    }

    pub(super) fn replaced(&self) -> u32 {
        self.replaced.get()
    }

    /// A part as it is.
    pub(super) fn bytes(&self, name: &str) -> Result<Option<Vec<u8>>, ReadError> {
        self.package.part(name)
    }

    /// The text of a part; nothing where it is not there.
    pub(super) fn text(&self, name: Option<&str>) -> Result<Option<String>, ReadError> {
        let Some(name) = name else { return Ok(None) };
        let bytes = self.package.part(name)?;
        Ok(bytes.map(|bytes| {
            let (text, replaced) = xml::decode(bytes);
            self.replaced.set(self.replaced.get() + replaced);
            text
        }))
    }

    /// What a part refers to; the file itself is the part without a name.
    pub(super) fn relations(&self, part: &str) -> Result<Relations, ReadError> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let beside = if folder.is_empty() { "" } else { "/" };
        let Some(text) = self.text(Some(&format!("{folder}{beside}_rels/{name}.rels")))? else {
            return Ok(Relations::default());
        };
        let mut relations = Relations::default();
        for element in xml::read(&text)?.elements() {
            let attribute = |name| element.attribute(name).unwrap_or_default();
            let external = attribute("TargetMode") == "External";
            let target = attribute("Target").into_owned();
            let relation = Relation {
                kind: attribute("Type").rsplit('/').next().unwrap_or_default().to_owned(),
                target: if external { target } else { resolve(folder, &target) },
                external,
            };
            relations.by_id.insert(attribute("Id").into_owned(), relation);
        }
        Ok(relations)
    }
}

impl Relations {
    /// The part of that kind.
    pub(super) fn part(&self, kind: &str) -> Option<&str> {
        let mut parts = self.by_id.values().filter(|relation| !relation.external);
        parts
            .find(|relation| relation.kind == kind)
            .map(|relation| relation.target.as_str())
    }

    /// All parts of that kind, by name.
    pub(super) fn parts(&self, kind: &str) -> Vec<&str> {
        let parts = self.by_id.values().filter(|one| !one.external && one.kind == kind);
        let mut parts: Vec<&str> = parts.map(|one| one.target.as_str()).collect();
        parts.sort_unstable();
        parts
    }

    /// The part that an id leads to.
    pub(super) fn inside(&self, id: &str) -> Option<&str> {
        let relation = self.by_id.get(id).filter(|relation| !relation.external)?;
        Some(&relation.target)
    }

    /// The address outside the file that an id leads to.
    pub(super) fn outside(&self, id: &str) -> Option<&str> {
        let relation = self.by_id.get(id).filter(|relation| relation.external)?;
        Some(&relation.target)
    }
}

/// A target as the name of a part: relative to the folder it is named in, or from the root.
fn resolve(folder: &str, target: &str) -> String {
    let mut steps: Vec<&str> = if target.starts_with('/') {
        Vec::new()
    } else {
        folder.split('/').filter(|step| !step.is_empty()).collect()
    };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            _ => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_found_from_its_folder_or_from_the_root() {
        for (folder, target, part) in [
            ("word", "media/a.png", "word/media/a.png"),
            ("word", "/word/b.xml", "word/b.xml"),
            ("word", "../c.xml", "c.xml"),
            ("", "word/document.xml", "word/document.xml"),
            ("word", "./d.xml", "word/d.xml"),
        ] {
            assert_eq!(resolve(folder, target), part);
        }
    }
}
