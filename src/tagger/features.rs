//! What the model sees of a token: some forty hashed features.
//!
//! Training and tagging share this code: [`Observations::new`] reads a document once and
//! [`Observations::features`] gives the features of one token as 64-bit hashes.
//!
//! The templates are those of the literature on names in news (Ratinov and Roth 2009: words, shapes,
//! affixes, word classes, lexicon facts, and what the rest of the article says of the word).

#![allow(clippy::cast_possible_truncation, reason = "hashes and places in a sentence are cut on purpose")]

use super::article::gather;
use super::label::Tag;
use super::record::{EDGE, PLACE, Record, mark_phrases, mark_runs, pair, phrases, record, style};
use super::table::WordTable;
use crate::lexicon::Lexicon;
use crate::text::{Document, Part, Sentence};

/// The most features a token has; templates beyond it are not asked.
pub const MOST_FEATURES: usize = 160;

/// Articles of fewer tokens than this say nothing beyond the sentence itself.
const SMALLEST_ARTICLE: usize = 80;

/// Takes the features of a token one by one.
pub trait Sink {
    /// Takes the feature that `template` gives, hashed.
    fn add(&mut self, template: Template, feature: u64);
}

/// The hashed features of one token, for decoding.
#[derive(Debug, Clone)]
pub(super) struct Features {
    list: [u64; MOST_FEATURES],
    len: usize,
}

impl Default for Features {
    fn default() -> Self {
        Self { list: [0; MOST_FEATURES], len: 0 }
    }
}

impl Features {
    /// Forgets all features.
    pub(super) fn clear(&mut self) {
        self.len = 0;
    }

    /// All features taken.
    pub(super) fn all(&self) -> &[u64] {
        &self.list[..self.len]
    }
}

impl Sink for Features {
    #[inline]
    fn add(&mut self, _: Template, feature: u64) {
        if let Some(slot) = self.list.get_mut(self.len) {
            *slot = feature;
            self.len += 1;
        }
    }
}

/// A template's number and a value as one hash (the finaliser of `MurmurHash3`, public domain).
#[inline]
const fn mix(template: u64, value: u64) -> u64 {
    let hash = (value ^ (value >> 31)).wrapping_add(template.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    hash ^ (hash >> 33)
}

/// What a feature looks at. `…Before` and `…After` are the neighbours, `…Before2` theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Template {
    // Lexical: these spell out the word and come first.
    Word,
    Spelling,
    WordBeforeAndThis,
    ThisAndWordAfter,
    Prefix3,
    Prefix4,
    Suffix2,
    Suffix3,
    Suffix4,
    Class320,
    // The rest.
    Always,
    Shape,
    WordBefore,
    WordAfter,
    WordBefore2,
    WordAfter2,
    Class64,
    Class64Before,
    Class64After,
    Class320Before,
    Class320After,
    Class64BeforeAndThis,
    Class64ThisAndAfter,
    ShapesBefore,
    ShapesAfter,
    Flag,
    FlagBefore,
    FlagAfter,
    Flags,
    FlagsBeforeAndThis,
    FlagsThisAndAfter,
    Phrase,
    PhraseBefore,
    PhraseAfter,
    Phrases,
    PhrasesBefore,
    PhrasesAfter,
    Position,
    Article,
    ArticleAll,
    RunFirst,
    RunLast,
    RunNext,
    RunBefore,
    RunPlace,
    // Of the second reading.
    Agreement,
    AgreementShare,
    AgreementTag,
    AgreementBefore,
    AgreementAfter,
}

impl Template {
    /// Whether it belongs to the second reading, which knows what the first found.
    pub const fn is_of_second_reading(self) -> bool {
        self as u8 >= Self::Agreement as u8
    }

    /// Whether its features spell out the word itself, so that a word never seen before has none.
    pub const fn spells_the_word(self) -> bool {
        (self as u8) < Self::Always as u8
    }
}

/// Hashes features on their way into a sink.
struct Hashing<'s, S>(&'s mut S);

impl<S: Sink> Hashing<'_, S> {
    #[inline]
    fn add(&mut self, template: Template, value: u64) {
        self.0.add(template, mix(template as u64, value));
    }
}

/// A document as the features see it.
#[derive(Debug)]
pub struct Observations<'d, 't> {
    doc: &'d Document<'t>,
    records: Vec<Record>,
}

impl<'d, 't> Observations<'d, 't> {
    /// Looks at every token of `doc`. Linear in the number of tokens.
    pub fn new(lexicon: &Lexicon, doc: &'d Document<'t>) -> Self {
        let mut records: Vec<Record> =
            doc.tokens().iter().enumerate().map(|(index, token)| record(lexicon, token, doc.word(index))).collect();
        mark_phrases(lexicon, doc, &mut records);
        for sentence in doc.sentences() {
            mark_runs(&mut records, sentence, doc.tokens());
            let style = style(sentence, doc);
            records[sentence.tokens.clone()].iter_mut().for_each(|record| record.style = style);
        }
        if records.len() >= SMALLEST_ARTICLE {
            let seen = gather(doc, &records);
            for record in records.iter_mut().filter(|record| record.capital) {
                record.seen = seen.of(record.key);
            }
        }
        Self { doc, records }
    }

