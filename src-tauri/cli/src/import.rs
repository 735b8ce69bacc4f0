//! `import`: a file becomes an article.

use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use obelus_core::article::{Article, Format, Origin, Original, Revision};
use obelus_core::edit::{Content, Edit};
use obelus_core::id::{ArticleId, RevisionId};
use obelus_formats::{FILE_LIMIT, Imported};
use obelus_intake::{Intake, Limits};
use serde_json::json;
use uuid::Uuid;

use crate::answer::{Answer, count, short};
use crate::arguments::{FormatName, Import, Source};
use crate::desk::{Desk, now};
use crate::failure::Failure;

/// The bytes of a file, `-` for standard input.
pub(crate) fn bytes(file: &Path) -> Result<Vec<u8>, Failure> {
    let source: io::Result<Box<dyn Read>> = if file == Path::new("-") {
        Ok(Box::new(io::stdin().lock()))
    } else {
        fs::File::open(file).map(|file| Box::new(file) as Box<dyn Read>)
    };
    let mut bytes = Vec::new();
    source
        // One byte more than is allowed tells that there is more, without reading it all.
        .and_then(|source| source.take(FILE_LIMIT + 1).read_to_end(&mut bytes))
        .map_err(Failure::unreadable(file))?;
    Ok(bytes)
}

/// What was read, and what it was read from.
pub(crate) struct Incoming {
    pub(crate) imported: Imported,
    pub(crate) bytes: Arc<[u8]>,
    /// Nothing for standard input.
    pub(crate) name: Option<String>,
}

impl Incoming {
    pub(crate) fn read(from: &Source) -> Result<Self, Failure> {
        let bytes = bytes(&from.file)?;
        let piped = from.file == Path::new("-");
        let name = from.file.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = (!piped).then(|| name.unwrap_or_default());
        let incoming = obelus_formats::Incoming {
            bytes: &bytes,
            name: name.as_deref(),
            format: from.format.map(|format| match format {
                FormatName::Text => Format::Text,
                FormatName::Markdown => Format::Markdown,
                FormatName::Html => Format::Html,
            }),
            verbatim: from.verbatim,
            ..obelus_formats::Incoming::default()
        };
        let intake = Intake::in_children(Limits::default()).map_err(Failure::NoIntake)?;
        // Whoever stops this program stops its child as well: they are of one group.
        let imported = intake.read(&incoming, &|| false);
        Ok(Self {
            imported: imported.map_err(|error| Failure::Import {
                file: if piped {
                    "standard input".into()
                } else {
                    from.file.display().to_string()
                },
                error,
            })?,
            bytes: bytes.into(),
            name,
        })
    }

    pub(crate) fn original(&self) -> Original {
        Original {
            format: self.imported.format,
            bytes: self.bytes.len() as u64,
        }
    }
}

pub(crate) fn import(desk: &mut Desk, what: Import) -> Result<Answer, Failure> {
    let incoming = Incoming::read(&what.source)?;
    let original = incoming.original();
    let Incoming { imported, bytes, name } = incoming;
    let created = now();
    let article = Article {
        id: ArticleId(Uuid::now_v7()),
        title: what.title.unwrap_or(imported.title),
        byline: imported.byline,
        site: imported.site,
        published: imported.published,
        url: what.url.or(imported.url),
        language: imported.language,
        origin: name.map_or(Origin::Pipe, |name| Origin::File { name }),
        created,
        binned: None,
    };
    let body = imported.body;
    let revision = Revision::first(RevisionId(Uuid::now_v7()), article.id, &body, Some(original), created);
    let aside: u32 = body.asides.iter().map(|aside| aside.lines).sum();
    let json = json!({
        "article": article.id,
        "revision": 1,
        "title": article.title,
        "language": article.language,
        "characters": revision.characters,
        "words": revision.words,
        "set_aside": aside,
        "replaced": imported.replaced,
    });
    let mut words = format!(
        "{}  {}\n{} words{}",
        short(article.id),
        article.title,
        revision.words,
        article
            .language
            .as_ref()
            .map(|language| format!(", {language}"))
            .unwrap_or_default(),
    );
    if aside > 0 {
        words += &format!(", {} set aside", count(aside as usize, "line"));
    }
    if imported.replaced > 0 {
        words += &format!(", {} could not be read", count(imported.replaced as usize, "character"));
    }
    let content = Some(Content {
        pictures: imported.pictures,
        body: Arc::new(body),
        original: bytes,
    });
    desk.apply(Edit::AddArticle {
        article,
        revision,
        content,
    })?;
    Ok(Answer::new(json, words))
}
