//! How articles go in.

use super::pipeline;
use super::report::{Progress, Report};
use super::window::Load;
use crate::Result;
use crate::extract::Extractor;
use crate::model::Article;
use crate::store::{Durability, OpenOptions, Store};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::Path;

/// When articles are safe. A commit is all or nothing: whatever happens, the store holds whole
/// articles only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Commits {
    /// Each article by itself: once it is reported as stored, not even a power failure loses it.
    /// One sync of the disk for each article; for a feed where each counts.
    EachArticle,
    /// Up to 1,500 articles together: once they are reported as stored, not even a power failure
    /// loses them. A crash loses what was under way.
    #[default]
    EachBatch,
    /// Up to 1,500 articles together, and the system decides when the disk is synced: the fastest.
    /// A power failure may lose the newest batches, whole; a crash of the program only what was
    /// under way. For loads that can be repeated.
    Bulk,
}

impl Commits {
    /// What the store promises of a commit.
    pub const fn durability(self) -> Durability {
        match self {
            Self::EachArticle | Self::EachBatch => Durability::Full,
            Self::Bulk => Durability::Bulk,
        }
    }

    /// Opens the store at `path`, or creates it, with the durability that goes with this choice and
    /// a minute's patience with other writers.
    ///
    /// # Errors
    ///
    /// Those of [`OpenOptions::open`].
    pub fn open(self, path: impl AsRef<Path>) -> Result<Store> {
        OpenOptions::new().durability(self.durability()).busy_timeout(std::time::Duration::from_secs(60)).open(path)
    }

    /// What is committed together at most; a single longer article is a commit of its own.
    pub(super) const fn batch(self) -> Load {
        let articles = match self {
            Self::EachArticle => 1,
            Self::EachBatch | Self::Bulk => 1_500,
        };
        Load { articles, bytes: 12 << 20 }
    }
}

/// Reads articles on all cores into one store.
///
/// Memory is bounded: besides the batch that is being written at most 1,500 articles are under way at
/// once (never fewer than eight for each thread), and no further one is taken from the source while
/// 24 MiB of text are.
#[derive(Debug, Clone, Copy)]
pub struct Ingest<'e> {
    pub(super) extractor: &'e Extractor,
    pub(super) threads: NonZeroUsize,
    pub(super) commits: Commits,
    pub(super) skip_known: bool,
}

impl<'e> Ingest<'e> {
    /// With one thread for each core, and [`Commits::EachBatch`].
    pub fn new(extractor: &'e Extractor) -> Self {
        let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        Self { extractor, threads, commits: Commits::default(), skip_known: false }
    }

    /// On how many threads articles are read: those of the run's own, and the caller's while there is nothing
    /// to write; with one, on one of the run's own. The content of the store does not depend on it.
    #[must_use]
    pub const fn threads(mut self, threads: NonZeroUsize) -> Self {
        self.threads = threads;
        self
    }

    /// How many articles are committed together. What a commit survives is up to the store:
    /// open it with [`Commits::open`], or with the [`Commits::durability`] that belongs to this.
    #[must_use]
    pub const fn commits(mut self, commits: Commits) -> Self {
        self.commits = commits;
        self
    }

    /// Whether an article that the store has word for word is passed over unread, and counted as
    /// unchanged. Off by default: its reading may come out differently with another version of this
    /// crate or another lexicon. Much faster where only a few articles of many are new.
    #[must_use]
    pub const fn skip_known(mut self, skip: bool) -> Self {
        self.skip_known = skip;
        self
    }

    /// Reads all articles into the store and says what was done.
    ///
    /// An item of the source that is an error, and an article that the store refuses, are listed in
    /// the report and stop nothing.
    ///
    /// # Errors
    ///
    /// [`Error::Busy`](crate::Error::Busy), [`Error::DiskFull`](crate::Error::DiskFull),
    /// [`Error::ReadOnly`](crate::Error::ReadOnly), [`Error::Corrupt`](crate::Error::Corrupt) and
    /// [`Error::Database`](crate::Error::Database) where the store can take no more. What was
    /// committed before is whole; the same call with the same articles goes on where it ended.
    ///
    /// # Panics
    ///
    /// Where the source panics.
    pub fn run<I>(&self, store: &mut Store, articles: I) -> Result<Report>
    where
        I: IntoIterator<Item = Result<Article>>,
        I::IntoIter: Send,
    {
        self.run_watched(store, articles, |_| ControlFlow::Continue(()))
    }

    /// As [`run`](Self::run), telling `watch` how far it is: after each item, after each commit and
    /// otherwise some ten times a second. Where `watch` says to break, nothing more is written; what
    /// was committed stays. A source that is waiting for its next article is waited for.
    ///
    /// # Errors
    ///
    /// As [`run`](Self::run).
    ///
    /// # Panics
    ///
    /// Where the source or `watch` panics.
    pub fn run_watched<I>(
        &self,
        store: &mut Store,
        articles: I,
        watch: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Report>
    where
        I: IntoIterator<Item = Result<Article>>,
        I::IntoIter: Send,
    {
        pipeline::run(self, store, articles.into_iter(), watch)
    }
}
