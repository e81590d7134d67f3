//! Co-citation: which entities the same articles speak of, whether or not a relation joins them.

use super::builder::graph_error;
use super::csr::{Adjacency, index, range};
use super::handle::node;
use super::snapshot::Snapshot;
use crate::error::Result;
use crate::store::Store;
use petgraph::graph::NodeIndex;
use std::cmp::Reverse;

/// Nodes by article and articles by node, in memory.
///
/// Nearness is not a relation: that two entities stand in the same articles says that somebody
/// wrote of both, and no more.
#[derive(Debug)]
pub struct Cocitation {
    /// From each node to its articles.
    rows: Adjacency,
    nodes: usize,
}

impl Cocitation {
    /// Reads which article speaks of which entity. Entities that the snapshot does not have, because
    /// they came later, are passed over.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`](crate::Error::Corrupt), [`Error::Database`](crate::Error::Database);
    /// [`Error::Graph`](crate::Error::Graph) where articles, nodes or pairs do not fit 32 bits.
    ///
    /// # Complexity
    ///
    /// O(p log n) for p pairs of article and entity; eight to sixteen bytes each.
    ///
    /// ```
    #[doc = include_str!("../store/sample_store.md")]
    /// use newsgraph::graph::Cocitation;
    /// let graph = Snapshot::load(&store)?;
    /// let cited = Cocitation::load(&store, &graph)?;
    /// let bank = graph.find("Harbour Bank").next().expect("the bank");
    /// for (node, articles) in cited.with(bank, 5) {
    ///     println!("{} ({articles} articles speak of both)", graph.name(node));
    /// }
    /// assert_eq!(cited.articles(bank), 1);
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    pub fn load(store: &Store, snapshot: &Snapshot) -> Result<Self> {
        let (mut ends, mut articles) = (Vec::new(), Vec::new());
        let (mut article, mut count) = (None, 0usize);
        store.for_each_appearance(|of, entity| {
            if article != Some(of) {
                article = Some(of);
                count += 1;
            }
            if let Some(n) = snapshot.find_entity(entity) {
                ends.push(index(n.index()));
                articles.push(count - 1);
            }
        })?;
        Self::from_pairs(snapshot.node_count(), count, ends, &articles)
    }

    /// From nodes and the articles that speak of them, side by side.
    fn from_pairs(nodes: usize, articles: usize, ends: Vec<u32>, of: &[usize]) -> Result<Self> {
        if u32::try_from(nodes + articles).is_err() || u32::try_from(ends.len()).is_err() {
            return Err(graph_error(format!("{nodes} entities in {articles} articles are too many for 32 bits")));
        }
        // Articles are numbered after the nodes, so that one set of rows holds both sides. An article
        // that has an entity under two of its own names counts once.
        let mut pairs: Vec<(u32, u32)> =
            ends.into_iter().zip(of.iter().map(|&article| index(nodes + article))).collect();
        pairs.sort_unstable();
        pairs.dedup();
        let (sources, targets): (Vec<u32>, Vec<u32>) = pairs.into_iter().unzip();
        let (rows, _) = Adjacency::build(nodes + articles, &sources, &targets);
        Ok(Self { rows, nodes })
    }

    /// In how many articles a node is spoken of.
    pub fn articles(&self, of: NodeIndex) -> usize {
        range(&self.rows.out(of.index())).len()
    }

    /// The nodes that articles speak of together with `of`, each with the number of those articles;
    /// most first, then in node order; at most `count`.
    ///
    /// # Complexity
    ///
    /// O(s log s) for the s mentions of the articles that speak of it.
    pub fn with(&self, of: NodeIndex, count: usize) -> Vec<(NodeIndex, usize)> {
        let mut met: Vec<u32> = Vec::new();
        if of.index() < self.nodes {
            for &article in self.articles_of(of) {
                let places = range(&self.rows.places_in(article as usize));
                met.extend(self.rows.incoming.get(places).unwrap_or_default().iter().map(|i| i.source));
            }
        }
        met.retain(|&n| n as usize != of.index());
        met.sort_unstable();
        let mut counts: Vec<(NodeIndex, usize)> =
            met.chunk_by(|a, b| a == b).filter_map(|run| Some((node(*run.first()? as usize), run.len()))).collect();
        counts.sort_by_key(|&(_, articles)| Reverse(articles));
        counts.truncate(count);
        counts
    }

    /// The articles that speak of a node, in order.
    fn articles_of(&self, n: NodeIndex) -> &[u32] {
        self.rows.out_target.get(range(&self.rows.out(n.index()))).unwrap_or_default()
    }

    /// In how many articles both nodes are spoken of.
    ///
    /// # Complexity
    ///
    /// Linear in the articles of both.
    pub fn together(&self, a: NodeIndex, b: NodeIndex) -> usize {
        let (mut left, mut right) = (self.articles_of(a), self.articles_of(b));
        let mut both = 0;
        while let (Some((x, rest_left)), Some((y, rest_right))) = (left.split_first(), right.split_first()) {
            both += usize::from(x == y);
            if x <= y {
                left = rest_left;
            }
            if y <= x {
                right = rest_right;
            }
        }
        both
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_counted_once() {
        let ends = vec![0, 1, 2, 0, 1, 1, 2, 3];
        let articles = [0, 0, 0, 1, 1, 1, 2, 3];
        let cited = Cocitation::from_pairs(5, 4, ends, &articles).unwrap();
        let n = NodeIndex::new;
        assert_eq!(cited.with(n(0), 9), [(n(1), 2), (n(2), 1)]);
        assert_eq!(cited.with(n(1), 1), [(n(0), 2)]);
        assert_eq!((cited.together(n(0), n(1)), cited.together(n(0), n(2)), cited.together(n(0), n(3))), (2, 1, 0));
        assert_eq!((cited.articles(n(1)), cited.articles(n(4)), cited.with(n(4), 9).len()), (2, 0, 0));
        assert!(cited.with(n(99), 9).is_empty());
    }
}
