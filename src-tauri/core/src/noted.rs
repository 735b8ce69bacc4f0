//! Takes in annotations that were made elsewhere: each becomes a mark where its words stand, or one that asks where.
//!
//! Nothing is guessed, and nothing is dropped: what has no one place is kept with the words that it quotes.

use std::collections::{BTreeSet, HashSet};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::article::Revision;
use crate::body::Body;
use crate::find_quoted::{Standing, find};
use crate::id::{MarkId, Time, Touch};
use crate::mark::{Colour, Kind, Mark, NOTE_LIMIT, Place, QUOTE_LIMIT, TAG_LIMIT};
use crate::placement::{Before, Carried, Placement};
use crate::quoted::Quoted;

/// An annotation from elsewhere; where it stands is still to be found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noted {
    /// The same one each time the annotation comes; that of the mark, where it was one of ours.
    pub id: Option<MarkId>,
    pub kind: Kind,
    /// Markdown.
    pub note: String,
    pub correction: String,
    pub tags: BTreeSet<String>,
    pub created: (Option<String>, Option<Time>),
    pub changed: (Option<String>, Option<Time>),
    /// One for each place; an annotation of a whole page has none.
    pub places: Vec<Quoted>,
    /// As [`Mark::elsewhere`].
    #[serde(default)]
    pub elsewhere: Option<String>,
}

/// What became of annotations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakenIn {
    /// To be added, all of them at once.
    pub marks: Vec<Mark>,
    /// Annotations that were marks of the article already: nothing changes.
    pub there: u32,
}

/// How many annotations went where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// They stand on the words that they quote.
    pub found: u32,
    /// The words between the same neighbours are others now.
    pub changed: u32,
    /// Several passages could be it.
    pub ambiguous: u32,
    pub lost: u32,
}

impl TakenIn {
    /// How many of the marks went where; one that has no place counts by that.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for mark in &self.marks {
            let worst = mark.carried.iter().map(|one| one.placement).max();
            *match worst {
                Some(Placement::Lost) => &mut tally.lost,
                Some(Placement::Ambiguous) => &mut tally.ambiguous,
                Some(Placement::Edited) => &mut tally.changed,
                Some(Placement::Kept | Placement::Moved) | None => &mut tally.found,
            } += 1;
        }
        tally
    }

    /// The marks that have to be given a place by hand, each with the passage that has none.
    pub fn nowhere(&self) -> impl Iterator<Item = (&Mark, &Carried)> {
        self.marks.iter().flat_map(|mark| {
            let nowhere = mark.carried.iter().filter(|one| one.is_nowhere());
            nowhere.map(move |one| (mark, one))
        })
    }
}

/// Makes marks of annotations, in a revision. `there` are all marks of its article; `elsewhere` says whether another
/// article has a mark of this id, which then is somebody else's; `now` signs what nobody has signed.
#[must_use]
pub fn take_in(
    noted: Vec<Noted>,
    (revision, body): (&Revision, &Body),
    there: &[Mark],
    elsewhere: &dyn Fn(MarkId) -> bool,
    now: &Touch,
    new_id: &mut dyn FnMut() -> Uuid,
) -> TakenIn {
    let ids: HashSet<MarkId> = there.iter().map(|mark| mark.id).collect();
    let mut said: HashSet<Said> = there.iter().flat_map(Said::of).collect();
    let mut taken = TakenIn::default();
    let mut given: HashSet<MarkId> = HashSet::new();
    for one in noted {
        if one.id.is_some_and(|id| ids.contains(&id)) {
            taken.there += 1;
            continue;
        }
        for (part, one) in one.parts().into_iter().enumerate() {
            let own = one.id.filter(|id| part == 0 && !elsewhere(*id) && given.insert(*id));
            let mark = one.mark(revision, body, MarkId(own.map_or_else(&mut *new_id, |id| id.0)), now);
            // An annotation that has no name of its own is the same where it says the same of the same words.
            let is_there = own.is_none() && Said::of(&mark).iter().any(|words| said.contains(words));
            if is_there {
                taken.there += u32::from(part == 0);
                continue;
            }
            said.extend(Said::of(&mark));
            taken.marks.push(mark);
        }
    }
    taken
}

/// What somebody said of which words.
#[derive(PartialEq, Eq, Hash)]
struct Said {
    colour: Option<Colour>,
    note: String,
    by: String,
    quote: String,
}

