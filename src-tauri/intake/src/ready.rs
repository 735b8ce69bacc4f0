//! A child that waits for its question before anybody asks one. To start the desktop app's takes the system 80 to 90 ms:
//! it binds a hundred and more libraries. Whoever pastes, opens or turns a page need not wait for that.

use std::io;
use std::process::Child;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::limits::Limits;

/// At most one child that waits. It has taken its limits upon itself, and holds no file and no word of anybody.
#[derive(Clone, Debug)]
pub(crate) struct Ready(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    /// What children are held to that wait here.
    limits: Limits,
    /// How long after one was taken the next is started: what was asked for goes first.
    later: Duration,
    child: Option<Waiting>,
    /// One is being started, or will be.
    coming: bool,
}

/// Ended when nobody takes it.
#[derive(Debug)]
struct Waiting(Option<Child>);

impl Drop for Waiting {
    fn drop(&mut self) {
        if let Some(child) = &mut self.0 {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

impl Ready {
    pub(crate) fn new(limits: Limits, later: Duration) -> Self {
        Self(Arc::new(Mutex::new(State {
            limits,
            later,
            child: None,
            coming: false,
        })))
    }

    pub(crate) fn limits(&self) -> Limits {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).limits
    }

    /// The child that waits, for what is held to these limits; nothing where there is none, or where it has ended.
    pub(crate) fn take(&self, limits: &Limits) -> Option<Child> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.limits != *limits {
            return None;
        }
        let mut child = state.child.take()?.0.take()?;
        matches!(child.try_wait(), Ok(None)).then_some(child)
    }

    /// Starts one later, unless one waits or is coming; in a thread of its own. Where that fails, the next question
    /// starts its own child and says why.
    pub(crate) fn refill(&self, start: impl FnOnce() -> io::Result<Child> + Send + 'static) {
        let later = {
            let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if state.coming || state.child.is_some() {
                return;
            }
            state.coming = true;
            state.later
        };
        // The app may have gone by then: then nothing is started any more.
        let state = Arc::downgrade(&self.0);
        thread::spawn(move || {
            thread::sleep(later);
            let Some(state) = state.upgrade() else { return };
            let child = start().ok().map(|child| Waiting(Some(child)));
            let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
            state.coming = false;
            state.child = child;
        });
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::process::{Command, Stdio};
    use std::sync::mpsc;

    use super::*;

    fn ready() -> Ready {
        Ready::new(Limits::default(), Duration::ZERO)
    }

    /// Has one started that waits for words as a child does; gives its number once it runs.
    fn started(ready: &Ready) -> u32 {
        let (says, hears) = mpsc::channel();
        ready.refill(move || {
            let child = Command::new("cat").stdin(Stdio::piped()).spawn()?;
            says.send(child.id()).unwrap();
            Ok(child)
        });
        let id = hears.recv().unwrap();
        while ready.0.lock().unwrap().coming {
            thread::yield_now();
        }
        id
    }

    fn ended(child: Option<Child>) -> Option<u32> {
        let mut child = child?;
        child.kill().unwrap();
        child.wait().unwrap();
        Some(child.id())
    }

    #[test]
    fn the_one_that_waits_is_taken_once_and_by_those_of_its_limits_alone() {
        let ready = ready();
        let id = started(&ready);
        assert!(ready.take(&Limits::MAKING).is_none());
        assert_eq!(ended(ready.take(&Limits::default())), Some(id));
        assert!(ready.take(&Limits::default()).is_none());
        assert_ne!(started(&ready), id, "another one comes");
    }

    #[test]
    fn one_that_has_ended_is_not_taken() {
        let ready = ready();
        started(&ready);
        let mut state = ready.0.lock().unwrap();
        let child = state.child.as_mut().unwrap().0.as_mut().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        drop(state);
        assert!(ready.take(&Limits::default()).is_none());
    }

    #[test]
    fn one_that_nobody_took_ends_with_the_program() {
        let ready = ready();
        let id = started(&ready);
        drop(ready);
        let mut look = Command::new("kill");
        look.args(["-0", &id.to_string()]).stderr(Stdio::null());
        assert!(!look.status().unwrap().success());
    }
}
