//! What an ingest has done, while it runs and at its end.

use crate::Error;
use std::time::Duration;

/// Refusals that a report keeps; the others are only counted.
pub(super) const REFUSALS_KEPT: usize = 1_000;

/// How far an ingest is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Progress {
    /// Items taken from the source: articles and errors.
    pub read: u64,
    /// Bytes of text of the articles among them.
    pub bytes: u64,
    /// Articles that are in the store now, committed: new, replaced, or there before.
    pub stored: u64,
    /// Items that were refused.
    pub refused: u64,
    /// Since the start.
    pub elapsed: Duration,
}

/// What an ingest has done.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Report {
    /// Items taken from the source: articles and errors.
    pub read: u64,
    /// Bytes of text of the articles among them.
    pub bytes: u64,
    /// Articles that the store did not have.
    pub new: u64,
    /// Articles that the store had just so.
    pub unchanged: u64,
    /// Articles that the store had with another text, another head or another reading.
    pub replaced: u64,
    /// Items that were refused.
    pub refused: u64,
    /// The first thousand of them.
    pub refusals: Vec<Refusal>,
    /// The callback said to stop: articles read but not yet committed were left out.
    pub stopped: bool,
    /// Entities of the new and replaced articles, each counted once for each article.
    pub entities: u64,
    /// Mentions in the new and replaced articles.
    pub mentions: u64,
    /// Facts of the new and replaced articles, each counted once for each article.
    pub relations: u64,
    /// Time spent in the source.
    pub reading: Duration,
    /// Time spent in extraction, added up over all threads.
    pub extracting: Duration,
    /// Time spent in the store.
    pub writing: Duration,
    /// From start to end.
    pub elapsed: Duration,
}

/// An item that did not become an article of the store.
#[derive(Debug)]
#[non_exhaustive]
pub struct Refusal {
    /// Its place among the items of the source, from 1.
    pub item: u64,
    /// Why; the message names the file or article.
    pub reason: Error,
}

impl Report {
    pub(super) fn refuse(&mut self, item: u64, reason: Error) {
        self.refused += 1;
        if self.refusals.len() < REFUSALS_KEPT {
            self.refusals.push(Refusal { item: item + 1, reason });
        }
    }

    pub(super) const fn progress(&self, elapsed: Duration) -> Progress {
        Progress {
            read: self.read,
            bytes: self.bytes,
            stored: self.new + self.unchanged + self.replaced,
            refused: self.refused,
            elapsed,
        }
    }
}