    /// The document.
    pub fn document(&self) -> &'d Document<'t> {
        self.doc
    }

    /// The features of token `index`, which stands in `sentence`, into `sink`.
    pub fn features(&self, sentence: &Sentence, index: usize, sink: &mut impl Sink) {
        let at = |offset: isize| index.checked_add_signed(offset).map_or(&EDGE, |index| self.inside(sentence, index));
        let window = Window { before2: at(-2), before: at(-1), this: at(0), after: at(1), after2: at(2) };
        let mut hashing = Hashing(sink);
        window.word(&mut hashing);
        window.neighbours(&mut hashing);
        window.lexicon(&mut hashing);
        Self::place(sentence, index, &window, &mut hashing);
        if window.this.capital {
            self.run(sentence, index, window.this, &mut hashing);
        }
    }

    /// The further features of token `index` once the whole article was read a first time.
    pub fn second_features(&self, reading: &FirstReading, sentence: &Sentence, index: usize, sink: &mut impl Sink) {
        use Template as T;
        let this = self.inside(sentence, index);
        if !this.capital {
            return;
        }
        let mut f = Hashing(sink);
        let own = reading.tags.get(index).copied().unwrap_or(Tag::OUTSIDE);
        if let Some(agreed) = agreement(reading.counts.of(this.key), Some(own)) {
            f.add(T::Agreement, agreed.label);
            f.add(T::AgreementShare, pair(agreed.label, agreed.strength));
            f.add(T::AgreementTag, pair(agreed.label, own.index() as u64));
        }
        let neighbour = |index: Option<usize>| {
            let other = index.map_or(&EDGE, |index| self.inside(sentence, index));
            agreement(reading.counts.of(other.key), None).filter(|_| other.capital)
        };
        if let Some(agreed) = neighbour(index.checked_sub(1)) {
            f.add(T::AgreementBefore, agreed.label);
        }
        if let Some(agreed) = neighbour(index.checked_add(1)) {
            f.add(T::AgreementAfter, agreed.label);
        }
    }

    /// Token `index`, or the edge where it is not in `sentence`.
    fn inside(&self, sentence: &Sentence, index: usize) -> &Record {
        self.records.get(index).filter(|_| sentence.tokens.contains(&index)).unwrap_or(&EDGE)
    }

    /// Where the token stands.
    fn place(sentence: &Sentence, index: usize, window: &Window, f: &mut Hashing<'_, impl Sink>) {
        use Template as T;
        let this = window.this;
        let first = u64::from(index == sentence.tokens.start);
        let body = u64::from(sentence.part == Part::Body);
        f.add(T::Position, pair(this.shape.into(), first + 2 * this.style as u64 + 6 * body));
    }

    /// The run of capitalised words around the token, and what the article says of the word.
    fn run(&self, sentence: &Sentence, index: usize, this: &Record, f: &mut Hashing<'_, impl Sink>) {
        use Template as T;
        for bit in bits(this.seen) {
            f.add(T::Article, bit);
        }
        f.add(T::ArticleAll, this.seen);
        let (start, end) = (this.run.0 as usize, this.run.1 as usize);
        let from_start = index.saturating_sub(start).min(3) as u64;
        f.add(T::RunPlace, from_start * 4 + end.saturating_sub(index).min(3) as u64);
        if end > start {
            let (head, tail) = (self.inside(sentence, start), self.inside(sentence, end));
            f.add(T::RunFirst, pair(head.key, u64::from(index == start)));
            f.add(T::RunLast, pair(tail.key, u64::from(index == end)));
        }
        f.add(T::RunNext, self.inside(sentence, end + 1).key);
        let before = start.checked_sub(1).map_or(&EDGE, |index| self.inside(sentence, index));
        f.add(T::RunBefore, before.key);
    }
}

/// What a first reading of an article found, word by word.
#[derive(Debug)]
pub struct FirstReading {
    tags: Vec<Tag>,
    /// For each capitalised word how often it stood in no span and in a span of each label: eight
    /// counts of a byte each.
    counts: WordTable,
}

impl FirstReading {
    /// Counts the tags of all tokens of a document; `None` for a text too short to tell more than
    /// its sentences do.
    pub fn new(observations: &Observations<'_, '_>, tags: Vec<Tag>) -> Option<Self> {
        if observations.records.len() < SMALLEST_ARTICLE {
            return None;
        }
        let mut counts = WordTable::with_capacity(observations.records.len());
        for (record, tag) in observations.records.iter().zip(&tags) {
            if record.capital {
                let count = counts.of(record.key);
                let shift = 8 * count_of(*tag);
                if count >> shift & 0xFF < 0xFF {
                    counts.set(record.key, count + (1 << shift));
                }
            }
        }
        Some(Self { tags, counts })
    }
}

