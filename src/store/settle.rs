//! What a batch has touched, and bringing the derived rows up to date with it.

use super::failure::failed;
use super::identity;
use super::rows::{date, parsed};
use super::tally::{Sighting, Tally};
use crate::error::Result;
use crate::model::{CountryCode, EntityKind, RelationKind};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Look-ups are forgotten at this many entries: some tens of megabytes.
const REMEMBERED: usize = 200_000;

/// What was looked up in a batch, and what has to be brought up to date at its end.
#[derive(Debug, Default)]
pub(super) struct Pending {
    entities: HashMap<(EntityKind, String), i64>,
    /// By name: entity, topic, id of the name.
    names: HashMap<String, Vec<(i64, Option<String>, i64)>>,
    /// By subject, object and role: kind, id.
    relations: HashMap<(i64, i64, Option<i64>), Vec<(RelationKind, i64)>>,
    /// By entity: by how many articles it has gained.
    articles: BTreeMap<i64, i64>,
    /// By name: its entity, and the appearances and aliases it has gained.
    counts: BTreeMap<i64, (i64, i64, i64)>,
    /// By relation: the evidence it has gained.
    tallies: BTreeMap<i64, Tally>,
    /// Relations that lost evidence and are tallied anew.
    recount: BTreeSet<i64>,
}

impl Pending {
    /// The canonical entity, made where there is none.
    pub(super) fn entity(
        &mut self,
        conn: &Connection,
        kind: EntityKind,
        key: &str,
        name: &str,
        code: Option<CountryCode>,
    ) -> rusqlite::Result<i64> {
        let known = (kind, key.to_owned());
        if let Some(id) = self.entities.get(&known) {
            return Ok(*id);
        }
        let found = conn
            .prepare_cached("SELECT id FROM entity WHERE kind = ?1 AND key = ?2")?
            .query_row(params![kind.as_str(), key], |row| row.get(0))
            .optional()?;
        let id = match found {
            Some(id) => id,
            None => conn
                .prepare_cached("INSERT INTO entity (kind, key, name, country_code) VALUES (?1, ?2, ?3, ?4)")?
                .insert(params![kind.as_str(), key, name, code.as_ref().map(CountryCode::as_str)])?,
        };
        if self.entities.len() >= REMEMBERED {
            self.entities.clear();
        }
        self.entities.insert(known, id);
        Ok(id)
    }

    /// The row of an entity's name, made where there is none.
    pub(super) fn name(
        &mut self,
        conn: &Connection,
        entity_id: i64,
        name: &str,
        topic: Option<&str>,
    ) -> rusqlite::Result<i64> {
        let known = self.names.get(name).and_then(|rows| rows.iter().find(|r| r.0 == entity_id && r.1.as_deref() == topic));
        if let Some((_, _, id)) = known {
            return Ok(*id);
        }
        let found = conn
            .prepare_cached("SELECT id FROM entity_name WHERE entity_id = ?1 AND name = ?2 AND ifnull(topic, '') = ?3")?
            .query_row(params![entity_id, name, topic.unwrap_or_default()], |row| row.get(0))
            .optional()?;
        let id = match found {
            Some(id) => id,
            None => conn
                .prepare_cached("INSERT INTO entity_name (entity_id, name, topic, folded) VALUES (?1, ?2, ?3, ?4)")?
                .insert(params![entity_id, name, topic, identity::folded(name)])?,
        };
        if self.names.len() >= REMEMBERED {
            self.names.clear();
        }
        self.names.entry(name.to_owned()).or_default().push((entity_id, topic.map(str::to_owned), id));
        Ok(id)
    }

    /// The relation, made where there is none.
    pub(super) fn relation(
        &mut self,
        conn: &Connection,
        kind: &RelationKind,
        subject: i64,
        object: i64,
        role: Option<i64>,
    ) -> rusqlite::Result<i64> {
        let known = (subject, object, role);
        if let Some((_, id)) = self.relations.get(&known).and_then(|rows| rows.iter().find(|r| r.0 == *kind)) {
            return Ok(*id);
        }
        let found = conn
            .prepare_cached(
                "SELECT id FROM relation
                 WHERE subject_id = ?1 AND object_id = ?2 AND kind = ?3 AND ifnull(role_id, 0) = ?4",
            )?
            .query_row(params![subject, object, kind.as_str(), role.unwrap_or(0)], |row| row.get(0))
            .optional()?;
        let id = match found {
            Some(id) => id,
            None => conn
                .prepare_cached("INSERT INTO relation (kind, subject_id, object_id, role_id) VALUES (?1, ?2, ?3, ?4)")?
                .insert(params![kind.as_str(), subject, object, role])?,
        };
        if self.relations.len() >= REMEMBERED {
            self.relations.clear();
        }
        self.relations.entry(known).or_default().push((kind.clone(), id));
        Ok(id)
    }

    pub(super) fn count_article(&mut self, entity: i64, gain: i64) {
        *self.articles.entry(entity).or_default() += gain;
    }

    pub(super) fn count_name(&mut self, name: i64, entity: i64, appearances: i64, aliases: i64) {
        let count = self.counts.entry(name).or_insert((entity, 0, 0));
        count.1 += appearances;
        count.2 += aliases;
    }

    pub(super) fn tally(&mut self, relation: i64, tally: &Tally) {
        self.tallies.entry(relation).or_default().merge(tally);
    }

    pub(super) fn recount(&mut self, relation: i64) {
        self.recount.insert(relation);
    }
}

/// Brings every touched relation and entity up to date, and deletes those that nothing shows any more.
pub(super) fn settle(conn: &Connection, pending: &mut Pending) -> Result<()> {
    relations(conn, pending).map_err(failed("bring the relations up to date"))?;
    entities(conn, pending).map_err(failed("bring the entities up to date"))
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
    let text = |date: Option<crate::model::Date>| date.map(|d| d.to_string());
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
        tally.status.map(crate::model::RoleStatus::as_str),
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
            polarity: super::rows::required(row, 3)?,
            modality: super::rows::required(row, 4)?,
            status: parsed(row, 5)?,
            start_date: date(row, 6)?,
            end_date: date(row, 7)?,
        });
    }
    close(article, &mut sightings);
    Ok(sum)
}

fn entities(conn: &Connection, pending: &Pending) -> rusqlite::Result<()> {
    let mut touched = BTreeSet::new();
    for (name, (entity, appearances, aliases)) in &pending.counts {
        touched.insert(*entity);
        if (*appearances, *aliases) != (0, 0) {
            conn.prepare_cached(
                "UPDATE entity_name SET appearances = appearances + ?2, aliases = aliases + ?3 WHERE id = ?1",
            )?
            .execute(params![name, appearances, aliases])?;
        }
        conn.prepare_cached("DELETE FROM entity_name WHERE id = ?1 AND appearances = 0 AND aliases = 0")?
            .execute([name])?;
    }
    for entity in touched {
        let best: Option<(String, Option<String>)> = conn
            .prepare_cached(
                "SELECT name, topic FROM entity_name WHERE entity_id = ?1
                 ORDER BY appearances DESC, length(name) DESC, name, topic LIMIT 1",
            )?
            .query_row([entity], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let gain = pending.articles.get(&entity).copied().unwrap_or_default();
        match best {
            Some((name, topic)) => conn
                .prepare_cached("UPDATE entity SET name = ?2, topic = ?3, articles = articles + ?4 WHERE id = ?1")?
                .execute(params![entity, name, topic, gain])?,
            None => conn.prepare_cached("DELETE FROM entity WHERE id = ?1")?.execute([entity])?,
        };
    }
    Ok(())
}
