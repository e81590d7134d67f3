//! Views: parts of a snapshot, without copying it.
//!
//! A [`View`] is a snapshot with a mask over its nodes, a mask over its edges and a direction of
//! walking. Each method narrows it further, so that views combine freely; indices stay those of the
//! snapshot. A mask costs one bit a node or edge, and walking a view costs one bit test an edge.

use super::csr::{index, range};
use super::handle::{Edge, Node, PackedDate, node};
use super::snapshot::Snapshot;
use super::visit::{Orientation, Shape};
use crate::model::{Date, EntityKind, RelationKind, RoleStatus};
use crate::store::RelationId;
use fixedbitset::FixedBitSet;
use petgraph::Direction;
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

/// A part of a [`Snapshot`], with petgraph's visit traits on `&View`.
///
/// ```
/// use newsgraph::graph::{NodeRow, EdgeRow, Snapshot};
/// use newsgraph::model::{EntityKind, RelationKind, RoleStatus};
/// use petgraph::algo::connected_components;
/// use petgraph::visit::EdgeCount;
///
/// let mut builder = Snapshot::builder();
/// builder.entity(NodeRow::new(1, EntityKind::Person, "Ada Brandt"))?;
/// builder.entity(NodeRow::new(2, EntityKind::Organization, "Harbour Institute"))?;
/// builder.relation(EdgeRow { status: Some(RoleStatus::Former), ..EdgeRow::new(1, "holds_role", 1, 2) })?;
/// let snapshot = builder.build();
///
/// let roles = snapshot.view().relation_kinds(&[RelationKind::HOLDS_ROLE]);
/// assert_eq!(roles.edge_count(), 1);
/// assert_eq!(roles.clone().statuses(&[RoleStatus::Current]).edge_count(), 0);
/// # Ok::<(), newsgraph::Error>(())
/// ```
///
/// Where an algorithm takes nodes to be numbered without holes
/// (`petgraph::algo::k_shortest_path` does, `connected_components` says so in its bounds), give it
/// the owned graph of [`to_digraph`](Self::to_digraph).
#[derive(Debug, Clone)]
pub struct View<'s> {
    snapshot: &'s Snapshot,
    nodes: Option<FixedBitSet>,
    /// Never an edge with an end that is not in `nodes`.
    edges: Option<FixedBitSet>,
    orientation: Orientation,
}

impl<'s> View<'s> {
    pub(super) const fn new(snapshot: &'s Snapshot) -> Self {
        Self { snapshot, nodes: None, edges: None, orientation: Orientation::Forward }
    }

