//! The snapshot: all entities and relations of a store at one moment, as a graph in memory.

use super::builder::SnapshotBuilder;
use super::csr::{Adjacency, index, range};
use super::handle::{Edge, Node, node};
use super::view::View;
use crate::model::{CountryCode, EntityKind, RelationKind};
use crate::store::{EntityId, RelationId, folded};
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use std::borrow::Cow;
use std::sync::OnceLock;

/// An immutable graph of entities (nodes) and relations (edges).
///
/// Edges go from the subject of a relation to its object: `holds_role` from a person to an
/// organization, country or place, `has_occupation` from a person to a role, `concerned_with` from
/// a country to an issue. Nodes are in the order of their ids, edges in the order of their source
/// and, for one source, of the rows; the same store always gives the same snapshot.
///
/// A method that names no complexity takes constant time.
///
/// petgraph's traits are on `&Snapshot`, so everything in [`petgraph::algo`] and
/// [`petgraph::visit`] runs on it. A snapshot does not change and can be shared between threads.
#[derive(Debug, Default)]
pub struct Snapshot {
    pub(super) rows: Adjacency,
    pub(super) nodes: Vec<Node>,
    pub(super) edges: Vec<Edge>,
    pub(super) kinds: Vec<RelationKind>,
    pub(super) names: Names,
    pub(super) topics: Topics,
    /// The generation of the store that this was read from.
    pub(super) generation: Option<i64>,
    /// Nodes by their folded name; made when first asked for.
    by_name: OnceLock<Vec<u32>>,
}

/// Names one after the other in one text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Names {
    pub(super) text: String,
    pub(super) ends: Vec<u32>,
}

/// The topics of issues.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Topics {
    pub(super) names: Vec<String>,
    /// Node and place in `names`, by node.
    pub(super) of: Vec<(u32, u16)>,
}

impl Names {
    fn get(&self, place: usize) -> &str {
        let start = place.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(place).and_then(|&end| self.text.get(start as usize..end as usize)).unwrap_or_default()
    }
}

impl Topics {
    /// The place in `names` of a node's topic.
    pub(super) fn place(&self, node: usize) -> Option<u16> {
        let place = self.of.binary_search_by_key(&index(node), |&(node, _)| node).ok()?;
        self.of.get(place).map(|&(_, topic)| topic)
    }
}

impl Snapshot {
    pub(super) const fn from_parts(
        rows: Adjacency,
        nodes: Vec<Node>,
        edges: Vec<Edge>,
        kinds: Vec<RelationKind>,
        names: Names,
        topics: Topics,
    ) -> Self {
        Self { rows, nodes, edges, kinds, names, topics, generation: None, by_name: OnceLock::new() }
    }

    /// The number of nodes.
    pub fn node_count(&self) -> usize {
        self.nodes.len()
    }

    /// The number of edges.
    pub fn edge_count(&self) -> usize {
        self.edges.len()
    }

    /// What stands on a node, or `None` where the index is not of this snapshot.
    pub fn node(&self, node: NodeIndex) -> Option<&Node> {
        self.nodes.get(node.index())
    }

    /// What stands on an edge, or `None` where the index is not of this snapshot.
    pub fn edge(&self, edge: EdgeIndex) -> Option<&Edge> {
        self.edges.get(edge.index())
    }

    /// The canonical name of a node; empty where the index is not of this snapshot.
    pub fn name(&self, node: NodeIndex) -> &str {
        self.names.get(node.index())
    }

    /// The topic of an issue, where it has one.
    pub fn topic(&self, node: NodeIndex) -> Option<&str> {
        self.topics.names.get(usize::from(self.topics.place(node.index())?)).map(String::as_str)
    }

    /// The kind of an edge, or `None` where the index is not of this snapshot.
    pub fn relation_kind(&self, edge: EdgeIndex) -> Option<&RelationKind> {
        self.kinds.get(usize::from(self.edge(edge)?.kind))
    }

    /// The kinds of relation, in the order in which they were first met.
    pub fn relation_kinds(&self) -> &[RelationKind] {
        &self.kinds
    }

