//! `export`: an annotated copy, whole or not at all.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use obelus_core::edit::EditError;
use obelus_formats::labels::Labels;
use obelus_formats::{Checked, ExportFormat, Missing, Publishing, Wanted, WordMarks, file_name};
use obelus_library::LibraryError;
use obelus_library::handed_on::{self, There};
use serde_json::json;

use crate::answer::Answer;
use crate::arguments::{Export, KindName, LanguageName, Target};
use crate::beside::write_beside;
use crate::bundle;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::incoming::intake;

pub(crate) fn export(desk: &Desk, what: Export) -> Result<Answer, Failure> {
    let article = desk.article(&what.article)?;
    let format = match what.to {
        Target::Copy(format) => format,
        Target::Bundle => return bundle::export(desk, &article, what.output),
    };
    let gathered = desk.library.gathered(article.id)?;
    let mut gathered = gathered.ok_or(LibraryError::Edit(EditError::NoArticle(article.id)))?;
    let wanted = wanted(&what);
    gathered.marks = wanted.of(gathered.marks);
    let history = match format.tells_history() {
        true => wanted.told(desk.library.done_to(article.id)?, &gathered.marks),
        false => Vec::new(),
    };
    let original = desk
        .library
        .original_if(gathered.revision.id, |its| format.keeps(its))?;
    let checked = Checked {
        article: &gathered.article,
        revision: &gathered.revision,
        body: &gathered.body,
        marks: &gathered.marks,
        pictures: &gathered.pictures,
        history: &history,
        original: original.as_deref(),
        colours: &gathered.colours,
        wanted: &wanted,
    };
    let labels = labels(what.lang.unwrap_or_else(language));
    let interrupted = interrupted();
    let stop = || interrupted.load(Ordering::Relaxed);
    let copy = intake()?
        .copy(format, &checked, &labels, &stop)
        .map_err(|error| Failure::NotMade {
            what: format.kind(),
            error,
        })?;
    let file = match what.output {
        Some(file) => {
            handed_on::write(&file, &copy, There::Replaced).map_err(Failure::unwritable(&file))?;
            file
        }
        None => write_beside(&file_name(&article.title), format.ending(), &copy)?,
    };
    let mut json = json!({"file": file.display().to_string(), "bytes": copy.len()});
    let mut words = format!("{}  {} bytes", file.display(), copy.len());
    if format == ExportFormat::ClaimReview {
        let missing = wanted.published.missing(gathered.marks.iter().map(|mark| mark.kind));
        json["missing"] = missing.iter().map(|missing| missing.name()).collect();
        for missing in missing {
            words.push_str(match missing {
                Missing::Publisher => "\nmissing: who publishes the check (--publisher)",
                Missing::CheckUrl => "\nmissing: the page on which the check is published (--check-url)",
                Missing::Claims => "\nmissing: a claim that is settled",
            });
        }
    }
    Ok(Answer::new(json, words))
}

/// Whether Ctrl+C was pressed since: it ends the making of the copy, and never leaves half of one.
fn interrupted() -> Arc<AtomicBool> {
    let interrupted = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        // Where it cannot be heard it ends the program as it always did.
        let _ = signal_hook::flag::register(signal, Arc::clone(&interrupted));
    }
    interrupted
}

/// Which marks were asked for.
fn wanted(what: &Export) -> Wanted {
    let any = |kind| what.only.is_empty() || what.only.contains(&kind);
    Wanted {
        claims: any(KindName::Claim),
        notes: any(KindName::Note),
        highlights: any(KindName::Highlight),
        statuses: what.status.iter().map(|status| status.0).collect(),
        tags: what.tag.iter().cloned().collect(),
        words: !what.without_notes,
        report: !what.without_report,
        word_marks: match what.footnotes {
            true => WordMarks::Footnotes,
            false => WordMarks::Comments,
        },
        published: published(what),
    }
}

/// What is said of checks that are published.
fn published(what: &Export) -> Publishing {
    let mut published = Publishing {
        publisher: what.publisher.clone().unwrap_or_default(),
        publisher_url: what.publisher_url.clone().unwrap_or_default(),
        check_url: what.check_url.clone().unwrap_or_default(),
        ..Publishing::default()
    };
    published.ratings.extend(what.rating.iter().cloned());
    published
}

/// The words around the article: the very ones of the app.
fn labels(language: LanguageName) -> Labels {
    Labels::in_language(match language {
        LanguageName::Fr => "fr",
        LanguageName::En => "en",
    })
}

/// French for a French system, English for any other.
fn language() -> LanguageName {
    match sys_locale::get_locale() {
        Some(locale) if locale.to_lowercase().starts_with("fr") => LanguageName::Fr,
        _ => LanguageName::En,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_around_an_article_are_there_in_both_languages() {
        assert_eq!(labels(LanguageName::Fr).language, "fr");
        assert_eq!(labels(LanguageName::En).language, "en");
    }
}
