//! A bundle as a child answers it, as the parts of one message: the steps, then bodies, originals and pictures.

use std::io;
use std::sync::Arc;

use obelus_core::body::Body;
use obelus_core::bundle::{Bundle, Bundled, Step};
use obelus_core::id::RevisionId;
use obelus_core::picture::PictureId;
use obelus_formats::bundle::NotBundle;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::IntakeError;

#[derive(Serialize, Deserialize)]
enum Head {
    /// Two parts follow for each revision, and one for each picture.
    Read {
        steps: Vec<Step>,
        revisions: Vec<RevisionId>,
        pictures: Vec<PictureId>,
    },
    Unread(NotBundle),
}

pub(crate) fn to_parts(read: Result<Bundle, NotBundle>) -> io::Result<Vec<Vec<u8>>> {
    let Bundle {
        steps,
        contents,
        pictures,
    } = match read {
        Ok(bundle) => bundle,
        Err(error) => return Ok(vec![serde_json::to_vec(&Head::Unread(error))?]),
    };
    let head = Head::Read {
        steps,
        revisions: contents.keys().copied().collect(),
        pictures: pictures.keys().cloned().collect(),
    };
    let mut parts = vec![serde_json::to_vec(&head)?];
    for Bundled { body, original } in contents.values() {
        parts.push(serde_json::to_vec(&**body)?);
        parts.push(original.to_vec());
    }
    parts.extend(pictures.values().map(|bytes| bytes.to_vec()));
    Ok(parts)
}

/// The bundle, of which nothing is taken on trust: the library looks at every edit of it.
pub(crate) fn from_parts(parts: Vec<Vec<u8>>) -> Result<Bundle, IntakeError> {
    let nonsense = |what: String| IntakeError::Crashed {
        how: format!("its answer makes no sense: {what}"),
    };
    let mut parts = parts.into_iter();
    let head = serde_json::from_slice(&parts.next().unwrap_or_default());
    let (steps, revisions, pictures) = match head.map_err(|error| nonsense(error.to_string()))? {
        Head::Read {
            steps,
            revisions,
            pictures,
        } => (steps, revisions, pictures),
        Head::Unread(error) => return Err(error.into()),
    };
    let mut part = || parts.next().ok_or_else(|| nonsense("it is too short".to_owned()));
    let mut bundle = Bundle {
        steps,
        ..Bundle::default()
    };
    for revision in revisions {
        let body: Body = serde_json::from_slice(&part()?).map_err(|error| nonsense(error.to_string()))?;
        body.check().map_err(|_| NotBundle::Part {
            part: format!("texts/{revision}"),
        })?;
        bundle.contents.insert(
            revision,
            Bundled {
                body: Arc::new(body),
                original: part()?.into(),
            },
        );
    }
    for id in pictures {
        let bytes = part()?;
        let name: String = Sha256::digest(&bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        if name != id.as_str() {
            let part = format!("pictures/{}", id.as_str());
            return Err(NotBundle::Part { part }.into());
        }
        bundle.pictures.insert(id, bytes.into());
    }
    Ok(bundle)
}
