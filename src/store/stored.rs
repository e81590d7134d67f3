//! An article's extraction, back from its rows: for reading it again without the text being read.

use super::Store;
use super::evidence::confidence;
use super::failure::failed;
use super::rows::{article_of, date, kind, required, spots, stance_of, text};
use super::spans::Spot;
use crate::error::Result;
use crate::model::{Article, ByteSpan, CountryCode, Entity, EntityIndex, Evidence, Extraction, Mention, Relation};
use rusqlite::{Connection, OptionalExtension, Row};

impl Store {
    /// What was read in an article, as it was given to [`Batch::put`](super::Batch::put); the mentions in
    /// the order of the text, confidences in four decimals.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`](crate::Error::Corrupt), [`Error::Database`](crate::Error::Database).
    pub fn extraction(&self, uri: &str) -> Result<Option<Extraction>> {
        self.conn
            .prepare_cached("SELECT id FROM article WHERE uri = ?1")
            .and_then(|mut select| select.query_row([uri], |row| row.get(0)).optional())
            .and_then(|id| id.map(|id| read(&self.conn, id)).transpose())
            .map(|found| found.map(|(_, extraction)| extraction))
            .map_err(failed("read an article"))
    }
}

/// The byte offset of each character of a text, and of its end.
struct Offsets(Option<Vec<usize>>);

impl Offsets {
    fn of(body: &str) -> Self {
        let all = || body.char_indices().map(|(byte, _)| byte).chain([body.len()]).collect();
        Self((!body.is_ascii()).then(all))
    }

    fn span(&self, start: i64, end: i64) -> ByteSpan {
        let byte = |chars: i64| {
            let chars = usize::try_from(chars).unwrap_or_default();
            match &self.0 {
                None => chars,
                Some(offsets) => offsets.get(chars).or(offsets.last()).copied().unwrap_or_default(),
            }
        };
        ByteSpan::new(byte(start), byte(end))
    }
}

fn index(row: &Row<'_>, column: usize) -> rusqlite::Result<EntityIndex> {
    row.get(column).map(EntityIndex)
}

/// The article of a number and what was read in it.
pub(super) fn read(conn: &Connection, id: i64) -> rusqlite::Result<(Article, Extraction)> {
    let (article, truncated) = conn
        .prepare_cached("SELECT uri, title, published_on, publisher, url, body, truncated FROM article WHERE id = ?1")?
        .query_row([id], |row| {
            let article = article_of(row)?;
            Ok((article, super::identity::list(text(row, 6)?)))
        })?;
    let offsets = Offsets::of(&article.body);
    let mut places: Vec<(Spot, EntityIndex)> = Vec::new();
    let entities = conn
        .prepare_cached(
            "SELECT e.kind, n.name, e.country_code, n.topic, n.aliases, p.seq, p.spans
             FROM appearance p CROSS JOIN entity_name n ON n.id = p.name_id CROSS JOIN entity e ON e.id = n.entity_id
             WHERE p.id BETWEEN ?1 << 20 AND ?1 << 20 | 1048575 ORDER BY p.id",
        )?
        .query_map([id], |row| {
            let entity = index(row, 5)?;
            places.extend(spots(row, 6)?.into_iter().map(|spot| (spot, entity)));
            Ok(Entity {
                kind: required(row, 0)?,
                name: row.get(1)?,
                country_code: text(row, 2)?.and_then(CountryCode::new),
                topic: row.get(3)?,
                aliases: super::identity::list(text(row, 4)?),
            })
        })?
        .collect::<Result<_, _>>()?;
    let mut mentions: Vec<Mention> = places
        .into_iter()
        .map(|(spot, entity)| Mention { span: offsets.span(spot.start(), spot.end()), entity, form: spot.form() })
        .collect();
    mentions.sort_unstable();
    let mut relations: Vec<Relation> = Vec::new();
    let mut select = conn.prepare_cached(
        "SELECT r.kind, v.subject_seq, v.object_seq, v.role_seq, v.attributed_to_seq, v.char_start, v.char_end, u.name,
             v.confidence, v.stance, v.label, v.start_date, v.end_date
         FROM evidence v CROSS JOIN relation r ON r.id = v.relation_id CROSS JOIN rule u ON u.id = v.rule_id
         WHERE v.id BETWEEN ?1 << 20 AND ?1 << 20 | 1048575 ORDER BY v.id",
    )?;
    let mut rows = select.query([id])?;
    while let Some(row) = rows.next()? {
        let optional = |column| row.get::<_, Option<u32>>(column).map(|index| index.map(EntityIndex));
        let (kind, subject, object, role) =
            (kind(text(row, 0)?.unwrap_or_default()), index(row, 1)?, index(row, 2)?, optional(3)?);
        let (polarity, modality, status) = stance_of(row, 9)?;
        let evidence = Evidence {
            span: offsets.span(row.get(5)?, row.get(6)?),
            rule: row.get::<_, String>(7)?.into(),
            confidence: confidence(row.get(8)?),
            polarity,
            modality,
            status,
            attributed_to: optional(4)?,
            label: row.get(10)?,
            start_date: date(row, 11)?,
            end_date: date(row, 12)?,
        };
        match relations.last_mut() {
            Some(last) if (&last.kind, last.subject, last.object, last.role) == (&kind, subject, object, role) => {
                last.evidence.push(evidence);
            }
            _ => relations.push(Relation { kind, subject, object, role, evidence: vec![evidence] }),
        }
    }
    Ok((article, Extraction { entities, mentions, relations, truncated }))
}