impl Said {
    fn of(mark: &Mark) -> Vec<Self> {
        let colour = match mark.kind {
            Kind::Highlight { colour } => Some(colour),
            Kind::Note | Kind::Claim { .. } => None,
        };
        let stands = mark.places.iter().map(|place| place.quote.clone());
        let quoted = mark.carried.iter().map(|one| one.from.quote().to_owned());
        let quotes: BTreeSet<String> = stands.chain(quoted).collect();
        let said = quotes.into_iter().map(|quote| Self {
            colour,
            note: mark.note.clone(),
            by: mark.created.by.clone(),
            quote,
        });
        said.collect()
    }
}

impl Noted {
    /// Only a claim stands in several places: anything else becomes a mark on each.
    fn parts(self) -> Vec<Self> {
        if self.places.len() < 2 || matches!(self.kind, Kind::Claim { .. }) {
            return vec![self];
        }
        let part = |place: &Quoted| Self {
            places: vec![place.clone()],
            ..self.clone()
        };
        self.places.iter().map(part).collect()
    }

    fn mark(self, revision: &Revision, body: &Body, id: MarkId, now: &Touch) -> Mark {
        let mut quoted: Vec<Quoted> = self.places.into_iter().map(within_limits).collect();
        if quoted.is_empty() {
            quoted.push(Quoted::default());
        }
        let (mut places, mut carried) = (Vec::new(), Vec::new());
        let mut taken = BTreeSet::new();
        for one in quoted {
            let went = find(&body.text, &one).carried(revision.id, one);
            let went = match went.range {
                // More than a mark may hold.
                Some(range) if range.len() > QUOTE_LIMIT => nowhere(went),
                _ => went,
            };
            if let Some(range) = went.range
                && taken.insert(range)
            {
                places.push(Place::of(revision.id, &body.text, range));
            }
            carried.push(went);
        }
        // What stands where it was said to stand was just made there, as if by hand.
        if carried.iter().all(|one| one.placement == Placement::Kept) {
            carried.clear();
        }
        let changed = carried.iter().any(|one| one.placement == Placement::Edited);
        Mark {
            id,
            article: revision.article,
            kind: again(self.kind, changed),
            note: cut(self.note, NOTE_LIMIT),
            correction: cut(self.correction, NOTE_LIMIT),
            tags: tags(self.tags),
            created: signed(self.created, now),
            changed: signed(self.changed, now),
            places,
            carried,
            elsewhere: self.elsewhere,
        }
    }
}

fn nowhere(went: Carried) -> Carried {
    let Before::Quoted(quoted) = went.from else { return went };
    Standing::Nowhere.carried(went.revision, quoted)
}

fn within_limits(quoted: Quoted) -> Quoted {
    Quoted {
        exact: cut(quoted.exact, QUOTE_LIMIT as usize),
        prefix: last(quoted.prefix, NEIGHBOURS),
        suffix: cut(quoted.suffix, NEIGHBOURS),
        position: quoted.position,
    }
}

/// How much of the words around a quotation is kept, in code points: others give 32, some a paragraph.
const NEIGHBOURS: usize = 500;

fn cut(words: String, limit: usize) -> String {
    match words.char_indices().nth(limit) {
        Some((end, _)) => words[..end].to_owned(),
        None => words,
    }
}

fn last(words: String, limit: usize) -> String {
    let count = words.chars().count();
    words.chars().skip(count.saturating_sub(limit)).collect()
}

fn tags(tags: BTreeSet<String>) -> BTreeSet<String> {
    let named = tags.into_iter().map(|tag| cut(tag.trim().to_owned(), TAG_LIMIT));
    named.filter(|tag| !tag.is_empty()).take(TAG_LIMIT).collect()
}

/// A claim that was settled on other words is to be checked again.
fn again(mut kind: Kind, changed: bool) -> Kind {
    if changed && kind.is_settled() {
        kind.set_recheck(true);
    }
    kind
}

