//! Somebody at a terminal, with a library of their own.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

pub(crate) const PAGE: &str = "\
Sommaire
Aucun article trouvé.

Le directeur revient

Le conseil a rappelé son directeur lundi. L'investisseur, qui détient 49% des parts de l'entreprise, n'a pas de siège.

Ce que dit le contrat

Les profits sont plafonnés à cent fois la mise. 🇫🇷 Le contrat le dit depuis 2019, et personne ne l'a contesté depuis.
";

/// Somebody at a terminal, with a library of their own.
pub(crate) struct Terminal {
    pub(crate) folder: tempfile::TempDir,
}

impl Terminal {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, words: &str) -> String {
        fs::write(self.path(name), words).unwrap();
        self.path(name).display().to_string()
    }

    pub(crate) fn run(&self, arguments: &[&str], input: &str) -> Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_obelus-cli"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env("HOME", self.folder.path())
            .env("XDG_DATA_HOME", self.folder.path().join("data"))
            .env("OBELUS_LIBRARY", self.path("library.obelus"))
            .env("OBELUS_AUTHOR", "Léa")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that reads nothing may be gone already.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        child.wait_with_output().unwrap()
    }

    /// The JSON answer of a command that must succeed.
    pub(crate) fn ask(&self, arguments: &[&str]) -> Value {
        let output = self.run(&[&["--json"], arguments].concat(), "");
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {error}");
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// The code of a command that must fail: the same on both streams, whatever they are for.
    pub(crate) fn refused(&self, arguments: &[&str]) -> (Value, i32) {
        let output = self.run(&[&["--json"], arguments].concat(), "");
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(stderr.starts_with("error: "), "{arguments:?}: {stderr}");
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        let message = answer["error"]["message"].as_str().unwrap();
        assert!(stderr.contains(message), "{stderr}");
        let plain = self.run(arguments, "");
        assert_eq!(String::from_utf8_lossy(&plain.stdout), "");
        assert_eq!(plain.status.code(), output.status.code());
        (answer["error"].clone(), output.status.code().unwrap())
    }

    pub(crate) fn import(&self, name: &str, words: &str) -> String {
        let file = self.write(name, words);
        text(&self.ask(&["import", &file])["article"])
    }
}

pub(crate) fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value} is no text"))
        .to_owned()
}

/// The place of some words in a text, in code points.
pub(crate) fn place(text: &str, words: &str) -> (usize, usize) {
    let start = text[..text.find(words).unwrap()].chars().count();
    (start, start + words.chars().count())
}
