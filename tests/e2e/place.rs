//! The place a journey happens in: a screen of its own, and a folder that stands for the person's home.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use obelus_library::{Library, LibraryError};
use tempfile::TempDir;

/// A program with everything it started: ended together when this goes.
pub(crate) struct Running(Child);

impl Running {
    pub(crate) fn start(command: &mut Command) -> Self {
        Self(command.process_group(0).spawn().unwrap())
    }

    fn end(&mut self, signal: &str) {
        let group = format!("-{}", self.0.id());
        let _ = Command::new("kill")
            .args([signal, "--", &group])
            .stderr(Stdio::null())
            .status();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end("-KILL");
        let _ = self.0.wait();
    }
}

pub(crate) struct Place {
    home: TempDir,
    _screen: Running,
    display: String,
    clipboard: Option<Running>,
    /// Where pictures and logs are kept: `artifacts/e2e`.
    artefacts: PathBuf,
    /// The system's language, as in `LANG`.
    language: &'static str,
}

impl Place {
    /// `language` is `fr` or `en`.
    pub(crate) fn new(language: &'static str) -> Self {
        let home = tempfile::Builder::new().prefix("obelus-journey").tempdir().unwrap();
        let artefacts = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("artifacts/e2e");
        fs::create_dir_all(&artefacts).unwrap();
        // Xvfb finds a free number itself and writes it to the descriptor it is told.
        let mut screen = Command::new("Xvfb")
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1600x1000x24",
                "-nolisten",
                "tcp",
                "-noreset",
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .unwrap();
        let mut number = String::new();
        BufReader::new(screen.stdout.take().unwrap())
            .read_line(&mut number)
            .unwrap();
        let display = format!(":{}", number.trim());
        Self {
            home,
            _screen: Running(screen),
            display,
            clipboard: None,
            artefacts,
            language,
        }
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    pub(crate) fn artefact(&self, name: &str) -> PathBuf {
        self.artefacts.join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.file(name);
        fs::write(&path, text).unwrap();
        path
    }

    pub(crate) fn library(&self) -> PathBuf {
        self.file("library.obelus")
    }

    /// A program that sees this screen, this home, this language, and nothing of the machine's own session.
    pub(crate) fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        let locale = if self.language == "fr" {
            "fr_FR.UTF-8"
        } else {
            "en_GB.UTF-8"
        };
        command
            .env("DISPLAY", &self.display)
            .env("HOME", self.home.path())
            .env("XDG_DATA_HOME", self.file("data"))
            .env("XDG_CONFIG_HOME", self.file("config"))
            .env("XDG_CACHE_HOME", self.file("cache"))
            .env("XDG_RUNTIME_DIR", self.home.path())
            .env("OBELUS_LIBRARY", self.library())
            // What a person would choose in the system's dialogs, which cannot be driven.
            .env("OBELUS_TEST_SAVE_AS", self.file("annotated"))
            .env("OBELUS_TEST_OPEN", self.file("chosen.html"))
            // A journey's web site stands on this machine.
            .env("OBELUS_TEST_LOCAL_PAGES", "1")
            .env("GDK_BACKEND", "x11")
            .env("NO_AT_BRIDGE", "1")
            .env("LANG", locale)
            .env("LC_ALL", locale)
            .env("LANGUAGE", self.language)
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            // Screenshots hang with either of these.
            .env_remove("WEBKIT_DISABLE_COMPOSITING_MODE")
            .env_remove("WEBKIT_DISABLE_DMABUF_RENDERER");
        command
    }

    /// Puts words on the clipboard of this screen; `flavour` is a media type, such as `text/html`.
    pub(crate) fn copy(&mut self, flavour: &str, text: &str) {
        self.clipboard = None;
        let target = if flavour == "text/plain" {
            "UTF8_STRING"
        } else {
            flavour
        };
        // Quiet and in the foreground: it owns the clipboard until it is ended.
        let mut command = self.command("xclip");
        command.args(["-quiet", "-selection", "clipboard", "-target", target]);
        let mut owner = command
            .stdin(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .unwrap();
        owner.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        self.clipboard = Some(Running(owner));
        while self.copied(target) != text.as_bytes() {
            std::thread::yield_now();
        }
    }

    /// What the clipboard of this screen holds in a flavour; nothing where it has none.
    pub(crate) fn copied(&self, target: &str) -> Vec<u8> {
        let mut look = self.command("xclip");
        let shown = look
            .args(["-selection", "clipboard", "-target", target, "-out"])
            .stderr(Stdio::null())
            .output();
        shown.map(|shown| shown.stdout).unwrap_or_default()
    }

    /// The library, once nobody else has it open any more: an app that was closed takes a moment to be gone.
    pub(crate) fn opened_library(&self) -> Library {
        let begin = Instant::now();
        loop {
            match Library::open(&self.library(), "journey") {
                Err(LibraryError::InUse { .. }) if begin.elapsed() < Duration::from_secs(10) => {
                    std::thread::sleep(Duration::from_millis(20));
                }
                opened => return opened.unwrap(),
            }
        }
    }

    pub(crate) fn log(&self, name: &str) -> File {
        File::create(self.artefact(name)).unwrap()
    }
}
