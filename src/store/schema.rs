//! The schema of the file, and how a file is told to be ours.

use super::failure::failed;
use super::search;
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
    const OTHER_SCHEMA: &str = "its tables, indexes, views or triggers are not those of a store";
    let not_ours = |reason: &str| Error::NotOurs { path: path.to_owned(), reason: reason.to_owned() };
    let pragma = |name: &str| conn.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0));
    let read = |error: rusqlite::Error| match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => not_ours("it is not an SQLite database"),
        // More than the bounds that the caller has set on it.
        Some(rusqlite::ErrorCode::OperationInterrupted | rusqlite::ErrorCode::TooBig) => not_ours(OTHER_SCHEMA),
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
    if found == VERSION {
        let objects = fingerprint(conn).map_err(read)?;
        if objects != *expected(&BARE, "")? && objects != *expected(&INDEXED, search::index::TABLES)? {
            return Err(not_ours(OTHER_SCHEMA));
        }
    }
    Ok(found)
}

/// Makes a store of an empty database, and brings an older store up to [`VERSION`].
pub(super) fn adopt(conn: &Connection) -> Result<()> {
    let path = Path::new(conn.path().unwrap_or_default()).to_owned();
    let objects: i64 =
        conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(failed("open the store"))?;
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

/// The fingerprint of [`SCHEMA`] alone.
static BARE: OnceLock<Vec<String>> = OnceLock::new();

/// The fingerprint of [`SCHEMA`] with a full-text index.
static INDEXED: OnceLock<Vec<String>> = OnceLock::new();

/// The fingerprint of [`SCHEMA`] and `more`, made once and kept in `known`.
fn expected(known: &'static OnceLock<Vec<String>>, more: &str) -> Result<&'static Vec<String>> {
    if let Some(known) = known.get() {
        return Ok(known);
    }
    let conn = Connection::open_in_memory().map_err(failed("read the schema"))?;
    install(&conn)?;
    let objects = conn.execute_batch(more).and_then(|()| fingerprint(&conn)).map_err(failed("read the schema"))?;
    Ok(known.get_or_init(|| objects))
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

    const CHILD: &str = "NEWSGRAPH_TEST_MIGRATION";

    /// Three steps that take some time each.
    fn slow_steps() -> [&'static str; 3] {
        const FILL: &str = "CREATE TABLE extra (x INTEGER) STRICT; INSERT INTO extra
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT i FROM n;";
        [FILL, "UPDATE extra SET x = x + 1;", "ALTER TABLE extra ADD COLUMN y TEXT; UPDATE extra SET y = x;"]
    }

    #[test]
    #[ignore = "the second process of the test below"]
    fn migrating_child() {
        if let Ok(path) = std::env::var(CHILD) {
            let conn = Connection::open(path).unwrap();
            step(&conn, &slow_steps()).unwrap();
        }
    }

    /// Killed at any moment, a migration is done or not begun. `NEWSGRAPH_LONG=1` kills a hundred.
    #[test]
    fn a_killed_migration_leaves_the_old_or_the_new() {
        let folder = std::env::temp_dir().join(format!("newsgraph-migration-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("news.db");
        let rounds = if std::env::var_os("NEWSGRAPH_LONG").is_some() { 100 } else { 10 };
        let (mut old, mut time) = (0, std::time::Duration::MAX);
        for round in 0..=rounds {
            for suffix in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(folder.join(format!("news.db{suffix}")));
            }
            let conn = Connection::open(&path).unwrap();
            install(&conn).unwrap();
            conn.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).unwrap();
            drop(conn);
            let start = std::time::Instant::now();
            let mut child = std::process::Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "store::schema::tests::migrating_child", "--ignored"])
                .env(CHILD, &path)
                .stdout(std::process::Stdio::null())
                .spawn()
                .unwrap();
            // The first is not disturbed and tells how long it takes.
            if round > 0 {
                std::thread::sleep(time.mul_f64(f64::from(round) / f64::from(rounds)));
                child.kill().unwrap();
            }
            child.wait().unwrap();
            time = time.min(start.elapsed());
            let conn = Connection::open(&path).unwrap();
            let one = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
            assert_eq!(conn.query_row("PRAGMA integrity_check", [], |row| row.get::<_, String>(0)).unwrap(), "ok");
            match one("PRAGMA user_version") {
                1 => {
                    old += 1;
                    assert_eq!(fingerprint(&conn).unwrap(), *expected(&BARE, "").unwrap());
                }
                4 => assert_eq!(one("SELECT count(*) FROM extra WHERE y = x AND x > 1"), 20_000),
                between => panic!("version {between}"),
            }
        }
        assert!(old > 0, "no migration was killed before its end");
        std::fs::remove_dir_all(&folder).unwrap();
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
