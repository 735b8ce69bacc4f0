//! `mark`, `marks`, `status`, `note`, `delete`: what a person does with marks.

use std::path::Path;

use obelus_core::anchor::find_quote;
use obelus_core::article::Revision;
use obelus_core::body::Body;
use obelus_core::edit::{Edit, MarkChange};
use obelus_core::id::{ArticleId, MarkId, Touch};
use obelus_core::mark::{Colour, Kind, Mark, Place, Status};
use obelus_core::text::TextRange;
use obelus_formats::annotations_in::NotAnnotations;
use obelus_intake::IntakeError;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use crate::annotations;
use crate::answer::{Answer, count, line, short};
use crate::arguments::{KindName, Mark as What, StatusName};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::incoming::{bytes, intake};

/// A mark as a list of marks gives it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    range: (u32, u32),
    #[serde(default)]
    kind: Option<KindName>,
    #[serde(default)]
    status: Option<Status>,
    #[serde(default)]
    colour: Option<Colour>,
    #[serde(default)]
    note: String,
    #[serde(default)]
    correction: String,
    #[serde(default)]
    tags: Vec<String>,
}

/// A claim has a status and a highlight a colour; to give one to anything else is a mistake.
fn kind(kind: KindName, status: Option<Status>, colour: Option<Colour>) -> Result<Kind, Failure> {
    match (kind, status, colour) {
        (KindName::Claim, status, None) => Ok(Kind::claim(status.unwrap_or(Status::Unchecked))),
        (KindName::Note, None, None) => Ok(Kind::Note),
        (KindName::Highlight, None, colour) => Ok(Kind::Highlight {
            colour: colour.unwrap_or(Colour::Yellow),
        }),
        (_, Some(_), _) => Err(Failure::Usage("only a claim has a status".into())),
        (_, None, Some(_)) => Err(Failure::Usage("only a highlight has a colour".into())),
    }
}

fn place(revision: &Revision, body: &Body, range: TextRange) -> Place {
    Place {
        revision: revision.id,
        range,
        quote: body.text.slice(range).to_owned(),
    }
}

fn new(article: ArticleId, kind: Kind, touch: Touch, place: Place) -> Mark {
    Mark {
        id: MarkId(Uuid::now_v7()),
        article,
        kind,
        note: String::new(),
        correction: String::new(),
        tags: Default::default(),
        created: touch.clone(),
        changed: touch,
        places: vec![place],
        carried: Vec::new(),
        elsewhere: None,
    }
}

pub(crate) fn mark(desk: &mut Desk, what: What) -> Result<Answer, Failure> {
    let kind = kind(
        what.kind,
        what.status.map(|status| status.0),
        what.colour.map(Colour::from),
    )?;
    let article = desk.article(&what.article)?.id;
    let revision = desk.latest(article)?;
    let body = desk.library.body(revision.id)?;
    let range = match (what.range, &what.quote) {
        (Some((start, end)), _) => TextRange::new(&body.text, start, end)?,
        (None, quote) => {
            let quote = quote.as_deref().unwrap_or_default();
            find_quote(&body.text, quote, &what.prefix, &what.suffix)?
        }
    };
    let place = place(&revision, &body, range);
    let mark = Mark {
        note: what.note,
        correction: what.correction,
        tags: what.tags.into_iter().collect(),
        ..new(article, kind, desk.touch(), place)
    };
    let quote = &mark.places[0].quote;
    let words = format!(
        "{}  {}:{}  “{}”",
        short(mark.id),
        range.start(),
        range.end(),
        line(quote, 60)
    );
    let json = json!({"mark": mark.id, "range": range, "quote": quote});
    desk.apply(Edit::AddMarks { marks: vec![mark] })?;
    Ok(Answer::new(json, words))
}

pub(crate) fn marks(desk: &mut Desk, article: &str, from: &Path) -> Result<Answer, Failure> {
    let article = desk.article(article)?.id;
    let bytes = bytes(from)?;
    let not_marks = |reason: String| Failure::Marks {
        file: from.display().to_string(),
        reason,
    };
    let listed: Vec<Listed> = match serde_json::from_slice(&bytes) {
        Ok(listed) => listed,
        Err(error) => match intake()?.annotations(&bytes, &|| false) {
            Ok(annotations) => return annotations::bring_in(desk, article, annotations.noted),
            Err(IntakeError::NotAnnotations(NotAnnotations::Unknown)) => return Err(not_marks(error.to_string())),
            Err(other) => return Err(not_marks(other.to_string())),
        },
    };
    let revision = desk.latest(article)?;
    let body = desk.library.body(revision.id)?;
    let touch = desk.touch();
    let mut marks = Vec::with_capacity(listed.len());
    let mut widened = 0;
    for (at, listed) in listed.into_iter().enumerate() {
        let made = || {
            let kind = kind(listed.kind.unwrap_or(KindName::Claim), listed.status, listed.colour)?;
            // A program's words may end before a vowel sign, where no person's do: it has no screen to see it on.
            let range = body.text.around(listed.range.0, listed.range.1)?;
            widened += usize::from(<(u32, u32)>::from(range) != listed.range);
            Ok(Mark {
                note: listed.note,
                correction: listed.correction,
                tags: listed.tags.into_iter().collect(),
                ..new(article, kind, touch.clone(), place(&revision, &body, range))
            })
        };
        marks.push(made().map_err(|failure: Failure| Failure::InList {
            number: at + 1,
            failure: Box::new(failure),
        })?);
    }
    let ids: Vec<MarkId> = marks.iter().map(|mark| mark.id).collect();
    // An edit of nothing would be a line in the history that says nothing.
    if !marks.is_empty() {
        desk.apply(Edit::AddMarks { marks })?;
    }
    let mut words = count(ids.len(), "mark");
    if widened > 0 {
        words += &format!(", {widened} widened to whole characters");
    }
    Ok(Answer::new(json!({"marks": ids, "widened": widened}), words))
}

fn change(desk: &mut Desk, mark: &Mark, change: MarkChange) -> Result<Answer, Failure> {
    let touch = desk.touch();
    let edit = Edit::ChangeMark {
        mark: mark.id,
        change,
        touch,
    };
    desk.apply(edit)?;
    Ok(named(mark, ""))
}

/// The mark by the end of its id and its words, with what else is to be said.
fn named(mark: &Mark, more: &str) -> Answer {
    let quote = mark.places.last().map_or("", |place| &place.quote);
    Answer::new(
        json!({"mark": mark.id}),
        format!("{}  “{}”{more}", short(mark.id), line(quote, 60)),
    )
}

pub(crate) fn status(desk: &mut Desk, mark: &str, status: StatusName) -> Result<Answer, Failure> {
    let mark = desk.mark(mark)?;
    change(desk, &mark, MarkChange::Kind(Kind::claim(status.0)))
}

pub(crate) fn note(desk: &mut Desk, mark: &str, words: String) -> Result<Answer, Failure> {
    let mark = desk.mark(mark)?;
    change(desk, &mark, MarkChange::Note(words))
}

pub(crate) fn delete(desk: &mut Desk, mark: &str) -> Result<Answer, Failure> {
    let mark = desk.mark(mark)?;
    desk.apply(Edit::RemoveMarks { marks: vec![mark.id] })?;
    Ok(named(&mark, " deleted"))
}
