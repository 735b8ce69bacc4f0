//! `export`: an annotated copy, whole or not at all.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use obelus_formats::labels::Labels;
use obelus_formats::{Checked, html_out, markdown_out};
use serde_json::json;

use crate::answer::Answer;
use crate::arguments::{Export, ExportName, LanguageName};
use crate::desk::Desk;
use crate::failure::Failure;

/// The longest file name that is made from a title, in bytes; systems end at 255.
const NAME_LIMIT: usize = 120;

pub(crate) fn export(desk: &Desk, what: Export) -> Result<Answer, Failure> {
    let article = desk.article(&what.article)?;
    let revision = desk.latest(article.id)?;
    let body = desk.library.body(revision.id)?;
    let marks = desk.library.marks(article.id, revision.id)?;
    let colours: Vec<_> = desk
        .library
        .colour_names()?
        .into_iter()
        .filter_map(|(colour, name)| Some((colour, name?)))
        .collect();
    let checked = Checked {
        article: &article,
        revision: &revision,
        body: &body,
        marks: &marks,
        colours: &colours,
    };
    let labels = labels(what.lang.unwrap_or_else(language));
    let (text, ending) = match what.to {
        ExportName::Html => (html_out::export(&checked, &labels), "html"),
        ExportName::Markdown => (markdown_out::export(&checked, &labels), "md"),
    };
    let file = match what.output {
        Some(file) => {
            write(&file, text.as_bytes(), true).map_err(Failure::unwritable(&file))?;
            file
        }
        None => write_beside(&clean(&article.title), ending, text.as_bytes())?,
    };
    Ok(Answer::new(
        json!({"file": file.display().to_string(), "bytes": text.len()}),
        format!("{}  {} bytes", file.display(), text.len()),
    ))
}

/// The words around the article: the very ones of the app.
fn labels(language: LanguageName) -> Labels {
    let words = match language {
        LanguageName::Fr => include_str!("../../../ui/messages/export.fr.json"),
        LanguageName::En => include_str!("../../../ui/messages/export.en.json"),
    };
    serde_json::from_str(words).expect("the message files are tested with the exports")
}

/// French for a French system, English for any other.
fn language() -> LanguageName {
    match sys_locale::get_locale() {
        Some(locale) if locale.to_lowercase().starts_with("fr") => LanguageName::Fr,
        _ => LanguageName::En,
    }
}

/// Writes under a name that no file has yet: nobody asked for one to be replaced.
fn write_beside(stem: &str, ending: &str, bytes: &[u8]) -> Result<PathBuf, Failure> {
    let mut number = 1;
    loop {
        let file = PathBuf::from(match number {
            1 => format!("{stem}.{ending}"),
            _ => format!("{stem} ({number}).{ending}"),
        });
        match write(&file, bytes, false) {
            Ok(()) => return Ok(file),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(Failure::unwritable(&file)(error)),
        }
    }
}

/// Writes a neighbour and gives it the name when it is on disk.
fn write(file: &Path, bytes: &[u8], replace: bool) -> io::Result<()> {
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".obelus-").suffix(".part");
    // A copy is to be handed on: readable as any other file that this person makes.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut new = builder.tempfile_in(folder)?;
    new.write_all(bytes)?;
    new.as_file().sync_all()?;
    if replace {
        // Renaming over a folder or a device would fail late or do harm.
        if fs::metadata(file).is_ok_and(|there| !there.is_file()) {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        new.persist(file)?;
    } else {
        new.persist_noclobber(file)?;
    }
    Ok(())
}

/// A title as a file name that every system takes: no separators, no controls, no reserved name.
fn clean(title: &str) -> String {
    let words: String = title
        .chars()
        .map(|c| match c {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => ' ',
            c if c.is_control() || is_invisible(c) => ' ',
            c => c,
        })
        .collect();
    let mut name = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.len() > NAME_LIMIT {
        name.truncate(name.floor_char_boundary(NAME_LIMIT));
        name.truncate(name.rfind(' ').unwrap_or(name.len()));
    }
    let name = name.trim_matches(['.', ' ', '-']);
    let stem = name.split('.').next().unwrap_or_default().to_ascii_uppercase();
    // Windows keeps these for devices, whatever their ending.
    let device = ["CON", "PRN", "AUX", "NUL"].contains(&stem.as_str())
        || (stem.len() == 4 && (stem.starts_with("COM") || stem.starts_with("LPT")));
    match name {
        "" => "article".to_owned(),
        name if device => format!("{name}_"),
        name => name.to_owned(),
    }
}

/// Characters that would make a name read as another one (Unicode's bidirectional and zero-width controls).
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_a_name_that_every_system_takes() {
        for (title, name) in [
            (
                "Sam Altman de retour à la tête d'OpenAI",
                "Sam Altman de retour à la tête d'OpenAI",
            ),
            ("../../etc/passwd", "etc passwd"),
            ("Qui ? \"49%\" : <tout>", "Qui 49% tout"),
            (" ... ", "article"),
            ("nul", "nul_"),
            ("a\u{202e}cod.exe\u{0}", "a cod.exe"),
            (".cache", "cache"),
            ("-rf", "rf"),
        ] {
            assert_eq!(clean(title), name);
        }
        assert!(clean(&"mot ".repeat(200)).len() <= NAME_LIMIT);
        assert_eq!(clean(&"é".repeat(500)), "é".repeat(60));
    }

    #[test]
    fn the_words_around_an_article_are_there_in_both_languages() {
        assert_eq!(labels(LanguageName::Fr).language, "fr");
        assert_eq!(labels(LanguageName::En).language, "en");
    }
}
