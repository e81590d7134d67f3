//! A token by itself: everything the features need of it, worked out once.

use crate::lexicon::{Lexicon, PhraseKind, WordFacts, WordFlags};
use crate::text::{Case, Document, Sentence, Token, TokenKind};
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

/// Two values as one hash.
#[inline]
pub(super) const fn pair(a: u64, b: u64) -> u64 {
    a.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29) ^ b
}

/// What is known of a word by itself: the same wherever it stands in the same spelling.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) key: u64,
    pub(super) facts: WordFacts,
    pub(super) shape: u32,
    pub(super) class320: u16,
    pub(super) class64: u8,
    pub(super) capital: bool,
}

/// What the letters of a word say beyond that, as hashes. The features of the word alone ask for it, so
/// that tagging needs it only of words not seen before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spelling {
    /// The word with its case.
    pub(super) whole: u64,
    /// Of three and four characters, in small letters; 0 where the word is shorter.
    pub(super) prefixes: [u64; 2],
    /// Of two, three and four characters, in small letters; 0 where the word is shorter.
    pub(super) suffixes: [u64; 3],
}

/// What is known of a token before its neighbours are looked at.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Record {
    pub(super) word: Word,
    /// Phrases of the lexicon that the token is in: a byte for each kind, see [`mark_phrases`].
    pub(super) phrases: u64,
    pub(super) seen: u64,
    pub(super) style: Style,
    pub(super) glued: bool,
    /// How many tokens the run of capitalised words that the token is in has before it and after it.
    pub(super) run: (u16, u16),
}

impl Word {
    /// The facts of the lexicon as bits, for features.
    #[inline]
    pub(super) const fn flags(&self) -> u64 {
        self.facts.flags().bits()
    }
}

impl Record {
    /// The first and the last token of the run of capitalised words that the token, number `index`, is in.
    #[inline]
    pub(super) fn run_of(&self, index: usize) -> (usize, usize) {
        (index.saturating_sub(self.run.0.into()), index + usize::from(self.run.1))
    }
}

/// What stands beyond the ends of a sentence.
pub(super) const EDGE: Record = Record {
    word: Word { key: 1, facts: WordFacts::EMPTY, shape: 1, class320: u16::MAX, class64: u8::MAX, capital: false },
    phrases: 0,
    seen: 0,
    style: Style::Prose,
    glued: false,
    run: (0, 0),
};

/// The spelling of what stands beyond the ends of a sentence.
pub(super) const EDGE_SPELLING: Spelling = Spelling { whole: 1, prefixes: [0; 2], suffixes: [0; 3] };

/// How a sentence is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Style {
    /// With capitals for names.
    #[default]
    Prose,
    /// With a capital on most words, as headlines are.
    Title,
    /// In capitals.
    Capitals,
}

/// The style of a sentence: that of more than three quarters of its longer words.
pub(super) fn style(sentence: &Sentence, doc: &Document<'_>) -> Style {
    let (mut words, mut capitals, mut capitalised) = (0, 0, 0);
    for index in sentence.tokens.clone() {
        if let Some(token) =
            doc.tokens().get(index).filter(|token| token.kind == TokenKind::Word && token.span.len() > 3)
        {
            words += 1;
            capitals += usize::from(token.case == Case::Upper);
            capitalised += usize::from(token.case != Case::Lower);
        }
    }
    if words >= 2 && 4 * capitals > 3 * words {
        Style::Capitals
    } else if words >= 4 && 4 * capitalised > 3 * words {
        Style::Title
    } else {
        Style::Prose
    }
}

/// The bits of a phrase's byte that tell the token's place in the phrase.
pub(super) const PLACE: u64 = 7;

/// The phrases a token is in: the kind's number and the byte.
pub(super) fn phrases(record: &Record) -> impl Iterator<Item = (u64, u64)> {
    let mut left = record.phrases;
    std::iter::from_fn(move || {
        (left != 0).then(|| {
            let kind = u64::from(left.trailing_zeros() / 8);
            let phrase = left >> (8 * kind) & 0xFF;
            left &= !(0xFF << (8 * kind));
            (kind, phrase)
        })
    })
}

