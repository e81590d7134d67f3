//! What a batch has touched, and bringing the derived rows up to date with it.

use super::failure::failed;
use super::identity;
use super::rows::{date, numbered, parsed};
use super::tally::{Sighting, Tally};
use crate::error::Result;
use crate::model::{CountryCode, Date, Entity, EntityKind, Modality, Polarity, RelationKind, RoleStatus};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Look-ups are forgotten at this many entries: some tens of megabytes.
const REMEMBERED: usize = 200_000;

/// Subject, object and role of a relation.
type Ends = (i64, i64, Option<i64>);

/// Entity, topic and number of a name.
type NameRow = (i64, Option<String>, i64);

/// How an article uses a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// As the fullest name it gives.
    Appearance,
    /// As a further one.
    Alias,
}

impl Use {
    /// Appearances and aliases gained.
    const fn counts(self, gain: i64) -> (i64, i64) {
        match self {
            Self::Appearance => (gain, 0),
            Self::Alias => (0, gain),
        }
    }
}

/// What was looked up in a batch, and what has to be brought up to date at its end.
#[derive(Debug, Default)]
pub(super) struct Pending {
    entities: HashMap<(EntityKind, String), i64>,
    /// By name: entity, topic, id of the name.
    names: HashMap<String, Vec<NameRow>>,
    /// By ends: kind, id.
    relations: HashMap<Ends, Vec<(RelationKind, i64)>>,
    /// By entity: by how many articles it has gained.
    articles: BTreeMap<i64, i64>,
    /// By name: the appearances and aliases it has gained.
    counts: BTreeMap<i64, (i64, i64)>,
    /// Entities whose most frequent name may be another now.
    touched: BTreeSet<i64>,
    /// By relation: the evidence it has gained.
    tallies: BTreeMap<i64, Tally>,
    /// Relations that lost evidence and are tallied anew.
    recount: BTreeSet<i64>,
}

impl Pending {
    /// The canonical entity, and whether it was made just now: with one article and this name.
    pub(super) fn entity(&mut self, conn: &Connection, entity: &Entity, key: &str) -> rusqlite::Result<(i64, bool)> {
        let known = (entity.kind, key.to_owned());
        if let Some(id) = self.entities.get(&known) {
            return Ok((*id, false));
        }
        let found = conn
            .prepare_cached("SELECT id FROM entity WHERE kind = ?1 AND key = ?2")?
            .query_row(params![known.0.as_str(), known.1], |row| row.get(0))
            .optional()?;
        let id = match found {
            Some(id) => id,
            None => conn
                .prepare_cached(
                    "INSERT INTO entity (kind, key, name, country_code, topic, articles) VALUES (?1, ?2, ?3, ?4, ?5, 1)",
                )?
                .insert(params![
                    known.0.as_str(),
                    known.1,
                    entity.name,
                    code(entity).as_ref().map(CountryCode::as_str),
                    topic(entity)
                ])?,
        };
        if self.entities.len() >= REMEMBERED {
            self.entities.clear();
        }
        self.entities.insert(known, id);
        Ok((id, found.is_none()))
    }

    /// Counts one more use of a name, and gives the name's row.
    pub(super) fn use_name(
        &mut self,
        conn: &Connection,
        (entity_id, key): (i64, &str),
        name: &str,
        topic: Option<&str>,
        usage: Use,
    ) -> rusqlite::Result<i64> {
        if usage == Use::Appearance {
            self.touched.insert(entity_id);
        }
        if let Some(id) = self.find_name(conn, entity_id, name, topic)? {
            self.count_name(id, entity_id, usage, 1);
            return Ok(id);
        }
        let (appearances, aliases) = usage.counts(1);
        let folded = Some(identity::folded(name)).filter(|folded| folded != key);
        let id = conn
            .prepare_cached(
                "INSERT INTO entity_name (entity_id, name, topic, folded, appearances, aliases)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .insert(params![entity_id, name, topic, folded, appearances, aliases])?;
        self.remember_name(entity_id, name, topic, id);
        Ok(id)
    }

    /// The row of an entity's name.
    pub(super) fn find_name(
        &mut self,
        conn: &Connection,
        entity_id: i64,
        name: &str,
        topic: Option<&str>,
    ) -> rusqlite::Result<Option<i64>> {
        let same = |row: &&NameRow| row.0 == entity_id && row.1.as_deref() == topic;
        if let Some((_, _, id)) = self.names.get(name).and_then(|rows| rows.iter().find(same)) {
            return Ok(Some(*id));
        }
        let found = conn
            .prepare_cached("SELECT id FROM entity_name WHERE entity_id = ?1 AND name = ?2 AND topic IS ?3")?
            .query_row(params![entity_id, name, topic], |row| row.get(0))
            .optional()?;
        if let Some(id) = found {
            self.remember_name(entity_id, name, topic, id);
        }
        Ok(found)
    }

    fn remember_name(&mut self, entity_id: i64, name: &str, topic: Option<&str>, id: i64) {
        if self.names.len() >= REMEMBERED {
            self.names.clear();
        }
        self.names.entry(name.to_owned()).or_default().push((entity_id, topic.map(str::to_owned), id));
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

    /// Counts uses of a name that is there.
    pub(super) fn count_name(&mut self, name: i64, entity: i64, usage: Use, gain: i64) {
        if usage == Use::Appearance {
            self.touched.insert(entity);
        }
        let (appearances, aliases) = usage.counts(gain);
        let count = self.counts.entry(name).or_default();
        count.0 += appearances;
        count.1 += aliases;
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
    for (name, (appearances, aliases)) in &pending.counts {
        conn.prepare_cached(
            "UPDATE entity_name SET appearances = appearances + ?2, aliases = aliases + ?3 WHERE id = ?1",
        )?
        .execute(params![name, appearances, aliases])?;
        if *appearances < 1 && *aliases < 1 {
            conn.prepare_cached("DELETE FROM entity_name WHERE id = ?1 AND appearances = 0 AND aliases = 0")?
                .execute([name])?;
        }
    }
    for (entity, gain) in &pending.articles {
        conn.prepare_cached("UPDATE entity SET articles = articles + ?2 WHERE id = ?1")?
            .execute(params![entity, gain])?;
    }
    for entity in &pending.touched {
        let best: Option<(String, Option<String>)> = conn
            .prepare_cached(
                "SELECT name, topic FROM entity_name WHERE entity_id = ?1
                 ORDER BY appearances DESC, length(name) DESC, name, topic LIMIT 1",
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
