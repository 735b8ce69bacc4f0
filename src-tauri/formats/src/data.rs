//! Reads addresses that hold what they name (`data:image/png;base64,…`, RFC 2397).

use base64::Engine as _;
use base64::engine::general_purpose::GeneralPurposeConfig;
use base64::engine::{DecodePaddingMode, GeneralPurpose};

/// Browsers take letters without the signs that fill them up, and with bits left over.
const LETTERS: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// What the address holds; nothing where it names something elsewhere, or is broken.
pub(crate) fn bytes(address: &str) -> Option<Vec<u8>> {
    let (scheme, rest) = address.split_at_checked("data:".len())?;
    let (kind, data) = rest.split_once(',')?;
    if !scheme.eq_ignore_ascii_case("data:") {
        return None;
    }
    let data = unescaped(data);
    let last = kind.rsplit(';').next().unwrap_or_default();
    if !last.trim().eq_ignore_ascii_case("base64") {
        return Some(data);
    }
    let letters: Vec<u8> = data.into_iter().filter(|b| !b.is_ascii_whitespace()).collect();
    base64(&letters)
}

/// What letters, digits, `+` and `/` stand for; nothing where there is anything else among them.
pub(crate) fn base64(letters: &[u8]) -> Option<Vec<u8>> {
    LETTERS.decode(letters).ok()
}

/// With its `%20` spelt out.
pub(crate) fn unescaped(data: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(data.len());
    let mut rest = data.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|_| first == b'%');
        let byte = digits
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(byte.unwrap_or(first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_may_hold_what_it_names() {
        assert_eq!(bytes("data:image/gif;base64,R0l%47").as_deref(), Some(&b"GIF"[..]));
        assert_eq!(bytes("data:image/gif;base64, R0 lG\nRg").as_deref(), Some(&b"GIFF"[..]));
        assert_eq!(bytes("DATA:,a%20b%").as_deref(), Some(&b"a b%"[..]));
        for other in ["https://a.example/data:,x", "data:x", "datà", "", "data:;base64,!"] {
            assert_eq!(bytes(other), None, "{other}");
        }
    }
}