/// Marks the tokens of the phrases that the lexicon knows. Each kind of phrase has a byte: the
/// token's place in the phrase (1 first, 2 inside, 3 last, 4 first and last) and, from bit 3, the
/// phrase's class. A kind that turns out not to start at a token is taken from what is known of it.
pub(super) fn mark_phrases(lexicon: &Lexicon, doc: &Document<'_>, records: &mut [Record]) {
    // No phrase starts with a mark or with a function word in small letters.
    let starts = |token: &Token, record: &Record| {
        matches!(token.kind, TokenKind::Word | TokenKind::Number)
            && (record.word.capital || !record.word.facts.flags().contains(WordFlags::FUNCTION_WORD))
    };
    // Phrases of one kind do not overlap: for each kind the first token that is free.
    let mut free = [0; PhraseKind::TAGGED.len()];
    for (at, token) in doc.tokens().iter().enumerate() {
        let started = records.get(at).filter(|record| record.word.facts.starts_any() && starts(token, record));
        let Some(started) = started.map(|record| record.word.facts) else { continue };
        for (kind, free) in PhraseKind::TAGGED.into_iter().zip(&mut free) {
            let number = kind as usize;
            if !started.starts(kind) || at < *free {
                continue;
            }
            let Some((end, class)) = phrase_at(lexicon, doc, kind, at) else {
                // Nobody needs to look again.
                if let Some(record) = records.get_mut(at) {
                    record.word.facts = record.word.facts.without(kind);
                }
                continue;
            };
            for (index, record) in (at..end).zip(records.iter_mut().skip(at)) {
                let place = match (index == at, index + 1 == end) {
                    (true, true) => 4,
                    (true, false) => 1,
                    (false, false) => 2,
                    (false, true) => 3,
                };
                record.phrases |= (place | (class & 31) << 3) << (8 * number);
            }
            *free = end.max(at + 1);
        }
    }
}

/// The longest phrase of a kind that starts at token `at`: the token after it, and its class.
fn phrase_at(lexicon: &Lexicon, doc: &Document<'_>, kind: PhraseKind, at: usize) -> Option<(usize, u64)> {
    Some(match kind {
        PhraseKind::Address => return None,
        PhraseKind::Country => {
            let (end, name) = lexicon.longest_country(doc, at)?;
            (end, name.form as u64 * 2 + u64::from(name.ambiguous))
        }
        PhraseKind::Place => {
            let (end, place) = lexicon.longest_place(doc, at)?;
            (end, place.kind as u64 * 2 + u64::from(place.ambiguous))
        }
        PhraseKind::Organization => {
            let (end, known) = lexicon.longest_organization(doc, at)?;
            (end, known.kind as u64)
        }
        PhraseKind::OrganizationHead => {
            let (end, head) = lexicon.longest_organization_head(doc, at)?;
            (end, head.kind as u64)
        }
        PhraseKind::Role => {
            let (end, role) = lexicon.longest_role(doc, at)?;
            (end, role.class as u64 * 2 + u64::from(role.title))
        }
        PhraseKind::Norp => (lexicon.longest_norp(doc, at)?, 0),
        PhraseKind::Issue => (lexicon.longest_issue(doc, at)?.0, 0),
    })
}

/// What is known of a token's word, and how it is spelled.
pub(super) fn spelled(lexicon: &Lexicon, token: &Token, word: &str) -> (Word, Spelling) {
    let known = lexicon.word(token.key).copied().unwrap_or_default();
    let capital = matches!(token.case, Case::Capitalised | Case::Upper | Case::Mixed);
    // Composed, so that a text says the same whichever way its accents are written.
    let affixes = if word.is_ascii() {
        ascii_affixes(word.as_bytes())
    } else if is_nfc_quick(word.chars()) == IsNormalized::Yes {
        affixes(word)
    } else {
        affixes(&word.nfc().collect::<String>())
    };
    let Affixes { prefixes, suffixes, shape } = affixes;
    let key = if token.kind == TokenKind::Number { u64::from(shape) } else { token.key };
    let word = Word { key, facts: known.facts(), shape, class320: known.class320, class64: known.class64, capital };
    let spelling = Spelling { whole: pair(key, token.case as u64), prefixes, suffixes };
    (word, spelling)
}

/// The ends of a word in small letters, as hashes, and its shape.
struct Affixes {
    /// Of three and four characters; 0 where the word is shorter.
    prefixes: [u64; 2],
    /// Of two, three and four characters; 0 where the word is shorter.
    suffixes: [u64; 3],
    shape: u32,
}

