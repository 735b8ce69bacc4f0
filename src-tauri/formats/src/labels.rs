//! Every word that an export shows, in one language; the message files of the screen hold them.

use std::collections::BTreeMap;

use obelus_core::edit::Deed;
use obelus_core::id::Time;
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
    /// What the document is.
    pub document: String,
    pub summary: String,
    pub legend: String,
    pub article: String,
    pub marks: String,
    /// Above the marks whose words are gone from this version.
    pub unplaced: String,
    /// `{number}`, of marks whose words were not surely found on the pages of a file.
    pub not_on_pages: Plural,
    /// Every status must have its word.
    pub statuses: BTreeMap<Status, String>,
    /// How many claims have the status; `{number}`.
    pub counts: BTreeMap<Status, Plural>,
    pub colours: BTreeMap<Colour, String>,
    /// What those statuses are called that a published check may have.
    pub ratings: BTreeMap<Status, String>,
    pub claim: String,
    pub note: String,
    pub highlight: String,
    pub recheck: String,
    pub correction: String,
    pub tags: String,
    /// The heads of the tables.
    pub table: TableLabels,
    /// What was done, as a history says it; every deed must have its word.
    pub deeds: BTreeMap<Deed, String>,
    /// `{settled}` and `{total}`; its form is that of the total.
    pub progress: Plural,
    pub no_claims: String,
    pub notes: Plural,
    pub highlights: Plural,
    /// `{number}`, of pictures that are not in the file.
    pub pictures_left_out: Plural,
    /// `{number}`, of words of the article.
    pub words: Plural,
    /// `{number}`, of the revision.
    pub version: String,
    /// `{places}`: how often a mark stands in the text, where it is more than once.
    pub places: Plural,
    /// Where a mark stands once more; `{number}` is its number.
    pub also_here: String,
    /// The same in a copy with footnotes; `{number}` is that of the note.
    pub see_note: String,
    /// Above the table of all claims, and above its columns.
    pub claims: String,
    pub number: String,
    pub passage: String,
    pub status: String,
    pub signed: String,
    pub source: String,
    /// From a mark's note back to its words.
    pub back: String,
    /// From a mark's words to its note; `{number}` and `{look}`.
    pub to_note: String,
    /// Read aloud where a mark begins and ends; `{number}` and `{look}`.
    pub begins: String,
    pub ends: String,
    /// Before the alternative text of a picture.
    pub image: String,
    /// What languages are called, by their tag; others are not named.
    pub languages: BTreeMap<String, String>,
    /// January first.
    pub months: [String; 12],
    /// `{day}`, `{month}` and `{year}`.
    pub date: String,
    /// The first day of a month, where it is written otherwise.
    pub first_day: String,
    /// What opens and what closes a quotation, spaces included.
    pub quotes: [String; 2],
    /// What stands between a label and its value, spaces included.
    pub colon: String,
    /// What parts the digits of a large number.
    pub thousands: String,
    pub report: ReportLabels,
}

/// The words of the fact-check report, and of what stands around it on paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(export)]
pub struct ReportLabels {
    pub title: String,
    /// The title where there are notes and highlights alone.
    pub notes_title: String,
    /// `{hash}`: the first and the last digits of the text's.
    pub fingerprint: String,
    /// `{names}`, as they sign.
    pub checked_by: String,
    /// Where there are notes and highlights alone.
    pub annotated_by: String,
    /// `{points}`: what is still to be done.
    pub open: String,
    /// `{number}`, of what must be fixed, was asked, is to be checked.
    pub to_fix: Plural,
    pub asked: Plural,
    pub to_check: Plural,
    /// Under their number.
    pub claims: Plural,
    pub marks: Plural,
    pub notes: Plural,
    /// Under the article as a ribbon, between `start` and `end`; the other one where there are no claims.
    pub ribbon: String,
    pub marks_ribbon: String,
    pub start: String,
    pub end: String,
    pub fix_first: String,
    pub questions: String,
    /// What the version changed; beside a passage that it took away, and one whose place is not sure.
    pub changed: String,
    pub gone: String,
    pub unsure: String,
    pub all_claims: String,
    pub all_marks: String,
    pub by_tag: String,
    /// The marks without any.
    pub untagged: String,
    /// From the report down to the article.
    pub to_article: String,
    /// Before the looks of marks of which only some are shown.
    pub show_only: String,
    /// The columns of the table of claims, and of marks.
    pub number: String,
    pub passage: String,
    pub status: String,
    pub note: String,
    pub tags: String,
    pub who: String,
    /// Under a note of which only the beginning stands in the margin.
    pub goes_on: String,
    /// Above the notes that have no room in the margin.
    pub rest: String,
    /// `{signs}`.
    pub missing_signs: String,
}

