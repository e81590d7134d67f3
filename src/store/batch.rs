//! Writing: a guard over one transaction.

use super::digest::{Digest, offsets};
use super::evidence::EvidenceRow;
use super::failure::failed;
use super::map::FastSet;
use super::pending::{Memory, Pending};
use super::spans::{self, Spot};
use super::tally::{Sighting, Tally};
use super::waiting::{Sighted, Waiting};
use super::{Store, fit, identity, remove, search, settle, snapshot, stored};
use crate::error::{Error, Result};
use crate::model::{Article, CountryCode, Entity, EntityIndex, EntityKind, Extraction, SpanConverter};
use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet};

/// What [`Batch::put`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// The store had no article of this uri.
    New,
    /// The store had this article and this extraction already; nothing was written.
    Unchanged,
    /// The text, what is known about it, or the extraction differ: the old reading is gone, whole.
    Replaced,
}

/// Where a batch stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Transaction {
    Own,
    /// A savepoint inside a transaction of the caller's.
    Nested,
    Ended,
}

/// Articles that are written together: all of them with [`commit`](Self::commit), else none.
///
/// One transaction, IMMEDIATE: no other writer comes between. Batches of 100 to 1,000 articles are
/// two to four times as fast as single ones.
#[derive(Debug)]
pub struct Batch<'s> {
    store: &'s mut Store,
    pending: Pending,
    /// What reads the articles.
    extractor: Option<i64>,
    /// Whether a row has changed.
    written: bool,
    /// A write failed half-way: nothing more is taken.
    broken: bool,
    /// What ends or undoes the batch.
    transaction: Transaction,
}

impl<'s> Batch<'s> {
    pub(super) fn begin(store: &'s mut Store) -> Result<Self> {
        // On a read-only file SQLite takes BEGIN IMMEDIATE for a plain BEGIN.
        if store.conn.is_readonly("main").map_err(failed("begin a batch"))? {
            return Err(Error::ReadOnly { action: "begin a batch".to_owned() });
        }
        let (transaction, begin) = if store.conn.is_autocommit() {
            (Transaction::Own, "BEGIN IMMEDIATE")
        } else {
            (Transaction::Nested, "SAVEPOINT newsgraph_batch")
        };
        store.conn.execute_batch(begin).map_err(failed("begin a batch"))?;
        let pending = Pending::default();
        let mut batch = Self { store, pending, extractor: None, written: false, broken: false, transaction };
        batch.pending.in_order = batch.store.shared;
        batch.pending.indexed = search::index::is_on(&batch.store.conn).map_err(failed("begin a batch"))?;
        batch.pending.memory = batch.recall().map_err(failed("begin a batch"))?;
        Ok(batch)
    }

    /// What earlier batches have read, where it is still what the file says. The store has it back when the
    /// batch is committed.
    fn recall(&mut self) -> rusqlite::Result<Memory> {
        let mut memory = std::mem::take(&mut self.store.memory);
        if self.store.shared {
            // The caller may have written through the connection, which no number tells.
            return Ok(Memory { names: memory.names, ..Memory::default() });
        }
        let version = self.store.conn.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?;
        if memory.version != version {
            memory = Memory { version, names: memory.names, ..Memory::default() };
        }
        Ok(memory)
    }

    /// Says what has read the articles that are put from now on, as
    /// [`Extractor::VERSION`](crate::extract::Extractor::VERSION): [`Store::not_read_by`] finds what another
    /// one has read. Nothing is noted where it is not called.
    ///
    /// # Errors
    ///
    /// [`Error::Extraction`] where the name is empty; [`Error::DiskFull`] and the like.
    pub fn read_by(&mut self, extractor: &str) -> Result<()> {
        self.usable()?;
        if extractor.is_empty() || extractor.contains('\0') {
            return Err(Error::Extraction { uri: String::new(), message: "the extractor has no name".to_owned() });
        }
        let known = self
            .store
            .conn
            .prepare_cached("SELECT id FROM extractor WHERE name = ?1")
            .and_then(|mut select| select.query_row([extractor], |row| row.get(0)).optional());
        let id = match known.map_err(failed("look up the extractor"))? {
            Some(id) => id,
            None => self
                .store
                .conn
                .prepare_cached("INSERT INTO extractor (name) VALUES (?1)")
                .and_then(|mut insert| insert.insert([extractor]))
                .map_err(failed("note the extractor"))?,
        };
        self.extractor = Some(id);
        Ok(())
    }

    /// Whether anything in the store has changed.
    pub(crate) const fn has_written(&self) -> bool {
        self.written
    }

