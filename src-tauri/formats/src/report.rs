//! The fact-check report as values: how far the check has come, what must be fixed, what was asked, every claim.
//!
//! Each format that shows it draws it in its own way. An article without claims is told by its tags, then in order.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write;

use obelus_core::body::{Leaf, leaves};
use obelus_core::mark::{Kind, Status};
use obelus_core::placement::Placement;
use sha2::{Digest, Sha256};

use crate::checked::{Checked, Counts, Numbered, Woven, about, colour_name, signature, version};
use crate::labels::{Labels, ReportLabels};
use crate::note_body;

/// How many characters of the sentence around a passage are shown on either side.
const AROUND: usize = 48;
/// How much of a note or of a passage stands in a line of the report, in characters.
const SHORT: usize = 240;
/// In the table of claims, which has two lines for each.
const CELL: usize = 90;

#[derive(Debug)]
pub(crate) struct Report<'w> {
    pub(crate) title: String,
    /// "Version 2, 21 November 2023 · fingerprint 9f2c…41ae".
    pub(crate) version: String,
    /// Author, site, language, length, who checked it.
    pub(crate) about: Vec<String>,
    /// What is still to be done, or how far the check has come; empty where nothing is to be checked.
    pub(crate) state: String,
    pub(crate) open: bool,
    /// First all of them, then by status; without claims by kind.
    pub(crate) counts: Vec<Count>,
    pub(crate) ticks: Vec<Tick<'w>>,
    /// Under the ticks: what they are.
    pub(crate) ribbon: String,
    pub(crate) fix: Vec<Passage<'w>>,
    pub(crate) questions: Vec<Passage<'w>>,
    /// Where this version changed the words of a mark: those of the version before, and what stands there now.
    pub(crate) changed: Vec<Passage<'w>>,
    /// Above the rows.
    pub(crate) heading: String,
    /// Every claim in order, or every mark where there is no claim.
    pub(crate) rows: Vec<Row<'w>>,
    pub(crate) tags: Vec<Tagged<'w>>,
    pub(crate) has_claims: bool,
}

/// A number and the word under it.
#[derive(Debug)]
pub(crate) struct Count {
    pub(crate) count: usize,
    pub(crate) word: String,
    /// Its name in style sheets, and its sign; none for all together.
    pub(crate) look: Option<(&'static str, &'static str)>,
}

/// Where a mark begins in the text, from 0 to 1.
#[derive(Debug)]
pub(crate) struct Tick<'w> {
    pub(crate) at: f64,
    pub(crate) mark: &'w Numbered<'w>,
}

/// The words of a mark in their sentence, what should stand there, and why.
#[derive(Debug)]
pub(crate) struct Passage<'w> {
    pub(crate) mark: &'w Numbered<'w>,
    pub(crate) before: String,
    pub(crate) quote: String,
    pub(crate) after: String,
    pub(crate) correction: String,
    /// Whether the words are not to stay, or do not stand there any more.
    pub(crate) struck: bool,
    pub(crate) note: String,
}

/// A mark in one line.
#[derive(Debug)]
pub(crate) struct Row<'w> {
    pub(crate) mark: &'w Numbered<'w>,
    pub(crate) word: String,
    pub(crate) quote: String,
    pub(crate) note: String,
    pub(crate) correction: String,
    pub(crate) who: String,
}

/// The marks with a tag; those with none come last, under no tag.
#[derive(Debug)]
pub(crate) struct Tagged<'w> {
    pub(crate) tag: Option<&'w str>,
    pub(crate) marks: Vec<(&'w Numbered<'w>, String)>,
}

impl<'w> Report<'w> {
    pub(crate) fn new(checked: &Checked<'_>, labels: &Labels, woven: &'w Woven<'w>) -> Self {
        let words = &labels.report;
        let counts = Counts::new(woven);
        let has_claims = counts.claims > 0;
        let all = || woven.marks.iter().chain(&woven.unplaced);
        let is_told = |mark: &&Numbered<'_>| !has_claims || mark.mark.kind.status().is_some();
        let leaves = leaves(&checked.body.blocks);
        let passages = |wanted: fn(Kind) -> bool| -> Vec<Passage<'w>> {
            let found = all().filter(|mark| wanted(mark.mark.kind));
            found.map(|mark| passage(checked, &leaves, mark)).collect()
        };
        let (fix, questions) = (passages(must_be_fixed), passages(was_asked));
        let changed = all()
            .filter_map(|mark| changed(checked, words, &leaves, mark))
            .collect();
        let to_check = counts.of(Status::Unchecked);
        let points: Vec<String> = [
            (fix.len(), &words.to_fix),
            (questions.len(), &words.asked),
            (to_check, &words.to_check),
        ]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, plural)| labels.count(plural, count))
        .collect();
        let state = match has_claims {
            false => String::new(),
            true if points.is_empty() => counts.progress(labels),
            true => words.open.replace("{points}", &points.join(", ")),
        };
        let mut about = about(checked, labels);
        let signed = match has_claims {
            true => &words.checked_by,
            false => &words.annotated_by,
        };
        about.extend(checkers(checked).map(|names| signed.replace("{names}", &names)));
        if !points.is_empty() {
            about.push(counts.progress(labels));
        }
        let fingerprint = words.fingerprint.replace("{hash}", &fingerprint(checked));
        let (title, ribbon, heading) = match has_claims {
            true => (&words.title, &words.ribbon, &words.all_claims),
            false => (&words.notes_title, &words.marks_ribbon, &words.all_marks),
        };
        Self {
            title: title.clone(),
            ribbon: ribbon.clone(),
            heading: heading.clone(),
            version: format!("{} · {fingerprint}", version(checked, labels)),
            about,
            state,
            open: !points.is_empty(),
            counts: match has_claims {
                true => by_status(labels, &counts),
                false => by_kind(checked, labels, woven),
            },
            ticks: ticks(checked, woven, is_told),
            fix,
            questions,
            changed,
            rows: all().filter(is_told).map(|mark| row(checked, mark, labels)).collect(),
            tags: match has_claims {
                true => Vec::new(),
                false => by_tag(woven),
            },
            has_claims,
        }
    }

    /// Whether there is anything to tell beyond what the article is.
    pub(crate) fn tells(&self) -> bool {
        !self.rows.is_empty()
    }
}

