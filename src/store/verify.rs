//! Checking a store: the file, the references, every span, every hash, every derived row.

use super::digest::Digest;
use super::evidence::EvidenceRow;
use super::failure::failed;
use super::rows::{article_of, date, required, spots, stance_of, text};
use super::{Store, identity, pending, relation, search};
use crate::error::{Error, Result};
use crate::model::{CountryCode, EntityIndex, EntityKind};
use rusqlite::Connection;

/// Something in the store that is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The article concerned, where it is one.
    pub uri: Option<String>,
    /// What is wrong.
    pub message: String,
}

type Check = fn(&Connection, &mut Vec<Finding>) -> rusqlite::Result<()>;

impl Finding {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { uri: None, message: message.into() }
    }
}

impl Store {
    /// Checks the whole store and says what is wrong; an empty list is a clean bill.
    ///
    /// Checked are SQLite's own structures, every reference, every article and all that is its own
    /// against the hash taken when it was written (which sees every changed byte), every span
    /// against its text, and every derived row against what it follows from. Reads everything:
    /// some seconds for each 100 MB. Nothing is written. A full-text index is compared with the texts
    /// and names, for which other writers have to wait (or this has to wait for them); a store opened
    /// for reading has its index checked for its form and rows only.
    ///
    /// # Errors
    ///
    /// [`Error::Busy`] where another writer holds a store with a full-text index too long;
    /// [`Error::Database`] where the check itself cannot run.
    pub fn verify(&self) -> Result<Vec<Finding>> {
        let mut findings = self.read_once(Self::check_all)?;
        match search::index::check(&self.conn, &mut findings) {
            Ok(()) => Ok(findings),
            Err(Error::Corrupt { message, .. }) => {
                findings.push(Finding::new(message));
                Ok(findings)
            }
            Err(error) => Err(error),
        }
    }

    fn check_all(&self) -> Result<Vec<Finding>> {
        let mut findings = Vec::new();
        for check in [structure as Check, references, articles, relations, entities] {
            match check(&self.conn, &mut findings).map_err(failed("verify the store")) {
                Ok(()) => {}
                Err(Error::Corrupt { message, .. }) => findings.push(Finding::new(message)),
                Err(error) => return Err(error),
            }
        }
        Ok(findings)
    }
}

fn structure(conn: &Connection, findings: &mut Vec<Finding>) -> rusqlite::Result<()> {
    let mut check = conn.prepare("PRAGMA integrity_check")?;
    let mut rows = check.query([])?;
    while let Some(row) = rows.next()? {
        match text(row, 0)? {
            Some("ok") => {}
            message => findings.push(Finding::new(message.unwrap_or_default())),
        }
    }
    Ok(())
}

fn references(conn: &Connection, findings: &mut Vec<Finding>) -> rusqlite::Result<()> {
    let mut check = conn.prepare("PRAGMA foreign_key_check")?;
    let mut rows = check.query([])?;
    while let Some(row) = rows.next()? {
        let (table, parent) = (text(row, 0)?.unwrap_or_default(), text(row, 2)?.unwrap_or_default());
        findings.push(Finding::new(format!("a row of {table} points to no row of {parent}")));
    }
    Ok(())
}

fn articles(conn: &Connection, findings: &mut Vec<Finding>) -> rusqlite::Result<()> {
    let ids: Vec<i64> = conn
        .prepare("SELECT id FROM article ORDER BY id")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for id in ids {
        let uri = |conn: &Connection| {
            conn.prepare_cached("SELECT uri FROM article WHERE id = ?1")
                .and_then(|mut select| select.query_row([id], |row| row.get::<_, String>(0)))
                .ok()
        };
        match article(conn, id) {
            Ok(messages) => {
                findings.extend(messages.into_iter().map(|message| Finding { uri: uri(conn), message }));
            }
            Err(error) => match failed("verify the store")(error) {
                Error::Corrupt { message, .. } => findings.push(Finding { uri: uri(conn), message }),
                _ => findings.push(Finding { uri: uri(conn), message: "the article cannot be read".into() }),
            },
        }
    }
    Ok(())
}

