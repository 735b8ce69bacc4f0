//! The parent: starts a child, hands it what is to be read or made, and takes its answer or ends it.

use std::ffi::OsString;
use std::io::{self, Read};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use obelus_core::body::Body;
use obelus_core::bundle::Bundle;
use obelus_formats::annotations_in::{Annotations, annotations};
use obelus_formats::archive::{self, Unpacked};
use obelus_formats::bundle;
use obelus_formats::labels::Labels;
use obelus_formats::pdf::{PagePicture, PageText};
use obelus_formats::{
    Checked, ExportFormat, FirstPage, Imported, Incoming, annotated_copy, first_page, foreign_to, foreign_to_first,
};

use crate::asked::Asked;
use crate::error::{IntakeError, NotMade};
use crate::limits::Limits;
use crate::ready::Ready;
use crate::{child, drawn, first, frames, order, told, told_bundle, typefaces};

/// How often it is asked whether to stop.
const PULSE: Duration = Duration::from_millis(20);

/// The most that an answer may hold, in bytes: more than the text, its blocks and its pictures can come to.
const ANSWER_LIMIT: u64 = 1 << 30;

/// How much of a child's complaints is kept.
const COMPLAINTS: usize = 16 << 10;

/// What a child may know of its surroundings: where its libraries are.
const SURROUNDINGS: &[&str] = &["LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "SystemRoot"];

/// Where what comes in is read.
#[derive(Clone, Debug)]
pub struct Intake {
    place: Place,
    limits: Limits,
    /// Where children wait before they are needed; nothing where each is started when it is.
    ready: Option<Ready>,
}

#[derive(Clone, Debug)]
enum Place {
    Child(PathBuf),
    Here,
}

impl Intake {
    /// In children of this program, whose `main` begins with [`crate::be_child_if_asked`].
    ///
    /// # Errors
    /// When the system does not tell where this program is.
    pub fn in_children(limits: Limits) -> io::Result<Self> {
        // On Linux this file is the running program even after an update has replaced the one it was started from.
        let program = if cfg!(target_os = "linux") && std::fs::exists("/proc/self/exe")? {
            "/proc/self/exe".into()
        } else {
            std::env::current_exe()?
        };
        Ok(Self {
            place: Place::Child(program),
            limits,
            ready: None,
        })
    }

    /// The same, with a child that waits for the next question from now on, or soon: for a program that stays. Each is
    /// started so much `later`, than what is going on now and than the one before was taken.
    #[must_use]
    pub fn standing_ready(self, later: Duration) -> Self {
        let ready = Some(Ready::new(self.limits, later));
        let standing = Self { ready, ..self };
        standing.refill();
        standing
    }

    /// In this very process, without any limit: for tests of what is done with an article, whose program is not one
    /// that can be a child. No program that is handed on does this (a test looks).
    #[must_use]
    pub fn unguarded() -> Self {
        Self {
            place: Place::Here,
            limits: Limits::default(),
            ready: None,
        }
    }

    /// Reads a file, unless `stop` says otherwise before that is done.
    ///
    /// # Errors
    /// When it is no article, or takes more than the limits allow, or is stopped.
    pub fn read(&self, incoming: &Incoming<'_>, stop: &dyn Fn() -> bool) -> Result<Imported, IntakeError> {
        match &self.place {
            Place::Here => Ok(obelus_formats::read(incoming)?),
            Place::Child(program) => {
                let (imported, _) = told::from_parts(self.ask(program, &Asked::File(*incoming), stop)?)?;
                Ok(imported)
            }
        }
    }

    /// Reads the clipboard: its HTML flavour if it holds words, else its text. Also returns what was read, to be kept.
    ///
    /// # Errors
    /// As [`Intake::read`].
    pub fn read_pasted(
        &self,
        html: Option<&str>,
        text: &str,
        stop: &dyn Fn() -> bool,
    ) -> Result<(Imported, Vec<u8>), IntakeError> {
        match &self.place {
            Place::Here => Ok(obelus_formats::read_pasted(html, text)?),
            Place::Child(program) => told::from_parts(self.ask(program, &Asked::Pasted { html, text }, stop)?),
        }
    }

    /// Unpacks files of an archive, from number `from` on.
    pub(crate) fn unpack(&self, bytes: &[u8], from: u32, stop: &dyn Fn() -> bool) -> Result<Unpacked, IntakeError> {
        match &self.place {
            Place::Here => Ok(archive::unpack(bytes, from, u64::MAX)?),
            Place::Child(program) => {
                told::unpacked_from_parts(self.ask(program, &Asked::Archive { bytes, from }, stop)?)
            }
        }
    }

    /// Reads a file of annotations that were made elsewhere.
    ///
    /// # Errors
    /// As [`Intake::read`].
    pub fn annotations(&self, bytes: &[u8], stop: &dyn Fn() -> bool) -> Result<Annotations, IntakeError> {
        match &self.place {
            Place::Here => Ok(annotations(bytes)?),
            Place::Child(program) => {
                told::annotations_from_parts(&self.ask(program, &Asked::Annotations { bytes }, stop)?)
            }
        }
    }

    /// Reads what another Obelus handed on.
    ///
    /// # Errors
    /// As [`Intake::read`].
    pub fn bundle(&self, bytes: &[u8], stop: &dyn Fn() -> bool) -> Result<Bundle, IntakeError> {
        match &self.place {
            Place::Here => Ok(bundle::read(bytes)?),
            Place::Child(program) => told_bundle::from_parts(self.ask(program, &Asked::Bundle { bytes }, stop)?),
        }
    }

    /// Draws a page (from 0) of a PDF at `scale` pixels a point, with the places of its words in the body that was
    /// made of it.
    ///
    /// # Errors
    /// As [`Intake::read`].
    pub fn page(
        &self,
        bytes: &[u8],
        number: u32,
        scale: f32,
        body: &Body,
        stop: &dyn Fn() -> bool,
    ) -> Result<PagePicture, IntakeError> {
        let text = PageText::of(body, number as usize);
        match &self.place {
            Place::Here => Ok(obelus_formats::pdf::page(bytes, number, scale, &text)?),
            Place::Child(program) => {
                let asked = Asked::Page {
                    bytes,
                    number,
                    scale,
                    text: &serde_json::to_vec(&text).expect("a text is JSON"),
                };
                drawn::from_parts(self.ask(program, &asked, stop)?, body)
            }
        }
    }

    /// Makes an annotated copy: the whole file, with fonts of this computer where its own do not draw all.
    ///
    /// # Errors
    /// When it cannot be made, or is stopped: then nothing goes on.
    pub fn copy(
        &self,
        format: ExportFormat,
        checked: &Checked<'_>,
        labels: &Labels,
        stop: &dyn Fn() -> bool,
    ) -> Result<Vec<u8>, NotMade> {
        let fonts = typefaces::drawing(&foreign_to(format, checked));
        let made = match &self.place {
            Place::Here => annotated_copy(format, checked, labels, &fonts).map_err(NotMade::from),
            Place::Child(program) => {
                let [head, body] = order::to_parts(format, checked, labels).expect("an article is JSON");
                let parts = order::parts([&head, &body], checked, &fonts);
                let answer = self.within(Limits::MAKING).ask(program, &Asked::Copy { parts }, stop);
                answer.map_err(NotMade::from).and_then(order::from_parts)
            }
        };
        // Ctrl+C at a terminal ends the child as well: that is no fault of it.
        if stop() { Err(NotMade::Stopped) } else { made }
    }

    /// Makes what is seen of a copy before it is written, a picture at `scale` pixels a point.
    ///
    /// # Errors
    /// As [`Intake::copy`].
    pub fn first_page(
        &self,
        format: ExportFormat,
        checked: &Checked<'_>,
        labels: &Labels,
        scale: f32,
        stop: &dyn Fn() -> bool,
    ) -> Result<FirstPage, NotMade> {
        let fonts = typefaces::drawing(&foreign_to_first(format, checked));
        match &self.place {
            Place::Here => Ok(first_page(format, checked, labels, &fonts, scale)?),
            Place::Child(program) => {
                let [head, body] = order::to_parts(format, checked, labels).expect("an article is JSON");
                let parts = order::parts([&head, &body], checked, &fonts);
                let asked = Asked::FirstPage { parts, scale };
                first::from_parts(self.within(Limits::LOOKING).ask(program, &asked, stop)?)
            }
        }
    }

    fn within(&self, limits: Limits) -> Self {
        Self { limits, ..self.clone() }
    }

    fn ask(&self, program: &PathBuf, asked: &Asked<'_>, stop: &dyn Fn() -> bool) -> Result<Vec<Vec<u8>>, IntakeError> {
        if stop() {
            return Err(IntakeError::Stopped);
        }
        let waiting = self.ready.as_ref().and_then(|ready| ready.take(&self.limits));
        let mut child = match waiting {
            Some(child) => child,
            None => start(program, &self.limits).map_err(IntakeError::no_child)?,
        };
        self.refill();
        let head = asked.head();
        let parts = asked.parts(&head);
        converse(&mut child, &parts, self.limits, stop)
    }

    fn refill(&self) {
        if let (Place::Child(program), Some(ready)) = (&self.place, &self.ready) {
            let (program, limits) = (program.clone(), ready.limits());
            ready.refill(move || start(&program, &limits));
        }
    }
}

/// Starts a child that is held to these limits.
fn start(program: &PathBuf, limits: &Limits) -> io::Result<Child> {
    let surroundings = |name: &&'static str| Some((*name, std::env::var_os(name)?));
    let surroundings: Vec<(&str, OsString)> = SURROUNDINGS.iter().filter_map(surroundings).collect();
    let mut command = Command::new(program);
    command
        .args(child::arguments(limits))
        .env_clear()
        .envs(surroundings)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        command.arg0("obelus").current_dir("/");
    }
    command.spawn()
}

