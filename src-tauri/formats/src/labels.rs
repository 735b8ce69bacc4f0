//! Every word that an export shows, in one language: the screen's message files hold them.

use std::collections::BTreeMap;

use obelus_core::mark::{Colour, Status};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The words of an export; `ui/messages/export.{fr,en}.json` holds one in each language.
///
/// In a phrase, `{name}` stands for a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(export)]
pub struct Labels {
    /// BCP 47.
    pub language: String,
    /// What the document is: "Fact-checked article".
    pub document: String,
    pub summary: String,
    pub legend: String,
    pub article: String,
    pub marks: String,
    pub statuses: BTreeMap<Status, String>,
    pub note: String,
    pub highlight: String,
    pub colours: BTreeMap<Colour, String>,
    pub recheck: String,
    pub correction: String,
    pub tags: String,
    /// Before the quoted words of a mark, for those who do not see where it stands.
    pub quote: String,
    /// "{number} of {total} checked".
    pub progress: Plural,
    pub claims: Plural,
    pub words: Plural,
    pub characters: Plural,
    pub notes: Plural,
    pub highlights: Plural,
    pub claims_with: BTreeMap<Status, Plural>,
    pub no_marks: String,
    pub also_here: String,
    pub version: String,
    pub checked_on: String,
    pub by: String,
    pub source: String,
    pub back: String,
    /// Read aloud where a mark begins and ends: "begin mark {number}, {look}".
    pub mark_begins: String,
    pub mark_ends: String,
    pub to_note: String,
    pub image: String,
    pub footnote: String,
    pub languages: BTreeMap<String, String>,
    /// January first.
    pub months: [String; 12],
    /// "{day} {month} {year}".
    pub date: String,
    /// The first day of a month, where it is written otherwise: "1er".
    pub first_day: String,
    /// Opens and closes a quotation, spaces included.
    pub quotes: [String; 2],
    /// Between a label and its value, spaces included.
    pub colon: String,
    /// Parts the digits of large numbers.
    pub thousands: String,
}

/// The forms of a phrase that counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(export)]
pub struct Plural {
    /// Unicode CLDR's category `one`: 1 in English, 0 and 1 in French.
    pub one: String,
    pub other: String,
}
