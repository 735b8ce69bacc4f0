//! The library as the desk holds it: opened while the window is being made, and once more when the person tries again.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use obelus_library::{Library, LibraryError, place};
use uuid::Uuid;

use crate::clock::now;
use crate::wire::Failure;

pub(crate) struct Held {
    /// Where it is; nothing: the system has no place for it.
    file: Option<PathBuf>,
    state: Arc<Mutex<State>>,
    chores: Chores,
}

enum State {
    Opening(JoinHandle<Result<Library, LibraryError>>),
    Open(Library),
    /// Why it could not be opened; the window says so.
    Closed(Failure),
}

impl Held {
    /// Begins to open it, on a thread of its own.
    pub(crate) fn begin(file: Option<PathBuf>) -> Self {
        let state = match file.clone() {
            Some(file) => State::Opening(std::thread::spawn(move || open(&file))),
            None => State::Closed(Failure::NoPlace),
        };
        let state = Arc::new(Mutex::new(state));
        Self {
            chores: Chores::of(Arc::clone(&state)),
            file,
            state,
        }
    }

    /// Lends it, once it is open. One person at a time: the library has one writer.
    ///
    /// # Errors
    /// Why it could not be opened, or what `work` answers.
    pub(crate) fn lend<T, E>(&self, work: impl FnOnce(&mut Library) -> Result<T, E>) -> Result<T, Failure>
    where
        Failure: From<E>,
    {
        match &mut *self.opened() {
            State::Open(library) => {
                let done = work(library);
                // What cannot be asked now is asked after the next edit.
                if library.has_chores().unwrap_or(false) {
                    self.chores.wake();
                }
                Ok(done?)
            }
            State::Closed(failure) => Err(failure.clone()),
            State::Opening(_) => Err(Failure::NoPlace),
        }
    }

    /// Opens it where it could not be opened before: the other Obelus may have been closed meanwhile.
    pub(crate) fn try_again(&self) {
        let mut state = self.opened();
        if let (State::Closed(_), Some(file)) = (&*state, &self.file) {
            *state = State::of(open(file));
        }
    }

    /// Waits until it is open, or cannot be.
    fn opened(&self) -> MutexGuard<'_, State> {
        let mut state = lock(&self.state);
        if matches!(*state, State::Opening(_))
            && let State::Opening(opening) = std::mem::replace(&mut *state, State::Closed(Failure::NoPlace))
        {
            *state = match opening.join() {
                Ok(opened) => State::of(opened),
                Err(panic) => std::panic::resume_unwind(panic),
            };
        }
        state
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    // A command that panicked has rolled its transaction back; the library is as it was.
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Does what nobody need wait for when nothing has happened for a while, on a thread of its own. Dropping it ends the thread.
struct Chores {
    /// Nothing once it is to end.
    stirred: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Chores {
    /// For so long nothing has happened.
    const STILL: Duration = Duration::from_secs(2);
    /// So long the library is left to others between two pieces.
    const BREATH: Duration = Duration::from_millis(5);

    fn of(state: Arc<Mutex<State>>) -> Self {
        let (stirred, stirs) = channel();
        Self {
            stirred: Some(stirred),
            thread: Some(std::thread::spawn(move || Self::run(&state, &stirs))),
        }
    }

    fn wake(&self) {
        if let Some(stirred) = &self.stirred {
            // Where the thread is gone, it is done when somebody has to wait for it.
            let _ = stirred.send(());
        }
    }

    fn run(state: &Mutex<State>, stirs: &Receiver<()>) {
        while stirs.recv().is_ok() {
            loop {
                match stirs.recv_timeout(Self::STILL) {
                    Ok(()) => {}
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(RecvTimeoutError::Disconnected) => return,
                }
            }
            // Piece by piece: whoever wants the library meanwhile has it in between.
            while do_chore(state) {
                std::thread::sleep(Self::BREATH);
            }
        }
    }
}

fn do_chore(state: &Mutex<State>) -> bool {
    match &mut *lock(state) {
        // What fails now is tried again after the next edit.
        State::Open(library) => library.do_chore().unwrap_or(false),
        State::Opening(_) | State::Closed(_) => false,
    }
}

impl Drop for Chores {
    fn drop(&mut self) {
        self.stirred = None;
        if let Some(thread) = self.thread.take() {
            // It has nothing to say.
            let _ = thread.join();
        }
    }
}

impl State {
    fn of(opened: Result<Library, LibraryError>) -> Self {
        match opened {
            Ok(library) => Self::Open(library),
            Err(error) => Self::Closed(error.into()),
        }
    }
}

/// Opens the library, and sees to the day's backup while the person reads on.
fn open(file: &Path) -> Result<Library, LibraryError> {
    let library = Library::open(file, &place::device(&Uuid::now_v7().to_string()))?;
    let file = file.to_owned();
    std::thread::spawn(move || {
        // A backup that failed is tried again at the next start; the older ones are still there.
        let _ = Library::back_up_daily(&file, now());
    });
    Ok(library)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_desk::TestDesk;

    #[test]
    fn a_library_that_another_obelus_had_open_is_opened_when_the_person_tries_again() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("library.obelus");
        let elsewhere = Library::open(&file, "elsewhere").unwrap();
        let held = Held::begin(Some(file));
        let words = |held: &Held| held.lend(|library| library.shelf()).map(|shelf| shelf.len());

        assert!(words(&held).is_err(), "it is open elsewhere");
        held.try_again();
        assert!(words(&held).is_err(), "it still is");

        drop(elsewhere);
        held.try_again();
        assert_eq!(words(&held).unwrap(), 0);
        held.try_again();
        assert_eq!(words(&held).unwrap(), 0, "an open library stays open");
    }

    #[test]
    fn what_nobody_waits_for_is_done_when_nothing_happens() {
        let desk = TestDesk::new();
        desk.article("Il détient 49% des parts.");
        let is_done = || {
            desk.desk
                .library(|library| library.has_to_index())
                .is_ok_and(|has| !has)
        };
        let begin = std::time::Instant::now();
        while !is_done() {
            assert!(begin.elapsed() < Duration::from_secs(60), "it is never done");
            // Longer than it waits for: asking is something that happens.
            std::thread::sleep(Chores::STILL + Duration::from_millis(500));
        }
    }

    #[test]
    fn a_system_without_a_place_for_a_library_is_said_so() {
        let held = Held::begin(None);
        held.try_again();
        assert!(matches!(held.lend(|library| library.shelf()), Err(Failure::NoPlace)));
    }
}
