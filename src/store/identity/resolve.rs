//! Resolving what a batch has touched, and moving names between entities.

use super::blocks::{Blocks, NameRow, Written};
use super::cluster::{self, Decision, Stated};
use super::judgement::Judged;
use super::kind_of;
use super::names::Names;
use super::score::{Record, Verdict};
use crate::model::EntityKind;
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, BTreeSet};

/// A name that now belongs to another entity.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Move {
    pub(in super::super) name: i64,
    pub(in super::super) from: i64,
    pub(in super::super) to: i64,
}

impl Blocks {
    /// Resolves every block that has changed, writes the decisions, and says which names belong to
    /// another entity now; the rows of the names are changed already.
    pub(in super::super) fn resolve(
        &mut self,
        conn: &Connection,
        known: &mut Names,
        judged: &[Judged],
    ) -> rusqlite::Result<Vec<Move>> {
        let (mut moves, mut taken) = (Vec::new(), BTreeSet::new());
        let mut done = BTreeSet::new();
        for start in self.starts(conn, known)? {
            if !done.contains(&start) {
                let names = self.domain(conn, known, start, judged, &mut done)?;
                let (partition, decisions) = resolve(&names, judged);
                let first = moves.len();
                assign(conn, &names, &partition, &mut taken, &mut moves)?;
                if moves.len() > first {
                    let to: BTreeMap<i64, i64> = moves.iter().skip(first).map(|moved| (moved.name, moved.to)).collect();
                    self.moved(&names, &to);
                }
                self.write(conn, known, &names, &rows_of(&names, &decisions))?;
            }
        }
        Ok(moves)
    }

    /// Writes the decisions in place of earlier ones; those that stay are left alone.
    fn write(
        &mut self,
        conn: &Connection,
        known: &mut Names,
        names: &[NameRow],
        wanted: &BTreeSet<Written>,
    ) -> rusqlite::Result<()> {
        let before = self.decided(conn, known, names)?;
        if before == *wanted {
            return Ok(());
        }
        for row in before.difference(wanted) {
            conn.prepare_cached("DELETE FROM decision WHERE left_id = ?1 AND right_id = ?2")?
                .execute([row.0, row.1])?;
        }
        let mut insert = conn.prepare_cached(
            "INSERT INTO decision (left_id, right_id, verdict, score, signals) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for (left, right, verdict, score, signals) in wanted.difference(&before) {
            insert.execute(params![left, right, crate::store::rows::number(&Verdict::ALL, verdict), score, signals])?;
        }
        self.decide(names, wanted);
        Ok(())
    }
}

/// Decisions as rows of the file.
#[expect(clippy::indexing_slicing, reason = "decisions are on the places of these names")]
fn rows_of(names: &[NameRow], decisions: &[Decision]) -> BTreeSet<Written> {
    decisions.iter().map(|d| (names[d.left].id, names[d.right].id, d.verdict, d.score, d.signals.0)).collect()
}

/// The names that do not stand with the entity they are decided to be of: one for each cluster that
/// is torn, or joined with another. Writes nothing.
#[expect(clippy::indexing_slicing, reason = "a partition gives each name the place of another of them")]
pub(in super::super) fn strays(conn: &Connection, blocks: BTreeSet<i64>) -> rusqlite::Result<Vec<i64>> {
    let judged = super::judgement::all(conn)?;
    let (mut loaded, mut known) = (Blocks::default(), Names::default());
    let (mut done, mut strays) = (BTreeSet::new(), Vec::new());
    let mut cluster_of: BTreeMap<i64, i64> = BTreeMap::new();
    for start in blocks {
        if done.contains(&start) {
            continue;
        }
        let names = loaded.domain(conn, &mut known, start, &judged, &mut done)?;
        let (partition, decisions) = resolve(&names, &judged);
        if rows_of(&names, &decisions) != loaded.decided(conn, &mut known, &names)? {
            strays.extend(names.first().map(|row| row.id));
        }
        for (row, root) in names.iter().zip(&partition) {
            let cluster = *cluster_of.entry(row.entity).or_insert(names[*root].id);
            if cluster != names[*root].id || names[*root].entity != row.entity {
                strays.push(row.id);
            }
        }
    }
    Ok(strays)
}

/// The partition of names in the order of their content.
fn resolve(names: &[NameRow], judged: &[Judged]) -> (Vec<usize>, Vec<Decision>) {
    // Most blocks have one name, which is itself.
    if names.len() < 2 {
        return ((0..names.len()).collect(), Vec::new());
    }
    let mut pinned: BTreeMap<(EntityKind, &str, &str), usize> = BTreeMap::new();
    for (place, row) in names.iter().enumerate() {
        if let (Some(uri), Some(kind)) = (&row.content.pin, kind_of(row.block)) {
            pinned.entry((kind, uri, row.content.name())).or_insert(place);
        }
    }
    let mut stated: Vec<Stated> = Vec::new();
    if !pinned.is_empty() {
        for judged in judged {
            let place = |(uri, name): (&str, &str)| pinned.get(&(judged.kind(), uri, name)).copied();
            if let (Some(left), Some(right)) = (place(judged.left()), place(judged.right())) {
                stated.push((left, right, judged.verdict()));
            }
        }
        stated.sort_unstable();
    }
    let records: Vec<&Record> = names.iter().map(|row| &row.content.record).collect();
    cluster::cluster(&records, &stated)
}

/// Gives each cluster an entity: the one that most of its names have already and no other cluster has
/// taken, else a new one.
#[expect(clippy::indexing_slicing, reason = "a partition gives each name the place of another of them")]
fn assign(
    conn: &Connection,
    names: &[NameRow],
    partition: &[usize],
    taken: &mut BTreeSet<i64>,
    moves: &mut Vec<Move>,
) -> rusqlite::Result<()> {
    let free = names.iter().all(|row| !taken.contains(&row.entity));
    if free
        && names.iter().zip(partition).all(|(row, root)| row.entity == names[*root].entity)
        && distinct(partition.iter().copied()) == distinct(names.iter().map(|row| row.entity))
    {
        taken.extend(names.iter().map(|row| row.entity));
        return Ok(());
    }
    let mut claims: BTreeMap<(usize, i64), usize> = BTreeMap::new();
    for (row, root) in names.iter().zip(partition) {
        *claims.entry((*root, row.entity)).or_default() += 1;
    }
    let mut claims: Vec<_> = claims.into_iter().map(|((root, entity), count)| (count, root, entity)).collect();
    claims.sort_by_key(|(count, root, entity)| (std::cmp::Reverse(*count), *root, *entity));
    let mut entity_of = BTreeMap::new();
    for (_, root, entity) in claims {
        if !entity_of.contains_key(&root) && taken.insert(entity) {
            entity_of.insert(root, entity);
        }
    }
    for (row, root) in names.iter().zip(partition) {
        let to = if let Some(entity) = entity_of.get(root) {
            *entity
        } else {
            let made = conn
                .prepare_cached("INSERT INTO entity (kind, name) VALUES (?1, ?2)")?
                .insert(params![kind_of(row.block).map(EntityKind::as_str), row.content.name()])?;
            entity_of.insert(*root, made);
            made
        };
        if to != row.entity {
            conn.prepare_cached("UPDATE entity_name SET entity_id = ?2 WHERE id = ?1")?.execute([row.id, to])?;
            moves.push(Move { name: row.id, from: row.entity, to });
        }
    }
    Ok(())
}

fn distinct<T: Ord>(values: impl Iterator<Item = T>) -> usize {
    values.collect::<BTreeSet<_>>().len()
}
