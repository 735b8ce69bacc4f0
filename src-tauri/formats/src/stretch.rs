//! Finds the stretch of a page's lines that is its article, and the headline above it.

use std::collections::HashSet;

use crate::looks::{Line, Look};

/// From the first sentence of the article to its last, as indices of lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) headline: Option<usize>,
    pub(crate) first: usize,
    /// Inclusive.
    pub(crate) last: usize,
}

impl Stretch {
    /// Where the lines end that say who wrote the article, and when: they may stand below its lead.
    pub(crate) fn signed(&self, lines: &[Line<'_>]) -> usize {
        const NEAR: usize = 15;
        const LEAD: usize = 2;
        let from = self.headline.map_or(self.first, |headline| headline + 1);
        let mut prose = 0;
        let mut end = from;
        let until = (from + NEAR).min(self.last + 1);
        for (index, line) in lines.iter().enumerate().take(until).skip(from) {
            match line.look {
                Look::Meta => end = index + 1,
                Look::Prose if prose == LEAD => break,
                Look::Prose => prose += 1,
                _ => {}
            }
        }
        end.max(self.first)
    }
}

pub(crate) fn find(lines: &[Line<'_>]) -> Option<Stretch> {
    let (first, mut last) = densest(lines)?;
    let vocabulary: HashSet<String> = lines[first..=last]
        .iter()
        .filter(|line| line.look == Look::Prose || line.is_sentence())
        .flat_map(|line| stems(line.words))
        .collect();
    while let Some(next) = continued(lines, last, &vocabulary) {
        last = next;
    }
    let headline = headline(lines, first, &vocabulary);
    Some(Stretch { headline, first, last })
}

/// What a line says for standing in the article; nothing for most.
fn worth(line: &Line<'_>) -> i64 {
    match line.look {
        Look::Prose => 10 + line.length.min(400) as i64 / 16,
        _ if line.is_sentence() => 5,
        _ => 0,
    }
}

/// What the lines between two sentences say against their standing in the same article. A box is soon forgiven,
/// a menu is not.
fn distance(between: &[Line<'_>]) -> i64 {
    const BOX: usize = 12;
    let of = |line: &Line<'_>| match line.look {
        Look::Ends => 60,
        Look::Opens => 30,
        Look::Certain => 12,
        Look::Contents | Look::Likely | Look::Meta | Look::Sign => 8,
        _ => 1,
    };
    let sum: i64 = between.iter().map(of).sum();
    let most = if between.iter().any(|line| line.look == Look::Opens) {
        25
    } else {
        14
    };
    let is_plain = sum == between.len() as i64;
    match between.len().checked_sub(BOX) {
        _ if is_plain => sum.min(15),
        Some(more) => sum.min(most) + 4 * more as i64,
        None => sum.min(most),
    }
}

/// The run of lines whose worth is greatest. Below a line that ends an article nothing counts any more, unless
/// what stands above it is hardly anything.
fn densest(lines: &[Line<'_>]) -> Option<(usize, usize)> {
    let mut regions: Vec<(usize, usize, i64)> = Vec::new();
    let mut from = 0;
    for index in 0..=lines.len() {
        if index == lines.len() || (lines[index].look == Look::Ends && !goes_on(lines, index)) {
            regions.extend(best(lines, from, index));
            from = index + 1;
        }
    }
    let most = regions.iter().map(|region| region.2).max()?;
    regions
        .into_iter()
        .find(|region| region.2 * 3 >= most)
        .map(|(first, last, _)| (first, last))
}

/// The run of greatest worth among the lines from `from` to `to`; it begins and ends with a sentence.
fn best(lines: &[Line<'_>], from: usize, to: usize) -> Option<(usize, usize, i64)> {
    let mut best: Option<(usize, usize, i64)> = None;
    let (mut start, mut sum, mut last) = (from, 0, None::<usize>);
    let mut vocabulary: HashSet<String> = HashSet::new();
    // Below "Sur le même sujet", sentences that stand alone may tell of other articles, until one shows that the
    // article goes on.
    let (mut opened, mut pending) = (false, 0);
    for index in from..to {
        let line = &lines[index];
        opened |= line.look == Look::Opens && sum > 0;
        let own = worth(line);
        if own == 0 {
            continue;
        }
        let gap = last.map_or(0, |last: usize| distance(&lines[last + 1..index]));
        if sum + pending - gap <= 0 {
            (start, sum, pending, opened) = (index, 0, 0, false);
            vocabulary.clear();
        } else {
            pending -= gap;
        }
        let said: HashSet<String> = stems(line.words).collect();
        let known = said.intersection(&vocabulary).count();
        let follows = last.is_some_and(|last| last + 1 == index) && line.look == Look::Prose;
        pending += own;
        last = Some(index);
        if opened && !follows && !(known >= 3 && line.length >= 160) {
            continue;
        }
        opened = false;
        sum += pending;
        pending = 0;
        vocabulary.extend(said);
        if sum > best.map_or(0, |best| best.2) {
            best = Some((start, index, sum));
        }
    }
    best
}

/// Whether more than comments follows a line that seems to end an article.
fn goes_on(lines: &[Line<'_>], at: usize) -> bool {
    let rest = &lines[at + 1..];
    let rest = &rest[..rest
        .iter()
        .position(|line| line.look == Look::Ends)
        .unwrap_or(rest.len())];
    let prose = rest.iter().filter(|line| line.look == Look::Prose).count();
    let other = rest
        .iter()
        .filter(|line| !matches!(line.look, Look::Prose | Look::Short | Look::Other | Look::Topic))
        .count();
    prose >= 4 && other * 5 <= prose
}

/// The first sentence of a piece of the article that stands below a box of links or an advertisement.
fn continued(lines: &[Line<'_>], last: usize, vocabulary: &HashSet<String>) -> Option<usize> {
    const MOST_TITLES: usize = 4;
    const PARAGRAPH: usize = 80;
    let (mut titles, mut dated, mut other) = (0, false, false);
    for (index, line) in lines.iter().enumerate().skip(last + 1) {
        match line.look {
            Look::Ends => return None,
            Look::Prose => {
                let known = stems(line.words).any(|stem| vocabulary.contains(&stem));
                let is_title = |at: usize| {
                    let title = |line: &Line<'_>| matches!(line.look, Look::Short | Look::Other) && line.count >= 5;
                    lines.get(at).is_some_and(title)
                };
                let teaser = is_title(index - 1) && is_title(index + 1);
                // A box in the middle of an article has a title or two, and says nothing else.
                let amid = !other && !dated && titles <= 3 && line.length >= PARAGRAPH;
                return ((known || amid) && !teaser).then_some(index);
            }
            Look::Short | Look::Other | Look::Topic => {
                titles += 1;
                if titles > MOST_TITLES {
                    return None;
                }
            }
            Look::Meta => dated = true,
            _ => other |= !leads_to_reading(line) && !is_advertisement(line),
        }
    }
    None
}

/// "Lire aussi", "Related stories": a box that may stand in the middle of an article.
fn leads_to_reading(line: &Line<'_>) -> bool {
    const READ: &[&str] = &[
        "lire",
        "a lire",
        "a voir",
        "voir aussi",
        "sur le meme",
        "read",
        "also",
        "see also",
        "related",
        "more on this",
        "up next",
        "article reserve",
    ];
    READ.iter().any(|start| line.form.starts_with(start))
}

/// What interrupts an article wherever it stands.
pub(crate) fn is_advertisement(line: &Line<'_>) -> bool {
    line.form.contains("publicite")
        || line.form.contains("advertisement")
        || matches!(line.form.as_str(), "ad" | "annonce" | "[edit]")
        || line.form.starts_with("[modifier")
}

/// Words that say nothing of what a text is about.
const EMPTY: &[&str] = &[
    "avec", "cette", "pour", "dans", "plus", "leur", "leurs", "même", "mais", "être", "avoir", "fait", "faire", "sont",
    "était", "comme", "tout", "tous", "toute", "toutes", "entre", "après", "avant", "selon", "depuis", "pendant",
    "aussi", "encore", "très", "sans", "sous", "autre", "autres", "deux", "trois", "elle", "elles", "nous", "vous",
    "votre", "notre", "cela", "dont", "donc", "alors", "ainsi", "peut", "doit", "bien", "moins", "chaque", "contre",
    "jusqu", "quand", "parce", "aujourd", "quel", "quelle", "that", "this", "with", "from", "have", "been", "were",
    "will", "would", "could", "should", "their", "there", "they", "them", "then", "than", "what", "when", "where",
    "which", "while", "about", "after", "before", "into", "over", "under", "more", "most", "some", "such", "only",
    "also", "just", "very", "your", "because", "other", "others", "does", "said", "says", "like", "make", "made",
    "even", "still", "between", "through", "against", "each", "every", "many", "much", "years", "year", "week", "time",
    "jour", "jours", "année", "années", "semaine",
];

/// The first letters of the words that say something.
fn stems(words: &str) -> impl Iterator<Item = String> {
    const LETTERS: usize = 6;
    words
        .split(|c: char| !c.is_alphanumeric())
        .map(str::to_lowercase)
        .filter(|word| word.chars().count() >= 4 && !EMPTY.contains(&word.as_str()))
        .map(|word| word.chars().take(LETTERS).collect())
}

/// The headline: a line above the article that speaks of what the article speaks of.
fn headline(lines: &[Line<'_>], first: usize, vocabulary: &HashSet<String>) -> Option<usize> {
    // Further up than this nothing belongs to the article.
    const REACH: usize = 300;
    let from = first.saturating_sub(REACH);
    let below: HashSet<&str> = lines[first..]
        .iter()
        .filter(|line| line.length <= 200)
        .map(|line| unnumbered(&line.form))
        .collect();
    let score = |index: usize| -> i64 {
        let line = &lines[index];
        let own: HashSet<String> = stems(line.words).collect();
        let known = own.iter().filter(|stem| vocabulary.contains(*stem)).count() as i64;
        let share = 40 * known / (own.len() as i64 + 1) + 4 * known.min(4);
        let size = match line.count {
            0..=1 => -6,
            2 => 0,
            3 => 5,
            4..=25 => 12,
            _ => -10,
        };
        let again = lines[from..index]
            .iter()
            .any(|other| other.form == line.form || (line.count >= 3 && other.form.ends_with(&line.form)));
        let said_after = lines[index + 1..].iter().take(4).any(|next| next.look == Look::Meta);
        let stopped =
            line.words.ends_with(['.', ':', ',']) || line.form.contains("photo") || line.form.contains("credit");
        // What stands again as a heading is a line of a table of contents.
        let listed = line.look != Look::Prose && below.contains(unnumbered(&line.form));
        share + size + 10 * i64::from(again) + 8 * i64::from(said_after)
            - 20 * i64::from(stopped)
            - 30 * i64::from(listed)
            - (first - index).min(30) as i64 / 2
    };
    let may_be = |index: usize| {
        let line = &lines[index];
        let fits = matches!(line.look, Look::Short | Look::Other | Look::Topic)
            || (line.look == Look::Prose && line.length <= 200 && !line.words.ends_with('.'));
        fits && line.count <= 40 && !line.words.contains('\n')
    };
    let (mut chosen, mut most) = (None, 8);
    for index in (from..first).filter(|&index| may_be(index)) {
        // The same words again: the last one is the one above the text.
        if score(index) >= most {
            (chosen, most) = (Some(index), score(index));
        }
    }
    let mut chosen = chosen?;
    // What was chosen may stand below the headline and say the same at greater length (a lead, a caption).
    for index in (from..chosen).rev() {
        let between = &lines[index + 1..chosen];
        if is_menu(between) || between.iter().any(|line| line.is_furniture() && !is_tool(line)) {
            break;
        }
        let is_above = may_be(index) && lines[index].count >= 3 && score(index) >= 22;
        if is_above && lines[index].form != lines[chosen].form {
            chosen = index;
        }
    }
    Some(chosen)
}

/// What stands between a headline and its lead: to share it, to keep it, to hear it.
fn is_tool(line: &Line<'_>) -> bool {
    const TOOLS: &[&str] = &[
        "partag", "share", "ecout", "listen", "ajouter", "save", "offrir", "gift", "suivre", "follow", "recett",
        "recip", "imprim", "print", "copi", "copy", "reagir", "comment",
    ];
    TOOLS.iter().any(|tool| line.form.contains(tool))
}

/// Four lines in a row of what menus are made of.
fn is_menu(lines: &[Line<'_>]) -> bool {
    const ROW: usize = 4;
    let of_menu = |line: &Line<'_>| {
        !matches!(line.look, Look::Prose | Look::Meta | Look::Sign)
            && line.count <= 3
            && line.form != "partager"
            && line.form != "share"
    };
    lines.windows(ROW).any(|row| row.iter().all(of_menu))
}

/// "2.1 Porte et sas" and "Porte et sas" are one heading.
pub(crate) fn unnumbered(form: &str) -> &str {
    form.trim_start_matches(['#', '.', ')', ' ', '-', '•', '→'])
}
