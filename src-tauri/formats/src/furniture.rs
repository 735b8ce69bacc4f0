//! Tells the furniture of a web page (menus, banners, forms) from the lines of an article.
//!
//! Proof comes first: without words that only a web page has, nothing is set aside, whatever it looks like. With
//! proof, what surrounds the article goes too: short lines at its edges, banners that repeat.

use std::collections::HashMap;

use crate::phrases::{CERTAIN, CONSENT, LEADS_AWAY, LIKELY, META};

/// What a line is by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// Words that only a web page has.
    Certain,
    /// Words that a web page often has.
    Likely,
    /// When and by whom the page was made.
    Meta,
    /// Sentences.
    Prose,
    /// A few words that end without a full stop.
    Short,
    /// Anything else.
    Other,
}

/// A line shorter than this, in characters, does not prove an article.
const PROSE: usize = 60;

/// For each line (or paragraph), whether it is to be set aside; all stay where nothing proves a web page.
pub(crate) fn set_aside(lines: &[&str]) -> Vec<bool> {
    let looks: Vec<Look> = lines.iter().map(|line| look(line)).collect();
    let none = vec![false; lines.len()];
    if !proves(lines, &looks) {
        return none;
    }
    let (Some(first), Some(last)) = (
        looks.iter().position(|&look| look == Look::Prose),
        looks.iter().rposition(|&look| look == Look::Prose),
    ) else {
        return none;
    };
    let mut aside: Vec<bool> = looks.iter().map(|&look| look == Look::Certain).collect();
    let edge = |index: usize| index < first || index > last;
    repeated(lines, &looks, &mut aside, first);
    for index in 0..lines.len() {
        let beside = (index > 0 && aside[index - 1]) || aside.get(index + 1).is_some_and(|&aside| aside);
        aside[index] |= match looks[index] {
            Look::Likely => edge(index) || beside,
            Look::Meta => edge(index),
            _ => false,
        };
    }
    let headline = headline(lines, &looks, &aside, first);
    for index in 0..first {
        aside[index] |= Some(index) != headline && is_label(lines[index], looks[index]);
    }
    let mut ended = false;
    for index in last + 1..lines.len() {
        ended |= aside[index];
        aside[index] |= ended && looks[index] != Look::Prose;
    }
    if let Some(headline) = headline {
        aside[headline] = false;
        // A trail of links often ends with the headline.
        for index in 0..headline {
            aside[index] |= fold(lines[index]) == fold(lines[headline]);
        }
    }
    let left = (0..lines.len()).any(|index| looks[index] == Look::Prose && !aside[index]);
    if left { aside } else { none }
}

/// Whether these lines were a web page.
pub(crate) fn is_proven(lines: &[&str]) -> bool {
    let looks: Vec<Look> = lines.iter().map(|line| look(line)).collect();
    proves(lines, &looks)
}

/// Of what is left of a page, what furniture alone can be: the page's own structure has told the rest.
pub(crate) fn set_aside_named(lines: &[&str], aside: &mut [bool]) {
    let looks: Vec<Look> = lines.iter().map(|line| look(line)).collect();
    let prose = |index: &usize| looks[*index] == Look::Prose && !aside[*index];
    let (Some(first), Some(last)) = ((0..lines.len()).find(prose), (0..lines.len()).rfind(prose)) else {
        return;
    };
    for index in 0..lines.len() {
        let beside = (index > 0 && aside[index - 1]) || aside.get(index + 1).is_some_and(|&aside| aside);
        aside[index] |= match looks[index] {
            Look::Certain => true,
            Look::Likely => beside && (index < first || index > last),
            Look::Meta => index < first || index > last,
            _ => false,
        };
    }
}

/// Whether these lines were a web page: two lines of furniture, one of them certain, or one that cannot be anything else.
fn proves(lines: &[&str], looks: &[Look]) -> bool {
    let certain = looks.iter().filter(|&&look| look == Look::Certain).count();
    let likely = looks
        .iter()
        .filter(|&&look| matches!(look, Look::Likely | Look::Meta))
        .count();
    let alone = lines
        .iter()
        .zip(looks)
        .any(|(line, &look)| look == Look::Certain && leads_away(&fold(line)));
    certain >= 2 || (certain == 1 && (likely >= 1 || alone))
}

/// Whether lines without a gap between them are a menu rather than a paragraph.
pub(crate) fn is_menu(lines: &[&str]) -> bool {
    let looks: Vec<Look> = lines.iter().map(|line| look(line)).collect();
    let count = |what: Look| looks.iter().filter(|&&look| look == what).count();
    let few_words = count(Look::Likely) + count(Look::Short) + count(Look::Certain) == lines.len();
    count(Look::Certain) > 0 || (few_words && (2 * count(Look::Likely) >= lines.len() || looks[0] == Look::Likely))
}

pub(crate) fn look(line: &str) -> Look {
    // No furniture is as long as this.
    if line.len() > 2_000 {
        return Look::Prose;
    }
    let folded = fold(line);
    let bare = folded
        .trim_end_matches([':', '…', '>', '›', '»', '.', '!', '→', '+', ' '])
        .trim_start_matches(['•', '·', '-', '>', '›', '→', '+', '#', ' ']);
    let length = line.chars().count();
    if CERTAIN.contains(&bare)
        || leads_away(&folded)
        || is_consent(&folded)
        || is_rights(&folded, length)
        || is_trail(&folded)
    {
        return Look::Certain;
    }
    if LIKELY.contains(&bare) {
        return Look::Likely;
    }
    if length <= 120 && (META.iter().any(|start| folded.starts_with(start)) || is_reading_time(&folded)) {
        return Look::Meta;
    }
    let words = folded.split(' ').count();
    let ends = folded.ends_with(['.', '!', '?', '…', '»', '”', '"', ')']);
    match (ends, length) {
        (true, PROSE..) => Look::Prose,
        (false, 250..) => Look::Prose,
        (false, _) if words <= 6 && length <= 50 && !line.trim().contains('\n') => Look::Short,
        _ => Look::Other,
    }
}

