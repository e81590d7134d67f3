//! Projections: nodes of one kind, joined by what they share.
//!
//! People who share an organization, countries who share an issue: any two nodes of one kind that
//! have a common neighbour. The view decides which edges count.

use super::handle::Node;
use super::view::View;
use crate::model::EntityKind;
use petgraph::Direction;
use petgraph::graph::{NodeIndex, UnGraph};
use petgraph::visit::EdgeRef;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Two nodes and what they share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// The first of the two, in node order.
    pub a: NodeIndex,
    /// The second.
    pub b: NodeIndex,
    /// The nodes both are joined to, in order; at least one.
    pub by: Vec<NodeIndex>,
}

impl Shared {
    /// How many things are shared.
    pub fn weight(&self) -> usize {
        self.by.len()
    }
}

/// What [`View::projection`] gives.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Projection {
    /// The pairs, those that share most first, then in node order.
    pub pairs: Vec<Shared>,
    /// Things that more nodes share than the limit, and that were passed over; in order.
    pub too_common: Vec<NodeIndex>,
}

impl View<'_> {
    /// Nodes of kind `of` joined by the nodes of kind `by` that they share.
    ///
    /// A thing that `d` nodes share makes d(d−1)/2 pairs, so things that more than `limit` nodes
    /// share are passed over and listed: what everybody shares says little about anybody.
    ///
    /// # Complexity
    ///
    /// O(m + p log p) for p pairs; p is at most the sum of d² / 2 with each d ≤ `limit`.
    ///
    /// ```
    /// use newsgraph::graph::{EdgeRow, NodeRow, Snapshot};
    /// use newsgraph::model::EntityKind::{Country, Issue};
    ///
    /// let mut builder = Snapshot::builder();
    /// for (id, kind, name) in [(1, Country, "Norway"), (2, Country, "Kenya"), (3, Issue, "fishing rights")] {
    ///     builder.entity(NodeRow::new(id, kind, name))?;
    /// }
    /// builder.relation(EdgeRow::new(1, "concerned_with", 1, 3))?;
    /// builder.relation(EdgeRow::new(2, "concerned_with", 2, 3))?;
    /// let snapshot = builder.build();
    /// let shared = snapshot.view().projection(Country, Issue, 1_000);
    /// assert_eq!(shared.pairs.len(), 1);
    /// assert_eq!(snapshot.name(shared.pairs[0].by[0]), "fishing rights");
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    pub fn projection(&self, of: EntityKind, by: EntityKind, limit: usize) -> Projection {
        let shape = self.both_ways();
        let is = |n: NodeIndex, kind| self.snapshot().node(n).is_some_and(|node| node.kind() == kind);
        let mut shared: BTreeMap<(NodeIndex, NodeIndex), Vec<NodeIndex>> = BTreeMap::new();
        let mut too_common = Vec::new();
        for thing in shape.node_indices().filter(|&n| is(n, by)) {
            let edges = shape.edges_at(thing, Direction::Outgoing);
            let mut sharers: Vec<NodeIndex> =
                edges.map(|edge| edge.target()).filter(|&n| is(n, of) && n != thing).collect();
            sharers.sort_unstable();
            sharers.dedup();
            if sharers.len() > limit {
                too_common.push(thing);
                continue;
            }
            let mut others = sharers.as_slice();
            while let Some((&a, rest)) = others.split_first() {
                others = rest;
                for &b in others {
                    shared.entry((a, b)).or_default().push(thing);
                }
            }
        }
        let mut pairs: Vec<Shared> = shared.into_iter().map(|((a, b), by)| Shared { a, b, by }).collect();
        pairs.sort_by_key(|pair| Reverse(pair.weight()));
        Projection { pairs, too_common }
    }

    /// A projection as an owned petgraph graph: nodes with their handles, edges with the weight.
    ///
    /// # Complexity
    ///
    /// O(p log p) for p pairs.
    ///
    /// ```
    #[doc = include_str!("sample_graph.md")]
    /// let view = snapshot.view();
    /// let projection = view.projection(EntityKind::Person, EntityKind::Organization, 1_000);
    /// let graph = view.projection_graph(&projection);
    /// assert_eq!((graph.node_count(), graph.edge_count()), (3, 2));
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    pub fn projection_graph(&self, projection: &Projection) -> UnGraph<Node, usize> {
        let mut graph = UnGraph::default();
        let mut places: BTreeMap<NodeIndex, NodeIndex> = BTreeMap::new();
        let mut ends: Vec<NodeIndex> = projection.pairs.iter().flat_map(|pair| [pair.a, pair.b]).collect();
        ends.sort_unstable();
        ends.dedup();
        for end in ends {
            if let Some(node) = self.snapshot().node(end) {
                places.insert(end, graph.add_node(*node));
            }
        }
        for pair in &projection.pairs {
            if let (Some(&a), Some(&b)) = (places.get(&pair.a), places.get(&pair.b)) {
                graph.add_edge(a, b, pair.weight());
            }
        }
        graph
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{at, news};
    use super::*;

    #[test]
    fn people_share_organizations() {
        let snapshot = news();
        let view = snapshot.view();
        let projection = view.projection(EntityKind::Person, EntityKind::Organization, 10);
        let names: Vec<_> = projection
            .pairs
            .iter()
            .map(|p| {
                (snapshot.name(p.a), snapshot.name(p.b), p.by.iter().map(|&n| snapshot.name(n)).collect::<Vec<_>>())
            })
            .collect();
        assert_eq!(
            names,
            [
                ("Ada Brandt", "Ben Okoro", vec!["Harbour Institute"]),
                ("Ben Okoro", "Cleo Marsh", vec!["Northern Bank"])
            ]
        );
        let graph = view.projection_graph(&projection);
        assert_eq!((graph.node_count(), graph.edge_count()), (3, 2));
    }

    #[test]
    fn things_that_too_many_share_are_named() {
        let snapshot = news();
        let projection = snapshot.view().projection(EntityKind::Country, EntityKind::Issue, 1);
        assert_eq!((projection.pairs.len(), projection.too_common), (0, vec![at(&snapshot, 8)]));
    }
}
