//! petgraph's visit traits on [`Snapshot`] and [`View`].
//!
//! Both are a [`Shape`]: the rows of a snapshot, masks over its nodes and edges, and the way edges
//! are walked. The iterators below are written once, for shapes; the macro at the end puts the
//! traits on both types.

use super::csr::{Incoming, index, range};
use super::handle::{Edge, Node, node};
use super::snapshot::Snapshot;
use super::view::View;
use fixedbitset::FixedBitSet;
use petgraph::Direction;
use petgraph::data::DataMap;
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::{
    Data, EdgeCount, EdgeIndexable, EdgeRef, GetAdjacencyMatrix, GraphBase, GraphProp, IntoEdgeReferences, IntoEdges,
    IntoEdgesDirected, IntoNeighbors, IntoNeighborsDirected, IntoNodeIdentifiers, IntoNodeReferences,
    NodeCompactIndexable, NodeCount, NodeIndexable, Visitable,
};
use std::ops::Range;

/// Which way edges are walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Orientation {
    /// From subject to object.
    #[default]
    Forward,
    /// From object to subject.
    Reversed,
    /// Both ways.
    Undirected,
}

/// What iterators walk over.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape<'a> {
    pub(super) snapshot: &'a Snapshot,
    /// The visible nodes; all where there is no mask.
    pub(super) nodes: Option<&'a FixedBitSet>,
    /// The visible edges; never one with an end that is not visible.
    pub(super) edges: Option<&'a FixedBitSet>,
    pub(super) orientation: Orientation,
}

impl<'a> Shape<'a> {
    pub(super) fn has_node(&self, node: NodeIndex) -> bool {
        node.index() < self.snapshot.node_count() && self.nodes.is_none_or(|mask| mask.contains(node.index()))
    }

    pub(super) fn has_edge(&self, edge: u32) -> bool {
        self.edges.is_none_or(|mask| mask.contains(edge as usize))
    }

    pub(super) fn node_count(&self) -> usize {
        self.nodes.map_or(self.snapshot.node_count(), |mask| mask.count_ones(..))
    }

    pub(super) fn edge_count(&self) -> usize {
        self.edges.map_or(self.snapshot.edge_count(), |mask| mask.count_ones(..))
    }

    pub(super) fn node_indices(self) -> NodeIndices<'a> {
        NodeIndices { range: 0..index(self.snapshot.node_count()), mask: self.nodes }
    }

    /// The edges at a node: those that leave it, or those that come to it.
    pub(super) fn edges_at(self, at: NodeIndex, direction: Direction) -> Edges<'a> {
        let outgoing = direction == Direction::Outgoing;
        let (out, places) = match (self.orientation, outgoing) {
            (Orientation::Forward, true) | (Orientation::Reversed, false) => (true, false),
            (Orientation::Forward, false) | (Orientation::Reversed, true) => (false, true),
            (Orientation::Undirected, _) => (true, true),
        };
        let rows = &self.snapshot.rows;
        Edges {
            snapshot: self.snapshot,
            mask: self.edges,
            at,
            outgoing,
            skip_loops: out && places,
            out: if out { rows.out(at.index()) } else { 0..0 },
            places: if places { rows.places_in(at.index()) } else { 0..0 },
        }
    }

    pub(super) const fn all_edges(self) -> AllEdges<'a> {
        AllEdges { shape: self, edge: 0, source: 0 }
    }

    /// An upper bound of the number of edges at a node, without looking at masks.
    pub(super) fn degree_bound(&self, at: u32) -> usize {
        let rows = &self.snapshot.rows;
        range(&rows.out(at as usize)).len() + range(&rows.places_in(at as usize)).len()
    }
}

/// The visible nodes, in order.
#[derive(Debug, Clone)]
pub struct NodeIndices<'a> {
    range: Range<u32>,
    mask: Option<&'a FixedBitSet>,
}

