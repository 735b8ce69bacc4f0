//! Tells the furniture of a web page (menus, banners, forms) from the lines of an article.
//!
//! Proof comes first: without words that only a web page has, nothing is set aside, whatever it looks like. With
//! proof, the stretch with the most sentences for the least furniture is the article; what stands around it goes,
//! and within it only what furniture alone can be.

use std::collections::HashSet;

use crate::looks::{Line, Look};
use crate::stretch::{self, Stretch, is_advertisement, unnumbered};
use crate::{dates, phrases, title};

/// What became of the lines of a page.
#[derive(Debug)]
pub(crate) struct Sorted {
    /// For each line, whether it is to be set aside.
    pub(crate) aside: Vec<bool>,
    pub(crate) headline: Option<usize>,
    pub(crate) byline: Option<String>,
    /// ISO 8601.
    pub(crate) published: Option<String>,
}

/// Sorts the lines (or paragraphs) of a page; nothing where nothing proves a page, and all of it is the article.
pub(crate) fn sort(lines: &[&str]) -> Option<Sorted> {
    // No page has as many lines.
    const MOST: usize = 100_000;
    if lines.len() > MOST {
        return None;
    }
    let lines: Vec<Line<'_>> = lines.iter().map(|line| Line::new(line)).collect();
    if !proves(&lines) {
        return None;
    }
    let stretch = stretch::find(&lines)?;
    let mut aside = vec![false; lines.len()];
    let stretch = without_biography(&lines, stretch);
    above(&lines, &stretch, &mut aside);
    within(&lines, &stretch, &mut aside);
    below(&lines, &stretch, &mut aside);
    let left = (0..lines.len()).any(|index| lines[index].look == Look::Prose && !aside[index]);
    left.then(|| Sorted {
        byline: byline(&lines, &stretch),
        published: published(&lines, &stretch),
        headline: stretch.headline,
        aside,
    })
}

