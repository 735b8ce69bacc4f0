//! The marks of an open article as they cross to the screen. There may be ten thousand of them: what goes without saying
//! is left out, and was more than half.

use obelus_core::id::{MarkId, Touch};
use obelus_core::mark::{Kind, Mark};
use obelus_core::placement::Carried;
use obelus_core::text::TextRange;
use serde::{Serialize, Serializer};
use ts_rs::TS;

/// A mark of the article that it crosses with.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct MarkRow<'m> {
    id: MarkId,
    kind: Kind,
    #[serde(skip_serializing_if = "str::is_empty")]
    #[ts(as = "Option<String>", optional)]
    note: &'m str,
    #[serde(skip_serializing_if = "str::is_empty")]
    #[ts(as = "Option<String>", optional)]
    correction: &'m str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<String>>", optional)]
    tags: Vec<&'m str>,
    created: &'m Touch,
    /// Where it was changed since it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    changed: Option<&'m Touch>,
    /// In the revision that it crosses with: where, and the words there.
    places: Vec<(TextRange, &'m str)>,
    /// How it came there, where something changed.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[ts(as = "Option<Vec<Carried>>", optional)]
    carried: &'m [Carried],
}

impl<'m> From<&'m Mark> for MarkRow<'m> {
    fn from(mark: &'m Mark) -> Self {
        Self {
            id: mark.id,
            kind: mark.kind,
            note: &mark.note,
            correction: &mark.correction,
            tags: mark.tags.iter().map(String::as_str).collect(),
            created: &mark.created,
            changed: (mark.changed != mark.created).then_some(&mark.changed),
            places: mark.places.iter().map(|place| (place.range, &*place.quote)).collect(),
            carried: &mark.carried,
        }
    }
}

/// `marks`: of one article, with their places in one revision.
pub(super) fn rows<S: Serializer>(marks: &[Mark], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(marks.iter().map(MarkRow::from))
}

#[cfg(test)]
mod tests {
    use obelus_core::id::{ArticleId, RevisionId, Time};
    use obelus_core::place::Place;
    use serde_json::json;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn what_goes_without_saying_is_left_out() {
        let touch = Touch {
            by: "Lise".to_owned(),
            at: Time(5),
        };
        let mut mark = Mark {
            id: MarkId(Uuid::nil()),
            article: ArticleId(Uuid::nil()),
            kind: Kind::Note,
            note: String::new(),
            correction: String::new(),
            tags: std::collections::BTreeSet::new(),
            created: touch.clone(),
            changed: touch,
            places: vec![Place {
                revision: RevisionId(Uuid::nil()),
                range: TextRange::try_from((3, 6)).unwrap(),
                quote: "49%".to_owned(),
            }],
            carried: Vec::new(),
            elsewhere: Some("{}".to_owned()),
        };
        let bare = json!({
            "id": Uuid::nil(), "kind": {"is": "note"}, "created": {"by": "Lise", "at": 5}, "places": [[[3, 6], "49%"]],
        });
        assert_eq!(json!(MarkRow::from(&mark)), bare);
        mark.note = "Vu.".to_owned();
        mark.tags.insert("chiffres".to_owned());
        mark.changed.at = Time(6);
        let told = json!(MarkRow::from(&mark));
        assert_eq!(
            (&told["note"], &told["tags"], &told["changed"]),
            (&json!("Vu."), &json!(["chiffres"]), &json!({"by": "Lise", "at": 6}))
        );
    }
}
