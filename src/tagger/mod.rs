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

pub use decode::exp;
pub use label::{Label, TAGS, Tag, spans_of};

use crate::Result;
use crate::lexicon::Lexicon;
use crate::text::Document;
use decode::{Decoder, Factors};
use features::{Features, Observations};
use model::Model;
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
    pub fn tag(&self, lexicon: &Lexicon, doc: &Document<'_>) -> Vec<TaggedSpan> {
        let observations = Observations::new(lexicon, doc);
        let mut features = Features::default();
        let mut decoder = Decoder::default();
        let mut spans = Vec::new();
        for sentence in doc.sentences() {
            decoder.emissions.clear();
            for index in sentence.tokens.clone() {
                features.clear();
                observations.features(sentence, index, &mut features);
                decoder.emissions.push(self.model.emissions(features.all()));
            }
            decoder.best_path(&self.model);
            let start = sentence.tokens.start;
            decoder.spans(&self.factors, |label, run, confidence| {
                let tokens = start + run.start..start + run.end;
                spans.push(TaggedSpan {
                    tokens,
                    label,
                    confidence,
                });
            });
        }
        spans
    }
}

#[cfg(test)]
mod tests;
