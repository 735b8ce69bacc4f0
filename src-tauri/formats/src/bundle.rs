//! The Obelus bundle: one file that takes articles to another Obelus, with their versions, marks, originals, pictures and
//! history.
//!
//! A ZIP container of four kinds of parts: `manifest.json` (the version of the format, and the SHA-256 of every other
//! part), `journal.jsonl` (an edit a line, as it was made), and by their names `texts/` (a body each), `originals/` and
//! `pictures/`. What is too large for one part goes on in others: `.1`, `.2`.

use std::collections::BTreeMap;

use obelus_core::bundle::{Bundle, Bundled, Step};
use obelus_core::id::{RevisionId, Time};
use obelus_core::picture::PictureId;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::package::Package;
use crate::package::pack::Packing;
use crate::rows::iso_exact;
use crate::{FILE_LIMIT, ReadError};

/// How the name of such a file ends.
pub const ENDING: &str = "obelus";

/// The version of the format that is written, and the newest that is read.
const VERSION: u32 = 1;
const FORMAT: &str = "obelus-bundle";
const MANIFEST: &str = "manifest.json";
const JOURNAL: &str = "journal.jsonl";

/// The largest part that is written, in bytes: less than what is read.
const PIECE: usize = 32 << 20;
/// The most parts that a container may have, and the most that they may come to: what is read.
const PARTS: usize = 9_999;
const WHOLE: u64 = 500 << 20;

/// Why a file is no bundle that can be taken in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum NotBundle {
    #[error("it is not an Obelus bundle")]
    Unknown,
    #[error("it was written by a newer Obelus (version {version} of the format)")]
    Newer { version: u32 },
    /// A part is missing, or is not what the manifest says.
    #[error("its part \"{part}\" is damaged")]
    Part { part: String },
    #[error(transparent)]
    Container(#[from] ReadError),
    /// For the one who hands it on: no Obelus would take it in.
    #[error("the articles are too much for one bundle: {bytes} bytes")]
    TooMuch { bytes: u64 },
}

#[derive(Serialize, Deserialize)]
struct Manifest {
    format: String,
    version: u32,
    /// What wrote it: for whoever looks into the file.
    app: String,
    created: String,
    /// The SHA-256 of every other part, in hexadecimal digits.
    parts: BTreeMap<String, String>,
}

/// Whether a file's name says that it is one.
#[must_use]
pub fn is_named_so(name: &str) -> bool {
    name.rsplit_once('.')
        .is_some_and(|(_, ending)| ending.eq_ignore_ascii_case(ENDING))
}

/// Whether the bytes are such a file, sound or not.
#[must_use]
pub fn is_bundle(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK")
        && Package::open(bytes).is_ok_and(|package| {
            package.has(JOURNAL)
                && package
                    .part(MANIFEST)
                    .is_ok_and(|part| part.is_some_and(|part| has_format(&part)))
        })
}

fn has_format(manifest: &[u8]) -> bool {
    serde_json::from_slice::<serde_json::Value>(manifest).is_ok_and(|value| value["format"] == FORMAT)
}

/// The whole file; the same bytes for the same articles at the same moment.
///
/// # Errors
/// [`NotBundle::TooMuch`].
pub fn write(bundle: &Bundle, app: &str, created: Time) -> Result<Vec<u8>, NotBundle> {
    let mut packed = Packed::default();
    let mut journal = Vec::new();
    for step in &bundle.steps {
        serde_json::to_writer(&mut journal, step).expect("a step is JSON");
        journal.push(b'\n');
    }
    packed.put(JOURNAL, &journal);
    for (revision, Bundled { body, original }) in &bundle.contents {
        packed.put(
            &format!("texts/{revision}"),
            &serde_json::to_vec(&**body).expect("a body is JSON"),
        );
        packed.put(&format!("originals/{revision}"), original);
    }
    for (id, bytes) in &bundle.pictures {
        packed.put(&format!("pictures/{}", id.as_str()), bytes);
    }
    let manifest = Manifest {
        format: FORMAT.to_owned(),
        version: VERSION,
        app: app.to_owned(),
        created: iso_exact(created),
        parts: packed.sums,
    };
    if packed.bytes > WHOLE || manifest.parts.len() > PARTS {
        return Err(NotBundle::TooMuch { bytes: packed.bytes });
    }
    let mut container = packed.container;
    container.put(MANIFEST, &serde_json::to_vec_pretty(&manifest).expect("words are JSON"));
    Ok(container.finish())
}

/// Parts that are being packed, with what the manifest says of them.
#[derive(Default)]
struct Packed {
    container: Packing,
    sums: BTreeMap<String, String>,
    bytes: u64,
}

impl Packed {
    fn put(&mut self, name: &str, bytes: &[u8]) {
        let mut pieces = bytes.chunks(PIECE).enumerate();
        let first = pieces.next().map_or(&[][..], |(_, piece)| piece);
        self.piece(name, first);
        for (nth, piece) in pieces {
            self.piece(&format!("{name}.{nth}"), piece);
        }
    }

    fn piece(&mut self, name: &str, bytes: &[u8]) {
        self.container.put(name, bytes);
        self.sums.insert(name.to_owned(), digits(bytes));
        self.bytes += bytes.len() as u64;
    }
}

