//! The names that could mean one entity, loaded and kept for the next batch.

use super::judgement::Judged;
use super::score::{Parsed, Record, Verdict};
use super::signals::Facets;
use super::{LOWER, Profile, block, list};
use crate::model::EntityKind;
use crate::store::map::FastMap;
use crate::store::rows::{numbered, required};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::hash::BuildHasher;
use std::sync::Arc;

/// Blocks are forgotten at this many names, some sixty megabytes, or this many times four blocks.
const REMEMBERED: usize = 60_000;

/// A new profile is compared with at most so many of its block for a first guess, so that an article
/// with thousands of namesakes costs no more a name than another.
const GUESSED: usize = 64;

/// A block of at most so many names is searched from its start, a larger one by an index.
const SEARCHED: usize = 32;

/// What rows are ordered by: nothing that depends on when they came.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) kind: EntityKind,
    pub(super) name: String,
    aliases: Option<String>,
    facets: Option<String>,
    pub(super) pin: Option<String>,
}

impl Key {
    fn is_of(&self, profile: &Profile<'_>) -> bool {
        self.kind == profile.kind
            && self.name == profile.name
            && self.facets == profile.facets
            && self.aliases.as_deref() == profile.aliases
            && self.pin.as_deref() == profile.pin
    }

    fn parts(&self) -> Parts<'_> {
        (&self.name, self.aliases.as_deref(), self.facets.as_deref(), self.pin.as_deref())
    }
}

/// Name, further names, facets and pin. A block has names of one kind only.
type Parts<'k> = (&'k str, Option<&'k str>, Option<&'k str>, Option<&'k str>);

/// A profile, read for comparison.
#[derive(Debug)]
pub(in super::super) struct Content {
    pub(super) key: Key,
    pub(super) record: Record,
    /// The blocks of an organization's acronyms among its further names.
    acronyms: Vec<i64>,
}

impl Content {
    fn new(key: Key, parsed: Arc<Parsed>, facets: Facets) -> Self {
        let aliases = list(key.aliases.as_deref());
        let record = Record::new(key.kind, parsed, &aliases, facets);
        let acronyms = match key.kind {
            EntityKind::Organization => aliases.iter().map(|alias| block(key.kind, alias)),
            _ => return Self { key, record, acronyms: Vec::new() },
        };
        let acronyms = acronyms.filter(|of| of & LOWER == 0).collect();
        Self { key, record, acronyms }
    }

    pub(in super::super) fn of(profile: &Profile<'_>) -> Self {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let key = Key {
            kind: profile.kind,
            name: profile.name.to_owned(),
            aliases: owned(profile.aliases),
            facets: profile.facets.clone(),
            pin: owned(profile.pin),
        };
        Self::new(key, Arc::clone(&profile.known.parsed), profile.said.clone())
    }
}

/// A name row, read for comparison.
#[derive(Debug, Clone)]
pub(in super::super) struct NameRow {
    pub(in super::super) id: i64,
    pub(in super::super) entity: i64,
    pub(super) block: i64,
    pub(super) content: Arc<Content>,
}

/// A row of `decision`.
pub(super) type Written = (i64, i64, Verdict, i32, i64);

/// The names of a block.
#[derive(Debug, Default)]
struct Block {
    rows: Vec<NameRow>,
    /// By the hash of its key, the places of a row; empty up to [`SEARCHED`] rows.
    places: FastMap<u64, Vec<usize>>,
}

impl Block {
    fn new(rows: Vec<NameRow>) -> Self {
        let mut block = Self { rows, places: FastMap::default() };
        block.index(0);
        block
    }

    fn push(&mut self, row: NameRow) {
        self.rows.push(row);
        let indexed = if self.places.is_empty() { 0 } else { self.rows.len() - 1 };
        self.index(indexed);
    }

    /// Enters the rows from a place on into the index.
    fn index(&mut self, from: usize) {
        if self.rows.len() > SEARCHED {
            for (place, row) in self.rows.iter().enumerate().skip(from) {
                let hash = self.places.hasher().hash_one(row.content.key.parts());
                self.places.entry(hash).or_default().push(place);
            }
        }
    }

