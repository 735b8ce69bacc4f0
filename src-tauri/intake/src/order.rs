//! A copy that is to be made, as the parts of one message, and what came of it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use obelus_core::article::{Article, Revision};
use obelus_core::body::Body;
use obelus_core::done::Done;
use obelus_core::mark::{Colour, Mark};
use obelus_core::picture::PictureId;
use obelus_formats::labels::Labels;
use obelus_formats::{Checked, CopyError, ExportFormat, FirstPage, Wanted, annotated_copy, first_page};
use serde::{Deserialize, Serialize};

use crate::error::{IntakeError, NotMade};

/// All of it but the bytes, which follow as parts of their own: body, original, pictures, fonts.
#[derive(Serialize, Deserialize)]
struct Head<'a> {
    format: ExportFormat,
    article: Cow<'a, Article>,
    revision: Cow<'a, Revision>,
    marks: Cow<'a, [Mark]>,
    history: Cow<'a, [Done]>,
    colours: Cow<'a, [(Colour, String)]>,
    wanted: Cow<'a, Wanted>,
    labels: Cow<'a, Labels>,
    has_original: bool,
    pictures: Vec<PictureId>,
}

#[derive(Serialize, Deserialize)]
enum Outcome {
    /// The file follows as a part.
    Made,
    Not(CopyError),
}

/// Head and body of an order, to be sent before its bytes.
pub(crate) fn to_parts(
    format: ExportFormat,
    checked: &Checked<'_>,
    labels: &Labels,
) -> serde_json::Result<[Vec<u8>; 2]> {
    let head = Head {
        format,
        article: Cow::Borrowed(checked.article),
        revision: Cow::Borrowed(checked.revision),
        marks: Cow::Borrowed(checked.marks),
        history: Cow::Borrowed(checked.history),
        colours: Cow::Borrowed(checked.colours),
        wanted: Cow::Borrowed(checked.wanted),
        labels: Cow::Borrowed(labels),
        has_original: checked.original.is_some(),
        pictures: checked.pictures.keys().cloned().collect(),
    };
    // The body is a JSON value of its own: `serde_json` reads 128 levels, and a body may need nearly all of them.
    Ok([serde_json::to_vec(&head)?, serde_json::to_vec(checked.body)?])
}

/// All of an order: head and body, and the bytes that follow them.
pub(crate) fn parts<'b>(head: [&'b [u8]; 2], checked: &'b Checked<'_>, fonts: &'b [Arc<[u8]>]) -> Vec<&'b [u8]> {
    let original = checked.original.unwrap_or_default();
    let pictures = checked.pictures.values().map(AsRef::as_ref);
    head.into_iter()
        .chain(std::iter::once(original))
        .chain(pictures)
        .chain(fonts.iter().map(AsRef::as_ref))
        .collect()
}

/// Makes what was ordered: in the child.
pub(crate) fn make(parts: &[&[u8]]) -> io::Result<Vec<Vec<u8>>> {
    let made = ordered(parts, annotated_copy)?;
    Ok(match made {
        Ok(copy) => vec![serde_json::to_vec(&Outcome::Made)?, copy],
        Err(error) => vec![serde_json::to_vec(&Outcome::Not(error))?],
    })
}

/// Makes the first page of what was ordered, at `scale` pixels a point: in the child.
pub(crate) fn make_first(parts: &[&[u8]], scale: f32) -> io::Result<Result<FirstPage, CopyError>> {
    ordered(parts, |format, checked, labels, fonts| {
        first_page(format, checked, labels, fonts, scale)
    })
}

/// What was ordered, as the formats take it.
fn ordered<T>(
    parts: &[&[u8]],
    make: impl FnOnce(ExportFormat, &Checked<'_>, &Labels, &[Arc<[u8]>]) -> T,
) -> io::Result<T> {
    let [head, body, original, rest @ ..] = parts else {
        return Err(io::ErrorKind::InvalidData.into());
    };
    let head: Head<'_> = serde_json::from_slice(head)?;
    let body: Body = serde_json::from_slice(body)?;
    let (pictures, fonts) = rest
        .split_at_checked(head.pictures.len())
        .ok_or(io::ErrorKind::InvalidData)?;
    let pictures: BTreeMap<PictureId, Arc<[u8]>> = head
        .pictures
        .into_iter()
        .zip(pictures.iter().map(|&bytes| bytes.into()))
        .collect();
    let fonts: Vec<Arc<[u8]>> = fonts.iter().map(|&bytes| bytes.into()).collect();
    let checked = Checked {
        article: &head.article,
        revision: &head.revision,
        body: &body,
        marks: &head.marks,
        pictures: &pictures,
        history: &head.history,
        original: head.has_original.then_some(*original),
        colours: &head.colours,
        wanted: &head.wanted,
    };
    Ok(make(head.format, &checked, &head.labels, &fonts))
}

/// What the child made.
pub(crate) fn from_parts(parts: Vec<Vec<u8>>) -> Result<Vec<u8>, NotMade> {
    let nonsense = |how: &str| IntakeError::Crashed {
        how: format!("its answer makes no sense: {how}"),
    };
    let mut parts = parts.into_iter();
    match serde_json::from_slice(&parts.next().unwrap_or_default()) {
        Ok(Outcome::Made) => Ok(parts.next().ok_or_else(|| nonsense("it is too short"))?),
        Ok(Outcome::Not(error)) => Err(error.into()),
        Err(error) => Err(nonsense(&error.to_string()).into()),
    }
}