/// Hands the parts over, and waits for the answer, for the end of the time, or for the person to stop it.
/// When it returns, the child is gone.
fn converse(
    child: &mut Child,
    parts: &[&[u8]],
    limits: Limits,
    stop: &dyn Fn() -> bool,
) -> Result<Vec<Vec<u8>>, IntakeError> {
    let (Some(stdin), Some(stdout), Some(stderr)) = (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        unreachable!("all three were piped")
    };
    let begun = Instant::now();
    thread::scope(|scope| {
        let (says, hears) = mpsc::channel();
        // Its end stays open until there is an answer: a child whose parent is gone ends (see `child.rs`).
        let handed = scope.spawn(move || hand_over(stdin, parts));
        scope.spawn(move || says.send(hear(stdout)));
        let complaints = scope.spawn(move || last_words(stderr));
        let mut silent = false;
        let answer = loop {
            if silent {
                // It is ending, and is not killed meanwhile: how it ends says why there is no answer.
                match child.try_wait() {
                    Ok(Some(end)) => break Err(Unanswered::Ended(end)),
                    Ok(None) => thread::sleep(PULSE),
                    Err(error) => break Err(Unanswered::Because(IntakeError::no_child(error))),
                }
            } else {
                match hears.recv_timeout(PULSE) {
                    Ok(Ok(answer)) => break Ok(answer),
                    Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => {
                        silent = true;
                        continue;
                    }
                    Err(RecvTimeoutError::Timeout) => {}
                }
            }
            if stop() {
                break Err(Unanswered::Because(IntakeError::Stopped));
            }
            if begun.elapsed() > limits.waiting {
                let limit = limits.waiting;
                break Err(Unanswered::Because(IntakeError::TooSlow { limit }));
            }
        };
        // One that has answered has nothing more to do, and one that has ended is not there to be killed.
        let _ = child.kill();
        let _ = child.wait();
        drop(handed.join());
        let complaints = complaints.join().unwrap_or_default();
        answer.map_err(|unanswered| match unanswered {
            Unanswered::Because(error) => error,
            Unanswered::Ended(end) => why(end, &complaints, &limits),
        })
    })
}