    /// The row of a profile. Constant in the number of rows.
    fn find(&self, profile: &Profile<'_>) -> Option<&NameRow> {
        if self.places.is_empty() {
            return self.rows.iter().find(|row| row.content.key.is_of(profile));
        }
        let parts: Parts<'_> = (profile.name, profile.aliases, profile.facets.as_deref(), profile.pin);
        let hash = self.places.hasher().hash_one(parts);
        let mut places = self.places.get(&hash)?.iter().filter_map(|place| self.rows.get(*place));
        places.find(|row| row.content.key.is_of(profile))
    }
}

/// What was loaded of the blocks, and which of them have changed. The same as in the file.
#[derive(Debug, Default)]
pub(in super::super) struct Blocks {
    loaded: FastMap<i64, Block>,
    /// By the name on the left: what was decided.
    decided: FastMap<i64, Vec<Written>>,
    rows: usize,
    pub(in super::super) dirty: BTreeSet<i64>,
}

impl Blocks {
    /// The row and entity of a profile that is known.
    pub(in super::super) fn find(
        &mut self,
        conn: &Connection,
        profile: &Profile<'_>,
    ) -> rusqlite::Result<Option<(i64, i64)>> {
        self.block(conn, profile.block)?;
        let row = self.loaded.get(&profile.block).and_then(|block| block.find(profile));
        Ok(row.map(|row| (row.id, row.entity)))
    }

    /// The entity that a new profile most probably belongs to; [`resolve`](Self::resolve) decides.
    pub(in super::super) fn guess(
        &mut self,
        conn: &Connection,
        of: i64,
        content: &Content,
    ) -> rusqlite::Result<Option<i64>> {
        let rows = self.block(conn, of)?.iter().rev().take(GUESSED);
        let found = rows.map(|row| (row, row.content.record.compare(&content.record)));
        let best = found
            .filter(|(_, found)| found.verdict == Verdict::Same)
            .max_by_key(|(row, found)| (found.score, std::cmp::Reverse(row.id)));
        Ok(best.map(|(row, _)| row.entity))
    }

    /// Notes a new profile.
    pub(in super::super) fn add(&mut self, of: i64, content: Content, id: i64, entity: i64) {
        self.dirty.insert(of);
        if let Some(block) = self.loaded.get_mut(&of) {
            block.push(NameRow { id, entity, block: of, content: Arc::new(content) });
            self.decided.insert(id, Vec::new());
            self.rows += 1;
        }
    }

    /// Notes that a profile is gone.
    pub(in super::super) fn gone(&mut self, of: i64) {
        self.dirty.insert(of);
        for row in self.loaded.remove(&of).unwrap_or_default().rows {
            self.decided.remove(&row.id);
            self.rows -= 1;
        }
    }

    /// Notes that names are other entities' now.
    pub(super) fn moved(&mut self, names: &[NameRow], to: &BTreeMap<i64, i64>) {
        let blocks: BTreeSet<i64> = names.iter().filter(|row| to.contains_key(&row.id)).map(|row| row.block).collect();
        for of in blocks {
            for row in self.loaded.get_mut(&of).into_iter().flat_map(|block| &mut block.rows) {
                if let Some(entity) = to.get(&row.id) {
                    row.entity = *entity;
                }
            }
        }
    }

    /// The names of a block.
    pub(super) fn block(&mut self, conn: &Connection, of: i64) -> rusqlite::Result<&[NameRow]> {
        if !self.loaded.contains_key(&of) {
            if self.rows > REMEMBERED || self.loaded.len() > 4 * REMEMBERED {
                self.loaded.clear();
                self.decided.clear();
                self.rows = 0;
            }
            let mut select = conn.prepare_cached(
                "SELECT n.id, n.entity_id, e.kind, n.name, n.aliases, n.facets, n.pin
                 FROM entity_name n CROSS JOIN entity e ON e.id = n.entity_id WHERE n.block = ?1",
            )?;
            // Most names of a block are written alike.
            let mut last: Option<(String, Arc<Parsed>)> = None;
            let rows: Vec<NameRow> = select
                .query_map([of], |row| {
                    let key = Key {
                        kind: required(row, 2)?,
                        name: row.get(3)?,
                        aliases: row.get(4)?,
                        facets: row.get(5)?,
                        pin: row.get(6)?,
                    };
                    let parsed = match &last {
                        Some((name, parsed)) if *name == key.name => Arc::clone(parsed),
                        _ => Arc::new(Parsed::read(key.kind, &key.name)),
                    };
                    last = Some((key.name.clone(), Arc::clone(&parsed)));
                    let facets = key.facets.as_deref().map(Facets::parse).unwrap_or_default();
                    let content = Arc::new(Content::new(key, parsed, facets));
                    Ok(NameRow { id: row.get(0)?, entity: row.get(1)?, block: of, content })
                })?
                .collect::<Result<_, _>>()?;
            self.rows += rows.len();
            self.loaded.insert(of, Block::new(rows));
        }
        Ok(self.loaded.get(&of).map(|block| block.rows.as_slice()).unwrap_or_default())
    }

