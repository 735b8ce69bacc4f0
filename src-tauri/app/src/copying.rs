//! Makes an annotated copy where it can be stopped, and writes it where the person says: whole or not at all.

use std::path::Path;

use obelus_core::done::Done;
use obelus_core::id::ArticleId;
use obelus_formats::labels::Labels;
use obelus_formats::{Checked, CopyError, ExportFormat, Wanted};
use obelus_intake::NotMade;
use obelus_library::Gathered;
use obelus_library::handed_on::{self, There};

use crate::desk::Desk;
use crate::failure::name_of;
use crate::wire::{Exported, Failure};

/// Makes the copy in a child, while the caller waits, and writes it unless `stopped` says otherwise before.
pub(crate) fn copy(
    desk: &Desk,
    article: ArticleId,
    format: ExportFormat,
    wanted: &Wanted,
    labels: &Labels,
    file: &Path,
    stopped: &dyn Fn() -> bool,
) -> Result<Exported, Failure> {
    let (mut gathered, history, original) = desk.library(|library| {
        let gathered = library.gathered(article)?.ok_or(Failure::Gone)?;
        let history = match format.tells_history() {
            true => library.done_to(article)?,
            false => Vec::new(),
        };
        let original = library.original_if(gathered.revision.id, |its| format.keeps(its))?;
        Ok::<_, Failure>((gathered, history, original))
    })?;
    gathered.marks = wanted.of(gathered.marks);
    let history = wanted.told(history, &gathered.marks);
    let mut checked = checked(&gathered, &history, wanted);
    checked.original = original.as_deref();
    let name = name_of(file);
    let made = desk.intake(&name)?.copy(format, &checked, labels, stopped);
    write(file, &made.map_err(|error| not_made(name, &error))?)
}

pub(crate) fn checked<'g>(gathered: &'g Gathered, history: &'g [Done], wanted: &'g Wanted) -> Checked<'g> {
    Checked {
        article: &gathered.article,
        revision: &gathered.revision,
        body: &gathered.body,
        marks: &gathered.marks,
        pictures: &gathered.pictures,
        history,
        original: None,
        colours: &gathered.colours,
        wanted,
    }
}

/// Why there is no copy of that name.
pub(crate) fn not_made(name: String, error: &NotMade) -> Failure {
    match error {
        NotMade::Stopped => Failure::Stopped,
        NotMade::Copy(CopyError::Encrypted) => Failure::OriginalEncrypted { name },
        NotMade::Copy(CopyError::NoOriginal | CopyError::Original { .. }) => Failure::OriginalRefuses { name },
        error => Failure::Unwritable {
            name,
            reason: error.to_string(),
        },
    }
}

/// Writes what leaves the desk; the failure names what the person chose.
pub(crate) fn write(file: &Path, bytes: &[u8]) -> Result<Exported, Failure> {
    let written = handed_on::write(file, bytes, There::Replaced);
    written.map_err(|error| match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Failure::DiskFull {
            file: file.display().to_string(),
        },
        _ => Failure::Unwritable {
            name: name_of(file),
            reason: error.to_string(),
        },
    })?;
    Ok(Exported {
        file: file.display().to_string(),
        bytes: bytes.len() as u64,
    })
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use obelus_core::mark::{Kind, Status};

    use super::*;
    use crate::test_desk::TestDesk;

    /// Makes a copy of a small article that is stopped when it has been asked so often whether it is.
    fn stopped_after(asked: usize) -> (Result<Exported, Failure>, Vec<String>) {
        let desk = TestDesk::new();
        let article = desk.article("Trois mots ici.\n\nEt quatre mots là.");
        desk.mark(article, "quatre mots", Kind::claim(Status::Wrong));
        let folder = tempfile::tempdir().unwrap();
        let left = Cell::new(asked);
        let stopped = || left.replace(left.get().saturating_sub(1)) == 0;
        let made = copy(
            &desk.desk,
            article,
            ExportFormat::Html,
            &Wanted::default(),
            &Labels::in_language("fr"),
            &folder.path().join("copie.html"),
            &stopped,
        );
        let there = std::fs::read_dir(folder.path()).unwrap();
        let names = there.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        (made, names.collect())
    }

    #[test]
    fn a_copy_that_is_stopped_leaves_nothing_behind() {
        assert_eq!(stopped_after(0), (Err(Failure::Stopped), Vec::new()));
    }

    #[test]
    fn a_copy_that_nobody_stops_is_written() {
        let (made, there) = stopped_after(1_000);
        assert!(made.unwrap().bytes > 1_000);
        assert_eq!(there, ["copie.html"]);
    }
}
