//! What a server says of the page it hands over: its type, its encoding, its name.

use obelus_core::article::Format;
use ureq::http::{HeaderMap, HeaderName, header};
use url::Url;

use crate::fetch::failed::FetchError;

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) format: Option<Format>,
    pub(crate) charset: Option<String>,
    pub(crate) name: Option<String>,
    /// In bytes; nothing where the page comes packed.
    pub(crate) length: Option<u64>,
}

impl Said {
    /// # Errors
    /// When it is nothing that has words: a picture, a film, a program.
    pub(crate) fn of(headers: &HeaderMap, address: &Url) -> Result<Self, FetchError> {
        let value = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let kind = value(header::CONTENT_TYPE).unwrap_or_default();
        let (essence, parameters) = kind.split_once(';').unwrap_or((kind, ""));
        let essence = essence.trim().to_ascii_lowercase();
        let format = match essence.as_str() {
            "text/html" | "application/xhtml+xml" => Some(Format::Html),
            "text/markdown" | "text/x-markdown" => Some(Format::Markdown),
            other if is_wordless(other) => return Err(FetchError::NotAPage { found: essence }),
            _ => None,
        };
        Ok(Self {
            format,
            charset: parameter(parameters, "charset"),
            name: value(header::CONTENT_DISPOSITION)
                .and_then(|disposition| parameter(disposition, "filename"))
                .or_else(|| last_step(address)),
            length: value(header::CONTENT_LENGTH).and_then(|length| length.trim().parse().ok()),
        })
    }
}

fn is_wordless(essence: &str) -> bool {
    let kinds = ["image/", "audio/", "video/", "font/", "model/"];
    let types = [
        "text/css",
        "text/javascript",
        "application/javascript",
        "application/json",
        "application/wasm",
    ];
    kinds.iter().any(|kind| essence.starts_with(kind)) || types.contains(&essence)
}

/// One parameter of a header such as `text/html; charset="utf-8"` (RFC 9110, 5.6.6).
fn parameter(parameters: &str, name: &str) -> Option<String> {
    parameters.split(';').find_map(|parameter| {
        let (key, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']).trim();
        (key.trim().eq_ignore_ascii_case(name) && !value.is_empty()).then(|| value.to_owned())
    })
}

/// What stands after the last slash, where that could be the name of a file.
fn last_step(address: &Url) -> Option<String> {
    let step = address.path_segments()?.next_back()?;
    let name = percent_encoding::percent_decode_str(step).decode_utf8_lossy();
    let name: String = name
        .chars()
        .filter(|c| !c.is_control() && *c != '/')
        .take(200)
        .collect();
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(kind: &str, disposition: Option<&str>, address: &str) -> Result<Said, FetchError> {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, kind.parse().unwrap());
        if let Some(disposition) = disposition {
            headers.insert(header::CONTENT_DISPOSITION, disposition.parse().unwrap());
        }
        Said::of(&headers, &Url::parse(address).unwrap())
    }

    #[test]
    fn the_type_the_encoding_and_the_name_are_taken_from_the_headers() {
        let page = said(
            "Text/HTML; Charset=\"ISO-8859-1\"",
            None,
            "https://a.example/une/%C3%A9t%C3%A9.php?x=1",
        );
        let page = page.unwrap();
        assert_eq!(page.format, Some(Format::Html));
        assert_eq!(page.charset.as_deref(), Some("ISO-8859-1"));
        assert_eq!(page.name.as_deref(), Some("été.php"));
        let file = said(
            "application/octet-stream",
            Some("attachment; filename=\"rapport.pdf\""),
            "https://a.example/",
        );
        let file = file.unwrap();
        assert_eq!((file.format, file.name.as_deref()), (None, Some("rapport.pdf")));
        assert_eq!(said("", None, "https://a.example/").unwrap().name, None);
    }

    #[test]
    fn what_has_no_words_is_no_page() {
        for kind in ["image/png", "video/mp4; codecs=x", "application/json", "Font/WOFF2"] {
            assert!(
                matches!(
                    said(kind, None, "https://a.example/x"),
                    Err(FetchError::NotAPage { .. })
                ),
                "{kind}"
            );
        }
    }
}
