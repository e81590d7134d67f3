//! The rows of `relation`, with the columns that follow from a relation's evidence.

use super::evidence::{probability, ten_thousandths};
use super::rows::{code, date, parsed, stance_of};
use super::tally::{Sighting, Tally};
use crate::model::{Date, RelationKind, RoleStatus};
use rusqlite::types::{ToSqlOutput, Value};
use rusqlite::{Connection, OptionalExtension, Row, ToSql, params, params_from_iter};

/// Subject, object and role of a relation.
pub(super) type Ends = (i64, i64, Option<i64>);

/// The columns that a [`Tally`] is written to.
macro_rules! written {
    () => {
        "articles, asserted_articles, certainty, status_code, status_said_on, first_cited_on, last_cited_on, start_date, end_date"
    };
}

/// The columns that it is read from.
macro_rules! derived {
    () => {
        "articles, asserted_articles, confidence, status, status_on, first_cited_on, last_cited_on, start_date, end_date"
    };
}

/// The kinds that the file has as numbers, from 1 on; any other kind is its own name.
pub(super) static KINDS: [RelationKind; 3] =
    [RelationKind::HOLDS_ROLE, RelationKind::HAS_OCCUPATION, RelationKind::CONCERNED_WITH];

/// A kind as the file has it.
fn kind_code(kind: &RelationKind) -> ToSqlOutput<'_> {
    match code(&KINDS, kind) {
        Some(code) => ToSqlOutput::from(code),
        None => ToSqlOutput::from(kind.as_str()),
    }
}

/// The values of [`written!`].
fn values(tally: &Tally) -> [Value; 9] {
    let text = |date: Option<Date>| Value::from(date.map(|date| date.to_string()));
    let said_on = match tally.status {
        Some(_) if tally.status_on != tally.last_cited_on => {
            tally.status_on.map(|date| date.to_string()).unwrap_or_default().into()
        }
        _ => Value::Null,
    };
    [
        tally.articles.into(),
        tally.asserted_articles.into(),
        ten_thousandths(tally.confidence).into(),
        tally.status.and_then(|status| code(RoleStatus::ALL, &status)).into(),
        said_on,
        text(tally.first_cited_on),
        text(tally.last_cited_on),
        text(tally.start_date),
        text(tally.end_date),
    ]
}

/// A new relation.
pub(super) fn insert(
    conn: &Connection,
    id: i64,
    kind: &RelationKind,
    (subject, object, role): Ends,
    tally: &Tally,
) -> rusqlite::Result<()> {
    let (kind, values) = (kind_code(kind), values(tally));
    let own: [&dyn ToSql; 5] = [&id, &kind, &subject, &object, &role];
    conn.prepare_cached(concat!(
        "INSERT INTO relation (id, kind_code, subject_id, object_id, role_id, ",
        written!(),
        ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)"
    ))?
    .execute(params_from_iter(own.into_iter().chain(values.iter().map(|value| value as &dyn ToSql))))?;
    Ok(())
}

/// Another tally for a relation that is there.
pub(super) fn update(conn: &Connection, id: i64, tally: &Tally) -> rusqlite::Result<()> {
    let values = values(tally).into_iter().chain([Value::from(id)]);
    conn.prepare_cached(concat!(
        "UPDATE relation SET (",
        written!(),
        ") = (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) WHERE id = ?10"
    ))?
    .execute(params_from_iter(values))?;
    Ok(())
}

/// The relation of a kind and ends, with its tally as it stands in the file.
pub(super) fn find(
    conn: &Connection,
    kind: &RelationKind,
    (subject, object, role): Ends,
) -> rusqlite::Result<Option<(i64, Tally)>> {
    conn.prepare_cached(concat!(
        "SELECT ",
        derived!(),
        ", id FROM relation WHERE subject_id = ?1 AND object_id = ?2 AND kind_code = ?3 AND ifnull(role_id, 0) = ?4"
    ))?
    .query_row(params![subject, object, kind_code(kind), role.unwrap_or(0)], |row| Ok((row.get(9)?, tally(row)?)))
    .optional()
}

/// The tally as it stands in the file.
pub(super) fn stored(conn: &Connection, id: i64) -> rusqlite::Result<Tally> {
    conn.prepare_cached(concat!("SELECT ", derived!(), " FROM relation WHERE id = ?1"))?.query_row([id], tally)
}

/// The columns of [`derived!`].
fn tally(row: &Row<'_>) -> rusqlite::Result<Tally> {
    Ok(Tally {
        articles: row.get(0)?,
        asserted_articles: row.get(1)?,
        confidence: row.get(2)?,
        status: parsed::<RoleStatus>(row, 3)?,
        status_on: date(row, 4)?,
        first_cited_on: date(row, 5)?,
        last_cited_on: date(row, 6)?,
        start_date: date(row, 7)?,
        end_date: date(row, 8)?,
    })
}

/// The tally of all evidence in the store; `None` where there is none. Linear in the evidence.
pub(super) fn recounted(conn: &Connection, id: i64) -> rusqlite::Result<Option<Tally>> {
    let mut select = conn.prepare_cached(
        "SELECT a.id, a.published_on, v.confidence, v.stance, v.start_date, v.end_date
         FROM evidence v CROSS JOIN article a ON a.id = v.id >> 20
         WHERE v.relation_id = ?1 ORDER BY v.id",
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
        let (polarity, modality, status) = stance_of(row, 3)?;
        sightings.push(Sighting {
            confidence: probability(row.get(2)?),
            polarity,
            modality,
            status,
            start_date: date(row, 4)?,
            end_date: date(row, 5)?,
        });
    }
    close(article, &mut sightings);
    Ok(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tally_is_read_as_written() {
        let store = super::super::Store::in_memory().unwrap();
        let conn = &store.conn;
        let date = |text: &str| text.parse::<Date>().ok();
        let mut id = 0;
        for kind in KINDS.iter().cloned().chain([RelationKind::new("leads"), RelationKind::new("1")]) {
            for status in [None, Some(RoleStatus::Current), Some(RoleStatus::Former), Some(RoleStatus::Future)] {
                for (status_on, last) in [("", ""), ("", "2024"), ("2024", "2024"), ("2023-05", "2024-01-02")] {
                    id += 1;
                    let tally = Tally {
                        articles: id,
                        asserted_articles: 1,
                        confidence: 0.9371,
                        status,
                        status_on: status.and_then(|_| date(status_on)),
                        first_cited_on: date("2020"),
                        last_cited_on: date(last),
                        ..Tally::default()
                    };
                    insert(conn, id, &kind, (id, 7, None), &tally).unwrap();
                    assert_eq!(find(conn, &kind, (id, 7, None)).unwrap(), Some((id, tally.clone())));
                    let name: String =
                        conn.query_row("SELECT kind FROM relation WHERE id = ?1", [id], |row| row.get(0)).unwrap();
                    assert_eq!(name, kind.as_str());
                    let tally = Tally { confidence: 1.0, ..tally };
                    update(conn, id, &tally).unwrap();
                    assert_eq!(stored(conn, id).unwrap(), tally);
                }
            }
        }
    }
}
