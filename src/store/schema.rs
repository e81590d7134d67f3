//! The schema of the file, and how a file is told to be ours.

use super::failure::failed;
use crate::error::{Error, Result};
use rusqlite::Connection;
use std::path::Path;
use std::sync::OnceLock;

/// The file's tables, indexes and views.
const SCHEMA: &str = include_str!("../../schema.sql");

/// `PRAGMA application_id` of a store: the ASCII letters of `NwGr`.
const APPLICATION_ID: i64 = 0x4e77_4772;

/// `PRAGMA user_version` of the schema that this version writes.
const VERSION: i64 = 1;

/// Steps from older versions: the first takes version 1 to 2, the next 2 to 3. Version 1 is the first.
const MIGRATIONS: [&str; 0] = [];

/// Writes the schema into an empty database, all or nothing.
pub(super) fn install(conn: &Connection) -> Result<()> {
    conn.execute_batch(&format!(
        "BEGIN IMMEDIATE;\n{SCHEMA}\nPRAGMA application_id = {APPLICATION_ID};\nPRAGMA user_version = {VERSION};\nCOMMIT;"
    ))
    .map_err(failed("create the schema"))
}

/// The file's schema version, or the error that says why it is not a store we can read. Only reads.
pub(super) fn inspect(conn: &Connection, path: &Path) -> Result<i64> {
    let not_ours = |reason: &str| Error::NotOurs { path: path.to_owned(), reason: reason.to_owned() };
    let pragma = |name: &str| conn.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0));
    let read = |error: rusqlite::Error| match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => not_ours("it is not an SQLite database"),
        _ => failed("open the store")(error),
    };
    if pragma("application_id").map_err(read)? != APPLICATION_ID {
        return Err(not_ours("it has another application_id"));
    }
    let found = pragma("user_version").map_err(read)?;
    if found > VERSION {
        return Err(Error::NewerSchema { path: path.to_owned(), found, supported: VERSION });
    }
    if found < 1 {
        return Err(not_ours("it has no schema version"));
    }
    if found == VERSION && fingerprint(conn).map_err(read)? != *expected()? {
        return Err(not_ours("its tables, indexes, views or triggers are not those of a store"));
    }
    Ok(found)
}

/// Makes a store of an empty database, and brings an older store up to [`VERSION`].
pub(super) fn adopt(conn: &Connection) -> Result<()> {
    let path = Path::new(conn.path().unwrap_or_default()).to_owned();
    let objects: i64 = conn
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(failed("open the store"))?;
    if objects == 0 && conn.is_autocommit() {
        install(conn)?;
    }
    let found = inspect(conn, &path)?;
    migrate(conn, found)
}

/// Brings a store of an older version up to [`VERSION`], all or nothing.
pub(super) fn migrate(conn: &Connection, found: i64) -> Result<()> {
    if found < VERSION { step(conn, &MIGRATIONS).map_err(failed("migrate the store")) } else { Ok(()) }
}

/// Takes the steps that the file has not taken yet, in one transaction.
fn step(conn: &Connection, steps: &[&str]) -> rusqlite::Result<()> {
    let transaction = rusqlite::Transaction::new_unchecked(conn, rusqlite::TransactionBehavior::Immediate)?;
    // Asked again inside the transaction: another process may have been faster.
    let found: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    for (sql, to) in steps.iter().zip(2_i64..).filter(|(_, to)| *to > found) {
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "user_version", to)?;
    }
    transaction.commit()
}

/// Every object of the schema as SQLite keeps it, in order; statistics tables do not count.
fn fingerprint(conn: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut objects = conn.prepare(
        "SELECT type || ' ' || name || ' ' || tbl_name || ' ' || ifnull(sql, '') FROM sqlite_schema
         WHERE name NOT IN ('sqlite_stat1', 'sqlite_stat4') ORDER BY 1 LIMIT 200",
    )?;
    objects.query_map([], |row| row.get(0))?.collect()
}

/// The fingerprint of [`SCHEMA`].
fn expected() -> Result<&'static Vec<String>> {
    static EXPECTED: OnceLock<Vec<String>> = OnceLock::new();
    if let Some(known) = EXPECTED.get() {
        return Ok(known);
    }
    let conn = Connection::open_in_memory().map_err(failed("read the schema"))?;
    install(&conn)?;
    let objects = fingerprint(&conn).map_err(failed("read the schema"))?;
    Ok(EXPECTED.get_or_init(|| objects))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_older_version_has_its_step() {
        assert_eq!(i64::try_from(MIGRATIONS.len()), Ok(VERSION - 1));
    }

    #[test]
    fn steps_are_taken_once_and_all_or_none() {
        let conn = Connection::open_in_memory().unwrap();
        install(&conn).unwrap();
        let version = || conn.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0)).unwrap();
        assert!(step(&conn, &["CREATE TABLE extra (x INTEGER) STRICT", "not SQL"]).is_err());
        assert_eq!(version(), 1);
        step(&conn, &["CREATE TABLE extra (x INTEGER) STRICT"]).unwrap();
        assert_eq!(version(), 2);
        step(&conn, &["not SQL", "ALTER TABLE extra ADD COLUMN y TEXT"]).unwrap();
        step(&conn, &["not SQL", "not SQL"]).unwrap();
        assert_eq!(version(), 3);
    }

    #[test]
    fn the_schema_is_its_own_fingerprint() {
        let conn = Connection::open_in_memory().unwrap();
        install(&conn).unwrap();
        assert_eq!(inspect(&conn, Path::new("x")).unwrap(), VERSION);
        conn.execute_batch("CREATE TRIGGER t AFTER INSERT ON article BEGIN DELETE FROM evidence; END").unwrap();
        assert!(matches!(inspect(&conn, Path::new("x")), Err(Error::NotOurs { .. })));
    }
}
