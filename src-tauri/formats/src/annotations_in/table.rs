//! Reads the table of annotations that Hypothesis exports: a line each, as CSV or separated otherwise.

use std::collections::BTreeSet;

use obelus_core::mark::{Colour, Kind};
use obelus_core::quoted::Quoted;

use super::{LIMIT, Noted, id_of};
use crate::elsewhere::Elsewhere;
use crate::moment::moment;

/// The columns that are read, as the export names them; the others are kept as they are.
const HEADS: [&str; 8] = [
    "created at",
    "author",
    "url",
    "page",
    "type",
    "quote",
    "comment",
    "tags",
];

/// The annotations; nothing where the first line does not name the columns of such a table.
pub(super) fn hypothesis(words: &str) -> Option<Vec<Noted>> {
    [b',', b'\t', b';']
        .into_iter()
        .find_map(|separator| separated_by(words, separator))
}

fn separated_by(words: &str, separator: u8) -> Option<Vec<Noted>> {
    let mut table = csv::ReaderBuilder::new()
        .delimiter(separator)
        .flexible(true)
        .from_reader(words.as_bytes());
    let heads: Vec<String> = table
        .headers()
        .ok()?
        .iter()
        .map(|head| head.trim().to_lowercase())
        .collect();
    let others: Vec<(usize, String)> = (table.headers().ok()?.iter().enumerate())
        .map(|(at, head)| (at, head.trim().to_owned()))
        .filter(|(_, head)| !head.is_empty() && !head.starts_with('@') && !HEADS.contains(&&*head.to_lowercase()))
        .collect();
    let columns = HEADS.map(|head| heads.iter().position(|one| one == head));
    let [created, author, url, page, kind, quote, comment, tags] = columns;
    // What a table must have to be one of annotations.
    let (quote, comment) = (quote?, comment?);
    let mut noted = Vec::new();
    for line in table.records() {
        let line = line.ok()?;
        let cell = |column: Option<usize>| column.and_then(|at| line.get(at)).unwrap_or_default().trim();
        let (quote, comment) = (cell(Some(quote)), cell(Some(comment)));
        if quote.is_empty() && comment.is_empty() {
            continue;
        }
        let by = Some(cell(author).to_owned()).filter(|by| !by.is_empty());
        let at = moment(cell(created));
        let tags: BTreeSet<String> = cell(tags).split([',', ';']).map(|tag| tag.trim().to_owned()).collect();
        let is_highlight = comment.is_empty() || cell(kind).eq_ignore_ascii_case("highlight");
        let besides = Elsewhere {
            members: others
                .iter()
                .map(|(at, head)| (head.clone(), cell(Some(*at)).into()))
                .filter(|(_, said): &(_, serde_json::Value)| said != "")
                .collect(),
            ..Elsewhere::default()
        };
        noted.push(Noted {
            // The table gives no id: who said what of which words, and when, is one.
            id: Some(id_of(
                "hypothesis",
                &[cell(url), cell(page), cell(created), cell(author), quote, comment].join("\u{1f}"),
            )),
            kind: if is_highlight {
                Kind::Highlight { colour: Colour::Yellow }
            } else {
                Kind::Note
            },
            note: comment.to_owned(),
            correction: String::new(),
            tags: tags.into_iter().filter(|tag| !tag.is_empty()).collect(),
            created: (by.clone(), at),
            changed: (by, at),
            places: (!quote.is_empty())
                .then(|| Quoted {
                    exact: quote.to_owned(),
                    ..Quoted::default()
                })
                .into_iter()
                .collect(),
            elsewhere: besides.kept(),
        });
        if noted.len() > LIMIT {
            break;
        }
    }
    Some(noted)
}
