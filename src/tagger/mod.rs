//! A small linear sequence tagger for persons, organizations, places, roles and issues.
//!
//! The model is a linear-chain conditional random field (Lafferty, `McCallum` and Pereira 2001) over
//! hashed features, trained by the project itself and embedded as one file; `MODEL.md` beside this
//! module names its sources and the command that rebuilds it.
//!
//! Start with [`Tagger::builtin`] and [`Tagger::tag`].

mod article;
mod decode;
pub mod features;
mod label;
mod memory;
pub mod model;
mod record;
mod table;

pub use decode::exp;
pub use label::{Label, TAGS, Tag, spans_of};

use crate::Result;
use crate::lexicon::{Lexicon, WordFacts};
use crate::text::Document;
use decode::{Factors, HALF};
use features::{FirstReading, Observations, Window, no_phrase_features};
use memory::{Memories, Memory, Words};
use model::{FORBIDDEN, Matches, Model, Scores, add};
use record::{EDGE, Record};
use std::ops::Range;

/// The model that comes with the crate.
static BUILTIN: &[u8] = include_bytes!("model.bin");

/// A run of tokens with a label.
#[derive(Debug, Clone, PartialEq)]
pub struct TaggedSpan {
    /// The tokens, as indices into [`Document::tokens`](crate::text::Document::tokens).
    pub tokens: Range<usize>,
    /// What they name.
    pub label: Label,
    /// The probability that exactly these tokens have this label, in the model's own view: `0.0..=1.0`.
    pub confidence: f32,
}

/// Finds spans in documents. Shared freely between threads.
#[derive(Debug)]
pub struct Tagger {
    model: Model,
    factors: Factors,
    /// What it says of a token, without a capital and with one, that no phrase of the lexicon is near.
    no_phrases: [Scores; 2],
    memories: Memories,
}

impl Clone for Tagger {
    fn clone(&self) -> Self {
        Self::new(self.model.clone())
    }
}

impl Tagger {
    /// The tagger with the model that comes with the crate.
    ///
    /// # Errors
    ///
    /// [`Error::Lexicon`](crate::Error::Lexicon) where the embedded model is damaged.
    pub fn builtin() -> Result<Self> {
        Self::from_bytes(BUILTIN)
    }

