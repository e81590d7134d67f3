//! What a batch has touched, and bringing the derived rows up to date with it.

use super::failure::failed;
use super::identity::judgement::{self, Judged};
use super::identity::resolve::{Blocks, Move, block_of};
use super::identity::{self, Profile};
use super::rows::{date, numbered, parsed, required};
use super::search;
use super::tally::{Sighting, Tally};
use crate::error::Result;
use crate::model::{CountryCode, Date, Entity, EntityKind, Modality, Polarity, RelationKind, RoleStatus};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Look-ups are forgotten at this many entries: some tens of megabytes.
const REMEMBERED: usize = 200_000;

/// Subject, object and role of a relation.
type Ends = (i64, i64, Option<i64>);

/// A name that no article gives any more.
struct GoneName {
    kind: EntityKind,
    block: i64,
    name: String,
    aliases: Option<String>,
    pin: Option<String>,
}

/// What was looked up in a batch, and what has to be brought up to date at its end.
#[derive(Debug, Default)]
pub(super) struct Pending {
    /// Whether the store has a full-text index to keep up to date.
    pub(super) indexed: bool,
    /// By profile: the name's row, its entity.
    names: HashMap<String, (i64, i64)>,
    /// By block, of kinds that go by it alone: the entity.
    entities: HashMap<i64, i64>,
    rules: HashMap<String, i64>,
    blocks: Blocks,
    /// What users have stated, once it was asked for.
    judged: Option<Vec<Judged>>,
    /// By ends: kind, id.
    relations: HashMap<Ends, Vec<(RelationKind, i64)>>,
    /// By entity: by how many articles it has gained.
    articles: BTreeMap<i64, i64>,
    /// By name: the appearances it has gained.
    counts: BTreeMap<i64, i64>,
    /// Entities whose most frequent name may be another now.
    touched: BTreeSet<i64>,
    /// By relation: the evidence it has gained.
    tallies: BTreeMap<i64, Tally>,
    /// Relations that lost evidence and are tallied anew.
    recount: BTreeSet<i64>,
}

impl Pending {
    /// What users have stated.
    pub(super) fn judged(&mut self, conn: &Connection) -> rusqlite::Result<&[Judged]> {
        if self.judged.is_none() {
            self.judged = Some(judgement::all(conn)?);
        }
        Ok(self.judged.as_deref().unwrap_or_default())
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
        self.blocks.dirty.extend(block_of(conn, kind, uri, name)?);
        Ok(())
    }

