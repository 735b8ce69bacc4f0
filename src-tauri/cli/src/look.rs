//! `list`, `show`, `search`: what there is.

use obelus_core::anchor::Anchor;
use obelus_core::id::RevisionId;
use obelus_core::mark::{Kind, Mark};
use obelus_core::placement::Placement;
use obelus_core::text::Text;
use obelus_library::shelf::ShelfRow;
use serde_json::{Value, json};

use crate::answer::{Answer, line, short};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::moment::{exact, rough};

/// The most hits that a search gives.
const HITS: u32 = 200;

pub(crate) fn list(desk: &Desk) -> Result<Answer, Failure> {
    let mut rows = desk.library.shelf()?;
    rows.retain(|row| row.article.binned.is_none());
    rows.sort_by_key(|row| std::cmp::Reverse((row.changed, row.article.id)));
    let json = rows.iter().map(|row| {
        let (claims, settled) = progress(row);
        json!({
            "article": row.article.id,
            "title": row.article.title,
            "revisions": row.revisions,
            "claims": claims,
            "settled": settled,
            "updated": exact(row.changed),
        })
    });
    let json = Value::Array(json.collect());
    let lines: Vec<String> = rows
        .iter()
        .map(|row| {
            let (claims, settled) = progress(row);
            let title = line(&row.article.title, 56);
            format!(
                "{}  {}  {settled:>3} of {claims:<3}  {title}",
                short(row.article.id),
                rough(row.changed)
            )
        })
        .collect();
    Ok(Answer::new(
        json,
        if lines.is_empty() {
            "no articles yet".into()
        } else {
            lines.join("\n")
        },
    ))
}

/// The number of claims, and of those that are settled.
fn progress(row: &ShelfRow) -> (u32, u32) {
    let tally = &row.claims;
    let settled = tally.confirmed + tally.imprecise + tally.wrong + tally.query + tally.unverifiable + tally.opinion;
    (settled + tally.unchecked, settled)
}

pub(crate) fn show(desk: &Desk, article: &str, number: Option<u32>) -> Result<Answer, Failure> {
    let article = desk.article(article)?;
    let latest = desk.latest(article.id)?;
    let revision = match number {
        None => latest,
        Some(number) => desk
            .library
            .revision_numbered(article.id, number)?
            .ok_or(Failure::NoRevision {
                number,
                latest: latest.number,
            })?,
    };
    let body = desk.library.body(revision.id)?;
    // What has no place here is shown too, after the rest: it is not gone.
    let mut marks = desk.library.marks(article.id, revision.id)?;
    marks.extend(desk.library.unplaced(article.id, revision.id)?);
    let json = json!({
        "article": article.id,
        "title": article.title,
        "revision": revision.number,
        "language": article.language,
        "text": body.text,
        "marks": marks.iter().map(|mark| json_of(mark, revision.id, &body.text)).collect::<Vec<_>>(),
    });
    let mut words = format!("{}\n\n{}", article.title, body.text.as_str().trim_end());
    if !marks.is_empty() {
        words.push('\n');
    }
    for mark in &marks {
        words += &format!("\n{}", words_of(mark, revision.id));
    }
    Ok(Answer::new(json, words))
}

/// The words of a mark: those that stand in the text, or those that it had where it stood last.
fn quote(mark: &Mark) -> &str {
    let stood = || mark.carried.first().map(|carried| carried.from.quote());
    let stands = mark.places.first().map(|place| &*place.quote);
    stands.or_else(stood).unwrap_or_default()
}

fn json_of(mark: &Mark, revision: RevisionId, text: &Text) -> Value {
    // The first place speaks for all of them: they hold the same claim.
    let anchor = mark.places.first().map(|place| Anchor::of(text, place.range));
    let (kind, status, recheck, colour) = match mark.kind {
        Kind::Claim { status, recheck } => ("claim", Some(status.name()), recheck, None),
        Kind::Note => ("note", None, false, None),
        Kind::Highlight { colour } => ("highlight", None, false, Some(colour.name())),
    };
    json!({
        "mark": mark.id,
        "kind": kind,
        "status": status,
        "recheck": recheck,
        "colour": colour,
        "ranges": mark.places.iter().map(|place| place.range).collect::<Vec<_>>(),
        "quote": quote(mark),
        "prefix": anchor.as_ref().map(|anchor| anchor.prefix),
        "suffix": anchor.as_ref().map(|anchor| anchor.suffix),
        "note": mark.note,
        "correction": mark.correction,
        "tags": mark.tags,
        "by": mark.changed.by,
        "changed": exact(mark.changed.at),
        "state": state(mark, revision).name(),
        "evidence": [],
    })
}

/// Made in this revision, it stands where it was put.
fn state(mark: &Mark, revision: RevisionId) -> Placement {
    mark.placement_in(revision).unwrap_or(Placement::Kept)
}

fn words_of(mark: &Mark, revision: RevisionId) -> String {
    let sign = match mark.kind {
        Kind::Claim { status, .. } => format!("{} {}", status.sign(), status.name()),
        Kind::Note => "n note".to_owned(),
        Kind::Highlight { colour } => format!("h {}", colour.name()),
    };
    let ranges: Vec<String> = mark
        .places
        .iter()
        .map(|place| format!("{}:{}", place.range.start(), place.range.end()))
        .collect();
    let state = state(mark, revision);
    let place = if ranges.is_empty() {
        state.name().to_owned()
    } else {
        ranges.join(" ")
    };
    let mut words = format!("{}  {sign:<14}  {place}  “{}”", short(mark.id), line(quote(mark), 60));
    if mark.kind.is_rechecked() {
        words += "  check again";
    }
    let tags: Vec<String> = mark.tags.iter().map(|tag| format!("#{tag}")).collect();
    for (before, more) in [("", &mark.note), ("→ ", &mark.correction), ("", &tags.join(" "))] {
        if !more.is_empty() {
            words += &format!("\n          {before}{}", line(more, 90));
        }
    }
    words
}

pub(crate) fn search(desk: &mut Desk, query: &str) -> Result<Answer, Failure> {
    let hits = desk.library.search(query, HITS)?;
    let snippet =
        |hit: &obelus_library::search::Hit| -> String { hit.snippet.iter().map(|part| part.words.as_str()).collect() };
    let json: Vec<Value> = hits
        .iter()
        .map(|hit| json!({"article": hit.article, "mark": hit.mark, "title": hit.title, "snippet": snippet(hit)}))
        .collect();
    let lines: Vec<String> = hits
        .iter()
        .map(|hit| match hit.mark {
            None => format!(
                "{}  {}\n          {}",
                short(hit.article),
                line(&hit.title, 70),
                line(&snippet(hit), 100)
            ),
            Some(mark) => format!("{}  {}", short(mark), line(&snippet(hit), 100)),
        })
        .collect();
    Ok(Answer::new(
        Value::Array(json),
        if lines.is_empty() {
            "nothing found".into()
        } else {
            lines.join("\n")
        },
    ))
}