impl Iterator for NodeIndices<'_> {
    type Item = NodeIndex;

    fn next(&mut self) -> Option<NodeIndex> {
        let mask = self.mask;
        self.range.find(|&place| mask.is_none_or(|mask| mask.contains(place as usize))).map(NodeIndex::from)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let rest = range(&self.range);
        let count = self.mask.map_or(rest.len(), |mask| mask.count_ones(rest));
        (count, Some(count))
    }
}

impl ExactSizeIterator for NodeIndices<'_> {}

/// The visible nodes with what stands on them.
#[derive(Debug, Clone)]
pub struct NodeReferences<'a> {
    indices: NodeIndices<'a>,
    nodes: &'a [Node],
}

impl<'a> Iterator for NodeReferences<'a> {
    type Item = (NodeIndex, &'a Node);

    fn next(&mut self) -> Option<Self::Item> {
        let index = self.indices.next()?;
        Some((index, self.nodes.get(index.index())?))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.indices.size_hint()
    }
}

/// One edge as a walk sees it: in a reversed view source and target have changed places, in an
/// undirected view the node that was asked for is the source.
#[derive(Debug, Clone, Copy)]
pub struct EdgeReference<'a> {
    source: NodeIndex,
    target: NodeIndex,
    id: EdgeIndex,
    weight: &'a Edge,
}

impl<'a> EdgeReference<'a> {
    /// What stands on the edge, for as long as the snapshot lives.
    ///
    /// # Complexity
    ///
    /// O(1).
    ///
    /// ```
    #[doc = include_str!("sample_graph.md")]
    /// use petgraph::visit::IntoEdgeReferences;
    /// let most = snapshot.edge_references().map(|edge| edge.edge().articles()).max();
    /// assert_eq!(most, Some(5));
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    pub const fn edge(&self) -> &'a Edge {
        self.weight
    }
}

impl EdgeRef for EdgeReference<'_> {
    type NodeId = NodeIndex;
    type EdgeId = EdgeIndex;
    type Weight = Edge;

    fn source(&self) -> NodeIndex {
        self.source
    }

    fn target(&self) -> NodeIndex {
        self.target
    }

    fn weight(&self) -> &Edge {
        self.weight
    }

    fn id(&self) -> EdgeIndex {
        self.id
    }
}

/// The visible edges at a node.
#[derive(Debug, Clone)]
pub struct Edges<'a> {
    snapshot: &'a Snapshot,
    mask: Option<&'a FixedBitSet>,
    at: NodeIndex,
    /// Whether `at` is the source of what comes out.
    outgoing: bool,
    /// Whether a loop, which is in both rows, is passed over in the second.
    skip_loops: bool,
    out: Range<u32>,
    places: Range<u32>,
}

impl Edges<'_> {
    /// The next edge and the node at its other end.
    #[inline]
    #[expect(clippy::indexing_slicing, reason = "rows and places of a snapshot hold its own edges")]
    fn advance(&mut self) -> Option<(u32, u32)> {
        let rows = &self.snapshot.rows;
        for edge in self.out.by_ref() {
            if self.mask.is_none_or(|mask| mask.contains(edge as usize)) {
                return Some((edge, rows.out_target[edge as usize]));
            }
        }
        for place in self.places.by_ref() {
            let Incoming { edge, source: other } = rows.incoming[place as usize];
            let visible = self.mask.is_none_or(|mask| mask.contains(edge as usize));
            if visible && !(self.skip_loops && other as usize == self.at.index()) {
                return Some((edge, other));
            }
        }
        None
    }
}

impl<'a> Iterator for Edges<'a> {
    type Item = EdgeReference<'a>;

    #[inline]
    #[expect(clippy::indexing_slicing, reason = "rows and places of a snapshot hold its own edges")]
    fn next(&mut self) -> Option<EdgeReference<'a>> {
        let (edge, other) = self.advance()?;
        let other = NodeIndex::from(other);
        let (source, target) = if self.outgoing { (self.at, other) } else { (other, self.at) };
        let weight = &self.snapshot.edges[edge as usize];
        Some(EdgeReference { source, target, id: EdgeIndex::from(edge), weight })
    }
}