    /// Has everything resolved again that a name which is gone may have tied together.
    fn forget(&mut self, conn: &Connection, gone: &GoneName) -> rusqlite::Result<()> {
        self.blocks.gone(gone.block);
        if gone.kind == EntityKind::Organization {
            for block in alias_blocks(gone.kind, gone.block, gone.aliases.as_deref()) {
                self.blocks.gone(block);
            }
        }
        if let Some(uri) = &gone.pin {
            self.judged(conn)?;
            for (uri, name) in self.judged.iter().flatten().filter_map(|j| j.other(gone.kind, uri, &gone.name)) {
                self.blocks.dirty.extend(block_of(conn, gone.kind, uri, name)?);
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
            self.count_name(found.0, found.1, 1);
            return Ok(found);
        }
        let known: Option<(i64, i64)> = conn
            .prepare_cached(
                "SELECT id, entity_id FROM entity_name
                 WHERE block = ?1 AND name = ?2 AND aliases IS ?3 AND facets IS ?4 AND topic IS ?5 AND pin IS ?6",
            )?
            .query_row(
                params![profile.block, profile.name, profile.aliases, profile.facets, profile.topic, profile.pin],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        let found = if let Some((id, entity)) = known {
            self.count_name(id, entity, 1);
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
        let compared = identity::is_compared(profile.kind);
        let known = if compared {
            self.blocks.guess(conn, profile)?
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
                profile.facets,
                profile.pin
            ])?;
        if self.indexed {
            search::index::add_name(conn, id)?;
        }
        for block in alias_blocks(profile.kind, profile.block, profile.aliases) {
            conn.prepare_cached("INSERT INTO entity_alias (block, name_id) VALUES (?1, ?2)")?.execute([block, id])?;
        }
        self.touched.insert(entity);
        if compared {
            self.blocks.add(profile, id, entity);
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
        (subject, object, role): Ends,
        tally: &Tally,
    ) -> rusqlite::Result<i64> {
        let known = (subject, object, role);
        let mut found = self.relations.get(&known).and_then(|rows| rows.iter().find(|r| r.0 == *kind)).map(|r| r.1);
        let remembered = found.is_some();
        if !remembered {
            found = conn
                .prepare_cached(
                    "SELECT id FROM relation
                     WHERE subject_id = ?1 AND object_id = ?2 AND kind = ?3 AND ifnull(role_id, 0) = ?4",
                )?
                .query_row(params![subject, object, kind.as_str(), role.unwrap_or(0)], |row| row.get(0))
                .optional()?;
        }
        let id = if let Some(id) = found {
            self.tallies.entry(id).or_default().merge(tally);
            id
        } else {
            conn.prepare_cached(
                "INSERT INTO relation (articles, asserted_articles, confidence, status, status_on, first_cited_on,
                     last_cited_on, start_date, end_date, kind, subject_id, object_id, role_id)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            )?
            .insert(params![
                tally.articles,
                tally.asserted_articles,
                tally.confidence,
                tally.status.map(RoleStatus::as_str),
                text(tally.status_on),
                text(tally.first_cited_on),
                text(tally.last_cited_on),
                text(tally.start_date),
                text(tally.end_date),
                kind.as_str(),
                subject,
                object,
                role
            ])?
        };
        if !remembered {
            if self.relations.len() >= REMEMBERED {
                self.relations.clear();
            }
            self.relations.entry(known).or_default().push((kind.clone(), id));
        }
        Ok(id)
    }

    pub(super) fn count_article(&mut self, entity: i64, gain: i64) {
        *self.articles.entry(entity).or_default() += gain;
    }

    /// Counts appearances of a name that is there.
    pub(super) fn count_name(&mut self, name: i64, entity: i64, gain: i64) {
        self.touched.insert(entity);
        *self.counts.entry(name).or_default() += gain;
    }

    pub(super) fn recount(&mut self, relation: i64) {
        self.recount.insert(relation);
    }
}

/// The blocks of a name's further names, without its own.
pub(super) fn alias_blocks(kind: EntityKind, own: i64, aliases: Option<&str>) -> BTreeSet<i64> {
    let blocks = identity::list(aliases).into_iter().map(|alias| identity::block(kind, &alias));
    blocks.filter(|block| *block != own).collect()
}

/// Brings every touched entity and relation up to date, and deletes those that nothing shows any more.
pub(super) fn settle(conn: &Connection, pending: &mut Pending) -> Result<()> {
    names(conn, pending).map_err(failed("count the names"))?;
    identities(conn, pending).map_err(failed("resolve the entities"))?;
    relations(conn, pending).map_err(failed("bring the relations up to date"))?;
    entities(conn, pending).map_err(failed("bring the entities up to date"))
}

/// Counts appearances; names without any go.
fn names(conn: &Connection, pending: &mut Pending) -> rusqlite::Result<()> {
    for (name, gain) in std::mem::take(&mut pending.counts) {
        if gain == 0 {
            continue;
        }
        conn.prepare_cached("UPDATE entity_name SET appearances = appearances + ?2 WHERE id = ?1")?
            .execute(params![name, gain])?;
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
        for sql in [
            "DELETE FROM entity_alias WHERE name_id = ?1",
            "DELETE FROM decision WHERE left_id = ?1",
            "DELETE FROM entity_name WHERE id = ?1",
        ] {
            conn.prepare_cached(sql)?.execute([name])?;
        }
        if identity::is_compared(gone.kind) {
            pending.forget(conn, &gone)?;
        }
    }
    for (entity, gain) in std::mem::take(&mut pending.articles) {
        conn.prepare_cached("UPDATE entity SET articles = articles + ?2 WHERE id = ?1")?
            .execute(params![entity, gain])?;
    }
    Ok(())
}

/// Resolves the blocks with other names than before; what spoke of a name that has moved speaks of
/// its new entity.
fn identities(conn: &Connection, pending: &mut Pending) -> rusqlite::Result<()> {
    if pending.blocks.dirty.is_empty() {
        return Ok(());
    }
    pending.judged(conn)?;
    let judged = pending.judged.take().unwrap_or_default();
    let moves = pending.blocks.resolve(conn, &judged)?;
    let mut entities = BTreeSet::new();
    for Move { name, from, to } in moves {
        entities.extend([from, to]);
        reconnect(conn, pending, name)?;
    }
    for entity in entities {
        pending.touched.insert(entity);
        conn.prepare_cached(
            "UPDATE entity SET articles = (SELECT count(DISTINCT p.article_id) FROM entity_name n
                 CROSS JOIN appearance p ON p.name_id = n.id WHERE n.entity_id = ?1) WHERE id = ?1",
        )?
        .execute([entity])?;
    }
    Ok(())
}

/// Lays all evidence of a name's appearances to the relation of its present ends.
fn reconnect(conn: &Connection, pending: &mut Pending, name: i64) -> rusqlite::Result<()> {
    let rows: Vec<(i64, i64, i64, RelationKind, Ends)> = conn
        .prepare_cached(
            "SELECT v.article_id, v.seq, v.relation_id, r.kind, sn.entity_id, o_n.entity_id, pn.entity_id
             FROM appearance a CROSS JOIN evidence v ON v.article_id = a.article_id
                 AND (v.subject_seq = a.seq OR v.object_seq = a.seq OR v.role_seq = a.seq)
             CROSS JOIN relation r ON r.id = v.relation_id
             CROSS JOIN appearance s ON s.article_id = v.article_id AND s.seq = v.subject_seq
             CROSS JOIN entity_name sn ON sn.id = s.name_id
             CROSS JOIN appearance o ON o.article_id = v.article_id AND o.seq = v.object_seq
             CROSS JOIN entity_name o_n ON o_n.id = o.name_id
             LEFT JOIN appearance p ON p.article_id = v.article_id AND p.seq = v.role_seq
             LEFT JOIN entity_name pn ON pn.id = p.name_id
             WHERE a.name_id = ?1",
        )?
        .query_map([name], |row| {
            let kind = super::rows::kind(super::rows::text(row, 3)?.unwrap_or_default());
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, kind, (row.get(4)?, row.get(5)?, row.get(6)?)))
        })?
        .collect::<Result<_, _>>()?;
    for (article, seq, before, kind, ends) in rows {
        let now = pending.relation(conn, &kind, ends, &Tally::default())?;
        if now != before {
            conn.prepare_cached("UPDATE evidence SET relation_id = ?3 WHERE article_id = ?1 AND seq = ?2")?
                .execute([article, seq, now])?;
            pending.recount(before);
        }
        pending.recount(now);
    }
    Ok(())
}

