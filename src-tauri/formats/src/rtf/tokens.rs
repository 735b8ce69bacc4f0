//! Cuts an RTF file into tokens: braces, control words, characters (RTF specification 1.9.1, "RTF Syntax").

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'b> {
    Open,
    Close,
    /// A control word, without its backslash, and the number after it.
    Word(&'b str, Option<i32>),
    /// A backslash and one sign.
    Sign(u8),
    /// `\'e9`: one byte of text in the encoding of the font.
    Byte(u8),
    /// Bytes of text as they stand.
    Text(&'b [u8]),
    /// What follows `\bin`.
    Binary(&'b [u8]),
}

/// A control word is never longer (the specification says 32); what is, is no control word that is known.
const WORD_LIMIT: usize = 64;

pub(super) struct Tokens<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Tokens<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    fn control(&mut self) -> Option<Token<'b>> {
        let &sign = self.bytes.get(self.at)?;
        if sign == b'\'' {
            let digits = self.bytes.get(self.at + 1..self.at + 3);
            let byte = digits.and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
            // A broken escape is left out, and what stands in place of its digits is read.
            self.at += if byte.is_some() { 3 } else { 1 };
            return Some(byte.map_or(Token::Text(&[]), Token::Byte));
        }
        if !sign.is_ascii_alphabetic() {
            self.at += 1;
            return Some(Token::Sign(sign));
        }
        let start = self.at;
        self.skip(|b| b.is_ascii_alphabetic());
        let name = &self.bytes[start..self.at];
        let value = self.number();
        if self.bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        if name == b"bin" {
            let end = self
                .at
                .saturating_add(usize::try_from(value.unwrap_or(0)).unwrap_or(0))
                .min(self.bytes.len());
            let binary = &self.bytes[self.at..end];
            self.at = end;
            return Some(Token::Binary(binary));
        }
        let name = std::str::from_utf8(&name[..name.len().min(WORD_LIMIT)]).unwrap_or_default();
        Some(Token::Word(name, value))
    }

    fn number(&mut self) -> Option<i32> {
        let is_negative =
            self.bytes.get(self.at) == Some(&b'-') && self.bytes.get(self.at + 1).is_some_and(u8::is_ascii_digit);
        self.at += usize::from(is_negative);
        let start = self.at;
        self.skip(|b| b.is_ascii_digit());
        let digits = std::str::from_utf8(&self.bytes[start..self.at]).ok()?;
        if digits.is_empty() {
            return None;
        }
        let number = digits.parse::<i32>().unwrap_or(i32::MAX);
        Some(if is_negative { -number } else { number })
    }

    fn skip(&mut self, is_part: impl Fn(u8) -> bool) {
        while self.bytes.get(self.at).is_some_and(|&b| is_part(b)) {
            self.at += 1;
        }
    }
}

impl<'b> Iterator for Tokens<'b> {
    type Item = Token<'b>;

    fn next(&mut self) -> Option<Token<'b>> {
        // Line ends are the writer's, not the text's.
        self.skip(|b| matches!(b, b'\r' | b'\n' | b'\0'));
        let &first = self.bytes.get(self.at)?;
        match first {
            b'{' | b'}' => {
                self.at += 1;
                Some(if first == b'{' { Token::Open } else { Token::Close })
            }
            b'\\' => {
                self.at += 1;
                self.control()
            }
            _ => {
                let start = self.at;
                self.skip(|b| !matches!(b, b'{' | b'}' | b'\\' | b'\r' | b'\n' | b'\0'));
                Some(Token::Text(&self.bytes[start..self.at]))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rtf: &str, tokens: &[Token<'_>]) {
        assert_eq!(Tokens::new(rtf.as_bytes()).collect::<Vec<_>>(), tokens, "{rtf}");
    }

    #[test]
    fn one_space_after_a_control_word_is_its_own_and_no_other() {
        use Token::{Byte, Close, Open, Sign, Text, Word};
        check(
            "{\\b0\\i  un\r\n deux\\'e9\\~\\u-10179?}",
            &[
                Open,
                Word("b", Some(0)),
                Word("i", None),
                Text(b" un"),
                Text(b" deux"),
                Byte(0xe9),
                Sign(b'~'),
                Word("u", Some(-10_179)),
                Text(b"?"),
                Close,
            ],
        );
    }

    #[test]
    fn binary_bytes_may_be_braces() {
        check("\\bin3 }{}x", &[Token::Binary(b"}{}"), Token::Text(b"x")]);
        check("\\bin99 x", &[Token::Binary(b"x")]);
        check("\\bin-1 x", &[Token::Binary(b""), Token::Text(b"x")]);
    }

    #[test]
    fn what_is_cut_off_or_broken_is_read_as_far_as_it_goes() {
        check("\\", &[]);
        check("\\'", &[Token::Text(b"")]);
        check("\\'zz", &[Token::Text(b""), Token::Text(b"zz")]);
        check("\\b-", &[Token::Word("b", None), Token::Text(b"-")]);
        check("\\b99999999999", &[Token::Word("b", Some(i32::MAX))]);
    }
}
