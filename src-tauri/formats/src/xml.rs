//! Reads XML as trees of elements by their local names: no declarations of types, no entities of a file's own.
//!
//! Prefixes are left out because producers differ in them and in the addresses they stand for: Word's Strict
//! variant has other namespaces than its usual one, and means the same.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};
use quick_xml::Reader;
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::Event;
use quick_xml::events::attributes::Attributes;

use crate::{Limit, ReadError};

/// How many elements may stand in one another.
const DEPTH: usize = 256;

/// An element: its local name, its attributes, what it holds.
#[derive(Debug, Default)]
pub(crate) struct Element<'x> {
    pub(crate) name: &'x str,
    /// The tag as it is written; attributes are looked up in it, since most are never asked for.
    tag: &'x str,
    pub(crate) nodes: Vec<Node<'x>>,
}

#[derive(Debug)]
pub(crate) enum Node<'x> {
    Element(Element<'x>),
    Words(Cow<'x, str>),
}

impl<'x> Element<'x> {
    fn new(tag: &'x str) -> Self {
        let name = tag.split([' ', '\t', '\n', '\r']).next().unwrap_or_default();
        Self {
            name: local(name),
            tag,
            nodes: Vec::new(),
        }
    }

    /// The value of an attribute, by its local name.
    pub(crate) fn attribute(&self, name: &str) -> Option<Cow<'x, str>> {
        let start = self.tag.find([' ', '\t', '\n', '\r'])?;
        let mut attributes = Attributes::new(self.tag, start);
        // Twice the same name is the file's mistake; the first one counts.
        attributes
            .with_checks(false)
            .filter_map(Result::ok)
            .find(|attribute| local(attribute.key.into_inner()) == name)
            .map(|attribute| unescape(attribute.value))
    }

    pub(crate) fn elements(&self) -> impl DoubleEndedIterator<Item = &Element<'x>> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Words(_) => None,
        })
    }

    /// The first child of that name.
    pub(crate) fn child(&self, name: &str) -> Option<&Element<'x>> {
        self.elements().find(|element| element.name == name)
    }

    /// The first element of that name at any depth, in the order in which they are written.
    pub(crate) fn find(&self, name: &str) -> Option<&Element<'x>> {
        self.elements().find_map(|element| {
            if element.name == name {
                Some(element)
            } else {
                element.find(name)
            }
        })
    }

    /// All words in it, at any depth.
    pub(crate) fn words(&self) -> String {
        let mut words = String::new();
        self.gather(&mut words);
        words
    }

    fn gather(&self, into: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Element(element) => element.gather(into),
                Node::Words(words) => into.push_str(words),
            }
        }
    }
}

/// The characters of a part, in the encoding that its mark or its declaration names, and how many were unreadable.
pub(crate) fn decode(bytes: Vec<u8>) -> (String, u32) {
    let declared = || {
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(256)]).into_owned();
        let declaration = head.strip_prefix("<?xml")?.split("?>").next()?;
        let value = declaration
            .split_once("encoding")?
            .1
            .trim_start_matches([' ', '=', '"', '\'']);
        Encoding::for_label(value.split(['"', '\'']).next()?.as_bytes())
    };
    let mark = Encoding::for_bom(&bytes);
    let encoding = mark.map(|(encoding, _)| encoding).or_else(declared).unwrap_or(UTF_8);
    let unmarked = if encoding == UTF_8 && mark.is_none() {
        String::from_utf8(bytes).map_err(|error| error.into_bytes())
    } else {
        Err(bytes)
    };
    let text = unmarked.unwrap_or_else(|bytes| encoding.decode_with_bom_removal(&bytes).0.into_owned());
    let replaced = text.matches(char::REPLACEMENT_CHARACTER).count() as u32;
    (text, replaced)
}

/// A whole part as one tree.
///
/// # Errors
/// When it is not well-formed, has entities of its own, or is too deep.
pub(crate) fn read(text: &str) -> Result<Element<'_>, ReadError> {
    Pieces::new(text).next()?.ok_or(ReadError::Damaged)
}

/// A part that is read piece by piece, so that a long one need not be held as a tree.
pub(crate) struct Pieces<'x> {
    text: &'x str,
    reader: Reader<&'x [u8]>,
    /// The elements around the pieces.
    around: usize,
}

