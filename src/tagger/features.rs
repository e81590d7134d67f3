//! What the model sees of a token: some forty hashed features.
//!
//! Training and tagging share this code: [`Observations::new`] reads a document once and
//! [`Observations::features`] gives the features of one token as 64-bit hashes.
//!
//! Two thirds of a token's features look at one word alone (`scope`): at its own, or at a
//! neighbour's. A word that comes again gives the same ones again, so tagging asks for them once
//! for each word (`word_features`) and token by token only for the others
//! (`Observations::context_features`).
//!
//! The templates are those of the literature on names in news (Ratinov and Roth 2009: words, shapes,
//! affixes, word classes, lexicon facts, and what the rest of the article says of the word).

use super::article::gather;
use super::label::Tag;
use super::record::{
    EDGE, EDGE_SPELLING, PLACE, Record, Spelling, Word, mark_phrases, mark_runs, pair, phrases, spelled, style,
};
use super::table::WordTable;
use crate::lexicon::{Lexicon, WordFacts};
use crate::text::{Document, Part, Sentence, Token};

/// Articles of fewer tokens than this say nothing beyond the sentence itself.
const SMALLEST_ARTICLE: usize = 80;

/// Takes the features of a token one by one.
pub trait Sink {
    /// Takes the feature that `template` gives, hashed.
    fn add(&mut self, template: Template, feature: u64);
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

    /// What its features look at.
    const fn scope(self) -> u8 {
        match self {
            Self::Word
            | Self::Spelling
            | Self::Prefix3
            | Self::Prefix4
            | Self::Suffix2
            | Self::Suffix3
            | Self::Suffix4
            | Self::Class320
            | Self::Always
            | Self::Shape
            | Self::Class64
            | Self::Flag
            | Self::Flags => scope::THIS,
            Self::WordBefore | Self::Class64Before | Self::Class320Before | Self::FlagBefore => scope::BEFORE,
            Self::WordAfter | Self::Class64After | Self::Class320After | Self::FlagAfter => scope::AFTER,
            Self::WordBefore2 => scope::BEFORE_2,
            Self::WordAfter2 => scope::AFTER_2,
            _ => scope::CONTEXT,
        }
    }

    /// Whether its features spell out the word itself, so that a word never seen before has none.
    pub const fn spells_the_word(self) -> bool {
        (self as u8) < Self::Always as u8
    }
}

/// What the features of a template look at.
pub(super) mod scope {
    /// Whatever it is.
    pub(in super::super) const ANY: u8 = 0;
    /// The word alone.
    pub(in super::super) const THIS: u8 = 1;
    /// The word before, and whether this one has a capital.
    pub(in super::super) const BEFORE: u8 = 2;
    /// The word after, and whether this one has a capital.
    pub(in super::super) const AFTER: u8 = 3;
    /// The word before the one before.
    pub(in super::super) const BEFORE_2: u8 = 4;
    /// The word after the one after.
    pub(in super::super) const AFTER_2: u8 = 5;
    /// Several words together, phrases, the place in the sentence, the rest of the article.
    pub(in super::super) const CONTEXT: u8 = 6;
}

/// Hashes features on their way into a sink, and lets only those of one scope pass. The scope is
/// part of the type, so that what it leaves out is never worked out.
struct Hashing<'s, S, const SCOPE: u8>(&'s mut S);

impl<S: Sink, const SCOPE: u8> Hashing<'_, S, SCOPE> {
    #[inline]
    fn add(&mut self, template: Template, value: u64) {
        if has_scope::<SCOPE>(template) {
            self.0.add(template, mix(template as u64, value));
        }
    }
}

/// Whether features of `template` have this scope.
#[inline]
const fn has_scope<const SCOPE: u8>(template: Template) -> bool {
    SCOPE == scope::ANY || SCOPE == template.scope()
}

/// A document as the features see it.
#[derive(Debug)]
pub struct Observations<'d, 't> {
    doc: &'d Document<'t>,
    records: Vec<Record>,
    /// The tokens that have a capital.
    capitals: Vec<usize>,
    /// Of each token, where features of the words alone are to be asked for.
    spellings: Vec<Spelling>,
}

impl<'d, 't> Observations<'d, 't> {
    /// Looks at every token of `doc`. Linear in the number of tokens.
    pub fn new(lexicon: &Lexicon, doc: &'d Document<'t>) -> Self {
        let record = |(index, token): (usize, &Token)| {
            let (word, spelling) = spelled(lexicon, token, doc.word(index));
            (Record { word, glued: token.glued, ..EDGE }, spelling)
        };
        let (records, spellings) = doc.tokens().iter().enumerate().map(record).unzip();
        Self { spellings, ..Self::of_records(lexicon, doc, records) }
    }

