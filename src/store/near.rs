//! Two steps along relations, straight from the file.

use super::Store;
use super::rows::{EntityId, EntityRow};
use crate::error::Result;
use std::cmp::Reverse;

/// An entity that two relations lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Near {
    /// The entity.
    pub entity: EntityRow,
    /// In how many ways it is reached: pairs of a relation to a neighbour and one from there.
    pub ways: usize,
}

/// The other ends of an entity's relations, some at most: its objects, then its subjects. Both sides are read from
/// indexes alone.
pub(super) const LINKS: &str = "SELECT object_id FROM relation WHERE subject_id = ?1
    UNION ALL SELECT subject_id FROM relation WHERE object_id = ?1 LIMIT ?2";

impl Store {
    /// The entities two relations away from this one, either way: those reached in most ways first,
    /// then in the order of their numbers; `count` of them at most. The entity itself and its
    /// [`neighbours`](Self::neighbours) are left out. Relations that are only denied or supposed lead
    /// on too; roles are no steps.
    ///
    /// No graph is loaded: two prepared statements are run, over and over. At most `links` relations of
    /// each entity are followed, so that a neighbour which everybody shares does not take seconds. Many
    /// such questions, or longer ways, are faster on a
    /// [`Snapshot`](crate::graph::Snapshot), whose
    /// [`find_entity`](crate::graph::Snapshot::find_entity) leads from [`EntityRow::id`] to its node.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`](crate::Error::Corrupt), [`Error::Database`](crate::Error::Database).
    ///
    /// # Complexity
    ///
    /// O(d · log m) for the d relations that are followed, at most `links` + `links`².
    ///
    /// ```
    /// use newsgraph::{Article, Extractor, Store};
    ///
    /// # fn main() -> newsgraph::Result<()> {
    /// let article = Article::new(
    ///     "bank.txt",
    ///     "Ada Quill is the chair of the Harbour Bank. Bo Ek is an adviser to the Harbour Bank.",
    /// );
    /// let mut store = Store::in_memory()?;
    /// let mut batch = store.begin()?;
    /// batch.put(&article, &Extractor::new()?.extract(&article))?;
    /// batch.commit()?;
    ///
    /// let ada = &store.entities_named("Ada Quill")?[0];
    /// for near in store.two_hops(ada.id, 50, 10)? {
    ///     println!("{} (in {} ways)", near.entity.name, near.ways);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn two_hops(&self, from: EntityId, links: usize, count: usize) -> Result<Vec<Near>> {
        let limit = i64::try_from(links).unwrap_or(i64::MAX);
        let ends = |of: i64| self.list::<i64>(LINKS, [of, limit], |row| row.get(0));
        let mut neighbours = ends(from.0)?;
        neighbours.sort_unstable();
        let mut far = Vec::new();
        for ways in neighbours.chunk_by(|a, b| a == b) {
            let Some(first) = ways.first() else { continue };
            let ends = ends(*first)?;
            far.extend(ways.iter().flat_map(|_| &ends));
        }
        far.retain(|end| *end != from.0 && neighbours.binary_search(end).is_err());
        far.sort_unstable();
        let runs = far.chunk_by(|a, b| a == b);
        let mut reached: Vec<(i64, usize)> = runs.filter_map(|ways| Some((*ways.first()?, ways.len()))).collect();
        reached.sort_by_key(|&(_, ways)| Reverse(ways));
        reached.truncate(count);
        let mut near = Vec::with_capacity(reached.len());
        for (id, ways) in reached {
            near.extend(self.entity(EntityId(id))?.map(|entity| Near { entity, ways }));
        }
        Ok(near)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_steps_are_counted_in_both_directions() {
        let store = Store::in_memory().unwrap();
        store
            .conn
            .execute_batch(
                "INSERT INTO entity (id, kind, name)
                 VALUES (1, 'person', 'Ada'), (2, 'person', 'Ben'), (3, 'person', 'Cleo'), (4, 'organization', 'Bank'),
                     (5, 'organization', 'Rail'), (6, 'country', 'Kenya'), (7, 'issue', 'grain');
                 INSERT INTO relation (kind_code, subject_id, object_id)
                 VALUES (1, 1, 4), (1, 1, 5), (1, 2, 4), (1, 2, 5),
                     (1, 3, 5), ('leads', 3, 5), (1, 1, 6), (3, 6, 7),
                     ('knows', 1, 1), ('knows', 5, 4)",
            )
            .unwrap();
        let names = |from, links, count| -> Vec<(String, usize)> {
            let near = store.two_hops(EntityId(from), links, count).unwrap();
            near.into_iter().map(|near| (near.entity.name, near.ways)).collect()
        };
        let shown = |list: &[(&str, usize)]| list.iter().map(|(n, ways)| ((*n).to_owned(), *ways)).collect::<Vec<_>>();
        assert_eq!(names(1, 99, 99), shown(&[("Ben", 2), ("Cleo", 2), ("grain", 1)]));
        assert_eq!(names(1, 99, 1), shown(&[("Ben", 2)]));
        assert_eq!(names(7, 99, 99), shown(&[("Ada", 1)]));
        // Only the first relation of each: from Ada to herself.
        assert_eq!(names(1, 1, 99), []);
        assert_eq!(names(99, 99, 99), []);
    }

    /// The steps of SQLite's machine for the relations of one entity stay what they were at first, whatever has
    /// come into the store and the statistics say: no plan that reads more than the entity's own.
    #[test]
    fn more_relations_of_others_cost_nothing() {
        const RECORDED: i32 = 53;
        let store = Store::in_memory().unwrap();
        let more = |relations: i64| {
            let fill = format!(
                "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {relations})
                 INSERT OR IGNORE INTO relation (kind_code, subject_id, object_id)
                 SELECT 1, 1 + i / 5, 1000000 + i % 1000 FROM n"
            );
            store.conn.execute_batch(&fill).unwrap();
        };
        let steps = || {
            let mut links = store.conn.prepare(LINKS).unwrap();
            let ends: Vec<i64> =
                links.query_map([7, 50], |row| row.get(0)).unwrap().collect::<rusqlite::Result<_>>().unwrap();
            assert_eq!(ends.len(), 5);
            links.get_status(rusqlite::StatementStatus::VmStep)
        };
        for relations in [100, 1_000, 100_000] {
            more(relations);
            let statistics = "UPDATE sqlite_stat1 SET stat = '10 10 10 10 10'; ANALYZE sqlite_schema";
            for sql in ["DROP TABLE IF EXISTS sqlite_stat1", "ANALYZE", statistics] {
                store.conn.execute_batch(sql).unwrap();
                assert!(steps() <= 3 * RECORDED, "{} steps at {relations} relations after {sql}", steps());
            }
        }
    }
}
