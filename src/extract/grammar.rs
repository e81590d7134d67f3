//! What the grammar knows of a word: the parts it plays ([`Cue`]) and how noun phrases use it
//! ([`Usage`]), by one look-up.

use super::cue::{Cue, cues};
use super::issues::Usage;
use crate::lexicon::KeyMap;

/// The grammatical words of English, by their keys.
#[derive(Debug)]
pub(crate) struct Grammar(KeyMap<(Cue, Usage)>);

impl Grammar {
    /// The table of English.
    pub(crate) fn new() -> Self {
        let mut words: KeyMap<(Cue, Usage)> = KeyMap::default();
        for (key, cue) in cues() {
            words.entry(key).or_default().0 |= cue;
        }
        for (key, usage) in Usage::table() {
            words.entry(key).or_default().1 |= usage;
        }
        Self(words)
    }

    /// The parts and usages of a word.
    pub(crate) fn of(&self, key: u64) -> (Cue, Usage) {
        self.0.get(&key).copied().unwrap_or_default()
    }

    /// The parts that a word plays.
    pub(crate) fn cue(&self, key: u64) -> Cue {
        self.of(key).0
    }
}
