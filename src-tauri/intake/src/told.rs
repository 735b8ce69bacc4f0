//! What a child answers, as the parts of one message: a head, the texts, the pictures.
//!
//! The child has read what a stranger wrote, so the parent takes nothing on trust: it looks at every text and at every
//! picture's name again.

use std::io;
use std::sync::Arc;

use obelus_core::body::Body;
use obelus_core::picture::{PictureFile, PictureId};
use obelus_core::text::Text;
use obelus_formats::annotations_in::{Annotations, NotAnnotations};
use obelus_formats::archive::Unpacked;
use obelus_formats::{Imported, ReadError};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::IntakeError;

#[derive(Serialize, Deserialize)]
enum Head {
    /// Its bodies are empty, its pictures names: these follow as parts.
    Read(Box<Imported>, Vec<PictureId>),
    Unread(ReadError),
    /// Files of an archive by name; those that could be unpacked follow as parts.
    Unpacked {
        files: Vec<(String, Option<ReadError>)>,
        next: Option<u32>,
    },
}

/// An article, and for the clipboard the flavour that it was read from.
pub(crate) type Told = (Imported, Vec<u8>);

/// Head, body, body before the tracked changes, flavour, and the pictures.
pub(crate) fn to_parts(told: Result<Told, ReadError>) -> io::Result<Vec<Vec<u8>>> {
    let (mut imported, flavour) = match told {
        Ok(told) => told,
        Err(error) => return Ok(vec![serde_json::to_vec(&Head::Unread(error))?]),
    };
    // Each body is a JSON value of its own: `serde_json` reads 128 levels, and a body may need nearly all of them.
    let body = serde_json::to_vec(&std::mem::replace(&mut imported.body, nothing()))?;
    let before = match &mut imported.before {
        Some(before) => serde_json::to_vec(&std::mem::replace(&mut before.body, nothing()))?,
        None => Vec::new(),
    };
    let pictures = std::mem::take(&mut imported.pictures);
    let names = pictures.iter().map(|picture| picture.id.clone()).collect();
    let head = serde_json::to_vec(&Head::Read(Box::new(imported), names))?;
    let mut parts = vec![head, body, before, flavour];
    parts.extend(pictures.into_iter().map(|picture| picture.bytes.to_vec()));
    Ok(parts)
}

pub(crate) fn unpacked_to_parts(unpacked: Result<Unpacked, ReadError>) -> io::Result<Vec<Vec<u8>>> {
    let Unpacked { files, next } = match unpacked {
        Ok(unpacked) => unpacked,
        Err(error) => return Ok(vec![serde_json::to_vec(&Head::Unread(error))?]),
    };
    let (mut named, mut parts) = (Vec::new(), vec![Vec::new()]);
    for (name, file) in files {
        named.push((name, file.as_ref().err().cloned()));
        parts.extend(file);
    }
    parts[0] = serde_json::to_vec(&Head::Unpacked { files: named, next })?;
    Ok(parts)
}

pub(crate) fn annotations_to_parts(read: &Result<Annotations, NotAnnotations>) -> io::Result<Vec<Vec<u8>>> {
    Ok(vec![serde_json::to_vec(read)?])
}

/// Every word of them is cut to its limit where it becomes a mark.
pub(crate) fn annotations_from_parts(parts: &[Vec<u8>]) -> Result<Annotations, IntakeError> {
    let read: Result<Annotations, NotAnnotations> = serde_json::from_slice(parts.first().map_or(&[], Vec::as_slice))
        .map_err(|error| nonsense(&error.to_string()))?;
    Ok(read?)
}

fn nonsense(what: &str) -> IntakeError {
    IntakeError::Crashed {
        how: format!("its answer makes no sense: {what}"),
    }
}

fn head(part: Option<Vec<u8>>) -> Result<Head, IntakeError> {
    match serde_json::from_slice(&part.unwrap_or_default()) {
        Ok(Head::Unread(error)) => Err(error.into()),
        Ok(head) => Ok(head),
        Err(error) => Err(nonsense(&error.to_string())),
    }
}

