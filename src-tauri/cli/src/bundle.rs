//! `export --to bundle` and `import FILE.obelus`: articles go to another Obelus, and come from one.

use std::path::{Path, PathBuf};

use obelus_core::article::Article;
use obelus_core::id::GroupId;
use obelus_formats::bundle::{self, ENDING};
use obelus_formats::file_name;
use obelus_library::bundled::{How, IfTwoTexts, Merged};
use obelus_library::handed_on::{self, There};
use serde_json::json;
use uuid::Uuid;

use crate::answer::{Answer, count, short};
use crate::beside::write_beside;
use crate::desk::{Desk, now};
use crate::failure::Failure;
use crate::incoming::{bytes, intake};

pub(crate) fn export(desk: &Desk, article: &Article, output: Option<PathBuf>) -> Result<Answer, Failure> {
    let handed_on = desk.library.bundle(&[article.id])?;
    let app = concat!("obelus-cli ", env!("CARGO_PKG_VERSION"));
    let written = bundle::write(&handed_on, app, now()).map_err(Failure::NoBundle)?;
    let file = match output {
        Some(file) => {
            handed_on::write(&file, &written, There::Replaced).map_err(Failure::unwritable(&file))?;
            file
        }
        None => write_beside(&file_name(&article.title), ENDING, &written)?,
    };
    Ok(Answer::new(
        json!({"file": file.display().to_string(), "bytes": written.len()}),
        format!("{}  {} bytes", file.display(), written.len()),
    ))
}

/// Whether a file says that it is a bundle, by its name or by what is in it.
pub(crate) fn is_one(file: &Path) -> bool {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
    name.is_some_and(|name| bundle::is_named_so(&name)) && file != Path::new("-")
}

pub(crate) fn import(desk: &mut Desk, file: &Path, copy: bool) -> Result<Answer, Failure> {
    let read = intake()?
        .bundle(&bytes(file)?, &|| false)
        .map_err(|error| Failure::Import {
            file: file.display().to_string(),
            error,
        })?;
    let if_two_texts = match copy {
        true => IfTwoTexts::AsAnotherArticle,
        false => IfTwoTexts::LeaveIt,
    };
    let (merged, _) = desk.library.take_bundle(&read, if_two_texts, GroupId(Uuid::now_v7()))?;
    if let [one] = &merged[..]
        && one.how == How::TwoTexts
    {
        return Err(Failure::TwoTexts {
            article: short(one.article),
        });
    }
    let lines: Vec<String> = merged.iter().map(line).collect();
    Ok(Answer::new(json!({"articles": merged}), lines.join("\n")))
}

fn line(merged: &Merged) -> String {
    let how = match merged.how {
        How::New => "new".to_owned(),
        How::There => "there already".to_owned(),
        How::Merged => format!("{} added to what is here", count(merged.steps as usize, "edit")),
        How::Copy => "added as an article of its own".to_owned(),
        How::Erased => "was erased here: added as an article of its own".to_owned(),
        How::TwoTexts => "left: it has another text here".to_owned(),
    };
    let disputed = match merged.disputed.len() {
        0 => String::new(),
        marks => format!(
            ", {} written on both sides: the later words count",
            count(marks, "mark")
        ),
    };
    format!("{}  {how}{disputed}", short(merged.article))
}
