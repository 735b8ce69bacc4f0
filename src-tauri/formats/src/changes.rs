//! The changes that are tracked in an office file: two readings of one text, and how many stretches differ.

/// What is taken for decided about the changes that are tracked in the file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Reading {
    Accepted,
    Rejected,
}

/// What became of a word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Change {
    Inserted,
    Deleted,
}

/// How many stretches were changed.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    pub(crate) inserted: u32,
    pub(crate) deleted: u32,
    /// The change that the last words belong to.
    last: Option<Change>,
    /// How many changes the words now told stand in.
    inside: u32,
}

impl Changes {
    pub(crate) fn any(&self) -> bool {
        self.inserted + self.deleted > 0
    }

    /// Something that was changed.
    pub(crate) fn meet(&mut self, change: Change) {
        if self.last.replace(change) != Some(change) {
            match change {
                Change::Inserted => self.inserted += 1,
                Change::Deleted => self.deleted += 1,
            }
        }
    }

    /// The words that follow are part of a change.
    pub(crate) fn enter(&mut self) {
        self.inside += 1;
    }

    pub(crate) fn leave(&mut self) {
        self.inside = self.inside.saturating_sub(1);
    }

    /// Words are told: outside of every change, they part what stands before them from what comes after.
    pub(crate) fn pass(&mut self) {
        if self.inside == 0 {
            self.last = None;
        }
    }
}

impl Reading {
    /// Whether words that were put in or taken out are there in this reading.
    pub(crate) fn shows(self, change: Change) -> bool {
        (change == Change::Inserted) == (self == Self::Accepted)
    }
}
