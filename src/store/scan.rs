//! Whole tables, read fast: each row is handed over inside SQLite.
//!
//! A statement that gives a million rows is stepped a million times, and each column of each row is
//! asked for through a handful of calls that look whether the statement is in a state to answer. An
//! aggregate function gets the same values as arguments without any of that. [`Store::scan`] registers one
//! that does the caller's work, runs one statement with it, and takes it away again: half of the
//! time on top of SQLite's own.

use super::Store;
use super::failure::failed;
use crate::error::{Error, Result};
use rusqlite::functions::{Aggregate, Context, FunctionFlags};
use rusqlite::types::ValueRef;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// The columns of one row.
pub(super) struct Columns<'a, 'c>(&'a Context<'c>);

impl Columns<'_, '_> {
    /// A column, borrowed; its place must be one that the scan names.
    pub(super) fn get(&self, column: usize) -> ValueRef<'_> {
        self.0.get_raw(column)
    }
}

/// What is gathered, and why it ended early if it did.
struct Gathered<S> {
    state: S,
    refused: Option<Error>,
}

/// Where the gathered lies while no row is being read.
type Slot<S> = Arc<Mutex<Option<Gathered<S>>>>;

/// The aggregate function.
struct Gather<S, T> {
    slot: Slot<S>,
    take: T,
}

fn locked<S>(slot: &Slot<S>) -> std::sync::MutexGuard<'_, Option<Gathered<S>>> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<S, T> Aggregate<AssertUnwindSafe<Gathered<S>>, i64> for Gather<S, T>
where
    T: Fn(&mut S, &Columns<'_, '_>) -> Result<()>,
{
    fn init(&self, _: &mut Context<'_>) -> rusqlite::Result<AssertUnwindSafe<Gathered<S>>> {
        locked(&self.slot).take().map(AssertUnwindSafe).ok_or(rusqlite::Error::InvalidQuery)
    }

    fn step(&self, row: &mut Context<'_>, gathered: &mut AssertUnwindSafe<Gathered<S>>) -> rusqlite::Result<()> {
        match (self.take)(&mut gathered.state, &Columns(row)) {
            Ok(()) => Ok(()),
            Err(error) => {
                gathered.refused = Some(error);
                // Ends the statement; the reason is the one above.
                Err(rusqlite::Error::InvalidQuery)
            }
        }
    }

    fn finalize(&self, _: &mut Context<'_>, gathered: Option<AssertUnwindSafe<Gathered<S>>>) -> rusqlite::Result<i64> {
        if let Some(AssertUnwindSafe(gathered)) = gathered {
            *locked(&self.slot) = Some(gathered);
        }
        Ok(0)
    }
}

/// The statement, around a function of the given name. The rows come in the order of their numbers: a
/// table without an index to choose is read so. A connection that was told to reverse what has no
/// order is told the order.
fn sql(function: &str, columns: &[&str], table: &str, reversed: bool) -> String {
    let columns = columns.join(", ");
    if reversed {
        format!("SELECT {function}({columns}) FROM (SELECT * FROM {table} ORDER BY id LIMIT -1)")
    } else {
        format!("SELECT {function}({columns}) FROM {table} NOT INDEXED")
    }
}

impl Store {
    /// Hands some columns of every row of a table over, in the order of the rows' numbers; gives back
    /// what was gathered. Ends with the first error that `take` gives.
    pub(super) fn scan<S, T>(&self, columns: &[&str], table: &str, state: S, take: T) -> Result<S>
    where
        S: Send + 'static,
        T: Fn(&mut S, &Columns<'_, '_>) -> Result<()> + Send + 'static,
    {
        // A function of its own for each scan: one cannot be replaced while any statement runs, and a
        // caller may be in the middle of one.
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let function = format!("newsgraph_gather_{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let arguments = i32::try_from(columns.len()).unwrap_or(-1);
        let slot: Slot<S> = Arc::new(Mutex::new(Some(Gathered { state, refused: None })));
        let gather = Gather { slot: Arc::clone(&slot), take };
        let run = || {
            let reversed = self.conn.pragma_query_value(None, "reverse_unordered_selects", |row| row.get(0))?;
            let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DIRECTONLY;
            self.conn.create_aggregate_function(function.as_str(), arguments, flags, gather)?;
            self.conn.query_row(&sql(&function, columns, table, reversed), [], |_| Ok(()))
        };
        let ran = run();
        // Where it cannot go because a statement runs, it stays: nothing calls it again.
        let _ = self.conn.remove_function(function.as_str(), arguments);
        let gathered = locked(&slot).take();
        match (gathered, ran) {
            (Some(Gathered { refused: Some(error), .. }), _) => Err(error),
            (_, Err(error)) => Err(failed(READ)(error)),
            (Some(Gathered { state, refused: None }), Ok(())) => Ok(state),
            (None, Ok(())) => Err(failed(READ)(rusqlite::Error::InvalidQuery)),
        }
    }
}

const READ: &str = "read the store";

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(store: &Store, before: Vec<i64>) -> Result<Vec<i64>> {
        store.scan(&["id", "number"], "sample", before, |numbers, row| {
            let ValueRef::Integer(number) = row.get(1) else {
                return Err(Error::Graph { message: "no number".to_owned() });
            };
            numbers.push(number);
            Ok(())
        })
    }

    fn store() -> Store {
        let store = Store::in_memory().unwrap();
        store
            .conn
            .execute_batch(
                "CREATE TABLE sample (id INTEGER PRIMARY KEY, number);
                 CREATE INDEX sample_number ON sample (number, id);
                 INSERT INTO sample VALUES (3, 7), (1, 9), (2, 8)",
            )
            .unwrap();
        store
    }

    #[test]
    fn rows_come_in_their_order_whatever_the_connection_was_told() {
        let store = store();
        for reversed in ["OFF", "ON"] {
            store.conn.execute_batch(&format!("PRAGMA reverse_unordered_selects = {reversed}")).unwrap();
            assert_eq!(numbers(&store, vec![]).unwrap(), [9, 8, 7]);
        }
        store.conn.execute_batch("DELETE FROM sample").unwrap();
        assert_eq!(numbers(&store, vec![5]).unwrap(), [5]);
    }

    #[test]
    fn a_refusal_ends_the_scan_and_is_what_the_caller_hears() {
        let store = store();
        store.conn.execute_batch("UPDATE sample SET number = 'seven' WHERE id = 2").unwrap();
        assert!(matches!(numbers(&store, vec![]), Err(Error::Graph { message }) if message == "no number"));
        store.conn.execute_batch("DROP TABLE sample").unwrap();
        assert!(matches!(numbers(&store, vec![]), Err(Error::Database { .. })));
    }

    #[test]
    fn a_scan_runs_inside_another_statement() {
        let store = store();
        let mut inner = Vec::new();
        store
            .each("SELECT id FROM sample", |_| {
                inner.push(numbers(&store, vec![]).unwrap().len());
                Ok(())
            })
            .unwrap();
        assert_eq!(inner, [3, 3, 3]);
    }
}
