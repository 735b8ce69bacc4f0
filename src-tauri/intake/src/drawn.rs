//! A drawn page as a child answers it, as the parts of one message: its words, and its picture.

use std::io;

use obelus_core::body::Body;
use obelus_formats::ReadError;
use obelus_formats::pdf::{PagePicture, WordBox};
use serde::{Deserialize, Serialize};

use crate::error::IntakeError;

#[derive(Serialize, Deserialize)]
enum Head {
    /// Its picture follows as a part.
    Drawn(PagePicture),
    Unread(ReadError),
}

pub(crate) fn to_parts(drawn: Result<PagePicture, ReadError>) -> io::Result<Vec<Vec<u8>>> {
    Ok(match drawn {
        Ok(mut page) => {
            let png = std::mem::take(&mut page.png);
            vec![serde_json::to_vec(&Head::Drawn(page))?, png]
        }
        Err(error) => vec![serde_json::to_vec(&Head::Unread(error))?],
    })
}

/// The page, of which nothing is taken on trust.
pub(crate) fn from_parts(parts: Vec<Vec<u8>>, body: &Body) -> Result<PagePicture, IntakeError> {
    let nonsense = |what: String| IntakeError::Crashed {
        how: format!("its answer makes no sense: {what}"),
    };
    let mut parts = parts.into_iter();
    let head = serde_json::from_slice(&parts.next().unwrap_or_default());
    let mut page = match head.map_err(|error| nonsense(error.to_string()))? {
        Head::Drawn(page) => page,
        Head::Unread(error) => return Err(error.into()),
    };
    page.png = parts.next().unwrap_or_default();
    if !page.png.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Err(nonsense("the picture is none".to_owned()));
    }
    if let Some(error) = page.words.iter().find_map(|word| body.text.admit(word.range).err()) {
        return Err(nonsense(error.to_string()));
    }
    let is_parted = |word: &WordBox| word.ends.len() == word.range.len() as usize;
    if page.turn > 3 || !page.words.iter().all(is_parted) {
        return Err(nonsense("its words are not as long as they say".to_owned()));
    }
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::*;
    use obelus_core::text::Text;

    fn body() -> Body {
        Body {
            text: Text::new("Le maire".to_owned()),
            blocks: Vec::new(),
            asides: Vec::new(),
            pages: Vec::new(),
        }
    }

    fn drawn() -> Vec<Vec<u8>> {
        let range = body().text.selection(3, 8).unwrap();
        let word = WordBox {
            range,
            x: 10.0,
            y: 10.0,
            width: 25.0,
            height: 10.0,
            ends: vec![0.2, 0.4, 0.6, 0.8, 1.0],
            from_right: false,
        };
        let page = PagePicture {
            png: b"\x89PNG\r\n\x1a\n".to_vec(),
            width: 595.0,
            height: 842.0,
            turn: 0,
            words: vec![word],
            sheets: Vec::new(),
        };
        to_parts(Ok(page)).unwrap()
    }

    #[test]
    fn a_page_comes_whole() {
        let page = from_parts(drawn(), &body()).unwrap();
        assert_eq!(page.png, b"\x89PNG\r\n\x1a\n");
        assert_eq!(body().text.slice(page.words[0].range), "maire");
    }

    #[test]
    fn an_answer_is_not_taken_on_trust() {
        let altered = |from: &str, to: &str| {
            let mut parts = drawn();
            let head = String::from_utf8(parts[0].clone()).unwrap();
            assert!(head.contains(from), "{head}");
            parts[0] = head.replace(from, to).into_bytes();
            parts
        };
        let no_picture = vec![drawn()[0].clone(), b"GIF89a".to_vec()];
        for (what, parts) in [
            ("a word beyond the text", altered("[3,8]", "[4,9]")),
            ("a word that is longer than its letters", altered("[3,8]", "[2,8]")),
            ("a page without a width", altered("595.0", "null")),
            ("five quarter turns", altered("\"turn\":0", "\"turn\":5")),
            ("a picture that is none", no_picture),
            ("no picture", drawn()[..1].to_vec()),
            ("nothing", Vec::new()),
        ] {
            let page = from_parts(parts, &body());
            assert!(matches!(page, Err(IntakeError::Crashed { .. })), "{what}");
        }
    }
}
