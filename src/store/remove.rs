//! Taking an article out: its own rows now, what followed from them when the batch is settled.

use super::failure::failed;
use super::pending::Pending;
use super::postings;
use super::search;
use crate::error::Result;
use rusqlite::Connection;
use std::collections::BTreeSet;

/// Deletes the article's rows and notes what they had shown.
pub(super) fn article(conn: &Connection, id: i64, pending: &mut Pending) -> Result<()> {
    const ACTION: &str = "remove an article";
    let appearances: Vec<(i64, i64)> = rows(
        conn,
        "SELECT p.name_id, n.entity_id FROM appearance p JOIN entity_name n ON n.id = p.name_id
         WHERE p.id BETWEEN ?1 << 20 AND ?1 << 20 | 1048575",
        id,
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
    .map_err(failed(ACTION))?;
    let relations: Vec<i64> = rows(
        conn,
        "SELECT DISTINCT relation_id FROM evidence WHERE id BETWEEN ?1 << 20 AND ?1 << 20 | 1048575",
        id,
        |row| row.get(0),
    )
    .map_err(failed(ACTION))?;
    for relation in relations {
        pending.recount(relation);
    }
    let mut entities = BTreeSet::new();
    for (name_id, entity_id) in appearances {
        pending.lose(name_id, entity_id);
        postings::remove(conn, name_id, id).map_err(failed(ACTION))?;
        entities.insert(entity_id);
    }
    for entity in entities {
        pending.count_article(entity, -1);
    }
    if pending.indexed {
        search::index::remove_article(conn, id).map_err(failed(ACTION))?;
    }
    for sql in [
        "DELETE FROM evidence WHERE id BETWEEN ?1 << 20 AND ?1 << 20 | 1048575",
        "DELETE FROM appearance WHERE id BETWEEN ?1 << 20 AND ?1 << 20 | 1048575",
        "DELETE FROM article WHERE id = ?1",
    ] {
        conn.prepare_cached(sql).and_then(|mut delete| delete.execute([id])).map_err(failed(ACTION))?;
    }
    Ok(())
}

fn rows<T>(
    conn: &Connection,
    sql: &str,
    id: i64,
    take: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    conn.prepare_cached(sql)?.query_map([id], take)?.collect()
}
