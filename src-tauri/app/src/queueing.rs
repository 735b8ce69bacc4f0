//! The list of many files on their way in: what became of each so far.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use obelus_library::shelf::ShelfRow;

use crate::wire::arriving::{Queue, QueueItem, QueueState};
use crate::wire::{Arrivals, Failure};

/// What the screen is told of many files.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Told<'t> {
    /// How far each is.
    Queue(&'t Queue),
    /// What they have become since it was told last.
    Shelved(&'t [ShelfRow]),
}

/// How often the screen is told: a thousand little files would bury it.
const PACE: Duration = Duration::from_millis(80);

pub(crate) struct Queueing {
    queue: Mutex<Queue>,
    /// Not told yet.
    shelved: Mutex<Vec<ShelfRow>>,
    /// Something has changed since it was told last.
    changed: AtomicBool,
}

impl Queueing {
    /// `missed` are those that cannot be read at all; they stand at the end.
    pub(crate) fn new(names: impl Iterator<Item = String>, missed: impl Iterator<Item = (String, Failure)>) -> Self {
        let waiting = names.map(|name| QueueItem {
            name,
            state: QueueState::Waiting,
            article: None,
            failure: None,
        });
        let missed = missed.map(|(name, failure)| QueueItem {
            name,
            state: QueueState::Failed,
            article: None,
            failure: Some(failure),
        });
        let queue = Queue {
            items: waiting.chain(missed).collect(),
            running: true,
        };
        Self {
            queue: Mutex::new(queue),
            shelved: Mutex::default(),
            changed: AtomicBool::new(false),
        }
    }

    /// Does the work, and tells how far it is: at its begin, at its end, and in between what changed, a moment later at
    /// most. What is being read is said while it is read, however quickly those before it went.
    pub(crate) fn tell<R>(&self, tell: &(dyn Fn(Told<'_>) + Sync), work: impl FnOnce() -> R) -> R {
        tell(Told::Queue(&self.queue().clone()));
        let done = thread::scope(|scope| {
            // Also where the work panics, the channel is closed.
            let (_open, closed) = mpsc::channel::<()>();
            scope.spawn(move || {
                while closed.recv_timeout(PACE) == Err(RecvTimeoutError::Timeout) {
                    if self.changed.swap(false, Ordering::Relaxed) {
                        // The list may lead to an article: that is known first.
                        let rows = std::mem::take(&mut *self.shelved());
                        let queue = self.queue().clone();
                        if !rows.is_empty() {
                            tell(Told::Shelved(&rows));
                        }
                        tell(Told::Queue(&queue));
                    }
                }
            });
            work()
        });
        self.queue().running = false;
        tell(Told::Queue(&self.queue().clone()));
        done
    }

    /// Why those that failed did.
    pub(crate) fn failures(&self) -> Vec<Failure> {
        let queue = self.queue();
        queue.items.iter().filter_map(|item| item.failure.clone()).collect()
    }

    pub(crate) fn reads(&self, index: usize) {
        self.queue().items[index].state = QueueState::Reading;
        self.changed.store(true, Ordering::Relaxed);
    }

    pub(crate) fn came(&self, index: usize, came: &Result<Arrivals, Failure>) {
        let item = &mut self.queue().items[index];
        match came {
            Ok(arrivals) => {
                self.shelved().extend_from_slice(&arrivals.changed.rows);
                let bundled = arrivals
                    .bundled
                    .first()
                    .and_then(|one| one.articles.first())
                    .map(|one| &one.article);
                let annotated = arrivals.annotated.first().map(|one| &one.article);
                let (new, there) = (
                    arrivals.articles.first().or(annotated).or(bundled),
                    arrivals.there.first(),
                );
                item.article = new.or(there).copied();
                item.state = match (new, there) {
                    (Some(_), _) => QueueState::Done,
                    (None, Some(_)) => QueueState::There,
                    (None, None) => QueueState::Asked,
                };
            }
            Err(failure) => {
                item.state = QueueState::Failed;
                item.failure = Some(failure.clone());
            }
        }
        self.changed.store(true, Ordering::Relaxed);
    }

    /// Nothing more is read: what still waits was left out.
    pub(crate) fn stop(&self) {
        for item in &mut self.queue().items {
            if item.state == QueueState::Waiting {
                item.state = QueueState::Failed;
                item.failure = Some(Failure::Stopped);
            }
        }
    }

    fn shelved(&self) -> MutexGuard<'_, Vec<ShelfRow>> {
        self.shelved.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn states(queue: &Queue) -> Vec<QueueState> {
        queue.items.iter().map(|item| item.state).collect()
    }

    #[test]
    fn the_list_says_what_became_of_each_and_ends() {
        let heard = Mutex::new(Vec::new());
        let gone = Failure::Unreadable {
            name: "c.txt".into(),
            reason: String::new(),
        };
        let names = ["a.txt", "b.txt"].map(str::to_owned).into_iter();
        let missed = [("c.txt".to_owned(), gone.clone())].into_iter();
        let queue = Queueing::new(names, missed);
        assert_eq!(queue.failures(), [gone]);
        let hear = |told: Told<'_>| {
            if let Told::Queue(queue) = told {
                heard.lock().unwrap().push(queue.clone());
            }
        };
        queue.tell(&hear, || {
            queue.reads(0);
            queue.came(0, &Ok(Arrivals::default()));
            queue.stop();
        });
        let heard = heard.into_inner().unwrap();
        let (first, last) = (&heard[0], &heard[heard.len() - 1]);
        assert!(first.running && !last.running);
        assert_eq!(
            states(first),
            [QueueState::Waiting, QueueState::Waiting, QueueState::Failed]
        );
        assert_eq!(
            states(last),
            [QueueState::Asked, QueueState::Failed, QueueState::Failed]
        );
        assert_eq!(last.items[1].failure, Some(Failure::Stopped));
    }

    #[test]
    fn what_is_being_read_is_said_however_quickly_the_one_before_it_went() {
        let queue = Queueing::new(["a.txt", "b.pdf"].map(str::to_owned).into_iter(), [].into_iter());
        let (says, hears) = mpsc::channel();
        let hear = move |told: Told<'_>| {
            if let Told::Queue(queue) = told {
                says.send(states(queue)).unwrap();
            }
        };
        queue.tell(&hear, || {
            queue.reads(0);
            queue.came(0, &Ok(Arrivals::default()));
            queue.reads(1);
            // Nothing else happens until the list has been told.
            while hears.recv().unwrap() != [QueueState::Asked, QueueState::Reading] {}
        });
    }
}
