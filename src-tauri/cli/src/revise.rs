//! `revise`: a new version of an article, and where every mark went in it.

use std::sync::Arc;

use obelus_core::arrive::news;
use obelus_core::edit::Edit;
use obelus_core::id::{ArticleId, RevisionId};
use obelus_core::mark::{Kind, Mark};
use obelus_core::placement::Placement;
use obelus_core::revise::{self, NewVersion, ReviseError};
use obelus_formats::Tracked;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::answer::{Answer, count, line, short};
use crate::arguments::Source;
use crate::desk::{Desk, now};
use crate::failure::Failure;
use crate::incoming::{Incoming, intake};
use crate::returned::{self, IfBehind, TakenBack};

pub(crate) fn revise(desk: &mut Desk, article: &str, source: &Source) -> Result<Answer, Failure> {
    let article = desk.article(article)?.id;
    let incoming = Incoming::read(&intake()?, &source.file, &source.how)?;
    let tracked: Tracked = source.how.changes.into();
    let of_this = incoming.imported.copy_of.is_some_and(|copy| copy.article == article);
    let taken = match of_this && !source.how.verbatim {
        true => returned::take(desk, &incoming, tracked, IfBehind::Take)?,
        false => None,
    };
    if let Some(taken) = taken {
        return came_back(desk, taken);
    }
    let original = incoming.original();
    let mut imported = incoming.imported;
    let pictures = std::mem::take(&mut imported.pictures);
    let (reading, _) = imported.readings(tracked);
    let new = NewVersion {
        pictures,
        id: RevisionId(Uuid::now_v7()),
        created: now(),
        body: Arc::clone(&reading.body),
        original: Some((original, incoming.bytes)),
    };
    let latest = desk.latest(article)?;
    let marks = desk.library.all_marks(article)?;
    let bodies = |revision| desk.library.body(revision).ok();
    // Nobody waits at a terminal but the person who started it, and who can stop all of it.
    let edit = revise::revise(&latest, &marks, &bodies, new, &|| false);
    // Whoever hands a draft on each time it may have changed does no wrong.
    let is_same = edit == Err(ReviseError::Same);
    if !is_same {
        let edit = edit?;
        // What others noted on the new version comes with it, unless it is there from an earlier one.
        let noted = match &edit {
            Edit::AddRevision { revision, .. } => news(revision, &reading, &marks, &mut Uuid::now_v7),
            _ => None,
        };
        desk.apply_together([Some(edit), noted].into_iter().flatten().collect())?;
    }
    let (json, words) = told(desk, article, is_same)?;
    Ok(Answer::new(json, words))
}

/// A copy that others answered: where the marks went, and what else it brought.
fn came_back(desk: &Desk, taken: TakenBack) -> Result<Answer, Failure> {
    let (mut json, words) = told(desk, taken.article, !taken.has_version)?;
    json["returned"] = taken.json;
    Ok(Answer::new(json, format!("{words}\n{}", taken.words)))
}

/// The latest version, and where every mark went in it; `is_same` where it was there before.
fn told(desk: &Desk, article: ArticleId, is_same: bool) -> Result<(Value, String), Failure> {
    let revision = desk.latest(article)?;
    let marks = desk.library.all_marks(article)?;
    let carried: Vec<Carried> = marks.iter().map(|mark| Carried::to(revision.id, mark)).collect();
    let json = json!({
        "article": article,
        "revision": revision.number,
        "same": is_same,
        "placements": carried.iter().map(Carried::json).collect::<Vec<_>>(),
    });
    let mut words = format!("{}  revision {}", short(article), revision.number);
    if is_same {
        words += ", as it was: the text is the same";
        return Ok((json, words));
    }
    words += &format!("\n{}", tally(&carried));
    for carried in carried.iter().filter(|carried| carried.is_news()) {
        words += &format!("\n{}", carried.words());
    }
    Ok((json, words))
}

/// A mark, and where it went in a revision.
pub(crate) struct Carried<'m> {
    mark: &'m Mark,
    pub(crate) state: Placement,
    ranges: Vec<obelus_core::text::TextRange>,
    /// What it said before, where it was carried; of several places, the one that changed most.
    was: Option<&'m str>,
    /// What stands there now, if it is known.
    now: Option<&'m str>,
}

impl<'m> Carried<'m> {
    pub(crate) fn to(revision: RevisionId, mark: &'m Mark) -> Self {
        let worst = mark
            .carried_to(revision)
            .reduce(|worst, one| if one.placement > worst.placement { one } else { worst });
        let placed = |range| mark.places_in(revision).find(|place| Some(place.range) == range);
        let first = mark.places_in(revision).next();
        let now = match worst {
            Some(carried) if carried.range.is_some() => placed(carried.range).or(first),
            Some(carried) if carried.is_nowhere() => None,
            _ => first,
        };
        Self {
            mark,
            // Made in this revision, it stands where it was put.
            state: mark.placement_in(revision).unwrap_or(Placement::Kept),
            ranges: mark.places_in(revision).map(|place| place.range).collect(),
            was: worst
                .map(|carried| carried.from.quote())
                .or(first.map(|place| &*place.quote)),
            now: now.map(|place| &*place.quote),
        }
    }

    fn json(&self) -> Value {
        json!({
            "mark": self.mark.id,
            "state": self.state.name(),
            "ranges": self.ranges,
            "was": self.was,
            "now": self.now,
            "recheck": self.mark.kind.is_rechecked(),
        })
    }

    fn is_news(&self) -> bool {
        !matches!(self.state, Placement::Kept | Placement::Moved)
    }

    fn words(&self) -> String {
        let sign = match self.mark.kind {
            Kind::Claim { status, .. } => status.sign(),
            Kind::Note => "n",
            Kind::Highlight { .. } => "h",
        };
        let mut words = format!(
            "{}  {sign} {:<9}  “{}”",
            short(self.mark.id),
            self.state.name(),
            line(self.was.unwrap_or_default(), 60),
        );
        if let Some(now) = self.now {
            words += &format!(" → “{}”", line(now, 60));
        }
        if self.mark.kind.is_rechecked() {
            words += "  check again";
        }
        words
    }
}

/// `12 marks kept, 1 edited`: what there is none of is not said.
fn tally(carried: &[Carried]) -> String {
    let states = [
        Placement::Kept,
        Placement::Moved,
        Placement::Edited,
        Placement::Ambiguous,
        Placement::Lost,
    ];
    let parts = states.into_iter().filter_map(|state| {
        let number = carried.iter().filter(|one| one.state == state).count();
        (number > 0).then(|| format!("{} {}", count(number, "mark"), state.name()))
    });
    let parts: Vec<String> = parts.collect();
    if parts.is_empty() {
        "no marks".into()
    } else {
        parts.join(", ")
    }
}