/// What is wrong with one article.
fn article(conn: &Connection, id: i64) -> rusqlite::Result<Vec<String>> {
    let mut messages = Vec::new();
    let (article, hash, truncated) = conn
        .prepare_cached(
            "SELECT uri, title, published_on, publisher, url, body, content_hash, truncated FROM article WHERE id = ?1",
        )?
        .query_row([id], |row| {
            let article = article_of(row)?;
            Ok((article, row.get::<_, i64>(6)?, row.get::<_, Option<String>>(7)?))
        })?;
    let length = super::digest::integer(article.body.chars().count());
    let mut digest = Digest::of(&article, truncated.as_deref());
    let (mut places, mut entities) = (Vec::new(), Vec::new());
    let mut select = conn.prepare_cached(
        "SELECT e.kind, n.name, e.country_code, n.topic, n.aliases, p.spans, n.entity_id
         FROM appearance p JOIN entity_name n ON n.id = p.name_id JOIN entity e ON e.id = n.entity_id
         WHERE p.id BETWEEN ?1 << 20 AND ?1 << 20 | 1048575 ORDER BY p.id",
    )?;
    let mut rows = select.query([id])?;
    while let Some(row) = rows.next()? {
        let code = text(row, 2)?.and_then(CountryCode::new);
        digest.appearance(required(row, 0)?, text(row, 1)?.unwrap_or_default(), code, text(row, 3)?, text(row, 4)?);
        places.push(spots(row, 5)?);
        entities.push(row.get::<_, i64>(6)?);
    }
    for spots in &places {
        digest.mentions(spots);
        for (start, end) in spots.iter().map(|spot| (spot.start(), spot.end())) {
            if !(0..end).contains(&start) || end > length {
                messages.push(format!("the mention {start}..{end} does not lie in the text"));
            }
        }
    }
    let mut select = conn.prepare_cached(
        "SELECT r.kind, v.subject_seq, v.object_seq, v.role_seq, v.attributed_to_seq, v.char_start, v.char_end, u.name,
             v.confidence, v.stance, v.label, v.start_date, v.end_date, r.subject_id, r.object_id, r.role_id
         FROM evidence v JOIN relation r ON r.id = v.relation_id JOIN rule u ON u.id = v.rule_id
         WHERE v.id BETWEEN ?1 << 20 AND ?1 << 20 | 1048575 ORDER BY v.id",
    )?;
    let mut rows = select.query([id])?;
    while let Some(row) = rows.next()? {
        let (start, end): (i64, i64) = (row.get(5)?, row.get(6)?);
        let (polarity, modality, status) = stance_of(row, 9)?;
        digest.evidence(&EvidenceRow {
            kind: text(row, 0)?.unwrap_or_default(),
            subject: row.get(1)?,
            object: row.get(2)?,
            role: row.get(3)?,
            attributed_to: row.get(4)?,
            start,
            end,
            rule: text(row, 7)?.unwrap_or_default(),
            confidence: row.get(8)?,
            polarity,
            modality,
            status,
            label: text(row, 10)?,
            start_date: date(row, 11)?,
            end_date: date(row, 12)?,
        });
        let of = |column| {
            let seq: Option<i64> = row.get(column)?;
            let entity = |seq| usize::try_from(seq).ok().and_then(|seq| entities.get(seq).copied());
            Ok::<_, rusqlite::Error>(seq.map(entity))
        };
        let spoken = [of(1)?, of(2)?, of(3)?];
        if spoken.into_iter().chain([of(4)?]).any(|entity| entity == Some(None)) {
            messages.push("a sighting speaks of an entity that the article does not have".into());
        } else if spoken.map(Option::flatten) != [row.get(13)?, row.get(14)?, row.get(15)?] {
            messages.push("a sighting speaks of other entities than its relation".into());
        }
        if !(0..end).contains(&start) || end > length {
            messages.push(format!("the evidence {start}..{end} does not lie in the text"));
        }
    }
    if digest.finish() != hash {
        messages.push("the article or what was read in it is not what was written".into());
    }
    Ok(messages)
}

/// Every relation says what follows from its evidence.
fn relations(conn: &Connection, findings: &mut Vec<Finding>) -> rusqlite::Result<()> {
    let mut select = conn.prepare("SELECT id FROM relation ORDER BY id")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        if relation::recounted(conn, id)?.as_ref() != Some(&relation::stored(conn, id)?) {
            findings.push(Finding::new(format!("relation {id} does not follow from its evidence")));
        }
    }
    Ok(())
}

