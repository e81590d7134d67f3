//! What the graph layer needs of the file: one consistent read, the generation, a place for the
//! saved graph, and which relations the articles of a scope show.

use super::Store;
use super::failure::failed;
use super::rows::{EntityId, RelationId};
use crate::error::Result;
use crate::model::{CountryCode, Date};
use rusqlite::{Connection, OptionalExtension, params};
use std::io::Read;

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

impl Scope<'_> {
    /// The query for the relations that the scope's articles show. `CROSS JOIN` keeps the order of
    /// the tables: left to itself, the planner of newer versions reads all evidence first.
    fn relations(&self) -> String {
        let articles = match self {
            Self::Article(_) => "SELECT id FROM article WHERE uri = ?1",
            Self::Publisher(_) => "SELECT id FROM article WHERE publisher = ?1",
            Self::Country(_) => {
                "SELECT DISTINCT x.article_id AS id FROM entity e
                 CROSS JOIN entity_name n ON n.entity_id = e.id
                 CROSS JOIN name_article x ON x.name_id = n.id
                 WHERE e.country_code = ?1"
            }
            // "~" comes after every character of a date, so a year reaches to its last day.
            Self::Published(..) => {
                "SELECT id FROM article WHERE published_on || '~' >= ?1 AND published_on <= ?2 || '~'"
            }
        };
        format!(
            "SELECT DISTINCT v.relation_id FROM ({articles}) s
             CROSS JOIN evidence v NOT INDEXED ON v.id BETWEEN s.id << 20 AND s.id << 20 | 1048575
             ORDER BY v.relation_id"
        )
    }
}

/// What each article speaks of.
const APPEARANCES: &str =
    "SELECT p.article_id, n.entity_id FROM appearance p CROSS JOIN entity_name n ON n.id = p.name_id
     ORDER BY p.id";

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
    ///
    /// ```
    #[doc = include_str!("sample_store.md")]
    /// use newsgraph::store::Scope;
    /// let graph = Snapshot::load(&store)?;
    /// let view = graph.view().relations(store.relations_in(Scope::Article("harbour.txt"))?);
    /// assert_eq!(view.edge_indices().count(), graph.edge_count());
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    pub fn relations_in(&self, scope: Scope<'_>) -> Result<Vec<RelationId>> {
        let read = |row: &rusqlite::Row<'_>| row.get(0).map(RelationId);
        let sql = scope.relations();
        match scope {
            Scope::Article(name) | Scope::Publisher(name) => self.list(&sql, [name], read),
            Scope::Country(code) => self.list(&sql, [code.as_str()], read),
            Scope::Published(from, to) => self.list(
                &sql,
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
        self.each(APPEARANCES, |row| {
            take(row.get(0)?, EntityId(row.get(1)?));
            Ok(())
        })
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
        // Nothing was written, so the answer stands even where a damaged file does not let go.
        if self.conn.execute_batch("RELEASE read_once").is_err() {
            let _ = self.conn.execute_batch("ROLLBACK");
        }
        answer
    }

    /// What `read` makes of the saved graph, where there is one of the present generation. It is given
    /// the bytes to be read piece by piece, and their number: they are never in memory as a whole.
    pub(crate) fn saved_graph<T>(&self, read: impl FnOnce(&mut dyn Read, usize) -> Option<T>) -> Result<Option<T>> {
        let open = || {
            let saved: Option<i64> = self
                .conn
                .prepare_cached(
                    "SELECT s.id FROM snapshot s
                     WHERE s.generation = ifnull((SELECT g.number FROM generation g WHERE g.id = 1), 0)",
                )?
                .query_row([], |row| row.get(0))
                .optional()?;
            saved.map(|id| self.conn.blob_open(rusqlite::MAIN_DB, "snapshot", "bytes", id, true)).transpose()
        };
        let saved = open().map_err(failed("read the saved graph"))?;
        Ok(saved.and_then(|mut bytes| {
            let length = bytes.len();
            read(&mut bytes, length)
        }))
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

#[cfg(test)]
mod tests {
    use super::super::questions::PROOFS;
    use super::*;

    /// The steps of a plan, without and with statistics that speak for reading whole tables.
    fn plans(store: &Store, sql: &str) -> Vec<String> {
        let explain = || -> Vec<String> {
            let mut plan = store.conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let count = plan.parameter_count();
            let parameters = rusqlite::params_from_iter(std::iter::repeat_n(1, count));
            plan.query_map(parameters, |row| row.get(3)).unwrap().map(Result::unwrap).collect()
        };
        let without = explain();
        store
            .conn
            .execute_batch(
                "ANALYZE; DELETE FROM sqlite_stat1;
                 INSERT INTO sqlite_stat1 VALUES ('evidence', 'evidence_relation', '9 3 1'), ('article', NULL, '1000000'),
                     ('relation', 'relation_object', '9 9');
                 ANALYZE sqlite_schema",
            )
            .unwrap();
        without.into_iter().chain(explain()).collect()
    }

    #[test]
    fn no_question_of_the_graph_reads_a_table_of_facts_whole() {
        let code = CountryCode::new("NO").unwrap();
        let scopes = [Scope::Article(""), Scope::Publisher(""), Scope::Country(code), Scope::Published(None, None)];
        let questions = scopes.iter().map(Scope::relations).chain([PROOFS.to_owned()]);
        for sql in questions {
            for step in plans(&Store::in_memory().unwrap(), &sql) {
                let whole = step.strip_prefix("SCAN ").unwrap_or_default();
                // What may be read whole: the articles of a publisher or time, a list of numbers or bits, and what
                // a step before gave.
                let read = whole.split(' ').next().unwrap_or_default();
                let fits = ["", "s", "article", "j", "bit", "CONSTANT", "(subquery"].contains(&read);
                assert!(fits && !step.contains("AUTOMATIC"), "{step}: {sql}");
            }
        }
    }

    #[test]
    fn whole_tables_are_read_in_their_own_order() {
        for step in plans(&Store::in_memory().unwrap(), APPEARANCES) {
            let scan = step.strip_prefix("SCAN ");
            assert!(scan.is_none_or(|scanned| scanned == "p") && !step.contains("TEMP B-TREE"), "{step}");
        }
    }

    #[test]
    fn a_saved_graph_is_no_content() {
        let mut store = Store::in_memory().unwrap();
        let before = store.dump().unwrap();
        assert!(store.save_graph(0, b"graph").unwrap());
        assert_eq!((store.dump().unwrap(), store.generation().unwrap()), (before.clone(), 0));
        store.conn.execute("DELETE FROM snapshot", []).unwrap();
        assert!(store.saved_graph(|_, _| Some(())).unwrap().is_none());
        assert_eq!((store.dump().unwrap(), store.verify().unwrap().len()), (before, 0));
    }
}
