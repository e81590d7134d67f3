//! Working memory of the tagger, kept from sentence to sentence and from article to article.
//!
//! Most words of an article were seen before, in it or in another. What a word's features say for
//! each tag, when it is the token itself or one of its neighbours, is the same each time: the sum
//! of the same rows of the model. [`Words`] keeps these sums for the words seen last, with what the
//! lexicon and the spelling say of the word, so that a word that comes again costs one look-up in
//! place of some forty. They follow from the word, the lexicon and the model alone; forgetting them
//! changes nothing but the time.

use super::decode::Decoder;
use super::features::{scope, word_features};
use super::label::Tag;
use super::model::{Matches, Scores};
use super::record::{EDGE, EDGE_SPELLING, Record, Spelling, Word, spelled};
use crate::lexicon::{Lexicon, LexiconId};
use crate::text::{Token, TokenKind};
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

/// So many words are known at most; with one more, all are forgotten. They take about 3 MB.
const MOST_WORDS: usize = 8192;

/// What one reading of a document needs.
#[derive(Debug, Default)]
pub(super) struct Memory {
    pub(super) words: Words,
    pub(super) decoder: Decoder,
    /// What is known of each token.
    pub(super) records: Vec<Record>,
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

/// A word seen before.
#[derive(Debug)]
struct Known {
    /// Its letters, as a range of all letters.
    letters: Range<usize>,
    kind: TokenKind,
    word: Word,
}

/// The words seen last, as they are spelled: what is known of each and its sums, by a hash table
/// with open addressing.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// The lexicon that the facts are of.
    lexicon: Option<LexiconId>,
    /// The number of a word, from 1; 0 is free.
    slots: Vec<u32>,
    letters: String,
    known: Vec<Known>,
    /// One more than there are words: the last is that of the edge of a sentence.
    sums: Vec<Sums>,
}

impl Words {
    /// The number of what stands beyond the ends of a sentence.
    pub(super) const EDGE: u32 = 0;

    /// Makes room for `count` words more, by forgetting the others where they are too many or facts of
    /// another lexicon.
    pub(super) fn make_room(&mut self, matches: &mut Matches<'_>, lexicon: &Lexicon, count: usize) {
        let lexicon = Some(lexicon.id());
        if self.lexicon != lexicon || self.known.len() + count > MOST_WORDS {
            self.lexicon = lexicon;
            self.letters.clear();
            self.known.clear();
            self.sums.clear();
            self.slots.clear();
            self.slots.resize((MOST_WORDS.max(count) * 2).next_power_of_two(), 0);
            self.sums.push(Sums::of(matches, &EDGE.word, &EDGE_SPELLING));
        }
    }

    /// The number of a token's word, from 1; what is known of it is worked out if it is new. There must
    /// be room for it.
    pub(super) fn number(&mut self, matches: &mut Matches<'_>, lexicon: &Lexicon, token: &Token, word: &str) -> u32 {
        let mask = self.slots.len() - 1;
        let mut slot = place(token) & mask;
        while let Some(number) = self.slots.get(slot).copied().filter(|number| *number != 0) {
            let letters = |known: &Known| self.letters.as_bytes().get(known.letters.clone());
            let known = self.known.get(number as usize - 1).filter(|known| known.kind == token.kind);
            if known.and_then(letters) == Some(word.as_bytes()) {
                return number;
            }
            slot = (slot + 1) & mask;
        }
        let (known, spelling) = spelled(lexicon, token, word);
        let start = self.letters.len();
        self.letters.push_str(word);
        self.known.push(Known { letters: start..self.letters.len(), kind: token.kind, word: known });
        self.sums.push(Sums::of(matches, &known, &spelling));
        let number = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
        if let Some(free) = self.slots.get_mut(slot) {
            *free = number;
        }
        number
    }

    /// What is known of the word with this number.
    #[inline]
    pub(super) fn word(&self, number: u32) -> Word {
        let known = self.known.get((number as usize).wrapping_sub(1));
        known.map_or(EDGE.word, |known| known.word)
    }

    /// The sums of the word with this number.
    #[inline]
    #[expect(clippy::indexing_slicing, reason = "numbers are those of words whose sums were added")]
    pub(super) fn sums(&self, number: u32) -> &Sums {
        &self.sums[number as usize]
    }
}

/// Where the search for a word starts.
#[allow(clippy::cast_possible_truncation, reason = "some bits of a hash are as good as all")]
fn place(token: &Token) -> usize {
    (token.key ^ token.case as u64) as usize
}

impl Sums {
    /// Those of a word; `matches` is memory.
    fn of(matches: &mut Matches<'_>, word: &Word, spelling: &Spelling) -> Self {
        let [small, capital] = [false, true];
        let f = &mut Features { matches, word, spelling };
        Self {
            this: f.sum::<{ scope::THIS }>(word.capital),
            before: [small, capital].map(|beside| f.sum::<{ scope::BEFORE }>(beside)),
            after: [small, capital].map(|beside| f.sum::<{ scope::AFTER }>(beside)),
            before2: f.sum::<{ scope::BEFORE_2 }>(small),
            after2: f.sum::<{ scope::AFTER_2 }>(small),
        }
    }
}

/// The features of a word.
struct Features<'w, 'm> {
    matches: &'w mut Matches<'m>,
    word: &'w Word,
    spelling: &'w Spelling,
}

impl Features<'_, '_> {
    /// The sum of the weights of those of one scope.
    fn sum<const SCOPE: u8>(&mut self, capital: bool) -> Scores {
        let mut scores = Scores::default();
        self.matches.clear();
        self.matches.add_token(|token| word_features::<SCOPE>(self.word, self.spelling, capital, token));
        self.matches.add_to(std::slice::from_mut(&mut scores));
        scores
    }
}
