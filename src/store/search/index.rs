//! The index's tables, and keeping them in step with what they index.
//!
//! Both are FTS5 tables with external content: they hold words and places, and read texts and names
//! from `article` and `entity_name`. SQLite keeps such tables in step by triggers; here triggers are off
//! (anybody may have written the file), so each write says it itself, in the transaction of the rows.

use super::super::Store;
use super::super::failure::failed;
use super::super::verify::Finding;
use crate::error::{Error, Result};
use rusqlite::{Connection, OptionalExtension};

/// What a store with an index has beyond `schema.sql`. Diacritics fold away, composed or not, and case
/// does; of names, two-letter and three-letter beginnings are indexed as well.
pub(in super::super) const TABLES: &str = "
CREATE VIRTUAL TABLE article_search USING fts5 (
    title, body, content = 'article', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE name_search USING fts5 (
    name, aliases, content = 'entity_name', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2',
    prefix = '2 3');
";

const DROP: &str = "DROP TABLE IF EXISTS article_search; DROP TABLE IF EXISTS name_search;";

/// Reads all texts and names anew. FTS5's `optimize` after it would make the file larger by the index once
/// more: it writes the pieces anew before it gives up the old ones.
const FILL: &str = "
INSERT INTO article_search (article_search) VALUES ('rebuild');
INSERT INTO name_search (name_search) VALUES ('rebuild');
";

/// Whether the file has an index; asked inside each transaction that writes, since another process may
/// have made or dropped it.
pub(in super::super) fn is_on(conn: &Connection) -> rusqlite::Result<bool> {
    conn.prepare_cached("SELECT 1 FROM sqlite_schema WHERE name = 'article_search'")?
        .query_row([], |_| Ok(()))
        .optional()
        .map(|found| found.is_some())
}

/// Indexes an article that was inserted.
pub(in super::super) fn add_article(conn: &Connection, id: i64) -> rusqlite::Result<()> {
    run(conn, "INSERT INTO article_search (rowid, title, body) SELECT id, title, body FROM article WHERE id = ?1", id)
}

/// Takes an article out of the index; its row must still be there, FTS5 reads the old words from it.
pub(in super::super) fn remove_article(conn: &Connection, id: i64) -> rusqlite::Result<()> {
    run(conn, "DELETE FROM article_search WHERE rowid = ?1", id)
}

/// Indexes a name that was inserted.
pub(in super::super) fn add_name(conn: &Connection, id: i64) -> rusqlite::Result<()> {
    run(
        conn,
        "INSERT INTO name_search (rowid, name, aliases) SELECT id, name, aliases FROM entity_name WHERE id = ?1",
        id,
    )
}

/// Takes a name out of the index; its row must still be there.
pub(in super::super) fn remove_name(conn: &Connection, id: i64) -> rusqlite::Result<()> {
    run(conn, "DELETE FROM name_search WHERE rowid = ?1", id)
}

fn run(conn: &Connection, sql: &str, id: i64) -> rusqlite::Result<()> {
    conn.prepare_cached(sql)?.execute([id]).map(drop)
}

impl Store {
    /// Makes the full-text index, where there is none yet, from all that the store holds. From then on
    /// every batch, of whatever process, keeps it up to date in its own transaction.
    ///
    /// It makes the file larger by half to three quarters of the text and writing slower, so it is
    /// cheaper to load many articles first and then call this. Some seconds for each 100 MB of text.
    ///
    /// # Errors
    ///
    /// [`Error::Busy`], [`Error::ReadOnly`], [`Error::DiskFull`]: nothing has changed.
    /// [`Error::Database`] besides where the SQLite that is linked has no FTS5.
    pub fn enable_search(&mut self) -> Result<()> {
        self.change_index("make the search index", |conn| {
            if is_on(conn)? { Ok(()) } else { conn.execute_batch(TABLES).and_then(|()| conn.execute_batch(FILL)) }
        })
    }

    /// Drops the full-text index. The space is used for what is written next.
    ///
    /// # Errors
    ///
    /// [`Error::Busy`], [`Error::ReadOnly`], [`Error::DiskFull`]: nothing has changed.
    pub fn disable_search(&mut self) -> Result<()> {
        self.change_index("drop the search index", |conn| conn.execute_batch(DROP))
    }

    /// Makes the full-text index anew, all or nothing: where [`verify`](Self::verify) found it
    /// damaged, and to make it small and fast after many changes.
    ///
    /// # Errors
    ///
    /// Those of [`enable_search`](Self::enable_search); [`Error::NoSearchIndex`] where there is none.
    pub fn rebuild_search(&mut self) -> Result<()> {
        self.with_index()?;
        self.change_index("rebuild the search index", |conn| {
            conn.execute_batch(DROP)?;
            conn.execute_batch(TABLES)?;
            conn.execute_batch(FILL)
        })
    }

    /// Whether the store has a full-text index.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`], [`Error::Database`].
    pub fn has_search(&self) -> Result<bool> {
        is_on(&self.conn).map_err(failed("read the store"))
    }

    /// [`Error::NoSearchIndex`] where there is no index.
    pub(super) fn with_index(&self) -> Result<()> {
        if self.has_search()? { Ok(()) } else { Err(Error::NoSearchIndex) }
    }

    fn change_index(&mut self, action: &str, change: impl FnOnce(&Connection) -> rusqlite::Result<()>) -> Result<()> {
        if self.conn.is_readonly("main").map_err(failed(action))? {
            return Err(Error::ReadOnly { action: action.to_owned() });
        }
        let [begin, end, undo] = brackets(&self.conn);
        self.conn.execute_batch(begin).map_err(failed(action))?;
        let changed = change(&self.conn).and_then(|()| self.conn.execute_batch(end));
        if changed.is_err() {
            // Where SQLite has undone it by itself, there is nothing to undo.
            let _ = self.conn.execute_batch(undo);
        }
        changed.map_err(failed(action))
    }
}

/// How a change begins, becomes permanent and is undone: a transaction, or within one of the caller's a
/// savepoint.
fn brackets(conn: &Connection) -> [&'static str; 3] {
    if conn.is_autocommit() {
        ["BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"]
    } else {
        ["SAVEPOINT newsgraph_index", "RELEASE newsgraph_index", "ROLLBACK TO newsgraph_index; RELEASE newsgraph_index"]
    }
}

/// Whether the index holds the words of the texts and names, and no others. FTS5 checks that as a
/// write that changes nothing, so it waits for other writers; a store opened for reading has its
/// rows compared only (and FTS5's own structures, with the rest of the file).
pub(in super::super) fn check(conn: &Connection, findings: &mut Vec<Finding>) -> Result<()> {
    const ACTION: &str = "verify the search index";
    if !is_on(conn).map_err(failed(ACTION))? {
        return Ok(());
    }
    if conn.is_readonly("main").map_err(failed(ACTION))? {
        return rows(conn, findings).map_err(failed(ACTION));
    }
    let [begin, _, undo] = brackets(conn);
    conn.execute_batch(begin).map_err(failed(ACTION))?;
    let checked = ["article_search", "name_search"].map(|table| {
        let sql = format!("INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)");
        (table, conn.execute_batch(&sql))
    });
    conn.execute_batch(undo).map_err(failed(ACTION))?;
    for (table, outcome) in checked {
        match outcome.map_err(failed(ACTION)) {
            Ok(()) => {}
            Err(Error::Corrupt { .. }) => {
                findings.push(Finding::new(format!("{table} is not the index of its content")));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn rows(conn: &Connection, findings: &mut Vec<Finding>) -> rusqlite::Result<()> {
    for (table, content) in [("article_search", "article"), ("name_search", "entity_name")] {
        let wrong: bool = conn.query_row(
            &format!(
                "SELECT EXISTS (SELECT id FROM {content} EXCEPT SELECT id FROM {table}_docsize)
                     OR EXISTS (SELECT id FROM {table}_docsize EXCEPT SELECT id FROM {content})"
            ),
            [],
            |row| row.get(0),
        )?;
        if wrong {
            findings.push(Finding::new(format!("{table} is not the index of its content")));
        }
    }
    Ok(())
}
