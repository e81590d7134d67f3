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
pub mod model;
mod record;
mod table;

pub use decode::exp;
pub use label::{Label, TAGS, Tag, spans_of};

use crate::Result;
use crate::lexicon::Lexicon;
use crate::text::Document;
use decode::{Decoder, Factors};
use features::{Features, FirstReading, Observations};
use model::{Model, Scores};
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

/// Finds spans in documents.
#[derive(Debug, Clone)]
pub struct Tagger {
    model: Model,
    factors: Factors,
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
        Self { model, factors }
    }

    /// The spans of `doc`, in order; they do not overlap. Linear in the length of the document.
    ///
    /// The document is read twice: what the first reading found for a word elsewhere in the article
    /// counts in the second.
    pub fn tag(&self, lexicon: &Lexicon, doc: &Document<'_>) -> Vec<TaggedSpan> {
        let observations = Observations::new(lexicon, doc);
        let mut decoder = Decoder::default();
        let (mut scores, mut tags) = self.read(&observations, &mut decoder);
        if let Some(reading) = FirstReading::new(&observations, tags.clone()) {
            self.read_again(&observations, &reading, &mut scores, &mut tags, &mut decoder);
        }
        let mut spans = Vec::new();
        for sentence in doc.sentences() {
            let run = sentence.tokens.clone();
            let (scores, tags) = (&scores[run.clone()], &tags[run.clone()]);
            decoder.spans(&self.factors, scores, tags, |label, tokens, confidence| {
                let tokens = run.start + tokens.start..run.start + tokens.end;
                spans.push(TaggedSpan { tokens, label, confidence });
            });
        }
        spans
    }

    /// The tags of all tokens after the first reading; training needs them.
    pub fn first_reading(&self, observations: &Observations<'_, '_>) -> Vec<Tag> {
        self.read(observations, &mut Decoder::default()).1
    }

    fn read(&self, observations: &Observations<'_, '_>, decoder: &mut Decoder) -> (Vec<Scores>, Vec<Tag>) {
        let doc = observations.document();
        let mut scores = vec![Scores::default(); doc.tokens().len()];
        let mut tags = vec![Tag::OUTSIDE; doc.tokens().len()];
        let mut features = Features::default();
        for sentence in doc.sentences() {
            let run = sentence.tokens.clone();
            for index in run.clone() {
                features.clear();
                observations.features(sentence, index, &mut features);
                self.model.score(features.all(), &mut scores[index]);
            }
            decoder.best_path(&self.model, &scores[run.clone()], &mut tags[run]);
        }
        (scores, tags)
    }

    fn read_again(
        &self,
        observations: &Observations<'_, '_>,
        reading: &FirstReading,
        scores: &mut [Scores],
        tags: &mut [Tag],
        decoder: &mut Decoder,
    ) {
        let mut features = Features::default();
        for sentence in observations.document().sentences() {
            let run = sentence.tokens.clone();
            let mut changed = false;
            for index in run.clone() {
                features.clear();
                observations.second_features(reading, sentence, index, &mut features);
                if !features.all().is_empty() {
                    self.model.score(features.all(), &mut scores[index]);
                    changed = true;
                }
            }
            if changed {
                decoder.best_path(&self.model, &scores[run.clone()], &mut tags[run]);
            }
        }
    }
}

#[cfg(test)]
mod tests;