/// The number of the count that a tag adds to.
fn count_of(tag: Tag) -> u64 {
    tag.label().map_or(0, |label| 1 + label as u64)
}

/// What the occurrences of a word agree on.
struct Agreement {
    /// The most frequent label, from 1; 0 for none.
    label: u64,
    /// How many say so, and how large a part of all they are.
    strength: u64,
}

/// What `counts`, without one occurrence tagged `own`, agree on; `None` where none is left.
fn agreement(counts: u64, own: Option<Tag>) -> Option<Agreement> {
    let (mut all, mut most, mut label) = (0, 0, 0);
    for number in 0..8 {
        let mut count = counts >> (8 * number) & 0xFF;
        if own.is_some_and(|tag| count_of(tag) == number) {
            count = count.saturating_sub(1);
        }
        all += count;
        if count > most {
            (most, label) = (count, number);
        }
    }
    (all > 0).then(|| Agreement { label, strength: 4 * most.min(4) + 3 * most / all })
}

/// A token and its neighbours.
struct Window<'r> {
    before2: &'r Record,
    before: &'r Record,
    this: &'r Record,
    after: &'r Record,
    after2: &'r Record,
}

impl Window<'_> {
    /// The word itself.
    fn word(&self, f: &mut Hashing<'_, impl Sink>) {
        use Template as T;
        let this = self.this;
        f.add(T::Word, this.key);
        f.add(T::Spelling, this.spelling);
        f.add(T::WordBeforeAndThis, pair(self.before.key, this.key));
        f.add(T::ThisAndWordAfter, pair(this.key, self.after.key));
        f.add(T::Prefix3, this.prefixes[0]);
        f.add(T::Prefix4, this.prefixes[1]);
        f.add(T::Suffix2, this.suffixes[0]);
        f.add(T::Suffix3, this.suffixes[1]);
        f.add(T::Suffix4, this.suffixes[2]);
        f.add(T::Class320, pair(this.class320.into(), this.capital.into()));
    }

    /// Words, classes and shapes around it.
    fn neighbours(&self, f: &mut Hashing<'_, impl Sink>) {
        use Template as T;
        let Self { before2, before, this, after, after2 } = *self;
        let capital = u64::from(this.capital);
        f.add(T::Always, 0);
        f.add(T::WordBefore, before.key);
        f.add(T::WordAfter, after.key);
        f.add(T::WordBefore2, before2.key);
        f.add(T::WordAfter2, after2.key);
        f.add(T::Class64, pair(this.class64.into(), capital));
        f.add(T::Class64Before, pair(before.class64.into(), capital));
        f.add(T::Class64After, pair(after.class64.into(), capital));
        f.add(T::Class320Before, before.class320.into());
        f.add(T::Class320After, after.class320.into());
        f.add(T::Class64BeforeAndThis, pair(before.class64.into(), this.class64.into()));
        f.add(T::Class64ThisAndAfter, pair(this.class64.into(), after.class64.into()));
        let [left, shape, right] = [before, this, after].map(|record| u64::from(record.shape));
        f.add(T::Shape, shape);
        f.add(T::ShapesBefore, pair(left, shape));
        f.add(T::ShapesAfter, pair(shape, right));
    }

    /// What the lexicon says of it and of its neighbours.
    fn lexicon(&self, f: &mut Hashing<'_, impl Sink>) {
        use Template as T;
        let Self { before, this, after, .. } = *self;
        let capital = u64::from(this.capital);
        for bit in bits(this.flags) {
            f.add(T::Flag, bit * 2 + capital);
        }
        for bit in bits(before.flags) {
            f.add(T::FlagBefore, bit * 2 + capital);
        }
        for bit in bits(after.flags) {
            f.add(T::FlagAfter, bit * 2 + capital);
        }
        f.add(T::Flags, pair(this.flags, capital));
        f.add(T::FlagsBeforeAndThis, pair(before.flags, this.flags));
        f.add(T::FlagsThisAndAfter, pair(this.flags, after.flags));
        for (kind, phrase) in phrases(this) {
            f.add(T::Phrase, pair(kind * 2 + capital, phrase));
        }
        for (kind, phrase) in phrases(before) {
            f.add(T::PhraseBefore, pair(kind * 2 + capital, phrase & PLACE));
        }
        for (kind, phrase) in phrases(after) {
            f.add(T::PhraseAfter, pair(kind * 2 + capital, phrase & PLACE));
        }
        let places = |record: &Record| record.phrases & 0x0707_0707_0707_0707;
        f.add(T::Phrases, pair(places(this), capital));
        f.add(T::PhrasesBefore, pair(places(before), places(this)));
        f.add(T::PhrasesAfter, pair(places(this), places(after)));
    }
}

/// The numbers of the set bits.
fn bits(mut set: u64) -> impl Iterator<Item = u64> {
    std::iter::from_fn(move || {
        (set != 0).then(|| {
            let bit = u64::from(set.trailing_zeros());
            set &= set - 1;
            bit
        })
    })
}
