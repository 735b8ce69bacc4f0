//! Texts that came in and wait for the person to say what they are. Only in memory: nothing of them is stored.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use obelus_core::id::ArticleId;

use crate::coming::Coming;

/// What waits, each with the article that it is near to, by the number it is asked for with.
#[derive(Default)]
pub(crate) struct Waiting(Mutex<Queue>);

#[derive(Default)]
struct Queue {
    last: u32,
    coming: BTreeMap<u32, (Coming, ArticleId)>,
}

impl Waiting {
    pub(crate) fn put(&self, coming: Coming, near: ArticleId) -> u32 {
        let mut queue = self.queue();
        queue.last += 1;
        let token = queue.last;
        queue.coming.insert(token, (coming, near));
        token
    }

    pub(crate) fn take(&self, token: u32) -> Option<(Coming, ArticleId)> {
        self.queue().coming.remove(&token)
    }

    /// It waits again, under the same number.
    pub(crate) fn put_back(&self, token: u32, coming: Coming, near: ArticleId) {
        self.queue().coming.insert(token, (coming, near));
    }

    /// The screen begins anew and knows of no question.
    pub(crate) fn clear(&self) {
        self.queue().coming.clear();
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
