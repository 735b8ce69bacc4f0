//! Checked articles for the tests of exports.

use std::collections::BTreeMap;
use std::sync::Arc;

use obelus_core::article::{Article, Format, Origin, Revision, RevisionReason};
use obelus_core::body::Body;
use obelus_core::done::Done;
use obelus_core::id::{ArticleId, MarkId, RevisionId, Time, Touch};
use obelus_core::mark::{Colour, Kind, Mark, Place, Status};
use obelus_core::picture::PictureId;
use obelus_core::placement::{Before, Carried, Placement, Reason};
use obelus_core::text::TextRange;
use obelus_formats::{Checked, Imported, Incoming, Wanted, read, sample};
use uuid::Uuid;

/// An article with marks, owned.
pub(crate) struct Sheet {
    pub(crate) article: Article,
    pub(crate) revision: Revision,
    pub(crate) body: Body,
    pub(crate) marks: Vec<Mark>,
    pub(crate) pictures: BTreeMap<PictureId, Arc<[u8]>>,
    pub(crate) history: Vec<Done>,
    /// The Word file that it came from.
    pub(crate) original: Option<Vec<u8>>,
    pub(crate) colours: Vec<(Colour, String)>,
    pub(crate) wanted: Wanted,
}

impl Sheet {
    pub(crate) fn of(imported: Imported) -> Self {
        let id = ArticleId(Uuid::from_u128(1));
        // 1 November 2023, 12:00 UTC.
        let created = Time(1_698_840_000_000);
        Self {
            article: Article {
                id,
                title: imported.title,
                byline: imported.byline,
                site: imported.site,
                published: None,
                url: imported.url,
                language: imported.language,
                origin: Origin::Sample,
                created,
                binned: None,
            },
            revision: Revision {
                id: RevisionId(Uuid::from_u128(2)),
                article: id,
                number: 1,
                reason: RevisionReason::Imported,
                created,
                original: None,
                characters: imported.body.text.len(),
                words: imported.body.text.words(),
            },
            body: imported.body,
            marks: Vec::new(),
            pictures: imported
                .pictures
                .into_iter()
                .map(|file| (file.id, file.bytes))
                .collect(),
            history: Vec::new(),
            original: None,
            colours: vec![(Colour::Green, "Citations <à relire>".to_owned())],
            wanted: Wanted::default(),
        }
    }

    pub(crate) fn text(text: &str) -> Self {
        let imported = read(&Incoming {
            bytes: text.as_bytes(),
            format: Some(Format::Text),
            verbatim: true,
            ..Incoming::default()
        });
        Self::of(imported.unwrap())
    }

    pub(crate) fn markdown(markdown: &str) -> Self {
        let imported = read(&Incoming {
            bytes: markdown.as_bytes(),
            format: Some(Format::Markdown),
            ..Incoming::default()
        });
        Self::of(imported.unwrap())
    }

