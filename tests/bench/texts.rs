//! Generated articles of any size, as text, Markdown and HTML, and marks all over them. The same at each run.

use std::fmt::Write;

use obelus_core::article::{Article, Format, Origin, Original, Revision};
use obelus_core::body::Body;
use obelus_core::id::{ArticleId, MarkId, RevisionId, Time, Touch};
use obelus_core::mark::{Kind, Mark, Place, Status};
use obelus_core::text::Text;
use obelus_formats::Incoming;
use uuid::Uuid;

const WORDS: &[&str] = &[
    "le",
    "la",
    "un",
    "une",
    "des",
    "ministre",
    "annonce",
    "budget",
    "près",
    "de",
    "12,4",
    "millions",
    "d’euros",
    "entreprise",
    "salariés",
    "selon",
    "rapport",
    "publié",
    "mardi",
    "hausse",
    "49%",
    "parts",
    "société",
    "groupe",
    "français",
    "européen",
    "décision",
    "conseil",
    "après",
    "avant",
    "pendant",
    "année",
    "2023",
    "chiffre",
    "étude",
    "majorité",
    "première",
    "fois",
    "région",
    "ville",
    "habitants",
    "affirme",
    "précise",
    "conteste",
    "«\u{a0}jamais\u{a0}»",
    "toujours",
    "presque",
    "environ",
];

/// A small generator of numbers (PCG's multiplier and increment), so that each run has the same texts.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn thrown() -> Self {
        Self(11)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits fit") % limit
    }

    fn sentence(&mut self) -> String {
        let mut words: Vec<&str> = (0..8 + self.below(14))
            .map(|_| WORDS[self.below(WORDS.len())])
            .collect();
        words.insert(0, "Mercredi,");
        words.join(" ") + "."
    }

    fn paragraph(&mut self) -> String {
        (0..3 + self.below(4))
            .map(|_| self.sentence())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// An article of about so many bytes, in a format that is written by hand: text, Markdown or HTML.
pub(crate) fn article(format: Format, title: &str, bytes: usize) -> String {
    let mut dice = Dice(7);
    let mut out = String::with_capacity(bytes + 2000);
    match format {
        Format::Text => writeln!(out, "{title}\n"),
        Format::Markdown => writeln!(out, "# {title}\n"),
        Format::Html => writeln!(
            out,
            "<!doctype html><html lang=\"fr\"><title>{title}</title><body><article><h1>{title}</h1>"
        ),
        _ => unreachable!("the bench writes none of {format:?}"),
    }
    .expect("a string takes all");
    let mut number = 0;
    while out.len() < bytes {
        number += 1;
        let paragraph = dice.paragraph();
        let heading = (number % 9 == 0).then(|| format!("Partie {}", number / 9));
        match (format, heading) {
            (Format::Text, Some(heading)) => writeln!(out, "{heading}\n\n{paragraph}\n"),
            (Format::Text, None) => writeln!(out, "{paragraph}\n"),
            (Format::Markdown, Some(heading)) => writeln!(out, "## {heading}\n\n**Note.** {paragraph}\n"),
            (Format::Markdown, None) => writeln!(out, "{paragraph} [Lire](https://example.org/{number})\n"),
            (Format::Html, Some(heading)) => {
                writeln!(out, "<h2>{heading}</h2>\n<p><strong>Note.</strong> {paragraph}</p>")
            }
            (Format::Html, None) => writeln!(
                out,
                "<p>{paragraph} <a href=\"https://example.org/{number}\">Lire</a></p>"
            ),
            _ => unreachable!("the bench writes none of {format:?}"),
        }
        .expect("a string takes all");
    }
    if format == Format::Html {
        out.push_str("</article></body></html>\n");
    }
    out
}

/// A Markdown article as it is kept, with so many marks.
pub(crate) fn checked(source: &str, count: u32) -> (Article, Revision, Body, Vec<Mark>) {
    let now = Time(1_700_000_000_000);
    let incoming = Incoming {
        bytes: source.as_bytes(),
        format: Some(Format::Markdown),
        ..Incoming::default()
    };
    let imported = obelus_formats::read(&incoming).expect("generated articles can be read");
    let (article, revision) = (ArticleId(Uuid::now_v7()), RevisionId(Uuid::now_v7()));
    let marks = if count == 0 {
        Vec::new()
    } else {
        marks(article, revision, &imported.body.text, count)
    };
    let original = Original {
        format: Format::Markdown,
        bytes: source.len() as u64,
    };
    let revision = Revision::first(revision, article, &imported.body, Some(original), now);
    let article = Article {
        id: article,
        title: imported.title,
        byline: None,
        site: None,
        published: None,
        url: None,
        language: imported.language,
        origin: Origin::Clipboard,
        created: now,
        binned: None,
    };
    (article, revision, imported.body, marks)
}

/// So many marks, evenly over the text, of every status but “opinion” (which the bench keeps for marks it makes).
pub(crate) fn marks(article: ArticleId, revision: RevisionId, text: &Text, count: u32) -> Vec<Mark> {
    let mut dice = Dice::thrown();
    let statuses = Status::ALL.map(|status| (status != Status::Opinion).then_some(status));
    let statuses: Vec<Status> = statuses.into_iter().flatten().collect();
    let touch = Touch {
        by: "Bench".to_owned(),
        at: Time(1_700_000_000_000),
    };
    let step = text.len() / count;
    (0..count)
        .filter_map(|number| {
            let start = number * step;
            let length = 6 + u32::try_from(dice.below(40)).expect("small");
            let range = text.selection(start, (start + length).min(text.len())).ok()?;
            Some(Mark {
                id: MarkId(Uuid::now_v7()),
                article,
                kind: Kind::claim(statuses[dice.below(statuses.len())]),
                note: if number % 10 == 0 {
                    "À **vérifier** auprès de la source.".to_owned()
                } else {
                    String::new()
                },
                correction: String::new(),
                tags: std::collections::BTreeSet::new(),
                created: touch.clone(),
                changed: touch.clone(),
                places: vec![Place::of(revision, text, range)],
                carried: Vec::new(),
                elsewhere: None,
            })
        })
        .collect()
}
