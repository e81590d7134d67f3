//! Resolving what a batch has touched, and moving names between entities.

use super::cluster::{self, Decision, Stated};
use super::judgement::Judged;
use super::score::{Record, Verdict};
use super::signals::Facets;
use super::{LOWER, Profile, block, list};
use crate::model::EntityKind;
use crate::store::rows::{numbered, required};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::rc::Rc;

/// Names of blocks are forgotten at this many.
const REMEMBERED: usize = 100_000;

/// A new profile is compared with at most so many of its block for a first guess, so that an article
/// with thousands of namesakes costs no more a name than another.
const GUESSED: usize = 64;

/// A name row, read for comparison.
#[derive(Debug, Clone)]
pub(in super::super) struct NameRow {
    pub(in super::super) id: i64,
    pub(in super::super) entity: i64,
    /// What rows are ordered by: nothing that depends on when they came.
    key: (EntityKind, String, Option<String>, Option<String>, Option<String>),
    record: Rc<Record>,
}

/// What was loaded of the blocks, and which of them have changed.
#[derive(Debug, Default)]
pub(in super::super) struct Blocks {
    loaded: HashMap<i64, Vec<NameRow>>,
    rows: usize,
    pub(in super::super) dirty: BTreeSet<i64>,
}

/// A name that now belongs to another entity.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Move {
    pub(in super::super) name: i64,
    pub(in super::super) from: i64,
    pub(in super::super) to: i64,
}

impl Blocks {
    /// The entity that a new profile most probably belongs to; [`resolve`](Self::resolve) decides.
    pub(in super::super) fn guess(
        &mut self,
        conn: &Connection,
        profile: &Profile<'_>,
    ) -> rusqlite::Result<Option<i64>> {
        let record = record(profile);
        let rows = self.block(conn, profile.block)?;
        let found = rows.iter().rev().take(GUESSED).map(|row| (row, row.record.compare(&record)));
        let best = found
            .filter(|(_, found)| found.verdict == Verdict::Same)
            .max_by_key(|(row, found)| (found.score, std::cmp::Reverse(row.id)));
        Ok(best.map(|(row, _)| row.entity))
    }

    /// Notes a new profile.
    pub(in super::super) fn add(&mut self, profile: &Profile<'_>, id: i64, entity: i64) {
        self.dirty.insert(profile.block);
        if let Some(rows) = self.loaded.get_mut(&profile.block) {
            let owned = |text: Option<&str>| text.map(str::to_owned);
            let key = (
                profile.kind,
                profile.name.to_owned(),
                owned(profile.aliases),
                profile.facets.clone(),
                owned(profile.pin),
            );
            rows.push(NameRow { id, entity, key, record: Rc::new(record(profile)) });
            self.rows += 1;
        }
    }

    /// Notes that a profile is gone.
    pub(in super::super) fn gone(&mut self, of: i64) {
        self.dirty.insert(of);
        self.loaded.remove(&of);
    }

    fn block(&mut self, conn: &Connection, of: i64) -> rusqlite::Result<&[NameRow]> {
        if self.rows > REMEMBERED {
            self.loaded.clear();
            self.rows = 0;
        }
        if !self.loaded.contains_key(&of) {
            let mut select = conn.prepare_cached(
                "SELECT n.id, n.entity_id, e.kind, n.name, n.aliases, n.facets, n.pin
                 FROM entity_name n CROSS JOIN entity e ON e.id = n.entity_id WHERE n.block = ?1",
            )?;
            let rows: Vec<NameRow> = select
                .query_map([of], |row| {
                    let kind: EntityKind = required(row, 2)?;
                    let (name, aliases, facets): (String, Option<String>, Option<String>) =
                        (row.get(3)?, row.get(4)?, row.get(5)?);
                    let read = facets.as_deref().map(Facets::parse).unwrap_or_default();
                    let record = Record::new(kind, &name, &list(aliases.as_deref()), read);
                    Ok(NameRow {
                        id: row.get(0)?,
                        entity: row.get(1)?,
                        key: (kind, name, aliases, facets, row.get(6)?),
                        record: Rc::new(record),
                    })
                })?
                .collect::<Result<_, _>>()?;
            self.rows += rows.len();
            self.loaded.insert(of, rows);
        }
        Ok(self.loaded.get(&of).map(Vec::as_slice).unwrap_or_default())
    }

