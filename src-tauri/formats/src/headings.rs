//! Finds the headline and the headings of a plain text: short lines that stand above paragraphs.
//!
//! Only where the text is prose: a poem, a letter, a list keep their lines as they are.

use crate::looks::{Line, Look};
use crate::phrases::bare;

/// A paragraph shorter than this, in characters, does not make a text prose.
const PARAGRAPH: usize = 100;

/// Headings by their words alone, where they stand on a line of their own.
const KNOWN: &[&str] = &[
    "introduction",
    "conclusion",
    "conclusions",
    "contexte",
    "context",
    "background",
    "résumé",
    "abstract",
    "summary",
    "overview",
    "en bref",
    "l'essentiel",
    "en résumé",
    "présentation",
    "définition",
    "origine",
    "ingrédients",
    "ingredients",
    "préparation",
    "preparation",
    "instructions",
    "directions",
    "method",
    "méthode",
    "étapes",
    "steps",
    "matériel",
    "equipment",
    "conseils",
    "mes conseils",
    "notes",
    "tips",
    "astuces",
    "variantes",
    "sources",
    "références",
    "references",
    "bibliographie",
    "bibliography",
    "notes et références",
    "notes and references",
    "further reading",
    "remerciements",
    "acknowledgements",
    "acknowledgments",
    "annexe",
    "annexes",
    "appendix",
    "histoire",
    "history",
    "faq",
    "foire aux questions",
    "prérequis",
    "prerequisites",
    "requirements",
    "installation",
    "usage",
    "examples",
    "exemples",
    "results",
    "résultats",
    "discussion",
    "methods",
    "méthodes",
    "limits",
    "limites",
    "key points",
    "key takeaways",
    "points clés",
    "à retenir",
    "ce qu'il faut retenir",
    "préface",
    "preface",
    "prologue",
    "épilogue",
    "epilogue",
    "avant-propos",
    "foreword",
    "postface",
    "etymology",
    "étymologie",
    "description",
    "voir aussi",
    "see also",
    "next steps",
    "pros",
    "cons",
    "verdict",
    "les plus",
    "les moins",
    "points forts",
    "points faibles",
    "avantages",
    "inconvénients",
    "bilan",
    "methodology",
    "méthodologie",
];

/// What a heading of a book begins with, before its number.
const PARTS: &[&str] = &[
    "chapter", "chapitre", "part", "partie", "livre", "book", "section", "act", "acte", "scene", "scène", "volume",
    "tome", "canto", "chant", "letter", "lettre", "appendix", "annexe", "article", "titre", "title",
];

/// Words above a remark, which are no headings.
const LABELS: &[&str] = &[
    "note",
    "nota",
    "nb",
    "warning",
    "tip",
    "info",
    "information",
    "important",
    "attention",
    "remarque",
    "remark",
    "danger",
    "caution",
    "avertissement",
    "astuce",
    "conseil",
    "exemple",
    "example",
];

pub(crate) fn is_known(form: &str) -> bool {
    let own = bare(form);
    KNOWN.iter().any(|known| crate::phrases::form(known) == own) || part(form).is_some()
}

/// The level of "Chapitre IV" or "Part two": a part of a book.
fn part(form: &str) -> Option<u8> {
    const COUNTED: &[&str] = &[
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "un",
        "deux",
        "trois",
        "quatre",
        "cinq",
        "premier",
        "première",
        "deuxième",
        "second",
        "seconde",
        "troisième",
        "quatrième",
        "first",
        "the",
    ];
    let mut words = form
        .split(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | '—' | '-'))
        .filter(|word| !word.is_empty());
    let (first, second) = (words.next()?, words.next().unwrap_or_default());
    let is_roman = |word: &str| !word.is_empty() && word.chars().all(|c| "ivxlcdm".contains(c));
    let counted = |word: &str| word.starts_with('#') || is_roman(word) || COUNTED.contains(&word);
    let is_part = PARTS.contains(&first) && counted(second)
        || (PARTS.contains(&second) && counted(first) && words.next().is_none());
    is_part.then_some(2)
}