fn must_be_fixed(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Claim {
            status: Status::Wrong | Status::Imprecise,
            ..
        } | Kind::Claim { recheck: true, .. }
    )
}

fn was_asked(kind: Kind) -> bool {
    kind.status() == Some(Status::Query)
}

fn by_status(labels: &Labels, counts: &Counts) -> Vec<Count> {
    let mut lines = vec![Count {
        count: counts.claims,
        word: labels.counted(&labels.report.claims, counts.claims).to_owned(),
        look: None,
    }];
    for (status, count) in counts.statuses.iter().filter(|(_, count)| *count > 0) {
        let word = labels.counts.get(status);
        lines.push(Count {
            count: *count,
            word: word
                .map_or(status.name(), |plural| labels.counted(plural, *count))
                .to_owned(),
            look: Some((status.name(), status.sign())),
        });
    }
    lines
}

/// Notes, then each colour under the name that the person gave it.
fn by_kind(checked: &Checked<'_>, labels: &Labels, woven: &Woven<'_>) -> Vec<Count> {
    let all = || woven.marks.iter().chain(&woven.unplaced);
    let mut kinds: BTreeMap<(bool, &str), (Count, Kind)> = BTreeMap::new();
    for mark in all() {
        let kind = mark.mark.kind;
        let is_colour = matches!(kind, Kind::Highlight { .. });
        let (line, _) = kinds.entry((is_colour, mark.class())).or_insert_with(|| {
            let look = Some((mark.class(), mark.sign()));
            (
                Count {
                    count: 0,
                    word: String::new(),
                    look,
                },
                kind,
            )
        });
        line.count += 1;
    }
    let lines = kinds.into_values().map(|(line, kind)| Count {
        word: match kind {
            Kind::Highlight { colour } => colour_name(checked, labels, colour),
            _ => labels.counted(&labels.report.notes, line.count).to_owned(),
        },
        ..line
    });
    let total = all().count();
    let all_together = Count {
        count: total,
        word: labels.counted(&labels.report.marks, total).to_owned(),
        look: None,
    };
    (total > 0).then_some(all_together).into_iter().chain(lines).collect()
}

/// The tags that are most used first.
fn by_tag<'w>(woven: &'w Woven<'w>) -> Vec<Tagged<'w>> {
    let mut tags: BTreeMap<&str, Vec<(&Numbered<'_>, String)>> = BTreeMap::new();
    let mut without = Vec::new();
    for mark in woven.marks.iter().chain(&woven.unplaced) {
        let words = || shortened(mark.quote, CELL);
        for tag in &mark.mark.tags {
            tags.entry(tag).or_default().push((mark, words()));
        }
        if mark.mark.tags.is_empty() {
            without.push((mark, words()));
        }
    }
    // Without any tag, the marks in order say it all.
    if tags.is_empty() {
        return Vec::new();
    }
    let mut tagged: Vec<Tagged<'_>> = tags
        .into_iter()
        .map(|(tag, marks)| Tagged { tag: Some(tag), marks })
        .collect();
    tagged.sort_by_key(|tagged| Reverse(tagged.marks.len()));
    if !without.is_empty() {
        tagged.push(Tagged {
            tag: None,
            marks: without,
        });
    }
    tagged
}

/// The first and the last digits of the SHA-256 of the text: enough to tell two versions apart on paper.
fn fingerprint(checked: &Checked<'_>) -> String {
    let mut digits = String::new();
    for byte in Sha256::digest(checked.body.text.as_str()) {
        let _ = write!(digits, "{byte:02x}");
    }
    format!("{}…{}", &digits[..4], &digits[digits.len() - 4..])
}

/// Who signed the marks, each once, in the order in which they first did.
fn checkers(checked: &Checked<'_>) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    for mark in checked.marks {
        let name = mark.changed.by.trim();
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    (!names.is_empty()).then(|| names.join(", "))
}

fn ticks<'w>(checked: &Checked<'_>, woven: &'w Woven<'w>, is_told: impl Fn(&&Numbered<'_>) -> bool) -> Vec<Tick<'w>> {
    let length = f64::from(checked.body.text.len().max(1));
    let told = woven.marks.iter().filter(|mark| is_told(mark));
    let ticks = told.filter_map(|mark| {
        let places = mark.mark.places_in(checked.revision.id);
        let first = places.map(|place| place.range).min()?;
        Some(Tick {
            at: f64::from(first.start()) / length,
            mark,
        })
    });
    ticks.collect()
}

fn passage<'w>(checked: &Checked<'_>, leaves: &[&Leaf], numbered: &'w Numbered<'w>) -> Passage<'w> {
    let places = numbered.mark.places_in(checked.revision.id);
    let (before, after) = match places.map(|place| place.range).min() {
        Some(place) if numbered.places > 0 => around(checked, leaves, place.start(), place.end()),
        _ => (String::new(), String::new()),
    };
    Passage {
        mark: numbered,
        before,
        quote: shortened(numbered.quote, SHORT),
        after,
        correction: shortened(&numbered.mark.correction, SHORT),
        struck: !numbered.mark.correction.is_empty(),
        note: plain(&numbered.mark.note),
    }
}

