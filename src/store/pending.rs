//! What a batch has looked up and touched, until it is settled.

use super::identity::blocks::{Blocks, block_of};
use super::identity::judgement::{self, Judged};
use super::identity::{self, Names, Profile};
use super::map::FastMap;
use super::relation::{self, Ends};
use super::search;
use super::tally::Tally;
use super::waiting::Queue;
use crate::model::{CountryCode, EntityKind, RelationKind};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// Look-ups are forgotten at this many entries: some tens of megabytes.
const REMEMBERED: usize = 200_000;

/// What has happened to the names of an entity.
#[derive(Debug, Default)]
pub(super) struct Touched {
    /// The only name, with its topic, that has gained appearances; `None` where several have, or one has
    /// lost some.
    pub(super) gained: Option<(String, Option<String>)>,
    /// Made in this batch, under that name.
    pub(super) made: bool,
}

/// What a store keeps from one batch to the next. It says what the file says as long as nobody else
/// writes.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// `PRAGMA data_version`: another number where another connection has written.
    pub(super) version: i64,
    pub(super) names: Names,
    pub(super) blocks: Blocks,
}

/// A name that no article gives any more.
pub(super) struct GoneName {
    pub(super) kind: EntityKind,
    pub(super) block: i64,
    pub(super) name: String,
    pub(super) aliases: Option<String>,
    pub(super) pin: Option<String>,
}

/// What was looked up in a batch, and what has to be brought up to date at its end.
#[derive(Debug, Default)]
pub(super) struct Pending {
    /// Articles whose rows are not in the file yet.
    pub(super) queue: Queue,
    /// Whether the store has a full-text index to keep up to date.
    pub(super) indexed: bool,
    /// By profile: the name's row, its entity.
    names: FastMap<String, (i64, i64)>,
    /// By block, of kinds that go by it alone: the entity.
    entities: FastMap<i64, i64>,
    rules: FastMap<String, i64>,
    /// What earlier batches have read.
    pub(super) memory: Memory,
    /// Whether SQLite may check references with each row: a relation is written before its evidence.
    pub(super) in_order: bool,
    /// What users have stated, once it was asked for.
    judged: Option<Vec<Judged>>,
    /// By ends: kind, id.
    relations: FastMap<Ends, Vec<(RelationKind, i64)>>,
    /// Relations that are not in the file yet, by number, which goes up.
    made: BTreeMap<i64, (RelationKind, Ends, Tally)>,
    /// The number of the next relation.
    next_relation: Option<i64>,
    /// By entity: by how many articles it has gained.
    pub(super) articles: FastMap<i64, i64>,
    /// By name: the appearances it has gained.
    pub(super) counts: FastMap<i64, i64>,
    /// Entities whose most frequent name may be another now.
    pub(super) touched: FastMap<i64, Touched>,
    /// By relation of the file: its tally with the evidence it has gained.
    pub(super) tallies: FastMap<i64, Tally>,
    /// Relations that lost evidence and are tallied anew.
    pub(super) recount: BTreeSet<i64>,
}

impl Pending {
    /// What users have stated.
    pub(super) fn judged(&mut self, conn: &Connection) -> rusqlite::Result<&[Judged]> {
        if self.judged.is_none() {
            self.judged = Some(judgement::all(conn)?);
        }
        Ok(self.judged.as_deref().unwrap_or_default())
    }

    /// What users have stated, as last read; to be read again afterwards.
    pub(super) fn take_judged(&mut self) -> Vec<Judged> {
        self.judged.take().unwrap_or_default()
    }

    /// Forgets what users have stated: it has changed.
    pub(super) fn judged_anew(&mut self) {
        self.judged = None;
    }

    /// Has the block of an article's entity resolved again.
    pub(super) fn resolve_again(
        &mut self,
        conn: &Connection,
        kind: EntityKind,
        uri: &str,
        name: &str,
    ) -> rusqlite::Result<()> {
        self.memory.blocks.dirty.extend(block_of(conn, kind, uri, name)?);
        Ok(())
    }

