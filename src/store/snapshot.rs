//! What the graph layer needs of the file: one consistent read, the generation, a place for the
//! saved graph, and which relations the articles of a scope show.

use super::Store;
use super::failure::failed;
use super::rows::{EntityId, RelationId, date, parsed, required, text};
use crate::error::Result;
use crate::model::{CountryCode, Date, EntityKind, RoleStatus};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, params};

/// The columns of an entity that the graph keeps, borrowed from the row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NodeColumns<'r> {
    pub(crate) id: i64,
    pub(crate) kind: EntityKind,
    pub(crate) name: &'r str,
    pub(crate) country_code: Option<CountryCode>,
    pub(crate) topic: Option<&'r str>,
    pub(crate) articles: i64,
}

/// The columns of a relation that the graph keeps, borrowed from the row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EdgeColumns<'r> {
    pub(crate) id: i64,
    pub(crate) kind: &'r str,
    pub(crate) subject: i64,
    pub(crate) object: i64,
    pub(crate) role: Option<i64>,
    pub(crate) articles: i64,
    pub(crate) asserted: bool,
    pub(crate) confidence: f64,
    pub(crate) status: Option<RoleStatus>,
    pub(crate) first_cited_on: Option<Date>,
    pub(crate) last_cited_on: Option<Date>,
}

