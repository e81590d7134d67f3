//! From the store to a snapshot, and a snapshot saved in the store.

use super::builder::{EdgeRow, NodeRow, SnapshotBuilder, graph_error};
use super::saved;
use super::snapshot::Snapshot;
use crate::error::Result;
use crate::store::Store;

impl Snapshot {
    /// Reads the whole graph of a store, as it is at this moment.
    ///
    /// A graph that [`save`](Self::save) has left in the file is used where nothing has been
    /// committed since; otherwise, and where it is damaged, the rows are read.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`](crate::Error::Corrupt), [`Error::Database`](crate::Error::Database);
    /// [`Error::Graph`](crate::Error::Graph) where there are more than 2^32
    /// entities or relations, or the file's references do not hold.
    ///
    /// # Complexity
    ///
    /// O(n + m), most of it SQLite's.
    ///
    /// ```
    /// use newsgraph::graph::Snapshot;
    /// use newsgraph::store::Store;
    ///
    /// # fn main() -> newsgraph::Result<()> {
    /// let store = Store::in_memory()?;
    /// let snapshot = Snapshot::load(&store)?;
    /// assert_eq!(snapshot.node_count(), 0);
    /// # Ok(())
    /// # }
    /// ```
    pub fn load(store: &Store) -> Result<Self> {
        store.read_once(|store| {
            let generation = Some(store.generation()?);
            let mut snapshot = match store.saved_graph(|bytes, length| saved::decode(bytes, length))? {
                Some(snapshot) => snapshot,
                None => rows(store)?,
            };
            snapshot.generation = generation;
            Ok(snapshot)
        })
    }

    /// Saves this graph in the file, so that [`load`](Self::load) is faster until the next commit.
    /// Says whether it did: a graph that was not loaded from the present content is not saved.
    ///
    /// It takes about 30 bytes an edge.
    ///
    /// # Errors
    ///
    /// [`Error::Busy`](crate::Error::Busy), [`Error::ReadOnly`](crate::Error::ReadOnly),
    /// [`Error::DiskFull`](crate::Error::DiskFull), [`Error::Database`](crate::Error::Database) (also for more
    /// than SQLite's limit for one value, 1 GB).
    ///
    /// # Complexity
    ///
    /// O(n + m).
    ///
    /// ```
    #[doc = include_str!("../store/sample_store.md")]
    /// assert!(Snapshot::load(&store)?.save(&mut store)?);
    /// // From now on until the next commit, and in the next program that opens the file:
    /// let graph = Snapshot::load(&store)?;
    /// assert!(graph.find("Harbour Bank").next().is_some());
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    pub fn save(&self, store: &mut Store) -> Result<bool> {
        match self.generation {
            Some(generation) => store.save_graph(generation, &saved::encode(self)),
            None => Ok(false),
        }
    }
}

/// Reads entities, then relations.
fn rows(store: &Store) -> Result<Snapshot> {
    let mut builder = store.gather_nodes(SnapshotBuilder::default(), |builder, row| {
        builder.entity(NodeRow {
            country_code: row.country_code,
            topic: row.topic,
            articles: articles(row.articles)?,
            ..NodeRow::new(row.id, row.kind, row.name)
        })
    })?;
    builder.reserve_relations(store.relation_bound()?);
    let builder = store.gather_edges(builder, |builder, row| {
        let kind = builder.kind(row.kind)?;
        let row = EdgeRow {
            role: row.role,
            status: row.status,
            asserted: row.asserted,
            confidence: confidence(row.confidence),
            articles: articles(row.articles)?,
            first_cited_on: row.first_cited_on,
            last_cited_on: row.last_cited_on,
            ..EdgeRow::new(row.id, "", row.subject, row.object)
        };
        builder.relation_of_kind(kind, &row)
    })?;
    Ok(builder.build())
}

fn articles(count: i64) -> Result<u32> {
    u32::try_from(count).map_err(|_| graph_error(format!("{count} articles are more than 32 bits hold")))
}

#[allow(clippy::cast_possible_truncation, reason = "a probability loses no more than the model's own f32 does")]
const fn confidence(value: f64) -> f32 {
    value as f32
}
