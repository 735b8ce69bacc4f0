//! A range that remembers its words and its neighbours, so that it can be named to others.

use crate::text::{Text, TextRange};

/// How many code points of each neighbour an anchor remembers.
pub const NEIGHBOUR: u32 = 32;

/// The words of a range, and the words just before and after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor<'t> {
    pub quote: &'t str,
    /// Up to [`NEIGHBOUR`] code points before the quote.
    pub prefix: &'t str,
    /// Up to [`NEIGHBOUR`] code points after the quote.
    pub suffix: &'t str,
}

impl<'t> Anchor<'t> {
    #[must_use]
    pub fn of(text: &'t Text, range: TextRange) -> Self {
        Self {
            quote: text.slice(range),
            prefix: text.between(range.start().saturating_sub(NEIGHBOUR), range.start()),
            suffix: text.between(range.end(), range.end().saturating_add(NEIGHBOUR).min(text.len())),
        }
    }
}

/// Why a quotation does not name one place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuoteError {
    #[error("\"{quote}\" does not stand in the article")]
    Absent { quote: String },
    #[error("\"{quote}\" stands in {places} places; give the words before or after it")]
    Ambiguous { quote: String, places: usize },
}

/// The one place where `quote` stands, letter for letter, between `prefix` and `suffix`.
///
/// # Errors
/// When no place or several places match: a guess would be a mark silently in the wrong place.
pub fn find_quote(text: &Text, quote: &str, prefix: &str, suffix: &str) -> Result<TextRange, QuoteError> {
    let places: Vec<_> = text
        .places_of(quote)
        .into_iter()
        .filter(|range| {
            text.between(0, range.start()).ends_with(prefix)
                && text.between(range.end(), text.len()).starts_with(suffix)
        })
        .collect();
    match places[..] {
        [place] => Ok(place),
        [] => Err(QuoteError::Absent { quote: quote.into() }),
        _ => Err(QuoteError::Ambiguous {
            quote: quote.into(),
            places: places.len(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_in_two_places_is_named_by_its_neighbours() {
        let text = Text::new("Il détient 49% des parts. Elle vend 49% des parts.".into());
        let twin = find_quote(&text, "49% des parts", "", "").unwrap_err();
        assert!(matches!(twin, QuoteError::Ambiguous { places: 2, .. }));
        let second = find_quote(&text, "49% des parts", "vend ", "").unwrap();
        assert_eq!(second.start(), 36);
        assert!(matches!(
            find_quote(&text, "51%", "", ""),
            Err(QuoteError::Absent { .. })
        ));
    }

    #[test]
    fn an_anchor_remembers_32_characters_on_each_side_and_fewer_at_the_ends() {
        let text = Text::new(format!("{}x{}", "é".repeat(40), "à".repeat(5)));
        let anchor = Anchor::of(&text, TextRange::new(&text, 40, 41).unwrap());
        assert_eq!(anchor.prefix, "é".repeat(32));
        assert_eq!(anchor.quote, "x");
        assert_eq!(anchor.suffix, "ààààà");
    }
}
