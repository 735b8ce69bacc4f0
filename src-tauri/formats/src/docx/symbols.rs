//! Says which characters Word means by the signs of its symbol fonts, which have no characters of their own.

use std::borrow::Cow;

use crate::sign_fonts::{self, SignFont};

/// Words in a font, as everyone else writes them.
pub(super) fn shown<'w>(words: &'w str, font: Option<&str>) -> Cow<'w, str> {
    let Some(font) = font.and_then(SignFont::named) else {
        return Cow::Borrowed(words);
    };
    if !words.contains(|c| sign_fonts::byte_of(c).is_some()) {
        return Cow::Borrowed(words);
    }
    let sign = |c| sign_fonts::byte_of(c).and_then(|byte| font.sign(byte)).unwrap_or(c);
    Cow::Owned(words.chars().map(sign).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_symbol_fonts_become_characters() {
        assert_eq!(shown("a \u{f061}", Some("Symbol")), "a α");
        assert_eq!(shown("\u{f0fc}", Some("Wingdings")), "✓");
        assert_eq!(shown("\u{f0e0}", Some("Unknown")), "\u{f0e0}");
        assert_eq!(shown("α", Some("Symbol")), "α");
    }
}