    /// Writes an article and what it says, in place of any earlier reading of the same uri.
    ///
    /// # Errors
    ///
    /// [`Error::Nul`], [`Error::EmptyArticle`], [`Error::Extraction`]: nothing was written, the batch
    /// goes on. [`Error::DiskFull`] and the like: the batch is lost. What does not fit may be told by a later
    /// call or by [`commit`](Self::commit), since articles are written some hundreds at a time.
    pub fn put(&mut self, article: &Article, extraction: &Extraction) -> Result<Outcome> {
        self.usable()?;
        fit::check(article, extraction)?;
        let reading = Reading::new(article, extraction)?;
        if self.pending.queue.has(&article.uri) {
            self.write_waiting()?;
        }
        let outcome = reading.put(&self.store.conn, &mut self.pending, self.extractor);
        let outcome = match outcome {
            Ok(outcome) if self.pending.queue.is_full() => self.write_waiting().map(|()| outcome),
            Ok(Outcome::Unchanged) => self.note_extractor(&article.uri).map(|()| Outcome::Unchanged),
            other => other,
        };
        self.broken = outcome.is_err();
        self.written |= outcome.as_ref().is_ok_and(|outcome| *outcome != Outcome::Unchanged);
        outcome
    }

    /// What was read before and has come out the same now counts as read by the present extractor.
    fn note_extractor(&mut self, uri: &str) -> Result<()> {
        let Some(extractor) = self.extractor else { return Ok(()) };
        let changed = self
            .store
            .conn
            .prepare_cached("UPDATE article SET extractor_id = ?2 WHERE uri = ?1 AND extractor_id IS NOT ?2")
            .and_then(|mut update| update.execute(params![uri, extractor]))
            .map_err(failed("note the extractor"))?;
        self.written |= changed > 0;
        Ok(())
    }

    /// Takes an article out, and with it everything that only it had shown. Says whether there was
    /// one of this uri.
    ///
    /// # Errors
    ///
    /// [`Error::DiskFull`] and the like: the batch is lost.
    pub fn remove(&mut self, uri: &str) -> Result<bool> {
        self.usable()?;
        self.write_waiting()?;
        let conn = &self.store.conn;
        let removed = article_id(conn, uri).and_then(|known| match known {
            Some((id, _)) => remove::article(conn, id, &mut self.pending).map(|()| true),
            None => Ok(false),
        });
        self.broken = removed.is_err();
        self.written |= matches!(removed, Ok(true));
        removed
    }

    /// Reads an article of the store again, as it stands there; says whether there is one.
    pub(super) fn reread(&mut self, uri: &str) -> Result<bool> {
        self.usable()?;
        self.write_waiting()?;
        let conn = &self.store.conn;
        let Some((id, _)) = article_id(conn, uri)? else { return Ok(false) };
        let (article, extraction) = stored::read(conn, id).map_err(failed("read an article"))?;
        self.broken = true;
        let extractor = conn
            .prepare_cached("SELECT extractor_id FROM article WHERE id = ?1")
            .and_then(|mut select| select.query_row([id], |row| row.get(0)))
            .map_err(failed("read an article"))?;
        remove::article(conn, id, &mut self.pending)?;
        Reading::new(&article, &extraction)?.put(conn, &mut self.pending, extractor)?;
        self.broken = false;
        self.written = true;
        Ok(true)
    }

    /// Resolves an article's entity again at the end, where the store has the article.
    pub(super) fn resolve_again(&mut self, kind: EntityKind, uri: &str, name: &str) -> Result<()> {
        self.write_waiting()?;
        self.pending.resolve_again(&self.store.conn, kind, uri, name).map_err(failed("resolve an entity"))
    }

    /// What users have stated has changed.
    pub(super) fn judged_anew(&mut self) {
        self.pending.judged_anew();
    }

    pub(super) const fn conn(&self) -> &Connection {
        &self.store.conn
    }

    /// Makes the batch permanent. Dropping it instead undoes it.
    ///
    /// # Errors
    ///
    /// [`Error::DiskFull`] and the like, [`Error::BatchFailed`]: the batch is undone.
    pub fn commit(mut self) -> Result<()> {
        self.usable()?;
        self.write_waiting()?;
        settle::settle(&self.store.conn, &mut self.pending)?;
        snapshot::next_generation(&self.store.conn)?;
        let end = if self.transaction == Transaction::Nested { "RELEASE newsgraph_batch" } else { "COMMIT" };
        self.store.conn.execute_batch(end).map_err(failed("commit the batch"))?;
        self.store.memory = std::mem::take(&mut self.pending.memory);
        self.store.wrote = true;
        self.transaction = Transaction::Ended;
        Ok(())
    }

