//! What a person is shown when they look through a new version: each mark that it changed, then and now, and the
//! sentences that are new.

use std::collections::BTreeMap;
use std::sync::Arc;

use obelus_core::article::Revision;
use obelus_core::body::Body;
use obelus_core::compare::{compare, pieces};
use obelus_core::comparison::{Comparison, PieceIs};
use obelus_core::fresh::fresh;
use obelus_core::id::{ArticleId, RevisionId};
use obelus_core::mark::Mark;
use obelus_core::placement::{Answer, Before, Carried, Placement};
use obelus_core::text::{Text, TextRange};
use obelus_library::Library;

use crate::desk::{Desk, Long};
use crate::opening;
use crate::wire::versions::{CandidatePassage, FreshPassage, Passage, PlacementTally, Review, ReviewItem, ReviewPlace};
use crate::wire::{Failure, OpenArticle};

/// How much of the text around a passage is shown, in code points.
const AROUND: u32 = 60;
/// How much is shown of what stands where a lost passage was, in code points.
const GAP: u32 = 600;

/// What the version of this number changed, or the latest one.
///
/// # Errors
/// When there is none, or none before it; or when the person stopped it.
pub(crate) fn review(desk: &Desk, article: ArticleId, number: Option<u32>) -> Result<Review, Failure> {
    let stopped = desk.stopped(Long::One);
    let (marks, read) = desk.library(|library| {
        let latest = library.latest_revision(article)?.ok_or(Failure::Gone)?.number;
        let to = Version::numbered(library, article, number.unwrap_or(latest))?;
        let mut marks = library.marks(article, to.revision.id)?;
        marks.extend(library.unplaced(article, to.revision.id)?);
        let read = Read::of(library, to, &marks)?;
        Ok::<_, Failure>((marks, read))
    })?;
    // The library is free from here on: comparing takes its time.
    let comparison = compared(desk, &read.from, &read.to, &stopped)?;
    Ok(read.review(&marks, comparison))
}

/// The same, with the article as it stood at that moment: its text and its marks are read once for both.
///
/// # Errors
/// As [`review`], and when the article cannot be opened.
pub(crate) fn opened(desk: &Desk, article: ArticleId, number: Option<u32>) -> Result<(OpenArticle, Review), Failure> {
    let stopped = desk.stopped(Long::One);
    let (opened, read) = desk.library(|library| {
        let opened = opening::read(library, article, number)?;
        let to = Version {
            revision: opened.revision.clone(),
            body: Arc::clone(&opened.body),
        };
        let read = Read::of(library, to, opened.marks.iter().chain(&opened.unplaced))?;
        Ok::<_, Failure>((opened, read))
    })?;
    let comparison = compared(desk, &read.from, &read.to, &stopped)?;
    let review = read.review(opened.marks.iter().chain(&opened.unplaced), comparison);
    Ok((opened, review))
}

/// Any two versions, side by side.
pub(crate) fn compare_versions(
    desk: &Desk,
    article: ArticleId,
    from: u32,
    to: u32,
) -> Result<Arc<Comparison>, Failure> {
    let stopped = desk.stopped(Long::One);
    let (from, to) = desk.library(|library| {
        let version = |number| Version::numbered(library, article, number);
        Ok::<_, Failure>((version(from)?, version(to)?))
    })?;
    compared(desk, &from, &to, &stopped)
}

/// Versions never change: what was compared last is still true.
fn compared(desk: &Desk, from: &Version, to: &Version, stopped: &dyn Fn() -> bool) -> Result<Arc<Comparison>, Failure> {
    let pair = (from.revision.id, to.revision.id);
    if let Some(known) = desk.compared(pair) {
        return Ok(known);
    }
    let comparison = compare(&from.body, &to.body, stopped).map_err(|_| Failure::Stopped)?;
    let comparison = Arc::new(comparison);
    desk.remember_comparison(pair, Arc::clone(&comparison));
    Ok(comparison)
}

