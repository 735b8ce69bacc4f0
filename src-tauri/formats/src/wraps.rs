//! Finds out whether the lines of a text were broken to fit a width, and joins those that surely were.
//!
//! A break is forced where the next word would not have fitted any more. Verse, addresses, code and tables break
//! where they like; prose that was wrapped breaks where it must.

use crate::lists;

/// Nobody wraps prose at fewer columns, or at more (in characters).
const NARROWEST: usize = 50;
const WIDEST: usize = 120;

/// The width that the text was wrapped at, in characters, where it surely was.
pub(crate) fn width(lines: &[&str]) -> Option<usize> {
    let contents: Vec<&str> = lines.iter().map(|line| unquoted(line).1).collect();
    let mut lengths: Vec<usize> = contents
        .iter()
        .filter(|line| !line.trim().is_empty())
        .map(|line| length(line))
        .collect();
    lengths.sort_unstable();
    let long = lengths.iter().filter(|&&length| length > WIDEST).count();
    if long * 50 > lengths.len() {
        return None;
    }
    lengths.truncate(lengths.len() - long);
    // A line may stick out: an address, a word that could not be broken.
    let width = *lengths.get((lengths.len() * 98 / 100).min(lengths.len().saturating_sub(1)))?;
    if !(NARROWEST..=WIDEST).contains(&width) {
        return None;
    }
    let (mut joined, mut runs, mut prose, mut mid, mut full) = (0, 0, 0, 0, 0);
    let is_blank = |line: &&str| line.trim().is_empty();
    for run in contents.split(is_blank).filter(|run| run.len() >= 2) {
        runs += 1;
        if let Some(paragraphs) = paragraphs(run, width) {
            prose += 1;
            joined += run.len() - paragraphs.len();
        }
        for pair in run.windows(2).filter(|pair| length(pair[0]) * 6 >= width * 5) {
            full += 1;
            mid += usize::from(is_forced(pair[0], pair[1], width) && begins_low(pair[1]) && !ends_a_sentence(pair[0]));
        }
    }
    // Sentences that go on below a full line, also in items and quotations, and hardly a full line where none does.
    let goes_on = mid >= 3 && mid * 2 >= full;
    let sure = joined >= 3 || (joined >= 1 && (goes_on || (width >= 60 && prose == runs)));
    sure.then_some(width)
}

fn is_forced(line: &str, next: &str, width: usize) -> bool {
    length(line) + 1 + first_word(next) > width - width / 12
}

fn begins_low(line: &str) -> bool {
    line.trim_start()
        .starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit() || is_wide(c))
}

/// The paragraphs of a run of lines (each as the number of lines it takes), where it is wrapped prose.
pub(crate) fn paragraphs(run: &[&str], width: usize) -> Option<Vec<usize>> {
    if run.len() < 2 || run.iter().any(|line| is_drawn(line)) {
        return None;
    }
    let (mut forced, mut lower, mut counts) = (0, 0, vec![1]);
    for pair in run.windows(2) {
        let (line, next) = (pair[0], pair[1]);
        let is_forced = is_forced(line, next, width);
        let ends = ends_a_sentence(line);
        let opens = indent(next) > indent(line) + 1 && ends;
        if is_forced && !opens {
            forced += 1;
            lower += usize::from(begins_low(next));
            if let Some(count) = counts.last_mut() {
                *count += 1;
            }
        } else if opens || (ends && begins_a_sentence(next) && !is_forced) {
            counts.push(1);
        } else {
            return None;
        }
    }
    // In verse every line begins with a capital, and several paragraphs in a row without a gap are lines that count.
    let is_prose = forced >= 1 && lower * 5 >= forced * 2 && forced * 3 >= (counts.len() - 1) * 2;
    is_prose.then_some(counts)
}

/// What stands between two lines that are joined.
pub(crate) fn glue(line: &str, next: &str) -> &'static str {
    let (last, first) = (line.chars().next_back(), next.chars().next());
    let before = line.chars().rev().nth(1);
    match (last, first) {
        (Some('-'), Some(first))
            if before.is_some_and(|c| c.is_alphanumeric() || c == '-') && first.is_alphanumeric() =>
        {
            ""
        }
        (Some('\u{ad}'), _) => "",
        (Some(last), Some(first)) if is_wide(last) && is_wide(first) => "",
        _ => " ",
    }
}

/// How deep a line of an e-mail is quoted, and what stands behind the signs of it.
pub(crate) fn unquoted(line: &str) -> (usize, &str) {
    let (mut depth, mut rest) = (0, line);
    while let Some(more) = rest
        .strip_prefix('>')
        .or_else(|| rest.strip_prefix(" >").filter(|_| depth > 0))
    {
        depth += 1;
        rest = more;
    }
    let rest = if depth > 0 {
        rest.strip_prefix(' ').unwrap_or(rest)
    } else {
        rest
    };
    (depth, rest)
}