pub(crate) fn unpacked_from_parts(parts: Vec<Vec<u8>>) -> Result<Unpacked, IntakeError> {
    let mut parts = parts.into_iter();
    let Head::Unpacked { files, next } = head(parts.next())? else {
        return Err(nonsense("it is about something else"));
    };
    let files = files.into_iter().map(|(name, error)| match error {
        Some(error) => Ok((name, Err(error))),
        None => Ok((name, Ok(parts.next().ok_or_else(|| nonsense("it is too short"))?))),
    });
    let files = files.collect::<Result<_, IntakeError>>()?;
    Ok(Unpacked { files, next })
}

pub(crate) fn from_parts(parts: Vec<Vec<u8>>) -> Result<Told, IntakeError> {
    let mut parts = parts.into_iter();
    let Head::Read(imported, names) = head(parts.next())? else {
        return Err(nonsense("it is about something else"));
    };
    let mut imported = *imported;
    let mut part = || parts.next().ok_or_else(|| nonsense("it is too short"));
    let body = |part: Vec<u8>| {
        let body: Body = serde_json::from_slice(&part).map_err(|error| nonsense(&error.to_string()))?;
        body.check().map_err(|error| nonsense(&error.to_string()))?;
        Ok::<_, IntakeError>(body)
    };
    imported.body = body(part()?)?;
    let earlier = part()?;
    if let Some(before) = &mut imported.before {
        before.body = body(earlier)?;
    }
    let flavour = part()?;
    for id in names {
        let bytes: Arc<[u8]> = part()?.into();
        if hash(&bytes) != id.as_str() {
            return Err(nonsense("a picture is not what its name says"));
        }
        imported.pictures.push(PictureFile { id, bytes });
    }
    Ok((imported, flavour))
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn nothing() -> Body {
    Body {
        text: Text::new(String::new()),
        blocks: Vec::new(),
        asides: Vec::new(),
        pages: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use obelus_formats::Incoming;

    fn told() -> Vec<Vec<u8>> {
        let read = obelus_formats::read(&Incoming {
            bytes: "Le maire a dit « oui ».".as_bytes(),
            ..Incoming::default()
        });
        let mut imported = read.unwrap();
        let bytes: Arc<[u8]> = b"picture".as_slice().into();
        let id = PictureId::new(&hash(&bytes)).unwrap();
        imported.pictures.push(PictureFile { id, bytes });
        to_parts(Ok((imported, b"flavour".to_vec()))).unwrap()
    }

    #[test]
    fn an_article_comes_whole_with_its_pictures() {
        let (imported, flavour) = from_parts(told()).unwrap();
        assert_eq!(imported.body.text.as_str(), "Le maire a dit « oui ».");
        assert_eq!(&*imported.pictures[0].bytes, b"picture");
        assert_eq!(flavour, b"flavour");
    }

    #[test]
    fn an_answer_is_not_taken_on_trust() {
        let altered = |number: usize, from: &str, to: &str| {
            let mut parts = told();
            let part = String::from_utf8(parts[number].clone()).unwrap();
            assert!(part.contains(from), "{part}");
            parts[number] = part.replace(from, to).into_bytes();
            parts
        };
        for (what, parts) in [
            ("a picture that is another", altered(4, "picture", "p1cture")),
            ("a block beyond the text", altered(1, "\"end\":23", "\"end\":24")),
            (
                "an address that is none",
                altered(
                    1,
                    "\"spans\":[]",
                    r#""spans":[{"start":0,"end":2,"style":{"is":"link","href":"javascript:1"}}]"#,
                ),
            ),
            ("no JSON", altered(0, "{", "")),
            ("too little", told()[..3].to_vec()),
            ("nothing", Vec::new()),
        ] {
            assert!(matches!(from_parts(parts), Err(IntakeError::Crashed { .. })), "{what}");
        }
    }
}
