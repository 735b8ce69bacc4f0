//! Takes a message apart (MIME, RFC 2045 and 2046): its parts, each with what its head says and the bytes it holds.
//!
//! Only what saved pages need is read: nested parts, the two ways of writing bytes as letters, addresses that are
//! folded over lines. What the bytes mean is for the reader of the part.

use std::borrow::Cow;

use crate::{Limit, ReadError, data};

/// How deep parts may stand in one another; a page saved by a program has two levels.
const DEPTH: usize = 8;
/// How many parts a message may have, as many as a container.
const COUNT: usize = 10_000;
/// How much of a part may be its head, in bytes.
const HEAD: usize = 64 << 10;

/// A part that holds no others.
#[derive(Debug)]
pub(crate) struct Part<'m> {
    head: Head,
    body: &'m [u8],
}

#[derive(Debug, Default)]
struct Head {
    /// Names in small letters, values on one line.
    fields: Vec<(String, String)>,
}

/// All parts, in their order, and the address that the message gives the page it is.
#[derive(Debug)]
pub(crate) struct Message<'m> {
    pub(crate) parts: Vec<Part<'m>>,
    /// `Snapshot-Content-Location`, which Chromium writes.
    pub(crate) location: Option<String>,
    /// The `start` of RFC 2387: the id of the part that shows all others.
    pub(crate) start: Option<String>,
}

/// # Errors
/// [`ReadError::Beyond`] or [`ReadError::TooComplex`] for more parts than a page has.
pub(crate) fn read(bytes: &[u8]) -> Result<Message<'_>, ReadError> {
    let (head, body) = split_head(bytes);
    let mut message = Message {
        parts: Vec::new(),
        location: head.field("snapshot-content-location").map(address),
        start: head.parameter("content-type", "start").map(|start| id(&start)),
    };
    gather(head, body, 0, &mut message.parts)?;
    Ok(message)
}

fn gather<'m>(head: Head, body: &'m [u8], depth: usize, parts: &mut Vec<Part<'m>>) -> Result<(), ReadError> {
    let boundary = head
        .parameter("content-type", "boundary")
        .filter(|name| !name.is_empty());
    let Some(boundary) = boundary.filter(|_| head.kind().starts_with("multipart/")) else {
        if parts.len() >= COUNT {
            return Err(ReadError::Beyond { limit: Limit::Parts });
        }
        parts.push(Part { head, body });
        return Ok(());
    };
    if depth >= DEPTH {
        return Err(ReadError::TooComplex);
    }
    for inner in between(body, boundary.as_bytes()) {
        let (head, body) = split_head(inner);
        gather(head, body, depth + 1, parts)?;
    }
    Ok(())
}

/// What stands between the lines that say `--boundary`, until the one that says `--boundary--`; a message that was cut
/// ends with its last part.
fn between<'m>(body: &'m [u8], boundary: &[u8]) -> Vec<&'m [u8]> {
    let mut inner = Vec::new();
    let mut begun: Option<usize> = None;
    let mut at = 0;
    while at < body.len() {
        let end = body[at..]
            .iter()
            .position(|&b| b == b'\n')
            .map_or(body.len(), |end| at + end + 1);
        let line = body[at..end].trim_ascii_end();
        if let Some(after) = line.strip_prefix(b"--").and_then(|line| line.strip_prefix(boundary))
            && matches!(after, b"" | b"--")
        {
            // The line break before the boundary belongs to it.
            if let Some(begun) = begun {
                let part = &body[begun.min(at)..at];
                let part = part.strip_suffix(b"\n").unwrap_or(part);
                inner.push(part.strip_suffix(b"\r").unwrap_or(part));
            }
            begun = Some(end);
            if after == b"--" || inner.len() > COUNT {
                return inner;
            }
        }
        at = end;
    }
    inner.extend(begun.map(|begun| &body[begun..]).filter(|rest| !rest.is_empty()));
    inner
}

/// The fields before the first blank line, and what comes after.
fn split_head(bytes: &[u8]) -> (Head, &[u8]) {
    let mut head = Head::default();
    let mut at = 0;
    while at < bytes.len() && at < HEAD {
        let end = bytes[at..]
            .iter()
            .position(|&b| b == b'\n')
            .map_or(bytes.len(), |end| at + end + 1);
        let line = String::from_utf8_lossy(&bytes[at..end]);
        at = end;
        if line.trim().is_empty() {
            // Some programs begin with a blank line.
            if head.fields.is_empty() {
                continue;
            }
            return (head, &bytes[at..]);
        }
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = head.fields.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            head.fields
                .push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    (head, &bytes[at.min(bytes.len())..])
}

impl Head {
    fn field(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// `text/html`; nothing said is plain text (RFC 2045, 5.2).
    fn kind(&self) -> String {
        let said = self.field("content-type").unwrap_or("text/plain");
        said.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// What a field says after its value: `; charset="utf-8"`.
    fn parameter(&self, field: &str, name: &str) -> Option<String> {
        let mut rest = self.field(field)?.split_once(';')?.1;
        loop {
            let (key, after) = rest.split_once('=')?;
            let after = after.trim_start();
            let (value, after) = match after.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
                None => after.split_at(after.find(';').unwrap_or(after.len())),
            };
            if key.trim_matches([' ', ';', '\t']).eq_ignore_ascii_case(name) {
                return Some(value.trim().to_owned());
            }
            rest = after;
        }
    }
}

impl Part<'_> {
    pub(crate) fn kind(&self) -> String {
        self.head.kind()
    }

    pub(crate) fn charset(&self) -> Option<String> {
        self.head.parameter("content-type", "charset")
    }

    /// Where the part stands on the web, or beside the page.
    pub(crate) fn location(&self) -> Option<String> {
        self.head.field("content-location").map(address)
    }

    pub(crate) fn id(&self) -> Option<String> {
        self.head.field("content-id").map(id)
    }

    /// The bytes that are meant.
    pub(crate) fn bytes(&self) -> Cow<'_, [u8]> {
        let way = self.head.field("content-transfer-encoding").unwrap_or_default();
        match way.trim().to_ascii_lowercase().as_str() {
            "base64" => base64(self.body).into(),
            "quoted-printable" => quoted_printable(self.body).into(),
            _ => self.body.into(),
        }
    }
}