/// The nodes at the other ends of the visible edges at a node; a node comes once for each edge.
#[derive(Debug, Clone)]
pub struct Neighbors<'a>(Edges<'a>);

impl Iterator for Neighbors<'_> {
    type Item = NodeIndex;

    fn next(&mut self) -> Option<NodeIndex> {
        self.0.advance().map(|(_, other)| NodeIndex::from(other))
    }
}

/// All visible edges, in order.
#[derive(Debug, Clone)]
pub struct AllEdges<'a> {
    shape: Shape<'a>,
    edge: u32,
    source: u32,
}

impl<'a> Iterator for AllEdges<'a> {
    type Item = EdgeReference<'a>;

    #[expect(clippy::indexing_slicing, reason = "rows and places of a snapshot hold its own edges")]
    fn next(&mut self) -> Option<EdgeReference<'a>> {
        let rows = &self.shape.snapshot.rows;
        while let Some(&target) = rows.out_target.get(self.edge as usize) {
            let edge = self.edge;
            self.edge += 1;
            if !self.shape.has_edge(edge) {
                continue;
            }
            while rows.out_start[self.source as usize + 1] <= edge {
                self.source += 1;
            }
            let (source, target) = match self.shape.orientation {
                Orientation::Reversed => (target, self.source),
                Orientation::Forward | Orientation::Undirected => (self.source, target),
            };
            return Some(EdgeReference {
                source: NodeIndex::from(source),
                target: NodeIndex::from(target),
                id: EdgeIndex::from(edge),
                weight: &self.shape.snapshot.edges[edge as usize],
            });
        }
        None
    }
}

/// Who is joined to whom, for [`GetAdjacencyMatrix`]: the pairs, sorted.
///
/// Eight bytes an edge and a binary search a question, where a true matrix of a million nodes would
/// need 116 GiB.
#[derive(Debug, Clone)]
pub struct AdjacentPairs(Vec<(u32, u32)>);

impl Snapshot {
    pub(super) const fn shape(&self) -> Shape<'_> {
        Shape { snapshot: self, nodes: None, edges: None, orientation: Orientation::Forward }
    }
}

