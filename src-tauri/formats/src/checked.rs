//! A checked article, ready to be written: its marks numbered in reading order, its text woven.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use obelus_core::article::{Article, Revision};
use obelus_core::body::{Block, Body, leaves};
use obelus_core::done::Done;
use obelus_core::mark::{Colour, Kind, Mark, Status};
use obelus_core::picture::PictureId;
use obelus_core::text::TextRange;

use crate::inks::Inks;
use crate::labels::Labels;
use crate::wanted::Wanted;
use crate::weave::{Run, weave};

/// What an export is made of.
#[derive(Clone, Copy, Debug)]
pub struct Checked<'a> {
    pub article: &'a Article,
    pub revision: &'a Revision,
    pub body: &'a Body,
    /// Only their places in this revision count; marks without one are listed after the others.
    pub marks: &'a [Mark],
    /// The bytes of the pictures that the body names; one that is not among them is written by its words.
    pub pictures: &'a BTreeMap<PictureId, Arc<[u8]>>,
    /// What was done to the article, the first thing first; only the formats that tell of it need any.
    pub history: &'a [Done],
    /// The file that the revision was made from, for a copy that keeps what it looks like: Word, PDF.
    pub original: Option<&'a [u8]>,
    /// What the person calls the colours of highlights, where they named them.
    pub colours: &'a [(Colour, String)],
    /// What stands around the article; which marks go out was decided before.
    pub wanted: &'a Wanted,
}

/// A mark with the number that it bears in the text.
#[derive(Debug)]
pub(crate) struct Numbered<'a> {
    pub(crate) number: usize,
    pub(crate) mark: &'a Mark,
    pub(crate) quote: &'a str,
    pub(crate) places: usize,
}

#[derive(Debug)]
pub(crate) struct Woven<'a> {
    /// In reading order; the number is the index and one.
    pub(crate) marks: Vec<Numbered<'a>>,
    /// Those that have no place in this revision, with the words they last stood on; numbered on.
    pub(crate) unplaced: Vec<Numbered<'a>>,
    /// For each place, the index of its mark.
    pub(crate) owners: Vec<usize>,
    /// For each leaf, in reading order.
    pub(crate) runs: Vec<Vec<Run>>,
}

impl<'a> Woven<'a> {
    pub(crate) fn new(checked: &Checked<'a>) -> Self {
        let mut numbered: Vec<(Vec<TextRange>, &'a Mark)> = Vec::new();
        let mut nowhere: Vec<(&'a Mark, &'a str)> = Vec::new();
        for mark in checked.marks {
            let length = checked.body.text.len();
            let mut places: Vec<TextRange> = mark
                .places_in(checked.revision.id)
                .map(|place| place.range)
                .filter(|range| range.end() <= length)
                .collect();
            places.sort();
            if !places.is_empty() {
                numbered.push((places, mark));
            } else if let Some(carried) = mark.carried.iter().rfind(|one| one.revision == checked.revision.id) {
                nowhere.push((mark, carried.from.quote()));
            }
        }
        numbered.sort_by_key(|(places, mark)| (places[0].start(), Reverse(places[0].end()), mark.id));
        let mut ranges = Vec::new();
        let mut owners = Vec::new();
        for (index, (places, _)) in numbered.iter().enumerate() {
            owners.extend(places.iter().map(|_| index));
            ranges.extend(places);
        }
        let marks = numbered.iter().enumerate().map(|(index, (places, mark))| Numbered {
            number: index + 1,
            mark,
            quote: checked.body.text.slice(places[0]),
            places: places.len(),
        });
        let unplaced = nowhere.iter().enumerate().map(|(index, (mark, quote))| Numbered {
            number: numbered.len() + index + 1,
            mark,
            quote,
            places: 0,
        });
        Self {
            unplaced: unplaced.collect(),
            marks: marks.collect(),
            owners,
            runs: weave(&leaves(&checked.body.blocks), &ranges),
        }
    }

    /// The text without marks: a note's.
    pub(crate) fn bare(body: &Body) -> Self {
        Self {
            marks: Vec::new(),
            unplaced: Vec::new(),
            owners: Vec::new(),
            runs: weave(&leaves(&body.blocks), &[]),
        }
    }

    pub(crate) fn mark(&self, place: usize) -> &Numbered<'a> {
        &self.marks[self.owners[place]]
    }
}

impl Numbered<'_> {
    /// The sign that shows what it is, before any colour does.
    pub(crate) fn sign(&self) -> &'static str {
        match self.mark.kind {
            Kind::Claim { status, .. } => status.sign(),
            Kind::Note => "✎",
            Kind::Highlight { .. } => "■",
        }
    }

    /// Its name in style sheets.
    pub(crate) fn class(&self) -> &'static str {
        match self.mark.kind {
            Kind::Claim { status, .. } => status.name(),
            Kind::Note => "note",
            Kind::Highlight { colour } => colour.name(),
        }
    }

    pub(crate) fn inks(&self) -> Inks {
        Inks::of(self.class())
    }

    /// What it is, in words.
    pub(crate) fn word(&self, checked: &Checked<'_>, labels: &Labels) -> String {
        match self.mark.kind {
            Kind::Claim { status, recheck } => {
                let word = labels.status(status);
                if recheck {
                    format!("{word}, {}", labels.recheck)
                } else {
                    word.to_owned()
                }
            }
            Kind::Note => labels.note.clone(),
            Kind::Highlight { colour } => format!(
                "{}{}{}",
                labels.highlight,
                labels.colon,
                colour_name(checked, labels, colour)
            ),
        }
    }
}