    pub(crate) fn checked(&self) -> Checked<'_> {
        Checked {
            article: &self.article,
            revision: &self.revision,
            body: &self.body,
            marks: &self.marks,
            pictures: &self.pictures,
            original: self.original.as_deref(),
            history: &self.history,
            colours: &self.colours,
            wanted: &self.wanted,
        }
    }

    /// A mark on each place of `words`.
    pub(crate) fn mark(&mut self, words: &str, kind: Kind, note: &str, correction: &str, tags: &[&str]) {
        let ranges = self.body.text.places_of(words);
        assert!(!ranges.is_empty(), "{words} is not in the article");
        self.mark_ranges(&ranges, kind, note, correction, tags);
    }

    pub(crate) fn mark_ranges(
        &mut self,
        ranges: &[TextRange],
        kind: Kind,
        note: &str,
        correction: &str,
        tags: &[&str],
    ) {
        let touch = Touch {
            by: "CR".to_owned(),
            at: Time(1_700_524_800_000 + self.marks.len() as i64 * 3_600_000),
        };
        let place = |range: &TextRange| Place {
            revision: self.revision.id,
            range: *range,
            quote: self.body.text.slice(*range).to_owned(),
        };
        self.marks.push(Mark {
            id: MarkId(Uuid::from_u128(100 + self.marks.len() as u128)),
            article: self.article.id,
            kind,
            note: note.to_owned(),
            correction: correction.to_owned(),
            tags: tags.iter().map(|&tag| tag.to_owned()).collect(),
            created: touch.clone(),
            changed: touch,
            places: ranges.iter().map(place).collect(),
            carried: Vec::new(),
            elsewhere: None,
        });
    }

    /// Takes the last mark its place: it stood on `quote` in the version before, or on its own words.
    pub(crate) fn lose_last(&mut self, quote: Option<&str>) {
        let gone = self.marks.last_mut().unwrap();
        let mut from = gone.places.remove(0);
        from.revision = RevisionId(Uuid::from_u128(9));
        if let Some(quote) = quote {
            from.quote = quote.to_owned();
        }
        gone.carried.push(Carried {
            revision: self.revision.id,
            from: Before::Place(from),
            placement: Placement::Lost,
            range: None,
            candidates: Vec::new(),
            gap: None,
            reason: Reason::Gone,
            score: 100,
            answer: None,
        });
    }

    /// Marks everywhere, some across paragraphs, every other one with the correction.
    pub(crate) fn mark_everywhere(&mut self, note: &str, correction: &str) {
        for start in (0..self.body.text.len()).step_by(7) {
            let end = (start + 11 + start % 40).min(self.body.text.len());
            if let Ok(range) = self.body.text.selection(start, end) {
                let status = Status::ALL[start as usize % 7];
                let correction = if start % 2 == 0 { correction } else { "" };
                self.mark_ranges(&[range], Kind::claim(status), note, correction, &[]);
            }
        }
    }

    /// An article for each body that is kept among the fixtures, and the name of its file.
    pub(crate) fn kept_bodies() -> Vec<(String, Self)> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/bodies");
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let sheets = files.map(|path| {
            let mut sheet = Self::text("x");
            sheet.body = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
            (path.display().to_string(), sheet)
        });
        sheets.collect()
    }

    /// The sample article as somebody may have checked it.
    pub(crate) fn sample(language: &str) -> Self {
        let mut sheet = Self::markdown(sample(language));
        let claim = Kind::claim;
        let fr = language == "fr";
        let pick = |french: &'static str, english: &'static str| if fr { french } else { english };
        sheet.mark(
            pick("vendredi 17 novembre 2023", "Friday 17 November 2023"),
            claim(Status::Confirmed),
            pick(
                "Communiqué d’OpenAI, daté du 17 novembre.",
                "OpenAI’s statement is dated 17 November.",
            ),
            "",
            &["date"],
        );
        sheet.mark(
            pick("constamment franc", "consistently candid in his communications"),
            claim(Status::Confirmed),
            "*consistently candid*: [openai.com](https://openai.com/blog/openai-announces-leadership-transition)",
            "",
            &["citation"],
        );
        sheet.mark(pick("directrice financière, Mira Murati", "Mira Murati, the chief financial officer"), claim(Status::Wrong), pick("Elle était **directrice technique** (CTO) depuis 2022.\n\n- communiqué du 17 novembre\n- biographie officielle", "She was **chief technology officer** from 2022.\n\n- statement of 17 November\n- official biography"), pick("directrice technique", "the chief technology officer"), &["nom", "titre"]);
        sheet.mark("Mira Murati", Kind::Highlight { colour: Colour::Green }, "", "", &[]);
        sheet.mark(
            pick(
                "Trois chercheurs le suivent dans la nuit.",
                "Three researchers followed him overnight.",
            ),
            claim(Status::Unverifiable),
            "",
            "",
            &[],
        );
        sheet.mark(
            pick(
                "49% des parts de l’entreprise et y a investi environ 13 milliards de dollars",
                "49% of the shares and has committed about $13 billion",
            ),
            claim(Status::Query),
            pick("Deux chiffres, une seule source ?", "Two figures, one source?"),
            "",
            &["chiffres"],
        );
        sheet.mark(
            pick("49% des parts", "49% of the shares"),
            claim(Status::Imprecise),
            pick(
                "La part porte sur les bénéfices de la filiale, pas sur le capital.",
                "The share is of the profits of the capped-profit company, not of its equity.",
            ),
            pick("jusqu’à 49 % des bénéfices", "up to 49% of the profits"),
            &["chiffres"],
        );
        sheet.mark(
            "Los Angeles",
            claim(Status::Wrong),
            pick("Le siège est à San Francisco.", "The offices are in San Francisco."),
            "San Francisco",
            &[],
        );
        sheet.mark(
            pick("700 des quelque 770 salariés", "700 of about 770 employees"),
            Kind::Claim {
                status: Status::Confirmed,
                recheck: true,
            },
            "738 / 770 (*Wired*).",
            "",
            &[],
        );
        sheet.mark(
            pick("22 octobre 2023", "22 October 2023"),
            claim(Status::Unchecked),
            "",
            "",
            &[],
        );
        sheet.mark(
            pick("résume Greg Brockman", "said Greg Brockman"),
            claim(Status::Wrong),
            pick("C’est Sam Altman qui l’a écrit.", "It was Sam Altman who wrote this."),
            pick("résume Sam Altman", "said Sam Altman"),
            &["citation"],
        );
        sheet.mark(
            pick("une semaine hors norme", "how the week went"),
            claim(Status::Opinion),
            "",
            "",
            &[],
        );
        sheet.mark(
            pick("Reste une question", "One question was left open"),
            Kind::Note,
            pick(
                "À développer si la place le permet.",
                "Worth a paragraph more, if there is room.",
            ),
            "",
            &[],
        );
        sheet
    }
}