fn relations(conn: &Connection, pending: &Pending) -> rusqlite::Result<()> {
    for (id, gain) in &pending.tallies {
        if !pending.recount.contains(id) {
            let mut tally = stored(conn, *id)?;
            tally.merge(gain);
            store(conn, *id, &tally)?;
        }
    }
    for id in &pending.recount {
        match recounted(conn, *id)? {
            Some(tally) => store(conn, *id, &tally)?,
            None => {
                conn.prepare_cached("DELETE FROM relation WHERE id = ?1")?.execute([id])?;
            }
        }
    }
    Ok(())
}

/// The tally as it stands in the file.
pub(super) fn stored(conn: &Connection, id: i64) -> rusqlite::Result<Tally> {
    conn.prepare_cached(
        "SELECT articles, asserted_articles, confidence, status, status_on, first_cited_on, last_cited_on,
             start_date, end_date
         FROM relation WHERE id = ?1",
    )?
    .query_row([id], |row| {
        Ok(Tally {
            articles: row.get(0)?,
            asserted_articles: row.get(1)?,
            confidence: row.get(2)?,
            status: parsed(row, 3)?,
            status_on: date(row, 4)?,
            first_cited_on: date(row, 5)?,
            last_cited_on: date(row, 6)?,
            start_date: date(row, 7)?,
            end_date: date(row, 8)?,
        })
    })
}