    /// Writes the articles that wait.
    fn write_waiting(&mut self) -> Result<()> {
        let Pending { queue, indexed, .. } = &mut self.pending;
        let written = queue.write(&self.store.conn, *indexed).map_err(failed("write the articles"));
        self.broken |= written.is_err();
        written
    }

    fn usable(&self) -> Result<()> {
        if self.broken { Err(Error::BatchFailed) } else { Ok(()) }
    }
}

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        let undo = match self.transaction {
            Transaction::Own => "ROLLBACK",
            Transaction::Nested => "ROLLBACK TO newsgraph_batch; RELEASE newsgraph_batch",
            Transaction::Ended => return,
        };
        if !self.store.conn.is_autocommit() {
            // SQLite undoes the transaction by itself where this fails: at the latest on closing.
            let _ = self.store.conn.execute_batch(undo);
        }
    }
}

/// The number of a name, and where the article gives it.
type Appearance = (i64, ToSqlOutput<'static>);

/// An article ready for writing: checked, in the units of the file, with its hash.
struct Reading<'a> {
    article: &'a Article,
    extraction: &'a Extraction,
    truncated: Option<String>,
    /// The aliases of each entity, as JSON.
    aliases: Vec<Option<String>>,
    /// The mentions of each entity, in the order of the text.
    spots: Vec<Vec<Spot>>,
    /// The evidence of each relation.
    evidence: Vec<Vec<EvidenceRow<'a>>>,
    hash: i64,
}

impl<'a> Reading<'a> {
    fn new(article: &'a Article, extraction: &'a Extraction) -> Result<Self> {
        let converter = SpanConverter::new(&article.body);
        let truncated = json(&extraction.truncated, &article.uri)?;
        let mut digest = Digest::of(article, truncated.as_deref());
        let mut aliases = Vec::with_capacity(extraction.entities.len());
        for entity in &extraction.entities {
            let names = json(&entity.aliases, &article.uri)?;
            digest.appearance(entity.kind, &entity.name, code(entity), topic(entity), names.as_deref());
            aliases.push(names);
        }
        let mut spots = vec![Vec::new(); extraction.entities.len()];
        for mention in &extraction.mentions {
            let (start, end) = offsets(converter.chars(mention.span));
            if let Some(spots) = spots.get_mut(mention.entity.index()) {
                spots.push(Spot::new(start, end, mention.form));
            }
        }
        for spots in &mut spots {
            spots.sort_unstable();
            digest.mentions(spots);
        }
        let mut evidence = Vec::with_capacity(extraction.relations.len());
        for relation in &extraction.relations {
            let rows: Vec<_> = relation.evidence.iter().map(|e| EvidenceRow::new(relation, e, &converter)).collect();
            for row in &rows {
                digest.evidence(row);
            }
            evidence.push(rows);
        }
        let hash = digest.finish();
        Ok(Self { article, extraction, truncated, aliases, spots, evidence, hash })
    }

    fn put(&self, conn: &Connection, pending: &mut Pending, extractor: Option<i64>) -> Result<Outcome> {
        let outcome = match article_id(conn, &self.article.uri)? {
            Some((_, hash)) if hash == self.hash => return Ok(Outcome::Unchanged),
            Some((id, _)) => {
                remove::article(conn, id, pending)?;
                Outcome::Replaced
            }
            None => Outcome::New,
        };
        self.take(conn, pending, extractor).map_err(failed(&format!("write {}", self.article.uri)))?;
        Ok(outcome)
    }

    /// Looks up what the article's rows point to, and has them wait to be written.
    fn take(&self, conn: &Connection, pending: &mut Pending, extractor: Option<i64>) -> rusqlite::Result<()> {
        let (appearances, entities) = self.appearances(conn, pending)?;
        let evidence = self.sightings(conn, &entities, pending)?;
        pending.queue.push(Waiting {
            article: self.article.clone(),
            hash: self.hash,
            truncated: self.truncated.clone(),
            extractor,
            appearances,
            evidence,
        });
        Ok(())
    }

