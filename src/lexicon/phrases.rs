//! Phrase tables: the longest entry that starts at a token, by hash look-ups alone.
//!
//! The lexicon knows of each word the kinds of phrases that start with it ([`Word::start`]), and each
//! table the words that its phrases begin with, so that a look-up stops at the first word that
//! leads nowhere. No look-up allocates.

use super::hash::KeyMap;
use super::word::Word;
use crate::text::{Case, Document, Token, TokenKind, key, plain_keys};

/// How the words of an entry must be written in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    /// In any case.
    Any,
    /// Not with a small initial: proper names.
    Capital,
    /// In capitals alone: acronyms ("US", "WHO").
    Upper,
}

impl Spelling {
    /// What a proper name asks for: capitals alone where it is itself written in capitals alone.
    pub(super) fn of_name(name: &str) -> Self {
        let small = if name.is_ascii() {
            name.bytes().any(|b| b.is_ascii_lowercase())
        } else {
            name.chars().any(char::is_lowercase)
        };
        let upper = !small && name.chars().filter(|c| c.is_alphabetic()).nth(1).is_some();
        if upper { Self::Upper } else { Self::Capital }
    }

    fn fits(self, first: &Token) -> bool {
        match self {
            Self::Any => true,
            Self::Capital => first.case != Case::Lower,
            Self::Upper => {
                matches!(first.case, Case::Upper | Case::None)
                    || (first.case == Case::Capitalised && first.span.end - first.span.start == 1)
            }
        }
    }
}

/// The kinds of phrases, each of which has a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum PhraseKind {
    Country,
    Place,
    Organization,
    OrganizationHead,
    Role,
    Norp,
    Issue,
    Address,
}

impl PhraseKind {
    /// The kinds that the tagger sees, by number; forms of address it learns from the words.
    pub(crate) const TAGGED: [Self; 7] =
        [Self::Country, Self::Place, Self::Organization, Self::OrganizationHead, Self::Role, Self::Norp, Self::Issue];
}

/// Phrases of one [`PhraseKind`], given by its number, with a value each.
#[derive(Debug)]
pub(super) struct PhraseTable<T, const KIND: u8> {
    entries: KeyMap<(Spelling, T)>,
    beginnings: Beginnings,
}

impl<T, const KIND: u8> Default for PhraseTable<T, KIND> {
    fn default() -> Self {
        Self { entries: KeyMap::default(), beginnings: Beginnings::default() }
    }
}

impl<T: Copy, const KIND: u8> PhraseTable<T, KIND> {
    /// Makes room for `count` more phrases.
    pub(super) fn reserve(&mut self, count: usize) {
        self.entries.reserve(count);
    }

    /// Enters a phrase, given by the keys of its words, and notes in `known` what its first word
    /// starts; a later entry replaces an earlier one.
    pub(super) fn insert(&mut self, known: &mut KeyMap<Word>, words: &[u64], spelling: Spelling, value: T) {
        let Some(first) = words.first() else { return };
        known.entry(*first).or_default().start(KIND);
        let mut phrase = 0;
        for (count, word) in (1..).zip(words) {
            phrase = extend(phrase, *word);
            self.beginnings.insert(phrase, count == words.len());
        }
        self.entries.insert(phrase, (spelling, value));
    }

    /// The longest entry that starts at token `at`, with the token after its last one.
    pub(super) fn longest(&self, doc: &Document<'_>, at: usize) -> Option<(usize, T)> {
        let tokens = doc.tokens();
        let first = tokens.get(at)?;
        let (mut found, mut phrase) = (None, 0);
        for (index, token) in tokens.iter().enumerate().skip(at) {
            if index > at && is_inner_hyphen(doc, index) {
                continue;
            }
            phrase = extend(phrase, token.key);
            let (may_end, may_go_on) = self.beginnings.of(phrase);
            if may_end
                && let Some(&(spelling, value)) = self.entries.get(&phrase)
                && spelling.fits(first)
            {
                found = Some((index + 1, value));
            }
            if !may_go_on {
                break;
            }
        }
        found
    }
}

/// What the first words of the phrases of a table are, one, two and so on up to all: whole phrases, or
/// beginnings of longer ones. The filter of Bloom (1970) with one hash: what it has not is certain, what
/// it has nearly so.
#[derive(Debug)]
struct Beginnings(Box<[u64]>);

impl Default for Beginnings {
    fn default() -> Self {
        Self(vec![0; 1 << Self::SIZE].into())
    }
}

impl Beginnings {
    /// The logarithm of the number of its 64-bit words: 64 KB, of which the largest table sets an
    /// eighth of the bits.
    const SIZE: u32 = 13;

    /// Where the two bits of a beginning, given by its key as a phrase, are: the word and the first bit,
    /// which is that of whole phrases. The other one is next to it.
    #[allow(clippy::cast_possible_truncation, reason = "so few bits are left")]
    const fn place(phrase: u64) -> (usize, u64) {
        let pair = phrase >> (64 - Self::SIZE - 5);
        ((pair >> 5) as usize, 2 * (pair & 31))
    }

    fn insert(&mut self, phrase: u64, whole: bool) {
        let (word, bit) = Self::place(phrase);
        if let Some(word) = self.0.get_mut(word) {
            *word |= if whole { 1 } else { 2 } << bit;
        }
    }

    /// Whether a beginning may be a whole phrase, and whether that of a longer one.
    #[inline]
    fn of(&self, phrase: u64) -> (bool, bool) {
        let (word, bit) = Self::place(phrase);
        let bits = self.0.get(word).map_or(0, |word| word >> bit);
        (bits & 1 != 0, bits & 2 != 0)
    }
}

/// [`phrase_key`](crate::text::phrase_key), one word at a time.
fn extend(phrase: u64, word: u64) -> u64 {
    (phrase.rotate_left(23) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Whether token `index` is a hyphen that joins two words.
fn is_inner_hyphen(doc: &Document<'_>, index: usize) -> bool {
    let tokens = doc.tokens();
    tokens.get(index).is_some_and(|token| token.kind == TokenKind::Mark && token.glued)
        && tokens.get(index + 1).is_some_and(|next| next.glued)
        && matches!(doc.word(index), "-" | "\u{2010}" | "\u{2011}" | "\u{2013}")
}

/// The keys of the words of `phrase`, as the tokens of a text would have them, into `words`.
pub(super) fn word_keys(phrase: &str, words: &mut Vec<u64>) {
    words.clear();
    if plain_keys(phrase, words) {
        return;
    }
    if phrase.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-')) {
        words.extend(phrase.split([' ', '-']).filter(|word| !word.is_empty()).map(key));
    } else {
        let doc = Document::new(phrase);
        for (index, token) in doc.tokens().iter().enumerate() {
            if index == 0 || !is_inner_hyphen(&doc, index) {
                words.push(token.key);
            }
        }
    }
}

/// Calls `enter` for each way to write the full stops of `phrase`: as given, without the one at
/// the end of each word, and without any ("U.S.", "U.S", "US"). `words` is memory for the keys.
pub(super) fn for_each_stop_spelling(phrase: &str, words: &mut Vec<u64>, mut enter: impl FnMut(&[u64])) {
    word_keys(phrase, words);
    enter(words);
    if phrase.bytes().any(|b| b == b'.') {
        let forms: [fn(&str) -> u64; 3] =
            [key, |word| key(word.trim_end_matches('.')), |word| key(&word.replace('.', ""))];
        for form in forms {
            words.clear();
            words.extend(phrase.split([' ', '-']).map(form));
            enter(words);
        }
    }
}
