//! Where the sentences of a wording begin and end: Unicode's sentence boundaries (UAX #29), and what French and
//! English newsrooms know besides.

use unicode_segmentation::UnicodeSegmentation;

/// Written with a point that ends no sentence. In lower case, without the point.
const SHORTENED: [&str; 43] = [
    "m", "mm", "mme", "mmes", "mlle", "me", "dr", "pr", "st", "ste", "mr", "mrs", "ms", "prof", "gen", "gén", "col",
    "lt", "sen", "rep", "gov", "rev", "sr", "jr", "p", "pp", "art", "al", "cf", "env", "av", "apr", "vs", "vol", "fig",
    "éd", "ed", "inc", "ltd", "dept", "approx", "tél", "ch",
];

/// The sentences of a wording, in code points, without the white space around them.
pub(crate) fn sentences(words: &str) -> Vec<(u32, u32)> {
    let mut sentences: Vec<(usize, usize)> = Vec::new();
    for (start, sentence) in words.split_sentence_bound_indices() {
        let end = start + sentence.len();
        let Some(last) = sentences.last_mut() else {
            sentences.push((start, end));
            continue;
        };
        if goes_on(&words[last.0..last.1], sentence) {
            last.1 = end;
            continue;
        }
        // « Viens ! » Il part: the quote is closed after a space, and the sentence with it.
        let rest = sentence.trim_start_matches(|c: char| is_closing(c) || c.is_whitespace());
        let closes = sentence.trim_start().starts_with(is_closing) && !is_line(&words[last.0..last.1]);
        if closes {
            last.1 = end - rest.len();
        }
        if closes && !rest.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || is_opening(c)) {
            last.1 = end;
        } else {
            let start = if closes { end - rest.len() } else { start };
            sentences.push((start, end));
        }
    }
    let (mut byte, mut at) = (0, 0);
    let mut points = |to: usize| {
        at += words[byte..to].chars().count() as u32;
        byte = to;
        at
    };
    let trimmed = sentences.into_iter().filter_map(|(start, end)| {
        let sentence = &words[start..end];
        let start = start + (sentence.len() - sentence.trim_start().len());
        let end = start + sentence.trim().len();
        (start < end).then_some((start, end))
    });
    trimmed.map(|(start, end)| (points(start), points(end))).collect()
}

/// Whether what Unicode takes for the next sentence goes on with this one.
fn goes_on(sentence: &str, next: &str) -> bool {
    if is_line(sentence) {
        return false;
    }
    if next.trim_start().starts_with(char::is_lowercase) {
        return true;
    }
    let Some(rest) = sentence.trim_end().strip_suffix('.') else {
        return false;
    };
    let last = rest.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    // An initial, as in J. K. Rowling; but "plan B." may well end a sentence, and so may any figure.
    let is_initial = last.chars().count() == 1 && last.chars().all(char::is_uppercase);
    let stands_first = rest.len() == last.len() || rest[..rest.len() - last.len()].ends_with(['.', ' ', '\u{a0}', '-']);
    (is_initial && stands_first && !is_a_kind(rest, last)) || SHORTENED.contains(&last.to_lowercase().as_str())
}

/// Whether a line ends here: no sentence goes on in the next one.
fn is_line(sentence: &str) -> bool {
    sentence.ends_with(['\n', '\u{2028}', '\u{2029}'])
}

fn is_closing(c: char) -> bool {
    matches!(c, '»' | '”' | '’' | ')' | ']')
}

fn is_opening(c: char) -> bool {
    matches!(c, '«' | '“' | '"' | '‘' | '(' | '[' | '–' | '—' | '-')
}

/// Whether the word before says that a single letter is no initial of a name.
fn is_a_kind(rest: &str, last: &str) -> bool {
    let before = rest[..rest.len() - last.len()].trim_end();
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    matches!(
        word,
        "plan" | "vitamine" | "vitamin" | "annexe" | "groupe" | "group" | "série" | "catégorie"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sentences are drawn with `|` between them.
    fn check(picture: &str) {
        let words = picture.replace('|', "");
        let found: Vec<String> = sentences(&words)
            .into_iter()
            .map(|(start, end)| {
                words
                    .chars()
                    .skip(start as usize)
                    .take((end - start) as usize)
                    .collect()
            })
            .collect();
        let meant: Vec<&str> = picture.split('|').map(str::trim).collect();
        assert_eq!(found, meant);
    }

    #[test]
    fn a_point_a_question_and_a_line_end_a_sentence() {
        check("Il part. |Elle reste ! |Pourquoi ? |On l’ignore");
        check("Un vers\n|un autre vers");
    }

    #[test]
    fn what_is_shortened_ends_no_sentence() {
        check("M. Altman est parti. |Mme Murati le remplace, cf. p. 12 du rapport. |Fin.");
        check("Mr. Brockman met J. K. Rowling vs. Dr. Strange. |They left.");
        check("Il a 3,5 % des parts. |Elle en a 49.5 millions.");
    }

    #[test]
    fn a_quote_is_closed_before_the_sentence_ends() {
        check("« Viens\u{a0}! » dit-il. |« Non. » |Il part.");
        check("“Go!” she said. |He went (slowly.) |“Then back.”");
    }

    #[test]
    fn a_sentence_may_end_with_a_letter() {
        check("On passe au plan B. |Personne ne dit rien.");
    }
}