/// One thing in the text of a part.
enum Token<'x> {
    Open(Element<'x>),
    Whole(Element<'x>),
    Close,
    Words(Cow<'x, str>),
    End,
}

impl<'x> Pieces<'x> {
    pub(crate) fn new(text: &'x str) -> Self {
        Self {
            text,
            reader: Reader::from_str(text),
            around: 0,
        }
    }

    /// Goes into the next element; its tag without what it holds. Nothing where the element around it ends.
    ///
    /// # Errors
    /// As [`read`].
    pub(crate) fn enter(&mut self) -> Result<Option<Element<'x>>, ReadError> {
        loop {
            match self.token()? {
                Token::Open(element) => {
                    self.around += 1;
                    return Ok(Some(element));
                }
                Token::Whole(_) | Token::Words(_) => {}
                Token::Close => {
                    self.around = self.around.saturating_sub(1);
                    return Ok(None);
                }
                Token::End => return Ok(None),
            }
        }
    }

    /// The next element, whole; nothing where the element around it ends.
    ///
    /// # Errors
    /// As [`read`].
    pub(crate) fn next(&mut self) -> Result<Option<Element<'x>>, ReadError> {
        let mut open: Vec<Element<'x>> = Vec::new();
        loop {
            let whole = match self.token()? {
                Token::Open(element) => {
                    if self.around + open.len() >= DEPTH {
                        return Err(ReadError::Beyond { limit: Limit::Depth });
                    }
                    open.push(element);
                    continue;
                }
                Token::Words(words) => {
                    if let Some(element) = open.last_mut() {
                        element.nodes.push(Node::Words(words));
                    }
                    continue;
                }
                Token::Whole(element) => element,
                Token::Close => match open.pop() {
                    Some(element) => element,
                    None => {
                        self.around = self.around.saturating_sub(1);
                        return Ok(None);
                    }
                },
                Token::End if open.is_empty() && self.around == 0 => return Ok(None),
                Token::End => return Err(ReadError::Damaged),
            };
            match open.last_mut() {
                Some(around) => around.nodes.push(Node::Element(whole)),
                None => return Ok(Some(whole)),
            }
        }
    }

    fn token(&mut self) -> Result<Token<'x>, ReadError> {
        loop {
            return Ok(match self.reader.read_event().map_err(|_| ReadError::Damaged)? {
                Event::Start(tag) => Token::Open(Element::new(self.written(tag.len(), ">")?)),
                Event::Empty(tag) => Token::Whole(Element::new(self.written(tag.len(), "/>")?)),
                Event::End(_) => Token::Close,
                Event::Text(words) => Token::Words(words.into_inner()),
                Event::CData(words) => Token::Words(words.into_inner()),
                Event::GeneralRef(entity) => Token::Words(resolve(&entity)),
                // Entities of its own are how few bytes become gigabytes.
                Event::DocType(kind) if kind.contains('[') => return Err(ReadError::Damaged),
                Event::Eof => Token::End,
                Event::DocType(_) | Event::Comment(_) | Event::PI(_) | Event::Decl(_) => continue,
            });
        }
    }

    /// The tag that was just read, as it stands in the text.
    fn written(&self, length: usize, closed_by: &str) -> Result<&'x str, ReadError> {
        let end = (self.reader.buffer_position() as usize).checked_sub(closed_by.len());
        let start = end.and_then(|end| end.checked_sub(length));
        let tag = start.zip(end).and_then(|(start, end)| self.text.get(start..end));
        tag.ok_or(ReadError::Damaged)
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn unescape(value: Cow<'_, str>) -> Cow<'_, str> {
    if !value.contains('&') {
        return value;
    }
    let mut words = String::with_capacity(value.len());
    let mut rest = &*value;
    while let Some((before, after)) = rest.split_once('&') {
        words.push_str(before);
        rest = after;
        match after.split_once(';') {
            Some((entity, after)) if entity.len() < 32 => {
                words.push_str(&resolve(entity));
                rest = after;
            }
            _ => words.push('&'),
        }
    }
    words.push_str(rest);
    Cow::Owned(words)
}

/// What an entity stands for: a number's character, a name of XML or XHTML; any other stays as it is written.
fn resolve<'e>(entity: &str) -> Cow<'e, str> {
    let number = entity.strip_prefix('#').map(|digits| {
        let code = match digits.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => digits.parse(),
        };
        code.ok()
            .and_then(char::from_u32)
            .unwrap_or(char::REPLACEMENT_CHARACTER)
    });
    match number {
        Some(c) => Cow::Owned(c.to_string()),
        None => resolve_html5_entity(entity).map_or_else(|| Cow::Owned(format!("&{entity};")), Cow::Borrowed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_and_attributes_are_known_by_their_local_names() {
        let root = read("<?xml version='1.0'?><w:p a:id='1' w:x = \"a &amp; b\"><w:t>un</w:t><b/></w:p>").unwrap();
        assert_eq!(root.name, "p");
        assert_eq!(root.attribute("id").as_deref(), Some("1"));
        assert_eq!(root.attribute("x").as_deref(), Some("a & b"));
        assert_eq!(root.attribute("y"), None);
        assert_eq!(root.elements().map(|child| child.name).collect::<Vec<_>>(), ["t", "b"]);
        assert_eq!(root.child("t").map(Element::words).as_deref(), Some("un"));
    }

    #[test]
    fn characters_come_through_however_they_are_written() {
        let root =
            read("<t>a&amp;b &lt;&#233;&#xE9;&eacute;&nbsp;<![CDATA[<c>&amp;]]><!-- no -->&unknown;</t>").unwrap();
        assert_eq!(root.words(), "a&b <ééé\u{a0}<c>&amp;&unknown;");
    }

    #[test]
    fn a_part_may_be_in_any_encoding_that_it_names() {
        let utf16: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain("<t>été</t>".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert_eq!(decode(utf16).0, "<t>été</t>");
        let latin = b"<?xml version='1.0' encoding='iso-8859-1'?><t>\xe9</t>";
        assert!(decode(latin.to_vec()).0.ends_with("<t>é</t>"));
        assert_eq!(
            decode(b"\xef\xbb\xbf<t>a\xff</t>".to_vec()),
            ("<t>a\u{fffd}</t>".to_owned(), 1)
        );
    }

    #[test]
    fn entities_of_its_own_are_refused() {
        let bomb = "<!DOCTYPE a [<!ENTITY b 'x'><!ENTITY c '&b;&b;'>]><a>&c;</a>";
        assert_eq!(read(bomb).unwrap_err(), ReadError::Damaged);
        assert!(read("<!DOCTYPE ncx PUBLIC '-//NISO//DTD ncx 2005-1//EN' 'ncx.dtd'><ncx/>").is_ok());
    }

    #[test]
    fn what_is_not_well_formed_is_damaged() {
        for text in ["", "<a>", "<a><b></a></b>", "<a", "words", "<a><b>", "</a>"] {
            assert_eq!(read(text).unwrap_err(), ReadError::Damaged, "{text}");
        }
    }

    #[test]
    fn depth_has_a_limit() {
        let deep = |depth: usize| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
        assert!(read(&deep(DEPTH)).is_ok());
        let limit = Limit::Depth;
        assert_eq!(read(&deep(DEPTH + 1)).unwrap_err(), ReadError::Beyond { limit });
        assert_eq!(read(&deep(100_000)).unwrap_err(), ReadError::Beyond { limit });
    }

    #[test]
    fn a_long_part_is_read_piece_by_piece() {
        let mut pieces = Pieces::new("<d><body x='1'> <p>un</p><p/> <p>deux</p></body><end/></d>");
        assert_eq!(pieces.enter().unwrap().unwrap().name, "d");
        assert_eq!(pieces.enter().unwrap().unwrap().attribute("x").as_deref(), Some("1"));
        let mut words = Vec::new();
        while let Some(piece) = pieces.next().unwrap() {
            words.push(piece.words());
        }
        assert_eq!(words, ["un", "", "deux"]);
        assert_eq!(pieces.next().unwrap().unwrap().name, "end");
        assert!(pieces.next().unwrap().is_none());
    }
}
