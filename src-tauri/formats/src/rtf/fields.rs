//! Reads what an RTF file puts in place of words: fields with their instructions, pictures, drawn shapes.

use obelus_core::body::Href;

use super::codepage::CodePage;
use super::reader::Reader;
use super::story::{PictureKind, Piece};
use crate::sign_fonts::SignFont;

/// The most addresses of one file.
const LINK_LIMIT: usize = 200_000;
/// The most pictures.
const PICTURE_LIMIT: usize = 10_000;

/// A field that is open.
#[derive(Debug, Default)]
pub(super) struct Field {
    link: Option<u32>,
    /// A sign that the instruction names, for fields that leave their result empty.
    sign: Option<(u8, bool)>,
    has_result: bool,
}

impl Reader {
    pub(super) fn end_instruction(&mut self, instruction: &str) {
        let parts = parts(instruction);
        let link = self.link(&parts);
        let sign = sign(&parts);
        if let Some(field) = self.fields.last_mut() {
            field.link = link;
            field.sign = sign;
        }
    }

    fn link(&mut self, parts: &[String]) -> Option<u32> {
        let (first, rest) = parts.split_first()?;
        if !first.eq_ignore_ascii_case("HYPERLINK") || self.document.links.len() >= LINK_LIMIT {
            return None;
        }
        let mut address = None;
        let mut place = None;
        let mut rest = rest.iter();
        while let Some(part) = rest.next() {
            match part.as_str() {
                "\\l" => place = rest.next(),
                // A window, a tooltip: what follows is not the address.
                "\\t" | "\\o" | "\\s" => drop(rest.next()),
                _ if part.starts_with('\\') => {}
                _ if address.is_none() => address = Some(part),
                _ => {}
            }
        }
        let place = place.map_or(String::new(), |place| format!("#{place}"));
        let href = Href::new(&format!("{}{place}", address?)).ok()?;
        self.document.links.push(href);
        Some(self.document.links.len() as u32 - 1)
    }

    /// The words of a field begin.
    pub(super) fn begin_result(&mut self) {
        let Some(field) = self.fields.last_mut() else { return };
        field.has_result = true;
        if field.link.is_some() {
            self.state.look.link = field.link;
        }
    }

    pub(super) fn end_field(&mut self) {
        let Some(field) = self.fields.pop() else { return };
        let Some((sign, is_symbol)) = field.sign else { return };
        let is_empty = self.story().open.runs.last().is_none_or(|run| match &run.piece {
            Piece::Words(words) => !words.ends_with(|c: char| !c.is_alphanumeric() && !c.is_whitespace()),
            _ => true,
        });
        if !field.has_result || is_empty {
            let page = if is_symbol {
                CodePage::Signs(SignFont::Symbol)
            } else {
                self.state.page
            };
            let mut words = String::new();
            page.decode(&[sign], &mut words);
            self.put(&words);
        }
    }

    pub(super) fn end_picture(&mut self) {
        let Some(mut picture) = self.picture.take() else { return };
        if self.document.pictures.len() >= PICTURE_LIMIT {
            return;
        }
        // In digits, unless it came as `\bin`.
        if picture.bytes.iter().all(u8::is_ascii_hexdigit) {
            let digit = |b: u8| char::from(b).to_digit(16).unwrap_or(0) as u8;
            let bytes = picture.bytes.chunks_exact(2).map(|pair| match pair {
                [high, low] => digit(*high) << 4 | digit(*low),
                _ => 0,
            });
            picture.bytes = bytes.collect();
        }
        if picture.kind == PictureKind::Other {
            picture.bytes = Vec::new();
        }
        self.document.pictures.push(picture);
        self.point(Piece::Picture(self.document.pictures.len() - 1));
    }

    /// The words for a picture are a property of the shape that it fills, or of the picture itself.
    pub(super) fn end_property(&mut self, value: &str) {
        if self.property != "wzDescription" || value.trim().is_empty() {
            return;
        }
        if let Some(picture) = &mut self.picture {
            picture.alt = value.to_owned();
        } else if let Some((_, alt)) = self.drawings.last_mut() {
            *alt = value.to_owned();
        }
    }

    pub(super) fn end_drawing(&mut self) {
        let Some((before, alt)) = self.drawings.pop() else {
            return;
        };
        for picture in self.document.pictures.iter_mut().skip(before) {
            if picture.alt.is_empty() {
                picture.alt.clone_from(&alt);
            }
        }
    }
}

/// The parts of an instruction; quotation marks hold what has spaces.
fn parts(instruction: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut chars = instruction.chars().take(20_000).peekable();
    while let Some(c) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let mut part = String::new();
        if c == '"' {
            while let Some(c) = chars.next() {
                match c {
                    '"' => break,
                    '\\' => part.push(chars.next_if(|&next| matches!(next, '\\' | '"')).unwrap_or('\\')),
                    _ => part.push(c),
                }
            }
        } else {
            part.push(c);
            while let Some(c) = chars.next_if(|&c| !c.is_whitespace() && c != '"') {
                part.push(c);
            }
        }
        parts.push(part);
    }
    parts
}

/// `SYMBOL 183 \f "Symbol"`: the sign, and whether it is one of that font.
fn sign(parts: &[String]) -> Option<(u8, bool)> {
    let (first, rest) = parts.split_first()?;
    if !first.eq_ignore_ascii_case("SYMBOL") {
        return None;
    }
    let number = rest.first()?;
    let code = match number.strip_prefix("0x").or_else(|| number.strip_prefix("0X")) {
        Some(hexadecimal) => u8::from_str_radix(hexadecimal, 16).ok()?,
        None => number.parse().ok()?,
    };
    Some((code, rest.iter().any(|part| part.eq_ignore_ascii_case("symbol"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instruction_has_parts() {
        assert_eq!(
            parts("HYPERLINK \"https://a.b/c d\" \\l \"e\\\\f\" \\o x"),
            ["HYPERLINK", "https://a.b/c d", "\\l", "e\\f", "\\o", "x"]
        );
        assert_eq!(parts(" \"open"), ["open"]);
    }

    #[test]
    fn a_field_may_name_a_sign() {
        assert_eq!(sign(&parts("SYMBOL 183 \\f \"Symbol\" \\s 10")), Some((183, true)));
        assert_eq!(sign(&parts("SYMBOL 0xE9")), Some((0xe9, false)));
        assert_eq!(sign(&parts("PAGE")), None);
    }
}
