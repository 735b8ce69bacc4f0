//! `check` and `backup`: whether all is well, and a copy for when it is not.

use std::path::Path;

use obelus_library::Library;
use serde_json::json;

use crate::answer::{Answer, count};
use crate::desk::Desk;
use crate::failure::Failure;

pub(crate) fn check(desk: &Desk) -> Result<Answer, Failure> {
    let problems: Vec<String> = desk.library.check()?.iter().map(ToString::to_string).collect();
    let ok = problems.is_empty();
    let words = if ok {
        "all is well".to_owned()
    } else {
        format!("{}\n{}", count(problems.len(), "problem"), problems.join("\n"))
    };
    Ok(Answer {
        met: ok,
        ..Answer::new(json!({"ok": ok, "problems": problems}), words)
    })
}

pub(crate) fn backup(library: &Path, to: &Path) -> Result<Answer, Failure> {
    if !library.exists() {
        return Err(Failure::NoLibrary(library.to_owned()));
    }
    let bytes = Library::backup_of(library, to)?;
    Ok(Answer::new(
        json!({"file": to.display().to_string(), "bytes": bytes}),
        format!("{}  {bytes} bytes", to.display()),
    ))
}
