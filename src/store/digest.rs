//! The content hash of an article: over the article and everything that is its own in the file.
//!
//! The same digest is taken of an extraction before it is written and of the rows that were
//! written, so that a damaged row shows. Each step takes eight bytes as FNV-1a takes one (Fowler, Noll
//! and Vo; public domain) and folds the upper half of the product into the lower, as the multiplication
//! only carries upwards. A step is a bijection of the state for given bytes and of the bytes for a given
//! state, so no change within eight bytes goes unseen. It is no defence against somebody who wants two
//! articles to have one hash.

use super::evidence::EvidenceRow;
use super::spans::Spot;
use crate::model::{Article, CharSpan, CountryCode, Date, EntityKind};

pub(super) struct Digest(u64);

impl Digest {
    pub(super) fn of(article: &Article, truncated: Option<&str>) -> Self {
        let mut digest = Self(0xCBF2_9CE4_8422_2325);
        digest.text(Some(&article.uri));
        digest.text(article.title.as_deref());
        digest.date(article.published_on);
        digest.text(article.publisher.as_deref());
        digest.text(article.url.as_deref());
        digest.text(truncated);
        digest.text(Some(&article.body));
        digest
    }

    pub(super) fn appearance(
        &mut self,
        kind: EntityKind,
        name: &str,
        code: Option<CountryCode>,
        topic: Option<&str>,
        aliases: Option<&str>,
    ) {
        self.text(Some(kind.as_str()));
        self.text(Some(name));
        self.text(code.as_ref().map(CountryCode::as_str));
        self.text(topic);
        self.text(aliases);
    }

    /// The mentions of the next appearance.
    pub(super) fn mentions(&mut self, spots: &[Spot]) {
        self.number(integer(spots.len()));
        for spot in spots {
            self.number(spot.start());
            self.number(spot.end());
            self.text(Some(spot.form().as_str()));
        }
    }

    pub(super) fn evidence(&mut self, row: &EvidenceRow<'_>) {
        self.text(Some(row.kind));
        self.number(row.subject);
        self.number(row.object);
        self.number(row.role.unwrap_or(-1));
        self.number(row.attributed_to.unwrap_or(-1));
        self.number(row.start);
        self.number(row.end);
        self.text(Some(row.rule));
        self.number(row.confidence);
        self.text(Some(row.polarity.as_str()));
        self.text(Some(row.modality.as_str()));
        self.text(row.status.map(crate::model::RoleStatus::as_str));
        self.text(row.label);
        self.date(row.start_date);
        self.date(row.end_date);
    }

    /// The hash as SQLite keeps it.
    pub(super) const fn finish(self) -> i64 {
        self.0.cast_signed()
    }

    fn date(&mut self, date: Option<Date>) {
        self.text(date.map(|d| d.to_string()).as_deref());
    }

    /// Absent and empty differ, and so do "a", "bc" and "ab", "c".
    fn text(&mut self, text: Option<&str>) {
        let Some(text) = text else { return self.word(u64::MAX) };
        self.word(text.len() as u64);
        let (words, rest) = text.as_bytes().as_chunks();
        for word in words {
            self.word(u64::from_le_bytes(*word));
        }
        if !rest.is_empty() {
            let mut word = [0; 8];
            word.iter_mut().zip(rest).for_each(|(to, byte)| *to = *byte);
            self.word(u64::from_le_bytes(word));
        }
    }

    fn number(&mut self, number: i64) {
        self.word(number.cast_unsigned());
    }

    fn word(&mut self, word: u64) {
        // The multiplier of Steele and Vigna, "Computationally easy, spectrally good multipliers for
        // congruential pseudorandom number generators", 2022: odd, so it is a bijection.
        let product = (self.0 ^ word).wrapping_mul(0xF135_7AEA_2E62_A9C5);
        self.0 = product ^ (product >> 32);
    }
}

/// The offsets of a span as SQLite keeps them.
pub(super) fn offsets(span: CharSpan) -> (i64, i64) {
    (integer(span.start), integer(span.end))
}

/// A length or position as SQLite keeps it.
pub(super) fn integer(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
