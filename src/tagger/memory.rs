//! Working memory of the tagger, kept from sentence to sentence and from article to article.
//!
//! Most words of an article were seen before, in it or in another. What a word's features say for
//! each tag, when it is the token itself or one of its neighbours, is the same each time: the sum
//! of the same rows of the model. [`WordSums`] keeps these sums for the words seen last, so that a
//! word that comes again costs one look-up in place of some forty. They follow from the word and
//! the model alone; forgetting them changes nothing but the time.

use super::decode::Decoder;
use super::features::{scope, word_features};
use super::label::Tag;
use super::model::{Matches, Model, Scores};
use super::record::Word;
use std::sync::{Mutex, PoisonError};

/// So many words are known at most; with one more, all are forgotten. They take about 3 MB.
const MOST_WORDS: usize = 8192;

/// What one reading of a document needs.
#[derive(Debug, Default)]
pub(super) struct Memory {
    pub(super) words: WordSums,
    pub(super) decoder: Decoder,
    /// Each token's scores.
    pub(super) scores: Vec<Scores>,
    /// Each token's best tag.
    pub(super) tags: Vec<Tag>,
    /// The numbers of a sentence's words, with two edges before it and after it.
    pub(super) numbers: Vec<u32>,
}

/// Memories that no reading uses now; as many as there were readings at the same time.
#[derive(Debug, Default)]
pub(super) struct Memories(Mutex<Vec<Memory>>);

impl Memories {
    /// Calls `work` with a memory that no other thread has.
    pub(super) fn with<T>(&self, work: impl FnOnce(&mut Memory) -> T) -> T {
        let free = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut memory = free.unwrap_or_default();
        let result = work(&mut memory);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(memory);
        result
    }
}

/// What one word says for each tag of the token it stands at or beside.
#[derive(Debug, Clone, Default)]
pub(super) struct Sums {
    pub(super) this: Scores,
    /// For the token after the word: without a capital, and with one.
    pub(super) before: [Scores; 2],
    /// For the token before the word: without a capital, and with one.
    pub(super) after: [Scores; 2],
    pub(super) before2: Scores,
    pub(super) after2: Scores,
}

/// The sums of the words seen last, by a hash table with open addressing.
#[derive(Debug, Default)]
pub(super) struct WordSums {
    /// The number of a word, from 1; 0 is free.
    slots: Vec<u32>,
    words: Vec<Word>,
    sums: Vec<Sums>,
}

impl WordSums {
    /// Makes room for `count` words more, by forgetting the others where they are too many.
    pub(super) fn make_room(&mut self, count: usize) {
        if self.slots.is_empty() || self.words.len() + count > MOST_WORDS {
            self.words.clear();
            self.sums.clear();
            self.slots.clear();
            self.slots.resize((MOST_WORDS.max(count) * 2).next_power_of_two(), 0);
        }
    }

    /// The number of a word, whose sums are worked out if it is new. There must be room for it.
    pub(super) fn number(&mut self, model: &Model, word: &Word) -> u32 {
        let mask = self.slots.len() - 1;
        let mut slot = place(word) & mask;
        loop {
            match self.slots[slot] {
                0 => break,
                number if self.words[number as usize - 1] == *word => return number - 1,
                _ => slot = (slot + 1) & mask,
            }
        }
        let number = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.slots[slot] = number + 1;
        self.words.push(*word);
        self.sums.push(Sums::of(model, word));
        number
    }

    /// The sums of the word with this number.
    #[inline]
    pub(super) fn of(&self, number: u32) -> &Sums {
        &self.sums[number as usize]
    }
}

/// Where the search for a word starts.
#[allow(clippy::cast_possible_truncation, reason = "some bits of a hash are as good as all")]
fn place(word: &Word) -> usize {
    let mixed = (word.spelling ^ u64::from(word.shape)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> 32) as usize
}

impl Sums {
    fn of(model: &Model, word: &Word) -> Self {
        let [small, capital] = [false, true];
        Self {
            this: sum::<{ scope::THIS }>(model, word, word.capital),
            before: [small, capital].map(|beside| sum::<{ scope::BEFORE }>(model, word, beside)),
            after: [small, capital].map(|beside| sum::<{ scope::AFTER }>(model, word, beside)),
            before2: sum::<{ scope::BEFORE_2 }>(model, word, small),
            after2: sum::<{ scope::AFTER_2 }>(model, word, small),
        }
    }
}

/// The sum of the weights of a word's features of one scope.
fn sum<const SCOPE: u8>(model: &Model, word: &Word, capital: bool) -> Scores {
    let (mut matches, mut scores) = (Matches::new(model), Scores::default());
    word_features::<SCOPE>(word, capital, &mut matches);
    matches.add_to(&mut scores);
    scores
}
