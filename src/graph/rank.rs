//! PageRank, edge by edge.
//!
//! petgraph's own `page_rank` compares all pairs of nodes in every round; this one walks the edges.

use super::handle::node;
use super::view::View;
use petgraph::Direction;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

/// How PageRank is computed.
///
/// Brin and Page, "The anatomy of a large-scale hypertextual Web search engine" (1998), with the
/// rank of nodes without outgoing edges spread like the jumps.
#[derive(Debug, Clone, PartialEq)]
pub struct PageRank {
    /// The chance of following an edge rather than jumping, 0 to 1.
    pub damping: f64,
    /// The rounds stop when all ranks together change by less than this.
    pub tolerance: f64,
    /// The rounds stop here at the latest.
    pub max_rounds: usize,
    /// Whether an edge counts once for each article that shows it.
    pub by_articles: bool,
    /// Where jumps lead, with their shares; everywhere alike where this is empty. Nodes that the
    /// view does not show are passed over.
    pub jump_to: Vec<(NodeIndex, f64)>,
}

impl Default for PageRank {
    fn default() -> Self {
        Self { damping: 0.85, tolerance: 1e-9, max_rounds: 100, by_articles: false, jump_to: Vec::new() }
    }
}

impl View<'_> {
    /// The rank of each node of the snapshot, by index; the visible ones sum to 1, the others are 0.
    ///
    /// Take an [`undirected`](View::undirected) view to find the central nodes of a graph whose
    /// edges all lead from persons to organizations.
    ///
    /// # Complexity
    ///
    /// O(n + m) a round. The order of summation is fixed, so the same view gives the same bits.
    ///
    /// ```
    /// use newsgraph::graph::{NodeRow, PageRank, EdgeRow, Snapshot};
    /// use newsgraph::model::EntityKind;
    ///
    /// let mut builder = Snapshot::builder();
    /// for id in 0..3 {
    ///     builder.entity(NodeRow::new(id, EntityKind::Person, "x"))?;
    /// }
    /// builder.relation(EdgeRow::new(1, "knows", 0, 2))?;
    /// builder.relation(EdgeRow::new(2, "knows", 1, 2))?;
    /// let ranks = builder.build().view().page_rank(&PageRank::default());
    /// assert!(ranks[2] > ranks[0] && (ranks.iter().sum::<f64>() - 1.0).abs() < 1e-6);
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    #[expect(clippy::indexing_slicing, reason = "each table has a place for each node of the snapshot")]
    pub fn page_rank(&self, how: &PageRank) -> Vec<f64> {
        let shape = self.shape();
        let count = self.snapshot().node_count();
        let jumps = self.jumps(&how.jump_to);
        let weight = |articles: u32| if how.by_articles { f64::from(articles) } else { 1.0 };
        let mut share_out = vec![0.0; count];
        for n in shape.node_indices() {
            share_out[n.index()] =
                shape.edges_at(n, Direction::Outgoing).map(|edge| weight(edge.weight().articles())).sum();
        }
        let mut ranks = jumps.clone();
        let mut passed_on = vec![0.0; count];
        for _ in 0..how.max_rounds {
            // What each node passes on over an edge of weight 1.
            let mut stranded = 0.0;
            for n in shape.node_indices().map(NodeIndex::index) {
                if share_out[n] > 0.0 {
                    passed_on[n] = ranks[n] / share_out[n];
                } else {
                    stranded += ranks[n];
                }
            }
            let jumping = 1.0 - how.damping + how.damping * stranded;
            let mut change = 0.0;
            for n in shape.node_indices() {
                let edges = shape.edges_at(n, Direction::Incoming);
                let coming: f64 = if how.by_articles {
                    edges.map(|edge| passed_on[edge.source().index()] * weight(edge.weight().articles())).sum()
                } else {
                    edges.map(|edge| passed_on[edge.source().index()]).sum()
                };
                let rank = how.damping * coming + jumping * jumps[n.index()];
                change += (rank - ranks[n.index()]).abs();
                ranks[n.index()] = rank;
            }
            if change < how.tolerance {
                break;
            }
        }
        ranks
    }

    /// The shares of jumps, by node; they sum to 1 where any node is visible.
    #[expect(clippy::indexing_slicing, reason = "a place for each node of the snapshot, and the view shows no others")]
    fn jumps(&self, wanted: &[(NodeIndex, f64)]) -> Vec<f64> {
        let mut jumps = vec![0.0; self.snapshot().node_count()];
        for &(n, share) in wanted {
            if self.contains_node(n) && share > 0.0 && share.is_finite() {
                jumps[n.index()] += share;
            }
        }
        if jumps.iter().all(|&share| share <= 0.0) {
            for n in self.node_indices() {
                jumps[n.index()] = 1.0;
            }
        }
        let sum: f64 = jumps.iter().sum();
        if sum > 0.0 {
            for share in &mut jumps {
                *share /= sum;
            }
        }
        jumps
    }
}