macro_rules! petgraph_traits {
    ($type:ty $(, $lifetime:lifetime)?) => {
        impl$(<$lifetime>)? GraphBase for $type {
            type NodeId = NodeIndex;
            type EdgeId = EdgeIndex;
        }

        impl$(<$lifetime>)? Data for $type {
            type NodeWeight = Node;
            type EdgeWeight = Edge;
        }

        impl$(<$lifetime>)? DataMap for $type {
            fn node_weight(&self, id: NodeIndex) -> Option<&Node> {
                let shape = self.shape();
                shape.has_node(id).then(|| shape.snapshot.node(id))?
            }

            fn edge_weight(&self, id: EdgeIndex) -> Option<&Edge> {
                let shape = self.shape();
                shape.has_edge(index(id.index())).then(|| shape.snapshot.edge(id))?
            }
        }

        impl$(<$lifetime>)? GraphProp for $type {
            type EdgeType = petgraph::Directed;

            fn is_directed(&self) -> bool {
                self.shape().orientation != Orientation::Undirected
            }
        }

        impl$(<$lifetime>)? NodeCount for $type {
            fn node_count(&self) -> usize {
                self.shape().node_count()
            }
        }

        impl$(<$lifetime>)? EdgeCount for $type {
            fn edge_count(&self) -> usize {
                self.shape().edge_count()
            }
        }

        impl$(<$lifetime>)? NodeIndexable for $type {
            fn node_bound(&self) -> usize {
                self.shape().snapshot.node_count()
            }

            fn to_index(&self, node: NodeIndex) -> usize {
                node.index()
            }

            fn from_index(&self, place: usize) -> NodeIndex {
                node(place)
            }
        }

        impl$(<$lifetime>)? EdgeIndexable for $type {
            fn edge_bound(&self) -> usize {
                self.shape().snapshot.edge_count()
            }

            fn to_index(&self, edge: EdgeIndex) -> usize {
                edge.index()
            }

            fn from_index(&self, place: usize) -> EdgeIndex {
                EdgeIndex::new(place)
            }
        }

        impl$(<$lifetime>)? Visitable for $type {
            type Map = FixedBitSet;

            fn visit_map(&self) -> FixedBitSet {
                FixedBitSet::with_capacity(self.shape().snapshot.node_count())
            }

            fn reset_map(&self, map: &mut FixedBitSet) {
                map.clear();
                map.grow(self.shape().snapshot.node_count());
            }
        }

        impl$(<$lifetime>)? GetAdjacencyMatrix for $type {
            type AdjMatrix = AdjacentPairs;

            fn adjacency_matrix(&self) -> AdjacentPairs {
                let shape = self.shape();
                let mut pairs = Vec::with_capacity(shape.edge_count());
                for edge in shape.all_edges() {
                    let (source, target) = (index(edge.source.index()), index(edge.target.index()));
                    pairs.push((source, target));
                    if shape.orientation == Orientation::Undirected {
                        pairs.push((target, source));
                    }
                }
                pairs.sort_unstable();
                pairs.dedup();
                AdjacentPairs(pairs)
            }

            fn is_adjacent(&self, pairs: &AdjacentPairs, a: NodeIndex, b: NodeIndex) -> bool {
                pairs.0.binary_search(&(index(a.index()), index(b.index()))).is_ok()
            }
        }

        impl<'a $(, $lifetime)?> IntoNeighbors for &'a $type {
            type Neighbors = Neighbors<'a>;

            fn neighbors(self, at: NodeIndex) -> Neighbors<'a> {
                Neighbors(self.shape().edges_at(at, Direction::Outgoing))
            }
        }

        impl<'a $(, $lifetime)?> IntoNeighborsDirected for &'a $type {
            type NeighborsDirected = Neighbors<'a>;

            fn neighbors_directed(self, at: NodeIndex, direction: Direction) -> Neighbors<'a> {
                Neighbors(self.shape().edges_at(at, direction))
            }
        }

        impl<'a $(, $lifetime)?> IntoEdgeReferences for &'a $type {
            type EdgeRef = EdgeReference<'a>;
            type EdgeReferences = AllEdges<'a>;

            fn edge_references(self) -> AllEdges<'a> {
                self.shape().all_edges()
            }
        }

        impl<'a $(, $lifetime)?> IntoEdges for &'a $type {
            type Edges = Edges<'a>;

            fn edges(self, at: NodeIndex) -> Edges<'a> {
                self.shape().edges_at(at, Direction::Outgoing)
            }
        }

        impl<'a $(, $lifetime)?> IntoEdgesDirected for &'a $type {
            type EdgesDirected = Edges<'a>;

            fn edges_directed(self, at: NodeIndex, direction: Direction) -> Edges<'a> {
                self.shape().edges_at(at, direction)
            }
        }

        impl<'a $(, $lifetime)?> IntoNodeIdentifiers for &'a $type {
            type NodeIdentifiers = NodeIndices<'a>;

            fn node_identifiers(self) -> NodeIndices<'a> {
                self.shape().node_indices()
            }
        }

        impl<'a $(, $lifetime)?> IntoNodeReferences for &'a $type {
            type NodeRef = (NodeIndex, &'a Node);
            type NodeReferences = NodeReferences<'a>;

            fn node_references(self) -> NodeReferences<'a> {
                let shape = self.shape();
                NodeReferences { indices: shape.node_indices(), nodes: &shape.snapshot.nodes }
            }
        }
    };
}

petgraph_traits!(Snapshot);
petgraph_traits!(View<'s>, 's);

/// The nodes of a snapshot are numbered without holes; those of a view are not.
impl NodeCompactIndexable for Snapshot {}