/// Affixes of any word.
fn affixes(word: &str) -> Affixes {
    let mut shape = Shape::new();
    let mut affix = 0_u64;
    let mut prefixes = [0_u64; 2];
    for (index, c) in word.chars().enumerate() {
        shape.add(if c.is_lowercase() {
            2
        } else if c.is_uppercase() {
            1
        } else if c.is_alphabetic() {
            2
        } else if c.is_numeric() {
            3
        } else {
            4 + (c as u32 & 0xFF)
        });
        if index < 4 {
            affix = pair(affix, lower(c));
            if let Some(prefix) = index.checked_sub(2).and_then(|place| prefixes.get_mut(place)) {
                *prefix = affix;
            }
        }
    }
    let mut suffixes = [0_u64; 3];
    affix = 0;
    for (index, c) in word.chars().rev().take(4).enumerate() {
        affix = pair(affix, lower(c));
        if let Some(suffix) = index.checked_sub(1).and_then(|place| suffixes.get_mut(place)) {
            *suffix = affix;
        }
    }
    Affixes { prefixes, suffixes, shape: shape.finish() }
}

/// The same for a word of ASCII alone, which nearly all are.
fn ascii_affixes(word: &[u8]) -> Affixes {
    let mut shape = Shape::new();
    for &byte in word {
        shape.add(match byte {
            b'a'..=b'z' => 2,
            b'A'..=b'Z' => 1,
            b'0'..=b'9' => 3,
            _ => 4 + u32::from(byte),
        });
    }
    let mut affixes = Affixes { prefixes: [0; 2], suffixes: [0; 3], shape: shape.finish() };
    let mut affix = 0;
    for (index, byte) in word.iter().take(4).enumerate() {
        affix = pair(affix, byte.to_ascii_lowercase().into());
        if let Some(prefix) = index.checked_sub(2).and_then(|place| affixes.prefixes.get_mut(place)) {
            *prefix = affix;
        }
    }
    affix = 0;
    for (index, byte) in word.iter().rev().take(4).enumerate() {
        affix = pair(affix, byte.to_ascii_lowercase().into());
        if let Some(suffix) = index.checked_sub(1).and_then(|place| affixes.suffixes.get_mut(place)) {
            *suffix = affix;
        }
    }
    affixes
}

/// The classes of a word's characters, runs of one class as one, and whether it is short.
struct Shape {
    hash: u32,
    last: u32,
    length: u32,
}

impl Shape {
    const fn new() -> Self {
        Self { hash: 0xCBF2, last: 0, length: 0 }
    }

    /// Adds a character of this class; characters after the twelfth count for the length alone.
    #[inline]
    const fn add(&mut self, class: u32) {
        if class != self.last && self.length < 12 {
            self.hash = (self.hash ^ class).wrapping_mul(0x0100_0193);
            self.last = class;
        }
        self.length += 1;
    }

    fn finish(self) -> u32 {
        (self.hash ^ self.length.min(3)).wrapping_mul(0x0100_0193) | 2
    }
}

/// A number of tokens of one sentence, which has far fewer than 16 bits count.
fn count(tokens: usize) -> u16 {
    u16::try_from(tokens).unwrap_or(u16::MAX)
}

fn lower(c: char) -> u64 {
    if c.is_ascii() { u64::from(c.to_ascii_lowercase()) } else { c.to_lowercase().next().unwrap_or(c).into() }
}

/// Marks the runs of capitalised words, joined by hyphens where these are glued on both sides, and adds
/// these words to `capitals`.
pub(super) fn mark_runs(records: &mut [Record], sentence: &Sentence, tokens: &[Token], capitals: &mut Vec<usize>) {
    let mut index = sentence.tokens.start;
    while let Some(record) = records.get(index).filter(|_| index < sentence.tokens.end) {
        if !record.word.capital {
            index += 1;
            continue;
        }
        let start = index;
        let mut end = index;
        index += 1;
        while let Some(record) = records.get(index).filter(|_| index < sentence.tokens.end) {
            let hyphen = record.glued
                && tokens.get(index).is_some_and(|token| token.kind == TokenKind::Mark)
                && index + 1 < sentence.tokens.end
                && records.get(index + 1).is_some_and(|next| next.glued && next.word.capital);
            if record.word.capital {
                end = index;
            } else if !hyphen {
                break;
            }
            index += 1;
        }
        for (index, record) in (start..).zip(records.get_mut(start..=end).unwrap_or_default()) {
            record.run = (count(index - start), count(end - index));
            if record.word.capital {
                capitals.push(index);
            }
        }
    }
}
