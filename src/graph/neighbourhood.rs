//! The part of a view around some nodes.

use super::csr::index;
use super::handle::node;
use super::view::View;
use super::visit::{EdgeReference, NodeIndices, Orientation, Shape};
use fixedbitset::FixedBitSet;
use petgraph::Direction;
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A node next to another, and what joins them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbour {
    /// The node.
    pub node: NodeIndex,
    /// The edges between the two, either way, in order.
    pub edges: Vec<EdgeIndex>,
    /// Articles over all these edges; an article that shows two of them counts twice.
    pub articles: u64,
}

impl View<'_> {
    /// The visible nodes, in order.
    pub fn node_indices(&self) -> NodeIndices<'_> {
        self.shape().node_indices()
    }

    /// The visible edges, in order.
    pub fn edge_indices(&self) -> impl Iterator<Item = EdgeIndex> + '_ {
        self.shape().all_edges().map(|edge| edge.id())
    }

    /// The view's edges walked both ways, whatever its direction.
    pub(super) const fn both_ways(&self) -> Shape<'_> {
        Shape { orientation: Orientation::Undirected, ..self.shape() }
    }

    /// The nodes next to a node, either way, those with most articles first (then in node order).
    /// A node is not its own neighbour.
    ///
    /// # Complexity
    ///
    /// O(d log d) for d edges at the node.
    ///
    /// ```
    #[doc = include_str!("sample_graph.md")]
    /// let near = snapshot.view().neighbourhood(node("Northern Bank"));
    /// let names: Vec<_> = near.iter().map(|n| (snapshot.name(n.node), n.articles)).collect();
    /// assert_eq!(names, [("Ben Okoro", 2), ("Cleo Marsh", 1)]);
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    pub fn neighbourhood(&self, of: NodeIndex) -> Vec<Neighbour> {
        let mut found: BTreeMap<NodeIndex, Neighbour> = BTreeMap::new();
        for edge in self.both_ways().edges_at(of, Direction::Outgoing).filter(|edge| edge.target() != of) {
            let neighbour = found.entry(edge.target()).or_insert_with(|| Neighbour {
                node: edge.target(),
                edges: Vec::new(),
                articles: 0,
            });
            neighbour.edges.push(edge.id());
            neighbour.articles += u64::from(edge.weight().articles());
        }
        let mut neighbours: Vec<Neighbour> = found.into_values().collect();
        for neighbour in &mut neighbours {
            neighbour.edges.sort_unstable();
        }
        neighbours.sort_by_key(|neighbour| (Reverse(neighbour.articles), neighbour.node));
        neighbours
    }

    /// Only what lies within `hops` edges of `centres`, either way, and at most `budget` nodes
    /// (the centres count).
    ///
    /// Nearer nodes come before farther ones; among those at one distance, the ones that most
    /// articles link to what is nearer come first, then node order decides. Edges between the nodes
    /// chosen all stay.
    ///
    /// # Complexity
    ///
    /// O((n + m) / 64 + e log e) for the e edges at the nodes that are reached within the budget.
    ///
    /// ```
    #[doc = include_str!("sample_graph.md")]
    /// let view = snapshot.view().around([node("Ada Brandt")], 1, 10);
    /// let names: Vec<_> = view.node_indices().map(|n| snapshot.name(n)).collect();
    /// assert_eq!(names, ["Ada Brandt", "Harbour Institute", "Norway"]);
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    #[must_use]
    pub fn around(self, centres: impl IntoIterator<Item = NodeIndex>, hops: usize, budget: usize) -> Self {
        let shape = self.both_ways();
        let mut chosen = FixedBitSet::with_capacity(self.snapshot().node_count());
        let mut room = budget;
        let mut level = Vec::new();
        for centre in centres {
            if room > 0 && shape.has_node(centre) && !chosen.put(centre.index()) {
                level.push(centre);
                room -= 1;
            }
        }
        for _ in 0..hops {
            if room == 0 || level.is_empty() {
                break;
            }
            let mut candidates = linked(shape, &level, &chosen);
            if candidates.len() > room {
                candidates.sort_unstable_by_key(|&(place, articles)| (Reverse(articles), place));
                candidates.truncate(room);
            }
            room -= candidates.len();
            level = candidates.into_iter().map(|(place, _)| node(place as usize)).collect();
            level.sort_unstable();
            chosen.extend(level.iter().map(|n| n.index()));
        }
        self.with_nodes(chosen)
    }
}

/// The nodes one edge beyond a level, with the articles of the edges that lead there; by node.
fn linked(shape: Shape<'_>, level: &[NodeIndex], chosen: &FixedBitSet) -> Vec<(u32, u64)> {
    let beyond = |edge: &EdgeReference<'_>| !chosen.contains(edge.target().index());
    let mut links: Vec<(u32, u64)> = level
        .iter()
        .flat_map(|&n| shape.edges_at(n, Direction::Outgoing))
        .filter(beyond)
        .map(|edge| (index(edge.target().index()), u64::from(edge.weight().articles())))
        .collect();
    links.sort_unstable();
    links.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    links
}

#[cfg(test)]
mod tests {
    use super::super::sample::{at, news};
    use super::*;

    #[test]
    fn neighbours_come_most_cited_first() {
        let snapshot = news();
        let view = snapshot.view();
        let names: Vec<_> =
            view.neighbourhood(at(&snapshot, 5)).iter().map(|n| (snapshot.name(n.node), n.articles)).collect();
        assert_eq!(names, [("Ben Okoro", 2), ("Cleo Marsh", 1)]);
        assert!(view.reversed().neighbourhood(NodeIndex::new(999)).is_empty());
    }

    #[test]
    fn around_keeps_to_hops_and_budget() {
        let snapshot = news();
        let names = |hops, budget| {
            let view = snapshot.view().around([at(&snapshot, 1)], hops, budget);
            view.node_indices().map(|n| snapshot.name(n)).collect::<Vec<_>>()
        };
        assert_eq!(names(0, 10), ["Ada Brandt"]);
        assert_eq!(names(1, 10), ["Ada Brandt", "Harbour Institute", "Norway"]);
        assert_eq!(names(1, 2), ["Ada Brandt", "Harbour Institute"]);
        assert_eq!(names(2, 4), ["Ada Brandt", "Harbour Institute", "Norway", "fishing rights"]);
        assert_eq!(names(9, 0), [""; 0]);
        assert_eq!(names(9, 99).len(), 10);
    }

    #[test]
    fn views_combine() {
        let snapshot = news();
        let view = snapshot.view().around([at(&snapshot, 2)], 2, 100).as_of("2023".parse().unwrap());
        let relations: Vec<_> = view.edge_indices().map(|e| snapshot.edge(e).unwrap().relation().0).collect();
        assert_eq!(relations, [101, 102, 103]);
        assert_eq!(view.without_isolated().node_indices().count(), 4);
    }
}