/// Some of the articles, by one property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scope<'a> {
    /// The article of a uri.
    Article(&'a str),
    /// The articles of a publisher, by its exact name.
    Publisher(&'a str),
    /// The articles that mention a country.
    Country(CountryCode),
    /// The articles published from one date to another, both included; `None` leaves a side open.
    /// A date that is a year or month means all its days; articles without a date are left out.
    Published(Option<Date>, Option<Date>),
}

impl Store {
    /// The relations for which the articles of a scope have evidence, in the order of their numbers.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`](crate::Error::Corrupt), [`Error::Database`](crate::Error::Database).
    ///
    /// # Complexity
    ///
    /// An article: its evidence. A country: the evidence of the articles that mention it. A publisher or
    /// time: one pass over the articles, and the evidence of those in the scope.
    pub fn relations_in(&self, scope: Scope<'_>) -> Result<Vec<RelationId>> {
        let read = |row: &rusqlite::Row<'_>| row.get(0).map(RelationId);
        let of = |articles: &str| {
            format!(
                "SELECT DISTINCT v.relation_id FROM ({articles}) s CROSS JOIN evidence v ON v.article_id = s.id
                 ORDER BY v.relation_id"
            )
        };
        match scope {
            Scope::Article(uri) => self.list(&of("SELECT id FROM article WHERE uri = ?1"), [uri], read),
            Scope::Publisher(name) => self.list(&of("SELECT id FROM article WHERE publisher = ?1"), [name], read),
            Scope::Country(code) => self.list(
                &of("SELECT DISTINCT p.article_id AS id FROM entity e
                     CROSS JOIN entity_name n ON n.entity_id = e.id
                     CROSS JOIN appearance p ON p.name_id = n.id
                     WHERE e.country_code = ?1"),
                [code.as_str()],
                read,
            ),
            // "~" comes after every character of a date, so a year reaches to its last day.
            Scope::Published(from, to) => self.list(
                &of("SELECT id FROM article WHERE published_on || '~' >= ?1 AND published_on <= ?2 || '~'"),
                [
                    from.map_or_else(String::new, |d| d.to_string()),
                    to.map_or_else(|| "~".to_owned(), |d| d.to_string()),
                ],
                read,
            ),
        }
    }

    /// Hands over, for each article, the canonical entities it speaks of, one call each; articles
    /// by a number of their own, in its order. Holds a read transaction while it runs.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`](crate::Error::Corrupt), [`Error::Database`](crate::Error::Database).
    pub fn for_each_appearance(&self, mut take: impl FnMut(i64, EntityId)) -> Result<()> {
        self.each(
            "SELECT p.article_id, n.entity_id FROM appearance p CROSS JOIN entity_name n ON n.id = p.name_id
             ORDER BY p.article_id, p.seq",
            |row| {
                take(row.get(0)?, EntityId(row.get(1)?));
                Ok(())
            },
        )
    }

    /// Hands over what the graph keeps of every entity, in the order of their numbers, without an
    /// allocation for each.
    pub(crate) fn for_each_node(&self, mut take: impl FnMut(NodeColumns<'_>) -> Result<()>) -> Result<()> {
        let mut refused = Ok(());
        self.each("SELECT id, kind, name, country_code, topic, articles FROM entity ORDER BY id", |row| {
            let columns = NodeColumns {
                id: row.get(0)?,
                kind: required(row, 1)?,
                name: text(row, 2)?.unwrap_or_default(),
                country_code: text(row, 3)?.and_then(CountryCode::new),
                topic: text(row, 4)?,
                articles: row.get(5)?,
            };
            if refused.is_ok() {
                refused = take(columns);
            }
            Ok(())
        })?;
        refused
    }

    /// At most how many relations there can be, for making room: their highest number, or what
    /// the file has bytes for where that is less.
    pub(crate) fn relation_bound(&self) -> Result<usize> {
        // A row of eleven columns has a header of as many bytes and more.
        const SMALLEST_ROW: i64 = 16;
        self.conn
            .query_row(
                "SELECT min(ifnull((SELECT max(id) FROM relation), 0), c.page_count * s.page_size / ?1)
                 FROM pragma_page_count c, pragma_page_size s",
                [SMALLEST_ROW],
                |row| row.get::<_, i64>(0),
            )
            .map(|bound| usize::try_from(bound).unwrap_or_default())
            .map_err(failed("count the relations"))
    }

    /// Hands over what the graph keeps of every relation, in the order of their numbers: a third of
    /// the cost of [`for_each_relation`](Self::for_each_relation), which reads and checks all columns.
    pub(crate) fn for_each_edge(&self, mut take: impl FnMut(EdgeColumns<'_>) -> Result<()>) -> Result<()> {
        let mut refused = Ok(());
        self.each(
            "SELECT id, kind, subject_id, object_id, role_id, articles, asserted_articles, confidence, status,
                 first_cited_on, last_cited_on FROM relation ORDER BY id",
            |row| {
                let columns = EdgeColumns {
                    id: row.get(0)?,
                    kind: text(row, 1)?.unwrap_or_default(),
                    subject: row.get(2)?,
                    object: row.get(3)?,
                    role: row.get(4)?,
                    articles: row.get(5)?,
                    asserted: row.get::<_, i64>(6)? > 0,
                    confidence: row.get(7)?,
                    status: match row.get_ref(8)? {
                        ValueRef::Null => None,
                        ValueRef::Text(b"current") => Some(RoleStatus::Current),
                        ValueRef::Text(b"former") => Some(RoleStatus::Former),
                        _ => parsed(row, 8)?,
                    },
                    first_cited_on: day(row, 9)?,
                    last_cited_on: day(row, 10)?,
                };
                if refused.is_ok() {
                    refused = take(columns);
                }
                Ok(())
            },
        )?;
        refused
    }

    /// How often the content has changed: the number that each commit raises.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`](crate::Error::Corrupt), [`Error::Database`](crate::Error::Database).
    pub fn generation(&self) -> Result<i64> {
        generation(&self.conn).map_err(failed("read the generation"))
    }

    /// Runs reads that must all see the same content, whatever others commit meanwhile.
    pub(crate) fn read_once<T>(&self, read: impl FnOnce(&Self) -> Result<T>) -> Result<T> {
        self.conn.execute_batch("SAVEPOINT read_once").map_err(failed("begin to read"))?;
        let answer = read(self);
        // Nothing was written; where this fails, so does whatever comes next.
        let released = self.conn.execute_batch("RELEASE read_once").map_err(failed("end to read"));
        answer.and_then(|answer| released.map(|()| answer))
    }

    /// The saved graph, where it is of the present generation.
    pub(crate) fn saved_graph(&self) -> Result<Option<Vec<u8>>> {
        self.conn
            .prepare_cached(
                "SELECT s.bytes FROM snapshot s
                 WHERE s.generation = ifnull((SELECT g.number FROM generation g WHERE g.id = 1), 0)",
            )
            .and_then(|mut select| select.query_row([], |row| row.get(0)).optional())
            .map_err(failed("read the saved graph"))
    }

    /// Saves a graph of a generation in place of any other, unless the content has changed since;
    /// says whether it did.
    pub(crate) fn save_graph(&mut self, of: i64, bytes: &[u8]) -> Result<bool> {
        let action = "save the graph";
        let write =
            self.conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).map_err(failed(action))?;
        if generation(&write).map_err(failed(action))? != of {
            return Ok(false);
        }
        write
            .prepare_cached("INSERT OR REPLACE INTO snapshot (id, generation, bytes) VALUES (1, ?1, ?2)")
            .and_then(|mut insert| insert.execute(params![of, bytes]))
            .map_err(failed(action))?;
        write.commit().map_err(failed(action))?;
        Ok(true)
    }
}

/// A date column: the ten bytes of a full date at once, anything else by the model's own reading.
fn day(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<Option<Date>> {
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0_u16, |sum, &byte| {
            let digit = byte.wrapping_sub(b'0');
            (digit < 10).then_some(sum * 10 + u16::from(digit))
        })
    };
    let full = |text: &[u8; 10]| {
        let [year @ .., b'-', m1, m2, b'-', d1, d2] = text else { return None };
        let month = u8::try_from(number(&[*m1, *m2])?).ok()?;
        Date::from_day(number(year)?, month, u8::try_from(number(&[*d1, *d2])?).ok()?)
    };
    match row.get_ref(column)? {
        ValueRef::Null => Ok(None),
        ValueRef::Text(bytes) => match bytes.first_chunk().filter(|_| bytes.len() == 10).and_then(full) {
            Some(date) => Ok(Some(date)),
            None => date(row, column),
        },
        _ => date(row, column),
    }
}

fn generation(conn: &Connection) -> rusqlite::Result<i64> {
    conn.prepare_cached("SELECT number FROM generation WHERE id = 1")?
        .query_row([], |row| row.get(0))
        .optional()
        .map(Option::unwrap_or_default)
}

/// Raises the generation; part of every commit.
pub(super) fn next_generation(conn: &Connection) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO generation (id, number, written_by, written_on) VALUES (1, 1, ?1, date('now'))
         ON CONFLICT (id) DO UPDATE
         SET number = number + 1, written_by = excluded.written_by, written_on = excluded.written_on",
    )
    .and_then(|mut raise| raise.execute([concat!("newsgraph ", env!("CARGO_PKG_VERSION"))]))
    .map(|_| ())
    .map_err(failed("raise the generation"))
}
