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
mod map;
mod merge;
mod mount;
mod near;
mod open;
mod pending;
#[cfg(test)]
mod plan_tests;
mod postings;
mod questions;
mod read;
mod relation;
mod remove;
mod rows;
mod scan;
mod schema;
mod search;
mod settle;
mod snapshot;
mod spans;
mod stored;
mod tally;
mod time;
mod verify;
mod waiting;

pub use batch::{Batch, Outcome};
pub use identity::{Judgement, Verdict};
pub use near::Near;
pub use open::{Durability, OpenOptions};
pub use questions::{Proof, RoleAnswer};
pub use rows::{EntityId, EntityRow, RelationId, RelationRow};
pub use search::{ArticleHit, EntityHit};
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
/// a time, any number read beside it. A process that was forked opens the store anew; SQLite forbids it to
/// use, or even to close, what was open before.
///
/// ```compile_fail,E0277
/// fn shared_between_threads<T: Sync>() {}
/// shared_between_threads::<newsgraph::Store>();
/// ```
#[derive(Debug)]
pub struct Store {
    conn: Connection,
    memory: pending::Memory,
    /// The connection is the caller's, who may use it besides.
    shared: bool,
    /// A batch was committed.
    wrote: bool,
}

impl Store {
    fn over(conn: Connection) -> Self {
        Self { conn, memory: pending::Memory::default(), shared: false, wrote: false }
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

    /// A store over a connection of the caller's own, for programs that keep other settings or write the
    /// store together with something else. No setting of the connection is changed: busy timeout,
    /// durability and what is allowed to a hostile file are the caller's. An empty database becomes a
    /// store. Inside a transaction that the caller has begun through [`connection`](Self::connection), a
    /// batch is a savepoint, and permanent when the caller commits.
    ///
    /// ```
    /// use newsgraph::store::Store;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let mut store = Store::from_connection(rusqlite::Connection::open_in_memory()?)?;
    /// store.connection().execute_batch("BEGIN")?;
    /// store.begin()?.commit()?;
    /// store.connection().execute_batch("COMMIT")?;
    /// let connection = store.into_connection()?;
    /// # drop(connection);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::NotOurs`](crate::Error::NotOurs), [`Error::NewerSchema`](crate::Error::NewerSchema),
    /// [`Error::ReadOnly`](crate::Error::ReadOnly), [`Error::Database`](crate::Error::Database).
    pub fn from_connection(connection: Connection) -> Result<Self> {
        schema::adopt(&connection)?;
        let mut store = Self::over(connection);
        store.shared = true;
        Ok(store)
    }

    /// The connection, for the caller's own statements.
    pub const fn connection(&self) -> &Connection {
        &self.conn
    }

    /// The connection back.
    ///
    /// # Errors
    ///
    /// [`Error::Database`](crate::Error::Database) where SQLite has no memory left.
    pub fn into_connection(mut self) -> Result<Connection> {
        self.wrote = false;
        let other = Connection::open_in_memory().map_err(failed("close the store"))?;
        Ok(std::mem::replace(&mut self.conn, other))
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

    /// The size of the write-ahead log in bytes; 0 where there is none, as in memory.
    ///
    /// It grows while some reader holds a transaction open ([`for_each_relation`](Self::for_each_relation)
    /// that takes long, another program that forgot to end its own), since nothing behind the reader's
    /// snapshot can be worked into the file. Once the reader has ended, the next [`checkpoint`](Self::checkpoint)
    /// empties it, and a commit that begins it anew cuts it to 8 MiB.
    pub fn log_bytes(&self) -> u64 {
        // Asked of the system by name: opening the file beside SQLite would drop SQLite's locks.
        let log = self.conn.path().filter(|path| !path.is_empty()).map(|path| format!("{path}-wal"));
        log.and_then(|log| std::fs::metadata(log).ok()).map_or(0, |log| log.len())
    }
}

impl Drop for Store {
    /// Has SQLite look whether its statistics are worth renewing; what it finds in a moment.
    fn drop(&mut self) {
        if self.wrote && !self.shared {
            // Nothing is lost where another writes just now.
            let _ = self.conn.busy_timeout(std::time::Duration::ZERO);
            let _ = self.conn.execute_batch("PRAGMA optimize");
        }
    }
}