enum Unanswered {
    Ended(ExitStatus),
    Because(IntakeError),
}

fn hand_over(mut stdin: ChildStdin, parts: &[&[u8]]) -> ChildStdin {
    // A child that dies early closes its end; what it answers, or does not, tells the rest.
    let _ = frames::write(&mut stdin, parts);
    stdin
}

fn hear(stdout: ChildStdout) -> io::Result<Vec<Vec<u8>>> {
    frames::read(stdout, ANSWER_LIMIT)
}

/// The end of what it complained of, however much that is.
fn last_words(mut stderr: impl Read) -> String {
    let (mut kept, mut more) = (Vec::new(), [0; 4096]);
    while let Ok(length @ 1..) = stderr.read(&mut more) {
        kept.extend_from_slice(&more[..length]);
        if kept.len() > 2 * COMPLAINTS {
            kept.drain(..kept.len() - COMPLAINTS);
        }
    }
    String::from_utf8_lossy(&kept).into_owned()
}

/// Why a child ended without an answer.
fn why(end: ExitStatus, complaints: &str, limits: &Limits) -> IntakeError {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        // What the system sends to a process that has computed for too long.
        if end.signal() == Some(libc::SIGXCPU) {
            return IntakeError::TooSlow {
                limit: limits.computing,
            };
        }
        // Nobody here killed it: it was the system, short of memory.
        if end.signal() == Some(libc::SIGKILL) {
            return IntakeError::TooMuchMemory { limit: limits.memory };
        }
    }
    // The words of the standard library, just before it ends a process that asked for memory in vain.
    if complaints.contains("memory allocation of ") {
        return IntakeError::TooMuchMemory { limit: limits.memory };
    }
    IntakeError::Crashed {
        how: format!("{end}: {}", complaints.trim()),
    }
}