    /// A tagger with a model of the caller's own, as the trainer wrote it.
    ///
    /// # Errors
    ///
    /// [`Error::Lexicon`](crate::Error::Lexicon) where the bytes are no model, one of another
    /// version, or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        Ok(Self::new(Model::from_bytes(bytes)?))
    }

    /// A tagger with `model`.
    pub fn new(model: Model) -> Self {
        let factors = Factors::new(&model);
        let no_phrases = [false, true].map(|capital| {
            let (mut matches, mut scores) = (Matches::new(&model), Scores::default());
            matches.add_token(|token| no_phrase_features(capital, token));
            matches.add_to(std::slice::from_mut(&mut scores));
            scores
        });
        Self { model, factors, no_phrases, memories: Memories::default() }
    }

    /// The spans of `doc`, in order; they do not overlap. Linear in the length of the document.
    ///
    /// The document is read twice: what the first reading found for a word elsewhere in the article
    /// counts in the second.
    pub fn tag(&self, lexicon: &Lexicon, doc: &Document<'_>) -> Vec<TaggedSpan> {
        self.tag_and_tell(lexicon, doc, |_| ())
    }

    /// The same; tells of each token in turn what the lexicon knows of its word, which it has looked up.
    pub(crate) fn tag_and_tell(
        &self,
        lexicon: &Lexicon,
        doc: &Document<'_>,
        tell: impl FnMut(WordFacts),
    ) -> Vec<TaggedSpan> {
        self.memories.with(|memory| {
            let observations = self.look(lexicon, doc, memory);
            observations.facts().for_each(tell);
            self.read(&observations, memory);
            if let Some(reading) = FirstReading::new(&observations, memory.tags.clone()) {
                self.read_again(&observations, &reading, memory);
            }
            let mut spans = Vec::with_capacity(doc.tokens().len() / 8);
            for sentence in doc.sentences() {
                let run = sentence.tokens.clone();
                let scores = memory.scores.get(run.clone()).unwrap_or_default();
                let tags = memory.tags.get(run.clone()).unwrap_or_default();
                memory.decoder.spans(&self.factors, scores, tags, |label, tokens, confidence| {
                    let tokens = run.start + tokens.start..run.start + tokens.end;
                    spans.push(TaggedSpan { tokens, label, confidence });
                });
            }
            memory.records = observations.into_records();
            spans
        })
    }

    /// The tags of all tokens after the first reading; training needs them.
    pub fn first_reading(&self, lexicon: &Lexicon, doc: &Document<'_>) -> Vec<Tag> {
        self.memories.with(|memory| {
            let observations = self.look(lexicon, doc, memory);
            self.read(&observations, memory);
            memory.tags.clone()
        })
    }

    /// Looks at every token, and starts its scores in `memory` with what its own word and those around it
    /// say.
    fn look<'d, 't>(&self, lexicon: &Lexicon, doc: &'d Document<'t>, memory: &mut Memory) -> Observations<'d, 't> {
        let Memory { words, scores, numbers, records, .. } = memory;
        scores.clear();
        scores.resize(doc.tokens().len(), Scores::default());
        let mut records = std::mem::take(records);
        records.clear();
        records.reserve(doc.tokens().len());
        let mut matches = Matches::new(&self.model);
        for sentence in doc.sentences() {
            let run = sentence.tokens.clone();
            words.make_room(&mut matches, lexicon, run.len());
            numbers.clear();
            numbers.extend([Words::EDGE; 2]);
            for (index, token) in run.clone().zip(doc.tokens().get(run.clone()).unwrap_or_default()) {
                let number = words.number(&mut matches, lexicon, token, doc.word(index));
                numbers.push(number);
                records.push(Record { word: words.word(number), glued: token.glued, ..EDGE });
            }
            numbers.extend([Words::EDGE; 2]);
            let own = records.iter().skip(run.start).zip(scores.iter_mut().skip(run.start));
            for ((record, score), window) in own.zip(numbers.windows(5)) {
                let &[before2, before, this, after, after2] = window else { continue };
                let [before2, before, this, after, after2] =
                    [before2, before, this, after, after2].map(|number| words.sums(number));
                let capital = record.word.capital;
                let mut sum = this.this;
                for part in
                    [of_case(&before.before, capital), of_case(&after.after, capital), &before2.before2, &after2.after2]
                {
                    add(&mut sum, part);
                }
                sum[HALF] = FORBIDDEN;
                *score = sum;
            }
        }
        Observations::of_records(lexicon, doc, records)
    }

    /// Adds what several words together say to the scores of all tokens in `memory`, and finds the tags.
    fn read(&self, observations: &Observations<'_, '_>, memory: &mut Memory) {
        let doc = observations.document();
        let Memory { decoder, scores, tags, .. } = memory;
        tags.clear();
        tags.resize(doc.tokens().len(), Tag::OUTSIDE);
        let mut matches = Matches::new(&self.model);
        for sentence in doc.sentences() {
            let run = sentence.tokens.clone();
            let records = observations.in_sentence(sentence);
            let mut waiting = run.start;
            matches.clear();
            for index in run.clone() {
                let window = Window::of(records, index - run.start);
                if window.is_without_phrases()
                    && let Some(score) = scores.get_mut(index)
                {
                    add(score, of_case(&self.no_phrases, window.is_capital()));
                }
                matches.add_token(|token| observations.context_features(&window, sentence, index, token));
                if matches.is_full() || index + 1 == run.end {
                    matches.add_to(scores.get_mut(waiting..=index).unwrap_or_default());
                    matches.clear();
                    waiting = index + 1;
                }
            }
            decoder.best_path(&self.factors, scores, tags, run.clone(), &run);
        }
    }

    /// Adds what the second reading knows.
    fn read_again(&self, observations: &Observations<'_, '_>, reading: &FirstReading, memory: &mut Memory) {
        let Memory { decoder, scores, tags, .. } = memory;
        let mut matches = Matches::new(&self.model);
        let mut capitals = observations.capitals().iter().copied().peekable();
        for sentence in observations.document().sentences() {
            let run = sentence.tokens.clone();
            let mut changed: Option<Range<usize>> = None;
            // Only words with a capital have such features.
            while let Some(index) = capitals.next_if(|index| *index < run.end) {
                matches.clear();
                if matches.add_token(|token| observations.second_features(reading, sentence, index, token)) {
                    matches.add_to(scores.get_mut(index..=index).unwrap_or_default());
                    changed = Some(changed.map_or(index, |changed| changed.start)..index + 1);
                }
            }
            if let Some(changed) = changed {
                decoder.best_path(&self.factors, scores, tags, run, &changed);
            }
        }
    }
}

/// Of scores without a capital and with one, those that a token takes.
const fn of_case([small, capital]: &[Scores; 2], is_capital: bool) -> &Scores {
    if is_capital { capital } else { small }
}

#[cfg(test)]
mod tests;