    /// The source and target of an edge, or `None` where the index is not of this snapshot.
    ///
    /// # Complexity
    ///
    /// O(log n): the source is searched for.
    pub fn edge_endpoints(&self, edge: EdgeIndex) -> Option<(NodeIndex, NodeIndex)> {
        let target = *self.rows.out_target.get(edge.index())?;
        Some((node(self.rows.source(index(edge.index())) as usize), node(target as usize)))
    }

    /// The node of an entity of the store.
    ///
    /// # Complexity
    ///
    /// O(log n).
    ///
    /// ```
    #[doc = include_str!("sample_graph.md")]
    /// use newsgraph::store::EntityId;
    /// assert_eq!(snapshot.find_entity(EntityId(4)), Some(node("Harbour Institute")));
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    pub fn find_entity(&self, entity: EntityId) -> Option<NodeIndex> {
        self.nodes.binary_search_by_key(&entity.0, |node| node.entity).ok().map(node)
    }

    /// The edge of a relation of the store.
    ///
    /// # Complexity
    ///
    /// O(m): every edge is looked at. For many relations use
    /// [`View::relations`](super::View::relations).
    ///
    /// ```
    #[doc = include_str!("sample_graph.md")]
    /// use newsgraph::store::RelationId;
    /// let edge = snapshot.find_relation(RelationId(103)).expect("a relation of the graph");
    /// assert_eq!(snapshot.edge_endpoints(edge), Some((node("Ben Okoro"), node("Northern Bank"))));
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    pub fn find_relation(&self, relation: RelationId) -> Option<EdgeIndex> {
        self.edges.iter().position(|edge| edge.relation == relation.0).map(EdgeIndex::new)
    }