    /// Resolves every block that has changed, writes the decisions, and says which names belong to
    /// another entity now; the rows of the names are changed already.
    pub(in super::super) fn resolve(&mut self, conn: &Connection, judged: &[Judged]) -> rusqlite::Result<Vec<Move>> {
        let (mut moves, mut taken) = (Vec::new(), BTreeSet::new());
        let mut done = BTreeSet::new();
        for start in self.starts(conn)? {
            if !done.contains(&start) {
                let names = self.domain(conn, start, judged, &mut done)?;
                let (partition, decisions) = resolve(&names, judged);
                assign(conn, &names, &partition, &mut taken, &mut moves)?;
                write(conn, &names, &decisions)?;
            }
        }
        self.loaded.clear();
        self.rows = 0;
        Ok(moves)
    }

    /// The blocks to begin with: those that have changed and, where the last name of one is gone, those
    /// that it had tied together.
    fn starts(&mut self, conn: &Connection) -> rusqlite::Result<BTreeSet<i64>> {
        let mut starts = BTreeSet::new();
        for dirty in std::mem::take(&mut self.dirty) {
            if self.block(conn, dirty)?.is_empty() {
                if dirty & LOWER == 0 {
                    starts.extend(full_names(conn, dirty)?);
                }
                starts.insert(dirty & !LOWER);
            }
            starts.insert(dirty);
        }
        Ok(starts)
    }

    /// All names that the names of a block can depend on, in the order of their content: the block,
    /// those that surnames or acronyms alone tie to it, those that users have tied to it.
    fn domain(
        &mut self,
        conn: &Connection,
        start: i64,
        judged: &[Judged],
        done: &mut BTreeSet<i64>,
    ) -> rusqlite::Result<Vec<NameRow>> {
        let mut names: Vec<NameRow> = Vec::new();
        let mut queue = VecDeque::from([start]);
        while let Some(of) = queue.pop_front() {
            if !done.insert(of) {
                continue;
            }
            let rows = self.block(conn, of)?.to_vec();
            if rows.is_empty() {
                continue;
            }
            if of & LOWER == 0 {
                queue.extend(full_names(conn, of)?);
            } else if !self.block(conn, of & !LOWER)?.is_empty() {
                queue.push_back(of & !LOWER);
            }
            for row in &rows {
                if row.key.0 == EntityKind::Organization {
                    for alias in list(row.key.2.as_deref()) {
                        let of = block(EntityKind::Organization, &alias);
                        if of & LOWER == 0 && !self.block(conn, of)?.is_empty() {
                            queue.push_back(of);
                        }
                    }
                }
                if let Some(uri) = &row.key.4 {
                    for judged in judged {
                        if let Some((uri, name)) = judged.other(row.key.0, uri, &row.key.1) {
                            queue.extend(block_of(conn, row.key.0, uri, name)?);
                        }
                    }
                }
            }
            names.extend(rows);
        }
        names.sort_by(|a, b| a.key.cmp(&b.key));
        Ok(names)
    }
}