/// What became of a mark's words in this version; nothing where they are the same.
fn changed<'w>(
    checked: &Checked<'_>,
    words: &ReportLabels,
    leaves: &[&Leaf],
    numbered: &'w Numbered<'w>,
) -> Option<Passage<'w>> {
    let revision = checked.revision.id;
    let mut carried = numbered.mark.carried.iter().filter(|one| one.revision == revision);
    // A mark that stands in several places is told by the first of them that changed.
    let carried = carried.find(|one| !matches!(one.placement, Placement::Kept | Placement::Moved))?;
    let then = carried.from.quote();
    let range = carried.range.or_else(|| {
        // It was lost, and the person has attached it.
        let places = numbered.mark.places_in(revision).map(|place| place.range);
        (!carried.is_nowhere()).then(|| places.min()).flatten()
    });
    let (before, after) = range.map_or_else(Default::default, |range| {
        around(checked, leaves, range.start(), range.end())
    });
    let now = range.map_or("", |range| checked.body.text.slice(range));
    if now == then {
        return None;
    }
    Some(Passage {
        mark: numbered,
        before,
        quote: shortened(then, SHORT),
        after,
        correction: shortened(now, SHORT),
        struck: true,
        note: match (range, carried.placement) {
            (Some(_), _) => String::new(),
            (None, Placement::Ambiguous) => words.unsure.clone(),
            (None, _) => words.gone.clone(),
        },
    })
}

/// The words before and after, of the same paragraph.
fn around(checked: &Checked<'_>, leaves: &[&Leaf], start: u32, end: u32) -> (String, String) {
    let text = &checked.body.text;
    let of = |at: u32| leaves.get(leaves.partition_point(|leaf| leaf.end <= at));
    let before = of(start).map_or(String::new(), |leaf| {
        one_line(text.between(leaf.start.min(start), start))
    });
    let last = end.saturating_sub(1);
    let after = of(last).map_or(String::new(), |leaf| one_line(text.between(end, leaf.end.max(end))));
    let from = before.chars().count().saturating_sub(AROUND);
    let before = match before.char_indices().nth(from) {
        // Whole words.
        Some((byte, _)) if from > 0 => before[byte..]
            .split_once(' ')
            .map_or(String::new(), |(_, rest)| format!("… {rest}")),
        _ => before,
    };
    let after = match after.char_indices().nth(AROUND) {
        Some((byte, _)) => after[..byte]
            .rsplit_once(' ')
            .map_or(String::new(), |(rest, _)| format!("{rest} …")),
        None => after,
    };
    (before, after)
}

fn row<'w>(checked: &Checked<'_>, numbered: &'w Numbered<'w>, labels: &Labels) -> Row<'w> {
    Row {
        mark: numbered,
        word: numbered.word(checked, labels),
        quote: shortened(numbered.quote, CELL),
        note: shortened(&plain(&numbered.mark.note), CELL),
        correction: shortened(&numbered.mark.correction, CELL),
        who: signature(numbered.mark, labels),
    }
}

/// The first words of a note, without its form.
pub(crate) fn plain(note: &str) -> String {
    shortened(note_body(note).text.as_str(), SHORT)
}

/// In one line; the white space at its ends parts it from what stands beside.
fn one_line(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    for c in words.chars() {
        let is_space = c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}';
        match c {
            _ if is_space && line.ends_with(' ') => {}
            _ if is_space => line.push(' '),
            c => line.push(c),
        }
    }
    line
}

/// The first words of a long passage; `limit` in characters.
pub(crate) fn shortened(words: &str, limit: usize) -> String {
    let line = one_line(words.trim());
    match line.char_indices().nth(limit) {
        Some((byte, _)) => {
            let cut = &line[..byte];
            let whole = cut.rsplit_once(' ').map_or(cut, |(whole, _)| whole);
            format!("{} …", whole.trim_end())
        }
        None => line,
    }
}
