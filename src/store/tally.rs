//! What follows for a relation from its evidence.
//!
//! A [`Tally`] is built from any part of the evidence and [merged](Tally::merge) with that of
//! the rest, in any order: everything in it is a count, a smallest or a largest.

use crate::model::{Date, Modality, Polarity, RoleStatus};

/// The derived columns of a `relation`.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Tally {
    pub(super) articles: i64,
    pub(super) asserted_articles: i64,
    pub(super) confidence: f64,
    pub(super) status: Option<RoleStatus>,
    pub(super) status_on: Option<Date>,
    pub(super) first_cited_on: Option<Date>,
    pub(super) last_cited_on: Option<Date>,
    pub(super) start_date: Option<Date>,
    pub(super) end_date: Option<Date>,
}

/// What a tally needs to know of one sighting.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sighting {
    pub(super) confidence: f64,
    pub(super) polarity: Polarity,
    pub(super) modality: Modality,
    pub(super) status: Option<RoleStatus>,
    pub(super) start_date: Option<Date>,
    pub(super) end_date: Option<Date>,
}

impl Tally {
    /// The tally of one article's sightings of one fact; `None` where there are none.
    ///
    /// The article's status is that of its most confident sighting which asserts the fact.
    pub(super) fn of(published_on: Option<Date>, sightings: impl IntoIterator<Item = Sighting>) -> Option<Self> {
        let mut tally = Self { first_cited_on: published_on, last_cited_on: published_on, ..Self::default() };
        let mut surest = -1.0;
        for sighting in sightings {
            tally.articles = 1;
            tally.confidence = tally.confidence.max(sighting.confidence);
            if sighting.polarity == Polarity::Negated || sighting.modality == Modality::Hypothetical {
                continue;
            }
            tally.asserted_articles = 1;
            tally.start_date = earlier(tally.start_date, sighting.start_date);
            tally.end_date = tally.end_date.max(sighting.end_date);
            if sighting.status.is_some() && sighting.confidence > surest {
                surest = sighting.confidence;
                tally.status = sighting.status;
                tally.status_on = published_on;
            }
        }
        (tally.articles > 0).then_some(tally)
    }

    /// Adds the tally of other articles.
    ///
    /// Where articles of one day disagree on the status, current goes before future before former.
    pub(super) fn merge(&mut self, other: &Self) {
        self.articles += other.articles;
        self.asserted_articles += other.asserted_articles;
        self.confidence = self.confidence.max(other.confidence);
        if (other.status.is_some(), other.status_on, rank(other.status))
            > (self.status.is_some(), self.status_on, rank(self.status))
        {
            self.status = other.status;
            self.status_on = other.status_on;
        }
        self.first_cited_on = earlier(self.first_cited_on, other.first_cited_on);
        self.last_cited_on = self.last_cited_on.max(other.last_cited_on);
        self.start_date = earlier(self.start_date, other.start_date);
        self.end_date = self.end_date.max(other.end_date);
    }
}

fn earlier(a: Option<Date>, b: Option<Date>) -> Option<Date> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

const fn rank(status: Option<RoleStatus>) -> u8 {
    match status {
        None => 0,
        Some(RoleStatus::Former) => 1,
        Some(RoleStatus::Future) => 2,
        Some(RoleStatus::Current) => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sighting(confidence: f64, status: RoleStatus) -> Sighting {
        Sighting {
            confidence,
            polarity: Polarity::Asserted,
            modality: Modality::Actual,
            status: Some(status),
            start_date: None,
            end_date: None,
        }
    }

    #[test]
    fn the_latest_article_gives_the_status() {
        let of = |date: &str, status| Tally::of(date.parse().ok(), [sighting(0.8, status)]).unwrap();
        let tallies = [
            of("2020-05-01", RoleStatus::Future),
            of("2022-05-01", RoleStatus::Former),
            of("2021", RoleStatus::Current),
            of("unknown", RoleStatus::Current),
        ];
        for turn in 0..tallies.len() {
            let mut sum = Tally::default();
            for i in 0..tallies.len() {
                sum.merge(&tallies[(turn + i) % tallies.len()]);
            }
            assert_eq!(sum.status, Some(RoleStatus::Former));
            assert_eq!((sum.articles, sum.asserted_articles), (4, 4));
            assert_eq!(sum.first_cited_on, "2020-05-01".parse().ok());
        }
    }

    #[test]
    fn denials_give_no_status() {
        let denied = Sighting { polarity: Polarity::Negated, ..sighting(0.9, RoleStatus::Current) };
        let tally = Tally::of(None, [denied, sighting(0.5, RoleStatus::Former)]).unwrap();
        assert_eq!((tally.status, tally.confidence), (Some(RoleStatus::Former), 0.9));
        let tally = Tally::of(None, [denied]).unwrap();
        assert_eq!((tally.status, tally.articles, tally.asserted_articles), (None, 1, 0));
        assert_eq!(Tally::of(None, []), None);
    }
}