/// Fails on anything that a browser would run, load or follow by itself.
pub(crate) fn no_active_markup(html: &str) {
    let document = dom_query::Document::from(html);
    let passive = [
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "header",
        "main",
        "article",
        "section",
        "aside",
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "span",
        "b",
        "i",
        "strong",
        "em",
        "s",
        "u",
        "code",
        "pre",
        "sup",
        "sub",
        "small",
        "a",
        "mark",
        "ul",
        "ol",
        "li",
        "blockquote",
        "div",
        "table",
        "tbody",
        "tr",
        "td",
        "th",
        "figure",
        "figcaption",
        "img",
        "hr",
        "br",
        "ruby",
        "rt",
        "ins",
        "bdi",
        "svg",
        "rect",
        "text",
        "fieldset",
        "legend",
        "label",
        "input",
        "dl",
        "dt",
        "dd",
        "thead",
        "del",
    ];
    let attributes = [
        "lang",
        "charset",
        "http-equiv",
        "content",
        "name",
        "class",
        "id",
        "style",
        "dir",
        "href",
        "rel",
        "role",
        "aria-label",
        "aria-hidden",
        "title",
        "start",
        "colspan",
        "rowspan",
        "src",
        "alt",
        "width",
        "height",
        "data-begins",
        "data-ends",
        "data-label",
        "data-reading",
        "aria-labelledby",
        "scope",
        "type",
        "autocomplete",
        "tabindex",
        "x",
        "y",
        "dx",
        "rx",
    ];
    for node in document.root().descendants() {
        let Some(name) = node.node_name() else { continue };
        assert!(passive.contains(&&*name), "an element <{name}>");
        for attribute in node.attrs() {
            let (key, value) = (attribute.name.local.to_string(), attribute.value.to_string());
            assert!(attributes.contains(&key.as_str()), "an attribute {key} on <{name}>");
            if key == "href" {
                let safe = ["https://", "http://", "mailto:", "#"]
                    .iter()
                    .any(|start| value.to_lowercase().starts_with(start));
                assert!(safe, "an address {value}");
            }
            if key == "src" {
                let within = ["data:image/png;base64,", "data:image/jpeg;base64,"];
                assert!(within.iter().any(|start| value.starts_with(start)), "a source {value}");
            }
            if key == "style" {
                assert!(
                    value.chars().all(|c| c.is_ascii_alphanumeric() || "-:;#. ".contains(c)),
                    "a style {value}"
                );
            }
            if key == "type" {
                assert_eq!(value, "checkbox");
            }
            if key == "http-equiv" {
                assert_eq!(value, "Content-Security-Policy");
            }
        }
    }
}

/// A container of parts that are not packed (PKWARE's APPNOTE.TXT 6.3.10).
pub(crate) fn stored(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = Vec::new();
    let mut directory = Vec::new();
    for (name, words) in parts {
        let mut crc = flate2::Crc::new();
        crc.update(words);
        let mut common = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        common.extend(crc.sum().to_le_bytes());
        common.extend((words.len() as u32).to_le_bytes());
        common.extend((words.len() as u32).to_le_bytes());
        common.extend((name.len() as u16).to_le_bytes());
        common.extend([0; 2]);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend((zip.len() as u32).to_le_bytes());
        directory.extend(name.bytes());
        zip.extend(b"PK\x03\x04");
        zip.extend(&common);
        zip.extend(name.bytes());
        zip.extend(*words);
    }
    let start = zip.len() as u32;
    zip.extend(&directory);
    zip.extend(b"PK\x05\x06\0\0\0\0");
    zip.extend((parts.len() as u16).to_le_bytes());
    zip.extend((parts.len() as u16).to_le_bytes());
    zip.extend((directory.len() as u32).to_le_bytes());
    zip.extend(start.to_le_bytes());
    zip.extend([0; 2]);
    zip
}