    /// The same for [`context_features`](Self::context_features), where what is known of each token by
    /// itself is there already.
    pub(super) fn of_records(lexicon: &Lexicon, doc: &'d Document<'t>, mut records: Vec<Record>) -> Self {
        mark_phrases(lexicon, doc, &mut records);
        let mut capitals = Vec::with_capacity(records.len() / 2);
        for sentence in doc.sentences() {
            mark_runs(&mut records, sentence, doc.tokens(), &mut capitals);
            let style = style(sentence, doc);
            for record in records.get_mut(sentence.tokens.clone()).unwrap_or_default() {
                record.style = style;
            }
        }
        if records.len() >= SMALLEST_ARTICLE {
            let seen = gather(doc, &records, &capitals);
            for &index in &capitals {
                if let Some(record) = records.get_mut(index) {
                    record.seen = seen.of(record.word.key);
                }
            }
        }
        Self { doc, records, capitals, spellings: Vec::new() }
    }

    /// The tokens that have a capital, in order.
    pub(super) fn capitals(&self) -> &[usize] {
        &self.capitals
    }

    /// What the lexicon knows of the word of each token.
    pub(super) fn facts(&self) -> impl Iterator<Item = WordFacts> + '_ {
        self.records.iter().map(|record| record.word.facts)
    }

    /// The memory of the records, to be used again.
    pub(super) fn into_records(self) -> Vec<Record> {
        self.records
    }

    /// The document.
    pub fn document(&self) -> &'d Document<'t> {
        self.doc
    }

    /// The features of token `index`, which stands in `sentence`, into `sink`.
    pub fn features(&self, sentence: &Sentence, index: usize, sink: &mut impl Sink) {
        let window = Window {
            spelling: self.spellings.get(index).unwrap_or(&EDGE_SPELLING),
            ..Window::of(self.in_sentence(sentence), index.wrapping_sub(sentence.tokens.start))
        };
        self.features_of::<{ scope::ANY }>(&window, sentence, index, sink);
    }

    /// What is known of the tokens of a sentence.
    pub(super) fn in_sentence(&self, sentence: &Sentence) -> &[Record] {
        self.records.get(sentence.tokens.clone()).unwrap_or_default()
    }

    /// Those of the features of token `index`, the middle of `window`, that look at more than one word,
    /// without [`no_phrase_features`].
    #[inline]
    pub(super) fn context_features(
        &self,
        window: &Window<'_>,
        sentence: &Sentence,
        index: usize,
        sink: &mut impl Sink,
    ) {
        self.features_of::<{ scope::CONTEXT }>(window, sentence, index, sink);
    }

    #[inline]
    fn features_of<const SCOPE: u8>(
        &self,
        window: &Window<'_>,
        sentence: &Sentence,
        index: usize,
        sink: &mut impl Sink,
    ) {
        let mut hashing = Hashing::<_, SCOPE>(sink);
        window.features(&mut hashing);
        Self::place(sentence, index, window, &mut hashing);
        if window.this.word.capital {
            self.run(sentence, index, window.this, &mut hashing);
        }
    }

    /// The further features of token `index` once the whole article was read a first time.
    pub fn second_features(&self, reading: &FirstReading, sentence: &Sentence, index: usize, sink: &mut impl Sink) {
        use Template as T;
        let this = self.inside(sentence, index);
        if !this.word.capital {
            return;
        }
        let mut f = Hashing::<_, { scope::ANY }>(sink);
        let own = reading.tags.get(index).copied().unwrap_or(Tag::OUTSIDE);
        if let Some(agreed) = agreement(reading.counts.of(this.word.key), Some(own)) {
            f.add(T::Agreement, agreed.label);
            f.add(T::AgreementShare, pair(agreed.label, agreed.strength));
            f.add(T::AgreementTag, pair(agreed.label, own.index() as u64));
        }
        let neighbour = |index: Option<usize>| {
            let other = index.map(|index| self.inside(sentence, index)).filter(|other| other.word.capital)?;
            agreement(reading.counts.of(other.word.key), None)
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
    #[inline]
    fn place<const SCOPE: u8>(
        sentence: &Sentence,
        index: usize,
        window: &Window<'_>,
        f: &mut Hashing<'_, impl Sink, SCOPE>,
    ) {
        use Template as T;
        let this = window.this;
        let first = u64::from(index == sentence.tokens.start);
        let body = u64::from(sentence.part == Part::Body);
        f.add(T::Position, pair(this.word.shape.into(), first + 2 * this.style as u64 + 6 * body));
    }

    /// The run of capitalised words around the token, and what the article says of the word.
    #[inline]
    fn run<const SCOPE: u8>(
        &self,
        sentence: &Sentence,
        index: usize,
        this: &Record,
        f: &mut Hashing<'_, impl Sink, SCOPE>,
    ) {
        use Template as T;
        for bit in bits(this.seen) {
            f.add(T::Article, bit);
        }
        f.add(T::ArticleAll, this.seen);
        let (start, end) = this.run_of(index);
        let from_start = index.saturating_sub(start).min(3) as u64;
        f.add(T::RunPlace, from_start * 4 + end.saturating_sub(index).min(3) as u64);
        if end > start {
            let (head, tail) = (self.inside(sentence, start), self.inside(sentence, end));
            f.add(T::RunFirst, pair(head.word.key, u64::from(index == start)));
            f.add(T::RunLast, pair(tail.word.key, u64::from(index == end)));
        }
        f.add(T::RunNext, self.inside(sentence, end + 1).word.key);
        let before = start.checked_sub(1).map_or(&EDGE, |index| self.inside(sentence, index));
        f.add(T::RunBefore, before.word.key);
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
        let mut counts = WordTable::with_capacity(observations.capitals.len());
        for &index in &observations.capitals {
            let (Some(record), Some(tag)) = (observations.records.get(index), tags.get(index)) else { continue };
            let Some(count) = counts.entry(record.word.key) else { continue };
            let shift = 8 * count_of(*tag);
            if *count >> shift & 0xFF < 0xFF {
                *count += 1 << shift;
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
pub(super) struct Window<'r> {
    before2: &'r Record,
    before: &'r Record,
    this: &'r Record,
    after: &'r Record,
    after2: &'r Record,
    /// That of the token.
    spelling: &'r Spelling,
}

impl<'r> Window<'r> {
    /// Around the token at `place` among the `records` of its sentence.
    #[inline]
    pub(super) fn of(records: &'r [Record], place: usize) -> Self {
        let at = |offset: isize| records.get(place.wrapping_add_signed(offset)).unwrap_or(&EDGE);
        let spelling = &EDGE_SPELLING;
        Self { before2: at(-2), before: at(-1), this: at(0), after: at(1), after2: at(2), spelling }
    }

    /// Whether neither the token nor its neighbours are in phrases of the lexicon.
    pub(super) fn is_without_phrases(&self) -> bool {
        self.before.phrases | self.this.phrases | self.after.phrases == 0
    }

    /// Whether the token has a capital.
    pub(super) fn is_capital(&self) -> bool {
        self.this.word.capital
    }

    /// The features of all templates that need no more than the window.
    #[inline]
    fn features<const SCOPE: u8>(&self, f: &mut Hashing<'_, impl Sink, SCOPE>) {
        self.word(f);
        self.neighbours(f);
        self.lexicon(f);
    }

    /// The word itself.
    #[inline]
    fn word<const SCOPE: u8>(&self, f: &mut Hashing<'_, impl Sink, SCOPE>) {
        use Template as T;
        let this = self.this;
        f.add(T::Word, this.word.key);
        f.add(T::Spelling, self.spelling.whole);
        f.add(T::WordBeforeAndThis, pair(self.before.word.key, this.word.key));
        f.add(T::ThisAndWordAfter, pair(this.word.key, self.after.word.key));
        f.add(T::Prefix3, self.spelling.prefixes[0]);
        f.add(T::Prefix4, self.spelling.prefixes[1]);
        f.add(T::Suffix2, self.spelling.suffixes[0]);
        f.add(T::Suffix3, self.spelling.suffixes[1]);
        f.add(T::Suffix4, self.spelling.suffixes[2]);
        f.add(T::Class320, pair(this.word.class320.into(), this.word.capital.into()));
    }

    /// Words, classes and shapes around it.
    #[inline]
    fn neighbours<const SCOPE: u8>(&self, f: &mut Hashing<'_, impl Sink, SCOPE>) {
        use Template as T;
        let Self { before2, before, this, after, after2, .. } = *self;
        let capital = u64::from(this.word.capital);
        f.add(T::Always, 0);
        f.add(T::WordBefore, before.word.key);
        f.add(T::WordAfter, after.word.key);
        f.add(T::WordBefore2, before2.word.key);
        f.add(T::WordAfter2, after2.word.key);
        f.add(T::Class64, pair(this.word.class64.into(), capital));
        f.add(T::Class64Before, pair(before.word.class64.into(), capital));
        f.add(T::Class64After, pair(after.word.class64.into(), capital));
        f.add(T::Class320Before, before.word.class320.into());
        f.add(T::Class320After, after.word.class320.into());
        f.add(T::Class64BeforeAndThis, pair(before.word.class64.into(), this.word.class64.into()));
        f.add(T::Class64ThisAndAfter, pair(this.word.class64.into(), after.word.class64.into()));
        let [left, shape, right] = [before, this, after].map(|record| u64::from(record.word.shape));
        f.add(T::Shape, shape);
        f.add(T::ShapesBefore, pair(left, shape));
        f.add(T::ShapesAfter, pair(shape, right));
    }

    /// What the lexicon says of it and of its neighbours.
    #[inline]
    fn lexicon<const SCOPE: u8>(&self, f: &mut Hashing<'_, impl Sink, SCOPE>) {
        use Template as T;
        let Self { before, this, after, .. } = *self;
        let capital = u64::from(this.word.capital);
        if has_scope::<SCOPE>(T::Flag) {
            bits(this.word.flags()).for_each(|bit| f.add(T::Flag, bit * 2 + capital));
        }
        if has_scope::<SCOPE>(T::FlagBefore) {
            bits(before.word.flags()).for_each(|bit| f.add(T::FlagBefore, bit * 2 + capital));
        }
        if has_scope::<SCOPE>(T::FlagAfter) {
            bits(after.word.flags()).for_each(|bit| f.add(T::FlagAfter, bit * 2 + capital));
        }
        f.add(T::Flags, pair(this.word.flags(), capital));
        f.add(T::FlagsBeforeAndThis, pair(before.word.flags(), this.word.flags()));
        f.add(T::FlagsThisAndAfter, pair(this.word.flags(), after.word.flags()));
        if has_scope::<SCOPE>(T::Phrase) {
            phrases(this).for_each(|(kind, phrase)| f.add(T::Phrase, pair(kind * 2 + capital, phrase)));
        }
        if has_scope::<SCOPE>(T::PhraseBefore) {
            phrases(before).for_each(|(kind, phrase)| f.add(T::PhraseBefore, pair(kind * 2 + capital, phrase & PLACE)));
        }
        if has_scope::<SCOPE>(T::PhraseAfter) {
            phrases(after).for_each(|(kind, phrase)| f.add(T::PhraseAfter, pair(kind * 2 + capital, phrase & PLACE)));
        }
        if SCOPE == scope::CONTEXT && self.is_without_phrases() {
            // Most tokens: a sum that is kept ready, see `no_phrase_features`.
            return;
        }
        let places = |record: &Record| record.phrases & 0x0707_0707_0707_0707;
        f.add(T::Phrases, pair(places(this), capital));
        f.add(T::PhrasesBefore, pair(places(before), places(this)));
        f.add(T::PhrasesAfter, pair(places(this), places(after)));
    }
}

/// The features of one scope that look at `word` alone; those of the neighbours' scopes for a word
/// with a capital beside it, or without.
pub(super) fn word_features<const SCOPE: u8>(word: &Word, spelling: &Spelling, capital: bool, sink: &mut impl Sink) {
    let at = |place: u8| if place == SCOPE { Record { word: *word, ..EDGE } } else { EDGE };
    let mut this = at(scope::THIS);
    this.word.capital = capital;
    let window = Window {
        before2: &at(scope::BEFORE_2),
        before: &at(scope::BEFORE),
        this: &this,
        after: &at(scope::AFTER),
        after2: &at(scope::AFTER_2),
        spelling,
    };
    window.features(&mut Hashing::<_, SCOPE>(sink));
}

/// The features that tell of a token, with a capital or without, that neither it nor its neighbours are in
/// phrases of the lexicon; those of the context leave them out.
pub(super) fn no_phrase_features(capital: bool, sink: &mut impl Sink) {
    use Template as T;
    let mut hashing = Hashing::<_, { scope::ANY }>(sink);
    hashing.add(T::Phrases, pair(0, u64::from(capital)));
    hashing.add(T::PhrasesBefore, pair(0, 0));
    hashing.add(T::PhrasesAfter, pair(0, 0));
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
