//! The names that could mean one entity, loaded and kept for the next batch.

use super::judgement::Judged;
use super::names::{Known, Names, Said};
use super::recent::Recent;
use super::score::{Parsed, Record, Verdict};
use super::{LOWER, Profile, kind_of};
use crate::model::EntityKind;
use crate::store::map::FastMap;
use crate::store::rows::{numbered, text};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::hash::BuildHasher;
use std::sync::Arc;

/// So many names of blocks are kept, up to twice: some thirty megabytes. A block counts as one more.
const REMEMBERED: usize = 100_000;

/// A new profile is compared with at most so many of its block for a first guess, so that an article
/// with thousands of namesakes costs no more a name than another.
const GUESSED: usize = 64;

/// A block of at most so many names is searched from its start, a larger one by an index.
const SEARCHED: usize = 32;

/// A profile, read for comparison.
#[derive(Debug)]
pub(in super::super) struct Content {
    pub(super) record: Record,
    aliases: Option<Box<str>>,
    pub(super) pin: Option<Box<str>>,
    /// The blocks of an organization's acronyms among its further names.
    acronyms: Vec<i64>,
}

/// Name, further names, facets and pin: what rows of one kind are ordered by and told apart by, and nothing
/// that depends on when they came.
type Key<'k> = (&'k str, Option<&'k str>, Option<&'k str>, Option<&'k str>);

impl Content {
    fn new(known: Arc<Known>, said: Arc<Said>, aliases: Option<&str>, pin: Option<&str>, names: &mut Names) -> Self {
        let (mut letters, mut acronyms) = (Vec::new(), Vec::new());
        if let (Parsed::Body(_), Some(list)) = (&known.parsed, aliases) {
            for alias in super::list(Some(list)) {
                let alias = names.get(EntityKind::Organization, &alias);
                acronyms.extend((alias.block & LOWER == 0).then_some(alias.block));
                letters.extend(alias.body().filter(|name| name.acronym).map(|name| name.words.concat()));
            }
        }
        let record = Record::new(known, said, letters);
        Self { record, aliases: aliases.map(Box::from), pin: pin.map(Box::from), acronyms }
    }

    pub(in super::super) fn of(profile: &Profile<'_>, names: &mut Names) -> Self {
        Self::new(Arc::clone(&profile.known), Arc::clone(&profile.said), profile.aliases, profile.pin, names)
    }

    pub(super) fn name(&self) -> &str {
        &self.record.known.name
    }

    pub(super) fn key(&self) -> Key<'_> {
        (self.name(), self.aliases.as_deref(), self.record.said.line.as_deref(), self.pin.as_deref())
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
    /// What was decided of them, those on the left, once it was asked for.
    decided: Option<Vec<Written>>,
    /// By the hash of its key, the places of a row; empty up to [`SEARCHED`] rows.
    places: FastMap<u64, Vec<usize>>,
}

impl Block {
    fn new(rows: Vec<NameRow>) -> Self {
        let mut block = Self { rows, decided: None, places: FastMap::default() };
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
                let hash = self.places.hasher().hash_one(row.content.key());
                self.places.entry(hash).or_default().push(place);
            }
        }
    }

    /// The row of a profile. Constant in the number of rows.
    fn find(&self, profile: &Profile<'_>) -> Option<&NameRow> {
        let key: Key<'_> = (profile.name, profile.aliases, profile.facets(), profile.pin);
        if self.places.is_empty() {
            return self.rows.iter().find(|row| row.content.key() == key);
        }
        let hash = self.places.hasher().hash_one(key);
        let mut places = self.places.get(&hash)?.iter().filter_map(|place| self.rows.get(*place));
        places.find(|row| row.content.key() == key)
    }
}

fn weight(block: &Block) -> usize {
    block.rows.len() + 1
}

/// What was loaded of the blocks, and which of them have changed. The same as in the file.
#[derive(Debug, Default)]
pub(in super::super) struct Blocks {
    loaded: Recent<i64, Block>,
    pub(in super::super) dirty: BTreeSet<i64>,
}

impl Blocks {
    /// The row and entity of a profile that is known.
    pub(in super::super) fn find(
        &mut self,
        conn: &Connection,
        names: &mut Names,
        profile: &Profile<'_>,
    ) -> rusqlite::Result<Option<(i64, i64)>> {
        let row = self.load(conn, names, profile.block)?.find(profile);
        Ok(row.map(|row| (row.id, row.entity)))
    }

    /// The entity that a new profile most probably belongs to; [`resolve`](Self::resolve) decides.
    pub(in super::super) fn guess(
        &mut self,
        conn: &Connection,
        names: &mut Names,
        of: i64,
        content: &Content,
    ) -> rusqlite::Result<Option<i64>> {
        let rows = self.block(conn, names, of)?.iter().rev().take(GUESSED);
        let found = rows.map(|row| (row, row.content.record.compare(&content.record)));
        let best = found
            .filter(|(_, found)| found.verdict == Verdict::Same)
            .max_by_key(|(row, found)| (found.score, std::cmp::Reverse(row.id)));
        Ok(best.map(|(row, _)| row.entity))
    }

    /// Notes a new profile.
    pub(in super::super) fn add(&mut self, of: i64, content: Content, id: i64, entity: i64) {
        self.dirty.insert(of);
        if let Some(block) = self.loaded.get(&of, weight) {
            block.push(NameRow { id, entity, block: of, content: Arc::new(content) });
            self.loaded.grown(1);
        }
    }

    /// Notes that a profile is gone.
    pub(in super::super) fn gone(&mut self, of: i64) {
        self.dirty.insert(of);
        self.loaded.remove(&of);
    }

