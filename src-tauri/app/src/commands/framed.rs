//! Answers that are not JSON alone: a head, and a picture after it.

use serde::Serialize;

/// The length of the head (four bytes, the lowest first), the head as JSON, and the picture.
pub(super) fn framed(head: &impl Serialize, picture: &[u8]) -> Vec<u8> {
    let head = serde_json::to_vec(head).expect("words and numbers are JSON");
    let mut bytes = Vec::with_capacity(4 + head.len() + picture.len());
    bytes.extend_from_slice(&(head.len() as u32).to_le_bytes());
    bytes.extend_from_slice(&head);
    bytes.extend_from_slice(picture);
    bytes
}

#[cfg(test)]
mod tests {
    use obelus_formats::pdf::PagePicture;

    use super::*;
    use crate::wire::pages::PageHead;

    #[test]
    fn an_answer_says_how_long_its_head_is() {
        let drawn = PagePicture {
            png: b"\x89PNG".to_vec(),
            width: 595.0,
            height: 842.0,
            turn: 0,
            words: Vec::new(),
            sheets: Vec::new(),
        };
        let bytes = framed(&PageHead::of(&drawn), &drawn.png);
        let length = u32::from_le_bytes(bytes[..4].try_into().unwrap()) as usize;
        let head: serde_json::Value = serde_json::from_slice(&bytes[4..4 + length]).unwrap();
        let expected = serde_json::json!({ "width": 595.0, "height": 842.0, "turn": 0, "words": [], "sheets": [] });
        assert_eq!(head, expected);
        assert_eq!(&bytes[4 + length..], b"\x89PNG");
    }
}
