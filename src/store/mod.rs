//! One SQLite file: articles, what each says, and what they say together.
//!
//! Start with [`Store::open`]; write through a [`Batch`]; read through the methods of [`Store`] or,
//! in any other program, through the views of the file.
//!
//! ```
//! use newsgraph::model::{Article, ByteSpan, Entity, EntityIndex, EntityKind, Extraction, Mention, MentionForm};
//! use newsgraph::store::{Outcome, Store};
//!
//! # fn main() -> newsgraph::Result<()> {
//! let article = Article::new("a.txt", "Ada Quill spoke.");
//! let extraction = Extraction {
//!     entities: vec![Entity {
//!         kind: EntityKind::Person,
//!         name: "Ada Quill".into(),
//!         country_code: None,
//!         topic: None,
//!         aliases: vec![],
//!     }],
//!     mentions: vec![Mention { span: ByteSpan::new(0, 9), entity: EntityIndex(0), form: MentionForm::Name }],
//!     ..Extraction::default()
//! };
//!
//! let mut store = Store::in_memory()?;
//! let mut batch = store.begin()?;
//! assert_eq!(batch.put(&article, &extraction)?, Outcome::New);
//! assert_eq!(batch.put(&article, &extraction)?, Outcome::Unchanged);
//! batch.commit()?;
//! assert_eq!(store.entities_named("ada quill")?.len(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! # What is kept apart
//!
//! What one article says is written down as that article's own and is never changed by another.
//! Canonical entities and relations are derived from it: an entity lives while an article speaks of
//! it, a relation while there is evidence. Every derived column is brought up to date before a batch
//! is committed, so the content depends on which articles are in the store, never on their order.
//! A relation's status, dates and counts are those of all its evidence; nothing is retired
//! because something else was added.
//!
//! # Who is one
//!
//! Two articles' entities become one only with reason: the same full name and a second signal. Every
//! decision is a row ([`Store::judgements`]); in doubt there are two, and [`Store::review`] asks. What a
//! user states ([`Store::judge`]) wins, holds when the articles are read again, and leaves no trace
//! when it is taken back ([`Store::unjudge`]).

mod batch;
mod digest;
mod dump;
mod evidence;
mod failure;
mod fit;
mod graph_rows;
mod identity;
mod merge;
mod near;
mod open;
#[cfg(test)]
mod plan_tests;
mod questions;
mod read;
mod remove;
mod rows;
mod scan;
mod schema;
mod settle;
mod snapshot;
mod stored;
mod tally;
mod time;
mod verify;

pub use batch::{Batch, Outcome};
pub use identity::{Judgement, Verdict};
pub use near::Near;
pub use open::{Durability, OpenOptions};
pub use questions::{Proof, RoleAnswer};
pub use rows::{EntityId, EntityRow, RelationId, RelationRow};
pub use snapshot::Scope;
pub use time::{ReviewItem, RoleSighting};
pub use verify::Finding;

pub(crate) use identity::folded;

use crate::error::Result;
use failure::failed;
use rusqlite::Connection;
use std::path::Path;

/// An open store.
///
/// It can be sent to another thread, not shared between threads: open one for each. One writes at
/// a time, any number read beside it.
#[derive(Debug)]
pub struct Store {
    conn: Connection,
}

impl Store {
    fn over(conn: Connection) -> Self {
        Self { conn }
    }

    /// Opens the store at `path`, or creates it where there is no file; see [`OpenOptions::open`].
    ///
    /// # Errors
    ///
    /// Those of [`OpenOptions::open_existing`] and [`OpenOptions::create`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        OpenOptions::new().open(path)
    }

    /// Opens the store at `path` and creates nothing; see [`OpenOptions::open_existing`].
    ///
    /// # Errors
    ///
    /// Those of [`OpenOptions::open_existing`].
    pub fn open_existing(path: impl AsRef<Path>) -> Result<Self> {
        OpenOptions::new().open_existing(path)
    }

    /// Creates a store where there is no file yet; see [`OpenOptions::create`].
    ///
    /// # Errors
    ///
    /// Those of [`OpenOptions::create`].
    pub fn create(path: impl AsRef<Path>) -> Result<Self> {
        OpenOptions::new().create(path)
    }

    /// A new store in memory, gone when it is dropped.
    ///
    /// # Errors
    ///
    /// [`Error::Database`](crate::Error::Database) where SQLite has no memory left.
    pub fn in_memory() -> Result<Self> {
        open::in_memory()
    }

    /// Begins to write. Waits for another writer up to the busy timeout.
    ///
    /// # Errors
    ///
    /// [`Error::Busy`](crate::Error::Busy), [`Error::ReadOnly`](crate::Error::ReadOnly).
    pub fn begin(&mut self) -> Result<Batch<'_>> {
        Batch::begin(self)
    }

    /// Works the write-ahead log into the file and empties it, as far as readers allow; worth a
    /// call after many batches.
    ///
    /// # Errors
    ///
    /// [`Error::DiskFull`](crate::Error::DiskFull), [`Error::Database`](crate::Error::Database).
    pub fn checkpoint(&mut self) -> Result<()> {
        self.conn
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
            .map_err(failed("empty the write-ahead log"))
    }
}