    /// Notes that names are other entities' now.
    pub(super) fn moved(&mut self, names: &[NameRow], to: &BTreeMap<i64, i64>) {
        let blocks: BTreeSet<i64> = names.iter().filter(|row| to.contains_key(&row.id)).map(|row| row.block).collect();
        for of in blocks {
            for row in self.loaded.get(&of, weight).into_iter().flat_map(|block| &mut block.rows) {
                if let Some(entity) = to.get(&row.id) {
                    row.entity = *entity;
                }
            }
        }
    }

    /// The names of a block.
    pub(super) fn block(&mut self, conn: &Connection, names: &mut Names, of: i64) -> rusqlite::Result<&[NameRow]> {
        Ok(&self.load(conn, names, of)?.rows)
    }

    fn load(&mut self, conn: &Connection, names: &mut Names, of: i64) -> rusqlite::Result<&mut Block> {
        if self.loaded.get(&of, weight).is_none() {
            let mut rows = Vec::new();
            // No block of this library's has another number.
            if let Some(kind) = kind_of(of) {
                let mut select = conn.prepare_cached(
                    "SELECT id, entity_id, name, aliases, facets, pin FROM entity_name WHERE block = ?1",
                )?;
                let mut found = select.query([of])?;
                while let Some(row) = found.next()? {
                    let known = names.get(kind, text(row, 2)?.unwrap_or_default());
                    let said = names.said(text(row, 4)?);
                    let content = Arc::new(Content::new(known, said, text(row, 3)?, text(row, 5)?, names));
                    rows.push(NameRow { id: row.get(0)?, entity: row.get(1)?, block: of, content });
                }
            }
            let block = Block::new(rows);
            let weight = weight(&block);
            self.loaded.insert(of, block, weight, REMEMBERED);
        }
        self.loaded.get(&of, weight).ok_or(rusqlite::Error::QueryReturnedNoRows)
    }

    /// What was decided of names, those on the left: all of each block.
    pub(super) fn decided(
        &mut self,
        conn: &Connection,
        names: &mut Names,
        rows: &[NameRow],
    ) -> rusqlite::Result<BTreeSet<Written>> {
        let mut found = BTreeSet::new();
        for of in rows.iter().map(|row| row.block).collect::<BTreeSet<_>>() {
            let block = self.load(conn, names, of)?;
            if block.decided.is_none() {
                let mut select = conn.prepare_cached(
                    "SELECT d.left_id, d.right_id, d.verdict, d.score, d.signals
                     FROM entity_name n CROSS JOIN decision d ON d.left_id = n.id WHERE n.block = ?1",
                )?;
                let decided = select.query_map([of], |row| {
                    Ok((row.get(0)?, row.get(1)?, numbered(row, 2, &Verdict::ALL)?, row.get(3)?, row.get(4)?))
                })?;
                block.decided = Some(decided.collect::<Result<_, _>>()?);
            }
            found.extend(block.decided.iter().flatten().copied());
        }
        Ok(found)
    }

    /// Keeps what is decided now of names: all of each block.
    pub(super) fn decide(&mut self, rows: &[NameRow], decisions: &BTreeSet<Written>) {
        let mut of_block: BTreeMap<i64, Vec<Written>> = rows.iter().map(|row| (row.block, Vec::new())).collect();
        let block_of: BTreeMap<i64, i64> = rows.iter().map(|row| (row.id, row.block)).collect();
        for row in decisions {
            if let Some(decided) = block_of.get(&row.0).and_then(|block| of_block.get_mut(block)) {
                decided.push(*row);
            }
        }
        for (of, decided) in of_block {
            if let Some(block) = self.loaded.get(&of, weight) {
                block.decided = Some(decided);
            }
        }
    }

    /// The blocks to begin with: those that have changed and, where the last name of one is gone, those
    /// that it had tied together.
    pub(super) fn starts(&mut self, conn: &Connection, names: &mut Names) -> rusqlite::Result<BTreeSet<i64>> {
        let mut starts = BTreeSet::new();
        for dirty in std::mem::take(&mut self.dirty) {
            if self.block(conn, names, dirty)?.is_empty() {
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
        names: &mut Names,
        start: i64,
        judged: &[Judged],
        done: &mut BTreeSet<i64>,
    ) -> rusqlite::Result<Vec<NameRow>> {
        let mut all: Vec<NameRow> = Vec::new();
        let mut queue = VecDeque::from([start]);
        while let Some(of) = queue.pop_front() {
            if !done.insert(of) {
                continue;
            }
            let rows = self.block(conn, names, of)?.to_vec();
            if rows.is_empty() {
                continue;
            }
            if of & LOWER == 0 {
                queue.extend(full_names(conn, of)?);
            } else if !self.block(conn, names, of & !LOWER)?.is_empty() {
                queue.push_back(of & !LOWER);
            }
            for row in &rows {
                for of in &row.content.acronyms {
                    if !self.block(conn, names, *of)?.is_empty() {
                        queue.push_back(*of);
                    }
                }
                if let (Some(uri), Some(kind)) = (&row.content.pin, kind_of(row.block)) {
                    for judged in judged {
                        if let Some((uri, name)) = judged.other(kind, uri, row.content.name()) {
                            queue.extend(block_of(conn, kind, uri, name)?);
                        }
                    }
                }
            }
            all.extend(rows);
        }
        all.sort_by(|a, b| (kind_of(a.block), a.content.key()).cmp(&(kind_of(b.block), b.content.key())));
        Ok(all)
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
