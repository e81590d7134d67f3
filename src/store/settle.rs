//! Bringing the derived rows up to date with what a batch has touched.

use super::failure::failed;
use super::identity;
use super::identity::resolve::Move;
use super::map::sorted;
use super::pending::{GoneName, Memory, Pending, Touched, alias_blocks};
use super::postings;
use super::relation::{self, Ends};
use super::rows::required;
use super::search;
use super::tally::Tally;
use crate::error::Result;
use crate::model::RelationKind;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet};

/// Brings every touched entity and relation up to date, and deletes those that nothing shows any more.
pub(super) fn settle(conn: &Connection, pending: &mut Pending) -> Result<()> {
    names(conn, pending).map_err(failed("count the names"))?;
    pending.write_made(conn).map_err(failed("write the relations"))?;
    identities(conn, pending).map_err(failed("resolve the entities"))?;
    relations(conn, pending).map_err(failed("bring the relations up to date"))?;
    entities(conn, pending).map_err(failed("bring the entities up to date"))
}

/// Counts appearances; names without any go.
fn names(conn: &Connection, pending: &mut Pending) -> rusqlite::Result<()> {
    let mut count = conn.prepare_cached("UPDATE entity_name SET appearances = appearances + ?2 WHERE id = ?1")?;
    for (name, gain) in sorted(std::mem::take(&mut pending.counts)) {
        if gain == 0 {
            continue;
        }
        count.execute(params![name, gain])?;
        if gain > 0 {
            continue;
        }
        let gone = conn
            .prepare_cached(
                "SELECT e.kind, n.block, n.name, n.aliases, n.pin FROM entity_name n CROSS JOIN entity e
                 ON e.id = n.entity_id WHERE n.id = ?1 AND n.appearances = 0",
            )?
            .query_row([name], |row| {
                Ok(GoneName {
                    kind: required(row, 0)?,
                    block: row.get(1)?,
                    name: row.get(2)?,
                    aliases: row.get(3)?,
                    pin: row.get(4)?,
                })
            })
            .optional()?;
        let Some(gone) = gone else { continue };
        if pending.indexed {
            search::index::remove_name(conn, name)?;
        }
        let names = &mut pending.memory.names;
        for block in alias_blocks(names, gone.kind, gone.block, gone.aliases.as_deref()) {
            conn.prepare_cached("DELETE FROM entity_alias WHERE block = ?1 AND name_id = ?2")?
                .execute([block, name])?;
        }
        for sql in ["DELETE FROM decision WHERE left_id = ?1", "DELETE FROM entity_name WHERE id = ?1"] {
            conn.prepare_cached(sql)?.execute([name])?;
        }
        if identity::is_compared(gone.kind) {
            pending.forget(conn, &gone)?;
        }
    }
    let mut count = conn.prepare_cached("UPDATE entity SET articles = articles + ?2 WHERE id = ?1")?;
    for (entity, gain) in sorted(std::mem::take(&mut pending.articles)) {
        count.execute(params![entity, gain])?;
    }
    Ok(())
}

/// Resolves the blocks with other names than before; what spoke of a name that has moved speaks of
/// its new entity.
fn identities(conn: &Connection, pending: &mut Pending) -> rusqlite::Result<()> {
    if pending.memory.blocks.dirty.is_empty() {
        return Ok(());
    }
    pending.judged(conn)?;
    let judged = pending.take_judged();
    let Memory { blocks, names, .. } = &mut pending.memory;
    let moves = blocks.resolve(conn, names, &judged)?;
    let mut entities = BTreeSet::new();
    let mut names_in: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    for Move { name, from, to } in moves {
        entities.extend([from, to]);
        for article in postings::articles(conn, name)? {
            names_in.entry(article).or_default().insert(name);
        }
    }
    for (article, names) in names_in {
        reconnect(conn, pending, article, &names)?;
    }
    for entity in entities {
        pending.touched.insert(entity, Touched::default());
        conn.prepare_cached(
            "UPDATE entity SET articles = (SELECT count(DISTINCT x.article_id) FROM entity_name n
                 CROSS JOIN name_article x ON x.name_id = n.id WHERE n.entity_id = ?1) WHERE id = ?1",
        )?
        .execute([entity])?;
    }
    Ok(())
}