/// The nodes of the highest values, highest first; of equals, node order.
///
/// # Complexity
///
/// O(n log n).
///
/// ```
#[doc = include_str!("sample_graph.md")]
/// let ranks = snapshot.view().undirected().page_rank(&PageRank::default());
/// for (n, rank) in top(&ranks, 3) {
///     println!("{rank:.3} {}", snapshot.name(n));
/// }
/// assert!(top(&ranks, 3).is_sorted_by(|a, b| a.1 >= b.1));
/// # Ok::<(), newsgraph::Error>(())
/// ```
pub fn top(ranks: &[f64], count: usize) -> Vec<(NodeIndex, f64)> {
    let mut ranked: Vec<(usize, f64)> = ranks.iter().copied().enumerate().collect();
    // Stable: of equals, the first stays first.
    ranked.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    ranked.truncate(count);
    ranked.into_iter().map(|(place, rank)| (node(place), rank)).collect()
}

#[cfg(test)]
#[allow(clippy::cast_precision_loss, reason = "small numbers")]
mod tests {
    use super::super::sample::{at, chain, news, random};
    use super::*;

    /// PageRank by its definition, with a dense matrix.
    fn dense(view: &View<'_>, damping: f64) -> Vec<f64> {
        let n = view.snapshot().node_count();
        let mut matrix = vec![vec![0.0; n]; n];
        for source in view.node_indices() {
            let targets: Vec<_> =
                view.shape().edges_at(source, Direction::Outgoing).map(|e| e.target().index()).collect();
            for (target, row) in matrix.iter_mut().enumerate() {
                let hits = targets.iter().filter(|&&t| t == target).count();
                row[source.index()] =
                    if targets.is_empty() { 1.0 / n as f64 } else { hits as f64 / targets.len() as f64 };
            }
        }
        let mut ranks = vec![1.0 / n as f64; n];
        for _ in 0..200 {
            ranks = matrix
                .iter()
                .map(|row| {
                    (1.0 - damping) / n as f64 + damping * row.iter().zip(&ranks).map(|(a, b)| a * b).sum::<f64>()
                })
                .collect();
        }
        ranks
    }

    #[test]
    fn ranks_are_those_of_the_definition() {
        for seed in 0..10 {
            let snapshot = random(seed, 25, 60);
            for view in [snapshot.view(), snapshot.view().reversed(), snapshot.view().undirected()] {
                let ranks = view.page_rank(&PageRank { tolerance: 1e-12, max_rounds: 500, ..PageRank::default() });
                for (rank, expected) in ranks.iter().zip(dense(&view, 0.85)) {
                    assert!((rank - expected).abs() < 1e-9, "{rank} {expected}");
                }
            }
        }
    }

    #[test]
    fn jumps_favour_what_is_near() {
        let snapshot = news();
        let view = snapshot.view().undirected();
        let ada = at(&snapshot, 1);
        let ranks =
            view.page_rank(&PageRank { jump_to: vec![(ada, 1.0), (NodeIndex::new(99), 5.0)], ..PageRank::default() });
        assert!((ranks.iter().sum::<f64>() - 1.0).abs() < 1e-6);
        assert!(ranks[at(&snapshot, 4).index()] > ranks[at(&snapshot, 5).index()]);
        assert!(ranks[at(&snapshot, 10).index()].abs() < 1e-9);
        assert_eq!(top(&ranks, 1)[0].0, ada);
        assert_eq!(top(&[0.5, 0.7, 0.5], 9).iter().map(|(n, _)| n.index()).collect::<Vec<_>>(), [1, 0, 2]);
    }

    #[test]
    fn hidden_nodes_have_no_rank() {
        let snapshot = chain(5);
        let ranks = snapshot.view().among([0, 1].map(NodeIndex::new)).page_rank(&PageRank::default());
        assert!((ranks[0] + ranks[1] - 1.0).abs() < 1e-9 && ranks[1] > ranks[0]);
        assert!(snapshot.view().among([]).page_rank(&PageRank::default()).iter().all(|&rank| rank.abs() < 1e-12));
    }
}
