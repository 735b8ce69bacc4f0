//! Texts that came in and wait for the person to say what they are. Only in memory: nothing of them is stored.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use obelus_core::bundle::Bundle;
use obelus_core::id::ArticleId;

use crate::coming::Coming;

/// What the person is asked about a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// What it is to this article, which it is near to.
    Near(ArticleId),
    /// Whether it is what they meant, and how it is to be read.
    Doubt,
}

/// What waits, each with what is asked about it, by the number it is asked for with.
#[derive(Default)]
pub(crate) struct Waiting(Mutex<Queue>);

#[derive(Default)]
struct Queue {
    last: u32,
    coming: BTreeMap<u32, (Coming, Asked)>,
}

impl Waiting {
    pub(crate) fn put(&self, coming: Coming, asked: Asked) -> u32 {
        let mut queue = self.queue();
        queue.last += 1;
        let token = queue.last;
        queue.coming.insert(token, (coming, asked));
        token
    }

    pub(crate) fn take(&self, token: u32) -> Option<(Coming, Asked)> {
        self.queue().coming.remove(&token)
    }

    /// It waits again, under the same number.
    pub(crate) fn put_back(&self, token: u32, coming: Coming, asked: Asked) {
        self.queue().coming.insert(token, (coming, asked));
    }

    /// The screen begins anew and knows of no question.
    pub(crate) fn clear(&self) {
        self.queue().coming.clear();
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Bundles with another text than an article has here, and what the person knows each by, by the number it is asked for
/// with.
#[derive(Default)]
pub(crate) struct WaitingBundles(Mutex<Bundles>);

#[derive(Default)]
struct Bundles {
    last: u32,
    waiting: BTreeMap<u32, (String, Bundle)>,
}

impl WaitingBundles {
    pub(crate) fn put(&self, name: String, bundle: Bundle) -> u32 {
        let mut bundles = self.bundles();
        bundles.last += 1;
        let token = bundles.last;
        bundles.waiting.insert(token, (name, bundle));
        token
    }

    pub(crate) fn take(&self, token: u32) -> Option<(String, Bundle)> {
        self.bundles().waiting.remove(&token)
    }

    /// The screen begins anew and knows of no question.
    pub(crate) fn clear(&self) {
        self.bundles().waiting.clear();
    }

    fn bundles(&self) -> MutexGuard<'_, Bundles> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
