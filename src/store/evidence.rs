//! One row of `evidence`, on its way in or out.

use super::rows::stance;
use super::tally::Sighting;
use crate::model::{Date, Evidence, Modality, Polarity, Relation, RoleStatus, SpanConverter};

/// One sighting in the units of the file: characters, and places in the article's own list.
#[derive(Debug, Clone)]
pub(super) struct EvidenceRow<'a> {
    pub(super) kind: &'a str,
    pub(super) subject: i64,
    pub(super) object: i64,
    pub(super) role: Option<i64>,
    pub(super) attributed_to: Option<i64>,
    pub(super) start: i64,
    pub(super) end: i64,
    pub(super) rule: &'a str,
    /// In ten-thousandths.
    pub(super) confidence: i64,
    pub(super) polarity: Polarity,
    pub(super) modality: Modality,
    pub(super) status: Option<RoleStatus>,
    pub(super) label: Option<&'a str>,
    pub(super) start_date: Option<Date>,
    pub(super) end_date: Option<Date>,
}

impl<'a> EvidenceRow<'a> {
    pub(super) fn new(relation: &'a Relation, evidence: &'a Evidence, converter: &SpanConverter<'_>) -> Self {
        let (start, end) = super::digest::offsets(converter.chars(evidence.span));
        Self {
            kind: relation.kind.as_str(),
            subject: i64::from(relation.subject.0),
            object: i64::from(relation.object.0),
            role: relation.role.map(|e| i64::from(e.0)),
            attributed_to: evidence.attributed_to.map(|e| i64::from(e.0)),
            start,
            end,
            rule: &evidence.rule,
            confidence: ten_thousandths(f64::from(evidence.confidence)),
            polarity: evidence.polarity,
            modality: evidence.modality,
            status: evidence.status,
            label: evidence.label.as_deref(),
            start_date: evidence.start_date,
            end_date: evidence.end_date,
        }
    }

    /// Rule, confidence and stance in one number.
    pub(super) fn reading(&self, rule: i64) -> i64 {
        rule << 19 | self.confidence << 5 | stance(self.polarity, self.modality, self.status)
    }

    pub(super) fn sighting(&self) -> Sighting {
        Sighting {
            confidence: probability(self.confidence),
            polarity: self.polarity,
            modality: self.modality,
            status: self.status,
            start_date: self.start_date,
            end_date: self.end_date,
        }
    }
}

/// A probability as the file keeps it: 9000 for 0.9.
#[allow(clippy::cast_possible_truncation, reason = "between 0 and 1 before")]
pub(super) fn ten_thousandths(confidence: f64) -> i64 {
    (confidence * 10_000.0).round() as i64
}

/// A probability as the model has it.
pub(super) fn confidence(ten_thousandths: i64) -> f32 {
    u16::try_from(ten_thousandths).map_or(0.0, f32::from) / 10_000.0
}

/// A probability in four decimals, so that 9000 is 0.9 in every program.
#[allow(clippy::cast_precision_loss, reason = "no more than five digits")]
pub(super) fn probability(ten_thousandths: i64) -> f64 {
    ten_thousandths as f64 / 10_000.0
}