/// The names that do not stand with the entity they are decided to be of: one for each cluster that
/// is torn, or joined with another. Writes nothing.
pub(in super::super) fn strays(conn: &Connection, blocks: BTreeSet<i64>) -> rusqlite::Result<Vec<i64>> {
    let judged = super::judgement::all(conn)?;
    let (mut loaded, mut done, mut strays) = (Blocks::default(), BTreeSet::new(), Vec::new());
    let mut cluster_of: BTreeMap<i64, i64> = BTreeMap::new();
    for start in blocks {
        if done.contains(&start) {
            continue;
        }
        let names = loaded.domain(conn, start, &judged, &mut done)?;
        let (partition, decisions) = resolve(&names, &judged);
        let wanted: BTreeSet<Written> =
            decisions.iter().map(|d| (names[d.left].id, names[d.right].id, d.verdict, d.score, d.signals.0)).collect();
        if wanted != written(conn, &names)? {
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

fn record(profile: &Profile<'_>) -> Record {
    let facets = profile.facets.as_deref().map(Facets::parse).unwrap_or_default();
    Record::new(profile.kind, profile.name, &list(profile.aliases), facets)
}

/// The blocks of full names that a surname or acronym alone may belong to.
fn full_names(conn: &Connection, short: i64) -> rusqlite::Result<Vec<i64>> {
    conn.prepare_cached(
        "SELECT DISTINCT block FROM entity_name WHERE block > ?1 AND block <= ?2
         UNION SELECT n.block FROM entity_alias a CROSS JOIN entity_name n ON n.id = a.name_id
         CROSS JOIN entity e ON e.id = n.entity_id WHERE a.block = ?1 AND e.kind = 'organization'",
    )?
    .query_map([short, short | LOWER], |row| row.get(0))?
    .collect()
}

/// The block of an article's entity, where the store has the article.
pub(in super::super) fn block_of(
    conn: &Connection,
    kind: EntityKind,
    uri: &str,
    name: &str,
) -> rusqlite::Result<Option<i64>> {
    conn.prepare_cached(
        "SELECT n.block FROM article a CROSS JOIN appearance p ON p.article_id = a.id
         CROSS JOIN entity_name n ON n.id = p.name_id CROSS JOIN entity e ON e.id = n.entity_id
         WHERE a.uri = ?1 AND n.name = ?2 AND e.kind = ?3 LIMIT 1",
    )?
    .query_row(params![uri, name, kind.as_str()], |row| row.get(0))
    .optional()
}

/// The partition of names in the order of their content.
fn resolve(names: &[NameRow], judged: &[Judged]) -> (Vec<usize>, Vec<Decision>) {
    let mut pinned: BTreeMap<(EntityKind, &str, &str), usize> = BTreeMap::new();
    for (place, row) in names.iter().enumerate() {
        if let Some(uri) = &row.key.4 {
            pinned.entry((row.key.0, uri, &row.key.1)).or_insert(place);
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
    let records: Vec<&Record> = names.iter().map(|row| &*row.record).collect();
    cluster::cluster(&records, &stated)
}

/// Gives each cluster an entity: the one that most of its names have already and no other cluster has
/// taken, else a new one.
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
                .insert(params![row.key.0.as_str(), row.key.1])?;
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

/// Writes the decisions in place of earlier ones; those that stay are left alone.
fn write(conn: &Connection, names: &[NameRow], decisions: &[Decision]) -> rusqlite::Result<()> {
    let mut wanted: BTreeSet<Written> =
        decisions.iter().map(|d| (names[d.left].id, names[d.right].id, d.verdict, d.score, d.signals.0)).collect();
    for row in written(conn, names)? {
        if !wanted.remove(&row) {
            conn.prepare_cached("DELETE FROM decision WHERE left_id = ?1 AND right_id = ?2")?
                .execute([row.0, row.1])?;
        }
    }
    let mut insert = conn.prepare_cached(
        "INSERT INTO decision (left_id, right_id, verdict, score, signals) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (left, right, verdict, score, signals) in wanted {
        insert.execute(params![left, right, crate::store::rows::number(&Verdict::ALL, &verdict), score, signals])?;
    }
    Ok(())
}

/// A row of `decision`.
type Written = (i64, i64, Verdict, i32, i64);

/// The decisions of the file that have one of the names on their left.
fn written(conn: &Connection, names: &[NameRow]) -> rusqlite::Result<BTreeSet<Written>> {
    let mut found = BTreeSet::new();
    let mut select =
        conn.prepare_cached("SELECT left_id, right_id, verdict, score, signals FROM decision WHERE left_id = ?1")?;
    for row in names {
        let rows = select.query_map([row.id], |row| {
            Ok((row.get(0)?, row.get(1)?, numbered(row, 2, &Verdict::ALL)?, row.get(3)?, row.get(4)?))
        })?;
        for row in rows {
            found.insert(row?);
        }
    }
    Ok(found)
}
