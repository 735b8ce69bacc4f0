//! `import`: a file becomes an article.

use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use obelus_core::article::{Article, Format, Origin, Original, Revision, RevisionReason};
use obelus_core::edit::{Content, Edit};
use obelus_core::id::{ArticleId, RevisionId};
use obelus_formats::{FILE_LIMIT, Incoming, ReadError};
use serde_json::json;
use uuid::Uuid;

use crate::answer::{Answer, count, short};
use crate::arguments::{FormatName, Import};
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

pub(crate) fn import(desk: &mut Desk, what: Import) -> Result<Answer, Failure> {
    let bytes = bytes(&what.file)?;
    let piped = what.file == Path::new("-");
    let name = what.file.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.filter(|_| !piped).unwrap_or_default();
    let incoming = Incoming {
        bytes: &bytes,
        name: (!piped).then_some(&name),
        format: what.format.map(|format| match format {
            FormatName::Text => Format::Text,
            FormatName::Markdown => Format::Markdown,
            FormatName::Html => Format::Html,
        }),
        verbatim: what.verbatim,
    };
    let imported = obelus_formats::read(&incoming).map_err(|error: ReadError| Failure::Import {
        file: if piped {
            "standard input".into()
        } else {
            what.file.display().to_string()
        },
        error,
    })?;
    let created = now();
    let article = Article {
        id: ArticleId(Uuid::now_v7()),
        title: what.title.unwrap_or(imported.title),
        byline: imported.byline,
        site: imported.site,
        url: what.url.or(imported.url),
        language: imported.language,
        origin: if piped { Origin::Pipe } else { Origin::File { name } },
        created,
        binned: None,
    };
    let body = imported.body;
    let revision = Revision {
        id: RevisionId(Uuid::now_v7()),
        article: article.id,
        number: 1,
        reason: RevisionReason::Imported,
        created,
        original: Some(Original {
            format: imported.format,
            bytes: bytes.len() as u64,
        }),
        characters: body.text.len(),
        words: body.text.words(),
    };
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
        body: Arc::new(body),
        original: bytes.into(),
    });
    desk.apply(Edit::AddArticle {
        article,
        revision,
        content,
    })?;
    Ok(Answer::new(json, words))
}