/// In characters; a wide one counts twice, as on a terminal.
fn length(line: &str) -> usize {
    line.trim_end().chars().map(|c| 1 + usize::from(is_wide(c))).sum()
}

fn first_word(line: &str) -> usize {
    let line = line.trim_start();
    match line.chars().next() {
        Some(c) if is_wide(c) => 2,
        _ => length(line.split_whitespace().next().unwrap_or_default()),
    }
}

fn indent(line: &str) -> usize {
    line.chars().take_while(|c| c.is_whitespace()).count()
}

/// Chinese, Japanese and Korean are written without spaces.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}')
}

fn ends_a_sentence(line: &str) -> bool {
    line.trim_end()
        .ends_with(['.', '!', '?', '…', ':', '»', '”', '"', '’', '\'', ')', '_', '。'])
}

fn begins_a_sentence(line: &str) -> bool {
    line.trim_start().starts_with(|c: char| !c.is_lowercase())
}

/// A line whose spaces or signs draw something: a table, code, an item, a quotation, a signature.
fn is_drawn(line: &str) -> bool {
    let line = line.trim_end();
    let words = line.trim_start();
    words.is_empty()
        || words.contains('\t')
        || words.contains("   ")
        || words.contains('|')
        || words.starts_with(['>', '#', '{', '}', '<', '='])
        || words.ends_with(['{', '}', ';', '\\', '='])
        || words == "--"
        || lists::marker(line).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&[usize]>) {
        let lines: Vec<&str> = text.lines().collect();
        let found = width(&lines).and_then(|width| paragraphs(&lines, width));
        assert_eq!(found.as_deref(), expected, "{text}");
    }

    #[test]
    fn prose_is_joined_where_the_next_word_did_not_fit() {
        check(
            "Le conseil municipal a voté mardi un budget de 12,4 millions d’euros, en\nhausse de 3 % sur un an, à une large majorité. L’opposition s’est abstenue\net demande que les comptes soient publiés avant la fin du mois de mars.",
            Some(&[3]),
        );
        check(
            "Alice was beginning to get very tired of sitting by her sister on the\nbank, and of having nothing to do. Once or twice she had peeped in.\nSo she was considering in her own mind whether the pleasure of making\na daisy-chain would be worth the trouble of getting up and picking the\ndaisies.",
            Some(&[5]),
        );
        check(
            "The county has lost nine of its thirty-one libraries since 2010, and three\nof those nine are now run by volunteers.\n   Their union called the consultation a formality after the fact, and the\ncouncil did not answer the letter that it was sent.",
            Some(&[2, 2]),
        );
    }

    #[test]
    fn verse_addresses_lists_and_code_are_not_joined() {
        for text in [
            "Le vent se lève sur la plaine,\nil porte un nom que je n’ai plus,\nla cloche sonne, à bout d’haleine,\nmidi pour ceux qui ne sont plus.",
            "Shall I compare thee to a summer's day? I wonder, and I wonder, love\nThou art more lovely and more temperate, and I have said so many times\nRough winds do shake the darling buds of May, as all the poets have it\nAnd summer's lease hath all too short a date, as I have said before.",
            "Madame Hélène Vasseur, directrice du refuge de la vallée de la Loue\n12, rue des Tilleuls\n25000 Besançon",
            "- le chiffre de 49 % vient-il bien du communiqué qui a été publié hier ?\n- peut-on citer le nom du témoin qui a vu la voiture partir vers la gare ?",
            "let total = rows.iter().map(|row| row.count).sum::<usize>() as f64 / 3;\nlet share = total / all as f64;\nprintln!(\"{share}\");",
            "Le conseil municipal a voté mardi un budget de 12,4 millions d’euros, en hausse.\nL’opposition s’est abstenue.",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn a_word_that_was_cut_keeps_its_hyphen() {
        assert_eq!(glue("peut-", "être"), "");
        assert_eq!(glue("she said--", "and left"), "");
        assert_eq!(glue("un tiret -", "puis"), " ");
        assert_eq!(glue("日本語", "文章"), "");
        assert_eq!(glue("mot", "mot"), " ");
    }

    #[test]
    fn the_signs_of_a_quotation_are_told_from_its_words() {
        assert_eq!(unquoted("> > mot"), (2, "mot"));
        assert_eq!(unquoted(">> mot"), (2, "mot"));
        assert_eq!(unquoted("mot > mot"), (0, "mot > mot"));
    }
}