    /// What was decided of names, those on the left.
    pub(super) fn decided(&mut self, conn: &Connection, names: &[NameRow]) -> rusqlite::Result<BTreeSet<Written>> {
        let mut found = BTreeSet::new();
        let mut select = None;
        for row in names {
            if let Some(known) = self.decided.get(&row.id) {
                found.extend(known.iter().copied());
                continue;
            }
            if select.is_none() {
                select = Some(conn.prepare_cached(
                    "SELECT left_id, right_id, verdict, score, signals FROM decision WHERE left_id = ?1",
                )?);
            }
            let Some(select) = &mut select else { continue };
            let rows: Vec<Written> = select
                .query_map([row.id], |row| {
                    Ok((row.get(0)?, row.get(1)?, numbered(row, 2, &Verdict::ALL)?, row.get(3)?, row.get(4)?))
                })?
                .collect::<Result<_, _>>()?;
            found.extend(rows.iter().copied());
            if self.loaded.contains_key(&row.block) {
                self.decided.insert(row.id, rows);
            }
        }
        Ok(found)
    }

    /// Keeps what is decided now of names.
    pub(super) fn decide(&mut self, names: &[NameRow], decisions: &BTreeSet<Written>) {
        for row in names {
            if let Some(known) = self.decided.get_mut(&row.id) {
                known.clear();
            }
        }
        for row in decisions {
            if let Some(known) = self.decided.get_mut(&row.0) {
                known.push(*row);
            }
        }
    }

    /// The blocks to begin with: those that have changed and, where the last name of one is gone, those
    /// that it had tied together.
    pub(super) fn starts(&mut self, conn: &Connection) -> rusqlite::Result<BTreeSet<i64>> {
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
    pub(super) fn domain(
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
                for of in &row.content.acronyms {
                    if !self.block(conn, *of)?.is_empty() {
                        queue.push_back(*of);
                    }
                }
                let key = &row.content.key;
                if let Some(uri) = &key.pin {
                    for judged in judged {
                        if let Some((uri, name)) = judged.other(key.kind, uri, &key.name) {
                            queue.extend(block_of(conn, key.kind, uri, name)?);
                        }
                    }
                }
            }
            names.extend(rows);
        }
        names.sort_by(|a, b| a.content.key.cmp(&b.content.key));
        Ok(names)
    }
}

/// The blocks of full names that a surname or acronym alone may belong to.
fn full_names(conn: &Connection, short: i64) -> rusqlite::Result<BTreeSet<i64>> {
    let mut blocks: BTreeSet<i64> = conn
        .prepare_cached("SELECT DISTINCT block FROM entity_name WHERE block > ?1 AND block <= ?2")?
        .query_map([short, short | LOWER], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut select = conn.prepare_cached(
        "SELECT n.block FROM entity_alias a CROSS JOIN entity_name n ON n.id = a.name_id
         CROSS JOIN entity e ON e.id = n.entity_id WHERE a.block = ?1 AND e.kind = 'organization'",
    )?;
    for block in select.query_map([short], |row| row.get(0))? {
        blocks.insert(block?);
    }
    Ok(blocks)
}

/// The block of an article's entity, where the store has the article.
pub(in super::super) fn block_of(
    conn: &Connection,
    kind: EntityKind,
    uri: &str,
    name: &str,
) -> rusqlite::Result<Option<i64>> {
    conn.prepare_cached(
        "SELECT n.block FROM article a CROSS JOIN appearance p ON p.id BETWEEN a.id << 20 AND a.id << 20 | 1048575
         CROSS JOIN entity_name n ON n.id = p.name_id CROSS JOIN entity e ON e.id = n.entity_id
         WHERE a.uri = ?1 AND n.name = ?2 AND e.kind = ?3 LIMIT 1",
    )?
    .query_row(params![uri, name, kind.as_str()], |row| row.get(0))
    .optional()
}
