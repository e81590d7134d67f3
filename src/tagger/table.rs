//! A table from words to what an article says of them.

/// An open-addressing table from word keys, which are hashes already, to values that are not 0.
#[derive(Debug, Default)]
pub(super) struct WordTable {
    slots: Vec<(u64, u64)>,
}

impl WordTable {
    /// A table for at most so many different words, of which it is filled to two thirds at most.
    pub(super) fn with_capacity(words: usize) -> Self {
        Self { slots: vec![(0, 0); (words + words / 2).next_power_of_two().max(16)] }
    }

    /// The value of a word; 0 for a new one.
    pub(super) fn of(&self, key: u64) -> u64 {
        self.slots[self.slot(key)].1
    }

    /// Gives a word a value other than 0.
    pub(super) fn set(&mut self, key: u64, value: u64) {
        let slot = self.slot(key);
        self.slots[slot] = (key, value);
    }

    /// The slot of a word, or the free one that it would take. A third of the slots is free,
    /// so the walk ends.
    #[allow(clippy::cast_possible_truncation, reason = "the low bits of a hash are as good as all")]
    fn slot(&self, key: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = key as usize & mask;
        while self.slots[slot].1 != 0 && self.slots[slot].0 != key {
            slot = (slot + 1) & mask;
        }
        slot
    }
}