/// The names of sheets and the heads of their columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(export)]
pub struct TableLabels {
    /// The sheets: at most 31 characters, none of `[]:*?/\\`.
    pub claims: String,
    pub others: String,
    pub history: String,
    pub number: String,
    pub passage: String,
    pub page: String,
    pub paragraph: String,
    /// In how many places.
    pub places: String,
    pub kind: String,
    pub status: String,
    pub recheck: String,
    pub by: String,
    pub at: String,
    pub deed: String,
    pub before: String,
    pub after: String,
}

/// The two forms of a phrase that counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(export)]
pub struct Plural {
    /// Unicode CLDR's category `one`: 1 in English, 0 and 1 in French.
    pub one: String,
    pub other: String,
}

impl Labels {
    /// The words in `fr` or, for any other language, in English.
    ///
    /// # Panics
    /// Never: the files are read by a test.
    #[must_use]
    pub fn in_language(language: &str) -> Self {
        let file = match language {
            "fr" => include_str!("../../../ui/messages/export.fr.json"),
            _ => include_str!("../../../ui/messages/export.en.json"),
        };
        serde_json::from_str(file).expect("the message files of this repository are whole")
    }

    pub(crate) fn count(&self, plural: &Plural, number: usize) -> String {
        self.counted(plural, number).replace("{number}", &self.number(number))
    }

    /// The form for a number, its values not filled in.
    pub(crate) fn counted<'p>(&self, plural: &'p Plural, number: usize) -> &'p str {
        let is_one = number == 1 || (number == 0 && self.language == "fr");
        if is_one { &plural.one } else { &plural.other }
    }

    /// A number with its thousands parted; four digits stay together, as both languages write them.
    pub(crate) fn number(&self, number: usize) -> String {
        let digits = number.to_string();
        if digits.len() <= 4 {
            return digits;
        }
        let mut written = String::new();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                written.push_str(&self.thousands);
            }
            written.push(digit);
        }
        written
    }

    /// The day of a moment, in UTC.
    pub(crate) fn day(&self, time: Time) -> String {
        let (year, month, day) = time.day();
        let written = match day {
            1 => self.first_day.clone(),
            day => day.to_string(),
        };
        let month = self.months.get(month as usize - 1).map_or("", String::as_str);
        self.date
            .replace("{day}", &written)
            .replace("{month}", month)
            .replace("{year}", &year.to_string())
    }

    pub(crate) fn quoted(&self, words: &str) -> String {
        format!("{}{words}{}", self.quotes[0], self.quotes[1])
    }

    pub(crate) fn status(&self, status: Status) -> &str {
        self.statuses.get(&status).map_or(status.name(), String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_every_word() {
        for language in ["fr", "en"] {
            let labels = Labels::in_language(language);
            assert_eq!(labels.language, language);
            assert!(Status::ALL.iter().all(|status| labels.statuses.contains_key(status)));
            assert!(Status::ALL.iter().all(|status| labels.counts.contains_key(status)));
            assert!(Colour::ALL.iter().all(|colour| labels.colours.contains_key(colour)));
            assert!(Deed::ALL.iter().all(|deed| labels.deeds.contains_key(deed)));
        }
    }

    #[test]
    fn dates_and_numbers_are_written_as_each_language_does() {
        let (fr, en) = (Labels::in_language("fr"), Labels::in_language("en"));
        let day = |text: i64| Time(text * 86_400_000 + 3_600_000);
        assert_eq!(fr.day(day(19_662)), "1er\u{a0}novembre\u{a0}2023");
        assert_eq!(en.day(day(19_662)), "1\u{a0}November 2023");
        assert_eq!(en.day(Time(-1)), "31\u{a0}December 1969");
        assert_eq!(fr.day(day(19_782)), "29\u{a0}février\u{a0}2024");
        assert_eq!(
            (fr.number(1_234), fr.number(12_345)),
            ("1234".into(), "12\u{202f}345".into())
        );
        assert_eq!(en.number(1_234_567), "1,234,567");
        assert_eq!(fr.quoted("non"), "«\u{a0}non\u{a0}»");
    }

    #[test]
    fn nothing_is_singular_in_french_and_plural_in_english() {
        let (fr, en) = (Labels::in_language("fr"), Labels::in_language("en"));
        assert_eq!(
            (fr.count(&fr.words, 0), fr.count(&fr.words, 2)),
            ("0\u{a0}mot".into(), "2\u{a0}mots".into())
        );
        assert_eq!(
            (en.count(&en.words, 0), en.count(&en.words, 1)),
            ("0\u{a0}words".into(), "1\u{a0}word".into())
        );
    }
}
