//! The first page of a copy as a child answers it, as the parts of one message: what it is, and its picture.

use std::io;

use obelus_formats::{CopyError, FirstPage};

use crate::error::{IntakeError, NotMade};

pub(crate) fn to_parts(made: Result<FirstPage, CopyError>) -> io::Result<Vec<Vec<u8>>> {
    let head = serde_json::to_vec(&made)?;
    Ok(match made {
        Ok(FirstPage::Picture { png, .. }) => vec![head, png],
        _ => vec![head],
    })
}

/// The page, of which nothing is taken on trust: what was drawn may be a file of a stranger.
pub(crate) fn from_parts(parts: Vec<Vec<u8>>) -> Result<FirstPage, NotMade> {
    let nonsense = |what: String| IntakeError::Crashed {
        how: format!("its answer makes no sense: {what}"),
    };
    let mut parts = parts.into_iter();
    let head = serde_json::from_slice(&parts.next().unwrap_or_default());
    let made: Result<FirstPage, CopyError> = head.map_err(|error| nonsense(error.to_string()))?;
    let mut page = made?;
    if let FirstPage::Picture { png, width, height, .. } = &mut page {
        *png = parts.next().unwrap_or_default();
        let is_length = |points: f32| points > 0.0 && points.is_finite();
        if !png.starts_with(b"\x89PNG\r\n\x1a\n") || !is_length(*width) || !is_length(*height) {
            return Err(nonsense("the picture is none".to_owned()).into());
        }
    }
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn() -> FirstPage {
        FirstPage::Picture {
            png: b"\x89PNG\r\n\x1a\n".to_vec(),
            width: 595.0,
            height: 842.0,
            signed: true,
        }
    }

    #[test]
    fn what_was_made_comes_whole() {
        let lines = FirstPage::Lines {
            lines: vec!["# Le tram".to_owned()],
            goes_on: true,
        };
        for page in [drawn(), lines] {
            assert_eq!(from_parts(to_parts(Ok(page.clone())).unwrap()), Ok(page));
        }
        let not = to_parts(Err(CopyError::Encrypted)).unwrap();
        assert_eq!(from_parts(not), Err(NotMade::Copy(CopyError::Encrypted)));
    }

    #[test]
    fn an_answer_is_not_taken_on_trust() {
        let altered = |from: &str, to: &str| {
            let mut parts = to_parts(Ok(drawn())).unwrap();
            let head = String::from_utf8(parts[0].clone()).unwrap();
            assert!(head.contains(from), "{head}");
            parts[0] = head.replace(from, to).into_bytes();
            parts
        };
        let head = to_parts(Ok(drawn())).unwrap()[0].clone();
        for (what, parts) in [
            ("a page without a width", altered("595.0", "0.0")),
            ("a page of no kind", altered("picture", "film")),
            ("a picture that is none", vec![head.clone(), b"GIF89a".to_vec()]),
            ("no picture", vec![head]),
            ("nothing", Vec::new()),
        ] {
            let page = from_parts(parts);
            assert!(matches!(page, Err(NotMade::Crashed { .. })), "{what}");
        }
    }
}