/// The person's name for a colour, or the colour's.
pub(crate) fn colour_name(checked: &Checked<'_>, labels: &Labels, colour: Colour) -> String {
    let named = checked.colours.iter().find(|(named, _)| *named == colour);
    let own = named
        .map(|(_, name)| name.clone())
        .filter(|name| !name.trim().is_empty());
    own.or_else(|| labels.colours.get(&colour).cloned())
        .unwrap_or_else(|| colour.name().to_owned())
}

/// How many marks of each kind there are.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    pub(crate) statuses: Vec<(Status, usize)>,
    pub(crate) claims: usize,
    pub(crate) settled: usize,
    pub(crate) notes: usize,
    pub(crate) highlights: usize,
}

impl Counts {
    pub(crate) fn new(woven: &Woven<'_>) -> Self {
        let all = || woven.marks.iter().chain(&woven.unplaced);
        let kinds = || all().map(|numbered| numbered.mark.kind);
        let of = |status: Status| kinds().filter(|kind| kind.status() == Some(status)).count();
        // What is still to be done stands last, as in the app's own bar.
        let order = Status::ALL[1..].iter().chain(&Status::ALL[..1]);
        let statuses: Vec<(Status, usize)> = order.map(|&status| (status, of(status))).collect();
        Self {
            claims: statuses.iter().map(|(_, count)| count).sum(),
            // What is to be checked again is not checked.
            settled: kinds()
                .filter(|kind| matches!(kind, Kind::Claim { status, recheck: false } if status.is_settled()))
                .count(),
            notes: kinds().filter(|kind| matches!(kind, Kind::Note)).count(),
            highlights: kinds().filter(|kind| matches!(kind, Kind::Highlight { .. })).count(),
            statuses,
        }
    }

    pub(crate) fn of(&self, status: Status) -> usize {
        let found = self.statuses.iter().find(|(counted, _)| *counted == status);
        found.map_or(0, |(_, count)| *count)
    }

    /// "8 of 11 claims checked".
    pub(crate) fn progress(&self, labels: &Labels) -> String {
        if self.claims == 0 {
            return labels.no_claims.clone();
        }
        labels
            .counted(&labels.progress, self.claims)
            .replace("{settled}", &labels.number(self.settled))
            .replace("{total}", &labels.number(self.claims))
    }
}

/// What a legend explains: name in style sheets, sign and word of each look that the copy has.
pub(crate) fn looks(
    checked: &Checked<'_>,
    labels: &Labels,
    woven: &Woven<'_>,
    counts: &Counts,
) -> Vec<(&'static str, &'static str, String)> {
    let mut looks: Vec<(&'static str, &'static str, String)> = Vec::new();
    for (status, _) in counts.statuses.iter().filter(|(_, count)| *count > 0) {
        looks.push((status.name(), status.sign(), labels.status(*status).to_owned()));
    }
    let mut others: Vec<&Numbered<'_>> = woven
        .marks
        .iter()
        .filter(|mark| mark.mark.kind.status().is_none())
        .collect();
    others.sort_by_key(|mark| mark.class());
    others.dedup_by_key(|mark| mark.class());
    for mark in others {
        let word = match mark.mark.kind {
            Kind::Highlight { colour } => colour_name(checked, labels, colour),
            _ => labels.note.clone(),
        };
        looks.push((mark.class(), mark.sign(), word));
    }
    looks
}

/// Whether the article begins with a headline of its own.
pub(crate) fn has_headline(checked: &Checked<'_>) -> bool {
    matches!(checked.body.blocks.first(), Some(Block::Heading { level: 1, .. }))
}

/// Author, site, language, length, version: what stands under the headline, in parts.
pub(crate) fn about(checked: &Checked<'_>, labels: &Labels) -> Vec<String> {
    let Checked { article, revision, .. } = checked;
    let language = article
        .language
        .as_ref()
        .and_then(|language| labels.languages.get(language));
    let words = labels.count(&labels.words, revision.words as usize);
    [
        article.byline.clone(),
        article.site.clone(),
        language.cloned(),
        Some(words),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// "Version 2, 21 November 2023".
pub(crate) fn version(checked: &Checked<'_>, labels: &Labels) -> String {
    let number = labels.number(checked.revision.number as usize);
    format!(
        "{}, {}",
        labels.version.replace("{number}", &number),
        labels.day(checked.revision.created)
    )
}

/// "CR, 21 November 2023", of the last change.
pub(crate) fn signature(mark: &Mark, labels: &Labels) -> String {
    let day = labels.day(mark.changed.at);
    match mark.changed.by.trim() {
        "" => day,
        by => format!("{by}, {day}"),
    }
}