    /// The nodes whose canonical name is `name` when case, accents and punctuation do not count, as
    /// in the store; in node order. Other names of an entity are in the store:
    /// [`Store::entities_named`](crate::store::Store::entities_named) and
    /// [`find_entity`](Self::find_entity) lead from any of them to its node.
    ///
    /// # Complexity
    ///
    /// O(n log n) for the first call on a snapshot, O(log n) afterwards.
    ///
    /// ```
    /// use newsgraph::graph::{NodeRow, Snapshot};
    /// use newsgraph::model::EntityKind;
    ///
    /// let mut builder = Snapshot::builder();
    /// builder.entity(NodeRow::new(1, EntityKind::Person, "José Almeida"))?;
    /// let snapshot = builder.build();
    /// assert_eq!(snapshot.find("JOSE ALMEIDA").count(), 1);
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    pub fn find(&self, name: &str) -> impl Iterator<Item = NodeIndex> + '_ {
        let by_name = self.by_name.get_or_init(|| {
            let mut nodes: Vec<u32> = (0..self.nodes.len()).map(index).collect();
            nodes.sort_by_cached_key(|&place| (folded(self.names.get(place as usize)), place));
            nodes
        });
        let wanted = folded(name);
        let start = by_name.partition_point(|&place| folded(self.names.get(place as usize)) < wanted);
        let named = by_name.iter().skip(start).map(|&place| node(place as usize));
        named.take_while(move |&n| folded(self.name(n)) == wanted)
    }

    /// The node of one kind and name (see [`find`](Self::find)); the one with the lowest id where
    /// several entities share both.
    ///
    /// # Complexity
    ///
    /// That of [`find`](Self::find).
    ///
    /// ```
    #[doc = include_str!("sample_graph.md")]
    /// assert_eq!(snapshot.find_kind(EntityKind::Country, "norway"), Some(node("Norway")));
    /// assert_eq!(snapshot.find_kind(EntityKind::Person, "Norway"), None);
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    pub fn find_kind(&self, kind: EntityKind, name: &str) -> Option<NodeIndex> {
        self.find(name).find(|&n| self.node(n).is_some_and(|node| node.kind == kind))
    }

    /// The country of an ISO code.
    ///
    /// # Complexity
    ///
    /// O(n).
    ///
    /// ```
    #[doc = include_str!("sample_graph.md")]
    /// let code = CountryCode::new("KE").expect("a code");
    /// assert_eq!(snapshot.find_country(code), Some(node("Kenya")));
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    pub fn find_country(&self, code: CountryCode) -> Option<NodeIndex> {
        self.nodes.iter().position(|n| n.kind == EntityKind::Country && n.country_code == Some(code)).map(node)
    }

    /// All nodes, in order.
    pub fn node_indices(&self) -> impl ExactSizeIterator<Item = NodeIndex> + use<> {
        (0..self.nodes.len()).map(node)
    }

    /// The whole snapshot as a [`View`], to be narrowed; nothing is copied.
    pub const fn view(&self) -> View<'_> {
        View::new(self)
    }

    /// An owned petgraph graph with the same node and edge indices.
    ///
    /// With the feature `petgraph-serde` (petgraph's own `serde-1`) it can be written to and read from any serde
    /// format, in petgraph's form.
    ///
    /// # Complexity
    ///
    /// O(n + m).
    ///
    /// ```
    /// use newsgraph::graph::{Edge, EdgeRow, Node, NodeRow, Snapshot};
    /// use newsgraph::model::EntityKind::{Organization, Person};
    /// use petgraph::graph::DiGraph;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let mut builder = Snapshot::builder();
    /// builder.entity(NodeRow::new(1, Person, "Ada Brandt"))?;
    /// builder.entity(NodeRow::new(2, Organization, "Harbour Institute"))?;
    /// builder.relation(EdgeRow::new(1, "holds_role", 1, 2))?;
    /// let graph: DiGraph<Node, Edge> = builder.build().to_digraph();
    ///
    /// let text = serde_json::to_string(&graph)?;
    /// let back: DiGraph<Node, Edge> = serde_json::from_str(&text)?;
    /// assert_eq!((back.node_count(), back.edge_count()), (2, 1));
    /// # Ok(())
    /// # }
    /// ```
    #[expect(clippy::indexing_slicing, reason = "the edges of a row are edges of the snapshot")]
    pub fn to_digraph(&self) -> DiGraph<Node, Edge> {
        let mut graph = DiGraph::with_capacity(self.nodes.len(), self.edges.len());
        for node in &self.nodes {
            graph.add_node(*node);
        }
        for source in 0..self.nodes.len() {
            for edge in range(&self.rows.out(source)) {
                graph.add_edge(node(source), node(self.rows.out_target[edge] as usize), self.edges[edge]);
            }
        }
        graph
    }

    /// Bytes of the adjacency alone: about 12 an edge and 8 a node.
    pub fn adjacency_bytes(&self) -> usize {
        self.rows.bytes()
    }

    /// Bytes of the whole snapshot: adjacency, handles, names.
    pub fn bytes(&self) -> usize {
        self.rows.bytes()
            + size_of_val(self.nodes.as_slice())
            + size_of_val(self.edges.as_slice())
            + self.names.text.len()
            + size_of_val(self.names.ends.as_slice())
    }

    /// Builds a snapshot from rows, without a store.
    ///
    /// ```
    /// use newsgraph::graph::{EdgeRow, NodeRow, Snapshot};
    /// use newsgraph::model::EntityKind::{Organization, Person};
    ///
    /// let mut builder = Snapshot::builder();
    /// builder.entity(NodeRow::new(1, Person, "Ada Brandt"))?;
    /// builder.entity(NodeRow::new(2, Organization, "Harbour Institute"))?;
    /// builder.relation(EdgeRow { articles: 3, ..EdgeRow::new(1, "holds_role", 1, 2) })?;
    /// assert_eq!(builder.build().edge_count(), 1);
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    pub fn builder() -> SnapshotBuilder {
        SnapshotBuilder::default()
    }
}

/// A label for a node: its name, or its id where the name is empty.
pub(super) fn label(snapshot: &Snapshot, node: NodeIndex) -> Cow<'_, str> {
    match snapshot.name(node) {
        "" => Cow::Owned(format!("#{}", snapshot.node(node).map_or(0, |node| node.entity))),
        name => Cow::Borrowed(name),
    }
}
