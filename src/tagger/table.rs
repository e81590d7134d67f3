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

    /// The value of a word; 0 for one that has none.
    pub(super) fn of(&self, key: u64) -> u64 {
        self.slots.get(self.slot(key)).map_or(0, |(_, value)| *value)
    }

    /// The value of a word that has one.
    pub(super) fn get_mut(&mut self, key: u64) -> Option<&mut u64> {
        let slot = self.slot(key);
        self.slots.get_mut(slot).map(|(_, value)| value).filter(|value| **value != 0)
    }

    /// The value of a word, which must not be left at 0: a new one's is. There is room for it.
    pub(super) fn entry(&mut self, key: u64) -> Option<&mut u64> {
        let slot = self.slot(key);
        let (word, value) = self.slots.get_mut(slot)?;
        *word = key;
        Some(value)
    }

    /// The slot of a word, or the free one that it would take. A third of the slots is free,
    /// so the walk ends.
    #[allow(clippy::cast_possible_truncation, reason = "the low bits of a hash are as good as all")]
    fn slot(&self, key: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = key as usize & mask;
        while self.slots.get(slot).is_some_and(|(word, value)| *value != 0 && *word != key) {
            slot = (slot + 1) & mask;
        }
        slot
    }
}
