//! Which country is concerned with which matter.

use super::reading::Reading;
use super::roles::Roles;
use crate::model::{CountryCode, Modality, Polarity};
use crate::tagger::TaggedSpan;
use std::ops::Range;

/// One tie between a country and an issue.
#[derive(Debug, Clone)]
pub(crate) struct Tie {
    /// The country.
    pub(crate) country: CountryCode,
    /// The issue's words in the text.
    pub(crate) tokens: Range<usize>,
    /// The canonical name of the issue.
    pub(crate) issue: String,
    /// Its words as shown.
    pub(crate) label: String,
    /// Its topic, from the lexicon's vocabulary.
    pub(crate) topic: Option<String>,
    /// The tokens that tie the country to the issue.
    pub(crate) evidence: Range<usize>,
    /// Said to be so, or not.
    pub(crate) polarity: Polarity,
    /// Actual, to come or possible.
    pub(crate) modality: Modality,
    /// The rule.
    pub(crate) rule: &'static str,
    /// How sure the rule is.
    pub(crate) confidence: f32,
}

/// Reads the issues of an article.
pub(crate) fn read(_reading: &Reading<'_>, _tagged: &[TaggedSpan], _roles: &Roles) -> Vec<Tie> {
    Vec::new()
}