/// Compares a version that is being stored with the one before it, so that its review is there at once.
pub(crate) fn foresee(desk: &Desk, versions: (RevisionId, RevisionId), old: &Body, new: &Body) {
    if let Ok(comparison) = compare(old, new, &|| false) {
        desk.remember_comparison(versions, Arc::new(comparison));
    }
}

struct Version {
    revision: Revision,
    body: Arc<Body>,
}

impl Version {
    fn numbered(library: &Library, article: ArticleId, number: u32) -> Result<Self, Failure> {
        let revision = library.revision_numbered(article, number)?.ok_or(Failure::Gone)?;
        let body = library.body(revision.id)?;
        Ok(Self { revision, body })
    }
}

/// What a review is made of, as the library has it.
struct Read {
    from: Version,
    to: Version,
    /// The texts that passages were carried from.
    bodies: BTreeMap<RevisionId, Arc<Body>>,
}

impl Read {
    /// `marks`: all that have a place in the new version, or came to it without one.
    fn of<'m>(library: &Library, to: Version, marks: impl IntoIterator<Item = &'m Mark>) -> Result<Self, Failure> {
        // Annotations may have come to the first version, which nothing changed.
        let before = (to.revision.number - 1).max(1);
        let from = Version::numbered(library, to.revision.article, before)?;
        let mut bodies = BTreeMap::new();
        for carried in marks.into_iter().flat_map(|mark| &mark.carried) {
            let Some(revision) = carried.from.place().map(|place| place.revision) else {
                continue;
            };
            if let std::collections::btree_map::Entry::Vacant(entry) = bodies.entry(revision) {
                entry.insert(library.body(revision)?);
            }
        }
        Ok(Self { from, to, bodies })
    }

    /// `marks`: those that it was read for.
    fn review<'m>(self, marks: impl IntoIterator<Item = &'m Mark>, comparison: Arc<Comparison>) -> Review {
        let to = self.to.revision.id;
        let mut tally = PlacementTally::default();
        let (mut items, mut asked) = (Vec::new(), Vec::new());
        for mark in marks {
            let Some(placement) = mark.placement_in(to) else {
                // Marked in this version: seen already.
                asked.extend(mark.places_in(to).map(|place| (place.range, true)));
                continue;
            };
            tally.add(placement);
            if matches!(placement, Placement::Kept | Placement::Moved) {
                continue;
            }
            asked.extend(mark.places_in(to).map(|place| (place.range, false)));
            items.push(self.item(mark, placement));
        }
        items.sort_by_key(|item| item.places.iter().map(stands_at).min());
        Review {
            fresh: self.fresh(&comparison, &asked),
            from: self.from.revision,
            to: self.to.revision,
            tally,
            items,
            comparison,
        }
    }

    fn item(&self, mark: &Mark, placement: Placement) -> ReviewItem {
        let to = self.to.revision.id;
        // A passage that was attached stands where no other was carried to.
        let carried_to = |range| mark.carried.iter().any(|carried| carried.range == Some(range));
        let mut by_hand = mark
            .places_in(to)
            .filter(|place| !carried_to(place.range))
            .map(|place| place.range);
        let mut places = Vec::with_capacity(mark.carried.len());
        for (nth, carried) in mark.carried.iter().enumerate() {
            let range = match carried.answer {
                Some(Answer::Attached) => by_hand.next(),
                _ => carried.range,
            };
            places.push(self.place(nth, carried, range));
        }
        ReviewItem {
            placement,
            open: mark.carried.iter().any(|carried| carried.is_open(mark.kind)),
            suggested: is_suggested(mark, to),
            places,
            mark: mark.id,
        }
    }

    fn place(&self, nth: usize, carried: &Carried, range: Option<TextRange>) -> ReviewPlace {
        let text = &self.to.body.text;
        let then_context = match &carried.from {
            Before::Place(place) => {
                let then = &self.bodies[&place.revision].text;
                Passage::around(then, place.range.start(), place.range.end())
            }
            Before::Quoted(quoted) => Passage {
                before: quoted.prefix.clone(),
                words: quoted.exact.clone(),
                after: quoted.suffix.clone(),
            },
        };
        let now = range.map(|range| text.slice(range).to_owned());
        let (before, after) = match range {
            Some(range) => {
                let now = Passage::around(text, range.start(), range.end());
                (now.before, now.after)
            }
            None => (then_context.before.clone(), then_context.after.clone()),
        };
        ReviewPlace {
            nth: nth as u32,
            pieces: pieces(carried.from.quote(), now.as_deref().unwrap_or_default()),
            now,
            before,
            after,
            candidates: carried
                .candidates
                .iter()
                .map(|candidate| CandidatePassage {
                    range: candidate.range,
                    score: candidate.score,
                    passage: Passage::around(text, candidate.range.start(), candidate.range.end()),
                })
                .collect(),
            then_context,
            gap_context: carried.gap.map(|gap| {
                let end = gap.end.min(gap.start.saturating_add(GAP));
                let mut passage = Passage::around(text, gap.start, end);
                if end < gap.end {
                    passage.words.push('…');
                }
                passage
            }),
            carried: carried.clone(),
        }
    }

    /// The sentences to look at besides the marks. `asked`: the passages of marks, and whether they were made here.
    fn fresh(&self, comparison: &Comparison, asked: &[(TextRange, bool)]) -> Vec<FreshPassage> {
        let text = &self.to.body.text;
        let passages: Vec<TextRange> = asked.iter().map(|(range, _)| *range).collect();
        let is_marked = |sentence: TextRange| asked.iter().any(|&(range, new)| new && range.overlaps(sentence));
        fresh(&self.to.body, comparison, &passages)
            .into_iter()
            .filter(|sentence| !is_marked(sentence.range))
            .map(|sentence| FreshPassage {
                range: sentence.range,
                is: sentence.is,
                passage: Passage::around(text, sentence.range.start(), sentence.range.end()),
            })
            .collect()
    }
}

