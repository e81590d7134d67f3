//! How much of an article is about which country.
//!
//! Each time the text names a country, by its name, its people's or a place in it, the country
//! gains weight; the headline and the opening count double, as they tell what an article is about.
//! "The president" without more is the main country's, and a matter is rather its concern than
//! another's. Start with [`Prominence::of`].

use super::reading::{NameKind, Reading};
use crate::model::CountryCode;
use crate::text::Part;
use std::collections::BTreeMap;

/// The sentences of the text, from its first, that count as the opening.
const OPENING: usize = 2;

/// The weight of a country's own name, and of its people's.
pub(super) const NAMED: f32 = 2.0;
/// The weight of a place in it.
pub(super) const PLACE: f32 = 1.0;

/// What each country weighs in an article.
#[derive(Debug, Default)]
pub(super) struct Prominence {
    weights: BTreeMap<CountryCode, f32>,
    /// The first sentence after the opening.
    opening: usize,
}

impl Prominence {
    /// No weights yet.
    pub(super) fn new(reading: &Reading<'_>) -> Self {
        let first = reading.doc.sentences().iter().position(|s| s.part == Part::Body).unwrap_or(0);
        Self { weights: BTreeMap::new(), opening: first + OPENING }
    }

    /// The weights by what the names of an article say. Linear in their number.
    pub(super) fn of(reading: &Reading<'_>) -> Self {
        let mut prominence = Self::new(reading);
        for name in reading.names() {
            match name.kind {
                NameKind::Place(Some(code)) => prominence.add(reading, name.tokens.start, code, PLACE),
                kind => {
                    if let Some(code) = kind.country() {
                        prominence.add(reading, name.tokens.start, code, NAMED);
                    }
                }
            }
        }
        prominence
    }

    /// Adds what stands at a token; early in the article it counts twice.
    pub(super) fn add(&mut self, reading: &Reading<'_>, token: usize, country: CountryCode, weight: f32) {
        let early = reading.part(token) == Part::Headline || reading.sentence_of(token) < self.opening;
        *self.weights.entry(country).or_default() += if early { 2.0 * weight } else { weight };
    }

    /// The country the article is most about; of equals the first by code.
    pub(super) fn main(&self) -> Option<CountryCode> {
        self.weights.iter().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0))).map(|(code, _)| *code)
    }

    /// The part of all weight that a country has, 0 to 1.
    pub(super) fn share(&self, country: CountryCode) -> f32 {
        let total = self.weights.values().sum::<f32>().max(1.0);
        self.weights.get(&country).map_or(0.0, |w| w / total)
    }

    /// The countries with at least this share, by code.
    pub(super) fn with_share(&self, least: f32) -> impl Iterator<Item = CountryCode> + '_ {
        let total: f32 = self.weights.values().sum();
        self.weights.iter().filter(move |(_, w)| **w >= least * total).map(|(code, _)| *code)
    }

    /// How many countries the article speaks of.
    pub(super) fn len(&self) -> usize {
        self.weights.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::testing::reading;

    #[test]
    fn the_opening_and_names_count_more() {
        let text =
            "Peru will vote in May. It rains. Nobody minds. Nothing is dear. Farmers in Nairobi and Kenya watch.";
        let prominence = Prominence::of(&reading(text));
        let (peru, kenya) = (CountryCode::new("PE").unwrap(), CountryCode::new("KE").unwrap());
        assert_eq!((prominence.main(), prominence.len()), (Some(peru), 2));
        // A name that counts twice against a place and a name late in the text.
        assert!((prominence.share(peru) - 4.0 / 7.0).abs() < 1e-6, "{prominence:?}");
        assert_eq!(prominence.with_share(0.5).collect::<Vec<_>>(), [peru]);
        assert!(prominence.with_share(0.4).any(|code| code == kenya));
    }
}
