//! `undo`, `redo`, `history`: the journal.

use obelus_core::edit::Deed;
use obelus_library::journal::{Act, JournalLine};
use serde_json::{Value, json};

use crate::answer::{Answer, count, line, short};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::moment::{exact, rough};

/// The most lines that a history gives.
const LINES: u32 = 1_000;

pub(crate) fn undo(desk: &mut Desk) -> Result<Answer, Failure> {
    let stamp = desk.stamp();
    let (_, lines) = desk.library.undo(stamp)?.ok_or(Failure::NothingToUndo)?;
    Ok(reverted("undone", &lines))
}

pub(crate) fn redo(desk: &mut Desk) -> Result<Answer, Failure> {
    let stamp = desk.stamp();
    let (_, lines) = desk.library.redo(stamp)?.ok_or(Failure::NothingToRedo)?;
    Ok(reverted("redone", &lines))
}

fn reverted(how: &str, lines: &[JournalLine]) -> Answer {
    let words: Vec<String> = lines.iter().map(|line| format!("{how}: {}", sentence(line))).collect();
    let json: Vec<Value> = lines.iter().map(json_of).collect();
    Answer::new(json!({how: json}), words.join("\n"))
}

pub(crate) fn history(desk: &Desk, article: Option<&str>) -> Result<Answer, Failure> {
    let article = article.map(|id| desk.article(id)).transpose()?;
    let lines = desk.library.history(article.map(|article| article.id), LINES)?;
    let words: Vec<String> = lines
        .iter()
        .map(|line| {
            let act = match line.act {
                Act::Undo => "undo: ",
                Act::Redo => "redo: ",
                Act::Do | Act::Erase => "",
            };
            let undone = if line.undone { "  (undone)" } else { "" };
            format!("{}  {}  {act}{}{undone}", rough(line.time), line.author, sentence(line))
        })
        .collect();
    Ok(Answer::new(
        Value::Array(lines.iter().map(json_of).collect()),
        if words.is_empty() {
            "nothing yet".into()
        } else {
            words.join("\n")
        },
    ))
}

fn json_of(line: &JournalLine) -> Value {
    json!({
        "edit": line.id,
        "act": line.act,
        "deed": line.deed,
        "author": line.author,
        "time": exact(line.time),
        "article": line.article,
        "title": line.title,
        "mark": line.mark,
        "quote": line.quote,
        "marks": line.marks,
        "undone": line.undone,
    })
}

/// What a line of the journal says.
fn sentence(of: &JournalLine) -> String {
    if of.act == Act::Erase {
        return "emptied the bin".into();
    }
    let deed = match of.deed {
        Deed::ArticleAdded => "added",
        Deed::ArticleRemoved => "removed",
        Deed::Renamed => "renamed",
        Deed::Binned => "put in the bin",
        Deed::Restored => "taken out of the bin",
        Deed::BroughtBack => "brought lines back",
        Deed::Revised => "took in a new version",
        Deed::RevisionRemoved => "removed a revision",
        Deed::Marked => "marked",
        Deed::Unmarked => "deleted a mark",
        Deed::StatusSet => "set the status",
        Deed::KindSet => "changed the kind",
        Deed::NoteWritten => "wrote a note",
        Deed::CorrectionWritten => "wrote a correction",
        Deed::Tagged => "set the tags",
        Deed::PlaceMoved => "moved a mark",
        Deed::Reviewed => "reviewed a mark",
        Deed::ColourNamed => "named a colour",
    };
    let object = match (&of.quote, of.mark, &of.title) {
        (Some(quote), ..) => format!(" “{}”", line(quote, 50)),
        (None, Some(mark), _) => format!(" {}", short(mark)),
        (None, None, _) if of.marks > 1 => format!(" {}", count(of.marks as usize, "mark")),
        (None, None, Some(title)) => format!(" “{}”", line(title, 50)),
        (None, None, None) => String::new(),
    };
    format!("{deed}{object}")
}