/// A long address is folded over lines (RFC 2557, 4.4.2); none has spaces.
fn address(value: &str) -> String {
    value.split_whitespace().collect()
}

fn id(value: &str) -> String {
    address(value).trim_matches(['<', '>']).to_owned()
}

/// What is no letter is skipped, as RFC 2045 asks for (6.8); a part that was cut ends with its last whole byte.
fn base64(letters: &[u8]) -> Vec<u8> {
    let is_letter = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/');
    let letters = letters.iter().take_while(|&&b| b != b'=');
    let mut letters: Vec<u8> = letters.copied().filter(is_letter).collect();
    if letters.len() % 4 == 1 {
        letters.pop();
    }
    data::base64(&letters).unwrap_or_default()
}

/// `=E9` is a byte, and a `=` that ends a line joins it to the next (RFC 2045, 6.7).
fn quoted_printable(letters: &[u8]) -> Vec<u8> {
    let digit = |b: u8| char::from(b).to_digit(16).map(|digit| digit as u8);
    let mut bytes = Vec::with_capacity(letters.len());
    let mut rest = letters;
    while let Some((&b, after)) = rest.split_first() {
        rest = after;
        if b != b'=' {
            bytes.push(b);
            continue;
        }
        let code = match after {
            [high, low, ..] => digit(*high).zip(digit(*low)),
            _ => None,
        };
        let blanks = after.iter().take_while(|&&b| matches!(b, b' ' | b'\t' | b'\r')).count();
        match (code, after.get(blanks)) {
            (Some((high, low)), _) => {
                bytes.push(high << 4 | low);
                rest = &after[2..];
            }
            (None, Some(b'\n')) => rest = &after[blanks + 1..],
            (None, None) => rest = &[],
            (None, Some(_)) => bytes.push(b),
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_taken_apart() {
        let message = b"From: <x>\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n boundary=\"--a--\";start=\"<p@x>\"\r\n\
            Snapshot-Content-Location: https://a.example/\r\n very/long\r\n\r\nnobody reads this\r\n\
            ----a--\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-type: TEXT/HTML; Charset = latin1\r\n\
            Content-Transfer-Encoding: Quoted-Printable\r\nContent-ID: <p@x>\r\n\r\n<p>=E9t=\r\n=e9 =20=\r\n--b--\r\n\
            ----a--\r\nContent-Location: i.png\r\nContent-Transfer-Encoding: base64\r\n\r\naGVs\r\nbG8=\r\n----a----\r\nnor this";
        let message = read(message).unwrap();
        assert_eq!(message.location.as_deref(), Some("https://a.example/very/long"));
        assert_eq!(message.start.as_deref(), Some("p@x"));
        assert_eq!(message.parts.len(), 2);
        let [page, picture] = message.parts.as_slice() else {
            unreachable!()
        };
        assert_eq!(
            (page.kind().as_str(), page.charset().as_deref()),
            ("text/html", Some("latin1"))
        );
        assert_eq!(&*page.bytes(), b"<p>\xe9t\xe9  ");
        assert_eq!(page.id().as_deref(), Some("p@x"));
        assert_eq!(
            (picture.location().as_deref(), &*picture.bytes()),
            (Some("i.png"), b"hello".as_slice())
        );
    }

    #[test]
    fn a_message_that_was_cut_ends_with_its_last_part() {
        let cut = b"Content-Type: multipart/mixed; boundary=x\n\n--x\nA: b\n\none\n--x\nA: b\n\ntw";
        let message = read(cut).unwrap();
        let bodies: Vec<_> = message.parts.iter().map(|part| part.bytes().into_owned()).collect();
        assert_eq!(bodies, [b"one".to_vec(), b"tw".to_vec()]);
    }

    #[test]
    fn letters_are_bytes_again() {
        assert_eq!(base64(b"w6ku\n"), "é.".as_bytes());
        assert_eq!(base64(b"/+8=\n"), b"\xff\xef");
        assert_eq!(base64(b"w6kuw"), "é.".as_bytes());
        assert_eq!(quoted_printable(b"a=3D=\nb = c=ZZ="), b"a=b = c=ZZ");
    }

    #[test]
    fn more_parts_than_a_page_has_are_refused() {
        let limit = Limit::Parts;
        let many = format!(
            "Content-Type: multipart/mixed; boundary=x\n\n{}",
            "--x\n\nA: b\n\n.\n".repeat(10_100)
        );
        assert_eq!(read(many.as_bytes()).unwrap_err(), ReadError::Beyond { limit });
        let nested: String = (0..10_000)
            .map(|i| format!("Content-Type: multipart/mixed; boundary={i}\n\n--{i}\n"))
            .collect();
        assert_eq!(read(nested.as_bytes()).unwrap_err(), ReadError::TooComplex);
        let same = "Content-Type: multipart/mixed; boundary=x\n\n--x\n".repeat(10_000);
        let _ = read(same.as_bytes());
    }
}