    /// Has everything resolved again that a name which is gone may have tied together.
    pub(super) fn forget(&mut self, conn: &Connection, gone: &GoneName) -> rusqlite::Result<()> {
        self.memory.blocks.gone(gone.block);
        if gone.kind == EntityKind::Organization {
            let names = &mut self.memory.names;
            for block in alias_blocks(names, gone.kind, gone.block, gone.aliases.as_deref()) {
                self.memory.blocks.gone(block);
            }
        }
        if let Some(uri) = &gone.pin {
            self.judged(conn)?;
            for (uri, name) in self.judged.iter().flatten().filter_map(|j| j.other(gone.kind, uri, &gone.name)) {
                self.memory.blocks.dirty.extend(block_of(conn, gone.kind, uri, name)?);
            }
        }
        Ok(())
    }

    /// Counts one more appearance of a profile. Gives its row, its entity, and whether the entity was
    /// made just now: with one article and this name.
    pub(super) fn name(
        &mut self,
        conn: &Connection,
        profile: &Profile<'_>,
        code: Option<CountryCode>,
        spelled: &mut String,
    ) -> rusqlite::Result<(i64, i64, bool)> {
        profile.spell(spelled);
        if let Some((id, entity)) = self.names.get(spelled.as_str()) {
            let found = (*id, *entity, false);
            self.gain(found.0, found.1, profile);
            return Ok(found);
        }
        let known = if identity::is_compared(profile.kind) {
            self.memory.blocks.find(conn, &mut self.memory.names, profile)?
        } else {
            conn.prepare_cached(
                "SELECT id, entity_id FROM entity_name
                 WHERE block = ?1 AND name = ?2 AND aliases IS ?3 AND facets IS ?4 AND topic IS ?5 AND pin IS ?6",
            )?
            .query_row(
                params![profile.block, profile.name, profile.aliases, profile.facets(), profile.topic, profile.pin],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?
        };
        let found = if let Some((id, entity)) = known {
            self.gain(id, entity, profile);
            (id, entity, false)
        } else {
            self.new_name(conn, profile, code)?
        };
        if self.names.len() >= REMEMBERED {
            self.names.clear();
        }
        self.names.insert(spelled.clone(), (found.0, found.1));
        Ok(found)
    }

    fn new_name(
        &mut self,
        conn: &Connection,
        profile: &Profile<'_>,
        code: Option<CountryCode>,
    ) -> rusqlite::Result<(i64, i64, bool)> {
        let content =
            identity::is_compared(profile.kind).then(|| identity::Content::of(profile, &mut self.memory.names));
        let known = if let Some(content) = &content {
            self.memory.blocks.guess(conn, &mut self.memory.names, profile.block, content)?
        } else if let Some(entity) = self.entities.get(&profile.block) {
            Some(*entity)
        } else {
            conn.prepare_cached("SELECT entity_id FROM entity_name WHERE block = ?1 LIMIT 1")?
                .query_row([profile.block], |row| row.get(0))
                .optional()?
        };
        let entity = match known {
            Some(entity) => entity,
            None => conn
                .prepare_cached(
                    "INSERT INTO entity (kind, name, country_code, topic, articles) VALUES (?1, ?2, ?3, ?4, 1)",
                )?
                .insert(params![
                    profile.kind.as_str(),
                    profile.name,
                    code.as_ref().map(CountryCode::as_str),
                    profile.topic
                ])?,
        };
        let id = conn
            .prepare_cached(
                "INSERT INTO entity_name (entity_id, block, name, aliases, topic, facets, pin, appearances)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1)",
            )?
            .insert(params![
                entity,
                profile.block,
                profile.name,
                profile.aliases,
                profile.topic,
                profile.facets(),
                profile.pin
            ])?;
        if self.indexed {
            search::index::add_name(conn, id)?;
        }
        for block in alias_blocks(&mut self.memory.names, profile.kind, profile.block, profile.aliases) {
            conn.prepare_cached("INSERT INTO entity_alias (block, name_id) VALUES (?1, ?2)")?.execute([block, id])?;
        }
        self.touch(entity, profile, known.is_none());
        if let Some(content) = content {
            self.memory.blocks.add(profile.block, content, id, entity);
        } else {
            if self.entities.len() >= REMEMBERED {
                self.entities.clear();
            }
            self.entities.insert(profile.block, entity);
        }
        Ok((id, entity, known.is_none()))
    }

    /// The number of a rule's name.
    pub(super) fn rule(&mut self, conn: &Connection, name: &str) -> rusqlite::Result<i64> {
        if let Some(id) = self.rules.get(name) {
            return Ok(*id);
        }
        let found = conn
            .prepare_cached("SELECT id FROM rule WHERE name = ?1")?
            .query_row([name], |row| row.get(0))
            .optional()?;
        let id = match found {
            Some(id) => id,
            None => conn.prepare_cached("INSERT INTO rule (name) VALUES (?1)")?.insert([name])?,
        };
        if self.rules.len() >= REMEMBERED {
            self.rules.clear();
        }
        self.rules.insert(name.to_owned(), id);
        Ok(id)
    }

    /// The relation, made where there is none with what `tally` says; else the tally is kept for
    /// the end of the batch.
    pub(super) fn relation(
        &mut self,
        conn: &Connection,
        kind: &RelationKind,
        known: Ends,
        tally: &Tally,
    ) -> rusqlite::Result<i64> {
        let mut found = self.relations.get(&known).and_then(|rows| rows.iter().find(|r| r.0 == *kind)).map(|r| r.1);
        let remembered = found.is_some();
        if !remembered && let Some((id, stored)) = relation::find(conn, kind, known)? {
            self.tallies.entry(id).or_insert(stored);
            found = Some(id);
        }
        let id = match found {
            Some(id) => id,
            None => self.next_relation(conn)?,
        };
        if let Some((_, _, known)) = self.made.get_mut(&id) {
            known.merge(tally);
        } else if found.is_some() {
            let stored = match self.tallies.entry(id) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => new.insert(relation::stored(conn, id)?),
            };
            stored.merge(tally);
        } else {
            self.made.insert(id, (kind.clone(), known, tally.clone()));
        }
        if !remembered {
            if self.relations.len() >= REMEMBERED {
                self.write_made(conn)?;
                self.relations.clear();
            }
            self.relations.entry(known).or_default().push((kind.clone(), id));
        }
        Ok(id)
    }