/// The author named above the article or below its lead.
fn byline(lines: &[Line<'_>], stretch: &Stretch) -> Option<String> {
    let from = stretch.headline.map_or(0, |headline| headline.saturating_sub(4));
    let near = &lines[from..stretch.signed(lines)];
    let said = near.iter().find(|line| line.is_byline());
    let (_, name) = said?.words.split_once(char::is_whitespace)?;
    Some(title::one_line(name))
}

/// The day that the page says it is of: beside the headline if it is said there.
fn published(lines: &[Line<'_>], stretch: &Stretch) -> Option<String> {
    let day = |line: &Line<'_>| {
        if line.look == Look::Meta {
            dates::day(line.words)
        } else {
            None
        }
    };
    let from = stretch.headline.unwrap_or(0);
    lines[from..stretch.signed(lines)].iter().find_map(day).or_else(|| {
        let above = from.saturating_sub(4);
        lines[above..from].iter().rev().find_map(day)
    })
}

/// Whether these lines were a web page.
pub(crate) fn is_proven(lines: &[&str]) -> bool {
    let lines: Vec<Line<'_>> = lines.iter().map(|line| Line::new(line)).collect();
    proves(&lines)
}

/// Of what is left of a page, what furniture alone can be: the page's own structure has told the rest.
pub(crate) fn set_aside_named(lines: &[&str], aside: &mut [bool]) {
    let lines: Vec<Line<'_>> = lines.iter().map(|line| Line::new(line)).collect();
    let prose = |index: &usize| lines[*index].look == Look::Prose && !aside[*index];
    let (Some(first), Some(last)) = ((0..lines.len()).find(prose), (0..lines.len()).rfind(prose)) else {
        return;
    };
    for index in 0..lines.len() {
        let beside = (index > 0 && aside[index - 1]) || aside.get(index + 1).is_some_and(|&aside| aside);
        let outside = index < first || index > last;
        aside[index] |= match lines[index].look {
            Look::Certain | Look::Ends | Look::Opens => true,
            Look::Likely | Look::Topic => beside && outside,
            Look::Meta => outside,
            _ => false,
        };
    }
}

/// Whether these lines were a web page: two lines of furniture, one of them certain, or one that cannot be anything else.
fn proves(lines: &[Line<'_>]) -> bool {
    let is_firm = |line: &&Line<'_>| {
        matches!(line.look, Look::Certain | Look::Ends) || (line.look == Look::Opens && line.form.contains(' '))
    };
    let firm = lines.iter().filter(is_firm).count();
    let soft = lines
        .iter()
        .filter(|line| {
            matches!(
                line.look,
                Look::Likely | Look::Topic | Look::Meta | Look::Opens | Look::Contents
            )
        })
        .count();
    let alone = || lines.iter().any(|line| line.look == Look::Certain && leads_away(line));
    // A book may have such a line by chance.
    let chance = lines.len() / 500;
    firm >= 2 + chance || (firm == 1 + chance && (soft > chance || alone()))
}

/// A line that nothing but a page has, and that is no form or banner: "Lire aussi : …", "Skip to content".
fn leads_away(line: &Line<'_>) -> bool {
    const ALONE: &[&str] = &[
        "advertisement",
        "publicite",
        "skip to content",
        "skip to main content",
        "aller au contenu principal",
    ];
    ALONE.contains(&line.form.as_str()) || (line.length <= 200 && phrases::PHRASES.leads.begins(&line.form))
}

/// Whether lines without a gap between them are a menu rather than a paragraph.
pub(crate) fn is_menu(lines: &[&str]) -> bool {
    let lines: Vec<Line<'_>> = lines.iter().map(|line| Line::new(line)).collect();
    let count = |looks: &[Look]| lines.iter().filter(|line| looks.contains(&line.look)).count();
    let certain = count(&[Look::Certain, Look::Ends, Look::Opens]);
    let likely = count(&[Look::Likely, Look::Topic, Look::Contents]);
    let few_words = certain + likely + count(&[Look::Short, Look::Sign]) == lines.len();
    let begins = || matches!(lines[0].look, Look::Likely | Look::Topic);
    certain > 0 || (few_words && (2 * likely >= lines.len() || begins()))
}

/// What stands before the first sentence: the headline stays, and what belongs to it.
fn above(lines: &[Line<'_>], stretch: &Stretch, aside: &mut [bool]) {
    let Some(headline) = stretch.headline else {
        for index in 0..stretch.first {
            let line = &lines[index];
            aside[index] = !matches!(line.look, Look::Prose | Look::Other) || line.is_name() || line.is_byline();
        }
        return;
    };
    aside[..headline].fill(true);
    // A heading that stands again above its paragraph stood in a table of contents before.
    let is_above = |index: &usize| {
        lines
            .get(index + 1)
            .is_some_and(|next| next.look == Look::Prose || next.is_sentence())
    };
    let later: HashSet<&str> = (stretch.first..lines.len())
        .filter(is_above)
        .map(|index| unnumbered(&lines[index].form))
        .collect();
    for index in headline + 1..stretch.first {
        let line = &lines[index];
        let is_again = line.form == lines[headline].form || later.contains(unnumbered(&line.form));
        aside[index] = match line.look {
            Look::Prose => is_again && line.count <= 15,
            Look::Other => (is_again && line.count <= 15) || line.is_name(),
            Look::Short => {
                line.is_name() || is_again || !(is_first_heading(lines, index) || line.words.ends_with([',', ':']))
            }
            _ => true,
        };
    }
    boxes(lines, headline + 1..stretch.first, aside);
}

/// A few words that stand right above a paragraph and say something: a heading, not the name of a category.
fn is_first_heading(lines: &[Line<'_>], index: usize) -> bool {
    let above_prose = lines
        .get(index + 1)
        .is_some_and(|next| matches!(next.look, Look::Prose));
    let is_known = crate::headings::is_known(&lines[index].form);
    above_prose && lines[index].may_be_heading() && (is_known || lines[index].count >= 3)
}

/// What stands among the sentences: furniture, what is caught between two lines of it, what it leads to.
fn within(lines: &[Line<'_>], stretch: &Stretch, aside: &mut [bool]) {
    let inside = stretch.first..stretch.last + 1;
    for index in inside.clone() {
        aside[index] = lines[index].is_furniture() || is_button(&lines[index]);
    }
    let authors = authors(lines, stretch);
    for index in stretch.first..stretch.signed(lines) {
        let line = &lines[index];
        aside[index] |= matches!(line.look, Look::Meta | Look::Likely | Look::Sign)
            || (matches!(line.look, Look::Short | Look::Other) && line.is_name())
            || speaks_of(&authors, &lines[index]);
    }
    // The name of the paper above that of the author.
    for index in (stretch.first..stretch.signed(lines)).rev() {
        aside[index] |= lines[index].look == Look::Short
            && lines[index].count <= 2
            && aside.get(index + 1).is_some_and(|&aside| aside);
    }
    contents(lines, inside.clone(), aside);
    boxes(lines, inside.clone(), aside);
    let is_soft = |index: usize| matches!(lines[index].look, Look::Likely | Look::Sign | Look::Meta);
    // Soft lines beside furniture, or several in a row, are furniture.
    let mut changed = true;
    while changed {
        changed = false;
        for index in inside.clone().filter(|&index| is_soft(index)) {
            let beside = |near: Option<usize>| {
                near.is_some_and(|near| near < lines.len() && (aside[near] || (is_soft(near) && near != index)))
            };
            if !aside[index] && (beside(index.checked_sub(1)) || beside(Some(index + 1))) {
                aside[index] = true;
                changed = true;
            }
        }
    }
    caught(lines, inside, stretch.signed(lines), aside);
}

/// "Partager", "Copy": nothing but a button, wherever it stands.
fn is_button(line: &Line<'_>) -> bool {
    line.look == Look::Likely && phrases::PHRASES.likely.has(phrases::bare(&line.form))
}

/// "Sommaire" among the sentences, and the headings that it lists.
fn contents(lines: &[Line<'_>], inside: std::ops::Range<usize>, aside: &mut [bool]) {
    for index in inside.clone().filter(|&index| lines[index].look == Look::Contents) {
        for at in index + 1..inside.end {
            let own = unnumbered(&lines[at].form);
            let stands_later = lines[at + 1..inside.end]
                .iter()
                .any(|line| unnumbered(&line.form) == own);
            if !stands_later || lines[at].look == Look::Prose {
                break;
            }
            aside[at] = true;
        }
    }
}

/// The titles that stand below "Sur le même sujet" and the like.
fn boxes(lines: &[Line<'_>], inside: std::ops::Range<usize>, aside: &mut [bool]) {
    let opens = |line: &Line<'_>| {
        line.look == Look::Opens || (line.look == Look::Likely && line.form.starts_with("newsletter"))
    };
    for index in inside.clone().filter(|&index| opens(&lines[index])) {
        let mut end = index + 1;
        while end < inside.end
            && !lines[end].is_sentence()
            && (matches!(
                lines[end].look,
                Look::Short | Look::Other | Look::Meta | Look::Sign | Look::Certain | Look::Likely
            ) || (lines[end].look == Look::Topic && end == index + 1))
        {
            end += 1;
        }
        let titles: Vec<usize> = (index + 1..end)
            .filter(|&at| matches!(lines[at].look, Look::Short | Look::Other))
            .collect();
        let above_prose = lines.get(end).is_some_and(|line| line.look == Look::Prose) && end < inside.end;
        // A list may follow as well: titles say more than three words.
        let is_title = |at: &usize| lines[*at].count >= 3 || *at == index + 1;
        let mut own: Vec<usize> = titles.iter().copied().take_while(is_title).collect();
        if own.len() >= 2
            && above_prose
            && own.last() == titles.last()
            && let Some(&last) = own.last()
            && last + 1 == end
            && may_head(lines, &own)
        {
            own.pop();
        }
        let reaches = own.last().copied().unwrap_or(index);
        for at in index + 1..=reaches {
            aside[at] |= own.contains(&at) || !matches!(lines[at].look, Look::Short | Look::Other);
        }
    }
}

/// Whether the last of several titles may be the heading of what follows: where it is not told, it stays.
fn may_head(lines: &[Line<'_>], titles: &[usize]) -> bool {
    let Some((&last, others)) = titles.split_last() else {
        return false;
    };
    let longest = others.iter().map(|&at| lines[at].length).max().unwrap_or(0);
    // A question of some length asks to be opened.
    let asks = lines[last].words.ends_with('?') && lines[last].count > 4;
    lines[last].may_be_heading() && !asks && lines[last].length <= longest
}

/// A few words caught between two lines of furniture are furniture.
fn caught(lines: &[Line<'_>], inside: std::ops::Range<usize>, signed: usize, aside: &mut [bool]) {
    const MOST: usize = 3;
    let mut last_aside: Option<usize> = None;
    for index in inside {
        if !aside[index] {
            continue;
        }
        if let Some(before) = last_aside
            && (1..=MOST).contains(&(index - before - 1))
        {
            let few = |at: usize| {
                matches!(lines[at].look, Look::Short | Look::Other | Look::Topic | Look::Likely | Look::Meta | Look::Sign)
                    && !lines[at].is_sentence()
                    // A caption may stand among the lines that sign the article.
                    && (at >= signed || lines[at].count <= 6)
            };
            // "Publicité", a heading, "Publicité": the heading is the article's.
            let is_heading = lines.get(index + 1).is_some_and(|next| next.look == Look::Prose)
                && lines[index - 1].may_be_heading()
                && is_advertisement(&lines[index]);
            if (before + 1..index).all(few) && !is_heading {
                aside[before + 1..index].fill(true);
            }
        }
        last_aside = Some(index);
    }
}

/// What stands after the last sentence: all of it from the first line of furniture on.
fn below(lines: &[Line<'_>], stretch: &Stretch, aside: &mut [bool]) {
    let authors = authors(lines, stretch);
    let bylines: Vec<&str> = lines[stretch.first.saturating_sub(60)..stretch.first]
        .iter()
        .filter(|line| line.is_byline())
        .map(|line| line.form.as_str())
        .collect();
    let is_repeated_author = |index: usize| {
        let line = &lines[index];
        line.count >= 2 && bylines.iter().any(|byline| byline.contains(line.form.as_str()))
    };
    let mut from = stretch.last + 1;
    while from > stretch.first + 2 && from < lines.len() && speaks_of(&authors, &lines[from - 1]) {
        from -= 1;
        aside[from] = true;
    }
    let begins = (stretch.last + 1..lines.len()).find(|&index| {
        lines[index].is_furniture()
            || matches!(lines[index].look, Look::Likely | Look::Meta | Look::Sign | Look::Topic)
            || is_repeated_author(index)
            || speaks_of(&authors, &lines[index])
    });
    if let Some(begins) = begins {
        aside[begins..].fill(true);
        // The author's name, the tags: between the last sentence and furniture.
        let is_tag = |index: usize| {
            lines[index].is_name()
                || (lines[index].look == Look::Short
                    && lines[index].count <= 2
                    && !lines[index].words.ends_with([':', ',', ';', ')']))
        };
        let ends = &lines[stretch.last];
        let follows_prose =
            (ends.look == Look::Prose || ends.is_sentence()) && !lines[stretch.last].words.ends_with(':');
        if follows_prose && (stretch.last + 1..begins).all(is_tag) {
            aside[stretch.last + 1..begins].fill(true);
        }
    }
}

/// "Lucie Roche writes about energy" is said of the author, not of the subject.
fn speaks_of(authors: &[&str], line: &Line<'_>) -> bool {
    let speaks = |author: &&str| line.words.starts_with(*author) && line.words.len() > author.len();
    line.length <= 400 && authors.iter().any(speaks)
}

/// Who is named around the headline.
fn authors<'t>(lines: &[Line<'t>], stretch: &Stretch) -> Vec<&'t str> {
    let begins = stretch.headline.map_or(0, |headline| headline.saturating_sub(4));
    let begins = begins.max(stretch.first.saturating_sub(20));
    lines[begins..stretch.signed(lines)]
        .iter()
        .filter(|line| line.look == Look::Meta || line.is_name())
        .filter_map(author)
        .collect()
}

/// The stretch without what is said of its author at its end, below the author's name.
fn without_biography(lines: &[Line<'_>], stretch: Stretch) -> Stretch {
    const LINES: usize = 4;
    let authors = authors(lines, &stretch);
    let name = (stretch.last.saturating_sub(LINES).max(stretch.first + 3)..=stretch.last)
        .find(|&index| authors.contains(&lines[index].words));
    match name.and_then(|name| {
        (stretch.first..name).rfind(|&index| lines[index].look == Look::Prose || lines[index].is_sentence())
    }) {
        Some(last) => Stretch { last, ..stretch },
        None => stretch,
    }
}

/// The name in "Par Lucie Roche" or "Lucie Roche".
fn author<'t>(line: &Line<'t>) -> Option<&'t str> {
    let words = line.words;
    let name = ["Par ", "By ", "par ", "by "]
        .iter()
        .find_map(|start| words.strip_prefix(start))
        .unwrap_or(words);
    let name = name.split([',', '(', '|', '·']).next()?.trim();
    let is_name = Line::new(name).is_name();
    is_name.then_some(name)
}

/// Lower case, straight apostrophes, single spaces: what a comparison needs.
pub(crate) fn fold(line: &str) -> String {
    let straight = line.replace(['’', '‘', 'ʼ'], "'").to_lowercase();
    straight.split_whitespace().collect::<Vec<_>>().join(" ")
}
