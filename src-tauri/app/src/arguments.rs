//! The command line: `obelus [--library FILE] [FILE…]`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Arguments {
    /// Nothing: `OBELUS_LIBRARY`, or the usual place.
    pub(crate) library: Option<PathBuf>,
    /// Articles to bring in, as absolute paths.
    pub(crate) files: Vec<PathBuf>,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ArgumentError {
    #[error("--library needs the name of a file")]
    NoLibrary,
    #[error("unknown option {0}; use: obelus [--library FILE] [FILE...]")]
    Unknown(String),
}

impl Arguments {
    /// Relative names are taken from `folder`: a second start may come from elsewhere.
    pub(crate) fn parse(
        words: impl IntoIterator<Item = OsString>,
        folder: Option<&Path>,
    ) -> Result<Self, ArgumentError> {
        let absolute = |name: &OsString| {
            let named = name.to_str().and_then(|name| tauri::Url::parse(name).ok());
            let path = named
                .filter(|url| url.scheme() == "file")
                .and_then(|url| url.to_file_path().ok())
                .unwrap_or_else(|| PathBuf::from(name));
            folder.map_or(path.clone(), |folder| folder.join(path))
        };
        let mut arguments = Self::default();
        let mut words = words.into_iter();
        let mut only_files = false;
        while let Some(word) = words.next() {
            match word.to_str() {
                Some("--") if !only_files => only_files = true,
                Some("--library") if !only_files => {
                    let name = words.next().ok_or(ArgumentError::NoLibrary)?;
                    arguments.library = Some(absolute(&name));
                }
                Some(option) if !only_files && option.starts_with("--library=") => {
                    let name = &option["--library=".len()..];
                    if name.is_empty() {
                        return Err(ArgumentError::NoLibrary);
                    }
                    arguments.library = Some(absolute(&name.into()));
                }
                Some(option) if !only_files && option.starts_with('-') => {
                    return Err(ArgumentError::Unknown(option.into()));
                }
                _ => arguments.files.push(absolute(&word)),
            }
        }
        Ok(arguments)
    }

    pub(crate) fn names_no_library(&self) -> bool {
        self.library.is_none() && std::env::var_os("OBELUS_LIBRARY").is_none()
    }
}

/// Says on the terminal why the app does not start; there is no window to say it in.
#[expect(clippy::print_stderr, reason = "there is no window yet")]
pub(crate) fn refuse(why: &dyn std::fmt::Display) -> ExitCode {
    eprintln!("obelus: {why}");
    ExitCode::from(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(words: &[&str]) -> Result<Arguments, ArgumentError> {
        Arguments::parse(words.iter().map(OsString::from), Some(Path::new("/desk")))
    }

    #[test]
    fn files_are_taken_from_the_folder_the_app_was_started_in() {
        let parsed = parse(&["draft.md", "/abs/page.html", "file:///with%20space/a.txt"]).unwrap();
        let paths = ["/desk/draft.md", "/abs/page.html", "/with space/a.txt"].map(PathBuf::from);
        assert_eq!(parsed.files, paths);
    }

    #[test]
    fn a_library_is_named_in_either_way() {
        for words in [
            &["--library", "l.obelus", "a.txt"][..],
            &["a.txt", "--library=l.obelus"],
        ] {
            let parsed = parse(words).unwrap();
            assert_eq!(parsed.library.as_deref(), Some(Path::new("/desk/l.obelus")));
            assert_eq!(parsed.files, [PathBuf::from("/desk/a.txt")]);
        }
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        assert_eq!(parse(&["--library"]), Err(ArgumentError::NoLibrary));
        assert_eq!(parse(&["--library="]), Err(ArgumentError::NoLibrary));
        assert_eq!(
            parse(&["--frobnicate"]),
            Err(ArgumentError::Unknown("--frobnicate".into()))
        );
        assert_eq!(
            parse(&["--", "--odd.txt"]).unwrap().files,
            [PathBuf::from("/desk/--odd.txt")]
        );
    }
}