/// Lays all evidence of some of an article's names to the relation of its present ends. Linear in the
/// article's appearances and evidence, however many of its names have moved.
fn reconnect(conn: &Connection, pending: &mut Pending, article: i64, names: &BTreeSet<i64>) -> rusqlite::Result<()> {
    let mut select =
        conn.prepare_cached("SELECT seq, name_id FROM appearance WHERE id BETWEEN ?1 << 20 AND ?1 << 20 | 1048575")?;
    let mut rows = select.query([article])?;
    let mut appearances: BTreeSet<i64> = BTreeSet::new();
    while let Some(row) = rows.next()? {
        if names.contains(&row.get(1)?) {
            appearances.insert(row.get(0)?);
        }
    }
    let mut select = conn.prepare_cached(
        "SELECT id, subject_seq, object_seq, role_seq FROM evidence WHERE id BETWEEN ?1 << 20 AND ?1 << 20 | 1048575",
    )?;
    let mut rows = select.query([article])?;
    let mut sightings: Vec<i64> = Vec::new();
    while let Some(row) = rows.next()? {
        let ends: [Option<i64>; 3] = [row.get(1)?, row.get(2)?, row.get(3)?];
        if ends.iter().flatten().any(|end| appearances.contains(end)) {
            sightings.push(row.get(0)?);
        }
    }
    let mut present = conn.prepare_cached(
        "SELECT v.relation_id, r.kind, sn.entity_id, o_n.entity_id, pn.entity_id
         FROM evidence v CROSS JOIN relation r ON r.id = v.relation_id
         CROSS JOIN appearance s ON s.id = v.id >> 20 << 20 | v.subject_seq
         CROSS JOIN entity_name sn ON sn.id = s.name_id
         CROSS JOIN appearance o ON o.id = v.id >> 20 << 20 | v.object_seq
         CROSS JOIN entity_name o_n ON o_n.id = o.name_id
         LEFT JOIN appearance p ON p.id = v.id >> 20 << 20 | v.role_seq
         LEFT JOIN entity_name pn ON pn.id = p.name_id
         WHERE v.id = ?1",
    )?;
    for sighting in sightings {
        let found: Option<(i64, RelationKind, Ends)> = present
            .query_row([sighting], |row| {
                let kind = super::rows::kind(super::rows::text(row, 1)?.unwrap_or_default());
                Ok((row.get(0)?, kind, (row.get(2)?, row.get(3)?, row.get(4)?)))
            })
            .optional()?;
        let Some((before, kind, ends)) = found else { continue };
        let now = pending.relation(conn, &kind, ends, &Tally::default())?;
        pending.write_made(conn)?;
        if now != before {
            conn.prepare_cached("UPDATE evidence SET relation_id = ?2 WHERE id = ?1")?.execute([sighting, now])?;
            pending.recount(before);
        }
        pending.recount(now);
    }
    Ok(())
}

fn relations(conn: &Connection, pending: &mut Pending) -> rusqlite::Result<()> {
    pending.write_made(conn)?;
    for (id, tally) in sorted(std::mem::take(&mut pending.tallies)) {
        if !pending.recount.contains(&id) {
            relation::update(conn, id, &tally)?;
        }
    }
    for id in &pending.recount {
        match relation::recounted(conn, *id)? {
            Some(tally) => relation::update(conn, *id, &tally)?,
            None => {
                conn.prepare_cached("DELETE FROM relation WHERE id = ?1")?.execute([id])?;
            }
        }
    }
    Ok(())
}

fn entities(conn: &Connection, pending: &mut Pending) -> rusqlite::Result<()> {
    let mut named = conn.prepare_cached("SELECT 1 FROM entity WHERE id = ?1 AND name = ?2 AND topic IS ?3")?;
    for (entity, touched) in sorted(std::mem::take(&mut pending.touched)) {
        // Where only the present name has gained, it stays.
        let stays = match &touched.gained {
            Some(_) if touched.made => true,
            Some((name, topic)) => named.exists(params![entity, name, topic])?,
            None => false,
        };
        if stays {
            continue;
        }
        match best_name(conn, entity)? {
            Some((name, topic)) => conn
                .prepare_cached(
                    "UPDATE entity SET name = ?2, topic = ?3 WHERE id = ?1 AND (name <> ?2 OR topic IS NOT ?3)",
                )?
                .execute(params![entity, name, topic])?,
            None => conn.prepare_cached("DELETE FROM entity WHERE id = ?1")?.execute([entity])?,
        };
    }
    Ok(())
}

/// The name and topic of most appearances; of equals the longest, then the first in byte order. Summed
/// here: SQLite would build a table for each of the many entities with one name.
fn best_name(conn: &Connection, entity: i64) -> rusqlite::Result<Option<(String, Option<String>)>> {
    let mut select = conn.prepare_cached("SELECT name, topic, appearances FROM entity_name WHERE entity_id = ?1")?;
    let mut rows = select.query([entity])?;
    let mut names: BTreeMap<(String, Option<String>), i64> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        *names.entry((row.get(0)?, row.get(1)?)).or_default() += row.get::<_, i64>(2)?;
    }
    let rank = |name: &str, count: i64| (count, name.chars().count());
    let best = names.into_iter().reduce(
        |best, other| {
            if rank(&other.0.0, other.1) > rank(&best.0.0, best.1) { other } else { best }
        },
    );
    Ok(best.map(|(name, _)| name))
}