fn store(conn: &Connection, id: i64, tally: &Tally) -> rusqlite::Result<()> {
    conn.prepare_cached(
        "UPDATE relation SET articles = ?2, asserted_articles = ?3, confidence = ?4, status = ?5, status_on = ?6,
             first_cited_on = ?7, last_cited_on = ?8, start_date = ?9, end_date = ?10
         WHERE id = ?1",
    )?
    .execute(params![
        id,
        tally.articles,
        tally.asserted_articles,
        tally.confidence,
        tally.status.map(RoleStatus::as_str),
        text(tally.status_on),
        text(tally.first_cited_on),
        text(tally.last_cited_on),
        text(tally.start_date),
        text(tally.end_date)
    ])?;
    Ok(())
}

/// The tally of all evidence in the store; `None` where there is none. Linear in the evidence.
pub(super) fn recounted(conn: &Connection, id: i64) -> rusqlite::Result<Option<Tally>> {
    let mut select = conn.prepare_cached(
        "SELECT v.article_id, a.published_on, v.confidence, v.polarity, v.modality, v.status, v.start_date, v.end_date
         FROM evidence v JOIN article a ON a.id = v.article_id
         WHERE v.relation_id = ?1 ORDER BY v.article_id, v.seq",
    )?;
    let mut rows = select.query([id])?;
    let mut sum: Option<Tally> = None;
    let mut article = None;
    let mut sightings = Vec::new();
    let mut close = |article: Option<(i64, _)>, sightings: &mut Vec<Sighting>| {
        if let Some(tally) = article.and_then(|(_, published_on)| Tally::of(published_on, sightings.drain(..))) {
            sum.get_or_insert_default().merge(&tally);
        }
    };
    while let Some(row) = rows.next()? {
        let of = (row.get(0)?, date(row, 1)?);
        if article != Some(of) {
            close(article, &mut sightings);
            article = Some(of);
        }
        sightings.push(Sighting {
            confidence: row.get(2)?,
            polarity: numbered(row, 3, Polarity::ALL)?,
            modality: numbered(row, 4, Modality::ALL)?,
            status: parsed(row, 5)?,
            start_date: date(row, 6)?,
            end_date: date(row, 7)?,
        });
    }
    close(article, &mut sightings);
    Ok(sum)
}

fn entities(conn: &Connection, pending: &Pending) -> rusqlite::Result<()> {
    for entity in &pending.touched {
        let best: Option<(String, Option<String>)> = conn
            .prepare_cached(
                "SELECT name, topic FROM entity_name WHERE entity_id = ?1
                 GROUP BY name, topic ORDER BY sum(appearances) DESC, length(name) DESC, name, topic LIMIT 1",
            )?
            .query_row([entity], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        match best {
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

fn text(date: Option<Date>) -> Option<String> {
    date.map(|d| d.to_string())
}

/// A country's code; other kinds have none in the file.
pub(super) fn code(entity: &Entity) -> Option<CountryCode> {
    entity.country_code.filter(|_| entity.kind == EntityKind::Country)
}

/// An issue's topic; other kinds have none in the file.
pub(super) fn topic(entity: &Entity) -> Option<&str> {
    entity.topic.as_deref().filter(|_| entity.kind == EntityKind::Issue)
}
