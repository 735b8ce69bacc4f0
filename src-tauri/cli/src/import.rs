//! `import`: files, folders, archives and pages become articles.

use std::path::Path;

use obelus_core::arrive::arrive;
use obelus_core::article::{Article, Revision};
use obelus_core::edit::{Edit, EditError};
use obelus_core::id::ArticleId;
use obelus_intake::many::{gather, holds_several};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::answer::{Answer, count, short};
use crate::arguments::Import;
use crate::bundle;
use crate::desk::{Desk, now};
use crate::failure::Failure;
use crate::incoming::{Incoming, intake, is_address, not_taken};
use crate::returned::{self, IfBehind};

pub(crate) fn import(desk: &mut Desk, what: Import) -> Result<Answer, Failure> {
    if let [file] = &what.files[..]
        && bundle::is_one(file)
    {
        return bundle::import(desk, file, what.copy);
    }
    if let [file] = &what.files[..]
        && (is_address(file) || !holds_several(file))
    {
        let kept = keep(desk, Incoming::read(&intake()?, file, &what.how)?, &what)?;
        return Ok(Answer::new(kept.json, kept.words));
    }
    if what.title.is_some() || what.url.is_some() {
        let wrong = "--title and --url are of one article: give one file";
        return Err(Failure::Usage(wrong.into()));
    }
    let mut report = Report::default();
    for file in &what.files {
        several(desk, file, &what, &mut report)?;
    }
    Ok(report.answer())
}

/// Brings in all that one argument leads to. What fails is reported, and does not keep the rest out.
fn several(desk: &mut Desk, file: &Path, what: &Import, report: &mut Report) -> Result<(), Failure> {
    let intake = intake()?;
    if is_address(file) || file == Path::new("-") {
        let shown = file.display().to_string();
        let kept = Incoming::read(&intake, file, &what.how).and_then(|incoming| keep(desk, incoming, what));
        report.add(shown, kept);
        return Ok(());
    }
    let gathered = gather(&intake, &[file.to_owned()], &|| false).map_err(|error| Failure::Import {
        file: file.display().to_string(),
        error,
    })?;
    for item in gathered.items {
        let kept = Incoming::of_item(&intake, &item, &what.how).and_then(|incoming| keep(desk, incoming, what));
        report.add(item.shown, kept);
    }
    for missed in gathered.missed {
        let failure = not_taken(missed.shown.clone(), missed.why);
        report.add(missed.shown, Err(failure));
    }
    Ok(())
}

/// The article that was made from the same bytes before, unless this one is to be read or called otherwise.
fn there(desk: &Desk, incoming: &Incoming, what: &Import) -> Result<Option<Kept>, Failure> {
    if what.how.verbatim || what.how.format.is_some() {
        return Ok(None);
    }
    let Some((article, revision)) = desk.library.with_original(&incoming.bytes)? else {
        return Ok(None);
    };
    let article = desk.library.article(article)?;
    let Some(article) = article.filter(|article| what.title.as_ref().is_none_or(|title| *title == article.title))
    else {
        return Ok(None);
    };
    let revisions = desk.library.revisions(article.id)?;
    let kept = revisions.iter().find(|one| one.id == revision).map(|revision| {
        let mut kept = Kept::of(&article, revision);
        kept.json["already"] = true.into();
        kept.words += ", there already";
        kept
    });
    Ok(kept)
}

/// The article that others answered a copy of, unless the file is to be read or called otherwise.
fn came_back(desk: &mut Desk, incoming: &Incoming, what: &Import) -> Result<Option<Kept>, Failure> {
    if what.how.verbatim || what.title.is_some() {
        return Ok(None);
    }
    let taken = returned::take(desk, incoming, what.how.changes.into(), IfBehind::Refuse)?;
    let Some(taken) = taken else { return Ok(None) };
    let article = desk.library.article(taken.article)?;
    let article = article.ok_or(Failure::Library(EditError::NoArticle(taken.article).into()))?;
    let mut kept = Kept::of(&article, &desk.latest(article.id)?);
    if taken.is_there {
        kept.json["already"] = true.into();
    }
    kept.json["returned"] = taken.json;
    kept.words += &format!("\n{}", taken.words);
    Ok(Some(kept))
}