/// Lower case, straight apostrophes, single spaces: what a comparison needs.
pub(crate) fn fold(line: &str) -> String {
    let straight = line.replace(['’', '‘', 'ʼ'], "'").to_lowercase();
    straight.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn leads_away(folded: &str) -> bool {
    folded.chars().count() <= 200 && LEADS_AWAY.iter().any(|start| folded.starts_with(start))
        || matches!(
            folded,
            "advertisement" | "publicité" | "skip to content" | "skip to main content" | "aller au contenu principal"
        )
}

/// A sentence in which the page asks the reader to agree; not one that an article quotes.
fn is_consent(folded: &str) -> bool {
    if folded.contains(['«', '“', '"']) || folded.chars().count() > 600 {
        return false;
    }
    let found: Vec<&&str> = CONSENT.iter().filter(|phrase| folded.contains(**phrase)).collect();
    let starts = found
        .iter()
        .any(|phrase| folded.starts_with(**phrase) && phrase.contains(' ') && !is_time(phrase));
    let firm = found
        .iter()
        .filter(|phrase| !is_time(phrase) && ***phrase != "newsletter")
        .count();
    (starts && found.len() >= 2) || (firm >= 1 && found.len() >= 2) || (firm >= 1 && folded.chars().count() <= 100)
}

/// "At any time" is said everywhere; it only counts beside another sign.
fn is_time(phrase: &str) -> bool {
    matches!(phrase, "à tout moment" | "at any time")
}

fn is_rights(folded: &str, length: usize) -> bool {
    length <= 160
        && (folded.starts_with('©')
            || folded.starts_with("copyright ©")
            || folded.ends_with("tous droits réservés.")
            || folded.ends_with("tous droits réservés")
            || folded.ends_with("all rights reserved.")
            || folded.ends_with("all rights reserved"))
}

/// "Home | News | Sport": links on one line.
fn is_trail(folded: &str) -> bool {
    ['|', '·', '›', '>', '•'].iter().any(|&mark| {
        let parts: Vec<&str> = folded
            .split(mark)
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
        parts.len() >= 3
            && parts.iter().all(|part| part.split(' ').count() <= 4)
            && parts
                .iter()
                .filter(|part| LIKELY.contains(part) || CERTAIN.contains(part))
                .count()
                >= 2
    })
}

/// "3 min read", "5 min de lecture".
fn is_reading_time(folded: &str) -> bool {
    let number = folded.starts_with(|c: char| c.is_ascii_digit());
    number
        && [
            "min read",
            "minute read",
            "minutes read",
            "min de lecture",
            "minutes de lecture",
            "mn de lecture",
        ]
        .iter()
        .any(|end| folded.ends_with(end))
}

/// Banners: the same words twice, at least once beside furniture.
fn repeated(lines: &[&str], looks: &[Look], aside: &mut [bool], first: usize) {
    let mut places: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, line) in lines.iter().enumerate() {
        places.entry(fold(line)).or_default().push(index);
    }
    for places in places.values().filter(|places| places.len() >= 2) {
        let is_short = lines[places[0]].chars().count() <= 200 && !lines[places[0]].trim().contains('\n');
        let is_beside = places.iter().any(|&index| {
            let is_furniture = |index: usize| aside.get(index).copied().unwrap_or(false);
            is_furniture(index + 1) || (index > 0 && is_furniture(index - 1))
        });
        if is_short && is_beside && looks[places[0]] != Look::Prose {
            places.iter().for_each(|&index| aside[index] = true);
            // What stands right above the text may be its headline, which a trail of links repeats.
            let is_headline = |index: usize| index + 1 == first && lines[index].split_whitespace().count() >= 4;
            places
                .iter()
                .filter(|&&index| is_headline(index))
                .for_each(|&index| aside[index] = false);
        }
    }
}

/// The headline among the lines before the first paragraph: the first that says something, or the longest.
fn headline(lines: &[&str], looks: &[Look], aside: &[bool], first: usize) -> Option<usize> {
    let words = |index: usize| lines[index].split_whitespace().count();
    let may_be = |index: usize| {
        let is_free = matches!(looks[index], Look::Short | Look::Other) && !is_byline(&fold(lines[index]));
        is_free && words(index) <= 30 && !lines[index].trim().contains('\n')
    };
    // A headline may stand twice (in a trail of links); the last one is the one above the text.
    let is_own = |index: usize| may_be(index) && !aside[index];
    let found = (0..first)
        .find(|&index| is_own(index) && words(index) >= 4)
        .or_else(|| {
            (0..first)
                .filter(|&index| is_own(index))
                .max_by_key(|&index| (words(index), std::cmp::Reverse(index)))
        })?;
    (0..first).rev().find(|&index| fold(lines[index]) == fold(lines[found]))
}

/// A category, a date, a name of the site: a few words above the article.
fn is_label(line: &str, look: Look) -> bool {
    look == Look::Short || is_byline(&fold(line))
}

pub(crate) fn is_byline(folded: &str) -> bool {
    let rest = ["par ", "by "].iter().find_map(|start| folded.strip_prefix(start));
    rest.is_some_and(|rest| (1..=8).contains(&rest.split(' ').count()) && !rest.ends_with('.'))
}
