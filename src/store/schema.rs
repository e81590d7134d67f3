//! The schema of the file, and how a file is told to be ours.

use super::failure::failed;
use crate::error::{Error, Result};
use rusqlite::Connection;
use std::path::Path;
use std::sync::OnceLock;

/// The file's tables, indexes and views.
const SCHEMA: &str = include_str!("../../schema.sql");

/// `PRAGMA application_id` of a store: "NwGr" in ASCII.
pub(super) const APPLICATION_ID: i64 = 0x4e77_4772;

/// `PRAGMA user_version` of the schema that this version writes.
pub(super) const VERSION: i64 = 1;

/// Steps from older versions: `MIGRATIONS[i]` takes version `i + 1` to `i + 2`, in the transaction
/// that also sets `user_version`. Version 1 is the first.
const MIGRATIONS: [&str; VERSION as usize - 1] = [];

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

/// Brings a store of an older version up to [`VERSION`], all or nothing.
pub(super) fn migrate(conn: &Connection, found: i64) -> Result<()> {
    let steps = MIGRATIONS.iter().zip(1_i64..).skip_while(|(_, from)| *from < found);
    for (sql, from) in steps {
        let to = from + 1;
        conn.execute_batch(&format!("BEGIN IMMEDIATE;\n{sql}\nPRAGMA user_version = {to};\nCOMMIT;"))
            .map_err(failed("migrate the store"))?;
    }
    Ok(())
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