    /// Name and spans of each of the article's own entities, and its canonical entity.
    fn appearances(&self, conn: &Connection, pending: &mut Pending) -> rusqlite::Result<(Vec<Appearance>, Vec<i64>)> {
        let around = identity::Surroundings::of(self.article, self.extraction);
        let pins = self.pins(conn, pending)?;
        let mut appearances = Vec::with_capacity(self.spots.len());
        let mut entities = Vec::with_capacity(self.spots.len());
        let mut counted = FastSet::default();
        let mut spelled = String::new();
        for (((seq, entity), aliases), spots) in
            (0_u32..).zip(&self.extraction.entities).zip(&self.aliases).zip(&self.spots)
        {
            let pin = pins.contains(&seq).then_some(self.article.uri.as_str());
            let (index, aliases, names) = (EntityIndex(seq), aliases.as_deref(), &mut pending.memory.names);
            let profile = identity::Profile::of(self.extraction, index, entity, aliases, &around, pin, names);
            let (name_id, entity_id, made) = pending.name(conn, &profile, code(entity), &mut spelled)?;
            if made {
                counted.insert(entity_id);
            } else if counted.insert(entity_id) {
                pending.count_article(entity_id, 1);
            }
            appearances.push((name_id, spans::write(spots)));
            entities.push(entity_id);
        }
        Ok((appearances, entities))
    }

    /// The entities that a user has stated something of: the first of each name.
    fn pins(&self, conn: &Connection, pending: &mut Pending) -> rusqlite::Result<BTreeSet<u32>> {
        let judged = pending.judged(conn)?;
        let mut names = BTreeSet::new();
        let mut pins = BTreeSet::new();
        if judged.is_empty() {
            return Ok(pins);
        }
        for (seq, entity) in (0_u32..).zip(&self.extraction.entities) {
            let stated = judged.iter().any(|judged| judged.names(entity.kind, &self.article.uri, &entity.name));
            if stated && names.insert((entity.kind, &entity.name)) {
                pins.insert(seq);
            }
        }
        Ok(pins)
    }

    /// The rows of the evidence, each with its relation.
    fn sightings(&self, conn: &Connection, entities: &[i64], pending: &mut Pending) -> rusqlite::Result<Vec<Sighted>> {
        let canonical = |index: EntityIndex| entities.get(index.index()).copied().unwrap_or_default();
        // Two facts of the article may be one among the canonical entities.
        let mut facts: BTreeMap<_, Vec<Sighting>> = BTreeMap::new();
        for (relation, rows) in self.extraction.relations.iter().zip(&self.evidence) {
            let ends = (canonical(relation.subject), canonical(relation.object), relation.role.map(canonical));
            facts.entry((&relation.kind, ends)).or_default().extend(rows.iter().map(EvidenceRow::sighting));
        }
        let mut ids = BTreeMap::new();
        for ((kind, ends), sightings) in facts {
            if let Some(tally) = Tally::of(self.article.published_on, sightings) {
                ids.insert((kind, ends), pending.relation(conn, kind, ends, &tally)?);
            }
        }
        if pending.in_order {
            pending.write_made(conn)?;
        }
        let mut sightings = Vec::with_capacity(self.evidence.iter().map(Vec::len).sum());
        for (relation, rows) in self.extraction.relations.iter().zip(&self.evidence) {
            let ends = (canonical(relation.subject), canonical(relation.object), relation.role.map(canonical));
            let relation_id = ids.get(&(&relation.kind, ends)).copied().unwrap_or_default();
            for row in rows {
                sightings.push(Sighted {
                    relation: relation_id,
                    subject: row.subject,
                    object: row.object,
                    role: row.role,
                    attributed_to: row.attributed_to,
                    start: row.start,
                    length: row.end - row.start,
                    reading: row.reading(pending.rule(conn, row.rule)?),
                    label: row.label.map(str::to_owned),
                    start_date: row.start_date,
                    end_date: row.end_date,
                });
            }
        }
        Ok(sightings)
    }
}

fn article_id(conn: &Connection, uri: &str) -> Result<Option<(i64, i64)>> {
    conn.prepare_cached("SELECT id, content_hash FROM article WHERE uri = ?1")
        .and_then(|mut select| select.query_row([uri], |row| Ok((row.get(0)?, row.get(1)?))).optional())
        .map_err(failed("look up an article"))
}

/// A JSON array, or `None` for an empty list.
fn json(list: &[String], uri: &str) -> Result<Option<String>> {
    if list.is_empty() {
        return Ok(None);
    }
    serde_json::to_string(list)
        .map(Some)
        .map_err(|error| Error::Extraction { uri: uri.to_owned(), message: error.to_string() })
}

/// A country's code; other kinds have none in the file.
fn code(entity: &Entity) -> Option<CountryCode> {
    entity.country_code.filter(|_| entity.kind == EntityKind::Country)
}

/// An issue's topic; other kinds have none in the file.
fn topic(entity: &Entity) -> Option<&str> {
    entity.topic.as_deref().filter(|_| entity.kind == EntityKind::Issue)
}