/// Every entity and name says what follows from its appearances.
fn entities(conn: &Connection, findings: &mut Vec<Finding>) -> rusqlite::Result<()> {
    for (message, sql) in [
        (
            "entities with a wrong count of articles",
            "SELECT count(*) FROM entity e LEFT JOIN
                 (SELECT n.entity_id AS id, count(DISTINCT p.id >> 20) AS articles
                  FROM appearance p JOIN entity_name n ON n.id = p.name_id GROUP BY 1) c ON c.id = e.id
             WHERE c.articles IS NOT e.articles",
        ),
        (
            "names with a wrong count of appearances",
            "SELECT count(*) FROM entity_name n LEFT JOIN
                 (SELECT name_id AS id, count(*) AS appearances FROM appearance GROUP BY 1) c ON c.id = n.id
             WHERE ifnull(c.appearances, 0) <> n.appearances OR n.appearances = 0",
        ),
        (
            "entities that do not have their most frequent name",
            "SELECT count(*) FROM entity e WHERE (e.name, ifnull(e.topic, '')) IS NOT
                 (SELECT name, ifnull(topic, '') FROM entity_name n WHERE n.entity_id = e.id
                  GROUP BY name, topic ORDER BY sum(appearances) DESC, length(name) DESC, name, topic LIMIT 1)",
        ),
        (
            "names and articles of which one does not lead to the other",
            "SELECT count(*) FROM
                 (SELECT name_id, article_id FROM name_article EXCEPT SELECT name_id, id >> 20 FROM appearance
                  UNION ALL SELECT * FROM
                      (SELECT name_id, id >> 20 FROM appearance EXCEPT SELECT name_id, article_id FROM name_article))",
        ),
        (
            "decisions on names that are not there",
            "SELECT count(*) FROM decision d WHERE NOT EXISTS (SELECT 1 FROM entity_name n WHERE n.id = d.left_id)
                 OR NOT EXISTS (SELECT 1 FROM entity_name n WHERE n.id = d.right_id)",
        ),
    ] {
        let wrong: i64 = conn.query_row(sql, [], |row| row.get(0))?;
        if wrong > 0 {
            findings.push(Finding::new(format!("{wrong} {message}")));
        }
    }
    names(conn, findings)?;
    facets(conn, findings)
}

/// Every name says beside it what its articles say.
fn facets(conn: &Connection, findings: &mut Vec<Finding>) -> rusqlite::Result<()> {
    let judged = identity::judgement::all(conn)?;
    let mut ids = conn.prepare("SELECT id FROM article ORDER BY id")?;
    let mut written = conn.prepare(
        "SELECT n.facets, n.pin FROM appearance p CROSS JOIN entity_name n ON n.id = p.name_id
         WHERE p.id BETWEEN ?1 << 20 AND ?1 << 20 | 1048575 ORDER BY p.id",
    )?;
    let mut known = identity::Names::default();
    for id in ids.query_map([], |row| row.get::<_, i64>(0))? {
        let id = id?;
        let Ok((article, extraction)) = super::stored::read(conn, id) else { continue };
        let around = identity::Surroundings::of(&article, &extraction);
        let mut names = std::collections::BTreeSet::new();
        let mut rows = written.query([id])?;
        let mut wrong = false;
        for (index, entity) in (0_u32..).zip(&extraction.entities) {
            let Some(row) = rows.next()? else { break };
            let stated = judged.iter().any(|judged| judged.names(entity.kind, &article.uri, &entity.name));
            let pin = stated && names.insert((entity.kind, &entity.name));
            let index = EntityIndex(index);
            let profile = identity::Profile::of(&extraction, index, entity, None, &around, None, &mut known);
            wrong |= text(row, 0)? != profile.facets() || text(row, 1)? != pin.then_some(article.uri.as_str());
        }
        if wrong {
            let message = "a name does not say beside it what the article says".to_owned();
            findings.push(Finding { uri: Some(article.uri), message });
        }
    }
    Ok(())
}

/// Every name stands in its block under each of its spellings, and is whose the resolver says it is.
fn names(conn: &Connection, findings: &mut Vec<Finding>) -> rusqlite::Result<()> {
    let mut select = conn.prepare(
        "SELECT n.id, e.kind, n.name, e.country_code, n.block, n.aliases FROM entity_name n
         JOIN entity e ON e.id = n.entity_id",
    )?;
    // There is no index by name: deletion knows the blocks.
    let mut aliases: std::collections::HashMap<i64, Vec<i64>> = std::collections::HashMap::new();
    conn.prepare("SELECT name_id, block FROM entity_alias ORDER BY name_id, block")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .try_for_each(|row| row.map(|(name, block)| aliases.entry(name).or_default().push(block)))?;
    let mut rows = select.query([])?;
    let mut blocks = std::collections::BTreeSet::new();
    let mut known = identity::Names::default();
    while let Some(row) = rows.next()? {
        let (id, kind, name): (i64, EntityKind, String) = (row.get(0)?, required(row, 1)?, row.get(2)?);
        let own: i64 = row.get(4)?;
        let block = known.block(kind, text(row, 3)?.unwrap_or(&name));
        let wanted: Vec<i64> = pending::alias_blocks(&mut known, kind, block, text(row, 5)?).into_iter().collect();
        let found = aliases.remove(&id).unwrap_or_default();
        if block != own || wanted != found {
            findings.push(Finding::new(format!("name {id} cannot be found by its spelling")));
        }
        if identity::is_compared(kind) {
            blocks.insert(own);
        }
    }
    for name in identity::resolve::strays(conn, blocks)? {
        findings.push(Finding::new(format!("name {name} is of another entity than it was decided to be")));
    }
    Ok(())
}