fn signed((by, at): (Option<String>, Option<Time>), now: &Touch) -> Touch {
    Touch {
        by: by.unwrap_or_default(),
        at: at.unwrap_or(now.at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::RevisionId;
    use crate::mark::Status;
    use crate::text::Text;

    const TEXT: &str = "Elle dit que le groupe détient 51 % des parts depuis 2019. Un mot. Un mot.";

    fn body() -> Body {
        Body {
            text: Text::new(TEXT.into()),
            blocks: Vec::new(),
            asides: Vec::new(),
            pages: Vec::new(),
        }
    }

    fn noted(kind: Kind, places: &[(&str, &str, &str)]) -> Noted {
        let quoted = |&(prefix, exact, suffix): &(&str, &str, &str)| Quoted {
            exact: exact.into(),
            prefix: prefix.into(),
            suffix: suffix.into(),
            position: None,
        };
        Noted {
            id: None,
            kind,
            note: "Vu.".into(),
            correction: String::new(),
            tags: BTreeSet::from([" a ".into(), "  ".into()]),
            created: (Some("Lise".into()), None),
            changed: (None, None),
            places: places.iter().map(quoted).collect(),
            elsewhere: None,
        }
    }

    fn taken(noted: Vec<Noted>, there: &[Mark]) -> TakenIn {
        let body = body();
        let article = crate::id::ArticleId(Uuid::from_u128(1));
        let revision = Revision::first(RevisionId(Uuid::from_u128(2)), article, &body, None, Time(5));
        let now = Touch {
            by: "LM".into(),
            at: Time(7),
        };
        let mut next = 100;
        let mut new_id = || {
            next += 1;
            Uuid::from_u128(next)
        };
        take_in(noted, (&revision, &body), there, &|_| false, &now, &mut new_id)
    }

    #[test]
    fn each_stands_where_its_words_do_or_asks_where() {
        let claim = Kind::claim(Status::Wrong);
        let taken = taken(
            vec![
                noted(Kind::Note, &[("", "depuis 2019", "")]),
                noted(claim, &[("que le groupe détient ", "49 % des parts", " depuis 2019")]),
                noted(Kind::Note, &[("", "Un mot", "")]),
                noted(Kind::Note, &[("", "Rien de tel nulle part", "")]),
                noted(Kind::Note, &[]),
            ],
            &[],
        );
        let tally = taken.tally();
        assert_eq!((tally.found, tally.changed, tally.ambiguous, tally.lost), (1, 1, 1, 2));
        let [found, changed, ambiguous, lost, whole] = &taken.marks[..] else {
            panic!()
        };
        assert_eq!(found.places[0].quote, "depuis 2019");
        assert!(found.carried.is_empty(), "as if made here");
        assert_eq!(changed.places[0].quote, "51 % des parts");
        assert!(changed.kind.is_rechecked() && changed.carried[0].is_open(changed.kind));
        assert_eq!(ambiguous.carried[0].candidates.len(), 2);
        assert_eq!(lost.carried[0].from.quote(), "Rien de tel nulle part");
        assert_eq!(whole.carried[0].from.quote(), "");
        assert_eq!(
            (found.created.by.as_str(), found.created.at, found.changed.by.as_str()),
            ("Lise", Time(7), "")
        );
        assert_eq!(found.tags, BTreeSet::from(["a".to_owned()]));
        assert_eq!(taken.nowhere().count(), 3);
    }

    #[test]
    fn what_came_before_is_not_taken_in_again() {
        let twice = || {
            vec![
                noted(Kind::Note, &[("", "2019", "")]),
                noted(Kind::Note, &[("", "absent", "")]),
            ]
        };
        let first = taken(twice(), &[]);
        let again = taken(twice(), &first.marks);
        assert_eq!((again.marks.len(), again.there), (0, 2));
        let named = Noted {
            id: Some(first.marks[0].id),
            note: "Depuis réécrite.".into(),
            ..noted(Kind::Note, &[("", "2019", "")])
        };
        assert_eq!(
            taken(vec![named], &first.marks).there,
            1,
            "known by its name, whatever it says"
        );
    }

    #[test]
    fn only_a_claim_stands_in_several_places() {
        let both = [("dit que ", "le groupe", " détient"), ("", "depuis 2019", "")];
        assert_eq!(taken(vec![noted(Kind::Note, &both)], &[]).marks.len(), 2);
        let claim = taken(vec![noted(Kind::claim(Status::Query), &both)], &[]);
        assert_eq!((claim.marks.len(), claim.marks[0].places.len()), (1, 2));
    }
}
