//! Two stores in one, and the derived layer made anew.

use super::failure::failed;
use super::{Outcome, Store, stored};
use crate::error::Result;
use crate::model::EntityKind;

/// Articles that are written together while merging or rebuilding.
const BATCH: usize = 500;

impl Store {
    /// Takes over every article of another store, all that was read in it, and what users have stated
    /// there. The result is as if both had been ingested into one: an article that both have is the
    /// other's then, and of two statements on one pair the later day's counts, of one day the other's.
    ///
    /// Gives the number of articles that were new or replaced one. Written in batches: where it fails
    /// half-way, calling it again completes it.
    ///
    /// # Errors
    ///
    /// [`Error::Busy`](crate::Error::Busy), [`Error::ReadOnly`](crate::Error::ReadOnly), [`Error::DiskFull`](crate::Error::DiskFull),
    /// [`Error::Corrupt`](crate::Error::Corrupt), [`Error::Database`](crate::Error::Database).
    pub fn merge(&mut self, other: &Store) -> Result<usize> {
        let ids: Vec<i64> = other.list("SELECT id FROM article ORDER BY uri", [], |row| row.get(0))?;
        let mut taken = 0;
        for ids in ids.chunks(BATCH) {
            let mut batch = self.begin()?;
            for id in ids {
                let (article, extraction) = stored::read(&other.conn, *id).map_err(failed("read an article"))?;
                taken += usize::from(batch.put(&article, &extraction)? != Outcome::Unchanged);
            }
            batch.commit()?;
        }
        let dated = |store: &Store| {
            store.list(
                "SELECT kind, left_uri, left_name, right_uri, right_name, verdict, decided_by, decided_on
                 FROM judgement ORDER BY 1, 2, 3, 4, 5",
                [],
                |row| {
                    let texts = (0..8).map(|column| row.get::<_, String>(column));
                    texts.collect::<Result<Vec<_>, _>>()
                },
            )
        };
        let ours = dated(self)?;
        for theirs in dated(other)? {
            let [kind, left_uri, left, right_uri, right, verdict, by, on] = &theirs[..] else { continue };
            let known = ours.iter().any(|ours| match ours.split_at_checked(5) {
                Some((names, [known, _, since])) => theirs.starts_with(names) && (since > on || known == verdict),
                _ => false,
            });
            if known {
                continue;
            }
            if let (Ok(kind), Ok(verdict)) = (kind.parse::<EntityKind>(), verdict.parse()) {
                self.state(kind, (left_uri, left), (right_uri, right), Some((verdict, by, Some(on))))?;
            }
        }
        Ok(taken)
    }

    /// Makes all derived rows anew from what the articles say and what users have stated. The content
    /// stays the same where nothing was damaged, and follows this version's rules where another wrote it.
    ///
    /// # Errors
    ///
    /// [`Error::Busy`](crate::Error::Busy), [`Error::ReadOnly`](crate::Error::ReadOnly), [`Error::DiskFull`](crate::Error::DiskFull),
    /// [`Error::Corrupt`](crate::Error::Corrupt), [`Error::Database`](crate::Error::Database).
    pub fn rebuild(&mut self) -> Result<()> {
        let uris = self.article_uris()?;
        let mut batch = self.begin()?;
        for uri in &uris {
            batch.reread(uri)?;
        }
        batch.commit()
    }
}
