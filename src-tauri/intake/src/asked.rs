//! What a child is asked to do, as the parts of one message.

use std::io;

use obelus_core::article::Format;
use obelus_formats::Incoming;
use serde::{Deserialize, Serialize};

/// One question.
#[derive(Debug)]
pub(crate) enum Asked<'a> {
    File(Incoming<'a>),
    Pasted {
        html: Option<&'a str>,
        text: &'a str,
    },
    /// An archive, to be unpacked from a file on.
    Archive {
        bytes: &'a [u8],
        from: u32,
    },
    /// A file of annotations that were made elsewhere.
    Annotations {
        bytes: &'a [u8],
    },
    /// What another Obelus handed on.
    Bundle {
        bytes: &'a [u8],
    },
    /// A page of a file (from 0), at so many pixels a point, with what the body says on it (a `PageText` as JSON).
    Page {
        bytes: &'a [u8],
        number: u32,
        scale: f32,
        text: &'a [u8],
    },
    /// A copy, to be made of these parts (see `order.rs`).
    Copy {
        parts: Vec<&'a [u8]>,
    },
    /// Its first page alone, at so many pixels a point.
    FirstPage {
        parts: Vec<&'a [u8]>,
        scale: f32,
    },
}

/// All of it but the bytes, which follow as parts of their own.
#[derive(Serialize, Deserialize)]
#[serde(tag = "read", rename_all = "snake_case")]
pub(crate) enum Head {
    File {
        name: Option<String>,
        format: Option<Format>,
        verbatim: bool,
        address: Option<String>,
        charset: Option<String>,
    },
    Pasted {
        has_html: bool,
    },
    Archive {
        from: u32,
    },
    Annotations,
    Bundle,
    Page {
        number: u32,
        scale: f32,
    },
    Copy,
    FirstPage {
        scale: f32,
    },
}

impl<'a> Asked<'a> {
    pub(crate) fn head(&self) -> Vec<u8> {
        let head = match *self {
            Self::File(Incoming {
                bytes: _,
                name,
                format,
                verbatim,
                address,
                charset,
            }) => Head::File {
                name: name.map(str::to_owned),
                format,
                verbatim,
                address: address.map(str::to_owned),
                charset: charset.map(str::to_owned),
            },
            Self::Pasted { html, .. } => Head::Pasted {
                has_html: html.is_some(),
            },
            Self::Archive { from, .. } => Head::Archive { from },
            Self::Annotations { .. } => Head::Annotations,
            Self::Bundle { .. } => Head::Bundle,
            Self::Page { number, scale, .. } => Head::Page { number, scale },
            Self::Copy { .. } => Head::Copy,
            Self::FirstPage { scale, .. } => Head::FirstPage { scale },
        };
        serde_json::to_vec(&head).expect("names and flags are JSON")
    }

    pub(crate) fn parts<'p>(&'p self, head: &'p [u8]) -> Vec<&'p [u8]> {
        match self {
            Self::File(incoming) => vec![head, incoming.bytes],
            Self::Pasted { html, text } => vec![head, html.unwrap_or_default().as_bytes(), text.as_bytes()],
            Self::Archive { bytes, .. } | Self::Annotations { bytes } | Self::Bundle { bytes } => vec![head, bytes],
            Self::Page { bytes, text, .. } => vec![head, bytes, text],
            Self::Copy { parts } | Self::FirstPage { parts, .. } => [&[head], parts.as_slice()].concat(),
        }
    }
}

/// A question as the child takes it from the parts; it borrows from them.
pub(crate) struct Question {
    head: Head,
    bytes: Vec<Vec<u8>>,
}

impl Question {
    pub(crate) fn from_parts(parts: Vec<Vec<u8>>) -> io::Result<Self> {
        let mut parts = parts.into_iter();
        let head = serde_json::from_slice(&parts.next().unwrap_or_default())?;
        Ok(Self {
            head,
            bytes: parts.collect(),
        })
    }

    pub(crate) fn asked(&self) -> io::Result<Asked<'_>> {
        let part = |number: usize| self.bytes.get(number).map_or(&[][..], Vec::as_slice);
        let (first, second) = (part(0), part(1));
        let words = |part| str::from_utf8(part).map_err(io::Error::other);
        let all = || self.bytes.iter().map(Vec::as_slice).collect();
        Ok(match &self.head {
            Head::File {
                name,
                format,
                verbatim,
                address,
                charset,
            } => Asked::File(Incoming {
                bytes: first,
                name: name.as_deref(),
                format: *format,
                verbatim: *verbatim,
                address: address.as_deref(),
                charset: charset.as_deref(),
            }),
            Head::Pasted { has_html } => Asked::Pasted {
                html: has_html.then_some(words(first)?),
                text: words(second)?,
            },
            Head::Archive { from } => Asked::Archive {
                bytes: first,
                from: *from,
            },
            Head::Annotations => Asked::Annotations { bytes: first },
            Head::Bundle => Asked::Bundle { bytes: first },
            Head::Page { number, scale } => Asked::Page {
                bytes: first,
                number: *number,
                scale: *scale,
                text: second,
            },
            Head::Copy => Asked::Copy { parts: all() },
            Head::FirstPage { scale } => Asked::FirstPage {
                parts: all(),
                scale: *scale,
            },
        })
    }
}
