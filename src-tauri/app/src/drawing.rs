//! What drawing pages needs from one to the next: the file at hand, whose turn it is, and which are still wanted.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use obelus_core::body::Body;
use obelus_core::id::RevisionId;

use crate::wire::Failure;

/// How many pages are drawn at once: each takes a processor, and up to the memory that a child may take.
const AT_ONCE: usize = 2;

/// The largest file that stays at hand, in bytes; a larger one is taken from the library for each page.
const AT_HAND: usize = 64 << 20;

/// A file, and the text that was made of it.
#[derive(Clone)]
pub(crate) struct Source {
    pub(crate) bytes: Arc<[u8]>,
    pub(crate) body: Arc<Body>,
}

#[derive(Default)]
pub(crate) struct Drawing {
    /// The one whose pages were asked for last: neither ever changes.
    at_hand: Mutex<Option<(RevisionId, Source)>>,
    /// Which requests are to be stopped, of all that have not been answered.
    tickets: Mutex<BTreeMap<u32, Arc<AtomicBool>>>,
    busy: Mutex<usize>,
    free: Condvar,
}

impl Drawing {
    pub(crate) fn begin(&self, ticket: u32) {
        let mut tickets = self.tickets.lock().unwrap_or_else(PoisonError::into_inner);
        tickets.insert(ticket, Arc::default());
    }

    pub(crate) fn stop(&self, ticket: u32) {
        let tickets = self.tickets.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(stopped) = tickets.get(&ticket) {
            // Whoever is about to wait for a turn has either seen it or waits already.
            let _busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
            stopped.store(true, Ordering::Relaxed);
            self.free.notify_all();
        }
    }

    /// Whether a request was stopped, asked from now on.
    pub(crate) fn stopped(&self, ticket: u32) -> impl Fn() -> bool {
        let tickets = self.tickets.lock().unwrap_or_else(PoisonError::into_inner);
        let stopped = tickets.get(&ticket).cloned().unwrap_or_default();
        move || stopped.load(Ordering::Relaxed)
    }

    pub(crate) fn end(&self, ticket: u32) {
        let mut tickets = self.tickets.lock().unwrap_or_else(PoisonError::into_inner);
        tickets.remove(&ticket);
    }

    /// Waits until fewer than [`AT_ONCE`] are being drawn; one that is stopped waits no longer.
    pub(crate) fn take_turn(&self, stopped: &dyn Fn() -> bool) -> Turn<'_> {
        let busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = self.free.wait_while(busy, |busy| *busy >= AT_ONCE && !stopped());
        *wait.unwrap_or_else(PoisonError::into_inner) += 1;
        Turn(self)
    }

    /// The file and the text of a revision, at hand or found.
    pub(crate) fn source(
        &self,
        revision: RevisionId,
        find: impl FnOnce() -> Result<Source, Failure>,
    ) -> Result<Source, Failure> {
        let mut at_hand = self.at_hand.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, source)) = at_hand.as_ref().filter(|(of, _)| *of == revision) {
            return Ok(source.clone());
        }
        *at_hand = None;
        let source = find()?;
        if source.bytes.len() <= AT_HAND {
            *at_hand = Some((revision, source.clone()));
        }
        Ok(source)
    }
}

/// One of those that are drawn at once.
pub(crate) struct Turn<'a>(&'a Drawing);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *self.0.busy.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        self.0.free.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_waits_for_its_turn_can_be_stopped() {
        let drawing = Drawing::default();
        let never = || false;
        let turns = [drawing.take_turn(&never), drawing.take_turn(&never)];
        drawing.begin(3);
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| drop(drawing.take_turn(&drawing.stopped(3))));
            drawing.stop(3);
            waiting.join().unwrap();
        });
        drop(turns);
        assert_eq!(*drawing.busy.lock().unwrap(), 0);
    }
}