    fn next_relation(&mut self, conn: &Connection) -> rusqlite::Result<i64> {
        let id = match self.next_relation {
            Some(next) => next,
            None => conn.query_row("SELECT ifnull(max(id), 0) + 1 FROM relation", [], |row| row.get(0))?,
        };
        self.next_relation = Some(id + 1);
        Ok(id)
    }

    /// Writes the relations that are not in the file yet, each once, with all that the batch says of them.
    pub(super) fn write_made(&mut self, conn: &Connection) -> rusqlite::Result<()> {
        for (id, (kind, ends, tally)) in std::mem::take(&mut self.made) {
            relation::insert(conn, id, &kind, ends, &tally)?;
        }
        Ok(())
    }

    pub(super) fn count_article(&mut self, entity: i64, gain: i64) {
        *self.articles.entry(entity).or_default() += gain;
    }

    /// Counts one more appearance of a name that is there.
    fn gain(&mut self, name: i64, entity: i64, profile: &Profile<'_>) {
        self.touch(entity, profile, false);
        *self.counts.entry(name).or_default() += 1;
    }

    /// Counts one appearance less.
    pub(super) fn lose(&mut self, name: i64, entity: i64) {
        self.touched.insert(entity, Touched::default());
        *self.counts.entry(name).or_default() -= 1;
    }

    /// Notes that a name of an entity has gained an appearance.
    fn touch(&mut self, entity: i64, profile: &Profile<'_>, made: bool) {
        let touched = self.touched.entry(entity).or_insert_with(|| Touched {
            gained: Some((profile.name.to_owned(), profile.topic.map(str::to_owned))),
            made,
        });
        if let Some((name, topic)) = &touched.gained
            && (name != profile.name || topic.as_deref() != profile.topic)
        {
            touched.gained = None;
        }
    }

    pub(super) fn recount(&mut self, relation: i64) {
        self.recount.insert(relation);
    }
}

/// The blocks of a name's further names, without its own.
pub(super) fn alias_blocks(names: &mut Names, kind: EntityKind, own: i64, aliases: Option<&str>) -> BTreeSet<i64> {
    let blocks = identity::list(aliases).into_iter().map(|alias| names.block(kind, &alias));
    blocks.filter(|block| *block != own).collect()
}
