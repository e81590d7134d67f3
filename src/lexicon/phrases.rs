//! Phrase tables: the longest entry that starts at a token, by hash look-ups alone.
//!
//! A table knows, for each first word, the number of words of the longest phrase that starts with
//! it. Most tokens start none, so most look-ups are one probe. No look-up allocates.

use super::hash::KeyMap;
use crate::text::{Case, Document, Token, TokenKind, key, phrase_key};

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
        let letters = name.chars().filter(|c| c.is_alphabetic()).count();
        if letters > 1 && !name.chars().any(char::is_lowercase) { Self::Upper } else { Self::Capital }
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

/// Phrases with a value each.
#[derive(Debug)]
pub(super) struct PhraseTable<T> {
    longest: KeyMap<u8>,
    entries: KeyMap<(Spelling, T)>,
}

impl<T> Default for PhraseTable<T> {
    fn default() -> Self {
        Self { longest: KeyMap::default(), entries: KeyMap::default() }
    }
}

impl<T: Copy> PhraseTable<T> {
    /// Makes room for `count` more phrases.
    pub(super) fn reserve(&mut self, count: usize) {
        self.longest.reserve(count);
        self.entries.reserve(count);
    }

    /// Enters a phrase, given by the keys of its words; a later entry replaces an earlier one.
    pub(super) fn insert(&mut self, words: &[u64], spelling: Spelling, value: T) -> Option<T> {
        let (first, count) = (words.first()?, u8::try_from(words.len()).ok()?);
        let longest = self.longest.entry(*first).or_default();
        *longest = count.max(*longest);
        let replaced = self.entries.insert(phrase_key(words.iter().copied()), (spelling, value));
        replaced.map(|(_, value)| value)
    }

    /// The longest entry that starts at token `at`, with the token after its last one.
    pub(super) fn longest(&self, doc: &Document<'_>, at: usize) -> Option<(usize, T)> {
        let tokens = doc.tokens();
        let first = tokens.get(at)?;
        let mut words_left = *self.longest.get(&first.key)?;
        let mut found = None;
        let mut phrase = 0;
        for (index, token) in tokens.iter().enumerate().skip(at) {
            if index > at && is_inner_hyphen(doc, index) {
                continue;
            }
            phrase = extend(phrase, token.key);
            if let Some(&(spelling, value)) = self.entries.get(&phrase)
                && spelling.fits(first)
            {
                found = Some((index + 1, value));
            }
            words_left -= 1;
            if words_left == 0 {
                break;
            }
        }
        found
    }
}

/// [`phrase_key`], one word at a time.
fn extend(phrase: u64, word: u64) -> u64 {
    (phrase.rotate_left(23) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Whether token `index` is a hyphen that joins two words.
fn is_inner_hyphen(doc: &Document<'_>, index: usize) -> bool {
    let tokens = doc.tokens();
    tokens[index].kind == TokenKind::Mark
        && tokens[index].glued
        && tokens.get(index + 1).is_some_and(|next| next.glued)
        && matches!(doc.word(index), "-" | "\u{2010}" | "\u{2011}" | "\u{2013}")
}

/// The keys of the words of `phrase`, as the tokens of a text would have them, into `words`.
pub(super) fn word_keys(phrase: &str, words: &mut Vec<u64>) {
    words.clear();
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
/// the end of each word, and without any ("U.S.", "U.S", "US").
pub(super) fn for_each_stop_spelling(phrase: &str, mut enter: impl FnMut(&[u64])) {
    let mut words = Vec::with_capacity(8);
    word_keys(phrase, &mut words);
    enter(&words);
    if phrase.contains('.') {
        let mut keys: Vec<u64> = phrase.split([' ', '-']).map(key).collect();
        enter(&keys);
        keys = phrase.split([' ', '-']).map(|word| key(word.trim_end_matches('.'))).collect();
        enter(&keys);
        keys = phrase.split([' ', '-']).map(|word| key(&word.replace('.', ""))).collect();
        enter(&keys);
    }
}
