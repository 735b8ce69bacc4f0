//! Tells which words run from right to left: Word wants to be told, paragraph by paragraph and run by run.

/// Whether a paragraph runs from right to left: its first letter decides, as in a browser.
pub(super) fn runs_right_to_left(words: &str) -> bool {
    words
        .chars()
        .find_map(|c| {
            if is_right(c) {
                Some(true)
            } else {
                c.is_alphabetic().then_some(false)
            }
        })
        .unwrap_or(false)
}

/// Words cut where their direction changes; what has none goes with what stands before it, or with its paragraph.
pub(super) fn stretches(words: &str, paragraph: bool) -> Vec<(bool, &str)> {
    let mut stretches = Vec::new();
    let (mut start, mut now) = (0, paragraph);
    for (at, c) in words.char_indices() {
        let own = is_right(c);
        if (own || c.is_alphabetic()) && own != now {
            if at > start {
                stretches.push((now, &words[start..at]));
            }
            (start, now) = (at, own);
        }
    }
    stretches.push((now, &words[start..]));
    stretches
}

/// The letters of scripts that are written from right to left (Unicode's blocks for them).
fn is_right(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
        && c.is_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_letter_says_where_a_paragraph_begins() {
        assert!(runs_right_to_left("«123» العربية and more"));
        assert!(!runs_right_to_left("And العربية"));
        assert!(!runs_right_to_left("12 %"));
    }

    #[test]
    fn words_are_cut_where_their_direction_changes() {
        assert_eq!(
            stretches("قال Sam 49% ثم", true),
            [(true, "قال "), (false, "Sam 49% "), (true, "ثم")]
        );
        assert_eq!(stretches("49 %.", true), [(true, "49 %.")]);
        assert_eq!(stretches("mot", false), [(false, "mot")]);
    }
}
