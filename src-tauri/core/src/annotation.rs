//! What others noted on a text before it came here: comments, answers to them, highlights.

use serde::{Deserialize, Serialize};

use crate::id::{MarkId, Time};
use crate::mark::Colour;
use crate::text::TextRange;

/// What somebody noted on a passage before the file came here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annotation {
    /// In the text that it comes with; at least one.
    pub ranges: Vec<TextRange>,
    /// The colour nearest to the one it had; nothing for a note.
    pub highlight: Option<Colour>,
    /// The first remark, then the answers to it; empty for a highlight without words.
    pub remarks: Vec<Remark>,
    /// Whether they called it settled.
    pub done: bool,
    /// What it is about, in a copy of ours that came back.
    pub on: Option<OnMark>,
}

/// That it is about a mark of ours, and whether it begins with what we wrote there ourselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnMark {
    pub mark: MarkId,
    /// Nobody touched the first remark since we wrote it; what follows are answers.
    pub is_ours: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Remark {
    pub author: Option<String>,
    pub time: Option<Time>,
    /// Markdown.
    pub words: String,
}

impl Annotation {
    /// The whole conversation as Markdown: the first remark, then each answer under the name of who gave it. Who made
    /// the first one, and when, is said beside a mark.
    #[must_use]
    pub fn thread(&self) -> String {
        let mut thread = String::new();
        for (number, remark) in self.remarks.iter().enumerate() {
            if number > 0 {
                thread += &format!("\n\n{}", remark.signed());
            } else {
                thread += remark.words.trim();
            }
        }
        thread
    }
}

impl Remark {
    /// What somebody answered, under their name and the day.
    #[must_use]
    pub fn signed(&self) -> String {
        let day = self.time.map(|time| {
            let (year, month, day) = time.day();
            format!("{year:04}-{month:02}-{day:02}")
        });
        let name = self.author.as_deref().map(str::trim).filter(|name| !name.is_empty());
        let name = name.map(|name| format!("**{}**", plain(name)));
        let signature: Vec<String> = name.into_iter().chain(day).collect();
        let signature = format!("— {}", signature.join(", "));
        format!("{}\n\n{}", signature.trim_end(), self.words.trim())
    }
}

/// A name that Markdown takes for nothing but itself.
fn plain(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for c in name.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if c.is_ascii_punctuation() {
            plain.push('\\');
        }
        plain.push(c);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remark(author: &str, day: i64, words: &str) -> Remark {
        Remark {
            author: (!author.is_empty()).then(|| author.to_owned()),
            time: (day > 0).then_some(Time(day * 86_400_000)),
            words: words.to_owned(),
        }
    }

    fn thread(remarks: Vec<Remark>) -> String {
        let annotation = Annotation {
            ranges: Vec::new(),
            highlight: None,
            remarks,
            done: false,
            on: None,
        };
        annotation.thread()
    }

    #[test]
    fn a_thread_says_who_answered_and_when() {
        assert_eq!(
            thread(vec![remark("Lise", 20_000, " Une *source* ? \n")]),
            "Une *source* ?"
        );
        let answered = vec![
            remark("Lise", 20_000, "Une source ?"),
            remark("Jean  Martin", 20_001, "Le rapport."),
            remark("", 20_002, "Lequel ?"),
            remark("", 0, "Celui de 2023."),
        ];
        assert_eq!(
            thread(answered),
            "Une source ?\n\n— **Jean Martin**, 2024-10-05\n\nLe rapport.\n\n— 2024-10-06\n\nLequel ?\n\n—\n\nCelui de 2023."
        );
        assert_eq!(thread(Vec::new()), "");
    }

    #[test]
    fn a_name_is_no_markup() {
        let answered = vec![remark("L", 0, "A"), remark("**x** <b>[y](z)", 0, "B")];
        assert_eq!(thread(answered), "A\n\n— **\\*\\*x\\*\\* \\<b\\>\\[y\\]\\(z\\)**\n\nB");
    }
}