/// What came of one text.
struct Kept {
    json: Value,
    words: String,
}

/// Keeps a text as an article, unless one was made from the same bytes.
fn keep(desk: &mut Desk, incoming: Incoming, what: &Import) -> Result<Kept, Failure> {
    if let Some(kept) = there(desk, &incoming, what)? {
        return Ok(kept);
    }
    if let Some(kept) = came_back(desk, &incoming, what)? {
        return Ok(kept);
    }
    let Incoming {
        imported,
        bytes,
        origin,
    } = incoming;
    let (replaced, doubt) = (imported.replaced, imported.doubt);
    let id = ArticleId(Uuid::now_v7());
    let mut arriving = imported.arriving(id, origin, now(), bytes, what.how.changes.into());
    if let Some(title) = &what.title {
        arriving.article.title.clone_from(title);
    }
    if let Some(url) = &what.url {
        arriving.article.url = Some(url.clone());
    }
    let body = arriving.reading.body.clone();
    let article = arriving.article.clone();
    let edits = arrive(arriving, &mut Uuid::now_v7);
    let notes = edits.iter().map(|edit| match edit {
        Edit::AddMarks { marks } => marks.len(),
        _ => 0,
    });
    let notes: usize = notes.sum();
    desk.apply_together(edits)?;
    let revision = desk.latest(id)?;
    let mut kept = Kept::of(&article, &revision);
    let aside: u32 = body.asides.iter().map(|aside| aside.lines).sum();
    kept.say(
        "set_aside",
        aside,
        &format!("{} set aside", count(aside as usize, "line")),
    );
    let unread = format!("{} could not be read", count(replaced as usize, "character"));
    kept.say("replaced", replaced, &unread);
    kept.say("marks", notes as u32, &format!("{} by others", count(notes, "mark")));
    if let Some(doubt) = doubt {
        kept.json["doubt"] = json!(doubt);
        kept.words += ", perhaps not an article: look at it";
    }
    Ok(kept)
}

impl Kept {
    fn of(article: &Article, revision: &Revision) -> Self {
        let language = article.language.as_ref().map(|language| format!(", {language}"));
        Self {
            json: json!({
                "article": article.id,
                "revision": revision.number,
                "title": article.title,
                "language": article.language,
                "characters": revision.characters,
                "words": revision.words,
            }),
            words: format!(
                "{}  {}\n{} words{}",
                short(article.id),
                article.title,
                revision.words,
                language.unwrap_or_default(),
            ),
        }
    }

    /// A number that people are told where it is not none.
    fn say(&mut self, name: &str, number: u32, words: &str) {
        self.json[name] = number.into();
        if number > 0 {
            self.words += &format!(", {words}");
        }
    }
}

/// All that came of several.
#[derive(Default)]
struct Report {
    articles: Vec<Value>,
    failures: Vec<Value>,
    words: Vec<String>,
}

impl Report {
    fn add(&mut self, file: String, kept: Result<Kept, Failure>) {
        match kept {
            Ok(mut kept) => {
                kept.json["file"] = file.into();
                self.articles.push(kept.json);
                self.words.push(kept.words);
            }
            Err(failure) => {
                let mut json = failure.json()["error"].take();
                json["file"] = file.into();
                self.failures.push(json);
                self.words.push(format!("not taken in: {failure}"));
            }
        }
    }

    fn answer(mut self) -> Answer {
        let there = self
            .articles
            .iter()
            .filter(|article| article["already"] == true)
            .count();
        let new = self.articles.len() - there;
        let mut sum = count(new, "article");
        if there > 0 {
            sum += &format!(", {there} there already");
        }
        if !self.failures.is_empty() {
            sum += &format!(", {} not taken in", self.failures.len());
        }
        self.words.push(sum);
        Answer {
            met: self.failures.is_empty(),
            json: json!({"articles": self.articles, "failures": self.failures}),
            words: self.words.join("\n"),
        }
    }
}
