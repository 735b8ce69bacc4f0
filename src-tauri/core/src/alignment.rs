//! Which word of a new text each word of the old one is.

/// The words that stand in the same order in both texts; every other group is a block that moved.
pub(crate) const MAIN: u32 = 0;
pub(crate) const NONE: u32 = u32::MAX;

/// Which word of the new text each word of the old one is.
pub(crate) struct Alignment {
    pub(crate) new_of: Vec<u32>,
    pub(crate) old_of: Vec<u32>,
    /// By old word: which block it moved with.
    pub(crate) groups: Vec<u32>,
}

impl Alignment {
    pub(crate) fn new_of(&self, old: usize) -> Option<usize> {
        let new = self.new_of[old];
        (new != NONE).then_some(new as usize)
    }

    pub(crate) fn old_of(&self, new: usize) -> Option<usize> {
        let old = self.old_of[new];
        (old != NONE).then_some(old as usize)
    }

    /// The block that an old word moved with; only of words that were found.
    pub(crate) fn group(&self, old: usize) -> u32 {
        self.groups[old]
    }

    pub(crate) fn join(&mut self, old: usize, new: usize, group: u32) {
        self.new_of[old] = new as u32;
        self.old_of[new] = old as u32;
        self.groups[old] = group;
    }

    pub(crate) fn part(&mut self, old: usize) {
        let new = std::mem::replace(&mut self.new_of[old], NONE);
        if new != NONE {
            self.old_of[new as usize] = NONE;
        }
    }
}
