//! A disk that fails: a layer between SQLite and the system (a VFS) for fault tests.
//!
//! [`Disk::watch`] puts the layer under every database that is opened afterwards in this process.
//! For files of one folder it can fail the k-th read, write, sync or truncation
//! ([`Disk::fail`]), and it keeps a record of all writes, from which [`Disk::after_power_loss`] makes the
//! folder as a power failure would have left it: what was synced is there, of the rest nothing, some,
//! or pieces. The practice is that of SQLite's own tests (<https://www.sqlite.org/testing.html>,
//! "I/O error testing" and "Crash testing").
//!
//! What it does not see: files written without SQLite, and the shared memory beside a write-ahead log,
//! which no crash outlives.

mod layer;
mod record;

pub use record::{Left, Operation};

use record::{Fault, Record};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What is watched now.
static RECORD: Mutex<Option<Record>> = Mutex::new(None);

/// One test at a time.
static TURN: Mutex<()> = Mutex::new(());

/// A watched folder; one at a time in a process, others wait.
#[derive(Debug)]
pub struct Disk {
    _turn: MutexGuard<'static, ()>,
}

impl Disk {
    /// Watches the files of a folder from now on. What they hold is taken for synced.
    ///
    /// # Panics
    ///
    /// Where the folder cannot be read.
    pub fn watch(folder: &Path) -> Self {
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        layer::install();
        *record() = Some(Record::of(folder));
        Self { _turn: turn }
    }

    /// Has the `nth` of these operations fail, counted from now and from 1; or that and all later ones.
    pub fn fail(&self, operation: Operation, nth: usize, persistently: bool) {
        with(|record| record.fault = Some(Fault { operation, left: nth, persistently, fired: false }));
    }

    /// Fails nothing more. Says whether something had failed.
    pub fn heal(&self) -> bool {
        with(|record| record.fault.take().is_some_and(|fault| fault.fired))
    }

    /// How many operations are recorded.
    pub fn position(&self) -> usize {
        with(|record| record.operations.len())
    }

    /// The positions before and after each sync.
    pub fn syncs(&self) -> Vec<usize> {
        with(|record| record.syncs())
    }

    /// Writes the folder into `target` as it would be after a power failure at a position. Says how many
    /// operations were not yet synced then.
    ///
    /// # Panics
    ///
    /// Where `target` cannot be written.
    pub fn after_power_loss(&self, position: usize, left: Left, target: &Path) -> usize {
        with(|record| record.after_power_loss(position, left, target))
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        *record() = None;
    }
}

fn record() -> MutexGuard<'static, Option<Record>> {
    RECORD.lock().unwrap_or_else(PoisonError::into_inner)
}

fn with<T>(act: impl FnOnce(&mut Record) -> T) -> T {
    act(record().as_mut().expect("a disk is watched while there is a Disk"))
}