/// For each paragraph, the level of heading that it is; `page`: a web page was proven, whose paragraphs may be short.
pub(crate) fn find(paragraphs: &[&str], page: bool) -> Vec<Option<u8>> {
    let mut levels = vec![None; paragraphs.len()];
    let lines: Vec<Line<'_>> = paragraphs.iter().map(|words| Line::new(words)).collect();
    let prose: Vec<bool> = paragraphs
        .iter()
        .zip(&lines)
        .map(|(words, line)| is_prose(words, line, page))
        .collect();
    let count = prose.iter().filter(|&&prose| prose).count();
    if count < 2 && !(count == 1 && paragraphs.len() <= 3) {
        return levels;
    }
    if let (Some(first), Some(next)) = (lines.first(), prose.get(1))
        && may_be_heading(paragraphs[0], first, 40, 220)
        && (*next || prose.get(2).is_some_and(|&prose| prose) || (page && prose.iter().take(8).any(|&prose| prose)))
    {
        levels[0] = Some(1);
    }
    let is_label = |index: usize| LABELS.contains(&bare(&lines[index].form));
    let candidate = |index: usize| {
        !is_label(index)
            && may_be_heading(paragraphs[index], &lines[index], 15, 110)
            && !lines[index].words.ends_with(['!', '»', '”', '"'])
    };
    // A quotation may be a heading of a page, where one stands alone above a paragraph.
    let quoted = |index: usize| {
        page && lines[index].count <= 15
            && lines[index].words.starts_with(['«', '“', '"', '\'', '‘'])
            && may_be_heading(paragraphs[index], &lines[index], 15, 110)
    };
    let mut found: Vec<usize> = (1..paragraphs.len())
        .filter(|&index| {
            let above = prose[index - 1]
                || levels[index - 1].is_some()
                || (page
                    && (lines[index - 1].ends_a_sentence() || !lines[index - 1].may_be_heading())
                    && !lines[index - 1].words.ends_with(','))
                || is_known(&lines[index].form);
            let next = index + 1;
            let below = prose.get(next).is_some_and(|&prose| prose)
                || (page
                    && lines.get(next).is_some_and(|line| {
                        line.is_sentence() || line.look == Look::Prose || (line.words.ends_with(':') && line.count >= 3)
                    }))
                || (next + 1 < paragraphs.len()
                    && candidate(next)
                    && lines[index].count <= 8
                    && !prose[next]
                    && prose[next + 1]
                    && prose[index - 1]);
            // What stands right below the headline at some length is the lead.
            let is_lead = index == 1 && levels[0].is_some() && lines[1].count >= 10;
            above && below && !is_lead && (candidate(index) || quoted(index))
        })
        .collect();
    // A dialogue, an interview: questions between answers are no headings.
    let questions = found.iter().filter(|&&index| lines[index].words.ends_with('?')).count();
    if 2 * questions > found.len() && !page {
        found.retain(|&index| !lines[index].words.ends_with('?'));
    }
    // As many headings as paragraphs: a dialogue, a list with comments, but no article.
    let long: usize = lines
        .iter()
        .zip(&prose)
        .filter(|(_, prose)| **prose)
        .map(|(line, _)| line.length)
        .sum();
    if found.len() * 2 <= count + 1 || page || (found.len() <= count && long >= 220 * count) {
        for &index in &found {
            levels[index] = Some(level(paragraphs[index], &lines[index], levels[index - 1]));
        }
    }
    for index in 1..paragraphs.len() {
        let more = (index + 1..paragraphs.len()).any(|at| levels[at].is_none());
        if levels[index].is_none()
            && more
            && is_known(&lines[index].form)
            && lines[index].count <= 6
            && !paragraphs[index].starts_with([' ', '\t'])
            && !paragraphs[index].trim_end().ends_with([',', ';'])
        {
            levels[index] = Some(level(paragraphs[index], &lines[index], levels[index - 1]));
        }
    }
    levels
}

/// The headline is known: it is the only heading of its level.
pub(crate) fn head(levels: &mut [Option<u8>], headline: usize) {
    for (index, level) in levels.iter_mut().enumerate() {
        match level {
            _ if index == headline => *level = Some(1),
            Some(1) => *level = Some(2),
            _ => {}
        }
    }
}

/// A heading right below another one stands a level deeper, and one that is numbered "2.1" too.
fn level(words: &str, line: &Line<'_>, above: Option<u8>) -> u8 {
    let number: &str = words
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .trim_end_matches(['.', ')']);
    let parts = number.split('.').count() as u8;
    let is_number =
        number.starts_with(|c: char| c.is_ascii_digit()) && number.chars().all(|c| c.is_ascii_digit() || c == '.');
    match above {
        _ if is_number => (parts + 1).min(6),
        Some(above @ 2..=5) if part(&line.form).is_none() => above + 1,
        _ => 2,
    }
}

fn is_prose(paragraph: &str, line: &Line<'_>, page: bool) -> bool {
    let lines = paragraph.lines().count();
    let ends = paragraph
        .trim_end()
        .ends_with(['.', '!', '?', '…', '»', '”', '"', ')', ':', ']']);
    let long = if page { 60 } else { PARAGRAPH };
    line.length >= long && ends && line.length / lines >= 50 && !paragraph.starts_with([' ', '\t', '>', '-', '*', '•'])
}

fn may_be_heading(paragraph: &str, line: &Line<'_>, words: usize, length: usize) -> bool {
    let own = line.words;
    let begins = own.chars().find(|c| {
        !matches!(
            c,
            '«' | '“' | '"' | '‘' | '\'' | '(' | '¿' | '¡' | '\u{a0}' | '\u{202f}' | ' '
        )
    });
    let ends_open = own.ends_with(['.', ',', ';', ':', '-', '—', '–', '…']);
    !own.contains('\n')
        && !ends_open
        && !matches!(line.look, Look::Certain | Look::Ends | Look::Meta | Look::Sign)
        && line.length <= length
        && line.count <= words
        && !paragraph.starts_with([' ', '\t'])
        && begins.is_some_and(|c| c.is_alphanumeric() && !c.is_lowercase())
        && !own.contains(['@', '=', '{', '}', '<', '>', '|', '\t'])
        && !own.contains("://")
}
