//! Which country is concerned with which matter.
//!
//! The path: sightings of what may be a matter ([`candidate`], [`construction`], [`headline`]),
//! the countries that act near them ([`countries`]), and a ranking that keeps the few ties an
//! indexer would write down ([`rank`]). "Norland bans plastic bags" gives the tie of Norland with
//! "ban on plastic bags". Start with [`read`].

mod candidate;
mod construction;
mod countries;
mod event;
mod headline;
mod phrase;
mod rank;
mod words;

pub(crate) use words::Usage;

use super::coref::Coreference;
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

/// Reads the issues of an article. Linear in its length.
pub(crate) fn read(reading: &Reading<'_>, tagged: &[TaggedSpan], coreference: &Coreference, roles: &Roles) -> Vec<Tie> {
    let mut candidates = candidate::find(reading, tagged);
    construction::apply(reading, &mut candidates);
    headline::apply(reading, &mut candidates);
    candidates.drop_contents(reading);
    let mut countries = countries::Countries::of(reading, coreference, roles);
    countries.enclose(|tokens| candidates.asked_around(tokens));
    rank::ties(reading, &candidates, &countries)
}

#[cfg(test)]
mod tests;