    pub(super) const fn shape(&self) -> Shape<'_> {
        Shape {
            snapshot: self.snapshot,
            nodes: self.nodes.as_ref(),
            edges: self.edges.as_ref(),
            orientation: self.orientation,
        }
    }

    /// The snapshot that this is a view of.
    pub const fn snapshot(&self) -> &'s Snapshot {
        self.snapshot
    }

    /// Which way edges are walked.
    pub const fn orientation(&self) -> Orientation {
        self.orientation
    }

    /// Whether a node is visible.
    pub fn contains_node(&self, node: NodeIndex) -> bool {
        self.shape().has_node(node)
    }

    /// Whether an edge is visible.
    pub fn contains_edge(&self, edge: EdgeIndex) -> bool {
        edge.index() < self.snapshot.edge_count() && self.shape().has_edge(index(edge.index()))
    }

    /// Only nodes of these kinds, and the edges between them.
    ///
    /// # Complexity
    ///
    /// O(n + m), like every method here that narrows a view.
    ///
    /// ```
    #[doc = include_str!("sample_graph.md")]
    /// let ties = snapshot.view().entity_kinds(&[EntityKind::Person, EntityKind::Organization]);
    /// assert_eq!(ties.edge_indices().count(), 4);
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    #[must_use]
    pub fn entity_kinds(self, kinds: &[EntityKind]) -> Self {
        let snapshot = self.snapshot;
        self.keep_nodes(|n| snapshot.node(n).is_some_and(|node| kinds.contains(&node.kind())))
    }

    /// Only the nodes that `keep` says yes to, and the edges between them.
    ///
    /// # Complexity
    ///
    /// O(n + m).
    ///
    /// ```
    #[doc = include_str!("sample_graph.md")]
    /// let view = snapshot.view().keep_nodes(|n| snapshot.name(n).starts_with('N'));
    /// let names: Vec<_> = view.node_indices().map(|n| snapshot.name(n)).collect();
    /// assert_eq!(names, ["Northern Bank", "Norway"]);
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    #[must_use]
    pub fn keep_nodes(mut self, mut keep: impl FnMut(NodeIndex) -> bool) -> Self {
        let count = self.snapshot.node_count();
        let mut mask = FixedBitSet::with_capacity(count);
        for place in 0..count {
            if self.nodes.as_ref().is_none_or(|nodes| nodes.contains(place)) && keep(node(place)) {
                mask.insert(place);
            }
        }
        self.set_nodes(mask);
        self
    }

    /// Takes a mask that is inside the present one, and keeps the edges that have both ends in it.
    #[expect(clippy::indexing_slicing, reason = "the edges of a row are edges of the snapshot")]
    fn set_nodes(&mut self, mask: FixedBitSet) {
        let rows = &self.snapshot.rows;
        let mut edges = FixedBitSet::with_capacity(self.snapshot.edge_count());
        for source in mask.ones() {
            for edge in range(&rows.out(source)) {
                let visible = self.edges.as_ref().is_none_or(|edges| edges.contains(edge));
                if visible && mask.contains(rows.out_target[edge] as usize) {
                    edges.insert(edge);
                }
            }
        }
        self.edges = Some(edges);
        self.nodes = Some(mask);
    }

    /// Only the edges that `keep` says yes to; nodes stay.
    ///
    /// # Complexity
    ///
    /// O(m).
    ///
    /// ```
    #[doc = include_str!("sample_graph.md")]
    /// let director = node("director");
    /// let directors = snapshot.view().keep_edges(|_, edge| edge.role() == Some(director));
    /// assert_eq!(directors.edge_indices().count(), 3);
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    #[must_use]
    pub fn keep_edges(mut self, mut keep: impl FnMut(EdgeIndex, &Edge) -> bool) -> Self {
        let mut mask = FixedBitSet::with_capacity(self.snapshot.edge_count());
        for (place, edge) in self.snapshot.edges.iter().enumerate() {
            if self.edges.as_ref().is_none_or(|edges| edges.contains(place)) && keep(EdgeIndex::new(place), edge) {
                mask.insert(place);
            }
        }
        self.edges = Some(mask);
        self
    }

    /// Only edges of these kinds.
    ///
    /// # Complexity
    ///
    /// O(m).
    ///
    /// ```
    #[doc = include_str!("sample_graph.md")]
    /// let issues = snapshot.view().relation_kinds(&[RelationKind::CONCERNED_WITH]);
    /// assert_eq!(issues.edge_indices().count(), 3);
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    #[must_use]
    pub fn relation_kinds(self, kinds: &[RelationKind]) -> Self {
        let wanted: Vec<bool> = self.snapshot.kinds.iter().map(|kind| kinds.contains(kind)).collect();
        self.keep_edges(|_, edge| wanted.get(usize::from(edge.kind)).copied().unwrap_or(false))
    }

    /// Only role edges of these statuses; edges that are no roles have no status and go.
    ///
    /// # Complexity
    ///
    /// O(m).
    ///
    /// ```
    #[doc = include_str!("sample_graph.md")]
    /// let past = snapshot.view().statuses(&[RoleStatus::Former]);
    /// assert_eq!(past.edge_indices().count(), 2);
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    #[must_use]
    pub fn statuses(self, statuses: &[RoleStatus]) -> Self {
        self.keep_edges(|_, edge| edge.status.is_some_and(|status| statuses.contains(&status)))
    }

    /// Only edges that some article asserts.
    ///
    /// # Complexity
    ///
    /// O(m).
    ///
    /// ```
    #[doc = include_str!("sample_graph.md")]
    /// assert_eq!(snapshot.edge_count() - snapshot.view().asserted().edge_indices().count(), 1);
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    #[must_use]
    pub fn asserted(self) -> Self {
        self.keep_edges(|_, edge| edge.asserted)
    }

    /// Only edges of at least this confidence.
    ///
    /// # Complexity
    ///
    /// O(m).
    ///
    /// ```
    #[doc = include_str!("sample_graph.md")]
    /// assert_eq!(snapshot.view().min_confidence(0.5).edge_indices().count(), 8);
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    #[must_use]
    pub fn min_confidence(self, confidence: f32) -> Self {
        self.keep_edges(|_, edge| edge.confidence >= confidence)
    }

    /// Only edges that at least so many articles show.
    ///
    /// # Complexity
    ///
    /// O(m).
    ///
    /// ```
    #[doc = include_str!("sample_graph.md")]
    /// assert_eq!(snapshot.view().min_articles(2).edge_indices().count(), 4);
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    #[must_use]
    pub fn min_articles(self, articles: u32) -> Self {
        self.keep_edges(|_, edge| edge.articles >= articles)
    }

    /// Only edges whose articles span a time that touches `from..=to`; an open side is `None`.
    ///
    /// A date that is a year or month means all its days. Edges that no dated article shows go.
    /// This looks at the first and the last citation only: a relation that was cited before and
    /// after the time, but not in it, stays. Where that matters, give [`relations`](Self::relations)
    /// the ids that the store finds for the time.
    ///
    /// # Complexity
    ///
    /// O(m).
    ///
    /// ```
    #[doc = include_str!("sample_graph.md")]
    /// let view = snapshot.view().cited_between("2023-06".parse().ok(), "2023-12".parse().ok());
    /// assert_eq!(view.edge_indices().count(), 3);
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    #[must_use]
    pub fn cited_between(self, from: Option<Date>, to: Option<Date>) -> Self {
        let from = from.map_or(0, |date| PackedDate::new(Some(date)).0);
        let to = to.map_or(u32::MAX, |date| PackedDate::new(Some(date)).latest());
        self.keep_edges(|_, edge| edge.first.0 != 0 && edge.first.0 <= to && edge.last.latest() >= from)
    }

    /// Only edges that some article had shown by the end of `date`: what a reader could know then.
    ///
    /// The number of articles and the status of an edge stay those of the whole snapshot.
    ///
    /// # Complexity
    ///
    /// O(m).
    ///
    /// ```
    #[doc = include_str!("sample_graph.md")]
    /// let known: newsgraph::model::Date = "2022".parse().expect("a year");
    /// assert_eq!(snapshot.view().as_of(known).edge_indices().count(), 4);
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    #[must_use]
    pub fn as_of(self, date: Date) -> Self {
        self.cited_between(None, Some(date))
    }

    /// Only edges of these relations of the store: those of an article, a publisher, a country, a
    /// time, as the store finds them. Ids that the snapshot does not have are passed over.
    ///
    /// # Complexity
    ///
    /// O(m log r) for r ids.
    ///
    /// ```
    #[doc = include_str!("sample_graph.md")]
    /// use newsgraph::store::RelationId;
    /// // From a store: `store.relations_in(Scope::Article("a.txt"))?`.
    /// let view = snapshot.view().relations([RelationId(101), RelationId(999)]);
    /// assert_eq!(view.edge_indices().count(), 1);
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    #[must_use]
    pub fn relations(self, relations: impl IntoIterator<Item = RelationId>) -> Self {
        let mut wanted: Vec<i64> = relations.into_iter().map(|id| id.0).collect();
        wanted.sort_unstable();
        self.keep_edges(|_, edge| wanted.binary_search(&edge.relation).is_ok())
    }

    /// Only these nodes and the edges between them.
    ///
    /// # Complexity
    ///
    /// O(n + m).
    ///
    /// ```
    #[doc = include_str!("sample_graph.md")]
    /// let view = snapshot.view().among(["Ada Brandt", "Harbour Institute", "Norway"].map(node));
    /// assert_eq!(view.edge_indices().count(), 2);
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    #[must_use]
    pub fn among(self, nodes: impl IntoIterator<Item = NodeIndex>) -> Self {
        let mut wanted = FixedBitSet::with_capacity(self.snapshot.node_count());
        for node in nodes {
            if self.contains_node(node) {
                wanted.insert(node.index());
            }
        }
        self.with_nodes(wanted)
    }

    pub(super) fn with_nodes(mut self, wanted: FixedBitSet) -> Self {
        self.set_nodes(wanted);
        self
    }

    /// Without the nodes at which no edge is visible.
    ///
    /// # Complexity
    ///
    /// O(n + m).
    ///
    /// ```
    #[doc = include_str!("sample_graph.md")]
    /// let view = snapshot.view().statuses(&[RoleStatus::Future]).without_isolated();
    /// let names: Vec<_> = view.node_indices().map(|n| snapshot.name(n)).collect();
    /// assert_eq!(names, ["Cleo Marsh", "Northern Bank"]);
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    #[must_use]
    pub fn without_isolated(self) -> Self {
        let mut joined = FixedBitSet::with_capacity(self.snapshot.node_count());
        for edge in self.shape().all_edges() {
            joined.insert(edge.source().index());
            joined.insert(edge.target().index());
        }
        Self { nodes: Some(joined), ..self }
    }

    /// Edges walked as they are stored.
    pub(super) fn forward(self) -> Self {
        Self { orientation: Orientation::Forward, ..self }
    }

    /// Edges walked the other way: from object to subject. Reversing twice changes nothing.
    ///
    /// # Complexity
    ///
    /// O(1).
    ///
    /// ```
    #[doc = include_str!("sample_graph.md")]
    /// use petgraph::visit::IntoNeighbors;
    /// let view = snapshot.view().reversed();
    /// let names: Vec<_> = (&view).neighbors(node("Harbour Institute")).map(|n| snapshot.name(n)).collect();
    /// assert_eq!(names, ["Ada Brandt", "Ben Okoro"]);
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    #[must_use]
    pub fn reversed(self) -> Self {
        let orientation = match self.orientation {
            Orientation::Forward => Orientation::Reversed,
            Orientation::Reversed => Orientation::Forward,
            Orientation::Undirected => Orientation::Undirected,
        };
        Self { orientation, ..self }
    }

    /// Edges walked both ways. The parts of [`reversed`](Self::reversed) and this do not add up: an
    /// undirected view stays so.
    ///
    /// # Complexity
    ///
    /// O(1).
    ///
    /// ```
    #[doc = include_str!("sample_graph.md")]
    /// use petgraph::algo::has_path_connecting;
    /// let (ada, ben) = (node("Ada Brandt"), node("Ben Okoro"));
    /// assert!(!has_path_connecting(&snapshot.view(), ada, ben, None));
    /// assert!(has_path_connecting(&snapshot.view().undirected(), ada, ben, None));
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    #[must_use]
    pub fn undirected(self) -> Self {
        Self { orientation: Orientation::Undirected, ..self }
    }

    /// The number of visible edges at a node, both ways; a loop counts once.
    ///
    /// # Complexity
    ///
    /// Linear in the node's edges.
    ///
    /// ```
    #[doc = include_str!("sample_graph.md")]
    /// assert_eq!(snapshot.view().degree(node("Ben Okoro")), 2);
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    pub fn degree(&self, node: NodeIndex) -> usize {
        let shape = Shape { orientation: Orientation::Undirected, ..self.shape() };
        shape.edges_at(node, Direction::Outgoing).count()
    }

    /// An owned petgraph graph of the visible part. Its nodes and edges are numbered anew, in
    /// order; [`Node::entity`] and [`Edge::relation`] say which they are, and [`Edge::role`] stays a node of the
    /// snapshot. Edges of a reversed view are reversed, those of an undirected view stand as they are stored.
    ///
    /// # Complexity
    ///
    /// O(n + m).
    ///
    /// ```
    #[doc = include_str!("sample_graph.md")]
    /// let graph = snapshot.view().among(["Ada Brandt", "Norway"].map(node)).to_digraph();
    /// assert_eq!((graph.node_count(), graph.edge_count()), (2, 1));
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    #[expect(clippy::indexing_slicing, reason = "a place for each node of the snapshot, and a shape shows no others")]
    pub fn to_digraph(&self) -> DiGraph<Node, Edge> {
        let shape = self.shape();
        let mut graph = DiGraph::with_capacity(shape.node_count(), shape.edge_count());
        let mut places = vec![NodeIndex::end(); self.snapshot.node_count()];
        for old in shape.node_indices() {
            places[old.index()] = graph.add_node(self.snapshot.nodes[old.index()]);
        }
        for edge in shape.all_edges() {
            graph.add_edge(places[edge.source().index()], places[edge.target().index()], *edge.weight());
        }
        graph
    }
}
