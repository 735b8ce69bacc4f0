//! The list of many files on their way in: what became of each so far.

use std::time::{Duration, Instant};

use crate::wire::arriving::{Queue, QueueItem, QueueState};
use crate::wire::{Arrivals, Failure};

/// How often the screen is told: a thousand little files would bury it.
const PACE: Duration = Duration::from_millis(80);

/// A list that tells of itself as it changes.
pub(crate) struct Queueing<T: Fn(&Queue)> {
    queue: Queue,
    tell: T,
    told: Option<Instant>,
}

impl<T: Fn(&Queue)> Queueing<T> {
    /// `missed` are those that cannot be read at all; they stand at the end.
    pub(crate) fn new(
        names: impl Iterator<Item = String>,
        missed: impl Iterator<Item = (String, Failure)>,
        tell: T,
    ) -> Self {
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
        let mut queueing = Self {
            queue: Queue {
                items: waiting.chain(missed).collect(),
                running: true,
            },
            tell,
            told: None,
        };
        queueing.say();
        queueing
    }

    /// Why those that failed did.
    pub(crate) fn failures(&self) -> Vec<Failure> {
        self.queue
            .items
            .iter()
            .filter_map(|item| item.failure.clone())
            .collect()
    }

    pub(crate) fn reads(&mut self, index: usize) {
        self.queue.items[index].state = QueueState::Reading;
        self.say();
    }

    pub(crate) fn came(&mut self, index: usize, came: &Result<Arrivals, Failure>) {
        let item = &mut self.queue.items[index];
        match came {
            Ok(arrivals) => {
                let (new, there) = (arrivals.articles.first(), arrivals.there.first());
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
        self.say();
    }

    /// Nothing more is read: what still waits was left out.
    pub(crate) fn stop(&mut self) {
        for item in &mut self.queue.items {
            if item.state == QueueState::Waiting {
                item.state = QueueState::Failed;
                item.failure = Some(Failure::Stopped);
            }
        }
    }

    pub(crate) fn end(&mut self) {
        self.queue.running = false;
        self.told = None;
        self.say();
    }

    fn say(&mut self) {
        if self.told.is_none_or(|told| told.elapsed() >= PACE) {
            self.told = Some(Instant::now());
            (self.tell)(&self.queue);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    #[test]
    fn the_list_says_what_became_of_each_and_ends() {
        let heard = RefCell::new(Vec::new());
        let gone = Failure::Unreadable {
            name: "c.txt".into(),
            reason: String::new(),
        };
        let names = ["a.txt", "b.txt"].map(str::to_owned).into_iter();
        let missed = [("c.txt".to_owned(), gone.clone())].into_iter();
        let mut queue = Queueing::new(names, missed, |queue: &Queue| heard.borrow_mut().push(queue.clone()));
        assert_eq!(queue.failures(), [gone]);
        queue.reads(0);
        queue.came(0, &Ok(Arrivals::default()));
        queue.stop();
        queue.end();
        let states = |queue: &Queue| queue.items.iter().map(|item| item.state).collect::<Vec<_>>();
        let heard = heard.borrow();
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
}