/// What a bundle holds. Every part is the one that the manifest names; whether the articles are sound is seen where
/// they are taken in.
///
/// # Errors
/// [`NotBundle`].
pub fn read(bytes: &[u8]) -> Result<Bundle, NotBundle> {
    if bytes.len() as u64 > FILE_LIMIT * 3 || !bytes.starts_with(b"PK") {
        return Err(NotBundle::Unknown);
    }
    let package = Package::open(bytes)?;
    let manifest = package
        .part(MANIFEST)?
        .filter(|manifest| has_format(manifest))
        .ok_or(NotBundle::Unknown)?;
    let version = serde_json::from_slice::<serde_json::Value>(&manifest).ok();
    let version = version
        .and_then(|value| value["version"].as_u64())
        .ok_or_else(|| damaged(MANIFEST))?;
    if version != u64::from(VERSION) {
        let version = u32::try_from(version).unwrap_or(u32::MAX);
        return Err(NotBundle::Newer { version });
    }
    let manifest: Manifest = serde_json::from_slice(&manifest).map_err(|_| damaged(MANIFEST))?;
    let parts = Parts {
        package: &package,
        sums: &manifest.parts,
    };
    if let Some(stray) = package
        .names()
        .find(|name| *name != MANIFEST && !manifest.parts.contains_key(*name))
    {
        return Err(damaged(stray));
    }
    let mut bundle = Bundle::default();
    for line in parts
        .whole(JOURNAL)?
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
    {
        let step: Step = serde_json::from_slice(line).map_err(|_| damaged(JOURNAL))?;
        bundle.steps.push(step);
    }
    for name in manifest.parts.keys() {
        if let Some(revision) = name.strip_prefix("texts/").filter(|name| !name.contains('.')) {
            let revision = RevisionId(revision.parse().map_err(|_| damaged(name))?);
            let body = serde_json::from_slice(&parts.whole(name)?).map_err(|_| damaged(name))?;
            let original = parts.whole(&format!("originals/{revision}"))?.into();
            bundle.contents.insert(
                revision,
                Bundled {
                    body: std::sync::Arc::new(body),
                    original,
                },
            );
        } else if let Some(id) = name.strip_prefix("pictures/").filter(|name| !name.contains('.')) {
            let id = PictureId::new(id).map_err(|_| damaged(name))?;
            bundle.pictures.insert(id, parts.whole(name)?.into());
        }
    }
    Ok(bundle)
}

struct Parts<'p> {
    package: &'p Package<'p>,
    sums: &'p BTreeMap<String, String>,
}

impl Parts<'_> {
    /// A part with all that goes on in others.
    fn whole(&self, name: &str) -> Result<Vec<u8>, NotBundle> {
        let mut whole = self.piece(name)?;
        for nth in 1.. {
            let next = format!("{name}.{nth}");
            if !self.sums.contains_key(&next) {
                break;
            }
            whole.extend(self.piece(&next)?);
        }
        Ok(whole)
    }

    fn piece(&self, name: &str) -> Result<Vec<u8>, NotBundle> {
        let sum = self.sums.get(name).ok_or_else(|| damaged(name))?;
        let bytes = self.package.part(name)?.ok_or_else(|| damaged(name))?;
        if digits(&bytes) == *sum {
            Ok(bytes)
        } else {
            Err(damaged(name))
        }
    }
}

fn damaged(part: &str) -> NotBundle {
    NotBundle::Part { part: part.to_owned() }
}

fn digits(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::tests::zip_of;

    /// A container with this manifest, an empty history, and one part beside them.
    fn with(manifest: &str, name: &'static str, part: &str) -> Vec<u8> {
        zip_of(&[(MANIFEST, manifest), (JOURNAL, ""), (name, part)])
    }

    fn manifest(version: u32, parts: &[(&str, &str)]) -> String {
        let parts: BTreeMap<&str, String> = parts
            .iter()
            .map(|(name, part)| (*name, digits(part.as_bytes())))
            .collect();
        serde_json::json!({
            "format": FORMAT, "version": version, "app": "test", "created": "2026-01-01T00:00:00.000Z", "parts": parts,
        })
        .to_string()
    }

    #[test]
    fn one_that_a_newer_obelus_wrote_says_so_whatever_it_holds() {
        let newer = Err(NotBundle::Newer { version: 2 });
        assert_eq!(read(&with(&manifest(2, &[]), "new/kind", "of part")), newer);
        let shapeless = format!("{{\"format\": \"{FORMAT}\", \"version\": 2}}");
        assert_eq!(read(&with(&shapeless, "a", "b")), newer);
    }

    #[test]
    fn what_no_version_or_manifest_names_is_refused() {
        let damaged = |part: &str| Err(NotBundle::Part { part: part.to_owned() });
        let unversioned = format!("{{\"format\": \"{FORMAT}\"}}");
        assert_eq!(read(&with(&unversioned, "a", "b")), damaged(MANIFEST));
        let sound = manifest(VERSION, &[(JOURNAL, "")]);
        assert_eq!(read(&with(&sound, "stray", "part")), damaged("stray"));
        let missing = manifest(VERSION, &[(JOURNAL, ""), ("texts/1", "x"), ("a", "b")]);
        assert_eq!(read(&with(&missing, "a", "b")), damaged("texts/1"));
        let other = manifest(VERSION, &[(JOURNAL, ""), ("pictures/a", "b")]);
        assert!(matches!(
            read(&with(&other, "pictures/a", "c")),
            Err(NotBundle::Part { .. })
        ));
    }

    #[test]
    fn a_part_that_swells_is_refused_before_it_is_there() {
        let swollen = " ".repeat(90 << 20);
        let file = with(
            &manifest(VERSION, &[(JOURNAL, ""), ("texts/1", &swollen)]),
            "texts/1",
            &swollen,
        );
        assert!(file.len() < 1 << 20);
        assert!(matches!(
            read(&file),
            Err(NotBundle::Container(_) | NotBundle::Part { .. })
        ));
    }
}