/// Where in the new text a passage is looked for, for the order of reading.
fn stands_at(place: &ReviewPlace) -> u32 {
    let carried = &place.carried;
    let range = carried
        .range
        .or_else(|| carried.candidates.iter().map(|candidate| candidate.range).min());
    match (range, carried.gap) {
        (Some(range), _) => range.start(),
        (None, Some(gap)) => gap.start,
        (None, None) => carried.from.place().map_or(0, |place| place.range.start()),
    }
}

/// Whether it says, wherever it stands, exactly what the checker suggested.
fn is_suggested(mark: &Mark, revision: RevisionId) -> bool {
    let says_so = |words: &str| {
        pieces(words, &mark.correction)
            .iter()
            .all(|piece| piece.is == PieceIs::Same)
    };
    let mut places = mark.places_in(revision).peekable();
    !mark.correction.trim().is_empty() && places.peek().is_some() && places.all(|place| says_so(&place.quote))
}

impl Passage {
    /// Words with what stands around them in their paragraph.
    fn around(text: &Text, start: u32, end: u32) -> Self {
        let before = text.between(start.saturating_sub(AROUND), start);
        let after = text.between(end, end.saturating_add(AROUND).min(text.len()));
        let before = match before.rfind('\n') {
            Some(line) => &before[line + 1..],
            None if start > AROUND => before
                .split_once(char::is_whitespace)
                .map_or(before, |(_, words)| words),
            None => before,
        };
        let after = match after.find('\n') {
            Some(line) => &after[..line],
            None if text.len() - end > AROUND => {
                after.rsplit_once(char::is_whitespace).map_or(after, |(words, _)| words)
            }
            None => after,
        };
        Self {
            before: before.to_owned(),
            words: text.between(start, end).to_owned(),
            after: after.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests;
